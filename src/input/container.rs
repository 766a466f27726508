//! What a file is, by its bytes: names lie, and exports are called `.xls` whatever they are.

use super::json;
use super::options::Format;
use super::source::Source;
use crate::error::{Error, ErrorKind, Result, begun_small};
use encoding_rs::{Encoding, UTF_8};
use std::io::{Cursor, Read};
use std::path::Path;

/// What bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text with a table: CSV, TSV.
    Text,
    /// JSON objects, in so many brackets; none for a list of lines.
    Json(Option<usize>),
    Xlsx,
    Xls,
    Ods,
    Xml2003,
    Html,
    Zip,
    Tar,
    Pdf,
    /// A text document of a word processor.
    Document,
    Image,
    /// A file of a database, of statistics or of columns.
    Data(&'static str),
    Packed(&'static str),
}

impl Kind {
    /// By the first bytes of a file.
    pub(super) fn of(start: &[u8]) -> Self {
        // A web page, or XML, of two bytes a letter.
        if let Some((encoding, mark)) =
            Encoding::for_bom(start).filter(|(found, _)| *found != UTF_8)
        {
            let (text, _) = encoding.decode_without_bom_handling(&start[mark..]);
            return match Self::of_plain(text.as_bytes()) {
                kind @ (Self::Html | Self::Xml2003) => kind,
                _ => Self::Text,
            };
        }
        Self::of_plain(start)
    }

    fn of_plain(start: &[u8]) -> Self {
        let text = start
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(start)
            .trim_ascii_start();
        let lower = text[..text.len().min(2048)].to_ascii_lowercase();
        let holds = |what: &[u8]| memchr::memmem::find(&lower, what).is_some();
        match start {
            _ if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") => Self::Zip,
            _ if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) => Self::Xls,
            _ if start.starts_with(&[0x09, 0x08, 0x10, 0x00])
                || start.starts_with(&[0x09, 0x04, 0x06, 0x00]) =>
            {
                Self::Xls
            }
            _ if start.starts_with(b"%PDF") => Self::Pdf,
            _ if start.starts_with(b"\x89PNG")
                || start.starts_with(b"\xFF\xD8\xFF")
                || start.starts_with(b"GIF8") =>
            {
                Self::Image
            }
            _ if start.starts_with(b"{\\rtf") => Self::Document,
            _ if start.starts_with(b"SQLite format 3\0") => Self::Data("an SQLite database"),
            _ if start.starts_with(b"\0\x01\0\0Standard ") => Self::Data("an Access database"),
            _ if start.starts_with(b"PAR1") => Self::Data("a Parquet file"),
            _ if start.starts_with(b"$FL2@(#)") => Self::Data("an SPSS file"),
            _ if start.starts_with(b"BZh") => Self::Packed("bzip2"),
            _ if start.starts_with(b"\xFD7zXZ\0") => Self::Packed("xz"),
            _ if start.starts_with(b"7z\xBC\xAF\x27\x1C") => Self::Packed("7z"),
            _ if start.starts_with(b"Rar!") => Self::Packed("rar"),
            // Text may say "mustard" there; an archive's first name is filled up with zeros.
            _ if start.get(257..262) == Some(b"ustar") && start[..257].contains(&0) => Self::Tar,
            _ if text.starts_with(b"<")
                && holds(b"urn:schemas-microsoft-com:office:spreadsheet") =>
            {
                Self::Xml2003
            }
            _ if text.starts_with(b"<")
                && (holds(b"<html")
                    || holds(b"<!doctype html")
                    || holds(b"<table")
                    || holds(b"<body")) =>
            {
                Self::Html
            }
            _ if lower.starts_with(b"begin:vcard") => Self::Data("a file of contacts (vCard)"),
            _ if holds(b"mime-version:") && holds(b"multipart/related") => {
                Self::Data("a saved web page (MHTML)")
            }
            _ if lower.starts_with(b"<?xml") => Self::Data("XML"),
            _ if [
                &b"insert into "[..],
                b"create table ",
                b"-- mysql dump",
                b"-- phpmyadmin",
            ]
            .iter()
            .any(|start| lower.starts_with(start)) =>
            {
                Self::Data("SQL")
            }
            _ => match json::brackets(start) {
                Some(brackets) => Self::Json(Some(brackets)),
                None if text.starts_with(b"{\"")
                    || text.starts_with(b"{ \"")
                    || text.starts_with(b"{}") =>
                {
                    Self::Json(None)
                }
                None => Self::Text,
            },
        }
    }

    /// What to call it in a message.
    fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json(_) => "JSON",
            Self::Xlsx | Self::Xls | Self::Ods | Self::Xml2003 => "a workbook",
            Self::Html => "a web page",
            Self::Zip => "a zip archive",
            Self::Tar => "a tar archive",
            Self::Pdf => "a PDF document",
            Self::Document => "a text document",
            Self::Image => "an image",
            Self::Packed(name) | Self::Data(name) => name,
        }
    }

    pub(super) fn is_sheet(self) -> bool {
        matches!(
            self,
            Self::Xlsx | Self::Xls | Self::Ods | Self::Xml2003 | Self::Html
        )
    }
}

