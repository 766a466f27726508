//! Why a profile scores what it does in one subdivision: on a terminal ([`write_table`]), as JSON ([`write_json`]), as a
//! page (`report::document::render_explanation`). What is said is made in `wording.rs`, for all of them.

mod table;
mod wording;

pub use table::write as write_table;
pub(super) use wording::ExplanationWording;

use crate::assessment::Explanation;
use crate::fit::Score;
use std::io::{self, Write};

/// Writes an explanation as one JSON object, on one line or indented.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(
    out: &mut dyn Write,
    explanation: &Explanation<'_>,
    indented: bool,
) -> io::Result<()> {
    super::json::write_value(out, explanation, indented)
}

/// How far two scores are apart.
fn apart(one: Score, other: Score) -> String {
    let tenths = one.tenths().abs_diff(other.tenths());
    format!("{}.{}", tenths / 10, tenths % 10)
}
