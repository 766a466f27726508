//! A firm with its answer, owned: from an assessment, or read back from a record.

use super::check::Check;
use super::sentence::clip;
use crate::fit::{Assessment, Basis, Evidence, Fit, OutOfScopeFit, Points, Score, Tier, Verdict};
use crate::messages::message;
use crate::profile::{Completeness, Profile};
use crate::taxonomy::{Label, Language};

/// One profile and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Firm {
    /// Place in the input, from 1: a row of a list, or the number of the profile.
    pub row: u64,
    /// The lead's id, where it came from a list that has one.
    pub id: Option<String>,
    /// What was read.
    pub profile: Profile,
    /// The answer in one word.
    pub verdict: Verdict,
    /// 0 to 100, see [`Assessment::confidence`].
    pub confidence: u8,
    /// How much the profile tells.
    pub completeness: Completeness,
    /// The business outside the plan that it was recognised as.
    pub out_of_scope: Option<OutOfScopeNote>,
    /// Fits, best first.
    pub fits: Vec<FirmFit>,
    /// How many fits were asked for, where that is known: as many as there are may not be all.
    pub asked: Option<usize>,
    /// What its planned project fits, where the profile describes one.
    pub project: Option<FirmProject>,
    /// For a record: why its figures are not those that this program computes, if they are not.
    pub unverified: Option<Check>,
    /// What a team has decided about it, a sentence each.
    pub decided: Vec<Label>,
    /// What that comes to, in a few words.
    pub decision: Option<Label>,
}

/// A subdivision that fits a firm, or comes nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirmFit {
    /// Index into [`Taxonomy::subdivisions`](crate::Taxonomy::subdivisions).
    pub subdivision: usize,
    /// 0 to 100.
    pub score: Score,
    /// What the score rests on.
    pub basis: Basis,
    /// Where every profile starts for this subdivision.
    pub base: Points,
    /// Sum of the evidence.
    pub points: Points,
    /// Evidence, strongest first.
    pub evidence: Vec<Evidence>,
}

/// What a planned project fits; see [`Assessment::project`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirmProject {
    /// The answer in one word.
    pub verdict: Verdict,
    /// The business outside the plan that it was recognised as.
    pub out_of_scope: Option<OutOfScopeNote>,
    /// Fits, best first.
    pub fits: Vec<FirmFit>,
}

impl FirmProject {
    /// Its best fit, where it fits anything.
    #[must_use]
    pub fn best(&self) -> Option<&FirmFit> {
        let best = self.fits.first()?;
        (self.verdict.something_fits() && best.tier().is_some()).then_some(best)
    }
}

/// A kind of business that the plan does not promote.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfScopeNote {
    /// Its name.
    pub label: Label,
    /// How sure.
    pub score: Score,
    /// What says so.
    pub evidence: Vec<Evidence>,
}

impl OutOfScopeNote {
    fn new(out: OutOfScopeFit<'_>) -> Self {
        Self {
            label: out.label.clone(),
            score: out.score,
            evidence: out.evidence,
        }
    }
}

impl FirmFit {
    fn new(fit: Fit<'_>) -> Self {
        Self {
            subdivision: fit.class,
            score: fit.score,
            basis: fit.basis,
            base: fit.base,
            points: fit.points,
            evidence: fit.evidence,
        }
    }

    /// The tier of its score; nothing where it is no fit.
    #[must_use]
    pub fn tier(&self) -> Option<Tier> {
        Tier::of(self.score)
    }

    /// Its score as readers are shown it.
    #[must_use]
    pub fn shown(&self, language: Language) -> String {
        self.basis.shown(self.score, language)
    }
}

impl Firm {
    /// From an assessment of `profile`, which stood at `row` of the input.
    #[must_use]
    pub fn new(row: u64, id: Option<String>, profile: Profile, assessment: Assessment<'_>) -> Self {
        let project = assessment.project.map(|project| FirmProject {
            verdict: project.verdict,
            out_of_scope: project.out_of_scope.map(OutOfScopeNote::new),
            fits: project.fits.into_iter().map(FirmFit::new).collect(),
        });
        Self {
            row,
            id,
            fits: assessment.fits.into_iter().map(FirmFit::new).collect(),
            asked: None,
            project,
            verdict: assessment.verdict,
            confidence: assessment.confidence,
            completeness: assessment.completeness,
            out_of_scope: assessment.out_of_scope.map(OutOfScopeNote::new),
            profile,
            unverified: None,
            decided: Vec::new(),
            decision: None,
        }
    }

    /// Whether fits of this tier or above may be missing, since no more were asked for than are listed.
    #[must_use]
    pub fn is_cut(&self, tier: Tier) -> bool {
        let reaches = |fit: &FirmFit| fit.score >= tier.threshold();
        self.asked.is_none_or(|asked| self.fits.len() >= asked)
            && self.fits.last().is_some_and(reaches)
    }

    /// The score of the best fit, zero without one.
    #[must_use]
    pub fn best(&self) -> Score {
        self.fits.first().map_or(Score::default(), |fit| fit.score)
    }

    /// The score of the best fit as readers are shown it, that of nothing without one.
    #[must_use]
    pub fn best_shown(&self, language: Language) -> String {
        let best = self.fits.first();
        best.map_or_else(|| self.best().to_string(), |fit| fit.shown(language))
    }

    /// The score and the tier for the subdivision at this place of the plan as readers are shown them; no score where none
    /// is stated.
    #[must_use]
    pub fn shown_for(
        &self,
        subdivision: usize,
        language: Language,
    ) -> (Option<String>, &'static str) {
        let fit = self.fits.iter().find(|fit| fit.subdivision == subdivision);
        let tier = fit.map_or_else(
            || Tier::word_or_none(None, language),
            |fit| fit.basis.tier(fit.tier(), language),
        );
        (fit.map(|fit| fit.shown(language)), tier)
    }

    /// Whether the best score, if there is one, states a probability.
    #[must_use]
    pub fn is_calibrated(&self) -> bool {
        self.fits
            .first()
            .is_none_or(|fit| fit.basis.is_calibrated())
    }

    /// What to call the firm: its name, its id, or that it has none, with its place in the input; never longer than a
    /// line.
    #[must_use]
    pub fn display_name(&self, language: Language) -> String {
        let named = [self.profile.name.as_deref(), self.id.as_deref()];
        let name = named
            .into_iter()
            .flatten()
            .map(str::trim)
            .find(|name| !name.is_empty());
        match name {
            Some(name) => {
                let words: Vec<&str> = name.split_whitespace().collect();
                clip(&words.join(" "), NAME_LENGTH)
            }
            None => message!(language, "Unnamed firm {row}", row = self.row),
        }
    }
}

/// Characters of a name that are shown; the longest registered names have some 60.
const NAME_LENGTH: usize = 100;
