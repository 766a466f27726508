//! Firms and brands that people of a trade know: their names, with what the firm behind each makes or offers. They give
//! names a weight where a text says little else ("X is redefining the future of mobility").
//!
//! The list (`data/firms.tsv`: name, labels) was written by hand from general knowledge of industries; names that mean
//! anything else are not in it.

use super::examples::{Example, Grades};
use super::frames::{Dice, Frames, surround};
use super::inputs::{malformed, read};
use crate::error::Result;
use crate::profile::Profile;
use crate::text::{TokenKind, Tokens};
use std::collections::HashSet;
use std::path::Path;

/// The group of the examples made of names.
pub(super) const GROUP: &str = "firms";

/// A company or brand that people know, with what it makes or offers.
#[derive(Debug, Clone)]
pub(super) struct LabelledCompany {
    pub(super) name: String,
    grades: Grades,
}

/// Reads a list of firms.
///
/// # Errors
/// The file cannot be read, or a line is not of the form name, labels.
pub(super) fn firms(path: &Path) -> Result<Vec<LabelledCompany>> {
    let text = read(path)?;
    let lines = text.lines().enumerate();
    lines
        .map(|(line, row)| {
            let malformed = |why: String| malformed(path, format!("line {}: {why}", line + 1));
            let (name, labels) = row
                .split_once('\t')
                .ok_or_else(|| malformed(format!("expected two columns in `{row}`")))?;
            Ok(LabelledCompany {
                name: name.to_owned(),
                grades: Grades::parse(labels).map_err(malformed)?,
            })
        })
        .collect()
}

/// The examples made of `firms`: each as the name of a profile without and with a text that says nothing, and in that
/// text.
pub(super) fn examples(firms: &[LabelledCompany], frames: &Frames, weight: f32) -> Vec<Example> {
    let mut examples = Vec::new();
    for (place, firm) in firms.iter().enumerate() {
        let mut dice = Dice::new(&firm.name);
        let about = frames.about(&firm.name);
        let mut talk = |text: &str| {
            let mut text = text.to_owned();
            surround(&mut text, about, &mut dice);
            Some(text)
        };
        let named = || Profile {
            name: Some(firm.name.clone()),
            ..Profile::default()
        };
        let profiles = [
            named(),
            Profile {
                description: talk(""),
                ..named()
            },
            Profile {
                description: talk(&format!("{}.", firm.name)),
                ..Profile::default()
            },
        ];
        for (copy, profile) in profiles.into_iter().enumerate() {
            examples.push(Example {
                id: format!("{GROUP}:{place}:{copy}"),
                profile,
                labels: firm.grades.labels.clone(),
                out_of_scope: firm.grades.out_of_scope.clone(),
                out_of_scope_known: true,
                group: GROUP.into(),
                weight,
                sentence: None,
            });
        }
    }
    examples
}

/// The words that are such a name by themselves, and the pairs of words that are one or stand in one.
#[derive(Debug, Default)]
pub(super) struct Names {
    words: HashSet<String>,
    pairs: HashSet<(String, String)>,
}

impl Names {
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut known = Self::default();
        let mut tokens = Tokens::default();
        for name in names {
            tokens.cut(name);
            let words = tokens
                .list
                .iter()
                .filter(|token| token.kind == TokenKind::Word)
                .map(|token| tokens.folded(token).to_owned());
            let words: Vec<String> = words.collect();
            match &words[..] {
                [word] if tokens.list.len() == 1 => {
                    known.words.insert(word.clone());
                }
                _ => known.pairs.extend(
                    words
                        .windows(2)
                        .map(|pair| (pair[0].clone(), pair[1].clone())),
                ),
            }
        }
        known
    }

    /// The names that are one word, folded.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether these folded words are a name, or two words side by side in one.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        match words {
            [word] => self.words.contains(*word),
            [first, second] => self
                .pairs
                .contains(&((*first).to_owned(), (*second).to_owned())),
            _ => false,
        }
    }
}
