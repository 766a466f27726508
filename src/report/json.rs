//! JSON: the contract that programs rely on. Its fields are those of [`Answer`], [`Assessment`](crate::Assessment) and
//! [`Fit`](crate::Fit), where each is described.

use crate::fit::Answer;
use std::io::{self, Write};

/// Writes an answer as one line, as in a list of answers (JSON Lines).
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_line(out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    out.write_all(b"\n")
}

/// Writes an answer indented, for people.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_indented(out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    out.write_all(b"\n")
}
