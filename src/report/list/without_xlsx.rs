//! Workbooks where the library is built without `spreadsheets`: told of, not written.

use super::table::{Look, Table};
use super::{ReadSeek, Sink};
use crate::error::Result;
use crate::report::no_workbooks;
use std::io::Write;

/// Answers as a workbook: an error in this build.
///
/// # Errors
/// Always.
pub fn workbook(_: Table) -> Result<Box<dyn Sink>> {
    Err(no_workbooks())
}

pub(super) fn check_workbook() -> Result<()> {
    Err(no_workbooks())
}

pub(super) fn write_workbook(
    _: &mut dyn ReadSeek,
    _: &[Look],
    _: &str,
    _: &mut (dyn Write + Send),
) -> Result<()> {
    Err(no_workbooks())
}
