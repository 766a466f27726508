//! Answers as a table: the columns of the list, then what was found. CSV, TSV and XLSX share it.

use crate::assessment::{EvidenceWords, FitWords, SHOWN, borrowed_words, reason_by};
use crate::error::{Error, ErrorKind, Result};
use crate::fit::{Assessment, Fit};
use crate::lead::Lead;
use crate::ledger::{Decided, Standing, Summary};
use crate::similarity::did_you_mean;
use crate::taxonomy::Language;
use memchr::memchr2;
use std::collections::HashSet;
use std::fmt::Write;

/// What a column of the output holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// The column of the list at this place.
    Original(usize),
    /// A part of the fit at this place, from 0.
    Fit(usize, Part),
    /// A part of the fit that the row is about, in the long form.
    This(Part),
    /// A part of the best fit of the planned project.
    Project(Part),
    Verdict,
    Confidence,
    /// The kind of business outside the plan, where one was recognised.
    OutOfScope,
    /// The verdict's reason, in a sentence.
    Reason,
    /// What a team has decided.
    Decided(Decision),
}

/// What is told of a team's decisions: about the lead, or in the long form about the fit of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// In a word.
    Word,
    /// About which subdivisions that was said.
    Subdivision,
    /// By whom.
    By,
    /// What has changed since.
    Stale,
}

impl Decision {
    const ALL: [(&'static str, Self); 4] = [
        ("decision", Self::Word),
        ("decided_subdivision", Self::Subdivision),
        ("decided_by", Self::By),
        ("stale", Self::Stale),
    ];
}

/// A part of a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Rank,
    Subdivision,
    Label,
    Score,
    Tier,
    Clause,
    Evidence,
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Rank,
        Self::Subdivision,
        Self::Label,
        Self::Score,
        Self::Tier,
        Self::Clause,
        Self::Evidence,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Subdivision => "subdivision",
            Self::Label => "label",
            Self::Score => "score",
            Self::Tier => "tier",
            Self::Clause => "clause",
            Self::Evidence => "evidence",
        }
    }
}

/// How to lay answers out.
#[derive(Debug, Clone, Default)]
pub struct TableOptions {
    /// How many fits a lead has columns for.
    pub top: usize,
    /// One row for each fit instead of one for each lead.
    pub long: bool,
    /// Whether the list has a column of planned projects, and so ours for what they fit.
    pub project: bool,
    /// Only these columns, in this order.
    pub pick: Option<Vec<String>>,
    /// Language of labels, tiers and verdicts.
    pub language: Language,
    /// Whether there are columns for what a team has decided.
    pub decisions: bool,
}

/// The columns of the output.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(String, Column)>,
    renamed: Vec<String>,
    long: bool,
    language: Language,
}

/// What stands before the name of a column about the planned project, and which parts have one.
const OF_PROJECT: &str = "project_";
const PROJECT: [Part; 5] = [
    Part::Subdivision,
    Part::Label,
    Part::Score,
    Part::Tier,
    Part::Evidence,
];

/// What stands before a column of ours where the list has one of the same name.
const OURS: &str = "planfit_";

/// How a column wants to be shown where a format can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Text, as it stands.
    Text,
    /// Long text: clauses, evidence.
    LongText,
    /// A score from 0 to 100.
    Score,
    /// A whole number.
    Number,
}

