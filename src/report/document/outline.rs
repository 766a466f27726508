//! A report as a document: headings, paragraphs, tables and quotations in order. Markdown and DOCX write it down, each
//! in its own signs.

use super::block::{Block, Cell, Run, Style, Table, column, number, plain, styled};
use super::marks::{Piece, evidence_sets, hard_wrapped, marked_texts};
use super::model::{Report, Settings};
use super::narrative::Narrator;
use super::words::{self, Words};
use crate::assessment::{Coverage, Firm, FirmFit, clip, evidence_words, listed, runs};
use crate::fit::{Evidence, How, Points, QuotedClause, Tier, Verdict};

/// Details are given for this many firms; a document with more is one that nobody reads.
const DETAILED: usize = 50;
/// The matrix is given for this many firms.
const IN_MATRIX: usize = 200;
/// Firms named for a subdivision.
const NAMED: usize = 8;
/// Characters of evidence in a table.
const CELL: usize = 120;

struct Outline<'r, 't> {
    report: &'r Report<'t>,
    settings: &'r Settings,
    narrator: Narrator<'r, 't>,
    words: &'static Words,
    blocks: Vec<Block>,
}

/// The report as a document.
pub(super) fn outline(report: &Report<'_>, settings: &Settings) -> Vec<Block> {
    let mut outline = Outline {
        report,
        settings,
        narrator: Narrator::new(report, settings),
        words: words::words(settings.language),
        blocks: Vec::new(),
    };
    match report.single() {
        Some(firm) => {
            outline.cover(&firm.display_name(settings.language));
            outline.heading(1, outline.words.conclusion);
            outline.firm(firm, 0);
        }
        None => outline.screening(&Coverage::new(
            &report.firms,
            report.taxonomy.subdivisions.len(),
        )),
    }
    outline.about();
    outline.blocks
}

impl Outline<'_, '_> {
    fn heading(&mut self, level: u8, text: &str) {
        self.blocks.push(Block::Heading(level, text.to_owned()));
    }

    fn note(&mut self, text: &str) {
        self.blocks.push(Block::Note(text.to_owned()));
    }

    fn cover(&mut self, name: &str) {
        let plan = &self.report.taxonomy.plan;
        let single = self.report.single().is_some();
        let (eyebrow, title) = match (&self.settings.title, single) {
            (Some(title), true) => (title.as_str(), name),
            (None, true) => (self.words.title_one, name),
            (Some(title), false) => (self.words.eyebrow_many, title.as_str()),
            (None, false) => (self.words.eyebrow_many, self.words.title_many),
        };
        let mut below = format!("{} {}", self.words.measured_against, plan.title);
        if let Some(date) = &self.settings.date {
            below.push_str(" · ");
            below.push_str(date);
        }
        self.blocks.push(Block::Title {
            eyebrow: eyebrow.to_owned(),
            title: title.to_owned(),
            below,
        });
    }

    /// One firm: conclusion, figures, fits with clause and evidence, texts, doubts, advice. Headings under `level`.
    fn firm(&mut self, firm: &Firm, level: u8) {
        let word = self.words;
        let language = self.settings.language;
        self.blocks
            .push(Block::Lead(self.narrator.conclusion(firm).into()));
        self.blocks.push(Block::Facts(vec![
            (
                word.verdict.to_owned(),
                vec![styled(
                    words::verdict(firm.verdict, language),
                    Style::Strong,
                )],
            ),
            (
                word.kind.to_owned(),
                vec![plain(words::kind(firm.profile.kind, language))],
            ),
            (
                word.confidence.to_owned(),
                vec![
                    plain(format!("{}/100 ", firm.confidence)),
                    styled(word.confidence_note, Style::Soft),
                ],
            ),
            (
                word.completeness.to_owned(),
                vec![
                    plain(format!("{}/100 ", firm.completeness.score)),
                    styled(word.completeness_note, Style::Soft),
                ],
            ),
        ]));
        if let Some(out) = &firm.out_of_scope {
            let heading = format!("{}: {}", word.out_of_scope, out.label.get(language));
            self.heading(level + 1, &heading);
            self.evidence(firm, &out.evidence, None);
        }
        self.heading(level + 1, word.ranked_fits);
        self.fits_table(firm);
        let counting = firm.fits.iter();
        let counting = counting.filter(|fit| fit.tier().is_some()).count();
        for (place, fit) in firm.fits.iter().take(counting).enumerate() {
            self.fit(firm, fit, place, level + 2);
        }
        self.texts(firm, level + 1);
        self.heading(level + 1, word.uncertain);
        self.list(self.narrator.uncertain(firm));
        self.heading(level + 1, word.to_add);
        let advice = self.narrator.to_add(firm);
        if advice.is_empty() {
            self.blocks
                .push(Block::Paragraph(vec![plain(word.nothing_to_add)]));
        } else {
            self.list(advice);
        }
    }

