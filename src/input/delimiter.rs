//! How a table is cut into cells: its delimiter, and what its quotes mean.
//!
//! Every way of cutting is tried on the first rows. The one under which the most headers are known is right; where none
//! is, the one that cuts most rows into as many cells as the header.

use super::block::{Fault, Numbering, RowBlock};
use super::csv::CsvFramer;
use super::dialect::{Dialect, NONE};
use super::head::{self, Head};
use crate::lead::Cells;
use memchr::{memchr, memmem};

/// Delimiters that are looked for.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Those that are believed only where headers are known by them.
const RARE: [u8; 3] = [b'^', b'~', 0x01];
/// A row among the first of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct First {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    pub(super) fault: Option<Fault>,
    /// Whether its bytes are UTF-8.
    pub(super) is_text: bool,
}

/// As many bytes usually hold the first rows.
const USUAL: usize = 1 << 13;

/// The first rows of `raw`, at most [`head::ROWS`], cut in one way; `last` says that nothing follows these bytes.
pub(super) fn first_rows(raw: &[u8], last: bool, dialect: Dialect, start: Numbering) -> Vec<First> {
    if let Some(usual) = raw.get(..USUAL) {
        let block = framed(usual, false, dialect, start, head::ROWS);
        let end = block.rows.last().map_or(0, |row| row.raw.1);
        // What stands at the very end may go on.
        if block.rows.len() == head::ROWS && end + 2 < block.raw.len() {
            return rows_of(&block);
        }
    }
    rows_of(&framed(raw, last, dialect, start, head::ROWS))
}

/// All the rows of `raw`, likewise.
pub(super) fn all_rows(raw: &[u8], last: bool, dialect: Dialect, start: Numbering) -> Vec<First> {
    rows_of(&framed(raw, last, dialect, start, usize::MAX))
}

/// The first bytes of a list with its first rows, at most so many.
fn framed(raw: &[u8], last: bool, dialect: Dialect, start: Numbering, most: usize) -> RowBlock {
    let mut block = RowBlock {
        raw: raw.to_vec(),
        ..RowBlock::default()
    };
    dialect.prepare(&mut block.raw, 0);
    let mut numbering = start;
    CsvFramer::new(dialect).frame(&mut block, 0, last, most, &mut numbering);
    block
}

fn rows_of(block: &RowBlock) -> Vec<First> {
    let rows = block.rows.iter().map(|row| {
        let bytes = &block.text[row.text.0..row.text.1];
        let text = String::from_utf8_lossy(bytes);
        let ends = &block.ends[row.cells.0..row.cells.1];
        let is_text = std::str::from_utf8(bytes).is_ok();
        let cells = match is_text {
            true => Cells::new(&text, ends).iter().map(str::to_owned).collect(),
            false => {
                let start = |place: usize| place.checked_sub(1).map_or(0, |before| ends[before]);
                let cell =
                    |place| String::from_utf8_lossy(&bytes[start(place)..ends[place]]).into_owned();
                (0..ends.len()).map(cell).collect()
            }
        };
        First {
            line: row.line,
            cells,
            fault: row.fault,
            is_text,
        }
    });
    rows.collect()
}

/// Finds out how the list that begins with `raw` is cut, where `delimiter` is not said.
pub(super) fn find(raw: &[u8], last: bool, delimiter: Option<u8>, start: Numbering) -> Dialect {
    let worth = |delimiter: u8| {
        let rows = first_rows(raw, last, Dialect::of(delimiter), start);
        let cells: Vec<Vec<String>> = rows.into_iter().map(|row| row.cells).collect();
        let head = head::find(&cells, None);
        (head.known, alike(&cells, &head))
    };
    let is_there = |delimiter: &u8| memchr(*delimiter, raw).is_some();
    let delimiter = delimiter.unwrap_or_else(|| {
        let all = RARE.into_iter().chain(DELIMITERS.into_iter().rev());
        // Of equals the last is taken, so the rare come first and the comma last.
        let best = all
            .filter(is_there)
            .map(|delimiter| (delimiter, worth(delimiter)))
            .filter(|(delimiter, (known, _))| *known >= 2 || !RARE.contains(delimiter))
            .max_by_key(|(_, worth)| *worth);
        // Under a delimiter that is nowhere to be found every row is one cell, which may be a header where no other is.
        let is_uncut = || {
            let missing = DELIMITERS.into_iter().find(|byte| !is_there(byte));
            missing.is_some_and(|delimiter| worth(delimiter).0 > 0)
        };
        match best {
            Some((delimiter, (known, alike))) if alike > 0 && (known > 0 || !is_uncut()) => {
                delimiter
            }
            _ => b',',
        }
    });
    let wide = Dialect {
        wide: true,
        ..Dialect::of(NONE)
    };
    let header = |dialect| {
        first_rows(raw, last, dialect, start)
            .into_iter()
            .map(|row| row.cells)
            .collect::<Vec<_>>()
    };
    let known = |dialect| head::find(&header(dialect), None).known;
    if delimiter == b','
        && memmem::find(raw, "，".as_bytes()).is_some()
        && known(Dialect::of(b',')) <= 1
        && known(wide) >= 2
    {
        return wide;
    }
    quotes(raw, last, delimiter, start)
}

