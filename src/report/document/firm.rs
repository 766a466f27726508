//! One firm in a document: for the client first, then, in the appendix, its points and texts.

use super::block::{Cell, DocumentBlock, Run, Style, Table, column, number, plain, styled};
use super::marked_text::{
    Piece, QuotedOnce, QuotedPassage, evidence_sets, hard_wrapped, marked_texts, quoted_passages,
};
use super::narrative::{QUOTED, has_nearest};
use super::outline::{DETAILED, Outline};
use super::words;
use crate::assessment::{
    Firm, FirmFit, borrowed_words, clip, field_name, join, listed, quote, shown_term, shown_words,
    translated_clause, unbroken,
};
use crate::fit::{Evidence, MatchKind, Points, QuotedClause};
use crate::messages::message;
use crate::taxonomy::Language;

/// Fits that are quoted for the one firm of a report, and for each of many; the table has all of them.
const QUOTED_OF_ONE: usize = 3;
const QUOTED_OF_MANY: usize = 2;
/// Words of evidence of a fit in the table of all.
const IN_TABLE: usize = 2;
/// Characters of evidence in a table.
const CELL: usize = 120;

impl Outline<'_, '_> {
    /// One firm for the client: conclusion, fits with what carries them, doubts, questions, next steps. Headings under
    /// `level`.
    pub(super) fn firm(&mut self, firm: &Firm, level: u8) {
        let language = self.settings.language;
        self.blocks
            .push(DocumentBlock::Lead(self.narrator.conclusion(firm)));
        // Without a passage to quote, the conclusion has said all.
        let out = firm.out_of_scope.as_ref();
        let out = out.filter(|out| !quoted_passages(&firm.profile, &out.evidence).is_empty());
        if let Some(out) = out {
            let heading = self.narrator.labelled(
                self.say("Not promoted by the plan"),
                out.label.get(language),
            );
            self.heading(level + 1, &heading);
            self.passages(firm, &out.evidence, 2);
        }
        let (quoted, single) = match level {
            // In Chinese each clause has its translation, which takes room: with three, one report in 24 has a third page.
            0 => (QUOTED_OF_ONE - usize::from(language == Language::Zh), true),
            _ => (QUOTED_OF_MANY, false),
        };
        let fits: Vec<&FirmFit> = firm
            .fits
            .iter()
            .filter(|fit| fit.tier().is_some())
            .collect();
        if !fits.is_empty() || single {
            let heading = match fits.is_empty() {
                true => self.say("Nearest, but no fit"),
                false => self.say("Ranked fits"),
            };
            if has_nearest(firm) {
                self.heading(level + 1, heading);
                self.fits_table(firm);
            }
        }
        let mut once = QuotedOnce::default();
        for (place, fit) in fits.into_iter().take(quoted).enumerate() {
            self.fit(firm, fit, place, &mut once, level + 2);
        }
        self.project(firm, level + 1);
        self.heading(level + 1, self.say("What is uncertain"));
        self.list(self.narrator.uncertain(firm));
        let questions = self.narrator.questions(firm);
        if !questions.is_empty() {
            let heading = self.narrator.questions_heading(questions.len());
            self.heading(level + 1, heading);
            self.list(questions);
        }
        if single {
            self.heading(level + 1, self.say("Next steps"));
            self.list(self.narrator.next_steps(firm));
        }
    }

    /// The figures of each firm: how sure, which words gave how many points, and the texts with all evidence marked.
    pub(super) fn appendix(&mut self) {
        self.heading(1, self.say("Appendix: points and texts"));
        self.note(self.say("For each fit, the words of the profile with their points, from the value before any evidence to the sum that the score is read from."));
        let report = self.report;
        let single = report.single().is_some();
        for (place, firm) in report.firms.iter().take(DETAILED).enumerate() {
            if !single {
                let name = firm.display_name(self.settings.language);
                self.heading(2, &format!("{}. {name}", place + 1));
            }
            self.figures(firm);
            if let Some(out) = &firm.out_of_scope {
                self.heading(3, out.label.get(self.settings.language));
                self.evidence(firm, &out.evidence, None);
            }
            for fit in firm.fits.iter().filter(|fit| fit.tier().is_some()) {
                let label = report.label(fit.subdivision, self.settings.language);
                let heading = self
                    .narrator
                    .labelled(label, &fit.shown(self.settings.language));
                self.heading(3, &heading);
                self.evidence(firm, &fit.evidence, Some(fit));
            }
            self.texts(firm, 3);
        }
    }

