//! Rows cut by looking only for the bytes that cut: a delimiter, a line break, a quote.
//!
//! Nearly every row of nearly every list is such that nothing else in it matters. Where something else might (text after
//! a closing quote, a row that is not whole), nothing is said, and `csv-core` has the row.

use super::block::RowBlock;
use memchr::{memchr, memchr3};

/// A row that was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// The byte of `raw` after its line break, or after the first of two.
    pub(super) end: usize,
    /// Where its cells are in `text`.
    pub(super) text: (usize, usize),
    /// Where their ends are in `ends`.
    pub(super) cells: (usize, usize),
    /// Whether a cell may hold line breaks or quotes, as one in quotes may.
    pub(super) quoted: bool,
}

/// Cuts the row of `block` that begins at byte `start`, if that can be done at a glance.
pub(super) fn cut(block: &mut RowBlock, start: usize, delimiter: u8) -> Option<Record> {
    if block.ends.len() < block.ends_used + block.raw.len().min(MOST_CELLS) {
        block.ends.resize((block.ends.len() + MOST_CELLS) * 2, 0);
    }
    let ends = &mut block.ends[block.ends_used..];
    let raw = block.raw.get(start..)?;
    let text = block.text.get_mut(block.text_used..)?;
    let (mut at, mut written, mut count, mut quoted) = (0, 0, 0, false);
    loop {
        if *raw.get(at)? == b'"' {
            quoted = true;
            (at, written) = quoted_cell(raw, at + 1, text, written)?;
        } else {
            let length = memchr3(delimiter, b'\r', b'\n', &raw[at..])?;
            text.get_mut(written..written + length)?
                .copy_from_slice(&raw[at..at + length]);
            (at, written) = (at + length, written + length);
        }
        *ends.get_mut(count)? = written;
        count += 1;
        let byte = *raw.get(at)?;
        at += 1;
        if byte == delimiter {
            continue;
        }
        return matches!(byte, b'\r' | b'\n').then_some(Record {
            end: start + at,
            text: (block.text_used, block.text_used + written),
            cells: (block.ends_used, block.ends_used + count),
            quoted,
        });
    }
}

/// How many cells a row may have and still be cut here.
const MOST_CELLS: usize = 1024;

/// Copies a cell whose first byte after the opening quote is at `at`: the place after its closing quote, and how much is
/// written by then. Doubled quotes are one.
fn quoted_cell(
    raw: &[u8],
    mut at: usize,
    text: &mut [u8],
    mut written: usize,
) -> Option<(usize, usize)> {
    loop {
        let length = memchr(b'"', &raw[at..])?;
        let is_doubled = raw.get(at + length + 1) == Some(&b'"');
        let copied = length + usize::from(is_doubled);
        text.get_mut(written..written + copied)?
            .copy_from_slice(&raw[at..at + copied]);
        (at, written) = (at + copied + 1, written + copied);
        if !is_doubled {
            return Some((at, written));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv_core::{ReadRecordResult, Reader};
    use proptest::prelude::*;

    fn cells(text: &[u8], ends: &[usize]) -> Vec<Vec<u8>> {
        let starts = [0].into_iter().chain(ends.iter().copied());
        starts
            .zip(ends)
            .map(|(start, end)| text[start..*end].to_vec())
            .collect()
    }

    /// The first row, its cells and where it ends, with what stands behind it.
    fn at_a_glance(list: &[u8]) -> Option<(Vec<Vec<u8>>, usize)> {
        let mut block = RowBlock {
            raw: list.to_vec(),
            ..RowBlock::default()
        };
        block.reserve_text(list.len());
        let record = cut(&mut block, 0, b',')?;
        let text = &block.text[record.text.0..record.text.1];
        let ends = &block.ends[record.cells.0..record.cells.1];
        Some((cells(text, ends), record.end))
    }

    fn parsed(list: &[u8]) -> (Vec<Vec<u8>>, usize) {
        let (mut text, mut ends) = (vec![0; list.len() + 1], vec![0; list.len() + 1]);
        let mut reader = Reader::new();
        let (result, read, _, count) = reader.read_record(list, &mut text, &mut ends);
        assert_eq!(result, ReadRecordResult::Record);
        (cells(&text, &ends[..count]), read)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_cut_at_a_glance_is_cut_as_the_parser_cuts_it(list in "[a,\"\u{7535} \r\n]{0,24}\n") {
            let list = list.trim_start_matches(['\r', '\n']).as_bytes();
            if let Some(cut) = at_a_glance(list) {
                prop_assert_eq!(cut, parsed(list));
            }
        }
    }

    #[test]
    fn usual_rows_are_cut_at_a_glance() {
        for (list, wanted) in [
            ("a,b\nc", &["a", "b"][..]),
            ("a,,\r\n", &["a", "", ""]),
            ("\"a, b\",\"c\nd\",e\n", &["a, b", "c\nd", "e"]),
            ("\"say \"\"a\"\"\",5\" b\n", &["say \"a\"", "5\" b"]),
        ] {
            let cut = at_a_glance(list.as_bytes()).map(|(cells, _)| cells);
            let wanted = wanted.iter().map(|cell| cell.as_bytes().to_vec()).collect();
            assert_eq!(cut, Some(wanted), "{list}");
        }
        for list in ["a,b", "\"a\" b,c\n", "\"a\nb,c\n", "a,"] {
            assert_eq!(at_a_glance(list.as_bytes()), None, "{list}");
        }
    }
}
