//! What a team has decided: an append-only file of decisions, and what it says about a firm that is seen again.
//!
//! ```text
//! team.jsonl --read--> Ledger of entries --Decisions::new, with a plan--> Decisions --standing(firm)--> Standing
//!      ^--append, one line an entry, under a lock, on the disk before it is acknowledged--'
//! ```
//!
//! A firm is recognised by its [`Identity`]: the code that its state gave it, else its name, folded. A decision stands
//! beside a score and never changes it. It names the text and the clause it was made on, by their SHA-256, so that it can
//! be told when one of them is another now.

mod decisions;
mod entry;
mod file;
mod identity;
mod names;

pub use decisions::{Class, Decided, Decisions, Stale, Standing, Summary};
pub use entry::{Decision, Entry, FirmRef, Instead, clause_sha256, text_sha256};
pub use file::{Ledger, append};
pub use identity::Identity;
pub use names::fold_name;
