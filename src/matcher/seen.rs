//! What is known of each word that a thread has met: its key, and what begins with it in the tables of cues, terms, weights
//! and relation words. A text looks every word up once here, in one small table that the words of its language soon fill,
//! instead of once in each of those, which are too large to stay near.

use super::cues::Cues;
use super::keys::{ROOT, extend, pair_start};
use super::lexicon::Lexicon;
use super::relation_words::RelationWords;
use super::terms::{Index, Node};
use super::weights::{PostingsPlace, Weights};
use std::sync::atomic::{AtomicU64, Ordering};

/// Which reader something is known from: buffers may serve several in turn, and what one knows is not true of another.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReaderId(u64);

impl ReaderId {
    /// One that no other reader of this process has, nor buffers that served none.
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The tables that something is known from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) reader: ReaderId,
    pub(super) lexicon: &'a Lexicon,
    pub(super) cues: &'a Cues,
    pub(super) terms: &'a Index,
    pub(super) weights: &'a Weights<'static>,
    pub(super) relation_words: &'a RelationWords,
}

/// What letters a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Latin letters, or some of them, and no digit.
    Latin,
    /// Latin letters and digits: a code or a model, in any language. Or signs.
    Code,
    /// No Latin letter, and one beyond ASCII.
    Other,
}

impl Script {
    fn of(folded: &[u8]) -> Self {
        if folded.iter().any(u8::is_ascii_lowercase) {
            match folded.iter().any(u8::is_ascii_digit) {
                true => Self::Code,
                false => Self::Latin,
            }
        } else if folded.is_ascii() {
            Self::Code
        } else {
            Self::Other
        }
    }
}

/// What is known of a word or of a Chinese character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// Hash of the word as written.
    hash: u64,
    /// The key of its stem.
    pub(super) key: u64,
    /// Where the key of a pair begins whose first word it is, and the path of a term.
    pub(super) pair: u64,
    pub(super) path: u64,
    /// The terms that begin with it.
    pub(super) terms: Option<Node>,
    /// What was learned of it.
    pub(super) weights: Option<PostingsPlace>,
    /// The cue that begins with it as written, and whether a longer one does.
    pub(super) cue: Option<(u8, bool)>,
    /// Its number among the relation words.
    pub(super) relation: Option<u16>,
    /// Whether the word as written is known.
    pub(super) known: bool,
    pub(super) script: Script,
}

impl Facts {
    /// Of a word as written, hashed and folded.
    fn of_word(hash: u64, folded: &[u8], sources: &Sources<'_>) -> Self {
        let known = sources.lexicon.known(hash);
        Self {
            cue: sources.cues.first(hash),
            known: known.is_some(),
            script: Script::of(folded),
            ..Self::of_key(hash, known.unwrap_or(hash), sources)
        }
    }

    fn of_key(hash: u64, key: u64, sources: &Sources<'_>) -> Self {
        let path = extend(ROOT, key);
        Self {
            hash,
            key,
            pair: pair_start(key),
            path,
            terms: sources.terms.node(path),
            weights: sources.weights.place(key),
            cue: None,
            relation: sources.relation_words.number(key),
            known: true,
            script: Script::Latin,
        }
    }
}

/// The words that were met, by their hashes.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Open-addressed: what is stored of a hash, and the place in `list` plus one.
    slots: Vec<(u32, u32)>,
    /// Those met first, which are met most, stand together.
    list: Vec<Facts>,
}

impl Seen {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.slots.fill((0, 0));
    }

    /// What stands at a place.
    #[inline]
    pub(super) fn at(&self, place: u32) -> &Facts {
        &self.list[place as usize]
    }

    /// The place of a word as written that has not been found.
    #[cold]
    pub(super) fn add_word(&mut self, hash: u64, folded: &[u8], sources: &Sources<'_>) -> u32 {
        self.insert(Facts::of_word(hash, folded, sources))
    }

    /// The place of a key that a word has turned out to have which is not written so.
    pub(super) fn key(&mut self, key: u64, sources: &Sources<'_>) -> u32 {
        // Hashes of keys of their own, apart from those of words.
        let hash = extend(ROOT, key);
        match self.find(hash) {
            Some(place) => place,
            None => self.insert(Facts::of_key(hash, key, sources)),
        }
    }

    /// The place of a word, as written, that was met before.
    #[inline]
    pub(super) fn find(&self, hash: u64) -> Option<u32> {
        let tag = (hash >> 32) as u32;
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            let (known, place) = self.slots[slot];
            let place = place.checked_sub(1)?;
            if known == tag && self.at(place).hash == hash {
                return Some(place);
            }
            slot = (slot + 1) & mask;
        }
    }

    #[cold]
    fn insert(&mut self, facts: Facts) -> u32 {
        if 2 * self.list.len() >= self.slots.len() {
            let size = (2 * self.slots.len()).max(FEWEST_SLOTS);
            self.slots.clear();
            self.slots.resize(size, (0, 0));
            for (place, known) in (1..).zip(&self.list) {
                put(&mut self.slots, known.hash, place);
            }
        }
        self.list.push(facts);
        put(&mut self.slots, facts.hash, self.list.len() as u32);
        self.list.len() as u32 - 1
    }
}

/// A single profile has some hundred words.
const FEWEST_SLOTS: usize = 512;

fn put(slots: &mut [(u32, u32)], hash: u64, place: u32) {
    let mask = slots.len() - 1;
    let mut slot = hash as usize & mask;
    while slots[slot].1 != 0 {
        slot = (slot + 1) & mask;
    }
    slots[slot] = ((hash >> 32) as u32, place);
}
