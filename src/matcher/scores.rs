//! Sums: bias + scale x sum over features of value x weight, for every class at once.

mod classes;
mod stated;
mod stored;
mod sums;
mod weighing;

use super::adapted::Adapted;
use super::borrowed::Borrowed;
use super::calibration::Calibration;
use super::features::{Feature, FeatureKind, Features, share};
use super::keys::Class;
use super::learned::{Learned, LearnedTerms};
use super::model::Model;
use super::order::{keep_first, larger};
use super::related::Related;
use super::seen::Sources;
use super::shown::Shown;
use super::stacking::Stacking;
use super::term_words::{TermWords, rarity};
use super::terms::Index;
use super::weights::{PLACES, Postings, WEIGHT_UNIT, Weights};
use crate::fit::{Basis, Score};
use crate::parallel::both;
use crate::taxonomy::Taxonomy;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use classes::ClassTable;
pub(super) use sums::Sums;
pub(super) use weighing::{PROOF, UNPROVEN};
pub(crate) use weighing::{STRONGEST, lengthy, prominence, salience, scale, unproven};

/// Log-odds of a keyword or product that is the label of a subdivision, word for word: as much as lifts a subdivision from
/// one in a hundred to three in four. Not learned, since the labelled companies do not use the plan's labels as keywords.
const LABEL: f32 = 5.7;

/// How strongly a word speaks of which only likeness to the terms is known, in a plan that was not learned: about the
/// points of a likely one.
const RELATED: f32 = 1.0;

/// So many sums are compared side by side.
const TOGETHER: usize = 8;

/// The largest of some numbers.
fn largest(numbers: &[f32]) -> f32 {
    let (groups, rest) = numbers.as_chunks::<TOGETHER>();
    let mut best = [f32::MIN; TOGETHER];
    for group in groups {
        for (best, number) in best.iter_mut().zip(group) {
            *best = larger(*number, *best);
        }
    }
    best.iter().chain(rest).copied().fold(f32::MIN, larger)
}

/// Most terms are shared by fewer classes.
const FEW_CLASSES: usize = 8;

/// The number of the next scorer; 0 is nobody's.
static SCORERS: AtomicU64 = AtomicU64::new(1);

/// How rare a term is that `count` of `classes` share, beside one that is in one of them.
fn rareness(count: usize, classes: usize) -> f32 {
    rarity(count, classes) / rarity(1, classes)
}

/// What is known of some classes: whether any of them borrows from another, and whether anything was learned for any.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownOf {
    borrow: bool,
    learned: bool,
}

/// Everything that scoring needs: weights, biases, calibration.
#[derive(Debug)]
pub(super) struct Scorer {
    /// Tells this scorer from every other one, so that none takes over what another one noted in a buffer.
    number: u64,
    pub(super) weights: Arc<Weights<'static>>,
    model: Model<'static>,
    /// Which terms of the taxonomy were learned: if all, the learned weights are all there is to add up.
    learned_terms: LearnedTerms,
    /// Whether every class of the taxonomy was learned itself: then a word of which nothing was learned says nothing.
    all_classes_learned: bool,
    classes: ClassTable,
    /// The classes of the taxonomy that are subdivisions, the first ones.
    pub(super) subdivisions: usize,
    /// How many classes the plan itself has, and how rare a term is that none, one, two and so on of them share.
    own_classes: usize,
    rareness: [f32; FEW_CLASSES],
    /// Which classes borrow from shipped ones that stand behind those of the plan.
    pub(super) borrowed: Option<Borrowed>,
    related: Related,
    pub(super) term_words: Arc<TermWords>,
    /// What was learned of the plan from labelled companies.
    adapted: Option<Adapted>,
    stacking: Stacking,
    pub(super) calibration: Calibration,
}

