//! XLSX and ODS: a sheet is turned into CSV on the way in, so that everything after this file is one path.
//!
//! `calamine` reads the workbook in a thread of its own, row by row for XLSX; a bounded channel keeps it from running
//! ahead. Every row of the sheet becomes one record, empty ones an empty line, so that row numbers stay those of the
//! sheet.

use super::Format;
use super::source::Source;
use crate::error::{Error, ErrorKind, Result};
use crate::similarity::did_you_mean;
use calamine::{Data, Ods, Reader, SheetVisible, Sheets, Xls, Xlsx};
use std::fmt::Write;
use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many bytes of CSV are handed over at once, and how many such pieces may wait.
const PIECE: usize = 1 << 16;
const PIECES: usize = 4;

/// The source with the sheet called `wanted` (by name, or by number from 1) as CSV; the first that is shown where none
/// is asked for.
///
/// # Errors
/// [`ErrorKind::Malformed`] if it is no workbook, [`ErrorKind::Unknown`] if it has no such sheet.
pub(super) fn as_csv(mut source: Source, format: Format, wanted: Option<&str>) -> Result<Source> {
    let bytes = source.read_all()?;
    let name = source.name().to_owned();
    // The container that Excel wrote before 2007, and in which it puts workbooks with a password.
    let is_old = bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let bytes = Cursor::new(bytes);
    let book = match format {
        Format::Ods => Ods::new(bytes).map(Sheets::Ods).map_err(|e| e.to_string()),
        _ if is_old => Xls::new(bytes)
            .map(Sheets::Xls)
            .map_err(|e| format!("it is protected by a password, or damaged ({e})")),
        _ => Xlsx::new(bytes)
            .map(Sheets::Xlsx)
            .map_err(|e| e.to_string()),
    };
    let book = book.map_err(|reason| {
        malformed(&name, &reason)
            .with_hint("open it in a spreadsheet program and save it as .xlsx without a password")
    })?;
    let sheet = choose(&book, &name, wanted)?;
    let (sender, receiver) = sync_channel(PIECES);
    std::thread::spawn(move || {
        let mut pieces = Pieces::new(sender);
        let outcome = write_sheet(book, &sheet, &mut pieces);
        pieces.finish(outcome);
    });
    Ok(source.replaced_by(Box::new(Piped {
        receiver,
        piece: Cursor::new(Vec::new()),
    })))
}

fn malformed(name: &str, reason: &str) -> Error {
    let reason = reason.to_lowercase();
    Error::new(
        ErrorKind::Malformed,
        format!("cannot read `{name}` as a workbook: {reason}"),
    )
}

type Book = Sheets<Cursor<Vec<u8>>>;

fn choose(book: &Book, name: &str, wanted: Option<&str>) -> Result<String> {
    let sheets = book.sheets_metadata();
    let Some(wanted) = wanted else {
        let shown = sheets
            .iter()
            .find(|sheet| sheet.visible == SheetVisible::Visible);
        let first = shown.or(sheets.first());
        return first
            .map(|sheet| sheet.name.clone())
            .ok_or_else(|| malformed(name, "it has no sheet"));
    };
    let named = sheets.iter().find(|sheet| sheet.name == wanted);
    let number = || wanted.parse::<usize>().ok()?.checked_sub(1);
    let found = named.or_else(|| sheets.get(number()?));
    found.map(|sheet| sheet.name.clone()).ok_or_else(|| {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let hint = did_you_mean(wanted, names.iter().copied());
        Error::new(
            ErrorKind::Unknown,
            format!("no sheet `{wanted}` in `{name}`"),
        )
        .with_hint(hint.unwrap_or_else(|| format!("its sheets are {}", listed.join(", "))))
    })
}

/// Writes the sheet row by row; an error is text for the reader at the other end.
fn write_sheet(book: Book, sheet: &str, pieces: &mut Pieces) -> std::result::Result<(), String> {
    let mut rows = Rows::new(pieces);
    match book {
        Sheets::Xlsx(mut book) => {
            let mut cells = book
                .worksheet_cells_reader(sheet)
                .map_err(|e| e.to_string())?;
            let mut text = String::new();
            while let Some((cell, style)) =
                cells.next_cell_with_style_id().map_err(|e| e.to_string())?
            {
                let style = cells.styles().get(style);
                let code = style.and_then(|style| style.number_format.as_ref());
                let digits = code.map_or(0, |code| fixed_digits(&code.format_code));
                text.clear();
                show(&Data::from(cell.get_value().clone()), digits, &mut text);
                let (row, column) = cell.get_position();
                if !rows.cell(row, column, &text) {
                    break;
                }
            }
        }
        mut other => {
            let range = other.worksheet_range(sheet).map_err(|e| e.to_string())?;
            let (first_row, first_column) = range.start().unwrap_or_default();
            let mut text = String::new();
            for (row, column, value) in range.used_cells() {
                text.clear();
                show(value, 0, &mut text);
                if !rows.cell(first_row + row as u32, first_column + column as u32, &text) {
                    break;
                }
            }
        }
    }
    rows.end_row();
    Ok(())
}

