//! An explanation on a terminal: the waterfall drawn with blocks, and tables of what would change it.

use super::wording::ExplanationWording;
use crate::assessment::{Explanation, Outcome, Step, StepKind};
use crate::fit::{Points, Tier};
use crate::report::View;
use crate::report::escape::terminal as escape;
use crate::report::table::{Layout, STRONG, SUBDUED, plain_table, shorten, tinted, write_clause};
use anstyle::{AnsiColor, Style};
use comfy_table::{Attribute, Cell, CellAlignment};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Pieces of evidence drawn unless all are asked for.
const PIECES: usize = 12;
/// Columns that everything below a heading is set in by.
const INDENT: &str = "  ";
/// Columns of a number of points with its sign, up to `-9999.9`.
const NUMBER: usize = 7;
/// Columns given to the words of a row in a table.
const WORDS: usize = 48;
/// From this width on there is room for how a piece was met.
const WITH_HOW: usize = 100;
/// Columns for how a piece was met.
const HOW: usize = 20;
/// From this width on tables say what else would change.
const WITH_CHANGE: usize = 72;

const FOR: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const AGAINST: Style = SUBDUED;

/// Writes an explanation; [`View::explain`] lists every piece of evidence, not only the strongest.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(
    out: &mut dyn Write,
    explanation: &Explanation<'_>,
    view: View,
    layout: Layout,
) -> io::Result<()> {
    let layout = layout.wide_enough();
    let wording = ExplanationWording {
        view,
        of: explanation,
    };
    let mut terminal = Terminal {
        out,
        wording,
        layout,
    };
    terminal.head()?;
    terminal.out_of_scope()?;
    terminal.waterfall()?;
    terminal.missing()?;
    terminal.changes()?;
    terminal.rival()?;
    writeln!(terminal.out)?;
    let stamp = view.stamp(explanation.plan, explanation.planfit);
    terminal.text("", &stamp, SUBDUED)
}

struct Terminal<'a, 'o> {
    out: &'o mut dyn Write,
    wording: ExplanationWording<'a>,
    layout: Layout,
}

impl Terminal<'_, '_> {
    fn text(&mut self, indent: &str, text: &str, style: Style) -> io::Result<()> {
        self.layout.write_wrapped(self.out, indent, text, style)
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.text("", text, STRONG)
    }

    /// Who, what it scores, where in the plan, the verdict.
    fn head(&mut self) -> io::Result<()> {
        let (wording, view) = (self.wording, self.wording.view);
        let of = wording.of;
        if let Some(name) = &of.profile.name {
            self.text("", name.trim(), STRONG)?;
        }
        let fits = of.fit.tier.is_some();
        let style = if fits {
            STRONG.fg_color(FOR.get_fg_color())
        } else {
            STRONG
        };
        self.text("", &wording.head(), style)?;
        self.text("", &wording.verdict(), SUBDUED)?;
        writeln!(self.out)?;
        self.text(INDENT, &view.place(&of.fit), SUBDUED)?;
        if let Some(clause) = &of.fit.clause {
            write_clause(self.out, clause, INDENT, self.layout)?;
        }
        match view.translation(&of.fit) {
            Some(translation) => self.text(INDENT, &translation, SUBDUED),
            None => Ok(()),
        }
    }

    fn waterfall(&mut self) -> io::Result<()> {
        let wording = self.wording;
        self.heading(wording.say("Points by evidence"))?;
        let limit = if wording.view.explain {
            usize::MAX
        } else {
            PIECES
        };
        let steps = wording.steps(limit);
        let scale = Scale::new(&steps, self.columns().1);
        for step in &steps {
            self.step(step, &scale)?;
        }
        self.total(&scale)?;
        self.text(INDENT, &wording.sum(), Style::new())?;
        if let Some(own) = wording.if_own() {
            self.text(INDENT, &own, Style::new())?;
        }
        Ok(())
    }

