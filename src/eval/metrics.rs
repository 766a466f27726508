//! The ten figures, from what each company contributes to them.
//!
//! Scores are whole tenths from 0 to 1000, so whatever depends on their order is counted in 1001 boxes instead of
//! sorted: a thousand resamples cost little, and ties are ties.

use super::{RELEVANT, Row};
use crate::fit::{Score, Tier};
use crate::matcher::tier_of;
use serde::{Deserialize, Serialize};

/// How far down a ranking is looked.
pub const DEPTH: usize = 10;

/// How many bins of equal mass the calibration error is taken over; fewer where ties fill more than a bin.
pub(super) const BINS: usize = 15;

/// Boxes for scores of 0 to 1000 tenths.
const BOXES: usize = 1001;

/// A figure. All are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Share of in-scope companies whose first subdivision is relevant.
    HitAt1,
    /// Share of in-scope companies with a relevant subdivision among the first three.
    HitAt3,
    /// Mean over in-scope companies of 1 / rank of the first relevant subdivision, 0 if it is not among the first ten.
    Mrr,
    /// Mean over in-scope companies of the discounted gain (2^grade - 1) of the first five, as a share of the best
    /// possible.
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
    /// Place of the first relevant subdivision, from 1, if it is among the first [`DEPTH`].
    pub first_relevant: Option<usize>,
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
            first_relevant: ranked
                .iter()
                .position(|(index, _)| relevant(*index))
                .map(|at| at + 1),
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

    /// The score of the first subdivision in tenths, 0 if nothing is ranked.
    fn top(&self) -> u16 {
        self.pairs.first().map_or(0, |pair| pair.0)
    }

    /// Pairs at the shipped threshold: how many, and how many of them relevant.
    fn accepted(&self) -> (usize, usize) {
        let accepted = self
            .pairs
            .iter()
            .filter(|pair| tier_of(Score::from_tenths(pair.0)) >= Tier::Substantial);
        accepted.fold((0, 0), |(all, right), pair| {
            (all + 1, right + usize::from(pair.1))
        })
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
            if let Some(rank) = outcome.first_relevant {
                self.first += usize::from(rank == 1);
                self.first_three += usize::from(rank <= 3);
                self.reciprocal += 1.0 / rank as f64;
            }
            self.ndcg += outcome.ndcg;
        } else if outcome.best_grade == 0 {
            top.1 += 1;
        }
        let (accepted, right) = outcome.accepted();
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
        // Closed once the bins so far hold their share of all pairs.
        if seen * BINS as u64 >= (bins.len() as u64 + 1) * total {
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
