//! Lists of classes that a word or a term points to beside what was learned of it, remembered from profile to profile: to work
//! one out takes a product of vectors for every class, or a look at every class that lists the term.

use super::keys::{Class, Hashed};
use super::shown::Shown;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// Entries of lists that are remembered before all are forgotten: bounds them, to some megabytes, whatever the plan.
const REMEMBERED: usize = 1 << 20;

/// A list that names one class of so many or more is kept as the weights of all of them, which are added up several at a
/// time: an entry of a list takes about as long as so many of them.
const DENSE: usize = 6;

/// Whether to keep a list of so many entries as the weights of all classes, of which there are so many up to the last one that
/// it names.
pub(super) fn is_dense(entries: usize, classes: usize) -> bool {
    entries * DENSE >= classes
}

/// Adds `factor` times the weights of a list to the sums of its classes.
pub(super) fn add_entries(list: &[(Class, f32)], sums: &mut [f32], factor: f32) {
    let mut add = |(class, weight): &(Class, f32)| {
        if let Some(sum) = sums.get_mut(usize::from(*class)) {
            *sum += factor * weight;
        }
    };
    // Four in a row: three of ten instructions went into counting.
    let (chunks, rest) = list.as_chunks::<4>();
    for chunk in chunks {
        chunk.iter().for_each(&mut add);
    }
    rest.iter().for_each(add);
}

/// The same where there is a weight for every class.
pub(super) fn add_dense(weights: &[f32], sums: &mut [f32], factor: f32) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += factor * weight;
    }
}

/// Where a list stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum ListPlace {
    /// In ascending order of the classes, each once.
    Sorted(Part),
    Unsorted(Part),
    Dense(Part),
}

/// From where to where, in few bytes: several stand beside every feature of a profile.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Part {
    start: u32,
    end: u32,
}

impl Part {
    fn of(range: Range<usize>) -> Self {
        Self {
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    #[inline]
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Default for ListPlace {
    fn default() -> Self {
        Self::Sorted(Part::default())
    }
}

/// Lists by the keys of words or terms.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    places: HashMap<u64, ListPlace, BuildHasherDefault<Hashed>>,
    /// Lists one after the other.
    entries: Vec<(Class, f32)>,
    /// The weights of all classes up to the last one that is named, list after list.
    weights: Vec<f32>,
}

impl Remembered {
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.entries.clear();
        self.weights.clear();
    }

    /// Forgets all lists when they have become too many. A list is taken to be no shorter than this, so that words
    /// without one are bounded too.
    pub(super) fn bound_memory(&mut self) {
        const SHORTEST: usize = 8;
        let entries = self.entries.len() + self.weights.len() / 2;
        if entries.max(SHORTEST * self.places.len()) > REMEMBERED {
            self.clear();
        }
    }

    /// Where the list with this key stands, which `add` appends where it is not remembered. Good until the lists are bounded.
    #[inline]
    pub(super) fn place(
        &mut self,
        key: u64,
        add: impl FnOnce(&mut Vec<(Class, f32)>),
    ) -> ListPlace {
        if let Some(known) = self.places.get(&key) {
            return *known;
        }
        let start = self.entries.len();
        add(&mut self.entries);
        let place = self.made_dense(start);
        self.places.insert(key, place);
        place
    }

    /// The place of the last list, from `start` on, as the weights of all classes where it names many, each once.
    fn made_dense(&mut self, start: usize) -> ListPlace {
        let list = &self.entries[start..];
        let classes = list.last().map_or(0, |(last, _)| usize::from(*last) + 1);
        if !list.windows(2).all(|two| two[0].0 < two[1].0) {
            return ListPlace::Unsorted(Part::of(start..self.entries.len()));
        }
        if !is_dense(list.len(), classes) {
            return ListPlace::Sorted(Part::of(start..self.entries.len()));
        }
        let from = self.weights.len();
        self.weights.resize(from + classes, 0.0);
        for (class, weight) in self.entries.drain(start..) {
            self.weights[from + usize::from(class)] = weight;
        }
        ListPlace::Dense(Part::of(from..from + classes))
    }

    /// Adds `factor` times the weights of a list to the sums of the classes.
    #[inline]
    pub(super) fn add_to(&self, place: &ListPlace, sums: &mut [f32], factor: f32) {
        match place {
            ListPlace::Sorted(place) | ListPlace::Unsorted(place) => {
                add_entries(&self.entries[place.range()], sums, factor);
            }
            ListPlace::Dense(place) => add_dense(&self.weights[place.range()], sums, factor),
        }
    }

    /// Calls `each` with the classes of a list that are shown, by their places there, and the weights, in the order of the list
    /// or of what is shown.
    #[inline]
    pub(super) fn among(&self, place: &ListPlace, shown: &Shown, mut each: impl FnMut(usize, f32)) {
        match place {
            // What is shown is looked for in the list, which may be long.
            ListPlace::Sorted(place) => shown.among_sorted(&self.entries[place.range()], each),
            ListPlace::Unsorted(place) => {
                for (class, weight) in &self.entries[place.range()] {
                    if let Some(at) = shown.place(usize::from(*class)) {
                        each(at, *weight);
                    }
                }
            }
            ListPlace::Dense(place) => {
                let weights = &self.weights[place.range()];
                for (at, class) in shown.list.iter().enumerate() {
                    if let Some(weight) = weights.get(usize::from(*class)) {
                        each(at, *weight);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kept as a list or as the weights of all classes: the same is added up, and the same is shown.
    #[test]
    fn lists_of_few_and_of_many_classes_say_the_same() {
        let mut remembered = Remembered::default();
        let lists: [&[(Class, f32)]; 4] = [
            &[],
            &[(70, 0.5)],
            &[(0, 1.0), (1, 2.0), (3, 0.25)],
            &[(2, 1.0), (2, 0.5)],
        ];
        let mut shown = Shown::default();
        shown.set([3, 70, 2].into_iter(), 80);
        for (key, list) in (0..).zip(lists) {
            let place = remembered.place(key, |entries| entries.extend(list));
            let is_dense = matches!(place, ListPlace::Dense(_));
            assert_eq!(is_dense, matches!(key, 0 | 2), "{key}");
            let again = remembered.place(key, |_| panic!("it is remembered"));
            let (mut sums, mut expected) = ([0.0; 80], [0.0; 80]);
            let (mut told, mut wanted) = ([0.0; 3], [0.0; 3]);
            remembered.add_to(&again, &mut sums, 2.0);
            remembered.among(&again, &shown, |at, weight| told[at] += weight);
            for (class, weight) in list {
                expected[usize::from(*class)] += 2.0 * weight;
                if let Some(at) = shown.place(usize::from(*class)) {
                    wanted[at] += weight;
                }
            }
            assert_eq!((sums, told), (expected, wanted), "{key}");
        }
    }
}
