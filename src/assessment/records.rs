//! Reads answers back: the JSON contract of `match --format json` and of `batch`'s JSON lines.
//!
//! A record says which plan it was made with. It is refused under any other, since a report quotes the plan it is given.

use super::firm::{Firm, FirmFit, FirmProject, OutOfScopeNote};
use crate::error::{Error, ErrorKind, Result, begun_small, without_place};
use crate::fit::{Basis, CONTRACT, Evidence, Points, Score, Verdict};
use crate::profile::{Completeness, Kind, Profile};
use crate::taxonomy::{Label, Taxonomy};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

#[derive(Deserialize)]
struct Record {
    contract: u32,
    plan: Stamp,
    id: Option<String>,
    row: Option<u64>,
    #[serde(default)]
    profile: RecordProfile,
    verdict: Verdict,
    confidence: u8,
    completeness: Completeness,
    out_of_scope: Option<RecordOutOfScope>,
    fits: Vec<RecordFit>,
    project: Option<RecordProject>,
}

#[derive(Deserialize)]
struct RecordProject {
    verdict: Verdict,
    out_of_scope: Option<RecordOutOfScope>,
    fits: Vec<RecordFit>,
}

#[derive(Deserialize)]
struct Stamp {
    id: String,
    sha256: String,
    fit: Option<String>,
}

#[derive(Deserialize, Default)]
pub(super) struct RecordProfile {
    name: Option<String>,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    products: Vec<String>,
    description: Option<String>,
    project: Option<String>,
}

impl RecordProfile {
    /// The firm's name.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

impl From<RecordProfile> for Profile {
    fn from(read: RecordProfile) -> Self {
        Self {
            name: read.name,
            kind: read.kind,
            keywords: read.keywords,
            products: read.products,
            description: read.description,
            project: read.project,
            contact: BTreeMap::new(),
        }
    }
}

#[derive(Deserialize)]
struct RecordFit {
    subdivision: String,
    score: Score,
    #[serde(default)]
    basis: Basis,
    #[serde(default)]
    base: Points,
    #[serde(default)]
    points: Points,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct RecordOutOfScope {
    label: RecordLabel,
    score: Score,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct RecordLabel {
    en: String,
    zh: String,
}

/// Whether `text` begins with an answer rather than a profile: an object that has `contract` and `fits`.
#[must_use]
pub fn is_record(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Probe {
        contract: Option<IgnoredAny>,
        fits: Option<IgnoredAny>,
    }
    let first = serde_json::Deserializer::from_str(text)
        .into_iter::<Probe>()
        .next();
    matches!(first, Some(Ok(probe)) if probe.contract.is_some() && probe.fits.is_some())
}

/// Reads answers, one after the other, in lines or not. A record without a row number gets the next one from
/// `first_row` on; `origin` names the file in messages.
///
/// # Errors
/// [`ErrorKind::Malformed`] with line and column for what is no answer; [`ErrorKind::Unknown`] for another plan,
/// a subdivision the plan does not have, or a newer contract; [`ErrorKind::Io`] when reading fails.
pub fn read_records(
    reader: impl Read,
    origin: &str,
    taxonomy: &Taxonomy,
    first_row: u64,
) -> Result<Vec<Firm>> {
    let places = places(taxonomy);
    let mut firms = Vec::new();
    for record in serde_json::Deserializer::from_reader(reader).into_iter::<Record>() {
        let number = firms.len() as u64;
        let record = record.map_err(|error| malformed(&error, origin))?;
        let row = first_row + number;
        firms.push(
            firm(record, row, &places, taxonomy).map_err(|(message, hint)| {
                Error::new(
                    ErrorKind::Unknown,
                    format!("`{origin}`, record {}: {message}", number + 1),
                )
                .with_hint(hint)
            })?,
        );
    }
    Ok(firms)
}

/// The answer that stands in `line`, with the row number `row` if it has none; nothing if it is none of this plan.
pub(super) fn read_line(
    line: &[u8],
    row: u64,
    places: &Places<'_>,
    taxonomy: &Taxonomy,
) -> Option<Firm> {
    let record = serde_json::from_slice::<Record>(line).ok()?;
    firm(record, row, places, taxonomy).ok()
}

/// The place of each subdivision by its id.
pub(super) type Places<'t> = HashMap<&'t str, usize>;

pub(super) fn places(taxonomy: &Taxonomy) -> Places<'_> {
    let subdivisions = taxonomy.subdivisions.iter().enumerate();
    subdivisions
        .map(|(at, subdivision)| (subdivision.id.as_str(), at))
        .collect()
}

pub(super) fn malformed(error: &serde_json::Error, origin: &str) -> Error {
    if error.is_io() {
        let reason = match error.io_error_kind() {
            Some(std::io::ErrorKind::IsADirectory) => "it is a directory".to_owned(),
            _ => begun_small(&error.to_string()),
        };
        return Error::new(ErrorKind::Io, format!("cannot read `{origin}`: {reason}"));
    }
    let reason = without_place(error);
    Error::new(
        ErrorKind::Malformed,
        format!(
            "`{origin}`:{}:{}: no answer of `match` or `batch`: {reason}",
            error.line(),
            error.column()
        ),
    )
    .at(origin, Some(error.line()))
    .with_hint("make one with `planfit batch LEADS --format jsonl` or `planfit match PROFILE --format json`")
}

fn firm(
    mut record: Record,
    row: u64,
    places: &Places<'_>,
    taxonomy: &Taxonomy,
) -> std::result::Result<Firm, (String, &'static str)> {
    of_this_plan(&record, taxonomy)?;
    let profile = Profile::from(std::mem::take(&mut record.profile));
    check(&record, &profile)?;
    let read = Reading { places, taxonomy };
    let project = match record.project {
        Some(project) => Some(FirmProject {
            verdict: project.verdict,
            out_of_scope: project.out_of_scope.map(OutOfScopeNote::from),
            fits: read.fits(project.fits)?,
        }),
        None => None,
    };
    let fits = read.fits(record.fits)?;
    Ok(Firm {
        asked: None,
        row: record.row.unwrap_or(row),
        id: record.id,
        profile,
        verdict: record.verdict,
        confidence: record.confidence.min(100),
        completeness: Completeness {
            score: record.completeness.score.min(100),
            ..record.completeness
        },
        out_of_scope: record.out_of_scope.map(OutOfScopeNote::from),
        project,
        fits,
        unverified: None,
        decided: Vec::new(),
        decision: None,
    })
}

impl From<RecordOutOfScope> for OutOfScopeNote {
    fn from(out: RecordOutOfScope) -> Self {
        Self {
            label: Label {
                en: out.label.en,
                zh: out.label.zh,
            },
            score: out.score,
            evidence: out.evidence,
        }
    }
}

/// What the fits of a record are read by.
struct Reading<'a> {
    places: &'a Places<'a>,
    taxonomy: &'a Taxonomy,
}

impl Reading<'_> {
    /// Fits as a report has them, best first.
    fn fits(
        &self,
        fits: Vec<RecordFit>,
    ) -> std::result::Result<Vec<FirmFit>, (String, &'static str)> {
        let mut seen = HashSet::new();
        let fit = |fit: RecordFit| {
            let subdivision = self.places.get(fit.subdivision.as_str()).copied();
            let subdivision = subdivision.ok_or_else(|| {
                let plan = &self.taxonomy.plan.id;
                (
                    format!("no subdivision `{}` in plan `{plan}`", fit.subdivision),
                    "match again with this plan",
                )
            })?;
            if !seen.insert(subdivision) {
                let message = format!("subdivision `{}` stands in it twice", fit.subdivision);
                return Err((message, AS_WRITTEN));
            }
            Ok(FirmFit {
                subdivision,
                score: fit.score,
                basis: fit.basis,
                base: fit.base,
                points: fit.points,
                evidence: fit.evidence,
            })
        };
        let fits = fits.into_iter().map(fit);
        let mut fits = fits.collect::<std::result::Result<Vec<_>, _>>()?;
        fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
        Ok(fits)
    }
}

