//! How much of a figure is chance: the bootstrap (B. Efron, 1979), resampling whole companies.
//!
//! The companies of a gold file stand for many others that could have been labelled. Drawing as many with replacement,
//! a thousand times, shows how far each figure would have come out otherwise.

use super::metrics::{Measure, Metrics, Outcome};
use super::random::SplitMix64;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Resamples drawn. More would move the third digit of an interval's ends.
const RESAMPLES: usize = 1000;
/// Where the drawing starts; any number does, but it must stay the same for figures to be repeatable.
const SEED: u64 = 2021;

/// A figure with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// The figure; absent where the companies cannot give it.
    pub value: Option<f64>,
    /// Lower end: 2.5% of resamples lie below.
    pub low: Option<f64>,
    /// Upper end: 2.5% of resamples lie above.
    pub high: Option<f64>,
}

/// Every figure of `outcomes` with its interval.
#[must_use]
pub fn figures(outcomes: &[Outcome]) -> BTreeMap<Measure, Figure> {
    let whole = Metrics::of(outcomes.iter());
    let drawn = resample(outcomes.len(), |draw| {
        Metrics::of(draw.iter().map(|at| &outcomes[*at]))
    });
    let figure = |measure: Measure| {
        let (low, high) = interval(drawn.iter().filter_map(|one| one.get(measure)).collect());
        Figure {
            value: whole.get(measure),
            low,
            high,
        }
    };
    Measure::ALL.into_iter().map(|m| (m, figure(m))).collect()
}

/// What `take` makes of each of [`RESAMPLES`] draws of `companies` places with replacement.
fn resample<T>(companies: usize, mut take: impl FnMut(&[usize]) -> T) -> Vec<T> {
    let mut random = SplitMix64::new(SEED);
    let mut draw = vec![0; companies];
    (0..RESAMPLES)
        .map(|_| {
            draw.fill_with(|| random.below(companies));
            take(&draw)
        })
        .collect()
}

/// The middle 95% of what was drawn.
fn interval(mut drawn: Vec<f64>) -> (Option<f64>, Option<f64>) {
    drawn.sort_unstable_by(f64::total_cmp);
    let cut = drawn.len() / 40; // 2.5% of them
    let high = drawn.len().checked_sub(cut + 1);
    (
        drawn.get(cut).copied(),
        high.and_then(|at| drawn.get(at)).copied(),
    )
}

/// What became of one figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// The figure before, over the companies that both runs have.
    pub before: f64,
    /// The figure now, over the same.
    pub now: f64,
    /// Now less before.
    pub difference: f64,
    /// Ends of the difference's 95% interval.
    pub low: f64,
    /// Ends of the difference's 95% interval.
    pub high: f64,
    /// Whether the interval leaves out zero: more than noise.
    pub beyond_noise: bool,
}

/// What changed from one run to another on the same companies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Companies that both runs have; only these are compared.
    pub companies: usize,
    /// Companies only the earlier run has.
    pub only_before: usize,
    /// Companies only this run has.
    pub only_now: usize,
    /// Companies that both have but with other labels: their figures differ for that reason too.
    pub relabelled: usize,
    /// Each figure that both runs give.
    pub figures: BTreeMap<Measure, Change>,
    /// Ids of companies whose first subdivision has become relevant.
    pub gained: Vec<String>,
    /// Ids of companies whose first subdivision was relevant and is no longer.
    pub lost: Vec<String>,
}

