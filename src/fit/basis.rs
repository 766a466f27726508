//! What an answer rests on: decided here, for every format.

use super::{Score, Tier};
use crate::messages::say;
use crate::taxonomy::Language;
use serde::{Deserialize, Serialize};

/// What is known of a subdivision.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Weights were learned for it, and scores are calibrated.
    #[default]
    Learned,
    /// It borrows what was learned for the shipped subdivisions that it is like.
    Borrowed,
    /// Weights or the calibration were adapted to labels of the plan's own.
    Adapted,
    /// Its terms, and words that are like them: nothing was learned, and scores were never calibrated.
    Terms,
}

impl Basis {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Learned => "learned",
            Self::Borrowed => "borrowed",
            Self::Adapted => "adapted",
            Self::Terms => "terms",
        }
    }

    /// Whether a score on this basis states a probability.
    #[must_use]
    pub fn is_calibrated(self) -> bool {
        self != Self::Terms
    }

    /// A score as readers are shown it: the figure where it is a probability, else how relevant it is, in words.
    #[must_use]
    pub fn shown(self, score: Score, language: Language) -> String {
        match self.is_calibrated() {
            true => score.to_string(),
            false => relevance(Tier::of(score), language).to_owned(),
        }
    }

    /// The tier of a score in words; for a score that was never calibrated, that it rests on terms alone.
    #[must_use]
    pub fn tier(self, tier: Option<Tier>, language: Language) -> &'static str {
        match self.is_calibrated() {
            true => Tier::word_or_none(tier, language),
            false => say(language, "by terms"),
        }
    }

    /// What stands in a list as the tier of a score, beside the figure: for a score that was never calibrated, how relevant the
    /// subdivision is, in words.
    #[must_use]
    pub fn tier_or_relevance(self, score: Score, language: Language) -> &'static str {
        match self.is_calibrated() {
            true => Tier::word_or_none(Tier::of(score), language),
            false => relevance(Tier::of(score), language),
        }
    }
}

/// How relevant a subdivision is by a score that was never calibrated and lies where `tier` would be.
fn relevance(tier: Option<Tier>, language: Language) -> &'static str {
    say(
        language,
        match tier {
            Some(Tier::Core) => "strong##relevance",
            Some(Tier::Substantial) => "some##relevance",
            Some(Tier::Peripheral) => "weak##relevance",
            None => "none##relevance",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_calibrated_score_is_a_figure() {
        let score = Score::from_tenths(886);
        for basis in [Basis::Learned, Basis::Borrowed, Basis::Adapted] {
            assert_eq!(basis.shown(score, Language::En), "88.6");
        }
        let words = [886, 400, 200, 20].map(|tenths| {
            let score = Score::from_tenths(tenths);
            [Language::En, Language::Zh].map(|language| Basis::Terms.shown(score, language))
        });
        let expected = [
            ["strong", "强"],
            ["some", "中"],
            ["weak", "弱"],
            ["none", "无"],
        ];
        assert_eq!(words, expected);
        let listed = |basis: Basis| basis.tier_or_relevance(score, Language::En);
        assert_eq!(
            (listed(Basis::Borrowed), listed(Basis::Terms)),
            ("core", "strong")
        );
    }
}
