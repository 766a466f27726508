//! Workbooks where the library is built without `spreadsheets`: told of, not read.

use super::container::{self, Kind};
use super::source::Source;
use crate::error::{Error, ErrorKind, Result};

/// See the module of the same name that reads workbooks.
pub(super) struct Opened {
    pub(super) source: Source,
    pub(super) last: Vec<u64>,
    pub(super) notes: Vec<String>,
}

pub(super) fn as_csv(source: Source, _: Kind, _: Option<&str>) -> Result<Opened> {
    let message = format!(
        "cannot read `{}`: this build reads no workbooks",
        source.name()
    );
    Err(Error::new(ErrorKind::Unsupported, message)
        .with_hint("save it as CSV, or build planfit with its feature `spreadsheets`"))
}

/// The names of the sheets of a workbook: none, since none is read.
///
/// # Errors
/// The source is an archive that holds no list.
pub fn sheet_names(source: Source) -> Result<Vec<String>> {
    container::unpacked(source).map(|_| Vec::new())
}
