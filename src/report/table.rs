//! The terminal: a table of fits, and under it each fit with its clause.
//!
//! Made for any width from 40 columns up. Where the terminal is too narrow for all columns, first the industry moves
//! under the subdivision, then the tier under the score, then the evidence from the table to the fit. Colours are the terminal's own green and
//! cyan, bold and dim, which both light and dark themes set apart from their background; nothing is said by colour
//! alone.

use super::View;
use super::escape::terminal as escape;
pub use super::width::shorten;
use super::width::{lines, list_cell};
use crate::assessment::{
    Answer, ProjectFinding, colon, evidence_words, list, listed, place, project_heading,
    project_note, project_told, shown_term,
};
use crate::fit::{Evidence, Fit, Level, MatchKind, QuotedClause, Score, Tier};
use crate::messages::{message, say_all};
use crate::text::is_han;
use anstyle::{AnsiColor, Style};
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table,
    TableStyle, Width,
};
use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// How an answer is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal; fewer than [`MIN_WIDTH`] count as that many.
    pub width: usize,
    /// Whether to write colours (ANSI escape sequences).
    pub colour: bool,
}

impl Layout {
    /// At least [`MIN_WIDTH`] wide.
    pub(super) fn wide_enough(self) -> Self {
        let width = self.width.max(MIN_WIDTH);
        Self { width, ..self }
    }

    pub(super) fn styled(self, text: &str, style: Style) -> String {
        if self.colour && style != Style::new() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Lines that fit beside `indent`.
    pub(super) fn wrap<'t>(self, text: &'t str, indent: &str) -> Vec<Cow<'t, str>> {
        wrap(text, self.width.max(MIN_WIDTH) - indent.len())
    }

    /// Writes text on as many lines as it takes, each set in; it is escaped first.
    pub(super) fn write_wrapped(
        self,
        out: &mut dyn Write,
        indent: &str,
        text: &str,
        style: Style,
    ) -> io::Result<()> {
        let text = escape(text);
        for line in self.wrap(&text, indent) {
            writeln!(out, "{indent}{}", self.styled(&line, style))?;
        }
        Ok(())
    }
}

/// The lines that `text` takes at most `width` columns each; a word with a hyphen in it stays whole, since ids have some.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    let options = textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::Custom(unbroken))
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
}

/// What stays on one line: as Unicode has it, but for Chinese, which it never breaks at quotation marks: a list of quoted
/// words would be one word, and be cut anywhere.
fn unbroken(line: &str) -> Box<dyn Iterator<Item = textwrap::core::Word<'_>> + '_> {
    // A break after a hyphen is none, since ids have some.
    let ends = unicode_linebreak::linebreaks(line)
        .map(|(end, _)| end)
        .filter(|end| *end == line.len() || !line[..*end].ends_with('-'));
    let mut at = 0;
    Box::new(ends.flat_map(move |end| {
        let whole = &line[at..end];
        at = end;
        let mut parts = Vec::new();
        let mut start = 0;
        for ((_, before), (place, after)) in whole.char_indices().zip(whole.char_indices().skip(1))
        {
            let opens =
                matches!(after, '“' | '‘') && (is_han(before) || "、，；：。”’".contains(before));
            let closes = matches!(before, '”' | '’') && is_han(after);
            if opens || closes {
                parts.push(textwrap::core::Word::from(&whole[start..place]));
                start = place;
            }
        }
        parts.push(textwrap::core::Word::from(&whole[start..]));
        parts
    }))
}

/// The narrowest layout: below it words would be cut.
pub const MIN_WIDTH: usize = 40;

/// From this width on there is a column for the industry.
const WITH_INDUSTRY: usize = 96;
/// From this width on there is a column for the tier.
const WITH_TIER: usize = 72;
/// From this width on there is a column for the evidence.
const WITH_EVIDENCE: usize = 56;
/// From this width on the bar is long.
const WITH_LONG_BAR: usize = 100;
/// Evidence words shown for a fit, and columns given to each.
const WORDS: usize = 5;
const WORD_WIDTH: usize = 40;
/// Columns a fit's clause is set in by.
const INDENT: &str = "    ";

