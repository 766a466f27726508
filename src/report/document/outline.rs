//! A report as a document: headings, paragraphs, tables and quotations in order. Markdown and DOCX write it down, each
//! in its own signs.

use super::block::{Cell, DocumentBlock, Style, Table, column, number, plain, styled};
use super::model::{Report, Settings};
use super::narrative::{Narrator, has_nearest};
use super::words;
use crate::assessment::{Coverage, colon, runs, translated, with_note};
use crate::fit::{QuotedClause, Tier, Verdict};
use crate::messages::{self, message};
use crate::taxonomy::Subdivision;

/// Details are given for this many firms; a document with more is one that nobody reads.
pub(super) const DETAILED: usize = 50;
/// The matrix is given for this many firms.
const IN_MATRIX: usize = 200;
/// Firms named for a subdivision.
const NAMED: usize = 8;

pub(super) struct Outline<'r, 't> {
    pub(super) report: &'r Report<'t>,
    pub(super) settings: &'r Settings,
    pub(super) narrator: Narrator<'r, 't>,
    pub(super) blocks: Vec<DocumentBlock>,
    /// The clauses printed so far, each with the number of the fit under which it stands.
    pub(super) printed: Vec<(usize, usize)>,
}

/// The report as a document.
pub(super) fn outline(report: &Report<'_>, settings: &Settings) -> Vec<DocumentBlock> {
    let mut outline = Outline {
        report,
        settings,
        narrator: Narrator::new(report, settings),
        blocks: Vec::new(),
        printed: Vec::new(),
    };
    match report.single() {
        Some(firm) => {
            outline.cover(&firm.display_name(settings.language));
            outline.heading(1, outline.say("Conclusion"));
            outline.firm(firm, 0);
        }
        None => outline.screening(&Coverage::new(
            &report.firms,
            report.taxonomy.subdivisions.len(),
        )),
    }
    outline.about();
    if settings.appendix {
        outline.appendix();
    }
    outline.blocks
}

impl Outline<'_, '_> {
    /// A text in the language of the document.
    pub(super) fn say(&self, english: &'static str) -> &'static str {
        messages::say(self.settings.language, english)
    }

    pub(super) fn heading(&mut self, level: u8, text: &str) {
        self.blocks
            .push(DocumentBlock::Heading(level, text.to_owned()));
    }

    pub(super) fn note(&mut self, text: &str) {
        self.blocks.push(DocumentBlock::Note(text.to_owned()));
    }

    fn cover(&mut self, name: &str) {
        let plan = &self.report.taxonomy.plan;
        let single = self.report.single().is_some();
        let (eyebrow, title) = match (&self.settings.title, single) {
            (Some(title), true) => (title.as_str(), name),
            (None, true) => (self.say("Investment plan fit"), name),
            (Some(title), false) => (self.say("Screening report"), title.as_str()),
            (None, false) => (
                self.say("Screening report"),
                self.say("Investment plan screening"),
            ),
        };
        let measured = translated(&plan.title, self.settings.language);
        let mut below = words::measured_against(measured, self.settings.language);
        if let Some(date) = &self.settings.date {
            below.push_str(" · ");
            below.push_str(date);
        }
        self.blocks.push(DocumentBlock::Title {
            eyebrow: eyebrow.to_owned(),
            title: title.to_owned(),
            below,
        });
    }

    fn screening(&mut self, overview: &Coverage) {
        let language = self.settings.language;
        self.cover("");
        self.heading(1, self.say("Conclusion"));
        self.blocks.push(DocumentBlock::Lead(
            self.narrator.screening(overview).into(),
        ));
        let mut facts = vec![(
            self.say("Firms##how many").to_owned(),
            vec![plain(self.report.firms.len().to_string())],
        )];
        for (verdict, count) in Verdict::ALL.into_iter().zip(overview.verdicts) {
            facts.push((
                words::verdict(verdict, language).to_owned(),
                vec![plain(count.to_string())],
            ));
        }
        self.blocks.push(DocumentBlock::Facts(facts));
        self.matrix(overview);
        self.by_firm();
        self.by_subdivision(overview);
        self.nobody(overview);
        self.heading(1, self.say("Firms in detail"));
        if self.report.firms.len() > DETAILED {
            self.note(self.say(
                "Details are given for the first firms only; the tables above hold all of them.",
            ));
        }
        for (place, firm) in self.report.firms.iter().take(DETAILED).enumerate() {
            let heading = format!("{}. {}", place + 1, firm.display_name(language));
            self.heading(2, &heading);
            self.firm(firm, 2);
        }
        self.clauses(overview);
    }

    /// Firms by industry: on paper there is no room for a column a subdivision.
    fn matrix(&mut self, overview: &Coverage) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let industry_of = |at: &usize| taxonomy.subdivisions[*at].industry;
        let industries: Vec<usize> = runs(overview.columns().iter().map(industry_of))
            .into_iter()
            .map(|(industry, _)| industry)
            .collect();
        self.heading(1, self.say("Screening matrix"));
        if industries.is_empty() {
            self.note(self.say("No subdivision fits."));
            return;
        }
        self.note(self.say("The best score of each firm in each industry of the plan; empty where none fits. The stronger the colour, the better the fit."));
        let mut columns = vec![column(self.say("Firm"), 24)];
        let width = 76 / industries.len() as u32;
        columns.extend(
            industries
                .iter()
                .map(|at| number(taxonomy.industries[*at].label.get(language), width.max(1))),
        );
        let rows = self.report.firms.iter().take(IN_MATRIX).map(|firm| {
            let mut row: Vec<Cell> = vec![firm.display_name(language).into()];
            row.extend(industries.iter().map(|industry| {
                let mut fits = firm.fits.iter();
                let best = fits.find(|fit| industry_of(&fit.subdivision) == *industry);
                best.filter(|fit| fit.tier().is_some())
                    .map_or_else(|| "".into(), |fit| Cell::score(fit, language))
            }));
            row
        });
        let table = Table {
            rows: rows.collect(),
            columns,
        };
        self.blocks.push(DocumentBlock::Table(table));
        if self.report.firms.len() > IN_MATRIX {
            self.note(self.say("The matrix holds the first firms only; the XLSX and HTML reports hold all of them."));
        }
    }

