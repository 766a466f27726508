//! What the fits of a profile say of one another (stacked generalization: D. Wolpert, 1992): a firm that seems to fit software
//! and banks alike mostly sells software to banks, and one that seems to fit chips and research institutes is mostly no
//! institute. Where a class starts depends on the sums of all, on how long the text is, and on how far the class is behind the
//! best: in a short text what is behind is seldom meant.

use super::keys::Class;
use super::model::{Head, Model};
use super::order::larger;
use std::ops::Range;

/// A sum counts from here on, in log-odds: below it the class is not in question.
const FROM: f32 = -4.0;
/// The first part of what a sum says ends here, and the second begins: even odds.
const EVEN: f32 = 0.0;
/// From here on a sum says no more.
const TO: f32 = 4.0;
/// Parts of what a sum says.
pub(crate) const PARTS: usize = 2;

/// What a sum says of the other classes: two numbers between 0 and 1, a line with one bend.
pub(crate) fn parts(sum: f32) -> [f32; PARTS] {
    let part = |from: f32, to: f32| ((sum - from) / (to - from)).clamp(0.0, 1.0);
    [part(FROM, EVEN), part(EVEN, TO)]
}

/// A class this far behind the best, in log-odds, is as far behind as can be. A judgement. With what is said of a class by
/// itself, mean best F1 of ten groups of companies left out went from 0.752 to 0.756, and mean Hit@1 from 0.860 to 0.858
/// (`planfit learn`, 2026-11-30).
const FAR: f32 = 8.0;
/// Numbers that say something of a class by itself.
pub(crate) const OWN: usize = 3;

/// What is said of a class by how long the text is, by how far its sum is behind the best, and by the latter in a text that
/// is short: each between 0 and 1.
pub(crate) fn own(sum: f32, best: f32, lengthy: f32) -> [f32; OWN] {
    let behind = ((best - sum) / FAR).clamp(0.0, 1.0);
    [lengthy, behind, behind * (1.0 - lengthy)]
}

/// How many numbers there are of each subdivision, where `classes` were learned.
pub(crate) fn numbers(classes: usize) -> usize {
    1 + PARTS * classes + OWN
}

/// What was learned of it, for the classes of a taxonomy.
#[derive(Debug, Clone, Default)]
pub(super) struct Stacking {
    /// The classes of the taxonomy that were learned, each with its place in the learned file.
    places: Vec<(Class, usize)>,
    /// For as many classes as were learned: what is added always, and then for each part of each class.
    rows: Vec<Vec<f32>>,
    /// The learned subdivisions in runs: the classes of a run stand side by side in the taxonomy as they were learned.
    runs: Vec<Run>,
    /// For each thing that is said of a class by itself, the numbers of as many subdivisions as were learned.
    own: [Vec<f32>; OWN],
    /// The other subdivisions of the taxonomy, those side by side together, and the number that is usual for each thing that is
    /// said of a class by itself: always, the parts of its sum, and the rest.
    others: Vec<Range<usize>>,
    usual: [f32; 1 + PARTS + OWN],
}

/// So many classes from `class` on in the taxonomy are those that stand from `place` on in the learned file.
#[derive(Debug, Clone, Copy)]
struct Run {
    class: usize,
    place: usize,
    count: usize,
}

impl Stacking {
    /// `classes` says for each learned class which it is in the taxonomy, whose first classes are `subdivisions`.
    pub(super) fn new(model: &Model<'_>, classes: &[Option<Class>], subdivisions: usize) -> Self {
        let count = model.head(Head::StackingCount);
        if count == 0 {
            return Self::default();
        }
        let places = classes.iter().enumerate();
        let values: Vec<f32> = model.stacking(numbers(classes.len())).collect();
        let mut rows: Vec<Vec<f32>> = values.chunks(count).map(<[f32]>::to_vec).collect();
        let others = others(classes, subdivisions);
        // Sorted only for plans that need it.
        let usual = match others.is_empty() {
            true => [0.0; 1 + PARTS + OWN],
            false => usual(&rows),
        };
        let mut own = rows.split_off(rows.len() - OWN).into_iter();
        let places: Vec<(Class, usize)> = places
            .filter_map(|(place, class)| class.map(|class| (class, place)))
            .collect();
        Self {
            runs: runs(&places, count),
            places,
            others,
            usual,
            own: std::array::from_fn(|_| own.next().unwrap_or_default()),
            rows,
        }
    }

