//! Terms and exclusions that are worth adding to a plan, each tried out on the companies that it concerns.

use super::candidates::{Candidate, Key, Phrases, candidates};
use super::impact::Standing;
use crate::fit::{Assessment, Basis, Score, Tier};
use crate::matcher::{Matcher, Options, Scratch};
use crate::profile::Profile;
use crate::taxonomy::{Label, Language, Taxonomy, Term};
use crate::text::is_han;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A company that suggestions are tried out on.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its row in the file.
    pub row: u64,
    /// Its id there, if it has one.
    pub id: Option<String>,
    /// What it says of itself.
    pub profile: Profile,
    /// What people said of it.
    pub said: Said,
}

/// What people said of a company: the places of subdivisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// It was labelled: these are relevant to it, all others are not.
    Labels(Vec<usize>),
    /// Somebody was asked about some subdivisions.
    Decided {
        /// Those that are relevant.
        yes: Vec<usize>,
        /// Those that are not.
        no: Vec<usize>,
    },
}

impl Said {
    /// Whether a subdivision is relevant, where that is known.
    fn relevant(&self, class: usize) -> Option<bool> {
        match self {
            Self::Nothing => None,
            Self::Labels(labels) => Some(labels.contains(&class)),
            Self::Decided { yes, no } => {
                let is_yes = yes.contains(&class);
                (is_yes || no.contains(&class)).then_some(is_yes)
            }
        }
    }
}

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Suggested {
    /// A term.
    Term,
    /// A phrase in which a term misleads.
    Exclusion,
}

/// A term or exclusion, and what adding it alone would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Suggestion {
    /// Id of the subdivision.
    pub subdivision: String,
    /// Its name.
    pub label: Label,
    /// Whether it is a term.
    pub kind: Suggested,
    /// The words.
    pub text: String,
    /// Their language.
    pub language: Language,
    /// Companies that have the words.
    pub companies: usize,
    /// Companies that would begin to fit.
    pub brings_in: Vec<Moved>,
    /// Companies that would cease to.
    pub throws_out: Vec<Moved>,
}

/// A company that begins or ceases to fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Moved {
    /// Its row in the file.
    pub row: u64,
    /// Its id there, if it has one.
    pub id: Option<String>,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// How it stood.
    pub before: Standing,
    /// How it would stand.
    pub after: Standing,
    /// Of a labelled company, whether it is right so.
    pub right: Option<bool>,
}

/// So many candidates are tried out for each suggestion that is asked for: most do nothing.
const TRIED: usize = 8;

/// Of companies without labels that are concerned, at most one in so many may be thrown out.
const THROWN_OUT: usize = 5;

/// As many fits as there are, without words.
const OPTIONS: Options = Options {
    top: usize::MAX,
    min_score: Tier::Peripheral.threshold(),
    evidence: 0,
};

/// At most `most` suggestions for the plan, best first: those that are right for the most labelled companies on balance, then
/// those whose words point to the subdivision most surely and bring in the most.
#[must_use]
pub fn suggest(matcher: &Matcher<'_>, samples: &[Sample], most: usize) -> Vec<Suggestion> {
    let tried = TermTrials::new(matcher, samples).all(most);
    let mut all: Vec<Suggestion> = Vec::new();
    let mut seen: HashMap<String, Vec<BTreeSet<u64>>> = HashMap::new();
    for suggestion in tried {
        // What a better one does already is not suggested again in other words.
        let rows = suggestion.brings_in.iter().chain(&suggestion.throws_out);
        let rows: BTreeSet<u64> = rows.map(|moved| moved.row).collect();
        let before = seen.entry(suggestion.subdivision.clone()).or_default();
        if all.len() < most && !before.iter().any(|better| rows.is_subset(better)) {
            before.push(rows);
            all.push(suggestion);
        }
    }
    all
}

/// How a company stands in the subdivisions that it fits.
type Fits = HashMap<usize, (Score, Basis)>;

/// Everything that trials have in common.
struct TermTrials<'a> {
    matcher: &'a Matcher<'a>,
    samples: &'a [Sample],
    /// How each stands: subdivisions that fit, with their scores.
    before: Vec<Fits>,
}

impl<'a> TermTrials<'a> {
    fn new(matcher: &'a Matcher<'a>, samples: &'a [Sample]) -> Self {
        let mut scratch = Scratch::default();
        let before = samples
            .iter()
            .map(|sample| fits(matcher, &sample.profile, &mut scratch));
        Self {
            matcher,
            samples,
            before: before.collect(),
        }
    }