    fn by_firm(&mut self) {
        let language = self.settings.language;
        self.heading(1, self.say("Firms, ranked"));
        let with_decisions = self.report.has_decisions;
        let rows = self.report.firms.iter().enumerate().map(|(place, firm)| {
            let best = firm.fits.first();
            let mut cells = vec![
                (place + 1).to_string().into(),
                Cell {
                    runs: vec![styled(firm.display_name(language), Style::Strong)],
                    score: None,
                },
                words::verdict(firm.verdict, language).into(),
                self.report.best_label(firm, language).into(),
                best.map_or_else(|| firm.best().into(), |fit| Cell::score(fit, language)),
                firm.confidence.to_string().into(),
                firm.completeness.score.to_string().into(),
            ];
            if with_decisions {
                let told = firm.decision.as_ref().map_or("", |told| told.get(language));
                cells.push(told.into());
            }
            cells
        });
        let mut columns = vec![
            number(self.say("Rank"), 7),
            column(self.say("Firm"), 25),
            column(self.say("Verdict"), 12),
            column(self.say("Best fit"), 22),
            number(self.say("Score"), 8),
            number(self.say("Confidence"), 12),
            number(self.say("Completeness"), 14),
        ];
        if with_decisions {
            columns.push(column(self.say("Decision"), 18));
        }
        let table = Table {
            rows: rows.collect(),
            columns,
        };
        self.blocks.push(DocumentBlock::Table(table));
    }

