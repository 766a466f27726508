//! XLSX: rows of a sheet, one after the other, with their numbers to the last digit.
//!
//! `zip` and `quick-xml` do the reading. What a general reader would give away is kept here: the digits of long codes,
//! error values it does not know, rows that are hidden, out of order or without numbers, cells that were merged.

use super::glance;
use super::grid::{self, COLUMNS, ROWS, check_row};
use super::parts::{self, Archive, Format, Parts};
use super::{Merged, Row, Sheet, Workbook};
use crate::input::block::MAX_ROW;
use crate::input::xml::{Xml, put_entity};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How many bytes of rows that are out of order are kept until the end, and how many each row and cell takes beside its
/// text: a node and two allocations (2026-11-29: 3.6 million rows of one number took 150 bytes each).
const EARLY: usize = 1 << 27;
const ROW_BYTES: usize = 96;
const CELL_BYTES: usize = 48;
/// Merged areas that are filled in.
const MERGES: usize = 100_000;

pub(super) struct Xlsx {
    archive: Archive,
    parts: Parts,
    /// The merged areas of the sheet that was read last.
    merged: (usize, Vec<(u32, u32, usize, usize)>),
}

impl Xlsx {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        let parts = Parts::read(&mut archive)?;
        Ok(Self {
            archive,
            parts,
            merged: (usize::MAX, Vec::new()),
        })
    }
}

impl Workbook for Xlsx {
    fn sheets(&self) -> Vec<Sheet> {
        let sheets = self.parts.sheets.iter().map(|sheet| Sheet {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            has_rows: sheet.part.is_some(),
        });
        sheets.collect()
    }

