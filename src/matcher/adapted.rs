//! What was learned of a plan from a team's labelled companies, by class: added to what the plan and the shipped weights say.

use super::keys::{Class, Hashed};
use crate::taxonomy::lenders::OUT;
use crate::taxonomy::{ADAPTED_UNIT, Adaptation, Taxonomy};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Weights that are added, in log-odds.
#[derive(Debug)]
pub(super) struct Adapted {
    words: HashMap<u64, Vec<(Class, f32)>, BuildHasherDefault<Hashed>>,
    /// By class.
    biases: Vec<f32>,
    /// By class: shipped classes, and how much of the evidence for each counts.
    like: Vec<Vec<(Class, f32)>>,
}

impl Adapted {
    /// Of `taxonomy`, which may have the shipped classes behind its own. What a class that is no longer there has learned is
    /// left out.
    pub(super) fn new(adaptation: &Adaptation, taxonomy: &Taxonomy) -> Self {
        let own: HashMap<String, Class> = own_ids(taxonomy).collect();
        let lent: HashMap<String, Class> = lent(taxonomy).into_iter().collect();
        let classes = taxonomy.subdivisions.len() + taxonomy.out_of_scope.len();
        let weight = |units: i16| f32::from(units) * ADAPTED_UNIT;
        let mut adapted = Self {
            words: HashMap::default(),
            biases: vec![0.0; classes],
            like: vec![Vec::new(); classes],
        };
        for learned in &adaptation.classes {
            let Some(class) = own.get(&learned.id) else {
                continue;
            };
            adapted.biases[usize::from(*class)] = weight(learned.bias);
            let like = learned.like.iter();
            let like = like.filter_map(|(id, share)| Some((*lent.get(id)?, weight(*share))));
            adapted.like[usize::from(*class)] = like.collect();
            for (key, _, units) in &learned.words {
                let words = adapted.words.entry(*key).or_default();
                words.push((*class, weight(*units)));
            }
        }
        adapted
    }

    /// Whether a feature got a weight.
    pub(super) fn knows(&self, key: u64) -> bool {
        self.words.contains_key(&key)
    }

    /// Calls `each` with the classes that a feature speaks for or against, and how strongly.
    pub(super) fn words(&self, key: u64, mut each: impl FnMut(Class, f32)) {
        let known = self.words.get(&key).into_iter().flatten();
        known.for_each(|(class, weight)| each(*class, *weight));
    }

    /// Adds to `weights` what a feature weighs for each of `shown`, where it has `learned` for a shipped class.
    pub(super) fn weigh(
        &self,
        key: u64,
        shown: &[Class],
        learned: impl Fn(Class) -> f32,
        weights: &mut [f32],
    ) {
        for (total, class) in weights.iter_mut().zip(shown) {
            for (lent, share) in self.like(*class) {
                *total += share * learned(*lent);
            }
        }
        self.words(key, |class, weight| {
            let known = shown.iter().zip(weights.iter_mut());
            known
                .filter(|(known, _)| **known == class)
                .for_each(|(_, total)| *total += weight);
        });
    }

    /// Adds to `weights` what a term weighs for each of `shown` that says `weight` for the shipped class `lent`.
    pub(super) fn weigh_lent(
        &self,
        shown: &[Class],
        lent: Class,
        weight: f32,
        weights: &mut [f32],
    ) {
        for (total, class) in weights.iter_mut().zip(shown) {
            let shares = self.like(*class).iter();
            let shares = shares.filter(|(known, _)| *known == lent);
            *total += shares.map(|(_, share)| share * weight).sum::<f32>();
        }
    }

    /// The shipped classes whose evidence counts for `class`, and how much.
    fn like(&self, class: Class) -> &[(Class, f32)] {
        let like = self.like.get(usize::from(class));
        like.map_or(&[], Vec::as_slice)
    }

    /// Adds what was added up for shipped classes to those that count it.
    pub(super) fn lend(&self, sums: &mut [f32]) {
        for (class, like) in self.like.iter().enumerate() {
            let borrowed: f32 = like
                .iter()
                .map(|(lent, share)| share * sums[usize::from(*lent)])
                .sum();
            sums[class] += borrowed;
        }
    }

    /// Where every company starts for a class.
    pub(super) fn bias(&self, class: Class) -> f32 {
        let bias = self.biases.get(usize::from(class));
        bias.copied().unwrap_or_default()
    }

    /// Adds it to the sums.
    pub(super) fn add_biases(&self, sums: &mut [f32]) {
        for (sum, bias) in sums.iter_mut().zip(&self.biases) {
            *sum += bias;
        }
    }
}

/// What the ids of a plan's own classes begin with where the shipped ones stand behind them.
pub(super) const OWN: &str = "own ";

/// The plan's own subdivisions by each id that they have or had.
fn own_ids(taxonomy: &Taxonomy) -> impl Iterator<Item = (String, Class)> {
    let classes = taxonomy.subdivisions.iter().zip(0..);
    classes.flat_map(|(one, class)| {
        let id = one.id.strip_prefix(OWN).unwrap_or(&one.id);
        let formerly = one.formerly.iter();
        let formerly = formerly.map(|id| id.strip_prefix(OWN).unwrap_or(id));
        let ids = std::iter::once(id).chain(formerly);
        ids.map(move |id| (id.to_owned(), class))
            .collect::<Vec<_>>()
    })
}

/// The shipped classes that stand behind a plan's own, by their ids; those out of scope begin with `out/`.
pub(super) fn lent(taxonomy: &Taxonomy) -> Vec<(String, Class)> {
    let subdivisions = &taxonomy.subdivisions;
    if !subdivisions.iter().any(|one| one.id.starts_with(OWN)) {
        return Vec::new();
    }
    let ids = subdivisions.iter().map(|one| one.id.clone());
    let out = taxonomy.out_of_scope.iter();
    let out = out.map(|one| match one.id.starts_with(OWN) {
        true => one.id.clone(),
        false => format!("{OUT}{}", one.id),
    });
    let all = ids.chain(out).zip(0..);
    all.filter(|(id, _)| !id.starts_with(OWN)).collect()
}

/// The ids by which what was learned of each class is known: its own, and those that it had before.
pub(super) fn ids(taxonomy: &Taxonomy) -> Vec<Vec<String>> {
    let all = |prefix: &str, id: &String, formerly: &[String]| {
        let ids = std::iter::once(id).chain(formerly);
        ids.map(|id| format!("{prefix}{id}")).collect()
    };
    let subdivisions = taxonomy.subdivisions.iter();
    let out = taxonomy.out_of_scope.iter();
    subdivisions
        .map(|one| all("", &one.id, &one.formerly))
        .chain(out.map(|one| all(OUT, &one.id, &one.formerly)))
        .collect()
}
