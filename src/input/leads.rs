//! A lead list on its way in: finds encoding, delimiter and columns, then hands out blocks of rows.

use super::block::{Block, Fault, Framed, MAX_ROW, Numbering};
use super::columns::{ColumnMap, Columns};
use super::csv::{self, CsvFramer};
use super::encoding::Text;
use super::jsonl::{self, Keys};
use super::rows::{Layout, Shape};
use super::sheet;
use super::source::Source;
use crate::error::{Error, ErrorKind, Result};
use crate::lead::Cells;
use encoding_rs::Encoding;
use memchr::{memchr, memchr2};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
            "jsonl" | "ndjson" => Self::Jsonl,
            "xlsx" | "xlsm" | "xls" => Self::Xlsx,
            "ods" => Self::Ods,
            _ => return None,
        })
    }
}

/// How to read a list; the default finds out what it can.
#[derive(Debug, Clone, Default)]
pub struct InputOptions {
    /// The encoding, if it is not to be found out.
    pub encoding: Option<&'static Encoding>,
    /// The delimiter of CSV, if it is not to be found out.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook: its name, or its number from 1.
    pub sheet: Option<String>,
    /// What the user says about columns.
    pub map: ColumnMap,
    /// How many objects of JSONL are looked at for keys, each of which is a column; at least one.
    pub sample: usize,
}

/// How many bytes of input a block holds: some 350 leads of the usual length, few enough to stay in a core's cache.
const BLOCK: usize = 1 << 18;

/// A list on its way in.
#[derive(Debug)]
pub struct Leads {
    text: Text,
    framer: Framer,
    layout: Arc<Layout>,
    numbering: Numbering,
    /// The beginning of the next row, left over from the last block.
    carry: Vec<u8>,
    ended: bool,
    overlong: Option<Overlong>,
    skip: u64,
}

#[derive(Debug)]
enum Framer {
    Csv(Box<CsvFramer>),
    Jsonl,
}

/// A line that is too long and whose end has not come yet.
#[derive(Debug)]
struct Overlong {
    row: u64,
    line: u64,
    kept: Vec<u8>,
}

impl Framer {
    fn frame(
        &mut self,
        block: &mut Block,
        from: usize,
        last: bool,
        numbering: &mut Numbering,
    ) -> Framed {
        match self {
            Self::Csv(framer) => framer.frame(block, from, last, usize::MAX, numbering),
            Self::Jsonl => jsonl::frame(block, from, last, numbering),
        }
    }

    /// Where the line ends that `bytes` go on with.
    fn line_end(&self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Csv(_) => memchr2(b'\r', b'\n', bytes),
            Self::Jsonl => memchr(b'\n', bytes),
        }
    }
}

impl Leads {
    /// Begins to read: finds encoding, delimiter and columns.
    ///
    /// # Errors
    /// What [`Source`] says; [`ErrorKind::Incomplete`] for a list that is empty or has no column to read;
    /// [`ErrorKind::Malformed`] for a workbook or header that cannot be read.
    pub fn open(source: Source, format: Format, options: &InputOptions) -> Result<Self> {
        let name = source.name().to_owned();
        let is_sheet = matches!(format, Format::Xlsx | Format::Ods);
        let (source, encoding) = if is_sheet {
            let csv = sheet::as_csv(source, format, options.sheet.as_deref())?;
            (csv, Some(encoding_rs::UTF_8))
        } else {
            (source, options.encoding)
        };
        let mut opening = Opening {
            text: Text::new(source, encoding),
            block: Block::default(),
            ended: false,
            numbering: Numbering {
                rows: 0,
                line: 1,
                by_record: is_sheet,
            },
        };
        let (framer, layout, used) = match format {
            Format::Jsonl => opening.first_objects(&name, options)?,
            _ => {
                let delimiter = match format {
                    Format::Csv => options.delimiter,
                    Format::Tsv => Some(options.delimiter.unwrap_or(b'\t')),
                    Format::Jsonl | Format::Xlsx | Format::Ods => Some(b','),
                };
                opening.header(&name, delimiter, &options.map)?
            }
        };
        Ok(Self {
            framer,
            layout: Arc::new(layout),
            carry: opening.block.raw.split_off(used),
            text: opening.text,
            numbering: opening.numbering,
            ended: opening.ended,
            overlong: None,
            skip: 0,
        })
    }

