//! A look at the content of an OpenDocument spreadsheet, ahead of the library that reads it.
//!
//! The library waits for ever for the end of content that ends in the middle. It also makes every cell that is said to be
//! repeated, and all between the first and the last that are filled, so that a kilobyte may ask for gigabytes.

use super::grid::{check_column, check_row};
use super::parts::attribute;
use crate::input::xml::Xml;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How much content is read anyhow, how much more for each byte that it is packed in, and at most.
const CONTENT: u64 = 1 << 28;
const CONTENT_A_BYTE: u64 = 32;
const MAX_CONTENT: u64 = 1 << 32;
/// As many cells may be made anyhow, and one more for so many bytes of content: a cell that is written out takes more.
const MADE: u64 = 1 << 20;
const BYTES_A_CELL: u64 = 16;

/// What a table comes to, in cells; a long text counts as several.
#[derive(Default)]
struct Extent {
    /// Rows so far, and the first and one past the last that is filled.
    row: u64,
    rows: Option<(u64, u64)>,
    columns: (u64, u64),
    /// What is filled, in cells.
    filled: u64,
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    times: u64,
    column: u64,
    filled: Option<(u64, u64)>,
    /// What stands in it, in cells.
    weight: u64,
}

/// The cell that is being read: how often it stands there, how long its text is, whether it may hold anything.
#[derive(Default)]
struct Cell {
    times: u64,
    length: u64,
    filled: bool,
}

impl Extent {
    /// The library leaves out what lies beyond the last row, so that it is refused here.
    fn add(&mut self, row: &Row) -> Result<(), String> {
        let end = self.row.saturating_add(row.times);
        if let Some((first, last)) = row.filled {
            check_row(end.saturating_sub(1))?;
            let (top, _) = self.rows.unwrap_or((self.row, end));
            self.columns = match self.rows {
                None => (first, last),
                Some(_) => (self.columns.0.min(first), self.columns.1.max(last)),
            };
            self.rows = Some((top, end));
            self.filled = self
                .filled
                .saturating_add(row.weight.saturating_mul(row.times))
                .saturating_add(last);
        }
        self.row = end;
        Ok(())
    }

    /// All cells that are made for the table.
    fn cells(&self) -> u64 {
        let (top, bottom) = self.rows.unwrap_or_default();
        let between = bottom.saturating_sub(top) * (self.columns.1 - self.columns.0);
        between.saturating_add(self.filled)
    }
}

impl Row {
    fn add(&mut self, cell: &Cell) -> Result<(), String> {
        let end = self.column.saturating_add(cell.times);
        if cell.filled {
            check_column(end.saturating_sub(1))?;
            let first = self.filled.map_or(self.column, |(first, _)| first);
            self.filled = Some((first, end));
            let weight = 1 + cell.length / BYTES_A_CELL;
            self.weight = self
                .weight
                .saturating_add(weight.saturating_mul(end - self.column));
        }
        self.column = end;
        Ok(())
    }
}

/// The largest of the numbers that an element gives under a name, in whatever namespace: the library goes by prefixes.
fn times(element: &BytesStart<'_>, name: &str) -> u64 {
    let mut attributes = element.attributes();
    let named = attributes
        .with_checks(false)
        .flatten()
        .filter(|attribute| attribute.key.local_name().as_ref() == name);
    let said = named.filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        value.trim().parse().ok()
    });
    said.max().unwrap_or(1)
}

