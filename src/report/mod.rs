//! What people and programs are shown: one file per format.
//!
//! Everything here writes to a writer of the caller and reads nothing but its arguments; a text that comes from a
//! profile or a plan passes through [`escape`] on its way.

pub mod change;
pub mod comparison;
pub mod document;
pub mod escape;
pub mod explanation;
pub mod json;
pub mod list;
pub mod listing;
pub mod markdown;
pub mod table;
pub(crate) mod width;
#[cfg(feature = "spreadsheets")]
pub(crate) mod workbook;

#[cfg(not(feature = "spreadsheets"))]
pub(crate) fn no_workbooks() -> crate::error::Error {
    use crate::error::{Error, ErrorKind};
    Error::new(ErrorKind::Unsupported, "this build writes no workbooks")
        .with_hint("write CSV, or build planfit with its feature `spreadsheets`")
}

use crate::assessment::{
    Answer, list, missing_question, shown_words, translated_clause, with_note,
};
use crate::fit::{Evidence, Fit, Level, MatchKind, PlanStamp, Points};
use crate::messages::{message, say};
use crate::taxonomy::Language;

/// What is shown of an answer, whatever the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// Language of labels and sentences; the profile's words and the plan's clauses stay as they are.
    pub language: Language,
    /// Whether every piece of evidence is listed with its points.
    pub explain: bool,
}

/// From this score on, in tenths, a further subdivision is called near: below it, one in twenty such fits is real at most.
const NEAREST: u16 = 50;

impl View {
    /// The text in the language of this view.
    fn say(self, english: &'static str) -> &'static str {
        say(self.language, english)
    }

    /// What a fit stands for at a level: its subdivision, or the industry or front that this is the best of.
    fn heading<'f>(self, level: Level, fit: &'f Fit<'_>) -> &'f str {
        match level {
            Level::Subdivision => fit.label.get(self.language),
            Level::Industry => fit.industry.label.get(self.language),
            Level::Front => fit.front.label.get(self.language),
        }
    }

    /// The name of the column of scores, or of relevance where no score was calibrated.
    fn score_column(self, answer: &Answer<'_>) -> &'static str {
        let fits = &answer.assessment.fits;
        match fits.iter().any(|fit| fit.basis.is_calibrated()) {
            true => self.say("Score"),
            false => self.say("Relevance"),
        }
    }

    /// The name of a level's column.
    fn level_name(self, level: Level) -> &'static str {
        self.say(match level {
            Level::Subdivision => "Subdivision",
            Level::Industry => "Industry",
            Level::Front => "Front",
        })
    }

    /// What the number beside the fits say: how sure the order is, and how much the profile tells.
    #[must_use]
    pub fn numbers(self, answer: &Answer<'_>) -> String {
        let assessment = answer.assessment;
        let (confidence, complete) = (assessment.confidence, assessment.completeness.score);
        match assessment.basis.is_calibrated() {
            true => message!(
                self.language,
                "confidence {confidence} of 100, profile {complete} of 100 complete",
                confidence,
                complete
            ),
            false => message!(
                self.language,
                "confidence {confidence} of 100, profile {complete} of 100 complete; judged by the plan's terms alone, never calibrated",
                confidence,
                complete
            ),
        }
    }

    /// What a thin profile could add, in one line; nothing for one that tells enough.
    #[must_use]
    pub fn advice(self, answer: &Answer<'_>) -> Option<String> {
        let completeness = &answer.assessment.completeness;
        if completeness.score >= ENOUGH || completeness.missing.is_empty() {
            return None;
        }
        let missing = completeness.missing.iter();
        let questions = missing.map(|missing| missing_question(*missing, self.language).to_owned());
        let questions = questions.reduce(|questions, next| {
            message!(self.language, "{questions} {next}", questions, next)
        })?;
        Some(message!(
            self.language,
            "to be surer, ask: {questions}",
            questions
        ))
    }

    /// What a team has decided, a line each; one line for a firm that is new to its ledger.
    fn decided(self, answer: &Answer<'_>) -> Vec<String> {
        match answer.decided {
            None => Vec::new(),
            Some(standing) if standing.is_new() => {
                vec![self.say("not decided yet").to_owned()]
            }
            Some(standing) => {
                let decisions = standing.decisions.iter();
                let told = decisions.map(|decided| decided.told().get(self.language).to_owned());
                told.collect()
            }
        }
    }

    /// The nearest subdivisions of a profile that fits nothing, in one line: the first, and others that are near at all.
    fn nearest(self, answer: &Answer<'_>) -> Option<String> {
        let fits = &answer.assessment.fits;
        // Beside a business out of scope, a fit may still be peripheral.
        let peripheral = fits.iter().any(|fit| fit.tier.is_some());
        let names: Vec<String> = fits
            .iter()
            .enumerate()
            .filter(|(at, fit)| {
                let is_near = !fit.basis.is_calibrated() || fit.score.tenths() >= NEAREST;
                *at == 0 || is_near
            })
            .map(|(_, fit)| {
                let name = self.heading(answer.level, fit);
                let score = fit.shown(self.language);
                let tier = fit.tier.filter(|_| peripheral && fit.basis.is_calibrated());
                match tier {
                    Some(tier) => with_note(
                        &self.scored(name, &score),
                        tier.word(self.language),
                        self.language,
                    ),
                    None => self.scored(name, &score),
                }
            })
            .collect();
        if names.is_empty() {
            return None;
        }
        let names = list(&names, self.language);
        Some(match peripheral {
            true => message!(self.language, "nearest: {names}", names),
            false => message!(self.language, "nearest, not fitting: {names}", names),
        })
    }

    /// A name with its score.
    fn scored(self, name: &str, score: &str) -> String {
        message!(self.language, "{name} {score}", name, score)
    }

    /// What to say where something fits but not by as much as was asked for.
    fn none_so_high(self) -> &'static str {
        self.say("no fit scores as much as was asked for")
    }

