//! Identities: of classes, of paths of words, of features. The bottom of the matcher; everything else is keyed by these.

use crate::text::hash_bytes;
use std::hash::Hasher;

/// A class that words point to: the subdivisions in taxonomy order, then the kinds of business out of scope.
pub(crate) type Class = u16;

/// The path hash before the first token.
pub(crate) const ROOT: u64 = 0x5bd1_e995_9d1b_58d3;

/// Extends a path by a token key (multiply-xorshift, after S. Vigna's splitmix64 finaliser).
#[inline]
pub(crate) fn extend(path: u64, key: u64) -> u64 {
    let mut mixed = path.rotate_left(23) ^ key;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What of a key is stored in a table: the half that does not choose the slot, never 0.
#[inline]
pub(crate) fn tag(key: u64) -> u32 {
    ((key >> 32) as u32).max(1)
}

/// A power of two that leaves a third to two thirds of the slots of a table empty.
pub(crate) fn slots(entries: usize) -> usize {
    (entries * 3 / 2).next_power_of_two().max(2)
}

/// Sorts by hashes; what has the same one stays in its order. Since hashes are spread evenly, each entry is put near its place
/// at once, which takes a third of what comparing takes.
pub(crate) fn sort_by_hash<T: Copy>(list: &mut Vec<T>, hash: impl Fn(&T) -> u64) {
    if list.len() < 2 {
        return;
    }
    let bits = list.len().ilog2();
    let bucket = |entry: &T| (hash(entry) >> (u64::BITS - bits)) as usize;
    let mut ends = vec![0_usize; 1 << bits];
    list.iter().for_each(|entry| ends[bucket(entry)] += 1);
    let mut before = 0;
    for end in &mut ends {
        before += std::mem::replace(end, before);
    }
    let mut sorted = list.clone();
    for entry in list.iter() {
        let next = &mut ends[bucket(entry)];
        sorted[*next] = *entry;
        *next += 1;
    }
    let mut start = 0;
    for end in ends {
        sorted[start..end].sort_by_key(&hash);
        start = end;
    }
    *list = sorted;
}

/// Where the path of a pair begins: `hash_bytes(b"pair")`, then extended by both keys.
const PAIR: u64 = hash_bytes(b"pair");

/// Where the key of a pair begins whose first word has this key.
#[inline]
pub(crate) fn pair_start(first: u64) -> u64 {
    extend(PAIR, first)
}

/// The key of a pair of Chinese characters or of words that stand side by side.
#[inline]
pub(crate) fn pair_key(first: u64, second: u64) -> u64 {
    extend(pair_start(first), second)
}

/// Where the keys of two words of one item begin: `hash_bytes(b"both")`.
const BOTH: u64 = hash_bytes(b"both");

/// The feature that stands for two words of one keyword or product, in whichever order.
pub(crate) fn both_key(one: u64, other: u64) -> u64 {
    extend(extend(BOTH, one.min(other)), one.max(other))
}

/// Where the keys of label features begin.
const LABEL: u64 = 0x6c61_6265_6c00_0001;

/// The feature that stands for a keyword or product that is the label of a subdivision.
pub(crate) fn label_key(class: Class) -> u64 {
    extend(LABEL, u64::from(class))
}

/// Where the keys of whole items begin.
const WHOLE: u64 = 0x7768_6f6c_6500_0001;

/// The feature that stands for an item which is the term with this key.
pub(crate) fn whole_key(term: u64) -> u64 {
    extend(WHOLE, term)
}

/// The feature that stands for the kind of a profile, by its name.
pub(crate) fn kind_key(kind: &str) -> u64 {
    hash_bytes(format!("kind:{}", kind).as_bytes())
}

/// The feature that stands for a description that only trades.
pub(crate) fn trade_key() -> u64 {
    hash_bytes(b"trade-only")
}

/// The hasher of keys that are hashes themselves.
#[derive(Debug, Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash_bytes(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_sorted_and_equal_ones_stay_in_order() {
        for count in [0_u64, 1, 2, 3, 100, 1000] {
            let entry = |number: u64| (hash_bytes(&(number / 3).to_le_bytes()), number);
            let mut list: Vec<(u64, u64)> = (0..count).map(entry).collect();
            let mut expected = list.clone();
            expected.sort_by_key(|(hash, _)| *hash);
            sort_by_hash(&mut list, |(hash, _)| *hash);
            assert_eq!(list, expected);
        }
    }
}
