//! The sentences and labels of a comparison, in both languages, before any format.

use crate::assessment::{
    Cell, Comparison, Contrast, Move, SubjectRef, colon, join, quote, with_note,
};
use crate::fit::{Points, QuotedClause, Score, Tier};
use crate::messages::{add_message, message};
use crate::report::View;

/// A comparison, put into words.
#[derive(Clone, Copy)]
pub(super) struct ComparisonWording<'a> {
    pub(super) view: View,
    pub(super) of: &'a Comparison<'a>,
}

impl<'a> ComparisonWording<'a> {
    pub(super) fn say(self, english: &'static str) -> &'static str {
        self.view.say(english)
    }

    /// Phrases one after the other.
    fn in_a_row(self, phrases: impl IntoIterator<Item = String>) -> Option<String> {
        let next = |mut row: String, phrase: String| {
            add_message!(row, self.view.language, ", {phrase}", phrase);
            row
        };
        phrases.into_iter().reduce(next)
    }

    /// Whether one profile is compared under two plans.
    pub(super) fn two_plans(self) -> bool {
        let mut plans = self.of.subjects.iter().map(|subject| subject.plan.sha256);
        let first = plans.next();
        plans.any(|plan| Some(plan) != first)
    }

    /// A subject's letter, which stands for it in columns: A, B, ..., Z, AA.
    pub(super) fn letter(self, subject: SubjectRef) -> String {
        let (mut letters, mut left) = (Vec::new(), subject + 1);
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'A' + (left % 26) as u8));
            left /= 26;
        }
        letters.into_iter().rev().collect()
    }

    /// What a subject is called; under two plans with the plan.
    pub(super) fn name(self, subject: SubjectRef) -> String {
        let subject = &self.of.subjects[subject];
        match self.two_plans() {
            true => {
                let plan = message!(self.view.language, "plan {id}", id = subject.plan.id);
                with_note(&subject.name, &plan, self.view.language)
            }
            false => subject.name.clone(),
        }
    }

    /// How far a subdivision moved, with its sign; nothing where one of the two has no score.
    pub(super) fn change(self, cells: &[Option<Cell>]) -> Option<String> {
        let [Some(before), Some(after)] = cells else {
            return None;
        };
        let change = f64::from(after.score.tenths()) - f64::from(before.score.tenths());
        Some(if change == 0.0 {
            "=".to_owned()
        } else {
            format!("{:+.1}", change / 10.0)
        })
    }

    /// A subject's verdict with its reason.
    pub(super) fn verdict(self, subject: SubjectRef) -> String {
        let subject = &self.of.subjects[subject];
        let verdict = subject.verdict.word(self.view.language);
        let reason = subject.reason.get(self.view.language);
        let colon = if reason.is_empty() {
            ""
        } else {
            colon(self.view.language)
        };
        format!("{verdict}{colon}{reason}")
    }

    /// What the planned project of a subject fits.
    pub(super) fn project(self, subject: SubjectRef) -> Option<&'a str> {
        let project = self.of.subjects[subject].project.as_ref()?;
        Some(project.get(self.view.language))
    }

    /// Where the lines between tiers are.
    pub(super) fn tiers(self) -> String {
        let language = self.view.language;
        let lines = self.of.lines.iter().map(|line| {
            let (tier, from) = (line.tier.word(language), line.from.value());
            message!(language, "{tier} from {from}", tier, from)
        });
        let lines = self.in_a_row(lines).unwrap_or_default();
        let mut lines = message!(language, "{lines}; below that no fit", lines);
        if self.of.rows.iter().any(|row| row.cells.contains(&None)) {
            lines += self.say("; -: not in that plan");
        }
        lines
    }

    /// Which two a contrast is about.
    pub(super) fn heading(self, contrast: &Contrast<'_>) -> String {
        format!(
            "{} → {}",
            self.letter(contrast.from),
            self.letter(contrast.to)
        )
    }

    /// What differs, apart from single subdivisions.
    pub(super) fn differences(self, contrast: &Contrast<'a>) -> Vec<String> {
        let language = self.view.language;
        let word = |subject: SubjectRef| self.of.subjects[subject].verdict.word(language);
        let (from, to) = (word(contrast.from), word(contrast.to));
        let mut told = vec![match contrast.verdict_differs {
            true => message!(language, "the verdict differs: {from}, then {to}", from, to),
            false => message!(language, "the verdict is the same: {from}", from),
        }];
        told.extend(self.best_fits(contrast));
        told.extend(self.numbers(contrast));
        if contrast.moves.is_empty() {
            let same = self.say("no score of the subdivisions above differs");
            told.push(same.to_owned());
        }
        let only = [
            (contrast.from, &contrast.only_from),
            (contrast.to, &contrast.only_to),
        ];
        for (subject, words) in only {
            if words.is_empty() {
                continue;
            }
            let letter = self.letter(subject);
            let words = join(words.iter().map(|words| quote(words)), language);
            told.push(message!(
                language,
                "only {letter} has {words}",
                letter,
                words
            ));
        }
        let plans = [
            (contrast.from, &contrast.plan_only_from),
            (contrast.to, &contrast.plan_only_to),
        ];
        for (subject, ids) in plans {
            if ids.is_empty() {
                continue;
            }
            let (letter, count) = (self.letter(subject), ids.len());
            let listed = ids.iter().take(IDS).copied();
            let listed = join(listed, language);
            let listed = match count > IDS {
                true => message!(language, "{listed}, ...", listed),
                false => listed,
            };
            told.push(message!(
                language,
                "only the plan of {letter} has {count} of the subdivisions: {listed}",
                letter,
                count,
                listed
            ));
        }
        told
    }

    /// That another subdivision is the best, if one is.
    fn best_fits(self, contrast: &Contrast<'_>) -> Option<String> {
        let best = |subject: SubjectRef| {
            let mut rows = self.of.rows.iter();
            let row = rows.find(|row| row.cells[subject].is_some_and(|cell| cell.rank == 1))?;
            Some((row, row.cells[subject]?.score))
        };
        let ((from, before), (to, after)) = (best(contrast.from)?, best(contrast.to)?);
        let [old, new] = [from, to].map(|row| row.label.get(self.view.language));
        (from.subdivision != to.subdivision).then(|| {
            message!(
                self.view.language,
                "the best fit differs: {old} {before}, then {new} {after}",
                old,
                before,
                new,
                after
            )
        })
    }

    /// How confidence and completeness differ, if they do.
    fn numbers(self, contrast: &Contrast<'_>) -> Option<String> {
        let [from, to] = [contrast.from, contrast.to].map(|subject| &self.of.subjects[subject]);
        let numbers = [
            (self.say("confidence"), from.confidence, to.confidence),
            (
                self.say("completeness"),
                from.completeness.score,
                to.completeness.score,
            ),
        ];
        let changed = numbers
            .into_iter()
            .filter(|(_, before, after)| before != after);
        self.in_a_row(changed.map(|(name, before, after)| format!("{name} {before} → {after}")))
    }

    /// How many changes of a pair to tell: all if they are asked for, else `few`, or `fewer` where there are many pairs.
    /// Changes of less than a point of score are no news.
    pub(super) fn moves(self, contrast: &Contrast<'_>, few: usize, fewer: usize) -> usize {
        let moves = contrast.moves.iter();
        let news = moves.take_while(|moved| {
            let scores = [moved.before.score, moved.after.score].map(Score::tenths);
            scores[0].abs_diff(scores[1]) >= 10 || moved.before.tier != moved.after.tier
        });
        match (self.view.explain, self.of.contrasts.len()) {
            (true, _) => contrast.moves.len(),
            (false, 0..=2) => news.count().min(few),
            (false, _) => news.count().min(fewer),
        }
    }

    /// That there are more changes than the `told` ones.
    pub(super) fn more(self, contrast: &Contrast<'_>, told: usize) -> Option<String> {
        let more = contrast
            .moves
            .len()
            .checked_sub(told)
            .filter(|more| *more > 0)?;
        Some(match more {
            1 => self
                .say("and one smaller change, told with --all")
                .to_owned(),
            _ => message!(
                self.view.language,
                "and {more} smaller changes, told with --all",
                more
            ),
        })
    }

    /// The clauses of a subdivision that moved, with their names: one, or where the two plans differ both.
    pub(super) fn clauses<'m>(
        self,
        contrast: &Contrast<'_>,
        moved: &'m Move<'_>,
    ) -> Vec<(String, &'m QuotedClause<'m>)> {
        let name =
            |clause: &QuotedClause<'_>| message!(self.view.language, "clause {id}", id = clause.id);
        let before = moved.clause.as_ref().map(|clause| (contrast.from, clause));
        let after = moved
            .other_clause
            .as_ref()
            .map(|clause| (contrast.to, clause));
        let (Some(before), Some(after)) = (before, after) else {
            let only = before.or(after);
            return only
                .map(|(_, clause)| (name(clause), clause))
                .into_iter()
                .collect();
        };
        let named = [before, after].map(|(subject, clause)| {
            (
                format!("{}: {}", self.letter(subject), name(clause)),
                clause,
            )
        });
        named.to_vec()
    }

    /// How a subdivision moved.
    pub(super) fn moved(self, moved: &Move<'_>) -> String {
        let language = self.view.language;
        let label = moved.label.get(language);
        let (before, after) = (moved.before.score, moved.after.score);
        let change = f64::from(after.tenths()) - f64::from(before.tenths());
        let [old, new] = [moved.before, moved.after].map(|cell| self.standing(cell));
        let (by, up) = (format!("{:.1}", change.abs() / 10.0), change > 0.0);
        let line = match up {
            true => message!(
                language,
                "{label}: {before} → {after}, up {by}",
                label,
                before,
                after,
                by
            ),
            false => message!(
                language,
                "{label}: {before} → {after}, down {by}",
                label,
                before,
                after,
                by
            ),
        };
        match old == new {
            true => line,
            false => with_note(&line, &format!("{old} → {new}"), language),
        }
    }

    /// The tier of a cell, or that it is none.
    pub(super) fn standing(self, cell: Cell) -> &'static str {
        Tier::word_or_none(cell.tier, self.view.language)
    }

    /// Why a subdivision moved, words by words, in one line.
    pub(super) fn because(self, moved: &Move<'_>) -> String {
        let language = self.view.language;
        let mut parts: Vec<String> = Vec::new();
        if moved.start.0 != 0 {
            let start = message!(language, "start {points}", points = moved.start);
            parts.push(start);
        }
        parts.extend(moved.words.iter().map(|word| {
            let points = word.difference;
            let words = match &word.held_against {
                None => quote(&word.words),
                Some(business) => {
                    let business = quote(business.get(language));
                    message!(language, "held against {business}", business)
                }
            };
            match (word.here, word.there) {
                (Some(_), Some(_)) => format!("{words} {points}"),
                (Some(_), None) => message!(language, "new {words} {points}", words, points),
                _ => message!(language, "gone {words} {points}", words, points),
            }
        }));
        if moved.rest.0 != 0 {
            let rest = message!(language, "all else {points}", points = moved.rest);
            parts.push(rest);
        }
        let sum = Points(moved.after.raw.0 - moved.before.raw.0);
        let risen = moved.after.score > moved.before.score;
        if sum.0 == 0 || risen != (sum.0 > 0) {
            // The calibration takes a little off for the distance to the best fit.
            let nearer = match risen {
                true => self.say("nearer to the best fit"),
                false => self.say("further from the best fit"),
            };
            parts.push(nearer.to_owned());
        }
        let parts = self.in_a_row(parts).unwrap_or_default();
        message!(language, "{sum} points: {parts}", sum, parts)
    }
}

/// Ids that are listed.
const IDS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let comparison = Comparison {
            contract: 1,
            planfit: "",
            subjects: Vec::new(),
            lines: Vec::new(),
            rows: Vec::new(),
            contrasts: Vec::new(),
        };
        let wording = ComparisonWording {
            view: View::default(),
            of: &comparison,
        };
        let letters = [0, 1, 25, 26, 27, 702].map(|subject| wording.letter(subject));
        assert_eq!(letters, ["A", "B", "Z", "AA", "AB", "AAA"]);
    }
}
