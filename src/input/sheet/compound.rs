//! A look into a workbook of the format before 2007, ahead of the library that reads it.
//!
//! Such a file is a small file system: sectors in chains, and in one of its files a stream of records. Damage may lead a
//! chain round in a circle, or tell of cells so far apart that no memory holds what lies between. The library follows
//! both until memory ends, which no thread can catch, so both are looked for here and refused.

/// From here on a number of a sector is no sector.
const NO_SECTOR: u32 = 0xFFFF_FFFC;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// A shorter stream lies in the small sectors.
const SMALL_STREAM: u64 = 4096;
const SMALL_SECTOR: usize = 64;

/// The most cells that a sheet may say it has: as many as the format can hold.
const SHEET: u64 = 65_536 * 256;
/// How many cells may lie between those that are filled, all sheets together: so many anyhow, and for each byte of the
/// file. A filled cell takes at least six bytes.
const BETWEEN: u64 = 1 << 20;
const BETWEEN_A_BYTE: u64 = 4;

const CIRCLE: &str = "its parts run in a circle";
const CUT: &str = "a part of it is not there";
const TOO_WIDE: &str = "its cells lie too far apart";

/// Refuses what would take the library for ever, or more memory than there is.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let streams = streams(bytes)
        .map_err(|reason| format!("it is protected by a password, or damaged ({reason})"))?;
    let most = BETWEEN + BETWEEN_A_BYTE * bytes.len() as u64;
    for stream in streams {
        let texts = shared_texts(&stream);
        let mut area = 0_u64;
        for sheet in sheets(&stream) {
            let records = stream.get(sheet..).unwrap_or_default();
            area = area.saturating_add(extent(records, &texts).ok_or(TOO_WIDE)?);
            if area > most {
                return Err(TOO_WIDE.to_owned());
            }
        }
    }
    Ok(())
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let chunks = bytes.as_chunks().0.iter();
    chunks.map(|chunk| u32::from_le_bytes(*chunk))
}

/// Sectors one after the other; the last may be cut.
#[derive(Clone, Copy)]
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl<'a> Sectors<'a> {
    fn get(self, id: u32) -> Result<&'a [u8], &'static str> {
        let start = (id as usize).checked_mul(self.size).ok_or(CUT)?;
        let rest = self
            .bytes
            .get(start..)
            .filter(|rest| !rest.is_empty())
            .ok_or(CUT)?;
        Ok(&rest[..rest.len().min(self.size)])
    }

    /// The bytes of the chain that begins at `id`, no more than `length`.
    fn chain(self, mut id: u32, table: &[u32], length: u64) -> Result<Vec<u8>, &'static str> {
        let mut chain = Vec::new();
        let mut left = self.bytes.len().div_ceil(self.size);
        while id != END_OF_CHAIN {
            left = left.checked_sub(1).ok_or(CIRCLE)?;
            chain.extend_from_slice(self.get(id)?);
            if chain.len() as u64 >= length {
                chain.truncate(length as usize);
                break;
            }
            id = *table.get(id as usize).ok_or(CUT)?;
        }
        Ok(chain)
    }
}

/// The streams in the file that hold a workbook.
fn streams(bytes: &[u8]) -> Result<Vec<Vec<u8>>, &'static str> {
    let field = |at| number(bytes, at).ok_or(CUT);
    let size = match short(bytes, 30) {
        Some(9) => 512,
        Some(12) => 4096,
        _ => return Err("its sectors have no known size"),
    };
    let sectors = Sectors {
        bytes: bytes.get(size..).ok_or(CUT)?,
        size,
    };
    let mut list: Vec<u32> = numbers(bytes.get(76..512).ok_or(CUT)?).collect();
    let (mut more, mut left) = (field(68)?, bytes.len() / size + 1);
    while more < NO_SECTOR - 2 {
        left = left.checked_sub(1).ok_or(CIRCLE)?;
        list.extend(numbers(sectors.get(more)?));
        more = list.pop().ok_or(CUT)?;
    }
    let mut table = Vec::new();
    for id in list.into_iter().filter(|id| *id < NO_SECTOR) {
        table.extend(numbers(sectors.get(id)?));
        if table.len() > bytes.len() {
            return Err(CIRCLE);
        }
    }
    let entries = sectors.chain(field(48)?, &table, u64::MAX)?;
    let entries = entries.as_chunks::<128>().0;
    let length = |entry: &[u8; 128]| match size {
        512 => number(entry, 120).map_or(0, u64::from),
        _ => u64::from_le_bytes(*entry[120..].first_chunk().expect("eight bytes are left")),
    };
    let start = |entry: &[u8; 128]| number(entry, 116).unwrap_or(END_OF_CHAIN);
    let root = entries.first().ok_or(CUT)?;
    let (mut small, mut small_table) = (Vec::new(), Vec::new());
    let small_sectors = u64::from(field(64)?);
    if small_sectors > 0 {
        small = sectors.chain(start(root), &table, length(root))?;
        let bytes = sectors.chain(field(60)?, &table, small_sectors * size as u64)?;
        small_table.extend(numbers(&bytes));
    }
    let small = Sectors {
        bytes: &small,
        size: SMALL_SECTOR,
    };
    let named =
        ["workbook", "book"].map(|name| entries.iter().find(|entry| is_called(entry, name)));
    let streams = named
        .into_iter()
        .flatten()
        .map(|entry| match length(entry) {
            length if length < SMALL_STREAM => small.chain(start(entry), &small_table, length),
            length => sectors.chain(start(entry), &table, length),
        });
    streams.collect()
}