impl Table {
    /// Lays out a table for a list with these headers, all of which are kept. Where one is called as a column of ours,
    /// ours is renamed; only where the list is an output of ours itself do the new answers replace the old.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`] if a column is picked that does not exist.
    pub fn new(headers: &[String], options: &TableOptions) -> Result<Self> {
        let mut found = Vec::new();
        if options.long {
            found.extend(Part::ALL.map(|part| (part.as_str().to_owned(), Column::This(part))));
        } else {
            for place in 0..options.top {
                let parts = Part::ALL.iter().filter(|part| **part != Part::Rank);
                found.extend(parts.map(|part| {
                    let name = format!("fit{}_{}", place + 1, part.as_str());
                    (name, Column::Fit(place, *part))
                }));
            }
        }
        found.push(("verdict".to_owned(), Column::Verdict));
        found.push(("confidence".to_owned(), Column::Confidence));
        found.push(("out_of_scope".to_owned(), Column::OutOfScope));
        found.push(("reason".to_owned(), Column::Reason));
        if options.project {
            found.extend(PROJECT.map(|part| {
                (
                    format!("{OF_PROJECT}{}", part.as_str()),
                    Column::Project(part),
                )
            }));
        }
        if options.decisions {
            // In the long form a row is about one subdivision anyway.
            let told = Decision::ALL.into_iter();
            let told = told.filter(|(_, what)| !options.long || *what != Decision::Subdivision);
            found.extend(told.map(|(name, what)| (name.to_owned(), Column::Decided(what))));
        }
        let ours = ours_in(headers);
        let renamed = renamed(headers);
        let told_anew = |header: &str| {
            Decision::ALL
                .iter()
                .any(|(name, _)| match renamed.contains(name) {
                    true => header.strip_prefix(OURS) == Some(*name),
                    false => header == *name,
                })
        };
        let is_old = |place: usize| {
            ours.as_ref().is_some_and(|ours| {
                ours.columns
                    .binary_search_by_key(&place, |(at, _)| *at)
                    .is_ok()
                    || options.decisions && told_anew(&headers[place])
            })
        };
        let originals = headers.iter().enumerate();
        let mut columns: Vec<(String, Column)> = originals
            .filter(|(place, _)| !is_old(*place))
            .map(|(place, header)| (header.clone(), Column::Original(place)))
            .collect();
        let mut renamed = Vec::new();
        for (name, _) in &mut found {
            if columns.iter().any(|(kept, _)| kept == name) {
                renamed.push(name.clone());
                name.insert_str(0, OURS);
            }
        }
        columns.append(&mut found);
        if let Some(pick) = &options.pick {
            columns = pick_columns(&columns, pick)?;
        }
        Ok(Self {
            columns,
            renamed,
            long: options.long,
            language: options.language,
        })
    }

    /// The columns of ours that are called otherwise here, because the list has columns of their names.
    #[must_use]
    pub fn renamed(&self) -> &[String] {
        &self.renamed
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// How each column wants to be shown.
    pub fn looks(&self) -> impl Iterator<Item = Look> {
        self.columns.iter().map(|(_, column)| match column {
            Column::Fit(_, part) | Column::This(part) | Column::Project(part) => match part {
                Part::Score => Look::Score,
                Part::Rank => Look::Number,
                Part::Clause | Part::Evidence => Look::LongText,
                Part::Subdivision | Part::Label | Part::Tier => Look::Text,
            },
            Column::Confidence => Look::Number,
            Column::Reason => Look::LongText,
            Column::Original(_) | Column::Verdict | Column::OutOfScope | Column::Decided(_) => {
                Look::Text
            }
        })
    }

    /// Hands each cell of the rows about a lead to `cells`; what a team has decided comes with the lead where the table
    /// has columns for it.
    pub fn rows(
        &self,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
        standing: Option<&Standing<'_>>,
        cells: &mut impl CellWriter,
    ) {
        let rows = if self.long {
            assessment.fits.len().max(1)
        } else {
            1
        };
        let mut words = FitWords::new(lead.profile, assessment);
        let mut reason = None;
        for row in 0..rows {
            for (_, column) in &self.columns {
                match column {
                    Column::Original(place) => cells.text(lead.cells.get(*place)),
                    Column::Fit(place, part) => {
                        self.part(assessment, *place, *part, &mut words, cells);
                    }
                    Column::This(part) => self.part(assessment, row, *part, &mut words, cells),
                    Column::Project(part) => {
                        let fit = assessment.project.as_ref();
                        let fit = fit.and_then(|project| project.fits.first());
                        self.part_of_project(lead, fit, *part, cells);
                    }
                    Column::Verdict => cells.text(assessment.verdict.word(self.language)),
                    Column::OutOfScope => {
                        let class = assessment.out_of_scope.as_ref();
                        cells.text(class.map_or("", |class| class.label.get(self.language)));
                    }
                    Column::Reason => {
                        let language = self.language;
                        cells.text(reason.get_or_insert_with(|| reason_by(&mut words, language)));
                    }
                    Column::Confidence => {
                        cells.written(|out| write!(out, "{}", assessment.confidence))
                    }
                    Column::Decided(what) => {
                        let fit = assessment.fits.get(row).filter(|_| self.long);
                        self.decision(*what, fit, standing, cells);
                    }
                }
            }
            cells.end_row();
        }
    }

    /// What was decided about the lead, or about one fit of it.
    fn decision(
        &self,
        what: Decision,
        fit: Option<&Fit<'_>>,
        standing: Option<&Standing<'_>>,
        cells: &mut impl CellWriter,
    ) {
        let class = fit.map(|fit| fit.class);
        let Some(standing) = standing.filter(|standing| !standing.is_new()) else {
            return cells.text("");
        };
        let summary = standing.summary(class);
        match what {
            Decision::Word => cells.text(summary.map_or("", |summary| summary.word(self.language))),
            Decision::Subdivision => {
                let says_so = |decided: &&Decided<'_>| match summary {
                    Some(Summary::All(decision)) => decided.decision == decision,
                    _ => true,
                };
                let mut ids: Vec<&str> = standing
                    .decisions
                    .iter()
                    .filter(says_so)
                    .map(|decided| decided.subdivision)
                    .collect();
                ids.dedup();
                cells.text(&ids.join("; "));
            }
            Decision::By => cells.text(&standing.people(class).join("; ")),
            Decision::Stale => {
                let stale = standing.stale(class).words(self.language);
                cells.text(&stale.unwrap_or_default());
            }
        }
    }

