//! Spreadsheets: a sheet is turned into CSV on the way in, so that everything after this folder is one path.
//!
//! ```text
//! XLSX            -> xlsx, glance, parts, number   row by row, twice: once for how wide it is, once for its rows
//! XLS, ODS        -> calamine  \
//! XML 2003, HTML  -> xml2003, html  > grid: all rows in memory
//! ```
//!
//! A thread of its own writes the CSV; a bounded channel keeps it from running ahead. Every row of the sheet becomes one
//! record, empty ones an empty line, so that row numbers stay those of the sheet.

mod compound;
mod content;
mod glance;
mod grid;
mod html;
mod number;
mod ods;
mod old;
mod parts;
mod xlsx;
mod xml2003;

use super::clean::trimmed;
use super::container::{self, Kind};
use super::head;
use super::source::{READER, Source};
use crate::error::{Error, ErrorKind, Result, begun_small};
use crate::similarity::did_you_mean;
use grid::MAX_CELLS;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many bytes of CSV are handed over at once, and how many such pieces may wait.
const PIECE: usize = 1 << 16;
const PIECES: usize = 4;
/// As much CSV as is kept from the look at a sheet; a longer one is read a second time.
const HELD: usize = 1 << 26;

/// A row of a sheet that holds something.
struct Row<'a> {
    /// From 0.
    row: u32,
    hidden: bool,
    cells: &'a [String],
}

/// A sheet of a workbook.
#[derive(Debug, Clone)]
struct Sheet {
    name: String,
    hidden: bool,
    /// Whether it can have rows at all: a chart has none.
    has_rows: bool,
}

/// A spreadsheet of any format.
trait Workbook: Send {
    fn sheets(&self) -> Vec<Sheet>;
    /// Hands the rows of a sheet that hold anything to `put`, in order, until it wants no more.
    fn rows(
        &mut self,
        sheet: usize,
        put: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> std::result::Result<(), String>;
    /// Where cells were merged over several rows.
    fn merged(&mut self, sheet: usize) -> std::result::Result<Merged, String>;
}

/// Cells that were merged over several rows: what stands in the first holds for all of them.
#[derive(Debug, Default)]
struct Merged {
    /// First and last row, and the column, by the first row.
    areas: Vec<(u32, u32, usize)>,
    next: usize,
    /// Areas that reach further down, with what stands in them.
    open: Vec<(u32, usize, String)>,
    /// How many cells were looked at to be filled.
    filled: usize,
}

impl Merged {
    /// Of areas as first and last row, first and last column.
    fn of(areas: impl IntoIterator<Item = (u32, u32, usize, usize)>) -> Self {
        let tall = areas.into_iter().filter(|(top, bottom, ..)| top < bottom);
        let mut areas: Vec<_> = tall
            .map(|(top, bottom, left, _)| (top, bottom, left))
            .collect();
        areas.sort_unstable();
        Self {
            areas,
            ..Self::default()
        }
    }

