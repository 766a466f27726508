//! Labelled companies as numbers: what the plan says of each, and its words.

use crate::eval::{Gold, RELEVANT};
use crate::matcher::features::Sort;
use crate::matcher::{Matcher, Scratch};
use crate::taxonomy::{Adaptation, Taxonomy, lenders};
use std::collections::BTreeMap;

/// One company.
#[derive(Debug)]
pub(super) struct Example {
    /// Sums of the plan's own subdivisions without anything learned, in log-odds.
    pub(super) sums: Vec<f32>,
    /// Evidence for each of them.
    pub(super) evidence: Vec<f32>,
    /// Evidence for each shipped class that stands behind.
    pub(super) lent: Vec<f32>,
    /// Its words by number, with how much each counts.
    pub(super) words: Vec<(u32, f32)>,
    /// Whether each subdivision is relevant.
    pub(super) relevant: Vec<bool>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Examples {
    pub(super) list: Vec<Example>,
    /// Ids of the subdivisions.
    pub(super) ids: Vec<String>,
    /// Ids of the shipped classes that stand behind; none where the plan is the shipped one or part of it.
    pub(super) lent: Vec<String>,
    /// Keys of the words, and how each is written where it stands first.
    pub(super) words: Vec<(u64, String)>,
}

/// Whether what was learned for the shipped plan belongs to classes of `taxonomy` as it is, so that they need not borrow.
fn is_shipped(taxonomy: &Taxonomy) -> bool {
    let mut subdivisions = taxonomy.subdivisions.iter();
    // An id without an industry in front names an industry of the shipped plan at most.
    let is_one = |id: &str| id.contains('/') && !lenders::places(id).is_empty();
    subdivisions.any(|one| one.like.is_empty() && is_one(&one.id))
}

/// The plan without what was learned before, with the shipped classes behind its own; nothing where it is the shipped one or
/// part of it.
pub(super) fn borrowing(taxonomy: &Taxonomy) -> Option<Taxonomy> {
    (!is_shipped(taxonomy)).then(|| {
        taxonomy.clone().adapted(Adaptation {
            borrows: true,
            ..Adaptation::default()
        })
    })
}

impl Examples {
    pub(super) fn read(matcher: &Matcher<'_>, gold: &[Gold]) -> Self {
        let taxonomy = matcher.taxonomy();
        let lent = matcher.lent();
        let mut scratch = Scratch::default();
        let mut numbers: BTreeMap<u64, u32> = BTreeMap::new();
        let mut words: Vec<(u64, String)> = Vec::new();
        let list = gold.iter().map(|gold| {
            let measured = matcher.measure(&gold.profile, &mut scratch);
            let own = measured.sums.len();
            let mut relevant = vec![false; own];
            for (class, grade) in &gold.labels {
                relevant[*class] = *grade >= RELEVANT;
            }
            let mut counted: Vec<(u32, f32)> = Vec::with_capacity(measured.words.len());
            for (word, value) in &measured.words {
                let number = *numbers.entry(word.key).or_insert_with(|| {
                    let text = gold.profile.text(word.field, word.item as usize);
                    let text = text.get(word.start as usize..word.end as usize);
                    let mut text = text.unwrap_or_default().to_lowercase();
                    if matches!(word.sort, Sort::Whole(_)) {
                        text.insert(0, '=');
                    }
                    words.push((word.key, text));
                    words.len() as u32 - 1
                });
                counted.push((number, *value));
            }
            Example {
                evidence: measured.evidence[..own].to_vec(),
                lent: lent
                    .iter()
                    .map(|(_, class)| measured.evidence[usize::from(*class)])
                    .collect(),
                sums: measured.sums,
                words: counted,
                relevant,
            }
        });
        Self {
            list: list.collect(),
            ids: taxonomy
                .subdivisions
                .iter()
                .map(|one| one.id.clone())
                .collect(),
            lent: lent.iter().map(|(id, _)| id.clone()).collect(),
            words,
        }
    }
}
