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
    shown: Option<Shown<'a>>,
}

/// What a column of several lists holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The cell of this column of the lead's own list.
    Own(usize),
    /// Nothing: its list has no such column.
    Nothing,
    /// The name of its list.
    Source,
    /// Which row of its list it is.
    SourceRow,
}

/// The columns of several lists, and where a lead comes from.
#[derive(Debug, Clone, Copy)]
struct Shown<'a> {
    places: &'a [Place],
    source: &'a str,
    row: &'a str,
}

impl<'a> Cells<'a> {
    /// The cells that end at `ends` in `text`, which follow one another.
    #[must_use]
    pub fn new(text: &'a str, ends: &'a [usize]) -> Self {
        Self {
            text,
            ends,
            shown: None,
        }
    }

    /// The same cells under the columns of several lists, for a lead that is `row` in the list called `source`.
    #[must_use]
    pub fn shown(self, places: &'a [Place], source: &'a str, row: &'a str) -> Self {
        let shown = Some(Shown {
            places,
            source,
            row,
        });
        Self { shown, ..self }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown
            .map_or(self.ends.len(), |shown| shown.places.len())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a column; empty where the row has none.
    #[inline]
    #[must_use]
    pub fn get(&self, column: usize) -> &'a str {
        let Some(shown) = self.shown else {
            return self.own(column);
        };
        match shown.places.get(column) {
            Some(Place::Own(own)) => self.own(*own),
            Some(Place::Source) => shown.source,
            Some(Place::SourceRow) => shown.row,
            Some(Place::Nothing) | None => "",
        }
    }

    #[inline]
    fn own(&self, column: usize) -> &'a str {
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
        let places = [
            Place::Source,
            Place::Own(2),
            Place::Nothing,
            Place::SourceRow,
        ];
        let shown = cells.shown(&places, "jan.csv", "7");
        assert_eq!(
            shown.iter().collect::<Vec<_>>(),
            ["jan.csv", "bcd", "", "7"]
        );
    }
}
