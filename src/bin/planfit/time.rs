//! The clock, in UTC.

use planfit::calendar;
use std::time::{SystemTime, UNIX_EPOCH};

/// Today, as year-month-day.
pub(crate) fn today() -> String {
    date_of(seconds() / 86_400)
}

/// Now, as `2026-11-29T10:00:00Z`.
pub(crate) fn now() -> String {
    let seconds = seconds();
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!(
        "{}T{hours:02}:{minutes:02}:{:02}Z",
        date_of(seconds / 86_400),
        seconds % 60
    )
}

fn seconds() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |since| since.as_secs())
}

/// The date of a day counted from 1970-01-01.
fn date_of(days: u64) -> String {
    let (year, month, day) = calendar::date(days as i64);
    format!("{year:04}-{month:02}-{day:02}")
}
