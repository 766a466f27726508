//! A new workbook, where the clock allows one, and what is said when one cannot be written.

use crate::error::{Error, ErrorKind, Result, begun_small};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::time::{SystemTime, UNIX_EPOCH};

/// A workbook without anything in it but a time of making, always the same one: that of the run would make every output
/// different.
///
/// `rust_xlsxwriter` asks the clock for a time all the same, and panics where that lies before 1970.
///
/// # Errors
/// [`ErrorKind::Io`] if the clock is set before 1970.
pub(crate) fn new() -> Result<Workbook> {
    check_clock()?;
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2021, 1, 1).map_err(|error| refused(&error))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

/// What is said of a workbook that cannot be written.
pub(crate) fn refused(error: &XlsxError) -> Error {
    let reason = begun_small(&error.to_string());
    Error::new(
        ErrorKind::Io,
        format!("cannot write the workbook: {reason}"),
    )
}

/// # Errors
/// [`ErrorKind::Io`] if the clock is set before 1970.
pub(crate) fn check_clock() -> Result<()> {
    refuse_before_1970(SystemTime::now())
}

fn refuse_before_1970(now: SystemTime) -> Result<()> {
    if now >= UNIX_EPOCH {
        return Ok(());
    }
    let message = "cannot write a workbook: the clock of this computer is set before 1970";
    Err(Error::new(ErrorKind::Io, message).with_hint("set the clock, or write another format"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_clock_before_1970_is_told_not_fallen_over() {
        let before = UNIX_EPOCH - Duration::from_secs(86_400);
        assert!(refuse_before_1970(before).is_err());
        assert!(refuse_before_1970(UNIX_EPOCH).is_ok());
        assert!(new().is_ok());
    }
}