    /// How its rows are to be read.
    #[must_use]
    pub fn layout(&self) -> Arc<Layout> {
        Arc::clone(&self.layout)
    }

    /// The encoding as far as it is known.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.text.encoding().name()
    }

    /// The delimiter, where there is one.
    #[must_use]
    pub fn delimiter(&self) -> Option<char> {
        match &self.framer {
            Framer::Csv(framer) => Some(char::from(framer.delimiter)),
            Framer::Jsonl => None,
        }
    }

    /// What to call the list in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text.source().name()
    }

    /// Length of the file in bytes, if it is known.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.text.source().total()
    }

    /// How many bytes of the file have been taken, to be looked at while reading goes on.
    #[must_use]
    pub fn taken(&self) -> Arc<AtomicU64> {
        self.text.source().taken()
    }

    /// Leaves out the rows up to and including number `row`, which have been answered before.
    pub fn skip_to(&mut self, row: u64) {
        self.skip = row;
    }

    /// Fills a block with the next rows; false when there are none left.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if the list cannot be read on.
    pub fn fill(&mut self, block: &mut Block) -> Result<bool> {
        loop {
            block.clear();
            let more = self.fill_any(block)?;
            block.taken = self.taken().load(Ordering::Relaxed);
            block.encoding = self.encoding();
            block.guess = self.text.guess().map(Encoding::name);
            if block.last_row() > self.skip {
                block.skip_to(self.skip);
                return Ok(true);
            }
            if !more {
                return Ok(false);
            }
        }
    }

    /// Fills a block with whatever rows come next, perhaps none; false at the end of the list.
    fn fill_any(&mut self, block: &mut Block) -> Result<bool> {
        block.raw.append(&mut self.carry);
        // What a pipe has already brought is answered before more is waited for.
        let mut waiting = self.text.source().is_live() && !block.raw.is_empty();
        let mut at = 0;
        let mut ended_overlong = None;
        loop {
            if !std::mem::take(&mut waiting) && !self.ended {
                let want = BLOCK.saturating_sub(block.raw.len()).max(BLOCK / 4);
                self.ended = !self.text.read_some(&mut block.raw, want)?;
            }
            if self.overlong.is_some() {
                at = match self.framer.line_end(&block.raw) {
                    Some(end) => end,
                    None if self.ended => block.raw.len(),
                    None => {
                        block.raw.clear();
                        continue;
                    }
                };
                ended_overlong = self.overlong.take();
            }
            match self
                .framer
                .frame(block, at, self.ended, &mut self.numbering)
            {
                Framed::UpTo(end) => at = end,
                Framed::TooLongAt(start) => {
                    let (row, line) = self.numbering.next(&[]);
                    self.overlong = Some(Overlong {
                        row,
                        line,
                        kept: block.raw[start..start + MAX_ROW].to_vec(),
                    });
                    block.raw.clear();
                    at = 0;
                }
            }
            if !block.rows.is_empty() || ended_overlong.is_some() || self.ended {
                break;
            }
        }
        self.carry.extend_from_slice(&block.raw[at..]);
        block.raw.truncate(at);
        if let Some(overlong) = ended_overlong {
            block.put_first(overlong.row, overlong.line, &overlong.kept);
        }
        Ok(!self.ended)
    }
}

/// A list of which the beginning is being looked at.
struct Opening {
    text: Text,
    block: Block,
    ended: bool,
    numbering: Numbering,
}

impl Opening {
    /// Reads more of the beginning.
    fn read_on(&mut self) -> Result<()> {
        self.ended = !self.text.read_some(&mut self.block.raw, BLOCK)?;
        Ok(())
    }

