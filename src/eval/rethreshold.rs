//! Thresholds of answers that are there already: those of an evaluation that was saved, or of a list that was screened.

use super::gold::Gold;
use super::metrics::Outcome;
use super::report::{Counts, Plan, Saved, Target, TierFigures, counts, tiers};
use super::thresholds::Threshold;
use super::{DEPTH, Row, is_aspect, keeps_aspects};
use crate::assessment::Firm;
use crate::error::{Error, ErrorKind, Result};
use crate::taxonomy::Taxonomy;
use serde::Serialize;
use std::collections::HashMap;

/// What deciding by each score gives, without a run.
#[derive(Debug, Clone, Serialize)]
pub struct Rethresholded {
    /// The plan that was matched against.
    pub plan: Plan,
    /// Name of the gold file.
    pub gold: String,
    /// How many companies of which sort.
    pub companies: Counts,
    /// Labelled companies that the answers do not have.
    pub unanswered: usize,
    /// Precision and recall at the edge of each tier, from core down.
    pub tiers: Vec<TierFigures>,
    /// The same at every fifth score, with the share of companies that are decided by it.
    pub thresholds: Vec<Threshold>,
    /// The precision that was asked for, and the lowest score that gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

impl Rethresholded {
    /// Of an evaluation that was saved.
    #[must_use]
    pub fn of_saved(saved: &Saved, precision: Option<f64>) -> Self {
        Self::new(saved.plan.clone(), &saved.gold, &saved.outcomes, precision)
    }

    /// Of answers of `batch` or `match` about the companies of a gold file, which are recognised by their ids, or by their
    /// rows where they have none. Pairs below the least score that was listed are unknown, so that nothing is told of them.
    ///
    /// # Errors
    /// [`ErrorKind::Incomplete`] if none of the companies is among the answers.
    pub fn of_answers(
        name: &str,
        gold: &[Gold],
        firms: &[Firm],
        taxonomy: &Taxonomy,
        precision: Option<f64>,
    ) -> Result<Self> {
        let id = |firm: &Firm| {
            firm.id
                .clone()
                .unwrap_or_else(|| format!("row {}", firm.row))
        };
        let by_id: HashMap<String, &Firm> = firms.iter().map(|firm| (id(firm), firm)).collect();
        let rows = gold.iter().filter_map(|gold| {
            let firm = by_id.get(&gold.id)?;
            Some(row(gold, firm, taxonomy))
        });
        let outcomes: Vec<Outcome> = rows.map(|row| Outcome::of(&row)).collect();
        if outcomes.is_empty() {
            let message = format!("none of the companies of `{name}` is among the answers");
            return Err(Error::new(ErrorKind::Incomplete, message).with_hint(
                "they are recognised by their ids, or by their rows where they have none",
            ));
        }
        let plan = Plan::of(taxonomy);
        let mut found = Self::new(plan, name, &outcomes, precision);
        found.unanswered = gold.len() - outcomes.len();
        Ok(found)
    }

    fn new(plan: Plan, gold: &str, outcomes: &[Outcome], precision: Option<f64>) -> Self {
        Self {
            plan,
            gold: gold.to_owned(),
            companies: counts(outcomes),
            unanswered: 0,
            tiers: tiers(outcomes),
            thresholds: Threshold::table(outcomes),
            target: precision.map(|precision| Target {
                precision,
                threshold: Threshold::for_precision(outcomes, precision),
            }),
        }
    }
}

fn row(gold: &Gold, firm: &Firm, taxonomy: &Taxonomy) -> Row {
    let keep_aspects = keeps_aspects(taxonomy, &gold.labels);
    let fits = firm
        .fits
        .iter()
        .filter(|fit| keep_aspects || !is_aspect(&taxonomy.subdivisions[fit.subdivision]));
    Row {
        id: gold.id.clone(),
        labels: gold.labels.clone(),
        ranked: fits
            .take(DEPTH)
            .map(|fit| (fit.subdivision, fit.score))
            .collect(),
    }
}
