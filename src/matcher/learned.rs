//! Which classes and terms of a taxonomy weights were learned for, and the weights as they are numbered there.

use super::adapted::ids;
use super::keys::Class;
use super::model::Model;
use super::terms::{Index, Phrase};
use super::weights::Weights;
use crate::taxonomy::Taxonomy;
use std::ops::Range;

/// Which classes of a taxonomy weights were learned for.
pub(super) struct Learned {
    /// For each class that was learned, which it is here, if it is.
    pub(super) classes: Vec<Option<Class>>,
    /// How many classes the taxonomy has.
    pub(super) count: usize,
    /// Whether they are all that were learned, and in the same order.
    pub(super) is_all: bool,
}

impl Learned {
    pub(super) fn of(taxonomy: &Taxonomy, model: &Model<'_>) -> Self {
        let ids = ids(taxonomy);
        let is_it = |id: &str| {
            ids.iter()
                .position(|known| known.iter().any(|known| known == id))
        };
        let classes: Vec<Option<Class>> = model
            .class_ids()
            .map(|id| is_it(id).map(|place| place as Class))
            .collect();
        let in_order = (0..)
            .zip(&classes)
            .all(|(place, class)| *class == Some(place));
        Self {
            is_all: in_order && classes.len() == ids.len(),
            count: ids.len(),
            classes,
        }
    }

    /// The learned weights for the classes of the taxonomy.
    pub(super) fn weights(&self, model: &Model<'static>) -> Weights<'static> {
        match self.is_all {
            true => model.weights().clone(),
            false => model.weights().renumbered(&self.classes, self.range()),
        }
    }

    /// The classes of the taxonomy that were learned, and those between them.
    pub(super) fn range(&self) -> Range<usize> {
        let learned = || self.classes.iter().flatten();
        let end = learned().max().map_or(0, |last| usize::from(*last) + 1);
        learned().min().map_or(0, |first| usize::from(*first))..end
    }
}

/// Which terms of a taxonomy were learned with its classes. One of them that got no weight says nothing: only a term that
/// is new counts by the weight its author gave it. So an amended copy of the shipped plan answers as before wherever it was not
/// amended; where the shipped plan itself is amended, not before it is learned again.
#[derive(Debug, Default)]
pub(super) struct LearnedTerms {
    /// The terms of the shipped taxonomy, if the weights were learned with just these.
    shipped: Option<Index>,
    /// By class of the taxonomy, which it is in the shipped one.
    places: Vec<Option<Class>>,
    /// Whether every term was learned for every class that lists it.
    pub(super) are_all: bool,
}

impl LearnedTerms {
    pub(super) fn of(learned: &Learned, model: &Model<'_>, terms: &Index) -> Self {
        if learned.is_all && model.terms() == terms.fingerprint() {
            return Self {
                are_all: true,
                ..Self::default()
            };
        }
        let mut known = Self {
            shipped: Index::embedded().filter(|shipped| shipped.fingerprint() == model.terms()),
            places: vec![None; learned.count],
            are_all: false,
        };
        for (place, class) in (0..).zip(&learned.classes) {
            if let Some(class) = class {
                known.places[usize::from(*class)] = Some(place);
            }
        }
        let is_learned = |phrase: Phrase<'_>| {
            let mut classes = phrase.classes.iter();
            classes.all(|(class, _)| known.has(&phrase, class))
        };
        known.are_all = known.places.iter().all(Option::is_some) && terms.phrases().all(is_learned);
        known
    }

    /// Whether a term was learned for a class of the taxonomy.
    pub(super) fn has(&self, phrase: &Phrase<'_>, class: Class) -> bool {
        let place = self.places.get(usize::from(class)).copied().flatten();
        let (Some(shipped), Some(place)) = (&self.shipped, place) else {
            return self.are_all;
        };
        let shipped = shipped.at(phrase.key);
        shipped.is_some_and(|shipped| shipped.key == phrase.key && shipped.classes.has(place))
    }
}