/// Files that an archive holds beside a list, and that nobody means.
fn is_aside(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.is_empty() || file.starts_with('.') || name.starts_with("__MACOSX/")
}

/// What a source is, with the list taken out of an archive that holds one; and what was taken out.
///
/// # Errors
/// [`ErrorKind::Malformed`] for what is no list, and for archives with none or several.
pub(super) fn unpacked(mut source: Source) -> Result<(Source, Kind, Option<String>)> {
    let mut found = None;
    for _ in 0..3 {
        let kind = Kind::of(source.peek()?);
        let (inner, name) = match kind {
            Kind::Zip => match inside_zip(&mut source)? {
                Inside::Is(kind, bytes) => {
                    let source = source.replaced_by(Box::new(Cursor::new(bytes)));
                    return Ok((source, kind, found));
                }
                Inside::Holds(name, bytes) => (bytes, name),
            },
            Kind::Tar => inside_tar(&mut source)?,
            Kind::Pdf | Kind::Image | Kind::Document | Kind::Packed(_) | Kind::Data(_) => {
                return Err(no_list(source.name(), kind));
            }
            _ => return Ok((source, kind, found)),
        };
        source = source.opened(Box::new(Cursor::new(inner)))?;
        found = Some(name);
    }
    Err(no_list(source.name(), Kind::Zip))
}

fn no_list(name: &str, kind: Kind) -> Error {
    let error = format!("`{name}` is {}, not a list", kind.words());
    Error::new(ErrorKind::Malformed, error).with_hint(match kind {
        Kind::Packed(_) => "unpack it first; gzip, Zstandard, zip and tar are read as they are",
        Kind::Data("a saved web page (MHTML)") => "save the page again, as HTML only",
        Kind::Data(_) => "export the table as CSV from the program that it is of",
        Kind::Pdf | Kind::Document => {
            "`planfit match` reads the text of one company; a list has a row for each"
        }
        _ => "a list is CSV, TSV, JSON, JSONL, XLSX, XLS, ODS or HTML",
    })
}

enum Inside {
    /// The archive is a document itself.
    Is(Kind, Vec<u8>),
    /// It holds one file.
    Holds(String, Vec<u8>),
}

/// The largest file that is taken out of an archive, in bytes: it lies in memory as a whole, and a megabyte may be packed
/// into a kilobyte.
const MAX_INSIDE: u64 = 1 << 28;

fn inside_zip(source: &mut Source) -> Result<Inside> {
    let bytes = source.read_all()?;
    let name = source.name().to_owned();
    let broken = |error: &dyn std::fmt::Display| {
        let error = format!(
            "cannot read `{name}`: it is a damaged workbook or zip archive ({})",
            begun_small(&error.to_string())
        );
        Error::new(ErrorKind::Malformed, error)
            .with_hint("open it in a spreadsheet program and save it as .xlsx without a password")
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|name| name.replace('\\', "/"))
        .collect();
    let has = |wanted: &str| {
        names
            .iter()
            .any(|name| name.trim_start_matches('/').eq_ignore_ascii_case(wanted))
    };
    let starts = |wanted: &str| {
        names.iter().any(|name| {
            name.trim_start_matches('/')
                .to_ascii_lowercase()
                .starts_with(wanted)
        })
    };
    let kind = match () {
        () if has("content.xml") && has("META-INF/manifest.xml")
            || has("content.xml") && has("mimetype") =>
        {
            Some(Kind::Ods)
        }
        () if has("xl/workbook.xml") || has("[Content_Types].xml") && starts("xl/") => {
            Some(Kind::Xlsx)
        }
        () if has("[Content_Types].xml") && starts("word/") => {
            return Err(no_list(&name, Kind::Document));
        }
        () if has("[Content_Types].xml") => Some(Kind::Xlsx),
        () => None,
    };
    if names.iter().any(|name| name.ends_with(".iwa")) {
        return Err(no_list(&name, Kind::Data("a Numbers document")));
    }
    if let Some(kind) = kind {
        return Ok(Inside::Is(kind, archive.into_inner().into_inner()));
    }
    let files = meant(&archive);
    let place = match files[..] {
        [place] => place,
        _ => {
            let listed: Vec<&str> = names
                .iter()
                .map(String::as_str)
                .filter(|name| !is_aside(name))
                .collect();
            return Err(several(&name, &listed));
        }
    };
    let file = archive.by_index(place).map_err(|error| broken(&error))?;
    let inner = file
        .name()
        .map_or_else(|_| "a file".to_owned(), |name| name.into_owned());
    let mut out = Vec::new();
    let read = file.take(MAX_INSIDE + 1).read_to_end(&mut out);
    read.map_err(|error| broken(&error))?;
    if out.len() as u64 > MAX_INSIDE {
        return Err(too_long(&name, &inner));
    }
    Ok(Inside::Holds(inner, out))
}

