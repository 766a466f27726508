//! What is read: one file per format.
//!
//! A single profile comes from [`profile_file`]. Lead lists come in blocks of rows:
//!
//! ```text
//! file or pipe --unpack--> bytes --decode--> UTF-8 --frame--> RowBlock of rows           one thread: Leads::fill
//! RowBlock --RowReader::read--> Lead {row, id, cells, profile} or Reject {row, reason}   any number of threads
//! ```
//!
//! Finding where rows end is all that has to be done in order, so that is all the reading thread does; a spreadsheet
//! becomes CSV first.
//!
//! How a table becomes leads is in [`guide::lists`](crate::guide::lists).

mod below;
mod block;
mod cell_counts;
mod clean;
mod columns;
mod container;
mod csv;
mod delimiter;
mod dialect;
mod document;
mod encoding;
mod entries;
mod evidence;
mod form;
mod framer;
mod head;
mod headers;
mod headings;
mod json;
mod jsonl;
mod keys;
mod layout;
mod leads;
mod list;
mod marks;
mod markup;
mod no_lead;
#[cfg_attr(not(feature = "documents"), path = "without_office.rs")]
mod office;
mod opening;
mod options;
#[cfg(feature = "documents")]
mod pdf;
mod plain;
pub mod profile_file;
mod profile_keys;
mod record;
mod repair;
mod rows;
#[cfg_attr(not(feature = "spreadsheets"), path = "without_sheet.rs")]
mod sheet;
mod source;
mod target;
mod utf32;
#[cfg(any(feature = "spreadsheets", feature = "documents"))]
mod xml;

pub use block::{MAX_ROW, RowBlock};
pub use columns::{ColumnMap, Columns, target_of};
pub use encoding::{KnownEncoding, encoding};
pub use layout::Layout;
pub use leads::Leads;
pub use list::List;
pub use no_lead::NoLead;
pub use options::{Format, InputOptions};
pub use rows::{Entry, Reject, Remarks, RowReader};
pub use sheet::sheet_names;
pub use source::{READER, Source};
pub use target::Target;