/// A record of another contract or plan says something else than it seems to.
fn of_this_plan(
    record: &Record,
    taxonomy: &Taxonomy,
) -> std::result::Result<(), (String, &'static str)> {
    if record.contract == 0 {
        return Err((
            "there is no contract `0`".to_owned(),
            "match again with this program",
        ));
    }
    if record.contract > CONTRACT {
        return Err((
            format!("contract `{}` is newer than this program", record.contract),
            "use the planfit that wrote it, or match again",
        ));
    }
    let plan = &taxonomy.plan;
    if record.plan.sha256 != plan.sha256 {
        return Err((
            format!(
                "made with plan `{}` ({}), not with `{}` ({})",
                record.plan.id,
                short(&record.plan.sha256),
                plan.id,
                short(&plan.sha256)
            ),
            "give the same plan with `--taxonomy`, or match again with this one",
        ));
    }
    if record.plan.fit != plan.fit {
        let with = |fit: &Option<String>| match fit {
            Some(fit) => format!("with `--fit` of `{}`", short(fit)),
            None => "without `--fit`".to_owned(),
        };
        let (made, now) = (with(&record.plan.fit), with(&plan.fit));
        return Err((
            format!("made {made}, and this run is {now}"),
            "give the same file with `--fit`, or match again",
        ));
    }
    Ok(())
}

/// What to do about a record that somebody has changed.
const AS_WRITTEN: &str = "take the record as planfit wrote it, or match again";

/// More pieces of evidence than any record has, so that what a page marks can be worked out in no time.
const MOST_EVIDENCE: usize = 10_000;
/// The most that points may add up to, in tenths: far inside an `i32`.
const MOST_POINTS: u64 = 1 << 30;

/// Evidence has to point at what it quotes: a record may come from anyone, and a report underlines what it says.
fn check(record: &Record, profile: &Profile) -> std::result::Result<(), (String, &'static str)> {
    let evidence = || {
        let present = evidence_of(&record.fits, record.out_of_scope.as_ref());
        let project = record.project.iter();
        present.chain(
            project.flat_map(|project| evidence_of(&project.fits, project.out_of_scope.as_ref())),
        )
    };
    let points = evidence().map(|piece| u64::from(piece.points.0.unsigned_abs()));
    if evidence().count() > MOST_EVIDENCE || points.sum::<u64>() > MOST_POINTS {
        let message = "there is more evidence than any profile has".to_owned();
        return Err((message, AS_WRITTEN));
    }
    for piece in evidence() {
        let Some(field) = piece.field else {
            continue;
        };
        let entry = profile.text(field, piece.item);
        let (start, end) = piece.span;
        if entry.get(start..end) != Some(piece.text.as_str()) {
            let message = format!(
                "evidence `{}` does not stand at bytes {start} to {end} of `{}`, entry {}",
                piece.text.chars().take(60).collect::<String>(),
                field.as_str(),
                piece.item
            );
            return Err((message, AS_WRITTEN));
        }
    }
    Ok(())
}

fn evidence_of<'r>(
    fits: &'r [RecordFit],
    out: Option<&'r RecordOutOfScope>,
) -> impl Iterator<Item = &'r Evidence> {
    let fits = fits.iter().map(|fit| &fit.evidence);
    fits.chain(out.map(|out| &out.evidence)).flatten()
}

/// The first digits of a hash, or whatever stands in its place.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
