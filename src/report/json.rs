//! JSON: the contract that programs rely on. Its fields are those of [`Answer`], [`Assessment`](crate::Assessment) and
//! [`Fit`](crate::Fit), where each is described.

use super::escape;
use crate::assessment::Answer;
use serde::Serialize;
use std::borrow::Cow;
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
    is_indented: bool,
) -> io::Result<()> {
    let mut text = Vec::new();
    if is_indented {
        text.extend(indented(value)?.into_bytes());
    } else {
        append(&mut text, value)?;
    }
    text.push(b'\n');
    out.write_all(&text)
}

/// Appends a value in compact form, in which no hidden character stands as it is: JSON is printed on terminals, too.
///
/// # Errors
/// When the value is not one that JSON can hold.
pub fn append(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let start = out.len();
    serde_json::to_writer(&mut *out, value)?;
    let text = std::str::from_utf8(&out[start..]).unwrap_or_default();
    if let Cow::Owned(text) = escape::json(text) {
        out.truncate(start);
        out.extend_from_slice(text.as_bytes());
    }
    Ok(())
}

/// A value indented, in which no hidden character stands as it is.
///
/// # Errors
/// See [`append`].
pub fn indented(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(escape::json(&text).into_owned())
}
