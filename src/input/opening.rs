//! The beginning of a list: how it is cut, where its header is, which columns it has.

use super::below::{self, Below};
use super::block::{Framed, MAX_ROW, Numbering, RowBlock};
use super::columns::{ColumnMap, Columns};
use super::csv::{CsvFramer, Width};
use super::delimiter::{self, First};
use super::dialect::{self, Dialect};
use super::encoding::Text;
use super::form;
use super::framer::Framer;
use super::head::{self, Head};
use super::headers;
use super::jsonl;
use super::keys::Keys;
use super::layout::{Layout, Shape};
use super::options::InputOptions;
use super::target::Target;
use crate::error::{Error, ErrorKind, Result};
use std::collections::HashSet;

/// How many bytes of input a block holds: some 350 leads of the usual length, few enough to stay in a core's cache.
pub(super) const BLOCK: usize = 1 << 18;
/// How many bytes of a table are looked at, however they come: what is found out is the same from a file and a pipe.
const LOOKED_AT: usize = 1 << 16;

/// A list of which the beginning is being looked at.
pub(super) struct Opening {
    pub(super) text: Text,
    pub(super) block: RowBlock,
    pub(super) ended: bool,
    pub(super) numbering: Numbering,
    /// What was assumed, one line each.
    pub(super) notes: Vec<String>,
}

/// What is known of a table before its header is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) delimiter: Option<u8>,
    pub(super) is_sheet: bool,
    /// For each column of a sheet the last row that holds something in it, from 1.
    pub(super) last: &'a [u64],
}

impl Opening {
    /// Reads more of the beginning.
    fn read_on(&mut self) -> Result<()> {
        self.ended = !self.text.read_some(&mut self.block.raw, BLOCK)?;
        Ok(())
    }

    /// The bytes that are looked at: as many as are always there.
    fn looked_at(&self, least: usize) -> (&[u8], bool) {
        match self.block.raw.get(..least) {
            Some(start) => (start, false),
            None => (&self.block.raw, true),
        }
    }

    /// Leaves out lines in which nothing stands, which a list may begin with by the million.
    fn pass_blank_lines(&mut self) {
        let raw = &mut self.block.raw;
        let blank = raw
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        self.numbering.pass(&raw[..blank]);
        raw.drain(..blank);
    }

    /// The first rows of a table and how they are cut.
    fn table(&mut self, name: &str, given: Given<'_>) -> Result<(Dialect, Vec<First>, usize)> {
        let mut least = LOOKED_AT;
        loop {
            while !self.ended && self.block.raw.len() < least {
                self.read_on()?;
                self.pass_blank_lines();
            }
            if self.block.raw.is_empty() {
                return Err(empty(name));
            }
            let (raw, last) = self.looked_at(least);
            let (stated, skipped) =
                delimiter::stated(raw).map_or((None, 0), |(byte, length)| (Some(byte), length));
            let mut start = self.numbering;
            start.pass(&raw[..skipped]);
            let dialect = match given.is_sheet {
                true => Dialect::of(b','),
                false => delimiter::find(&raw[skipped..], last, given.delimiter.or(stated), start),
            };
            let rows = delimiter::first_rows(&raw[skipped..], last, dialect, start);
            if !rows.is_empty() {
                return Ok((dialect, rows, skipped));
            }
            if last {
                return Err(empty(name));
            }
            if least > MAX_ROW {
                return Err(unreadable_header(name, "it is longer than a row may be"));
            }
            least *= 4;
        }
    }