/// How many rows have as many cells as the header, in percent, and then how many cells that is; nothing if it is one.
fn alike(rows: &[Vec<String>], head: &Head) -> usize {
    let width = rows.get(head.row).map_or(0, Vec::len);
    let below = &rows[head.row.min(rows.len())..];
    let alike = below.iter().filter(|row| row.len() == width).count();
    match width {
        0 | 1 => 0,
        _ => alike * 100 / below.len().max(1) * 100 + width.min(99),
    }
}

/// What quotes mean: as the standard has it, unless another reading leaves fewer rows broken.
fn quotes(raw: &[u8], last: bool, delimiter: u8, start: Numbering) -> Dialect {
    let plain = Dialect::of(delimiter);
    let backslashed = memmem::find(raw, b"\\\"").is_some();
    let spaced = memmem::find(raw, &[delimiter, b' ', b'"']).is_some();
    if !backslashed && !spaced {
        return plain;
    }
    let broken = |dialect: Dialect| {
        let rows = first_rows(raw, last, dialect, start);
        let width = rows
            .iter()
            .map(|row| row.cells.len())
            .find(|cells| *cells > 0)
            .unwrap_or(0);
        let is_broken = |row: &&First| {
            let quoted = |cell: &String| {
                cell.trim_start().starts_with('"') || cell.contains("\\\"") || cell.contains("\"\"")
            };
            row.fault.is_some() || row.cells.len() != width || row.cells.iter().any(quoted)
        };
        rows.iter().filter(is_broken).count()
    };
    let mut others = Vec::new();
    if backslashed {
        others.push(Dialect {
            backslash: true,
            ..plain
        });
    }
    if spaced {
        others.push(Dialect {
            spaced: true,
            ..plain
        });
    }
    let least = others.into_iter().min_by_key(|dialect| broken(*dialect));
    least
        .filter(|dialect| broken(*dialect) < broken(plain))
        .unwrap_or(plain)
}

/// What a list says about its delimiter, and how many bytes that took: the line `sep=;` that spreadsheets write and
/// understand.
pub(super) fn stated(start: &[u8]) -> Option<(u8, usize)> {
    let quoted = usize::from(start.first() == Some(&b'"'));
    let rest = start.get(quoted..)?;
    let is_said = rest.get(..4)?.eq_ignore_ascii_case(b"sep=");
    let delimiter = *rest.get(4).filter(|_| is_said)?;
    let after = rest.get(5..)?;
    let closing = usize::from(after.first() == Some(&b'"') && quoted == 1);
    let breaks = after[closing..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count();
    (breaks > 0).then_some((delimiter, quoted + 5 + closing + breaks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::dialect::close_up;

    fn found(list: &str) -> Dialect {
        let start = Numbering {
            rows: 0,
            line: 1,
            by_record: false,
        };
        find(list.as_bytes(), true, None, start)
    }

    #[test]
    fn delimiters_are_found() {
        for (list, delimiter) in [
            ("name;text\nA, B and C;makes, x\n", b';'),
            ("name\ttext\nA\tmakes; x\n", b'\t'),
            ("name|text", b'|'),
            ("\"a;b\",c,d\n1,2,3\n", b','),
            ("description\nmakes things; sells them; mends them\n", b','),
            ("company;products\rA;x, y\rB;z\r", b';'),
            ("company^products\nA^x, y\n", b'^'),
            ("Land;PLZ;x\nA;1,5;2\nB;2,5;3\n", b';'),
            ("a title, and more\ncompany;products\nA;x\n", b';'),
        ] {
            assert_eq!(
                char::from(found(list).delimiter),
                char::from(delimiter),
                "{list}"
            );
        }
        for line in ["sep=;\r\na;b", "SEP=;\r\na", "\"sep=;\"\na;b"] {
            assert_eq!(
                stated(line.as_bytes()).map(|(byte, _)| byte),
                Some(b';'),
                "{line}"
            );
        }
        assert_eq!(stated(b"separate\n"), None);
    }

    #[test]
    fn quotes_of_other_programs_are_understood() {
        assert!(found("a,b\nx,\"makes \\\"LFP\\\" cells, modules\"\n").backslash);
        assert!(found("a, \"b\"\nx, \"makes cells, modules\"\n").spaced);
        let plain = found("a,b\nx,\"say \"\"hello\"\"\"\ny,\"C:\\\\\"\n");
        assert!(!plain.backslash && !plain.spaced);
        let mut raw = b"a, \"b\",  \"c\", d".to_vec();
        close_up(&mut raw, 0, b',');
        assert_eq!(raw, b"a,\"b\",\"c\", d");
    }
}