    fn list(&mut self, entries: Vec<String>) {
        let entries = entries.into_iter().map(|entry| vec![plain(entry)]);
        self.blocks.push(Block::List(entries.collect()));
    }

    fn fits_table(&mut self, firm: &Firm) {
        let word = self.words;
        let language = self.settings.language;
        if firm.fits.is_empty() {
            self.note(word.nothing_reached);
            return;
        }
        let taxonomy = self.report.taxonomy;
        let rows = firm.fits.iter().enumerate().map(|(place, fit)| {
            let subdivision = self.report.subdivision(fit);
            let evidence: Vec<String> = evidence_words(&firm.profile, &fit.evidence, 3)
                .into_iter()
                .map(|words| words::quote(&clip(&words, 30), language))
                .collect();
            vec![
                (place + 1).to_string().into(),
                Cell {
                    runs: vec![styled(subdivision.label.get(language), Style::Strong)],
                    score: None,
                },
                taxonomy.industry_of(subdivision).label.get(language).into(),
                fit.score.into(),
                Tier::word_or_none(fit.tier(), language).into(),
                evidence.join(" ").into(),
            ]
        });
        let table = Table {
            rows: rows.collect(),
            columns: vec![
                number(word.rank, 8),
                column(word.subdivision, 26),
                column(word.industry, 20),
                number(word.score, 9),
                column(word.tier, 13),
                column(word.evidence, 24),
            ],
        };
        self.blocks.push(Block::Table(table));
    }

    fn fit(&mut self, firm: &Firm, fit: &FirmFit, place: usize, level: u8) {
        let language = self.settings.language;
        let heading = format!(
            "{}. {}: {} ({})",
            place + 1,
            self.report.label(fit.subdivision, language),
            fit.score,
            Tier::word_or_none(fit.tier(), language)
        );
        self.heading(level, &heading);
        self.clause(fit);
        self.evidence(firm, &fit.evidence, Some(fit));
    }

    fn clause(&mut self, fit: &FirmFit) {
        let taxonomy = self.report.taxonomy;
        let subdivision = self.report.subdivision(fit);
        let clause = QuotedClause::new(taxonomy.clause_of(subdivision), subdivision);
        let at = clause.phrase_span().unwrap_or(0..0);
        let source = format!(
            "{} · {} · {} {}",
            self.words.plan_says,
            taxonomy
                .front_of(subdivision)
                .label
                .get(self.settings.language),
            self.words.clause,
            clause.id
        );
        self.blocks.push(Block::Quote(
            vec![
                plain(&clause.text[..at.start]),
                styled(&clause.text[at.clone()], Style::Marked),
                plain(&clause.text[at.end..]),
            ],
            source,
        ));
    }