impl Scorer {
    pub(super) fn new(
        taxonomy: &Taxonomy,
        model: &Model<'static>,
        borrowed: Option<Borrowed>,
        learned: &Learned,
        (weights, terms): (Weights<'static>, &Index),
    ) -> Self {
        let adaptation = taxonomy.adaptation.as_deref();
        let (bias, length_bias) = (model.default_bias(), model.default_length_bias());
        let mut classes = ClassTable::new(learned.count, bias, length_bias);
        for (place, class) in learned.classes.iter().enumerate() {
            if let Some(class) = class {
                classes.set(*class, model.bias(place), model.length_bias(place));
            }
        }
        let own_classes = match &borrowed {
            Some(own) => own.subdivisions + own.out_of_scope,
            None => classes.len(),
        };
        let adapted = adaptation.map(|known| Adapted::new(known, taxonomy, borrowed.as_ref()));
        Self {
            number: SCORERS.fetch_add(1, Ordering::Relaxed),
            weights: Arc::new(weights),
            learned_terms: LearnedTerms::of(learned, model, terms),
            all_classes_learned: borrowed.is_none()
                && classes.learned.iter().all(|learned| *learned),
            classes,
            subdivisions: taxonomy.subdivisions.len(),
            rareness: std::array::from_fn(|count| rareness(count, own_classes)),
            own_classes,
            borrowed,
            related: Related::default(),
            term_words: Arc::default(),
            adapted,
            stacking: Stacking::new(model, &learned.classes, taxonomy.subdivisions.len()),
            calibration: Calibration::new(model, adaptation.map(|known| known.calibration)),
            model: model.clone(),
        }
    }

    /// Finds out what the terms say of the classes that nothing was learned about: which words are related to them, and
    /// what their own words say.
    pub(super) fn read_terms(&mut self, taxonomy: &Taxonomy, sources: &Sources<'_>) {
        let unlearned: Vec<bool> = (0..self.classes.len())
            .map(|class| self.is_unlearned(class))
            .collect();
        if !unlearned.contains(&true) {
            return;
        }
        let model = self.model.clone();
        let (related, words) = both(
            || Related::new(taxonomy, &unlearned, model, sources.lexicon),
            || TermWords::new(taxonomy, sources, |class| self.is_own(class), &unlearned),
        );
        self.related = related;
        self.term_words = Arc::new(words);
    }

    /// Whether a class is one of the plan itself, not there to be borrowed from.
    pub(super) fn is_own(&self, class: usize) -> bool {
        let borrowed = self.borrowed.as_ref();
        borrowed.is_none_or(|borrowed| !borrowed.is_lent(class))
    }

    /// Whether nothing was learned for a class, nor for one that it borrows from.
    pub(super) fn is_unlearned(&self, class: usize) -> bool {
        let borrowed = self.borrowed.as_ref();
        let borrows = borrowed.is_some_and(|borrowed| !borrowed.lenders(class).is_empty());
        !self.classes.learned[class] && !borrows
    }

    /// Whether weights were learned for a class, or for the one that it borrows from.
    pub(super) fn is_learned(&self, class: Class, sums: &Sums) -> bool {
        self.classes.learned[usize::from(sums.lender(class))]
    }

    /// What is known of a class.
    pub(super) fn basis(&self, class: usize) -> Basis {
        match &self.borrowed {
            _ if self.adapted.is_some() => Basis::Adapted,
            Some(borrowed) if !borrowed.lenders(class).is_empty() => Basis::Borrowed,
            _ if self.classes.learned[class] => Basis::Learned,
            _ => Basis::Terms,
        }
    }

    /// Whether words of which nothing was learned say nothing.
    pub(super) fn all_classes_learned(&self) -> bool {
        self.all_classes_learned
    }

    /// Whether the learned weights are all there is to add up.
    fn all_learned(&self) -> bool {
        self.learned_terms.are_all
    }

    /// Whether nothing counts but the learned weights, and the plan's labels.
    pub(super) fn is_plain(&self) -> bool {
        self.all_learned() && self.adapted.is_none()
    }

    /// Where a profile of this length, with these other sums, starts for a class.
    pub(super) fn bias(&self, class: Class, sums: &Sums) -> f32 {
        let base = self.classes.at(sums.lender(class), lengthy(sums.scale));
        let adapted = self.adapted.as_ref();
        base + sums.adjustment(class) + adapted.map_or(0.0, |adapted| adapted.bias(class))
    }

    /// Whether a feature got a weight from labelled companies.
    pub(super) fn is_adapted(&self, feature: &Feature) -> bool {
        let adapted = self.adapted.as_ref();
        adapted.is_some_and(|adapted| adapted.knows(feature.key))
    }

    /// How strongly a feature speaks, in log-odds, up to [`STRONGEST`]: as learned, or, where it was not, as the plan's
    /// author weighed it.
    /// `of_terms` says how strongly it does as a word of terms.
    fn strength(&self, feature: &Feature, terms: &Index, every_pair: bool, of_terms: f32) -> f32 {
        let stated = |phrase, points| {
            let classes = terms.phrase(phrase).classes.iter();
            points * classes.fold(0.0, |most, (_, weight)| weight.max(most))
        };
        let adapted = self.adapted.as_ref();
        let has_pair = || adapted.is_some_and(|adapted| adapted.has_pair(feature.key));
        let strength = match (feature.postings, feature.sort) {
            (Some(place), _) => place.strength().max(of_terms),
            (None, FeatureKind::Term(phrase)) => stated(phrase, self.model.term_points()),
            (None, FeatureKind::Whole(phrase)) => stated(phrase, self.model.whole_points()),
            (None, FeatureKind::Word) if !self.all_classes_learned => of_terms.max(RELATED),
            (None, FeatureKind::Pair | FeatureKind::Both) if every_pair || has_pair() => {
                of_terms.max(RELATED)
            }
            (
                None,
                FeatureKind::Pair | FeatureKind::HanPair | FeatureKind::Phrase | FeatureKind::Both,
            ) => of_terms,
            (None, FeatureKind::Label(_) | FeatureKind::Kind(_) | FeatureKind::TradeOnly) => {
                STRONGEST
            }
            (None, _) => 0.0,
        };
        strength.min(STRONGEST)
    }

    /// How much each feature stands out beside the strongest mention, and the length of what is offered.
    fn weigh_up(&self, features: &mut Features, terms: &Index, sums: &mut Sums) {
        let (mut strongest, mut covers) = (0.0_f32, false);
        sums.strengths.clear();
        for (at, feature) in features.list.iter().enumerate() {
            let strength = match feature.postings {
                // Most of what is read, and all that is known of it.
                Some(place) if self.all_learned() => place.strength().min(STRONGEST),
                _ => {
                    let places = sums.places.get(at);
                    let of_terms = places.map_or(0.0, |places| places.words.strongest);
                    self.strength(feature, terms, features.every_pair, of_terms)
                }
            };
            sums.strengths.push(strength);
            strongest = larger(strength * feature.largest, strongest);
            covers |= feature.covers > 0.0;
        }
        let mut length = 0.0;
        for (feature, strength) in features.list.iter_mut().zip(&sums.strengths) {
            feature.share = if feature.is_stated() {
                1.0
            } else {
                prominence(*strength, strongest)
            };
            length += feature.length * salience(*strength, feature.sort) * feature.share;
        }
        sums.length = length;
        if !covers {
            return;
        }
        for feature in &mut features.list {
            if feature.covers > 0.0 {
                feature.share *= share(feature.covers, length);
            }
        }
    }

    /// What was learned of a feature that has been looked up.
    #[inline]
    fn postings(&self, feature: &Feature) -> Option<Postings<'_>> {
        feature.postings.map(|place| self.weights.at(place))
    }

