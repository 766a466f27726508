//! A working translation of the shipped plan into Chinese: made by this project, not by the plan's publisher, and shown
//! beside the published English only.
//!
//! Each line of the table holds a text of the plan, its translation, and, where a subdivision is not called by its label
//! there, the label and what it is called.

use crate::fit::QuotedClause;
use crate::taxonomy::{Label, Language};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

const TABLE: &str = include_str!("translation.zh.tsv");

struct Translation {
    text: &'static str,
    names: Vec<(&'static str, &'static str)>,
}

static TRANSLATIONS: LazyLock<HashMap<&'static str, Translation>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (original, text) = (cells.next()?, cells.next()?);
        let names = cells.next().unwrap_or("").split(';');
        let names = names.filter_map(|name| name.split_once('=')).collect();
        Some((original, Translation { text, names }))
    });
    lines.collect()
});

/// A translated clause, and where in it the subdivision is named.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranslatedClause {
    /// The translation.
    pub text: &'static str,
    /// The bytes that name the subdivision.
    pub phrase: Range<usize>,
}

/// The translation of a clause for the subdivision called `label`; nothing in English, and for the clauses of another
/// plan.
#[must_use]
pub fn translated_clause(
    clause: &QuotedClause<'_>,
    label: &Label,
    language: Language,
) -> Option<TranslatedClause> {
    let translation = TRANSLATIONS
        .get(clause.text)
        .filter(|_| language == Language::Zh)?;
    let mut names = translation.names.iter();
    let name = names.find(|(known, _)| *known == label.zh);
    let name = name.map_or(label.zh.as_str(), |(_, name)| name);
    let start = translation.text.find(name)?;
    Some(TranslatedClause {
        text: translation.text,
        phrase: start..start + name.len(),
    })
}

/// Another text of the plan, such as its title, in `language` if there is a translation.
#[must_use]
pub fn translated(text: &str, language: Language) -> &str {
    match TRANSLATIONS.get(text) {
        Some(translation) if language == Language::Zh => translation.text,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::Taxonomy;

    #[test]
    fn every_text_of_the_shipped_plan_is_translated() {
        let taxonomy = Taxonomy::shipped();
        let plan = &taxonomy.plan;
        for text in [&plan.title, &plan.publisher, &plan.source] {
            assert_ne!(translated(text, Language::Zh), text);
            assert_eq!(translated(text, Language::En), text);
        }
        for subdivision in &taxonomy.subdivisions {
            let clause = QuotedClause::of(&taxonomy, subdivision).expect("all are quoted");
            let label = &subdivision.label;
            let translation = translated_clause(&clause, label, Language::Zh);
            assert!(translation.is_some(), "{}", subdivision.id);
            assert_eq!(translated_clause(&clause, label, Language::En), None);
        }
    }
}
