//! The reverse view of a list: for every subdivision the leads that fit it, and the subdivisions that none fits.
//!
//! Leads come in the order of the list, so what is written about them first is raw material: a line a fit. At the end
//! those lines are put in order by subdivision and score; in memory only their places are kept, some 30 bytes a fit.

use super::csv::Cells;
use super::table::{CellWriter, Look, write_evidence};
use super::xlsx::{check_workbook, write_workbook};
use super::{ReadSeek, Sink, WholeOutput};
use crate::error::{Error, ErrorKind, Result, begun_small};
use crate::fit::{Assessment, Basis, CONTRACT, PlanStamp, QuotedClause, Score, Tier};
use crate::lead::Lead;
use crate::ledger::Standing;
use crate::messages::say;
use crate::report::json;
use crate::taxonomy::{Label, Language, Taxonomy};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, SeekFrom, Write};

/// How the reverse view is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Delimited text: a row a fit, and one for each subdivision without any. With the byte order mark or without.
    Csv {
        /// What stands between cells.
        delimiter: u8,
        /// Whether the byte order mark comes first.
        mark: bool,
    },
    /// The same as a workbook.
    Xlsx,
    /// An object a subdivision.
    Jsonl,
}

/// Writes the reverse view.
#[derive(Debug, Clone, Copy)]
pub struct BySubdivision<'t> {
    taxonomy: &'t Taxonomy,
    shape: Shape,
    language: Language,
    least: Score,
    best: usize,
    decisions: bool,
}

/// The least score with which a lead may be the nearest to a subdivision that none fits: some words point there.
pub const NEAREST: Score = match Score::from_const(50) {
    Some(score) => score,
    None => panic!("5 is a score"),
};

impl<'t> BySubdivision<'t> {
    /// Lists the leads that fit with a score of at least `least`, at most `best` of each subdivision.
    ///
    /// # Errors
    /// For a workbook those of [`workbook`](super::xlsx::workbook).
    pub fn new(
        taxonomy: &'t Taxonomy,
        shape: Shape,
        language: Language,
        least: Score,
        best: usize,
    ) -> Result<Self> {
        if shape == Shape::Xlsx {
            check_workbook()?;
        }
        Ok(Self {
            taxonomy,
            shape,
            language,
            least,
            best,
            decisions: false,
        })
    }

    /// The same with what a team has decided about each lead and the subdivision.
    #[must_use]
    pub fn with_decisions(self) -> Self {
        Self {
            decisions: true,
            ..self
        }
    }

    fn columns(&self) -> &'static [&'static str] {
        match self.decisions {
            true => &COLUMNS,
            false => &COLUMNS[..COLUMNS.len() - DECIDED],
        }
    }

    /// Whether an entry is of a lead that fits, and not only of the nearest.
    fn fits(&self, place: Place) -> bool {
        u16::MAX - place.below_best >= self.least.tenths()
    }
}

/// A fit as it is kept until the end.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    subdivision: usize,
    tenths: u16,
    #[serde(default)]
    basis: Basis,
    row: u64,
    id: Option<String>,
    name: Option<String>,
    evidence: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decided: Option<[String; DECIDED]>,
}

/// Columns of a decision: what, by whom, and what has changed since.
const DECIDED: usize = 3;

/// What was decided about a lead and a subdivision.
fn decided(standing: &Standing<'_>, class: usize, language: Language) -> Option<[String; DECIDED]> {
    let summary = standing.summary(Some(class))?;
    Some([
        summary.word(language).to_owned(),
        standing.people(Some(class)).join("; "),
        standing
            .stale(Some(class))
            .words(language)
            .unwrap_or_default(),
    ])
}

impl Sink for BySubdivision<'_> {
    fn begin(&self, _out: &mut Vec<u8>) {}

    /// What is kept of a lead: a line for each of its fits.
    fn lead(
        &self,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
        standing: Option<&Standing<'_>>,
        out: &mut Vec<u8>,
    ) {
        let least = self.least.min(NEAREST);
        for fit in assessment.fits.iter().filter(|fit| fit.score >= least) {
            let mut evidence = String::new();
            write_evidence(lead, fit, &mut evidence).expect("memory takes every byte");
            let entry = Entry {
                subdivision: fit.class,
                tenths: fit.score.tenths(),
                basis: fit.basis,
                row: lead.row,
                id: lead.id.map(str::to_owned),
                name: lead.profile.name.clone(),
                evidence,
                decided: standing.and_then(|standing| decided(standing, fit.class, self.language)),
            };
            serde_json::to_writer(&mut *out, &entry).expect("memory takes every byte");
            out.push(b'\n');
        }
    }

    fn whole_output(&self) -> Option<&dyn WholeOutput> {
        Some(self)
    }
}

/// Where an entry lies, and where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    subdivision: u16,
    /// Counted down from the highest, so that the best come first.
    below_best: u16,
    /// Entries lie in the order of rows.
    at: u64,
    length: u32,
}

