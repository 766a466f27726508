//! What a report says, whatever the format: firms, ranked, with their fits, against one plan.

use crate::assessment::{Coverage, Firm, FirmFit};
use crate::fit::Verdict;
use crate::messages::message;
use crate::taxonomy::{Language, Subdivision, Taxonomy};

/// How a report is to be written.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Language of everything but the profiles' texts and the plan's clauses.
    pub language: Language,
    /// Title on the cover instead of the usual one.
    pub title: Option<String>,
    /// Date on the cover, as it is to be read; none is printed without.
    pub date: Option<String>,
    /// Whether points, and the profile's texts with all evidence marked, follow at the end. A page has them in any case,
    /// folded.
    pub appendix: bool,
}

/// A report on one firm or many. Formats differ in how they show it, never in what it says.
#[derive(Debug, Clone)]
pub struct Report<'t> {
    /// The plan everything refers to.
    pub taxonomy: &'t Taxonomy,
    /// The firms, best first.
    pub firms: Vec<Firm>,
    /// Whether anything was decided about any of them.
    pub(super) has_decisions: bool,
}

impl<'t> Report<'t> {
    /// A report on `firms`, which are put in order: those that fit first, better before worse, input order otherwise.
    #[must_use]
    pub fn new(taxonomy: &'t Taxonomy, mut firms: Vec<Firm>) -> Self {
        let class = |verdict| match verdict {
            Verdict::Fits => 0,
            Verdict::Peripheral => 1,
            Verdict::NothingFits => 2,
            Verdict::OutOfScope => 3,
            Verdict::NotRecognised => 4,
            Verdict::NoText => 5,
        };
        firms.sort_by_key(|firm| (class(firm.verdict), std::cmp::Reverse(firm.best())));
        Self {
            taxonomy,
            has_decisions: firms.iter().any(|firm| firm.decision.is_some()),
            firms,
        }
    }

    /// The firm, if the report is about one only.
    #[must_use]
    pub fn single(&self) -> Option<&Firm> {
        match self.firms.as_slice() {
            [firm] => Some(firm),
            _ => None,
        }
    }

    /// The firms that fit a subdivision, by their places, best first, each with its fit.
    pub(super) fn ranked(
        &self,
        overview: &Coverage,
        subdivision: usize,
    ) -> impl Iterator<Item = (usize, &FirmFit)> + Clone {
        let ranked = overview.subdivisions[subdivision].ranked.iter();
        ranked.filter_map(move |(firm, _)| {
            let mut fits = self.firms[*firm].fits.iter();
            let fit = fits.find(|fit| fit.subdivision == subdivision)?;
            Some((*firm, fit))
        })
    }

    /// The subdivision of a fit.
    #[must_use]
    pub fn subdivision(&self, fit: &FirmFit) -> &'t Subdivision {
        &self.taxonomy.subdivisions[fit.subdivision]
    }

    /// The name of a subdivision.
    #[must_use]
    pub fn label(&self, subdivision: usize, language: Language) -> &'t str {
        self.taxonomy.subdivisions[subdivision].label.get(language)
    }

    /// The subdivision of a firm's highest score; that it does not fit, where it does not.
    pub(super) fn best_label(&self, firm: &Firm, language: Language) -> String {
        let Some(fit) = firm.fits.first() else {
            return String::new();
        };
        let label = self.label(fit.subdivision, language);
        match fit.tier() {
            Some(_) => label.to_owned(),
            None => message!(language, "none; nearest: {label}", label),
        }
    }

    /// Where a subdivision stands in the plan: its industry, then its front unless that has the same name.
    #[must_use]
    pub fn path(&self, subdivision: &Subdivision, language: Language) -> String {
        let industry = self.taxonomy.industry_of(subdivision).label.get(language);
        let front = self.taxonomy.front_of(subdivision).label.get(language);
        if front == industry {
            front.to_owned()
        } else {
            format!("{industry} · {front}")
        }
    }
}
