//! Assessing a changed profile: what the answer would be.

use super::outcome::Outcome;
use crate::fit::{Assessment, Fit, Points, Score};
use crate::matcher::{Matcher, Options, Scratch};
use crate::profile::Profile;

/// How many bytes an explanation reads again, of each of the things that it tries; enough for any number of trials on the
/// profiles that people write, and a second or so on the longest.
const READ_AGAIN: usize = 8 << 20;

/// How often so long a profile may be read again.
pub(super) fn readings(profile: &Profile) -> usize {
    let length: usize = profile.texts().map(|(_, _, text)| text.len()).sum();
    (READ_AGAIN / length.max(1)).max(1)
}

/// Every subdivision with every piece of evidence that an explanation can tell: of more, those left are summed up.
pub(super) const EVERYTHING: Options = Options {
    top: usize::MAX,
    min_score: match Score::from_const(0) {
        Some(score) => score,
        None => panic!("zero is a score"),
    },
    evidence: 4096,
};

/// Every subdivision, with no more evidence than its sum.
const SCORES: Options = Options {
    evidence: 0,
    ..EVERYTHING
};

/// One subdivision of one profile, tried with changes.
pub(super) struct Reassessment<'m, 't> {
    pub(super) matcher: &'m Matcher<'t>,
    pub(super) scratch: &'m mut Scratch,
    /// The subdivision, by its place in the plan.
    pub(super) class: usize,
    /// Its raw score as the profile is.
    pub(super) raw: Points,
}

impl<'t> Reassessment<'_, 't> {
    /// The answer about `profile`, from which `words` were taken in so many places, or to which they were added.
    pub(super) fn outcome(
        &mut self,
        profile: &Profile,
        words: Vec<String>,
        places: usize,
    ) -> Outcome<'t> {
        let assessment = self.matcher.assess_present(profile, &SCORES, self.scratch);
        let fits = &assessment.fits;
        let fit = fit_of(&assessment, self.class);
        let raw = fit.map_or(Points(0), Fit::raw);
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

/// The fit of a subdivision, by its place in the plan.
pub(super) fn fit_of<'a, 't>(assessment: &'a Assessment<'t>, class: usize) -> Option<&'a Fit<'t>> {
    assessment.fits.iter().find(|fit| fit.class == class)
}