    fn by_subdivision(&mut self, overview: &Coverage) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        self.heading(1, self.say("Subdivisions, and who fits them"));
        let rows = overview.columns().into_iter().map(|at| {
            let demand = &overview.subdivisions[at];
            let named = self.report.ranked(overview, at).take(NAMED);
            let named = named.map(|(firm, fit)| {
                let name = self.report.firms[firm].display_name(language);
                let shown = fit.shown(language);
                // In Chinese a space stands only after Latin letters.
                match name.ends_with(|c: char| c.is_ascii()) {
                    true => message!(language, "{name} {shown}##after Latin", name, shown),
                    false => message!(language, "{name} {shown}", name, shown),
                }
            });
            let mut named: Vec<String> = named.collect();
            if demand.ranked.len() > NAMED {
                named.push(format!("+{}", demand.ranked.len() - NAMED));
            }
            let subdivision = &taxonomy.subdivisions[at];
            vec![
                Cell {
                    runs: vec![styled(subdivision.label.get(language), Style::Strong)],
                    score: None,
                },
                taxonomy.industry_of(subdivision).label.get(language).into(),
                demand.tiers[0].to_string().into(),
                demand.tiers[1].to_string().into(),
                demand.tiers[2].to_string().into(),
                named.join(words::between_entries(language)).into(),
            ]
        });
        let table = Table {
            rows: rows.collect(),
            columns: vec![
                column(self.say("Subdivision"), 23),
                column(self.say("Industry"), 17),
                number(Tier::word_or_none(Some(Tier::Core), language), 8),
                number(Tier::word_or_none(Some(Tier::Substantial), language), 13),
                number(Tier::word_or_none(Some(Tier::Peripheral), language), 12),
                column(self.say("Best firms"), 27),
            ],
        };
        self.blocks.push(DocumentBlock::Table(table));
    }

    fn nobody(&mut self, overview: &Coverage) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        self.heading(1, self.say("Subdivisions nobody fits"));
        self.note(words::nobody_note(self.settings.language));
        let open = overview.unfitted();
        let mut rest = open.as_slice();
        let mut facts = Vec::new();
        for (industry, count) in runs(open.iter().map(|at| taxonomy.subdivisions[*at].industry)) {
            let (here, later) = rest.split_at(count);
            rest = later;
            let labels = here.iter().map(|at| {
                let label = self.report.label(*at, language);
                match overview.subdivisions[*at].ranked.len() {
                    0 => label.to_owned(),
                    firms => {
                        let peripheral = self.say("peripheral only");
                        let note = self.narrator.labelled(peripheral, &firms.to_string());
                        with_note(label, &note, language)
                    }
                }
            });
            let labels: Vec<String> = labels.collect();
            let name = taxonomy.industries[industry].label.get(language);
            facts.push((
                name.to_owned(),
                vec![plain(labels.join(words::between_entries(language)))],
            ));
        }
        self.blocks.push(DocumentBlock::Facts(facts));
    }

    /// The clauses that name a subdivision which any firm fits, with those phrases marked.
    fn clauses(&mut self, overview: &Coverage) {
        let taxonomy = self.report.taxonomy;
        if taxonomy.clauses.is_empty() {
            return;
        }
        self.heading(1, self.say("Clauses of the plan"));
        self.note(words::clauses_note(self.settings.language));
        for (at, clause) in taxonomy.clauses.iter().enumerate() {
            let fitted = overview.columns().into_iter();
            let of: Vec<&Subdivision> = fitted
                .map(|place| &taxonomy.subdivisions[place])
                .filter(|subdivision| subdivision.clause == Some(at))
                .collect();
            if of.is_empty() {
                continue;
            }
            let labels = of.iter().map(|one| one.label.get(self.settings.language));
            let labels: Vec<&str> = labels.collect();
            let language = self.settings.language;
            let labels = labels.join(words::between_entries(language));
            let source = format!("{}{}{labels}", clause.id, colon(language));
            let mut phrases: Vec<std::ops::Range<usize>> = of
                .iter()
                .filter_map(|one| QuotedClause::new(clause, one).phrase_span())
                .collect();
            phrases.sort_by_key(|phrase| phrase.start);
            let mut runs = Vec::new();
            let mut end = 0;
            for phrase in phrases.into_iter() {
                if phrase.start >= end {
                    runs.push(plain(&clause.text[end..phrase.start]));
                    runs.push(styled(&clause.text[phrase.clone()], Style::Marked));
                    end = phrase.end;
                }
            }
            runs.push(plain(&clause.text[end..]));
            self.blocks.push(DocumentBlock::Quote(runs, source));
            let translation = translated(&clause.text, self.settings.language);
            if translation != clause.text {
                let source = words::working_translation(self.settings.language).to_owned();
                self.blocks
                    .push(DocumentBlock::Quote(vec![plain(translation)], source));
            }
        }
    }

    /// How to read the score, and which plan. In short for a client; ids and hashes are for the appendix, and at the foot
    /// of each page.
    fn about(&mut self) {
        let language = self.settings.language;
        let facts = words::plan_facts(&self.report.taxonomy.plan, language);
        if !self.settings.appendix {
            // Of one firm without a score nobody asks what a score means.
            if self.report.single().is_none_or(has_nearest) {
                self.heading(2, self.say("How to read the score"));
                let explained = words::score_explained(language);
                self.note(&words::running(explained, language));
            }
            let facts = facts.iter().take(3).map(|(_, value)| value.as_str());
            let facts: Vec<&str> = facts.collect();
            return self.note(&facts.join(" · "));
        }
        self.heading(1, self.say("About this report"));
        self.heading(2, self.say("How to read the score"));
        for sentence in words::score_explained(language) {
            self.blocks
                .push(DocumentBlock::Paragraph(vec![plain(sentence)]));
        }
        self.heading(2, self.say("Plan"));
        let facts = facts.into_iter();
        let facts = facts.map(|(name, value)| (name.to_owned(), vec![plain(value)]));
        self.blocks.push(DocumentBlock::Facts(facts.collect()));
    }
}
