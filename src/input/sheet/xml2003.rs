//! The XML that Excel 2003 wrote, and that many programs still write under the name `.xls`.

use super::grid::{self, COLUMNS, Grid, ROWS, Table};
use super::parts::attribute;
use crate::input::encoding;
use crate::input::xml::put_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Reads all sheets.
pub(super) fn read(bytes: &[u8]) -> Result<Grid, String> {
    let text = encoding::whole(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut reading = Reading {
        length: bytes.len(),
        ..Reading::default()
    };
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => {
                let name = element.local_name();
                reading.begin(name.as_ref(), &element)?;
            }
            Event::End(element) => {
                let name = element.local_name();
                reading.end(name.as_ref())?;
            }
            Event::Text(text) if reading.in_data => reading.value.push_str(&text),
            Event::CData(text) if reading.in_data => reading.value.push_str(&text),
            Event::GeneralRef(entity) if reading.in_data => put_entity(&entity, &mut reading.value),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(reading.grid)
}

#[derive(Default)]
struct Reading {
    grid: Grid,
    cells: Vec<String>,
    /// All cells so far, empty ones too, and how many bytes the file has.
    all: usize,
    length: usize,
    row: usize,
    column: usize,
    hidden: bool,
    across: usize,
    value: String,
    in_data: bool,
}

impl Reading {
    fn begin(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), String> {
        let number =
            |name: &str| attribute(element, name).and_then(|value| value.parse::<usize>().ok());
        match name {
            "Worksheet" => {
                let name = attribute(element, "Name").unwrap_or_default();
                self.grid.sheets.push(Table {
                    name,
                    ..Table::default()
                });
                self.row = 0;
            }
            "WorksheetOptions" => {}
            "Row" => {
                self.row = number("Index").map_or(self.row, |row| row.saturating_sub(1));
                grid::check_row(self.row as u64)?;
                self.hidden = number("Hidden") == Some(1);
                self.column = 0;
                self.cells.clear();
            }
            "Cell" => {
                self.column =
                    number("Index").map_or(self.column, |column| column.saturating_sub(1));
                grid::check_column(self.column as u64)?;
                self.across = number("MergeAcross").unwrap_or(0).min(COLUMNS);
                let down = number("MergeDown").unwrap_or(0).min(ROWS as usize);
                if let (true, Some(table)) = (down > 0, self.grid.sheets.last_mut()) {
                    table.merged.push((
                        self.row as u32,
                        (self.row + down) as u32,
                        self.column,
                        self.column,
                    ));
                }
                self.value.clear();
            }
            "Data" => self.in_data = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        match name {
            "Data" => self.in_data = false,
            "Cell" => {
                if self.cells.len() <= self.column {
                    self.all += self.column + 1 - self.cells.len();
                    self.cells.resize(self.column + 1, String::new());
                }
                self.cells[self.column] = std::mem::take(&mut self.value);
                self.column += 1 + self.across;
                grid::check(self.all, self.length)?;
            }
            "Row" => {
                let cells = std::mem::take(&mut self.cells);
                if let Some(table) = self.grid.sheets.last_mut() {
                    table.push(self.row as u32, self.hidden, cells);
                }
                self.row += 1;
            }
            _ => {}
        }
        Ok(())
    }
}