    fn taxonomy(&self) -> &'a Taxonomy {
        self.matcher.taxonomy()
    }

    /// Everything that does more good than harm, best first.
    fn all(&self, most: usize) -> Vec<Suggestion> {
        let profiles = without_copies(self.samples);
        let profiles: Vec<&Profile> = profiles.iter().map(Cow::as_ref).collect();
        let terms = Terms::of(self.taxonomy());
        // A term for what companies have that belong there, whether the plan knows it or not.
        let belongs: Vec<Vec<usize>> = (0..self.samples.len()).map(|at| self.belongs(at)).collect();
        let mut additions = candidates(&profiles, &belongs, |phrases, text, class| {
            terms.hold(phrases, text, class)
        });
        additions.retain(|candidate| {
            let mut companies = candidate.companies.iter();
            companies.any(|at| !self.before[*at as usize].contains_key(&candidate.class))
        });
        additions.truncate(TRIED * most);
        // An exclusion for what labelled companies have that fit and should not.
        let wrong: Vec<Vec<usize>> = (0..self.samples.len()).map(|at| self.wrong(at)).collect();
        let mut exclusions = candidates(&profiles, &wrong, |phrases, text, class| {
            !terms.inside(phrases, text, class)
        });
        exclusions.truncate(TRIED * most);
        let mut scratch = Scratch::default();
        let additions = additions.iter().map(|one| (one, Suggested::Term));
        let exclusions = exclusions.iter().map(|one| (one, Suggested::Exclusion));
        let all = additions.chain(exclusions);
        let all = all.filter_map(|(one, kind)| {
            let suggestion = self.suggestion(one, kind, &mut scratch);
            let brought = suggestion.brings_in.len() as f64;
            let worth = one.worth * libm::log2(1.0 + brought);
            Some((gain(&suggestion)?, worth, suggestion))
        });
        let mut all: Vec<(i64, f64, Suggestion)> = all.collect();
        all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| b.1.total_cmp(&a.1)));
        all.into_iter().map(|(.., suggestion)| suggestion).collect()
    }

    /// Where a company belongs: what people said, else what it fits best, if that is a real line of its business and nobody
    /// said no.
    fn belongs(&self, at: usize) -> Vec<usize> {
        let said = &self.samples[at].said;
        match said {
            Said::Labels(labels) => return labels.clone(),
            Said::Decided { yes, .. } if !yes.is_empty() => return yes.clone(),
            Said::Decided { .. } | Said::Nothing => {}
        }
        let fits = self.before[at].iter();
        let fits = fits.filter(|(class, _)| said.relevant(**class) != Some(false));
        let best = fits.max_by_key(|(class, (score, _))| (*score, std::cmp::Reverse(**class)));
        let best = best.filter(|(_, (score, _))| Tier::of(*score) >= Some(Tier::Substantial));
        best.map(|(class, _)| *class).into_iter().collect()
    }

    /// What a company fits and should not.
    fn wrong(&self, at: usize) -> Vec<usize> {
        let said = &self.samples[at].said;
        let fits = self.before[at].keys().copied();
        fits.filter(|class| said.relevant(*class) == Some(false))
            .collect()
    }

    fn suggestion(&self, one: &Candidate, kind: Suggested, scratch: &mut Scratch) -> Suggestion {
        let language = match one.text.chars().any(is_han) {
            true => Language::Zh,
            false => Language::En,
        };
        let mut taxonomy = self.taxonomy().clone();
        let subdivision = &mut taxonomy.subdivisions[one.class];
        match kind {
            Suggested::Exclusion => subdivision.exclusions.push(one.text.clone()),
            Suggested::Term => subdivision.terms.push(Term {
                text: one.text.clone().into(),
                language,
                weight: 1.0,
                note: None,
            }),
        }
        let matcher = Matcher::new(&taxonomy);
        let (mut brings_in, mut throws_out) = (Vec::new(), Vec::new());
        for at in &one.companies {
            let at = *at as usize;
            let sample = &self.samples[at];
            let (before, after) = (&self.before[at], fits(&matcher, &sample.profile, scratch));
            let classes: BTreeSet<usize> = before.keys().chain(after.keys()).copied().collect();
            for class in classes {
                let (old, new) = (before.get(&class), after.get(&class));
                let relevant = sample.said.relevant(class);
                let moved = |right: Option<bool>| Moved {
                    row: sample.row,
                    id: sample.id.clone(),
                    name: sample.profile.name.clone(),
                    before: standing(old, new),
                    after: standing(new, old),
                    right,
                };
                match (old, new) {
                    (None, Some(_)) if class == one.class => brings_in.push(moved(relevant)),
                    (Some(_), None) => throws_out.push(moved(relevant.map(|it| !it))),
                    _ => {}
                }
            }
        }
        let subdivision = &self.taxonomy().subdivisions[one.class];
        Suggestion {
            subdivision: subdivision.id.clone(),
            label: subdivision.label.clone(),
            kind,
            text: one.text.clone(),
            language,
            companies: one.companies.len(),
            brings_in,
            throws_out,
        }
    }
}

