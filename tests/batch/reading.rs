//! Reading is the same however the bytes come, loses nothing, and never panics.

use planfit::input::{
    ColumnMap, Entry, Format, InputOptions, Leads, RowBlock, RowReader, Source, encoding,
};
use proptest::prelude::*;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Hands out its bytes a few at a time.
struct Trickle {
    bytes: Cursor<Vec<u8>>,
    step: usize,
}

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let end = buffer.len().min(self.step);
        self.bytes.read(&mut buffer[..end])
    }
}

/// Counts the bytes that were taken from it.
struct Counted(Trickle, Arc<AtomicUsize>);

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.fetch_add(count, Ordering::Relaxed);
        Ok(count)
    }
}

/// A row as it was read.
#[derive(Debug, PartialEq)]
struct Seen {
    row: u64,
    line: u64,
    /// The cells, or the raw row of a reject.
    cells: Vec<Vec<u8>>,
    reason: Option<String>,
}

/// Reads a whole list; nothing if it is refused.
fn read(bytes: &[u8], format: Format, step: usize) -> Option<Vec<Seen>> {
    let trickle = Trickle {
        bytes: Cursor::new(bytes.to_vec()),
        step,
    };
    let source = Source::pipe(Box::new(trickle), "test").expect("memory can be read");
    let options = InputOptions {
        delimiter: Some(b','),
        encoding: Some(encoding("utf-8").unwrap()),
        map: ColumnMap::default(),
        ..InputOptions::default()
    };
    let mut leads = Leads::open(source, format, &options).ok()?;
    let layout = leads.layout();
    let (mut block, mut rows, mut seen) = (RowBlock::default(), RowReader::default(), Vec::new());
    while leads.fill(&mut block).expect("memory can be read") {
        for index in 0..block.len() {
            seen.push(match rows.read(&layout, &block, index) {
                Entry::Lead { lead, .. } => Seen {
                    row: lead.row,
                    line: lead.line,
                    cells: lead
                        .cells
                        .iter()
                        .map(|cell| cell.as_bytes().to_vec())
                        .collect(),
                    reason: None,
                },
                Entry::NoLead {
                    what,
                    row,
                    line,
                    raw,
                } => Seen {
                    row,
                    line,
                    cells: vec![raw.to_vec()],
                    reason: Some(what.as_str().to_owned()),
                },
                Entry::Reject(reject) => Seen {
                    row: reject.row,
                    line: reject.line,
                    cells: vec![reject.raw.to_vec()],
                    reason: Some(reject.reason),
                },
            });
        }
    }
    Some(seen)
}

/// Bytes that make trouble in CSV more often than others do.
fn troubled() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => "[a-z]{1,5}".prop_map(String::into_bytes),
        3 => Just(b",".to_vec()),
        3 => Just(b"\n".to_vec()),
        1 => Just(b"\r\n".to_vec()),
        2 => Just(b"\"".to_vec()),
        1 => Just(b"\"\"".to_vec()),
        1 => Just(b" ".to_vec()),
        1 => Just("电池".as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 1..3),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Letters of a list, apart from what delimits cells and rows.
fn letters(bytes: &[u8]) -> usize {
    let delimits = |byte: &&u8| matches!(**byte, b',' | b'"') || byte.is_ascii_whitespace();
    bytes.iter().filter(|byte| !delimits(byte)).count()
}