    fn figures(&mut self, firm: &Firm) {
        let language = self.settings.language;
        let out_of_100 = |figure: u8, note: &'static str| {
            vec![plain(format!("{figure}/100 ")), styled(note, Style::Soft)]
        };
        let verdict = styled(words::verdict(firm.verdict, language), Style::Strong);
        let kind = plain(words::kind(firm.profile.kind, language));
        self.blocks.push(DocumentBlock::Facts(vec![
            (self.say("Verdict").to_owned(), vec![verdict]),
            (self.say("Kind").to_owned(), vec![kind]),
            (
                self.say("Confidence").to_owned(),
                out_of_100(
                    firm.confidence,
                    words::confidence_note(self.settings.language),
                ),
            ),
            (
                self.say("Completeness").to_owned(),
                out_of_100(
                    firm.completeness.score,
                    words::completeness_note(self.settings.language),
                ),
            ),
        ]));
    }

    /// The passages of the profile that carry a fit, its words marked.
    pub(super) fn passages(&mut self, firm: &Firm, evidence: &[Evidence], most: usize) {
        let mut quoted = quoted_passages(&firm.profile, evidence);
        quoted.truncate(most);
        self.quoted(quoted);
    }

    fn quoted(&mut self, passages: Vec<QuotedPassage>) {
        let mut entries = Vec::new();
        for passage in passages {
            let mut runs = vec![plain("“")];
            runs.extend(
                passage
                    .parts
                    .into_iter()
                    .map(|(text, is_marked)| match is_marked {
                        true => styled(text, Style::Marked),
                        false => plain(text),
                    }),
            );
            let place = words::quoted_from(passage.field, self.settings.language);
            runs.extend([plain("”"), styled(place, Style::Soft)]);
            entries.push(runs);
        }
        if !entries.is_empty() {
            self.blocks.push(DocumentBlock::List(entries));
        }
    }

    fn list(&mut self, entries: Vec<String>) {
        let entries = entries.into_iter().map(|entry| vec![plain(entry)]);
        self.blocks.push(DocumentBlock::List(entries.collect()));
    }

    fn fits_table(&mut self, firm: &Firm) {
        let language = self.settings.language;
        if firm.fits.is_empty() {
            self.note(self.say("No subdivision fits."));
            return;
        }
        let taxonomy = self.report.taxonomy;
        let counted = firm.fits.iter().filter(|fit| fit.tier().is_some()).count();
        // Where nothing fits, the nearest.
        let shown = if counted == 0 { 1 } else { counted };
        let rows = firm
            .fits
            .iter()
            .take(shown)
            .enumerate()
            .map(|(place, fit)| {
                let subdivision = self.report.subdivision(fit);
                let evidence = self.in_table(firm, fit);
                vec![
                    (place + 1).to_string().into(),
                    Cell {
                        runs: vec![styled(subdivision.label.get(language), Style::Strong)],
                        score: None,
                    },
                    taxonomy.industry_of(subdivision).label.get(language).into(),
                    Cell::score(fit, language),
                    fit.basis.tier(fit.tier(), language).into(),
                    evidence.into(),
                ]
            });
        let table = Table {
            rows: rows.collect(),
            columns: vec![
                number(self.say("Rank"), 8),
                column(self.say("Subdivision"), 26),
                column(self.say("Industry"), 20),
                number(self.say("Score"), 9),
                column(self.say("Tier"), 13),
                column(self.say("Evidence"), 24),
            ],
        };
        self.blocks.push(DocumentBlock::Table(table));
    }

    /// The strongest words for a fit, and the next ones where they say half as much.
    fn in_table(&self, firm: &Firm, fit: &FirmFit) -> String {
        let words = borrowed_words(&firm.profile, &fit.evidence, IN_TABLE);
        let strongest = words.first().map_or(0, |words| words.tenths);
        let told = words.iter().filter(|words| words.tenths * 2 >= strongest);
        let told = told.map(|words| quote(&clip(words.text, QUOTED)));
        join(told, self.settings.language)
    }

    fn fit(
        &mut self,
        firm: &Firm,
        fit: &FirmFit,
        place: usize,
        quoted: &mut QuotedOnce,
        level: u8,
    ) {
        let language = self.settings.language;
        let label = self.report.label(fit.subdivision, language);
        let tier = fit.basis.tier(fit.tier(), language);
        let (number, score) = (place + 1, fit.shown(language));
        let heading = message!(
            language,
            "{number}. {label}: {score} ({tier})",
            number,
            label,
            score,
            tier
        );
        self.heading(level, &heading);
        // The first fit is what the client reads; of the others one passage tells enough.
        let most = if place == 0 { 2 } else { 1 };
        let (passages, above) = quoted.next(&firm.profile, &fit.evidence, most);
        self.quoted(passages);
        for above in above {
            self.note(&self.narrator.passage_above(&above));
        }
        self.clause(fit, place);
    }

    /// The clause of a fit, if it is not in the document yet: a screening has all of them at its end.
    pub(super) fn clause(&mut self, fit: &FirmFit, place: usize) {
        let subdivision = self.report.subdivision(fit);
        let Some(clause) = self.report.taxonomy.clause_of(subdivision) else {
            return;
        };
        let mut printed = self.printed.iter();
        let earlier = printed.find(|(known, _)| Some(*known) == subdivision.clause);
        let phrase = self.narrator.phrase(subdivision);
        let where_it_stands = match (self.report.single(), earlier) {
            (None, _) => Some(self.narrator.clause_at_the_end(&phrase, &clause.id)),
            (Some(_), Some((_, at))) => Some(self.narrator.clause_above(&phrase, at + 1)),
            (Some(_), None) => None,
        };
        if let Some(note) = where_it_stands {
            return self.note(&note);
        }
        self.printed
            .extend(subdivision.clause.map(|clause| (clause, place)));
        let quoted = QuotedClause::new(clause, subdivision);
        let at = quoted.phrase_span().unwrap_or(0..0);
        let front = self.report.taxonomy.front_of(subdivision);
        let source = format!(
            "{} · {}",
            self.say("The plan's own words"),
            front.label.get(self.settings.language),
        );
        self.blocks.push(DocumentBlock::Quote(
            vec![
                plain(&quoted.text[..at.start]),
                styled(&quoted.text[at.clone()], Style::Marked),
                plain(&quoted.text[at.end..]),
            ],
            source,
        ));
        let language = self.settings.language;
        if let Some(translation) = translated_clause(&quoted, &subdivision.label, language) {
            let (text, at) = (translation.text, translation.phrase);
            self.blocks.push(DocumentBlock::Quote(
                vec![
                    plain(&text[..at.start]),
                    styled(&text[at.clone()], Style::Marked),
                    plain(&text[at.end..]),
                ],
                words::working_translation(self.settings.language).to_owned(),
            ));
        }
    }

    fn evidence(&mut self, firm: &Firm, evidence: &[Evidence], fit: Option<&FirmFit>) {
        let language = self.settings.language;
        let row = |piece: &Evidence| {
            let mut text = clip(&shown_words(piece, language), CELL);
            if text.is_empty() && piece.how != MatchKind::Rest {
                text = words::how(piece.how, language).to_owned();
            } else if piece.how == MatchKind::Rest {
                text = words::rest(piece.count, language);
            } else if piece.count > 1 {
                text = format!("{text} ×{}", piece.count);
            }
            let style = match piece.points.0 {
                _ if piece.how == MatchKind::Rest => Style::Soft,
                ..0 => Style::Against,
                _ => Style::Strong,
            };
            let told = piece.how != MatchKind::Rest;
            let told = |text: &str| if told { text.to_owned() } else { String::new() };
            vec![
                Cell {
                    runs: vec![styled(text, style)],
                    score: None,
                },
                piece.points.to_string().into(),
                clip(
                    shown_term(piece, Some(self.report.taxonomy), language),
                    CELL,
                )
                .into(),
                told(words::how(piece.how, language)).into(),
                told(words::role(piece.role, language)).into(),
                piece
                    .field
                    .map_or("", |field| field_name(field, language))
                    .into(),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = listed(&firm.profile, evidence).iter().map(row).collect();
        let sums = fit.map(|fit| {
            [
                (self.say("Before any evidence"), fit.base),
                (
                    self.say("Sum before calibration"),
                    Points(fit.base.0 + fit.points.0),
                ),
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
        self.blocks.push(DocumentBlock::Table(Table {
            columns: vec![
                column(self.say("Words in the profile"), 26),
                number(self.say("Points"), 9),
                column(self.say("Read as"), 20),
                column(self.say("How"), 19),
                column(self.say("Role"), 11),
                column(self.say("Where"), 15),
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
        self.heading(level, self.say("In the profile's own words"));
        self.note(
            self.say(
                "Evidence is marked where it stands; struck through, it speaks against the fit.",
            ),
        );
        let mut facts: Vec<(String, Vec<Run>)> = Vec::new();
        for text in &texts {
            let mut runs: Vec<Run> = text.pieces.iter().map(|piece| self.piece(piece)).collect();
            if hard_wrapped(firm.profile.text(text.field, 0)) {
                for run in &mut runs {
                    run.text = unbroken(&run.text, 0..run.text.len()).into_owned();
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
            let name = field_name(text.field, self.settings.language);
            match facts.last_mut() {
                Some((last, entries)) if last == name => {
                    entries.push(plain(" · "));
                    entries.append(&mut runs);
                }
                _ => facts.push((name.to_owned(), runs)),
            }
        }
        self.blocks.push(DocumentBlock::Facts(facts));
    }

    fn piece(&self, piece: &Piece<'_>) -> Run {
        match piece {
            Piece::Plain(text) => plain(*text),
            Piece::Gap(bytes) => {
                styled(words::left_out(*bytes, self.settings.language), Style::Soft)
            }
            Piece::Marked(text, hits) => {
                let sum: i32 = hits.iter().map(|(_, points)| points.0).sum();
                styled(
                    *text,
                    match sum {
                        ..0 => Style::Against,
                        0 => Style::Sentence,
                        _ => Style::Marked,
                    },
                )
            }
        }
    }
}