/// The profiles of companies, empty where another before has the same text: lists of securities have a firm several times.
fn without_copies(samples: &[Sample]) -> Vec<Cow<'_, Profile>> {
    let mut seen = HashSet::new();
    let profiles = samples.iter().map(|Sample { profile, .. }| {
        let text = (&profile.keywords, &profile.products, &profile.description);
        match seen.insert(text) {
            true => Cow::Borrowed(profile),
            false => Cow::Owned(Profile::default()),
        }
    });
    profiles.collect()
}

/// The terms of a plan, to tell what is one already.
struct Terms {
    /// Of all subdivisions and kinds of business out of scope.
    all: HashSet<Key>,
    /// Of each subdivision.
    own: Vec<HashSet<Key>>,
}

impl Terms {
    fn of(taxonomy: &Taxonomy) -> Self {
        let mut phrases = Phrases::default();
        let mut keys = |terms: &[Term]| -> HashSet<Key> {
            let terms = terms.iter().map(|term| phrases.runs(&term.text).0);
            terms.collect()
        };
        let own: Vec<HashSet<Key>> = taxonomy
            .subdivisions
            .iter()
            .map(|subdivision| keys(&subdivision.terms))
            .collect();
        let elsewhere: Vec<HashSet<Key>> = taxonomy
            .out_of_scope
            .iter()
            .map(|one| keys(&one.terms))
            .collect();
        let all = own.iter().chain(&elsewhere).flatten().copied();
        Self {
            all: all.collect(),
            own,
        }
    }

    /// Whether a phrase is a term of any, or a term of this subdivision stands in it and counts already.
    fn hold(&self, phrases: &mut Phrases, text: &str, class: usize) -> bool {
        self.all.contains(&phrases.runs(text).0) || self.inside(phrases, text, class)
    }

    /// Whether a term of this subdivision stands in a phrase.
    fn inside(&self, phrases: &mut Phrases, text: &str, class: usize) -> bool {
        let (_, runs) = phrases.runs(text);
        !runs.is_disjoint(&self.own[class])
    }
}

/// On one side; what a score rests on is told by the other where there is none.
fn standing(fit: Option<&(Score, Basis)>, other: Option<&(Score, Basis)>) -> Standing {
    let score = fit.map(|(score, _)| *score).unwrap_or_default();
    Standing {
        score,
        tier: Tier::of(score),
        basis: fit.or(other).map(|(_, basis)| *basis).unwrap_or_default(),
    }
}

fn fits(matcher: &Matcher<'_>, profile: &Profile, scratch: &mut Scratch) -> Fits {
    let assessment: Assessment<'_> = matcher.assess(profile, &OPTIONS, scratch);
    let fits = assessment.fits.iter();
    fits.map(|fit| (fit.class, (fit.score, fit.basis)))
        .collect()
}

/// How many more labelled companies a suggestion puts right than wrong; nothing where it does no good. Of companies without
/// labels nobody knows who rightly fits: to bring in many is good, if it throws out few.
fn gain(suggestion: &Suggestion) -> Option<i64> {
    let all = suggestion.brings_in.iter().chain(&suggestion.throws_out);
    let gain = all
        .filter_map(|moved| moved.right)
        .map(|right| if right { 1 } else { -1 });
    let gain: i64 = gain.sum();
    let unlabelled = |moved: &[Moved]| moved.iter().filter(|one| one.right.is_none()).count();
    let (in_, out) = (
        unlabelled(&suggestion.brings_in),
        unlabelled(&suggestion.throws_out),
    );
    let good = in_ > 0 && THROWN_OUT * out <= in_ + out;
    (gain > 0 || (gain == 0 && good)).then_some(gain)
}
