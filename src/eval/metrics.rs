//! The ten figures, from what each company contributes to them.
//!
//! Scores are whole tenths from 0 to 1000, so whatever depends on their order is counted in 1001 boxes instead of
//! sorted: a thousand resamples cost little, and ties are ties.

use super::{RELEVANT, Row};
use crate::fit::{Score, Tier};
use serde::{Deserialize, Serialize};

/// How far down a ranking is looked.
pub const DEPTH: usize = 10;

/// How many bins of equal mass the calibration error is taken over; fewer where ties fill more than a bin.
const BINS: usize = 15;

/// Boxes for scores of 0 to 1000 tenths.
const BOXES: usize = 1001;

/// A figure. All are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Share of in-scope companies whose first subdivision is relevant.
    #[serde(rename = "hit_at_1")]
    HitAt1,
    /// Share of in-scope companies with a relevant subdivision among the first three.
    #[serde(rename = "hit_at_3")]
    HitAt3,
    /// Mean over in-scope companies of 1 / rank of the first relevant subdivision, 0 if it is not among the first ten.
    Mrr,
    /// Mean over in-scope companies of the discounted gain (2^grade - 1) of the first five, as a share of the best
    /// possible.
    #[serde(rename = "ndcg_at_5")]
    NdcgAt5,
    /// Share of the pairs at the shipped threshold (substantial or better) that are relevant, over all companies.
    Precision,
    /// Share of the relevant pairs that are at the shipped threshold and among the first ten.
    Recall,
    /// Harmonic mean of precision and recall.
    F1,
    /// Chance that an in-scope company's first score exceeds that of a company without any label; ties count half.
    Auroc,
    /// Expected calibration error: how far score / 100 is from the share that is relevant, over bins of equal mass.
    Ece,
    /// Mean squared difference of score / 100 and relevance (1 or 0).
    Brier,
}

impl Measure {
    /// All figures, in the order shown.
    pub const ALL: [Self; 10] = [
        Self::HitAt1,
        Self::HitAt3,
        Self::Mrr,
        Self::NdcgAt5,
        Self::Precision,
        Self::Recall,
        Self::F1,
        Self::Auroc,
        Self::Ece,
        Self::Brier,
    ];

    /// The name shown to people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HitAt1 => "Hit@1",
            Self::HitAt3 => "Hit@3",
            Self::Mrr => "MRR",
            Self::NdcgAt5 => "nDCG@5",
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::F1 => "F1",
            Self::Auroc => "in/out AUROC",
            Self::Ece => "ECE",
            Self::Brier => "Brier",
        }
    }

    /// Whether less is better.
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Ece | Self::Brier)
    }
}

/// A company and one subdivision of its ranking: score in tenths, and whether it is relevant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair(pub u16, pub bool);

/// What one company contributes to the figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Id of the company in the gold file.
    pub id: String,
    /// Its best grade: 2 or 3 in scope, 1 peripheral only, 0 without label.
    pub best_grade: u8,
    /// Discounted gain of the first five as a share of the best possible, 0 to 1.
    pub ndcg: f64,
    /// Relevant subdivisions, ranked or not.
    pub relevant: usize,
    /// The first [`DEPTH`] pairs, best first.
    pub pairs: Vec<Pair>,
}

impl Outcome {
    /// What `row` contributes.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let relevant = |index: usize| row.grade(index) >= RELEVANT;
        let ranked = &row.ranked[..row.ranked.len().min(DEPTH)];
        Self {
            id: row.id.clone(),
            best_grade: row
                .labels
                .iter()
                .map(|(_, grade)| *grade)
                .max()
                .unwrap_or(0),
            ndcg: ndcg(row, 5),
            relevant: row
                .labels
                .iter()
                .filter(|(_, grade)| *grade >= RELEVANT)
                .count(),
            pairs: ranked
                .iter()
                .map(|(index, score)| Pair(score.tenths(), relevant(*index)))
                .collect(),
        }
    }

    /// Whether any grade is 2 or 3.
    #[must_use]
    pub fn in_scope(&self) -> bool {
        self.best_grade >= RELEVANT
    }

    /// Place of the first relevant subdivision, from 1, if it is among the first [`DEPTH`].
    #[must_use]
    pub fn first_relevant(&self) -> Option<usize> {
        self.pairs.iter().position(|pair| pair.1).map(|at| at + 1)
    }

    /// The score of the first subdivision in tenths, 0 if nothing is ranked.
    fn top(&self) -> u16 {
        self.pairs.first().map_or(0, |pair| pair.0)
    }

    /// Pairs with at least this score: how many, and how many of them relevant.
    pub(super) fn accepted(&self, least: Score) -> (usize, usize) {
        let accepted = self.pairs.iter().filter(|pair| pair.0 >= least.tenths());
        accepted.fold((0, 0), |(all, right), pair| {
            (all + 1, right + usize::from(pair.1))
        })
    }

    /// Whether this can have come from a row: read back from a file, it may hold anything.
    pub(super) fn is_sound(&self) -> bool {
        self.best_grade <= 3
            && (0.0..=1.0).contains(&self.ndcg)
            && self.pairs.len() <= DEPTH
            && self.pairs.iter().all(|pair| usize::from(pair.0) < BOXES)
            && self.pairs.iter().filter(|pair| pair.1).count() <= self.relevant
    }
}