pub(super) const STRONG: Style = Style::new().bold();
pub(super) const SUBDUED: Style = Style::new().dimmed();
const MARK: Style = Style::new().bold().underline();

/// Writes an answer.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(
    out: &mut dyn Write,
    answer: &Answer<'_>,
    view: View,
    layout: Layout,
) -> io::Result<()> {
    let layout = layout.wide_enough();
    Terminal {
        out,
        answer,
        view,
        layout,
    }
    .answer()
}

/// A table without borders, of at most `width` columns; the house style of every table on a terminal.
pub(crate) fn plain_table(layout: Layout) -> Table {
    let style = TableStyle::new()
        .header_separator(LineStyle::none().fill('─').junction('─'))
        .header_lines(comfy_table::ContentLineStyle::none())
        .content_lines(comfy_table::ContentLineStyle::none());
    let mut table = Table::new();
    table
        .load_style(style)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(layout.width).unwrap_or(u16::MAX));
    // Whether there is a terminal was decided by the caller.
    if layout.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table
}

/// Writes the plan's words, wrapped and each line set in by `indent`; the phrase that names the subdivision is
/// underlined, without colours by a line of carets below, so that the words stay the plan's.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_clause(
    out: &mut dyn Write,
    clause: &QuotedClause<'_>,
    indent: &str,
    layout: Layout,
) -> io::Result<()> {
    for line in clause_lines(clause, layout.width.max(MIN_WIDTH) - indent.len()) {
        let [before, inside, after] = line.parts();
        if inside.trim().is_empty() {
            writeln!(out, "{indent}{}", line.text)?;
        } else if layout.colour {
            let inside = layout.styled(inside, MARK);
            writeln!(out, "{indent}{before}{inside}{after}")?;
        } else {
            let gap = " ".repeat(before.width());
            let carets = "^".repeat(inside.width());
            writeln!(out, "{indent}{}\n{indent}{gap}{carets}", line.text)?;
        }
    }
    Ok(())
}

/// A line of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseLine {
    /// The words, escaped for a terminal.
    pub text: String,
    /// The bytes of it that belong to the phrase that names the subdivision; empty where none do.
    pub marked: Range<usize>,
}

impl ClauseLine {
    /// What stands before the phrase, the phrase or what of it is in this line, and what stands after it.
    #[must_use]
    pub fn parts(&self) -> [&str; 3] {
        let Range { start, end } = self.marked;
        [
            &self.text[..start],
            &self.text[start..end],
            &self.text[end..],
        ]
    }
}

/// The plan's words in lines of at most `width` columns.
#[must_use]
pub fn clause_lines(clause: &QuotedClause<'_>, width: usize) -> Vec<ClauseLine> {
    let text = escape(clause.text);
    let phrase = escape(clause.phrase);
    let marked = match text.find(&*phrase) {
        Some(start) => start..start + phrase.len(),
        None => 0..0,
    };
    let mut from = 0;
    let lines = wrap(&text, width).into_iter().map(|line| {
        let start = text[from..].find(&*line).map_or(from, |at| from + at);
        let end = start + line.len();
        from = end;
        let first = marked.start.clamp(start, end) - start;
        let last = marked.end.clamp(start, end) - start;
        ClauseLine {
            text: line.into_owned(),
            marked: first..last,
        }
    });
    lines.collect()
}

/// A bar of `cells` columns, filled to the eighth of a column.
#[must_use]
pub fn bar(score: Score, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let filled = (usize::from(score.tenths()) * cells * 8 + 500) / 1000;
    format!("{}{}", "█".repeat(filled / 8), EIGHTHS[filled % 8])
}

