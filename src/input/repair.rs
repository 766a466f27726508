//! Rows that are nearly right: a few bytes of another encoding in a UTF-8 list, JSON as other languages write it.

use super::block::RowBlock;
use super::evidence;
use crate::text::is_han;
use encoding_rs::{GB18030, WINDOWS_1252};

/// The cells of a row of which some bytes are not UTF-8, put after one another into `text` and `ends`; the encoding
/// that they were read in. Nothing if the list was said to be of one encoding, or the row reads sensibly in none.
pub(super) fn cells(
    bytes: &[u8],
    cells: &[usize],
    block: &RowBlock,
    text: &mut String,
    ends: &mut Vec<usize>,
) -> Option<&'static str> {
    if !block.may_repair {
        return None;
    }
    for encoding in [WINDOWS_1252, GB18030] {
        text.clear();
        ends.clear();
        let (mut start, mut foreign) = (0, String::new());
        let good = cells.iter().all(|end| {
            let cell = &bytes[start.min(*end)..*end];
            start = *end;
            let good = match std::str::from_utf8(cell) {
                Ok(whole) => {
                    text.push_str(whole);
                    true
                }
                Err(_) if encoding == WINDOWS_1252 => put_mixed(cell, text),
                Err(_) => {
                    match encoding.decode_without_bom_handling_and_without_replacement(cell) {
                        Some(whole) => {
                            text.push_str(&whole);
                            foreign.push_str(&whole);
                            true
                        }
                        None => false,
                    }
                }
            };
            ends.push(text.len());
            good
        });
        // A name alone may be of rare characters; with the other cells of its row it reads like a language.
        if good && (encoding == WINDOWS_1252 || evidence::is_chinese(&foreign)) {
            return Some(encoding.name());
        }
    }
    None
}

/// Appends a cell with its UTF-8 as it is and the bytes between as Windows-1252; whether those are letters and
/// punctuation that stand where one would expect them.
fn put_mixed(cell: &[u8], text: &mut String) -> bool {
    let mut letters: Vec<(char, bool)> = Vec::new();
    for chunk in cell.utf8_chunks() {
        letters.extend(chunk.valid().chars().map(|c| (c, false)));
        let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        letters.extend(decoded.chars().map(|c| (c, true)));
    }
    text.extend(letters.iter().map(|(c, _)| *c));
    let at = |place: Option<usize>| {
        place
            .and_then(|place| letters.get(place))
            .map_or(' ', |(c, _)| *c)
    };
    letters.iter().enumerate().all(|(place, (c, was_bad))| {
        let (before, after) = (at(place.checked_sub(1)), at(Some(place + 1)));
        !was_bad || evidence::is_in_place(before, *c, after) && !is_han(before) && !is_han(after)
    })
}

/// A line of JSON without what other languages put into it: `NaN` and `Infinity`, control characters in texts, halves of
/// characters. Nothing if there is none of that.
pub(super) fn json(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len() + 16);
    let (mut in_text, mut changed) = (false, false);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '\\' if in_text => {
                let (escape, was_half) = escape(rest);
                length = escape.len();
                out.push_str(if was_half { "\\ufffd" } else { escape });
                changed |= was_half;
            }
            '"' => {
                in_text = !in_text;
                out.push(c);
            }
            c if in_text && c.is_control() && c < ' ' => {
                out.push(' ');
                changed = true;
            }
            '\u{FEFF}' if !in_text => changed = true,
            'N' | 'I' | '-' if !in_text => {
                let word = ["NaN", "Infinity", "-Infinity", "-NaN"]
                    .into_iter()
                    .find(|word| rest.starts_with(word));
                match word {
                    Some(word) => {
                        length = word.len();
                        out.push_str("null");
                        changed = true;
                    }
                    None => out.push(c),
                }
            }
            _ => out.push(c),
        }
        rest = &rest[length..];
    }
    changed.then_some(out)
}

/// The escape that a text goes on with, and whether it is half a character.
fn escape(rest: &str) -> (&str, bool) {
    let unit = |rest: &str| u16::from_str_radix(rest.strip_prefix("\\u")?.get(..4)?, 16).ok();
    match unit(rest) {
        Some(0xD800..=0xDBFF) => match unit(&rest[6..]) {
            Some(0xDC00..=0xDFFF) => (&rest[..12], false),
            _ => (&rest[..6], true),
        },
        Some(0xDC00..=0xDFFF) => (&rest[..6], true),
        Some(_) => (&rest[..6], false),
        None => {
            let length = rest.chars().take(2).map(char::len_utf8).sum();
            (&rest[..length], false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_other_languages_is_json() {
        for (line, wanted) in [
            (
                "{\"a\": NaN, \"b\": -Infinity}",
                Some("{\"a\": null, \"b\": null}"),
            ),
            ("{\"a\": \"NaN\tb\"}", Some("{\"a\": \"NaN b\"}")),
            ("{\"a\": \"x \\ud83d y\"}", Some("{\"a\": \"x \\ufffd y\"}")),
            ("{\"a\": \"\\ud83d\\ude00 \\\"\", \"b\": -1}", None),
            ("{\"a\": ", None),
        ] {
            assert_eq!(json(line).as_deref(), wanted, "{line}");
        }
    }
}