/// Gain 2^grade - 1, discounted by log2(rank + 1), of the first `depth`, over that of the best order.
fn ndcg(row: &Row, depth: usize) -> f64 {
    let gain = |grade: u8| f64::from((1_u32 << grade) - 1);
    let sum = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
        grades
            .take(depth)
            .zip(2_u32..)
            .map(|(grade, place)| gain(grade) / libm::log2(f64::from(place)))
            .sum()
    };
    let mut best: Vec<u8> = row.labels.iter().map(|(_, grade)| *grade).collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = sum(&mut best.into_iter());
    if ideal == 0.0 {
        return 0.0;
    }
    sum(&mut row.ranked.iter().map(|(index, _)| row.grade(*index))) / ideal
}

/// The figures of a set of companies. A figure that the set cannot give (no company in scope, none without label, no
/// pair) is absent.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    values: [Option<f64>; Measure::ALL.len()],
}

impl Metrics {
    /// The figures of `rows`.
    #[must_use]
    pub fn from(rows: &[Row]) -> Self {
        let outcomes: Vec<Outcome> = rows.iter().map(Outcome::of).collect();
        Self::of(outcomes.iter())
    }

    /// The figures of companies that may stand several times, as in a resample.
    #[must_use]
    pub fn of<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Self {
        let mut tally = Tally::new();
        for outcome in outcomes {
            tally.add(outcome);
        }
        tally.metrics()
    }

    /// One figure.
    #[must_use]
    pub fn get(&self, measure: Measure) -> Option<f64> {
        self.values[measure as usize]
    }
}

/// Sums over companies from which every figure follows.
struct Tally {
    in_scope: usize,
    first: usize,
    first_three: usize,
    reciprocal: f64,
    ndcg: f64,
    accepted: usize,
    accepted_right: usize,
    relevant: usize,
    squared: f64,
    /// First scores of companies in scope and of those without label.
    tops: [(u32, u32); BOXES],
    /// Pairs by score: all, relevant.
    pairs: [(u32, u32); BOXES],
}

impl Tally {
    fn new() -> Self {
        Self {
            in_scope: 0,
            first: 0,
            first_three: 0,
            reciprocal: 0.0,
            ndcg: 0.0,
            accepted: 0,
            accepted_right: 0,
            relevant: 0,
            squared: 0.0,
            tops: [(0, 0); BOXES],
            pairs: [(0, 0); BOXES],
        }
    }

    fn add(&mut self, outcome: &Outcome) {
        let top = &mut self.tops[usize::from(outcome.top())];
        if outcome.in_scope() {
            top.0 += 1;
            self.in_scope += 1;
            if let Some(rank) = outcome.first_relevant() {
                self.first += usize::from(rank == 1);
                self.first_three += usize::from(rank <= 3);
                self.reciprocal += 1.0 / rank as f64;
            }
            self.ndcg += outcome.ndcg;
        } else if outcome.best_grade == 0 {
            top.1 += 1;
        }
        let (accepted, right) = outcome.accepted(Tier::Substantial.threshold());
        self.accepted += accepted;
        self.accepted_right += right;
        self.relevant += outcome.relevant;
        for Pair(tenths, relevant) in &outcome.pairs {
            let pair = &mut self.pairs[usize::from(*tenths)];
            pair.0 += 1;
            pair.1 += u32::from(*relevant);
            let miss = f64::from(*tenths) / 1000.0 - f64::from(u8::from(*relevant));
            self.squared += miss * miss;
        }
    }

