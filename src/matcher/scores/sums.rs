//! The sums of one profile, in buffers that are reused.

use super::super::borrowed::Loans;
use super::super::keys::Class;
use super::super::remembered::{ListPlace, Remembered};
use super::super::term_words::WordPlace;
use crate::fit::Score;

/// Where the lists of one feature stand.
#[derive(Debug, Default)]
pub(super) struct FeaturePlaces {
    /// As a word or pair of the terms of classes that nothing was learned about.
    pub(super) words: WordPlace,
    pub(super) related: ListPlace,
    pub(super) of_terms: ListPlace,
    pub(super) told: ListPlace,
}

/// The sums of one profile and what follows from them, in buffers that are reused.
#[derive(Debug, Default)]
pub(in crate::matcher) struct Sums {
    /// Sum of each class, bias included, in log-odds.
    pub(in crate::matcher) list: Vec<f32>,
    /// How strongly each feature speaks.
    pub(super) strengths: Vec<f32>,
    /// For a plan that was not learned, which classes the words are related to, what the plan's author says of terms, and of
    /// classes that borrow: places for each feature; and which scorer worked that out.
    pub(super) related: Remembered,
    pub(super) of_terms: Remembered,
    pub(super) told: Remembered,
    pub(super) places: Vec<FeaturePlaces>,
    pub(super) owner: u64,
    /// Length of what is offered, in words, and what follows from it; see [`scale`].
    pub(in crate::matcher) length: f32,
    pub(in crate::matcher) scale: f32,
    /// The best subdivisions: score, sum, class.
    pub(in crate::matcher) order: Vec<(Score, f32, Class)>,
    /// For a plan that borrows, whom each class borrows from.
    pub(in crate::matcher) loans: Loans,
    /// What the other sums say of each class, in log-odds, and a buffer to work it out in.
    pub(super) adjustments: Vec<f32>,
    pub(super) learned: Vec<f32>,
    /// The sums of the classes that borrow.
    pub(super) borrowing: Vec<f32>,
    /// What is held against every subdivision, and the kind of business out of scope that is the reason.
    pub(in crate::matcher) held_against: f32,
    pub(in crate::matcher) out_of_scope: Option<usize>,
}

impl Sums {
    /// Forgets what another scorer noted, if it was another one that these buffers served last.
    pub(super) fn serve(&mut self, scorer: u64) {
        if self.owner != scorer {
            self.owner = scorer;
            self.related.clear();
            self.of_terms.clear();
            self.told.clear();
            self.adjustments.clear();
            self.loans.clear();
        }
    }

    /// The class whose learned weights count for `class`.
    pub(in crate::matcher) fn lender(&self, class: Class) -> Class {
        let lender = self.loans.lender.get(usize::from(class));
        lender.copied().unwrap_or(class)
    }

    /// What the other sums say of a class, or of the one that it borrows from.
    pub(super) fn adjustment(&self, class: Class) -> f32 {
        let lender = usize::from(self.lender(class));
        self.adjustments.get(lender).copied().unwrap_or(0.0)
    }

    /// What is taken off a class because others share its lender, and the first of them.
    pub(in crate::matcher) fn shared(&self, class: Class) -> (f32, Option<Class>) {
        let shared = self.loans.shared.get(usize::from(class));
        shared.copied().unwrap_or_default()
    }
}
