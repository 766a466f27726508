//! Which classes of a taxonomy weights were learned for, and the weights as they are numbered there.

use super::adapted::ids;
use super::keys::Class;
use super::model::Model;
use super::weights::Weights;
use crate::taxonomy::Taxonomy;

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
            false => model.weights().renumbered(&self.classes, self.count),
        }
    }
}
