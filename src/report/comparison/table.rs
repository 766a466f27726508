//! A comparison on a terminal: the subjects, their scores side by side, and what differs.

use super::wording::ComparisonWording;
use crate::assessment::{Comparison, Contrast, SubjectRef};
use crate::report::View;
use crate::report::escape::terminal as escape;
use crate::report::table::{Layout, STRONG, SUBDUED, plain_table, tinted, write_clause};
use anstyle::Style;
use comfy_table::{Attribute, Cell, CellAlignment};
use std::io::{self, Write};
use std::ops::Range;

const INDENT: &str = "  ";
const DEEPER: &str = "    ";
/// Columns that the names of subdivisions need at least, spaces between columns included.
const NAMES: usize = 25;
/// Columns of a score, of a score with its tier, and of a change, spaces between columns included.
const SCORE: usize = 8;
const SCORE_AND_TIER: usize = 20;
const CHANGE: usize = 10;
/// Changes told of each pair, unless all are asked for; fewer where there are many pairs.
const MOVES: usize = 5;
const MOVES_OF_MANY: usize = 2;

/// Writes a comparison; [`View::explain`] tells every change, not only the greatest.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(
    out: &mut dyn Write,
    comparison: &Comparison<'_>,
    view: View,
    layout: Layout,
) -> io::Result<()> {
    let layout = layout.wide_enough();
    let mut terminal = Terminal {
        out,
        wording: ComparisonWording {
            view,
            of: comparison,
        },
        layout,
    };
    terminal.subjects()?;
    terminal.tables()?;
    for contrast in &comparison.contrasts {
        terminal.contrast(contrast)?;
    }
    writeln!(terminal.out)?;
    let mut told = Vec::new();
    for subject in &comparison.subjects {
        let stamp = view.stamp(subject.plan, comparison.planfit);
        if !told.contains(&stamp) {
            terminal.text("", &stamp, SUBDUED)?;
            told.push(stamp);
        }
    }
    Ok(())
}

struct Terminal<'a, 'o> {
    out: &'o mut dyn Write,
    wording: ComparisonWording<'a>,
    layout: Layout,
}

impl<'a> Terminal<'a, '_> {
    fn text(&mut self, indent: &str, text: &str, style: Style) -> io::Result<()> {
        self.layout.write_wrapped(self.out, indent, text, style)
    }

    fn subjects(&mut self) -> io::Result<()> {
        let wording = self.wording;
        for subject in 0..wording.of.subjects.len() {
            let head = format!("{}  {}", wording.letter(subject), wording.name(subject));
            self.text("", &head, STRONG)?;
            self.text(DEEPER, &wording.verdict(subject), Style::new())?;
            if let Some(project) = wording.project(subject) {
                self.text(DEEPER, project, Style::new())?;
            }
        }
        Ok(())
    }

    /// The scores side by side; where there are too many subjects for the width, in several tables.
    fn tables(&mut self) -> io::Result<()> {
        let wording = self.wording;
        let count = wording.of.subjects.len();
        let change = if count == 2 { CHANGE } else { 0 };
        let free = self.layout.width.saturating_sub(NAMES + change);
        let with_tier = free / SCORE_AND_TIER >= count;
        let each = if with_tier { SCORE_AND_TIER } else { SCORE };
        let block = (free / each).max(1);
        for first in (0..count).step_by(block) {
            self.table(first..count.min(first + block), with_tier)?;
        }
        self.text("", &wording.tiers(), SUBDUED)
    }

    fn table(&mut self, subjects: Range<SubjectRef>, with_tier: bool) -> io::Result<()> {
        let wording = self.wording;
        let pair = wording.of.subjects.len() == 2;
        let bold = |text: &str| Cell::new(text).add_attribute(Attribute::Bold);
        let mut heads = vec![bold(wording.say("Subdivision"))];
        for subject in subjects.clone() {
            let head = bold(&wording.letter(subject));
            heads.push(if with_tier {
                head
            } else {
                head.set_alignment(CellAlignment::Right)
            });
        }
        let right = |cell: Cell| cell.set_alignment(CellAlignment::Right);
        heads.extend(pair.then(|| right(bold(wording.say("Change")))));
        let mut table = plain_table(self.layout);
        table.set_header(heads);
        for row in &wording.of.rows {
            let mut cells = vec![Cell::new(escape(row.label.get(wording.view.language)))];
            cells.extend(row.cells[subjects.clone()].iter().map(|cell| {
                let cell = self.score(*cell, with_tier);
                if with_tier { cell } else { right(cell) }
            }));
            let change = wording.change(&row.cells).unwrap_or_default();
            cells.extend(pair.then(|| right(Cell::new(change))));
            table.add_row(cells);
        }
        writeln!(self.out)?;
        for line in table.lines() {
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn score(&self, cell: Option<crate::assessment::Cell>, with_tier: bool) -> Cell {
        let Some(cell) = cell else {
            return Cell::new(if with_tier { "    -" } else { "-" });
        };
        let score = cell.score.to_string();
        let text = match with_tier {
            true => format!("{score:>5} {}", self.wording.standing(cell)),
            false => score,
        };
        tinted(&text, cell.tier)
    }

    fn contrast(&mut self, contrast: &Contrast<'a>) -> io::Result<()> {
        let wording = self.wording;
        writeln!(self.out)?;
        self.text("", &wording.heading(contrast), STRONG)?;
        for difference in wording.differences(contrast) {
            self.text(INDENT, &difference, Style::new())?;
        }
        let limit = wording.moves(contrast, MOVES, MOVES_OF_MANY);
        for moved in contrast.moves.iter().take(limit) {
            writeln!(self.out)?;
            self.text(INDENT, &wording.moved(moved), STRONG)?;
            self.text(DEEPER, &wording.because(moved), Style::new())?;
            for (name, clause) in wording.clauses(contrast, moved) {
                self.text(DEEPER, &name, SUBDUED)?;
                write_clause(self.out, clause, DEEPER, self.layout)?;
            }
        }
        match wording.more(contrast, limit) {
            Some(more) => {
                writeln!(self.out)?;
                self.text(INDENT, &more, SUBDUED)
            }
            None => Ok(()),
        }
    }
}
