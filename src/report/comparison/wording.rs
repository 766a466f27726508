//! The sentences and labels of a comparison, in both languages, before any format.

use crate::assessment::{Cell, Comparison, Contrast, Move, SubjectRef, join, quote, with_note};
use crate::fit::{Points, QuotedClause, Score, Tier};
use crate::report::View;
use crate::taxonomy::Language;

/// A comparison, put into words.
#[derive(Clone, Copy)]
pub(super) struct ComparisonWording<'a> {
    pub(super) view: View,
    pub(super) of: &'a Comparison<'a>,
}

impl<'a> ComparisonWording<'a> {
    pub(super) fn say(self, english: &'static str, chinese: &'static str) -> &'static str {
        self.view.say(english, chinese)
    }

    fn pick(self, english: String, chinese: String) -> String {
        match self.view.language {
            Language::En => english,
            Language::Zh => chinese,
        }
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
                let plan = format!("{} {}", self.say("plan", "规划"), subject.plan.id);
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
            self.say(": ", "：")
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
        let lines = self.of.lines.iter().map(|line| {
            let (tier, from) = (line.tier.word(self.view.language), line.from.value());
            self.pick(format!("{tier} from {from}"), format!("{tier}{from}分起"))
        });
        let lines: Vec<String> = lines.collect();
        let lines = lines.join(self.say(", ", "，"));
        let mut lines = self.pick(
            format!("{lines}; below that no fit"),
            format!("{lines}；低于此为不符合"),
        );
        if self.of.rows.iter().any(|row| row.cells.contains(&None)) {
            lines += self.say("; -: not in that plan", "；“-”表示该规划未列");
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
            true => self.pick(
                format!("the verdict differs: {from}, then {to}"),
                format!("结论不同：由“{from}”变为“{to}”"),
            ),
            false => self.pick(
                format!("the verdict is the same: {from}"),
                format!("结论相同：{from}"),
            ),
        }];
        told.extend(self.best_fits(contrast));
        told.extend(self.numbers(contrast));
        if contrast.moves.is_empty() {
            told.push(
                self.say(
                    "no score of the subdivisions above differs",
                    "上列细分领域得分均无差别",
                )
                .to_owned(),
            );
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
            told.push(self.pick(
                format!("only {letter} has {words}"),
                format!("仅{letter}提到{words}"),
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
            let more = if count > IDS {
                self.say(", ...", "等")
            } else {
                ""
            };
            told.push(self.pick(
                format!(
                    "only the plan of {letter} has {count} of the subdivisions: {listed}{more}"
                ),
                format!("{letter}的规划独有{count}个细分领域：{listed}{more}"),
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
            self.pick(
                format!("the best fit differs: {old} {before}, then {new} {after}"),
                format!("最佳匹配不同：由{old}（{before}）变为{new}（{after}）"),
            )
        })
    }

    /// How confidence and completeness differ, if they do.
    fn numbers(self, contrast: &Contrast<'_>) -> Option<String> {
        let [from, to] = [contrast.from, contrast.to].map(|subject| &self.of.subjects[subject]);
        let numbers = [
            (
                self.say("confidence", "置信度"),
                from.confidence,
                to.confidence,
            ),
            (
                self.say("completeness", "资料完整度"),
                from.completeness.score,
                to.completeness.score,
            ),
        ];
        let changed = numbers
            .into_iter()
            .filter(|(_, before, after)| before != after);
        let changed: Vec<String> = changed
            .map(|(name, before, after)| format!("{name} {before} → {after}"))
            .collect();
        (!changed.is_empty()).then(|| changed.join(self.say(", ", "，")))
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
        Some(self.pick(
            match more {
                1 => "and one smaller change, told with --all".to_owned(),
                _ => format!("and {more} smaller changes, told with --all"),
            },
            format!("另有{more}项较小变化，可用--all列出"),
        ))
    }

    /// The clauses of a subdivision that moved, with their names: one, or where the two plans differ both.
    pub(super) fn clauses<'m>(
        self,
        contrast: &Contrast<'_>,
        moved: &'m Move<'_>,
    ) -> Vec<(String, &'m QuotedClause<'m>)> {
        let name =
            |clause: &QuotedClause<'_>| format!("{} {}", self.say("clause", "条款"), clause.id);
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
        let label = moved.label.get(self.view.language);
        let (before, after) = (moved.before.score, moved.after.score);
        let change = f64::from(after.tenths()) - f64::from(before.tenths());
        let (change, up) = (change.abs() / 10.0, change > 0.0);
        let [old, new] = [moved.before, moved.after].map(|cell| self.standing(cell));
        let direction = match up {
            true => self.say("up", "上升"),
            false => self.say("down", "下降"),
        };
        let mut line = self.pick(
            format!("{label}: {before} → {after}, {direction} {change:.1}"),
            format!("{label}：{before} → {after}，{direction}{change:.1}"),
        );
        if old != new {
            line += &self.pick(format!(" ({old} → {new})"), format!("（{old} → {new}）"));
        }
        line
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
            let start = self.say("start", "起点");
            parts.push(format!("{start} {}", moved.start));
        }
        parts.extend(moved.words.iter().map(|word| {
            let points = word.difference;
            let words = match &word.held_against {
                None => quote(&word.words),
                Some(business) => {
                    let held = self.say("held against", "不在招商范围的业务");
                    format!("{held} {}", quote(business.get(language)))
                }
            };
            match (word.here, word.there) {
                (Some(_), Some(_)) => format!("{words} {points}"),
                (Some(_), None) => format!("{} {words} {points}", self.say("new", "新增")),
                _ => format!("{} {words} {points}", self.say("gone", "缺少")),
            }
        }));
        if moved.rest.0 != 0 {
            let rest = self.say("all else", "其余");
            parts.push(format!("{rest} {}", moved.rest));
        }
        let sum = Points(moved.after.raw.0 - moved.before.raw.0);
        let risen = moved.after.score > moved.before.score;
        if sum.0 == 0 || risen != (sum.0 > 0) {
            // The calibration takes a little off for the distance to the best fit.
            let nearer = match risen {
                true => self.say("nearer to the best fit", "与最佳匹配的差距缩小"),
                false => self.say("further from the best fit", "与最佳匹配的差距扩大"),
            };
            parts.push(nearer.to_owned());
        }
        let parts = parts.join(self.say(", ", "，"));
        self.pick(
            format!("{sum} points: {parts}"),
            format!("{sum}点：{parts}"),
        )
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