    /// What is added to the sum of each class, as the classes are numbered in the taxonomy: what is usual for a subdivision
    /// that was not learned, and nothing for kinds of business out of scope. `lengthy` says how long the text is, 0 to 1;
    /// `learned` is for its use; `adjustments` are those of another profile, if of the same taxonomy.
    pub(super) fn adjust(
        &self,
        sums: &[f32],
        lengthy: f32,
        learned: &mut Vec<f32>,
        adjustments: &mut Vec<f32>,
    ) {
        if adjustments.len() != sums.len() {
            adjustments.clear();
            adjustments.resize(sums.len(), 0.0);
        }
        let Some(always) = self.rows.first() else {
            return;
        };
        learned.clear();
        learned.extend_from_slice(always);
        for (class, place) in &self.places {
            let sum = sums[usize::from(*class)];
            if sum <= FROM {
                continue;
            }
            for (part, value) in parts(sum).into_iter().enumerate() {
                if value == 0.0 {
                    break; // the second part begins where the first ends
                }
                let row = &self.rows[1 + PARTS * place + part];
                for (total, weight) in learned.iter_mut().zip(row) {
                    *total += value * weight;
                }
            }
        }
        self.adjust_others(sums, lengthy, adjustments);
        let learned_sums = self.runs.iter();
        let learned_sums = learned_sums.flat_map(|run| &sums[run.class..][..run.count]);
        let best = learned_sums.copied().fold(f32::MIN, larger);
        for Run {
            class,
            place,
            count,
        } in self.runs.iter().copied()
        {
            // Slices of one length, and no call, so that the processor works several classes out at once.
            let [long, behind, both] = self.own.each_ref().map(|own| &own[place..][..count]);
            let (sums, learned) = (&sums[class..][..count], &learned[place..][..count]);
            let adjustments = &mut adjustments[class..][..count];
            for at in 0..count {
                let own = own(sums[at], best, lengthy);
                let of_own = [own[0] * long[at], own[1] * behind[at], own[2] * both[at]];
                adjustments[at] = learned[at] + of_own[0] + of_own[1] + of_own[2];
            }
        }
    }

    /// The same for the subdivisions that were not learned: by themselves, as a usual one.
    fn adjust_others(&self, sums: &[f32], lengthy: f32, adjustments: &mut [f32]) {
        let others = self.others.iter().flat_map(|run| &sums[run.clone()]);
        let best = others.copied().fold(f32::MIN, larger);
        let [always, low, high, long, behind, both] = self.usual;
        for run in &self.others {
            // One after the other and without a call, so that the processor works several classes out at once.
            let classes = adjustments[run.clone()].iter_mut().zip(&sums[run.clone()]);
            for (adjustment, sum) in classes {
                let [low_part, high_part] = parts(*sum);
                let own = own(*sum, best, lengthy);
                let of_sum = always + low_part * low + high_part * high;
                *adjustment = of_sum + own[0] * long + own[1] * behind + own[2] * both;
            }
        }
    }
}

/// The subdivisions that are none of `classes`, those side by side together.
fn others(classes: &[Option<Class>], subdivisions: usize) -> Vec<Range<usize>> {
    let mut is_other = vec![true; subdivisions];
    for class in classes.iter().flatten() {
        if let Some(is_other) = is_other.get_mut(usize::from(*class)) {
            *is_other = false;
        }
    }
    let mut start = 0;
    let runs = is_other.chunk_by(|one, next| one == next).map(|run| {
        start += run.len();
        (run[0], start - run.len()..start)
    });
    runs.filter(|(is_other, _)| *is_other)
        .map(|(_, run)| run)
        .collect()
}

/// The first `count` learned classes, in runs.
fn runs(places: &[(Class, usize)], count: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (class, place) in places.iter().filter(|(_, place)| *place < count) {
        let class = usize::from(*class);
        match runs.last_mut() {
            Some(run) if (run.class + run.count, run.place + run.count) == (class, *place) => {
                run.count += 1;
            }
            _ => runs.push(Run {
                class,
                place: *place,
                count: 1,
            }),
        }
    }
    runs
}

/// The medians over all subdivisions of the numbers that are about a subdivision by itself.
fn usual(rows: &[Vec<f32>]) -> [f32; 1 + PARTS + OWN] {
    std::array::from_fn(|at| {
        let mut numbers: Vec<f32> = (0..rows[0].len())
            .map(|place| match at {
                0 => rows[0][place],
                at if at <= PARTS => rows[PARTS * place + at][place],
                at => rows[rows.len() + at - (1 + PARTS + OWN)][place],
            })
            .collect();
        numbers.sort_by(f32::total_cmp);
        numbers[numbers.len() / 2]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_says_the_more_the_higher_it_is_and_no_more_than_all() {
        assert_eq!(parts(-9.0), [0.0, 0.0]);
        assert_eq!(parts(-2.0), [0.5, 0.0]);
        assert_eq!(parts(2.0), [1.0, 0.5]);
        assert_eq!(parts(40.0), [1.0, 1.0]);
    }

    #[test]
    fn each_class_is_adjusted_by_its_own_number_and_one_that_was_not_learned_as_usual() {
        let stacking = Stacking {
            places: vec![(2, 0), (0, 1)],
            runs: runs(&[(2, 0), (0, 1)], 2),
            own: [vec![0.0, 1.0], vec![4.0, 0.0], vec![0.0, 0.0]],
            others: Vec::from([std::ops::Range { start: 1, end: 2 }]),
            usual: [0.25, 0.0, 1.0, 0.0, 0.0, 0.0],
            rows: vec![
                vec![0.5, -0.5],
                vec![0.0, 2.0],
                vec![0.0, 0.0],
                vec![-1.0, 0.0],
                vec![0.0, 0.0],
            ],
        };
        let (mut learned, mut adjustments) = (Vec::new(), Vec::new());
        // Class 2, learned first, is at even odds and speaks for class 0; class 1 was not learned. The text is half as long
        // as can be, and class 2 is behind class 0 by a quarter.
        stacking.adjust(&[2.0, 3.0, 0.0], 0.5, &mut learned, &mut adjustments);
        assert_eq!(adjustments, [2.0, 1.0, 0.5]);
        Stacking::default().adjust(&[1.0], 0.5, &mut learned, &mut adjustments);
        assert_eq!(adjustments, [0.0]);
    }
}
