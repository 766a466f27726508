//! What a file held, in a few bytes, to see later whether it still does.

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::io::{self, Read};

/// A running sum of bytes, taken while they are read or written, so that it must cost next to nothing. It guards against
/// accidents: who can change a file behind a run's back can change the run's own note of it as well.
#[derive(Debug, Clone, Copy)]
pub struct Digest {
    lanes: [u64; LANES],
    /// Bytes that do not make a block yet.
    tail: [u8; BLOCK],
    length: u64,
}

/// How long a file is and what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digested {
    /// In bytes.
    pub length: u64,
    /// The sum of all of them, in hexadecimal digits.
    pub digest: String,
}

/// Independent sums, so that one multiplication need not wait for the other.
const LANES: usize = 4;
const BLOCK: usize = 8 * LANES;
/// An odd number with no pattern in its bits: the fraction of the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Default for Digest {
    fn default() -> Self {
        Self {
            lanes: [1, 2, 3, 4],
            tail: [0; BLOCK],
            length: 0,
        }
    }
}

impl Digest {
    /// Adds bytes; it does not matter in how many pieces they come.
    pub fn add(&mut self, mut bytes: &[u8]) {
        let filled = (self.length % BLOCK as u64) as usize;
        self.length += bytes.len() as u64;
        if filled > 0 {
            let (first, rest) = bytes.split_at(bytes.len().min(BLOCK - filled));
            self.tail[filled..filled + first.len()].copy_from_slice(first);
            if filled + first.len() < BLOCK {
                return;
            }
            let whole = self.tail;
            self.block(&whole);
            bytes = rest;
        }
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        for block in blocks {
            self.block(block);
        }
        self.tail[..rest.len()].copy_from_slice(rest);
    }

    /// Adds everything that comes out of `reader`, at most `most` bytes.
    ///
    /// # Errors
    /// Those of `reader`.
    pub fn add_all(&mut self, reader: impl Read, most: u64) -> io::Result<()> {
        let mut reader = reader.take(most);
        let mut buffer = vec![0; 1 << 16];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => self.add(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// How many bytes were added.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The length and the sum of all that was added.
    #[must_use]
    pub fn digested(&self) -> Digested {
        let mut last = *self;
        let filled = (self.length % BLOCK as u64) as usize;
        last.tail[filled..].fill(0);
        let tail = last.tail;
        last.block(&tail);
        last.block(&[0; BLOCK]);
        let mut digest = String::with_capacity(16 * LANES);
        for lane in last.lanes {
            // Writing to a string cannot fail.
            let _ = write!(digest, "{lane:016x}");
        }
        Digested {
            length: self.length,
            digest,
        }
    }

    fn block(&mut self, block: &[u8; BLOCK]) {
        for (lane, word) in self.lanes.iter_mut().zip(block.as_chunks::<8>().0) {
            let mixed = (lane.rotate_left(29) ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
            *lane = mixed ^ (mixed >> 32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pieces: &[&[u8]]) -> Digested {
        let mut digest = Digest::default();
        pieces.iter().for_each(|piece| digest.add(piece));
        digest.digested()
    }

    #[test]
    fn pieces_do_not_matter_and_every_byte_does() {
        let text = b"rows longer than the four lanes of eight bytes, and then a tail that ends in zeros\0\0";
        let whole = of(&[text]);
        for at in 0..text.len() {
            assert_eq!(of(&[&text[..at], &text[at..]]), whole);
            let mut changed = *text;
            changed[at] ^= 1;
            assert_ne!(of(&[&changed]).digest, whole.digest, "byte {at}");
            assert_ne!(of(&[&text[..at]]), whole);
        }
        let mut read = Digest::default();
        read.add_all(&text[..], u64::MAX).unwrap();
        assert_eq!((read.digested(), read.length()), (whole, text.len() as u64));
    }
}