    /// A part of what a project fits; empty where it fits nothing.
    fn part_of_project(
        &self,
        lead: &Lead<'_>,
        fit: Option<&Fit<'_>>,
        part: Part,
        cells: &mut impl CellWriter,
    ) {
        let Some(fit) = fit.filter(|fit| fit.tier.is_some()) else {
            return cells.text("");
        };
        self.part_of(fit, part, cells, |out| write_evidence(lead, fit, out));
    }

    fn part(
        &self,
        assessment: &Assessment<'_>,
        place: usize,
        part: Part,
        words: &mut FitWords<'_, '_>,
        cells: &mut impl CellWriter,
    ) {
        let Some(fit) = assessment.fits.get(place) else {
            return cells.text("");
        };
        self.part_of(fit, part, cells, |out| write_words(words.of(place), out));
    }

    /// A part of a fit, of which `evidence` writes the evidence.
    fn part_of(
        &self,
        fit: &Fit<'_>,
        part: Part,
        cells: &mut impl CellWriter,
        evidence: impl FnOnce(&mut dyn Write) -> std::fmt::Result,
    ) {
        match part {
            Part::Rank => cells.written(|out| write!(out, "{}", fit.rank)),
            Part::Subdivision => cells.text(&fit.subdivision.id),
            Part::Label => cells.text(fit.label.get(self.language)),
            Part::Score => cells.written(|out| write!(out, "{}", fit.score)),
            Part::Tier => cells.text(fit.basis.tier_or_relevance(fit.score, self.language)),
            Part::Clause => cells.text(fit.clause.map_or("", |clause| clause.text)),
            Part::Evidence => cells.written(evidence),
        }
    }
}

/// Whether a list was written by this program: it has the columns of a verdict and of a fit.
fn is_output(headers: &[String]) -> bool {
    let has = |name: &str| headers.iter().any(|header| header == name);
    let long = Part::ALL.iter().all(|part| has(part.as_str()));
    has("verdict") && has("confidence") && (long || has("fit1_subdivision") && has("fit1_clause"))
}

/// The columns of answers in an output of `planfit batch`.
pub(super) struct Ours {
    /// Where each stands, in order, and its name without what was put before it.
    pub(super) columns: Vec<(usize, String)>,
    /// How many fits have columns.
    pub(super) top: usize,
    /// Whether each row is about one fit.
    pub(super) long: bool,
    /// Whether there are columns about planned projects.
    pub(super) project: bool,
}

/// The names before which ours was put: where a column of the list had our name, ours is the one with the prefix.
fn renamed(headers: &[String]) -> HashSet<&str> {
    headers
        .iter()
        .filter_map(|header| header.strip_prefix(OURS))
        .collect()
}

