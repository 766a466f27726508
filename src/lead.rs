//! A row of a lead list, borrowed from the block of input it was read in.

use crate::profile::Profile;

/// One lead: where it stands in the list, its cells as they were, and the profile made from them.
#[derive(Debug, Clone, Copy)]
pub struct Lead<'a> {
    /// Which row of data it is, from 1; the header and blank lines are not counted.
    pub row: u64,
    /// The line of the file it begins in, from 1; for a spreadsheet the row of the sheet.
    pub line: u64,
    /// The cell of the id column, if there is one and it holds anything.
    pub id: Option<&'a str>,
    /// The original cells, in the order of the list's columns.
    pub cells: Cells<'a>,
    /// What the matcher reads.
    pub profile: &'a Profile,
}

/// The cells of one row: one text and where each cell ends in it, so that a row costs no allocation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cells<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Cells<'a> {
    /// The cells that end at `ends` in `text`, which follow one another.
    #[must_use]
    pub fn new(text: &'a str, ends: &'a [usize]) -> Self {
        Self { text, ends }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell of a column; empty where the row has none.
    #[must_use]
    pub fn get(&self, column: usize) -> &'a str {
        let Some(end) = self.ends.get(column) else {
            return "";
        };
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..*end).unwrap_or("")
    }

    /// Every cell, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        let cells = *self;
        (0..self.len()).map(move |column| cells.get(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_where_they_end() {
        let cells = Cells::new("abcd", &[1, 1, 4]);
        assert_eq!(cells.iter().collect::<Vec<_>>(), ["a", "", "bcd"]);
        assert_eq!(cells.get(7), "");
    }
}
