//! Stemming: `batteries` and `battery` are one word. Snowball's English stemmer (M. Porter, "Snowball: A language for
//! stemming algorithms", 2001) through `rust-stemmers`.

use rust_stemmers::{Algorithm, Stemmer as Snowball};
use std::borrow::Cow;

/// English stemmer; words of other scripts, words with digits and words of up to three letters stay as they are.
pub struct Stemmer(Snowball);

impl Default for Stemmer {
    fn default() -> Self {
        Self(Snowball::create(Algorithm::English))
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stemmer(English)")
    }
}

impl Stemmer {
    /// The stem of a folded word.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        // Short words are mostly abbreviations (`ics`, `gas`, `LED`), which stemming would mangle.
        if word.len() <= 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Cow::Borrowed(word);
        }
        match may_have_ending(word.as_bytes()) {
            true => self.0.stem(word),
            false => Cow::Borrowed(word),
        }
    }
}

/// Whether a word has an ending that a step of the stemmer may take off or change. Half of the words that are not known,
/// names mostly, have none, and the stemmer takes some thousand instructions to find that out.
fn may_have_ending(word: &[u8]) -> bool {
    matches!(
        word,
        [.., b's' | b'e' | b'y']
            | [.., b'e', b'd']
            | [.., b'i', b'n', b'g']
            | [.., b'c' | b'g' | b'l' | b't', b'i']
            | [.., b'a' | b'l' | b'u', b'l']
            | [.., b's', b'm']
            | [.., b'o', b'n']
            | [.., b'e' | b'o', b'r']
            | [.., b'n', b't']
            | [.., b'i', b'c']
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_without_such_an_ending_is_its_own_stem() {
        let stemmer = Stemmer::default();
        let mut state = 7_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut without = 0;
        for _ in 0..200_000 {
            let length = 4 + random(7);
            let word: String = (0..length)
                .map(|_| char::from(b'a' + random(26) as u8))
                .collect();
            if !may_have_ending(word.as_bytes()) {
                without += 1;
                assert_eq!(stemmer.0.stem(&word), word);
            }
        }
        assert!(without > 100_000);
    }

    #[test]
    fn inflections_share_a_stem() {
        let stemmer = Stemmer::default();
        assert_eq!(stemmer.stem("batteries"), stemmer.stem("battery"));
        assert_eq!(stemmer.stem("gas"), "gas");
        assert_eq!(stemmer.stem("18650"), "18650");
    }
}
