//! What the terms say, written down and taken over again.

use super::Scorer;
use crate::matcher::related::{Related, RelatedParts};
use crate::matcher::term_words::TermWordsParts;
use std::sync::Arc;

impl Scorer {
    /// Takes over what terms say that was worked out before; see [`Scorer::read_terms`].
    pub(in crate::matcher) fn take_terms(&mut self, related: RelatedParts, words: TermWordsParts) {
        self.related = Related::of_parts(related, self.model.clone());
        self.term_words = Arc::new(words.into());
    }

    /// What the terms say, as data.
    pub(in crate::matcher) fn terms_said(&self) -> (RelatedParts, TermWordsParts) {
        (self.related.parts(), self.term_words.parts())
    }
}
