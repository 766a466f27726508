//! Labelled companies as numbers: what the plan says of each, and its words.

use super::company::Company;
use super::line::on_line;
use crate::fit::{Score, Tier};
use crate::matcher::features::{FeatureKind, first_and_last};
use crate::matcher::{Matcher, Scratch};
use crate::taxonomy::{Adaptation, AdaptedCalibration, Taxonomy, lenders};
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
    /// Whether each subdivision is relevant; nothing where that is not known.
    pub(super) relevant: Vec<Option<bool>>,
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

/// The shipped calibration.
pub(super) fn default_line(matcher: &Matcher<'_>) -> AdaptedCalibration {
    AdaptedCalibration {
        gap: (1000.0 * matcher.gap()).round() as u32,
        ..AdaptedCalibration::default()
    }
}

impl Examples {
    /// Takes what is known of each company from `other`, which are the same companies.
    pub(super) fn known_as(mut self, other: &Self) -> Self {
        for (own, other) in self.list.iter_mut().zip(&other.list) {
            own.relevant.clone_from(&other.relevant);
        }
        self
    }

    /// How many of the companies of these numbers have each word; 0 for words that too few or too many have to get a weight.
    pub(super) fn counts(&self, rows: &[usize], fewest: u32, largest_share: f32) -> Vec<u32> {
        let mut counts = vec![0_u32; self.words.len()];
        for row in rows {
            for (word, _) in &self.list[*row].words {
                counts[*word as usize] += 1;
            }
        }
        let most = largest_share * rows.len() as f32;
        for count in &mut counts {
            if *count < fewest || *count as f32 > most {
                *count = 0;
            }
        }
        counts
    }

    /// Reads companies, each by the matcher that `which` names, by the first where it names none; all of them have the same
    /// subdivisions. Every pair of words is read where `every_pair`.
    pub(super) fn read(
        matchers: &[Matcher<'_>],
        which: &[usize],
        companies: &[Company],
        every_pair: bool,
    ) -> Self {
        let matcher = &matchers[0];
        let taxonomy = matcher.taxonomy();
        let lent = matcher.lent();
        let mut scratch = Scratch::default();
        let mut numbers: BTreeMap<u64, u32> = BTreeMap::new();
        let mut words: Vec<(u64, String)> = Vec::new();
        let line = default_line(matcher);
        let list = companies.iter().enumerate().map(|(at, company)| {
            let matcher = &matchers[which.get(at).copied().unwrap_or_default()];
            let gold = &company.gold;
            let measured = matcher.measure(&gold.profile, every_pair, &mut scratch);
            let own = measured.sums.len();
            let top = measured.sums.iter().copied().fold(f32::MIN, f32::max);
            let fits = |class: usize| {
                let sum = measured.sums[class];
                let probability = matcher.table(on_line(line, sum, top - sum));
                Tier::of(Score::from_probability(probability)).is_some()
            };
            let relevant = (0..own).map(|class| company.relevant(class, || fits(class)));
            let mut counted: Vec<(u32, f32)> = Vec::with_capacity(measured.words.len());
            for (word, value) in &measured.words {
                let number = *numbers.entry(word.key).or_insert_with(|| {
                    let text = gold.profile.text(word.field, word.item as usize);
                    let text = text.get(word.start as usize..word.end as usize);
                    let mut text = text.unwrap_or_default().to_lowercase();
                    match word.sort {
                        FeatureKind::Whole(_) => text.insert(0, '='),
                        FeatureKind::Both => text = first_and_last(&text),
                        _ => {}
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
                relevant: relevant.collect(),
                sums: measured.sums,
                words: counted,
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
