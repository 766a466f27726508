//! What a matcher makes of a plan, as data: read where `planfit taxonomy compile` wrote it, instead of made anew at start.

use super::keys::Class;
use super::learned::Learned;
use super::related::RelatedParts;
use super::term_words::TermWordsParts;
use super::terms;
use super::weights::Weights;
use crate::taxonomy::Taxonomy;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// Everything that a matcher makes of a plan.
#[derive(Serialize, Deserialize)]
pub(super) struct Tables<'a> {
    /// Whether the shipped classes stand behind those of the plan.
    pub(super) is_combined: bool,
    /// The table of terms.
    pub(super) terms: &'a [u8],
    /// The labels as paths of words.
    pub(super) labels: Vec<(u64, Class)>,
    /// Which classes weights were learned for, and the weights.
    pub(super) learned: (Vec<Option<Class>>, usize, bool),
    pub(super) slots: &'a [u8],
    pub(super) postings: &'a [u8],
    pub(super) related: RelatedParts,
    pub(super) term_words: TermWordsParts,
}

impl Tables<'static> {
    /// Those that stand beside a plan as it was compiled.
    pub(super) fn of(taxonomy: &Taxonomy) -> Option<Self> {
        postcard::from_bytes(taxonomy.tables()?).ok()
    }

    pub(super) fn labels(&self) -> HashMap<u64, Class> {
        self.labels.iter().copied().collect()
    }

    pub(super) fn learned(&self) -> Learned {
        let (classes, count, is_all) = &self.learned;
        Learned {
            classes: classes.clone(),
            count: *count,
            is_all: *is_all,
        }
    }

    /// The weights of what [`Tables::learned`] tells.
    pub(super) fn weights(&self, learned: &Learned) -> Weights<'static> {
        let (slots, _) = self.slots.as_chunks();
        Weights::borrowed(slots, self.postings, learned.range())
    }

    /// The table of terms as a matcher holds it.
    pub(super) fn index(&self) -> (terms::Index, terms::Words) {
        terms::Index::read(Cow::Borrowed(self.terms))
    }
}
