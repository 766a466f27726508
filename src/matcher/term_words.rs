//! Words of terms: a class that nothing was learned about is known by the words and pairs of its terms too, each weighted
//! by how rare it is among the classes of the plan and how often it stands in the terms of the class (BM25; S. Robertson,
//! H. Zaragoza, 2009), with the terms of a class as one document.

use super::keys::{Class, Hashed, extend, sort_by_hash};
use super::remembered::{add_dense, add_entries, is_dense};
use super::seen::Sources;
use super::words::{WordFinder, path_of};
use crate::profile::Field;
use crate::taxonomy::{Taxonomy, Term};
use crate::text::{Break, TokenKind};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// Log-odds of a word that stands once in a class of average length, per unit of its rarity and of the squared rarity of what
/// one class alone has: the fewer the classes, the less it says that a word stands in few of them, and the more of the same
/// do related words say. Chosen on `train.jsonl`, with the shipped plan without what was learned for it (100 classes) and two
/// plans of 12 and 25 sectors, so that no Hit@1 falls, and on the kept phrases of NAICS 2017 (1,057 classes).
const POINTS: f32 = 0.0072;

/// How much of that two words side by side have, which their words speak for already.
const PAIR: f32 = 0.5;

/// Log-odds of two Chinese characters side by side, per unit of their rarity. Nothing is known of words that are related to
/// them.
const HAN_PAIR_POINTS: f32 = 0.35;

/// How soon more of the same word adds no more, and how far long lists of terms are held against a class: `k1` and `b` of
/// BM25.
const SATURATION: f32 = 1.0;
const LENGTH: f32 = 0.5;

type Map<V> = HashMap<u64, V, BuildHasherDefault<Hashed>>;

/// The classes that words and pairs of words point to.
#[derive(Debug, Default)]
pub(super) struct TermWords {
    places: Map<WordPlace>,
    entries: Vec<(Class, f32)>,
    /// The weights of all classes up to the last one that is named, for each word that many have.
    dense: Vec<f32>,
    /// By the key of a term, the classes that list it with what its words say for them.
    terms: Map<Vec<(Class, f32)>>,
}

/// What is known of a word or pair.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordPlace {
    /// Where its classes begin and end among the entries.
    start: u32,
    end: u32,
    /// How many weights there are for all classes, if it has them, and where.
    dense: (u32, u16),
    /// Its largest weight.
    pub(super) strongest: f32,
}

impl WordPlace {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The same as data, by their keys.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TermWordsParts {
    places: Vec<(u64, u32, u32)>,
    entries: Vec<(Class, f32)>,
    terms: Vec<(u64, Vec<(Class, f32)>)>,
}

impl From<TermWordsParts> for TermWords {
    fn from(parts: TermWordsParts) -> Self {
        let mut words = Self {
            entries: parts.entries,
            terms: parts.terms.into_iter().collect(),
            ..Self::default()
        };
        words.places.reserve(parts.places.len());
        for (key, start, end) in parts.places {
            words.insert(key, start, end);
        }
        words
    }
}

/// How rare something is that `count` of `classes` have, in log-odds.
pub(super) fn rarity(count: usize, classes: usize) -> f32 {
    libm::logf((classes as f32 + 0.5) / count.max(1) as f32).max(0.0)
}

/// What a part of terms is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordKind {
    Word,
    /// Two words side by side.
    Pair,
    /// Two Chinese characters side by side.
    HanPair,
}

/// Log-odds per unit of rarity in a plan of so many classes.
fn points(sort: WordKind, classes: usize) -> f32 {
    let alone = rarity(1, classes);
    match sort {
        WordKind::Word => POINTS * alone * alone,
        WordKind::Pair => PAIR * POINTS * alone * alone,
        WordKind::HanPair => HAN_PAIR_POINTS,
    }
}

