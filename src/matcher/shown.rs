//! The classes that are explained, and what was learned of a feature for them.

use super::keys::Class;
use super::weights::{Postings, parts};

/// So many entries of a list are looked at together: most point to no class that is shown.
const TOGETHER: usize = 4;

/// Classes share so many marks that tell of most that they are not shown.
const MARKS: usize = 128;

/// The classes that are explained.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) list: Vec<Class>,
    /// For every class, its place in the list plus one, 0 for those that are not shown.
    places: Vec<u16>,
    /// Whether a class is shown whose number ends in these bits.
    marks: [bool; MARKS],
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            places: Vec::new(),
            marks: [false; MARKS],
        }
    }
}

impl Shown {
    /// Shows these classes, of so many in all.
    pub(super) fn set(&mut self, shown: impl Iterator<Item = Class>, classes: usize) {
        // Of a thousand classes five are shown: what was noted of the last ones is taken back, not all.
        for class in self.list.drain(..) {
            self.places[usize::from(class)] = 0;
        }
        self.places.resize(classes, 0);
        self.list.extend(shown);
        self.marks = [false; MARKS];
        for (place, class) in (1..).zip(&self.list) {
            self.marks[usize::from(*class) % MARKS] = true;
            self.places[usize::from(*class)] = place;
        }
    }

    /// The place of a class in the list.
    pub(super) fn place(&self, class: usize) -> Option<usize> {
        let place = self.places.get(class).copied().unwrap_or_default();
        usize::from(place).checked_sub(1)
    }

    /// Calls `each` with the places of those that stand in `list`, which is in the order of the classes and has none twice, and
    /// with what stands there: what is shown is looked for there, not the other way round, since lists may be long.
    pub(super) fn among_sorted<T: Copy>(
        &self,
        list: &[(Class, T)],
        mut each: impl FnMut(usize, T),
    ) {
        if list.is_empty() {
            return;
        }
        for (place, class) in self.list.iter().enumerate() {
            if let Ok(at) = list.binary_search_by_key(class, |(known, _)| *known) {
                each(place, list[at].1);
            }
        }
    }

    /// Calls `add` for one entry of a list, if its class is shown.
    #[inline]
    fn one(&self, entry: [u8; 4], add: &mut impl FnMut(usize, i16)) {
        let (class, weight) = parts(entry);
        if let Some(place) = self.place(class) {
            add(place, weight);
        }
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
                let (chunks, rest) = list.as_chunks::<TOGETHER>();
                for chunk in chunks {
                    let marks = chunk.map(|[low, ..]| self.marks[usize::from(low) % MARKS]);
                    if marks != [false; TOGETHER] {
                        chunk.iter().for_each(|entry| self.one(*entry, &mut add));
                    }
                }
                rest.iter().for_each(|entry| self.one(*entry, &mut add));
            }
            Postings::Dense(first, weights) => {
                for (place, class) in self.list.iter().enumerate() {
                    let class = usize::from(*class).checked_sub(first);
                    let weight = class.and_then(|class| weights.get(class));
                    add(
                        place,
                        weight.map_or(0, |weight| i16::from_le_bytes(*weight)),
                    );
                }
            }
        }
    }
}
