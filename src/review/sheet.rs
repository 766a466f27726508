//! The questions as a sheet that people fill in.

use super::queue::{Item, Queue};
use crate::assessment::{Firm, SHOWN, evidence_words};
use crate::ledger::text_sha256;
use crate::messages::{say, say_all};
use crate::report::list::csv::Cells;
use crate::report::list::table::CellWriter;
use crate::taxonomy::{Language, Subdivision, Taxonomy};

/// The columns that are filled in, by their English names, under which [`header`] finds those of a language.
pub(super) const DECISION: &str = "decision";
pub(super) const INSTEAD: &str = "instead";
pub(super) const GRADE: &str = "grade";
pub(super) const REASON: &str = "reason";
pub(super) const WHO: &str = "decided_by";
/// The columns by which a row is known again.
pub(super) const ROW: &str = "row";
pub(super) const SUBDIVISION: &str = "subdivision_id";
pub(super) const TEXT: &str = "text_sha256";
/// Columns whose English names say something else elsewhere: the number of a question, why it is asked, the firm's id.
pub(super) const NUMBER: &str = "no##number";
pub(super) const WHY: &str = "why##asked";
pub(super) const ID: &str = "id##firm";

/// What may stand under [`DECISION`] in a sheet of this language: yes, no and unsure.
pub(super) fn choices(language: Language) -> [&'static str; 3] {
    say_all(language, ["yes", "no", "unsure"])
}

/// The header of a column in a sheet of this language; either is read back.
pub(super) fn header(name: &'static str, language: Language) -> &'static str {
    say(language, name)
}
/// What stands between the name and the id of a subdivision.
pub(super) const BETWEEN: &str = " | ";
/// Characters of a text that a cell shows.
const SHOWN_TEXT: usize = 1500;

/// What goes into a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The firms that the questions are about.
    pub firms: &'a [Firm],
    /// The plan.
    pub taxonomy: &'a Taxonomy,
    /// Whether scores, tiers and evidence are left out.
    pub blind: bool,
    /// Language of names, reasons, headers and choices; a sheet of either language is read back.
    pub language: Language,
}

/// The name of a subdivision as it is chosen from a list.
pub(super) fn choice(subdivision: &Subdivision, language: Language) -> String {
    format!(
        "{}{BETWEEN}{}",
        subdivision.label.get(language),
        subdivision.id
    )
}

impl Sheet<'_> {
    /// The columns, by their English names.
    pub(super) fn headers(&self) -> Vec<&'static str> {
        let mut headers = vec![NUMBER, "firm", "text", "subdivision", "clause"];
        if !self.blind {
            headers.extend(["score", "tier", "evidence", WHY]);
        }
        headers.extend([
            DECISION,
            INSTEAD,
            GRADE,
            REASON,
            WHO,
            ID,
            ROW,
            SUBDIVISION,
            TEXT,
        ]);
        headers
    }

    /// The cells of a question, one for each header.
    pub(super) fn cells(&self, number: usize, item: &Item) -> Vec<String> {
        let firm = &self.firms[item.firm];
        let subdivision = &self.taxonomy.subdivisions[item.class];
        let clause = self.taxonomy.clause_of(subdivision);
        let mut cells = vec![
            number.to_string(),
            firm.display_name(self.language),
            text_of(firm),
            subdivision.label.get(self.language).to_owned(),
            clause.map_or_else(String::new, |clause| clause.text.clone()),
        ];
        if !self.blind {
            let fit = firm.fits.iter().find(|fit| fit.subdivision == item.class);
            let evidence = fit.map_or_else(Vec::new, |fit| {
                evidence_words(&firm.profile, &fit.evidence, SHOWN)
            });
            let (score, tier) = firm.shown_for(item.class, self.language);
            cells.extend([
                score.unwrap_or_default(),
                tier.to_owned(),
                evidence.join(say(self.language, "; ##evidence")),
                item.why.words(self.language),
            ]);
        }
        cells.extend([""; 5].map(str::to_owned));
        cells.extend([
            firm.id.clone().unwrap_or_default(),
            firm.row.to_string(),
            subdivision.id.clone(),
            text_sha256(&firm.profile),
        ]);
        cells
    }
}

/// What a firm says of itself, on a few lines.
fn text_of(firm: &Firm) -> String {
    let profile = &firm.profile;
    let lists = [&profile.products, &profile.keywords];
    let lists = lists.into_iter().filter(|list| !list.is_empty());
    let mut parts: Vec<String> = lists.map(|list| list.join("; ")).collect();
    parts.extend(profile.description.clone());
    crate::assessment::clip(&parts.join("\n"), SHOWN_TEXT)
}

/// The questions as CSV, with the byte order mark by which Excel knows UTF-8.
#[must_use]
pub fn csv(sheet: &Sheet<'_>, queue: &Queue) -> Vec<u8> {
    let mut out = "\u{FEFF}".as_bytes().to_vec();
    let mut row = |cells: &mut dyn Iterator<Item = &str>| {
        let mut writer = Cells::new(b',', &mut out);
        cells.for_each(|cell| writer.text(cell));
        writer.end_row();
    };
    let headers = sheet.headers().into_iter();
    row(&mut headers.map(|name| header(name, sheet.language)));
    for (number, item) in (1..).zip(&queue.items) {
        row(&mut sheet.cells(number, item).iter().map(String::as_str));
    }
    out
}
