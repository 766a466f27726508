//! Plans of one's own: from a sheet of sectors to a plan file.
//!
//! ```text
//! sheet, list --sheet--> sectors --propose--> what each is like in the shipped plan --file--> plan.toml
//! ```

mod file;
mod propose;
mod sheet;

pub use file::{Identity, to_toml};
pub use propose::{Lender, Proposal, Proposer};
pub use sheet::{Sector, read};
