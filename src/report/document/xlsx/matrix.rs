//! The sheet with the matrix of firms and subdivisions.

use super::{Book, Done, safe};
use crate::assessment::runs;
use crate::fit::Tier;
use rust_xlsxwriter::{Color, ConditionalFormat3ColorScale, ConditionalFormatType, Worksheet};

impl Book<'_, '_> {
    /// Firms by subdivisions, with fronts and industries above; all subdivisions, so that files can be laid side by
    /// side.
    pub(super) fn matrix(&self, sheet: &mut Worksheet) -> Done {
        let word = self.words;
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let count = taxonomy.subdivisions.len();
        sheet.set_name(word.sheets[2])?;
        sheet.set_column_width(0, 36)?;
        sheet.set_column_range_width(1, count as u16, 5.2)?;
        sheet.set_row_height(2, 190)?;
        let industry = |at: usize| taxonomy.subdivisions[at].industry;
        let front = |at: usize| taxonomy.industries[industry(at)].front;
        let fronts = runs((0..count).map(front)).into_iter();
        let fronts = fronts.map(|(at, count)| (taxonomy.fronts[at].label.get(language), count));
        self.group_row(sheet, 0, word.front, fronts)?;
        let industries = runs((0..count).map(industry)).into_iter();
        let industries =
            industries.map(|(at, count)| (taxonomy.industries[at].label.get(language), count));
        self.group_row(sheet, 1, word.industry, industries)?;
        self.string(sheet, 2, 0, word.firm, &self.formats.head)?;
        for at in 0..count {
            let label = self.report.label(at, language);
            self.string(sheet, 2, at as u16 + 1, label, &self.formats.upright)?;
        }
        for (at, firm) in self.report.firms.iter().enumerate() {
            let row = at as u32 + 3;
            self.string(
                sheet,
                row,
                0,
                &firm.display_name(language),
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
            .set_maximum_color(Color::RGB(0x1A_69_6C));
        sheet.add_conditional_format(3, 1, last, count as u16, &scale)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }

    fn group_row<'a>(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        name: &str,
        groups: impl Iterator<Item = (&'a str, usize)>,
    ) -> Done {
        self.string(sheet, row, 0, name, &self.formats.head)?;
        let mut column = 1;
        for (label, count) in groups {
            let last = column + count as u16 - 1;
            if last > column {
                sheet.merge_range(row, column, row, last, &safe(label), &self.formats.group)?;
            } else {
                self.string(sheet, row, column, label, &self.formats.group)?;
            }
            column = last + 1;
        }
        Ok(())
    }
}
