//! Reads a taxonomy file. What must hold for the matcher to work is an error here; what merely should hold is a
//! finding of `check`.

use super::{
    Clause, Front, Industry, Label, Language, OutOfScope, Plan, Subdivision, Taxonomy, Term,
};
use crate::error::{Error, ErrorKind, Result};
use crate::text::line_and_column;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;

/// The shipped plan, as the bytes of `taxonomy.toml`.
pub const SHIPPED_TOML: &str = include_str!("../../taxonomy.toml");

#[derive(Deserialize)]
struct File {
    plan: FilePlan,
    #[serde(rename = "front", default)]
    fronts: Vec<FileFront>,
    #[serde(rename = "industry", default)]
    industries: Vec<FileIndustry>,
    #[serde(rename = "clause", default)]
    clauses: Vec<FileClause>,
    #[serde(rename = "subdivision", default)]
    subdivisions: Vec<FileSubdivision>,
    #[serde(default)]
    out_of_scope: Vec<FileOutOfScope>,
}

#[derive(Deserialize)]
struct FilePlan {
    id: String,
    title: String,
    publisher: String,
    period: String,
    language: String,
    source: String,
}

#[derive(Deserialize)]
struct FileLabel {
    en: String,
    zh: String,
}

#[derive(Deserialize)]
struct FileFront {
    id: String,
    label: FileLabel,
}

#[derive(Deserialize)]
struct FileIndustry {
    id: String,
    front: String,
    label: FileLabel,
    #[serde(default)]
    about_innovation: bool,
}

#[derive(Deserialize)]
struct FileClause {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct FileSubdivision {
    id: String,
    industry: String,
    label: FileLabel,
    clause: String,
    phrase: String,
    #[serde(default)]
    exclude: Vec<String>,
    terms: FileTerms,
}

#[derive(Deserialize)]
struct FileOutOfScope {
    id: String,
    label: FileLabel,
    terms: FileTerms,
}

#[derive(Deserialize)]
struct FileTerms {
    #[serde(default)]
    en: Vec<FileTerm>,
    #[serde(default)]
    zh: Vec<FileTerm>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FileTerm {
    Plain(String),
    Weighted {
        term: String,
        #[serde(default = "one")]
        weight: f32,
        note: Option<String>,
    },
}

fn one() -> f32 {
    1.0
}

impl From<FileLabel> for Label {
    fn from(label: FileLabel) -> Self {
        Self {
            en: label.en,
            zh: label.zh,
        }
    }
}

impl FileTerms {
    fn into_terms(self) -> Vec<Term> {
        let read = |language| {
            move |term: FileTerm| match term {
                FileTerm::Plain(text) => Term {
                    text,
                    language,
                    weight: 1.0,
                    note: None,
                },
                FileTerm::Weighted { term, weight, note } => Term {
                    text: term,
                    language,
                    weight: weight.clamp(0.01, 1.0),
                    note,
                },
            }
        };
        let english = self.en.into_iter().map(read(Language::En));
        english
            .chain(self.zh.into_iter().map(read(Language::Zh)))
            .collect()
    }
}

impl Taxonomy {
    /// The plan that ships with the tool: Chongqing's work report on investment promotion for 2021.
    ///
    /// # Panics
    /// Never in a build whose tests pass: a test reads the embedded file.
    #[must_use]
    pub fn shipped() -> Self {
        Self::from_toml(SHIPPED_TOML, "taxonomy.toml").expect("the shipped taxonomy is tested")
    }

    /// Reads a taxonomy file.
    ///
    /// # Errors
    /// See [`Taxonomy::from_toml`]; also when the file cannot be read or is not UTF-8.
    pub fn load(path: &Path) -> Result<Self> {
        Self::from_toml(&read_text(path)?, &path.display().to_string())
    }

    /// Reads a taxonomy from TOML text; `origin` names it in messages.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] with line and column where the text is not TOML or lacks a key;
    /// [`ErrorKind::Incomplete`] where an id is defined twice or refers to nothing.
    pub fn from_toml(text: &str, origin: &str) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let (line, column) = line_and_column(text, at);
            Error::new(
                ErrorKind::Malformed,
                format!("{origin}:{line}:{column}: {}", error.message().trim()),
            )
            .with_hint("`planfit taxonomy check` lists every finding")
        })?;
        let sha256 = Sha256::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        build(file, sha256, origin)
    }
}

