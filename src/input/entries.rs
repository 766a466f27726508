//! A cell that holds a list: its entries, however they were written under or beside each other.

use super::clean;
use crate::profile::list_parts;
use crate::text::is_han;
use std::borrow::Cow;

/// Hands each entry of a list to `put`: divided by commas, semicolons, lines, bars, bullets, numbers, and slashes
/// between terms of more than a word.
pub(super) fn each(cell: &str, mut put: impl FnMut(&str)) {
    let text = clean::text(cell);
    for part in list_parts(&text) {
        if is_simple(part) {
            put(part);
            continue;
        }
        if is_one(part) {
            put_bare(part, &mut put);
            continue;
        }
        for part in part.split(['|', '｜', '┋', '\t', '•', '●', '◆', '■', '▪', '‣', '※', '★'])
        {
            for part in numbered(part) {
                for part in between_terms(part) {
                    put_bare(part, &mut put);
                }
            }
        }
    }
}

fn put_bare(part: &str, put: &mut impl FnMut(&str)) {
    // There is nothing around letters to take away.
    let part = match part.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        true => part,
        false => bare(part),
    };
    if !clean::says_nothing(part) && !is_end(part) {
        put(&spelled_out(part));
    }
}

/// Whether nothing in an entry could divide it further: no sign that stands between entries, no second number.
fn is_one(part: &str) -> bool {
    let mut before = ' ';
    part.chars().all(|c| {
        let may_divide = c == '2' && before == ' ';
        before = c;
        !may_divide
            && (c.is_ascii_alphanumeric()
                || is_han(c)
                || matches!(c, ' ' | '-' | '.' | '&' | '%' | '\''))
    })
}

/// What a byte tells against an entry being simple: nothing for small letters, spaces and most of the bytes of most
/// Chinese characters.
static AGAINST: [u8; 256] = {
    let mut against = [NO_WORD; 256];
    let mut byte = 0;
    while byte < 256 {
        if matches!(byte as u8, b'a'..=b'z' | b' ' | 0xE4..=0xE9 | 0x80..=0xBF) {
            against[byte] = 0;
        }
        byte += 1;
    }
    against[0xAD] = MAY_END;
    against
};

/// Not a byte of words.
const NO_WORD: u8 = 1;
/// The middle byte of `等`, which ends a list; it is rarer than the first.
const MAY_END: u8 = 2;

/// Whether an entry is words and nothing else, as most are.
fn is_simple(part: &str) -> bool {
    let bytes = part.as_bytes();
    // To the last byte whatever comes: entries are short, and so it is quicker.
    let against = bytes
        .iter()
        .fold(0, |all, byte| all | AGAINST[usize::from(*byte)]);
    let is_words = match against {
        0 => true,
        // Entries are short: a search made for long texts takes longer to begin.
        MAY_END => !bytes.windows(3).any(|bytes| bytes == "等".as_bytes()),
        _ => false,
    };
    is_words && bytes.len() > 3 && part != "null" && part != "none"
}

/// `1. cells 2. systems` -> `1. cells`, `2. systems`.
fn numbered(part: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut next = 2;
    loop {
        let from = cuts[cuts.len() - 1];
        let marks = [". ", "、", ")", "）", "."].map(|mark| format!(" {next}{mark}"));
        let found = marks
            .iter()
            .filter_map(|mark| part[from..].find(mark.as_str()))
            .min();
        match found.filter(|_| next > 2 || number(part) > 0) {
            Some(at) => cuts.push(from + at),
            None => break,
        }
        next += 1;
    }
    let ends = cuts.iter().copied().skip(1).chain([part.len()]);
    cuts.iter()
        .zip(ends)
        .map(|(start, end)| &part[*start..end])
        .collect()
}

/// How many bytes the number takes that an entry begins with, as in `1. cells`, `(2) systems`, `③ packs`.
fn number(part: &str) -> usize {
    let rest = part.trim_start();
    if rest.starts_with(|c| matches!(c, '①'..='⑳')) {
        return part.len() - rest.len() + '①'.len_utf8();
    }
    let open = rest.trim_start_matches(['(', '（']);
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    let mark = open[digits..]
        .chars()
        .next()
        .filter(|mark| ".、)）．".contains(*mark));
    let Some(mark) = mark.filter(|_| (1..=2).contains(&digits)) else {
        return 0;
    };
    let after = &open[digits + mark.len_utf8()..];
    match mark == '.' && after.starts_with(|c: char| c.is_ascii_digit()) {
        true => 0, // `3.5 mm`
        false => part.len() - after.len(),
    }
}

/// Cuts at slashes, middle dots and plus signs that stand between terms of more than one word; `AC/DC` stays.
fn between_terms(part: &str) -> Vec<&str> {
    for mark in [" / ", "/", "／", "·", " + ", ") ("] {
        if !part.contains(mark) {
            continue;
        }
        let terms: Vec<&str> = part.split(mark).collect();
        let is_term = |term: &&str| {
            let term = term.trim();
            term.contains(' ') || term.chars().filter(|c| is_han(*c)).count() >= 2
        };
        if terms.iter().all(is_term) {
            return terms;
        }
    }
    vec![part]
}

