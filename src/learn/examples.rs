//! Labelled profiles to learn from.

use super::corpus::Lead;
use crate::error::{Error, ErrorKind, Result};
use crate::profile::{Kind, Profile};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A profile with what a reader said it fits.
#[derive(Debug, Clone)]
pub struct Example {
    /// Id of the company.
    pub id: String,
    /// What is read.
    pub profile: Profile,
    /// Subdivision id (whole, or its last part) to grade 1, 2 or 3.
    pub labels: BTreeMap<String, u8>,
    /// For a profile (partly) out of scope, the kind of business, where the reader gave one.
    pub out_of_scope: Option<String>,
    /// Whether an empty `out_of_scope` says that none applies, rather than that nobody noted it.
    pub out_of_scope_known: bool,
    /// Which file it came from: its place among the inputs.
    pub source: usize,
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
pub fn read_examples(path: &Path, source: usize) -> Result<Vec<Example>> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, &error))?;
    let mut examples = Vec::new();
    for (line, json) in text
        .lines()
        .enumerate()
        .filter(|(_, json)| !json.trim().is_empty())
    {
        let malformed = |why: String| {
            Error::new(
                ErrorKind::Malformed,
                format!("{}:{}: {why}", path.display(), line + 1),
            )
        };
        let row: Row = serde_json::from_str(json).map_err(|error| malformed(error.to_string()))?;
        // The files of `kind` that describe where a text came from hold no kind of body.
        let kind = row
            .kind
            .as_deref()
            .and_then(|kind| kind.parse::<Kind>().ok())
            .unwrap_or_default();
        let id = if row.id.is_empty() {
            format!("{source}:{line}")
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
            source,
        });
    }
    Ok(examples)
}

/// Reads labels of companies of a lead list: lines of `id`, a tab, and `subdivision:grade` joined by `;`, where an
/// entry `-kind` names a kind of business out of scope. Companies that are not in the list are passed over.
///
/// # Errors
/// The file cannot be read, or a line is not of that form.
pub fn read_lead_labels(
    path: &Path,
    leads: &[(String, Profile)],
    source: usize,
) -> Result<Vec<Example>> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, &error))?;
    let by_id: HashMap<&str, &Profile> = leads
        .iter()
        .map(|(id, profile)| (id.as_str(), profile))
        .collect();
    let mut examples = Vec::new();
    for (line, row) in text
        .lines()
        .enumerate()
        .filter(|(_, row)| !row.starts_with('#') && !row.trim().is_empty())
    {
        let malformed = || {
            Error::new(
                ErrorKind::Malformed,
                format!(
                    "{}:{}: no `id<tab>labels` in `{row}`",
                    path.display(),
                    line + 1
                ),
            )
        };
        let (id, entries) = row.split_once('\t').ok_or_else(malformed)?;
        let Some(profile) = by_id.get(id) else {
            continue;
        };
        let mut labels = BTreeMap::new();
        let mut out_of_scope = None;
        for entry in entries
            .split(';')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
        {
            if let Some(kind) = entry.strip_prefix('-') {
                out_of_scope = Some(kind.to_owned());
            } else {
                let (class, grade) = entry.split_once(':').ok_or_else(malformed)?;
                labels.insert(class.to_owned(), grade.parse().map_err(|_| malformed())?);
            }
        }
        examples.push(Example {
            id: id.to_owned(),
            profile: (*profile).clone(),
            labels,
            out_of_scope,
            out_of_scope_known: true,
            source,
        });
    }
    Ok(examples)
}

/// Companies of a lead list as profiles.
pub(super) fn profiles(leads: &[Lead]) -> Vec<(String, Profile)> {
    let profile = |lead: &Lead| Profile {
        name: Some(lead.name.clone()),
        description: Some(lead.text.clone()),
        ..Profile::default()
    };
    leads
        .iter()
        .map(|lead| (lead.id.clone(), profile(lead)))
        .collect()
}
