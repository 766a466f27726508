//! Which score to decide by: what accepting pairs from each score on gives, and the lowest score that is precise enough.

use super::metrics::Outcome;
use crate::fit::Score;
use serde::Serialize;

/// What accepting pairs from a score on gives, among the first ten of each company.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Threshold {
    /// The least score that is accepted.
    pub from_score: Score,
    /// Pairs with at least that score.
    pub accepted: usize,
    /// Share of them that is relevant.
    pub precision: Option<f64>,
    /// 95% interval of it (E. Wilson, 1927), as if pairs were drawn one by one.
    pub interval: Option<(f64, f64)>,
    /// Share of all relevant pairs that is among them.
    pub recall: Option<f64>,
    /// Share of companies with at least one such pair: those that need no one to look at them.
    pub decided: f64,
}

/// Steps of the table, in tenths of a score.
const STEP: u16 = 50;

impl Threshold {
    /// At one score.
    #[must_use]
    pub fn at(outcomes: &[Outcome], from_score: Score) -> Self {
        let relevant: usize = outcomes.iter().map(|outcome| outcome.relevant).sum();
        let (mut accepted, mut right, mut decided) = (0, 0, 0);
        for outcome in outcomes {
            let one = outcome.accepted(from_score);
            accepted += one.0;
            right += one.1;
            decided += usize::from(one.0 > 0);
        }
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        Self {
            from_score,
            accepted,
            precision: share(right, accepted),
            interval: (accepted > 0).then(|| wilson(right, accepted)),
            recall: share(right, relevant),
            decided: share(decided, outcomes.len()).unwrap_or(0.0),
        }
    }

    /// From 5 to 95 in steps of 5.
    #[must_use]
    pub fn table(outcomes: &[Outcome]) -> Vec<Self> {
        let scores = (1..1000 / STEP).map(|step| Score::from_tenths(step * STEP));
        scores.map(|score| Self::at(outcomes, score)).collect()
    }

    /// The lowest score, in tenths, from which on the share of relevant pairs is at least `precision`, there and at every
    /// higher score at which at least [`ENOUGH`] pairs are accepted; nothing if there is none.
    #[must_use]
    pub fn for_precision(outcomes: &[Outcome], precision: f64) -> Option<Self> {
        let mut lowest = None;
        for tenths in (0..=1000).rev() {
            let at = Self::at(outcomes, Score::from_tenths(tenths));
            if at.accepted < ENOUGH {
                continue;
            }
            if at.precision.is_some_and(|found| found < precision) {
                break;
            }
            lowest = Some(at);
        }
        lowest
    }
}

/// Fewer pairs say nothing of a precision.
pub const ENOUGH: usize = 20;

/// 1.96: the normal deviate that leaves 2.5% on either side.
const DEVIATE: f64 = 1.959_963_984_540_054;

fn wilson(right: usize, all: usize) -> (f64, f64) {
    let (right, all, z) = (right as f64, all as f64, DEVIATE);
    let share = right / all;
    let middle = (share + z * z / (2.0 * all)) / (1.0 + z * z / all);
    let half =
        z * (share * (1.0 - share) / all + z * z / (4.0 * all * all)).sqrt() / (1.0 + z * z / all);
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::super::metrics::Pair;
    use super::*;

    fn outcome(pairs: &[(u16, bool)]) -> Outcome {
        Outcome {
            id: String::new(),
            best_grade: 3,
            ndcg: 0.0,
            relevant: 2,
            pairs: pairs
                .iter()
                .map(|(score, right)| Pair(*score, *right))
                .collect(),
        }
    }

    #[test]
    fn figures_at_a_threshold() {
        let all = [
            outcome(&[(900, true), (500, false)]),
            outcome(&[(490, true)]),
        ];
        let at = Threshold::at(&all, Score::from_tenths(500));
        assert_eq!(
            (at.accepted, at.precision, at.recall),
            (2, Some(0.5), Some(0.25))
        );
        assert_eq!(at.decided, 0.5);
        assert_eq!(Threshold::table(&all).len(), 19);
    }

    #[test]
    fn the_interval_is_the_published_one() {
        // R. Newcombe, 1998, table I: 81 of 263.
        let (low, high) = wilson(81, 263);
        assert!(
            (low - 0.2553).abs() < 1e-4 && (high - 0.3662).abs() < 1e-4,
            "{low} {high}"
        );
    }

    #[test]
    fn a_precision_is_kept_from_there_on() {
        // Right above 60, wrong from there down; one wrong pair at the very top says nothing.
        let mut all = vec![outcome(&[(990, false)])];
        all.extend((0..40).map(|_| outcome(&[(800, true), (700, true), (600, false)])));
        let found = Threshold::for_precision(&all, 0.95).unwrap();
        assert_eq!(found.from_score, Score::from_tenths(601));
        assert_eq!(found.accepted, 81);
        assert!(Threshold::for_precision(&all, 0.999).is_none());
    }
}
