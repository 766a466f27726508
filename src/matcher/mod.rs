//! The matcher: start here.
//!
//! ```text
//! profile --read--> features (words, pairs, terms; with role, place, field)      read.rs, role.rs, lexicon.rs, index.rs
//!         --sum---> one number a class: bias + sum of amount x weight            score.rs, model.rs, related.rs
//!         --calibrate--> probability, tier, verdict, confidence                  calibration.rs
//!         --explain--> the same sums, word by word, for the fits that are shown  explain.rs, what_if.rs
//! ```
//!
//! Everything is linear in the words of the profile, so that points of words add up to the score exactly.
//!
//! Where the time goes (perf, 25 November 2026, list of 37,497 company summaries of 750 bytes, three fits with five
//! pieces of evidence each, some 28 microseconds a company): mostly waiting for memory, since words, pairs and weights
//! lie scattered over eight megabytes, more than a core keeps near. Adding weights up and sharing them out among the fits
//! shown is a quarter; finding terms and making features a sixth, looking up words a tenth, cutting into words a tenth;
//! typing errors, which a thread remembers, less than a tenth; rows in and out another. Four things keep the waits short: first slots are read
//! for all words of a text before any is needed, so that the waits overlap; small filters tell at once of most pairs that
//! nothing is known of them; features that point to many classes have their weights side by side; and a word's place is
//! looked up once, for the sum and the explanation. Together with memory that is used again they took the
//! processor's time for the list from 1.49 s to 1.05 s (`hyperfine`, one session); filters and memory changed no figure of
//! `planfit eval`. At start no file is parsed and no table of terms is built; the terms are hashed once, to tell whether
//! the weights were learned for just these.

pub(crate) mod calibration;
mod explain;
pub(crate) mod index;
mod lexicon;
pub(crate) mod model;
pub(crate) mod read;
mod related;
mod role;
mod score;
mod what_if;
mod words;

pub(crate) use index::build as build_index;

pub use calibration::{CORE, PERIPHERAL, SUBSTANTIAL, tier_of};
pub use what_if::Undo;

use crate::fit::{Assessment, Score};
use crate::profile::Profile;
use crate::taxonomy::Taxonomy;
use calibration::Calibration;
use index::Index;
use lexicon::Lexicon;
use model::Model;
use read::Features;
use related::Related;
use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

/// A taxonomy made ready for matching. Immutable and `Sync`: one serves all threads.
#[derive(Debug)]
pub struct Matcher<'t> {
    taxonomy: &'t Taxonomy,
    index: Index,
    lexicon: Lexicon,
    model: Model<'static>,
    /// For each learned class, the class of this taxonomy with the same id.
    learned: Vec<Option<index::Class>>,
    /// Whether the classes and terms of this taxonomy are those that were learned: then the learned weights are all there
    /// is to add up.
    all_learned: bool,
    /// For each class of this taxonomy, its bias and whether it was learned.
    classes: Vec<ClassInfo>,
    related: Related,
    calibration: Calibration,
    /// The labels of the subdivisions, as paths of words.
    labels: HashMap<u64, index::Class>,
}

#[derive(Debug, Clone, Copy)]
struct ClassInfo {
    bias: f32,
    learned: bool,
}

/// Buffers of one thread, reused from profile to profile; the hot path does not allocate once they are warm.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) features: Features,
    /// Sum of each class, bias included, in log-odds.
    sums: Vec<f32>,
    /// First slots of features.
    slots: Vec<u64>,
    /// The classes that are explained, what each feature adds to each, and the weights of one feature.
    shown: Vec<index::Class>,
    shares: Vec<Vec<explain::Share>>,
    weights: Vec<f32>,
    spare: explain::Spare,
    order: Vec<(Score, f32, index::Class)>,
    /// What is held against every subdivision, and the kind of business out of scope that is the reason.
    held_against: f32,
    out_of_scope: Option<usize>,
}

/// How much of an assessment is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// At most this many fits.
    pub top: usize,
    /// None that scores less.
    pub min_score: Score,
    /// At most this many pieces of evidence a fit, strongest first; what is left is summed up in one more piece.
    pub evidence: usize,
}

impl Default for Options {
    /// Five fits, those with a score of at least 1, with the eight strongest pieces of evidence each.
    fn default() -> Self {
        Self {
            top: 5,
            min_score: Score::from_tenths(10),
            evidence: 8,
        }
    }
}

impl<'t> Matcher<'t> {
    /// Makes a taxonomy ready. What was learned for a subdivision applies wherever its id stands; a subdivision that
    /// nothing was learned about is matched by its terms and by words related to them.
    #[must_use]
    pub fn new(taxonomy: &'t Taxonomy) -> Self {
        Self::with_model(taxonomy, Model::shipped())
    }

