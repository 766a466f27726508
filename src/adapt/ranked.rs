//! Weights of words and pairs of words for plans of hundreds of subdivisions: one multinomial logistic regression over all of
//! them, which tells each company's subdivision from those that the plan takes for it, where a regression for each by itself sees
//! one company in a thousand. It starts at what the plan says and is drawn towards it (L2 penalties); stochastic gradient descent
//! with a step of its own for every weight (Adagrad, as `solve`).

use super::examples::{Example, Examples};
use super::solve::{FEWEST, LARGEST_SHARE, Learned, orders, slope_of};
use crate::matcher::measured::worth;
use libm::{expf, logf};

/// From how many subdivisions on. A judgement: with 12, 25 and 83 the other way was measured, with 1,057 this one.
pub(super) const FROM: usize = 200;

/// So many subdivisions, those that the plan ranks first, are told from those that are right. On NAICS 2017 200 and all 1,057 ranked
/// as 100 does (2026-11-29), and gave a file of several times the size.
const CANDIDATES: usize = 100;
/// Passes, first step, penalty and the unit of weights. Chosen together on NAICS 2017, where passes from 3 to 9, and penalties three
/// times as high, ranked alike (2026-11-29).
const PASSES: usize = 6;
const STEP: f32 = 0.2;
const BIAS_STEP: f32 = 0.02;
const PENALTY: f32 = 2.0;
const UNIT: f32 = 0.3;
/// A weight below this is left out, in log-odds: of 0, 0.1, 0.2 and 0.3 none ranked otherwise.
const SMALLEST: f32 = 0.2;
/// A share of the loss that is too small to learn from.
const NOTHING: f32 = 1e-4;

/// What was learned.
#[derive(Debug)]
pub(super) struct Ranked {
    biases: Vec<f32>,
    /// By number of the word, the subdivisions that it speaks for or against.
    words: Vec<Vec<(u32, f32)>>,
}

/// A company that is learned from.
struct Task<'a> {
    example: &'a Example,
    /// Subdivisions, in ascending order, each with the share of the company that belongs there.
    candidates: Vec<(u32, f32)>,
    /// Words with how much each counts.
    words: Vec<(u32, f32)>,
    /// Where its first weight is found in `slots`: those of all candidates for the first word, then for the next.
    first: usize,
}

/// A weight and the squares of its slopes so far.
#[derive(Clone, Copy)]
struct Weight {
    value: f32,
    seen: f32,
}

const FRESH: Weight = Weight {
    value: 0.0,
    seen: 1e-2,
};

impl Weight {
    fn step(&mut self, slope: f32, step: f32) {
        self.seen += slope * slope;
        self.value -= step * slope / self.seen.sqrt();
    }
}

/// Learns from the companies of these numbers.
pub(super) fn learn(examples: &Examples, rows: &[usize]) -> Ranked {
    let counts = examples.counts(rows, FEWEST, LARGEST_SHARE);
    // The rarer a word, the more it says: what is learned is a factor of that.
    let rarity = |count: u32| UNIT * logf(rows.len() as f32 / count.max(1) as f32 + 1.0);
    let rarity: Vec<f32> = counts.iter().map(|count| rarity(*count)).collect();
    let mut tasks = tasks(examples, rows, &counts, &rarity);
    let (slots, places) = slots(&mut tasks, counts.len(), examples.ids.len());
    let mut weights = vec![FRESH; places.len()];
    let mut biases = vec![FRESH; examples.ids.len()];
    let mut buffers = Buffers::default();
    for at in orders(tasks.len(), PASSES).iter().flatten() {
        let task = &tasks[*at as usize];
        task.learn(&slots, &counts, &mut weights, &mut biases, &mut buffers);
    }
    let mut words = vec![Vec::new(); counts.len()];
    for ((word, class), weight) in places.into_iter().zip(weights) {
        let weight = weight.value * rarity[word as usize];
        if weight.abs() >= SMALLEST {
            words[word as usize].push((class, weight));
        }
    }
    Ranked {
        biases: biases.into_iter().map(|bias| bias.value).collect(),
        words,
    }
}

/// Companies that belong somewhere.
fn tasks<'a>(
    examples: &'a Examples,
    rows: &[usize],
    counts: &[u32],
    rarity: &[f32],
) -> Vec<Task<'a>> {
    let task = |row: &usize| {
        let example = &examples.list[*row];
        let is_right = |class: &u32| example.relevant[*class as usize] == Some(true);
        let right = (0..examples.ids.len() as u32).filter(is_right).count();
        if right == 0 {
            return None;
        }
        let is_known = |class: &u32| example.relevant[*class as usize].is_some();
        let mut order: Vec<u32> = (0..examples.ids.len() as u32).filter(is_known).collect();
        let sum = |class: u32| example.sums[class as usize];
        order.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)).then(a.cmp(b)));
        let places = order.into_iter().enumerate();
        let chosen = places.filter(|(place, class)| *place < CANDIDATES || is_right(class));
        let mut candidates: Vec<(u32, f32)> = chosen
            .map(|(_, class)| (class, f32::from(u8::from(is_right(&class))) / right as f32))
            .collect();
        candidates.sort_by_key(|(class, _)| *class);
        let words = example.words.iter();
        let words = words.filter(|(word, _)| counts[*word as usize] > 0);
        Some(Task {
            example,
            candidates,
            words: words
                .map(|(word, value)| (*word, value * rarity[*word as usize]))
                .collect(),
            first: 0,
        })
    };
    rows.iter().filter_map(task).collect()
}