    /// Columns for the words and for the bars.
    fn columns(&self) -> (usize, usize) {
        let how = if self.layout.width >= WITH_HOW {
            HOW + 2
        } else {
            0
        };
        let free = self.layout.width - INDENT.len() - 2 * (NUMBER + 2) - how - 2;
        let words = (free * 3 / 5).min(WORDS);
        (words, (free - words).min(WORDS))
    }

    fn step(&mut self, step: &Step, scale: &Scale) -> io::Result<()> {
        let wording = self.wording;
        let (words, _) = self.columns();
        let label = pad(&shorten(&escape(&wording.step(step)), words), words);
        let label = match step.kind {
            StepKind::Evidence => label,
            _ => self.layout.styled(&label, SUBDUED),
        };
        let how = if self.layout.width >= WITH_HOW {
            let how = shorten(&wording.how(step), HOW);
            format!("  {}", self.layout.styled(&pad(&how, HOW), SUBDUED))
        } else {
            String::new()
        };
        let before = Points(step.sum.0 - step.points.0);
        let style = if step.points.0 < 0 { AGAINST } else { FOR };
        let bar = scale.bar(before, step.sum, |bar| self.layout.styled(bar, style));
        let (points, sum) = (step.points.to_string(), step.sum.to_string());
        writeln!(
            self.out,
            "{INDENT}{points:>NUMBER$}  {label}{how}  {bar}  {sum:>NUMBER$}"
        )
    }

    /// The raw score as a bar from zero.
    fn total(&mut self, scale: &Scale) -> io::Result<()> {
        let wording = self.wording;
        let (words, _) = self.columns();
        let words = words
            + if self.layout.width >= WITH_HOW {
                HOW + 2
            } else {
                0
            };
        let raw = wording.of.raw;
        let label = pad(wording.say("together"), words);
        let bar = scale.bar(Points(0), raw, |bar| self.layout.styled(bar, STRONG));
        let sum = raw.to_string();
        let line = format!("{:>NUMBER$}  {label}", "=");
        let line = self.layout.styled(&line, STRONG);
        writeln!(self.out, "{INDENT}{line}  {bar}  {sum:>NUMBER$}")
    }

    fn changes(&mut self) -> io::Result<()> {
        let wording = self.wording;
        if !wording.hangs_on_words() {
            return Ok(());
        }
        self.heading(wording.say("What would change it: assessed anew without these words"))?;
        self.outcomes(wording.say("Without"), &wording.of.without)?;
        match wording.turning() {
            Some(turning) => self.text(INDENT, &turning, Style::new()),
            None => Ok(()),
        }
    }

