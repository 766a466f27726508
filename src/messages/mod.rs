//! What is said, in every language: the English sentence stands in the code, beside the condition under which it is said, and
//! what it is in another language in one folder of tables (`messages/zh/`), a line each: English, a tab, the other. As gettext
//! has it: the English sentence is the key, so code reads as it speaks and a translator sees both sentences in one line. A
//! table rather than `fluent`: there are two languages, and what depends on number is chosen in the code, by the English text. A
//! line cannot begin with `#`, which begins a comment.
//!
//! Values are named: `{label} scores {score}` may be `{label}得分{score}`, or have them in another order. Where one English
//! text is two in another language, a note behind `##` tells them apart (`fit##noun`); it is never shown. A sentence that a
//! table lacks is told in English, which the tests of this module and debug builds find.

mod macros;

pub(crate) use crate::taxonomy::Language;
pub(crate) use macros::{add_message, message, value};
use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::sync::LazyLock;

/// Twice, what stands before a note that tells two uses of one English text apart.
const NOTE: u8 = b'#';

/// The tables of Chinese, in the order of what needs most of them, each read when a sentence is first looked for in it: a row of a
/// list needs the first.
static ZH: [LazyLock<Catalogue>; 3] = [
    LazyLock::new(|| Catalogue::new(&[include_str!("zh/assessment.tsv")])),
    LazyLock::new(|| Catalogue::new(&[include_str!("zh/report.tsv")])),
    LazyLock::new(|| Catalogue::new(&[include_str!("zh/document.tsv")])),
];

/// Sentences in a language other than English, by the English ones.
#[derive(Debug)]
pub struct Catalogue(HashMap<&'static str, &'static str>);

impl Catalogue {
    /// Reads tables: English, a tab, the other language; lines that begin with `#` are comments.
    #[must_use]
    pub fn new(tables: &[&'static str]) -> Self {
        let lines = tables.iter().flat_map(|table| table.lines());
        let lines = lines.filter(|line| !line.starts_with('#'));
        Self(lines.filter_map(|line| line.split_once('\t')).collect())
    }

    /// The text, if there is one.
    #[must_use]
    pub fn find(&self, english: &str) -> Option<&'static str> {
        self.0.get(english).copied()
    }

    /// The text, or the English one where there is none.
    #[must_use]
    pub fn get(&self, english: &'static str) -> &'static str {
        found(self.find(english), english)
    }
}

/// A text that was looked for, or the English one.
fn found(text: Option<&'static str>, english: &'static str) -> &'static str {
    debug_assert!(text.is_some() || english.is_empty(), "no line: {english}");
    text.unwrap_or_else(|| without_note(english))
}

/// An English text as it is shown: without what tells its uses apart.
#[must_use]
pub const fn without_note(english: &'static str) -> &'static str {
    // As constants are worked out, so that `message!` asks no sentence when it is told.
    let bytes = english.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        if bytes[at] == NOTE && bytes[at + 1] == NOTE {
            return english.split_at(at).0;
        }
        at += 1;
    }
    english
}

/// A text in `language`, by the English one.
#[must_use]
pub(crate) fn say(language: Language, english: &'static str) -> &'static str {
    match language {
        Language::En => without_note(english),
        Language::Zh => found(ZH.iter().find_map(|table| table.find(english)), english),
    }
}

/// Texts in `language`, by the English ones.
#[must_use]
pub(crate) fn say_all<const N: usize>(
    language: Language,
    english: [&'static str; N],
) -> [&'static str; N] {
    english.map(|english| say(language, english))
}

/// Whether a name in braces begins here.
fn is_name(text: &str) -> bool {
    let name = text.split_once('}').map_or("", |(name, _)| name);
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// A text with its values in place of their names in braces, as [`fill`] writes it.
#[must_use]
pub fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut told = String::with_capacity(text.len());
    fill(&mut told, text, values);
    told
}

/// Writes a text with its values in place of their names in braces; a name without a value stays as it is.
pub fn fill(to: &mut String, text: &str, values: &[(&str, &dyn Display)]) {
    let mut left = text;
    while let Some((before, after)) = left.split_once('{') {
        to.push_str(before);
        let found = after.split_once('}').and_then(|(name, after)| {
            let value = values.iter().find(|(known, _)| *known == name);
            value.map(|(_, value)| (value, after))
        });
        left = match found {
            Some((value, after)) => {
                // Writing to a string cannot fail.
                let _ = write!(to, "{value}");
                after
            }
            None => {
                debug_assert!(!is_name(after), "no value: {text}");
                to.push('{');
                after
            }
        };
    }
    to.push_str(left);
}

#[cfg(test)]
mod literals;
#[cfg(test)]
mod tests;
