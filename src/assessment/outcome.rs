//! What words give to two things, and what the answer would be without them.

use crate::fit::{Points, Score, Verdict};
use crate::taxonomy::{Label, Subdivision};
use serde::{Serialize, Serializer};

/// Words that give different points to two things: to two subdivisions of one profile, or to one subdivision in two
/// profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordPoints {
    /// The words, as one of the profiles writes them; the English name of a business out of scope.
    pub words: String,
    /// For a business of a kind that the plan does not promote, which is held against every subdivision: its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_against: Option<Label>,
    /// What they give to the first; nothing where they do not count there.
    pub here: Option<Points>,
    /// What they give to the second; nothing where they do not count there.
    pub there: Option<Points>,
    /// The first less the second.
    pub difference: Points,
}

/// What the answer would be about a profile with something left out or added: assessed anew, not estimated.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Outcome<'t> {
    /// The words left out, wherever and in whatever inflection they stand, or the keywords added.
    pub words: Vec<String>,
    /// In how many places they stand; 0 for words that are added.
    pub places: usize,
    /// Raw score of the subdivision then; 0 where nothing is left to read.
    pub raw: Points,
    /// What that is more (or, below zero, less) than now.
    pub change: Points,
    /// Calibrated score of the subdivision then, 0 to 100; 0 where nothing is left to read.
    pub score: Score,
    /// Its rank then, from 1; 0 where nothing is left to read.
    pub rank: usize,
    /// The verdict on the profile then.
    pub verdict: Verdict,
    /// Which subdivision would be the best; serialised as its id. Nothing where nothing is left to read.
    #[serde(serialize_with = "id", skip_serializing_if = "Option::is_none")]
    pub best: Option<&'t Subdivision>,
}

fn id<S: Serializer>(subdivision: &Option<&Subdivision>, serializer: S) -> Result<S::Ok, S::Error> {
    match subdivision {
        Some(subdivision) => serializer.serialize_str(&subdivision.id),
        None => serializer.serialize_none(),
    }
}