    fn evidence(&mut self, firm: &Firm, evidence: &[Evidence], fit: Option<&FirmFit>) {
        let word = self.words;
        let language = self.settings.language;
        let row = |piece: &Evidence| {
            let mut text = clip(&piece.text, CELL);
            if text.is_empty() && piece.how != How::Rest {
                text = words::how(piece.how, language).to_owned();
            } else if piece.how == How::Rest {
                text = format!("{} ({})", words::how(piece.how, language), piece.count);
            } else if piece.count > 1 {
                text = format!("{text} ×{}", piece.count);
            }
            let style = match piece.points.0 {
                _ if piece.how == How::Rest => Style::Soft,
                ..0 => Style::Against,
                _ => Style::Strong,
            };
            let told = piece.how != How::Rest;
            let told = |text: &str| if told { text.to_owned() } else { String::new() };
            vec![
                Cell {
                    runs: vec![styled(text, style)],
                    score: None,
                },
                piece.points.to_string().into(),
                clip(&piece.term, CELL).into(),
                told(words::how(piece.how, language)).into(),
                told(words::role(piece.role, language)).into(),
                piece
                    .field
                    .map_or("", |field| words::field(field, language))
                    .into(),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = listed(&firm.profile, evidence).iter().map(row).collect();
        let sums = fit.map(|fit| {
            [
                (word.start, fit.base),
                (word.sum, Points(fit.base.0 + fit.points.0)),
            ]
        });
        for (name, points) in sums.into_iter().flatten() {
            let mut row: Vec<Cell> = vec![
                Cell {
                    runs: vec![styled(name, Style::Soft)],
                    score: None,
                },
                points.to_string().into(),
            ];
            row.resize(6, "".into());
            rows.push(row);
        }
        self.blocks.push(Block::Table(Table {
            columns: vec![
                column(word.words_in_text, 26),
                number(word.points, 9),
                column(word.read_as, 20),
                column(word.how, 19),
                column(word.role, 11),
                column(word.place, 15),
            ],
            rows,
        }));
    }

    fn texts(&mut self, firm: &Firm, level: u8) {
        let sets = evidence_sets(self.report, firm, self.settings);
        let texts = marked_texts(firm, &sets);
        if texts.is_empty() {
            return;
        }
        self.heading(level, self.words.own_text);
        self.note(self.words.own_text_note_print);
        let mut facts: Vec<(String, Vec<Run>)> = Vec::new();
        for text in &texts {
            let mut runs: Vec<Run> = text.pieces.iter().map(|piece| self.piece(piece)).collect();
            if hard_wrapped(firm.entry(text.field, 0)) {
                for run in &mut runs {
                    run.text = run.text.replace('\n', " ");
                }
            }
            runs.dedup_by(|next, last| {
                // What is marked for several fits in a row is one mark on paper.
                let same = next.style == last.style;
                if same {
                    last.text.push_str(&next.text);
                }
                same
            });
            let name = words::field(text.field, self.settings.language);
            match facts.last_mut() {
                Some((last, entries)) if last == name => {
                    entries.push(plain(" · "));
                    entries.append(&mut runs);
                }
                _ => facts.push((name.to_owned(), runs)),
            }
        }
        self.blocks.push(Block::Facts(facts));
    }

    fn piece(&self, piece: &Piece<'_>) -> Run {
        match piece {
            Piece::Plain(text) => plain(*text),
            Piece::Gap(bytes) => styled(
                format!(" … {bytes} {} … ", self.words.bytes_left_out),
                Style::Soft,
            ),
            Piece::Marked(text, hits) => {
                let sum: i32 = hits.iter().map(|(_, points)| points.0).sum();
                styled(
                    *text,
                    if sum < 0 {
                        Style::Against
                    } else {
                        Style::Marked
                    },
                )
            }
        }
    }

    fn screening(&mut self, overview: &Coverage) {
        let word = self.words;
        let language = self.settings.language;
        self.cover("");
        self.heading(1, word.conclusion);
        self.blocks
            .push(Block::Lead(self.narrator.screening(overview).into()));
        let mut facts = vec![(
            word.number_of_firms.to_owned(),
            vec![plain(self.report.firms.len().to_string())],
        )];
        for (verdict, count) in Verdict::ALL.into_iter().zip(overview.verdicts) {
            facts.push((
                words::verdict(verdict, language).to_owned(),
                vec![plain(count.to_string())],
            ));
        }
        self.blocks.push(Block::Facts(facts));
        self.matrix(overview);
        self.by_firm();
        self.by_subdivision(overview);
        self.nobody(overview);
        self.heading(1, word.in_detail);
        if self.report.firms.len() > DETAILED {
            self.note(word.detail_limit);
        }
        for (place, firm) in self.report.firms.iter().take(DETAILED).enumerate() {
            let heading = format!("{}. {}", place + 1, firm.display_name(language));
            self.heading(2, &heading);
            self.firm(firm, 2);
        }
        self.clauses();
    }

    /// Firms by industry: on paper there is no room for a column a subdivision.
    fn matrix(&mut self, overview: &Coverage) {
        let word = self.words;
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let industry_of = |at: &usize| taxonomy.subdivisions[*at].industry;
        let industries: Vec<usize> = runs(overview.columns().iter().map(industry_of))
            .into_iter()
            .map(|(industry, _)| industry)
            .collect();
        self.heading(1, word.matrix);
        if industries.is_empty() {
            self.note(word.nothing_reached);
            return;
        }
        self.note(word.matrix_note_industries);
        let mut columns = vec![column(word.firm, 24)];
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
                    .map_or_else(|| "".into(), |fit| Cell::from(fit.score))
            }));
            row
        });
        let table = Table {
            rows: rows.collect(),
            columns,
        };
        self.blocks.push(Block::Table(table));
        if self.report.firms.len() > IN_MATRIX {
            self.note(word.matrix_limit);
        }
    }

    fn by_firm(&mut self) {
        let word = self.words;
        let language = self.settings.language;
        self.heading(1, word.by_firm);
        let rows = self.report.firms.iter().enumerate().map(|(place, firm)| {
            let best = firm.fits.first();
            let label = best.map_or("", |fit| self.report.label(fit.subdivision, language));
            vec![
                (place + 1).to_string().into(),
                Cell {
                    runs: vec![styled(firm.display_name(language), Style::Strong)],
                    score: None,
                },
                words::verdict(firm.verdict, language).into(),
                label.into(),
                firm.best().into(),
                firm.confidence.to_string().into(),
                firm.completeness.score.to_string().into(),
            ]
        });
        let table = Table {
            rows: rows.collect(),
            columns: vec![
                number(word.rank, 7),
                column(word.firm, 25),
                column(word.verdict, 12),
                column(word.best_fit, 22),
                number(word.score, 8),
                number(word.confidence, 12),
                number(word.completeness, 14),
            ],
        };
        self.blocks.push(Block::Table(table));
    }

    fn by_subdivision(&mut self, overview: &Coverage) {
        let word = self.words;
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        self.heading(1, word.by_subdivision);
        let rows = overview.columns().into_iter().map(|at| {
            let demand = &overview.subdivisions[at];
            let named = demand.ranked.iter().take(NAMED).map(|(firm, score)| {
                format!(
                    "{} {score}",
                    self.report.firms[*firm].display_name(language)
                )
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
                named.join("; ").into(),
            ]
        });
        let table = Table {
            rows: rows.collect(),
            columns: vec![
                column(word.subdivision, 23),
                column(word.industry, 17),
                number(Tier::word_or_none(Some(Tier::Core), language), 8),
                number(Tier::word_or_none(Some(Tier::Substantial), language), 13),
                number(Tier::word_or_none(Some(Tier::Peripheral), language), 12),
                column(word.best_firms, 27),
            ],
        };
        self.blocks.push(Block::Table(table));
    }

    fn nobody(&mut self, overview: &Coverage) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        self.heading(1, self.words.nobody);
        self.note(self.words.nobody_note);
        let open = overview.unfitted();
        let mut rest = open.as_slice();
        let mut facts = Vec::new();
        for (industry, count) in runs(open.iter().map(|at| taxonomy.subdivisions[*at].industry)) {
            let (here, later) = rest.split_at(count);
            rest = later;
            let labels: Vec<&str> = here
                .iter()
                .map(|at| self.report.label(*at, language))
                .collect();
            let name = taxonomy.industries[industry].label.get(language);
            facts.push((name.to_owned(), vec![plain(labels.join("; "))]));
        }
        self.blocks.push(Block::Facts(facts));
    }

    /// Every clause of the plan, with the subdivisions it names.
    fn clauses(&mut self) {
        let taxonomy = self.report.taxonomy;
        self.heading(1, self.words.clauses);
        self.note(self.words.clauses_note);
        for (at, clause) in taxonomy.clauses.iter().enumerate() {
            let of = taxonomy
                .subdivisions
                .iter()
                .filter(|subdivision| subdivision.clause == at);
            let of: Vec<&str> = of
                .map(|subdivision| subdivision.label.get(self.settings.language))
                .collect();
            self.blocks.push(Block::Quote(
                vec![plain(clause.text.as_str())],
                format!("{}: {}", clause.id, of.join("; ")),
            ));
        }
    }

    fn about(&mut self) {
        let plan = &self.report.taxonomy.plan;
        let word = self.words;
        self.heading(1, word.about);
        self.heading(2, word.how_to_read);
        for sentence in words::score_explained(self.settings.language) {
            self.blocks.push(Block::Paragraph(vec![plain(sentence)]));
        }
        self.heading(2, word.plan);
        let facts = [
            (word.plan, plan.title.as_str()),
            (word.publisher, &plan.publisher),
            (word.period, &plan.period),
            (word.source, &plan.source),
            (word.plan_id, &plan.id),
            (word.hash, &plan.sha256),
            (word.tool, super::TOOL),
        ];
        let facts = facts.map(|(name, value)| (name.to_owned(), vec![plain(value)]));
        self.blocks.push(Block::Facts(facts.into()));
    }
}
