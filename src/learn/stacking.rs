//! Learns what the fits of a company say of one another, from sums of companies that were left out of learning: for each
//! subdivision one logistic regression on what is said by the sums of all classes, beside its own sum, with squared
//! weights held small (ridge), by Newton's method one weight at a time (A. Genkin, D. Lewis, D. Madigan, 2007).

use crate::matcher::stacking::{OWN, PARTS, numbers, own, parts};
use crate::parallel::parallel;

/// How strongly weights are held small. A judgement: in a trial with a smooth curve in place of the parts, 1 and 3 gave best F1
/// 0.744 and 0.741 (a third of rows left out, mean of ten groups). Whole sources left out, mean of nine without institutions:
/// best F1 0.724 without any of this, 0.735 with it; Hit@1 0.845 and 0.846 (2026-11-30, in a trial without what is said of a
/// class by itself).
const RIDGE: f64 = 3.0;
/// A row with a smaller sum, in log-odds, that is not relevant tells next to nothing. A judgement, as are the two below.
const LEAST: f32 = -6.0;
/// Rounds over all weights, in which the steps get ever smaller.
const ROUNDS: usize = 12;
/// The longest step, in log-odds.
const LONGEST_STEP: f64 = 1.0;

/// A company that was left out: the sums of all classes, what is held against every subdivision, and how much it counts.
pub(super) struct Row<'a> {
    pub(super) sums: &'a [f32],
    pub(super) held_against: f32,
    /// How long its text is, 0 to 1.
    pub(super) lengthy: f32,
    pub(super) weight: f32,
}

/// What was learned: for each subdivision what is added always, then for each part of each class, then for what is said of it
/// by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Stacked {
    weights: Vec<Vec<f32>>,
}

