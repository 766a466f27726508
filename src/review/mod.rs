//! Decisions of people about scored leads: which to ask for, and how they come back from a sheet.
//!
//! ```text
//! scored.jsonl --records--> firms --queue, with the ledger--> items, what teaches most first
//! items --export--> queue.xlsx, queue.csv --people--> import --> entries for the ledger
//! ```

mod import;
mod queue;
mod sheet;
#[cfg_attr(not(feature = "spreadsheets"), path = "without_workbook.rs")]
mod workbook;

pub use import::{Imported, Returned, import};
pub use queue::{Conflict, Item, Queue, Why, conflicts};
pub use sheet::{Sheet, csv};
pub use workbook::xlsx;

use crate::assessment::Firm;
use crate::fit::Score;
use crate::ledger::{Decision, Entry, FirmRef, Instead, clause_sha256, text_sha256};
use crate::taxonomy::Taxonomy;

/// What one person says about a firm and a subdivision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The place of the subdivision in the plan.
    pub class: usize,
    /// What was decided.
    pub decision: Decision,
    /// The place of the subdivision that it belongs to instead, with a no.
    pub instead: Option<usize>,
    /// 0 to 3.
    pub grade: Option<u8>,
    /// Why.
    pub reason: Option<String>,
}

/// The entry for an opinion of `who` about a firm, with all that it was made on.
#[must_use]
pub fn entry(firm: &Firm, taxonomy: &Taxonomy, opinion: &Opinion, who: &str, when: &str) -> Entry {
    let subdivision = &taxonomy.subdivisions[opinion.class];
    let instead = opinion.instead.map(|class| {
        let subdivision = &taxonomy.subdivisions[class];
        Instead {
            subdivision: subdivision.id.clone(),
            clause_sha256: clause_sha256(taxonomy, subdivision),
        }
    });
    Entry {
        firm: FirmRef {
            id: firm.id.clone(),
            name: firm.profile.name.clone(),
        },
        subdivision: subdivision.id.clone(),
        decision: opinion.decision,
        instead,
        grade: opinion.grade,
        reason: opinion.reason.clone(),
        who: who.to_owned(),
        when: when.to_owned(),
        plan: taxonomy.plan.id.clone(),
        plan_sha256: taxonomy.plan.sha256.clone(),
        clause_sha256: clause_sha256(taxonomy, subdivision),
        text_sha256: text_sha256(&firm.profile),
        score: score_of(firm, opinion.class),
        profile: serde_json::to_value(&firm.profile).ok(),
    }
}

/// The score that is stated for a subdivision, if one is.
fn score_of(firm: &Firm, class: usize) -> Option<Score> {
    let fit = firm.fits.iter().find(|fit| fit.subdivision == class);
    fit.map(|fit| fit.score)
}