    fn rows(&mut self, sheet: usize, put: &mut dyn FnMut(&Row<'_>) -> bool) -> Result<(), String> {
        let Some(part) = self.parts.sheets.get(sheet).and_then(|sheet| sheet.part) else {
            return Ok(());
        };
        let mut reading = Reading::new(&self.parts, put);
        reading.sheet(&mut self.archive, part)?;
        if !reading.stopped {
            self.merged = (sheet, reading.areas);
        }
        Ok(())
    }

    fn merged(&mut self, sheet: usize) -> Result<Merged, String> {
        // They stand after the rows, all of which have been looked at before.
        let areas = if self.merged.0 == sheet {
            &self.merged.1[..]
        } else {
            &[]
        };
        Ok(Merged::of(areas.iter().copied()))
    }
}

/// `A2:B4` as first and last row and column, from 0.
fn area(reference: &str) -> Option<(u32, u32, usize, usize)> {
    let (first, last) = reference.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    (bottom < ROWS && right < COLUMNS).then_some((top, bottom, left, right))
}

/// `BC12` as row 11, column 54.
fn place(reference: &str) -> Option<(u32, usize)> {
    let letters = reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    if letters > 7 {
        return None;
    }
    let column = reference[..letters].bytes().fold(0_usize, |sum, byte| {
        sum * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1
    });
    let row: u32 = reference[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// A sheet being read.
struct Reading<'a> {
    parts: &'a Parts,
    put: &'a mut dyn FnMut(&Row<'_>) -> bool,
    row: u32,
    hidden: bool,
    cells: Vec<String>,
    used: usize,
    column: usize,
    /// How many bytes stand in the row so far.
    length: usize,
    /// Rows that came before their turn, where a sheet is out of order.
    early: BTreeMap<u32, (bool, Vec<String>)>,
    /// How many bytes these take.
    held: usize,
    next: u32,
    style: Format,
    kind: String,
    value: String,
    in_value: bool,
    phonetic: usize,
    stopped: bool,
    areas: Vec<(u32, u32, usize, usize)>,
}

impl<'a> Reading<'a> {
    fn new(parts: &'a Parts, put: &'a mut dyn FnMut(&Row<'_>) -> bool) -> Self {
        Self {
            parts,
            put,
            row: 0,
            hidden: false,
            cells: Vec::new(),
            used: 0,
            column: 0,
            length: 0,
            early: BTreeMap::new(),
            held: 0,
            next: 0,
            style: Format::Plain,
            kind: String::new(),
            value: String::new(),
            in_value: false,
            phonetic: 0,
            stopped: false,
            areas: Vec::new(),
        }
    }

    fn sheet(&mut self, archive: &mut Archive, part: usize) -> Result<(), String> {
        let mut xml = parts::open(archive, part)?;
        let mut first = true;
        while !self.stopped {
            let mut is_after_row = false;
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        self.begin_row(&element, first)?;
                        first = false;
                    }
                    "c" => self.begin_cell(&element)?,
                    "v" => self.in_value = true,
                    "t" => self.in_value = self.phonetic == 0,
                    "rPh" => self.phonetic += 1,
                    "mergeCell" if self.areas.len() < MERGES => {
                        self.areas
                            .extend(parts::attribute(&element, "ref").as_deref().and_then(area));
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" => {
                        self.end_row()?;
                        is_after_row = true;
                    }
                    "c" => self.end_cell(),
                    "v" | "t" => self.in_value = false,
                    "rPh" => self.phonetic = self.phonetic.saturating_sub(1),
                    _ => {}
                },
                Event::Text(text) if self.takes() => self.value.push_str(&text),
                Event::CData(text) if self.takes() => self.value.push_str(&text),
                Event::GeneralRef(entity) if self.takes() => put_entity(&entity, &mut self.value),
                Event::Eof => break,
                _ => {}
            }
            if is_after_row {
                self.at_a_glance(&mut xml)?;
            }
        }
        // What came out of order and was not overtaken.
        while let Some((row, (hidden, cells))) = self.early.pop_first() {
            if !self.stopped {
                self.stopped = !(self.put)(&Row {
                    row,
                    hidden,
                    cells: &cells,
                });
            }
        }
        Ok(())
    }

    /// Reads the rows that stand whole in the buffer and are written as usual. Another was read before them.
    fn at_a_glance<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<(), String> {
        while !self.stopped {
            let before = self.row;
            let Some(length) = self.row_at_a_glance(xml.ahead())? else {
                self.row = before;
                break;
            };
            xml.step_over(length);
        }
        Ok(())
    }

    /// Reads the row that `bytes` begin with: its length, or nothing if it is not written as usual.
    fn row_at_a_glance(&mut self, bytes: &[u8]) -> Result<Option<usize>, String> {
        let Some(mut row) = glance::row(bytes) else {
            return Ok(None);
        };
        self.number_row(row.number, row.hidden, false)?;
        loop {
            let cell = match row.cell() {
                Some(Some(cell)) => cell,
                Some(None) => break,
                None => return Ok(None),
            };
            if let Some(place) = cell.place {
                self.place_cell(place);
            }
            self.style = cell.style.map_or(Format::Plain, |style| self.format(style));
            self.check_column()?;
            self.put_cell(cell.kind.unwrap_or_default(), cell.value);
        }
        self.end_row()?;
        Ok(Some(row.length))
    }

    fn begin_row(&mut self, element: &BytesStart<'_>, first: bool) -> Result<(), String> {
        let number = parts::attribute(element, "r");
        let hidden = parts::attribute(element, "hidden");
        self.number_row(number.as_deref(), hidden.as_deref(), first)
    }

    /// Begins the row of which the file says this.
    fn number_row(
        &mut self,
        number: Option<&str>,
        hidden: Option<&str>,
        first: bool,
    ) -> Result<(), String> {
        let stated = number.and_then(|row| row.parse::<u64>().ok());
        let following = if first { 0 } else { u64::from(self.row) + 1 };
        let row = stated
            .and_then(|row| row.checked_sub(1))
            .unwrap_or(following);
        check_row(row)?;
        self.row = row as u32;
        self.hidden = hidden.is_some_and(|value| value == "1" || value == "true");
        (self.used, self.column, self.length) = (0, 0, 0);
        Ok(())
    }

    fn begin_cell(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        self.value.clear();
        self.kind.clear();
        self.style = Format::Plain;
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = &attribute.value;
            match attribute.key.local_name().as_ref() {
                "r" => self.place_cell(value),
                "t" => self.kind.push_str(value),
                "s" => self.style = self.format(value),
                _ => {}
            }
        }
        self.check_column()
    }

    /// Goes to the column that a cell is said to be in.
    fn place_cell(&mut self, reference: &str) {
        self.column = place(reference).map_or(self.column, |(_, column)| column);
    }

    /// How a style of this number shows numbers.
    fn format(&self, style: &str) -> Format {
        let style = style
            .parse::<usize>()
            .ok()
            .and_then(|style| self.parts.formats.get(style));
        style.copied().unwrap_or_default()
    }

    fn check_column(&self) -> Result<(), String> {
        grid::check_column(self.column as u64)
    }

    fn end_cell(&mut self) {
        let (kind, value) = (
            std::mem::take(&mut self.kind),
            std::mem::take(&mut self.value),
        );
        self.put_cell(&kind, &value);
        (self.kind, self.value) = (kind, value);
    }

    /// Whether text belongs to the cell that is being read. Of one that is longer than a row may be, so that its row is
    /// put aside, no more is kept than shows that.
    fn takes(&self) -> bool {
        self.in_value && self.value.len() <= MAX_ROW
    }

    /// Puts a cell of the type `kind`, in which `value` stands, into the row.
    fn put_cell(&mut self, kind: &str, value: &str) {
        while self.cells.len() <= self.column {
            self.cells.push(String::new());
        }
        for gap in &mut self.cells[self.used.min(self.column)..self.column] {
            gap.clear();
        }
        let cell = &mut self.cells[self.column];
        cell.clear();
        match kind {
            "s" => {
                let place = value.trim().parse().ok().filter(|_| self.length <= MAX_ROW);
                let shared = place.and_then(|place| self.parts.strings.get(place));
                cell.push_str(shared.unwrap_or_default());
            }
            "inlineStr" | "str" => parts::put_unescaped(value, cell),
            "b" => cell.push_str(if value.trim() == "1" { "TRUE" } else { "FALSE" }),
            "e" | "d" => cell.push_str(value.trim()),
            _ => super::number::show(value.trim(), self.style, self.parts.from_1904, cell),
        }
        // The row is too long already, so that it will be put aside: what follows is not kept.
        if self.length > MAX_ROW {
            cell.clear();
        }
        self.length += cell.len();
        self.used = self.used.max(self.column + 1);
        self.column += 1;
    }

    fn end_row(&mut self) -> Result<(), String> {
        let filled = self.cells[..self.used]
            .iter()
            .rposition(|cell| !cell.trim().is_empty());
        let Some(last) = filled else {
            return Ok(());
        };
        let cells = &self.cells[..=last];
        if self.row < self.next {
            // Out of order, or a number twice: what was there first stays in its place, and this follows.
            self.held += ROW_BYTES + self.length + CELL_BYTES * cells.len();
            if self.held > EARLY {
                let most = EARLY >> 20;
                return Err(format!("over {most} MiB of its rows are out of order"));
            }
            let after = self.early.last_key_value().map_or(0, |(row, _)| row + 1);
            let row = self.next.max(after);
            check_row(u64::from(row))?;
            self.early.insert(row, (self.hidden, cells.to_vec()));
            return Ok(());
        }
        self.stopped |= !(self.put)(&Row {
            row: self.row,
            hidden: self.hidden,
            cells,
        });
        self.next = self.row + 1;
        Ok(())
    }
}