impl Stacked {
    /// Learns from `rows`; `relevant` says whether a row, by its place, fits a subdivision. There are `subdivisions`, the
    /// first of the classes.
    pub(super) fn learn(
        rows: &[Row<'_>],
        relevant: &(dyn Fn(usize, usize) -> bool + Sync),
        subdivisions: usize,
    ) -> Self {
        if rows.is_empty() {
            return Self::default();
        }
        let features: Vec<Vec<(u32, f32)>> = parallel(rows.len(), |row| said(rows[row].sums));
        let weights = parallel(subdivisions, |class| {
            let one = |(place, row): (usize, &Row<'_>)| {
                let relevant = relevant(place, class);
                (relevant || row.sums[class] > LEAST).then_some((place, relevant))
            };
            let used: Vec<(usize, bool)> = rows.iter().enumerate().filter_map(one).collect();
            Regression::new(rows, &features, &used, (class, subdivisions)).solve()
        });
        Self { weights }
    }

    /// Adds to the sums of a company what its other sums, and the length of its text, say of each.
    pub(super) fn adjust(&self, sums: &mut [f32], lengthy: f32) {
        let said = said(sums);
        let best = best(sums, self.weights.len());
        for (sum, weights) in sums.iter_mut().zip(&self.weights) {
            let values = said.iter().map(|(at, value)| weights[*at as usize] * value);
            let values = values.sum::<f32>();
            let own = own(*sum, best, lengthy).into_iter();
            let own = own.zip(&weights[weights.len() - OWN..]);
            *sum += values + own.map(|(value, weight)| value * weight).sum::<f32>();
        }
    }

    /// The numbers as they stand in the learned file: row by row, those of all subdivisions.
    pub(super) fn numbers(&self) -> Vec<f32> {
        let count = self.weights.first().map_or(0, Vec::len);
        let of = |at: usize| self.weights.iter().map(move |weights| weights[at]);
        (0..count).flat_map(of).collect()
    }

    /// How many subdivisions there are numbers of.
    pub(super) fn subdivisions(&self) -> usize {
        self.weights.len()
    }
}

/// What the sums of a company say: number 0 is what is always so.
fn said(sums: &[f32]) -> Vec<(u32, f32)> {
    let of_class = |(class, sum): (usize, &f32)| {
        let numbered = (1 + PARTS * class..).zip(parts(*sum));
        numbered.map(|(at, value)| (at as u32, value))
    };
    let all = sums.iter().enumerate().flat_map(of_class);
    let all = all.filter(|(_, value)| *value > 0.0);
    [(0, 1.0)].into_iter().chain(all).collect()
}

/// The highest sum of the `subdivisions`, the first of the classes.
fn best(sums: &[f32], subdivisions: usize) -> f32 {
    let sums = sums[..subdivisions.min(sums.len())].iter().copied();
    sums.fold(f32::MIN, f32::max)
}

/// The regression of one subdivision.
struct Regression {
    /// For each feature the rows where it stands, with its value.
    columns: Vec<Vec<(u32, f64)>>,
    /// Of each row the log-odds, whether it is relevant, and its weight.
    rows: Vec<(f64, bool, f64)>,
}

impl Regression {
    fn new(
        rows: &[Row<'_>],
        features: &[Vec<(u32, f32)>],
        used: &[(usize, bool)],
        (class, subdivisions): (usize, usize),
    ) -> Self {
        let count = rows.first().map_or(0, |row| row.sums.len());
        let mut columns = vec![Vec::new(); numbers(count)];
        for (at, (place, _)) in (0..).zip(used) {
            for (feature, value) in &features[*place] {
                columns[*feature as usize].push((at, f64::from(*value)));
            }
            let row = &rows[*place];
            let own = own(row.sums[class], best(row.sums, subdivisions), row.lengthy);
            for (column, value) in columns[1 + PARTS * count..].iter_mut().zip(own) {
                if value != 0.0 {
                    column.push((at, f64::from(value)));
                }
            }
        }
        let row = |(place, relevant): &(usize, bool)| {
            let row = &rows[*place];
            let start = f64::from(row.sums[class] - row.held_against);
            (start, *relevant, f64::from(row.weight))
        };
        Self {
            columns,
            rows: used.iter().map(row).collect(),
        }
    }

    fn solve(mut self) -> Vec<f32> {
        let mut weights = vec![0.0_f64; self.columns.len()];
        for _ in 0..ROUNDS {
            for (weight, column) in weights.iter_mut().zip(&self.columns) {
                let (mut slope, mut bend) = (2.0 * RIDGE * *weight, 2.0 * RIDGE);
                for (row, value) in column {
                    let (log_odds, relevant, importance) = self.rows[*row as usize];
                    let chance = 1.0 / (1.0 + libm::exp(-log_odds));
                    slope += importance * value * (chance - f64::from(u8::from(relevant)));
                    bend += importance * value * value * chance * (1.0 - chance);
                }
                let step = (-slope / bend).clamp(-LONGEST_STEP, LONGEST_STEP);
                *weight += step;
                for (row, value) in column {
                    self.rows[*row as usize].0 += step * value;
                }
            }
        }
        weights.into_iter().map(|weight| weight as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of companies whose second sum is high, none fits the first class: what the second says takes off from the first.
    #[test]
    fn a_sum_that_misleads_is_corrected_by_the_other() {
        let sums: Vec<[f32; 2]> = (0..200)
            .map(|row| {
                if row % 2 == 0 {
                    [1.0, -6.0]
                } else {
                    [1.0, 4.0]
                }
            })
            .collect();
        let rows: Vec<Row<'_>> = sums
            .iter()
            .map(|sums| Row {
                sums,
                held_against: 0.0,
                lengthy: 0.5,
                weight: 1.0,
            })
            .collect();
        let stacked = Stacked::learn(&rows, &|row, class| class == 0 && row % 2 == 0, 1);
        let (mut fits, mut misleads) = ([1.0, -6.0], [1.0, 4.0]);
        stacked.adjust(&mut fits, 0.5);
        stacked.adjust(&mut misleads, 0.5);
        assert!(fits[0] > 1.0 && misleads[0] < -1.0, "{fits:?} {misleads:?}");
        assert_eq!((fits[1], misleads[1]), (-6.0, 4.0));
        assert_eq!(stacked.numbers().len(), 8);
        // Where there was nothing to learn from, all stays.
        let mut sums = [1.0, 4.0];
        Stacked::learn(&[], &|_, _| false, 1).adjust(&mut sums, 0.5);
        assert_eq!(sums, [1.0, 4.0]);
    }
}
