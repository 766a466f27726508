//! The calendar: dates of days counted since 1970.

/// Year, month and day of the date that is `days` after 1970-01-01, by the Gregorian calendar (Howard Hinnant's
/// `civil_from_days`). Months and days count from 1.
#[must_use]
pub fn date(days: i64) -> (i64, i64, i64) {
    // Counted in eras of 400 years that begin on a 1st of March, so that the leap day is the last of a year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day = shifted.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let in_year = day - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * in_year + 2) / 153;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let date = in_year - (153 * shifted_month + 2) / 5 + 1;
    (year + era * 400 + i64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_right_around_leap_days() {
        let dates = [-1, 0, 11_016, 11_017, 20_512].map(date);
        assert_eq!(
            dates,
            [
                (1969, 12, 31),
                (1970, 1, 1),
                (2000, 2, 29),
                (2000, 3, 1),
                (2026, 2, 28)
            ]
        );
    }
}