struct Terminal<'a, 'o> {
    out: &'o mut dyn Write,
    answer: &'a Answer<'a>,
    view: View,
    layout: Layout,
}

impl Terminal<'_, '_> {
    fn answer(&mut self) -> io::Result<()> {
        let (answer, view) = (self.answer, self.view);
        let assessment = answer.assessment;
        self.head()?;
        // Its strongest words stand in the reason already.
        if let Some(business) = assessment.out_of_scope.as_ref().filter(|_| view.explain) {
            self.points(&business.evidence)?;
        }
        if !assessment.verdict.something_fits() {
            self.nearest()?;
        } else if assessment.fits.is_empty() {
            self.wrapped("", view.none_so_high(), STRONG)?;
        } else {
            self.table()?;
            for fit in &assessment.fits {
                self.fit(fit)?;
            }
        }
        self.project()?;
        writeln!(self.out)?;
        self.wrapped("", &view.stamp(answer.plan, answer.planfit), SUBDUED)
    }

    /// The planned project, apart from all that is said of the present business.
    fn project(&mut self) -> io::Result<()> {
        let (answer, view) = (self.answer, self.view);
        let Some(project) = &answer.assessment.project else {
            return Ok(());
        };
        writeln!(self.out)?;
        self.wrapped("", project_heading(view.language), STRONG)?;
        let told = project_told(
            answer.profile,
            ProjectFinding::of(project, view.language),
            view.language,
        );
        self.wrapped(INDENT, &told, Style::new())?;
        self.wrapped(INDENT, project_note(view.language), SUBDUED)?;
        if project.verdict.something_fits() {
            for fit in &project.fits {
                if fit.tier.is_some() {
                    self.fit(fit)?;
                }
            }
        }
        Ok(())
    }

    /// What comes nearest, where nothing fits.
    fn nearest(&mut self) -> io::Result<()> {
        let (answer, view) = (self.answer, self.view);
        if let Some(nearest) = view.nearest(answer) {
            writeln!(self.out)?;
            self.wrapped("", &nearest, SUBDUED)?;
        }
        if view.explain {
            for fit in &answer.assessment.fits {
                self.fit(fit)?;
            }
        }
        Ok(())
    }

    /// Who, the verdict and its reason, and what else is known.
    fn head(&mut self) -> io::Result<()> {
        let (answer, view) = (self.answer, self.view);
        let assessment = answer.assessment;
        if let Some(name) = &answer.profile.name {
            self.wrapped("", name.trim(), STRONG)?;
        }
        let verdict = assessment.verdict.word(view.language);
        let reason = answer.reason.get(view.language);
        let colour = match assessment.verdict.something_fits() {
            true => STRONG.fg_color(Some(AnsiColor::Green.into())),
            false => STRONG,
        };
        let line = format!("{verdict}{}{}", colon(view.language), escape(reason));
        let lines = self.wrap(&line, "");
        for (at, line) in lines.iter().enumerate() {
            match line.strip_prefix(verdict) {
                Some(rest) if at == 0 => {
                    let verdict = self.styled(verdict, colour);
                    writeln!(self.out, "{verdict}{rest}")?;
                }
                _ => writeln!(self.out, "{line}")?,
            }
        }
        self.wrapped("", &view.numbers(answer), SUBDUED)?;
        if let Some(advice) = view.advice(answer) {
            self.wrapped("", &advice, Style::new())?;
        }
        for told in view.decided(answer) {
            self.wrapped("", &told, STRONG)?;
        }
        Ok(())
    }

    fn styled(&self, text: &str, style: Style) -> String {
        self.layout.styled(text, style)
    }