impl WholeOutput for BySubdivision<'_> {
    fn finish(&self, part: &mut dyn ReadSeek, out: &mut (dyn Write + Send)) -> Result<()> {
        let places = places(part)?;
        let mut entries = Entries { part, places };
        let finished = match self.shape {
            Shape::Csv { delimiter, mark } => {
                let mut out = BufWriter::new(out);
                let mark = if mark { "\u{FEFF}" } else { "" };
                out.write_all(mark.as_bytes())
                    .and_then(|()| self.table(&mut entries, delimiter, &mut out))
                    .and_then(|()| out.flush())
            }
            Shape::Jsonl => {
                let mut out = BufWriter::new(out);
                self.objects(&mut entries, &mut out)
                    .and_then(|()| out.flush())
            }
            Shape::Xlsx => {
                let mut rows = Vec::new();
                self.table(&mut entries, b',', &mut rows)
                    .map_err(|error| failed(&error))?;
                return write_workbook(
                    &mut Cursor::new(rows),
                    &LOOKS[..self.columns().len()],
                    "subdivisions",
                    out,
                );
            }
        };
        finished.map_err(|error| failed(&error))
    }
}

fn failed(error: &io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!(
            "cannot put the leads in order: {}",
            begun_small(&error.to_string())
        ),
    )
}

/// Every entry's place, in the order in which they are written out.
fn places(part: &mut dyn ReadSeek) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    let mut lines = BufReader::new(part);
    let mut line = Vec::new();
    let mut at = 0;
    loop {
        line.clear();
        let length = lines
            .read_until(b'\n', &mut line)
            .map_err(|error| failed(&error))?;
        if length == 0 {
            break;
        }
        let entry: Entry =
            serde_json::from_slice(&line).map_err(|error| failed(&io::Error::from(error)))?;
        places.push(Place {
            subdivision: entry.subdivision as u16,
            below_best: u16::MAX - entry.tenths,
            at,
            length: length as u32,
        });
        at += length as u64;
    }
    places.sort_unstable();
    Ok(places)
}

struct Entries<'a> {
    part: &'a mut dyn ReadSeek,
    places: Vec<Place>,
}

impl Entries<'_> {
    /// The places of a subdivision's entries, best first.
    fn of(&self, subdivision: usize) -> std::ops::Range<usize> {
        let number = subdivision as u16;
        let start = self
            .places
            .partition_point(|place| place.subdivision < number);
        let end = self
            .places
            .partition_point(|place| place.subdivision <= number);
        start..end
    }

    fn read(&mut self, place: usize) -> io::Result<Entry> {
        let Place { at, length, .. } = self.places[place];
        self.part.seek(SeekFrom::Start(at))?;
        let mut line = vec![0; length as usize];
        self.part.read_exact(&mut line)?;
        Ok(serde_json::from_slice(&line)?)
    }
}

const COLUMNS: [&str; 13 + DECIDED] = [
    "subdivision",
    "label",
    "front",
    "industry",
    "clause",
    "leads",
    "rank",
    "score",
    "tier",
    "row",
    "id",
    "name",
    "evidence",
    "decision",
    "decided_by",
    "stale",
];

const LOOKS: [Look; 13 + DECIDED] = [
    Look::Text,
    Look::Text,
    Look::Text,
    Look::Text,
    Look::LongText,
    Look::Number,
    Look::Number,
    Look::Score,
    Look::Text,
    Look::Number,
    Look::Text,
    Look::Text,
    Look::LongText,
    Look::Text,
    Look::Text,
    Look::Text,
];

