//! Words to keys: the hash of the stem. Known words (those of the lead list and of the taxonomy) are looked up; an
//! unknown word is one run together, one spelled apart, one mistyped, or truly new.

use super::keys::{ROOT, extend, pair_key};
use super::model::Model;
use super::terms::{Index, Words};
use crate::similarity::{few_edits, letter_mask, typo_budget};
use crate::text::{Stemmer, continue_hash, hash_bytes};
use std::sync::OnceLock;

/// Known words and how to make a key of any other.
#[derive(Debug)]
pub(super) struct Lexicon {
    model: Model<'static>,
    /// Words of the taxonomy.
    words: Words,
    /// Whether the model knows all words of the taxonomy.
    learned_words: bool,
    stemmer: Stemmer,
    candidates: OnceLock<Candidates>,
}

/// What an unknown word turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resolved {
    /// Nothing known; the key of its own stem.
    New(u64),
    /// Two known words run together.
    Joined(u64, u64),
    /// A known word with a typing error.
    Typo(u64),
}

/// The shortest half of a word that may be two words run together.
const SHORTEST_HALF: usize = 3;

/// A longer run of letters, in bytes, is no word: it is neither stemmed nor taken apart, so that its cost is flat.
const LONGEST_WORD: usize = 64;

impl Lexicon {
    /// `learned_words`: whether `model` was learned with just these words of the taxonomy.
    pub(super) fn new(model: Model<'static>, words: Words, learned_words: bool) -> Self {
        Self {
            model,
            words,
            learned_words,
            stemmer: Stemmer::default(),
            candidates: OnceLock::new(),
        }
    }

    /// Whether a word may be known.
    #[inline]
    pub(super) fn may_know(&self, hash: u64) -> bool {
        !self.learned_words || self.model.may_know_word(hash)
    }

    /// The key of a known word.
    pub(super) fn known(&self, hash: u64) -> Option<u64> {
        let known = self.model.stem_key(hash);
        if self.learned_words {
            return known;
        }
        known.or_else(|| self.words.key(hash))
    }

    /// The same, with a quicker no for most that are none.
    fn known_if_likely(&self, hash: u64) -> Option<u64> {
        self.may_know(hash).then(|| self.known(hash))?
    }

    /// Whether weights may have been learned of a pair, by its key.
    #[inline]
    pub(super) fn may_know_pair(&self, key: u64) -> bool {
        self.model.may_know_pair(key)
    }

    /// Whether anything was learned of a word or pair, by its key.
    pub(super) fn says_something(&self, key: u64) -> bool {
        self.model.weights().knows(key) || self.model.vector(key).is_some()
    }

    /// Hashes and keys of the words of the taxonomy.
    pub(super) fn term_words(&self) -> Vec<(u64, u64)> {
        let hashes = self.words.texts().map(|word| hash_bytes(word.as_bytes()));
        hashes
            .filter_map(|hash| Some((hash, self.words.key(hash)?)))
            .collect()
    }

    /// The key of a stem that is not looked up.
    pub(super) fn stem_key(&self, folded: &str) -> u64 {
        hash_bytes(self.stemmer.stem(folded).as_bytes())
    }

    /// What an unknown word is. `correct` permits typing errors; names should not be corrected.
    pub(super) fn resolve(&self, folded: &str, correct: bool, terms: &Index) -> Resolved {
        if folded.len() > LONGEST_WORD {
            return Resolved::New(hash_bytes(folded.as_bytes()));
        }
        if folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
            if let Some((first, second)) = self.split(folded, terms) {
                return Resolved::Joined(first, second);
            }
            if correct && let Some(key) = self.correct(folded) {
                return Resolved::Typo(key);
            }
        }
        Resolved::New(self.stem_key(folded))
    }

    /// `powerbattery`: two known words that stand together in a term or a learned pair.
    fn split(&self, folded: &str, terms: &Index) -> Option<(u64, u64)> {
        if folded.len() < 2 * SHORTEST_HALF {
            return None;
        }
        let (start, rest) = folded.as_bytes().split_at(SHORTEST_HALF - 1);
        let mut hash = hash_bytes(start);
        (SHORTEST_HALF..=folded.len() - SHORTEST_HALF).find_map(|at| {
            hash = continue_hash(hash, &rest[at - SHORTEST_HALF..=at - SHORTEST_HALF]);
            let first = self.known_if_likely(hash)?;
            let second = self.known_if_likely(hash_bytes(&folded.as_bytes()[at..]))?;
            let phrase = terms.node(extend(extend(ROOT, first), second)).is_some();
            (phrase || self.model.weights().knows(pair_key(first, second)))
                .then_some((first, second))
        })
    }

    fn correct(&self, folded: &str) -> Option<u64> {
        let limit = typo_budget(folded.len());
        if limit == 0 {
            return None;
        }
        let candidates = self
            .candidates
            .get_or_init(|| Candidates::new(&self.model, &self.words));
        candidates
            .nearest(folded, limit)
            .and_then(|word| self.known(hash_bytes(word)))
    }
}

