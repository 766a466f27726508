//! Parts of sentences, in both languages.

use crate::messages::{self, message};
use crate::taxonomy::Language;
use crate::text::is_han;
use std::borrow::Cow;
use std::ops::Range;

/// A text in quotation marks, on one line; both languages use the same ones.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + "“”".len());
    push_quoted(text, &mut quoted);
    quoted
}

/// Whether the last line of `before` ends because it is full, and not with the entry of a list.
pub(super) fn is_full_line(before: &str) -> bool {
    let line = before.chars().rev().take_while(|c| *c != '\n');
    line.take(LINE).count() == LINE
}

/// Characters of a line that is full.
const LINE: usize = 30;

/// A part of a text with a space for each line break, and with nothing where a full line of Chinese breaks off inside a word.
#[must_use]
pub fn unbroken(text: &str, part: Range<usize>) -> Cow<'_, str> {
    let words = &text[part.clone()];
    if !words.contains(['\n', '\r']) {
        return Cow::Borrowed(words);
    }
    let mut line = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let (before, next) = (
            &text[..part.start + at],
            &text[part.start + at + c.len_utf8()..],
        );
        let is_inside =
            || before.ends_with(is_han) && next.starts_with(is_han) && is_full_line(before);
        match c {
            '\r' if next.starts_with('\n') => {}
            '\r' | '\n' if is_inside() => {}
            '\r' | '\n' => line.push(' '),
            c => line.push(c),
        }
    }
    Cow::Owned(line)
}

/// Appends what [`quote`] gives to `out`.
pub(super) fn push_quoted(text: &str, out: &mut String) {
    out.push('“');
    let bytes = text.as_bytes();
    let is_solid = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    let is_tidy = is_solid(bytes.first())
        && is_solid(bytes.last())
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
        && !text.contains("  ");
    if is_tidy {
        out.push_str(text);
    } else {
        for (place, word) in unbroken(text, 0..text.len()).split_whitespace().enumerate() {
            if place > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out.push('”');
}

/// Names in a row, as a sentence lists them.
#[must_use]
pub fn join(names: impl IntoIterator<Item = impl Into<String>>, language: Language) -> String {
    let names: Vec<String> = names.into_iter().map(Into::into).collect();
    // A Chinese "and" may be part of the names already: 软件信息服务与软件和大数据智能化应用.
    let and = match names.iter().any(|name| name.contains('和')) {
        true => " and ##between names with an and",
        false => " and ##between names",
    };
    let comma = match names.iter().all(|name| name.starts_with('“')) {
        true => between_quotations(language),
        false => messages::say(language, ", ##between names"),
    };
    let and = messages::say(language, and);
    in_a_row(&names, comma, and)
}

/// What stands between two quotations in a row: in Chinese their marks part them (GB/T 15834-2011, 4.5.3.5).
pub(super) fn between_quotations(language: Language) -> &'static str {
    match language {
        Language::En => ", ",
        Language::Zh => "",
    }
}

/// Texts in a row, with one mark between them and another before the last.
#[must_use]
pub fn in_a_row(texts: &[String], comma: &str, and: &str) -> String {
    match texts.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{}{and}{last}", first.join(comma)),
        _ => texts.concat(),
    }
}

/// Names in a row, as a cell or a line under a heading lists them.
#[must_use]
pub fn list(names: &[impl AsRef<str>], language: Language) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(messages::say(language, ", ##between names"))
}

/// A name with what is said of it in brackets.
#[must_use]
pub fn with_note(name: &str, note: &str, language: Language) -> String {
    message!(language, "{name} ({note})", name, note)
}

/// A name of the plan as it is written inside a sentence.
#[must_use]
pub fn in_sentence(name: &str, language: Language) -> Cow<'_, str> {
    match language {
        Language::En => Cow::Owned(name.to_lowercase()),
        Language::Zh => Cow::Borrowed(name),
    }
}

/// A clause as it begins a sentence: with a capital, in languages that have them.
#[must_use]
pub fn capitalised(clause: &str, language: Language) -> Cow<'_, str> {
    let mut letters = clause.chars();
    match (language, letters.next()) {
        (Language::En, Some(first)) => {
            let first = first.to_uppercase();
            Cow::Owned(format!("{first}{}", letters.as_str()))
        }
        _ => Cow::Borrowed(clause),
    }
}

/// What stands between a name and what is said of it.
#[must_use]
pub fn colon(language: Language) -> &'static str {
    messages::say(language, ": ")
}

/// The first `length` characters of `text`, or a few less where they end in the middle of a Latin word, with an ellipsis where
/// something was cut off.
#[must_use]
pub fn clip(text: &str, length: usize) -> String {
    if text.len() <= length {
        return text.to_owned();
    }
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..between_words(text, end)].trim_end()),
    }
}

/// `end`, or the space before it where it cuts a word of Latin letters.
fn between_words(text: &str, end: usize) -> usize {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
    let bytes = text.as_bytes();
    let cuts = bytes[..end].last().is_some_and(is_letter) && is_letter(&bytes[end]);
    let letters = bytes[..end].iter().rev().take_while(|byte| is_letter(byte));
    let start = end - letters.count();
    match cuts && start > end / 2 && text[..start].ends_with(' ') {
        true => start,
        false => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_full_line_of_chinese_breaks_off_inside_a_word() {
        let line = "某某机器人股份有限公司是国家级专精特新重点小巨人企业二〇〇五年公司核";
        let text = format!("{line}\n心团队聚焦\n动力电池");
        assert_eq!(quote(&text), format!("“{line}心团队聚焦 动力电池”"));
        // At the edge of a part the text around it counts.
        assert_eq!(
            unbroken(&text, line.len()..text.len()),
            "心团队聚焦 动力电池"
        );
    }
}
