//! Labelled profiles to learn from.

use super::corpus::CorpusText;
use super::inputs::{malformed, read};
use crate::error::Result;
use crate::profile::{Kind, Profile};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What a reader said of a firm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Grades {
    /// Last part of the subdivision id to grade 1, 2 or 3.
    pub(super) labels: BTreeMap<String, u8>,
    /// The kind of business out of scope.
    pub(super) out_of_scope: Option<String>,
}

impl Grades {
    /// From `subdivision:grade` joined by `;`, where an entry `-kind` names a kind of business out of scope and a bare
    /// `-` says nothing.
    pub(super) fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut grades = Self::default();
        let entries = text
            .split(';')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        for entry in entries {
            if let Some(kind) = entry.strip_prefix('-') {
                grades.out_of_scope = Some(kind.to_owned()).filter(|kind| !kind.is_empty());
                continue;
            }
            let grade = entry.split_once(':').and_then(|(class, grade)| {
                Some((
                    class,
                    grade.parse().ok().filter(|grade| (1..=3).contains(grade))?,
                ))
            });
            let (class, grade) =
                grade.ok_or_else(|| format!("expected `subdivision:grade`, found `{entry}`"))?;
            grades.labels.insert(class.to_owned(), grade);
        }
        Ok(grades)
    }

    /// What a firm fits that does both.
    pub(super) fn and(mut self, other: &Self) -> Self {
        for (id, grade) in &other.labels {
            let known = self.labels.entry(id.clone()).or_default();
            *known = (*known).max(*grade);
        }
        self
    }

    /// What a firm fits that trades what these grades are about: nothing more than peripherally.
    pub(super) fn traded(&self) -> Self {
        Self {
            labels: self.labels.keys().map(|id| (id.clone(), 1)).collect(),
            out_of_scope: Some("retail".into()),
        }
    }
}

/// A profile with what a reader said it fits.
#[derive(Debug, Clone)]
pub(super) struct Example {
    /// Id of the company.
    pub(super) id: String,
    /// What is read.
    pub(super) profile: Profile,
    /// Subdivision id (whole, or its last part) to grade 1, 2 or 3.
    pub(super) labels: BTreeMap<String, u8>,
    /// For a profile (partly) out of scope, the kind of business, where the reader gave one.
    pub(super) out_of_scope: Option<String>,
    /// Whether an empty `out_of_scope` says that none applies, rather than that nobody noted it.
    pub(super) out_of_scope_known: bool,
    /// Which group of sources it is from: what is left out together when designs are compared.
    pub(super) group: String,
    /// How much it counts in learning.
    pub(super) weight: f32,
    /// For a sentence made of phrases: which part of the description it is.
    pub(super) sentence: Option<Sentence>,
}

/// A sentence made for learning. Of its words only those of the phrases are learned from; general talk around it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sentence {
    /// Where it stands in the description.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the phrases stand in the description, and how far the firm does what each names.
    pub(super) spans: Vec<Span>,
}

/// A phrase in a sentence made for learning.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    /// How far the firm does what it names, 0 to 1.
    pub(super) target: f32,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: String,
    name: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    products: Vec<String>,
    description: Option<String>,
    labels: BTreeMap<String, u8>,
    out: Option<String>,
}

/// Reads labelled profiles, one JSON object a line: `id`, `name`, `keywords`, `products`, `description`, `kind`,
/// `labels`, and `out` for the kind of business of a profile out of scope.
///
/// # Errors
/// The file cannot be read, or a line (named by its number) is no such object.
pub(super) fn read_examples(path: &Path, group: &str, weight: f32) -> Result<Vec<Example>> {
    let text = read(path)?;
    let mut examples = Vec::new();
    for (line, json) in text
        .lines()
        .enumerate()
        .filter(|(_, json)| !json.trim().is_empty())
    {
        let row: Row = serde_json::from_str(json)
            .map_err(|error| malformed(path, format!("line {}: {error}", line + 1)))?;
        // The files of `kind` that describe where a text came from hold no kind of body.
        let kind = row
            .kind
            .as_deref()
            .and_then(|kind| kind.parse::<Kind>().ok())
            .unwrap_or_default();
        let id = if row.id.is_empty() {
            format!("{group}:{line}")
        } else {
            row.id
        };
        examples.push(Example {
            id,
            profile: Profile {
                name: row.name,
                kind,
                keywords: row.keywords,
                products: row.products,
                description: row.description,
                ..Profile::default()
            },
            out_of_scope_known: row.out.is_some() || !row.labels.is_empty(),
            labels: row.labels,
            out_of_scope: row.out,
            group: group.to_owned(),
            weight,
            sentence: None,
        });
    }
    Ok(examples)
}

/// Reads labels of companies of a list: lines of `id`, a tab, and labels as in [`Grades::parse`]. Companies that are not
/// in the list are passed over.
///
/// # Errors
/// The file cannot be read, or a line is not of that form.
pub(super) fn read_labels(path: &Path, leads: &[CorpusText], weight: f32) -> Result<Vec<Example>> {
    let text = read(path)?;
    let by_id: HashMap<&str, &CorpusText> =
        leads.iter().map(|lead| (lead.id.as_str(), lead)).collect();
    let rows = text.lines().enumerate();
    let rows = rows.filter(|(_, row)| !row.starts_with('#') && !row.trim().is_empty());
    let mut examples = Vec::new();
    for (line, row) in rows {
        let malformed = |why: String| malformed(path, format!("line {}: {why}", line + 1));
        let (id, labels) = row
            .split_once('\t')
            .ok_or_else(|| malformed(format!("expected `id<tab>labels`, found `{row}`")))?;
        let grades = Grades::parse(labels).map_err(malformed)?;
        if let Some(lead) = by_id.get(id) {
            examples.push(Example {
                id: id.to_owned(),
                profile: lead.profile(),
                labels: grades.labels,
                out_of_scope: grades.out_of_scope,
                out_of_scope_known: true,
                group: lead.group.clone(),
                weight,
                sentence: None,
            });
        }
    }
    Ok(examples)
}