/// Words that a mistyped word may have been, by length, with their letter masks.
#[derive(Debug)]
struct Candidates {
    /// The words, shortest first and then in alphabetical order, one after the other.
    texts: Vec<u8>,
    masks: Vec<u32>,
    /// For each length, the number of the first word of at least that length, and where in `texts` it begins.
    starts: [(usize, usize); LONGEST + 2],
    /// For each length and first letter, the number of the first word of that length that begins with it or a later one.
    letters: Vec<[usize; 27]>,
}

const LONGEST: usize = 24;

impl Candidates {
    fn new(model: &Model<'static>, words: &Words) -> Self {
        let added = words.texts();
        let mut by_length: [Vec<&str>; LONGEST + 1] = Default::default();
        for word in model.words().chain(added) {
            if (5..=LONGEST).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_lowercase())
            {
                by_length[word.len()].push(word);
            }
        }
        let mut candidates = Self {
            texts: Vec::new(),
            masks: Vec::new(),
            starts: [(0, 0); LONGEST + 2],
            letters: vec![[0; 27]; LONGEST + 1],
        };
        for (length, words) in by_length.iter_mut().enumerate() {
            words.sort(); // two sorted runs, which this sort merges
            words.dedup();
            candidates
                .masks
                .extend(words.iter().map(|word| letter_mask(word)));
            words
                .iter()
                .for_each(|word| candidates.texts.extend(word.as_bytes()));
            let first = candidates.starts[length].0;
            for (letter, start) in candidates.letters[length].iter_mut().enumerate() {
                let before = |word: &&str| usize::from(word.as_bytes()[0] - b'a') < letter;
                *start = first + words.partition_point(before);
            }
            candidates.starts[length + 1] = (candidates.masks.len(), candidates.texts.len());
        }
        candidates
    }

    /// The nearest word within `limit` edits that begins with the same letter, or with the second one where the first
    /// two may have changed places; among equals the first in alphabetical order. A first letter is seldom mistyped, and
    /// to look only there is twenty times faster.
    fn nearest(&self, word: &str, limit: usize) -> Option<&[u8]> {
        let masks = (letter_mask(word), pair_mask(word.as_bytes()));
        let word = word.as_bytes();
        let same = self.nearest_with(word, masks, word[0], limit);
        if same.is_some() || word[0] == word[1] {
            return same;
        }
        self.nearest_with(word, masks, word[1], 1)
    }

    fn nearest_with(
        &self,
        word: &[u8],
        (mask, pairs): (u32, u64),
        first_letter: u8,
        limit: usize,
    ) -> Option<&[u8]> {
        let letter = usize::from(first_letter.checked_sub(b'a')?);
        let low = word.len().saturating_sub(limit).min(LONGEST);
        let high = (word.len() + limit).min(LONGEST);
        let mut best: Option<(usize, &[u8])> = None;
        for length in low..=high {
            let (first, text) = self.starts[length];
            let range = self.letters[length][letter]..self.letters[length][letter + 1];
            let consider = |place: usize| {
                let candidate = &self.texts[text + (range.start - first + place) * length..];
                let candidate = &candidate[..length];
                // Only a nearer one is wanted, and none is at distance 0, or the word were known. That it is not at distance 1
                // takes no longer to tell than which pairs it has.
                let bound = best.map_or(limit, |(distance, _)| distance.saturating_sub(1));
                let has_pairs = || {
                    let changed = (pair_mask(candidate) ^ pairs).count_ones();
                    changed <= PAIRS_OF_EDIT * bound as u32
                };
                if bound > 0
                    && (bound == 1 || has_pairs())
                    && let Some(distance) = few_edits(word, candidate, bound)
                {
                    best = Some((distance, candidate));
                }
            };
            let masks = &self.masks[range.clone()];
            match limit {
                1 => each_near::<2>(masks, mask, consider),
                _ => each_near::<4>(masks, mask, consider),
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

/// So many pairs of neighbouring letters come and go by one edit at most: where two letters change places, three of each.
const PAIRS_OF_EDIT: u32 = 6;

/// A bit for each pair of neighbouring letters, some of which share one: words with the same letters in another order, which
/// their letter masks do not tell apart, are no near ones.
fn pair_mask(word: &[u8]) -> u64 {
    let pairs = word.windows(2);
    pairs.fold(0, |mask, pair| {
        mask | 1 << (pair[0].wrapping_mul(5).wrapping_add(pair[1]) % 64)
    })
}

/// So many letter masks are looked at together: nearly all are too far, and so the processor compares several at once.
const TOGETHER: usize = 8;

/// Calls `each` with the places of the masks that differ from `mask` in at most `BITS` bits.
#[inline(never)] // within another function its numbers do not stay in registers
fn each_near<const BITS: u32>(masks: &[u32], mask: u32, mut each: impl FnMut(usize)) {
    // The lowest bits go, one at a time, which takes less than to count all.
    let left = |known: &u32| (0..BITS).fold(known ^ mask, |bits, _| bits & bits.wrapping_sub(1));
    let (chunks, rest) = masks.as_chunks::<TOGETHER>();
    for (number, chunk) in chunks.iter().enumerate() {
        let is_near: [bool; TOGETHER] = std::array::from_fn(|place| left(&chunk[place]) == 0);
        if is_near.iter().fold(false, |any, near| any | near) {
            let near = (0..TOGETHER).filter(|place| is_near[*place]);
            near.for_each(|place| each(number * TOGETHER + place));
        }
    }
    let near = rest
        .iter()
        .enumerate()
        .filter(|(_, known)| left(known) == 0);
    near.for_each(|(place, _)| each(masks.len() - rest.len() + place));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The search looks at no word whose pairs of letters differ in more than this from those of the mistyped one.
    #[test]
    fn one_edit_changes_few_pairs_of_letters() {
        let word = "photovoltaics";
        let letters: Vec<char> = word.chars().collect();
        let mut edited: Vec<Vec<char>> = Vec::new();
        for at in 0..letters.len() {
            let (mut without, mut other, mut more) =
                (letters.clone(), letters.clone(), letters.clone());
            without.remove(at);
            other[at] = 'q';
            more.insert(at, 'q');
            edited.extend([without, other, more]);
            if at > 0 {
                let mut swapped = letters.clone();
                swapped.swap(at - 1, at);
                edited.push(swapped);
            }
        }
        for edited in edited {
            let edited: String = edited.into_iter().collect();
            let changed = (pair_mask(word.as_bytes()) ^ pair_mask(edited.as_bytes())).count_ones();
            assert!(changed <= PAIRS_OF_EDIT, "{edited}");
        }
        let same_letters = (pair_mask(b"triangle") ^ pair_mask(b"integral")).count_ones();
        assert!(same_letters > PAIRS_OF_EDIT);
    }

    #[test]
    fn near_masks_are_those_that_differ_in_few_bits() {
        let mut state = 7_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        for count in 0..40 {
            let masks: Vec<u32> = (0..count).map(|_| random() & 0x3ff).collect();
            let mask = random() & 0x3ff;
            let near = |most: u32| {
                let places = (0..count).zip(&masks);
                let near = places.filter(|(_, known)| (*known ^ mask).count_ones() <= most);
                near.map(|(place, _)| place).collect::<Vec<usize>>()
            };
            let (mut two, mut four) = (Vec::new(), Vec::new());
            each_near::<2>(&masks, mask, |place| two.push(place));
            each_near::<4>(&masks, mask, |place| four.push(place));
            assert_eq!((two, four), (near(2), near(4)));
        }
    }
}
