//! A profile as numbers to learn from: what its words say of each class before anything is learned from labelled companies.

use super::features::{Feature, FeatureKind, Features};
use super::keys::Class;
use super::scores::{PROOF, Scorer, Sums, UNPROVEN, unproven};

/// A profile as numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured {
    /// Words, pairs and terms with how much each counts.
    pub(crate) words: Vec<(Feature, f32)>,
    /// Sums of the plan's own subdivisions, in log-odds.
    pub(crate) sums: Vec<f32>,
    /// Evidence for every class, those of the shipped plan that stand behind included, in log-odds.
    pub(crate) evidence: Vec<f32>,
}

impl Measured {
    /// Of a profile that was summed up and ranked.
    pub(super) fn new(scorer: &Scorer, features: &Features, sums: &Sums) -> Self {
        let stated = |feature: &&Feature| {
            !matches!(
                feature.sort,
                FeatureKind::Label(_) | FeatureKind::Kind(_) | FeatureKind::TradeOnly
            )
        };
        let words = features.list.iter().filter(stated);
        let words = words.map(|word| (*word, sums.scale * word.value()));
        let own = scorer.borrowed.as_ref();
        let own = own.map_or(scorer.subdivisions, |own| own.subdivisions);
        let evidence = |(class, sum): (usize, &f32)| {
            let held_against = if class < own { sums.held_against } else { 0.0 };
            let class = class as Class;
            let (shared, _) = sums.shared(class);
            proven(sum + held_against - scorer.bias(class, sums) - shared)
        };
        Self {
            words: words.collect(),
            sums: sums.list[..own].to_vec(),
            evidence: sums.list.iter().enumerate().map(evidence).collect(),
        }
    }
}

/// What `evidence` is worth after what is taken off where it is little.
pub(crate) fn worth(evidence: f32) -> f32 {
    evidence - unproven(evidence)
}

/// The evidence that is worth this much.
fn proven(worth: f32) -> f32 {
    if worth >= PROOF {
        worth
    } else if worth <= -UNPROVEN {
        worth + UNPROVEN
    } else {
        (worth + UNPROVEN) / (1.0 + UNPROVEN / PROOF)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_told_from_its_worth() {
        for tenth in -30..60_i8 {
            let evidence = f32::from(tenth) / 10.0;
            assert!(
                (proven(worth(evidence)) - evidence).abs() < 1e-5,
                "{evidence}"
            );
        }
    }
}
