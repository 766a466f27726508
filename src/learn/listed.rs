//! Terms of the plan keep a least weight, whatever the labels say of the firms that name them.

use super::descent::Solution;
use super::settings::Settings;
use super::train::{Prepared, SURE};

impl Prepared<'_> {
    /// Gives each term of full weight at least the points that it must have in the subdivisions that list it: of firms that
    /// name excavators most rent or sell them, and who says "We make excavators." makes them all the same.
    pub(super) fn hold_terms(&self, settings: &Settings, solution: &mut Solution) {
        if !settings.terms {
            return;
        }
        for (feature, key) in self.rows.keys.iter().enumerate() {
            for class in self.listed_by(*key) {
                let weight: &mut f32 = &mut solution.weights[usize::from(class)][feature];
                *weight = weight.max(settings.least_term_points);
            }
        }
    }

    /// The subdivisions that list the feature with this key as a term of full weight.
    pub(super) fn listed_by(&self, key: u64) -> impl Iterator<Item = u16> {
        let subdivisions = self.taxonomy.subdivisions.len();
        let listed = self.terms.get(&key).into_iter().flatten();
        let full = listed.filter(|(_, weight)| *weight >= SURE);
        full.map(|(class, _)| *class)
            .filter(move |class| usize::from(*class) < subdivisions)
    }
}
