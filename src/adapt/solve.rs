//! Weights of words, and shares of what was learned for shipped classes: for each subdivision a logistic regression that starts at
//! what the plan says and is drawn towards it (L2 penalties), by gradient descent with a step of its own for every weight
//! (Adagrad; J. Duchi, E. Hazan, Y. Singer, 2011). `learn` solves another problem: it has no sums to start from and takes few
//! passes in place of a penalty.

use super::examples::{Example, Examples};
use super::line::on_line;
use crate::eval::random::SplitMix64;
use crate::matcher::measured::worth;
use crate::taxonomy::AdaptedCalibration;
use libm::expf;

/// What was learned for one subdivision.
#[derive(Debug, Clone, Default)]
pub(super) struct Learned {
    pub(super) bias: f32,
    /// By shipped class.
    pub(super) like: Vec<f32>,
    /// By number of the word, in ascending order.
    pub(super) words: Vec<(u32, f32)>,
}

/// At most so many passes over the companies, and at least so many: enough for about [`STEPS`] steps of each bias.
const MOST_PASSES: usize = 15;
const FEWEST_PASSES: usize = 5;
const STEPS: usize = 6000;
/// First steps.
const WORD_STEP: f32 = 0.3;
const LIKE_STEP: f32 = 0.1;
const BIAS_STEP: f32 = 0.1;
/// Penalties: one over the variance that is expected of each.
const WORD_PENALTY: f32 = 1.0;
const LIKE_PENALTY: f32 = 4.0;
const BIAS_PENALTY: f32 = 0.5;
/// As in `learn`: a word hardly speaks against a subdivision.
const LEAST: f32 = -0.3;
/// A word gets a weight where at least this many companies have it, and at most this share of them.
pub(super) const FEWEST: u32 = 2;
pub(super) const LARGEST_SHARE: f32 = 0.3;
/// A weight below this is left out, in log-odds.
const SMALLEST: f32 = 0.05;

