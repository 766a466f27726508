//! A new workbook, where the clock allows one.

use crate::error::{Error, ErrorKind, Result};
use rust_xlsxwriter::Workbook;
use std::time::{SystemTime, UNIX_EPOCH};

/// A workbook without anything in it.
///
/// `rust_xlsxwriter` asks the clock for a time of making, which is then replaced so that the same answers have the same
/// bytes, and panics where that lies before 1970.
///
/// # Errors
/// [`ErrorKind::Io`] if the clock is set before 1970.
pub(crate) fn new() -> Result<Workbook> {
    refuse_before_1970(SystemTime::now())?;
    Ok(Workbook::new())
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