    /// Fills the cells of a row that were merged with one above; false where that are more than a workbook may have.
    fn fill(&mut self, row: u32, cells: &mut Vec<String>) -> bool {
        self.filled += self.open.len();
        if self.filled > MAX_CELLS {
            return false;
        }
        self.open.retain(|(bottom, ..)| *bottom >= row);
        for (_, column, text) in &self.open {
            if cells.len() <= *column {
                cells.resize(column + 1, String::new());
            }
            if cells[*column].trim().is_empty() {
                cells[*column].clone_from(text);
            }
        }
        while let Some((top, bottom, column)) = self
            .areas
            .get(self.next)
            .copied()
            .filter(|(top, ..)| *top <= row)
        {
            self.next += 1;
            if top == row
                && let Some(text) = cells.get(column).filter(|text| !text.trim().is_empty())
            {
                self.open.push((bottom, column, text.clone()));
            }
        }
        true
    }
}

/// A sheet as CSV.
pub(super) struct Opened {
    pub(super) source: Source,
    /// For each column the last row that holds something in it, from 1.
    pub(super) last: Vec<u64>,
    /// What of the workbook is not read, and what is read though it does not show.
    pub(super) notes: Vec<String>,
}

/// The source with the sheet called `wanted` (by name, or by number from 1) as CSV; where none is asked for, the first
/// with a header that is known, or else the first that is shown and holds anything.
///
/// # Errors
/// [`ErrorKind::Malformed`] if it is no workbook, [`ErrorKind::Unknown`] if it has no such sheet,
/// [`ErrorKind::Incomplete`] if there is no row in it.
pub(super) fn as_csv(mut source: Source, kind: Kind, wanted: Option<&str>) -> Result<Opened> {
    let bytes = source.read_all()?;
    let name = source.name().to_owned();
    let mut book = open(bytes, kind).map_err(|reason| unreadable(&name, &reason))?;
    let (sheet, mut notes) = choose(book.as_mut(), &name, wanted)?;
    let (mut last, mut hidden) = (Vec::new(), 0_u64);
    let mut whole = Some(Lines::default());
    let surveyed = book.rows(sheet, &mut |row| {
        if let Some(lines) = &mut whole {
            lines.row(row.row, row.cells);
            if lines.csv.len() > HELD {
                whole = None;
            }
        }
        hidden += u64::from(row.hidden);
        if last.len() < row.cells.len() {
            last.resize(row.cells.len(), 0);
        }
        for (column, cell) in row.cells.iter().enumerate() {
            if !trimmed(cell).is_empty() {
                last[column] = u64::from(row.row) + 1;
            }
        }
        true
    });
    surveyed.map_err(|reason| unreadable(&name, &reason))?;
    if hidden > 0 {
        let rows = if hidden == 1 { "row is" } else { "rows are" };
        notes.push(format!("{hidden} hidden {rows} read too"));
    }
    let merged = book
        .merged(sheet)
        .map_err(|reason| unreadable(&name, &reason))?;
    if let Some(lines) = whole.filter(|_| merged.areas.is_empty()) {
        let source = source.replaced_by(Box::new(Cursor::new(lines.csv)));
        return Ok(Opened {
            source,
            last,
            notes,
        });
    }
    let (sender, receiver) = sync_channel(PIECES);
    let thread = std::thread::Builder::new().name(READER.to_owned());
    let started = thread.spawn(move || {
        if let Err(message) = write_sheet(book.as_mut(), sheet, merged, &sender) {
            let _ = sender.send(Err(io::Error::other(message)));
        }
    });
    started.map_err(|error| unreadable(&name, &error.to_string()))?;
    let piece = Cursor::new(Vec::new());
    let source = source.replaced_by(Box::new(Piped { receiver, piece }));
    Ok(Opened {
        source,
        last,
        notes,
    })
}

/// The names of the sheets of a workbook that hold rows; none if it is no workbook.
///
/// # Errors
/// [`ErrorKind::Malformed`] if it is one that cannot be read.
pub fn sheet_names(source: Source) -> Result<Vec<String>> {
    let (mut source, kind, _) = container::unpacked(source)?;
    if !kind.is_sheet() {
        return Ok(Vec::new());
    }
    let name = source.name().to_owned();
    let mut book = open(source.read_all()?, kind).map_err(|reason| unreadable(&name, &reason))?;
    let mut names = Vec::new();
    for (place, sheet) in book.sheets().into_iter().enumerate() {
        let rows = first_rows(book.as_mut(), place).map_err(|reason| unreadable(&name, &reason))?;
        if !rows.is_empty() {
            names.push(sheet.name);
        }
    }
    Ok(names)
}

/// Opens a workbook in a thread of its own, so that a library that panics ends nothing but that thread.
fn open(bytes: Vec<u8>, kind: Kind) -> std::result::Result<Box<dyn Workbook>, String> {
    let thread = std::thread::Builder::new().name(READER.to_owned());
    let started = thread.spawn(move || -> std::result::Result<Box<dyn Workbook>, String> {
        Ok(match kind {
            Kind::Xlsx => Box::new(xlsx::Xlsx::open(bytes)?),
            Kind::Ods => Box::new(ods::read(bytes)?),
            Kind::Xml2003 => Box::new(xml2003::read(&bytes)?),
            Kind::Html => Box::new(html::read(&bytes)?),
            _ => Box::new(old::xls(bytes)?),
        })
    });
    let ended = started.map_err(|error| error.to_string())?.join();
    ended.unwrap_or_else(|_| Err("it is damaged: the library that reads it gave up".to_owned()))
}

fn unreadable(name: &str, reason: &str) -> Error {
    // The libraries quote what they read, line breaks included; a message is one line.
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    let reason: String = begun_small(reason).chars().map(one_line).collect();
    let error = Error::new(
        ErrorKind::Malformed,
        format!("cannot read `{name}` as a workbook: {reason}"),
    );
    if reason.contains("web page") {
        return error.with_hint("download the list itself, perhaps after logging in");
    }
    if is_limit(&reason) {
        let csv = Path::new(name).with_extension("csv");
        return error.with_hint(format!(
            "save the sheet as CSV, which is read row by row: `planfit batch {}`",
            csv.display()
        ));
    }
    error.with_hint("open it in a spreadsheet program and save it as .xlsx without a password")
}

/// Whether a workbook is refused since it holds too much.
fn is_limit(reason: &str) -> bool {
    let words = [
        "it has more than",
        "it has a ",
        "over ",
        "too far apart",
        "too large",
    ];
    words.iter().any(|words| reason.contains(words))
}

fn choose(
    book: &mut dyn Workbook,
    name: &str,
    wanted: Option<&str>,
) -> Result<(usize, Vec<String>)> {
    let sheets = book.sheets();
    if let Some(wanted) = wanted {
        return named(&sheets, name, wanted).map(|sheet| (sheet, Vec::new()));
    }
    let mut held = Vec::new();
    for (place, sheet) in sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.has_rows)
    {
        let rows = first_rows(book, place).map_err(|reason| unreadable(name, &reason))?;
        if !rows.is_empty() {
            let known = head::find(&rows, None).known;
            held.push((place, sheet.hidden, known));
        }
    }
    let by_header = |least: usize| {
        held.iter()
            .find(|(_, hidden, known)| !hidden && *known >= least)
    };
    let chosen = by_header(2)
        .or_else(|| by_header(1))
        .or_else(|| by_header(0))
        .or(held.first());
    let Some((chosen, is_hidden, _)) = chosen.copied() else {
        let names: Vec<String> = sheets
            .iter()
            .map(|sheet| format!("`{}`", sheet.name))
            .collect();
        let error = format!(
            "no sheet of `{name}` holds a row: its sheets are {}",
            names.join(", ")
        );
        return Err(
            Error::new(ErrorKind::Incomplete, error).with_hint("a list begins with a header")
        );
    };
    let mut notes = Vec::new();
    let shown = |place: usize| {
        let hidden = if sheets[place].hidden {
            " (hidden)"
        } else {
            ""
        };
        format!("`{}`{hidden}", sheets[place].name)
    };
    let others: Vec<String> = held
        .iter()
        .filter(|(place, ..)| *place != chosen)
        .map(|(place, ..)| shown(*place))
        .collect();
    if !others.is_empty() {
        let (sheet, are) = if others.len() == 1 {
            ("sheet", "is")
        } else {
            ("sheets", "are")
        };
        let read = &sheets[chosen].name;
        notes.push(format!(
            "sheet `{read}` is read; {sheet} {} {are} not: `--sheet NAME` reads one, `--sheet all` all",
            others.join(", ")
        ));
    } else if is_hidden {
        notes.push(format!(
            "sheet {} is read: no other holds a row",
            shown(chosen)
        ));
    }
    Ok((chosen, notes))
}

