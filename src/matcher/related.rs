//! Related words: a word that no term names still counts where its neighbours in a lead list are those of the terms.
//!
//! Word vectors are latent semantic analysis of a list of companies (S. Deerwester et al., 1990; learned by
//! `learn::vectors`). They work for any taxonomy; for a subdivision that weights were learned for, they are part of
//! those weights already, and this file has nothing to add.

use super::keys::Class;
use super::lexicon::Lexicon;
use super::model::{Model, VECTOR_UNIT};
use super::remembered::{ListPlace, Remembered};
use crate::taxonomy::{Taxonomy, Term};
use crate::text::{TokenKind, Tokens};
use smallvec::SmallVec;

/// A cosine below this is taken for chance. A judgement, not learned: the factor behind it is.
pub(crate) const CHANCE: f32 = 0.25;

/// The vectors of so many classes are multiplied together, by as many sums side by side, each in its own order: so the
/// processor adds up several at once. With 8 the compiler took the loop apart and added up one after the other; with 64, which
/// fill all registers, it moved the sums from one register to the next at every step.
const TOGETHER: usize = 32;

/// Numbers of a vector that are kept without an allocation.
const USUAL_SIZE: usize = 64;

/// Vectors of the classes nothing was learned about.
#[derive(Debug, Default)]
pub(super) struct Related {
    classes: Vec<Class>,
    /// For every [`TOGETHER`] classes, their first numbers side by side, then their second ones, and so on.
    groups: Vec<Vec<[f32; TOGETHER]>>,
    model: Option<Model<'static>>,
}

/// The same as data: the classes and their vectors.
pub(super) type RelatedParts = (Vec<Class>, Vec<Vec<[f32; TOGETHER]>>);

impl Related {
    /// From what [`Related::parts`] gave.
    pub(super) fn of_parts((classes, groups): RelatedParts, model: Model<'static>) -> Self {
        Self {
            // As where there was nothing to be related to.
            model: (!classes.is_empty()).then_some(model),
            classes,
            groups,
        }
    }

    pub(super) fn parts(&self) -> RelatedParts {
        (self.classes.clone(), self.groups.clone())
    }

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
        let vectors: Vec<(Class, Vec<f32>)> = all
            .enumerate()
            .filter(|(class, _)| unlearned[*class])
            .filter_map(|(class, (label, terms))| {
                Some((
                    class as Class,
                    class_vector(label, terms, |word| model.vector(word), lexicon)?,
                ))
            })
            .collect();
        let groups = vectors.chunks(TOGETHER).map(|group| {
            let mut columns = vec![[0.0; TOGETHER]; group[0].1.len()];
            for (place, (_, vector)) in group.iter().enumerate() {
                for (column, number) in columns.iter_mut().zip(vector) {
                    column[place] = *number;
                }
            }
            columns
        });
        Self {
            groups: groups.collect(),
            classes: vectors.iter().map(|(class, _)| *class).collect(),
            model: Some(model),
        }
    }

    /// Where in `lists` the classes stand that the word with this key is related to, in their order. Good until the lists are
    /// bounded.
    pub(super) fn place(&self, key: u64, lists: &mut Remembered) -> ListPlace {
        match self.classes.is_empty() {
            true => ListPlace::default(),
            false => lists.place(key, |entries| self.add_classes(key, entries)),
        }
    }

    /// Adds the classes that the word with this key is related to, and what it adds to each.
    fn add_classes(&self, key: u64, entries: &mut Vec<(Class, f32)>) {
        let known = self.model.as_ref();
        let known = known.and_then(|model| Some((model.vector(key)?, model.related_points())));
        let Some((word, points)) = known else {
            return;
        };
        let number = |number: &u8| f32::from(i8::from_le_bytes([*number])) * VECTOR_UNIT;
        let word: SmallVec<[f32; USUAL_SIZE]> = word.iter().map(number).collect();
        for (columns, classes) in self.groups.iter().zip(self.classes.chunks(TOGETHER)) {
            let mut products = [0.0; TOGETHER];
            for (number, column) in word.iter().zip(columns) {
                for (product, other) in products.iter_mut().zip(column) {
                    *product += number * other;
                }
            }
            // In most groups there is none, which is told of several classes at once.
            let is_any = products
                .iter()
                .fold(false, |any, product| any | (*product > CHANCE));
            if !is_any {
                continue;
            }
            for (class, product) in classes.iter().zip(products) {
                if product > CHANCE {
                    entries.push((*class, likeness(product) * points));
                }
            }
        }
    }
}

/// How much a word is like a class whose vectors have this cosine, above [`CHANCE`]: from 0 to 1.
fn likeness(cosine: f32) -> f32 {
    (cosine - CHANCE) / (1.0 - CHANCE)
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
