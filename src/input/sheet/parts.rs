//! The parts of an XLSX workbook that stand around its sheets: which sheets there are, the texts they share, and which
//! number formats show dates.

use super::glance;
use crate::input::xml::{Xml, put_entity};
use memchr::memchr;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How many bytes the texts that a workbook shares may take: far beyond what a spreadsheet program opens.
const MAX_STRINGS: u64 = 1 << 30;
/// So many they may take anyhow, and so many for each byte of the file: texts that are all different are packed to a
/// tenth, at best.
const STRINGS: u64 = 64 << 20;
const STRINGS_A_BYTE: u64 = 64;
/// The part with these texts, unpacked: tags take a few times as much.
const MAX_STRINGS_PART: u64 = 4 * MAX_STRINGS;
/// The largest part of another sort.
const MAX_PART: u64 = 1 << 26;
/// How many sheets a workbook may list.
const MAX_SHEETS: usize = 10_000;

pub(super) type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// A sheet as the workbook lists it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// The place of its part in the archive; none for a chart.
    pub(super) part: Option<usize>,
}

/// How a number of a cell style is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
    #[default]
    Plain,
    /// With at least this many digits, as codes have them.
    Digits(usize),
    Date,
}

/// Texts that cells point to.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
    /// How many bytes they may take.
    most: u64,
}

impl Strings {
    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    fn push(&mut self, text: &str) -> Result<(), String> {
        put_unescaped(text, &mut self.text);
        self.ends.push(self.text.len());
        self.check(0)
    }

    /// Refuses texts that take too much memory together with one of `more` bytes.
    fn check(&self, more: usize) -> Result<(), String> {
        let taken = self.text.len() + self.ends.len() * size_of::<usize>() + more;
        match taken as u64 > self.most {
            true => Err(format!("its texts take over {} MiB", self.most >> 20)),
            false => Ok(()),
        }
    }
}

/// Everything about a workbook but its rows.
pub(super) struct Parts {
    pub(super) sheets: Vec<Listed>,
    pub(super) strings: Strings,
    pub(super) formats: Vec<Format>,
    pub(super) from_1904: bool,
}

