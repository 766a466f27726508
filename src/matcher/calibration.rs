//! From a sum of log-odds to a probability that an analyst would grade the pair 2 or 3, and from that to tiers.

use super::model::{Head, Model};
use crate::taxonomy::AdaptedCalibration;

/// A monotone table from log-odds to probability, straight lines between its points. Learned by isotonic regression
/// (B. Zadrozny, C. Elkan, 2002) on profiles left out of learning, so that no `exp` of any platform decides a digit.
#[derive(Debug)]
pub(super) struct Calibration {
    points: Vec<(f32, f32)>,
    slope: f32,
    shift: f32,
    gap: f32,
    scope: f32,
}

impl Calibration {
    /// The shipped table, behind the line that was learned of a plan.
    pub(super) fn new(model: &Model<'_>, adapted: Option<AdaptedCalibration>) -> Self {
        let points = model
            .calibration()
            .map(|(x, y)| (x as f32 / 100.0, f32::from(y) / 65535.0))
            .collect();
        let gap = f32::from_bits(model.head(Head::Gap) as u32);
        let thousandths = |number: f32| number / 1000.0;
        Self {
            points,
            slope: adapted.map_or(1.0, |line| thousandths(line.slope as f32)),
            shift: adapted.map_or(0.0, |line| thousandths(line.shift as f32)),
            gap: adapted.map_or(gap, |line| thousandths(line.gap as f32)),
            scope: f32::from_bits(model.head(Head::Scope) as u32),
        }
    }

    /// What is held against every subdivision of a profile that is, with the log-odds `out_of_scope`, of a kind of
    /// business that the plan does not promote.
    pub(super) fn held_against(&self, out_of_scope: f32) -> f32 {
        self.scope * excess(out_of_scope)
    }

    /// Log-odds as they are after what was learned of the plan.
    pub(super) fn log_odds(&self, sum: f32) -> f32 {
        self.slope * sum + self.shift
    }

    /// The probability for a class with this sum, where the best class of the profile has `top`: a class far behind
    /// the best is a little less likely than its own sum says.
    pub(super) fn probability(&self, sum: f32, top: f32) -> f64 {
        let x = self.log_odds(sum - self.gap * (top - sum));
        self.table(x)
    }

    /// The probability by the table.
    pub(super) fn table(&self, x: f32) -> f64 {
        // A model without a table: the logistic curve, by its algebraic cousin.
        let y = interpolate(&self.points, x).unwrap_or_else(|| 0.5 + 0.5 * x / (2.0 + x.abs()));
        f64::from(y)
    }

    /// How much the distance to the best class counts.
    pub(super) fn gap(&self) -> f32 {
        self.gap
    }
}

/// The height of a table at `x`: straight lines between its points, level beyond them; nothing for an empty table.
pub(crate) fn interpolate(points: &[(f32, f32)], x: f32) -> Option<f32> {
    let after = points.partition_point(|(known, _)| *known <= x);
    match (after.checked_sub(1).map(|at| points[at]), points.get(after)) {
        (Some((x0, y0)), Some((x1, y1))) => Some(y0 + (y1 - y0) * (x - x0) / (x1 - x0)),
        (Some((_, y)), None) | (None, Some(&(_, y))) => Some(y),
        (None, None) => None,
    }
}

/// From which log-odds on a kind of business out of scope is held against the subdivisions: a chance of one in eight.
const NOTICED: f32 = -2.0;

/// How far the log-odds of the likeliest kind of business out of scope are above [`NOTICED`].
pub(crate) fn excess(out_of_scope: f32) -> f32 {
    (out_of_scope - NOTICED).max(0.0)
}
