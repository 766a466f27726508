//! What was learned of a plan from a team's labelled companies, by class: added to what the plan and the shipped weights say.

use super::borrowed::{Borrowed, shown_id};
use super::keys::{Class, Hashed};
use crate::taxonomy::lenders::OUT;
use crate::taxonomy::{ADAPTED_UNIT, Adaptation, Taxonomy};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// Weights that are added, in log-odds.
#[derive(Debug)]
pub(super) struct Adapted {
    words: HashMap<u64, Vec<(Class, f32)>, BuildHasherDefault<Hashed>>,
    /// By class.
    biases: Vec<f32>,
    /// By class: shipped classes, and how much of the evidence for each counts.
    like: Vec<Vec<(Class, f32)>>,
    /// Whether pairs of words were learned as words were.
    pairs: bool,
}

/// Pairs of words that got a weight, among all that did.
pub(super) fn pairs(adaptation: Option<&Adaptation>) -> HashSet<u64, BuildHasherDefault<Hashed>> {
    let known = adaptation.filter(|adaptation| adaptation.pairs);
    let classes = known.iter().flat_map(|known| &known.classes);
    classes
        .flat_map(|class| class.words.iter().map(|(key, ..)| *key))
        .collect()
}

impl Adapted {
    /// Of `taxonomy`, which may have the shipped classes behind its own. What a class that is no longer there has learned is
    /// left out.
    pub(super) fn new(
        adaptation: &Adaptation,
        taxonomy: &Taxonomy,
        borrowed: Option<&Borrowed>,
    ) -> Self {
        let own = own_ids(taxonomy, borrowed);
        let lent = borrowed.map_or_else(Vec::new, |borrowed| lent(taxonomy, borrowed));
        let lent: HashMap<String, Class> = lent.into_iter().collect();
        let classes = taxonomy.subdivisions.len() + taxonomy.out_of_scope.len();
        let weight = |units: i16| f32::from(units) * ADAPTED_UNIT;
        let mut adapted = Self {
            words: HashMap::default(),
            biases: vec![0.0; classes],
            like: vec![Vec::new(); classes],
            pairs: adaptation.pairs,
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

    /// Whether a pair of words was learned as words are.
    pub(super) fn has_pair(&self, key: u64) -> bool {
        self.pairs && self.knows(key)
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

/// The plan's own subdivisions by each id that they have or had.
fn own_ids(taxonomy: &Taxonomy, borrowed: Option<&Borrowed>) -> HashMap<String, Class> {
    let count = borrowed.map_or(taxonomy.subdivisions.len(), |own| own.subdivisions);
    let classes = taxonomy.subdivisions[..count].iter().zip(0..);
    let ids = classes.flat_map(|(one, class)| {
        let ids = std::iter::once(&one.id).chain(&one.formerly);
        ids.map(move |id| match borrowed {
            Some(_) => (shown_id(id).to_owned(), class),
            None => (id.clone(), class),
        })
    });
    ids.collect()
}

/// The shipped classes that stand behind a plan's own, by their ids; those out of scope begin with `out/`.
pub(super) fn lent(combined: &Taxonomy, borrowed: &Borrowed) -> Vec<(String, Class)> {
    let ids = combined.subdivisions.iter().map(|one| one.id.clone());
    let out = combined.out_of_scope.iter();
    let all = ids
        .chain(out.map(|one| format!("{OUT}{}", one.id)))
        .zip(0..);
    all.filter(|(_, class)| borrowed.is_lent(usize::from(*class)))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::{Matcher, Options, Scratch};
    use crate::profile::Profile;
    use crate::taxonomy::AdaptedClass;

    /// A plan of one's own: a class with each of these ids, about batteries, pumps and so on.
    fn plan(ids: [&str; 2]) -> Taxonomy {
        let mut text = "[plan]\nid = \"p\"\ntitle = \"T\"\nlanguage = \"en\"\n\
            [[front]]\nid = \"f\"\nlabel = { en = \"F\" }\n\
            [[industry]]\nid = \"i\"\nfront = \"f\"\nlabel = { en = \"I\" }\n"
            .to_owned();
        for (id, term) in ids.into_iter().zip(["battery cells", "water pumps"]) {
            text += &format!(
                "[[subdivision]]\nid = \"{id}\"\nindustry = \"i\"\nlabel = {{ en = \"{term}\" }}\nterms.en = [\"{term}\"]\n"
            );
        }
        Taxonomy::from_toml(&text, "p.toml").expect("a plan")
    }

    /// The raw sum of the first class for a maker of its goods, with `bias` learned for its id.
    fn raw(ids: [&str; 2], borrows: bool, bias: i16) -> i32 {
        let plan = plan(ids).adapted(Adaptation {
            borrows,
            classes: vec![AdaptedClass {
                id: ids[0].to_owned(),
                bias,
                ..AdaptedClass::default()
            }],
            ..Adaptation::default()
        });
        let matcher = Matcher::new(&plan);
        let options = Options {
            min_score: crate::Score::default(),
            ..Options::default()
        };
        let profile = Profile::from_text("Makes battery cells.");
        let assessment = matcher.assess(&profile, &options, &mut Scratch::default());
        let fit = assessment.fits.iter().find(|fit| fit.class == 0);
        fit.expect("all are listed").raw().0
    }

    /// Whatever ids a plan's author chose: those of the shipped plan, or what the program itself puts before ids.
    #[test]
    fn what_was_learned_counts_for_the_class_of_its_id() {
        let shipped = "new-energy-icv/power-batteries";
        for first in ["cells", "own cells", shipped] {
            for borrows in [false, true] {
                let ids = [first, "pumps"];
                let gained = raw(ids, borrows, 512) - raw(ids, borrows, 0);
                let expected = (512.0 * ADAPTED_UNIT * 100.0).round() as i32;
                assert!(
                    (gained - expected).abs() <= 1,
                    "{first} {borrows}: {gained}"
                );
            }
        }
    }

    #[test]
    fn only_shipped_classes_are_lent() {
        for ids in [["cells", "own pumps"], ["own cells", "own pumps"]] {
            assert_eq!(Matcher::new(&plan(ids)).lent(), [], "{ids:?}");
            let borrowing = plan(ids).adapted(Adaptation {
                borrows: true,
                ..Adaptation::default()
            });
            let shipped = Taxonomy::shipped();
            let out = shipped.out_of_scope.iter();
            let ids: Vec<String> = shipped
                .subdivisions
                .iter()
                .map(|one| one.id.clone())
                .collect();
            let out = out.map(|one| format!("{OUT}{}", one.id));
            let lent = Matcher::new(&borrowing).lent();
            let lent: Vec<String> = lent.into_iter().map(|(id, _)| id).collect();
            assert_eq!(lent, ids.into_iter().chain(out).collect::<Vec<_>>());
        }
    }
}
