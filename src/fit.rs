//! What an assessment says: plain data, borrowed from the taxonomy. This file is the JSON contract, field by field.

use crate::messages::say;
use crate::profile::{Completeness, Field};
use crate::taxonomy::{
    Clause, Front, Industry, Label, Language, OutOfScope, Plan, Subdivision, Taxonomy,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Version of the JSON contract. A field is only ever added under the same number; a field that changes its meaning or
/// goes raises it.
pub const CONTRACT: u32 = 3;

mod basis;
mod tier;
mod verdict;

pub use basis::Basis;
pub use tier::Tier;
pub use verdict::{Findings, Verdict};

/// A calibrated score in tenths: 0 to 1000 inside, 0 to 100 with one decimal outside. `score / 100` is the probability
/// that an analyst would grade the pair 2 or 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Score(u16);

impl Score {
    /// From tenths, cut off at 1000.
    #[must_use]
    pub fn from_tenths(tenths: u16) -> Self {
        Self(tenths.min(1000))
    }

    /// From tenths, for constants: nothing above 1000.
    #[must_use]
    pub const fn from_const(tenths: u16) -> Option<Self> {
        if tenths <= 1000 {
            Some(Self(tenths))
        } else {
            None
        }
    }

    /// From a probability between 0 and 1.
    #[must_use]
    pub fn from_probability(probability: f64) -> Self {
        Self((probability.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }

    /// In tenths, 0 to 1000.
    #[must_use]
    pub fn tenths(self) -> u16 {
        self.0
    }

    /// 0 to 100.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// The probability this score states, 0 to 1.
    #[must_use]
    pub fn probability(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if (0.0..=100.0).contains(&value) {
            Ok(Self((value * 10.0).round() as u16))
        } else {
            Err(serde::de::Error::custom(format!(
                "a score of `{value}` is not between 0 and 100"
            )))
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A list has several a row.
        let digit = |unit: u16| b'0' + (self.0 / unit % 10) as u8;
        let written = [digit(1000), digit(100), digit(10), b'.', digit(1)];
        let zeros = written[..2].iter().take_while(|digit| **digit == b'0');
        f.write_str(std::str::from_utf8(&written[zeros.count()..]).unwrap_or_default())
    }
}

/// How the words of the profile met the words of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MatchKind {
    /// A taxonomy term, letter for letter (after folding).
    Exact,
    /// A taxonomy term with another ending, hyphen or space.
    Inflected,
    /// A taxonomy term written as one word, or one of its words written as two.
    Joined,
    /// A taxonomy term with a typing error.
    Typo,
    /// Besides, that a keyword or product is this taxonomy term and nothing more.
    Whole,
    /// No taxonomy term: words whose weight was learned from labelled companies.
    Learned,
    /// No taxonomy term: a word whose neighbours in a list of companies are those of the terms.
    Related,
    /// What the profile states about its kind (institute, platform, talent).
    Kind,
    /// Held against: the business is of a kind that the plan does not promote, named in `term`.
    Scope,
    /// Taken off because another subdivision, named in `term`, borrows the same evidence from the shipped plan.
    Shared,
    /// The sum of pieces too small to list.
    Rest,
}

impl MatchKind {
    /// Whether words met a term of the taxonomy, in whatever spelling.
    #[must_use]
    pub fn is_term(self) -> bool {
        matches!(
            self,
            Self::Exact | Self::Inflected | Self::Joined | Self::Typo | Self::Whole
        )
    }

    /// The word shown to readers, in English or Chinese.
    #[must_use]
    pub fn word(self, language: Language) -> &'static str {
        say(
            language,
            match self {
                Self::Exact => "exact",
                Self::Inflected => "inflected",
                Self::Joined => "joined",
                Self::Typo => "typo",
                Self::Whole => "whole item",
                Self::Learned => "learned",
                Self::Related => "related",
                Self::Kind => "kind##evidence",
                Self::Scope => "out of scope",
                Self::Shared => "shared",
                Self::Rest => "rest",
            },
        )
    }
}

/// In what role the profile speaks of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The firm makes or provides it.
    Own,
    /// The firm trades or distributes it.
    Trade,
    /// Its customers do it, or its goods are used there.
    Customer,
    /// The firm plans it.
    Intended,
    /// The text says that it is not done.
    Excluded,
    /// The firm did it in the past.
    Past,
    /// It is mentioned, but as nothing that the firm does: a neighbour, a subject, a holding.
    Mentioned,
}

impl Role {
    /// The word used in output, in English or Chinese.
    #[must_use]
    pub fn word(self, language: Language) -> &'static str {
        say(
            language,
            match self {
                Self::Own => "own",
                Self::Trade => "trade",
                Self::Customer => "customer",
                Self::Intended => "intended",
                Self::Excluded => "excluded",
                Self::Past => "past",
                Self::Mentioned => "mentioned",
            },
        )
    }
}

