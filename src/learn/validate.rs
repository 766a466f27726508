//! Cross-validation: sums of companies by models that have not seen them, the figures and the calibration that follow.

use super::calibrate::Shape;
use super::examples::Example;
use super::figures::Figures;
use super::settings::{Hold, Settings};
use super::sources::{MADE_UP, is_made_up};
use super::stacking::{Row, Stacked};
use super::train::Prepared;
use crate::matcher::calibration::excess;
use crate::text::hash_bytes;
use std::collections::{BTreeSet, HashMap};

/// What is known of every example by a model that has not seen it.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    /// Sums of all classes; none for an example that is not left out.
    pub(super) sums: Vec<Vec<f32>>,
    /// How long its text is, 0 to 1.
    lengthy: Vec<f32>,
}

impl Prepared<'_> {
    /// The sums of every company by a model that has not seen it, nor what is left out with it.
    pub(super) fn left_out(&self, settings: &Settings, hold: &Hold) -> LeftOut {
        let part = |example: &Example| part(example, hold);
        let parts: BTreeSet<String> = self
            .examples
            .iter()
            .filter(|example| !is_made_up(&example.group))
            .map(part)
            .collect();
        let mut left_out = LeftOut {
            sums: vec![Vec::new(); self.examples.len()],
            lengthy: vec![0.0; self.examples.len()],
        };
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
                (left_out.sums[row], left_out.lengthy[row]) = self.sums(row, &trained);
            }
        }
        left_out
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

    /// Adjusts the sums of companies that were left out by what sums say of one another, as learned from the others of
    /// them, and finds the shape; returns with it what was learned from all.
    pub(super) fn shape(
        &self,
        left_out: &mut LeftOut,
        settings: &Settings,
        hold: &Hold,
    ) -> (Shape, Stacked) {
        let scopes = match settings.out_of_scope {
            true => &Shape::SCOPES[..],
            false => &[0.0],
        };
        let LeftOut { sums, lengthy } = left_out;
        let shape = Shape::best(scopes, |gap, scope| self.pairs(sums, gap, scope));
        if !settings.stacking {
            return (shape, Stacked::default());
        }
        let known: Vec<usize> = (0..sums.len())
            .filter(|row| !sums[*row].is_empty())
            .collect();
        let parts = known.iter().map(|row| part(&self.examples[*row], hold));
        let parts: BTreeSet<String> = parts.collect();
        let mut adjusted = sums.to_vec();
        for held in parts {
            let is_held = |row: &usize| part(&self.examples[*row], hold) == held;
            let (held, rest): (Vec<usize>, Vec<usize>) = known.iter().partition(|row| is_held(row));
            let stacked = self.stacked(&rest, sums, lengthy, shape.scope);
            held.iter()
                .for_each(|row| stacked.adjust(&mut adjusted[*row], lengthy[*row]));
        }
        let stacked = self.stacked(&known, sums, lengthy, shape.scope);
        sums.clone_from_slice(&adjusted);
        let shape = Shape::best(&[shape.scope], |gap, scope| self.pairs(sums, gap, scope));
        (shape, stacked)
    }

    /// What the sums of these companies, by their places, say of one another.
    fn stacked(
        &self,
        companies: &[usize],
        sums: &[Vec<f32>],
        lengthy: &[f32],
        scope: f32,
    ) -> Stacked {
        let weights = self.group_weights();
        let mean = companies.iter().map(|row| weights(*row)).sum::<f32>() / companies.len() as f32;
        let row = |row: &usize| Row {
            sums: &sums[*row],
            held_against: scope * self.excess(&sums[*row]),
            lengthy: lengthy[*row],
            weight: weights(*row) / mean,
        };
        let rows: Vec<Row<'_>> = companies.iter().map(row).collect();
        let relevant =
            |at: usize, class: usize| self.grade(&self.examples[companies[at]], class) >= 2;
        Stacked::learn(&rows, &relevant, self.taxonomy.subdivisions.len())
    }

    /// How much each company counts, by its place: groups count by the root of their size, since a score must hold for
    /// each, not for the largest alone.
    fn group_weights(&self) -> impl Fn(usize) -> f32 {
        let mut sizes: HashMap<&str, f32> = HashMap::new();
        for example in &self.examples {
            *sizes.entry(&example.group).or_default() += 1.0;
        }
        move |row| 100.0 / sizes[self.examples[row].group.as_str()].sqrt()
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
        let weights = self.group_weights();
        for (row, sums) in sums.iter().enumerate().filter(|(_, sums)| !sums.is_empty()) {
            let mut order: Vec<usize> = (0..subdivisions).collect();
            order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
            let top = sums[order[0]];
            let held_against = scope * self.excess(sums);
            let weight = weights(row);
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

/// Which part of the examples one belongs to, of those that are left out in turn.
fn part(example: &Example, hold: &Hold) -> String {
    match hold {
        Hold::Folds(folds) => {
            ((hash_bytes(example.id.as_bytes()) >> 20) as usize % folds).to_string()
        }
        Hold::Groups => example.group.trim_end_matches('+').to_owned(),
    }
}
