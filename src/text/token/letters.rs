//! Words of ASCII, as nearly all words of Latin letters are.

use super::hashes::{Letters, MOST_LETTERS};
use super::{Break, Cutter, FAR, Token, TokenKind, Tokens, Word, is_abbreviation};
use crate::text::fold::FOLDED;
use crate::text::folded::capitals;
use crate::text::hash::FNV_OFFSET;

/// A word of letters that are small but for the first; not `s`, which may be none.
struct PlainWord {
    letters: Letters,
    length: usize,
    capitalised: bool,
    /// The byte after it.
    next: u8,
}

impl PlainWord {
    /// The word that `text` begins with, if it is plain; eight bytes are looked at together, so that a text's last bytes are
    /// not looked at here.
    #[inline]
    fn of(text: &[u8]) -> Option<Self> {
        let written = u64::from_le_bytes(*text.first_chunk()?);
        let word = written | SMALL;
        let ends = not_small(word);
        let (mut length, mut tail) = (count_before(ends), 0);
        if ends == 0 {
            let rest = u64::from_le_bytes(*text[CHUNK..].first_chunk()?);
            let ends = not_small(rest);
            tail = rest & mask_before(ends);
            length += count_before(ends);
        }
        let next = *text.get(length)?;
        let head = word & mask_before(ends);
        let is_plain = length > 0 && head != u64::from(b's') && ENDS_WORD[usize::from(next)];
        is_plain.then_some(Self {
            letters: [head, tail],
            length,
            capitalised: written & SMALL == 0 && length > 1,
            next,
        })
    }
}

/// Whether a word of ASCII ends before this byte, whatever follows: all but letters and digits, and what is not ASCII.
static ENDS_WORD: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        ends[byte] = FOLDED[byte] == 0;
        byte += 1;
    }
    ends
};

/// What makes the first letter a small one; nothing else becomes a letter by it.
const SMALL: u64 = 0x20;
/// So many bytes are looked at together.
const CHUNK: usize = size_of::<u64>();
/// A one in each byte, and the highest bit of each.
const ONES: u64 = u64::MAX / 0xff;
const HIGHEST: u64 = ONES << 7;

/// The highest bit of each byte that is no small letter of ASCII.
#[inline]
fn not_small(bytes: u64) -> u64 {
    // No sum reaches into the next byte.
    let low = bytes & !HIGHEST;
    let from_a = low + ONES * u64::from(0x80 - b'a');
    let after_z = low + ONES * u64::from(0x7f - b'z');
    (bytes | !from_a | after_z) & HIGHEST
}

/// How many bytes stand before the first one of which the highest bit is set.
#[inline]
fn count_before(highest: u64) -> usize {
    highest.trailing_zeros() as usize / 8
}

/// All bits of these bytes.
#[inline]
fn mask_before(highest: u64) -> u64 {
    let first = highest & highest.wrapping_neg();
    (first >> 7).wrapping_sub(1)
}

impl Cutter<'_> {
    /// Reads plain words from `at` on, where one begins and none has begun before, as long as just a space stands between
    /// them, or a comma, semicolon or full stop and a space, and there are not `most` tokens. How far it came; nowhere if the
    /// first word is not plain.
    #[inline(never)] // within another function its numbers do not stay in registers
    pub(super) fn plain_words(&mut self, bytes: &[u8], mut at: usize, most: usize) -> usize {
        let begin = at;
        let Tokens {
            list,
            folded,
            hashes,
            ..
        } = &mut *self.tokens;
        let mut filled = folded.len();
        let buffer = folded.with_room();
        let is_far = |last: &Token| at as u32 - last.end > FAR;
        let mut before = match list.last().is_some_and(is_far) {
            true => self.before.max(Break::Comma),
            false => self.before,
        };
        let (mut sentence, mut depth) = (self.sentence, self.depth);
        let mut ended = at;
        while let Some(word) = PlainWord::of(&bytes[at..])
            && let Some(room) = buffer[filled..].first_chunk_mut::<MOST_LETTERS>()
        {
            // What is no letter of it is written over by the next word.
            room.copy_from_slice(word.letters.map(u64::to_le_bytes).as_flattened());
            let (start, folded_start) = (at, filled);
            at += word.length;
            filled += word.length;
            ended = at;
            list.push(Token {
                start: start as u32,
                end: at as u32,
                folded_start: folded_start as u32,
                folded_end: filled as u32,
                hash: hashes.of(word.letters),
                sentence,
                kind: TokenKind::Word,
                before,
                capitalised: word.capitalised,
                depth,
            });
            before = Break::None;
            if word.next != b' ' {
                let level = match word.next {
                    b',' => Break::Comma,
                    b';' => Break::Clause,
                    b'.' if is_abbreviation(&buffer[folded_start..filled]) => Break::None,
                    b'.' => Break::Sentence,
                    _ => break,
                };
                if bytes.get(at + 1) != Some(&b' ') {
                    break;
                }
                if level == Break::Sentence {
                    (sentence, depth) = (sentence.saturating_add(1), 0);
                }
                before = level;
                at += 1;
            }
            at += 1;
            if list.len() >= most {
                break;
            }
        }
        if at > begin {
            folded.fill_up_to(filled);
            (self.before, self.hyphened, self.begun) = (before, false, true);
            (self.sentence, self.depth) = (sentence, depth);
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
