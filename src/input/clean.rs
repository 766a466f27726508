//! What a cell says to a reader: without markup, links, escapes, and what is written where there is nothing to say.
//!
//! This is for the texts that are read; the cells in the output stay as they are. Most cells are plain, and one look at
//! their bytes shows it.

use super::cell_counts::is_link;
use super::markup;
pub(super) use crate::text::trimmed;
use crate::text::{begins_and_ends_solid, is_han};
use memchr::memmem::Finder;
use memchr::{memchr3, memchr3_iter};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

static PLACEHOLDERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("placeholders.txt").lines();
    lines
        .filter(|line| !line.starts_with("# "))
        .flat_map(|line| line.split(" | "))
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect()
});

/// The longest placeholder, in bytes.
const PLACEHOLDER: usize = 30;

/// Whether a cell holds nothing but what stands for nothing: `-`, `N/A`, `无`, `#REF!`, a number.
pub(super) fn says_nothing(cell: &str) -> bool {
    if cell.len() > PLACEHOLDER {
        return !cell.chars().any(is_letter);
    }
    let is_frame = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => false,
        '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '"' | '\'' | '.' | ',' | ';' | ':' => true,
        '-' | '_' | '*' | '?' => true,
        _ if c.is_ascii() => c.is_whitespace(),
        _ if is_han(c) => false,
        '（' | '）' | '【' | '】' | '“' | '”' | '。' | '，' | '；' | '：' | '—' | '？' => {
            true
        }
        _ => c.is_whitespace(),
    };
    let bare = match begins_and_ends_in_words(cell.as_bytes()) {
        true => cell,
        false => cell.trim_matches(is_frame),
    };
    if !bare.chars().any(is_letter) {
        return true;
    }
    let is_small = |c: char| is_han(c) || c.is_ascii() && !c.is_ascii_uppercase();
    let is_known = |word: &str| {
        may_be_known(word)
            && (PLACEHOLDERS.contains(word)
                || !word.chars().all(is_small)
                    && PLACEHOLDERS.contains(word.to_lowercase().as_str()))
    };
    let is_whole_known = || {
        let whole = trimmed(cell);
        whole.len() != bare.len() && is_known(whole)
    };
    is_known(bare) || bare.len() != cell.len() && is_whole_known()
}

/// A letter of any script; the usual ones are told without a look at the tables.
fn is_letter(c: char) -> bool {
    is_han(c) || c.is_alphabetic()
}

/// Lengths of placeholders by their first byte, a bit each: most names and products are told by that.
static LENGTHS: LazyLock<[u32; 256]> = LazyLock::new(|| {
    let mut lengths = [0; 256];
    for word in PLACEHOLDERS.iter().filter(|word| word.len() <= PLACEHOLDER) {
        lengths[usize::from(word.as_bytes()[0])] |= 1 << word.len();
    }
    lengths
});

fn may_be_known(word: &str) -> bool {
    let first = word.bytes().next().unwrap_or(0).to_ascii_lowercase();
    word.len() <= PLACEHOLDER && LENGTHS[usize::from(first)] & 1 << word.len() != 0
}

/// Whether the first and the last character are letters or digits beyond doubt, in ASCII or Chinese.
fn begins_and_ends_in_words(bytes: &[u8]) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let is_han = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, 0xE4..=0xE9));
    let third_last = bytes.len().checked_sub(3).and_then(|at| bytes.get(at));
    (is_word(bytes.first()) || is_han(bytes.first()))
        && (is_word(bytes.last()) || is_han(third_last))
}

/// What a program wrote round a cell so that a spreadsheet takes it as text: `="00123"` and `'00123`.
pub(super) fn unwrapped(cell: &str) -> &str {
    let cell = trimmed(cell);
    if cell.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return cell;
    }
    let formula = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    let cell = formula.unwrap_or(cell);
    match cell.strip_prefix('\'') {
        Some(rest) if !rest.is_empty() && !rest.contains(['\'', ' ']) => rest,
        _ => cell.trim(),
    }
}

