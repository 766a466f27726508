//! The hashes of the words that were met last. To hash a word takes as many multiplications as it has letters, each of which
//! waits for the one before it; to find it here takes two look-ups.

use crate::text::hash::hash_bytes;

/// Slots for words at first, enough for a single profile, and at last: for those of a language that are met most.
const FEWEST: usize = 1 << 9;
const SLOTS: usize = 1 << 12;

/// The letters of a word, from the first byte on, and zeros after them.
pub(super) type Letters = [u64; 2];

/// The most letters of a word that is looked for here.
pub(super) const MOST_LETTERS: usize = size_of::<Letters>();

/// Words that were met, one a slot: their letters and their hash. An empty slot is all zeros.
#[derive(Debug, Clone, Default)]
pub(super) struct Hashes {
    met: Vec<[u64; 3]>,
    /// How many words were not found since there are so many slots.
    missed: usize,
}

/// The slot of a word, of a power of two of them.
#[inline]
fn slot([head, tail]: Letters, slots: usize) -> usize {
    // Multiplied by the golden ratio, the upper bits depend on all letters.
    let mixed = (head ^ tail.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (u64::BITS - SLOTS.ilog2())) as usize & slots.wrapping_sub(1)
}

impl Hashes {
    /// The hash of a word, which has letters.
    #[inline]
    pub(super) fn of(&mut self, letters: Letters) -> u64 {
        match self.met.get(slot(letters, self.met.len())) {
            Some([head, tail, hash]) if [*head, *tail] == letters => *hash,
            _ => self.meet(letters),
        }
    }

    #[cold]
    fn meet(&mut self, letters: Letters) -> u64 {
        let slots = self.met.len();
        if self.missed >= slots && slots < SLOTS {
            self.met = vec![[0; 3]; (8 * slots).clamp(FEWEST, SLOTS)];
            self.missed = 0;
        }
        self.missed += 1;
        let [head, tail] = letters;
        let empty = match tail {
            0 => head.leading_zeros() + u64::BITS,
            _ => tail.leading_zeros(),
        };
        let bytes = letters.map(u64::to_le_bytes);
        let hash = hash_bytes(&bytes.as_flattened()[..MOST_LETTERS - empty as usize / 8]);
        let slot = slot(letters, self.met.len());
        self.met[slot] = [head, tail, hash];
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_same_hash_when_they_are_met_again() {
        let mut hashes = Hashes::default();
        let mut letters = [0; MOST_LETTERS];
        for round in 0..2_u32 {
            for number in 0..3 * SLOTS as u32 {
                let word = format!("{}{number}", &"abcdefghijk"[..number as usize % 12]);
                letters.fill(0);
                letters[..word.len()].copy_from_slice(word.as_bytes());
                let (halves, _) = letters.as_chunks();
                let halves = [halves[0], halves[1]].map(u64::from_le_bytes);
                for _ in 0..2 {
                    assert_eq!(
                        hashes.of(halves),
                        hash_bytes(word.as_bytes()),
                        "{round} {word}"
                    );
                }
            }
        }
    }
}
