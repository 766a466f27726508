//! Learns the gates: from the contexts of mentions of which it is known whether the firm does what they name. A logistic
//! regression by stochastic gradient descent with a step of its own for every weight (Adagrad; J. Duchi, E. Hazan,
//! Y. Singer, 2011).
//!
//! What is known comes from two sides. In sentences made of phrases the frame says it. In a company's text a term of the
//! plan, or a trade word of a glossary, stands for what the firm does where a reader gave its subdivision, and hardly where
//! none did.
//!
//! Learned together with the weights of words, from the labels of whole texts alone, gates stay half open: words of
//! the frames explain the labels just as well (2026-11-28: denials right in 0.68 of our sentences against 0.91).

use super::runs::{RUNS, shuffle};
use crate::matcher::context::{GATE_WEIGHTS, OPEN, is_word};
use crate::parallel::parallel;
use libm::expf;

/// A mention with what is known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) contexts: &'a [u16],
    /// How far the firm does what is mentioned, 0 to 1.
    pub(super) target: f32,
    /// How much it counts.
    pub(super) weight: f32,
}

/// Passes over all mentions, first step, pull towards 0 at each step. More passes and longer steps fit the frames better,
/// and companies and sentences of other authors worse (of our sentences about makers, four passes of 0.3 left 0.77 of the
/// Chinese ones right, two of 0.1 0.95; 2026-11-28).
const PASSES: u64 = 2;
const STEP: f32 = 0.1;
const DECAY: f32 = 1e-5;
/// What the learned weights are multiplied with: the matcher's gate rises less steeply than the logistic curve.
const STEEPER: f32 = 2.0;
/// How much a relation word counts against any other context: there are many in a text, and each was seen in few frames.
/// Of 1, 0.3 and 0.1 the last gave the least loss on companies left out (2026-11-28).
const WORD_VALUE: f32 = 0.1;

fn value(context: u16) -> f32 {
    if is_word(context) { WORD_VALUE } else { 1.0 }
}

/// The weights of contexts: the mean of as many runs as the weights of words are.
pub(super) fn learn(known: &[Known<'_>]) -> Vec<f32> {
    let mut mean = vec![0.0_f32; GATE_WEIGHTS];
    for weights in parallel(RUNS as usize, |run| learn_once(known, run as u64)) {
        for (mean, weight) in mean.iter_mut().zip(weights) {
            *mean += weight / RUNS as f32;
        }
    }
    mean
}

fn learn_once(known: &[Known<'_>], run: u64) -> Vec<f32> {
    let mut known = known.to_vec();
    let mut weights = vec![0.0_f32; GATE_WEIGHTS];
    weights[0] = OPEN / (2.0 * STEEPER);
    let mut seen = vec![1e-2_f32; GATE_WEIGHTS];
    for pass in 0..PASSES {
        shuffle(&mut known, RUNS * pass + run);
        for one in &known {
            let sum: f32 = one
                .contexts
                .iter()
                .map(|at| weights[usize::from(*at)] * value(*at))
                .sum();
            let chance = 1.0 / (1.0 + expf(-2.0 * sum));
            let slope = (chance - one.target) * one.weight;
            for at in one.contexts {
                let slope = slope * value(*at);
                let at = usize::from(*at);
                let slope = slope + DECAY * weights[at];
                seen[at] += slope * slope;
                weights[at] -= STEP * slope / seen[at].sqrt();
            }
        }
    }
    for (at, weight) in (0..).zip(&mut weights) {
        *weight *= STEEPER * value(at);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::context::gate;

    #[test]
    fn a_context_of_denials_closes_the_gate() {
        let (denied, done) = ([0_u16, 7], [0_u16, 9]);
        let known = (0..400).map(|at| Known {
            contexts: if at % 2 == 0 { &denied } else { &done },
            target: (at % 2) as f32,
            weight: 1.0,
        });
        let weights = learn(&known.collect::<Vec<_>>());
        assert!(gate(weights[0] + weights[7]) < 0.1);
        assert!(gate(weights[0] + weights[9]) > 0.9);
    }
}
