//! How a table is cut into cells: by which byte, and what its quotes mean.

/// Cuts nothing: for lists of one column, where every line is a cell. No text holds it.
pub(super) const NONE: u8 = 0x1F;

/// How rows are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether `\"` is a quote inside a cell, as Spark and MySQL write it.
    pub(super) backslash: bool,
    /// Whether spaces before a quote are no part of the cell.
    pub(super) spaced: bool,
    /// Whether cells are divided by the full-width comma, which takes the place of [`NONE`].
    pub(super) wide: bool,
}

impl Dialect {
    pub(super) fn of(delimiter: u8) -> Self {
        Self {
            delimiter,
            backslash: false,
            spaced: false,
            wide: false,
        }
    }

    /// Makes the bytes from `from` on, where a row begins, such that they can be cut at a single byte. What is done can
    /// be done again.
    pub(super) fn prepare(self, raw: &mut Vec<u8>, from: usize) {
        if self.spaced {
            close_up(raw, from, self.delimiter);
        }
        if self.wide {
            narrow(raw, from);
        }
    }
}

/// Puts [`NONE`] for every full-width comma that does not stand in quotes.
fn narrow(raw: &mut Vec<u8>, from: usize) {
    let comma = "，".as_bytes();
    let (mut read, mut write, mut quoted) = (from, from, false);
    while read < raw.len() {
        quoted ^= raw[read] == b'"';
        if !quoted && raw[read..].starts_with(comma) {
            raw[write] = NONE;
            read += comma.len();
        } else {
            raw[write] = raw[read];
            read += 1;
        }
        write += 1;
    }
    raw.truncate(write);
}

/// Takes away the spaces between a delimiter and a quote, from byte `from` on. What is done can be done again.
pub(super) fn close_up(raw: &mut Vec<u8>, from: usize, delimiter: u8) {
    let (mut read, mut write) = (from, from);
    while read < raw.len() {
        let byte = raw[read];
        raw[write] = byte;
        (read, write) = (read + 1, write + 1);
        if byte == delimiter {
            let spaces = raw[read..].iter().take_while(|byte| **byte == b' ').count();
            if spaces > 0 && raw.get(read + spaces) == Some(&b'"') {
                read += spaces;
            }
        }
    }
    raw.truncate(write);
}
