//! Rows that cannot be read, put aside with their number and the reason.

use crate::input::Reject;
use crate::report::escape::terminal;
use crate::report::list::csv::Cells;
use crate::report::list::table::CellWriter;
use serde::Serialize;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// How rejects are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectFormat {
    /// A table: row, line, reason, raw.
    Csv,
    /// One object a line with the same names.
    Jsonl,
    /// Lines for a person.
    Lines,
}

/// How much of a raw row a line for a person shows, in characters.
const SHOWN: usize = 120;

const HEADER: &[u8] = b"row,line,reason,raw\n";
/// What a line of JSON begins with.
const FIRST_KEY: &[u8] = b"{\"row\":";

/// Whether a file begins like one that rejects were put aside in.
pub(super) fn is_aside(path: &Path) -> bool {
    let mut head = Vec::new();
    let is_file = path.symlink_metadata().is_ok_and(|facts| facts.is_file());
    let read = |file: File| file.take(HEADER.len() as u64).read_to_end(&mut head);
    is_file
        && File::open(path).and_then(read).is_ok()
        && (head == HEADER || head.starts_with(FIRST_KEY))
}

#[derive(Serialize)]
struct Line<'a> {
    row: u64,
    line: u64,
    reason: &'a str,
    raw: &'a str,
}

impl RejectFormat {
    /// The format a file's name speaks of; CSV if it speaks of none.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("jsonl" | "ndjson" | "json") => Self::Jsonl,
            _ => Self::Csv,
        }
    }

    pub(super) fn begin(self, out: &mut Vec<u8>) {
        if self == Self::Csv {
            out.extend_from_slice(HEADER);
        }
    }

    /// Appends a reject. Bytes that are not UTF-8 are shown as U+FFFD: the row number leads to them.
    pub(super) fn write(self, reject: &Reject<'_>, out: &mut Vec<u8>) {
        let raw = String::from_utf8_lossy(reject.raw);
        let wrote = match self {
            Self::Csv => {
                let mut cells = Cells::new(b',', out);
                cells.written(|out| write!(out, "{}", reject.row));
                cells.written(|out| write!(out, "{}", reject.line));
                cells.text(&reject.reason);
                cells.text(&raw);
                cells.end_row();
                Ok(())
            }
            Self::Jsonl => {
                let line = Line {
                    row: reject.row,
                    line: reject.line,
                    reason: &reject.reason,
                    raw: &raw,
                };
                serde_json::to_writer(&mut *out, &line).expect("text and numbers are JSON");
                writeln!(out)
            }
            Self::Lines => {
                let shown: String = raw.chars().take(SHOWN).collect();
                let more = if shown.len() < raw.len() { "…" } else { "" };
                writeln!(
                    out,
                    "row {} (line {}) is left out: {}: {}{more}",
                    reject.row,
                    reject.line,
                    reject.reason,
                    terminal(&shown)
                )
            }
        };
        wrote.expect("memory takes every byte");
    }
}