/// An id as a cell holds it; nothing where signs stand for it.
pub(super) fn id(cell: &str) -> Option<&str> {
    // Words that stand for nothing elsewhere are ids: `NA` and `TBD` are traded somewhere.
    Some(unwrapped(cell)).filter(|id| id.contains(char::is_alphanumeric))
}

/// Whether an id was a number once, and is no more: a spreadsheet wrote `9.15E+17` for it.
pub(super) fn has_lost_digits(id: &str) -> bool {
    let Some(at) = id.bytes().position(|byte| matches!(byte, b'E' | b'e')) else {
        return false;
    };
    let (digits, power) = (&id[..at], &id[at + 1..]);
    let is_number = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    is_number(digits) && power.strip_prefix('+').is_some_and(is_number)
}

/// Whether what follows `&` may be an entity.
fn is_entity(rest: &[u8]) -> bool {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    rest.get(rest.iter().take_while(is_name).count()) == Some(&b';')
}

/// Up to so many bytes a look at each is quicker than searches.
const SHORT: usize = 64;

/// Bytes of which no markup and no link is made.
static INNOCENT: [bool; 256] = {
    let mut innocent = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        innocent[byte] = matches!(
            byte as u8,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' | b',' | b';' | b'-' | b'(' | b')' | b'/' | b'%' | b'+'
                | 0x80..=0xCF | 0xD2..=0xFF
        );
        byte += 1;
    }
    innocent
};

static ADDRESS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));

/// Whether there is nothing in a cell that a reader would not see; most cells are such, so it has to be quick. A sign
/// that markup and links are made of is looked at with what follows: most `&` and `:` are just that.
fn is_plain(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    // No end before the last byte: so it is quicker.
    let is_innocent = |all: bool, byte: &u8| all & INNOCENT[usize::from(*byte)];
    if bytes.len() <= SHORT && bytes.iter().fold(true, is_innocent) {
        return true;
    }
    let is_markup = |at: usize| match (bytes[at], bytes.get(at + 1)) {
        (b'&', _) => is_entity(&bytes[at + 1..]),
        (b'<', next) => {
            next.is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next))
        }
        (_, next) => next == Some(&b'x'),
    };
    // The bytes above ASCII are those with which Cyrillic letters begin.
    let is_link = |at: usize| bytes[at] != b':' || bytes.get(at + 1) == Some(&b'/');
    !matches!(bytes.first(), Some(b'=' | b'[' | b'{' | b'\''))
        && !memchr3_iter(b'<', b'&', b'_', bytes).any(is_markup)
        && memchr3(b'\\', b'@', b'*', bytes).is_none()
        && !memchr3_iter(b':', 0xD0, 0xD1, bytes).any(is_link)
        && ADDRESS.find(bytes).is_none()
}

/// The words that a reader of a cell would see, empty if there are none; lists in it are divided by line breaks.
pub(super) fn text(cell: &str) -> Cow<'_, str> {
    // A byte order mark stands where two files were put together.
    let is_space = |c: char| c.is_whitespace() || c == '\u{FEFF}';
    let cell = match begins_and_ends_solid(cell.as_bytes()) {
        true => cell,
        false => cell.trim_matches(is_space),
    };
    if says_nothing(cell) {
        return Cow::Borrowed("");
    }
    if is_plain(cell) {
        return Cow::Borrowed(cell);
    }
    let cell = unwrapped(cell);
    let mut text = match listed(cell) {
        Some(words) => Cow::Owned(words),
        None => Cow::Borrowed(cell),
    };
    // What was escaped twice is markup after the first turn.
    for _ in 0..2 {
        match markup::visible(&text) {
            Cow::Owned(visible) => text = Cow::Owned(visible),
            Cow::Borrowed(_) => break,
        }
    }
    let text = unescaped(&text);
    let text = without_links(&text);
    let text = text.trim();
    match says_nothing(text) {
        true => Cow::Borrowed(""),
        false => Cow::Owned(one_alphabet(text)),
    }
}

/// The words of a JSON or Python list or object, one a line; nothing if it is neither.
fn listed(cell: &str) -> Option<String> {
    let ends = (cell.as_bytes().first()?, cell.as_bytes().last()?);
    if !matches!(ends, (b'[', b']') | (b'{', b'}')) {
        return None;
    }
    let value: serde_json::Value = match serde_json::from_str(cell) {
        Ok(value) => value,
        Err(_) => serde_json::from_str(&json_of_python(cell)).ok()?,
    };
    let mut words = Vec::new();
    collect(&value, &mut words);
    Some(words.join("\n"))
}

