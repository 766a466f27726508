//! What a report says, whatever the format: firms, ranked, with their fits, against one plan.

use crate::fit::{Assessment, Evidence, Points, Score, Tier, Verdict};
use crate::profile::{Completeness, Field, Profile};
use crate::taxonomy::{Label, Language, Subdivision, Taxonomy};

/// The scores at which words change: a report has to say "substantial from 35" without knowing the matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// From here on a fit is core.
    pub core: Score,
    /// From here on a fit is substantial.
    pub substantial: Score,
    /// Below this it is no fit at all, only the nearest.
    pub peripheral: Score,
}

/// How a report is to be written.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Language of everything but the profiles' texts and the plan's clauses.
    pub language: Language,
    /// Title on the cover instead of the usual one.
    pub title: Option<String>,
    /// Date on the cover, as it is to be read; none is printed without.
    pub date: Option<String>,
    /// Where words change.
    pub thresholds: Thresholds,
}

impl Settings {
    /// The word for a score: core, substantial, peripheral, or nothing below that.
    #[must_use]
    pub fn tier(&self, score: Score) -> Option<Tier> {
        let lines = [
            (self.thresholds.core, Tier::Core),
            (self.thresholds.substantial, Tier::Substantial),
            (self.thresholds.peripheral, Tier::Peripheral),
        ];
        lines
            .into_iter()
            .find_map(|(line, tier)| (score >= line).then_some(tier))
    }

    /// Whether a fit with this score counts as one.
    #[must_use]
    pub fn counts(&self, score: Score) -> bool {
        score >= self.thresholds.peripheral
    }
}

/// A report on one firm or many. Formats differ in how they show it, never in what it says.
#[derive(Debug, Clone)]
pub struct Report<'t> {
    /// The plan everything refers to.
    pub taxonomy: &'t Taxonomy,
    /// The firms, best first.
    pub firms: Vec<Firm>,
}

/// One profile and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firm {
    /// Place in the input, from 1: a row of a list, or the how-manieth profile.
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
}

/// A subdivision that fits a firm, or comes nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirmFit {
    /// Index into [`Taxonomy::subdivisions`].
    pub subdivision: usize,
    /// 0 to 100.
    pub score: Score,
    /// Where every profile starts for this subdivision.
    pub base: Points,
    /// Sum of the evidence.
    pub points: Points,
    /// Evidence, strongest first.
    pub evidence: Vec<Evidence>,
}

/// A kind of business that the plan does not promote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfScopeNote {
    /// Its name.
    pub label: Label,
    /// How sure.
    pub score: Score,
    /// What says so.
    pub evidence: Vec<Evidence>,
}

impl Firm {
    /// From an assessment of `profile`, which stood at `row` of the input.
    #[must_use]
    pub fn new(
        row: u64,
        id: Option<String>,
        profile: Profile,
        assessment: Assessment<'_>,
        taxonomy: &Taxonomy,
    ) -> Self {
        let place = |subdivision: &Subdivision| {
            let known = &taxonomy.subdivisions;
            known.iter().position(|known| known.id == subdivision.id)
        };
        let fits = assessment.fits.into_iter().filter_map(|fit| {
            Some(FirmFit {
                subdivision: place(fit.subdivision)?,
                score: fit.score,
                base: fit.base,
                points: fit.points,
                evidence: fit.evidence,
            })
        });
        Self {
            row,
            id,
            fits: fits.collect(),
            verdict: assessment.verdict,
            confidence: assessment.confidence,
            completeness: assessment.completeness,
            out_of_scope: assessment.out_of_scope.map(|out| OutOfScopeNote {
                label: out.label.clone(),
                score: out.score,
                evidence: out.evidence,
            }),
            profile,
        }
    }

    /// The score of the best fit, zero without one.
    #[must_use]
    pub fn best(&self) -> Score {
        self.fits.first().map_or(Score::default(), |fit| fit.score)
    }

    /// What to call the firm: its name, its id, or its place in the input; never longer than a line.
    #[must_use]
    pub fn display_name(&self, language: Language) -> String {
        let named = [self.profile.name.as_deref(), self.id.as_deref()];
        let name = named
            .into_iter()
            .flatten()
            .map(str::trim)
            .find(|name| !name.is_empty());
        match (name, language) {
            (Some(name), _) => clip(name, NAME_LENGTH),
            (None, Language::En) => format!("Profile {}", self.row),
            (None, Language::Zh) => format!("资料{}", self.row),
        }
    }

    /// The entry of a field that a piece of evidence points into.
    #[must_use]
    pub fn entry(&self, field: Field, item: usize) -> &str {
        entry_of(&self.profile, field, item)
    }
}

pub(super) fn entry_of(profile: &Profile, field: Field, item: usize) -> &str {
    let text = match field {
        Field::Name => profile.name.as_ref(),
        Field::Keywords => profile.keywords.get(item),
        Field::Products => profile.products.get(item),
        Field::Description => profile.description.as_ref(),
    };
    text.map_or("", String::as_str)
}

/// Characters of a name that are shown; the longest registered names have some 60.
const NAME_LENGTH: usize = 100;

/// The first `length` characters of `text`, with an ellipsis where something was cut off.
pub(super) fn clip(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

impl<'t> Report<'t> {
    /// A report on `firms`, which are put in order: those that fit first, better before worse, input order otherwise.
    #[must_use]
    pub fn new(taxonomy: &'t Taxonomy, mut firms: Vec<Firm>) -> Self {
        let class = |verdict| match verdict {
            Verdict::Fits => 0,
            Verdict::Peripheral => 1,
            Verdict::NothingFits => 2,
            Verdict::OutOfScope => 3,
            Verdict::NotRecognised => 4,
            Verdict::NoText => 5,
        };
        firms.sort_by_key(|firm| (class(firm.verdict), std::cmp::Reverse(firm.best())));
        Self { taxonomy, firms }
    }

    /// The firm, if the report is about one only.
    #[must_use]
    pub fn single(&self) -> Option<&Firm> {
        match self.firms.as_slice() {
            [firm] => Some(firm),
            _ => None,
        }
    }

    /// The subdivision of a fit.
    #[must_use]
    pub fn subdivision(&self, fit: &FirmFit) -> &'t Subdivision {
        &self.taxonomy.subdivisions[fit.subdivision]
    }

    /// The name of a subdivision.
    #[must_use]
    pub fn label(&self, subdivision: usize, language: Language) -> &'t str {
        self.taxonomy.subdivisions[subdivision].label.get(language)
    }

    /// Where a subdivision stands in the plan: its industry, then its front unless that has the same name.
    #[must_use]
    pub fn path(&self, subdivision: &Subdivision, language: Language) -> String {
        let industry = self.taxonomy.industry_of(subdivision).label.get(language);
        let front = self.taxonomy.front_of(subdivision).label.get(language);
        if front == industry {
            front.to_owned()
        } else {
            format!("{industry} · {front}")
        }
    }
}
