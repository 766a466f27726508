//! Latin letters and numbers beside Chinese ones: `PD-1单抗`, `3.5英寸`, `AI 芯片`.

use super::general::is_general;
use crate::text::is_han;
use std::ops::Range;

/// The longest run that is shown whole, in bytes.
const LONGEST: usize = 30;

/// Chinese characters of a phrase with a name of two words at its end, at most.
const CHINESE: usize = 9;

/// A phrase with the whole of the runs of Latin letters and digits at its ends.
pub(super) fn whole_runs(text: &str, phrase: Range<usize>) -> Range<usize> {
    let is_of_run = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let (mut start, mut end) = (phrase.start, phrase.end);
    // X-射线: the sign alone stands before the phrase.
    let is_joined = is_of_run(bytes.get(start)) || text[..start].ends_with('-');
    while is_joined && goes_before(bytes, start) && phrase.start - start < LONGEST {
        start -= 1;
    }
    // What was not consumed whole, and a sign that joins nothing, is no part.
    if goes_before(bytes, start) || bytes.get(start) == Some(&b'-') {
        start = phrase.start;
    }
    while end > start && is_of_run(bytes.get(end - 1)) && is_of_run(bytes.get(end)) {
        end += 1;
    }
    // HiAR Glasses: the second word of a name.
    if end > start && bytes[end - 1].is_ascii_alphabetic() && bytes.get(end) == Some(&b' ') {
        let word = bytes[end + 1..].iter();
        let letters = word.take_while(|byte| byte.is_ascii_alphabetic()).count();
        let is_name = bytes.get(end + 1).is_some_and(u8::is_ascii_uppercase);
        let run = bytes[start..end].iter().rev();
        let run = run.take_while(|byte| byte.is_ascii_alphanumeric()).count();
        // With more Chinese characters, the second word makes a phrase too long to be shown.
        let chinese = text[start..end].chars().filter(|c| is_han(*c)).count();
        if is_name
            && chinese <= CHINESE
            && run + letters < LONGEST
            && !is_general(&text[end + 1..end + 1 + letters])
        {
            end += 1 + letters;
        }
    }
    start..end
}

/// Whether the byte before `at` belongs to the run that begins there: a letter, a digit, a hyphen behind one, or the point of a
/// decimal number.
fn goes_before(bytes: &[u8], at: usize) -> bool {
    let before = |count: usize| at.checked_sub(count).map(|at| bytes[at]);
    match before(1) {
        Some(b'-') => before(2).is_some_and(|byte| byte.is_ascii_alphanumeric()),
        Some(b'.') => {
            before(2).is_some_and(|byte| byte.is_ascii_digit())
                && bytes.get(at).is_some_and(u8::is_ascii_digit)
        }
        Some(byte) => byte.is_ascii_alphanumeric(),
        None => false,
    }
}

/// Where an abbreviation begins that stands before `start` and a space: `AI` in `AI 芯片`, `5G` in `5G 基站天线`.
pub(super) fn abbreviation_before(text: &str, start: usize) -> usize {
    const LETTERS: usize = 5;
    let Some(before) = text[..start].strip_suffix(' ') else {
        return start;
    };
    let letters = before.bytes().rev().take_while(u8::is_ascii_alphanumeric);
    let word = &before[before.len() - letters.count()..];
    // nas 硬件
    let is_small = || {
        word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_general(word)
    };
    let is_abbreviation = is_small()
        || word.bytes().all(|byte| !byte.is_ascii_lowercase())
            && word.bytes().any(|byte| byte.is_ascii_uppercase());
    let stands_alone = !before[..before.len() - word.len()].ends_with(['-', '.', '/', '\'']);
    match is_abbreviation && stands_alone && (1..=LETTERS).contains(&word.len()) {
        true => before.len() - word.len(),
        false => start,
    }
}

/// A number before the unit that `place` begins with: `12` in `12 kWh battery packs`, and the rest of a decimal number: `3.` in
/// `3.5-inch displays`.
pub(super) fn number_before(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    // Most words have no number before them: that is seen quickest.
    let digit = start.checked_sub(2).map(|at| bytes[at]);
    if !digit.is_some_and(|byte| byte.is_ascii_digit()) {
        return start;
    }
    let word = text[start..]
        .split(|c: char| !c.is_ascii_alphabetic())
        .next();
    if word.is_some_and(|word| UNITS.contains(&word)) && text[..start].ends_with(' ') {
        at -= 1;
    } else if !bytes.get(start).is_some_and(u8::is_ascii_digit) {
        return start;
    }
    let number = text[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    let digits = &text[number.len()..at];
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    match is_number && !number.ends_with(char::is_alphanumeric) {
        true => number.len(),
        false => start,
    }
}

/// Units of measure that stand apart from their number.
const UNITS: [&str; 17] = [
    "kV", "V", "kW", "MW", "GW", "kWh", "MWh", "GWh", "nm", "mm", "cm", "m", "Ah", "mAh", "Hz",
    "kHz", "GHz",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_whole() {
        for (text, words, expected) in [
            ("We make 3.5-inch OLED displays", "5-inch", "3.5-inch"),
            ("makes 12 kWh battery packs", "kWh", "12 kWh"),
            ("and 1.8 kV IGBT modules", "kV", "1.8 kV"),
            ("since 1990, batteries", "batteries", "batteries"),
            ("5-inch displays", "5-inch", "5-inch"),
        ] {
            let start = text.find(words).unwrap();
            let whole = number_before(text, start)..start + words.len();
            assert_eq!(&text[whole], expected, "{text}");
        }
    }
}
