//! What would be if the profile were read otherwise: for explanations, which compare such a reading with the real one.

use super::read::position_factor;
use super::{Matcher, Options, Scratch, role};
use crate::fit::{Assessment, Points, Role, Score};
use crate::profile::Profile;

/// What a reading leaves out of account. The default leaves out nothing: the real reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Undo {
    /// What is traded, planned, not done or done by customers counts as the firm's own.
    pub roles: bool,
    /// What stands late in a text counts as much as what stands first.
    pub places: bool,
}

impl Undo {
    /// How much a word in `role` counts.
    pub(super) fn role_factor(self, role: Role) -> f32 {
        if self.roles { 1.0 } else { role::factor(role) }
    }

    /// How much a word in the sentence of this number counts.
    pub(super) fn position_factor(self, sentence: u16) -> f32 {
        if self.places {
            1.0
        } else {
            position_factor(sentence)
        }
    }
}

impl<'t> Matcher<'t> {
    /// As [`Matcher::assess`], with a reading that leaves something out of account. Pieces of evidence are the same
    /// ones as in the real reading, at the same places; only their points differ.
    #[must_use]
    pub fn assess_undoing(
        &self,
        undo: Undo,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
    ) -> Assessment<'t> {
        scratch.features.undo = undo;
        let assessment = self.assess(profile, options, scratch);
        scratch.features.undo = Undo::default();
        assessment
    }

    /// The score of a subdivision with the raw sum `raw` in a profile whose best subdivision has the raw sum `best`.
    /// Never falls as `raw` rises.
    #[must_use]
    pub fn score_at(&self, raw: Points, best: Points) -> Score {
        let log_odds = |points: Points| points.0 as f32 / 100.0;
        let best = best.max(raw);
        Score::from_probability(self.calibration.probability(log_odds(raw), log_odds(best)))
    }
}
