//! What can be left out of learning or changed, each with its default.

use super::regression::Prior;
use crate::matcher::Undo;

/// What can be left out or changed, for the table of parts.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Ridge penalty; chosen by cross-validation.
    pub penalty: f32,
    /// Weights from labels; without, terms and related words alone.
    pub weights: bool,
    /// Related words.
    pub related: bool,
    /// Curated terms.
    pub terms: bool,
    /// More points for a keyword or product that is a term and nothing more.
    pub whole: bool,
    /// Weights of their own for word pairs that are a term.
    pub term_pairs: bool,
    /// Kinds of business out of scope, held against every subdivision.
    pub out_of_scope: bool,
    /// What the reading leaves out of account.
    pub undo: Undo,
    /// How much a row of another source than the first labelled file counts, against 1.
    pub other_sources: f32,
    /// What a grade of 1 is learned as, between 0 and 1.
    pub peripheral_target: f32,
    /// What a grade of 2 is learned as.
    pub substantial_target: f32,
    /// Starting points of a term of weight 1.
    pub term_points: f64,
    /// Starting points of a keyword or product that is a term of weight 1.
    pub whole_points: f64,
    /// Penalty factor of term features against words.
    pub term_penalty: f32,
    /// How much lighter the penalty is on rare features: it goes with this power of their rarity.
    pub rarity_power: f32,
    /// Penalty factor of Chinese character pairs against words.
    pub han_penalty: f32,
    /// Folds of cross-validation.
    pub folds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            penalty: 0.5,
            weights: true,
            related: true,
            terms: true,
            whole: true,
            term_pairs: false,
            out_of_scope: true,
            undo: Undo::default(),
            other_sources: 0.8,
            peripheral_target: 0.2,
            substantial_target: 0.9,
            term_points: 5.0,
            whole_points: 1.0,
            term_penalty: 1.0,
            rarity_power: 1.0,
            han_penalty: 1.0,
            folds: 5,
        }
    }
}

impl Settings {
    /// The parts of the prior (terms, related words, whole items) that count.
    pub(super) fn used(&self, prior: Prior<f32>) -> Prior<f32> {
        let used = [self.terms, self.related, self.terms && self.whole];
        std::array::from_fn(|part| if used[part] { prior[part] } else { 0.0 })
    }
}