proptest! {
    #[test]
    fn csv_is_read_alike_in_any_steps(bytes in troubled()) {
        let list = [&b"name,products\n"[..], &bytes].concat();
        let whole = read(&list, Format::Csv, usize::MAX).expect("the header is good");
        for step in [1, 2, 7] {
            prop_assert_eq!(&read(&list, Format::Csv, step).expect("the header is good"), &whole);
        }
        // Nothing is lost: every letter is in a cell of a lead or in a reject.
        let kept: usize = whole.iter().flat_map(|row| &row.cells).map(|cell| letters(cell)).sum();
        prop_assert!(kept >= letters(&bytes));
        let numbers: Vec<u64> = whole.iter().map(|row| row.row).collect();
        prop_assert_eq!(numbers, (1..=whole.len() as u64).collect::<Vec<_>>());
        let mut widths = whole.iter().filter(|row| row.reason.is_none()).map(|row| row.cells.len());
        let width = widths.next().unwrap_or(2);
        prop_assert!(width >= 2 && widths.all(|other| other == width));
        // A lone carriage return ends a row, but not a line that an editor would count.
        prop_assert!(whole.is_sorted_by_key(|row| row.line));
    }

    #[test]
    fn jsonl_is_read_alike_in_any_steps(bytes in troubled()) {
        let list = [&b"{\"name\": \"first\"}\n"[..], &bytes].concat();
        let whole = read(&list, Format::Jsonl, usize::MAX).expect("the first line is good");
        for step in [1, 3] {
            prop_assert_eq!(&read(&list, Format::Jsonl, step).expect("the first line is good"), &whole);
        }
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        prop_assert_eq!(whole.len(), 1 + lines.count());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in [Format::Csv, Format::Tsv, Format::Jsonl, Format::Xlsx, Format::Ods] {
            read(&bytes, format, 5);
        }
    }
}

#[test]
fn long_rows_are_put_aside_however_they_come() {
    let limit = planfit::input::MAX_ROW;
    for length in [limit - 3, limit - 2, limit - 1, limit, limit * 2] {
        // Two bytes of the row are `x,`, and a line of JSON is longer by its braces.
        for (format, list) in [
            (
                Format::Csv,
                format!("name,products\r\nx,{}\r\ny,z\r\n", "a".repeat(length)),
            ),
            (
                Format::Csv,
                format!("name,products\nx,\"{}\n\ny,z\n", "a".repeat(length)),
            ),
            (
                Format::Jsonl,
                format!(
                    "{{\"name\":\"n\"}}\n{}\r\n{{\"name\":\"m\"}}",
                    "a".repeat(length)
                ),
            ),
        ] {
            let whole = read(list.as_bytes(), format, usize::MAX).expect("the header is good");
            for step in [100_003, 1 << 16] {
                assert!(
                    read(list.as_bytes(), format, step).expect("the header is good") == whole,
                    "{length} {step}"
                );
            }
            let too_long = whole.iter().filter(|row| {
                row.reason
                    .as_ref()
                    .is_some_and(|why| why.contains("longer"))
            });
            let expected = match format {
                Format::Csv if list.contains('"') => length > limit - 3,
                Format::Csv => length > limit - 2,
                _ => length > limit,
            };
            assert_eq!(
                too_long.count(),
                usize::from(expected),
                "{length} {format:?}"
            );
            assert_eq!(
                whole.last().map(|row| row.reason.is_none()),
                Some(true),
                "what follows is read"
            );
        }
    }
}

/// Columns named by the user are found in the first objects as those that are known are, and no more of the list is read
/// for them before the first answer.
#[test]
fn a_map_does_not_read_a_list_ahead() {
    let object = "{\"title\":\"Acme\",\"makes\":\"battery packs\"}\n";
    let list = object.repeat((1 << 22) / object.len());
    let read_for = |list: &str, map: ColumnMap| {
        let taken = Arc::new(AtomicUsize::new(0));
        let bytes = Cursor::new(list.as_bytes().to_vec());
        let counted = Counted(
            Trickle {
                bytes,
                step: 1 << 14,
            },
            Arc::clone(&taken),
        );
        let source = Source::pipe(Box::new(counted), "test").expect("memory can be read");
        let options = InputOptions {
            map,
            ..InputOptions::default()
        };
        Leads::open(source, Format::Jsonl, &options).expect("it is a list");
        taken.load(Ordering::Relaxed)
    };
    let mapped = read_for(&list, ColumnMap::parse(["products=makes"]).unwrap());
    let known = list.replace("makes", "products");
    assert_eq!(mapped, read_for(&known, ColumnMap::default()));
    assert!(mapped < 1 << 19, "{mapped}");
}