    /// Calls `each` with the classes among `shown` that the feature at `place` speaks for or against, each by its place there,
    /// and with how strongly, in log-odds. `weights` are as many as are shown, all 0, for its use; `known` is what
    /// [`Scorer::known_of`] them.
    #[inline]
    pub(super) fn weights_for(
        &self,
        (place, feature): (usize, &Feature),
        sums: &Sums,
        terms: &Index,
        (shown, known): (&Shown, KnownOf),
        weights: &mut [f32],
        mut each: impl FnMut(usize, f32),
    ) {
        let postings = self.postings(feature);
        if self.is_plain() && !matches!(feature.sort, FeatureKind::Label(_)) {
            if let Some(postings) = postings {
                shown.among(postings, |at, weight| {
                    each(at, f32::from(weight) * WEIGHT_UNIT);
                });
            }
            return;
        }
        let places = sums.places.get(place);
        if !known.borrow {
            if let Some(postings) = postings.filter(|_| known.learned) {
                shown.among(postings, |at, weight| {
                    weights[at] = f32::from(weight) * WEIGHT_UNIT;
                });
            }
            if let FeatureKind::Label(class) = feature.sort {
                if let Some(at) = shown.place(usize::from(class)) {
                    weights[at] += LABEL;
                }
            } else if let Some(places) = places.filter(|_| !feature.sort.is_of_words()) {
                sums.of_terms
                    .among(&places.of_terms, shown, |at, weight| weights[at] += weight);
            }
        } else {
            for (weight, class) in weights.iter_mut().zip(&shown.list) {
                let lender = usize::from(sums.lender(*class));
                let learned = postings.map_or(0, |known| known.weight(lender));
                *weight = f32::from(learned) * WEIGHT_UNIT;
            }
            self.stated_beside_words(feature, terms, |class, weight| {
                for (known, total) in shown.list.iter().zip(weights.iter_mut()) {
                    if *known == class || sums.lender(*known) == class {
                        *total += weight;
                    }
                }
            });
        }
        if let Some(places) = places {
            if feature.sort.is_of_words() {
                for (total, class) in weights.iter_mut().zip(&shown.list) {
                    *total += self.term_words.weight(places.words, *class);
                    let lender = sums.lender(*class);
                    if lender != *class {
                        *total += self.term_words.weight(places.words, lender);
                    }
                }
            }
            sums.related
                .among(&places.related, shown, |at, weight| weights[at] += weight);
        }
        if let Some(adapted) = &self.adapted {
            let learned =
                |class: Class| postings.map_or(0, |known| known.weight(usize::from(class)));
            let learned = |class| f32::from(learned(class)) * WEIGHT_UNIT;
            adapted.weigh(feature.key, &shown.list, learned, weights);
            self.stated(feature, terms, |lent, weight| {
                adapted.weigh_lent(&shown.list, lent, weight, weights);
            });
        }
        for (at, weight) in weights.iter_mut().enumerate() {
            if *weight != 0.0 {
                each(at, *weight);
                *weight = 0.0;
            }
        }
    }