/// The content of a spreadsheet.
pub(super) fn open(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Xml<impl Read>, String> {
    let content = archive
        .by_name("content.xml")
        .map_err(|error| error.to_string())?;
    let most = CONTENT.saturating_add(CONTENT_A_BYTE.saturating_mul(content.compressed_size()));
    Ok(Xml::new(content, most.min(MAX_CONTENT)))
}

/// Refuses content that ends in the middle of an element, and what would take more memory than its length gives reason
/// for.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut xml = open(&mut archive)?;
    let mut made = 0_u64;
    let (mut table, mut row, mut cell) = (Extent::default(), Row::default(), Cell::default());
    loop {
        let position = xml.position();
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table-row" => {
                    row = Row {
                        times: times(&element, "number-rows-repeated"),
                        ..Row::default()
                    };
                }
                "table-cell" | "covered-table-cell" => {
                    let says = |name| attribute(&element, name).is_some();
                    cell = Cell {
                        times: times(&element, "number-columns-repeated"),
                        length: element.len() as u64,
                        filled: says("value-type") || says("formula"),
                    };
                }
                // Spaces, told by their number.
                "s" => cell.length = cell.length.saturating_add(times(&element, "c")),
                _ => cell.filled = true,
            },
            Event::End(element) => match element.local_name().as_ref() {
                "table-row" => table.add(&row)?,
                "table-cell" | "covered-table-cell" => row.add(&cell)?,
                "table" => {
                    made = made.saturating_add(std::mem::take(&mut table).cells());
                    if made > MADE + position / BYTES_A_CELL {
                        return Err(
                            "its cells lie too far apart, or are repeated too often".to_owned()
                        );
                    }
                }
                _ => {}
            },
            Event::Text(text) => cell.length += text.len() as u64,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn checked(rows: &str) -> Result<(), String> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", SimpleFileOptions::default())
            .unwrap();
        write!(zip, "<body><table:table>{rows}</table:table></body>").unwrap();
        check(&zip.finish().unwrap().into_inner())
    }

    #[test]
    fn what_office_programs_write_passes() {
        let filled = r#"<table:table-cell office:value-type="string"><text:p>pumps</text:p></table:table-cell>"#;
        let rest = r#"<table:table-cell table:number-columns-repeated="16380"/>"#;
        let row = format!("<table:table-row>{filled}{rest}</table:table-row>");
        let below = format!(
            r#"<table:table-row table:number-rows-repeated="1048570">{rest}</table:table-row>"#
        );
        assert_eq!(checked(&format!("{}{below}", row.repeat(1000))), Ok(()));
    }

    #[test]
    fn what_lies_beyond_the_last_row_or_column_is_refused() {
        let cell = "<table:table-cell><text:p>a</text:p></table:table-cell>";
        let at = |row: u32, column: u32| {
            checked(&format!(
                r#"<table:table-row table:number-rows-repeated="{row}"/><table:table-row><table:table-cell table:number-columns-repeated="{column}"/>{cell}</table:table-row>"#
            ))
        };
        assert_eq!(at(1_048_575, 16_383), Ok(()));
        assert!(at(1_048_576, 1).unwrap_err().contains("a row 1048577"));
        assert!(at(1, 16_384).unwrap_err().contains("column 16385"));
    }

    #[test]
    fn what_would_take_all_memory_is_refused() {
        let wide = r#"<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="float"/></table:table-row>"#;
        assert!(checked(&wide.repeat(700)).is_err());
        let long = format!(
            r#"<table:table-row table:number-rows-repeated="99999"><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"#,
            "a".repeat(1000)
        );
        assert!(checked(&long).is_err());
        let spaces = r#"<table:table-row><table:table-cell><text:p>a<text:s text:c="3000000000"/></text:p></table:table-cell></table:table-row>"#;
        assert!(checked(spaces).is_err());
        let twice = r#"<table:table-row x:number-rows-repeated="1" table:number-rows-repeated="1000000"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"#;
        assert!(checked(&twice.repeat(2)).is_err());
        let place = |rows: u32, cells: u32| {
            format!(
                r#"<table:table-row table:number-rows-repeated="{rows}"/><table:table-row><table:table-cell table:number-columns-repeated="{cells}"/><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"#
            )
        };
        assert!(checked(&[place(1, 0), place(1_000_000, 9000)].concat()).is_err());
    }
}