    pub(crate) fn with_model(taxonomy: &'t Taxonomy, model: Model<'static>) -> Self {
        let (index, words) = Index::new(taxonomy);
        let same_terms = model.terms() == index.fingerprint();
        let lexicon = Lexicon::new(model, words, same_terms);
        let id_of = |class: usize| match taxonomy.subdivisions.get(class) {
            Some(subdivision) => subdivision.id.clone(),
            None => format!(
                "out/{}",
                taxonomy.out_of_scope[class - taxonomy.subdivisions.len()].id
            ),
        };
        let count = taxonomy.subdivisions.len() + taxonomy.out_of_scope.len();
        let ids: Vec<String> = (0..count).map(id_of).collect();
        let learned: Vec<Option<index::Class>> = model
            .class_ids()
            .map(|id| {
                ids.iter()
                    .position(|known| known == id)
                    .map(|at| at as index::Class)
            })
            .collect();
        let mut classes = vec![
            ClassInfo {
                bias: model.default_bias(),
                learned: false
            };
            count
        ];
        for (place, class) in learned.iter().enumerate() {
            if let Some(class) = class {
                classes[usize::from(*class)] = ClassInfo {
                    bias: model.bias(place),
                    learned: true,
                };
            }
        }
        let unlearned: Vec<bool> = classes.iter().map(|class| !class.learned).collect();
        let in_order = learned
            .iter()
            .enumerate()
            .all(|(place, class)| *class == Some(place as index::Class));
        let all_learned = in_order && learned.len() == count && same_terms;
        let related = Related::new(taxonomy, &unlearned, model, &lexicon);
        let calibration = Calibration::new(&model);
        let mut matcher = Self {
            taxonomy,
            index,
            lexicon,
            model,
            learned,
            all_learned,
            classes,
            related,
            calibration,
            labels: HashMap::new(),
        };
        matcher.labels = matcher.label_paths();
        matcher
    }

    /// The taxonomy this matcher was made from.
    #[must_use]
    pub fn taxonomy(&self) -> &'t Taxonomy {
        self.taxonomy
    }

    /// Hashes and keys of the words of the taxonomy.
    pub(crate) fn term_words(&self) -> Vec<(u64, u64)> {
        self.lexicon.term_words()
    }

    /// What the terms hash to that this matcher finds.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.index.fingerprint()
    }

    /// The weights that the taxonomy's author gave each term, by the term's key.
    pub(crate) fn term_weights(&self) -> HashMap<u64, Vec<(index::Class, f32)>> {
        self.index
            .phrases()
            .map(|phrase| (phrase.key, phrase.classes.iter().collect()))
            .collect()
    }

    /// Reads a profile and ranks every subdivision; the same profile gives the same answer in any scratch.
    #[must_use]
    pub fn assess(
        &self,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
    ) -> Assessment<'t> {
        let mut assessment = Assessment::default();
        self.assess_into(profile, options, scratch, &mut assessment);
        assessment
    }

    /// The same, in place of an earlier assessment, whose memory is used again: over a list, with the same scratch, next
    /// to nothing is allocated.
    pub fn assess_into(
        &self,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
        assessment: &mut Assessment<'t>,
    ) {
        self.assess_until(None, profile, options, scratch, assessment);
    }

    /// The same, but given up between two steps once the deadline is over; false if it was, and then the assessment says
    /// nothing.
    pub fn assess_until(
        &self,
        deadline: Option<Instant>,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
        assessment: &mut Assessment<'t>,
    ) -> bool {
        let is_over = || deadline.is_some_and(|deadline| Instant::now() > deadline);
        self.read(profile, &mut scratch.features);
        if is_over() {
            return false;
        }
        self.sum(scratch);
        // Confidence compares the first with the second, however few are asked for.
        self.rank(options.top.max(2), scratch);
        if is_over() {
            return false;
        }
        self.explain(profile, options, scratch, assessment);
        !is_over()
    }
}

/// For learning: how much each word of `vectors` is like each class, where it is at all.
pub(crate) fn related_weights(
    taxonomy: &Taxonomy,
    vectors: &BTreeMap<u64, Vec<i8>>,
    matcher: &Matcher<'_>,
) -> HashMap<u64, Vec<(index::Class, f32)>> {
    let model = matcher.model;
    let subdivisions = taxonomy
        .subdivisions
        .iter()
        .map(|s| (&s.label.en, &s.terms));
    let classes: Vec<Option<Vec<f32>>> = subdivisions
        .chain(
            taxonomy
                .out_of_scope
                .iter()
                .map(|out| (&out.label.en, &out.terms)),
        )
        .map(|(label, terms)| {
            related::class_vector(label, terms, |key| model.vector(key), &matcher.lexicon)
        })
        .collect();
    let mut weights = HashMap::new();
    for key in vectors.keys() {
        let Some(word) = model.vector(*key) else {
            continue;
        };
        let list: Vec<(index::Class, f32)> = classes
            .iter()
            .enumerate()
            .filter_map(|(class, vector)| {
                Some((
                    class as index::Class,
                    related::likeness(word, vector.as_ref()?),
                ))
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        if !list.is_empty() {
            weights.insert(*key, list);
        }
    }
    weights
}