    /// The header of a table, and how many bytes there are up to its end.
    pub(super) fn header(
        &mut self,
        name: &str,
        given: Given<'_>,
        options: &InputOptions,
    ) -> Result<(Framer, Layout, usize)> {
        let (mut dialect, mut rows, mut skipped) = self.table(name, given)?;
        if let Some((table, note)) = form::table(&rows, self.ended) {
            self.notes.push(note.to_owned());
            self.block.raw = table;
            (dialect, rows, skipped) = self.table(
                name,
                Given {
                    delimiter: Some(b','),
                    ..given
                },
            )?;
        }
        if options.header_row > rows.last().map(|row| row.line) {
            // Further down than headers are looked for.
            let (raw, last) = self.looked_at(LOOKED_AT);
            rows = delimiter::all_rows(&raw[skipped..], last, dialect, rows[0].numbering());
        }
        let from = options.skip.map_or(0, |lines| {
            rows.iter().take_while(|row| row.line <= lines).count()
        });
        let cells: Vec<Vec<String>> = rows[from..].iter().map(|row| row.cells.clone()).collect();
        let mut head = match options.header_row {
            Some(0) => Head {
                row: from,
                height: 0,
                names: lettered(&cells),
                known: 0,
            },
            Some(line) => {
                let place = rows.iter().position(|row| row.line == line);
                let place = place.ok_or_else(|| no_such_line(name, line, &rows))?;
                let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
                head::find(&cells, Some(place))
            }
            None => head::find(&cells, None).below(from),
        };
        self.check(name, &rows, &head, from)?;
        if head.names.len() == 1
            && !given.is_sheet
            && given.delimiter.is_none()
            && dialect.delimiter != dialect::NONE
        {
            // In a list of one column a comma is a comma.
            dialect = Dialect::of(dialect::NONE);
            let (raw, last) = self.looked_at(LOOKED_AT);
            rows = delimiter::first_rows(&raw[skipped..], last, dialect, rows[0].numbering());
        }
        let below = (head.row + head.height).min(rows.len());
        let second = self.second_table((dialect, &rows, skipped), &head, &options.map);
        let first = rows[below..].iter();
        let first = first.filter(|row| second.is_none_or(|second| row.line < second.line));
        let data: Vec<Vec<String>> = first.map(|row| row.cells.clone()).collect();
        let line = below.checked_sub(1).map_or(0, |row| rows[row].line);
        let beyond = given
            .last
            .iter()
            .rposition(|last| *last > line)
            .map_or(0, |column| column + 1);
        let width = widen(&mut head.names, &data, given.is_sheet, beyond);
        self.note_above(&rows[..head.row.min(rows.len())], &head);
        let mut framer = CsvFramer::new(dialect);
        let at = self.pass_rows(&mut framer, skipped, below);
        framer.set_width(width);
        let columns = Columns::with_rows(head.names, &options.map, &data)?;
        self.notes.extend(columns.notes().iter().cloned());
        let second = second.map(|below| below.line);
        let layout = Layout::new(columns, Shape::Table).ending_at(second);
        Ok((Framer::Csv(Box::new(framer)), layout, at))
    }

    /// The second table below the first, if there is one, which is told.
    fn second_table(
        &mut self,
        table: (Dialect, &[First], usize),
        head: &Head,
        map: &ColumnMap,
    ) -> Option<Below> {
        let (dialect, rows, skipped) = table;
        let below = (head.row + head.height).min(rows.len());
        let (raw, last) = self.looked_at(LOOKED_AT);
        let all = (rows.len() == head::ROWS && below::has_gap(raw, dialect.delimiter))
            .then(|| delimiter::all_rows(&raw[skipped..], last, dialect, rows[0].numbering()));
        let data = &all.as_deref().unwrap_or(rows)[below..];
        let columns = Columns::new(head.names.clone(), map).ok()?;
        let found = below::find(data, &head.names, columns.targets())?;
        let header = &data.iter().find(|row| row.line == found.header)?.cells;
        self.notes.push(format!(
            "another table begins at row {}, and is not read: `{}`; `--header-row {}` reads it instead",
            found.line,
            shown(header),
            found.header,
        ));
        Some(found)
    }

    /// Refuses a header that cannot be read.
    fn check(&self, name: &str, rows: &[First], head: &Head, from: usize) -> Result<()> {
        let Some(row) = rows.get(head.row) else {
            return Err(empty(name));
        };
        let first = rows.get(from).unwrap_or(row);
        if row.fault.is_some() || head.known == 0 && first.fault.is_some() {
            return Err(unreadable_header(name, "a quote opens in it that is not closed")
                .with_hint("say which line is the header with `--header-row N`, or leave lines out with `--skip N`"));
        }
        if !row.is_text {
            let reason = format!("it is not {}", self.text.encoding());
            let error = unreadable_header(name, &reason);
            // A guess that was good enough would have been taken.
            return Err(error.with_hint(match self.text.may_repair() {
                true => "save it as UTF-8 (\"CSV UTF-8\") or .xlsx in the program that made it, or name its encoding, such as `--encoding big5`",
                false => "leave out `--encoding`: the encoding is then found out",
            }));
        }
        Ok(())
    }

