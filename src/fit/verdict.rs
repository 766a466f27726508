//! The verdict on a profile: all six are decided here, from what the matcher found: whether there was anything to read and
//! to understand, the best score, and whether a business outside the plan is ahead.

use super::{Score, Tier};
use crate::messages::say;
use crate::taxonomy::Language;
use serde::{Deserialize, Serialize};

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// At least one subdivision is core or substantial.
    #[serde(rename = "fits")]
    Fits,
    /// Only peripheral fits.
    #[serde(rename = "peripheral")]
    Peripheral,
    /// The business is of a kind the plan does not promote.
    #[serde(rename = "out of scope")]
    OutOfScope,
    /// No subdivision is even peripheral.
    #[serde(rename = "nothing fits")]
    NothingFits,
    /// There was no text to read, or only a name, which proves nothing.
    #[serde(rename = "no text")]
    NoText,
    /// Nothing in the text was understood as what a firm does.
    #[serde(rename = "not recognised")]
    NotRecognised,
}

/// What the matcher found in a profile, as far as the verdict depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Findings {
    /// Whether there is no text but, perhaps, a name: [`Profile::says_nothing`](crate::profile::Profile::says_nothing).
    pub says_nothing: bool,
    /// Whether the text is in a language that is read, and something in it says what the firm does.
    pub is_understood: bool,
    /// The highest score of a subdivision.
    pub best: Score,
    /// Whether a business outside the plan is ahead of it.
    pub out_of_scope: bool,
}

impl Findings {
    /// Of a profile that was understood.
    #[must_use]
    pub fn understood(best: Score, out_of_scope: bool) -> Self {
        Self {
            says_nothing: false,
            is_understood: true,
            best,
            out_of_scope,
        }
    }
}

impl Verdict {
    /// Every verdict, in the order in which counts of them are shown.
    pub const ALL: [Self; 6] = [
        Self::Fits,
        Self::Peripheral,
        Self::NothingFits,
        Self::OutOfScope,
        Self::NotRecognised,
        Self::NoText,
    ];

    /// The verdict that follows from what was found. What was not understood has no score to go by.
    #[must_use]
    pub fn of(found: &Findings) -> Self {
        match Tier::of(found.best) {
            // A name proves nothing, either way; nor do words that say nothing.
            _ if found.says_nothing => Self::NoText,
            _ if !found.is_understood => Self::NotRecognised,
            Some(Tier::Core | Tier::Substantial) => Self::Fits,
            _ if found.out_of_scope => Self::OutOfScope,
            Some(Tier::Peripheral) => Self::Peripheral,
            None => Self::NothingFits,
        }
    }

    /// Whether something was understood, so that there are fits to show.
    #[must_use]
    pub fn is_understood(self) -> bool {
        !matches!(self, Self::NoText | Self::NotRecognised)
    }

    /// The word used in output, in English or Chinese.
    #[must_use]
    pub fn word(self, language: Language) -> &'static str {
        say(
            language,
            match self {
                Self::Fits => "fits",
                Self::Peripheral => "peripheral##verdict",
                Self::OutOfScope => "out of scope",
                Self::NothingFits => "nothing fits",
                Self::NoText => "no text",
                Self::NotRecognised => "not recognised",
            },
        )
    }

    /// Whether something fits: exit code 0 rather than 1.
    #[must_use]
    pub fn something_fits(self) -> bool {
        matches!(self, Self::Fits | Self::Peripheral)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_follows_from_the_best_score_and_the_business_outside_the_plan() {
        let verdict = |tenths, out_of_scope| {
            Verdict::of(&Findings::understood(
                Score::from_tenths(tenths),
                out_of_scope,
            ))
        };
        assert_eq!(verdict(350, false), Verdict::Fits);
        assert_eq!(verdict(350, true), Verdict::Fits);
        assert_eq!(verdict(349, false), Verdict::Peripheral);
        assert_eq!(verdict(349, true), Verdict::OutOfScope);
        assert_eq!(verdict(150, false), Verdict::Peripheral);
        assert_eq!(verdict(149, false), Verdict::NothingFits);
        assert_eq!(verdict(149, true), Verdict::OutOfScope);
    }

    #[test]
    fn what_was_not_understood_is_told_whatever_it_scores() {
        for (tenths, out_of_scope) in [(0, false), (900, false), (900, true)] {
            let verdict = |says_nothing, is_understood| {
                Verdict::of(&Findings {
                    says_nothing,
                    is_understood,
                    ..Findings::understood(Score::from_tenths(tenths), out_of_scope)
                })
            };
            assert_eq!(verdict(true, false), Verdict::NoText);
            assert_eq!(verdict(true, true), Verdict::NoText);
            assert_eq!(verdict(false, false), Verdict::NotRecognised);
        }
    }
}