impl BySubdivision<'_> {
    fn table(
        &self,
        entries: &mut Entries<'_>,
        delimiter: u8,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let guarded = self.shape != Shape::Xlsx;
        fn new(delimiter: u8, row: &mut Vec<u8>, guarded: bool) -> Cells<'_> {
            let cells = Cells::new(delimiter, row);
            if guarded { cells } else { cells.unguarded() }
        }
        let mut row = Vec::new();
        let mut cells = new(delimiter, &mut row, guarded);
        self.columns().iter().for_each(|name| cells.text(name));
        cells.end_row();
        out.write_all(&row)?;
        row.clear();
        for (number, subdivision) in self.taxonomy.subdivisions.iter().enumerate() {
            let (places, leads, nearest) = self.listed(entries, number);
            let none = (places.is_empty()).then_some(nearest);
            for (rank, place) in (1..).zip(places.map(Some).chain(none)) {
                let mut cells = new(delimiter, &mut row, guarded);
                cells.text(&subdivision.id);
                cells.text(subdivision.label.get(self.language));
                cells.text(self.taxonomy.front_of(subdivision).label.get(self.language));
                cells.text(
                    self.taxonomy
                        .industry_of(subdivision)
                        .label
                        .get(self.language),
                );
                let clause = self.taxonomy.clause_of(subdivision);
                cells.text(clause.map_or("", |clause| &clause.text));
                cells.written(|out| write!(out, "{leads}"));
                match place {
                    Some(place) => self.entry(
                        &entries.read(place)?,
                        (leads > 0).then_some(rank),
                        &mut cells,
                    ),
                    None => self.columns()[6..].iter().for_each(|_| cells.text("")),
                }
                cells.end_row();
                out.write_all(&row)?;
                row.clear();
            }
        }
        Ok(())
    }

    /// The entries of a subdivision that are shown, how many leads fit it, and where none does the nearest.
    fn listed(
        &self,
        entries: &Entries<'_>,
        number: usize,
    ) -> (std::ops::Range<usize>, usize, Option<usize>) {
        let places = entries.of(number);
        let fitting = entries.places[places.clone()].partition_point(|place| self.fits(*place));
        let shown = places.start..places.start + fitting.min(self.best);
        let nearest = (fitting == 0 && !places.is_empty()).then_some(places.start);
        (shown, fitting, nearest)
    }

    /// The cells about a lead; one without a rank does not fit, but is the nearest.
    fn entry(&self, entry: &Entry, rank: Option<usize>, cells: &mut Cells<'_>) {
        match rank {
            Some(rank) => cells.written(|out| write!(out, "{rank}")),
            None => cells.text(""),
        }
        cells.written(|out| write!(out, "{}", Score::from_tenths(entry.tenths)));
        cells.text(match rank {
            Some(_) => {
                let score = Score::from_tenths(entry.tenths);
                entry.basis.tier_or_relevance(score, self.language)
            }
            None => say(self.language, "nearest"),
        });
        cells.written(|out| write!(out, "{}", entry.row));
        cells.text(entry.id.as_deref().unwrap_or(""));
        cells.text(entry.name.as_deref().unwrap_or(""));
        cells.text(&entry.evidence);
        if self.decisions {
            let decided = entry.decided.clone().unwrap_or_default();
            decided.iter().for_each(|cell| cells.text(cell));
        }
    }

    fn objects(&self, entries: &mut Entries<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (number, subdivision) in self.taxonomy.subdivisions.iter().enumerate() {
            let (places, leads, nearest) = self.listed(entries, number);
            let head = Head {
                contract: CONTRACT,
                planfit: env!("CARGO_PKG_VERSION"),
                plan: PlanStamp::new(&self.taxonomy.plan),
                subdivision: &subdivision.id,
                label: &subdivision.label,
                industry: &self.taxonomy.industry_of(subdivision).id,
                front: &self.taxonomy.front_of(subdivision).id,
                clause: QuotedClause::of(self.taxonomy, subdivision),
                count: leads,
            };
            // The object is left open for its leads, of which there may be more than fit into memory.
            let mut object = Vec::new();
            json::append(&mut object, &head)?;
            out.write_all(object.strip_suffix(b"}").unwrap_or(&object))?;
            out.write_all(b",\"leads\":[")?;
            for (rank, place) in (1..).zip(places) {
                if rank > 1 {
                    out.write_all(b",")?;
                }
                object.clear();
                json::append(&mut object, &Listed::new(Some(rank), &entries.read(place)?))?;
                out.write_all(&object)?;
            }
            out.write_all(b"]")?;
            if let Some(nearest) = nearest {
                object.clear();
                json::append(&mut object, &Listed::new(None, &entries.read(nearest)?))?;
                out.write_all(b",\"nearest\":")?;
                out.write_all(&object)?;
            }
            out.write_all(b"}\n")?;
        }
        Ok(())
    }
}

fn tier(entry: &Entry) -> Option<Tier> {
    Tier::of(Score::from_tenths(entry.tenths))
}

/// What an object says about the subdivision.
#[derive(Serialize)]
struct Head<'a> {
    contract: u32,
    planfit: &'static str,
    plan: PlanStamp<'a>,
    subdivision: &'a str,
    label: &'a Label,
    industry: &'a str,
    front: &'a str,
    clause: Option<QuotedClause<'a>>,
    count: usize,
}

/// What it says about a lead.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    row: u64,
    id: Option<&'a str>,
    name: Option<&'a str>,
    score: Score,
    tier: Option<Tier>,
    basis: Basis,
    evidence: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    decided: Option<ListedDecision<'a>>,
}

/// What was decided about it and the subdivision.
#[derive(Serialize)]
struct ListedDecision<'a> {
    decision: &'a str,
    decided_by: &'a str,
    stale: Option<&'a str>,
}

impl<'a> ListedDecision<'a> {
    fn new([decision, decided_by, stale]: &'a [String; DECIDED]) -> Self {
        Self {
            decision,
            decided_by,
            stale: Some(stale.as_str()).filter(|stale| !stale.is_empty()),
        }
    }
}

impl<'a> Listed<'a> {
    fn new(rank: Option<usize>, entry: &'a Entry) -> Self {
        Self {
            rank,
            row: entry.row,
            id: entry.id.as_deref(),
            name: entry.name.as_deref(),
            score: Score::from_tenths(entry.tenths),
            tier: tier(entry),
            basis: entry.basis,
            evidence: &entry.evidence,
            decided: entry.decided.as_ref().map(ListedDecision::new),
        }
    }
}