    fn metrics(&self) -> Metrics {
        let share = |part: f64, whole: usize| (whole > 0).then(|| part / whole as f64);
        let pairs: usize = self.pairs.iter().map(|(all, _)| *all as usize).sum();
        let value = |measure| match measure {
            Measure::HitAt1 => share(self.first as f64, self.in_scope),
            Measure::HitAt3 => share(self.first_three as f64, self.in_scope),
            Measure::Mrr => share(self.reciprocal, self.in_scope),
            Measure::NdcgAt5 => share(self.ndcg, self.in_scope),
            Measure::Precision => share(self.accepted_right as f64, self.accepted),
            Measure::Recall => share(self.accepted_right as f64, self.relevant),
            // 2 TP / (2 TP + FP + FN), which needs neither precision nor recall to exist.
            Measure::F1 => share(
                2.0 * self.accepted_right as f64,
                self.accepted + self.relevant,
            ),
            Measure::Auroc => self.auroc(),
            Measure::Ece => (pairs > 0).then(|| calibration_error(&bins(&self.pairs))),
            Measure::Brier => share(self.squared, pairs),
        };
        Metrics {
            values: Measure::ALL.map(value),
        }
    }

    fn auroc(&self) -> Option<f64> {
        let (mut below, mut halves, mut inside) = (0_u64, 0_u64, 0_u64);
        for (ins, outs) in self.tops {
            let (ins, outs) = (u64::from(ins), u64::from(outs));
            halves += ins * (2 * below + outs); // won against all below, half won against ties
            below += outs;
            inside += ins;
        }
        (inside * below > 0).then(|| halves as f64 / (2 * inside * below) as f64)
    }
}

/// A bin of pairs with neighbouring scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Least and greatest score in it, 0 to 100.
    pub scores: (f64, f64),
    /// How many pairs.
    pub pairs: u32,
    /// Mean of score / 100.
    pub stated: f64,
    /// Share that is relevant.
    pub observed: f64,
}

/// Pairs in bins of equal mass from the lowest score up; equal scores stay together.
fn bins(pairs: &[(u32, u32); BOXES]) -> Vec<Bin> {
    let total: u64 = pairs.iter().map(|(all, _)| u64::from(*all)).sum();
    let mut bins = Vec::with_capacity(BINS);
    let (mut all, mut relevant, mut sum, mut low, mut seen) = (0_u32, 0_u32, 0_u64, None, 0_u64);
    for (tenths, (count, right)) in pairs.iter().enumerate() {
        if *count == 0 {
            continue;
        }
        all += count;
        relevant += right;
        sum += u64::from(*count) * tenths as u64;
        seen += u64::from(*count);
        let from = *low.get_or_insert(tenths);
        // Closed once it holds its share of all pairs, or there are no more.
        if u64::from(all) * BINS as u64 >= total || seen == total {
            bins.push(Bin {
                scores: (from as f64 / 10.0, tenths as f64 / 10.0),
                pairs: all,
                stated: sum as f64 / 1000.0 / f64::from(all),
                observed: f64::from(relevant) / f64::from(all),
            });
            (all, relevant, sum, low) = (0, 0, 0, None);
        }
    }
    bins
}

/// Mean distance of stated and observed, weighted by pairs.
fn calibration_error(bins: &[Bin]) -> f64 {
    let total: u32 = bins.iter().map(|bin| bin.pairs).sum();
    let sum: f64 = bins
        .iter()
        .map(|bin| f64::from(bin.pairs) * (bin.stated - bin.observed).abs())
        .sum();
    sum / f64::from(total)
}

