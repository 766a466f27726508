//! Profiles side by side: on a terminal ([`write_table`]), as Markdown ([`write_markdown`]), as JSON ([`write_json`]).
//! What is said is made in `wording.rs`, for all of them.

mod markdown;
mod table;
mod wording;

pub use markdown::write as write_markdown;
pub use table::write as write_table;

use crate::assessment::Comparison;
use std::io::{self, Write};

/// Writes a comparison as one JSON object, on one line or indented.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(
    out: &mut dyn Write,
    comparison: &Comparison<'_>,
    indented: bool,
) -> io::Result<()> {
    super::json::write_value(out, comparison, indented)
}
