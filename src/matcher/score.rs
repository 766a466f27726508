//! Sums: bias + scale x sum over features of value x weight, for every class at once.

use super::index::Class;
use super::read::{Feature, Features, Sort};
use super::{Matcher, Scratch};
use crate::fit::Score;

/// Length, in words, at which each word counts 0.7 of what it would alone. Of 4, 10 and 30 the last gave the most in
/// cross-validation on `train.jsonl` (best F1 0.779, 0.791, 0.793; the label files grew in between, 2026-11-24).
const LENGTH: f32 = 30.0;

/// Log-odds of a keyword or product that is the label of a subdivision, word for word: as much as lifts a subdivision from
/// one in a hundred to three in four. Not learned, since the labelled companies do not use the plan's labels as keywords.
const LABEL: f32 = 5.7;

impl Features {
    /// Long texts drown short evidence and short ones starve, so words count less the more there are: the square root
    /// of the share that [`LENGTH`] words have in it (between no normalisation and the unit norm of TF-IDF).
    pub(crate) fn scale(&self) -> f32 {
        (LENGTH / (LENGTH + self.length)).sqrt()
    }
}

impl Matcher<'_> {
    /// Calls `add` with each class a feature points to and the weight there, in log-odds.
    pub(crate) fn weights(&self, feature: &Feature, mut add: impl FnMut(Class, f32)) {
        let phrase = match feature.sort {
            Sort::Term(phrase) => Some(self.index.phrase(phrase)),
            _ => None,
        };
        let postings = self.model.postings(feature.key);
        if let Some(postings) = postings.clone() {
            for (place, weight) in postings {
                if let Some(class) = self.learned[usize::from(place)] {
                    add(class, f32::from(weight) * super::model::WEIGHT_UNIT);
                }
            }
        }
        if let Some(phrase) = phrase {
            // A term of a taxonomy that was not learned from counts by the weight its author gave it.
            for (class, weight) in phrase.classes.iter() {
                let baked = self.classes[usize::from(class)].learned
                    && postings.clone().is_some_and(|mut list| {
                        list.any(|(place, _)| self.learned[usize::from(place)] == Some(class))
                    });
                if !baked {
                    add(class, weight * self.model.term_points());
                }
            }
        }
        if let Sort::Label(class) = feature.sort {
            add(class, LABEL);
        }
        if feature.sort == Sort::Word {
            self.related.weights(feature.key, &mut add);
        }
    }

    pub(super) fn sum(&self, scratch: &mut Scratch) {
        let Scratch { features, sums, .. } = scratch;
        sums.clear();
        sums.resize(self.classes.len(), 0.0);
        for feature in &features.list {
            let value = feature.value();
            self.weights(feature, |class, weight| {
                sums[usize::from(class)] += value * weight
            });
        }
        let scale = features.scale();
        for (sum, class) in sums.iter_mut().zip(&self.classes) {
            *sum = class.bias + scale * *sum;
        }
    }

    /// The first `count` subdivisions by score, then by raw sum, then in taxonomy order.
    pub(super) fn rank(&self, count: usize, scratch: &mut Scratch) {
        let Scratch {
            sums,
            order,
            held_against,
            out_of_scope,
            ..
        } = scratch;
        let (subdivisions, out) = sums.split_at_mut(self.taxonomy.subdivisions.len());
        let likeliest = out
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        *out_of_scope = likeliest.map(|(place, _)| place);
        *held_against = likeliest.map_or(0.0, |(_, sum)| self.calibration.held_against(*sum));
        subdivisions
            .iter_mut()
            .for_each(|sum| *sum -= *held_against);
        let top = subdivisions.iter().copied().fold(f32::MIN, f32::max);
        order.clear();
        order.extend(subdivisions.iter().enumerate().map(|(class, sum)| {
            (
                Score::from_probability(self.calibration.probability(*sum, top)),
                *sum,
                class as Class,
            )
        }));
        let best_first = |a: &(Score, f32, Class), b: &(Score, f32, Class)| {
            b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2))
        };
        if count < order.len() {
            // Only what is asked for is put in order.
            order.select_nth_unstable_by(count, best_first);
            order.truncate(count);
        }
        order.sort_unstable_by(best_first);
    }
}
