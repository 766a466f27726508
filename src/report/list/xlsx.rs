//! XLSX of a screened list: a table to filter, with its header frozen and bars behind the scores.
//!
//! A workbook cannot be written in pieces, so leads are first written as CSV, and the whole is made into a workbook at
//! the end, row by row, so that a long list needs no more memory than a short one.

use super::csv::Csv;
use super::table::{Look, Table};
use super::{ReadSeek, Sink, WholeOutput};
use crate::error::{Error, ErrorKind, Result};
use crate::fit::Assessment;
use crate::lead::Lead;
use crate::ledger::Standing;
use crate::report::workbook::{self, refused};
use ::csv::{ReaderBuilder, StringRecord};
use rust_xlsxwriter::{
    ConditionalFormatDataBar, ConditionalFormatType, Format, FormatAlign, Worksheet, XlsxError,
};
use std::io::{BufReader, BufWriter, Write};
use unicode_width::UnicodeWidthStr;

/// Rows that a sheet can hold; more leads go on in a further sheet.
const SHEET_ROWS: u32 = 1 << 20;
/// Characters that a cell can hold; what is longer is cut and ends in `…`.
const CELL_LETTERS: usize = 32_767;
/// How hard a list is packed, 1 to 9: packing took a fifth of the time with the usual 6; 4 takes half of that, for a file
/// larger by a twentieth (10,000 companies, 2026-11-29).
const PACKED: u8 = 4;
/// How many rows are looked at for the width of a column.
const MEASURED_ROWS: u32 = 200;

/// Writes a [`Table`] as a workbook.
#[derive(Debug, Clone)]
pub struct XlsxLeads {
    rows: Csv,
    looks: Vec<Look>,
}

/// Answers as a workbook.
///
/// # Errors
/// [`ErrorKind::Unsupported`] where the library is built without `spreadsheets`; [`ErrorKind::Io`] if the clock is set
/// before 1970.
pub fn workbook(table: Table) -> Result<Box<dyn Sink>> {
    check_workbook()?;
    Ok(Box::new(XlsxLeads::new(table)))
}

/// Whether a workbook can be written at all: asked before the first row rather than after the last.
pub(super) fn check_workbook() -> Result<()> {
    workbook::check_clock()
}

impl XlsxLeads {
    /// A workbook of `table`.
    #[must_use]
    pub fn new(table: Table) -> Self {
        Self {
            looks: table.looks().collect(),
            rows: Csv::new(table, b',', false).unguarded(),
        }
    }
}

impl Sink for XlsxLeads {
    fn begin(&self, out: &mut Vec<u8>) {
        self.rows.begin(out);
    }

    fn lead(
        &self,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
        standing: Option<&Standing<'_>>,
        out: &mut Vec<u8>,
    ) {
        self.rows.lead(lead, assessment, standing, out);
    }

    fn whole_output(&self) -> Option<&dyn WholeOutput> {
        Some(self)
    }
}

impl WholeOutput for XlsxLeads {
    fn finish(&self, part: &mut dyn ReadSeek, out: &mut (dyn Write + Send)) -> Result<()> {
        write_workbook(part, &self.looks, "leads", out)
    }
}

