//! A sheet that people have filled in, read back.

use super::sheet::{
    BETWEEN, DECISION, GRADE, ID, INSTEAD, REASON, ROW, SUBDIVISION, TEXT, WHO, choices, header,
};
use super::{Opinion, entry};
use crate::assessment::Firm;
use crate::error::{Error, ErrorKind, Result};
use crate::input::{
    ColumnMap, Entry as Row, Format, InputOptions, Leads, RowBlock, RowReader, Source,
};
use crate::lead::Cells;
use crate::ledger::{Class, Decision, Decisions, Entry, Identity, text_sha256};
use crate::taxonomy::{Language, Taxonomy};
use crate::text::fold_str;
use std::collections::HashMap;
use std::path::Path;

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// New decisions, in the order of the sheet.
    pub entries: Vec<Entry>,
    /// Rows that say what the same person has said already.
    pub repeated: usize,
    /// Rows without a decision.
    pub open: usize,
}

/// To whom what a sheet says belongs.
#[derive(Debug, Clone, Copy)]
pub struct Returned<'a> {
    /// The firms that the sheet was made from.
    pub firms: &'a [Firm],
    /// The plan.
    pub taxonomy: &'a Taxonomy,
    /// What is in the ledger already.
    pub decisions: &'a Decisions<'a>,
    /// Who decided, where a row does not say.
    pub who: &'a str,
    /// Now, as [`Entry::when`].
    pub when: &'a str,
}

/// Reads a sheet that was exported and filled in: XLSX, ODS, CSV. Either every row can be read or nothing is imported.
///
/// # Errors
/// [`ErrorKind::Incomplete`] for a sheet without the columns of an export; [`ErrorKind::Unknown`] with the row for a
/// decision, subdivision or grade that there is not, and for a row of other answers than `firms`.
pub fn import(path: &Path, to: &Returned<'_>) -> Result<Imported> {
    let name = path.display().to_string();
    let open = |language: Language| {
        let columns = [("id", ID), ("name", "firm"), ("description", "text")];
        let columns = columns.map(|(field, name)| format!("{field}={}", header(name, language)));
        let options = InputOptions {
            map: ColumnMap::parse(columns.iter().map(String::as_str))?,
            sample: 1000,
            header_row: Some(1),
            ..InputOptions::default()
        };
        Leads::open_any(Source::file(path)?, Format::of(path), &options)
    };
    let mut leads = match open(Language::En) {
        Ok(leads) => leads,
        Err(error) => open(Language::Zh).map_err(|_| error)?,
    };
    let columns = Columns::find(leads.headers(), &name)?;
    let mut places: HashMap<(u64, String), usize> = HashMap::new();
    for (place, firm) in to.firms.iter().enumerate() {
        places
            .entry((firm.row, text_sha256(&firm.profile)))
            .or_insert(place);
    }
    let layout = leads.layout();
    let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
    let mut imported = Imported::default();
    while leads.fill(&mut block)? {
        for index in 0..block.len() {
            let (cells, line) = match reader.read(&layout, &block, index) {
                Row::Lead { lead, .. } => (lead.cells, lead.line),
                Row::Reject(reject) => {
                    let message = format!("`{name}`, row {}: {}", reject.line, reject.reason);
                    return Err(Error::new(ErrorKind::Malformed, message));
                }
                Row::NoLead { raw, line, .. } if is_question(raw) => {
                    let message =
                        format!("`{name}`, row {line}: it is taken for a heading or a total");
                    return Err(Error::new(ErrorKind::Malformed, message)
                        .with_hint("keep the number in its first column"));
                }
                Row::NoLead { .. } => continue,
            };
            let at = |problem: Problem| {
                let message = format!("`{name}`, row {line}: {}", problem.0);
                Error::new(ErrorKind::Unknown, message).with_hint(problem.1)
            };
            let Some((firm, opinion)) = columns.opinion(cells, to, &places).map_err(at)? else {
                imported.open += 1;
                continue;
            };
            let who = match columns.cell(cells, columns.who) {
                "" => to.who,
                who => who,
            };
            match is_known(&to.firms[firm], &opinion, who, to.decisions) {
                true => imported.repeated += 1,
                false => {
                    let entry = entry(&to.firms[firm], to.taxonomy, &opinion, who, to.when);
                    imported.entries.push(entry);
                }
            }
        }
    }
    Ok(imported)
}

