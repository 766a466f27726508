//! The verdict on a profile: decided here, from its best score and the business outside the plan, if one is ahead.

use super::{Score, Tier};
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

    /// The verdict on a profile that was understood: `best` is its highest score, and `out_of_scope` says whether a
    /// business outside the plan is ahead of it.
    #[must_use]
    pub fn of(best: Score, out_of_scope: bool) -> Self {
        match Tier::of(best) {
            Some(Tier::Core | Tier::Substantial) => Self::Fits,
            _ if out_of_scope => Self::OutOfScope,
            Some(Tier::Peripheral) => Self::Peripheral,
            None => Self::NothingFits,
        }
    }

    /// The word used in output, in English or Chinese.
    #[must_use]
    pub fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Fits, Language::En) => "fits",
            (Self::Fits, Language::Zh) => "符合",
            (Self::Peripheral, Language::En) => "peripheral",
            (Self::Peripheral, Language::Zh) => "边缘匹配",
            (Self::OutOfScope, Language::En) => "out of scope",
            (Self::OutOfScope, Language::Zh) => "不在招商范围",
            (Self::NothingFits, Language::En) => "nothing fits",
            (Self::NothingFits, Language::Zh) => "无匹配",
            (Self::NoText, Language::En) => "no text",
            (Self::NoText, Language::Zh) => "无文本",
            (Self::NotRecognised, Language::En) => "not recognised",
            (Self::NotRecognised, Language::Zh) => "未能识别",
        }
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
        let verdict = |tenths, out| Verdict::of(Score::from_tenths(tenths), out);
        assert_eq!(verdict(350, false), Verdict::Fits);
        assert_eq!(verdict(350, true), Verdict::Fits);
        assert_eq!(verdict(349, false), Verdict::Peripheral);
        assert_eq!(verdict(349, true), Verdict::OutOfScope);
        assert_eq!(verdict(150, false), Verdict::Peripheral);
        assert_eq!(verdict(149, false), Verdict::NothingFits);
        assert_eq!(verdict(149, true), Verdict::OutOfScope);
    }
}
