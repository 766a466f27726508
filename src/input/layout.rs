//! How the rows of a list are read, found out once from its beginning.

use super::columns::Columns;
use super::keys::Keys;
use crate::lead::{Cells, Place};

/// How the rows of a list are read: the same for every block, shared by all threads.
#[derive(Debug)]
pub struct Layout {
    pub(super) columns: Columns,
    pub(super) shape: Shape,
    /// The line at which a second table begins, whose rows are not read.
    second: Option<u64>,
    /// The columns of several lists, and the name of this one.
    shown: Option<(Vec<Place>, String)>,
}

#[derive(Debug)]
pub(super) enum Shape {
    /// Cells in the order of the header.
    Table,
    /// Objects with keys.
    Objects(Keys),
}

impl Layout {
    pub(super) fn new(columns: Columns, shape: Shape) -> Self {
        Self {
            columns,
            shape,
            second: None,
            shown: None,
        }
    }

    /// Reads nothing from this line on, where a second table begins.
    pub(super) fn ending_at(self, line: Option<u64>) -> Self {
        Self {
            second: line,
            ..self
        }
    }

    /// Whether a line is one of the second table.
    pub(super) fn is_second(&self, line: u64) -> bool {
        self.second.is_some_and(|second| line >= second)
    }

    /// Shows cells under the columns of several lists, of which this one is called `name`.
    pub(super) fn show(&mut self, places: Vec<Place>, name: &str) {
        self.shown = Some((places, name.to_owned()));
    }

    /// Whether cells are shown under the columns of several lists.
    pub(super) fn is_shown(&self) -> bool {
        self.shown.is_some()
    }

    /// Cells as they are handed out.
    pub(super) fn out<'a>(&'a self, cells: Cells<'a>, row: &'a str) -> Cells<'a> {
        match &self.shown {
            Some((places, name)) => cells.shown(places, name, row),
            None => cells,
        }
    }

    /// The columns of the list and what they are read as.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
    }
}