/// An entry without its bullet, number, quotes and brackets.
fn bare(part: &str) -> &str {
    let part = part.trim_start_matches(|c: char| c.is_whitespace() || "-–—*·・>◇□○".contains(c));
    let part = part[number(part)..].trim();
    let part = part.trim_matches(['"', '“', '”', '「', '」', '\'']);
    let is_one = |open: char, close: char| {
        let inner = part.strip_prefix(open)?;
        let inner = inner.strip_suffix(close).unwrap_or(inner);
        (!inner.contains([open, close])).then_some(inner)
    };
    let unclosed = part.strip_suffix(')').filter(|rest| !rest.contains('('));
    let part = is_one('(', ')')
        .or_else(|| is_one('（', '）'))
        .or(unclosed)
        .unwrap_or(part)
        .trim();
    part.strip_suffix('等')
        .filter(|rest| rest.chars().count() > 2)
        .unwrap_or(part)
}

fn is_end(part: &str) -> bool {
    let may_end = matches!(part.as_bytes().first(), Some(b'a' | b'e' | b'o' | 0xE7));
    may_end
        && matches!(
            part.trim_end_matches(['.', '。', '…']),
            "etc" | "and more" | "and so on" | "等等" | "等" | "others"
        )
}

/// A term that a program wrote as one word: `BatteryManagementSystems`, `lfp_cells`.
fn spelled_out(part: &str) -> Cow<'_, str> {
    if part.len() < 8 || part.contains(' ') || !part.is_ascii() {
        return Cow::Borrowed(part);
    }
    if part.contains('_') {
        return Cow::Owned(part.replace('_', " "));
    }
    let bytes = part.as_bytes();
    let is_hump = |at: usize| {
        bytes[at].is_ascii_uppercase()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase)
            && bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase)
    };
    if !bytes.iter().all(u8::is_ascii_alphabetic) || !(2..bytes.len()).any(is_hump) {
        return Cow::Borrowed(part);
    }
    let mut out = String::with_capacity(part.len() + 4);
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && is_hump(at) {
            out.push(' ');
        }
        out.push(char::from(*byte));
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(cell: &str) -> Vec<String> {
        let mut entries = Vec::new();
        each(cell, |entry| entries.push(entry.to_owned()));
        entries
    }

    #[test]
    fn a_list_is_the_same_however_it_is_written() {
        for cell in [
            "LFP cells; management systems",
            "LFP cells, management systems",
            "LFP cells、management systems",
            "LFP cells；management systems；",
            "['LFP cells', 'management systems']",
            "[\"LFP cells\", \"management systems\"]",
            "[{\"name\":\"LFP cells\"},{\"name\":\"management systems\"}]",
            "• LFP cells\n• management systems",
            "- LFP cells\n- management systems",
            "* LFP cells\r\n* management systems",
            "1. LFP cells\n2. management systems",
            "1. LFP cells 2. management systems",
            "1) LFP cells 2) management systems",
            "（1）LFP cells；（2）management systems",
            "①LFP cells②management systems".replace('②', "\n②").leak(),
            "LFP cells<br>management systems",
            "<ul><li>LFP cells</li><li>management systems</li></ul>",
            "LFP&nbsp;cells&#44; management&#32;systems",
            "LFP cells|management systems",
            "LFP cells | management systems",
            "LFP cells/management systems",
            "LFP cells  /  management systems",
            "LFP cells·management systems",
            "LFP cells\tmanagement systems",
            "[LFP cells](https://x.example/lfp), **management systems**",
            "LFP cells + management systems",
            "\"LFP cells\", \"management systems\"",
            "(LFP cells) (management systems)",
            "LFP cells; management systems; etc.; N/A; -",
            "LFP cells_x000D_\nmanagement systems_x000D_",
            "LFP cells\\nmanagement systems",
            "LFP cells\\r\\n management systems",
            "LFP cells; management systems https://example.com/a?b=software&c=cloud",
            "lfp_cells; management_systems".replace("lfp", "LFP").leak(),
        ] {
            assert_eq!(entries(cell), ["LFP cells", "management systems"], "{cell}");
        }
    }

    #[test]
    fn terms_stay_whole() {
        for cell in [
            "AC/DC converters",
            "3.5 mm jacks",
            "TCP/IP",
            "iPhone",
            "12V BMS (LFP)",
            "电池（动力）",
            "2-wheelers",
            "(R)-lactic acid",
        ] {
            assert_eq!(entries(cell), [cell], "{cell}");
        }
        assert_eq!(entries("火锅底料/豆瓣酱等"), ["火锅底料", "豆瓣酱"]);
        assert_eq!(
            entries("BatteryManagementSystems"),
            ["Battery Management Systems"]
        );
    }
}
