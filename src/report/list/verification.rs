//! Whether a table of answers says what this program computes: each row is written again and compared cell by cell.
//!
//! A table names neither plan nor program, so it is checked against those that are at hand.

use super::EVIDENCE;
use super::table::{CellWriter, Table, TableOptions, ours_in};
use crate::assessment::{Check, Difference, clip};
use crate::error::{Error, ErrorKind, Result};
use crate::input::{Entry, Leads, RowBlock, RowReader};
use crate::lead::Lead;
use crate::matcher::{Matcher, Options, Scratch};
use crate::report::escape::spreadsheet;
use crate::taxonomy::Language;
use crate::text::is_han;
use crate::{Assessment, Score};
use std::fmt::Write;

/// Characters of a cell that are told.
const CELL: usize = 80;

/// Recomputes every row of a table that `planfit batch` wrote and hands `each` its row and what became of it.
///
/// # Errors
/// [`ErrorKind::Incomplete`] for a list without columns of answers, and whatever hinders reading.
pub fn verify_table(
    mut leads: Leads,
    matcher: &Matcher<'_>,
    each: &mut dyn FnMut(u64, Check),
) -> Result<()> {
    let answers = Answers::find(leads.headers())?;
    let layout = leads.layout();
    let mut reader = RowReader::default();
    let mut block = RowBlock::default();
    let mut scratch = Scratch::default();
    while leads.fill(&mut block)? {
        for index in 0..block.len() {
            match reader.read(&layout, &block, index) {
                Entry::Lead { lead, .. } => {
                    each(lead.row, answers.check(&lead, matcher, &mut scratch));
                }
                Entry::Reject(reject) => each(reject.row, Check::Unverifiable(reject.reason)),
                Entry::NoLead { .. } => {}
            }
        }
    }
    Ok(())
}

/// The columns of answers in a table.
struct Answers {
    /// Where each stands, and its name.
    columns: Vec<(usize, String)>,
    /// The same columns written anew, in English and in Chinese.
    tables: [Table; 2],
    /// The columns with subdivisions, the best first; in the long form the one of the rank.
    subdivisions: Vec<usize>,
    rank: Option<usize>,
}

impl Answers {
    fn find(headers: &[String]) -> Result<Self> {
        let Some(ours) = ours_in(headers) else {
            let message = "the list has no columns of answers";
            return Err(Error::new(ErrorKind::Incomplete, message)
                .with_hint("verify what `planfit batch` wrote, with the columns `verdict` and `fit1_subdivision`"));
        };
        let columns: Vec<(usize, String)> = ours.columns;
        let named = |name: &str| columns.iter().find(|(_, known)| known == name);
        let subdivisions = (1..)
            .map_while(|place| named(&format!("fit{place}_subdivision")))
            .map(|(at, _)| *at)
            .collect();
        let rank = named("rank").map(|(at, _)| *at);
        let table = |language| {
            let options = TableOptions {
                top: ours.top,
                long: ours.long,
                project: ours.project,
                pick: Some(columns.iter().map(|(_, name)| name.clone()).collect()),
                language,
                decisions: false,
            };
            Table::new(&[], &options)
        };
        Ok(Self {
            tables: [table(Language::En)?, table(Language::Zh)?],
            columns,
            subdivisions,
            rank,
        })
    }

    fn check(&self, lead: &Lead<'_>, matcher: &Matcher<'_>, scratch: &mut Scratch) -> Check {
        let rank = self.rank.map(|at| lead.cells.get(at).parse().unwrap_or(0));
        let fits = self.subdivisions.iter();
        let fits = fits.take_while(|at| !lead.cells.get(**at).is_empty());
        let top = rank.unwrap_or(fits.count());
        // The reason names a second fit, whether or not the table shows it.
        match self.check_with(top.max(2), rank, lead, matcher, scratch) {
            Check::Verified => Check::Verified,
            other if top >= 2 => other,
            _ => self.check_with(top, rank, lead, matcher, scratch),
        }
    }

    fn check_with(
        &self,
        top: usize,
        rank: Option<usize>,
        lead: &Lead<'_>,
        matcher: &Matcher<'_>,
        scratch: &mut Scratch,
    ) -> Check {
        let options = Options {
            top,
            min_score: Score::default(),
            evidence: EVIDENCE,
        };
        let assessment = matcher.assess(lead.profile, &options, scratch);
        let is_chinese = |at: &usize| lead.cells.get(*at).chars().any(is_han);
        let verdict = self.columns.iter().find(|(_, name)| name == "verdict");
        let chinese = verdict.is_some_and(|(at, _)| is_chinese(at));
        let rows = self.written(usize::from(chinese), lead, &assessment);
        let Some(cells) = rows.get(rank.unwrap_or(1).saturating_sub(1)) else {
            return Check::Unverifiable("its rank is not one of the answer".to_owned());
        };
        let found: Vec<Difference> = self
            .columns
            .iter()
            .zip(cells)
            .filter(|((at, _), cell)| !is_same(lead.cells.get(*at), cell))
            .map(|((at, name), cell)| Difference {
                field: name.clone(),
                stated: clip(lead.cells.get(*at), CELL),
                recomputed: clip(cell, CELL),
            })
            .collect();
        match found.is_empty() {
            true => Check::Verified,
            false => Check::Changed(found),
        }
    }

    fn written(
        &self,
        table: usize,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
    ) -> Vec<Vec<String>> {
        let mut rows = Rows(vec![Vec::new()]);
        self.tables[table].rows(lead, assessment, None, &mut rows);
        rows.0.pop();
        rows.0
    }
}

/// Whether a cell says what was written: as it is, as a spreadsheet is kept from running it, or as a number; spaces at
/// its ends and a cut by a workbook aside.
fn is_same(stated: &str, written: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let (stated, written) = (stated.trim(), written.trim());
    let guarded = spreadsheet(written);
    stated == written
        || stated == guarded
        || number(stated).is_some_and(|value| number(written) == Some(value))
        || stated
            .strip_suffix('…')
            .is_some_and(|start| start.len() > 1000 && written.starts_with(start))
}

/// Cells in memory.
struct Rows(Vec<Vec<String>>);

impl Rows {
    fn push(&mut self, cell: String) {
        if let Some(row) = self.0.last_mut() {
            row.push(cell);
        }
    }
}

impl CellWriter for Rows {
    fn text(&mut self, text: &str) {
        self.push(text.to_owned());
    }

    fn written(&mut self, write: impl FnOnce(&mut dyn Write) -> std::fmt::Result) {
        let mut cell = String::new();
        write(&mut cell).expect("memory takes every letter");
        self.push(cell);
    }

    fn end_row(&mut self) {
        self.0.push(Vec::new());
    }
}
