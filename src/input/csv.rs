//! CSV and TSV: finding rows and cells.
//!
//! `csv-core` does the parsing (RFC 4180 with the usual liberties) but of rows that can be cut at a glance
//! (`record.rs`), which come out the same. What is added here keeps damage small: a quote that
//! is never closed would swallow every row after it, so a row that reaches over several lines is looked at again, and
//! if its quotes are not in order only its first line is given up.

use super::block::{Fault, Framed, MAX_ROW, Numbering, Row, RowBlock};
use super::dialect::Dialect;
use super::record::{self, Record};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr2};

pub(super) struct CsvFramer {
    /// Made when a row is met that cannot be cut at a glance.
    parser: Option<Reader>,
    /// Whether nothing was parsed since it was made or reset.
    is_fresh: bool,
    pub(super) dialect: Dialect,
    /// How wide a row may be; anything goes while the header is looked for.
    width: Option<Width>,
}

/// How wide the rows of a table are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Width {
    /// How many columns have a header.
    pub(super) named: usize,
    /// How many columns there are, with those at the end that have none.
    pub(super) all: usize,
    /// Whether what stands beyond the named columns is a note even without a gap before it, as in a spreadsheet, where
    /// no cell can have been cut in two.
    pub(super) is_sheet: bool,
}

impl std::fmt::Debug for CsvFramer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvFramer")
            .field("dialect", &self.dialect)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

impl CsvFramer {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            parser: None,
            is_fresh: true,
            dialect,
            width: None,
        }
    }

    pub(super) fn set_width(&mut self, width: Width) {
        self.width = Some(width);
    }

    /// Adds the rows that stand whole in `block.raw` from byte `from` on, at most `limit` of them; `last` says that
    /// nothing comes after these bytes.
    pub(super) fn frame(
        &mut self,
        block: &mut RowBlock,
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
            let Some(record) = self.record(block, start, last) else {
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
            let Record {
                end, text, cells, ..
            } = record;
            numbering.pass(&block.raw[at..start]);
            let raw_end = end - trailing_breaks(&block.raw[start..end]);
            let raw = &block.raw[start..raw_end];
            let line = match record.quoted {
                true => memchr2(b'\r', b'\n', raw),
                false => None,
            };
            let suspect = line.is_some() || end == block.raw.len();
            if raw.len() > MAX_ROW || suspect && !self.quotes_in_order(raw) {
                let line = line.unwrap_or(raw.len());
                self.give_up(block, start, start + line, numbering);
                at = start + line;
                continue;
            }
            at = end;
            let line_break = raw_end..end;
            if self.is_blank(block, text, raw.is_empty()) {
                numbering.pass(&block.raw[line_break]);
                continue;
            }
            let (row, line) = numbering.next(line.map_or(&[], |_| raw));
            numbering.pass(&block.raw[line_break]);
            let (cells, fault, is_short) = self.fit(block, text, cells);
            block.text_used = text.1;
            block.ends_used = cells.1;
            block.rows.push(Row {
                row,
                line,
                raw: (start, raw_end),
                text,
                cells,
                fault,
                is_short,
            });
        }
        Framed::UpTo(at)
    }

    /// A row of nothing but spaces and delimiters. In a list of one column an empty cell in quotes is a row.
    fn is_blank(&self, block: &RowBlock, text: (usize, usize), raw_is_empty: bool) -> bool {
        let is_one = self.width.is_some_and(|width| width.all == 1);
        let text = &block.text[text.0..text.1];
        text.iter().all(u8::is_ascii_whitespace) && (!is_one || raw_is_empty)
    }

    /// Makes the cells of a row as many as there are columns: those that are missing are empty, and empty ones beyond
    /// the last column are nothing. Says whether cells were missing.
    fn fit(
        &self,
        block: &mut RowBlock,
        text: (usize, usize),
        cells: (usize, usize),
    ) -> ((usize, usize), Option<Fault>, bool) {
        let found = cells.1 - cells.0;
        let Some(width) = self.width.filter(|width| width.all != found) else {
            return (cells, self.surplus(block, text, cells), false);
        };
        if found > width.all {
            let fault = match is_blank_from(block, text, cells, width.all) {
                true => self.surplus(block, text, (cells.0, cells.0 + width.all)),
                false => Some(Fault::Cells(found)),
            };
            return ((cells.0, cells.0 + width.all), fault, false);
        }
        let end = cells.0 + width.all;
        if block.ends.len() < end + 1 {
            block.ends.resize((end + 1) * 2, 0);
        }
        let last = block.ends[cells.1 - 1];
        block.ends[cells.1..end].fill(last);
        let fault = self.surplus(block, text, (cells.0, end));
        (
            (cells.0, end),
            fault,
            found < width.named && !width.is_sheet,
        )
    }

    /// A fault where the first cell beyond the named columns holds something: then a cell was cut in two. A note at the
    /// side of a table has a gap before it.
    fn surplus(
        &self,
        block: &RowBlock,
        text: (usize, usize),
        cells: (usize, usize),
    ) -> Option<Fault> {
        let width = self
            .width
            .filter(|width| !width.is_sheet && width.named < width.all)?;
        let ends = &block.ends[cells.0..cells.1];
        let start = width.named.checked_sub(1).map_or(0, |before| ends[before]);
        let cell = &block.text[text.0 + start..text.0 + ends[width.named]];
        let filled = ends.iter().skip(width.named);
        let count = filled
            .zip(ends.iter().skip(width.named - 1))
            .rposition(|(end, start)| end > start);
        let found = width.named + count.map_or(0, |last| last + 1);
        (!cell.trim_ascii().is_empty()).then_some(Fault::Cells(found))
    }

    /// Parses one record from `start`; nothing if it is not whole.
    fn record(&mut self, block: &mut RowBlock, start: usize, last: bool) -> Option<Record> {
        // The parser takes away a byte order mark where it begins.
        let is_marked = self.is_fresh && block.raw[start..].starts_with(b"\xEF\xBB\xBF");
        self.is_fresh = false;
        if !self.dialect.backslash
            && !is_marked
            && let Some(record) = record::cut(block, start, self.dialect.delimiter)
        {
            return Some(record);
        }
        let parser = self.parser.get_or_insert_with(|| {
            let escape = self.dialect.backslash.then_some(b'\\');
            let mut parser = ReaderBuilder::new();
            parser
                .delimiter(self.dialect.delimiter)
                .escape(escape)
                .build()
        });
        let (text, cells) = (block.text_used, block.ends_used);
        let (mut at, mut text_end, mut cells_end) = (start, text, cells);
        loop {
            let input = &block.raw[at..];
            if input.is_empty() && !last {
                self.begin_anew();
                return None;
            }
            let (result, read, written, ended) = parser.read_record(
                input,
                &mut block.text[text_end..],
                &mut block.ends[cells_end..],
            );
            at += read;
            text_end += written;
            cells_end += ended;
            match result {
                ReadRecordResult::Record => {
                    return Some(Record {
                        end: at,
                        text: (text, text_end),
                        cells: (cells, cells_end),
                        quoted: true,
                    });
                }
                ReadRecordResult::End => {
                    self.begin_anew();
                    return None;
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => block.text.resize(block.text.len() * 2 + 64, 0),
                ReadRecordResult::OutputEndsFull => block.ends.resize(block.ends.len() * 2, 0),
            }
        }
    }

    fn begin_anew(&mut self) {
        if let Some(parser) = &mut self.parser {
            parser.reset();
        }
        self.is_fresh = true;
    }

    /// Makes the single line from `start` to `end` a row that cannot be read, and starts afresh after it.
    fn give_up(
        &mut self,
        block: &mut RowBlock,
        start: usize,
        end: usize,
        numbering: &mut Numbering,
    ) {
        self.begin_anew();
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
            is_short: false,
        });
    }

    /// Whether every quote that opens a cell is closed before a delimiter or the end. Text after a closing quote is
    /// taken as part of the cell on a single line, but in a row of several lines it betrays a quote never closed.
    fn quotes_in_order(&self, raw: &[u8]) -> bool {
        let mut at = 0;
        loop {
            if raw.get(at) == Some(&b'"') {
                let Some(close) = closing_quote(&raw[at + 1..], self.dialect.backslash) else {
                    return false;
                };
                at += close + 2;
                let several_lines = memchr2(b'\r', b'\n', raw).is_some();
                match raw[at..].iter().find(|byte| **byte != b' ') {
                    None => return true,
                    Some(byte) if *byte == self.dialect.delimiter => {}
                    Some(_) if several_lines => return false,
                    Some(_) => {}
                }
            }
            match memchr(self.dialect.delimiter, &raw[at..]) {
                Some(next) => at += next + 1,
                None => return true,
            }
        }
    }
}