    fn wrap<'t>(&self, text: &'t str, indent: &str) -> Vec<Cow<'t, str>> {
        self.layout.wrap(text, indent)
    }

    /// Text on as many lines as it takes, each set in.
    fn wrapped(&mut self, indent: &str, text: &str, style: Style) -> io::Result<()> {
        self.layout.write_wrapped(self.out, indent, text, style)
    }

    /// The words that speak for a fit, in one line.
    fn evidence(&self, evidence: &[Evidence]) -> String {
        self.words(&evidence_words(self.answer.profile, evidence, WORDS))
    }

    fn words(&self, words: &[String]) -> String {
        let words: Vec<String> = words
            .iter()
            .map(|words| shorten(&escape(words), WORD_WIDTH))
            .collect();
        list(&words, self.view.language)
    }

    /// The fits, one a row.
    fn table(&mut self) -> io::Result<()> {
        let (answer, view, width) = (self.answer, self.view, self.layout.width);
        let second = match answer.level {
            Level::Subdivision => Level::Industry,
            Level::Industry | Level::Front => Level::Subdivision,
        };
        let with_industry = width >= WITH_INDUSTRY;
        let with_tier = width >= WITH_TIER;
        let with_evidence = width >= WITH_EVIDENCE;
        let cells = if width >= WITH_LONG_BAR { 10 } else { 5 };
        let bold = |text: &str| Cell::new(text).add_attribute(Attribute::Bold);
        let mut heads = vec![bold("#").set_alignment(CellAlignment::Right)];
        heads.push(bold(view.level_name(answer.level)));
        heads.extend(with_industry.then(|| bold(view.level_name(second))));
        heads.push(bold(view.score_column(answer)));
        heads.extend(with_tier.then(|| bold(view.say("Tier"))));
        heads.extend(with_evidence.then(|| bold(view.say("Evidence"))));
        let mut table = plain_table(self.layout);
        table.set_header(heads);
        for fit in &answer.assessment.fits {
            let name = escape(view.heading(answer.level, fit));
            let group = escape(view.heading(second, fit));
            let shown = fit.shown(view.language);
            let score = match fit.basis.is_calibrated() {
                true => format!("{shown:>5} {}", bar(fit.score, cells)),
                false => shown,
            };
            let tier = fit.basis.tier(fit.tier, view.language);
            let mut row = vec![Cell::new(fit.rank).set_alignment(CellAlignment::Right)];
            if with_industry {
                row.extend([Cell::new(&name), Cell::new(&group)]);
            } else {
                row.push(Cell::new(format!("{name}\n{group}")));
            }
            if with_tier {
                row.extend([tinted(&score, fit.tier), tinted(tier, fit.tier)]);
            } else {
                row.push(tinted(&format!("{score}\n {tier}"), fit.tier));
            }
            row.extend(
                with_evidence.then(|| list_cell(&self.evidence(&fit.evidence), view.language)),
            );
            table.add_row(row);
        }
        // Columns of known width, padding included; the others share what is left.
        let score_column = if with_industry { 3 } else { 2 };
        let mut fix = |column: usize, width: usize| {
            let width = Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX));
            if let Some(column) = table.column_mut(column) {
                column.set_constraint(ColumnConstraint::Absolute(width));
            }
        };
        fix(0, 4);
        fix(score_column, if with_tier { cells + 8 } else { 14 });
        if with_tier {
            fix(score_column + 1, 13);
        }
        writeln!(self.out)?;
        for line in lines(&table) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// A fit with its clause and, if asked for, all its evidence.
    fn fit(&mut self, fit: &Fit<'_>) -> io::Result<()> {
        let (answer, view) = (self.answer, self.view);
        writeln!(self.out)?;
        let label = fit.label.get(view.language);
        let heading = match answer.level {
            Level::Subdivision => label.to_owned(),
            level => format!(
                "{}{}{label}",
                view.heading(level, fit),
                colon(view.language)
            ),
        };
        self.wrapped(" ", &format!("{:>2} {heading}", fit.rank), STRONG)?;
        self.wrapped(INDENT, &view.place(fit), SUBDUED)?;
        self.clause(fit)?;
        if self.layout.width < WITH_EVIDENCE && !view.explain {
            let words = self.evidence(&fit.evidence);
            let words = message!(view.language, "evidence: {words}", words);
            self.wrapped(INDENT, &words, Style::new())?;
        }
        if view.explain {
            self.points(&fit.evidence)?;
            self.wrapped(INDENT, &view.sum(fit), Style::new())?;
        }
        Ok(())
    }

    fn clause(&mut self, fit: &Fit<'_>) -> io::Result<()> {
        if let Some(clause) = &fit.clause {
            write_clause(self.out, clause, INDENT, self.layout)?;
        }
        match self.view.translation(fit) {
            Some(translation) => self.wrapped(INDENT, &translation, SUBDUED),
            None => Ok(()),
        }
    }

    /// Every piece of evidence, one a row.
    fn points(&mut self, evidence: &[Evidence]) -> io::Result<()> {
        let view = self.view;
        let wide = self.layout.width >= WITH_TIER;
        let mut table = plain_table(Layout {
            width: self.layout.width - INDENT.len(),
            ..self.layout
        });
        let mut heads = say_all(view.language, ["Points", "Words", "How"]).to_vec();
        if wide {
            heads.extend(say_all(view.language, ["Role", "Where", "Term"]));
        }
        table.set_header(heads);
        for piece in &listed(self.answer.profile, evidence) {
            let rest = matches!(
                piece.how,
                MatchKind::Rest | MatchKind::Kind | MatchKind::Scope | MatchKind::Shared
            );
            let role = if rest {
                ""
            } else {
                piece.role.word(view.language)
            };
            let how = piece.how.word(view.language);
            let points = Cell::new(piece.points).set_alignment(CellAlignment::Right);
            let points = if piece.points.0 < 0 {
                points.add_attribute(Attribute::Dim)
            } else {
                points
            };
            let term = shown_term(piece, self.answer.taxonomy, view.language);
            let words = match view.words(piece) {
                words if words.is_empty() && !wide => term.to_owned(),
                words => words,
            };
            let mut row = vec![points, Cell::new(shorten(&escape(&words), WORD_WIDTH))];
            if wide {
                row.push(Cell::new(how));
                row.push(Cell::new(role));
                row.push(Cell::new(place(piece, view.language)));
                row.push(Cell::new(shorten(&escape(term), WORD_WIDTH)));
            } else {
                row.push(match rest {
                    true => Cell::new(how),
                    false => Cell::new(message!(view.language, "{how}, {role}", how, role)),
                });
            }
            table.add_row(row);
        }
        writeln!(self.out)?;
        for line in lines(&table) {
            writeln!(self.out, "{INDENT}{line}")?;
        }
        Ok(())
    }
}

