//! The folded forms of the words of a text, one after the other.

use super::fold::FOLDED;
use super::hash::FNV_PRIME;
use std::ops::Range;

/// As much room is made at once.
const ROOM: usize = 512;

/// Bytes in a buffer that is reused; letters are folded right into it.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    /// Filled up to `length`.
    buffer: Vec<u8>,
    length: usize,
}

impl Folded {
    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Everything.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    pub(super) fn get(&self, range: Range<usize>) -> &[u8] {
        &self.buffer[range]
    }

    pub(super) fn push(&mut self, folded: &[u8]) {
        self.buffer.truncate(self.length);
        self.buffer.extend_from_slice(folded);
        self.length = self.buffer.len();
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// All of the buffer, in which there is room for some words after what is filled.
    pub(super) fn with_room(&mut self) -> &mut [u8] {
        if self.buffer.len() < self.length + ROOM / 2 {
            self.buffer.resize(self.length + ROOM, 0);
        }
        &mut self.buffer
    }

    /// The buffer has been filled up to this byte.
    pub(super) fn fill_up_to(&mut self, length: usize) {
        self.length = length;
    }

    /// Appends the letters and digits of ASCII that `bytes` begins with, folded: the hash of what `hash` is of with them
    /// after it, how many they are, and whether there are capitals among them.
    #[inline(never)] // within another function its numbers do not stay in registers
    pub(super) fn push_letters(&mut self, mut hash: u64, bytes: &[u8]) -> (u64, usize, bool) {
        let (mut done, mut changed) = (0, 0);
        loop {
            if self.buffer.len() == self.length {
                self.buffer.resize(self.length + ROOM, 0);
            }
            let room = &mut self.buffer[self.length..];
            let mut length = 0;
            for (byte, to) in bytes[done..].iter().zip(&mut *room) {
                let small = FOLDED[usize::from(*byte)];
                if small == 0 {
                    break;
                }
                hash = (hash ^ u64::from(small)).wrapping_mul(FNV_PRIME);
                changed |= small ^ byte;
                *to = small;
                length += 1;
            }
            let is_full = length == room.len();
            self.length += length;
            done += length;
            if !is_full {
                return (hash, done, changed != 0);
            }
        }
    }
}

/// How many capitals of ASCII there are, and whether the last byte is one.
#[inline(never)]
pub(super) fn capitals(bytes: &[u8]) -> (u32, bool) {
    let is_capital = |byte: &&u8| byte.is_ascii_uppercase();
    let count = bytes.iter().filter(is_capital).count() as u32;
    (count, bytes.last().is_some_and(u8::is_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hash_bytes;

    #[test]
    fn letters_are_folded_however_much_room_there_is() {
        let mut folded = Folded::default();
        for length in [0, 1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM] {
            let text = format!("{} rest", "Ab".repeat(length));
            let start = folded.len();
            let (hash, count, has_capitals) = folded.push_letters(hash_bytes(&[]), text.as_bytes());
            let expected = "ab".repeat(length);
            assert_eq!((count, has_capitals), (2 * length, length > 0));
            assert_eq!(folded.get(start..folded.len()), expected.as_bytes());
            assert_eq!(hash, hash_bytes(expected.as_bytes()));
            folded.push("é".as_bytes());
        }
    }
}