/// A Python list or dictionary as JSON: other quotes, other names.
fn json_of_python(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut quote = None;
    let mut word = String::new();
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '\'' | '"') => {
                quote = Some(c);
                out.push('"');
            }
            (Some(open), _) if c == open => {
                quote = None;
                out.push('"');
            }
            (Some(_), '"') => out.push_str("\\\""),
            (Some(_), '\\') => match chars.next() {
                Some('\'') => out.push('\''),
                Some(next) => out.extend(['\\', next]),
                None => {}
            },
            (None, _) if c.is_alphabetic() => {
                word.push(c);
                continue;
            }
            _ => out.push(c),
        }
        if !word.is_empty() {
            let known = match word.as_str() {
                "True" => "true",
                "False" => "false",
                "None" | "nan" | "NaN" => "null",
                other => other,
            };
            let last = out.pop();
            out.push_str(known);
            out.extend(last);
            word.clear();
        }
    }
    out
}

/// The keys of an object that name the thing itself, where it has others for its number, address and picture.
const NAMING: [&str; 12] = [
    "name",
    "title",
    "label",
    "value",
    "text",
    "description",
    "desc",
    "summary",
    "keyword",
    "product",
    "名称",
    "描述",
];

/// Every text in a value, keys and numbers left out.
fn collect(value: &serde_json::Value, words: &mut Vec<String>) {
    use serde_json::Value;
    match value {
        Value::String(text) => {
            words.extend(Some(text.trim().to_owned()).filter(|text| !says_nothing(text)))
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        Value::Object(map) => {
            let named: Vec<&Value> = NAMING
                .iter()
                .filter_map(|key| map.get(*key))
                .filter(|value| !value.is_null())
                .collect();
            match named.is_empty() {
                true => map.values().for_each(|value| collect(value, words)),
                false => named.into_iter().for_each(|value| collect(value, words)),
            }
        }
        _ => {}
    }
}

/// Without escapes that were meant for a program: `_x000D_`, and `\n` written out.
fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains("_x0") {
        let mut out = String::with_capacity(text.len());
        let mut rest: &str = &text;
        while let Some(at) = rest.find("_x0") {
            out.push_str(&rest[..at]);
            let code = rest
                .get(at + 2..at + 6)
                .and_then(|digits| u32::from_str_radix(digits, 16).ok());
            let ends = rest.as_bytes().get(at + 6) == Some(&b'_');
            match code.filter(|_| ends).and_then(char::from_u32) {
                Some(c) => {
                    out.push(if c.is_control() { '\n' } else { c });
                    rest = &rest[at + 7..];
                }
                None => {
                    out.push_str("_x0");
                    rest = &rest[at + 3..];
                }
            }
        }
        out.push_str(rest);
        text = Cow::Owned(out);
    }
    if text.contains("\\n") || text.contains("\\r") || text.contains("\\t") {
        // Not in a path of a file.
        if !text.contains(":\\") && !text.contains("\\\\") {
            text = Cow::Owned(
                text.replace("\\r\\n", "\n")
                    .replace("\\n", "\n")
                    .replace("\\r", "\n")
                    .replace("\\t", " "),
            );
        }
    }
    text
}