/// The columns of ours among the headers of a list; nothing for a list that this program did not write.
pub(super) fn ours_in(headers: &[String]) -> Option<Ours> {
    let plain = |header: &String| header.strip_prefix(OURS).unwrap_or(header).to_owned();
    let renamed = renamed(headers);
    // With columns for each fit there are none for the fit of the row: such a name is one of the user's.
    let has = |name: &str| headers.iter().any(|header| plain(header) == name);
    let wide = has("fit1_subdivision") && has("fit1_clause");
    // A user may have one of these columns; only together are they ours.
    let project = PROJECT
        .iter()
        .all(|part| has(&format!("{OF_PROJECT}{}", part.as_str())));
    let columns: Vec<(usize, String)> = headers
        .iter()
        .enumerate()
        .filter(|(_, header)| header.starts_with(OURS) || !renamed.contains(header.as_str()))
        .map(|(at, header)| (at, plain(header)))
        .filter(|(_, name)| is_ours(name) && !(wide && is_part(name)))
        .filter(|(_, name)| project || !is_of_project(name))
        .collect();
    let names: Vec<String> = columns.iter().map(|(_, name)| name.clone()).collect();
    let places = names.iter().filter_map(|name| {
        let (place, _) = name.strip_prefix("fit")?.split_once('_')?;
        place.parse::<usize>().ok()
    });
    is_output(&names).then(|| Ours {
        top: places.max().unwrap_or(0),
        long: !wide,
        project,
        columns,
    })
}

/// Whether a column is about the planned project.
fn is_of_project(header: &str) -> bool {
    let part = header.strip_prefix(OF_PROJECT);
    part.is_some_and(|part| PROJECT.iter().any(|known| known.as_str() == part))
}

/// Whether a column of such a list is one that is written anew.
fn is_ours(header: &str) -> bool {
    let of_fit = header
        .strip_prefix("fit")
        .and_then(|rest| rest.split_once('_'));
    if is_of_project(header) {
        return true;
    }
    match of_fit {
        Some((place, part)) => place.parse::<usize>().is_ok() && is_part(part),
        None => {
            is_part(header) || ["verdict", "confidence", "out_of_scope", "reason"].contains(&header)
        }
    }
}

fn is_part(name: &str) -> bool {
    Part::ALL.iter().any(|part| part.as_str() == name)
}

fn pick_columns(all: &[(String, Column)], pick: &[String]) -> Result<Vec<(String, Column)>> {
    let chosen = pick.iter().map(|name| {
        let name = name.trim();
        let known = all.iter().find(|(known, _)| known == name);
        known.cloned().ok_or_else(|| {
            let names = || all.iter().map(|(name, _)| name.as_str());
            let listed: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            Error::new(ErrorKind::Unknown, format!("no output column `{name}`")).with_hint(
                did_you_mean(name, names())
                    .unwrap_or_else(|| format!("the columns are {}", listed.join(", "))),
            )
        })
    });
    chosen.collect()
}

/// Takes cells one after the other.
pub trait CellWriter {
    /// The next cell, known as text.
    fn text(&mut self, text: &str);
    /// The next cell, written by `write` (whose errors cannot come about in memory).
    fn written(&mut self, write: impl FnOnce(&mut dyn Write) -> std::fmt::Result);
    /// The end of a row.
    fn end_row(&mut self);
}

/// Writes the words of the profile that speak for a fit, strongest first: `lithium batteries; BMS`. On one line.
///
/// # Errors
/// Those of `out`.
pub fn write_evidence(lead: &Lead<'_>, fit: &Fit<'_>, out: &mut dyn Write) -> std::fmt::Result {
    write_words(&borrowed_words(lead.profile, &fit.evidence, SHOWN), out)
}

/// Writes words of the profile that speak for a fit, as [`write_evidence`].
fn write_words(words: &[EvidenceWords<'_>], out: &mut dyn Write) -> std::fmt::Result {
    let is_broken = |text: &str| memchr2(b'\n', b'\r', text.as_bytes()).is_some();
    let broken = words.iter().any(|words| is_broken(words.text));
    for (place, words) in words.iter().map(|words| words.text).enumerate() {
        if place > 0 {
            out.write_str("; ")?;
        }
        if !broken {
            out.write_str(words)?;
            continue;
        }
        // A term that was broken over two lines is still one.
        for (place, word) in words.split_whitespace().enumerate() {
            if place > 0 {
                out.write_char(' ')?;
            }
            out.write_str(word)?;
        }
    }
    Ok(())
}
