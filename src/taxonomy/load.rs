//! Reads a taxonomy file. What must hold for the matcher to work is an error here; what merely should hold is a
//! finding of `check`.

use super::lenders;
use super::{
    Clause, Compiled, Front, Industry, LONGEST_TERM, Label, Language, OutOfScope, Plan,
    Subdivision, Taxonomy, Term,
};
use crate::error::{Error, ErrorKind, Result};
use crate::text::{Tokens, hex, is_han, line_and_column};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

#[derive(Deserialize)]
struct File {
    format: Option<i64>,
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
    title: Option<String>,
    #[serde(default)]
    publisher: String,
    #[serde(default)]
    period: String,
    language: Option<String>,
    #[serde(default)]
    source: String,
}

/// A label in one language, or in both.
#[derive(Deserialize)]
struct FileLabel {
    #[serde(default)]
    en: String,
    #[serde(default)]
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
    front: Option<String>,
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
    industry: Option<String>,
    label: FileLabel,
    clause: Option<String>,
    #[serde(default)]
    phrase: String,
    #[serde(default)]
    formerly: Vec<String>,
    #[serde(default)]
    like: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    terms: FileTerms,
}

#[derive(Deserialize)]
struct FileOutOfScope {
    id: String,
    label: FileLabel,
    #[serde(default)]
    formerly: Vec<String>,
    #[serde(default)]
    like: Vec<String>,
    #[serde(default)]
    terms: FileTerms,
}

#[derive(Default, Deserialize)]
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

impl FileTerm {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Weighted { term: text, .. } => text,
        }
    }
}

fn one() -> f32 {
    1.0
}

impl From<FileLabel> for Label {
    /// A text in one language stands for the other one too.
    fn from(label: FileLabel) -> Self {
        let FileLabel { mut en, mut zh } = label;
        match (en.trim().is_empty(), zh.trim().is_empty()) {
            (true, _) => en.clone_from(&zh),
            (_, true) => zh.clone_from(&en),
            _ => {}
        }
        Self { en, zh }
    }
}

impl From<FileFront> for Front {
    fn from(front: FileFront) -> Self {
        Self {
            id: front.id,
            label: front.label.into(),
        }
    }
}

impl From<FileClause> for Clause {
    fn from(clause: FileClause) -> Self {
        Self {
            id: clause.id,
            text: clause.text,
        }
    }
}

impl From<FileOutOfScope> for OutOfScope {
    fn from(out: FileOutOfScope) -> Self {
        Self {
            id: out.id,
            label: out.label.into(),
            formerly: out.formerly,
            like: out.like,
            terms: out.terms.into_terms().into(),
        }
    }
}

impl FilePlan {
    fn into_plan(self, sha256: String, clauses: &[FileClause]) -> Plan {
        let in_chinese = || clauses.iter().any(|clause| clause.text.chars().any(is_han));
        let language = || if in_chinese() { "zh" } else { "en" }.to_owned();
        Plan {
            title: self.title.unwrap_or_else(|| self.id.clone()),
            id: self.id,
            publisher: self.publisher,
            period: self.period,
            language: self.language.unwrap_or_else(language),
            source: self.source,
            sha256,
            fit: None,
        }
    }
}

impl FileTerms {
    fn into_terms(self) -> Vec<Term> {
        let read = |language| {
            move |term: FileTerm| match term {
                FileTerm::Plain(text) => Term {
                    text: text.into(),
                    language,
                    weight: 1.0,
                    note: None,
                },
                FileTerm::Weighted { term, weight, note } => Term {
                    text: term.into(),
                    language,
                    weight: weight.clamp(0.01, 1.0),
                    note: note.map(Into::into),
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
            .at(origin, Some(line))
            .with_hint("`planfit taxonomy check` lists every finding")
        })?;
        build(file, Self::sha256(text), origin)
    }

    /// The SHA-256 of the text of a taxonomy file, 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(text: &str) -> String {
        hex(&Sha256::digest(text.as_bytes()))
    }
}

/// The longest taxonomy file that is read, in bytes: ten times the shipped one and more. A plan takes up to sixty times
/// its length in memory.
const MOST: u64 = 8 << 20;

