//! Sums: bias + scale x sum over features of value x weight, for every class at once.

use super::index::Class;
use super::model::{Postings, WEIGHT_UNIT};
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
    pub(super) fn weights(&self, feature: &Feature, mut add: impl FnMut(Class, f32)) {
        let postings = self.postings(feature);
        if let Some(postings) = postings {
            postings.for_each(|place, weight| {
                if let Some(class) = self.learned[place] {
                    add(class, f32::from(weight) * WEIGHT_UNIT);
                }
            });
        }
        let phrase = match feature.sort {
            Sort::Term(phrase) => Some((self.index.phrase(phrase), self.model.term_points())),
            Sort::Whole(phrase) => Some((self.index.phrase(phrase), self.model.whole_points())),
            _ => None,
        };
        if let Some((phrase, points)) = phrase {
            // A term of a taxonomy that was not learned from counts by the weight its author gave it.
            for (class, weight) in phrase.classes.iter() {
                let place = self.learned.iter().position(|known| *known == Some(class));
                let baked = place
                    .zip(postings)
                    .is_some_and(|(place, postings)| postings.weight(place) != 0);
                if !baked {
                    add(class, weight * points);
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

    /// What was learned of a feature that has been looked up.
    pub(super) fn postings(&self, feature: &Feature) -> Option<Postings<'static>> {
        feature.postings.map(|place| self.model.postings_at(place))
    }

    /// The weight of a feature for one class, where all classes are those that were learned.
    pub(super) fn learned_weight(&self, feature: &Feature, class: Class) -> f32 {
        let learned = self
            .postings(feature)
            .map_or(0, |postings| postings.weight(usize::from(class)));
        let stated = match feature.sort {
            Sort::Label(of) if of == class => LABEL,
            _ => 0.0,
        };
        f32::from(learned) * WEIGHT_UNIT + stated
    }

    /// Looks every feature up. Most of the time of a profile goes to fetching weights from memory; step by step for all
    /// features, these waits overlap.
    fn find_postings(&self, features: &mut Features, slots: &mut Vec<u64>) {
        let first_slot = |feature: &Feature| match feature.sort {
            Sort::Pair | Sort::HanPair if !self.model.may_know_pair(feature.key) => 0,
            _ => self.model.first_feature_slot(feature.key),
        };
        slots.clear();
        slots.extend(features.list.iter().map(first_slot));
        for (feature, slot) in features.list.iter_mut().zip(slots.iter()) {
            feature.postings = self.model.find_postings(feature.key, *slot);
        }
        for place in features
            .list
            .iter_mut()
            .filter_map(|feature| feature.postings.as_mut())
        {
            self.model.read_count(place);
        }
    }

    pub(super) fn sum(&self, scratch: &mut Scratch) {
        let Scratch {
            features,
            sums,
            slots,
            ..
        } = scratch;
        self.find_postings(features, slots);
        sums.clear();
        sums.resize(self.classes.len(), 0.0);
        for feature in &features.list {
            let value = feature.value();
            if !self.all_learned {
                self.weights(feature, |class, weight| {
                    sums[usize::from(class)] += value * weight
                });
                continue;
            }
            if let Some(postings) = self.postings(feature) {
                postings.add_to(sums, value * WEIGHT_UNIT);
            }
            if let Sort::Label(class) = feature.sort {
                sums[usize::from(class)] += value * LABEL;
            }
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
        let classes = subdivisions.iter().enumerate();
        order.extend(classes.map(|(class, sum)| (Score::default(), *sum, class as Class)));
        // A higher sum is a higher score or the same one, so that the order of the sums is that of the scores.
        let best_first = |a: &(Score, f32, Class), b: &(Score, f32, Class)| {
            b.1.total_cmp(&a.1).then(a.2.cmp(&b.2))
        };
        if count < order.len() {
            // Only what is asked for is put in order and calibrated.
            order.select_nth_unstable_by(count, best_first);
            order.truncate(count);
        }
        order.sort_unstable_by(best_first);
        for (score, sum, _) in order {
            *score = Score::from_probability(self.calibration.probability(*sum, top));
        }
    }
}
