//! Workbooks where the library is built without `spreadsheets`: told of, not written.

use super::queue::Queue;
use super::sheet::Sheet;
use crate::error::Result;
use crate::report::no_workbooks;

pub(super) fn write(_: &Sheet<'_>, _: &Queue) -> Result<Vec<u8>> {
    Err(no_workbooks())
}
