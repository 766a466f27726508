//! The tier of a score: decided here, for every format.

use super::Score;
use crate::messages::say;
use crate::taxonomy::Language;
use serde::{Deserialize, Serialize};

/// How well a subdivision fits; follows from the score alone. Below the lowest threshold a score has no tier: it is no
/// fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Adjacent, minor or arguable.
    Peripheral,
    /// A real business line; "the shipped threshold" is this tier or better.
    Substantial,
    /// What the firm mainly does.
    Core,
}

impl Tier {
    /// Every tier, the highest first.
    pub const ALL: [Self; 3] = [Self::Core, Self::Substantial, Self::Peripheral];

    /// The lowest score of this tier.
    #[must_use]
    pub const fn threshold(self) -> Score {
        match self {
            Self::Core => Score(600),
            Self::Substantial => Score(350),
            Self::Peripheral => Score(150),
        }
    }

    /// The tier of a score; nothing for a score that is no fit.
    #[must_use]
    pub fn of(score: Score) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| score >= tier.threshold())
    }

    /// The word used in output, in English or Chinese.
    #[must_use]
    pub fn word(self, language: Language) -> &'static str {
        say(
            language,
            match self {
                Self::Core => "core",
                Self::Substantial => "substantial",
                Self::Peripheral => "peripheral",
            },
        )
    }

    /// The word for a tier, or for a score that has none.
    #[must_use]
    pub fn word_or_none(tier: Option<Self>, language: Language) -> &'static str {
        match tier {
            Some(tier) => tier.word(language),
            None => say(language, "no fit"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tier_begins_at_its_threshold() {
        for tier in Tier::ALL {
            let threshold = tier.threshold();
            assert_eq!(Tier::of(threshold), Some(tier));
            let below = Score::from_tenths(threshold.tenths() - 1);
            assert_ne!(Tier::of(below), Some(tier));
        }
        assert_eq!(Tier::of(Score::from_tenths(149)), None);
        assert_eq!(Tier::of(Score::default()), None);
    }
}
