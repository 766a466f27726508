//! Phrases to make sentences of: those of two public classifications, those of our glossaries, and the terms of the plan.

use super::examples::Grades;
use super::frames::Phrase;
use super::inputs::{Inputs, Phrases, malformed, read};
use crate::error::Result;
use crate::taxonomy::{Taxonomy, Term};
use crate::text::is_han;
use std::collections::HashMap;
use std::path::Path;

/// The phrases of a classification.
pub(super) fn classified(inputs: &Inputs, source: &Phrases) -> Result<Vec<Phrase>> {
    let classes = table(&inputs.beside(&source.classes), 1)?;
    let single = match &source.single {
        Some(file) => table(&inputs.beside(file), 2)?,
        None => HashMap::new(),
    };
    let path = inputs.text(&source.file);
    let text = read(&path)?;
    let mut phrases = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [class, phrase] = source
            .columns
            .map(|at| cells.get(at).copied().unwrap_or(""));
        let grades = single
            .get(&format!("{class}\t{phrase}"))
            .or_else(|| classes.get(class));
        let (Some(grades), false) = (grades, phrase.is_empty()) else {
            continue;
        };
        let (text, product) = plain(phrase);
        if text.is_empty() || grades.labels.is_empty() && grades.out_of_scope.is_none() {
            continue;
        }
        phrases.push(Phrase {
            text,
            product,
            grades: grades.clone(),
            group: source.group.clone(),
        });
    }
    Ok(phrases)
}

/// Trade words of products and services with what a firm fits that makes or provides nothing else.
///
/// # Errors
/// The file cannot be read, or a line is not of the form phrase, `product` or `service`, labels.
pub(super) fn glossary(path: &Path) -> Result<Vec<Phrase>> {
    let text = read(path)?;
    let lines = text.lines().enumerate();
    lines
        .map(|(line, row)| {
            let malformed = |why: String| malformed(path, format!("line {}: {why}", line + 1));
            let [phrase, kind, labels] = row.split('\t').collect::<Vec<_>>()[..] else {
                return Err(malformed(format!("expected three columns in `{row}`")));
            };
            let product = match kind {
                "product" => true,
                "service" => false,
                _ => {
                    return Err(malformed(format!(
                        "expected `product` or `service`, found `{kind}`"
                    )));
                }
            };
            Ok(Phrase {
                text: phrase.to_owned(),
                product,
                grades: Grades::parse(labels).map_err(malformed)?,
                group: "glossary".into(),
            })
        })
        .collect()
}

/// Labels by the first `keys` cells of each line.
fn table(path: &Path, keys: usize) -> Result<HashMap<String, Grades>> {
    let text = read(path)?;
    let mut labels = HashMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some((key, [grades])) = cells.split_at_checked(keys) else {
            return Err(malformed(
                path,
                format!("expected {} columns in `{line}`", keys + 1),
            ));
        };
        let grades = Grades::parse(grades).map_err(|why| malformed(path, why))?;
        labels.insert(key.join("\t"), grades);
    }
    Ok(labels)
}

/// Endings that say that a product is made, so that what stands before them names it.
const MADE: [&str; 10] = [
    "manufacturing",
    "manufacturers",
    "mfg",
    "production",
    "farming",
    "growing",
    "制造",
    "加工",
    "种植",
    "生产",
];

/// A phrase of a classification as people write it, and whether it names a product: without brackets and without the
/// word that says that it is made.
fn plain(phrase: &str) -> (String, bool) {
    let mut text = String::new();
    let mut depth = 0_u32;
    for c in phrase.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let made = MADE.iter().find_map(|ending| text.strip_suffix(ending));
    let product = made.is_some();
    let text = made.unwrap_or(&text).trim_matches([' ', ',', '的', '、']);
    let text = text.strip_suffix("及其他").unwrap_or(text);
    let mut parts = text.splitn(3, ", ");
    // "Springs, heavy gauge metal" is said as "heavy gauge metal springs".
    let text = match (parts.next(), parts.next(), parts.next()) {
        (Some(noun), Some(kind), None) if product && !text.chars().any(is_han) => {
            format!("{kind} {noun}")
        }
        _ => text.to_owned(),
    };
    let first_word_is_name = text
        .split(' ')
        .next()
        .is_some_and(|word| word.chars().skip(1).any(char::is_uppercase));
    let text = if first_word_is_name {
        text
    } else {
        let mut chars = text.chars();
        chars.next().map_or_else(String::new, |first| {
            first.to_lowercase().chain(chars).collect()
        })
    };
    (text, product)
}

/// A term of less weight is no sure sign of its subdivision.
const SURE: f32 = 0.9;

/// The terms of the plan that are sure signs.
pub(super) fn terms(taxonomy: &Taxonomy) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut add = |terms: &[Term], product: bool, grades: &Grades| {
        for term in terms.iter().filter(|term| term.weight >= SURE) {
            phrases.push(Phrase {
                text: term.text.to_string(),
                product,
                grades: grades.clone(),
                group: "terms".into(),
            });
        }
    };
    for subdivision in &taxonomy.subdivisions {
        let short = subdivision.id.rsplit('/').next().unwrap_or(&subdivision.id);
        let grades = Grades {
            labels: [(short.to_owned(), 3)].into(),
            out_of_scope: None,
        };
        let service = ["services/", "tech-innovation/", "aspect/"];
        let product = !service
            .iter()
            .any(|front| subdivision.id.starts_with(front));
        add(&subdivision.terms, product, &grades);
    }
    for out in &taxonomy.out_of_scope {
        let grades = Grades {
            labels: Default::default(),
            out_of_scope: Some(out.id.clone()),
        };
        add(&out.terms, false, &grades);
    }
    phrases
}
