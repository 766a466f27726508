//! Why a firm's answer changed, as text.

use super::escape::terminal;
use crate::assessment::{Cause, Change, FitChange, MadeWith, Part, WordChange};
use crate::taxonomy::Language;
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
}

impl Display for ChangeText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let change = self.change;
        writeln!(f, "{}", terminal(&change.firm))?;
        for ((when, made_with), verdict) in ["before", "after "]
            .iter()
            .zip(&change.made_with)
            .zip(&change.verdicts)
        {
            writeln!(f, "{when}  {} ({})", terminal(verdict), made(made_with))?;
        }
        if change.decisions[0] != change.decisions[1] {
            let told = |decision: &Option<String>| match decision {
                Some(decision) => terminal(decision).into_owned(),
                None => "none".to_owned(),
            };
            let [before, after] = &change.decisions;
            writeln!(f, "decision: {} -> {}", told(before), told(after))?;
        }
        for sentence in &change.ledger {
            writeln!(f, "  {}", terminal(&sentence.en))?;
        }
        for text in &change.texts {
            writeln!(f, "\n{}", text.field)?;
            for (sign, text) in ["-", "+"].iter().zip(&text.texts) {
                writeln!(f, "  {sign} {}", terminal(text))?;
            }
        }
        if change.fits.is_empty() {
            return writeln!(f, "\nno score differs");
        }
        for fit in change.fits.iter().take(self.subdivisions) {
            self.fit(f, fit)?;
        }
        match change.fits.len().saturating_sub(self.subdivisions) {
            0 => Ok(()),
            more => writeln!(f, "\n{more} more subdivisions with another score"),
        }
    }
}

fn made(with: &MadeWith) -> String {
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    let plan = &with.plan;
    let fit = plan
        .fit
        .as_deref()
        .map_or_else(String::new, |fit| format!(", fit {}", short(fit)));
    let text = format!(
        "plan {} {}{fit}, planfit {}",
        plan.id,
        short(&plan.sha256),
        with.planfit
    );
    terminal(&text).into_owned()
}

/// The score and tier of one side as readers are shown them.
fn score(fit: &FitChange, side: usize) -> String {
    match (fit.scores[side], fit.basis[side]) {
        (Some(score), Some(basis)) => format!(
            "{} {}",
            basis.shown(score, Language::En),
            basis.tier(fit.tiers()[side], Language::En)
        ),
        _ => "not in the record".to_owned(),
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
        let (before, after) = (score(fit, 0), score(fit, 1));
        write!(f, "\n{}: {before} -> {after}", terminal(&fit.subdivision))?;
        let Some(difference) = fit.difference else {
            return writeln!(f);
        };
        let points = difference.points;
        match figure(fit, difference.score_tenths) {
            Some(scores) => writeln!(f, " ({scores}; points {points})")?,
            None => writeln!(f, " (points {points})")?,
        }
        let mut parts = fit.parts.iter();
        parts.try_for_each(|part| self.part(f, fit, part))
    }

    fn part(&self, f: &mut Formatter<'_>, fit: &FitChange, part: &Part) -> fmt::Result {
        let cause = match part.cause {
            Cause::Calibration => "calibration",
            Cause::Plan => "plan and weights",
            Cause::Text => "text",
        };
        let scores = figure(fit, part.difference.score_tenths).unwrap_or_default();
        let points = part.difference.points;
        writeln!(f, "  {cause:<18}{scores:>7}  points {points}")?;
        let (shown, rest) = part.words.split_at(part.words.len().min(self.words));
        for WordChange { word, points } in shown {
            let [before, after] = points.map(|points| points.to_string());
            writeln!(f, "    {before:>7} -> {after:>7}  {}", terminal(word))?;
        }
        if !rest.is_empty() {
            let sum: i32 = rest
                .iter()
                .map(|word| word.points[1].0 - word.points[0].0)
                .sum();
            writeln!(f, "    {:>18}  {} more, together", signed(sum), rest.len())?;
        }
        Ok(())
    }
}
