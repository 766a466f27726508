//! Workbooks where the library is built without `spreadsheets`: told of, not written.

use super::queue::Queue;
use super::sheet::Sheet;
use crate::error::Result;
use crate::report::no_workbooks;

/// The questions as a workbook, with lists to choose from.
///
/// # Errors
/// [`Unsupported`](crate::ErrorKind::Unsupported) where the library is built without `spreadsheets`;
/// [`Io`](crate::ErrorKind::Io) for more questions than a sheet has rows.
pub fn xlsx(_: &Sheet<'_>, _: &Queue) -> Result<Vec<u8>> {
    Err(no_workbooks())
}
