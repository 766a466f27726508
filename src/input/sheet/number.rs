//! Numbers of a sheet as a person would type them: codes to the last digit, dates and times in ISO 8601.

use super::parts::Format;
use crate::calendar;
use std::fmt::Write;

/// Appends a number, written as `raw` in the file, in the way its format shows it.
pub(super) fn show(raw: &str, format: Format, from_1904: bool, out: &mut String) {
    if format == Format::Plain && is_whole(raw) {
        out.push_str(raw);
        return;
    }
    let number = raw.parse::<f64>();
    // Writing to a string cannot fail.
    let _ = match (format, number) {
        (_, Err(_)) => out.write_str(raw),
        (Format::Date, Ok(days)) if (0.0..3_000_000.0).contains(&days) => {
            date(days, from_1904, out)
        }
        (Format::Digits(digits), Ok(number))
            if number.fract() == 0.0 && (0.0..9e15).contains(&number) =>
        {
            write!(out, "{:0digits$}", number as u64)
        }
        (_, Ok(_)) if is_whole(raw) => out.write_str(raw),
        (_, Ok(number)) if number.fract() == 0.0 && number.abs() < 1e15 => {
            write!(out, "{}", number as i64)
        }
        // A spreadsheet keeps fifteen digits: of a longer code the rest is lost, and this shows it.
        (_, Ok(number)) if number.abs() >= 1e15 => {
            write!(out, "{number:E}").map(|()| signed_power(out))
        }
        (_, Ok(number)) => write!(out, "{number}"),
    };
}

fn is_whole(raw: &str) -> bool {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `9.15E17` -> `9.15E+17`, as spreadsheets write it.
fn signed_power(out: &mut String) {
    if let Some(at) = out.rfind('E')
        && out.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
    {
        out.insert(at + 1, '+');
    }
}

/// A day counted by a spreadsheet, with the time of the day as its fraction.
fn date(days: f64, from_1904: bool, out: &mut String) -> std::fmt::Result {
    let seconds = (days * 86_400.0).round() as i64;
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    if days < 1.0 {
        return write!(out, "{hour:02}:{minute:02}:{second:02}");
    }
    // Days since 1970. Spreadsheets believe in a 29th of February 1900.
    let since = match from_1904 {
        true => day - 24_107,
        false if day < 60 => day - 25_568,
        false => day - 25_569,
    };
    let (year, month, date) = calendar::date(since);
    write!(out, "{year:04}-{month:02}-{date:02}")?;
    match (hour, minute, second) {
        (0, 0, 0) => Ok(()),
        _ => write!(out, "T{hour:02}:{minute:02}:{second:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_person_would_type_them() {
        for (raw, format, shown) in [
            ("915001121234567890", Format::Plain, "915001121234567890"),
            (
                "9.1500112123456794E+17",
                Format::Plain,
                "9.15001121234568E+17",
            ),
            ("1.2E3", Format::Plain, "1200"),
            ("0.1234", Format::Plain, "0.1234"),
            ("1234567.5", Format::Plain, "1234567.5"),
            ("123", Format::Digits(8), "00000123"),
            ("43832", Format::Date, "2020-01-02"),
            ("43832.5", Format::Date, "2020-01-02T12:00:00"),
            ("0.3541666666666667", Format::Date, "08:30:00"),
            ("1", Format::Date, "1900-01-01"),
            ("61", Format::Date, "1900-03-01"),
            ("-3", Format::Date, "-3"),
            ("abc", Format::Plain, "abc"),
        ] {
            let mut out = String::new();
            show(raw, format, false, &mut out);
            assert_eq!(out, shown, "{raw}");
        }
        let mut out = String::new();
        show("42370", Format::Date, true, &mut out);
        assert_eq!(out, "2020-01-02");
    }
}
