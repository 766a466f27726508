//! XLSX: sheets to sort, filter and compute with: summary, firms, matrix, fits, subdivisions, clauses.

mod formats;
mod matrix;

use super::model::{Report, Settings};
use super::narrative::Narrator;
use super::words;
use crate::assessment::{
    Coverage, Firm, FirmFit, clip, evidence_words, project_heading, project_note, translated,
    with_note,
};
use crate::error::{Error, ErrorKind, Result};
use crate::fit::{Score, Tier, Verdict};
use crate::messages;
use crate::report::escape::terminal_lines;
use crate::report::workbook;
use crate::taxonomy::Language;
use formats::CellFormats;
use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatType, DocProperties, ExcelDateTime, Format,
    FormatAlign, Workbook, Worksheet, XlsxError,
};

/// Characters of a cell; the format allows 32,767.
const CELL: usize = 30_000;
/// Pieces of evidence named for a fit.
const NAMED: usize = 8;
/// Firms named for a subdivision.
const FIRMS_NAMED: usize = 10;

/// The file.
pub(super) fn render(report: &Report<'_>, settings: &Settings) -> Result<Vec<u8>> {
    let book = Book {
        report,
        settings,
        overview: Coverage::new(&report.firms, report.taxonomy.subdivisions.len()),
        formats: CellFormats::new(),
    };
    book.write(workbook::new()?).map_err(|error| {
        Error::new(
            ErrorKind::Malformed,
            format!("the workbook cannot be written: {error}"),
        )
        .with_hint("a sheet holds 1,048,575 rows; report on fewer companies at a time")
    })
}

struct Book<'r, 't> {
    report: &'r Report<'t>,
    settings: &'r Settings,
    overview: Coverage,
    formats: CellFormats,
}

type Done = std::result::Result<(), XlsxError>;

impl Book<'_, '_> {
    fn write(&self, mut workbook: Workbook) -> std::result::Result<Vec<u8>, XlsxError> {
        let title = self.title();
        // A fixed time of making, so that the same report has the same bytes.
        let properties = DocProperties::new()
            .set_title(safe(&title))
            .set_author(super::appearance::TOOL)
            .set_comment(format!(
                "{} {}",
                self.report.taxonomy.plan.id, self.report.taxonomy.plan.sha256
            ))
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        workbook.set_properties(&properties);
        self.summary(workbook.add_worksheet(), &title)?;
        self.firms(workbook.add_worksheet())?;
        self.matrix(workbook.add_worksheet())?;
        self.fits(workbook.add_worksheet())?;
        self.subdivisions(workbook.add_worksheet())?;
        self.clauses(workbook.add_worksheet())?;
        workbook.save_to_buffer()
    }

