//! Assessing a changed profile: what the answer would be.

use crate::fit::{Assessment, Points, Score};
use crate::matcher::{Matcher, Options, Scratch};
use crate::profile::Profile;
use crate::reasons::Outcome;

/// Every subdivision, with no more evidence than its sum.
const SCORES: Options = Options {
    evidence: 0,
    ..super::EVERYTHING
};

/// One subdivision of one profile, tried with changes.
pub(super) struct Trial<'m, 't> {
    pub(super) matcher: &'m Matcher<'t>,
    pub(super) scratch: &'m mut Scratch,
    /// Id of the subdivision.
    pub(super) subdivision: &'t str,
    /// Its raw score as the profile is.
    pub(super) raw: Points,
}

impl<'t> Trial<'_, 't> {
    /// The answer about `profile`, from which `words` were taken in so many places, or to which they were added.
    pub(super) fn outcome(
        &mut self,
        profile: &Profile,
        words: Vec<String>,
        places: usize,
    ) -> Outcome<'t> {
        let assessment = self.matcher.assess(profile, &SCORES, self.scratch);
        let raw = raw_of(&assessment, self.subdivision).unwrap_or_default();
        let fits = &assessment.fits;
        let fit = fits
            .iter()
            .find(|fit| fit.subdivision.id == self.subdivision);
        Outcome {
            words,
            places,
            raw,
            change: Points(raw.0 - self.raw.0),
            score: fit.map_or(Score::default(), |fit| fit.score),
            rank: fit.map_or(0, |fit| fit.rank),
            verdict: assessment.verdict,
            best: fits.first().map(|fit| fit.subdivision),
        }
    }
}

/// The raw score of a subdivision: where it starts and what the evidence adds.
pub(super) fn raw_of(assessment: &Assessment<'_>, id: &str) -> Option<Points> {
    let mut fits = assessment.fits.iter();
    let fit = fits.find(|fit| fit.subdivision.id == id)?;
    Some(Points(fit.base.0 + fit.points.0))
}