/// The place of the quote that closes a cell, after the one that opened it; doubled quotes are letters, and so are
/// those after a backslash where it `escapes`.
fn closing_quote(inside: &[u8], escapes: bool) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(b'"', &inside[at..])?;
        let slashes = inside[..at]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count();
        if escapes && slashes % 2 == 1 {
            at += 1;
            continue;
        }
        if inside.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether the cells of a row from number `from` on are blank.
fn is_blank_from(
    block: &RowBlock,
    text: (usize, usize),
    cells: (usize, usize),
    from: usize,
) -> bool {
    let ends = &block.ends[cells.0..cells.1];
    let start = from.checked_sub(1).map_or(0, |before| ends[before]);
    block.text[text.0 + start..text.1].trim_ascii().is_empty()
}

fn line_breaks(bytes: &[u8]) -> usize {
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
    bytes.iter().take_while(|byte| is_break(byte)).count()
}

fn trailing_breaks(bytes: &[u8]) -> usize {
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
    bytes.iter().rev().take_while(|byte| is_break(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(list: &str, width: usize) -> Vec<(u64, u64, String, Option<Fault>)> {
        let mut framer = CsvFramer::new(Dialect::of(b','));
        framer.set_width(Width {
            named: width,
            all: width,
            is_sheet: false,
        });
        let mut block = RowBlock {
            raw: list.as_bytes().to_vec(),
            ..RowBlock::default()
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
                    (3, 6, "f".into(), None),
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
}
