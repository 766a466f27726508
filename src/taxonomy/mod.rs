//! The plan as data: fronts, industries, clauses, subdivisions and the terms that point to them.
//!
//! A [`Taxonomy`] is read from one TOML file (the shipped one is embedded in the library) and never changes after
//! that. Everything the tool says about the plan is borrowed from here; clauses are printed byte for byte.

mod adaptation;
mod check;
mod compiled;
pub mod lenders;
mod load;
mod search;
mod shipped;
mod stored;

pub use adaptation::{ADAPTED_UNIT, Adaptation, AdaptedCalibration, AdaptedClass};
pub use check::{Finding, Severity, check};
pub use compiled::Compiled;
pub use load::read_text;
pub use search::{Found, Hit, Place, Search};
pub use shipped::SHIPPED_TOML;
pub use stored::Stored;

use crate::error::{Error, ErrorKind, Result};
use crate::similarity;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// The most words or Chinese characters of a term or exclusion.
pub const LONGEST_TERM: usize = 64;

/// A text in the two languages of the tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Label {
    /// The text in the language asked for.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// A language of labels, terms and output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// Which plan this is and where its words come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Short stable id, such as `chongqing-2021`.
    pub id: String,
    /// Full title; the id where the author gave none.
    pub title: String,
    /// Who issued it; empty where it is not stated, like the three below.
    pub publisher: String,
    /// The years it covers.
    pub period: String,
    /// Language of its clauses (`en`).
    pub language: String,
    /// Where the text was published.
    pub source: String,
    /// SHA-256 of the taxonomy file, 64 hexadecimal digits, computed when it is read.
    pub sha256: String,
    /// SHA-256 of the file of what was learned of the plan from labelled companies, where one is applied.
    #[serde(skip)]
    pub fit: Option<String>,
}

/// One of the plan's fronts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Front {
    /// Stable id.
    pub id: String,
    /// Name.
    pub label: Label,
}

/// An industry or group inside a front.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Industry {
    /// Stable id.
    pub id: String,
    /// Index into [`Taxonomy::fronts`].
    pub front: usize,
    /// Name.
    pub label: Label,
}

/// A passage of the plan, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Stable id of ours.
    pub id: String,
    /// The plan's words.
    pub text: String,
}

/// One priority subdivision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Subdivision {
    /// Stable id, such as `new-energy-icv/power-batteries`.
    pub id: String,
    /// Index into [`Taxonomy::industries`].
    pub industry: usize,
    /// Name.
    pub label: Label,
    /// Index into [`Taxonomy::clauses`]; nothing where the author quotes no text.
    pub clause: Option<usize>,
    /// The words of the clause that name this subdivision; empty where they are not stated.
    pub phrase: String,
    /// Former ids: what was learned and decided under them is of this subdivision.
    pub formerly: Vec<String>,
    /// Ids of classes of the shipped plan that this one corresponds to; see [`lenders`].
    pub like: Vec<String>,
    /// The words that point here.
    pub terms: Stored<Vec<Term>>,
    /// Phrases in which those words mislead.
    pub exclusions: Stored<Vec<String>>,
    /// Whether only a text about research, platforms or talent belongs here (the innovation front and the aspects).
    pub about_innovation: bool,
}

/// A kind of business the plan does not promote, recognised so that it can be said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct OutOfScope {
    /// Stable id, such as `property`.
    pub id: String,
    /// Name.
    pub label: Label,
    /// Former ids.
    pub formerly: Vec<String>,
    /// Ids of classes of the shipped plan that this one corresponds to.
    pub like: Vec<String>,
    /// The words that point here.
    pub terms: Stored<Vec<Term>>,
}

/// A word or phrase that points to a subdivision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The words, as written in the file; borrowed from the program where the plan is the shipped one.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
    /// Which language list it stands in.
    pub language: Language,
    /// How surely it points, above 0 and at most 1; 1 unless stated.
    pub weight: f32,
    /// Why it is weighted or shared, for readers.
    pub note: Option<Cow<'static, str>>,
}

/// A whole plan with its terms; immutable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Taxonomy {
    /// Identity.
    pub plan: Plan,
    /// Fronts in plan order.
    pub fronts: Vec<Front>,
    /// Industries in plan order.
    pub industries: Vec<Industry>,
    /// Clauses in plan order.
    pub clauses: Vec<Clause>,
    /// Subdivisions in plan order; ties are broken by this order.
    pub subdivisions: Vec<Subdivision>,
    /// Kinds of business outside the plan.
    pub out_of_scope: Vec<OutOfScope>,
    /// What was learned of it from labelled companies; see [`Taxonomy::adapted`].
    #[serde(skip)]
    pub adaptation: Option<Arc<Adaptation>>,
    /// Tables that were made of it before, where it was read with them.
    #[serde(skip)]
    pub compiled: Compiled,
}

impl Taxonomy {
    /// The front of a subdivision.
    #[must_use]
    pub fn front_of(&self, subdivision: &Subdivision) -> &Front {
        &self.fronts[self.industries[subdivision.industry].front]
    }

    /// The industry of a subdivision.
    #[must_use]
    pub fn industry_of(&self, subdivision: &Subdivision) -> &Industry {
        &self.industries[subdivision.industry]
    }

    /// The clause of a subdivision, where its author quotes one.
    #[must_use]
    pub fn clause_of(&self, subdivision: &Subdivision) -> Option<&Clause> {
        subdivision.clause.map(|place| &self.clauses[place])
    }

    /// The subdivision with this id, or with this last part of an id (`aerogel`) where only one has it.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`] with the nearest ids as hint.
    pub fn subdivision(&self, id: &str) -> Result<&Subdivision> {
        let wanted = id.trim();
        if let Some(found) = self.subdivisions.iter().find(|s| s.id == wanted) {
            return Ok(found);
        }
        let mut by_tail = self
            .subdivisions
            .iter()
            .filter(|s| s.id.rsplit('/').next() == Some(wanted));
        if let (Some(found), None) = (by_tail.next(), by_tail.next()) {
            return Ok(found);
        }
        Err(self.no_subdivision(wanted))
    }

    /// What is said of an id that no subdivision has.
    pub(crate) fn no_subdivision(&self, wanted: &str) -> Error {
        let error = Error::new(
            ErrorKind::Unknown,
            format!("no subdivision `{wanted}` in plan `{}`", self.plan.id),
        );
        let hint =
            similarity::did_you_mean(wanted, self.subdivisions.iter().map(|s| s.id.as_str()));
        error.with_hint(hint.unwrap_or_else(|| "`planfit taxonomy list` shows all ids".to_owned()))
    }
}