fn is_called(entry: &[u8; 128], name: &str) -> bool {
    let units = entry[..64]
        .as_chunks()
        .0
        .iter()
        .map(|unit| u16::from_le_bytes(*unit));
    let letters =
        char::decode_utf16(units.take_while(|unit| *unit != 0)).map(|unit| unit.unwrap_or('\0'));
    letters
        .map(|letter| letter.to_ascii_lowercase())
        .eq(name.chars())
}

/// The records of a stream: what they are, and what they hold.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (short(stream, 0)?, short(stream, 2)?);
        let (record, rest) = stream[4..].split_at_checked(usize::from(length))?;
        stream = rest;
        Some((kind, record))
    })
}

const END: u16 = 0x000A;
const BEGIN: u16 = 0x0809;
const SHEET_PLACE: u16 = 0x0085;
const SIZE: u16 = 0x0200;
const SEVERAL_CELLS: u16 = 0x00BD;
/// The texts that cells share, what goes on from the record before, a cell with such a text.
const SHARED: u16 = 0x00FC;
const CONTINUED: u16 = 0x003C;
const SHARED_TEXT: u16 = 0x00FD;
/// So many letters take as much memory as an empty cell.
const LETTERS_A_CELL: u64 = 8;
/// A formula, a text of a list, a text with fonts, a number, a text, a truth value, a short number.
const CELLS: [u16; 7] = [0x0006, SHARED_TEXT, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E];

/// Where in the stream the sheets begin.
fn sheets(stream: &[u8]) -> Vec<usize> {
    let whole = records(stream).take_while(|(kind, _)| *kind != END);
    let places = whole.filter(|(kind, _)| *kind == SHEET_PLACE);
    places
        .filter_map(|(_, record)| Some(number(record, 0)? as usize))
        .collect()
}

/// The texts that cells share, which may go on from record to record.
struct Texts<'a, I> {
    records: I,
    rest: &'a [u8],
}

impl<'a, I: Iterator<Item = &'a [u8]>> Texts<'a, I> {
    /// Goes to the next record where this one ends; nothing after the last.
    fn refill(&mut self) -> Option<bool> {
        let is_over = self.rest.is_empty();
        if is_over {
            self.rest = self.records.next()?;
        }
        Some(is_over)
    }

    /// How many letters the next text has.
    fn next(&mut self) -> Option<u16> {
        self.refill()?;
        let (letters, flags) = (short(self.rest, 0)?, *self.rest.get(2)?);
        let (mut at, mut after) = (3, 0);
        if flags & 8 != 0 {
            after += 4 * usize::from(short(self.rest, at)?);
            at += 2;
        }
        if flags & 4 != 0 {
            after += number(self.rest, at)? as usize;
            at += 4;
        }
        self.rest = self.rest.get(at..)?;
        let (mut left, mut size) = (usize::from(letters), 1 + usize::from(flags & 1));
        while left > 0 {
            if self.refill()? {
                let (flags, rest) = self.rest.split_first()?;
                (size, self.rest) = (1 + usize::from(flags & 1), rest);
            }
            let count = left.min(self.rest.len().div_ceil(size));
            self.rest = &self.rest[(count * size).min(self.rest.len())..];
            left -= count;
        }
        while after > 0 {
            self.refill()?;
            let count = after.min(self.rest.len());
            self.rest = &self.rest[count..];
            after -= count;
        }
        Some(letters)
    }
}

/// How many letters each text has that cells share.
fn shared_texts(stream: &[u8]) -> Vec<u16> {
    let mut following = records(stream).skip_while(|(kind, _)| *kind != SHARED);
    let first = following.next().map_or(&[][..], |(_, record)| record);
    let more = following.take_while(|(kind, _)| *kind == CONTINUED);
    let mut texts = Texts {
        records: more.map(|(_, record)| record),
        rest: first.get(8..).unwrap_or_default(),
    };
    std::iter::from_fn(|| texts.next()).collect()
}

