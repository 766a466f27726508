//! Cross-validation: sums of companies by models that have not seen them, the figures and the calibration that follow.

use super::calibrate::Shape;
use super::examples::Example;
use super::figures::Figures;
use super::settings::{Hold, Settings};
use super::sources::{MADE_UP, is_made_up};
use super::train::Prepared;
use crate::matcher::calibration::excess;
use crate::text::hash_bytes;
use std::collections::{BTreeSet, HashMap};

impl Prepared<'_> {
    /// The sums of every company by a model that has not seen it, nor what is left out with it.
    pub(super) fn left_out(&self, settings: &Settings, hold: &Hold) -> Vec<Vec<f32>> {
        let base = |group: &str| group.trim_end_matches('+').to_owned();
        let part = |example: &Example| match hold {
            Hold::Folds(folds) => {
                ((hash_bytes(example.id.as_bytes()) >> 20) as usize % folds).to_string()
            }
            Hold::Groups => base(&example.group),
        };
        let parts: BTreeSet<String> = self
            .examples
            .iter()
            .filter(|example| !is_made_up(&example.group))
            .map(part)
            .collect();
        let mut sums = vec![Vec::new(); self.examples.len()];
        for held in parts {
            let is_held: Vec<bool> = self
                .examples
                .iter()
                .map(|example| part(example) == held)
                .collect();
            let use_row: Vec<bool> = self
                .examples
                .iter()
                .zip(&is_held)
                .map(|(example, held)| !held || MADE_UP.contains(&example.group.as_str()))
                .collect();
            let wanted = |row: &usize| is_held[*row] && !is_made_up(&self.examples[*row].group);
            let trained = self.train(settings, &use_row);
            for row in (0..self.examples.len()).filter(wanted) {
                sums[row] = self.sums(row, &trained);
            }
        }
        sums
    }

    /// The figures of each group, by sums of models that have not seen it.
    pub(super) fn figures(&self, sums: &[Vec<f32>], shape: &Shape) -> Vec<Figures> {
        let groups: BTreeSet<&str> = self
            .examples
            .iter()
            .map(|example| example.group.as_str())
            .filter(|group| !is_made_up(group))
            .collect();
        let shifted: Vec<Vec<f32>> = sums
            .iter()
            .map(|sums| {
                let held = if sums.is_empty() {
                    0.0
                } else {
                    shape.scope * self.excess(sums)
                };
                sums.iter().map(|sum| sum - held).collect()
            })
            .collect();
        let figures = groups.into_iter().map(|group| {
            let rows = (0..self.examples.len()).filter(|row| self.examples[*row].group == group);
            let companies: Vec<(Vec<u8>, &[f32])> = rows
                .map(|row| {
                    let grade = |class| self.grade(&self.examples[row], class);
                    let grades = (0..self.taxonomy.subdivisions.len()).map(grade).collect();
                    (grades, shifted[row].as_slice())
                })
                .collect();
            Figures::of(group.to_owned(), &companies, &self.class_ids)
        });
        figures.collect()
    }

    pub(super) fn shape(&self, sums: &[Vec<f32>], settings: &Settings) -> Shape {
        Shape::best(settings.out_of_scope, |gap, scope| {
            self.pairs(sums, gap, scope)
        })
    }

    /// What is held against the subdivisions of a row, before its factor.
    fn excess(&self, sums: &[f32]) -> f32 {
        let out = sums[self.taxonomy.subdivisions.len()..]
            .iter()
            .copied()
            .fold(f32::MIN, f32::max);
        excess(out)
    }

    /// The ten best classes of every row: sum, whether relevant, weight of the row.
    fn pairs(&self, sums: &[Vec<f32>], gap: f32, scope: f32) -> Vec<(f32, bool, f32)> {
        let subdivisions = self.taxonomy.subdivisions.len();
        let mut pairs = Vec::new();
        let mut sizes: HashMap<&str, f32> = HashMap::new();
        for example in &self.examples {
            *sizes.entry(&example.group).or_default() += 1.0;
        }
        for (row, sums) in sums.iter().enumerate().filter(|(_, sums)| !sums.is_empty()) {
            let mut order: Vec<usize> = (0..subdivisions).collect();
            order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
            let top = sums[order[0]];
            let held_against = scope * self.excess(sums);
            // Groups count by the root of their size: a score must hold for each, not for the largest alone.
            let weight = 100.0 / sizes[self.examples[row].group.as_str()].sqrt();
            for class in order.into_iter().take(10) {
                let relevant = self.grade(&self.examples[row], class) >= 2;
                pairs.push((
                    sums[class] - gap * (top - sums[class]) - held_against,
                    relevant,
                    weight,
                ));
            }
        }
        pairs
    }
}
