//! The planned project, as a section of its own on a page.

use super::charts::score_bar;
use super::{Page, esc, put};
use crate::assessment::{Firm, project_heading, project_note};

impl Page<'_, '_> {
    /// What the firm would build, and what that fits.
    pub(super) fn project(&self, out: &mut String, firm: &Firm, level: u8) {
        let Some(project) = &firm.project else {
            return;
        };
        let language = self.settings.language;
        put!(
            out,
            "<section class=\"project\"><h{level}>{}</h{level}><p class=\"note\">{}</p><p><b>{}</b> {}</p>",
            project_heading(language),
            project_note(language),
            esc(&self.narrator.project(firm, project)),
            esc(&self.narrator.also_fits(project).unwrap_or_default())
        );
        if let Some(fit) = project.best() {
            out.push_str("<p class=\"project-score\">");
            if fit.basis.is_calibrated() {
                score_bar(out, fit.score, &self.narrator.label_and_score(fit));
            }
            put!(out, " <b>{}</b></p>", self.narrator.shown(fit));
            self.passages(out, firm, &fit.evidence);
            let subdivision = self.report.subdivision(fit);
            let shown = firm.fits.iter().filter(|fit| fit.tier().is_some());
            let mut clauses = shown.map(|fit| self.report.subdivision(fit).clause);
            match clauses.position(|clause| clause == subdivision.clause && clause.is_some()) {
                None => self.clause(out, fit),
                Some(earlier) => {
                    let phrase = self.narrator.phrase(subdivision);
                    let note = self.narrator.clause_above(&phrase, earlier + 1);
                    put!(out, "<p class=\"note\">{}</p>", esc(&note));
                }
            }
        }
        out.push_str("</section>");
    }
}
