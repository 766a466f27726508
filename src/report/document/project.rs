//! The planned project, as a section of its own in documents.

use super::block::{DocumentBlock, Style, plain, styled};
use super::narrative::Narrator;
use super::outline::Outline;
use crate::assessment::{
    Firm, FirmProject, ProjectFinding, join, project_heading, project_note, project_told,
};
use crate::messages::message;

/// Further fits of a project that are named.
const NAMED: usize = 4;

impl Narrator<'_, '_> {
    /// What a project fits, in one sentence.
    pub(super) fn project(&self, firm: &Firm, project: &FirmProject) -> String {
        let best = project.fits.first();
        let out = project.out_of_scope.as_ref();
        let found = ProjectFinding {
            verdict: project.verdict,
            best: best.map(|fit| {
                let label = self.label(fit);
                (label, fit.score, fit.basis, fit.evidence.as_slice())
            }),
            out_of_scope: out.map(|out| out.label.get(self.language())),
        };
        project_told(&firm.profile, found, self.language())
    }

    /// The further fits of a project, in a sentence; nothing without any.
    pub(super) fn also_fits(&self, project: &FirmProject) -> Option<String> {
        project.best()?;
        let rest = project.fits.iter().skip(1);
        let rest = rest.filter(|fit| fit.tier().is_some()).take(NAMED);
        let names: Vec<String> = rest.map(|fit| self.label_and_score(fit)).collect();
        let named = !names.is_empty();
        let names = join(names, self.language());
        named.then(|| message!(self.language(), "It also fits {names}.", names))
    }
}

impl Outline<'_, '_> {
    /// What the firm would build, and what that fits.
    pub(super) fn project(&mut self, firm: &Firm, level: u8) {
        let Some(project) = &firm.project else {
            return;
        };
        let language = self.settings.language;
        self.heading(level, project_heading(language));
        self.note(project_note(language));
        let told = self.narrator.project(firm, project);
        let mut runs = vec![styled(told, Style::Strong)];
        runs.extend(
            self.narrator
                .also_fits(project)
                .map(|also| plain(message!(language, " {sentence}", sentence = also))),
        );
        self.blocks.push(DocumentBlock::Paragraph(runs));
        if let Some(fit) = project.best() {
            self.passages(firm, &fit.evidence, 2);
            self.clause(fit, firm.fits.len());
        }
    }
}
