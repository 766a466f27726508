//! A list on its way in: finds encoding, delimiter and columns, then hands out blocks of rows.

use super::block::{Framed, MAX_ROW, Numbering, RowBlock};
use super::container::{self, Kind};
use super::dialect;
use super::encoding::Text;
use super::evidence;
use super::framer::Framer;
use super::json;
use super::layout::Layout;
use super::opening::{BLOCK, Given, Opening};
use super::options::{Format, InputOptions};
use super::plain::Plain;
use super::sheet;
use super::source::Source;
use crate::error::{Error, ErrorKind, Result};
use crate::lead::Place;
use encoding_rs::Encoding;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A list on its way in.
#[derive(Debug)]
pub struct List {
    name: String,
    text: Text,
    framer: Framer,
    layout: Arc<Layout>,
    numbering: Numbering,
    /// The beginning of the next row, left over from the last block.
    carry: Vec<u8>,
    ended: bool,
    overlong: Option<Overlong>,
    /// How many rows the lists before it have.
    first: u64,
    notes: Vec<String>,
}

/// A list as a table or lines of JSON, whatever it was.
struct Readable {
    source: Source,
    /// What it is in, where that is known already.
    encoding: Option<&'static Encoding>,
    format: Format,
    is_sheet: bool,
    /// For each column of a sheet the last row that holds something in it, from 1.
    last: Vec<u64>,
    notes: Vec<String>,
}

impl Readable {
    fn of(
        mut source: Source,
        kind: Kind,
        said: Option<Format>,
        inside: Option<String>,
        options: &InputOptions,
    ) -> Result<Self> {
        let called = inside.as_deref().unwrap_or(source.name());
        let mut format = container::resolve(said, called, kind);
        let mut notes: Vec<String> = inside
            .iter()
            .map(|inside| format!("`{inside}` is read out of the archive"))
            .collect();
        let encoding = options.encoding.map(|encoding| encoding.0);
        if kind.is_sheet() {
            let opened = sheet::as_csv(source, kind, options.sheet.as_deref())?;
            notes.extend(opened.notes);
            return Ok(Self {
                source: opened.source,
                encoding: Some(encoding_rs::UTF_8),
                format,
                is_sheet: true,
                last: opened.last,
                notes,
            });
        }
        let is_table = kind == Kind::Text && format == Format::Csv;
        let plain = match is_table && options.delimiter.is_none() && options.header_row.is_none() {
            true => plain_list(&mut source)?,
            false => None,
        };
        let (source, encoding) = match (plain, kind) {
            (Some(plain), _) => {
                notes.push(plain.note().to_owned());
                if plain.is_objects() {
                    format = Format::Jsonl;
                }
                (plain.read(source, encoding), Some(encoding_rs::UTF_8))
            }
            (None, Kind::Json(Some(brackets))) if format == Format::Jsonl => (
                source.filtered(|reader| Box::new(json::Lines::new(reader, brackets))),
                encoding,
            ),
            (None, _) => (source, encoding),
        };
        Ok(Self {
            source,
            encoding,
            format,
            is_sheet: false,
            last: Vec::new(),
            notes,
        })
    }
}

/// A line that is too long and whose end has not come yet.
#[derive(Debug)]
struct Overlong {
    row: u64,
    line: u64,
    kept: Vec<u8>,
}

impl List {
    /// Begins to read: finds encoding, delimiter and columns.
    pub(super) fn open(
        source: Source,
        said: Option<Format>,
        options: &InputOptions,
    ) -> Result<Self> {
        let name = source.name().to_owned();
        let (mut source, kind, inside) = container::unpacked(source)?;
        if kind == Kind::Text && options.encoding.is_none() && evidence::is_binary(source.peek()?) {
            return Err(no_text(&name));
        }
        let Readable {
            source,
            encoding,
            format,
            is_sheet,
            last,
            notes,
        } = Readable::of(source, kind, said, inside, options)?;
        let mut opening = Opening {
            text: Text::new(source, encoding),
            block: RowBlock::default(),
            ended: false,
            numbering: Numbering {
                rows: 0,
                line: 1,
                by_record: is_sheet,
            },
            notes,
        };
        let (framer, layout, used) = match format {
            Format::Jsonl => opening.first_objects(&name, options)?,
            _ => {
                let delimiter = match format {
                    Format::Tsv => Some(options.delimiter.unwrap_or(b'\t')),
                    _ => options.delimiter,
                };
                let given = Given {
                    delimiter,
                    is_sheet,
                    last: &last,
                };
                opening.header(&name, given, options)?
            }
        };
        let name = match &options.sheet {
            Some(sheet) if is_sheet => format!("{name}#{sheet}"),
            _ => name,
        };
        Ok(Self {
            name,
            framer,
            layout: Arc::new(layout),
            carry: opening.block.raw.split_off(used),
            text: opening.text,
            numbering: opening.numbering,
            ended: opening.ended,
            overlong: None,
            first: 0,
            notes: opening.notes,
        })
    }