/// Without addresses of the web and mailboxes, and without the signs of Markdown; `[text](address)` is its text.
fn without_links(text: &str) -> Cow<'_, str> {
    let has_links =
        text.contains("://") || text.contains("www.") || text.contains('@') || text.contains("](");
    if !has_links && !text.contains("**") {
        return Cow::Borrowed(text);
    }
    let mut text = text.replace("**", "");
    while let Some(middle) = text.find("](") {
        let open = text[..middle].rfind('[');
        let close = text[middle..].find(')').map(|at| middle + at);
        let (Some(open), Some(close)) = (open, close) else {
            break;
        };
        let shown = text[open + 1..middle].to_owned();
        text.replace_range(open..=close, &shown);
    }
    let mut out = String::with_capacity(text.len());
    let is_end = |c: char| c.is_whitespace() || "，。；、,;()（）<>\"'“”".contains(c);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let word = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        let start = ["http://", "https://", "ftp://", "www."]
            .iter()
            .filter_map(|start| word.find(start))
            .min();
        match start {
            // Chinese text follows an address without a space.
            Some(at) => {
                let link = &word[at..];
                let length = link.find(|c: char| !c.is_ascii()).unwrap_or(link.len());
                out.push_str(&word[..at]);
                rest = &rest[at + length..];
                if length == 0 {
                    break;
                }
            }
            None => {
                if !is_link(word) {
                    out.push_str(word);
                }
                rest = &rest[word.len()..];
                if let Some(c) = rest.chars().next() {
                    out.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
    }
    Cow::Owned(out)
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4FF}')
}

/// Words of Latin letters with Cyrillic ones of the same look among them, in Latin letters alone.
fn one_alphabet(text: &str) -> String {
    if !text.contains(is_cyrillic) {
        return text.to_owned();
    }
    let is_mixed =
        |word: &str| word.contains(is_cyrillic) && word.contains(|c: char| c.is_ascii_alphabetic());
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        match is_mixed(word) {
            true => out.extend(word.chars().map(latin)),
            false => out.push_str(word),
        }
    }
    out
}

fn latin(c: char) -> char {
    let (cyrillic, latin) = ("АВСЕНІЈКМОРЅТХУаеіјорсухѕһ", "ABCEHIJKMOPSTXYaeijopcyxsh");
    let place = cyrillic.chars().position(|known| known == c);
    place
        .and_then(|place| latin.chars().nth(place))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_nothing_is_nothing() {
        for cell in [
            "-",
            "——",
            "/",
            "N/A",
            "n/a",
            "无",
            "暂无",
            "null",
            "NaN",
            "None",
            "\\N",
            "同上",
            "#REF!",
            "()",
            "[]",
            "2024-01-01",
            "123456",
            "见官网",
            "no data",
            "<p><br></p>",
            "&nbsp;",
            "https://x.example/software",
            "info@robot.example",
            "[null]",
            "=\"-\"",
            "",
        ] {
            assert_eq!(text(cell), "", "{cell}");
        }
        for cell in ["BMS", "无人机", "公司治理软件", "NA-ion cells", "其他电池"] {
            assert_eq!(text(cell), cell, "{cell}");
        }
    }

    #[test]
    fn a_cell_is_what_a_reader_sees() {
        for (cell, seen) in [
            ("['LFP cells', \"BMS\", None, 3]", "LFP cells\nBMS"),
            (
                "[{\"name\": \"LFP cells\", \"id\": \"a7\"}, {\"name\": \"BMS\"}]",
                "LFP cells\nBMS",
            ),
            (
                "{\"main\": \"soy sauce\", \"other\": [\"vinegar\"]}",
                "soy sauce\nvinegar",
            ),
            ("a_x000D_\nb_x000D_", "a\n\nb"),
            ("cells\\nsystems", "cells\nsystems"),
            (
                "[LFP cells](https://x.example/lfp), **BMS**",
                "LFP cells, BMS",
            ),
            (
                "生产电池，见https://x.example/a和www.x.example。销售",
                "生产电池，见和。销售",
            ),
            ("生产<em>豆瓣</em>酱", "生产豆瓣酱"),
            ("LFР сells; электро", "LFP cells; электро"),
            ("=\"动力电池\"", "动力电池"),
            ("[草稿] 电池", "[草稿] 电池"),
        ] {
            assert_eq!(text(cell), seen, "{cell}");
        }
    }

    #[test]
    fn codes_are_unwrapped_and_lost_digits_noticed() {
        assert_eq!(
            [
                unwrapped("=\"00123\""),
                unwrapped("'0045"),
                unwrapped("\t9150 ")
            ],
            ["00123", "0045", "9150"]
        );
        assert_eq!(
            ["9.15E+17", "9.15001e+17", "9150E", "E+5", "ABC1E+5"].map(has_lost_digits),
            [true, true, false, false, false]
        );
    }
}
