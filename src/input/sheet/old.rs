//! XLS (also WPS's `.et`), through `calamine`.

use super::compound;
use super::grid::{Grid, MAX_CELLS, Table};
use crate::error::begun_small;
use calamine::{Data, Reader, SheetType, SheetVisible, Xls};
use std::fmt::Write;
use std::io::Cursor;

/// A workbook of the format before 2007.
pub(super) fn xls(bytes: Vec<u8>) -> Result<Grid, String> {
    compound::check(&bytes)?;
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| {
        let error = begun_small(&error.to_string());
        format!("it is protected by a password, or damaged ({error})")
    })?;
    let mut grid = grid(&mut book)?;
    for table in &mut grid.sheets {
        let areas = book
            .merge_cells_by_sheet_name(&table.name)
            .unwrap_or_default();
        let areas = areas.iter().map(|area| {
            (
                area.start.0,
                area.end.0,
                area.start.1 as usize,
                area.end.1 as usize,
            )
        });
        table.merged.extend(areas);
    }
    Ok(grid)
}

/// The rows of all sheets.
pub(super) fn grid<B: Reader<Cursor<Vec<u8>>>>(book: &mut B) -> Result<Grid, String>
where
    B::Error: std::fmt::Display,
{
    let mut grid = Grid::default();
    let mut all = 0;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = book
            .worksheet_range(&sheet.name)
            .map_err(|error| error.to_string())?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut table = Table {
            name: sheet.name,
            hidden: sheet.visible != SheetVisible::Visible,
            ..Table::default()
        };
        let (mut row, mut cells): (_, Vec<String>) = (0, Vec::new());
        for (at, column, value) in range.used_cells() {
            let at = first_row + at as u32;
            if at != row {
                table.push(row, false, std::mem::take(&mut cells));
                row = at;
            }
            let column = first_column as usize + column;
            cells.resize(column, String::new());
            cells.push(String::new());
            show(value, &mut cells[column]);
            all += 1;
            if all > MAX_CELLS {
                return Err(format!("it has more than {MAX_CELLS} cells"));
            }
        }
        table.push(row, false, cells);
        grid.sheets.push(table);
    }
    Ok(grid)
}

/// Hours, minutes and whole seconds of a time as OpenDocument writes it, such as `PT12H30M00S`.
fn clock(duration: &str) -> Option<(&str, &str, &str)> {
    let (hour, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minute, rest) = rest.split_once('M')?;
    let second = rest.strip_suffix('S')?;
    let whole = second.split_once('.').map_or(second, |(whole, _)| whole);
    Some((hour, minute, whole))
}

/// A value as text: numbers as a person would type them, dates and times in ISO 8601.
fn show(value: &Data, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match value {
        Data::Empty => Ok(()),
        Data::DurationIso(text) => match clock(text) {
            Some((hour, minute, second)) => write!(out, "{hour:0>2}:{minute:0>2}:{second:0>2}"),
            None => out.write_str(text),
        },
        Data::String(text) | Data::DateTimeIso(text) => out.write_str(text),
        Data::Int(number) => write!(out, "{number}"),
        // Beyond this the digits are lost, which a power of ten shows.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            write!(out, "{}", *number as i64)
        }
        Data::Float(number) if number.abs() >= 1e15 => {
            write!(out, "{}", format!("{number:E}").replace('E', "E+"))
        }
        Data::Float(number) => write!(out, "{number}"),
        Data::Bool(true) => write!(out, "TRUE"),
        Data::Bool(false) => write!(out, "FALSE"),
        Data::DateTime(date) => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            let is_time = (0.0..1.0).contains(&date.as_f64());
            let midnight = hour == 0 && minute == 0 && second == 0;
            match (is_time, midnight) {
                (true, _) => write!(out, "{hour:02}:{minute:02}:{second:02}"),
                (_, true) => write!(out, "{year:04}-{month:02}-{day:02}"),
                _ => write!(
                    out,
                    "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
                ),
            }
        }
        Data::Error(error) => write!(out, "{error}"),
    };
}