    /// The header of a table: the first row that holds anything. Also how many bytes it took.
    fn header(
        &mut self,
        name: &str,
        delimiter: Option<u8>,
        map: &ColumnMap,
    ) -> Result<(Framer, Layout, usize)> {
        let start = self.numbering;
        loop {
            self.read_on()?;
            let stated = csv::stated_delimiter(&self.block.raw);
            let (stated, skipped) = stated.map_or((None, 0), |(byte, length)| (Some(byte), length));
            let delimiter = delimiter.or(stated);
            let delimiter = delimiter.unwrap_or_else(|| csv::sniff(&self.block.raw[skipped..]));
            let mut framer = CsvFramer::new(delimiter);
            let mut at = skipped;
            self.block.rows.clear();
            self.numbering = start;
            self.numbering.pass(&self.block.raw[..skipped]);
            loop {
                let before = self.block.rows.len();
                let framed = framer.frame(&mut self.block, at, self.ended, 1, &mut self.numbering);
                if self.block.rows.len() == before {
                    if self.ended {
                        return Err(empty(name));
                    }
                    if matches!(framed, Framed::TooLongAt(_)) {
                        return Err(unreadable_header(name, "it is longer than a row may be"));
                    }
                    break; // it goes on in what has not been read yet
                }
                at = match framed {
                    Framed::UpTo(at) | Framed::TooLongAt(at) => at,
                };
                let headers = self.cells(name)?;
                if headers.iter().any(|header| !header.is_empty()) {
                    framer.set_width(headers.len());
                    self.numbering.rows = 0;
                    let layout = Layout {
                        columns: Columns::new(headers, map)?,
                        shape: Shape::Table,
                    };
                    return Ok((Framer::Csv(Box::new(framer)), layout, at));
                }
            }
        }
    }

    /// The cells of the row found last, as headers.
    fn cells(&self, name: &str) -> Result<Vec<String>> {
        let Some(row) = self.block.rows.last() else {
            return Ok(Vec::new());
        };
        match row.fault {
            Some(Fault::OpenQuote) => {
                return Err(unreadable_header(
                    name,
                    "a quote opens in it that is not closed",
                ));
            }
            Some(Fault::TooLong) => {
                return Err(unreadable_header(name, "it is longer than a row may be"));
            }
            Some(Fault::Cells(_)) | None => {}
        }
        let Ok(text) = std::str::from_utf8(&self.block.text[row.text.0..row.text.1]) else {
            let reason = format!("it is not {}", self.text.encoding().name());
            return Err(unreadable_header(name, &reason)
                .with_hint("name the encoding, for instance `--encoding big5`"));
        };
        let cells = Cells::new(text, &self.block.ends[row.cells.0..row.cells.1]);
        Ok(cells.iter().map(|cell| cell.trim().to_owned()).collect())
    }

    /// The keys of the first objects, `options.sample` of them or more until one can be read. Takes no bytes.
    fn first_objects(
        &mut self,
        name: &str,
        options: &InputOptions,
    ) -> Result<(Framer, Layout, usize)> {
        let start = self.numbering;
        loop {
            self.read_on()?;
            self.block.rows.clear();
            let mut counting = start;
            let framed = jsonl::frame(&mut self.block, 0, self.ended, &mut counting);
            let long = matches!(framed, Framed::TooLongAt(_)) || self.block.raw.len() > MAX_ROW;
            let done = self.ended || long;
            let (mut headers, mut objects) = (Vec::new(), 0);
            for row in &self.block.rows {
                let Some(keys) = jsonl::keys_of(&self.block.raw[row.raw.0..row.raw.1]) else {
                    continue;
                };
                objects += 1;
                for key in keys {
                    if !headers.contains(&key) {
                        headers.push(key);
                    }
                }
                if objects >= options.sample.max(1)
                    && Columns::new(headers.clone(), &options.map).is_ok()
                {
                    break;
                }
            }
            if self.block.rows.is_empty() && self.ended {
                return Err(empty(name));
            }
            if objects == 0 && done {
                let error = format!("no line of `{name}` is a JSON object");
                return Err(Error::new(ErrorKind::Malformed, error)
                    .with_hint("is it of another format? say which with `--input-format`"));
            }
            let columns = Columns::new(headers, &options.map);
            if done || objects >= options.sample.max(1) && columns.is_ok() {
                let columns = columns?;
                let keys = Keys::new(columns.headers(), columns.targets());
                let shape = Shape::Objects(keys);
                return Ok((Framer::Jsonl, Layout { columns, shape }, 0));
            }
        }
    }
}

fn empty(name: &str) -> Error {
    Error::new(ErrorKind::Incomplete, format!("`{name}` is empty"))
        .with_hint("a list begins with a header, or is one JSON object a line")
}

fn unreadable_header(name: &str, reason: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("cannot read the header of `{name}`: {reason}"),
    )
}
