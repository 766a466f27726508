//! Reads one profile: a TOML or JSON file, plain text or Markdown, or standard input.
//!
//! # The files
//!
//! A structured profile has these keys, all optional:
//!
//! | key | value |
//! |---|---|
//! | `name` | text |
//! | `kind` | `enterprise` (default), `platform`, `institute` or `talent` |
//! | `keywords`, `products` | a list of texts, or one text that is split on `,` `;` `、` `，` `；` and line breaks |
//! | `description` | text |
//! | `project` | text: what the firm would build, read apart from what it does |
//!
//! Contact fields (`website`, `email`, `phone`, `address`, `city`, `founded`, ...) are kept and not read for evidence;
//! any other key is refused with the nearest known one. The text of a plain-text or Markdown file is the description, but for
//! what stands under a heading such as `## Planned project` or `拟建项目：`, which is the project.
//!
//! Every complaint is one line that names the file and, where there is one, the line and column.

use super::document::{self, Document};
use super::encoding;
use super::headings::of_text;
use super::profile_keys;
use crate::error::{Error, ErrorKind, Result};
use crate::profile::{MAX_PROFILE_BYTES, Profile};
use crate::text::line_and_column;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How the bytes of a profile are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileFormat {
    /// TOML, one key a line.
    Toml,
    /// One JSON object.
    Json,
    /// Plain text or Markdown: all of it is the description.
    Text,
}

/// Reads the profile in a file. The format follows from the extension (`.toml`, `.json`, `.txt`, `.text`, `.md`,
/// `.markdown`), else from what the file holds.
///
/// # Errors
/// [`ErrorKind::Io`] when the file cannot be read; [`ErrorKind::Malformed`] when it is a directory, over 8 MiB, empty,
/// not UTF-8, or not in its format; [`ErrorKind::Unknown`] for a key or kind that is not known.
pub fn read_profile(path: &Path, format: Option<ProfileFormat>) -> Result<Profile> {
    let origin = path.display().to_string();
    let metadata = std::fs::metadata(path).map_err(|error| {
        Error::io(path, &error).with_hint("`planfit init` writes a profile to fill in")
    })?;
    if metadata.is_dir() {
        return Err(Error::new(
            ErrorKind::Malformed,
            format!("`{origin}` is a directory, not a profile"),
        )
        .with_hint("name one file; `planfit batch` screens a list of companies"));
    }
    if metadata.len() > MAX_PROFILE_BYTES as u64 {
        return Err(too_large(&origin));
    }
    let format = match format {
        Some(format) => Some(format),
        None => format_of(path)?,
    };
    let file = File::open(path).map_err(|error| Error::io(path, &error))?;
    read_profile_from(file, &origin, format)
}

/// Reads a profile from anything, such as standard input; `origin` names it in messages. Without a format, JSON is
/// known by its brace and TOML by its first key; all else is text.
///
/// # Errors
/// See [`read_profile`].
pub fn read_profile_from(
    reader: impl Read,
    origin: &str,
    format: Option<ProfileFormat>,
) -> Result<Profile> {
    let mut bytes = Vec::new();
    reader
        .take(MAX_PROFILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::io(Path::new(origin), &error))?;
    parse_profile(&bytes, origin, format)
}

/// Reads a profile from bytes; `origin` names them in messages.
///
/// # Errors
/// See [`read_profile`].
pub fn parse_profile(bytes: &[u8], origin: &str, format: Option<ProfileFormat>) -> Result<Profile> {
    if bytes.len() > MAX_PROFILE_BYTES {
        return Err(too_large(origin));
    }
    let (text, is_document) = decode(bytes, origin)?;
    let text = text.as_ref();
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err(
            Error::new(ErrorKind::Malformed, format!("`{origin}` is empty"))
                .with_hint("`planfit init` writes a profile to fill in"),
        );
    }
    let format = if is_document {
        Some(ProfileFormat::Text)
    } else {
        format
    };
    match format.unwrap_or_else(|| guess(text)) {
        ProfileFormat::Toml => profile_keys::from_toml(text, origin),
        ProfileFormat::Json => profile_keys::from_json(text, origin),
        ProfileFormat::Text => Ok(of_text(text)),
    }
}

/// Refuses a profile in which there is nothing to read.
///
/// # Errors
/// [`ErrorKind::Incomplete`] when no field of it holds text.
pub fn require_text(profile: &Profile, origin: &str) -> Result<()> {
    if profile.is_empty() && profile.planned().is_none() {
        return Err(Error::new(
            ErrorKind::Incomplete,
            format!("`{origin}` has no text to read"),
        )
        .with_hint("fill in `products`, `keywords` or `description`"));
    }
    Ok(())
}

fn too_large(origin: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("`{origin}` is over {} MiB", MAX_PROFILE_BYTES >> 20),
    )
    .with_hint("a profile is one company; `planfit batch` screens a list of any size")
}

/// The format an extension stands for, nothing if it says nothing, an error if it says that this is no profile.
fn format_of(path: &Path) -> Result<Option<ProfileFormat>> {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .map(str::to_lowercase);
    let refuse = |message: &str, hint: String| {
        Err(Error::new(
            ErrorKind::Malformed,
            format!("`{}` {message}", path.display()),
        )
        .with_hint(hint))
    };
    match extension.as_deref() {
        Some("toml") => Ok(Some(ProfileFormat::Toml)),
        Some("json") => Ok(Some(ProfileFormat::Json)),
        Some("txt" | "text" | "md" | "markdown") => Ok(Some(ProfileFormat::Text)),
        Some("csv" | "tsv" | "xlsx" | "xls" | "ods" | "jsonl" | "ndjson") => refuse(
            "is a list of companies, not one profile",
            format!(
                "`planfit batch {} -o screened.csv` screens it",
                path.display()
            ),
        ),
        Some("yaml" | "yml") => refuse(
            "is YAML, which is not read",
            "write it as TOML or JSON; `planfit init` shows the keys".to_owned(),
        ),
        _ => Ok(None),
    }
}

