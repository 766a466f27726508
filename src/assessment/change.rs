//! Why a firm's answer differs between two records: what the plan changed and what its text changed, as parts that add up.
//!
//! Between the two records stands a third answer, made by the program at hand: the plan and weights of one record with the
//! text of the other. From the first record to it one thing changed, from there to the second record the other.

use super::records::{RecordProfile, malformed};
use super::sentence::clip;
use crate::error::{Error, ErrorKind, Result};
use crate::fit::{Basis, Evidence, MatchKind, Points, Score, Tier};
use crate::ledger::{Decisions, Identity, Standing};
use crate::matcher::{Matcher, Options, Scratch};
use crate::profile::Profile;
use crate::taxonomy::{Label, Language};
use crate::text::fold_str;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Version of the JSON.
pub const CHANGE_CONTRACT: u32 = 1;

/// Characters of a text that are told.
const TOLD: usize = 200;

/// What a record was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeWith {
    /// Version of the program.
    pub planfit: String,
    /// The plan, its hash, and the hash of what was learned of it.
    pub plan: MadeWithPlan,
}

/// A plan as a record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeWithPlan {
    /// Its id.
    pub id: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// SHA-256 of the file given with `--fit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<String>,
}

/// One firm in two records.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// [`CHANGE_CONTRACT`].
    pub contract: u32,
    /// Its name, else its id.
    pub firm: String,
    /// What the records were made with, first and second.
    pub made_with: [MadeWith; 2],
    /// Their verdicts.
    pub verdicts: [String; 2],
    /// The decisions that a ledger added, where there are any.
    pub decisions: [Option<String>; 2],
    /// What a ledger says of the firm as the second record has it, a sentence each, where one was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<Label>,
    /// Fields of the profile that differ.
    pub texts: Vec<TextChange>,
    /// Subdivisions whose score differs, those first that changed most.
    pub fits: Vec<FitChange>,
}

/// A field of the profile in both records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextChange {
    /// Which field.
    pub field: &'static str,
    /// What it says in the first record and in the second.
    pub texts: [String; 2],
}

/// A subdivision in both records.
#[derive(Debug, Clone, Serialize)]
pub struct FitChange {
    /// Its id.
    pub subdivision: String,
    /// Its scores; absent where the record does not list it and cannot be completed.
    pub scores: [Option<Score>; 2],
    /// What each of them rests on.
    pub basis: [Option<Basis>; 2],
    /// Their difference, and of the raw points; absent where a score is.
    pub difference: Option<Difference>,
    /// What makes the difference: these add up to it exactly. Empty where a score is absent.
    pub parts: Vec<Part>,
}

/// A difference of scores, in tenths, and of raw points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Of scores, in tenths.
    pub score_tenths: i32,
    /// Of raw points.
    pub points: Points,
}

/// What made a part of the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// How points are turned into scores.
    Calibration,
    /// The plan, its terms, and what was learned of it.
    Plan,
    /// What the firm says of itself.
    Text,
}

/// A part of the difference.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// What made it.
    pub cause: Cause,
    /// How much of it.
    pub difference: Difference,
    /// Of the points, what each word and the start changed, most first; they add up to the points.
    pub words: Vec<WordChange>,
}

/// Points of a word, or of what is no word, on both sides of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordChange {
    /// The term or word; `start`, `out of scope`, `shared` or `rest` for what is no word.
    pub word: String,
    /// Its points before and after.
    pub points: [Points; 2],
}

/// A record as far as it is compared.
#[derive(Deserialize)]
struct Record {
    #[serde(flatten)]
    made_with: MadeWith,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    row: Option<u64>,
    #[serde(default)]
    profile: RecordProfile,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    decision: Value,
    #[serde(default)]
    fits: Vec<RecordFit>,
}