/// The text of a taxonomy file.
///
/// # Errors
/// [`ErrorKind::Io`] when the file cannot be read, [`ErrorKind::Malformed`] when it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
        .map_err(|error| Error::io(path, &error))?;
    if bytes.len() as u64 > MOST {
        let message = format!("`{}` is over {} MiB", path.display(), MOST >> 20);
        return Err(Error::new(ErrorKind::Malformed, message)
            .with_hint("a plan is a TOML file; `planfit taxonomy list` shows the shipped one"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Error::new(
            ErrorKind::Malformed,
            format!("`{}` is not UTF-8 at byte {at}", path.display()),
        )
        .with_hint("save the file as UTF-8")
    })
}

/// The places of the entries of one kind by their ids.
struct Index<'a> {
    what: &'static str,
    origin: &'a str,
    places: HashMap<String, usize>,
}

impl<'a> Index<'a> {
    fn new<'i>(
        what: &'static str,
        origin: &'a str,
        ids: impl Iterator<Item = &'i String>,
    ) -> Result<Self> {
        let mut places = HashMap::new();
        for (place, id) in ids.enumerate() {
            if places.insert(id.clone(), place).is_some() {
                let message = format!("{origin}: {what} `{id}` is defined twice");
                return Err(incomplete(message));
            }
        }
        Ok(Self {
            what,
            origin,
            places,
        })
    }

    /// The place of the entry that `by` refers to.
    fn place(&self, id: &str, by: &str) -> Result<usize> {
        self.places.get(id).copied().ok_or_else(|| {
            let (origin, what) = (self.origin, self.what);
            incomplete(format!(
                "{origin}: `{by}` refers to {what} `{id}`, which is not defined"
            ))
        })
    }
}

fn incomplete(message: String) -> Error {
    Error::new(ErrorKind::Incomplete, message)
        .with_hint("`planfit taxonomy check` lists every finding")
}

/// The version of the file format that is read.
const FORMAT: i64 = 1;

/// The most subdivisions and kinds of business out of scope together: forty times those of the shipped plan.
const MOST_CLASSES: usize = 4096;

/// Refuses what the rest of the program does not reckon with.
fn refuse_excess(file: &File, origin: &str) -> Result<()> {
    let refuse = |message: String| {
        Err(Error::new(
            ErrorKind::Malformed,
            format!("{origin}: {message}"),
        ))
    };
    if file.format.is_some_and(|format| format != FORMAT) {
        return refuse(format!("this program reads `format = {FORMAT}` only"));
    }
    let classes = file.subdivisions.len() + file.out_of_scope.len();
    if classes > MOST_CLASSES {
        return refuse(format!(
            "it has {classes} subdivisions and kinds of business out of scope, and no more than {MOST_CLASSES} are read"
        ));
    }
    let mut tokens = Tokens::default();
    // A word takes at least a byte.
    let mut is_long = |text: &&str| {
        text.len() > LONGEST_TERM && {
            tokens.cut(text);
            tokens.list.len() > LONGEST_TERM
        }
    };
    let subdivisions = file.subdivisions.iter();
    let exclusions = subdivisions
        .clone()
        .flat_map(|subdivision| &subdivision.exclude);
    let terms = subdivisions.map(|subdivision| &subdivision.terms);
    let terms = terms.chain(file.out_of_scope.iter().map(|out| &out.terms));
    let terms = terms
        .flat_map(|terms| terms.en.iter().chain(&terms.zh))
        .map(FileTerm::text);
    if let Some(long) = exclusions
        .map(String::as_str)
        .chain(terms)
        .find(|text| is_long(text))
    {
        let beginning: String = long.chars().take(40).collect();
        return refuse(format!(
            "the term that begins with `{beginning}` is longer than {LONGEST_TERM} words or Chinese characters"
        ));
    }
    Ok(())
}

