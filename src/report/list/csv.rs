//! CSV and TSV.

use super::Sink;
use super::table::{CellWriter, Table};
use crate::fit::Assessment;
use crate::lead::Lead;
use crate::ledger::Standing;
use crate::report::escape::spreadsheet;
use memchr::{memchr, memchr3, memchr3_iter};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Writes a [`Table`] as delimited text (RFC 4180, but with `\n` as line end).
#[derive(Debug, Clone)]
pub struct Csv {
    table: Table,
    delimiter: u8,
    mark: bool,
    guarded: bool,
}

impl Csv {
    /// With `delimiter` between cells; `mark` puts the byte order mark first that makes Excel read UTF-8.
    #[must_use]
    pub fn new(table: Table, delimiter: u8, mark: bool) -> Self {
        Self {
            table,
            delimiter,
            mark,
            guarded: true,
        }
    }

    /// The same without the apostrophes before what a spreadsheet would run: for a workbook, whose cells say themselves
    /// that they are text.
    #[must_use]
    pub(super) fn unguarded(self) -> Self {
        Self {
            guarded: false,
            ..self
        }
    }

    /// What it writes.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }
}

impl Sink for Csv {
    fn begin(&self, out: &mut Vec<u8>) {
        if self.mark {
            out.extend_from_slice("\u{FEFF}".as_bytes());
        }
        let mut cells = self.cells(out);
        self.table.names().for_each(|name| cells.text(name));
        cells.end_row();
    }

    fn lead(
        &self,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
        standing: Option<&Standing<'_>>,
        out: &mut Vec<u8>,
    ) {
        let cells = &mut self.cells(out);
        self.table.rows(lead, assessment, standing, cells);
    }
}

impl Csv {
    fn cells<'a>(&self, out: &'a mut Vec<u8>) -> Cells<'a> {
        let cells = Cells::new(self.delimiter, out);
        match self.guarded {
            true => cells,
            false => cells.unguarded(),
        }
    }
}

/// What ends a cell, or is taken for its end, and what quotes one.
const SIGNS: [u8; 6] = *b",;\t\n\r\"";
static IS_SIGN: [bool; 256] = {
    let mut is_sign = [false; 256];
    let mut sign = 0;
    while sign < SIGNS.len() {
        is_sign[SIGNS[sign] as usize] = true;
        sign += 1;
    }
    is_sign
};

/// Puts cells into delimited text, each made harmless for spreadsheets and quoted where it has to be.
#[derive(Debug)]
pub struct Cells<'a> {
    delimiter: u8,
    out: &'a mut Vec<u8>,
    follows: bool,
    guarded: bool,
}

impl<'a> Cells<'a> {
    /// Appends to `out`.
    pub fn new(delimiter: u8, out: &'a mut Vec<u8>) -> Self {
        Self {
            delimiter,
            out,
            follows: false,
            guarded: true,
        }
    }

    /// The same for cells that no spreadsheet reads as formulas.
    pub(super) fn unguarded(self) -> Self {
        Self {
            guarded: false,
            ..self
        }
    }

    fn separate(&mut self) {
        if std::mem::replace(&mut self.follows, true) {
            self.out.push(self.delimiter);
        }
    }

    /// Whether a look at the bytes tells that a cell stays as it is, as nearly all but long texts do.
    fn is_plain(&self, cell: &[u8]) -> bool {
        let begins_with_word = cell.first().is_none_or(u8::is_ascii_alphanumeric);
        // Without a branch in a chunk, so that the processor looks at several bytes at once.
        let (chunks, rest) = cell.as_chunks::<32>();
        let has_sign = |chunk: &[u8; 32]| {
            let mut signs = 0;
            for byte in chunk {
                for sign in SIGNS {
                    signs |= u8::from(*byte == sign);
                }
            }
            signs != 0
        };
        (begins_with_word || !self.guarded)
            && SIGNS.contains(&self.delimiter)
            && !chunks.iter().any(has_sign)
            && !rest.iter().any(|byte| IS_SIGN[usize::from(*byte)])
    }