/// Names of parts as they are compared: some programs write them with backslashes or in other case.
fn normal(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

impl Parts {
    pub(super) fn read(archive: &mut Archive) -> Result<Self, String> {
        let names: HashMap<String, usize> = (0..archive.len())
            .filter_map(|place| Some((normal(&archive.name_for_index(place)?.ok()?), place)))
            .collect();
        let main = relations(archive, &names, "_rels/.rels", "")?;
        let book = main
            .iter()
            .find(|relation| relation.kind == "officedocument");
        let book = book.map_or_else(
            || "xl/workbook.xml".to_owned(),
            |relation| relation.target.clone(),
        );
        let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
        let relations = relations(
            archive,
            &names,
            &format!("{folder}/_rels/{file}.rels"),
            folder,
        )?;
        let target = |kind: &str| {
            relations
                .iter()
                .find(|relation| relation.kind == kind)
                .map(|relation| relation.target.as_str())
        };
        let strings = target("sharedstrings").and_then(|part| names.get(part));
        let styles = target("styles").and_then(|part| names.get(part));
        let (strings, styles) = (strings.copied(), styles.copied());
        let place = *names.get(&book).ok_or("it has no workbook part")?;
        let (mut sheets, from_1904) = listed(archive, place)?;
        let sheets = sheets.drain(..).map(|(name, hidden, id)| {
            let relation = relations.iter().find(|relation| relation.id == id);
            let relation = relation.filter(|relation| relation.kind == "worksheet");
            let part = relation
                .and_then(|relation| names.get(&relation.target))
                .copied();
            Listed { name, hidden, part }
        });
        Ok(Self {
            sheets: sheets.collect(),
            strings: strings.map_or_else(
                || Ok(Strings::default()),
                |part| shared_strings(archive, part),
            )?,
            formats: styles.map_or_else(|| Ok(Vec::new()), |part| cell_formats(archive, part))?,
            from_1904,
        })
    }
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// A part as XML.
pub(super) fn open(archive: &mut Archive, place: usize) -> Result<Xml<impl Read>, String> {
    let file = archive.by_index(place).map_err(|error| error.to_string())?;
    Ok(Xml::new(file, u64::MAX))
}

/// The value of the attribute called `name`, in whatever namespace.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

/// Hands every event of a part to `take`, with the name of the element it is about.
fn each_event(
    archive: &mut Archive,
    place: usize,
    mut take: impl FnMut(&Event<'_>, &str) -> Result<(), String>,
) -> Result<(), String> {
    let file = archive.by_index(place).map_err(|error| error.to_string())?;
    let mut xml = Xml::new(file, MAX_PART);
    loop {
        let event = xml.next()?;
        let name = match &event {
            Event::Start(element) => element.local_name().into_inner(),
            Event::End(element) => element.local_name().into_inner(),
            Event::Eof => return Ok(()),
            _ => "",
        };
        take(&event, name)?;
    }
}

fn relations(
    archive: &mut Archive,
    names: &HashMap<String, usize>,
    part: &str,
    folder: &str,
) -> Result<Vec<Relation>, String> {
    let mut relations = Vec::new();
    let Some(place) = names.get(&normal(part)).copied() else {
        return Ok(relations);
    };
    each_event(archive, place, |event, name| {
        if let (Event::Start(element), "Relationship") = (event, name) {
            let value = |name: &str| attribute(element, name).unwrap_or_default();
            let kind = value("Type")
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let target = value("Target");
            let target = match target.starts_with(['/', '\\']) || folder.is_empty() {
                true => normal(&target),
                false => normal(&format!("{folder}/{target}")),
            };
            relations.push(Relation {
                id: value("Id"),
                kind,
                target: without_steps_up(&target),
            });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// `xl/../xl/sheet.xml` -> `xl/sheet.xml`.
fn without_steps_up(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." => {}
            other => steps.push(other),
        }
    }
    steps.join("/")
}

type Sheets = Vec<(String, bool, String)>;

/// The sheets with their names, whether they are hidden, and the relations to their parts; whether dates count from 1904.
fn listed(archive: &mut Archive, place: usize) -> Result<(Sheets, bool), String> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    each_event(archive, place, |event, name| {
        match (event, name) {
            (Event::Start(_), "sheet") if sheets.len() == MAX_SHEETS => {
                return Err(format!("it lists over {MAX_SHEETS} sheets"));
            }
            (Event::Start(element), "sheet") => {
                let hidden = attribute(element, "state").is_some_and(|state| state != "visible");
                let id = element
                    .attributes()
                    .with_checks(false)
                    .flatten()
                    .find(|attribute| {
                        // `sheetId` is another.
                        attribute.key.local_name().as_ref() == "id"
                    });
                let id = id.and_then(|id| {
                    id.normalized_value(XmlVersion::Implicit1_0)
                        .ok()
                        .map(|id| id.into_owned())
                });
                sheets.push((
                    attribute(element, "name").unwrap_or_default(),
                    hidden,
                    id.unwrap_or_default(),
                ));
            }
            (Event::Start(element), "workbookPr") => {
                from_1904 = attribute(element, "date1904")
                    .is_some_and(|value| value == "1" || value == "true");
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok((sheets, from_1904))
}

fn shared_strings(archive: &mut Archive, place: usize) -> Result<Strings, String> {
    let file = archive.by_index(place).map_err(|error| error.to_string())?;
    let most = STRINGS.saturating_add(STRINGS_A_BYTE.saturating_mul(file.compressed_size()));
    let mut strings = Strings {
        most: most.min(MAX_STRINGS),
        ..Strings::default()
    };
    let mut xml = Xml::new(file, MAX_STRINGS_PART);
    let (mut in_text, mut phonetic, mut text) = (false, 0_u32, String::new());
    loop {
        let mut is_at_end = false;
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = phonetic == 0,
                "rPh" => phonetic += 1,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => phonetic = phonetic.saturating_sub(1),
                "si" => {
                    strings.push(&text)?;
                    text.clear();
                    is_at_end = true;
                }
                _ => {}
            },
            Event::Text(part) if in_text => text.push_str(&part),
            Event::CData(part) if in_text => text.push_str(&part),
            Event::GeneralRef(entity) if in_text => put_entity(&entity, &mut text),
            Event::Eof => return Ok(strings),
            _ => {}
        }
        while is_at_end && let Some((text, length)) = glance::shared(xml.ahead()) {
            strings.push(text)?;
            xml.step_over(length);
        }
        strings.check(text.len())?;
    }
}

/// Appends a text without the escapes that XML needs for characters that it does not allow: `_x000D_`.
pub(super) fn put_unescaped(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr(b'_', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest
            .get(2..6)
            .filter(|_| rest.starts_with("_x"))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let ends = rest.as_bytes().get(6) == Some(&b'_');
        match code.filter(|_| ends).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &rest[7..];
            }
            None => {
                out.push('_');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

/// How the numbers of each cell style are shown.
fn cell_formats(archive: &mut Archive, place: usize) -> Result<Vec<Format>, String> {
    let (mut codes, mut formats, mut in_cells) = (HashMap::new(), Vec::new(), false);
    each_event(archive, place, |event, name| {
        match (event, name) {
            (Event::Start(element), "numFmt") => {
                let id = attribute(element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                if let (Some(id), Some(code)) = (id, attribute(element, "formatCode")) {
                    codes.insert(id, format_of(&code));
                }
            }
            (Event::Start(_), "cellXfs") => in_cells = true,
            (Event::End(_), "cellXfs") => in_cells = false,
            (Event::Start(element), "xf") if in_cells => {
                let id = attribute(element, "numFmtId")
                    .and_then(|id| id.parse::<u32>().ok())
                    .unwrap_or(0);
                let built_in = match id {
                    14..=22 | 27..=36 | 45..=47 | 50..=58 => Format::Date,
                    _ => Format::Plain,
                };
                formats.push(codes.get(&id).copied().unwrap_or(built_in));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

/// What a number format shows: `000000` digits, `yyyy-mm-dd` a date.
fn format_of(code: &str) -> Format {
    if !code.is_empty() && code.bytes().all(|byte| byte == b'0') {
        return Format::Digits(code.len());
    }
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            // `[h]` counts hours; `[Red]` and `[$-409]` are no dates.
            'h' | 'H' if bracket => return Format::Date,
            _ if bracket => {}
            'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 'm' | 'M' | 's' | 'S' => return Format::Date,
            'G' | 'g' => return Format::Plain,
            _ => {}
        }
    }
    Format::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats_are_told_apart() {
        for code in [
            "yyyy-mm-dd",
            "[$-409]d-mmm-yy",
            "h:mm",
            "[h]:mm:ss",
            "yyyy\"年\"m\"月\"",
        ] {
            assert_eq!(format_of(code), Format::Date, "{code}");
        }
        for code in ["0.00", "General", "[Red]0", "\"days\" 0", "#,##0\\d", "@"] {
            assert_eq!(format_of(code), Format::Plain, "{code}");
        }
        assert_eq!(format_of("000000"), Format::Digits(6));
        let mut out = String::new();
        put_unescaped("a_x000D_\nb_x00_", &mut out);
        assert_eq!(out, "a\r\nb_x00_");
    }
}