/// The reliability table of the calibration error.
#[must_use]
pub fn reliability<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Vec<Bin> {
    let mut tally = Tally::new();
    for outcome in outcomes {
        tally.add(outcome);
    }
    bins(&tally.pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, labels: &[(usize, u8)], ranked: &[(usize, u16)]) -> Row {
        let scored = |(index, tenths): &(usize, u16)| (*index, Score::from_tenths(*tenths));
        Row {
            id: id.into(),
            labels: labels.to_vec(),
            ranked: ranked.iter().map(scored).collect(),
        }
    }

    /// Two companies in scope, one peripheral only, two without label.
    fn rows() -> [Row; 5] {
        [
            row(
                "first right",
                &[(0, 3), (1, 2), (2, 1)],
                &[(0, 900), (2, 500), (1, 400)],
            ),
            row("third right", &[(5, 2)], &[(3, 600), (4, 300), (5, 200)]),
            row("peripheral", &[(6, 1)], &[(6, 800)]),
            row("out, tied", &[], &[(7, 600)]),
            row("out, below", &[], &[(7, 100)]),
        ]
    }

    #[track_caller]
    fn assert_near(metrics: &Metrics, measure: Measure, expected: f64) {
        let value = metrics.get(measure).unwrap();
        assert!(
            (value - expected).abs() < 1e-12,
            "{measure:?}: {value}, not {expected}"
        );
    }

    #[test]
    fn ranks_count_for_companies_in_scope_only() {
        let metrics = Metrics::from(&rows());
        assert_near(&metrics, Measure::HitAt1, 0.5);
        assert_near(&metrics, Measure::HitAt3, 1.0);
        assert_near(&metrics, Measure::Mrr, (1.0 + 1.0 / 3.0) / 2.0);
    }

    #[test]
    fn gain_is_discounted_by_the_place() {
        let log3 = 3.0_f64.log2();
        // Grades 3, 1, 2 where 3, 2, 1 is best: gains 7, 1, 3 over log2 of 2, 3, 4.
        let first = (7.0 + 1.0 / log3 + 3.0 / 2.0) / (7.0 + 3.0 / log3 + 1.0 / 2.0);
        // The only relevant one in third place: 3 / 2 of 3.
        let second = 0.5;
        assert_near(
            &Metrics::from(&rows()),
            Measure::NdcgAt5,
            (first + second) / 2.0,
        );
    }

    #[test]
    fn gain_beyond_the_fifth_place_is_none() {
        let ranked: Vec<(usize, u16)> = (0..6).map(|at| (at, 900 - 10 * at as u16)).collect();
        let sixth = Metrics::from(&[row("sixth", &[(5, 3)], &ranked)]);
        assert_near(&sixth, Measure::NdcgAt5, 0.0);
        assert_near(&sixth, Measure::Mrr, 1.0 / 6.0);
    }

    #[test]
    fn the_set_at_the_threshold_is_counted_over_all_companies() {
        // At 35 or more: 0 2 1 of the first company, 3 of the second, 6, and 7 of the first without label: six pairs,
        // of which 0 and 1 are relevant; relevant in all: 0, 1 and 5.
        let metrics = Metrics::from(&rows());
        assert_near(&metrics, Measure::Precision, 2.0 / 6.0);
        assert_near(&metrics, Measure::Recall, 2.0 / 3.0);
        assert_near(&metrics, Measure::F1, 4.0 / 9.0);
    }

    #[test]
    fn ties_count_half_and_peripheral_companies_do_not_count() {
        // 900 beats 600 and 100; 600 ties with 600 and beats 100: 3.5 of 4.
        assert_near(&Metrics::from(&rows()), Measure::Auroc, 3.5 / 4.0);
    }

    #[test]
    fn brier_is_the_mean_square() {
        let squares = [0.1, 0.5, 0.6, 0.6, 0.3, 0.8, 0.8, 0.6, 0.1].map(|miss: f64| miss * miss);
        let mean = squares.iter().sum::<f64>() / 9.0;
        assert_near(&Metrics::from(&rows()), Measure::Brier, mean);
    }

    #[test]
    fn calibration_error_over_bins_of_one_pair() {
        // Nine pairs in at most fifteen bins: one bin a score, the two of 600 (neither relevant) together.
        let misses = [0.1, 0.8, 0.3, 0.6, 0.5, 0.6 + 0.6, 0.8, 0.1];
        let expected = misses.iter().sum::<f64>() / 9.0;
        let rows = rows();
        assert_near(&Metrics::from(&rows), Measure::Ece, expected);
        let outcomes = rows.each_ref().map(Outcome::of);
        assert_eq!(reliability(outcomes.iter()).len(), 8);
    }

    #[test]
    fn bins_hold_equal_mass_and_never_part_ties() {
        // 300 pairs: 200 with score 0, and 100 with a score each.
        let ranked = |at: usize| [(0, if at < 200 { 0 } else { at as u16 })];
        let rows: Vec<Row> = (0..300).map(|at| row("", &[(0, 3)], &ranked(at))).collect();
        let outcomes: Vec<Outcome> = rows.iter().map(Outcome::of).collect();
        let bins = reliability(outcomes.iter());
        assert_eq!((bins[0].scores, bins[0].pairs), ((0.0, 0.0), 200));
        assert_eq!(bins.iter().map(|bin| bin.pairs).sum::<u32>(), 300);
        assert!(bins[1..].iter().all(|bin| bin.pairs == 20), "{bins:?}");
    }

    #[test]
    fn what_cannot_be_given_is_absent() {
        let metrics = Metrics::from(&[row("out", &[], &[])]);
        assert!(
            Measure::ALL
                .iter()
                .all(|measure| metrics.get(*measure).is_none())
        );
        let unanswered = Metrics::from(&[row("in", &[(0, 3)], &[]), row("out", &[], &[])]);
        assert_eq!(unanswered.get(Measure::HitAt1), Some(0.0));
        assert_eq!(unanswered.get(Measure::Auroc), Some(0.5)); // nothing ranked is a score of 0
        assert_eq!(unanswered.get(Measure::Precision), None);
    }
}