/// Makes a workbook of CSV: a header, then rows whose columns look as `looks` says.
pub(super) fn write_workbook(
    part: &mut dyn ReadSeek,
    looks: &[Look],
    title: &str,
    out: &mut (dyn Write + Send),
) -> Result<()> {
    let mut rows = ReaderBuilder::new()
        .has_headers(false)
        .from_reader(BufReader::new(part));
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        rows.read_record(record).map_err(|error| {
            Error::new(
                ErrorKind::Io,
                format!("cannot read the rows written so far: {error}"),
            )
        })
    };
    next(&mut record)?;
    let header = record.clone();
    let mut book = workbook::new()?;
    book.set_zip_compression_level(PACKED);
    let mut more = next(&mut record)?;
    let mut sheets = 0;
    while more || sheets == 0 {
        sheets += 1;
        let name = match sheets {
            1 => title.to_owned(),
            _ => format!("{title} {sheets}"),
        };
        let sheet = book
            .add_worksheet_with_constant_memory()
            .and_then(|sheet| sheet.set_name(name))
            .map_err(|error| refused(&error))?;
        let mut writer =
            SheetWriter::new(sheet, looks, &header).map_err(|error| refused(&error))?;
        while more && writer.row < SHEET_ROWS {
            writer.add(&record).map_err(|error| refused(&error))?;
            more = next(&mut record)?;
        }
        writer.finish().map_err(|error| refused(&error))?;
    }
    let mut out = BufWriter::new(out);
    book.save_to_writer(&mut out)
        .map_err(|error| refused(&error))?;
    out.flush()
        .map_err(|error| refused(&XlsxError::IoError(error)))
}

struct SheetWriter<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a [Look],
    score: Format,
    widths: Vec<usize>,
    row: u32,
}

impl<'a> SheetWriter<'a> {
    fn new(
        sheet: &'a mut Worksheet,
        looks: &'a [Look],
        header: &StringRecord,
    ) -> std::result::Result<Self, XlsxError> {
        let bold = Format::new().set_bold().set_align(FormatAlign::Top);
        for (column, name) in header.iter().enumerate() {
            sheet.write_string_with_format(0, column as u16, cut(name), &bold)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(Self {
            sheet,
            looks,
            score: Format::new().set_num_format("0.0"),
            // Two more than the name, for the arrow of the filter.
            widths: header.iter().map(|name| name.width() + 2).collect(),
            row: 1,
        })
    }

    fn add(&mut self, record: &StringRecord) -> std::result::Result<(), XlsxError> {
        for (place, cell) in record.iter().enumerate() {
            let column = place as u16;
            let look = self.looks.get(place).copied().unwrap_or(Look::Text);
            match (look, cell.parse::<f64>()) {
                _ if cell.is_empty() => {}
                (Look::Score, Ok(number)) => {
                    self.sheet
                        .write_number_with_format(self.row, column, number, &self.score)?;
                }
                (Look::Number, Ok(number)) => {
                    self.sheet.write_number(self.row, column, number)?;
                }
                _ => {
                    self.sheet.write_string(self.row, column, cut(cell))?;
                }
            }
            if self.row < MEASURED_ROWS
                && let Some(width) = self.widths.get_mut(place)
            {
                *width = cell
                    .lines()
                    .map(UnicodeWidthStr::width)
                    .fold(*width, usize::max);
            }
        }
        self.row += 1;
        Ok(())
    }

    fn finish(self) -> std::result::Result<(), XlsxError> {
        let bars = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 100)
            .set_fill_color("8FB8DE")
            .set_solid_fill(true)
            .set_border_off(true);
        let last = self.row.saturating_sub(1);
        for (place, width) in self.widths.iter().enumerate() {
            let column = place as u16;
            let look = self.looks.get(place).copied().unwrap_or(Look::Text);
            let widest = if look == Look::LongText { 60 } else { 40 };
            self.sheet
                .set_column_width(column, (*width).clamp(8, widest) as f64)?;
            if look == Look::Score && last > 0 {
                self.sheet
                    .add_conditional_format(1, column, last, column, &bars)?;
            }
        }
        if let Some(last_column) = self.widths.len().checked_sub(1) {
            self.sheet.autofilter(0, 0, last, last_column as u16)?;
        }
        Ok(())
    }
}

/// As much of a cell as a workbook can hold.
fn cut(cell: &str) -> String {
    if cell.len() <= CELL_LETTERS || cell.chars().count() <= CELL_LETTERS {
        return cell.to_owned();
    }
    cell.chars().take(CELL_LETTERS - 1).chain(['…']).collect()
}
