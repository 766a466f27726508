//! Weights of features: which classes each points to, and how strongly. Read in place from the learned file, or, for a
//! plan of other classes, copied once with the classes' numbers there.

use super::keys::Class;
use super::table::{self, Slot};
use std::borrow::Cow;
use std::ops::Range;

/// Learned weights are stored in 1/1024 of a natural-log odds unit.
pub(crate) const WEIGHT_UNIT: f32 = 1.0 / 1024.0;
/// How strongly a feature speaks (see [`super::scores::prominence`]) is stored in 1/51, up to 5 log-odds.
pub(crate) const STRENGTH_UNIT: f32 = 1.0 / 51.0;
/// From how many classes on a feature's weights are stored for all of them.
const DENSE: usize = 48;
/// Unless there are more than so many times as many: those of a plan of thousands that keeps a few shipped ones would fill
/// gigabytes.
const WIDE: usize = 8;
/// What stands in place of the number of classes before weights for all of them.
const DENSE_MARK: u8 = u8::MAX;

/// Whether the weights of a feature are stored for all classes, where so many of so many have one.
fn is_dense(weights: usize, classes: usize) -> bool {
    weights >= usize::from(DENSE_MARK) || weights >= DENSE && classes <= WIDE * weights
}

/// The classes a learned feature points to, with weights in [`WEIGHT_UNIT`].
#[derive(Debug, Clone, Copy)]
pub(crate) enum Postings<'a> {
    /// A class and a weight each, in ascending order of the classes.
    Sparse(&'a [[u8; 4]]),
    /// The first class that anything was learned for, and the weights of all classes from there on to the last one, 0 for those
    /// it does not point to: added up several at a time.
    Dense(usize, &'a [[u8; 2]]),
}

/// The class and the weight of an entry.
#[inline]
pub(super) fn parts([a, b, c, d]: [u8; 4]) -> (usize, i16) {
    (
        usize::from(Class::from_le_bytes([a, b])),
        i16::from_le_bytes([c, d]),
    )
}

/// Sums are kept in so many places where there are no more classes, as many as a byte tells apart: so the processor need not
/// ask of each whether it is there.
pub(super) const PLACES: usize = 256;

/// Adds `factor` times the weights of a list to the sums of at most [`PLACES`] classes; four weights are made ready at once.
fn add_sparse(list: &[[u8; 4]], sums: &mut [f32; PLACES], factor: f32) {
    let (chunks, rest) = list.as_chunks::<4>();
    for chunk in chunks {
        let entries = chunk.map(i32::from_le_bytes);
        let added = entries.map(|entry| factor * (entry >> 16) as f32);
        for (entry, added) in entries.iter().zip(added) {
            sums[usize::from(*entry as u8)] += added;
        }
    }
    for entry in rest {
        let (class, weight) = parts(*entry);
        sums[usize::from(class as u8)] += factor * f32::from(weight);
    }
}

impl Postings<'_> {
    /// Calls `each` with every class pointed to, and the weight.
    pub(super) fn for_each(self, mut each: impl FnMut(usize, i16)) {
        match self {
            Self::Sparse(list) => {
                for entry in list {
                    let (class, weight) = parts(*entry);
                    each(class, weight);
                }
            }
            Self::Dense(first, weights) => {
                for (class, weight) in (first..).zip(weights) {
                    let weight = i16::from_le_bytes(*weight);
                    if weight != 0 {
                        each(class, weight);
                    }
                }
            }
        }
    }

    /// Adds `factor` times its weights to the sums of the classes: as many as there are, or [`PLACES`] if there are fewer.
    #[inline]
    pub(super) fn add_to(self, sums: &mut [f32], factor: f32) {
        match self {
            Self::Sparse(list) => {
                if let Ok(sums) = sums.try_into() {
                    return add_sparse(list, sums, factor);
                }
                for entry in list {
                    let (class, weight) = parts(*entry);
                    if let Some(sum) = sums.get_mut(class) {
                        *sum += factor * f32::from(weight);
                    }
                }
            }
            Self::Dense(first, weights) => {
                for (sum, weight) in sums[first..].iter_mut().zip(weights) {
                    *sum += factor * f32::from(i16::from_le_bytes(*weight));
                }
            }
        }
    }

    /// The weight for one class, 0 where it does not point there.
    #[inline]
    pub(super) fn weight(self, class: usize) -> i16 {
        match self {
            Self::Sparse(list) => list
                .iter()
                .map(|entry| parts(*entry))
                .find(|(known, _)| *known >= class)
                .filter(|(known, _)| *known == class)
                .map_or(0, |(_, weight)| weight),
            Self::Dense(first, weights) => class
                .checked_sub(first)
                .and_then(|class| weights.get(class))
                .map_or(0, |weight| i16::from_le_bytes(*weight)),
        }
    }
}

/// Where the classes of a feature stand in the file, and how many they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PostingsPlace {
    start: u32,
    count: u8,
    /// How strongly the feature speaks, in [`STRENGTH_UNIT`].
    strength: u8,
}

impl PostingsPlace {
    /// How strongly the feature speaks, in log-odds: its largest weight, as far as it is no general talk.
    #[inline]
    pub(super) fn strength(self) -> f32 {
        f32::from(self.strength) * STRENGTH_UNIT
    }
}

/// Lists of classes begin at even bytes, in units of which a slot says where.
const PLACE_UNIT: u32 = 2;