/// As reports read one, but that what is taken apart must be stated: without its points a change would add up to
/// nothing.
#[derive(Deserialize)]
struct RecordFit {
    subdivision: String,
    score: Score,
    #[serde(default)]
    basis: Basis,
    base: Points,
    points: Points,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

/// What an answer says of one subdivision.
#[derive(Debug, Clone)]
struct State {
    score: Score,
    basis: Basis,
    raw: Points,
    /// By word.
    words: BTreeMap<String, Points>,
}

/// An answer by subdivision.
type Answer = BTreeMap<String, State>;

/// A firm as it was found in a file.
#[derive(Debug)]
pub struct Found {
    made_with: MadeWith,
    name: String,
    identity: Identity,
    verdict: String,
    decision: Option<String>,
    profile: Profile,
    answer: Answer,
}

/// Finds a firm in records: by its id, else by its name, both regardless of case and width, else by `row N`.
///
/// # Errors
/// [`ErrorKind::Malformed`] for what is no record; [`ErrorKind::Unknown`] if there is no such firm, or more than one.
pub fn find_record(reader: impl Read, origin: &str, firm: &str) -> Result<Found> {
    let wanted = fold_str(firm.trim());
    let mut found: Vec<(u8, u64, Record)> = Vec::new();
    let records = serde_json::Deserializer::from_reader(reader).into_iter::<Record>();
    for (place, record) in (1..).zip(records) {
        let record = record.map_err(|error| malformed(&error, origin))?;
        let row = record.row.unwrap_or(place);
        let is = |text: Option<&str>| text.is_some_and(|text| fold_str(text.trim()) == wanted);
        let how = if is(record.id.as_deref()) {
            0
        } else if is(record.profile.name()) {
            1
        } else if wanted == format!("row {row}") {
            2
        } else {
            continue;
        };
        found.push((how, row, record));
    }
    let best = found.iter().map(|(how, ..)| *how).min();
    found.retain(|(how, ..)| Some(*how) == best);
    let unknown = |message: String, hint: &str| {
        Err(Error::new(ErrorKind::Unknown, message).with_hint(hint.to_owned()))
    };
    if found.len() > 1 {
        let rows: Vec<String> = found.iter().map(|(_, row, _)| row.to_string()).collect();
        let message = format!("`{firm}` stands in `{origin}` in rows {}", rows.join(", "));
        return unknown(message, "name one as `row N`, or by its id");
    }
    let Some((.., record)) = found.pop() else {
        let message = format!("no company `{firm}` in `{origin}`");
        return unknown(message, "name it by its id, its name, or as `row N`");
    };
    let name = match (record.profile.name(), record.id.as_deref()) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => firm.trim().to_owned(),
    };
    let fits = record.fits.into_iter();
    let fits = fits.map(|fit| {
        let stated = (fit.score, fit.basis);
        let state = State::new(stated, fit.base, fit.points, &fit.evidence);
        (fit.subdivision, state)
    });
    let profile = Profile::from(record.profile);
    Ok(Found {
        made_with: record.made_with,
        name,
        identity: Identity::of_firm(record.id.as_deref(), &profile),
        verdict: record.verdict,
        decision: match record.decision {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => Some(other.to_string()),
        },
        profile,
        answer: fits.collect(),
    })
}

impl Found {
    /// What has been decided about the firm, whose text is that of the record.
    #[must_use]
    pub fn standing<'d>(&self, decisions: &'d Decisions<'_>) -> Standing<'d> {
        decisions.standing(&self.identity, &self.profile)
    }
}

