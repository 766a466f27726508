//! A quick hash of long texts, to tell whether a file derived from them is fresh. It guards against forgetting, not
//! against malice: the plan's identity for people is its SHA-256.

/// A 64-bit hash of a sequence of byte strings and numbers. The same on every platform and in every version, since
/// derived files hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u64; LANES]);

/// Independent sums, so that one multiplication need not wait for the other.
const LANES: usize = 4;
/// An odd number with no pattern in its bits: the fraction of the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Default for Fingerprint {
    fn default() -> Self {
        Self([1, 2, 3, 4])
    }
}

impl Fingerprint {
    /// Adds a number.
    pub fn add_number(&mut self, number: u64) {
        self.0[0] = step(self.0[0], number);
    }

    /// Adds a byte string; its length counts, so that two strings differ from their sum.
    pub fn add(&mut self, bytes: &[u8]) {
        self.add_number(bytes.len() as u64);
        let (blocks, rest) = bytes.as_chunks::<{ 8 * LANES }>();
        for block in blocks {
            for (lane, word) in self.0.iter_mut().zip(block.as_chunks::<8>().0) {
                *lane = step(*lane, u64::from_le_bytes(*word));
            }
        }
        let (words, rest) = rest.as_chunks::<8>();
        for (lane, word) in self.0.iter_mut().zip(words) {
            *lane = step(*lane, u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.0[LANES - 1] = step(self.0[LANES - 1], u64::from_le_bytes(last));
        }
    }

    /// The hash of all that was added.
    #[must_use]
    pub fn finish(&self) -> u64 {
        self.0.iter().fold(0, |sum, lane| step(sum, *lane))
    }
}

fn step(state: u64, word: u64) -> u64 {
    let mixed = (state.rotate_left(29) ^ word).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    fn of(parts: &[&str]) -> u64 {
        let mut fingerprint = Fingerprint::default();
        parts
            .iter()
            .for_each(|part| fingerprint.add(part.as_bytes()));
        fingerprint.finish()
    }

    #[test]
    fn every_byte_and_every_border_counts() {
        let text = "a term longer than the four lanes of eight bytes, with a tail";
        for at in 0..text.len() {
            let changed = format!("{}#{}", &text[..at], &text[at + 1..]);
            assert_ne!(of(&[text]), of(&[&changed]), "byte {at}");
        }
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a\0"]));
    }
}
