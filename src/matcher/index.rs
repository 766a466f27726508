//! Terms to subdivisions: one hash table that walks phrases token by token.
//!
//! A phrase is a path of token keys; the hash of a path is its identity, both here and in learned files. Terms,
//! exclusions and role markers live in the same table, so that a text is walked once.

use super::lexicon::Lexicon;
use super::role::MARKERS;
use crate::taxonomy::{Language, Taxonomy};
use crate::text::Tokens;
use std::collections::HashMap;

/// What a marker word says about the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// Opens a phrase about customers or uses.
    Customer,
    /// Closes a phrase about customers ("... industry").
    CustomerEnd,
    /// Opens a phrase about plans.
    Intended,
    /// Opens a phrase about what is not done.
    Excluded,
    /// Opens a list of goods traded.
    Trade,
    /// A word of making.
    Make,
}

/// A class that words point to: the subdivisions in taxonomy order, then the kinds of business out of scope.
pub(super) type Class = u16;

/// A term shared by all classes that list it.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Identity in learned files.
    pub(super) key: u64,
    /// The classes that list it, with the term's weight there.
    pub(super) classes: Vec<(Class, f32)>,
    /// As written in the taxonomy.
    pub(super) text: String,
    /// Folded words as written, to tell an exact match from an inflected one.
    pub(super) folded: String,
    /// Number of tokens.
    pub(super) tokens: u32,
}

/// What stands at the end of a path.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Node {
    /// Whether a longer path begins with this one.
    pub(super) goes_on: bool,
    /// Index into the phrases, plus one.
    pub(super) phrase: u32,
    /// Index into the exclusion lists, plus one.
    pub(super) exclusion: u32,
    /// A role marker, if any.
    pub(super) marker: Option<Marker>,
}

/// The table.
#[derive(Debug, Default)]
pub(super) struct Index {
    nodes: HashMap<u64, Node, std::hash::BuildHasherDefault<KeyHasher>>,
    pub(super) phrases: Vec<Phrase>,
    pub(super) exclusions: Vec<Vec<Class>>,
}

/// Keys are hashes already; hashing them again would only cost time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct KeyHasher(u64);

impl std::hash::Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("only whole keys are hashed")
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The path hash before the first token.
pub(super) const ROOT: u64 = 0x5bd1_e995_9d1b_58d3;

/// Extends a path by a token key (multiply-xorshift, after S. Vigna's splitmix64 finaliser).
pub(super) fn extend(path: u64, key: u64) -> u64 {
    let mut mixed = path.rotate_left(23) ^ key;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl Index {
    /// The node a path leads to.
    pub(super) fn node(&self, path: u64) -> Option<&Node> {
        self.nodes.get(&path)
    }

    /// Builds the table from every term, exclusion and marker; words new to the lexicon are added to it.
    pub(super) fn new(taxonomy: &Taxonomy, lexicon: &mut Lexicon) -> Self {
        let mut builder = Builder {
            index: Self::default(),
            tokens: Tokens::default(),
            by_path: HashMap::new(),
            lexicon,
        };
        for (class, subdivision) in taxonomy.subdivisions.iter().enumerate() {
            for term in &subdivision.terms {
                builder.add_term(&term.text, term.weight, class as Class, term.language);
            }
            for exclusion in &subdivision.exclusions {
                builder.add_exclusion(exclusion, class as Class);
            }
        }
        for (place, out) in taxonomy.out_of_scope.iter().enumerate() {
            let class = (taxonomy.subdivisions.len() + place) as Class;
            for term in &out.terms {
                builder.add_term(&term.text, term.weight, class, term.language);
            }
        }
        for (marker, words) in MARKERS {
            for word in *words {
                if let Some(path) = builder.path(word) {
                    builder.index.nodes.entry(path.0).or_default().marker = Some(*marker);
                }
            }
        }
        builder.index
    }
}

struct Builder<'a> {
    index: Index,
    tokens: Tokens,
    by_path: HashMap<u64, u32>,
    lexicon: &'a mut Lexicon,
}

impl Builder<'_> {
    /// Walks the words of a text into the table; the end of the path and its number of tokens, or nothing when no
    /// token is left after folding.
    fn path(&mut self, text: &str) -> Option<(u64, u32)> {
        self.tokens.cut(text);
        let mut path = ROOT;
        for at in 0..self.tokens.list.len() {
            if at > 0 {
                self.index.nodes.entry(path).or_default().goes_on = true;
            }
            let token = self.tokens.list[at];
            path = extend(
                path,
                self.lexicon.key_of(&token, self.tokens.folded(&token)),
            );
        }
        let count = self.tokens.list.len() as u32;
        (count > 0).then_some((path, count))
    }

    fn add_term(&mut self, text: &str, weight: f32, class: Class, _language: Language) {
        let Some((path, tokens)) = self.path(text) else {
            return;
        };
        let phrases = &mut self.index.phrases;
        let place = *self.by_path.entry(path).or_insert_with(|| {
            phrases.push(Phrase {
                key: path,
                classes: Vec::new(),
                text: text.to_owned(),
                folded: self.tokens.folded.clone(),
                tokens,
            });
            phrases.len() as u32
        });
        let phrase = &mut phrases[place as usize - 1];
        match phrase.classes.iter_mut().find(|(known, _)| *known == class) {
            Some((_, known)) => *known = known.max(weight),
            None => phrase.classes.push((class, weight)),
        }
        self.index.nodes.entry(path).or_default().phrase = place;
    }

    fn add_exclusion(&mut self, text: &str, class: Class) {
        let Some((path, _)) = self.path(text) else {
            return;
        };
        let node = self.index.nodes.entry(path).or_default();
        if node.exclusion == 0 {
            self.index.exclusions.push(Vec::new());
            node.exclusion = self.index.exclusions.len() as u32;
        }
        self.index.exclusions[node.exclusion as usize - 1].push(class);
    }
}