/// Points of evidence in tenths, so that they add up exactly. One point is a tenth of a natural-log odds unit: ten
/// points more multiply the odds before calibration by e.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Points(pub i32);

impl Points {
    /// In points, with one decimal.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self(points.map(|points| points.0).sum())
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)? * 10.0;
        // Well inside an `i32`, so that sums of them stay inside too.
        if value.abs() <= 1e6 {
            Ok(Self(value.round() as i32))
        } else {
            Err(serde::de::Error::custom("points are out of range"))
        }
    }
}

impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "+" };
        write!(f, "{sign}{}.{}", self.0.abs() / 10, self.0.abs() % 10)
    }
}

/// A piece of the profile that speaks for a subdivision (points above zero) or against it (below).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// Which field of the profile; absent for [`MatchKind::Rest`] and [`MatchKind::Kind`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// Which entry of that field, from 0.
    pub item: usize,
    /// First byte and one past the last byte in that entry.
    pub span: (usize, usize),
    /// Exactly those bytes.
    pub text: String,
    /// The taxonomy term met, as written in the taxonomy, or the learned words.
    pub term: String,
    /// How it was met.
    pub how: MatchKind,
    /// In what role.
    pub role: Role,
    /// How often it was met in the profile in all; the span is of the first place.
    pub count: u32,
    /// What it adds to the raw score.
    pub points: Points,
}

/// A subdivision with its score, clause and evidence.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Fit<'t> {
    /// 1 for the best.
    pub rank: usize,
    /// The place of the subdivision among [`Taxonomy::subdivisions`](crate::Taxonomy::subdivisions).
    #[serde(skip)]
    pub class: usize,
    /// The subdivision; serialised as its id.
    #[serde(serialize_with = "subdivision_id")]
    pub subdivision: &'t Subdivision,
    /// Its label in both languages.
    pub label: &'t Label,
    /// Its industry; serialised as its id.
    #[serde(serialize_with = "industry_id")]
    pub industry: &'t Industry,
    /// Its front; serialised as its id.
    #[serde(serialize_with = "front_id")]
    pub front: &'t Front,
    /// Calibrated score, 0 to 100.
    pub score: Score,
    /// Follows from the score; nothing below the lowest threshold, where it is no fit.
    pub tier: Option<Tier>,
    /// What the score rests on.
    pub basis: Basis,
    /// The plan's clause and the phrase in it that names this subdivision; nothing where the plan quotes none.
    pub clause: Option<QuotedClause<'t>>,
    /// Where this profile starts for this subdivision, before any evidence: by how common the subdivision is, how long the text
    /// is and what else it seems to be about; mostly far below zero.
    pub base: Points,
    /// Raw score: what the points of all the evidence add up to.
    pub points: Points,
    /// The evidence, strongest first; the last entry may be the [`MatchKind::Rest`].
    pub evidence: Vec<Evidence>,
}

impl Fit<'_> {
    /// Raw score: where every profile starts and what the evidence adds.
    #[must_use]
    pub fn raw(&self) -> Points {
        Points(self.base.0 + self.points.0)
    }

    /// Its score as readers are shown it.
    #[must_use]
    pub fn shown(&self, language: Language) -> String {
        self.basis.shown(self.score, language)
    }
}

/// A clause with the phrase that matters.
#[derive(Debug, Clone, Copy, Serialize)]
#[non_exhaustive]
pub struct QuotedClause<'t> {
    /// Stable id of the clause.
    pub id: &'t str,
    /// The plan's words, byte for byte.
    pub text: &'t str,
    /// The words of the clause that name the subdivision.
    pub phrase: &'t str,
}

impl<'t> QuotedClause<'t> {
    /// The clause of `subdivision`, where its author quotes one.
    #[must_use]
    pub fn of(taxonomy: &'t Taxonomy, subdivision: &'t Subdivision) -> Option<Self> {
        let clause = taxonomy.clause_of(subdivision)?;
        Some(Self::new(clause, subdivision))
    }

    /// `clause`, with the words in it that name `subdivision`.
    #[must_use]
    pub fn new(clause: &'t Clause, subdivision: &'t Subdivision) -> Self {
        Self {
            id: &clause.id,
            text: &clause.text,
            phrase: &subdivision.phrase,
        }
    }

    /// Where the phrase stands in the text, in bytes.
    #[must_use]
    pub fn phrase_span(&self) -> Option<std::ops::Range<usize>> {
        let at = self.text.find(self.phrase)?;
        (!self.phrase.is_empty()).then(|| at..at + self.phrase.len())
    }
}

