//! The classes that are explained, and what was learned of a feature for them.

use super::keys::Class;
use super::weights::{Postings, parts};

/// The classes that are explained.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) list: Vec<Class>,
    /// For every class, its place in the list plus one, 0 for those that are not shown.
    places: Vec<u16>,
}

impl Shown {
    /// Shows these classes, of so many in all.
    pub(super) fn set(&mut self, shown: impl Iterator<Item = Class>, classes: usize) {
        self.places.clear();
        self.places.resize(classes, 0);
        self.list.clear();
        self.list.extend(shown);
        for (place, class) in (1..).zip(&self.list) {
            self.places[usize::from(*class)] = place;
        }
    }

    /// The place of a class in the list.
    pub(super) fn place(&self, class: usize) -> Option<usize> {
        let place = self.places.get(class).copied().unwrap_or_default();
        usize::from(place).checked_sub(1)
    }

    /// Calls `each` with the places of those that `postings` points to, and the weights.
    #[inline]
    pub(super) fn among(&self, postings: Postings<'_>, mut each: impl FnMut(usize, i16)) {
        let mut add = |place: usize, weight: i16| {
            if weight != 0 {
                each(place, weight);
            }
        };
        match postings {
            Postings::Sparse(list) => {
                for (class, weight) in list.iter().map(|entry| parts(*entry)) {
                    if let Some(place) = self.place(class) {
                        add(place, weight);
                    }
                }
            }
            Postings::Dense(weights) => {
                for (place, class) in self.list.iter().enumerate() {
                    let weight = weights.get(usize::from(*class));
                    add(
                        place,
                        weight.map_or(0, |weight| i16::from_le_bytes(*weight)),
                    );
                }
            }
        }
    }
}