/// The table of features, from their keys and where their classes stand.
pub(crate) fn feature_table(features: &[(u64, usize)]) -> Vec<Slot> {
    let features = features.iter();
    table::table(
        features
            .map(|(key, start)| (*key, packed(*start)))
            .collect(),
    )
}

/// Where classes stand, as a slot has it.
fn packed(start: usize) -> u32 {
    u32::try_from(start).expect("weights take no more than 128 MiB") / PLACE_UNIT
}

/// Where the classes stand of which a slot has this; how many they are is not read yet.
#[inline]
fn unpacked(place: u32) -> PostingsPlace {
    PostingsPlace {
        start: place * PLACE_UNIT,
        count: 0,
        strength: 0,
    }
}

/// A table of features.
#[derive(Debug, Clone)]
pub(crate) struct Weights<'a> {
    /// Where in `postings` the classes of each feature stand.
    slots: Cow<'a, [Slot]>,
    postings: Cow<'a, [u8]>,
    /// The first class that weights were learned for, and how many there are from there to the last one.
    first: usize,
    classes: usize,
}

impl<'a> Weights<'a> {
    pub(super) fn borrowed(slots: &'a [Slot], postings: &'a [u8], classes: Range<usize>) -> Self {
        Self {
            slots: Cow::Borrowed(slots),
            postings: Cow::Borrowed(postings),
            first: classes.start,
            classes: classes.len(),
        }
    }

    /// Both tables as bytes.
    pub(super) fn bytes(&self) -> (&[u8], &[u8]) {
        (self.slots.as_flattened(), &self.postings)
    }

    /// The same weights for another plan: `new_class` says which of its classes each learned one is, and all of these are among
    /// `classes`.
    pub(super) fn renumbered(
        &self,
        new_class: &[Option<Class>],
        classes: Range<usize>,
    ) -> Weights<'static> {
        let mut slots = self.slots.to_vec();
        let mut postings = Vec::with_capacity(self.postings.len());
        let mut weights = Vec::new();
        table::replace_values(&mut slots, |place| {
            let mut place = unpacked(place);
            self.read_count(&mut place);
            weights.clear();
            self.at(place).for_each(|class, weight| {
                weights.extend(new_class[class].map(|class| (class, weight)));
            });
            weights.sort_unstable();
            let start = postings.len();
            if is_dense(weights.len(), classes.len()) {
                // Of a plan of a thousand classes that borrows from a hundred, only these have a place.
                let first = classes.start as Class;
                weights.iter_mut().for_each(|(class, _)| *class -= first);
            }
            write_postings(&weights, place.strength, classes.len(), &mut postings);
            packed(start)
        });
        Weights {
            slots: Cow::Owned(slots),
            postings: Cow::Owned(postings),
            first: classes.start,
            classes: classes.len(),
        }
    }

    /// The first slot that the feature with this key may stand in; see [`table::first`].
    #[inline]
    pub(super) fn first_slot(&self, key: u64) -> u64 {
        table::first(&self.slots, key)
    }

    /// Whether anything may have been learned of a feature, whose first slot holds `first`: of most of which nothing was, no.
    #[inline]
    pub(super) fn may_know(key: u64, first: u64) -> bool {
        table::may_hold(key, first)
    }

    /// Where the classes that a feature points to stand, if its first slot holds `first`; how many they are is not read yet.
    #[inline]
    pub(super) fn find(&self, key: u64, first: u64) -> Option<PostingsPlace> {
        table::find(&self.slots, key, first).map(unpacked)
    }

    /// Reads how many classes stand there, which is needed to read them, and how strongly the feature speaks.
    #[inline]
    pub(super) fn read_count(&self, place: &mut PostingsPlace) {
        place.count = self.postings[place.start as usize];
        place.strength = self.postings[place.start as usize + 1];
    }

    /// The classes that stand there.
    #[inline]
    pub(super) fn at(&self, place: PostingsPlace) -> Postings<'_> {
        let rest = &self.postings[place.start as usize + 2..];
        match place.count {
            DENSE_MARK => Postings::Dense(self.first, rest[..2 * self.classes].as_chunks().0),
            count => Postings::Sparse(rest[..4 * usize::from(count)].as_chunks().0),
        }
    }

    /// Where the classes stand that a feature points to, how many they are and how strongly it speaks.
    pub(super) fn place(&self, key: u64) -> Option<PostingsPlace> {
        self.place_from(key, self.first_slot(key))
    }

    /// The same, where the first slot has been read.
    #[inline]
    pub(super) fn place_from(&self, key: u64, first: u64) -> Option<PostingsPlace> {
        let mut place = self.find(key, first)?;
        self.read_count(&mut place);
        Some(place)
    }

    /// Whether anything was learned of a feature.
    pub(super) fn knows(&self, key: u64) -> bool {
        self.find(key, self.first_slot(key)).is_some()
    }
}

/// Appends the classes of one feature, in ascending order, as [`Weights::at`] reads them.
pub(crate) fn write_postings(
    weights: &[(Class, i16)],
    strength: u8,
    classes: usize,
    postings: &mut Vec<u8>,
) {
    if is_dense(weights.len(), classes) {
        let mut dense = vec![0; classes];
        for (class, weight) in weights {
            dense[usize::from(*class)] = *weight;
        }
        postings.extend([DENSE_MARK, strength]);
        postings.extend(dense.into_iter().flat_map(i16::to_le_bytes));
    } else {
        postings.extend([weights.len() as u8, strength]);
        for (class, weight) in weights {
            postings.extend(class.to_le_bytes());
            postings.extend(weight.to_le_bytes());
        }
    }
}
