//! OpenDocument spreadsheets, through `calamine`; which cells are merged it does not say, so that is read here.

use super::grid::Grid;
use super::parts::attribute;
use super::{content, old};
use calamine::{Ods, Reader};
use quick_xml::events::{BytesStart, Event};
use std::io::Cursor;
use zip::ZipArchive;

/// An OpenDocument spreadsheet.
pub(super) fn read(bytes: Vec<u8>) -> Result<Grid, String> {
    content::check(&bytes)?;
    let merged = merged(&bytes)?;
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut grid = old::grid(&mut book)?;
    for (name, areas) in merged {
        if let Some(table) = grid.sheets.iter_mut().find(|table| table.name == name) {
            table.merged.extend(areas);
        }
    }
    Ok(grid)
}

/// First and last row, first and last column.
type Area = (u32, u32, usize, usize);

/// The merged cells of each sheet.
fn merged(bytes: &[u8]) -> Result<Vec<(String, Vec<Area>)>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut xml = content::open(&mut archive)?;
    let mut reading = Reading::default();
    loop {
        match xml.next()? {
            Event::Start(element) => reading.begin(&element),
            Event::End(element) => reading.end(element.local_name().as_ref()),
            Event::Eof => return Ok(reading.sheets),
            _ => {}
        }
    }
}

/// Where the reading of the content is.
#[derive(Default)]
struct Reading {
    sheets: Vec<(String, Vec<Area>)>,
    /// How many tables are open: one may stand in a cell of another.
    tables: usize,
    row: u32,
    column: usize,
    repeated: u32,
}

impl Reading {
    fn begin(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let name = name.as_ref();
        let number = |name: &str| attribute(element, name).and_then(|value| value.parse().ok());
        if name == "table" {
            self.tables += 1;
            if self.tables == 1 {
                let name = attribute(element, "name").unwrap_or_default();
                self.sheets.push((name, Vec::new()));
                self.row = 0;
            }
        }
        if self.tables != 1 {
            return;
        }
        match name {
            "table-row" => {
                self.column = 0;
                self.repeated = number("number-rows-repeated").unwrap_or(1);
            }
            "table-cell" | "covered-table-cell" => {
                let down: u32 = number("number-rows-spanned").unwrap_or(1);
                let across = number("number-columns-spanned").unwrap_or(1).max(1) as usize;
                if let (true, Some((_, areas))) = (down > 1, self.sheets.last_mut()) {
                    let bottom = self.row.saturating_add(down - 1);
                    let right = self.column.saturating_add(across - 1);
                    areas.push((self.row, bottom, self.column, right));
                }
                let repeated = number("number-columns-repeated").unwrap_or(1);
                self.column = self.column.saturating_add(repeated as usize);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table" => self.tables = self.tables.saturating_sub(1),
            "table-row" if self.tables == 1 => {
                self.row = self.row.saturating_add(self.repeated);
            }
            _ => {}
        }
    }
}
