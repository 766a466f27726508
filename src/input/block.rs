//! Blocks of rows: what the reader hands to the workers, in buffers that are used again.

use super::layout::Layout;
use std::sync::Arc;

/// The longest row accepted, in bytes: longer ones are rejects, so that no row decides how much memory is needed.
pub const MAX_ROW: usize = 1 << 20;

/// What is wrong with a row as far as it shows before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has this many cells, which is not what the header has.
    Cells(usize),
    /// A quote opens in it that is closed nowhere, or so late that rows would be swallowed.
    OpenQuote,
    /// It has more than [`MAX_ROW`] bytes.
    TooLong,
}

/// A row of a block: where its parts lie in the block's buffers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) row: u64,
    pub(super) line: u64,
    /// In `raw`: the row as it stands in the list.
    pub(super) raw: (usize, usize),
    /// In `text`: its cells, one after the other.
    pub(super) text: (usize, usize),
    /// In `ends`: where each cell ends, from the start of `text`.
    pub(super) cells: (usize, usize),
    pub(super) fault: Option<Fault>,
    /// Whether it had fewer cells than there are headers.
    pub(super) is_short: bool,
}

/// Some whole rows of a list.
#[derive(Debug, Default)]
pub struct RowBlock {
    pub(super) raw: Vec<u8>,
    /// Used as a slab: it only grows, and what `rows` do not point to is left over from before.
    pub(super) text: Vec<u8>,
    pub(super) text_used: usize,
    /// Likewise.
    pub(super) ends: Vec<usize>,
    pub(super) ends_used: usize,
    pub(super) rows: Vec<Row>,
    pub(super) taken: u64,
    pub(super) encoding: &'static str,
    pub(super) guess: Option<&'static str>,
    pub(super) may_repair: bool,
    /// How many rows the lists before this one have.
    pub(super) first: u64,
    pub(super) layout: Option<Arc<Layout>>,
}

impl RowBlock {
    pub(super) fn clear(&mut self) {
        self.raw.clear();
        self.rows.clear();
        self.text_used = 0;
        self.ends_used = 0;
    }

    /// How many rows it holds, those that cannot be read among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of the last row in it; 0 without rows.
    #[must_use]
    pub fn last_row(&self) -> u64 {
        self.rows.last().map_or(0, |row| row.row)
    }

    /// How many bytes of the file had been taken when this block was whole.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// How many rows the lists before that of this block have.
    #[must_use]
    pub fn before(&self) -> u64 {
        self.first
    }

    /// How its rows are to be read; nothing before it was filled.
    #[must_use]
    pub fn layout(&self) -> Option<Arc<Layout>> {
        self.layout.clone()
    }

    /// The encoding the list was read in up to here.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The encoding that bytes which could not be read look like.
    #[must_use]
    pub fn guess(&self) -> Option<&'static str> {
        self.guess
    }

    /// Row number `index` of the block as it stands in the list.
    #[must_use]
    pub fn raw(&self, index: usize) -> &[u8] {
        let (start, end) = self.rows[index].raw;
        &self.raw[start..end]
    }

    /// Makes room for the cells of `more` bytes of input.
    pub(super) fn reserve_text(&mut self, more: usize) {
        let wanted = self.text_used + more;
        if self.text.len() < wanted {
            self.text.resize(wanted, 0);
        }
        if self.ends.is_empty() {
            self.ends.resize(1024, 0);
        }
    }

    /// Puts a row that is too long before all others; its bytes go to the end of the buffer, where they are in no way.
    pub(super) fn put_first(&mut self, row: u64, line: u64, kept: &[u8]) {
        let start = self.raw.len();
        self.raw.extend_from_slice(kept);
        let row = Row {
            row,
            line,
            raw: (start, self.raw.len()),
            text: (0, 0),
            cells: (0, 0),
            fault: Some(Fault::TooLong),
            is_short: false,
        };
        self.rows.insert(0, row);
    }

    /// Leaves out the rows up to and including number `row`.
    pub fn skip_to(&mut self, row: u64) {
        let done = self.rows.partition_point(|known| known.row <= row);
        self.rows.drain(..done);
    }
}

/// Counts rows and lines on the way through a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbering {
    /// Rows of data so far.
    pub(super) rows: u64,
    /// The line that comes next, from 1.
    pub(super) line: u64,
    /// Whether a row counts as one line however many line breaks its cells hold, as in a spreadsheet.
    pub(super) by_record: bool,
}

impl Numbering {
    /// Counts the line breaks of bytes that hold no row.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
    }

    /// Counts a row and says its number and line.
    pub(super) fn next(&mut self, raw: &[u8]) -> (u64, u64) {
        self.rows += 1;
        let line = self.line;
        if !self.by_record {
            self.pass(raw);
        }
        (self.rows, line)
    }
}

/// What a look at the buffered bytes came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framed {
    /// Whole rows up to this byte; what follows is the beginning of one.
    UpTo(usize),
    /// Whole rows up to this byte, and then a line that is already too long and goes on.
    TooLongAt(usize),
}