/// How many digits a number format such as `000000` asks for: codes typed as numbers keep their leading zeros.
fn fixed_digits(code: &str) -> usize {
    if code.bytes().all(|byte| byte == b'0') {
        code.len()
    } else {
        0
    }
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
fn show(value: &Data, digits: usize, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match value {
        Data::Empty => Ok(()),
        Data::DurationIso(text) => match clock(text) {
            Some((hour, minute, second)) => write!(out, "{hour:0>2}:{minute:0>2}:{second:0>2}"),
            None => out.write_str(text),
        },
        Data::String(text) | Data::DateTimeIso(text) => out.write_str(text),
        Data::Int(number) => write!(out, "{number:0digits$}"),
        // Up to here every whole number has a place of its own among the floats.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            write!(out, "{:0digits$}", *number as i64)
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

/// Puts cells, which come in order but with gaps, into CSV records of equal width.
struct Rows<'a> {
    pieces: &'a mut Pieces,
    cells: Vec<String>,
    used: usize,
    row: u32,
    width: usize,
}

impl<'a> Rows<'a> {
    fn new(pieces: &'a mut Pieces) -> Self {
        Self {
            pieces,
            cells: Vec::new(),
            used: 0,
            row: 0,
            width: 0,
        }
    }

    /// Adds a cell; false when nobody reads any more.
    fn cell(&mut self, row: u32, column: u32, text: &str) -> bool {
        while self.row < row {
            if !self.end_row() {
                return false;
            }
            self.row += 1;
        }
        let column = column as usize;
        if text.trim().is_empty() && column >= self.width {
            return true;
        }
        while self.cells.len() <= column {
            self.cells.push(String::new());
        }
        for gap in self.used..column {
            self.cells[gap].clear();
        }
        self.cells[column].clear();
        self.cells[column].push_str(text);
        self.used = self.used.max(column + 1);
        true
    }

    fn end_row(&mut self) -> bool {
        let cells = &self.cells[..self.used];
        let empty = cells.iter().all(|cell| cell.trim().is_empty());
        self.used = 0;
        if empty {
            return self.pieces.end_record();
        }
        // The first row that holds anything is the header; empty cells at the end of a later row are not in the file.
        self.width = self.width.max(cells.len());
        for place in 0..self.width {
            self.pieces
                .cell(place > 0, cells.get(place).map_or("", String::as_str));
        }
        self.pieces.end_record()
    }
}

/// Pieces of CSV on their way to the reader.
struct Pieces {
    sender: SyncSender<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
}

impl Pieces {
    fn new(sender: SyncSender<io::Result<Vec<u8>>>) -> Self {
        Self {
            sender,
            piece: Vec::with_capacity(PIECE + PIECE / 4),
        }
    }

    fn cell(&mut self, follows: bool, text: &str) {
        if follows {
            self.piece.push(b',');
        }
        self.piece.push(b'"');
        for (place, part) in text.split('"').enumerate() {
            if place > 0 {
                self.piece.extend_from_slice(b"\"\"");
            }
            self.piece.extend_from_slice(part.as_bytes());
        }
        self.piece.push(b'"');
    }

    /// False when nobody reads any more.
    fn end_record(&mut self) -> bool {
        self.piece.push(b'\n');
        if self.piece.len() < PIECE {
            return true;
        }
        let next = Vec::with_capacity(PIECE + PIECE / 4);
        let piece = std::mem::replace(&mut self.piece, next);
        self.sender.send(Ok(piece)).is_ok()
    }

    fn finish(self, outcome: std::result::Result<(), String>) {
        // A reader that went away is no loss here: it had its reason.
        let _ = self.sender.send(Ok(self.piece));
        if let Err(message) = outcome {
            let _ = self.sender.send(Err(io::Error::other(message)));
        }
    }
}

/// The other end: CSV as it is made.
struct Piped {
    receiver: Receiver<io::Result<Vec<u8>>>,
    piece: Cursor<Vec<u8>>,
}

impl Read for Piped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.piece.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            match self.receiver.recv() {
                Ok(piece) => self.piece = Cursor::new(piece?),
                Err(_) => return Ok(0),
            }
        }
    }
}
