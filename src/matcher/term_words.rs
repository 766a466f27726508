//! Words of terms: a class that nothing was learned about is known by the words and pairs of its terms too, each weighted
//! by how rare it is among the classes of the plan and how often it stands in the terms of the class (BM25; S. Robertson,
//! H. Zaragoza, 2009), with the terms of a class as one document.

use super::keys::{Class, Hashed, extend, sort_by_hash};
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
    /// By key, where its classes begin and end in `entries`.
    places: Map<(u32, u32)>,
    entries: Vec<(Class, f32)>,
    /// By the key of a term, the classes that list it with what its words say for them.
    terms: Map<Vec<(Class, f32)>>,
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
        let places = parts.places.into_iter();
        Self {
            places: places
                .map(|(key, start, end)| (key, (start, end)))
                .collect(),
            entries: parts.entries,
            terms: parts.terms.into_iter().collect(),
        }
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
                known.places.insert(part.key, (start, end));
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

    /// The same as data.
    pub(super) fn parts(&self) -> TermWordsParts {
        let places = self.places.iter();
        let mut parts = TermWordsParts {
            places: places
                .map(|(key, (start, end))| (*key, *start, *end))
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
        match self.places.get(&key) {
            Some((start, end)) => &self.entries[*start as usize..*end as usize],
            None => &[],
        }
    }

    fn for_class(&self, key: u64, class: Class) -> f32 {
        let entries = self.of(key);
        let place = entries.binary_search_by_key(&class, |(known, _)| *known);
        place.map_or(0.0, |place| entries[place].1)
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
