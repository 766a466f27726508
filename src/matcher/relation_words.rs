//! Words that tell in what relation a text speaks of a thing, beyond the cues: "resold", "bankruptcy", "opposite", 旁边.
//! They are learned from our sentence frames (see `learn::frames`), and each has weights for standing before a mention,
//! after it, and anywhere in a short text (see [`super::context`]).

use super::keys::{slots, tag};

/// How many relation words there may be: with five weights each, context features are counted in 16 bits.
pub(crate) const MOST: usize = 10_000;

/// The known relation words: an open-addressed table of what is stored of a key and the number of the word.
#[derive(Debug, Default)]
pub(crate) struct RelationWords {
    table: Vec<(u32, u16)>,
}

impl RelationWords {
    /// The words with these keys, numbered in this order.
    pub(crate) fn new(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        if keys.len() == 0 {
            return Self::default();
        }
        let mut table = vec![(0, 0); slots(keys.len())];
        let mask = table.len() - 1;
        for (number, key) in (0..).zip(keys) {
            let mut slot = key as usize & mask;
            while table[slot].0 != 0 {
                slot = (slot + 1) & mask;
            }
            table[slot] = (tag(key), number);
        }
        Self { table }
    }

    /// The number of the word with this key.
    #[inline]
    pub(crate) fn number(&self, key: u64) -> Option<u16> {
        let mask = self.table.len().checked_sub(1)?;
        let mut slot = key as usize & mask;
        loop {
            match self.table[slot] {
                (0, _) => return None,
                (known, number) if known == tag(key) => return Some(number),
                _ => slot = (slot + 1) & mask,
            }
        }
    }
}

/// A relation word of a text: the token where it begins, and its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RelationHit {
    pub(crate) token: u32,
    pub(crate) word: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_keys_and_others_are_not() {
        let keys: Vec<u64> = (1..100_u64)
            .map(|key| key.wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .collect();
        let words = RelationWords::new(keys.iter().copied());
        for (number, key) in (0..).zip(&keys) {
            assert_eq!(words.number(*key), Some(number));
        }
        assert_eq!(words.number(77), None);
        assert_eq!(RelationWords::default().number(keys[0]), None);
    }
}
