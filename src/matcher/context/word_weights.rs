//! What relation words weigh, word by word.

use super::{Gates, at};

/// The weights of each relation word for standing before a mention, for standing after one, and the same for standing close:
/// side by side, since all four are added up where a text has the word, and most of its words are relation words.
#[derive(Debug)]
pub(crate) struct WordWeights(Vec<[f32; 4]>);

impl WordWeights {
    /// Of so many words.
    pub(crate) fn of(gates: &Gates, words: usize) -> Self {
        let of = |first: usize| gates[first..first + words].iter().copied();
        let any = of(at::WORD_BEFORE).zip(of(at::WORD_AFTER));
        let close = of(at::CLOSE_BEFORE).zip(of(at::CLOSE_AFTER));
        let weights = any.zip(close);
        Self(weights.map(|((a, b), (c, d))| [a, b, c, d]).collect())
    }

    /// Adds those of a word to the sums.
    #[inline]
    pub(super) fn add_to(&self, sums: &mut [f32; 4], word: u16) {
        let weights = &self.0[usize::from(word)];
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += weight;
        }
    }
}