/// What all subdivisions have in common.
pub(super) struct Problem<'a> {
    examples: &'a Examples,
    rows: &'a [usize],
    line: AdaptedCalibration,
    /// How many companies have each word; 0 for those that get no weight.
    counts: Vec<u32>,
    orders: Vec<Vec<u32>>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(examples: &'a Examples, rows: &'a [usize], line: AdaptedCalibration) -> Self {
        let passes = STEPS / rows.len().max(1);
        let passes = passes.clamp(FEWEST_PASSES, MOST_PASSES);
        Self {
            examples,
            rows,
            line,
            counts: examples.counts(rows, FEWEST, LARGEST_SHARE),
            orders: orders(rows.len(), passes),
        }
    }

    /// What is learned for every subdivision, on `threads` threads; the same for any number.
    pub(super) fn solve(&self, threads: usize) -> Vec<Learned> {
        let classes: Vec<usize> = (0..self.examples.ids.len()).collect();
        let share = classes.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            let workers: Vec<_> = classes
                .chunks(share)
                .map(|part| {
                    scope.spawn(move || {
                        let all = part.iter().map(|class| self.solve_one(*class));
                        all.collect::<Vec<_>>()
                    })
                })
                .collect();
            let done = workers.into_iter().map(|worker| match worker.join() {
                Ok(learned) => learned,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            done.flatten().collect()
        })
    }

    fn solve_one(&self, class: usize) -> Learned {
        let list = &self.examples.list;
        let rows = || self.rows.iter().map(|row| &list[*row]);
        let mut learned = Learned {
            like: vec![0.0; self.examples.lent.len()],
            ..Learned::default()
        };
        // Of a subdivision that no company has, nothing can be told but that it is rare.
        if !rows().any(|example| example.relevant[class] == Some(true)) {
            return learned;
        }
        let mut words = vec![0.0_f32; self.counts.len()];
        let mut word_seen = vec![1e-2_f32; self.counts.len()];
        let mut like_seen = vec![1e-2_f32; learned.like.len()];
        let mut bias_seen = 1e-2_f32;
        let all = self.rows.len() as f32;
        for row in self.orders.iter().flatten() {
            let example = &list[self.rows[*row as usize]];
            let Some(relevant) = example.relevant[class] else {
                continue;
            };
            let more = self.more(example, &learned.like, &words);
            let (at_bias, at_evidence) = self.slope(example, (class, relevant), learned.bias, more);
            let step = |weight: &mut f32, seen: &mut f32, slope: f32, step: f32| {
                *seen += slope * slope;
                *weight -= step * slope / seen.sqrt();
            };
            let bias_slope = at_bias + BIAS_PENALTY * learned.bias / all;
            step(&mut learned.bias, &mut bias_seen, bias_slope, BIAS_STEP);
            let lent = learned
                .like
                .iter_mut()
                .zip(&mut like_seen)
                .zip(&example.lent);
            for ((weight, seen), value) in lent {
                if *value != 0.0 {
                    let slope = at_evidence * value + LIKE_PENALTY * *weight / all;
                    step(weight, seen, slope, LIKE_STEP);
                }
            }
            for (word, value) in &example.words {
                let word = *word as usize;
                let count = self.counts[word];
                if count > 0 {
                    let slope = at_evidence * value + WORD_PENALTY * words[word] / count as f32;
                    step(&mut words[word], &mut word_seen[word], slope, WORD_STEP);
                    words[word] = words[word].max(LEAST);
                }
            }
        }
        let words = (0..).zip(words);
        learned.words = words
            .filter(|(_, weight)| weight.abs() >= SMALLEST)
            .collect();
        learned
    }

    /// The evidence that is added.
    fn more(&self, example: &Example, like: &[f32], words: &[f32]) -> f32 {
        let lent = example.lent.iter().zip(like);
        let lent: f32 = lent.map(|(value, share)| value * share).sum();
        let known = example.words.iter();
        let known = known.map(|(word, value)| value * words[*word as usize]);
        lent + known.sum::<f32>()
    }

    /// How the loss of a company changes with the bias, and with the evidence.
    fn slope(
        &self,
        example: &Example,
        (class, relevant): (usize, bool),
        bias: f32,
        more: f32,
    ) -> (f32, f32) {
        let evidence = example.evidence[class];
        let sum = example.sums[class] + bias + worth(evidence + more) - worth(evidence);
        let factor = on_line(self.line, 1.0, 0.0) - on_line(self.line, 0.0, 0.0);
        let stated = 1.0 / (1.0 + expf(-on_line(self.line, sum, 0.0)));
        let target = f32::from(u8::from(relevant));
        let slope = factor * (stated - target);
        (slope, slope * slope_of(evidence + more))
    }
}

/// In which orders so many companies are gone through.
pub(super) fn orders(count: usize, passes: usize) -> Vec<Vec<u32>> {
    let orders = (0..passes).map(|pass| {
        let mut random = SplitMix64::new(pass as u64);
        let mut order: Vec<u32> = (0..count as u32).collect();
        random.shuffle(&mut order);
        order
    });
    orders.collect()
}

/// How what evidence is worth changes with it.
pub(super) fn slope_of(evidence: f32) -> f32 {
    (worth(evidence + HAIR) - worth(evidence)) / HAIR
}

/// A difference small enough to stand for a slope, and large enough for the digits of an `f32`.
const HAIR: f32 = 1.0 / 64.0;

/// Sums of a company's subdivisions with what was learned.
pub(super) fn sums(example: &Example, learned: &[Learned]) -> Vec<f32> {
    let mut values = example.words.clone();
    values.sort_unstable_by_key(|(word, _)| *word);
    let classes = learned.iter().enumerate();
    let sum = |(class, learned): (usize, &Learned)| {
        let lent = example.lent.iter().zip(&learned.like);
        let mut more: f32 = lent.map(|(value, share)| value * share).sum();
        for (word, value) in &values {
            let known = learned.words.binary_search_by_key(word, |(word, _)| *word);
            more += known.map_or(0.0, |at| value * learned.words[at].1);
        }
        let evidence = example.evidence[class];
        example.sums[class] + learned.bias + worth(evidence + more) - worth(evidence)
    };
    classes.map(sum).collect()
}
