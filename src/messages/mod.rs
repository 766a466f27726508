//! What is said, in every language: the English sentence stands in the code, beside the condition under which it is said, and
//! what it is in another language in one folder of tables (`messages/zh/`), a line each: English, a tab, the other. As gettext
//! has it: the English sentence is the key, so code reads as it speaks and a translator sees both sentences in one line. A
//! table rather than `fluent`: there are two languages, and what depends on number or gender is chosen in English already.
//!
//! Values are named: `{label} scores {score}` may be `{label}得分{score}`, or have them in another order. Where one English
//! text is two in another language, a note behind `##` tells them apart (`fit##noun`); it is never shown. A sentence that a
//! table lacks is told in English, which the tests of this module and debug builds find.

mod macros;

use crate::taxonomy::Language;
pub(crate) use macros::{add_message, message, value};
use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::sync::LazyLock;

/// What tells two uses of one English text apart.
const NOTE: &str = "##";

static ZH: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::new(&[
        include_str!("zh/assessment.tsv"),
        include_str!("zh/document.tsv"),
        include_str!("zh/report.tsv"),
    ])
});

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

    /// The text, or the English one where there is none.
    #[must_use]
    pub fn get(&self, english: &'static str) -> &'static str {
        let found = self.0.get(english).copied();
        debug_assert!(found.is_some() || english.is_empty(), "no line: {english}");
        found.unwrap_or_else(|| without_note(english))
    }
}

/// An English text as it is shown: without what tells its uses apart.
#[must_use]
pub fn without_note(english: &'static str) -> &'static str {
    english.split_once(NOTE).map_or(english, |(text, _)| text)
}

/// A text in `language`, by the English one.
#[must_use]
pub(crate) fn say(language: Language, english: &'static str) -> &'static str {
    match language {
        Language::En => without_note(english),
        Language::Zh => ZH.get(english),
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
