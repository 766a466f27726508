//! The same report seen from the plan: what each subdivision, industry and front got, and who fits where.

use super::model::{Report, Settings};
use crate::fit::{Score, Tier, Verdict};

/// Counts over all firms of a report.
#[derive(Debug, Clone)]
pub(super) struct Overview {
    /// Firms by verdict, in the order of [`VERDICTS`].
    pub(super) verdicts: [usize; VERDICTS.len()],
    /// One for each subdivision of the plan, in plan order.
    pub(super) subdivisions: Vec<Demand>,
}

/// The verdicts in the order in which they are shown.
pub(super) const VERDICTS: [Verdict; 6] = [
    Verdict::Fits,
    Verdict::Peripheral,
    Verdict::NothingFits,
    Verdict::OutOfScope,
    Verdict::NotRecognised,
    Verdict::NoText,
];

/// What a subdivision got.
#[derive(Debug, Clone, Default)]
pub(super) struct Demand {
    /// Firms (index into the report) that fit at least peripherally, best first.
    pub(super) ranked: Vec<(usize, Score)>,
    /// How many of them are core, substantial, peripheral.
    pub(super) tiers: [usize; 3],
}

impl Demand {
    /// Firms for which the subdivision is a real line of business.
    pub(super) fn fitting(&self) -> usize {
        self.tiers[0] + self.tiers[1]
    }
}

impl Overview {
    pub(super) fn new(report: &Report<'_>, settings: &Settings) -> Self {
        let mut verdicts = [0; VERDICTS.len()];
        let mut subdivisions = vec![Demand::default(); report.taxonomy.subdivisions.len()];
        for (at, firm) in report.firms.iter().enumerate() {
            let place = VERDICTS.iter().position(|known| *known == firm.verdict);
            verdicts[place.unwrap_or(0)] += 1;
            for fit in &firm.fits {
                let Some(tier) = settings.tier(fit.score) else {
                    continue;
                };
                let demand = &mut subdivisions[fit.subdivision];
                demand.ranked.push((at, fit.score));
                demand.tiers[match tier {
                    Tier::Core => 0,
                    Tier::Substantial => 1,
                    Tier::Peripheral => 2,
                }] += 1;
            }
        }
        for demand in &mut subdivisions {
            demand
                .ranked
                .sort_by_key(|(at, score)| (std::cmp::Reverse(*score), *at));
        }
        Self {
            verdicts,
            subdivisions,
        }
    }

    /// Subdivisions with their demand, most sought first; ties in plan order.
    pub(super) fn most_sought(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.subdivisions.len())
            .filter(|at| self.subdivisions[*at].fitting() > 0)
            .collect();
        order.sort_by_key(|at| std::cmp::Reverse(self.subdivisions[*at].fitting()));
        order
    }

    /// Subdivisions that no firm fits, in plan order; some may have firms that are adjacent.
    pub(super) fn unfitted(&self) -> Vec<usize> {
        (0..self.subdivisions.len())
            .filter(|at| self.subdivisions[*at].fitting() == 0)
            .collect()
    }

    /// The columns of the matrix: subdivisions for which any firm has a score that counts, in plan order.
    pub(super) fn columns(&self) -> Vec<usize> {
        (0..self.subdivisions.len())
            .filter(|at| !self.subdivisions[*at].ranked.is_empty())
            .collect()
    }
}

/// Neighbouring subdivisions that share a heading: its index and how many there are.
pub(super) fn runs(of: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for heading in of {
        match runs.last_mut() {
            Some((last, count)) if *last == heading => *count += 1,
            _ => runs.push((heading, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_join_neighbours_only() {
        assert_eq!(runs([1, 1, 2, 1].into_iter()), [(1, 2), (2, 1), (1, 1)]);
    }
}
