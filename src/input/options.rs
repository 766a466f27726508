//! What the caller says of a list.

use super::columns::ColumnMap;
use super::encoding::KnownEncoding;
use std::path::Path;

/// What a list is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values, or another delimiter that is found out.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON object a line.
    Jsonl,
    /// An Excel workbook, also of the format before 2007.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
}

impl Format {
    /// The format that a file's name speaks of, `.gz` and `.zst` left aside.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name
            .strip_suffix(".gz")
            .or_else(|| name.strip_suffix(".zst"))
            .unwrap_or(&name);
        Some(match name.rsplit_once('.')?.1 {
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "jsonl" | "ndjson" | "json" => Self::Jsonl,
            "xlsx" | "xlsm" | "xls" | "et" => Self::Xlsx,
            "ods" => Self::Ods,
            _ => return None,
        })
    }
}

/// How to read a list; the default finds out what it can.
#[derive(Debug, Clone, Default)]
pub struct InputOptions {
    /// The encoding, if it is not to be found out.
    pub encoding: Option<KnownEncoding>,
    /// The delimiter of CSV, if it is not to be found out.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook: its name, or its number from 1.
    pub sheet: Option<String>,
    /// The line of the header, or its row in a sheet, from 1; 0 for a list without a header. Found out where not said.
    pub header_row: Option<u64>,
    /// How many lines, or rows of a sheet, are left out before the header is looked for.
    pub skip: Option<u64>,
    /// What the user says about columns.
    pub map: ColumnMap,
    /// How many objects of JSONL are looked at for keys, each of which is a column; at least one.
    pub sample: usize,
}