/// Compares two runs company by company: each resample draws the same companies from both, so that what is easy or hard
/// about a company cancels out and only the change is left.
#[must_use]
pub fn compare(before: &[Outcome], now: &[Outcome]) -> Comparison {
    let known: HashMap<&str, &Outcome> = before.iter().map(|o| (o.id.as_str(), o)).collect();
    let pairs: Vec<(&Outcome, &Outcome)> = now
        .iter()
        .filter_map(|now| Some((*known.get(now.id.as_str())?, now)))
        .collect();
    let both = |draw: &mut dyn Iterator<Item = (&Outcome, &Outcome)>| {
        let (old, new): (Vec<&Outcome>, Vec<&Outcome>) = draw.unzip();
        (Metrics::of(old.into_iter()), Metrics::of(new.into_iter()))
    };
    let (old, new) = both(&mut pairs.iter().copied());
    let drawn = resample(pairs.len(), |draw| {
        both(&mut draw.iter().map(|at| pairs[*at]))
    });
    let change = |measure: Measure| {
        let (before, now) = (old.get(measure)?, new.get(measure)?);
        let differences = drawn
            .iter()
            .filter_map(|(old, new)| Some(less(new.get(measure)?, old.get(measure)?)));
        let (low, high) = interval(differences.collect());
        let (low, high) = (low?, high?);
        Some(Change {
            before,
            now,
            difference: less(now, before),
            low,
            high,
            beyond_noise: low > 0.0 || high < 0.0,
        })
    };
    let first = |outcome: &Outcome| outcome.first_relevant() == Some(1);
    let turned = |to: bool| {
        pairs
            .iter()
            .filter(|(old, new)| first(old) != to && first(new) == to)
            .map(|(_, new)| new.id.clone())
            .collect()
    };
    Comparison {
        companies: pairs.len(),
        only_before: before.len() - pairs.len(),
        only_now: now.len() - pairs.len(),
        relabelled: pairs
            .iter()
            .filter(|(old, new)| (old.best_grade, old.relevant) != (new.best_grade, new.relevant))
            .count(),
        figures: Measure::ALL
            .into_iter()
            .filter_map(|measure| Some((measure, change(measure)?)))
            .collect(),
        gained: turned(true),
        lost: turned(false),
    }
}

/// `now` less `before`. Decimals that another program rewrote may be off in the last place, and a difference of nothing
/// in every resample would look like more than noise.
fn less(now: f64, before: f64) -> f64 {
    let difference = now - before;
    if difference.abs() < 1e-9 {
        0.0
    } else {
        difference
    }
}

#[cfg(test)]
mod tests {
    use super::super::metrics::Pair;
    use super::*;

    /// A company with one relevant subdivision, found at `rank`.
    fn company(id: usize, rank: usize) -> Outcome {
        Outcome {
            id: id.to_string(),
            best_grade: 3,
            ndcg: 1.0,
            relevant: 1,
            pairs: (1..=3)
                .map(|at| Pair(1000 - 100 * at, at as usize == rank))
                .collect(),
        }
    }

    #[test]
    fn an_interval_is_as_wide_as_the_binomial_says() {
        // 80 of 100 right: the standard error is sqrt(0.8 x 0.2 / 100) = 0.04, so 95% lie within about 0.08.
        let outcomes: Vec<Outcome> = (0..100)
            .map(|i| company(i, if i < 80 { 1 } else { 2 }))
            .collect();
        let figure = figures(&outcomes)[&Measure::HitAt1];
        assert_eq!(figure.value, Some(0.8));
        let (low, high) = (figure.low.unwrap(), figure.high.unwrap());
        assert!(
            (low - 0.72).abs() < 0.021 && (high - 0.88).abs() < 0.021,
            "{low} to {high}"
        );
        assert_eq!(figures(&outcomes)[&Measure::HitAt3].low, Some(1.0));
    }

    #[test]
    fn a_figure_nobody_can_give_has_no_interval() {
        let figure = figures(&[company(0, 1)])[&Measure::Auroc];
        assert_eq!((figure.value, figure.low, figure.high), (None, None, None));
    }

    #[test]
    fn one_company_is_noise_and_twenty_are_not() {
        let before: Vec<Outcome> = (0..100).map(|i| company(i, 2)).collect();
        let with = |better: usize| -> Vec<Outcome> {
            (0..100)
                .map(|i| company(i, if i < better { 1 } else { 2 }))
                .collect()
        };
        let one = compare(&before, &with(1));
        assert!(!one.figures[&Measure::HitAt1].beyond_noise);
        assert_eq!(one.gained, ["0"]);
        let many = compare(&before, &with(20)).figures[&Measure::HitAt1];
        assert!(many.beyond_noise && many.low > 0.1 && many.difference == 0.2);
        let same = compare(&before, &before).figures[&Measure::HitAt1];
        assert!(!same.beyond_noise && same.low == 0.0 && same.high == 0.0);
    }

    #[test]
    fn only_companies_of_both_runs_are_compared() {
        let before = [company(1, 1), company(2, 1)];
        let mut after = [company(2, 3), company(3, 1), company(4, 1)];
        after[0].relevant = 2;
        let told = compare(&before, &after);
        assert_eq!(
            (
                told.companies,
                told.only_before,
                told.only_now,
                told.relabelled
            ),
            (1, 1, 2, 1)
        );
        assert_eq!(told.lost, ["2"]);
        assert_eq!(told.figures[&Measure::HitAt1].now, 0.0);
    }
}
