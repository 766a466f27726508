//! Many firms seen from the plan: who fits each subdivision, and which subdivisions nobody fits.

use super::firm::Firm;
use crate::fit::{Score, Tier, Verdict};

/// Counts over all firms.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Coverage {
    /// Firms by verdict, in the order of [`Verdict::ALL`].
    pub verdicts: [usize; Verdict::ALL.len()],
    /// One for each subdivision of the plan, in plan order.
    pub subdivisions: Vec<Demand>,
}

/// What a subdivision got.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Demand {
    /// Firms, by their place, that fit at least peripherally, best first.
    pub ranked: Vec<(usize, Score)>,
    /// How many of them are core, substantial, peripheral.
    pub tiers: [usize; 3],
}

impl Demand {
    /// Firms for which the subdivision is a real line of business.
    #[must_use]
    pub fn fitting(&self) -> usize {
        self.tiers[0] + self.tiers[1]
    }
}

impl Coverage {
    /// Counts over `firms`, under a plan of so many subdivisions.
    #[must_use]
    pub fn new(firms: &[Firm], subdivisions: usize) -> Self {
        let mut verdicts = [0; Verdict::ALL.len()];
        let mut subdivisions = vec![Demand::default(); subdivisions];
        for (at, firm) in firms.iter().enumerate() {
            let place = Verdict::ALL.iter().position(|known| *known == firm.verdict);
            verdicts[place.unwrap_or(0)] += 1;
            for fit in &firm.fits {
                let place = Tier::ALL.iter().position(|tier| Some(*tier) == fit.tier());
                let Some(tier) = place else { continue };
                let demand = &mut subdivisions[fit.subdivision];
                demand.ranked.push((at, fit.score));
                demand.tiers[tier] += 1;
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
    #[must_use]
    pub fn most_sought(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.subdivisions.len())
            .filter(|at| self.subdivisions[*at].fitting() > 0)
            .collect();
        order.sort_by_key(|at| std::cmp::Reverse(self.subdivisions[*at].fitting()));
        order
    }

    /// Subdivisions that no firm fits, in plan order; some may have firms that are adjacent.
    #[must_use]
    pub fn unfitted(&self) -> Vec<usize> {
        (0..self.subdivisions.len())
            .filter(|at| self.subdivisions[*at].fitting() == 0)
            .collect()
    }

    /// The columns of the matrix: subdivisions for which any firm has a score that counts, in plan order.
    #[must_use]
    pub fn columns(&self) -> Vec<usize> {
        (0..self.subdivisions.len())
            .filter(|at| !self.subdivisions[*at].ranked.is_empty())
            .collect()
    }
}

/// Neighbouring subdivisions that share a heading: its index and how many there are.
#[must_use]
pub fn runs(of: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
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