impl TermWords {
    /// Of the classes of `taxonomy` that are `unlearned`, among those of which `is_own` is true.
    pub(super) fn new(
        taxonomy: &Taxonomy,
        sources: &Sources<'_>,
        is_own: impl Fn(usize) -> bool,
        unlearned: &[bool],
    ) -> Self {
        let lists: Vec<&Vec<Term>> = taxonomy
            .subdivisions
            .iter()
            .map(|one| &*one.terms)
            .chain(taxonomy.out_of_scope.iter().map(|one| &*one.terms))
            .collect();
        let mut words = WordFinder::default();
        let own = lists.iter().enumerate().filter(|(class, _)| is_own(*class));
        let (mut read, mut found) = (Vec::new(), Vec::new());
        for (class, terms) in own.clone() {
            for term in *terms {
                let from = found.len();
                find_parts(class as Class, term, &mut words, sources, &mut found);
                read.push((path_of(&words.list), class as Class, from..found.len()));
            }
        }
        let counts = Counts::of(&found);
        let mut lengths = vec![0.0; lists.len()];
        for (class, count) in &counts.list {
            lengths[usize::from(*class)] += count;
        }
        let classes = own.count();
        let mean = (lengths.iter().sum::<f32>() / classes as f32).max(f32::MIN_POSITIVE);
        let mut known = Self::default();
        known.places.reserve(counts.parts.len());
        for (part, range) in &counts.parts {
            let counted = &counts.list[range.clone()];
            let points = points(part.sort, classes);
            let rarity = rarity(counted.len(), classes);
            let points = points * rarity * (1.0 + SATURATION);
            let start = known.entries.len() as u32;
            for (class, count) in counted {
                if unlearned[usize::from(*class)] {
                    let length = 1.0 - LENGTH + LENGTH * lengths[usize::from(*class)] / mean;
                    let weight = points * count / (count + SATURATION * length);
                    known.entries.push((*class, weight));
                }
            }
            let end = known.entries.len() as u32;
            if start < end {
                known.insert(part.key, start, end);
            }
        }
        known.terms.reserve(read.len());
        for (term, class, parts) in read {
            if unlearned[usize::from(class)] {
                let parts = found[parts].iter();
                let said = parts.map(|part| known.for_class(part.part.key, class));
                let said = said.sum();
                known.terms.entry(term).or_default().push((class, said));
            }
        }
        known
    }

    /// Notes a word or pair whose entries these are.
    fn insert(&mut self, key: u64, start: u32, end: u32) {
        let mut place = WordPlace {
            start,
            end,
            ..WordPlace::default()
        };
        let list = &self.entries[place.range()];
        let classes = list.last().map_or(0, |(last, _)| usize::from(*last) + 1);
        if is_dense(list.len(), classes) {
            let from = self.dense.len();
            place.dense = (from as u32, classes as u16);
            self.dense.resize(from + classes, 0.0);
            for (class, weight) in list {
                self.dense[from + usize::from(*class)] = *weight;
            }
        }
        let strongest = list.iter().map(|(_, weight)| *weight);
        place.strongest = strongest.fold(0.0, f32::max);
        self.places.insert(key, place);
    }

    /// The same as data.
    pub(super) fn parts(&self) -> TermWordsParts {
        let places = self.places.iter();
        let mut parts = TermWordsParts {
            places: places
                .map(|(key, place)| (*key, place.start, place.end))
                .collect(),
            entries: self.entries.clone(),
            terms: self.terms.clone().into_iter().collect(),
        };
        // The same bytes on every run.
        parts.places.sort_unstable_by_key(|(key, ..)| *key);
        parts.terms.sort_unstable_by_key(|(key, _)| *key);
        parts
    }

    /// Whether there is none.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The classes that a word or pair points to, in ascending order, and how strongly, in log-odds.
    #[inline]
    pub(super) fn of(&self, key: u64) -> &[(Class, f32)] {
        &self.entries[self.place(key).range()]
    }

    /// What is known of a word or pair; of one that no term has, that it points to no class.
    #[inline]
    pub(super) fn place(&self, key: u64) -> WordPlace {
        self.places.get(&key).copied().unwrap_or_default()
    }

    /// Adds `factor` times its weights to the sums of the classes.
    #[inline]
    pub(super) fn add_to(&self, place: WordPlace, sums: &mut [f32], factor: f32) {
        match place.dense {
            (_, 0) => add_entries(&self.entries[place.range()], sums, factor),
            (from, classes) => {
                let weights = &self.dense[from as usize..][..usize::from(classes)];
                add_dense(weights, sums, factor);
            }
        }
    }

    /// The weight of the word or pair for one class, 0 where it does not point there.
    #[inline]
    pub(super) fn weight(&self, place: WordPlace, class: Class) -> f32 {
        match place.dense {
            (_, 0) => weight_in(&self.entries[place.range()], class),
            (from, classes) if class < classes => self.dense[from as usize + usize::from(class)],
            _ => 0.0,
        }
    }

    fn for_class(&self, key: u64, class: Class) -> f32 {
        weight_in(self.of(key), class)
    }

    /// The classes that list a term, by its key, in ascending order, with what its words say for them.
    pub(super) fn of_term(&self, term: u64) -> &[(Class, f32)] {
        self.terms.get(&term).map_or(&[], Vec::as_slice)
    }

