//! What is read: one file per format.
//!
//! A single profile comes from [`profile_file`]. Lead lists come in blocks of rows:
//!
//! ```text
//! file or pipe --unpack--> bytes --decode--> UTF-8 --frame--> Block of rows           one thread: Leads::fill
//! Block --RowReader::read--> Lead {row, id, cells, profile} or Reject {row, reason}   any number of threads
//! ```
//!
//! Finding where rows end is all that has to be done in order, so that is all the reading thread does; a spreadsheet
//! becomes CSV first.
//!
//! How a table becomes leads is in [`guide::lists`](crate::guide::lists).

mod block;
mod clean;
mod columns;
mod container;
mod csv;
mod delimiter;
mod document;
mod encoding;
mod entries;
mod evidence;
mod head;
mod headers;
mod json;
mod jsonl;
mod leads;
mod list;
mod looks;
mod markup;
mod no_lead;
mod opening;
pub mod profile_file;
mod profile_keys;
mod record;
mod repair;
mod rows;
mod sheet;
mod source;
mod utf32;

pub use block::{Block, MAX_ROW};
pub use columns::{ColumnMap, Columns, Target, target_of};
pub use encoding::encoding;
pub use leads::Leads;
pub use list::{Format, InputOptions, List};
pub use no_lead::NoLead;
pub use rows::{Entry, Layout, Reject, Remarks, RowReader};
pub use sheet::{READER, sheet_names};
pub use source::Source;
