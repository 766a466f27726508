//! The matrix of many firms on paper: a drawing of all columns would be scaled down until nobody can read it, so it is
//! printed as one table for each group of industries, with only the firms that fit there and the scores as figures.

use super::{Page, esc, put};
use crate::assessment::{Coverage, runs};
use crate::report::document::words;

/// Columns of a table that have room on an A4 page beside the names.
const COLUMNS: usize = 12;
/// Firms that are printed; a longer matrix is for a screen or a workbook.
const FIRMS: usize = 200;

impl Page<'_, '_> {
    /// The tables that are shown on paper in place of the drawing.
    pub(super) fn printed_matrix(&self, out: &mut String, overview: &Coverage) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        out.push_str("<div class=\"printed\">");
        for columns in blocks(&overview.columns(), |at| taxonomy.subdivisions[at].industry) {
            self.printed_block(out, &columns);
        }
        let firms = self.report.firms.len();
        if firms > FIRMS {
            let told = words::only_first_printed(FIRMS, firms, language);
            put!(out, "<p class=\"note\">{told}</p>");
        }
        out.push_str("</div>");
    }

    fn printed_block(&self, out: &mut String, columns: &[usize]) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let industry = |at: &usize| taxonomy.subdivisions[*at].industry;
        let industries: Vec<&str> = runs(columns.iter().map(industry))
            .into_iter()
            .map(|(at, _)| taxonomy.industries[at].label.get(language))
            .collect();
        put!(
            out,
            "<table><caption>{}</caption><thead><tr><th scope=\"col\">{}</th>",
            esc(&industries.join(" · ")),
            self.say("Firm")
        );
        for (place, at) in columns.iter().enumerate() {
            let first = place > 0 && industry(at) != industry(&columns[place - 1]);
            put!(
                out,
                "<th scope=\"col\" class=\"upright{}\"><span>{}</span></th>",
                if first { " first" } else { "" },
                esc(self.report.label(*at, language))
            );
        }
        // What is left of the width, so that tables of few columns keep the columns of the others.
        out.push_str("<th class=\"rest\"></th></tr></thead><tbody>");
        for (at, firm) in self.report.firms.iter().enumerate().take(FIRMS) {
            let fit_in = |column: &usize| {
                let mut fits = firm.fits.iter();
                fits.find(|fit| fit.subdivision == *column && fit.tier().is_some())
            };
            if !columns.iter().any(|column| fit_in(column).is_some()) {
                continue;
            }
            let name = firm.display_name(language);
            put!(
                out,
                "<tr data-firm=\"{at}\"><th scope=\"row\">{}</th>",
                esc(&name)
            );
            for column in columns {
                match fit_in(column) {
                    Some(fit) => put!(
                        out,
                        "<td class=\"h{}\">{}</td>",
                        (fit.score.tenths() / 100).min(9),
                        fit.shown(language)
                    ),
                    None => out.push_str("<td></td>"),
                }
            }
            out.push_str("<td class=\"rest\"></td></tr>");
        }
        out.push_str("</tbody></table>");
    }
}

/// Columns in tables of at most [`COLUMNS`]; an industry goes to the next table rather than over two, unless it is
/// too large for any.
fn blocks(columns: &[usize], industry: impl Fn(usize) -> usize) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut rest = columns;
    for (_, count) in runs(columns.iter().map(|at| industry(*at))) {
        let (here, later) = rest.split_at(count);
        rest = later;
        match blocks.last_mut() {
            Some(last) if last.len() + count <= COLUMNS => last.extend(here),
            _ => blocks.extend(here.chunks(COLUMNS).map(<[usize]>::to_vec)),
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_industry_is_printed_in_one_table() {
        let columns: Vec<usize> = (0..30).collect();
        // Industries of 10, 2, 1 and 17 columns.
        let industry = |at| [10, 12, 13, 30].iter().position(|end| at < *end).unwrap();
        let lengths: Vec<usize> = blocks(&columns, industry).iter().map(Vec::len).collect();
        assert_eq!(lengths, [12, 1, 12, 5]);
        assert_eq!(blocks(&columns, industry).concat(), columns);
        assert!(blocks(&[], industry).is_empty());
    }
}