/// The places of the files in an archive that somebody may mean.
fn meant(archive: &zip::ZipArchive<Cursor<Vec<u8>>>) -> Vec<usize> {
    let is_meant = |place: &usize| {
        let name = archive.name_for_index(*place).and_then(|name| name.ok());
        name.is_some_and(|name| !is_aside(&name))
    };
    (0..archive.len()).filter(is_meant).collect()
}

fn too_long(name: &str, inner: &str) -> Error {
    let message = format!("`{inner}` in `{name}` is over {} MiB", MAX_INSIDE >> 20);
    Error::new(ErrorKind::Malformed, message)
        .with_hint("unpack it, and give the list itself, which is read row by row")
}

fn inside_tar(source: &mut Source) -> Result<(Vec<u8>, String)> {
    let bytes = source.read_all()?;
    let name = source.name().to_owned();
    let broken = |error: &std::io::Error| {
        Error::new(
            ErrorKind::Malformed,
            format!(
                "cannot read the tar archive `{name}`: {}",
                begun_small(&error.to_string())
            ),
        )
    };
    let mut archive = tar::Archive::new(&bytes[..]);
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in archive.entries().map_err(|error| broken(&error))? {
        let mut entry = entry.map_err(|error| broken(&error))?;
        let inner = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || is_aside(&inner) {
            continue;
        }
        let mut out = Vec::new();
        if found.is_empty() {
            // A file with holes may be larger than the archive.
            let read = (&mut entry).take(MAX_INSIDE + 1).read_to_end(&mut out);
            read.map_err(|error| broken(&error))?;
            if out.len() as u64 > MAX_INSIDE {
                return Err(too_long(&name, &inner));
            }
        }
        found.push((inner, out));
    }
    match found.len() {
        1 => Ok(found.remove(0)).map(|(inner, bytes)| (bytes, inner)),
        _ => {
            let listed: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
            Err(several(&name, &listed))
        }
    }
}

fn several(name: &str, inside: &[&str]) -> Error {
    if inside.is_empty() {
        return Error::new(
            ErrorKind::Incomplete,
            format!("the archive `{name}` holds no list"),
        );
    }
    let listed: Vec<String> = inside
        .iter()
        .take(10)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if inside.len() > 10 { ", …" } else { "" };
    let error = format!(
        "the archive `{name}` holds several files: {}{more}",
        listed.join(", ")
    );
    Error::new(ErrorKind::Malformed, error)
        .with_hint("unpack it, and name the lists that are meant")
}

/// The format that a list is in, by its bytes, its name and what the user says.
pub(super) fn resolve(said: Option<Format>, path: &str, kind: Kind) -> Format {
    match (kind, said) {
        (kind, _) if kind.is_sheet() => Format::Xlsx,
        (Kind::Json(_), None | Some(Format::Jsonl | Format::Xlsx | Format::Ods)) => Format::Jsonl,
        (_, Some(format @ (Format::Csv | Format::Tsv | Format::Jsonl))) => format,
        (_, said) => match said.or_else(|| Format::of(Path::new(path))) {
            Some(format @ (Format::Tsv | Format::Jsonl)) => format,
            _ => Format::Csv,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mustard_is_no_archive() {
        let text = format!("{}mustard, pickled cabbage", "a".repeat(256));
        assert_eq!(&text.as_bytes()[257..262], b"ustar");
        assert!(matches!(Kind::of(text.as_bytes()), Kind::Text));
    }
}