    /// Says what stands above the header, or that there is none.
    fn note_above(&mut self, above: &[First], head: &Head) {
        if head.height == 0 {
            self.notes.push("no header was found: columns are named by letter (`--header-row N` says where one is)".to_owned());
        }
        if above.is_empty() {
            return;
        }
        let shown: Vec<String> = above
            .iter()
            .take(3)
            .map(|row| format!("`{}`", shown(&row.cells)))
            .collect();
        let more = if above.len() > 3 { ", …" } else { "" };
        let rows = if above.len() == 1 { "row" } else { "rows" };
        self.notes.push(format!(
            "{} {rows} above the header not read: {}{more}",
            above.len(),
            shown.join(", ")
        ));
    }

    /// Goes over the first `count` rows from byte `skipped` on: the place after them.
    fn pass_rows(&mut self, framer: &mut CsvFramer, skipped: usize, count: usize) -> usize {
        self.numbering.pass(&self.block.raw[..skipped]);
        framer.dialect.prepare(&mut self.block.raw, skipped);
        let mut at = skipped;
        if count > 0 {
            let framed = framer.frame(&mut self.block, at, self.ended, count, &mut self.numbering);
            at = match framed {
                Framed::UpTo(at) | Framed::TooLongAt(at) => at,
            };
        }
        self.block.rows.clear();
        self.numbering.rows = 0;
        at
    }

    /// The keys of the first objects, `options.sample` of them or more until one can be read. Takes no bytes.
    pub(super) fn first_objects(
        &mut self,
        name: &str,
        options: &InputOptions,
    ) -> Result<(Framer, Layout, usize)> {
        let mut counting = self.numbering;
        let (mut at, mut keys) = (0, FirstKeys::default());
        self.block.rows.clear();
        loop {
            self.read_on()?;
            let from = self.block.rows.len();
            at = match jsonl::frame(&mut self.block, at, self.ended, &mut counting) {
                Framed::UpTo(at) | Framed::TooLongAt(at) => at,
            };
            for row in &self.block.rows[from..] {
                let line = &self.block.raw[row.raw.0..row.raw.1];
                keys.add(line, row.fault.is_some());
                if keys.objects >= options.sample.max(1) && keys.can_be_read(options) {
                    break;
                }
            }
            if self.block.rows.is_empty() && self.ended {
                return Err(empty(name));
            }
            // Rows that are too long are put aside later; what comes after them may tell the keys.
            let most = if keys.objects == 0 {
                MAX_ROW * 16
            } else {
                MAX_ROW * 4
            };
            let done = self.ended || self.block.raw.len() > most;
            if keys.objects == 0 && done {
                let reason = keys
                    .reason
                    .map_or_else(String::new, |why| format!(": the first is {why}"));
                let error = format!("no line of `{name}` is a JSON object{reason}");
                return Err(Error::new(ErrorKind::Malformed, error)
                    .with_hint("is it of another format? say which with `--input-format`"));
            }
            if self.ended && keys.objects == 1 && self.block.rows.len() == 1 {
                refuse_columns(name, self.block.raw(0))?;
            }
            if done || keys.objects >= options.sample.max(1) && keys.can_be_read(options) {
                let columns = Columns::new(keys.headers, &options.map)?;
                self.notes.extend(columns.notes().iter().cloned());
                let keys = Keys::new(columns.headers(), columns.targets());
                return Ok((Framer::Jsonl, Layout::new(columns, Shape::Objects(keys)), 0));
            }
        }
    }
}

/// The keys of the first objects of a list.
#[derive(Default)]
struct FirstKeys {
    headers: Vec<String>,
    seen: HashSet<String>,
    objects: usize,
    /// What is wrong with the first line that is no object.
    reason: Option<String>,
    /// How many of the headers are known not to be enough, and whether one that is known came after these.
    tried: usize,
    is_known: bool,
    /// Whether one of them can be read; it stays so.
    can: bool,
}

fn is_read(target: Target) -> bool {
    target.is_text() || target == Target::Name
}

impl FirstKeys {
    fn add(&mut self, line: &[u8], is_too_long: bool) {
        let keys = match is_too_long {
            true => Err("longer than a row may be".to_owned()),
            false => jsonl::keys_of(line),
        };
        match keys {
            Ok(keys) => {
                self.objects += 1;
                for key in keys {
                    if self.seen.insert(key.clone()) {
                        self.is_known |=
                            headers::known(&key).is_some_and(|known| is_read(known.target));
                        self.headers.push(key);
                    }
                }
            }
            Err(why) => {
                self.reason.get_or_insert(why);
            }
        }
    }

