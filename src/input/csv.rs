//! CSV and TSV: finding rows and cells, and the delimiter.
//!
//! `csv-core` does the parsing (RFC 4180 with the usual liberties). What is added here keeps damage small: a quote that
//! is never closed would swallow every row after it, so a row that reaches over several lines is looked at again, and
//! if its quotes are not in order only its first line is given up.

use super::block::{Block, Fault, Framed, MAX_ROW, Numbering, Row};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr2};

/// Delimiters that are looked for.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub(super) struct CsvFramer {
    parser: Reader,
    pub(super) delimiter: u8,
    /// How many cells a row has; any number while the header is read.
    width: Option<usize>,
}

impl std::fmt::Debug for CsvFramer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvFramer")
            .field("delimiter", &self.delimiter)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

impl CsvFramer {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            width: None,
        }
    }

    pub(super) fn set_width(&mut self, cells: usize) {
        self.width = Some(cells);
    }

    /// Adds the rows that stand whole in `block.raw` from byte `from` on, at most `limit` of them; `last` says that
    /// nothing comes after these bytes.
    pub(super) fn frame(
        &mut self,
        block: &mut Block,
        from: usize,
        last: bool,
        limit: usize,
        numbering: &mut Numbering,
    ) -> Framed {
        block.reserve_text(block.raw.len() - from);
        let mut at = from;
        for _ in 0..limit {
            let breaks = line_breaks(&block.raw[at..]);
            let start = at + breaks;
            let Some((end, text, cells)) = self.record(block, start, last) else {
                // The beginning of a row, or nothing.
                let rest = &block.raw[start..];
                if rest.len() <= MAX_ROW || last {
                    numbering.pass(&block.raw[at..start]);
                    return Framed::UpTo(start);
                }
                let Some(line) = memchr2(b'\r', b'\n', rest) else {
                    numbering.pass(&block.raw[at..start]);
                    return Framed::TooLongAt(start);
                };
                numbering.pass(&block.raw[at..start]);
                self.give_up(block, start, start + line, numbering);
                at = start + line;
                continue;
            };
            numbering.pass(&block.raw[at..start]);
            let raw_end = end - trailing_breaks(&block.raw[start..end]);
            let raw = &block.raw[start..raw_end];
            let line = memchr2(b'\r', b'\n', raw);
            let suspect = line.is_some() || end == block.raw.len();
            if raw.len() > MAX_ROW || suspect && !self.quotes_in_order(raw) {
                let line = line.unwrap_or(raw.len());
                self.give_up(block, start, start + line, numbering);
                at = start + line;
                continue;
            }
            at = end;
            let line_break = raw_end..end;
            if is_blank(&block.text[text.0..text.1], cells.1 - cells.0, self.width) {
                numbering.pass(&block.raw[line_break]);
                continue;
            }
            let found = cells.1 - cells.0;
            let fault = self
                .width
                .filter(|width| *width != found)
                .map(|_| Fault::Cells(found));
            let (row, line) = numbering.next(raw);
            numbering.pass(&block.raw[line_break]);
            block.text_used = text.1;
            block.ends_used = cells.1;
            block.rows.push(Row {
                row,
                line,
                raw: (start, raw_end),
                text,
                cells,
                fault,
            });
        }
        Framed::UpTo(at)
    }

    /// Parses one record from `start`: its end, and where its cells went; nothing if it is not whole.
    #[allow(clippy::type_complexity)] // three pairs of offsets, named at the one call
    fn record(
        &mut self,
        block: &mut Block,
        start: usize,
        last: bool,
    ) -> Option<(usize, (usize, usize), (usize, usize))> {
        let (text, cells) = (block.text_used, block.ends_used);
        let (mut at, mut text_end, mut cells_end) = (start, text, cells);
        loop {
            let input = &block.raw[at..];
            if input.is_empty() && !last {
                self.parser.reset();
                return None;
            }
            let (result, read, written, ended) = self.parser.read_record(
                input,
                &mut block.text[text_end..],
                &mut block.ends[cells_end..],
            );
            at += read;
            text_end += written;
            cells_end += ended;
            match result {
                ReadRecordResult::Record => {
                    return Some((at, (text, text_end), (cells, cells_end)));
                }
                ReadRecordResult::End => {
                    self.parser.reset();
                    return None;
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => block.text.resize(block.text.len() * 2 + 64, 0),
                ReadRecordResult::OutputEndsFull => block.ends.resize(block.ends.len() * 2, 0),
            }
        }
    }

    /// Makes the single line from `start` to `end` a row that cannot be read, and starts afresh after it.
    fn give_up(&mut self, block: &mut Block, start: usize, end: usize, numbering: &mut Numbering) {
        self.parser.reset();
        let raw = &block.raw[start..end];
        let (row, line) = numbering.next(raw);
        let fault = if raw.len() > MAX_ROW {
            Fault::TooLong
        } else {
            Fault::OpenQuote
        };
        block.rows.push(Row {
            row,
            line,
            raw: (start, start + raw.len().min(MAX_ROW)),
            text: (0, 0),
            cells: (0, 0),
            fault: Some(fault),
        });
    }

    /// Whether every quote that opens a cell is closed before a delimiter or the end. Text after a closing quote is
    /// taken as part of the cell on a single line, but in a row of several lines it betrays a quote never closed.
    fn quotes_in_order(&self, raw: &[u8]) -> bool {
        let mut at = 0;
        loop {
            if raw.get(at) == Some(&b'"') {
                let Some(close) = closing_quote(&raw[at + 1..]) else {
                    return false;
                };
                at += close + 2;
                let several_lines = memchr2(b'\r', b'\n', raw).is_some();
                match raw[at..].iter().find(|byte| **byte != b' ') {
                    None => return true,
                    Some(byte) if *byte == self.delimiter => {}
                    Some(_) if several_lines => return false,
                    Some(_) => {}
                }
            }
            match memchr(self.delimiter, &raw[at..]) {
                Some(next) => at += next + 1,
                None => return true,
            }
        }
    }
}

