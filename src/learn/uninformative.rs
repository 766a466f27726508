//! Words that say nothing of what a firm does, whatever the trade: places, names of persons, praise, growth, finance of the
//! firm itself. Two people read every word that stands in 15 texts or more, and every pair of Chinese characters that stands in
//! 25 or more, and named those. A pair that both named gets no weight; nor does a word of which every form was named by one and
//! some form by both (of three forms and more, one may be unnamed), nor one of 4 to 14 texts that the one who read those
//! named. So the accident of which firms used them cannot speak.

use super::inputs::{Inputs, read};
use crate::error::Result;
use crate::text::{Stemmer, hash_bytes, is_han};
use std::collections::HashSet;

#[derive(Debug, Default)]
pub(super) struct Uninformative {
    /// Keys of stems.
    stems: HashSet<u64>,
    /// Pairs of Chinese characters.
    pairs: HashSet<String>,
}

impl Uninformative {
    /// Reads `files`, which stand beside the manifest.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(super) fn read(inputs: &Inputs, files: &[String]) -> Result<Self> {
        let mut all = Self::default();
        let stemmer = Stemmer::default();
        for file in files {
            for word in read(&inputs.beside(file))?.lines() {
                if word.chars().all(is_han) {
                    all.pairs.insert(word.to_owned());
                } else {
                    let stem = stemmer.stem(word);
                    all.stems.insert(hash_bytes(stem.as_bytes()));
                }
            }
        }
        Ok(all)
    }

    /// Whether a folded word is one of them, in any of its forms.
    pub(super) fn has_word(&self, folded: &str, stemmer: &Stemmer) -> bool {
        self.stems
            .contains(&hash_bytes(stemmer.stem(folded).as_bytes()))
    }

    /// Whether a folded pair of Chinese characters is one of them.
    pub(super) fn has_pair(&self, folded: &str) -> bool {
        self.pairs.contains(folded)
    }
}