/// A cell in the colour of its tier. What this crate calls dark is the plain colour of the theme.
pub(super) fn tinted(text: &str, tier: Option<Tier>) -> Cell {
    let cell = Cell::new(text);
    match tier {
        Some(Tier::Core) => cell.fg(Color::DarkGreen).add_attribute(Attribute::Bold),
        Some(Tier::Substantial) => cell.fg(Color::DarkCyan),
        Some(Tier::Peripheral) | None => cell.add_attribute(Attribute::Dim),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_by_eighths() {
        let bar = |tenths, cells| bar(Score::from_tenths(tenths), cells);
        assert_eq!(bar(0, 5), "");
        assert_eq!(bar(1000, 5), "█████");
        assert_eq!(bar(500, 5), "██▌");
        assert_eq!(bar(25, 5), "▏");
    }

    #[test]
    fn lines_of_chinese_do_not_start_with_what_closes() {
        let text = "同时去掉“antibodies”“vaccine”和“cell line”，得分才降至35以下";
        for width in 16..40 {
            let lines = wrap(text, width);
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            for line in lines {
                assert!(line.width() <= width, "{line}");
                assert!(!line.starts_with(['”', '、', '，']), "{line}");
                assert!(!line.ends_with('“'), "{line}");
            }
        }
    }
}