/// The place of the quote that closes a cell, after the one that opened it; doubled quotes are letters.
fn closing_quote(inside: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(b'"', &inside[at..])?;
        if inside.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// A row of nothing but spaces, where a row has several cells.
fn is_blank(text: &[u8], cells: usize, width: Option<usize>) -> bool {
    cells <= 1 && width != Some(1) && text.iter().all(u8::is_ascii_whitespace)
}

fn line_breaks(bytes: &[u8]) -> usize {
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
    bytes.iter().take_while(|byte| is_break(byte)).count()
}

fn trailing_breaks(bytes: &[u8]) -> usize {
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
    bytes.iter().rev().take_while(|byte| is_break(byte)).count()
}

/// What a list says about its delimiter, and how many bytes that took: the line `sep=;` that spreadsheets write.
pub(super) fn stated_delimiter(start: &[u8]) -> Option<(u8, usize)> {
    let rest = start.strip_prefix(b"sep=")?;
    let delimiter = *rest.first()?;
    let breaks = line_breaks(&rest[1..]);
    (breaks > 0).then_some((delimiter, 5 + breaks))
}

/// The delimiter of a list by its first lines: the one that cuts most of them into as many cells as the header.
pub(super) fn sniff(start: &[u8]) -> u8 {
    let counts = |delimiter: u8| {
        let mut counts = Vec::new();
        let (mut count, mut quoted) = (0_usize, false);
        for byte in start {
            match *byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => {
                    counts.push(count);
                    count = 0;
                    if counts.len() == SNIFFED {
                        break;
                    }
                }
                byte if byte == delimiter && !quoted => count += 1,
                _ => {}
            }
        }
        if counts.is_empty() || counts.len() < SNIFFED && count > 0 {
            counts.push(count);
        }
        counts
    };
    let worth = |delimiter: u8| {
        let counts = counts(delimiter);
        let header = counts[0];
        let alike = counts.iter().filter(|count| **count == header).count();
        if header == 0 {
            0
        } else {
            alike * 100 / counts.len() * 100 + header.min(99)
        }
    };
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| worth(*delimiter))
        .filter(|delimiter| worth(*delimiter) > 0)
        .unwrap_or(b',')
}

/// How many lines are looked at for the delimiter.
const SNIFFED: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(list: &str, width: usize) -> Vec<(u64, u64, String, Option<Fault>)> {
        let mut framer = CsvFramer::new(b',');
        framer.set_width(width);
        let mut block = Block {
            raw: list.as_bytes().to_vec(),
            ..Block::default()
        };
        let mut numbering = Numbering {
            rows: 0,
            line: 1,
            by_record: false,
        };
        framer.frame(&mut block, 0, true, usize::MAX, &mut numbering);
        let raw =
            |row: &Row| String::from_utf8_lossy(&block.raw[row.raw.0..row.raw.1]).into_owned();
        block
            .rows
            .iter()
            .map(|row| (row.row, row.line, raw(row), row.fault))
            .collect()
    }

    #[test]
    fn rows_have_numbers_and_lines() {
        for line_break in ["\r\n", "\n"] {
            let list = "a,\"b\nc\"\n\n  \nd,e\nf\n".replace('\n', line_break);
            assert_eq!(
                framed(&list, 2),
                [
                    (1, 1, "a,\"b\nc\"".replace('\n', line_break), None),
                    (2, 5, "d,e".into(), None),
                    (3, 6, "f".into(), Some(Fault::Cells(1))),
                ]
            );
        }
    }

    #[test]
    fn an_open_quote_costs_one_line() {
        for list in [
            "1,\"a\n2,b\n3,c",
            "1,\"a\n2,\"b\"\n3,c\n",
            "1,b\n2,c\n3,\"a\n",
        ] {
            let rows = framed(list, 2);
            assert_eq!(rows.len(), 3, "{list}");
            let bad = rows.iter().filter(|row| row.3 == Some(Fault::OpenQuote));
            assert_eq!(
                bad.map(|row| row.2.contains("\"a")).collect::<Vec<_>>(),
                [true]
            );
        }
    }

    #[test]
    fn delimiters_are_sniffed() {
        assert_eq!(sniff(b"name;text\nA, B and C;makes, x\n"), b';');
        assert_eq!(sniff(b"name\ttext\nA\tmakes; x\n"), b'\t');
        assert_eq!(sniff(b"name|text"), b'|');
        assert_eq!(sniff(b"\"a;b\",c,d\n1,2,3\n"), b',');
        assert_eq!(
            sniff(b"description\nmakes things; sells them; mends them\n"),
            b','
        );
        assert_eq!(stated_delimiter(b"sep=;\r\na;b"), Some((b';', 7)));
    }
}