impl Change {
    /// Adds what a ledger says of the firm as the first record and the second have it. No decision changes a score; where a
    /// record was made without the ledger, what it would have told stands in its place.
    pub fn add_decisions(&mut self, standings: [&Standing<'_>; 2]) {
        for (told, standing) in self.decisions.iter_mut().zip(standings) {
            let summary = standing
                .summary(None)
                .map(|summary| summary.word(Language::En));
            let stale = standing.stale(None).words(Language::En);
            let stale = stale.map_or_else(String::new, |stale| format!(" ({stale})"));
            let now = summary.map(|word| format!("{word}{stale}"));
            *told = told.take().or(now);
        }
        let decided = standings[1].decisions.iter();
        self.ledger = decided.map(crate::ledger::Decided::told).collect();
    }
}

impl State {
    fn new(
        (score, basis): (Score, Basis),
        base: Points,
        points: Points,
        evidence: &[Evidence],
    ) -> Self {
        let mut words: BTreeMap<String, Points> = BTreeMap::new();
        let mut add = |word: &str, points: Points| {
            let known = words.entry(word.to_owned()).or_default();
            *known = Points(known.0 + points.0);
        };
        add("start", base);
        for piece in evidence {
            match piece.how {
                MatchKind::Scope => add("out of scope", piece.points),
                MatchKind::Shared => add("shared", piece.points),
                MatchKind::Rest => add("rest", piece.points),
                _ if piece.term.is_empty() => add(&fold_str(&piece.text), piece.points),
                _ => add(&fold_str(&piece.term), piece.points),
            }
        }
        let listed: i32 = evidence.iter().map(|piece| piece.points.0).sum();
        // Of a record that lists no evidence, or was cut short.
        add("rest", Points(points.0 - listed));
        words.retain(|_, points| points.0 != 0);
        Self {
            score,
            basis,
            raw: Points(base.0 + points.0),
            words,
        }
    }
}

/// The answer of the program at hand, with everything in it.
fn answer(matcher: &Matcher<'_>, profile: &Profile) -> Answer {
    let options = Options {
        top: usize::MAX,
        min_score: Score::default(),
        evidence: usize::MAX,
    };
    let assessment = matcher.assess(profile, &options, &mut Scratch::default());
    let fits = assessment.fits.iter().map(|fit| {
        let stated = (fit.score, fit.basis);
        let state = State::new(stated, fit.base, fit.points, &fit.evidence);
        (fit.subdivision.id.clone(), state)
    });
    fits.collect()
}

/// What the program at hand makes records with.
fn made_with(matcher: &Matcher<'_>) -> MadeWith {
    let plan = &matcher.taxonomy().plan;
    MadeWith {
        planfit: env!("CARGO_PKG_VERSION").to_owned(),
        plan: MadeWithPlan {
            id: plan.id.clone(),
            sha256: plan.sha256.clone(),
            fit: plan.fit.clone(),
        },
    }
}

/// Why the second record of a firm says something else than the first. `matcher` must be what one of them was made with.
///
/// # Errors
/// [`ErrorKind::Unknown`] if neither record was made with the plan of `matcher`, what was learned of it, and this program.
pub fn change(before: Found, after: Found, matcher: &Matcher<'_>) -> Result<Change> {
    let own = made_with(matcher);
    let made_now = [before.made_with == own, after.made_with == own];
    if made_now == [false, false] {
        let plan = &before.made_with.plan;
        let message = format!(
            "neither record was made with plan `{}`, the `--fit` given, and this program; the first was made with plan `{}`",
            own.plan.id, plan.id
        );
        let hint = "give the plan, and the file for `--fit`, that one of the records was made with";
        return Err(Error::new(ErrorKind::Unknown, message).with_hint(hint));
    }
    let complete = |found: &Found, made_now: bool| match made_now {
        true => answer(matcher, &found.profile),
        false => found.answer.clone(),
    };
    let ends = [
        complete(&before, made_now[0]),
        complete(&after, made_now[1]),
    ];
    // With the plan at hand, the text of the record that was made otherwise.
    let (middle, plan_first) = match made_now {
        [_, true] => (answer(matcher, &before.profile), true),
        _ => (answer(matcher, &after.profile), false),
    };
    let ids: BTreeSet<&String> = ends.iter().flat_map(BTreeMap::keys).collect();
    let fits = ids.into_iter().map(|id| {
        let steps = Steps {
            ends: [ends[0].get(id), ends[1].get(id)],
            middle: middle.get(id),
            plan_first,
            best: [best(&ends[0]), best(&ends[1])],
            matcher,
        };
        steps.fit(id)
    });
    // What one record does not list is told where it is a fit in the other.
    let is_told = |fit: &FitChange| match fit.scores {
        [Some(before), Some(after)] => before != after,
        _ => fit.tiers().iter().any(Option::is_some),
    };
    let mut fits: Vec<FitChange> = fits.filter(is_told).collect();
    fits.sort_by_key(|fit| {
        let change = fit
            .difference
            .map_or(i32::MAX, |difference| difference.score_tenths.abs());
        std::cmp::Reverse(change)
    });
    Ok(Change {
        contract: CHANGE_CONTRACT,
        firm: before.name,
        texts: texts(&before.profile, &after.profile),
        made_with: [before.made_with, after.made_with],
        verdicts: [before.verdict, after.verdict],
        decisions: [before.decision, after.decision],
        ledger: Vec::new(),
        fits,
    })
}

fn best(answer: &Answer) -> Points {
    answer
        .values()
        .map(|state| state.raw)
        .max()
        .unwrap_or_default()
}

/// One subdivision on its way from the first record to the second.
struct Steps<'a, 't> {
    ends: [Option<&'a State>; 2],
    middle: Option<&'a State>,
    /// Whether the plan changes before the text does.
    plan_first: bool,
    /// The raw points of the best subdivision of each end.
    best: [Points; 2],
    matcher: &'a Matcher<'t>,
}

impl Steps<'_, '_> {
    /// The score that the plan at hand gives for the points of a record; that of the record where it is the same but for the
    /// rounding of points.
    fn calibrated(&self, of: &State, best: Points) -> Score {
        let score = self.matcher.score_at(of.raw, best);
        match score.tenths().abs_diff(of.score.tenths()) {
            ..=ROUNDING => of.score,
            _ => score,
        }
    }

