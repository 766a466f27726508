//! JSON: the contract that programs rely on. Its fields are those of [`Answer`], [`Assessment`](crate::Assessment) and
//! [`Fit`](crate::Fit), where each is described.

use crate::fit::Answer;
use serde::Serialize;
use std::io::{self, Write};

/// Writes an answer as one line, as in a list of answers (JSON Lines).
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_line(out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
    write_value(out, answer, false)
}

/// Writes an answer indented, for people.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_indented(out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
    write_value(out, answer, true)
}

/// Writes a value and ends the line.
pub(super) fn write_value(
    out: &mut dyn Write,
    value: &impl Serialize,
    indented: bool,
) -> io::Result<()> {
    if indented {
        serde_json::to_writer_pretty(&mut *out, value)?;
    } else {
        serde_json::to_writer(&mut *out, value)?;
    }
    out.write_all(b"\n")
}