    /// Writes a cell of which one look at the bytes tells that it is quoted and stays as it is otherwise, as most long texts
    /// do: it begins with a word, and so does what follows each comma in it. False where it is another one.
    fn push_sentences(&mut self, cell: &[u8]) -> bool {
        let begins_with_word = cell.first().is_some_and(u8::is_ascii_alphanumeric);
        if self.delimiter != b','
            || !begins_with_word
            || memchr3(b';', b'\t', b'\r', cell).is_some()
        {
            return false;
        }
        let mut signs = memchr3_iter(b',', b'"', b'\n', cell).peekable();
        let is_quoted = signs.peek().is_some();
        let are_followed = signs.all(|at| {
            let mut rest = cell[at + 1..].iter().skip_while(|byte| **byte == b' ');
            cell[at] == b',' && rest.next().is_some_and(u8::is_ascii_alphanumeric)
        });
        if is_quoted && are_followed {
            self.out.push(b'"');
            self.out.extend_from_slice(cell);
            self.out.push(b'"');
        }
        is_quoted && are_followed
    }

    fn needs_quotes(&self, cell: &[u8]) -> bool {
        memchr3(self.delimiter, b'"', b'\n', cell).is_some() || memchr(b'\r', cell).is_some()
    }
}

impl CellWriter for Cells<'_> {
    fn text(&mut self, text: &str) {
        self.separate();
        if self.is_plain(text.as_bytes()) {
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        if self.push_sentences(text.as_bytes()) {
            return;
        }
        let text = match self.guarded {
            true => spreadsheet(text),
            false => Cow::Borrowed(text),
        };
        let mut rest = text.as_bytes();
        if !self.needs_quotes(rest) {
            self.out.extend_from_slice(rest);
            return;
        }
        self.out.push(b'"');
        while let Some(quote) = memchr(b'"', rest) {
            self.out.extend_from_slice(&rest[..=quote]);
            self.out.push(b'"');
            rest = &rest[quote + 1..];
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'"');
    }

    fn written(&mut self, write: impl FnOnce(&mut dyn Write) -> fmt::Result) {
        self.separate();
        let start = self.out.len();
        write(&mut Utf8(self.out)).expect("memory takes every byte");
        if self.is_plain(&self.out[start..]) {
            return;
        }
        let plain = std::str::from_utf8(&self.out[start..])
            .is_ok_and(|cell| matches!(spreadsheet(cell), Cow::Borrowed(_)));
        let plain = plain || !self.guarded;
        if !plain || self.needs_quotes(&self.out[start..]) {
            let cell = String::from_utf8_lossy(&self.out[start..]).into_owned();
            self.out.truncate(start);
            self.follows = false;
            self.text(&cell);
        }
    }

    fn end_row(&mut self) {
        self.out.push(b'\n');
        self.follows = false;
    }
}

/// Text written into bytes.
struct Utf8<'a>(&'a mut Vec<u8>);

impl Write for Utf8<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> String {
        let mut out = Vec::new();
        let mut writer = Cells::new(b',', &mut out);
        for cell in cells {
            writer.text(cell);
            writer.written(|out| out.write_str(cell));
        }
        writer.end_row();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_are_quoted_and_harmless_either_way() {
        assert_eq!(row(&["a"]), "a,a\n");
        assert_eq!(row(&["", "007"]), ",,007,007\n");
        assert_eq!(
            row(&["a,\"b\"\r\n"]),
            "\"a,\"\"b\"\"\r\n\",\"a,\"\"b\"\"\r\n\"\n"
        );
        assert_eq!(row(&["=1+1,2"]), "\"'=1+1,2\",\"'=1+1,2\"\n");
        for (cell, written) in [
            ("pumps, valves", "\"pumps, valves\""),
            ("pumps,=1+1", "\"pumps,'=1+1\""),
            ("pumps, =1+1", "\"pumps, '=1+1\""),
            ("pumps, \"a\"", "\"pumps, \"\"a\"\"\""),
            ("pumps,", "\"pumps,\""),
            ("pumps, valves;=1+1", "\"pumps, valves;'=1+1\""),
        ] {
            assert_eq!(row(&[cell]), format!("{written},{written}\n"));
        }
    }
}