/// The text of a profile and whether it is that of a document, which is no TOML or JSON; an error that says what the
/// file seems to be.
fn decode<'a>(bytes: &'a [u8], origin: &str) -> Result<(Cow<'a, str>, bool)> {
    let refuse = |message: String, hint: String| {
        Err(Error::new(ErrorKind::Malformed, message).with_hint(hint))
    };
    match document::read(bytes) {
        Some(Document::Text(text)) => return Ok((Cow::Owned(text), true)),
        Some(Document::Not(what)) => {
            return refuse(
                format!("`{origin}` is {what}, not the text of one company"),
                format!(
                    "if it is a list of companies, `planfit batch {origin}` screens it; else copy its text into a `.txt` file"
                ),
            );
        }
        Some(Document::Unreadable(what, reason)) => {
            return refuse(
                format!("`{origin}` is {what} that cannot be read: {reason}"),
                "copy its text into a `.txt` file".to_owned(),
            );
        }
        None => {}
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), false)),
        Err(error) => {
            if let Some(text) = encoding::guessed(bytes) {
                return Ok((Cow::Owned(text), false));
            }
            let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let (line, column) = line_and_column(&valid, valid.len());
            refuse(
                format!(
                    "`{origin}` is not UTF-8: line {line}, column {column}, and reads like no language in another encoding"
                ),
                "save it as UTF-8, for instance with `iconv -f GB18030 -t UTF-8`".to_owned(),
            )
        }
    }
}

/// What a text without a telling name seems to be.
fn guess(text: &str) -> ProfileFormat {
    if text.trim_start().starts_with(['{', '[']) && looks_like_json(text.trim_start()) {
        return ProfileFormat::Json;
    }
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    let key = first.and_then(|line| line.split_once('='));
    match key {
        Some((key, value)) if is_toml_key(key.trim()) && is_toml_value(value.trim()) => {
            ProfileFormat::Toml
        }
        _ => ProfileFormat::Text,
    }
}

/// A brace before a quote or the end, or a bracket before a brace: not `[note]` or `{draft}` in a text.
fn looks_like_json(text: &str) -> bool {
    let next = text[1..].trim_start().chars().next();
    match text.as_bytes()[0] {
        b'{' => matches!(next, Some('"' | '}') | None),
        _ => matches!(next, Some('{')),
    }
}

fn is_toml_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn is_toml_value(value: &str) -> bool {
    value.starts_with(['"', '\'', '[', '{']) || value.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        parse_profile(bytes, "p", None).unwrap_err().to_string()
    }

    #[test]
    fn formats_are_guessed() {
        for (text, format) in [
            ("{\"name\": \"x\"}", ProfileFormat::Json),
            (" { }", ProfileFormat::Json),
            ("[{\"name\": \"x\"}]", ProfileFormat::Json),
            ("# my profile\n\nname = \"x\"", ProfileFormat::Toml),
            ("keywords = [", ProfileFormat::Toml),
            ("# Cell Works\n\nWe make cells.", ProfileFormat::Text),
            ("{draft} We make cells", ProfileFormat::Text),
            ("[note] We make cells", ProfileFormat::Text),
            ("power = force times speed", ProfileFormat::Text),
            ("a = b", ProfileFormat::Text),
        ] {
            assert_eq!(guess(text), format, "{text}");
        }
    }

    #[test]
    fn text_is_the_description_without_its_mark() {
        let profile = parse_profile("\u{feff}电池\n".as_bytes(), "p", None).unwrap();
        assert_eq!(profile.description.as_deref(), Some("电池\n"));
    }

    #[test]
    fn texts_of_other_programs_are_read() {
        let text = |bytes: &[u8]| {
            parse_profile(bytes, "p", None)
                .unwrap()
                .description
                .unwrap()
        };
        let (gbk, ..) = encoding_rs::GBK.encode("生产动力电池和储能电池");
        assert_eq!(text(&gbk), "生产动力电池和储能电池");
        assert_eq!(text(b"\xFF\xFEa\0b\0"), "ab");
        let page = "<!DOCTYPE html><html><head><title>x</title></head><body><p>生产&amp;销售<script>a</script>电池</p></body></html>";
        assert_eq!(text(page.as_bytes()), "生产&销售电池");
    }

    #[test]
    fn what_is_no_text_is_told() {
        assert_eq!(refused(b" \n\t"), "`p` is empty");
        assert_eq!(
            refused(b"a\nb\xFF\xFE\xFA"),
            "`p` is not UTF-8: line 2, column 2, and reads like no language in another encoding"
        );
        assert!(refused(b"%PDF-1.7").starts_with("`p` is a PDF that cannot be read: "));
        assert_eq!(
            refused(b"\x89PNG\r\n"),
            "`p` is a picture, not the text of one company"
        );
        assert_eq!(
            refused(&vec![b'a'; MAX_PROFILE_BYTES + 1]),
            "`p` is over 8 MiB"
        );
        assert!(parse_profile(&vec![b'a'; MAX_PROFILE_BYTES], "p", None).is_ok());
    }

    #[test]
    fn a_profile_without_text_is_told_apart_from_an_empty_file() {
        let profile = parse_profile(b"name = \"\"\nkeywords = []\n", "p", None).unwrap();
        let error = require_text(&profile, "p").unwrap_err();
        assert_eq!(error.to_string(), "`p` has no text to read");
    }
}
