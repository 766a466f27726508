//! Why a firm's answer changed, as text.

use super::escape::terminal;
use crate::assessment::{Cause, Change, FitChange, MadeWith, Part, WordChange, colon};
use crate::fit::Verdict;
use crate::messages::{message, say, say_all};
use crate::taxonomy::Language;
use crate::text::is_han;
use std::fmt::{self, Display, Formatter};

/// A [`Change`] as text.
#[derive(Debug, Clone, Copy)]
pub struct ChangeText<'c> {
    /// What is told.
    pub change: &'c Change,
    /// At most this many subdivisions, and words of each part.
    pub subdivisions: usize,
    /// See `subdivisions`.
    pub words: usize,
    /// The language of all that is not quoted.
    pub language: Language,
}

impl Display for ChangeText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (change, language) = (self.change, self.language);
        writeln!(f, "{}", terminal(&change.firm))?;
        for ((when, made_with), verdict) in say_all(language, ["before", "after "])
            .iter()
            .zip(&change.made_with)
            .zip(&change.verdicts)
        {
            let verdict = verdict_in(verdict, language);
            writeln!(
                f,
                "{when}  {} ({})",
                terminal(verdict),
                made(made_with, language)
            )?;
        }
        if change.decisions[0] != change.decisions[1] {
            let told = |decision: &Option<String>| match decision {
                Some(decision) => terminal(decision).into_owned(),
                None => say(language, "none##decision").to_owned(),
            };
            let [before, after] = &change.decisions;
            let head = say(language, "decision");
            let colon = colon(language);
            writeln!(f, "{head}{colon}{} -> {}", told(before), told(after))?;
        }
        for sentence in &change.ledger {
            writeln!(f, "  {}", terminal(sentence.get(language)))?;
        }
        for text in &change.texts {
            writeln!(f, "\n{}", field(text.field, language))?;
            for (sign, text) in ["-", "+"].iter().zip(&text.texts) {
                writeln!(f, "  {sign} {}", terminal(text))?;
            }
        }
        if change.fits.is_empty() {
            return writeln!(f, "\n{}", say(language, "no score differs"));
        }
        for fit in change.fits.iter().take(self.subdivisions) {
            self.fit(f, fit)?;
        }
        let more = match change.fits.len().saturating_sub(self.subdivisions) {
            0 => return Ok(()),
            1 => say(language, "1 more subdivision with another score").to_owned(),
            more => message!(
                language,
                "{more} more subdivisions with another score",
                more
            ),
        };
        writeln!(f, "\n{more}")
    }
}

/// A verdict as it is recorded, in words.
fn verdict_in(recorded: &str, language: Language) -> &str {
    let mut verdicts = Verdict::ALL.into_iter();
    let known = verdicts.find(|verdict| verdict.word(Language::En) == recorded);
    known.map_or(recorded, |verdict| verdict.word(language))
}

/// A field of the profile.
fn field(name: &str, language: Language) -> &str {
    match name {
        "name" => say(language, "name"),
        "kind" => say(language, "kind"),
        "keywords" => say(language, "keywords"),
        "products" => say(language, "products"),
        "description" => say(language, "description"),
        "project" => say(language, "project"),
        _ => name,
    }
}

/// What stands in the place of a word where points come from none.
fn word_in(word: &str, language: Language) -> &str {
    match word {
        "start" => say(language, "start##points"),
        "out of scope" => say(language, "out of scope##points"),
        "shared" => say(language, "shared##points"),
        "rest" => say(language, "rest##points"),
        _ => word,
    }
}

fn made(with: &MadeWith, language: Language) -> String {
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    let plan = &with.plan;
    let (id, sha256, planfit) = (&plan.id, short(&plan.sha256), &with.planfit);
    let text = match plan.fit.as_deref().map(short) {
        Some(fit) => message!(
            language,
            "plan {id} {sha256}, fit {fit}, planfit {planfit}",
            id,
            sha256,
            fit,
            planfit
        ),
        None => message!(
            language,
            "plan {id} {sha256}, planfit {planfit}",
            id,
            sha256,
            planfit
        ),
    };
    terminal(&text).into_owned()
}

/// The score and tier of one side as readers are shown them.
fn score(fit: &FitChange, side: usize, language: Language) -> String {
    match (fit.scores[side], fit.basis[side]) {
        (Some(score), Some(basis)) => format!(
            "{} {}",
            basis.shown(score, language),
            basis.tier(fit.tiers()[side], language)
        ),
        _ => say(language, "not in the record").to_owned(),
    }
}

/// A difference of scores; nothing where one of them is no figure for readers.
fn figure(fit: &FitChange, tenths: i32) -> Option<String> {
    let is_shown = fit
        .basis
        .iter()
        .flatten()
        .all(|basis| basis.is_calibrated());
    is_shown.then(|| signed(tenths))
}

fn signed(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "+" };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

impl ChangeText<'_> {
    fn fit(&self, f: &mut Formatter<'_>, fit: &FitChange) -> fmt::Result {
        let language = self.language;
        let (before, after) = (score(fit, 0, language), score(fit, 1, language));
        write!(f, "\n{}: {before} -> {after}", terminal(&fit.subdivision))?;
        let Some(difference) = fit.difference else {
            return writeln!(f);
        };
        let points = message!(language, "points {points}", points = difference.points);
        match figure(fit, difference.score_tenths) {
            Some(scores) => writeln!(f, " ({scores}; {points})")?,
            None => writeln!(f, " ({points})")?,
        }
        let mut parts = fit.parts.iter();
        parts.try_for_each(|part| self.part(f, fit, part))
    }

    fn part(&self, f: &mut Formatter<'_>, fit: &FitChange, part: &Part) -> fmt::Result {
        let language = self.language;
        let cause = match part.cause {
            Cause::Calibration => say(language, "calibration"),
            Cause::Plan => say(language, "plan and weights"),
            Cause::Text => say(language, "text"),
        };
        let scores = figure(fit, part.difference.score_tenths).unwrap_or_default();
        let points = message!(language, "points {points}", points = part.difference.points);
        // A Chinese character is two columns wide.
        let width = 18 - cause.chars().filter(|c| is_han(*c)).count();
        writeln!(f, "  {cause:<width$}{scores:>7}  {points}")?;
        let (shown, rest) = part.words.split_at(part.words.len().min(self.words));
        for WordChange { word, points } in shown {
            let [before, after] = points.map(|points| points.to_string());
            writeln!(
                f,
                "    {before:>7} -> {after:>7}  {}",
                terminal(word_in(word, language))
            )?;
        }
        if !rest.is_empty() {
            let sum: i32 = rest
                .iter()
                .map(|word| word.points[1].0 - word.points[0].0)
                .sum();
            let sum = signed(sum);
            let more = message!(language, "{more} more, together", more = rest.len());
            writeln!(f, "    {sum:>18}  {more}")?;
        }
        Ok(())
    }
}
