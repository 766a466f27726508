//! The steps of an explanation as people read them: words that are told once.

use crate::assessment::{Explanation, Step, StepKind, WholeWords, is_term};
use crate::fit::Role;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The steps with pieces of the same words, read in the same role, made one; pairs of Chinese characters go with the
/// words that they are part of, and with the rest where they are part of none.
pub(super) fn joined(of: &Explanation<'_>) -> Vec<Step> {
    let known = of.terms_met.iter().map(String::as_str);
    let pieces = of.steps.iter().filter_map(|step| step.piece.as_ref());
    let chinese = WholeWords::new(of.profile, known, pieces);
    let mut joined: Vec<Step> = Vec::new();
    let mut places: HashMap<(String, Role), usize> = HashMap::new();
    for step in &of.steps {
        let mut step = step.clone();
        let piece = step.piece.as_mut();
        let Some(piece) = piece.filter(|_| step.kind == StepKind::Evidence) else {
            joined.push(step);
            continue;
        };
        let Some(words) = chinese.of(piece).map(str::to_owned) else {
            (step.kind, step.piece) = (StepKind::Rest, None);
            joined.push(step);
            continue;
        };
        match places.entry((words.to_lowercase(), piece.role)) {
            Entry::Vacant(place) => {
                piece.text = words;
                place.insert(joined.len());
                joined.push(step);
            }
            Entry::Occupied(place) => {
                let known = &mut joined[*place.get()];
                known.points.0 += step.points.0;
                // What a term is met as is said of the whole.
                if known.piece.as_ref().is_some_and(|known| !is_term(known)) && is_term(piece) {
                    known.piece = step.piece;
                }
            }
        }
    }
    let strength = |step: &Step| (step.points.0 < 0, std::cmp::Reverse(step.points.0.abs()));
    joined.sort_by_key(|step| {
        let is_piece = step.kind == StepKind::Evidence;
        (step.kind, is_piece.then(|| strength(step)))
    });
    joined
}
