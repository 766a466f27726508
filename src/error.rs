//! The one error of the library: what went wrong, where, and what to do about it.
//!
//! Wording rules: lower case, the offending value in backticks, where (file, line, column or row), no full stop; the
//! advice stands apart in [`Error::hint`] so that a front end can show it on its own.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What kind of thing failed; programs branch on this, people read the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written.
    Io,
    /// A file is not what it should be: encoding, syntax, size.
    Malformed,
    /// A key, id or value that is not known.
    Unknown,
    /// A profile or taxonomy lacks what is needed.
    Incomplete,
    /// The library was built without the feature that this needs.
    Unsupported,
}

/// An error of the library: its message says everything; kind, file and line stand apart for programs.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    path: Option<PathBuf>,
    line: Option<usize>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The library's result type.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` with a message that follows the wording rules above.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let mut message = message.into();
        // Names of files in archives, cells and keys are quoted as they are, and anything may stand in them.
        if message.contains(char::is_control) {
            message = message.replace(char::is_control, " ");
        }
        Self {
            kind,
            message,
            hint: None,
            path: None,
            line: None,
            source: None,
        }
    }

    /// The same error with advice on what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A failed read or write of `path`.
    #[must_use]
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        let reason = match error.kind() {
            std::io::ErrorKind::NotFound => "no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            std::io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
            _ => begun_small(&error.to_string()),
        };
        let message = format!("cannot open `{}`: {reason}", path.display());
        // An `io::Error` cannot be copied, but made again.
        let source = match error.raw_os_error() {
            Some(code) => std::io::Error::from_raw_os_error(code),
            None => std::io::Error::new(error.kind(), error.to_string()),
        };
        Self {
            path: Some(path.to_owned()),
            source: Some(Arc::new(source)),
            ..Self::new(ErrorKind::Io, message)
        }
    }

    /// The same error with the place it is about, which its message says too: a file, and a line of it from 1.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>, line: Option<usize>) -> Self {
        self.path = Some(path.into());
        self.line = line;
        self
    }

    /// What kind of thing failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file it is about, if it is about one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The line of the file, from 1, where that is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The advice, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

/// What a library says is wrong, as our messages begin: with a small letter, unless an abbreviation comes first. The rest
/// stays as it is, since it may quote names and units.
pub(crate) fn begun_small(message: &str) -> String {
    let mut letters = message.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            let rest = &message[first.len_utf8()..];
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => message.to_owned(),
    }
}

/// What a parser says is wrong, without the place that its message ends with: that belongs in front.
pub(crate) fn without_place(error: &dyn fmt::Display) -> String {
    let mut message = error.to_string();
    message.truncate(message.find(" at line ").unwrap_or(message.len()));
    message
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

/// Two errors are the same if they say the same.
impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.message, &self.hint) == (other.kind, &other.message, &other.hint)
    }
}

impl Eq for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error as _;

    #[test]
    fn a_message_is_one_line_whatever_it_quotes() {
        let error = Error::new(ErrorKind::Malformed, "it holds `conten\r\n\u{1b}[1m.xml`");
        assert_eq!(error.to_string(), "it holds `conten   [1m.xml`");
    }

    #[test]
    fn only_the_first_letter_of_a_foreign_message_changes() {
        for (said, ours) in [
            (
                "Zip error: `Data.XML` is over 8 MiB",
                "zip error: `Data.XML` is over 8 MiB",
            ),
            ("XML ends early", "XML ends early"),
            ("I/O", "I/O"),
            ("", ""),
        ] {
            assert_eq!(begun_small(said), ours);
        }
    }

    #[test]
    fn a_program_can_ask_what_the_message_says() {
        let path = Path::new("no/such/file.toml");
        let error = std::fs::read(path).map_err(|error| Error::io(path, &error));
        let error = error.expect_err("there is no such file");
        assert_eq!(
            error.to_string(),
            "cannot open `no/such/file.toml`: no such file"
        );
        assert_eq!((error.kind(), error.path()), (ErrorKind::Io, Some(path)));
        let source = error
            .source()
            .and_then(|error| error.downcast_ref::<std::io::Error>());
        assert_eq!(
            source.map(std::io::Error::kind),
            Some(std::io::ErrorKind::NotFound)
        );
        let error = Error::new(ErrorKind::Malformed, "plan.toml:3:1: no").at("plan.toml", Some(3));
        assert_eq!(error.line(), Some(3));
    }
}
