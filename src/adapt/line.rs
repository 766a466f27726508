//! Calibration from few labels: a line through the log-odds (J. Platt, 1999) before the shipped table, drawn towards leaving
//! everything as it is.

use crate::eval::DEPTH;
use crate::taxonomy::AdaptedCalibration;

/// Sums of one company's subdivisions, in log-odds, and whether each is relevant, where that is known.
pub(super) type Judged<'a> = (&'a [f32], &'a [Option<bool>]);

/// A sum, how far it is behind the best of the company, whether it is relevant.
type Pair = (f32, f32, bool);

/// How many log-odds of shift, and how many natural logarithms of slope, cost as much as half a unit of logarithmic loss: wide, so
/// that thirty companies may move a plan that is far off.
const SHIFT: f64 = 2.0;
const SLOPE: f64 = 0.7;

/// How much the distance to the best may count, in thousandths.
const GAPS: [u32; 6] = [0, 100, 200, 300, 400, 600];

/// The pairs that are shown: those of the best [`DEPTH`] subdivisions of each company.
fn pairs(judged: &[Judged<'_>]) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(DEPTH * judged.len());
    for (sums, relevant) in judged {
        let mut one: Vec<(f32, Option<bool>)> =
            sums.iter().copied().zip(relevant.iter().copied()).collect();
        one.sort_by(|a, b| b.0.total_cmp(&a.0));
        let top = one.first().map_or(0.0, |(sum, _)| *sum);
        let shown = one.iter().take(DEPTH);
        pairs.extend(shown.filter_map(|(sum, known)| Some((*sum, top - sum, (*known)?))));
    }
    pairs
}

/// What a line makes of a sum that is this far behind the best.
pub(super) fn on_line(line: AdaptedCalibration, sum: f32, behind: f32) -> f32 {
    let thousandths = |number: f32| number / 1000.0;
    let x = sum - thousandths(line.gap as f32) * behind;
    thousandths(line.slope as f32) * x + thousandths(line.shift as f32)
}

/// Logarithmic loss of a probability.
pub(super) fn loss(probability: f64, relevant: bool) -> f64 {
    let p = probability.clamp(1e-3, 1.0 - 1e-3);
    -libm::log(if relevant { p } else { 1.0 - p })
}

/// The line with the least loss over what is shown, where `table` makes probabilities of log-odds and `gap` is what the distance
/// counts now.
pub(super) fn fit(
    judged: &[Judged<'_>],
    gap: u32,
    table: &dyn Fn(f32) -> f64,
) -> AdaptedCalibration {
    let pairs = pairs(judged);
    let cost = |line: AdaptedCalibration| {
        let pairs = pairs.iter();
        let lost = pairs
            .map(|(sum, behind, relevant)| loss(table(on_line(line, *sum, *behind)), *relevant));
        let square = |x: f64| 0.5 * x * x;
        lost.sum::<f64>()
            + square(f64::from(line.shift) / 1000.0 / SHIFT)
            + square(libm::log(f64::from(line.slope) / 1000.0) / SLOPE)
    };
    let start = AdaptedCalibration {
        gap,
        ..AdaptedCalibration::default()
    };
    let mut best = (cost(start), start);
    for gap in GAPS.into_iter().chain([gap]) {
        let found = descend(AdaptedCalibration { gap, ..best.1 }, &cost);
        if found.0 < best.0 {
            best = found;
        }
    }
    best.1
}

/// The best line near `line`, one number at a time by steps that are halved, down to a hundredth.
fn descend(
    line: AdaptedCalibration,
    cost: &dyn Fn(AdaptedCalibration) -> f64,
) -> (f64, AdaptedCalibration) {
    let mut best = (cost(line), line);
    let (mut slope, mut shift) = (300_i32, 1000_i32);
    while slope > 3 {
        let mut moved = false;
        for (by, up) in [(slope, 0), (-slope, 0), (0, shift), (0, -shift)] {
            let next = AdaptedCalibration {
                // A share of the slope, so that it never reaches 0.
                slope: (i64::from(best.1.slope) * i64::from(1000 + by) / 1000).clamp(50, 20_000)
                    as u32,
                shift: (best.1.shift + up).clamp(-20_000, 20_000),
                ..best.1
            };
            let lost = cost(next);
            if lost < best.0 {
                best = (lost, next);
                moved = true;
            }
        }
        if !moved {
            (slope, shift) = (slope / 2, shift / 2);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The logistic curve.
    fn logistic(x: f32) -> f64 {
        1.0 / (1.0 + libm::exp(-f64::from(x)))
    }

    #[test]
    fn sums_that_say_too_little_are_put_right() {
        // One in two is relevant where the sum says one in twenty.
        let sums = [-3.0_f32];
        let list: Vec<[Option<bool>; 1]> = (0..100).map(|at| [Some(at % 2 == 0)]).collect();
        let judged: Vec<Judged<'_>> = list.iter().map(|one| (&sums[..], &one[..])).collect();
        let line = fit(&judged, 0, &logistic);
        let stated = logistic(on_line(line, -3.0, 0.0));
        assert!((stated - 0.5).abs() < 0.05, "{line:?} {stated}");
        // From none, nothing is learned.
        let line = fit(&[], 0, &logistic);
        let stated = on_line(line, -3.0, 0.0);
        assert!((stated + 3.0).abs() < 0.01, "{line:?} {stated}");
    }
}
