//! Words of terms: a class that nothing was learned about is known by the words and pairs of its terms too, each weighted
//! by how rare it is among the classes of the plan and how often it stands in the terms of the class (BM25; S. Robertson,
//! H. Zaragoza, 2009), with the terms of a class as one document.

use super::keys::{Class, Hashed, ROOT, extend};
use super::seen::Sources;
use super::words::WordFinder;
use crate::profile::Field;
use crate::taxonomy::{Taxonomy, Term};
use crate::text::{Break, TokenKind};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

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

/// What the terms of the plan say of a word or pair.
#[derive(Debug)]
struct Draft {
    sort: Sort,
    /// In ascending order, with how often it stands there.
    classes: Vec<(Class, f32)>,
}

/// How rare something is that `count` of `classes` have, in log-odds.
pub(super) fn rarity(count: usize, classes: usize) -> f32 {
    libm::logf((classes as f32 + 0.5) / count.max(1) as f32).max(0.0)
}

/// What a part of terms is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    /// Two words side by side.
    Pair,
    /// Two Chinese characters side by side.
    HanPair,
}

/// Log-odds per unit of rarity in a plan of so many classes.
fn points(sort: Sort, classes: usize) -> f32 {
    let alone = rarity(1, classes);
    match sort {
        Sort::Word => POINTS * alone * alone,
        Sort::Pair => PAIR * POINTS * alone * alone,
        Sort::HanPair => HAN_PAIR_POINTS,
    }
}

impl TermWords {
    /// Of the classes of `taxonomy` for which `is_unlearned` is true, among those of which `is_own` is.
    pub(super) fn new(
        taxonomy: &Taxonomy,
        sources: &Sources<'_>,
        is_own: impl Fn(usize) -> bool,
        is_unlearned: impl Fn(usize) -> bool,
    ) -> Self {
        let classes = taxonomy.subdivisions.len() + taxonomy.out_of_scope.len();
        // Before any term is decoded: a plan that was learned whole needs none of this.
        if !(0..classes).any(&is_unlearned) {
            return Self::default();
        }
        let lists: Vec<&Vec<Term>> = taxonomy
            .subdivisions
            .iter()
            .map(|one| &*one.terms)
            .chain(taxonomy.out_of_scope.iter().map(|one| &*one.terms))
            .collect();
        let mut drafts: Map<Draft> = Map::default();
        let mut lengths = vec![0.0; lists.len()];
        let mut words = WordFinder::default();
        let own = lists.iter().enumerate().filter(|(class, _)| is_own(*class));
        let mut read = Vec::new();
        for (class, terms) in own.clone() {
            for term in *terms {
                let parts = parts(term, &mut words, sources);
                add(&parts, term.weight, class as Class, &mut drafts);
                let term = words
                    .list
                    .iter()
                    .fold(ROOT, |path, word| extend(path, word.key));
                read.push((term, class as Class, parts));
            }
        }
        // In one order, so that sums are the same everywhere.
        let mut keys: Vec<u64> = drafts.keys().copied().collect();
        keys.sort_unstable();
        for (class, count) in keys.iter().flat_map(|key| &drafts[key].classes) {
            lengths[usize::from(*class)] += count;
        }
        let classes = own.count();
        let mean = (lengths.iter().sum::<f32>() / classes as f32).max(f32::MIN_POSITIVE);
        let mut known = Self::default();
        for key in keys {
            let draft = &drafts[&key];
            let points = points(draft.sort, classes);
            let rarity = rarity(draft.classes.len(), classes);
            let points = points * rarity * (1.0 + SATURATION);
            let start = known.entries.len() as u32;
            for (class, count) in &draft.classes {
                if is_unlearned(usize::from(*class)) {
                    let length = 1.0 - LENGTH + LENGTH * lengths[usize::from(*class)] / mean;
                    let weight = points * count / (count + SATURATION * length);
                    known.entries.push((*class, weight));
                }
            }
            let end = known.entries.len() as u32;
            if start < end {
                known.places.insert(key, (start, end));
            }
        }
        for (term, class, parts) in read {
            if is_unlearned(usize::from(class)) {
                let said = parts.iter().map(|part| known.for_class(part.key, class));
                let said = said.sum();
                known.terms.entry(term).or_default().push((class, said));
            }
        }
        known
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
        let mut entries = self.of(key).iter();
        let entry = entries.find(|(known, _)| *known == class);
        entry.map_or(0.0, |(_, weight)| *weight)
    }

    /// What the words of a term, by its key, say for a class that lists it.
    pub(super) fn of_term(&self, term: u64, class: Class) -> f32 {
        let known = self.terms.get(&term).into_iter().flatten();
        let said = known.filter(|(listing, _)| *listing == class);
        said.fold(0.0, |most, (_, said)| said.max(most))
    }

    /// Whether a word or pair points to any class.
    #[inline]
    pub(super) fn knows(&self, key: u64) -> bool {
        !self.is_empty() && self.places.contains_key(&key)
    }
}

/// A word or pair of a term.
#[derive(Debug, Clone, Copy)]
struct Part {
    key: u64,
    sort: Sort,
}

/// The words and pairs of a term, each once.
fn parts(term: &Term, words: &mut WordFinder, sources: &Sources<'_>) -> Vec<Part> {
    words.find_all(sources, Field::Keywords, &term.text);
    let mut parts: Vec<Part> = Vec::new();
    for (at, word) in words.list.iter().enumerate() {
        let is_word = word.token.kind == TokenKind::Word;
        if is_word {
            parts.push(Part {
                key: word.key,
                sort: Sort::Word,
            });
        }
        let next = words.list.get(at + 1);
        let Some(next) = next.filter(|next| next.token.before == Break::None) else {
            continue;
        };
        let key = extend(words.facts(word).pair, next.key);
        let sort = match !is_word && next.token.kind == TokenKind::Han {
            true => Sort::HanPair,
            false => Sort::Pair,
        };
        parts.push(Part { key, sort });
    }
    parts.sort_unstable_by_key(|part| part.key);
    parts.dedup_by_key(|part| part.key);
    parts
}

/// Counts the parts of a term.
fn add(parts: &[Part], weight: f32, class: Class, drafts: &mut Map<Draft>) {
    for part in parts {
        let draft = drafts.entry(part.key).or_insert_with(|| Draft {
            sort: part.sort,
            classes: Vec::new(),
        });
        // Classes come in order.
        match draft
            .classes
            .last_mut()
            .filter(|(known, _)| *known == class)
        {
            Some((_, count)) => *count += weight,
            None => draft.classes.push((class, weight)),
        }
    }
}
