//! From a taxonomy and a profile to an assessment: what the rest of the matcher is put together to.

use super::adapted::{lent, pairs};
use super::borrowed::combine;
use super::features::{Counterfactual, Features, Reader};
use super::keys::Class;
use super::learned::Learned;
use super::measured::Measured;
use super::model::Model;
use super::points::{Buffers, Explainer, Options};
use super::scores::{Scorer, Sums};
use super::tables::Tables;
use crate::fit::{Assessment, Points, Score};
use crate::parallel::both;
use crate::profile::{Field, Profile};
use crate::taxonomy::{Adaptation, Taxonomy};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

/// A taxonomy made ready for matching. Immutable and `Sync`: one serves all threads.
#[derive(Debug)]
pub struct Matcher<'t> {
    taxonomy: &'t Taxonomy,
    pub(super) reader: Reader,
    pub(super) scorer: Scorer,
}

/// Buffers of one thread, reused from profile to profile; the hot path does not allocate once they are warm.
#[derive(Debug, Default)]
pub struct Scratch {
    features: Features,
    sums: Sums,
    buffers: Buffers,
}

impl<'t> Matcher<'t> {
    /// Makes a taxonomy ready. What was learned for a subdivision applies wherever its id stands; a subdivision that
    /// nothing was learned about is matched by its terms and by words related to them.
    #[must_use]
    pub fn new(taxonomy: &'t Taxonomy) -> Self {
        match Tables::of(taxonomy) {
            Some(tables) => Self::with_tables(taxonomy, tables),
            None => Self::with_model(taxonomy, Model::shipped()),
        }
    }

    /// From the tables that were made of the taxonomy before, if they still hold.
    fn with_tables(taxonomy: &'t Taxonomy, tables: Tables<'static>) -> Self {
        let model = Model::shipped();
        // What was learned from labelled companies may make a plan borrow.
        let may_borrow = tables.is_combined || taxonomy.adaptation.is_some();
        let combined = may_borrow.then(|| combine(taxonomy)).flatten();
        if combined.is_some() != tables.is_combined {
            return Self::with_model(taxonomy, model);
        }
        let (combined, borrowed) = combined.unzip();
        let known = combined.as_ref().unwrap_or(taxonomy);
        let learned = tables.learned();
        let reader = Reader::with_labels(tables.index(), tables.labels(), model.clone());
        let weights = (tables.weights(&learned), &reader.terms);
        let mut scorer = Scorer::new(known, &model, borrowed, &learned, weights);
        scorer.take_terms(tables.related, tables.term_words);
        Self::of_parts(taxonomy, known.adaptation.as_deref(), reader, scorer)
    }

    pub(crate) fn with_model(taxonomy: &'t Taxonomy, model: Model<'static>) -> Self {
        let (combined, borrowed) = combine(taxonomy).unzip();
        let known = combined.as_ref().unwrap_or(taxonomy);
        let learned = Learned::of(known, &model);
        let read = || Reader::new(known, model.clone());
        let (weights, reader) = match learned.is_all {
            true => (learned.weights(&model), read()),
            false => both(|| learned.weights(&model), read),
        };
        let weights = (weights, &reader.terms);
        let mut scorer = Scorer::new(known, &model, borrowed, &learned, weights);
        // Before any term is decoded: a plan that was learned whole needs none of this.
        scorer.read_terms(known, &reader.sources());
        Self::of_parts(taxonomy, known.adaptation.as_deref(), reader, scorer)
    }

    fn of_parts(
        taxonomy: &'t Taxonomy,
        adaptation: Option<&Adaptation>,
        mut reader: Reader,
        scorer: Scorer,
    ) -> Self {
        reader.term_words = Arc::clone(&scorer.term_words);
        reader.pairs = pairs(adaptation);
        reader.all_classes_learned = scorer.all_classes_learned();
        reader.weights = Arc::clone(&scorer.weights);
        Self {
            taxonomy,
            reader,
            scorer,
        }
    }

