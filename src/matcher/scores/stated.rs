//! What the plan says of a feature besides what was learned of it: its labels, its terms and their words.

use super::sums::FeaturePlaces;
use super::{FeatureKind, LABEL, Scorer, Sums, rareness};
use crate::matcher::borrowed::OWN_POINTS;
use crate::matcher::features::{Feature, Features};
use crate::matcher::keys::Class;
use crate::matcher::remembered::Remembered;
use crate::matcher::term_words::said_for;
use crate::matcher::terms::{Index, Phrase};

impl Scorer {
    /// What is left of a term beside its weight: of those of classes that nothing was learned about, one that many classes
    /// of the plan share says less, as a word does. What its words say for a class already is not said twice.
    fn rareness(&self, phrase: &Phrase<'_>) -> f32 {
        let classes = phrase.classes.iter();
        let count = match self.borrowed {
            None => classes.len(),
            Some(_) => classes
                .filter(|(class, _)| self.is_own(usize::from(*class)))
                .count(),
        };
        let known = self.rareness.get(count).copied();
        known.unwrap_or_else(|| rareness(count, self.own_classes))
    }

    /// Finds the lists of classes that each feature speaks for beside what was learned: as a term, and as a word related to them.
    pub(super) fn find_lists(&self, features: &Features, terms: &Index, sums: &mut Sums) {
        sums.places.clear();
        if self.all_learned() {
            return;
        }
        sums.related.bound_memory();
        sums.of_terms.bound_memory();
        sums.told.bound_memory();
        for feature in &features.list {
            let mut places = FeaturePlaces::default();
            match feature.sort {
                FeatureKind::Term(_) | FeatureKind::Whole(_) => {
                    places.of_terms = sums.of_terms.place(feature.key, |entries| {
                        self.of_term(feature, terms, |class, weight| {
                            entries.push((class, weight));
                        });
                    });
                }
                sort => {
                    places.words = self.term_words.place(feature.key);
                    if sort == FeatureKind::Word {
                        places.related = self.related.place(feature.key, &mut sums.related);
                    }
                }
            }
            if let (FeatureKind::Term(phrase), Some(borrowed)) = (feature.sort, &self.borrowed) {
                // Only what borrows is told apart.
                let borrows = |class: &Class| !borrowed.lenders(usize::from(*class)).is_empty();
                places.told = sums.told.place(feature.key, |entries| {
                    let classes = terms.phrase(phrase).classes.iter();
                    entries.extend(classes.filter(|(class, _)| borrows(class)));
                });
            }
            sums.places.push(places);
        }
    }

    /// Calls `add` with what the plan says of a feature besides what was learned of it.
    pub(super) fn stated(&self, feature: &Feature, terms: &Index, mut add: impl FnMut(Class, f32)) {
        if feature.sort.is_of_words() && !self.all_learned() {
            for (class, weight) in self.term_words.of(feature.key) {
                add(*class, *weight);
            }
        }
        self.stated_beside_words(feature, terms, add);
    }

    /// The same without what its words say.
    pub(super) fn stated_beside_words(
        &self,
        feature: &Feature,
        terms: &Index,
        mut add: impl FnMut(Class, f32),
    ) {
        if let FeatureKind::Label(class) = feature.sort {
            add(class, LABEL);
        }
        if !self.all_learned() {
            self.of_term(feature, terms, add);
        }
    }

    /// Calls `add` with what a term, if the feature is one, says of the classes that list it.
    fn of_term(&self, feature: &Feature, terms: &Index, mut add: impl FnMut(Class, f32)) {
        let (phrase, points) = match feature.sort {
            FeatureKind::Term(phrase) => (terms.phrase(phrase), self.model.term_points()),
            FeatureKind::Whole(phrase) => (terms.phrase(phrase), self.model.whole_points()),
            _ => return,
        };
        let rareness = self.rareness(&phrase);
        let said = match feature.sort {
            FeatureKind::Term(_) => self.term_words.of_term(feature.key),
            _ => &[],
        };
        // A term that was not learned counts by the weight its author gave it; one that was, by what was learned.
        let postings = self.postings(feature);
        for (class, weight) in phrase.classes.iter() {
            let baked = postings.is_some_and(|known| known.weight(usize::from(class)) != 0);
            if baked || self.learned_terms.has(&phrase, class) {
                continue;
            }
            if self.is_unlearned(usize::from(class)) {
                let said = said_for(said, class);
                add(class, (weight * points * rareness - said).max(0.0));
                continue;
            }
            let Some(borrowed) = &self.borrowed else {
                add(class, weight * points);
                continue;
            };
            let lenders = borrowed.lenders(usize::from(class));
            let taught = |lender: &Class| phrase.classes.has(*lender);
            if !lenders.is_empty() && !lenders.iter().any(taught) {
                add(class, weight * OWN_POINTS);
            }
        }
    }

    /// Adds up what the terms of the plan say of its classes, to tell apart those that share a lender.
    pub(super) fn told(
        features: &Features,
        (places, lists): (&[FeaturePlaces], &Remembered),
        told: &mut [f32],
    ) {
        for (feature, places) in features.list.iter().zip(places) {
            if let FeatureKind::Term(_) = feature.sort {
                lists.add_to(&places.told, told, feature.value());
            }
        }
    }
}