/// The text of a taxonomy file.
///
/// # Errors
/// [`ErrorKind::Io`] when the file cannot be read, [`ErrorKind::Malformed`] when it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Error::new(
            ErrorKind::Malformed,
            format!("`{}` is not UTF-8 at byte {at}", path.display()),
        )
        .with_hint("save the file as UTF-8")
    })
}

fn index<'a>(
    ids: impl Iterator<Item = &'a str>,
    what: &str,
    origin: &str,
) -> Result<HashMap<String, usize>> {
    let mut found = HashMap::new();
    for (place, id) in ids.enumerate() {
        if found.insert(id.to_owned(), place).is_some() {
            return Err(Error::new(
                ErrorKind::Incomplete,
                format!("{origin}: {what} `{id}` is defined twice"),
            )
            .with_hint("`planfit taxonomy check` lists every finding"));
        }
    }
    Ok(found)
}

fn build(file: File, sha256: String, origin: &str) -> Result<Taxonomy> {
    let refer = |map: &HashMap<String, usize>, id: &str, what: &str, by: &str| {
        map.get(id).copied().ok_or_else(|| {
            Error::new(
                ErrorKind::Incomplete,
                format!("{origin}: `{by}` refers to {what} `{id}`, which is not defined"),
            )
            .with_hint("`planfit taxonomy check` lists every finding")
        })
    };
    let front_index = index(file.fronts.iter().map(|f| f.id.as_str()), "front", origin)?;
    let industry_index = index(
        file.industries.iter().map(|i| i.id.as_str()),
        "industry",
        origin,
    )?;
    let clause_index = index(file.clauses.iter().map(|c| c.id.as_str()), "clause", origin)?;
    index(
        file.subdivisions.iter().map(|s| s.id.as_str()),
        "subdivision",
        origin,
    )?;
    if file.subdivisions.is_empty() {
        return Err(Error::new(
            ErrorKind::Incomplete,
            format!("{origin}: no `[[subdivision]]` in it"),
        ));
    }
    let about_innovation: Vec<bool> = file.industries.iter().map(|i| i.about_innovation).collect();
    let industries = file.industries.into_iter().map(|industry| {
        let front = refer(&front_index, &industry.front, "front", &industry.id)?;
        Ok(Industry {
            id: industry.id,
            front,
            label: industry.label.into(),
        })
    });
    let subdivisions = file.subdivisions.into_iter().map(|subdivision| {
        let industry = refer(
            &industry_index,
            &subdivision.industry,
            "industry",
            &subdivision.id,
        )?;
        Ok(Subdivision {
            industry,
            clause: refer(
                &clause_index,
                &subdivision.clause,
                "clause",
                &subdivision.id,
            )?,
            label: subdivision.label.into(),
            phrase: subdivision.phrase,
            terms: subdivision.terms.into_terms(),
            exclusions: subdivision.exclude,
            about_innovation: about_innovation[industry],
            id: subdivision.id,
        })
    });
    Ok(Taxonomy {
        plan: Plan {
            id: file.plan.id,
            title: file.plan.title,
            publisher: file.plan.publisher,
            period: file.plan.period,
            language: file.plan.language,
            source: file.plan.source,
            sha256,
        },
        industries: industries.collect::<Result<_>>()?,
        subdivisions: subdivisions.collect::<Result<_>>()?,
        fronts: file
            .fronts
            .into_iter()
            .map(|f| Front {
                id: f.id,
                label: f.label.into(),
            })
            .collect(),
        clauses: file
            .clauses
            .into_iter()
            .map(|c| Clause {
                id: c.id,
                text: c.text,
            })
            .collect(),
        out_of_scope: file
            .out_of_scope
            .into_iter()
            .map(|out| OutOfScope {
                id: out.id,
                label: out.label.into(),
                terms: out.terms.into_terms(),
            })
            .collect(),
    })
}