    /// What there is to know of the classes that are shown.
    pub(super) fn known_of(&self, shown: &Shown, sums: &Sums) -> KnownOf {
        let mut classes = shown.list.iter();
        KnownOf {
            borrow: sums.loans.touch(&shown.list),
            learned: classes.any(|class| self.classes.learned[usize::from(*class)]),
        }
    }

    /// Adds everything up.
    pub(super) fn sum(&self, features: &mut Features, terms: &Index, sums: &mut Sums) {
        sums.serve(self.number);
        sums.list.clear();
        sums.list.resize(self.classes.len().max(PLACES), 0.0);
        self.find_lists(features, terms, sums);
        self.weigh_up(features, terms, sums);
        if self.is_plain() {
            self.add_learned(features, &mut sums.list);
        } else {
            self.add_all(features, sums);
        }
        sums.list.truncate(self.classes.len());
        if let Some(adapted) = &self.adapted {
            adapted.lend(&mut sums.list);
        }
        sums.scale = scale(sums.length);
        let scale = sums.scale;
        let finished = |class: usize, sum: f32| self.classes.finished(class, scale, sum);
        if let Some(borrowed) = &self.borrowed {
            borrowed.lend(&mut sums.list, finished, &mut sums.loans);
            let lists = (&sums.places[..], &sums.told);
            borrowed.share(|told| Self::told(features, lists, told), &mut sums.loans);
            // Few classes borrow: the sums of the others are finished several at once, and these put in their places.
            let (list, loans) = (&mut sums.list, &sums.loans);
            sums.borrowing.clear();
            sums.borrowing
                .extend(borrowed.borrowing.iter().map(|class| {
                    let class = usize::from(*class);
                    finished(usize::from(loans.lender[class]), list[class]) + loans.shared[class].0
                }));
            self.classes.finish(scale, list);
            for (class, sum) in borrowed.borrowing.iter().zip(&sums.borrowing) {
                list[usize::from(*class)] = *sum;
            }
        } else {
            // Those of another plan, where the buffers served one.
            sums.loans.clear();
            self.classes.finish(scale, &mut sums.list);
        }
        self.adjust(sums);
        if let Some(adapted) = &self.adapted {
            adapted.add_biases(&mut sums.list);
        }
    }

