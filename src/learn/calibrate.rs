//! Calibration: from sums of profiles that were left out of learning to probabilities, by isotonic regression
//! (pool adjacent violators; M. Ayer et al., 1955; for classifiers B. Zadrozny, C. Elkan, 2002).

use crate::matcher::calibration::interpolate;

/// A point of the calibration table: the sum in log-odds and the probability there.
pub(super) type Point = (f32, f32);

/// A step shorter than this share of all rows is merged, so that no probability rests on a handful.
const SMALLEST_SHARE: f64 = 0.004;

/// The table for pairs of (sum, relevant or not, weight): monotone, strictly so by a hair, that order is kept.
pub(super) fn isotonic(mut pairs: Vec<(f32, bool, f32)>) -> Vec<Point> {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = pairs.iter().map(|(.., weight)| f64::from(*weight)).sum();
    let mut blocks: Vec<IsotonicBlock> = Vec::new();
    for (sum, relevant, weight) in pairs {
        let weight = f64::from(weight);
        let mut block = IsotonicBlock {
            weight,
            sums: f64::from(sum) * weight,
            hits: if relevant { weight } else { 0.0 },
        };
        while blocks.last().is_some_and(|last| {
            last.share() >= block.share() || last.weight < SMALLEST_SHARE * total
        }) {
            let last = blocks.pop().expect("there is a last one");
            block = IsotonicBlock {
                weight: last.weight + block.weight,
                sums: last.sums + block.sums,
                hits: last.hits + block.hits,
            };
        }
        blocks.push(block);
    }
    if blocks.len() > 1
        && blocks
            .last()
            .is_some_and(|last| last.weight < SMALLEST_SHARE * total)
    {
        let last = blocks.pop().expect("there are two");
        let before = blocks.last_mut().expect("there are two");
        *before = IsotonicBlock {
            weight: last.weight + before.weight,
            sums: last.sums + before.sums,
            hits: last.hits + before.hits,
        };
    }
    let mut points: Vec<Point> = blocks
        .iter()
        .map(|block| ((block.sums / block.weight) as f32, smoothed(block)))
        .collect();
    // Ends: certainty is approached, never reached, and sums beyond the last block still rank.
    if let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) {
        points.insert(0, (first.0 - 6.0, (first.1 * 0.05).min(0.001)));
        points.push((last.0 + 6.0, last.1 + (1.0 - last.1) * 0.9));
    }
    for at in 1..points.len() {
        points[at].1 = points[at].1.max(points[at - 1].1 + 1e-4).min(0.999);
    }
    points
}

#[derive(Debug, Clone, Copy)]
struct IsotonicBlock {
    weight: f64,
    sums: f64,
    hits: f64,
}

impl IsotonicBlock {
    fn share(&self) -> f64 {
        self.hits / self.weight
    }
}

/// Laplace's rule with half a row on either side.
fn smoothed(block: &IsotonicBlock) -> f32 {
    ((block.hits + 0.5) / (block.weight + 1.0)) as f32
}

/// The calibration table with the factors in front of it: how much the distance to the best class counts, and how much
/// a kind of business out of scope is held against every subdivision.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub(super) table: Vec<Point>,
    pub(super) gap: f32,
    pub(super) scope: f32,
}

impl Shape {
    /// Factors of what is held against every subdivision that are tried.
    pub(super) const SCOPES: [f32; 7] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7];

    /// The shape whose table has the least logarithmic loss, over all pairs of factors tried, of which `scopes` are some;
    /// `pairs_with` gives the pairs of (sum, relevant or not, weight) as the factors make them.
    pub(super) fn best(
        scopes: &[f32],
        pairs_with: impl Fn(f32, f32) -> Vec<(f32, bool, f32)>,
    ) -> Self {
        let mut best: Option<(f64, Self)> = None;
        for gap in [0.0, 0.1, 0.2, 0.3, 0.4, 0.6] {
            for &scope in scopes {
                let pairs = pairs_with(gap, scope);
                let shape = Self {
                    table: isotonic(pairs.clone()),
                    gap,
                    scope,
                };
                let loss = shape.loss(&pairs);
                if best.as_ref().is_none_or(|(least, _)| loss < *least) {
                    best = Some((loss, shape));
                }
            }
        }
        best.map_or_else(Self::default, |(_, shape)| shape)
    }

    fn loss(&self, pairs: &[(f32, bool, f32)]) -> f64 {
        pairs
            .iter()
            .map(|(x, relevant, weight)| {
                let y = interpolate(&self.table, *x).unwrap_or(0.5);
                let y = f64::from(y).clamp(1e-4, 1.0 - 1e-4);
                -f64::from(*weight) * libm::log(if *relevant { y } else { 1.0 - y })
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_rises_and_meets_the_shares() {
        let pairs = (0..4000)
            .map(|at| (at as f32 / 400.0, at % 10 < at / 400, 1.0))
            .collect();
        let points = isotonic(pairs);
        assert!(
            points
                .windows(2)
                .all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1)
        );
        let near = points
            .iter()
            .min_by(|a, b| (a.0 - 5.5).abs().total_cmp(&(b.0 - 5.5).abs()))
            .unwrap();
        assert!((near.1 - 0.5).abs() < 0.12, "{near:?}");
    }
}