/// Whether a row that was taken for something else ends in the hash of a text, as questions do.
fn is_question(raw: &[u8]) -> bool {
    let raw = raw.trim_ascii();
    let raw = raw.strip_suffix(b"\"").unwrap_or(raw);
    let mut parts = raw.rsplit(|byte| !byte.is_ascii_hexdigit());
    parts.next().is_some_and(|end| end.len() == 64)
}

/// What is wrong with a row, and what to do.
struct Problem(String, String);

/// A sheet of either is read back.
const LANGUAGES: [Language; 2] = [Language::En, Language::Zh];

/// A decision in the words of a sheet of any language, or by its first letter.
fn decision(folded: &str) -> Option<Decision> {
    match folded {
        "y" => return Some(Decision::Yes),
        "n" => return Some(Decision::No),
        "u" | "?" => return Some(Decision::Unsure),
        _ => {}
    }
    let mut sheets = LANGUAGES.into_iter().map(choices);
    let place = sheets.find_map(|choices| choices.iter().position(|choice| *choice == folded))?;
    Some([Decision::Yes, Decision::No, Decision::Unsure][place])
}

/// Where the columns stand.
struct Columns {
    decision: usize,
    instead: Option<usize>,
    grade: Option<usize>,
    reason: Option<usize>,
    who: Option<usize>,
    row: usize,
    subdivision: usize,
    text: usize,
}

impl Columns {
    fn find(headers: &[String], name: &str) -> Result<Self> {
        let of = |wanted: &'static str| {
            let names = LANGUAGES.map(|language| header(wanted, language));
            let is_one = |known: &String| names.contains(&fold_str(known.trim()).as_str());
            headers.iter().position(is_one)
        };
        let needed = |wanted: &'static str| {
            of(wanted).ok_or_else(|| {
                let message = format!("`{name}` has no column `{wanted}`");
                Error::new(ErrorKind::Incomplete, message).with_hint(
                    "import a sheet that `planfit review SCORED --ledger FILE --export` wrote, with all its columns",
                )
            })
        };
        Ok(Self {
            decision: needed(DECISION)?,
            instead: of(INSTEAD),
            grade: of(GRADE),
            reason: of(REASON),
            who: of(WHO),
            row: needed(ROW)?,
            subdivision: needed(SUBDIVISION)?,
            text: needed(TEXT)?,
        })
    }

    fn cell<'c>(&self, cells: Cells<'c>, column: Option<usize>) -> &'c str {
        let cell = column.map_or("", |column| cells.get(column)).trim();
        // What an export put before a text that a spreadsheet would run.
        match cell.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
            _ => cell,
        }
    }

    /// What a row says; nothing where it is not decided.
    fn opinion(
        &self,
        cells: Cells<'_>,
        to: &Returned<'_>,
        places: &HashMap<(u64, String), usize>,
    ) -> std::result::Result<Option<(usize, Opinion)>, Problem> {
        let said = self.cell(cells, Some(self.decision));
        let instead = self.cell(cells, self.instead);
        let decision = match fold_str(said).as_str() {
            "" if instead.is_empty() => return Ok(None),
            // Who names another subdivision has said no to this one.
            "" => Decision::No,
            folded => decision(folded).ok_or_else(|| {
                let choices = LANGUAGES.map(choices).concat();
                let choices: Vec<String> =
                    choices.iter().map(|choice| format!("`{choice}`")).collect();
                let choices = choices.join(", ");
                Problem(
                    format!("`{said}` is not a decision"),
                    format!("decisions are {choices}"),
                )
            })?,
        };
        let id = self.cell(cells, Some(self.subdivision));
        let class = class(id, to.taxonomy)?;
        let instead = match instead {
            "" => None,
            _ if decision != Decision::No => {
                return Err(Problem(
                    format!("`{instead}` stands under `{INSTEAD}`, and the decision is `{said}`"),
                    "with another subdivision the decision is `no`".to_owned(),
                ));
            }
            instead => match class_chosen(instead, to.taxonomy)? {
                same if same == class => {
                    return Err(Problem(
                        format!(
                            "`{instead}` under `{INSTEAD}` is the subdivision that was asked for"
                        ),
                        "name another one, or decide `yes`".to_owned(),
                    ));
                }
                other => Some(other),
            },
        };
        let row = self.cell(cells, Some(self.row));
        // A spreadsheet may have made a number of it.
        let number = row.parse::<f64>().ok().filter(|row| *row >= 0.0);
        let key = (
            number.map_or(0, |row| row as u64),
            self.cell(cells, Some(self.text)).to_owned(),
        );
        let firm = places.get(&key).ok_or_else(|| {
            Problem(
                format!(
                    "its company is not row {row} of the answers, or says something else there"
                ),
                "give the answers that the sheet was made from, or export it again".to_owned(),
            )
        })?;
        let reason = self.cell(cells, self.reason);
        let opinion = Opinion {
            class,
            decision,
            instead,
            grade: grade(self.cell(cells, self.grade))?,
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
        };
        Ok(Some((*firm, opinion)))
    }
}