    /// Whether a word or pair points to any class.
    #[inline]
    pub(super) fn knows(&self, key: u64) -> bool {
        !self.is_empty() && self.places.contains_key(&key)
    }
}

/// The weight of a class in a list in ascending order, 0 where it is not there.
fn weight_in(entries: &[(Class, f32)], class: Class) -> f32 {
    if entries.is_empty() {
        return 0.0;
    }
    let place = entries.binary_search_by_key(&class, |(known, _)| *known);
    place.map_or(0.0, |place| entries[place].1)
}

/// What is said for a class in a list of what is said for several, some of them more than once.
pub(super) fn said_for(said: &[(Class, f32)], class: Class) -> f32 {
    let first = said.partition_point(|(listing, _)| *listing < class);
    let own = said[first..].iter();
    let own = own.take_while(|(listing, _)| *listing == class);
    own.fold(0.0, |most, (_, said)| said.max(most))
}

/// A word or pair of terms.
#[derive(Debug, Clone, Copy)]
struct Part {
    key: u64,
    sort: WordKind,
}

/// A word or pair in a term of a class, with the term's weight.
#[derive(Debug, Clone, Copy)]
struct Found {
    part: Part,
    class: Class,
    weight: f32,
}

/// Adds the words and pairs of a term, each once, by their keys.
fn find_parts(
    class: Class,
    term: &Term,
    words: &mut WordFinder,
    sources: &Sources<'_>,
    found: &mut Vec<Found>,
) {
    words.find_all(sources, Field::Keywords, &term.text);
    let from = found.len();
    let mut add = |key, sort| {
        // A term has few words.
        if !found[from..].iter().any(|known| known.part.key == key) {
            found.push(Found {
                part: Part { key, sort },
                class,
                weight: term.weight,
            });
        }
    };
    for (at, word) in words.list.iter().enumerate() {
        let is_word = word.token.kind == TokenKind::Word;
        if is_word {
            add(word.key, WordKind::Word);
        }
        let next = words.list.get(at + 1);
        let Some(next) = next.filter(|next| next.token.before == Break::None) else {
            continue;
        };
        let key = extend(words.facts(word).pair, next.key);
        let sort = match !is_word && next.token.kind == TokenKind::Han {
            true => WordKind::HanPair,
            false => WordKind::Pair,
        };
        add(key, sort);
    }
    found[from..].sort_unstable_by_key(|known| known.part.key);
}

/// How often each word and pair stands in the terms of each class.
#[derive(Default)]
struct Counts {
    /// By their keys, so that sums are the same everywhere, each with its place in `list`.
    parts: Vec<(Part, Range<usize>)>,
    /// Classes in ascending order, with how often it stands there.
    list: Vec<(Class, f32)>,
}

impl Counts {
    /// Of what was found class by class.
    fn of(found: &[Found]) -> Self {
        let mut found = found.to_vec();
        // Those of one key stay in the order of their classes.
        sort_by_hash(&mut found, |one| one.part.key);
        let mut counts = Self::default();
        for same in found.chunk_by(|one, next| one.part.key == next.part.key) {
            let from = counts.list.len();
            for of_class in same.chunk_by(|one, next| one.class == next.class) {
                let weights = of_class.iter().map(|one| one.weight);
                let count = weights.reduce(|sum, weight| sum + weight);
                counts.list.push((of_class[0].class, count.unwrap_or(0.0)));
            }
            counts.parts.push((same[0].part, from..counts.list.len()));
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a weight for every class or without: the same is added up and found.
    #[test]
    fn words_of_few_and_of_many_classes_say_the_same() {
        let lists: [&[(Class, f32)]; 3] = [
            &[(70, 0.5)],
            &[(0, 1.0), (1, 2.0), (3, 0.25)],
            &[(1, 4.0), (40, 1.0)],
        ];
        let mut words = TermWords::default();
        for (key, list) in (0..).zip(lists) {
            let start = words.entries.len() as u32;
            words.entries.extend(list);
            words.insert(key, start, words.entries.len() as u32);
        }
        for (key, list) in (0..).zip(lists) {
            let place = words.place(key);
            assert_eq!(place.dense.1 > 0, key == 1);
            let (mut sums, mut expected) = ([0.0; 80], [0.0; 80]);
            words.add_to(place, &mut sums, 2.0);
            for (class, weight) in list {
                expected[usize::from(*class)] += 2.0 * weight;
                assert!(place.strongest >= *weight);
            }
            assert_eq!(sums, expected, "{key}");
            let twice = (0..80).map(|class| 2.0 * words.weight(place, class));
            assert!(twice.eq(expected), "{key}");
        }
        assert_eq!(words.weight(words.place(9), 0), 0.0);
    }
}
