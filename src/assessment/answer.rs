//! One answer as it leaves the tool: the JSON contract of `planfit match` and of a line of `planfit batch`.

use super::reason::reason;
use crate::fit::{Assessment, BUILD, CONTRACT, Level, PlanStamp};
use crate::ledger::Standing;
use crate::profile::Profile;
use crate::taxonomy::{Label, Plan, Taxonomy};
use serde::Serialize;

/// One answer as it leaves the tool: what is printed by `match --format json`, and a line of JSONL output.
#[derive(Debug, Clone, Serialize)]
pub struct Answer<'a> {
    /// [`CONTRACT`].
    pub contract: u32,
    /// Version of this library.
    pub planfit: &'static str,
    /// [`BUILD`].
    pub build: &'static str,
    /// Which plan the profile was matched with.
    pub plan: PlanStamp<'a>,
    /// The lead's id, where it came from a list that has ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
    /// The lead's row or line in its list, from 1, where it came from a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The profile as it was read; spans of evidence point into it.
    pub profile: &'a Profile,
    /// What the fits stand for.
    pub level: Level,
    /// Why the verdict is what it is, in a sentence of English and of Chinese.
    pub reason: Label,
    /// What a team has decided about the firm, as fields of this object: `decision`, `decided_by`, `stale`, and
    /// `decisions` one by one. Absent where no ledger was asked.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub decided: Option<&'a Standing<'a>>,
    /// The plan itself, where evidence is shown: the names of what is held against a fit are in it.
    #[serde(skip)]
    pub taxonomy: Option<&'a Taxonomy>,
    /// Verdict, confidence, completeness and fits, as fields of this object.
    #[serde(flatten)]
    pub assessment: &'a Assessment<'a>,
}

impl<'a> Answer<'a> {
    /// The answer about one profile that stands by itself.
    #[must_use]
    pub fn new(plan: &'a Plan, profile: &'a Profile, assessment: &'a Assessment<'a>) -> Self {
        Self {
            contract: CONTRACT,
            planfit: env!("CARGO_PKG_VERSION"),
            build: BUILD,
            plan: PlanStamp::new(plan),
            id: None,
            row: None,
            profile,
            level: Level::Subdivision,
            reason: reason(profile, assessment),
            decided: None,
            taxonomy: None,
            assessment,
        }
    }
}