    /// The taxonomy this matcher was made from.
    #[must_use]
    pub fn taxonomy(&self) -> &'t Taxonomy {
        self.taxonomy
    }

    /// Replaces `features` by those of `profile`.
    pub(crate) fn read(&self, profile: &Profile, features: &mut Features) {
        self.reader.read(profile, features);
    }

    /// What `profile` says of each class, to learn from; every pair of words too where `every_pair`.
    pub(crate) fn measure(
        &self,
        profile: &Profile,
        every_pair: bool,
        scratch: &mut Scratch,
    ) -> Measured {
        let Scratch { features, sums, .. } = scratch;
        features.every_pair = every_pair;
        self.reader.read(profile, features);
        self.scorer.sum(features, &self.reader.terms, sums);
        features.every_pair = false;
        self.scorer.rank(1, sums);
        Measured::new(&self.scorer, features, sums)
    }

    /// The class of each shipped class that stands behind the plan's own, by its id; those out of scope begin with `out/`.
    pub(crate) fn lent(&self) -> Vec<(String, Class)> {
        let combined = combine(self.taxonomy);
        combined.map_or_else(Vec::new, |(combined, borrowed)| lent(&combined, &borrowed))
    }

    /// The probability that a sum of `sum`, in log-odds, is relevant, by the shipped table alone.
    pub(crate) fn table(&self, log_odds: f32) -> f64 {
        self.scorer.calibration.table(log_odds)
    }

    /// How much the distance to the best class counts.
    pub(crate) fn gap(&self) -> f32 {
        self.scorer.calibration.gap()
    }

    /// Calls `each` with the keys of the words of a text that may tell in what relation it speaks of a thing.
    pub(crate) fn relation_keys(&self, text: &str, each: impl FnMut(u64)) {
        self.reader.relation_keys(text, each);
    }

    /// Hashes and keys of the words of the taxonomy.
    pub(crate) fn term_words(&self) -> Vec<(u64, u64)> {
        self.reader.lexicon.term_words()
    }

    /// The keys of the pairs of words, or of Chinese characters, that are a term of the taxonomy.
    pub(crate) fn term_pairs(&self) -> HashSet<u64> {
        self.reader.term_pairs(self.taxonomy)
    }

    /// How a phrase is learned: the path of its words, by which terms are known, and the keys of its beginnings.
    pub(crate) fn beginnings(&self, text: &str) -> Option<(u64, Vec<u64>)> {
        self.reader.beginnings(text)
    }

    /// Calls `each` with the key of every phrase that may be read in a text.
    pub(crate) fn phrases_in(&self, text: &str, each: impl FnMut(u64)) {
        self.reader.phrases_in(text, each);
    }

    /// What the terms hash to that this matcher finds.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.reader.terms.fingerprint()
    }

    /// The weights that the taxonomy's author gave each term, by the term's key.
    pub(crate) fn term_weights(&self) -> HashMap<u64, Vec<(Class, f32)>> {
        let phrases = self.reader.terms.phrases();
        phrases
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
        if !self.assess_present_until(deadline, profile, options, scratch, assessment) {
            return false;
        }
        assessment.project = self.assess_project(profile, options, scratch);
        !is_over(deadline)
    }

    /// As [`Matcher::assess`], without the planned project: for what needs the answer about the present business alone.
    pub(crate) fn assess_present(
        &self,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
    ) -> Assessment<'t> {
        let mut assessment = Assessment::default();
        self.assess_present_until(None, profile, options, scratch, &mut assessment);
        assessment
    }

    /// As [`Matcher::assess_until`], without the planned project.
    pub(crate) fn assess_present_until(
        &self,
        deadline: Option<Instant>,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
        assessment: &mut Assessment<'t>,
    ) -> bool {
        let Scratch {
            features,
            sums,
            buffers,
        } = scratch;
        self.reader.read(profile, features);
        if is_over(deadline) {
            return false;
        }
        self.scorer.sum(features, &self.reader.terms, sums);
        // Confidence compares the first with the second, however few are asked for.
        self.scorer.rank(options.top.max(2), sums);
        if is_over(deadline) {
            return false;
        }
        let explainer = Explainer {
            taxonomy: self.taxonomy,
            reader: &self.reader,
            scorer: &self.scorer,
            profile,
            options,
            features,
            sums,
        };
        explainer.explain(buffers, assessment);
        assessment.project = None;
        true
    }

    /// What the planned project of `profile` fits, by its text alone; nothing where no project is described. What is
    /// planned counts as if it were done, and evidence points into [`Field::Project`].
    #[must_use]
    pub fn assess_project(
        &self,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
    ) -> Option<Box<Assessment<'t>>> {
        let project = Profile {
            kind: profile.kind,
            ..Profile::from_text(profile.planned()?)
        };
        let counterfactual = Counterfactual {
            plans: true,
            ..scratch.features.counterfactual
        };
        let counterfactual =
            std::mem::replace(&mut scratch.features.counterfactual, counterfactual);
        let mut assessment = self.assess(&project, options, scratch);
        scratch.features.counterfactual = counterfactual;
        let fits = assessment.fits.iter_mut().map(|fit| &mut fit.evidence);
        let out = assessment.out_of_scope.iter_mut();
        let evidence = fits.chain(out.map(|out| &mut out.evidence)).flatten();
        for piece in evidence.filter(|piece| piece.field == Some(Field::Description)) {
            piece.field = Some(Field::Project);
        }
        Some(Box::new(assessment))
    }

    /// As [`Matcher::assess`], with a reading that leaves something out of account, of the present business alone. Pieces
    /// of evidence are the same ones as in the real reading, at the same places; only their points differ.
    #[must_use]
    pub fn assess_counterfactual(
        &self,
        counterfactual: Counterfactual,
        profile: &Profile,
        options: &Options,
        scratch: &mut Scratch,
    ) -> Assessment<'t> {
        scratch.features.counterfactual = counterfactual;
        let assessment = self.assess_present(profile, options, scratch);
        scratch.features.counterfactual = Counterfactual::default();
        assessment
    }

    /// The score of a subdivision with the raw sum `raw` in a profile whose best subdivision has the raw sum `best`.
    /// Never falls as `raw` rises.
    #[must_use]
    pub fn score_at(&self, raw: Points, best: Points) -> Score {
        let log_odds = |points: Points| points.0 as f32 / 100.0;
        let best = best.max(raw);
        let calibration = &self.scorer.calibration;
        Score::from_probability(calibration.probability(log_odds(raw), log_odds(best)))
    }
}

fn is_over(deadline: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| Instant::now() > deadline)
}