    /// Adds to each sum what the other sums and the length of the text say of it.
    fn adjust(&self, sums: &mut Sums) {
        let lengthy = lengthy(sums.scale);
        let Sums {
            list,
            adjustments,
            learned,
            ..
        } = sums;
        self.stacking.adjust(list, lengthy, learned, adjustments);
        for class in self.borrowed.iter().flat_map(|own| &own.borrowing) {
            sums.adjustments[usize::from(*class)] = sums.adjustment(*class);
        }
        for (sum, adjustment) in sums.list.iter_mut().zip(&sums.adjustments) {
            *sum += adjustment;
        }
    }

    /// Adds up what was learned of the features, where that is all there is to add up.
    fn add_learned(&self, features: &Features, sums: &mut [f32]) {
        for feature in &features.list {
            let value = feature.value();
            if let Some(postings) = self.postings(feature) {
                postings.add_to(sums, value * WEIGHT_UNIT);
            }
            if let FeatureKind::Label(class) = feature.sort {
                sums[usize::from(class)] += value * LABEL;
            }
        }
    }

    /// Adds up what is known of the features, from wherever it is.
    fn add_all(&self, features: &Features, sums: &mut Sums) {
        let Sums {
            list,
            places,
            of_terms,
            related,
            ..
        } = sums;
        for (place, feature) in features.list.iter().enumerate() {
            let value = feature.value();
            if let Some(postings) = self.postings(feature) {
                postings.add_to(list, value * WEIGHT_UNIT);
            }
            if let FeatureKind::Label(class) = feature.sort {
                list[usize::from(class)] += value * LABEL;
            }
            if let Some(places) = places.get(place) {
                // No list of another sort holds anything.
                match feature.sort {
                    FeatureKind::Term(_) | FeatureKind::Whole(_) => {
                        of_terms.add_to(&places.of_terms, list, value);
                    }
                    sort if sort.is_of_words() => {
                        self.term_words.add_to(places.words, list, value);
                        if sort == FeatureKind::Word {
                            related.add_to(&places.related, list, value);
                        }
                    }
                    _ => {}
                }
            }
            if let Some(adapted) = &self.adapted {
                adapted.words(feature.key, |class, weight| {
                    list[usize::from(class)] += value * weight;
                });
            }
        }
    }

    /// The first `count` subdivisions by score, then by raw sum, then in taxonomy order.
    pub(super) fn rank(&self, count: usize, sums: &mut Sums) {
        let Sums {
            list,
            order,
            held_against,
            out_of_scope,
            ..
        } = sums;
        let (subdivisions, out) = list.split_at_mut(self.subdivisions);
        let (subdivisions, out) = match &self.borrowed {
            Some(own) => (
                &mut subdivisions[..own.subdivisions],
                &mut out[..own.out_of_scope],
            ),
            None => (subdivisions, out),
        };
        let likeliest = out
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        *out_of_scope = likeliest.map(|(place, _)| place);
        *held_against = likeliest.map_or(0.0, |(_, sum)| self.calibration.held_against(*sum));
        subdivisions
            .iter_mut()
            .for_each(|sum| *sum -= *held_against);
        // The best of as many groups as are wanted: none that is worse than all of these is among the first.
        let groups = subdivisions.chunks(subdivisions.len().div_ceil(count.max(1)).max(1));
        let is_enough = groups.len() >= count;
        let best = groups.map(largest);
        let (top, least) = best.fold((f32::MIN, f32::MAX), |(top, least), best| {
            (top.max(best), least.min(best))
        });
        let least = if is_enough { least } else { f32::MIN };
        order.clear();
        for (group, first) in subdivisions.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
            // Of most classes of a large plan it is told several at once that they are not among the first.
            let is_none = group.iter().fold(true, |none, sum| none & (*sum < least));
            if !is_none {
                let classes = group.iter().zip(first..);
                let classes = classes.filter(|(sum, _)| **sum >= least);
                order.extend(classes.map(|(sum, class)| (Score::default(), *sum, class)));
            }
        }
        // A higher sum is a higher score or the same one, so that the order of the sums is that of the scores. Of equals
        // the first class comes first.
        keep_first(order, count, |a, b| b.1.total_cmp(&a.1).then(a.2.cmp(&b.2)));
        for (score, sum, _) in order {
            *score = Score::from_probability(self.calibration.probability(*sum, top));
        }
    }
}
