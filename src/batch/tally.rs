//! What a run has come to so far, in numbers.

use crate::fit::{Assessment, Tier, Verdict};
use crate::input::{NoLead, Remarks};
use crate::ledger::Standing;
use crate::taxonomy::Taxonomy;
use serde::{Deserialize, Serialize};

/// Counts over the leads of a run. Those of its parts add up to those of the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows, rejects among them.
    pub rows: u64,
    /// Rows that could not be read.
    pub rejects: u64,
    /// Leads by verdict: fits, peripheral, out of scope, nothing fits, no text.
    pub verdicts: [u64; Verdict::ALL.len()],
    /// Fits by tier, as far as they were asked for: core, substantial, peripheral. Fits too weak even for the verdict
    /// `peripheral` are not counted.
    pub tiers: [u64; 3],
    /// The same of fits whose scores were never calibrated, by relevance: strong, some, weak.
    #[serde(default)]
    pub relevance: [u64; 3],
    /// For each subdivision, in taxonomy order, how many leads it is core or substantial for.
    pub subdivisions: Vec<u64>,
    /// Leads whose kind was a word that stands for none, and who were read as enterprises.
    pub unknown_kinds: u64,
    /// Rows that are about no one, by what they are: repeated headers, totals, headings and notes, ruled lines, a second table.
    pub no_leads: [u64; NoLead::ALL.len()],
    /// Rows with fewer cells than there are headers.
    pub short: u64,
    /// Rows that say something under an empty name.
    pub unnamed: u64,
    /// Those of them with a quote or a line break in a cell.
    pub torn: u64,
    /// Rows with bytes of another encoding than the list, or JSON as other languages write it.
    pub repaired: u64,
    /// Leads whose id has lost digits in a spreadsheet.
    pub lost_digits: u64,
    /// Leads whose text was the same as one before, and who were not scored again.
    pub repeated: u64,
    /// Leads that the ledger knows, those of which it knows something that has changed since, and new ones. All zero
    /// without a ledger.
    #[serde(default)]
    pub decided: [u64; 3],
}

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Counts over all of it; those of the run that was gone on with among them.
    pub tally: Tally,
    /// How many rows had been answered before.
    pub resumed: u64,
    /// The encoding that was found.
    pub encoding: &'static str,
    /// Whether the reader of the output went away before the end.
    pub closed: bool,
    /// Whether the output was there already, the same as what came out.
    pub was_whole: bool,
}

impl Tally {
    pub(super) fn lead(&mut self, assessment: &Assessment<'_>, taxonomy: &Taxonomy) {
        self.rows += 1;
        let verdict = Verdict::ALL
            .iter()
            .position(|known| *known == assessment.verdict);
        self.verdicts[verdict.unwrap_or(0)] += 1;
        self.subdivisions.resize(taxonomy.subdivisions.len(), 0);
        for fit in &assessment.fits {
            let tier = Tier::ALL.iter().position(|known| Some(*known) == fit.tier);
            let Some(tier) = tier else { continue };
            match fit.basis.is_calibrated() {
                true => self.tiers[tier] += 1,
                false => self.relevance[tier] += 1,
            }
            if fit.tier >= Some(Tier::Substantial) {
                self.subdivisions[fit.class] += 1;
            }
        }
    }

    pub(super) fn remarks(&mut self, remarks: Remarks) {
        self.unknown_kinds += u64::from(remarks.unknown_kind);
        self.short += u64::from(remarks.is_short);
        self.unnamed += u64::from(remarks.is_unnamed);
        self.torn += u64::from(remarks.is_torn);
        self.repaired += u64::from(remarks.repaired.is_some());
        self.lost_digits += u64::from(remarks.lost_digits);
    }

    pub(super) fn decided(&mut self, standing: &Standing<'_>) {
        let place = match (standing.is_new(), standing.is_changed()) {
            (true, _) => 2,
            (_, true) => 1,
            _ => 0,
        };
        self.decided[place] += 1;
    }

    pub(super) fn no_lead(&mut self, what: NoLead) {
        self.rows += 1;
        let place = NoLead::ALL.iter().position(|known| *known == what);
        self.no_leads[place.unwrap_or(0)] += 1;
    }

    pub(super) fn reject(&mut self) {
        self.rows += 1;
        self.rejects += 1;
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.rejects += other.rejects;
        self.unknown_kinds += other.unknown_kinds;
        self.short += other.short;
        self.unnamed += other.unnamed;
        self.torn += other.torn;
        self.repaired += other.repaired;
        self.lost_digits += other.lost_digits;
        self.repeated += other.repeated;
        let pairs = |to: &mut [u64], from: &[u64]| {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        };
        pairs(&mut self.verdicts, &other.verdicts);
        pairs(&mut self.tiers, &other.tiers);
        pairs(&mut self.relevance, &other.relevance);
        pairs(&mut self.no_leads, &other.no_leads);
        pairs(&mut self.decided, &other.decided);
        let longest = self.subdivisions.len().max(other.subdivisions.len());
        self.subdivisions.resize(longest, 0);
        pairs(&mut self.subdivisions, &other.subdivisions);
    }

    pub(super) fn clear(&mut self) {
        let mut subdivisions = std::mem::take(&mut self.subdivisions);
        subdivisions.clear();
        *self = Self {
            subdivisions,
            ..Self::default()
        };
    }

    /// Leads that something fits.
    #[must_use]
    pub fn fitting(&self) -> u64 {
        self.verdicts[0] + self.verdicts[1]
    }

    /// The subdivisions that the most leads fit, with how many, most first and then in taxonomy order; at most `count`.
    #[must_use]
    pub fn most_frequent(&self, count: usize) -> Vec<(usize, u64)> {
        let mut places: Vec<(usize, u64)> = self
            .subdivisions
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, leads)| *leads > 0)
            .collect();
        places.sort_by_key(|(place, leads)| (std::cmp::Reverse(*leads), *place));
        places.truncate(count);
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up() {
        let part = Tally {
            rows: 2,
            verdicts: [1, 0, 0, 1, 0, 0],
            subdivisions: vec![0, 3, 3],
            ..Tally::default()
        };
        let mut whole = Tally::default();
        whole.add(&part);
        whole.add(&part);
        assert_eq!((whole.rows, whole.fitting()), (4, 2));
        assert_eq!(whole.most_frequent(5), [(1, 6), (2, 6)]);
    }
}