    /// A text in the language of the workbook; names of sheets have at most 31 characters.
    fn say(&self, english: &'static str) -> &'static str {
        messages::say(self.settings.language, english)
    }

    fn title(&self) -> String {
        match (&self.settings.title, self.report.single()) {
            (Some(title), _) => title.clone(),
            (None, Some(firm)) => format!(
                "{}: {}",
                self.say("Investment plan fit"),
                firm.display_name(self.settings.language)
            ),
            (None, None) => self.say("Investment plan screening").to_owned(),
        }
    }

    /// Conclusion, counts, how to read it, and what it was made from.
    fn summary(&self, sheet: &mut Worksheet, title: &str) -> Done {
        sheet.set_name(self.say("Summary"))?;
        sheet.set_print_fit_to_pages(1, 0).set_paper_size(9);
        sheet.set_screen_gridlines(false);
        sheet.set_column_width(0, 28)?.set_column_width(1, 96)?;
        sheet.set_row_height(0, 30)?;
        self.string(sheet, 0, 0, title, &self.formats.title)?;
        let plan = &self.report.taxonomy.plan;
        let measured = translated(&plan.title, self.settings.language);
        let below = words::measured_against(measured, self.settings.language);
        self.string(sheet, 1, 0, &below, &self.formats.soft)?;
        let narrator = Narrator::new(self.report, self.settings);
        let conclusion = match self.report.single() {
            Some(firm) => narrator.conclusion(firm),
            None => narrator.screening(&self.overview).to_vec(),
        };
        self.string(sheet, 3, 0, self.say("Conclusion"), &self.formats.strong)?;
        let mut row = 3;
        for sentence in &conclusion {
            self.string(sheet, row, 1, sentence, &self.formats.lead)?;
            sheet.set_row_height(row, lines_of(sentence, 84) * 17.0)?;
            row += 1;
        }
        row += 1;
        let mut last = "";
        let facts = self.counts(&narrator).into_iter().chain(self.origin());
        for (name, value) in facts.filter(|(_, value)| !value.is_empty()) {
            let shown = if last == name { "" } else { name };
            self.string(sheet, row, 0, shown, &self.formats.soft)?;
            match value.parse::<u32>() {
                Ok(number) => {
                    let left = self.formats.text.clone().set_align(FormatAlign::Left);
                    sheet.write_number_with_format(row, 1, number, &left)?;
                }
                Err(_) => self.string(sheet, row, 1, &value, &self.formats.wrapped)?,
            }
            if lines_of(&value, 96) > 1.0 {
                sheet.set_row_height(row, lines_of(&value, 96) * LINE)?;
            }
            last = name;
            row += 1;
        }
        Ok(())
    }

    /// What the report found, as names and values.
    fn counts(&self, narrator: &Narrator<'_, '_>) -> Vec<(&'static str, String)> {
        let language = self.settings.language;
        let mut facts = Vec::new();
        if let Some(firm) = self.report.single() {
            let verdict = words::verdict(firm.verdict, language);
            facts.push((self.say("Verdict"), verdict.to_owned()));
            facts.push((self.say("Confidence"), firm.confidence.to_string()));
            facts.push((
                self.say("Completeness"),
                firm.completeness.score.to_string(),
            ));
            let project = self.project_of(narrator, firm);
            facts.extend(project.map(|told| (project_heading(language), told)));
            let doubts = narrator.uncertain(firm).into_iter();
            facts.extend(doubts.map(|doubt| (self.say("What is uncertain"), doubt)));
            let questions = narrator.questions(firm);
            let heading = narrator.questions_heading(questions.len());
            facts.extend(questions.into_iter().map(|question| (heading, question)));
        } else {
            facts.push((
                self.say("Firms##how many"),
                self.report.firms.len().to_string(),
            ));
            for (verdict, count) in Verdict::ALL.into_iter().zip(self.overview.verdicts) {
                facts.push((words::verdict(verdict, language), count.to_string()));
            }
            let open = self.overview.unfitted();
            let open = open.iter().map(|at| self.report.label(*at, language));
            facts.push((
                self.say("Subdivisions nobody fits"),
                open.collect::<Vec<_>>()
                    .join(words::between_entries(language)),
            ));
        }
        facts
    }

    /// What the planned project of a firm fits, with the note that it is an intention.
    fn project_of(&self, narrator: &Narrator<'_, '_>, firm: &Firm) -> Option<String> {
        let project = firm.project.as_ref()?;
        let language = self.settings.language;
        let told = narrator.project(firm, project);
        let also = narrator.also_fits(project);
        let sentences = [Some(told), also, Some(project_note(language).to_owned())];
        Some(words::running(sentences.into_iter().flatten(), language))
    }

    /// How to read the score, the plan, the tool.
    fn origin(&self) -> Vec<(&'static str, String)> {
        let plan = &self.report.taxonomy.plan;
        let explained = words::score_explained(self.settings.language);
        let mut facts: Vec<(&'static str, String)> = explained
            .into_iter()
            .map(|sentence| (self.say("How to read the score"), sentence))
            .collect();
        facts.extend(words::plan_facts(plan, self.settings.language));
        let date = self.settings.date.clone().unwrap_or_default();
        facts.push((self.say("Date"), date));
        facts
    }

    /// The columns of the sheet of firms, and how wide they are.
    fn firm_columns(&self, with_id: bool, with_project: bool) -> Vec<(&'static str, f64)> {
        let mut columns = vec![(self.say("Rank"), 7.0), (self.say("Firm"), 36.0)];
        if with_id {
            columns.push((self.say("Id"), 16.0));
        }
        columns.extend([
            (self.say("Row"), 7.0),
            (self.say("Kind"), 12.0),
            (self.say("Verdict"), 14.0),
            (self.say("Best fit"), 38.0),
            (self.say("Industry"), 28.0),
            (self.say("Score"), 10.0),
            (self.say("Tier"), 13.0),
            (self.say("Subdivisions that fit"), 12.0),
            (self.say("Confidence"), 12.0),
            (self.say("Completeness"), 14.0),
        ]);
        if self.report.has_decisions {
            columns.push((self.say("Decision"), 24.0));
        }
        columns.push((self.say("Conclusion"), 90.0));
        if with_project {
            columns.push((project_heading(self.settings.language), 90.0));
        }
        columns
    }

    fn firms(&self, sheet: &mut Worksheet) -> Done {
        let language = self.settings.language;
        let with_id = self.report.firms.iter().any(|firm| firm.id.is_some());
        let with_project = self.report.firms.iter().any(|firm| firm.project.is_some());
        let with_decisions = self.report.has_decisions;
        let columns = self.firm_columns(with_id, with_project);
        let rows = self.report.firms.len() as u32;
        // The conclusion is for the screen: on paper it is in the documents.
        let printed = 12 + u16::from(with_id) + u16::from(with_decisions);
        self.open_table(
            sheet,
            self.say("Firms##sheet"),
            &columns,
            rows,
            (2, printed),
        )?;
        let narrator = Narrator::new(self.report, self.settings);
        for (at, firm) in self.report.firms.iter().enumerate() {
            let row = at as u32 + 1;
            let mut cells = Cells {
                book: self,
                sheet,
                row,
                column: 0,
            };
            cells.number(at as f64 + 1.0, &self.formats.text)?;
            cells.text(&firm.display_name(language), &self.formats.strong)?;
            if with_id {
                cells.text(firm.id.as_deref().unwrap_or(""), &self.formats.text)?;
            }
            cells.number(firm.row as f64, &self.formats.text)?;
            cells.text(words::kind(firm.profile.kind, language), &self.formats.text)?;
            cells.text(words::verdict(firm.verdict, language), &self.formats.text)?;
            match firm.fits.first() {
                Some(fit) => {
                    let subdivision = self.report.subdivision(fit);
                    let industry = self.report.taxonomy.industry_of(subdivision);
                    let best = self.report.best_label(firm, language);
                    cells.text(&best, &self.formats.text)?;
                    cells.text(industry.label.get(language), &self.formats.text)?;
                }
                None => cells.column += 2,
            }
            match firm.fits.first() {
                Some(fit) => cells.standing(fit)?,
                None => {
                    cells.score(Score::default())?;
                    cells.text(Tier::word_or_none(None, language), &self.formats.text)?;
                }
            }
            let substantial = Tier::Substantial.threshold();
            let fitting = firm.fits.iter().filter(|fit| fit.score >= substantial);
            cells.number(fitting.count() as f64, &self.formats.text)?;
            cells.number(f64::from(firm.confidence), &self.formats.text)?;
            cells.number(f64::from(firm.completeness.score), &self.formats.text)?;
            if with_decisions {
                let told = firm.decision.as_ref().map_or("", |told| told.get(language));
                cells.text(told, &self.formats.text)?;
            }
            let sentences = narrator.conclusion(firm).join(" ");
            cells.text(&sentences, &self.formats.text)?;
            if with_project {
                let told = self.project_of(&narrator, firm);
                cells.text(&told.unwrap_or_default(), &self.formats.text)?;
            }
        }
        let score = if with_id { 8 } else { 7 };
        data_bar(sheet, score, rows)
    }

    fn fits(&self, sheet: &mut Worksheet) -> Done {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let columns = [
            (self.say("Firm"), 36.0),
            (self.say("Rank"), 7.0),
            (self.say("Subdivision"), 40.0),
            (self.say("Industry"), 28.0),
            (self.say("Front"), 30.0),
            (self.say("Score"), 10.0),
            (self.say("Tier"), 13.0),
            (self.say("Evidence"), 70.0),
            (self.say("Points"), 9.0),
            (self.say("Clause"), 22.0),
            (self.say("The plan's own words"), 60.0),
            ("id", 36.0),
        ];
        let rows: usize = self.report.firms.iter().map(|firm| firm.fits.len()).sum();
        self.open_table(sheet, self.say("Fits"), &columns, rows as u32, (1, 8))?;
        let mut row = 0;
        for firm in &self.report.firms {
            let name = firm.display_name(language);
            for (place, fit) in firm.fits.iter().enumerate() {
                row += 1;
                let subdivision = self.report.subdivision(fit);
                let evidence: Vec<String> = evidence_words(&firm.profile, &fit.evidence, NAMED)
                    .into_iter()
                    .map(|words| clip(&words, 80))
                    .collect();
                let mut cells = Cells {
                    book: self,
                    sheet,
                    row,
                    column: 0,
                };
                cells.text(&name, &self.formats.strong)?;
                cells.number(place as f64 + 1.0, &self.formats.text)?;
                cells.text(subdivision.label.get(language), &self.formats.text)?;
                let industry = taxonomy.industry_of(subdivision);
                cells.text(industry.label.get(language), &self.formats.text)?;
                let front = taxonomy.front_of(subdivision);
                cells.text(front.label.get(language), &self.formats.text)?;
                cells.standing(fit)?;
                let evidence = evidence.join(words::between_entries(language));
                cells.text(&evidence, &self.formats.wrapped)?;
                let lines = lines_of(&evidence, 70);
                cells.sheet.set_row_height(row, lines * LINE)?;
                cells.number(fit.points.value(), &self.formats.score)?;
                let clause = taxonomy.clause_of(subdivision);
                let clause = clause.map_or("", |clause| &clause.id);
                cells.text(clause, &self.formats.text)?;
                cells.text(&subdivision.phrase, &self.formats.text)?;
                cells.text(&subdivision.id, &self.formats.soft)?;
            }
        }
        data_bar(sheet, 5, rows as u32)
    }

    fn subdivisions(&self, sheet: &mut Worksheet) -> Done {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let columns = [
            (self.say("Subdivision"), 44.0),
            (self.say("Industry"), 28.0),
            (self.say("Front"), 32.0),
            (Tier::word_or_none(Some(Tier::Core), language), 11.0),
            (Tier::word_or_none(Some(Tier::Substantial), language), 13.0),
            (Tier::word_or_none(Some(Tier::Peripheral), language), 12.0),
            (self.say("Best fit"), 10.0),
            (self.say("Best firms"), 90.0),
            ("id", 36.0),
        ];
        let rows = taxonomy.subdivisions.len() as u32;
        self.open_table(sheet, self.say("Subdivisions"), &columns, rows, (1, 8))?;
        for (at, subdivision) in taxonomy.subdivisions.iter().enumerate() {
            let demand = &self.overview.subdivisions[at];
            let ranked = self.report.ranked(&self.overview, at);
            let best = ranked.clone().next();
            let firms = ranked.take(FIRMS_NAMED).map(|(firm, fit)| {
                let name = self.report.firms[firm].display_name(language);
                with_note(&name, &fit.shown(language), language)
            });
            let row = at as u32 + 1;
            let mut cells = Cells {
                book: self,
                sheet,
                row,
                column: 0,
            };
            cells.text(subdivision.label.get(language), &self.formats.strong)?;
            let industry = taxonomy.industry_of(subdivision);
            cells.text(industry.label.get(language), &self.formats.text)?;
            let front = taxonomy.front_of(subdivision);
            cells.text(front.label.get(language), &self.formats.text)?;
            for count in demand.tiers {
                cells.number(count as f64, &self.formats.text)?;
            }
            match best {
                Some((_, fit)) => cells.score_of(fit)?,
                None => cells.score(Score::default())?,
            }
            let firms = firms
                .collect::<Vec<_>>()
                .join(words::between_entries(language));
            cells.text(&firms, &self.formats.wrapped)?;
            let lines = lines_of(&firms, 90);
            cells.sheet.set_row_height(row, lines * LINE)?;
            cells.text(&subdivision.id, &self.formats.soft)?;
        }
        data_bar(sheet, 6, rows)
    }

    fn clauses(&self, sheet: &mut Worksheet) -> Done {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let columns = [
            (self.say("Clause"), 24.0),
            (self.say("Subdivision"), 36.0),
            (self.say("Phrase"), 36.0),
            (self.say("The plan's own words"), 80.0),
            (words::working_translation(self.settings.language), 60.0),
        ];
        // Where nothing is translated, there is no column for it.
        let is_translated = language == Language::Zh;
        let columns = &columns[..columns.len() - usize::from(!is_translated)];
        let rows = taxonomy.subdivisions.len() as u32;
        let printed = columns.len() as u16;
        self.open_table(sheet, self.say("Clauses"), columns, rows, (1, printed))?;
        for (at, subdivision) in taxonomy.subdivisions.iter().enumerate() {
            let clause = taxonomy.clause_of(subdivision);
            let (id, text) = clause.map_or(("", ""), |clause| (&clause.id, &clause.text));
            let row = at as u32 + 1;
            let mut cells = Cells {
                book: self,
                sheet,
                row,
                column: 0,
            };
            cells.text(id, &self.formats.text)?;
            let label = subdivision.label.get(language);
            cells.text(label, &self.formats.wrapped_strong)?;
            cells.text(&subdivision.phrase, &self.formats.wrapped)?;
            cells.text(text, &self.formats.wrapped)?;
            let mut lines = lines_of(text, 80).max(lines_of(&subdivision.phrase, 36));
            lines = lines.max(lines_of(label, 36));
            if is_translated {
                let translation = translated(text, language);
                cells.text(translation, &self.formats.wrapped)?;
                lines = lines.max(lines_of(translation, 60));
            }
            sheet.set_row_height(row, lines * LINE)?;
        }
        Ok(())
    }

    /// A sheet with a heading row that stays in sight and filters. Of its columns the first are printed: all of them on
    /// one page would be too small to read.
    fn open_table(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        columns: &[(&str, f64)],
        rows: u32,
        (frozen_columns, printed_columns): (u16, u16),
    ) -> Done {
        sheet.set_name(name)?;
        sheet.set_row_height(0, 30)?;
        for (at, (heading, width)) in columns.iter().enumerate() {
            sheet.set_column_width(at as u16, *width)?;
            self.string(sheet, 0, at as u16, heading, &self.formats.head)?;
        }
        sheet.set_freeze_panes(1, frozen_columns)?;
        sheet.autofilter(0, 0, rows, columns.len() as u16 - 1)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_paper_size(9).set_footer("&R&P / &N");
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        sheet.set_print_area(0, 0, rows, printed_columns - 1)?;
        sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// Writes a text as a text, whatever it looks like.
    fn string(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
        format: &Format,
    ) -> Done {
        let text = safe(text);
        if text.is_empty() {
            sheet.write_blank(row, column, format)?;
        } else if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            // Marked as text for good: it stays one when somebody edits the cell.
            let quoted = format.clone().set_quote_prefix();
            sheet.write_string_with_format(row, column, text, &quoted)?;
        } else {
            sheet.write_string_with_format(row, column, text, format)?;
        }
        Ok(())
    }
}

/// One row, filled from left to right.
struct Cells<'b, 's, 'r, 't> {
    book: &'b Book<'r, 't>,
    sheet: &'s mut Worksheet,
    row: u32,
    column: u16,
}

impl Cells<'_, '_, '_, '_> {
    fn text(&mut self, text: &str, format: &Format) -> Done {
        self.book
            .string(self.sheet, self.row, self.column, text, format)?;
        self.column += 1;
        Ok(())
    }

    fn number(&mut self, number: f64, format: &Format) -> Done {
        self.sheet
            .write_number_with_format(self.row, self.column, number, format)?;
        self.column += 1;
        Ok(())
    }

    /// The score of a fit and its tier.
    fn standing(&mut self, fit: &FirmFit) -> Done {
        let language = self.book.settings.language;
        self.score_of(fit)?;
        let tier = fit.basis.tier(fit.tier(), language);
        self.text(tier, &self.book.formats.text)
    }

    /// The score of a fit; relevance in words where it was never calibrated.
    fn score_of(&mut self, fit: &FirmFit) -> Done {
        match fit.basis.is_calibrated() {
            true => self.score(fit.score),
            false => {
                let shown = fit.shown(self.book.settings.language);
                self.text(&shown, &self.book.formats.text)
            }
        }
    }

    fn score(&mut self, score: Score) -> Done {
        self.number(score.value(), &self.book.formats.score)
    }
}

/// Height of a line of text, in points.
const LINE: f64 = 15.0;

/// Lines that a wrapped text takes in a column of this width: not every program works that out by itself. A Chinese
/// character takes the room of two letters.
fn lines_of(text: &str, width: usize) -> f64 {
    let letters = |c: char| if c.is_ascii() { 1 } else { 2 };
    let taken: usize = text.chars().map(letters).sum();
    // Words do not fill their lines; a tenth more is what English needs.
    (taken * 11).div_ceil(width * 10).max(1) as f64
}

fn data_bar(sheet: &mut Worksheet, column: u16, rows: u32) -> Done {
    let bar = ConditionalFormatDataBar::new()
        .set_fill_color(Color::RGB(0x80_BC_B6))
        .set_solid_fill(true)
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 100);
    sheet.add_conditional_format(1, column, rows.max(1), column, &bar)?;
    Ok(())
}

/// Text for a cell: hidden characters written out, characters that XML cannot hold replaced, not longer than allowed.
fn safe(text: &str) -> String {
    let text = terminal_lines(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    clip(&text, CELL)
}
