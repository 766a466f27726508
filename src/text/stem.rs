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
        self.0.stem(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_share_a_stem() {
        let stemmer = Stemmer::default();
        assert_eq!(stemmer.stem("batteries"), stemmer.stem("battery"));
        assert_eq!(stemmer.stem("gas"), "gas");
        assert_eq!(stemmer.stem("18650"), "18650");
    }
}