    fn fit(&self, id: &str) -> FitChange {
        let scores = self.ends.map(|state| state.map(|state| state.score));
        let mut fit = FitChange {
            subdivision: id.to_owned(),
            scores,
            basis: self.ends.map(|state| state.map(|state| state.basis)),
            difference: None,
            parts: Vec::new(),
        };
        let ([Some(first), Some(second)], Some(middle)) = (self.ends, self.middle) else {
            return fit;
        };
        fit.difference = Some(Difference {
            score_tenths: tenths(second.score) - tenths(first.score),
            points: Points(second.raw.0 - first.raw.0),
        });
        // The end that the plan at hand did not make has other scores for the same points.
        let parts = if self.plan_first {
            let calibrated = self.calibrated(first, self.best[0]);
            [
                part(
                    Cause::Calibration,
                    (first, first.score),
                    (first, calibrated),
                ),
                part(Cause::Plan, (first, calibrated), (middle, middle.score)),
                part(Cause::Text, (middle, middle.score), (second, second.score)),
            ]
        } else {
            let calibrated = self.calibrated(second, self.best[1]);
            [
                part(Cause::Text, (first, first.score), (middle, middle.score)),
                part(Cause::Plan, (middle, middle.score), (second, calibrated)),
                part(
                    Cause::Calibration,
                    (second, calibrated),
                    (second, second.score),
                ),
            ]
        };
        let differs = |part: &Part| part.difference.score_tenths != 0 || !part.words.is_empty();
        fit.parts = parts.into_iter().filter(differs).collect();
        fit
    }
}

/// How far a score may be from that of its points, which are rounded, in tenths.
const ROUNDING: u16 = 1;

fn tenths(score: Score) -> i32 {
    i32::from(score.tenths())
}

fn part(cause: Cause, from: (&State, Score), to: (&State, Score)) -> Part {
    let none = Points::default();
    let names: BTreeSet<&String> = from.0.words.keys().chain(to.0.words.keys()).collect();
    let of = |state: &State, word: &String| state.words.get(word).copied().unwrap_or(none);
    let words = names.into_iter().map(|word| WordChange {
        word: word.clone(),
        points: [of(from.0, word), of(to.0, word)],
    });
    let mut words: Vec<WordChange> = words
        .filter(|word| word.points[0] != word.points[1])
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse((word.points[1].0 - word.points[0].0).abs()));
    Part {
        cause,
        difference: Difference {
            score_tenths: tenths(to.1) - tenths(from.1),
            points: Points(to.0.raw.0 - from.0.raw.0),
        },
        words,
    }
}

fn texts(before: &Profile, after: &Profile) -> Vec<TextChange> {
    let fields = |profile: &Profile| {
        let told = |text: &str| clip(text, TOLD);
        [
            ("name", told(profile.name.as_deref().unwrap_or_default())),
            ("kind", profile.kind.as_str().to_owned()),
            ("keywords", told(&profile.keywords.join("; "))),
            ("products", told(&profile.products.join("; "))),
            (
                "description",
                told(profile.description.as_deref().unwrap_or_default()),
            ),
        ]
    };
    let differs = [
        before.name != after.name,
        before.kind != after.kind,
        before.keywords != after.keywords,
        before.products != after.products,
        before.description != after.description,
    ];
    let both = fields(before).into_iter().zip(fields(after)).zip(differs);
    let changed = both.filter(|(_, differs)| *differs);
    changed
        .map(|(((field, before), (_, after)), _)| TextChange {
            field,
            texts: [before, after],
        })
        .collect()
}

impl FitChange {
    /// The tiers of both scores; nothing for a score that is absent or no fit.
    #[must_use]
    pub fn tiers(&self) -> [Option<Tier>; 2] {
        self.scores.map(|score| score.and_then(Tier::of))
    }
}
