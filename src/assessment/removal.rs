//! Leaving words out: the decisive words, tried one by one and together.

use super::outcome::Outcome;
use super::reassessment::{Reassessment, readings};
use super::whole_words::{WholeWords, is_term};
use super::words::{Needle, Words};
use crate::fit::{Evidence, MatchKind, Score};
use crate::profile::{Kind, Profile};
use crate::text::is_han;
use std::collections::BTreeMap;

/// At most so many words are tried: the strongest pieces of evidence.
const TRIED: usize = 40;
/// At most so many outcomes are told.
const TOLD: usize = 8;
/// At most so many words are taken away together.
const FEW: usize = 10;
/// The shortest and the longest stretch of Chinese, no term of this subdivision, that is left out as a word.
const RUN: std::ops::RangeInclusive<usize> = 3..=12;

/// Something to leave out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    words: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// Words, wherever they stand.
    Words(Needle),
    /// That the profile is of another kind than an enterprise.
    Kind,
}

impl Candidate {
    /// The profile without it, and from how many places it went.
    fn leave_out(&self, profile: &Profile, words: &mut Words) -> (Profile, usize) {
        match &self.what {
            What::Words(needle) => words.remove(profile, needle),
            What::Kind => {
                let kind = Kind::Enterprise;
                let profile = Profile {
                    kind,
                    ..profile.clone()
                };
                (profile, 1)
            }
        }
    }

    /// Whether the one's words are part of the other's.
    fn overlaps(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Words(one), What::Words(two)) => is_part(one, two) || is_part(two, one),
            _ => false,
        }
    }
}

/// Whether `part` stands in `whole`, word for word in this order.
pub(super) fn is_part(part: &[String], whole: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// What could be left out of the profile, by the strongest evidence: terms, words, and Chinese of more than a pair of
/// characters. Of an odd number of them, unless they are a known term, one mostly belongs to another word.
pub(super) fn candidates(
    profile: &Profile,
    evidence: &[Evidence],
    chinese: &WholeWords,
    known: impl Fn(&str) -> bool,
    words: &mut Words,
) -> Vec<Candidate> {
    let mut texts: Vec<(i32, String)> = Vec::new();
    let mut longer: BTreeMap<&str, i32> = BTreeMap::new();
    let mut candidates = Vec::new();
    for piece in evidence {
        match piece.how {
            MatchKind::Kind if Some(piece.text.as_str()) == kind_word(profile) => {
                candidates.push(Candidate {
                    words: piece.text.clone(),
                    what: What::Kind,
                });
            }
            MatchKind::Kind | MatchKind::Scope | MatchKind::Shared | MatchKind::Rest => {}
            _ if is_term(piece) || !piece.text.chars().all(is_han) => {
                texts.push((piece.points.0.abs(), piece.text.clone()));
            }
            _ => {
                let read_as = chinese.of(piece);
                let read_as = read_as.filter(|words| {
                    let count = words.chars().count();
                    RUN.contains(&count) && (count % 2 == 0 || known(words))
                });
                if let Some(words) = read_as {
                    *longer.entry(words).or_default() += piece.points.0;
                }
            }
        }
    }
    let longer = longer.into_iter();
    texts.extend(longer.map(|(words, points)| (points.abs(), words.to_owned())));
    texts.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    for (_, text) in texts {
        let candidate = Candidate {
            what: What::Words(words.needle(&text)),
            words: text,
        };
        if !candidates.iter().any(|known| known.what == candidate.what) {
            candidates.push(candidate);
        }
    }
    candidates.truncate(TRIED.min(readings(profile)));
    candidates
}

fn kind_word(profile: &Profile) -> Option<&'static str> {
    (profile.kind != Kind::Enterprise).then(|| profile.kind.as_str())
}

/// The answers without each of the candidates, the greatest change first; what says the same as a stronger one is left
/// out.
pub(super) fn one_by_one<'t>(
    reassessment: &mut Reassessment<'_, 't>,
    profile: &Profile,
    candidates: &[Candidate],
    words: &mut Words,
) -> Vec<Outcome<'t>> {
    let mut outcomes: Vec<(&Candidate, Outcome<'t>)> = Vec::new();
    for candidate in candidates {
        let (rest, places) = candidate.leave_out(profile, words);
        let outcome = reassessment.outcome(&rest, vec![candidate.words.clone()], places);
        if places > 0 && outcome.change.0 != 0 {
            outcomes.push((candidate, outcome));
        }
    }
    outcomes.sort_by_key(|(_, outcome)| std::cmp::Reverse(outcome.change.0.abs()));
    let mut told: Vec<(&Candidate, Outcome<'t>)> = Vec::new();
    for (candidate, outcome) in outcomes {
        if told.len() < TOLD && !told.iter().any(|(known, _)| known.overlaps(candidate)) {
            told.push((candidate, outcome));
        }
    }
    told.into_iter().map(|(_, outcome)| outcome).collect()
}

/// The answer without a few words that bring the score below `line`, taken one by one, each time the one that costs most;
/// nothing where [`FEW`] do not, or the profile is too long to go on.
pub(super) fn until_below<'t>(
    line: Score,
    reassessment: &mut Reassessment<'_, 't>,
    profile: &Profile,
    candidates: &[Candidate],
    words: &mut Words,
) -> Option<Outcome<'t>> {
    let mut left = profile.clone();
    let (mut gone, mut places) = (Vec::new(), 0);
    let mut open: Vec<&Candidate> = candidates.iter().collect();
    let mut readings = readings(profile);
    while gone.len() < FEW {
        readings = readings.checked_sub(open.len())?;
        let mut best: Option<(usize, Profile, Outcome<'t>)> = None;
        for (at, candidate) in open.iter().enumerate() {
            let (rest, removed) = candidate.leave_out(&left, words);
            if removed == 0 {
                continue;
            }
            let mut all: Vec<String> = gone.clone();
            all.push(candidate.words.clone());
            let outcome = reassessment.outcome(&rest, all, places + removed);
            let lower = |(_, _, known): &(usize, Profile, Outcome<'_>)| {
                (outcome.score, outcome.raw) < (known.score, known.raw)
            };
            if best.as_ref().is_none_or(lower) {
                best = Some((at, rest, outcome));
            }
        }
        let (at, rest, outcome) = best?;
        if outcome.score < line {
            return Some(outcome);
        }
        (left, places) = (rest, outcome.places);
        gone.clone_from(&outcome.words);
        open.remove(at);
    }
    None
}
