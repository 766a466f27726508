//! Leaving words out: which ones the score hangs on, tried one by one and together.

use super::trial::Trial;
use super::words::{Needle, Words, is_term};
use crate::fit::{Evidence, How, Score};
use crate::profile::{Field, Kind, Profile};
use crate::reasons::Outcome;
use crate::text::is_han;

/// At most so many words are tried: the strongest pieces of evidence.
const TRIED: usize = 40;
/// At most so many outcomes are told.
const TOLD: usize = 8;
/// At most so many words are taken away together.
const FEW: usize = 10;
/// The shortest and the longest run of Chinese characters, no term, that is taken for a word.
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

/// What could be left out of the profile, by the strongest evidence: terms, words, and runs of Chinese characters.
pub(super) fn candidates(
    profile: &Profile,
    evidence: &[Evidence],
    words: &mut Words,
) -> Vec<Candidate> {
    let mut texts: Vec<(i32, String)> = han_runs(profile, evidence);
    let mut candidates = Vec::new();
    for piece in evidence {
        match piece.how {
            How::Kind if Some(piece.text.as_str()) == kind_word(profile) => {
                candidates.push(Candidate {
                    words: piece.text.clone(),
                    what: What::Kind,
                });
            }
            How::Kind | How::Scope | How::Rest => {}
            _ if is_term(piece) || !piece.text.chars().all(is_han) => {
                texts.push((piece.points.0.abs(), piece.text.clone()));
            }
            _ => {}
        }
    }
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
    candidates.truncate(TRIED);
    candidates
}

fn kind_word(profile: &Profile) -> Option<&'static str> {
    (profile.kind != Kind::Enterprise).then(|| profile.kind.as_str())
}

/// A field and which entry of it.
type Place = (Option<Field>, usize);

/// Pairs of Chinese characters that overlap, joined to runs, with the points of all of them; pairs inside a term are
/// left to the term.
fn han_runs(profile: &Profile, evidence: &[Evidence]) -> Vec<(i32, String)> {
    let place = |piece: &Evidence| -> Place { (piece.field, piece.item) };
    let terms: Vec<&Evidence> = evidence.iter().filter(|piece| is_term(piece)).collect();
    let in_a_term = |piece: &Evidence| {
        terms.iter().any(|term| {
            place(term) == place(piece)
                && term.span.0 <= piece.span.0
                && piece.span.1 <= term.span.1
        })
    };
    let mut pairs: Vec<&Evidence> = evidence
        .iter()
        .filter(|piece| !is_term(piece) && piece.field.is_some() && !in_a_term(piece))
        .filter(|piece| !piece.text.is_empty() && piece.text.chars().all(is_han))
        .collect();
    pairs.sort_by_key(|piece| (piece.field, piece.item, piece.span));
    let mut runs: Vec<(Place, (usize, usize), i32)> = Vec::new();
    for pair in pairs {
        match runs.last_mut() {
            Some((at, span, points)) if *at == place(pair) && pair.span.0 < span.1 => {
                span.1 = span.1.max(pair.span.1);
                *points += pair.points.0;
            }
            _ => runs.push((place(pair), pair.span, pair.points.0)),
        }
    }
    let texts = runs
        .into_iter()
        .filter_map(|((field, item), span, points)| {
            let text = profile.text(field?, item).get(span.0..span.1)?;
            let of_a_word = RUN.contains(&text.chars().count());
            of_a_word.then(|| (points.abs(), text.to_owned()))
        });
    texts.collect()
}

/// The answers without each of the candidates, the greatest change first; what says the same as a stronger one is left
/// out.
pub(super) fn one_by_one<'t>(
    trial: &mut Trial<'_, 't>,
    profile: &Profile,
    candidates: &[Candidate],
    words: &mut Words,
) -> Vec<Outcome<'t>> {
    let mut outcomes: Vec<(&Candidate, Outcome<'t>)> = Vec::new();
    for candidate in candidates {
        let (rest, places) = candidate.leave_out(profile, words);
        let outcome = trial.outcome(&rest, vec![candidate.words.clone()], places);
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
/// nothing where [`FEW`] do not.
pub(super) fn until_below<'t>(
    line: Score,
    trial: &mut Trial<'_, 't>,
    profile: &Profile,
    candidates: &[Candidate],
    words: &mut Words,
) -> Option<Outcome<'t>> {
    let mut left = profile.clone();
    let (mut gone, mut places) = (Vec::new(), 0);
    let mut open: Vec<&Candidate> = candidates.iter().collect();
    while gone.len() < FEW {
        let mut best: Option<(usize, Profile, Outcome<'t>)> = None;
        for (at, candidate) in open.iter().enumerate() {
            let (rest, removed) = candidate.leave_out(&left, words);
            if removed == 0 {
                continue;
            }
            let mut all: Vec<String> = gone.clone();
            all.push(candidate.words.clone());
            let outcome = trial.outcome(&rest, all, places + removed);
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