    /// What it is called in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Makes its rows show the columns of all lists.
    pub(super) fn show(&mut self, places: Vec<Place>) {
        if let Some(layout) = Arc::get_mut(&mut self.layout) {
            layout.show(places, &self.name);
        }
    }

    /// Goes on with the numbers of rows after `rows`, those of other lists.
    pub(super) fn number_from(&mut self, rows: u64) {
        self.numbering.rows = rows;
        self.first = rows;
    }

    /// How many rows there were up to here, those of the lists before among them.
    pub(super) fn rows(&self) -> u64 {
        self.numbering.rows
    }

    /// What was assumed about the list, and what of it is not read: one line each, to be told to the user.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How its rows are to be read.
    #[must_use]
    pub fn layout(&self) -> Arc<Layout> {
        Arc::clone(&self.layout)
    }

    /// The encoding as far as it is known.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.text.encoding()
    }

    /// The delimiter, where there is one.
    #[must_use]
    pub fn delimiter(&self) -> Option<char> {
        match &self.framer {
            Framer::Csv(framer) if framer.dialect.delimiter == dialect::NONE => None,
            Framer::Csv(framer) => Some(char::from(framer.dialect.delimiter)),
            Framer::Jsonl => None,
        }
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

    /// A file that is shorter at its end than it was when it was opened was cut, or written anew, while it was read.
    pub(super) fn refuse_cut(&self) -> Result<()> {
        let source = self.text.source();
        let taken = source.taken().load(Ordering::Relaxed);
        match source.total() {
            Some(total) if taken < total => {
                let message = format!(
                    "`{}` was cut while it was read: {taken} of {total} bytes are left",
                    self.name
                );
                let hint = "make it whole again, then go on with the same command and `--resume`";
                Err(Error::new(ErrorKind::Io, message).with_hint(hint))
            }
            _ => Ok(()),
        }
    }

    /// Fills a block with the next rows; false when there are none left.
    pub(super) fn fill(&mut self, block: &mut RowBlock) -> Result<bool> {
        loop {
            block.clear();
            let more = self.fill_any(block)?;
            block.taken = self.taken().load(Ordering::Relaxed);
            block.encoding = self.encoding();
            block.guess = self.text.guess().map(Encoding::name);
            block.may_repair = self.text.may_repair();
            block.first = self.first;
            block.layout = Some(Arc::clone(&self.layout));
            if !block.is_empty() {
                return Ok(true);
            }
            if !more {
                return Ok(false);
            }
        }
    }

    /// Fills a block with whatever rows come next, perhaps none; false at the end of the list.
    fn fill_any(&mut self, block: &mut RowBlock) -> Result<bool> {
        block.raw.append(&mut self.carry);
        // What a pipe has already brought is answered before more is waited for.
        let mut waiting = self.text.source().is_live() && !block.raw.is_empty();
        let mut at = 0;
        let mut ended_overlong = None;
        loop {
            if !std::mem::take(&mut waiting) && !self.ended {
                let want = BLOCK.saturating_sub(block.raw.len()).max(BLOCK / 4);
                self.ended = !self.text.read_some(&mut block.raw, want)?;
                if let Framer::Csv(framer) = &self.framer {
                    framer.dialect.prepare(&mut block.raw, at);
                }
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
            // Blank lines, of which there may be more than fit into memory.
            block.raw.drain(..at);
            at = 0;
        }
        self.carry.extend_from_slice(&block.raw[at..]);
        block.raw.truncate(at);
        if let Some(overlong) = ended_overlong {
            block.put_first(overlong.row, overlong.line, &overlong.kept);
        }
        Ok(!self.ended)
    }
}

/// A file that is nothing a person could read.
fn no_text(name: &str) -> Error {
    let message = format!("`{name}` is no list: its bytes are no text in any encoding");
    let hint = "it may be damaged, encrypted, or of a program that is not known here: open it in that program, and save the list as CSV or .xlsx";
    Error::new(ErrorKind::Malformed, message).with_hint(hint)
}

/// How a text stands that is no table, if it is one of those that are known.
fn plain_list(source: &mut Source) -> Result<Option<Plain>> {
    match Plain::may_begin(source.peek()?) {
        true => Ok(Plain::of(source.peek_all()?)),
        false => Ok(None),
    }
}