fn subdivision_id<S: Serializer>(
    subdivision: &Subdivision,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&subdivision.id)
}

fn industry_id<S: Serializer>(industry: &Industry, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&industry.id)
}

fn front_id<S: Serializer>(front: &Front, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&front.id)
}

/// A kind of business outside the plan that the profile was recognised as.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct OutOfScopeFit<'t> {
    /// Its id.
    #[serde(rename = "id", serialize_with = "out_of_scope_id")]
    pub class: &'t OutOfScope,
    /// Its name in both languages.
    pub label: &'t Label,
    /// How sure: same scale as a fit's score.
    pub score: Score,
    /// What the score rests on.
    pub basis: Basis,
    /// What in the profile says so.
    pub evidence: Vec<Evidence>,
}

fn out_of_scope_id<S: Serializer>(class: &OutOfScope, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&class.id)
}

/// Everything the matcher says about one profile.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Assessment<'t> {
    /// What the answer rests on: what is known of the best subdivision.
    pub basis: Basis,
    /// The answer in one word.
    pub verdict: Verdict,
    /// 0 to 100: how far the first fit is ahead and how much evidence there is. It says nothing about how well it fits.
    pub confidence: u8,
    /// How much the profile tells.
    pub completeness: Completeness,
    /// The kind of business outside the plan, if one was recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_scope: Option<OutOfScopeFit<'t>>,
    /// Ranked fits, best first, as many as were asked for. Under the verdicts `out of scope` and `nothing fits` these
    /// are the nearest subdivisions, with scores that say that they do not fit.
    pub fits: Vec<Fit<'t>>,
    /// What the planned project fits, where the profile describes one: an assessment of that text alone, read as what the
    /// firm means to do. It never counts towards the fields above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<Box<Assessment<'t>>>,
    /// The subdivision with the highest score, whatever was asked for. Not part of the contract.
    #[serde(skip)]
    pub best: Option<(&'t Subdivision, Score)>,
    /// Whether most of the text is in a language that is neither English nor Chinese. Not part of the contract.
    #[serde(skip)]
    pub is_foreign: bool,
}

impl Default for Assessment<'_> {
    /// What is said where there is nothing to read.
    fn default() -> Self {
        Self {
            basis: Basis::default(),
            verdict: Verdict::NoText,
            confidence: 0,
            completeness: Completeness::default(),
            out_of_scope: None,
            fits: Vec::new(),
            project: None,
            best: None,
            is_foreign: false,
        }
    }
}

/// What this program was built from, as the first digits of a hash of its sources, the shipped plan and the learned weights:
/// two builds of one version may answer differently.
pub const BUILD: &str = env!("PLANFIT_BUILD").split_at(12).0;

/// Which plan an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlanStamp<'a> {
    /// The plan's short id.
    pub id: &'a str,
    /// SHA-256 of the taxonomy file, 64 hexadecimal digits.
    pub sha256: &'a str,
    /// SHA-256 of the file of what was learned from labelled companies, where one was applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<&'a str>,
}

impl<'a> PlanStamp<'a> {
    /// The stamp of `plan`.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        Self {
            id: &plan.id,
            sha256: &plan.sha256,
            fit: plan.fit.as_deref(),
        }
    }
}

/// How far fits are rolled up: at a coarser level the best subdivision of each industry or front stands for it, with
/// its score, clause and evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Every subdivision by itself.
    #[default]
    Subdivision,
    /// The best subdivision of each industry.
    Industry,
    /// The best subdivision of each front.
    Front,
}

impl Level {
    /// The word used in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subdivision => "subdivision",
            Self::Industry => "industry",
            Self::Front => "front",
        }
    }
}

impl Assessment<'_> {
    /// Rolls the fits up to `level`, keeps the first `top` and numbers them anew. Ask the matcher for every fit first
    /// (a large `top`), or a group whose best fit was cut off is missed.
    pub fn roll_up(&mut self, level: Level, top: usize) {
        if let Some(project) = &mut self.project {
            project.roll_up(level, top);
        }
        let mut seen: Vec<usize> = Vec::new();
        self.fits.retain(|fit| {
            let group = match level {
                Level::Subdivision => return true,
                Level::Industry => fit.subdivision.industry,
                Level::Front => fit.industry.front,
            };
            let new = !seen.contains(&group);
            if new {
                seen.push(group);
            }
            new
        });
        self.fits.truncate(top);
        for (place, fit) in self.fits.iter_mut().enumerate() {
            fit.rank = place + 1;
        }
    }
}