/// The weights that are learned: for each task, word and candidate the place of its weight, and for each place the word and the
/// subdivision.
fn slots(tasks: &mut [Task<'_>], words: usize, classes: usize) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut count = 0;
    let mut having: Vec<Vec<(u32, u32)>> = vec![Vec::new(); words];
    for (number, task) in (0..).zip(&mut *tasks) {
        task.first = count;
        count += task.words.len() * task.candidates.len();
        for (place, (word, _)) in (0..).zip(&task.words) {
            having[*word as usize].push((number, place));
        }
    }
    let mut slots = vec![0; count];
    let mut places: Vec<(u32, u32)> = Vec::new();
    let mut known = vec![u32::MAX; classes];
    for (word, tasks_with) in (0..).zip(having) {
        known.fill(u32::MAX);
        for (number, place) in tasks_with {
            let task = &tasks[number as usize];
            let start = task.first + place as usize * task.candidates.len();
            for (slot, (class, _)) in slots[start..].iter_mut().zip(&task.candidates) {
                let at = &mut known[*class as usize];
                if *at == u32::MAX {
                    *at = places.len() as u32;
                    places.push((word, *class));
                }
                *slot = *at;
            }
        }
    }
    (slots, places)
}

/// Of one candidate each, reused from task to task.
#[derive(Default)]
struct Buffers {
    /// Evidence that is added.
    more: Vec<f32>,
    /// Sums, then odds.
    sums: Vec<f32>,
    slopes: Vec<f32>,
}

impl Task<'_> {
    /// One step for the company.
    fn learn(
        &self,
        slots: &[u32],
        counts: &[u32],
        weights: &mut [Weight],
        biases: &mut [Weight],
        buffers: &mut Buffers,
    ) {
        let Buffers { more, sums, slopes } = buffers;
        let width = self.candidates.len();
        let slots = &slots[self.first..self.first + self.words.len() * width];
        more.clear();
        more.resize(width, 0.0);
        for ((_, value), slots) in self.words.iter().zip(slots.chunks_exact(width)) {
            for (more, slot) in more.iter_mut().zip(slots) {
                *more += value * weights[*slot as usize].value;
            }
        }
        let own = self.candidates.iter().zip(more.iter());
        sums.clear();
        sums.extend(own.map(|((class, _), more)| {
            let bias = biases[*class as usize].value;
            with_more(self.example, *class as usize, bias, *more)
        }));
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        sums.iter_mut().for_each(|sum| *sum = expf(*sum - most));
        let all: f32 = sums.iter().sum();
        slopes.clear();
        for (((class, share), odds), more) in self.candidates.iter().zip(&*sums).zip(&*more) {
            let slope = odds / all - share;
            let evidence = self.example.evidence[*class as usize];
            slopes.push(slope * slope_of(evidence + more));
            let bias = &mut biases[*class as usize];
            bias.step(slope, BIAS_STEP);
        }
        for ((word, value), slots) in self.words.iter().zip(slots.chunks_exact(width)) {
            let penalty = PENALTY / counts[*word as usize] as f32;
            for (slot, slope) in slots.iter().zip(&*slopes) {
                if slope.abs() > NOTHING {
                    let weight = &mut weights[*slot as usize];
                    weight.step(slope * value + penalty * weight.value, STEP);
                }
            }
        }
    }
}

/// The sum of a subdivision with evidence that is added.
fn with_more(example: &Example, class: usize, bias: f32, more: f32) -> f32 {
    let evidence = example.evidence[class];
    example.sums[class] + bias + worth(evidence + more) - worth(evidence)
}

impl Ranked {
    /// Sums of a company's subdivisions with what was learned.
    pub(super) fn sums(&self, example: &Example) -> Vec<f32> {
        let mut more = vec![0.0_f32; self.biases.len()];
        for (word, value) in &example.words {
            for (class, weight) in &self.words[*word as usize] {
                more[*class as usize] += value * weight;
            }
        }
        let classes = self.biases.iter().zip(more).enumerate();
        let sums = classes.map(|(class, (bias, more))| with_more(example, class, *bias, more));
        sums.collect()
    }

    /// The same by subdivision.
    pub(super) fn by_subdivision(&self) -> Vec<Learned> {
        let bias = |bias: &f32| Learned {
            bias: *bias,
            ..Learned::default()
        };
        let mut learned: Vec<Learned> = self.biases.iter().map(bias).collect();
        for (word, weights) in (0..).zip(&self.words) {
            for (class, weight) in weights {
                learned[*class as usize].words.push((word, *weight));
            }
        }
        learned
    }
}
