//! A workbook whose rows are all in memory.

use super::{Merged, Row, Sheet, Workbook};

/// Cells of all sheets in memory that are not too many: a damaged file may ask for any number.
pub(super) const MAX_CELLS: usize = 50_000_000;
/// How many rows and columns a sheet can have.
pub(super) const ROWS: u32 = 1 << 20;
pub(super) const COLUMNS: usize = 1 << 14;
/// As many cells, empty ones too, any text may ask for; a longer one may ask for one with each byte.
const ASKED: usize = 1 << 20;

/// Refuses `cells` in a text of `length` bytes: a few bytes may ask for thousands.
pub(super) fn check(cells: usize, length: usize) -> Result<(), String> {
    if cells > MAX_CELLS {
        return Err(format!("it has more than {MAX_CELLS} cells"));
    }
    match cells > ASKED + length {
        true => Err("its cells lie too far apart, or are repeated too often".to_owned()),
        false => Ok(()),
    }
}

/// Refuses a row, from 0, that no sheet can have.
pub(super) fn check_row(row: u64) -> Result<(), String> {
    match row < u64::from(ROWS) {
        true => Ok(()),
        false => Err(format!("it has a row {}, and a sheet has {ROWS}", row + 1)),
    }
}

/// Refuses a cell in a column, from 0, that no sheet can have.
pub(super) fn check_column(column: u64) -> Result<(), String> {
    match column < COLUMNS as u64 {
        true => Ok(()),
        false => Err(format!(
            "it has a cell in column {}, and a sheet has {COLUMNS}",
            column + 1
        )),
    }
}

/// Sheets with their rows.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) sheets: Vec<Table>,
}

/// The rows of a sheet.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Rows that hold anything, with their numbers from 0 in rising order, and whether they are hidden.
    pub(super) rows: Vec<(u32, bool, Vec<String>)>,
    /// First and last row, first and last column.
    pub(super) merged: Vec<(u32, u32, usize, usize)>,
}

impl Table {
    /// Adds a row, without the empty cells at its end.
    pub(super) fn push(&mut self, row: u32, hidden: bool, mut cells: Vec<String>) {
        let filled = cells.iter().rposition(|cell| !cell.trim().is_empty());
        if let Some(last) = filled {
            cells.truncate(last + 1);
            self.rows.push((row, hidden, cells));
        }
    }
}

impl Workbook for Grid {
    fn sheets(&self) -> Vec<Sheet> {
        let sheets = self.sheets.iter().map(|table| Sheet {
            name: table.name.clone(),
            hidden: table.hidden,
            has_rows: true,
        });
        sheets.collect()
    }

    fn rows(&mut self, sheet: usize, put: &mut dyn FnMut(&Row<'_>) -> bool) -> Result<(), String> {
        for (row, hidden, cells) in self.sheets.get(sheet).map_or(&[][..], |table| &table.rows) {
            if !put(&Row {
                row: *row,
                hidden: *hidden,
                cells,
            }) {
                break;
            }
        }
        Ok(())
    }

    fn merged(&mut self, sheet: usize) -> Result<Merged, String> {
        let areas = self
            .sheets
            .get(sheet)
            .map_or(&[][..], |table| &table.merged);
        Ok(Merged::of(areas.iter().copied()))
    }
}
