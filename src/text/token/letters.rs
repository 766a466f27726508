//! Words of ASCII, as nearly all words of Latin letters are.

use super::{Break, Cutter, FAR, Token, TokenKind, Tokens, Word};
use crate::text::fold::FOLDED;
use crate::text::folded::capitals;
use crate::text::hash::{FNV_OFFSET, FNV_PRIME};

impl Cutter<'_> {
    /// Reads plain words from `at` on, where one begins and none has begun before, as long as just a space stands between
    /// them and there are not `most` tokens: words of two letters or more, all small but for the
    /// first. How far it came;
    /// nowhere if the first word is not plain.
    #[inline(never)] // within another function its numbers do not stay in registers
    pub(super) fn plain_words(&mut self, bytes: &[u8], mut at: usize, most: usize) -> usize {
        let begin = at;
        let Tokens { list, folded, .. } = &mut *self.tokens;
        let mut filled = folded.len();
        let buffer = folded.with_room(bytes.len() - at);
        let is_far = |last: &Token| at as u32 - last.end > FAR;
        let mut before = match list.last().is_some_and(is_far) {
            true => self.before.max(Break::Comma),
            false => self.before,
        };
        let mut ended = at;
        while at < bytes.len() && filled < buffer.len() {
            let (rest, room) = (&bytes[at..], &mut buffer[filled..]);
            let first = rest[0];
            let small = FOLDED[usize::from(first)];
            room[0] = small;
            let mut hash = (FNV_OFFSET ^ u64::from(small)).wrapping_mul(FNV_PRIME);
            let longest = rest.len().min(room.len());
            let mut length = 1;
            for (byte, to) in rest[1..longest].iter().zip(&mut room[1..longest]) {
                if !byte.is_ascii_lowercase() {
                    break;
                }
                hash = (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME);
                *to = *byte;
                length += 1;
            }
            // A capital, a digit or a letter beyond ASCII: the word is not plain.
            let next = rest.get(length).copied();
            let goes_on = next.is_some_and(|next| next.is_ascii_alphanumeric() || !next.is_ascii());
            if small == 0 || length == 1 || goes_on || length == room.len() {
                break;
            }
            list.push(Token {
                start: at as u32,
                end: (at + length) as u32,
                folded_start: filled as u32,
                folded_end: (filled + length) as u32,
                hash,
                sentence: self.sentence,
                kind: TokenKind::Word,
                before,
                capitalised: small != first,
                depth: self.depth,
            });
            before = Break::None;
            at += length;
            filled += length;
            ended = at;
            if next != Some(b' ') {
                break;
            }
            at += 1;
            if list.len() >= most {
                break;
            }
        }
        if at > begin {
            folded.fill_up_to(filled);
            (self.before, self.hyphened, self.begun) = (Break::None, false, true);
            self.ended = ended;
        }
        at
    }

    /// The letters and digits of ASCII, at least one, that begin at `at`; how many they are.
    pub(super) fn letters(&mut self, text: &[u8], at: usize) -> usize {
        let bytes = &text[at..];
        let before = match &self.word {
            Some(word) => word.hash,
            None => FNV_OFFSET,
        };
        let folded_start = self.tokens.folded.len();
        let (hash, length, has_capitals) = self.tokens.folded.push_letters(before, bytes);
        let (capitals, last_upper) = match has_capitals {
            true => capitals(&bytes[..length]),
            false => (0, false),
        };
        if let Some(word) = &mut self.word {
            word.hash = hash;
            word.capitals += capitals;
            word.later_upper |= capitals > 0;
            word.last_small = !last_upper;
            return length;
        }
        let first_upper = bytes[0].is_ascii_uppercase();
        let is_whole = bytes.get(length).is_none_or(u8::is_ascii);
        let word = Word {
            start: at as u32,
            folded_start: folded_start as u32,
            hash,
            first_upper,
            later_upper: capitals > u32::from(first_upper),
            capitals,
            last_small: length > 1 && !last_upper,
        };
        if is_whole {
            // Nothing that follows belongs to it.
            self.ended = at + length;
            self.end(word, self.ended);
        } else {
            self.word = Some(word);
        }
        length
    }
}