    /// Where a fit stands in the plan: front, then industry.
    #[must_use]
    pub fn path(self, fit: &Fit<'_>) -> String {
        let front = fit.front.label.get(self.language);
        let industry = fit.industry.label.get(self.language);
        if front == industry {
            front.to_owned()
        } else {
            format!("{front} › {industry}")
        }
    }

    /// The same with the clause, where one is quoted.
    #[must_use]
    pub fn place(self, fit: &Fit<'_>) -> String {
        let path = self.path(fit);
        match &fit.clause {
            Some(clause) => message!(self.language, "{path}, clause {id}", path, id = clause.id),
            None => path,
        }
    }

    /// The working translation of a fit's clause, where there is one.
    fn translation(self, fit: &Fit<'_>) -> Option<String> {
        let translation = translated_clause(fit.clause.as_ref()?, fit.label, self.language)?;
        let (text, phrase) = (translation.text, translation.phrase);
        let [before, named, after] = [
            &text[..phrase.start],
            &text[phrase.clone()],
            &text[phrase.end..],
        ];
        Some(message!(
            self.language,
            "working translation, not official: {before}[{named}]{after}",
            before,
            named,
            after
        ))
    }

    /// How the points of a fit come to its score, in one line.
    #[must_use]
    pub fn sum(self, fit: &Fit<'_>) -> String {
        let raw = Points(fit.base.0 + fit.points.0);
        let (base, points, shown) = (fit.base, fit.points, fit.shown(self.language));
        match fit.basis.is_calibrated() {
            true => message!(
                self.language,
                "start {base}, evidence {points}, together {raw}: calibrated to {shown}",
                base,
                points,
                raw,
                shown
            ),
            false => message!(
                self.language,
                "start {base}, evidence {points}, together {raw}: {shown} relevance, not calibrated",
                base,
                points,
                raw,
                shown
            ),
        }
    }

    /// The words of a piece of evidence and how often they stand in the profile.
    #[must_use]
    pub fn words(self, piece: &Evidence) -> String {
        match (piece.how, piece.count) {
            (MatchKind::Rest, 1) => self.say("the rest").to_owned(),
            (MatchKind::Rest, count) => {
                message!(self.language, "{count} further words", count)
            }
            (_, 0 | 1) => shown_words(piece, self.language),
            (_, count) => format!("{} ×{count}", shown_words(piece, self.language)),
        }
    }

    /// Which plan, which tool.
    fn stamp(self, plan: PlanStamp<'_>, planfit: &str) -> String {
        let hash = plan.sha256.get(..12).unwrap_or(plan.sha256);
        let fit = plan.fit.map_or_else(String::new, |fit| {
            format!(" · fit {}", fit.get(..12).unwrap_or(fit))
        });
        let plan = message!(self.language, "plan {id}", id = plan.id);
        format!("{plan} · sha256 {hash}{fit} · planfit {planfit}")
    }
}

/// From this completeness on a profile is not told what to add: products and a text, or a long text alone.
const ENOUGH: u8 = 60;
