//! What was learned of a plan from a team's own labelled companies, as plain data: a calibration, and weights that are added
//! to those of the plan. `planfit adapt` makes it, the matcher applies it.

use super::Taxonomy;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Weights and biases are whole numbers of this many log-odds, so that a file holds them exactly.
pub const ADAPTED_UNIT: f32 = 1.0 / 1024.0;

/// What is added to a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adaptation {
    /// SHA-256 of its file, 64 hexadecimal digits.
    pub sha256: String,
    /// Id of the plan that it is for, and the SHA-256 of the plan's file at the time.
    pub plan: String,
    /// See `plan`.
    pub plan_sha256: String,
    /// How many labelled companies it was learned from.
    pub labelled: usize,
    /// From sums to probabilities.
    pub calibration: AdaptedCalibration,
    /// Whether the classes of the shipped plan stand behind those of this one, so that their evidence can be counted.
    pub borrows: bool,
    /// Whether pairs of words that stand in one keyword or product were learned as words were.
    pub pairs: bool,
    /// What is added for each subdivision.
    pub classes: Vec<AdaptedClass>,
}

/// A line through the log-odds, before the shipped table makes probabilities of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdaptedCalibration {
    /// By what log-odds are multiplied, in thousandths; above 0.
    pub slope: u32,
    /// What is added then, in thousandths of log-odds.
    pub shift: i32,
    /// How much the distance to the best subdivision counts, in thousandths.
    pub gap: u32,
}

impl Default for AdaptedCalibration {
    /// Changes nothing but the gap, which it leaves out.
    fn default() -> Self {
        Self {
            slope: 1000,
            shift: 0,
            gap: 0,
        }
    }
}

/// What is added for one subdivision, all in [`ADAPTED_UNIT`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdaptedClass {
    /// Id of the subdivision.
    pub id: String,
    /// Where every company starts for it, besides what the plan says.
    pub bias: i16,
    /// Classes of the shipped plan, and how much of the evidence for each counts.
    pub like: Vec<(String, i16)>,
    /// Words, pairs and terms: the key by which the matcher knows each, the words themselves for readers, the weight.
    pub words: Vec<(u64, String, i16)>,
}

impl Taxonomy {
    /// The same plan with what was learned of it applied wherever it is matched, and named in every answer.
    #[must_use]
    pub fn adapted(mut self, adaptation: Adaptation) -> Self {
        self.plan.fit = Some(adaptation.sha256.clone());
        self.adaptation = Some(Arc::new(adaptation));
        self
    }
}