    /// Whether one of them can be read. All are looked at only where one that is known has come, or, since the user may
    /// have named another, an eighth more of any: objects with new keys throughout would take for ever.
    fn can_be_read(&mut self, options: &InputOptions) -> bool {
        if self.can {
            return true;
        }
        let is_known = self.is_known && options.map == ColumnMap::default();
        if !is_known && self.headers.len() <= self.tried + self.tried / 8 {
            return false;
        }
        (self.tried, self.is_known) = (self.headers.len(), false);
        self.can = Columns::new(self.headers.clone(), &options.map).is_ok();
        self.can
    }
}

impl Head {
    /// The same, `rows` further down.
    fn below(self, rows: usize) -> Self {
        Self {
            row: self.row + rows,
            ..self
        }
    }
}

impl First {
    /// The count of lines where it begins.
    fn numbering(&self) -> Numbering {
        Numbering {
            rows: 0,
            line: self.line,
            by_record: false,
        }
    }
}

/// Names for the columns of a table without a header.
fn lettered(rows: &[Vec<String>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..width).map(super::columns::letter_of).collect()
}

/// Adds columns that have no header: the last of a sheet, a last column that most rows have, a column of notes with a
/// gap before it.
fn widen(names: &mut Vec<String>, data: &[Vec<String>], is_sheet: bool, beyond: usize) -> Width {
    let filled = |row: &Vec<String>| {
        row.iter()
            .rposition(|cell| !cell.trim().is_empty())
            .map_or(0, |last| last + 1)
    };
    let mut named = names.len();
    let longest = data.iter().map(filled).max().unwrap_or(0).max(beyond);
    if is_sheet {
        while named > 0 && names[named - 1].is_empty() && named > longest {
            names.pop();
            named -= 1;
        }
        names.resize(named.max(longest), String::new());
        return Width {
            named,
            all: names.len(),
            is_sheet: true,
        };
    }
    let usual = data.iter().filter(|row| filled(row) > named).count();
    if named > 1 && usual >= 2 && usual * 5 >= data.len() * 4 {
        let widths: Vec<usize> = data
            .iter()
            .map(Vec::len)
            .filter(|width| *width > named)
            .collect();
        if widths.iter().all(|width| *width == widths[0]) {
            named = widths[0];
            names.resize(named, String::new());
        }
    }
    let notes = data
        .iter()
        .filter(|row| row.len() > named && row[named].trim().is_empty());
    let all = notes.map(filled).max().unwrap_or(0).max(named);
    names.resize(all, String::new());
    Width {
        named,
        all,
        is_sheet: false,
    }
}

/// The beginning of a row, for a message.
fn shown(cells: &[String]) -> String {
    let filled: Vec<&str> = cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let text = filled.join(" ");
    let start: String = text.chars().take(50).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("{start}{more}")
}

fn no_such_line(name: &str, line: u64, rows: &[First]) -> Error {
    let error =
        format!("no row begins at line {line} of `{name}`, or it is too far down for a header");
    let filled: Vec<String> = rows
        .iter()
        .take(5)
        .map(|row| row.line.to_string())
        .collect();
    Error::new(ErrorKind::Unknown, error)
        .with_hint(format!("its first rows are at lines {}", filled.join(", ")))
}

/// Refuses an object that holds the columns of a table, `{"name": {"0": "A", "1": "B"}, …}`: as a lead it would be all of
/// them in one.
fn refuse_columns(name: &str, line: &[u8]) -> Result<()> {
    let numbers = |value: &serde_json::Value| {
        let object = value.as_object()?;
        let is_number =
            |key: &String| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        object.keys().all(is_number).then_some(object.len())
    };
    let Ok(serde_json::Value::Object(columns)) = serde_json::from_slice(line) else {
        return Ok(());
    };
    let rows: Vec<Option<usize>> = columns.values().map(numbers).collect();
    let is_table =
        rows.len() > 1 && rows[0] > Some(0) && rows.iter().all(|count| *count == rows[0]);
    if !is_table {
        return Ok(());
    }
    let error = format!("`{name}` holds its columns one after the other, not its rows");
    Err(Error::new(ErrorKind::Malformed, error)
        .with_hint("write it with one object a row: in pandas `to_json(orient=\"records\")`"))
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