/// How many cells lie between the first and the last of a sheet, in rows and columns, with long texts counted as several;
/// nothing if that is absurd.
fn extent(stream: &[u8], texts: &[u16]) -> Option<u64> {
    let mut weight = 0;
    let (mut first, mut last): (_, Option<(u16, u16)>) = ((u16::MAX, u16::MAX), None);
    let (mut begun, mut depth) = (false, 0_u32);
    for (kind, record) in records(stream) {
        match kind {
            BEGIN if begun => depth += 1,
            BEGIN => begun = true,
            END if depth == 0 => break,
            END => depth -= 1,
            _ if depth > 0 => {}
            SIZE if said(record) > SHEET => return None,
            _ if kind == SEVERAL_CELLS || CELLS.contains(&kind) => {
                let (Some(row), Some(column)) = (short(record, 0), short(record, 2)) else {
                    continue;
                };
                if kind == SHARED_TEXT {
                    let text = number(record, 6).and_then(|place| texts.get(place as usize));
                    weight += u64::from(*text.unwrap_or(&0)) / LETTERS_A_CELL;
                }
                let end = match kind {
                    SEVERAL_CELLS => {
                        short(record, record.len().saturating_sub(2)).unwrap_or(column)
                    }
                    _ => column,
                };
                first = (first.0.min(row), first.1.min(column));
                let (last_row, last_column) = last.unwrap_or_default();
                last = Some((last_row.max(row), last_column.max(end.max(column))));
            }
            _ => {}
        }
    }
    let Some(last) = last else { return Some(0) };
    let between = |first: u16, last: u16| u64::from(last.saturating_sub(first)) + 1;
    Some(between(first.0, last.0) * between(first.1, last.1) + weight)
}

/// How many cells a sheet says it has.
fn said(record: &[u8]) -> u64 {
    let wide = record.len() >= 14;
    let row = |place: usize| match wide {
        true => number(record, 4 * place).unwrap_or(0),
        false => short(record, 2 * place).map_or(0, u32::from),
    };
    let column =
        |place: usize| short(record, if wide { 8 } else { 4 } + 2 * place).map_or(0, u64::from);
    let rows = u64::from(row(1).max(1)).checked_sub(u64::from(row(0)));
    // A sheet that ends before it begins: the library counts on and takes a number beyond all others.
    let Some(rows) = rows else { return u64::MAX };
    rows * column(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &[u8] = include_bytes!("../../../tests/data/clients.xls");

    #[test]
    fn a_real_workbook_passes_and_a_circle_does_not() {
        assert_eq!(check(BOOK), Ok(()));
        let mut circle = BOOK.to_vec();
        // The table of sectors stands in the first of its list; there the directory's follows itself.
        let table = 512 * (1 + number(BOOK, 76).unwrap() as usize);
        let directory = number(BOOK, 48).unwrap();
        let at = table + 4 * directory as usize;
        circle[at..at + 4].copy_from_slice(&directory.to_le_bytes());
        assert!(check(&circle).unwrap_err().contains(CIRCLE));
    }

    #[test]
    fn cells_too_far_apart_are_refused() {
        let cell = |row: u16, column: u16| {
            let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
            [&[0x03, 0x02, 14, 0][..], &place, &[0; 10]].concat()
        };
        assert_eq!(extent(&[cell(1, 1), cell(10, 2)].concat(), &[]), Some(20));
        assert!(
            extent(&[cell(0, 0), cell(65_535, 65_535)].concat(), &[])
                .is_some_and(|cells| cells > BETWEEN)
        );
        let size = [
            &[0x00, 0x02, 14, 0][..],
            &[0, 0, 0, 0],
            &[255; 4],
            &[0, 0, 255, 255, 0, 0],
        ]
        .concat();
        assert_eq!(extent(&size, &[]), None);
    }

    #[test]
    fn texts_that_cells_share_are_counted_where_they_stand() {
        let record = |kind: u16, bytes: &[u8]| {
            let head = [kind.to_le_bytes(), (bytes.len() as u16).to_le_bytes()].concat();
            [&head, bytes].concat()
        };
        // Three letters; four of two bytes, two of them in the next record; fonts after one; the last is cut.
        let first = [&[0; 8][..], &[3, 0, 0], b"abc", &[4, 0, 1, 1, 0, 2, 0]].concat();
        let second = [
            &[1, 3, 0, 4, 0][..],
            &[1, 0, 8, 1, 0],
            b"x....",
            &[9, 0, 0, b'a'],
        ]
        .concat();
        let stream = [
            record(BEGIN, &[0; 16]),
            record(SHARED, &first),
            record(CONTINUED, &second),
            record(END, &[]),
        ];
        assert_eq!(shared_texts(&stream.concat()), [3, 4, 1]);
        let cell = record(SHARED_TEXT, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(
            extent(&cell.repeat(1000), &[0, 32_000]),
            Some(1 + 1000 * 4000)
        );
    }

    #[test]
    fn nothing_is_too_short_or_too_odd() {
        for end in 0..BOOK.len() {
            let _ = check(&BOOK[..end]);
        }
    }
}
