//! The clock, in UTC.

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

/// The Gregorian date of a day counted from 1970-01-01.
fn date_of(days: u64) -> String {
    // Counted in eras of 400 years that begin on a 1st of March, so that the leap day is the last of a year.
    let from_era = days + 719_468;
    let (era, day) = (from_era / 146_097, from_era % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    format!(
        "{:04}-{month:02}-{:02}",
        era * 400 + year + u64::from(month <= 2),
        day - (153 * shifted + 2) / 5 + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_right_around_leap_days() {
        let dates = [0, 11_016, 11_017, 20_512].map(date_of);
        assert_eq!(
            dates,
            ["1970-01-01", "2000-02-29", "2000-03-01", "2026-02-28"]
        );
    }
}