    fn outcomes(&mut self, head: &str, outcomes: &[Outcome<'_>]) -> io::Result<()> {
        let wording = self.wording;
        let with_change = self.layout.width >= WITH_CHANGE;
        let heads = [head, wording.say("Score would be"), wording.say("Change")];
        let mut table = self.table(&heads);
        for outcome in outcomes {
            let trial = wording.trial(outcome);
            let words = Cell::new(shorten(&escape(&trial.words), WORDS));
            let score = tinted(&trial.score, Tier::of(outcome.score));
            let change = if with_change {
                &trial.change
            } else {
                &trial.points
            };
            table.add_row(vec![words, score, Cell::new(escape(change))]);
        }
        self.print(&table)
    }

    fn rival(&mut self) -> io::Result<()> {
        let wording = self.wording;
        let (Some(rival), Some(head)) = (&wording.of.rival, wording.rival()) else {
            return Ok(());
        };
        self.heading(&head)?;
        let narrow = (self.layout.width / 5).clamp(10, 24);
        let short = |label: &str| shorten(&escape(label), narrow);
        let language = wording.view.language;
        let heads = [
            wording.say("What separates the two").to_owned(),
            short(wording.label()),
            short(rival.fit.label.get(language)),
            wording.say("Difference").to_owned(),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let mut table = self.table(&heads);
        let number = |points: Option<Points>| {
            let text = points.map_or_else(String::new, |points| points.to_string());
            Cell::new(text).set_alignment(CellAlignment::Right)
        };
        for (words, here, there, difference) in wording.separation(rival) {
            table.add_row(vec![
                Cell::new(shorten(&escape(words), WORDS)),
                number(here),
                number(there),
                number(Some(difference)),
            ]);
        }
        self.print(&table)
    }

    fn missing(&mut self) -> io::Result<()> {
        let wording = self.wording;
        if wording.of.missing.is_none() {
            return Ok(());
        }
        self.heading(wording.say("What is missing"))?;
        for sentence in wording.missing() {
            self.text(INDENT, &sentence, Style::new())?;
        }
        match wording.question() {
            Some(question) => self.text(INDENT, &question, Style::new()),
            None => Ok(()),
        }
    }

    fn out_of_scope(&mut self) -> io::Result<()> {
        let told = self.wording.out_of_scope();
        if told.is_empty() {
            return Ok(());
        }
        self.heading(self.wording.say("Why it is out of scope"))?;
        for sentence in told {
            self.text(INDENT, &sentence, Style::new())?;
        }
        Ok(())
    }

    /// A table that stands set in below a heading.
    fn table(&self, heads: &[&str]) -> comfy_table::Table {
        let mut table = plain_table(Layout {
            width: self.layout.width - 1,
            ..self.layout
        });
        let bold = heads
            .iter()
            .map(|head| Cell::new(head).add_attribute(Attribute::Bold));
        table.set_header(bold);
        table
    }

    fn print(&mut self, table: &comfy_table::Table) -> io::Result<()> {
        for line in table.lines() {
            writeln!(self.out, " {}", line.trim_end())?;
        }
        Ok(())
    }
}

/// `text` with spaces up to `width` columns.
fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Where sums stand on the line of bars.
struct Scale {
    low: i32,
    span: i32,
    cells: usize,
}

impl Scale {
    /// For all sums of the steps, and zero.
    fn new(steps: &[Step], cells: usize) -> Self {
        let sums = steps.iter().map(|step| step.sum.0);
        let low = sums.clone().min().unwrap_or(0).min(0);
        let high = sums.max().unwrap_or(0).max(0);
        Self {
            low,
            span: (high - low).max(1),
            cells: cells.max(1),
        }
    }

    fn cell(&self, sum: i32) -> usize {
        let at = i64::from(sum - self.low) * self.cells as i64 / i64::from(self.span);
        usize::try_from(at).unwrap_or(0).min(self.cells - 1)
    }

    /// The line of one step: a bar from one sum to the next, full where it rises, shaded where it falls, and a mark at
    /// zero where the bar leaves room for it.
    fn bar(&self, before: Points, after: Points, paint: impl Fn(&str) -> String) -> String {
        let (from, to) = (self.cell(before.0), self.cell(after.0));
        let (first, last) = (from.min(to), from.max(to));
        let zero = self.cell(0);
        let blank = |range: std::ops::Range<usize>| -> String {
            range
                .map(|cell| if cell == zero { '┊' } else { ' ' })
                .collect()
        };
        let block = if after < before { "░" } else { "█" };
        let bar = paint(&block.repeat(last - first + 1));
        format!("{}{bar}{}", blank(0..first), blank(last + 1..self.cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_float_between_the_sums() {
        let scale = Scale {
            low: -100,
            span: 200,
            cells: 8,
        };
        let bar = |from, to| scale.bar(Points(from), Points(to), str::to_owned);
        assert_eq!(bar(0, -100), "░░░░░   ");
        assert_eq!(bar(-50, 50), "  █████ ");
        assert_eq!(bar(50, 100), "    ┊ ██");
        assert_eq!(bar(100, 50), "    ┊ ░░");
    }
}
