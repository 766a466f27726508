//! Plans of one's own: from a sheet of sectors to a plan file, and what changes from one version of a plan to the next.
//!
//! ```text
//! sheet, list --sheet--> sectors --propose--> what each is like in the shipped plan --file--> plan.toml
//! plan, companies --candidates--> phrases --suggest--> terms worth adding, and what each does --amend--> plan.toml
//! two plans --diff--> what changed --impact, with a list--> firms that it affects, and why
//! ```

mod amend;
pub mod book;
mod candidates;
mod diff;
mod file;
mod impact;
mod propose;
mod sheet;
mod suggest;

pub use amend::amended;
pub use diff::{Changed, ClassChange, Differences, Entries, Fate, diff};
pub use file::{Identity, to_toml};
pub use impact::{Cause, Comparer, Effect, Impact, Impacts, MOST_LISTED, Standing};
pub use propose::{Lender, Proposal, Proposer};
pub use sheet::{Sector, read};
pub use suggest::{Moved, Said, Sample, Suggested, Suggestion, suggest};