fn grade(cell: &str) -> std::result::Result<Option<u8>, Problem> {
    match cell.parse::<f64>() {
        _ if cell.is_empty() => Ok(None),
        Ok(grade) if [0.0, 1.0, 2.0, 3.0].contains(&grade) => Ok(Some(grade as u8)),
        _ => Err(Problem(
            format!("`{cell}` is not a grade"),
            "grades are 0, 1, 2 and 3".to_owned(),
        )),
    }
}

fn class(id: &str, taxonomy: &Taxonomy) -> std::result::Result<usize, Problem> {
    let place = taxonomy.subdivisions.iter().position(|one| one.id == id);
    place.ok_or_else(|| {
        let error = taxonomy.no_subdivision(id);
        let hint = error.hint().unwrap_or_default().to_owned();
        Problem(error.to_string(), hint)
    })
}

/// A subdivision as it was chosen from the list, or as someone typed it: an id, its last part, or a name.
fn class_chosen(text: &str, taxonomy: &Taxonomy) -> std::result::Result<usize, Problem> {
    let id = text.rsplit(BETWEEN).next().unwrap_or(text).trim();
    let folded = fold_str(id);
    let named = taxonomy.subdivisions.iter().position(|one| {
        let label = &one.label;
        fold_str(&label.en) == folded || fold_str(&label.zh) == folded
    });
    let known = taxonomy.subdivision(id).ok();
    match (known, named) {
        (Some(known), _) => class(&known.id, taxonomy),
        (None, Some(named)) => Ok(named),
        (None, None) => class(id, taxonomy),
    }
}

/// Whether the same person has said the same already, of the same text.
fn is_known(firm: &Firm, opinion: &Opinion, who: &str, decisions: &Decisions<'_>) -> bool {
    let identity = Identity::of_firm(firm.id.as_deref(), &firm.profile);
    let standing = decisions.standing(&identity, &firm.profile);
    let says = |class: usize, decision: Decision| {
        standing.decisions.iter().any(|decided| {
            let entry = decided.entry;
            decided.class == Class::Of(class)
                && entry.who == who
                && decided.decision == decision
                && !decided.stale.is_stale()
                && entry.grade == opinion.grade
                && entry.reason == opinion.reason
        })
    };
    says(opinion.class, opinion.decision)
        && opinion
            .instead
            .is_none_or(|class| says(class, Decision::Yes))
}
