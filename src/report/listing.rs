//! A table of ids for a terminal.

use super::table::{Layout, plain_table};
use super::width::{lines, list_cell};
use crate::taxonomy::Language;
use comfy_table::{Cell, CellAlignment, ColumnConstraint, Table};
use std::fmt;

/// A table in the house style whose first column, the ids, is broken only where its texts hold a line break.
#[derive(Debug)]
pub struct Listing(Table);

impl Listing {
    /// A table without rows yet.
    #[must_use]
    pub fn new(header: &[&str], layout: Layout) -> Self {
        let mut table = plain_table(layout);
        table.set_header(header.iter().copied());
        if let Some(ids) = table.column_mut(0) {
            ids.set_padding((0, 1));
            ids.set_constraint(ColumnConstraint::ContentWidth);
        }
        Self(table)
    }

    /// Adds a row, a text for each column.
    pub fn add(&mut self, row: Vec<String>) {
        self.0.add_row(row);
    }

    /// The same with lists in the last column, which break between their entries.
    pub fn add_with_list(&mut self, mut row: Vec<String>, language: Language) {
        let list = row.pop().unwrap_or_default();
        let mut cells: Vec<Cell> = row.iter().map(Cell::new).collect();
        cells.push(list_cell(&list, language));
        self.0.add_row(cells);
    }

    /// Sets a column of numbers flush right; columns are counted from 0.
    pub fn align_right(&mut self, column: usize) {
        if let Some(column) = self.0.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&lines(&self.0).join("\n"))
    }
}
