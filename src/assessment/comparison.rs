//! How profiles differ, or how one profile differs under two plans: plain data.

use super::outcome::WordPoints;
use crate::fit::{PlanStamp, Points, QuotedClause, Score, Tier, Verdict};
use crate::profile::{Completeness, Profile};
use crate::taxonomy::{Front, Industry, Label};
use serde::{Serialize, Serializer};

/// Version of the JSON of `planfit compare`. Under the same number a field is only ever added.
pub const COMPARISON_CONTRACT: u32 = 1;

/// Profiles side by side.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Comparison<'a> {
    /// [`COMPARISON_CONTRACT`].
    pub contract: u32,
    /// Version of this library.
    pub planfit: &'static str,
    /// What is compared, in the order given: profiles under one plan, or one profile under two plans.
    pub subjects: Vec<Subject<'a>>,
    /// Where tiers begin, the highest first.
    pub lines: Vec<TierLine>,
    /// The subdivisions that any of them fits at least peripherally, and the best of each; the highest score first.
    pub rows: Vec<Row<'a>>,
    /// The first subject against each other one.
    pub contrasts: Vec<Contrast<'a>>,
}

/// Where a tier begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierLine {
    /// The tier.
    pub tier: Tier,
    /// The lowest score in it.
    pub from: Score,
}

/// One of the things compared.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Subject<'a> {
    /// What to call it: the profile's name, else the file it came from.
    pub name: String,
    /// Which plan it was matched with.
    pub plan: PlanStamp<'a>,
    /// The profile as it was read.
    pub profile: &'a Profile,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in one sentence of English and of Chinese.
    pub reason: Label,
    /// What its planned project fits, in one sentence of English and of Chinese; nothing where none is described.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<Label>,
    /// The kind of business outside the plan that it was recognised as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_scope: Option<&'a Label>,
    /// 0 to 100.
    pub confidence: u8,
    /// How much the profile tells.
    pub completeness: Completeness,
}

/// A subject by its place in [`Comparison::subjects`], from 0.
pub type SubjectRef = usize;

/// A subdivision with its score in every subject.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Row<'a> {
    /// Its id.
    pub subdivision: &'a str,
    /// Its name.
    pub label: &'a Label,
    /// Its industry; serialised as its id.
    #[serde(serialize_with = "industry_id")]
    pub industry: &'a Industry,
    /// Its front; serialised as its id.
    #[serde(serialize_with = "front_id")]
    pub front: &'a Front,
    /// The clause that names it, in the plan of the first subject that has it.
    pub clause: Option<QuotedClause<'a>>,
    /// One a subject; nothing where the subject's plan has no such subdivision.
    pub cells: Vec<Option<Cell>>,
}

/// What one subject scores in one subdivision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cell {
    /// Calibrated score, 0 to 100.
    pub score: Score,
    /// Follows from the score; nothing below the lowest of [`Comparison::lines`], where it is no fit.
    pub tier: Option<Tier>,
    /// Rank among all subdivisions of the plan, from 1.
    pub rank: usize,
    /// Raw score.
    pub raw: Points,
}

/// What differs between two subjects.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Contrast<'a> {
    /// The first: always subject 0.
    pub from: SubjectRef,
    /// The second.
    pub to: SubjectRef,
    /// Whether the verdicts differ.
    pub verdict_differs: bool,
    /// The subdivisions whose score rises or falls, the greatest change first.
    pub moves: Vec<Move<'a>>,
    /// Evidence of the listed subdivisions that only the first has, strongest first.
    pub only_from: Vec<String>,
    /// Evidence of the listed subdivisions that only the second has, strongest first.
    pub only_to: Vec<String>,
    /// Subdivisions that only the plan of the first has, by id; empty for one plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plan_only_from: Vec<&'a str>,
    /// Subdivisions that only the plan of the second has, by id; empty for one plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plan_only_to: Vec<&'a str>,
}

/// A subdivision whose score differs between two subjects.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Move<'a> {
    /// Its id.
    pub subdivision: &'a str,
    /// Its name.
    pub label: &'a Label,
    /// In the first.
    pub before: Cell,
    /// In the second.
    pub after: Cell,
    /// What of the change of the raw score comes from where the subdivision starts: nothing, unless the plans differ.
    pub start: Points,
    /// What of it comes from words, the greatest differences first; `here` is the second subject, `there` the first.
    pub words: Vec<WordPoints>,
    /// What of it comes from all else.
    pub rest: Points,
    /// The clause that names the subdivision, in the plan of the first.
    pub clause: Option<QuotedClause<'a>>,
    /// The clause in the plan of the second, where its words are others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_clause: Option<QuotedClause<'a>>,
}

fn industry_id<S: Serializer>(industry: &Industry, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&industry.id)
}

fn front_id<S: Serializer>(front: &Front, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&front.id)
}
