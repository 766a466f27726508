//! Why a profile scores what it does in one subdivision.

use super::outcome::{Outcome, WordPoints};
use crate::fit::{Evidence, Fit, OutOfScopeFit, PlanStamp, Points, Role, Score, Tier, Verdict};
use crate::profile::{Completeness, Profile};
use crate::taxonomy::{Label, Language};
use serde::Serialize;

/// Version of the JSON of `planfit explain`. Under the same number a field is only ever added.
pub const EXPLANATION_CONTRACT: u32 = 2;

/// All that is to be said about one profile and one subdivision.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Explanation<'a> {
    /// [`EXPLANATION_CONTRACT`].
    pub contract: u32,
    /// Version of this library.
    pub planfit: &'static str,
    /// Which plan.
    pub plan: PlanStamp<'a>,
    /// The profile as it was read; spans of evidence point into it.
    pub profile: &'a Profile,
    /// The verdict on the profile as a whole.
    pub verdict: Verdict,
    /// Why, in one sentence of English and of Chinese.
    pub reason: Label,
    /// 0 to 100, see [`Assessment::confidence`](crate::Assessment::confidence).
    pub confidence: u8,
    /// How much the profile tells.
    pub completeness: Completeness,
    /// The kind of business outside the plan that the profile was recognised as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_scope: Option<OutOfScopeFit<'a>>,
    /// How many subdivisions were ranked: those of the plan.
    pub ranked: usize,
    /// The subdivision that is explained, with its rank among all and every piece of evidence.
    pub fit: Fit<'a>,
    /// From nothing to the raw score, step by step.
    pub steps: Vec<Step>,
    /// Raw score: the points of all steps; what the calibrated score is read from.
    pub raw: Points,
    /// The kind of business outside the plan that is held against every subdivision, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_against: Option<&'a Label>,
    /// How far the raw score is from each line between tiers, the highest line first.
    pub lines: Vec<Line>,
    /// Score of this subdivision if what is said of trade, of customers, of plans and of things not done were the
    /// firm's own business; nothing where no such words count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_own: Option<Score>,
    /// The best subdivision besides this one, and what separates the two; nothing in a plan of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rival: Option<Rival<'a>>,
    /// For the words that count most, the answer without them; the greatest change first.
    pub without: Vec<Outcome<'a>>,
    /// A few words without which the subdivision no longer fits (falls below
    /// substantial, or if it is below that, below
    /// peripheral); taken one by one, each time the one that costs most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turning: Option<Outcome<'a>>,
    /// What is missing; only where the score is below the shipped threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing<'a>>,
    /// Terms of any subdivision or business outside the plan that stand in the profile, as it writes them: where its
    /// Chinese is cut into words. Not part of the contract.
    #[serde(skip)]
    pub terms_met: Vec<String>,
}

/// One step of the waterfall. The points of all steps add up to the raw score exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// What the step is.
    pub kind: StepKind,
    /// For [`StepKind::Evidence`] and [`StepKind::Scope`]: the piece. Its own `points` are what it gives after roles and
    /// lateness are counted; the step's are what it would give as the firm's own business, said first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub piece: Option<Evidence>,
    /// For [`StepKind::Role`]: in what role the words were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// How many pieces of evidence the step is about.
    pub count: usize,
    /// What it adds.
    pub points: Points,
    /// The sum up to here, this step included.
    pub sum: Points,
}

/// The kinds of steps, in the order in which they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// Where every profile starts.
    Start,
    /// A piece of evidence: first those that speak for, then those that speak against, each strongest first.
    Evidence,
    /// Taken off, since words speak of what is traded, planned, not done, or done by customers.
    Role,
    /// Taken off, since words stand late in a text.
    Late,
    /// Held against: the business is of a kind that the plan does not promote.
    Scope,
    /// Pieces too small to list, and rounding.
    Rest,
}

/// A line between tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Line {
    /// The tier that begins here.
    pub tier: Tier,
    /// The score at which it begins.
    pub score: Score,
    /// Points of the raw score from here to the line: above zero they are lacking, at zero or below it is passed by so
    /// many.
    pub points: Points,
}

/// The best subdivision besides the one that is explained.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Rival<'a> {
    /// It, with its evidence.
    pub fit: Fit<'a>,
    /// Raw score of the explained subdivision less that of this one.
    pub lead: Points,
    /// What of that comes from where the two start.
    pub start: Points,
    /// What of it comes from words, the greatest differences first.
    pub words: Vec<WordPoints>,
    /// What of it comes from all else.
    pub rest: Points,
}

/// What a profile lacks to fit a subdivision. Words count as evidence only where they are true.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Missing<'a> {
    /// The shipped threshold.
    pub threshold: Score,
    /// Points of the raw score lacking to it.
    pub points: Points,
    /// The plan's own phrase for the subdivision, and its label.
    pub named: Vec<Mention<'a>>,
    /// In which language terms were looked for: that of most of the profile.
    pub language: Language,
    /// How many terms the subdivision has in that language.
    pub terms: usize,
    /// Those that the profile mentions, as the taxonomy writes them.
    pub mentioned: Vec<&'a str>,
    /// Those that it does not mention and that would help most as a keyword, each with the answer then; terms that say
    /// the same as one before them are left out.
    pub absent: Vec<Outcome<'a>>,
    /// The strongest of these, as many as it takes to reach the threshold together, where one alone does not and all do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<Outcome<'a>>,
}

/// A name of the subdivision.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Mention<'a> {
    /// The words.
    pub words: &'a str,
    /// Whether the profile mentions them.
    pub mentioned: bool,
    /// The answer with them as one more keyword; nothing where they are mentioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<Outcome<'a>>,
}
