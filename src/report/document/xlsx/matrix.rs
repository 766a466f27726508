//! The sheet with the matrix of firms and subdivisions.

use super::{Book, Done, lines_of, safe};
use crate::assessment::runs;
use crate::fit::Tier;
use rust_xlsxwriter::{Color, ConditionalFormat3ColorScale, ConditionalFormatType, Worksheet};

/// Width of the names and of a subdivision: in characters, and as points of a screen where the font of the workbook is
/// missing and a wider one stands in for it.
const NAMES: (f64, f64) = (36.0, 340.0);
const COLUMN: (f64, f64) = (5.2, 58.0);
/// Width between the margins of an A4 page on its side, as points of a screen.
const PAGE: f64 = 1_040.0;
/// Letters are printed at no less than this share of their size.
const SMALLEST: f64 = 0.65;

impl Book<'_, '_> {
    /// Firms by subdivisions, with fronts and industries above; all subdivisions, so that files can be laid side by
    /// side, with those that no firm fits folded away: they would take two thirds of the page.
    pub(super) fn matrix(&self, sheet: &mut Worksheet) -> Done {
        let taxonomy = self.report.taxonomy;
        let count = taxonomy.subdivisions.len();
        sheet.set_name(self.say("Matrix"))?;
        sheet.set_column_width(0, NAMES.0)?;
        sheet.set_column_range_width(1, count as u16, COLUMN.0)?;
        sheet.set_row_height(2, 125)?;
        let shown = self.shown_columns();
        let folded = (0..count).map(|at| usize::from(!shown.contains(&at)));
        let mut first = 1;
        for (is_folded, length) in runs(folded) {
            let last = first + length as u16 - 1;
            if is_folded == 1 {
                sheet.group_columns_collapsed(first, last)?;
            }
            first = last + 1;
        }
        self.matrix_head(sheet, &shown)?;
        for (at, firm) in self.report.firms.iter().enumerate() {
            let row = at as u32 + 3;
            self.string(
                sheet,
                row,
                0,
                &firm.display_name(self.settings.language),
                &self.formats.strong,
            )?;
            for fit in &firm.fits {
                sheet.write_number_with_format(
                    row,
                    fit.subdivision as u16 + 1,
                    fit.score.value(),
                    &self.formats.matrix,
                )?;
            }
        }
        let last = self.report.firms.len() as u32 + 2;
        sheet.set_freeze_panes(3, 1)?;
        sheet.autofilter(2, 0, last, count as u16)?;
        let scale = ConditionalFormat3ColorScale::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_midpoint(
                ConditionalFormatType::Number,
                Tier::Substantial.threshold().value(),
            )
            .set_maximum(ConditionalFormatType::Number, 100)
            .set_minimum_color(Color::White)
            .set_midpoint_color(Color::RGB(0xA3_CF_C9))
            .set_maximum_color(Color::RGB(0x43_93_8F));
        sheet.add_conditional_format(3, 1, last, count as u16, &scale)?;
        self.matrix_pages(sheet, &shown)
    }

    /// Subdivisions that any firm fits; all of them where none does.
    fn shown_columns(&self) -> Vec<usize> {
        let columns = self.overview.columns();
        match columns.is_empty() {
            true => (0..self.report.taxonomy.subdivisions.len()).collect(),
            false => columns,
        }
    }

    /// Fronts, industries and subdivisions above the columns.
    fn matrix_head(&self, sheet: &mut Worksheet, shown: &[usize]) -> Done {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let count = taxonomy.subdivisions.len();
        let industry = |at: usize| taxonomy.subdivisions[at].industry;
        let front = |at: usize| taxonomy.industries[industry(at)].front;
        let fronts = runs((0..count).map(front)).into_iter();
        let fronts = fronts.map(|(at, count)| (taxonomy.fronts[at].label.get(language), count));
        self.group_row(
            sheet,
            0,
            self.say("Front"),
            shown,
            &fronts.collect::<Vec<_>>(),
        )?;
        let industries = runs((0..count).map(industry)).into_iter();
        let industries =
            industries.map(|(at, count)| (taxonomy.industries[at].label.get(language), count));
        self.group_row(
            sheet,
            1,
            self.say("Industry"),
            shown,
            &industries.collect::<Vec<_>>(),
        )?;
        self.string(sheet, 2, 0, self.say("Firm"), &self.formats.head)?;
        for at in 0..count {
            let label = self.report.label(at, language);
            self.string(sheet, 2, at as u16 + 1, label, &self.formats.upright)?;
        }
        Ok(())
    }

    /// On paper: A4 on its side, names and headings on each page, letters never too small to read; what has no room
    /// beside it goes to a further page, from the start of an industry.
    fn matrix_pages(&self, sheet: &mut Worksheet, shown: &[usize]) -> Done {
        let room = ((PAGE / SMALLEST - NAMES.1) / COLUMN.1) as usize;
        let industry = |at: &usize| self.report.taxonomy.subdivisions[*at].industry;
        let mut breaks = Vec::new();
        let (mut place, mut taken) = (0, 0);
        for (_, count) in runs(shown.iter().map(industry)) {
            if taken > 0 && taken + count > room {
                breaks.push(shown[place] as u32 + 1);
                taken = 0;
            }
            place += count;
            taken += count;
        }
        let columns = match breaks.is_empty() {
            true => shown.len(),
            false => room,
        };
        let scale = (PAGE / (NAMES.1 + COLUMN.1 * columns as f64)).clamp(SMALLEST, 1.0);
        sheet.set_vertical_page_breaks(&breaks)?;
        sheet.set_landscape().set_paper_size(9);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        sheet.set_print_scale((scale * 100.0) as u16);
        sheet.set_footer("&R&P / &N");
        sheet.set_repeat_rows(0, 2)?.set_repeat_columns(0, 0)?;
        Ok(())
    }

    /// A row of headings over several columns each; one that has no room beside the next stands upright.
    fn group_row(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        name: &str,
        shown: &[usize],
        groups: &[(&str, usize)],
    ) -> Done {
        self.string(sheet, row, 0, name, &self.formats.head)?;
        let mut column = 1;
        let mut height: f64 = 20.0;
        for (label, count) in groups {
            let last = column + *count as u16 - 1;
            let here = usize::from(column) - 1..usize::from(last);
            let visible = shown.iter().filter(|at| here.contains(at)).count();
            let lines = lines_of(label, ((COLUMN.0 * visible as f64) as usize).max(1));
            // Three lines of words that are not cut need about ten letters.
            let is_upright = lines > 3.0 || (lines > 1.0 && visible < 3);
            let format = match is_upright {
                true => &self.formats.upright_group,
                false => &self.formats.group,
            };
            if visible > 0 {
                let letters = lines_of(label, 1) * 5.0 + 10.0;
                height = height.max(if is_upright {
                    letters.min(150.0)
                } else {
                    lines * 15.0
                });
            }
            if last > column {
                sheet.merge_range(row, column, row, last, &safe(label), format)?;
            } else {
                self.string(sheet, row, column, label, format)?;
            }
            column = last + 1;
        }
        sheet.set_row_height(row, height)?;
        Ok(())
    }
}
