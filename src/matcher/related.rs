//! Related words: a word that no term names still counts where its neighbours in a lead list are those of the terms.
//!
//! Word vectors are latent semantic analysis of a list of companies (S. Deerwester et al., 1990; learned by
//! `learn::vectors`). They work for any taxonomy; for a subdivision that weights were learned for, they are part of
//! those weights already, and this file has nothing to add.

use super::keys::Class;
use super::lexicon::Lexicon;
use super::model::{Model, VECTOR_UNIT};
use crate::taxonomy::{Taxonomy, Term};
use crate::text::{TokenKind, Tokens};

/// A cosine below this is taken for chance. A judgement, not learned: the factor behind it is.
pub(crate) const CHANCE: f32 = 0.25;

/// Vectors of the classes nothing was learned about.
#[derive(Debug, Default)]
pub(super) struct Related {
    vectors: Vec<(Class, Vec<f32>)>,
    model: Option<Model<'static>>,
}

impl Related {
    pub(super) fn new(
        taxonomy: &Taxonomy,
        unlearned: &[bool],
        model: Model<'static>,
        lexicon: &Lexicon,
    ) -> Self {
        let subdivisions = taxonomy
            .subdivisions
            .iter()
            .map(|s| (&s.label.en, &s.terms));
        let all = subdivisions.chain(
            taxonomy
                .out_of_scope
                .iter()
                .map(|out| (&out.label.en, &out.terms)),
        );
        let vectors = all
            .enumerate()
            .filter(|(class, _)| unlearned[*class])
            .filter_map(|(class, (label, terms))| {
                Some((
                    class as Class,
                    class_vector(label, terms, |word| model.vector(word), lexicon)?,
                ))
            })
            .collect();
        Self {
            vectors,
            model: Some(model),
        }
    }

    /// Calls `add` with the classes that the word with this key is related to.
    pub(super) fn weights(&self, key: u64, add: &mut impl FnMut(Class, f32)) {
        let (false, Some(model)) = (self.vectors.is_empty(), &self.model) else {
            return;
        };
        let Some(word) = model.vector(key) else {
            return;
        };
        for (class, vector) in &self.vectors {
            let weight = likeness(word, vector);
            if weight > 0.0 {
                add(*class, weight * model.related_points());
            }
        }
    }
}

/// How much a word is like a class: the cosine above [`CHANCE`], from 0 to 1.
pub(crate) fn likeness(word: &[u8], class: &[f32]) -> f32 {
    let dot: f32 = word
        .iter()
        .zip(class)
        .map(|(a, b)| f32::from(i8::from_le_bytes([*a])) * VECTOR_UNIT * b)
        .sum();
    ((dot - CHANCE) / (1.0 - CHANCE)).max(0.0)
}

/// The unit vector of a class: the mean over its label and English terms of the vectors of their words.
pub(crate) fn class_vector<'a>(
    label: &str,
    terms: &[Term],
    vector_of: impl Fn(u64) -> Option<&'a [u8]>,
    lexicon: &Lexicon,
) -> Option<Vec<f32>> {
    let mut sum: Vec<f32> = Vec::new();
    let mut tokens = Tokens::default();
    let texts = terms
        .iter()
        .map(|term| (&*term.text, term.weight))
        .chain([(label, 1.0)]);
    for (text, weight) in texts {
        tokens.cut(text);
        for token in tokens
            .list
            .iter()
            .filter(|token| token.kind == TokenKind::Word)
        {
            let key = lexicon
                .known(token.hash)
                .unwrap_or_else(|| lexicon.stem_key(tokens.folded(token)));
            let Some(vector) = vector_of(key) else {
                continue;
            };
            sum.resize(vector.len(), 0.0);
            // Words of one long term share its weight.
            let share = weight / tokens.list.len() as f32;
            for (total, value) in sum.iter_mut().zip(vector) {
                *total += share * f32::from(i8::from_le_bytes([*value])) * VECTOR_UNIT;
            }
        }
    }
    let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
    (norm > 0.0).then(|| sum.iter().map(|x| x / norm).collect())
}