/// Where an author makes no groups, the plan is one.
fn add_missing_groups(file: &mut File) {
    let title = file.plan.title.as_ref().unwrap_or(&file.plan.id).clone();
    let label = || FileLabel {
        en: title.clone(),
        zh: title.clone(),
    };
    let id = file.plan.id.clone();
    if file.subdivisions.iter().any(|one| one.industry.is_none()) {
        if !file.industries.iter().any(|industry| industry.id == id) {
            file.industries.push(FileIndustry {
                id: id.clone(),
                front: None,
                label: label(),
                about_innovation: false,
            });
        }
        for subdivision in &mut file.subdivisions {
            subdivision.industry.get_or_insert_with(|| id.clone());
        }
    }
    if file.industries.iter().any(|one| one.front.is_none()) {
        if !file.fronts.iter().any(|front| front.id == id) {
            file.fronts.push(FileFront {
                id: id.clone(),
                label: label(),
            });
        }
        for industry in &mut file.industries {
            industry.front.get_or_insert_with(|| id.clone());
        }
    }
}

fn build(mut file: File, sha256: String, origin: &str) -> Result<Taxonomy> {
    refuse_excess(&file, origin)?;
    add_missing_groups(&mut file);
    let front_ids = file.fronts.iter().map(|front| &front.id);
    let fronts = Index::new("front", origin, front_ids)?;
    let industry_ids = file.industries.iter().map(|industry| &industry.id);
    let industries = Index::new("industry", origin, industry_ids)?;
    let clause_ids = file.clauses.iter().map(|clause| &clause.id);
    let clauses = Index::new("clause", origin, clause_ids)?;
    let subdivision_ids = file.subdivisions.iter().map(|subdivision| &subdivision.id);
    Index::new("subdivision", origin, subdivision_ids)?;
    if file.subdivisions.is_empty() {
        let message = format!("{origin}: no `[[subdivision]]` in it");
        return Err(incomplete(message));
    }
    refuse_unknown_lenders(&file, origin)?;
    let about_innovation: Vec<bool> = file.industries.iter().map(|i| i.about_innovation).collect();
    let build_industry = |industry: FileIndustry| {
        Ok(Industry {
            front: fronts.place(industry.front.as_deref().unwrap_or_default(), &industry.id)?,
            id: industry.id,
            label: industry.label.into(),
        })
    };
    let build_subdivision = |subdivision: FileSubdivision| {
        let industry = subdivision.industry.as_deref().unwrap_or_default();
        let industry = industries.place(industry, &subdivision.id)?;
        let clause = subdivision.clause.as_deref();
        Ok(Subdivision {
            industry,
            clause: clause
                .map(|clause| clauses.place(clause, &subdivision.id))
                .transpose()?,
            label: subdivision.label.into(),
            phrase: subdivision.phrase,
            formerly: subdivision.formerly,
            like: subdivision.like,
            terms: subdivision.terms.into_terms().into(),
            exclusions: subdivision.exclude.into(),
            about_innovation: about_innovation[industry],
            id: subdivision.id,
        })
    };
    let build_industries = file.industries.into_iter().map(build_industry);
    let build_subdivisions = file.subdivisions.into_iter().map(build_subdivision);
    Ok(Taxonomy {
        plan: file.plan.into_plan(sha256, &file.clauses),
        industries: build_industries.collect::<Result<_>>()?,
        subdivisions: build_subdivisions.collect::<Result<_>>()?,
        fronts: file.fronts.into_iter().map(Front::from).collect(),
        clauses: file.clauses.into_iter().map(Clause::from).collect(),
        out_of_scope: file
            .out_of_scope
            .into_iter()
            .map(OutOfScope::from)
            .collect(),
        adaptation: None,
        compiled: Compiled::default(),
    })
}

/// What is borrowed must be there to be lent.
fn refuse_unknown_lenders(file: &File, origin: &str) -> Result<()> {
    let subdivisions = file.subdivisions.iter().map(|one| (&one.id, &one.like));
    let out = file.out_of_scope.iter().map(|one| (&one.id, &one.like));
    for (by, id) in subdivisions
        .chain(out)
        .flat_map(|(by, like)| like.iter().map(move |id| (by, id)))
    {
        if !lenders::is_known(id) {
            let message = format!("{origin}: `{by}` is like `{id}`, which the shipped plan lacks");
            let hint = lenders::nearest(id);
            let hint = hint.unwrap_or_else(|| "`planfit taxonomy list` shows all ids".to_owned());
            return Err(Error::new(ErrorKind::Incomplete, message).with_hint(hint));
        }
    }
    Ok(())
}