/// The sheet that the user names.
fn named(sheets: &[Sheet], name: &str, wanted: &str) -> Result<usize> {
    let called = sheets.iter().position(|sheet| sheet.name == wanted);
    let number = || {
        wanted
            .parse::<usize>()
            .ok()?
            .checked_sub(1)
            .filter(|place| *place < sheets.len())
    };
    called.or_else(number).ok_or_else(|| {
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

fn first_rows(
    book: &mut dyn Workbook,
    sheet: usize,
) -> std::result::Result<Vec<Vec<String>>, String> {
    let mut rows = Vec::new();
    book.rows(sheet, &mut |row| {
        rows.push(row.cells.to_vec());
        rows.len() < head::ROWS
    })?;
    Ok(rows)
}

/// Writes the sheet row by row; an error is text for the reader at the other end.
fn write_sheet(
    book: &mut dyn Workbook,
    sheet: usize,
    mut merged: Merged,
    sender: &SyncSender<io::Result<Vec<u8>>>,
) -> std::result::Result<(), String> {
    let mut lines = Lines::default();
    let mut cells = Vec::new();
    let mut too_many = false;
    book.rows(sheet, &mut |row| {
        cells.clear();
        cells.extend_from_slice(row.cells);
        too_many = !merged.fill(row.row, &mut cells);
        if too_many {
            return false;
        }
        lines.row(row.row, &cells);
        lines.csv.len() < PIECE || sender.send(Ok(std::mem::take(&mut lines.csv))).is_ok()
    })?;
    if too_many {
        return Err(format!("over {MAX_CELLS} of its cells are merged"));
    }
    // A reader that went away is no loss here: it had its reason.
    let _ = sender.send(Ok(lines.csv));
    Ok(())
}

/// Rows as CSV, each on the line of its number.
#[derive(Default)]
struct Lines {
    csv: Vec<u8>,
    next: u32,
}

impl Lines {
    fn row(&mut self, row: u32, cells: &[String]) {
        while self.next < row {
            self.next += 1;
            self.csv.push(b'\n');
        }
        self.next += 1;
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.csv.push(b',');
            }
            self.csv.push(b'"');
            let mut from = 0;
            for quote in memchr::memchr_iter(b'"', cell.as_bytes()) {
                self.csv.extend_from_slice(&cell.as_bytes()[from..=quote]);
                from = quote;
            }
            self.csv.extend_from_slice(&cell.as_bytes()[from..]);
            self.csv.push(b'"');
        }
        self.csv.push(b'\n');
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_holds_for_all_its_rows() {
        let mut merged = Merged::of([(1, 3, 0, 0), (0, 0, 0, 5), (2, 3, 2, 2)]);
        let mut rows = [
            vec!["name", "product", "note"],
            vec!["A", "x"],
            vec!["", "y", "n"],
            vec!["", "z"],
            vec!["B", "w"],
        ]
        .map(|row| row.into_iter().map(str::to_owned).collect::<Vec<_>>());
        for (row, cells) in (0..).zip(&mut rows) {
            assert!(merged.fill(row, cells));
        }
        let rows = rows.map(|row| row.join(","));
        assert_eq!(rows, ["name,product,note", "A,x", "A,y,n", "A,z,n", "B,w"]);
    }
}
