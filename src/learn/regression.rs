//! Logistic regression for one class, by coordinate descent with Newton steps (J. Friedman, T. Hastie, R. Tibshirani,
//! 2010), with a ridge penalty that is lighter on rare features.

use libm::{exp, log};

/// Values of features in columns: for each feature, the rows that have it.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) starts: Vec<usize>,
    pub(super) entries: Vec<(u32, f32)>,
}

impl Columns {
    /// From rows of (feature, value), features numbered below `width`.
    pub(super) fn from_rows(rows: &[Vec<(u32, f32)>], width: usize) -> Self {
        let mut starts = vec![0; width + 1];
        for (feature, _) in rows.iter().flatten() {
            starts[*feature as usize + 1] += 1;
        }
        for at in 0..width {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); starts[width]];
        for (row, features) in rows.iter().enumerate() {
            for (feature, value) in features {
                let at = &mut next[*feature as usize];
                entries[*at] = (row as u32, *value);
                *at += 1;
            }
        }
        Self { starts, entries }
    }

    fn column(&self, feature: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[feature]..self.starts[feature + 1]]
    }
}

/// One number for each part of what is known before learning: terms, related words, items that are a term.
pub(super) type Prior<T> = [T; 3];

/// What one class is learned from.
pub(super) struct Problem<'a> {
    pub(super) columns: &'a Columns,
    /// Penalty of each feature.
    pub(super) penalties: &'a [f32],
    /// Target probability of each row.
    pub(super) targets: &'a [f32],
    /// Weight of each row; 0 leaves it out.
    pub(super) weights: &'a [f32],
    /// Score of each row before anything is learned from its words: what the terms and related words say.
    pub(super) prior: &'a [Prior<f32>],
    /// Where the weights of the prior begin, and the penalty on leaving there.
    pub(super) prior_start: Prior<f64>,
    pub(super) prior_penalty: f64,
}

/// What was learned.
#[derive(Debug, Clone, Default)]
pub(super) struct Solution {
    pub(super) bias: f64,
    pub(super) prior: Prior<f64>,
    pub(super) weights: Vec<f32>,
}

/// At most this many passes over all features; most classes stop before, when no weight moves any more.
const PASSES: usize = 14;
/// A step longer than this is cut, since the quadratic model does not hold so far.
const LONGEST_STEP: f64 = 2.0;

fn logistic(margin: f64) -> f64 {
    1.0 / (1.0 + exp(-margin))
}

impl Problem<'_> {
    pub(super) fn solve(&self) -> Solution {
        let rows = self.targets.len();
        let width = self.penalties.len();
        let positive: f64 = self
            .targets
            .iter()
            .zip(self.weights)
            .map(|(t, w)| f64::from(t * w))
            .sum();
        let total: f64 = self.weights.iter().map(|w| f64::from(*w)).sum();
        let share = ((positive + 0.5) / (total + 1.0)).clamp(1e-5, 0.5);
        let mut solution = Solution {
            bias: log(share / (1.0 - share)),
            prior: self.prior_start,
            weights: vec![0.0; width],
        };
        let mut margins: Vec<f64> = (0..rows)
            .map(|row| {
                let parts = solution.prior.iter().zip(&self.prior[row]);
                solution.bias
                    + parts
                        .map(|(weight, value)| weight * f64::from(*value))
                        .sum::<f64>()
            })
            .collect();
        let mut chances: Vec<f64> = margins.iter().map(|margin| logistic(*margin)).collect();
        for _ in 0..PASSES {
            let step = self.dense_step(&chances, |_| 1.0, 0.0, 1e-3);
            solution.bias += step;
            self.shift(&mut margins, &mut chances, step, |_| 1.0);
            for part in 0..solution.prior.len() {
                let value = |row: usize| f64::from(self.prior[row][part]);
                let away = solution.prior[part] - self.prior_start[part];
                let step = self.dense_step(&chances, value, away, self.prior_penalty);
                let step = step.max(-solution.prior[part]); // a term never speaks against its own subdivision as a whole
                solution.prior[part] += step;
                self.shift(&mut margins, &mut chances, step, value);
            }
            let mut largest = 0.0_f64;
            for feature in 0..width {
                let step = self.step(feature, &chances, f64::from(solution.weights[feature]));
                if step.abs() < 1e-4 {
                    continue;
                }
                largest = largest.max(step.abs());
                solution.weights[feature] += step as f32;
                for (row, value) in self.columns.column(feature) {
                    let row = *row as usize;
                    if self.weights[row] > 0.0 {
                        margins[row] += step * f64::from(*value);
                        chances[row] = logistic(margins[row]);
                    }
                }
            }
            if largest < 2e-3 {
                break;
            }
        }
        solution
    }

    fn step(&self, feature: usize, chances: &[f64], weight: f64) -> f64 {
        let penalty = f64::from(self.penalties[feature]);
        let (mut slope, mut bend) = (penalty * weight, penalty);
        for (row, value) in self.columns.column(feature) {
            let row = *row as usize;
            let (value, importance) = (f64::from(*value), f64::from(self.weights[row]));
            let chance = chances[row];
            slope += importance * value * (chance - f64::from(self.targets[row]));
            bend += importance * value * value * (chance * (1.0 - chance));
        }
        (-slope / bend).clamp(-LONGEST_STEP, LONGEST_STEP)
    }

    fn dense_step(
        &self,
        chances: &[f64],
        value: impl Fn(usize) -> f64,
        away: f64,
        penalty: f64,
    ) -> f64 {
        let (mut slope, mut bend) = (penalty * away, penalty);
        for (row, chance) in chances.iter().enumerate() {
            let (value, importance) = (value(row), f64::from(self.weights[row]));
            slope += importance * value * (chance - f64::from(self.targets[row]));
            bend += importance * value * value * (chance * (1.0 - chance));
        }
        (-slope / bend).clamp(-LONGEST_STEP, LONGEST_STEP)
    }

    fn shift(
        &self,
        margins: &mut [f64],
        chances: &mut [f64],
        step: f64,
        value: impl Fn(usize) -> f64,
    ) {
        for (row, margin) in margins.iter_mut().enumerate() {
            let value = value(row);
            if value != 0.0 && step != 0.0 {
                *margin += step * value;
                chances[row] = logistic(*margin);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telling_feature_gets_its_weight() {
        let rows: Vec<Vec<(u32, f32)>> = (0..40)
            .map(|row| vec![(u32::from(row % 2 == 0), 1.0)])
            .collect();
        let columns = Columns::from_rows(&rows, 2);
        let targets: Vec<f32> = (0..40)
            .map(|row| if row % 2 == 0 { 1.0 } else { 0.0 })
            .collect();
        let problem = Problem {
            columns: &columns,
            penalties: &[0.1, 0.1],
            targets: &targets,
            weights: &[1.0; 40],
            prior: &[[0.0; 3]; 40],
            prior_start: [0.0; 3],
            prior_penalty: 1.0,
        };
        let solution = problem.solve();
        assert!(
            solution.weights[1] > 1.5 && solution.weights[0] < -1.5,
            "{solution:?}"
        );
    }
}
