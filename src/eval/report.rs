//! All that an evaluation says, as data: the tables people read and the JSON that later runs compare with.

use super::bootstrap::{Comparison, Figure, compare, figures};
use super::gold::Gold;
use super::metrics::{Bin, Measure, Outcome, reliability};
use super::noise::Noise;
use super::thresholds::Threshold;
use super::{RELEVANT, Row, is_aspect, keeps_aspects};
use crate::error::{Error, ErrorKind, Result};
use crate::fit::{Evidence, Fit, Score, Tier};
use crate::matcher::{Matcher, Options, Scratch};
use crate::taxonomy::Taxonomy;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Version of the JSON. A field is only ever added under the same number.
pub const FORMAT: u32 = 1;

/// An evaluation of one gold file.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub eval_format: u32,
    /// Version of the program.
    pub planfit: &'static str,
    /// The plan that was matched against.
    pub plan: Plan,
    /// Name of the gold file.
    pub gold: String,
    /// How the profiles were damaged before matching, if they were.
    pub noise: Option<Noise>,
    /// How many companies of which sort.
    pub companies: Counts,
    /// Each figure with its 95% interval.
    pub figures: BTreeMap<Measure, Figure>,
    /// Precision and recall at the edge of each tier, from core down.
    pub tiers: Vec<TierFigures>,
    /// The same at every fifth score, with the share of companies that are decided by it.
    pub thresholds: Vec<Threshold>,
    /// The precision that was asked for, and the lowest score that gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Stated probability against observed share, from the lowest scores up.
    pub reliability: Vec<Bin>,
    /// Subdivisions that analysts or the matcher gave to any company, in taxonomy order.
    pub subdivisions: Vec<SubdivisionFigures>,
    /// What was wanted and what came first instead, most frequent first.
    pub confusions: Vec<Confusion>,
    /// The companies it got worst, worst first.
    pub worst: Vec<Miss>,
    /// What changed against an earlier run, if one was given.
    pub comparison: Option<Comparison>,
    /// What each company contributes, for later comparisons.
    pub outcomes: Vec<Outcome>,
}

/// A precision, and the lowest score that gives it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Target {
    /// The precision, 0 to 1.
    pub precision: f64,
    /// See [`Threshold::for_precision`].
    pub threshold: Option<Threshold>,
}

/// Which plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its id.
    pub id: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// SHA-256 of the file of what was learned of it from labelled companies, where one was applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<String>,
}

impl Plan {
    /// That of a taxonomy.
    pub(super) fn of(taxonomy: &Taxonomy) -> Self {
        let plan = &taxonomy.plan;
        Self {
            id: plan.id.clone(),
            sha256: plan.sha256.clone(),
            fit: plan.fit.clone(),
        }
    }
}

/// How many companies of which sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub all: usize,
    /// With a grade of 2 or 3.
    pub in_scope: usize,
    /// With grades of 1 only.
    pub peripheral_only: usize,
    /// Without any label.
    pub without_label: usize,
}

/// What accepting pairs from a tier on gives, among the first ten of each company.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TierFigures {
    /// The tier.
    pub tier: Tier,
    /// Its least score; for peripheral, the least at which a verdict is at least `peripheral`.
    pub from_score: Score,
    /// Pairs with at least that score.
    pub accepted: usize,
    /// Share of them that is relevant.
    pub precision: Option<f64>,
    /// Share of all relevant pairs that is among them.
    pub recall: Option<f64>,
}

/// How one subdivision fares at the shipped threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubdivisionFigures {
    /// Its id.
    pub id: String,
    /// Companies it is relevant to.
    pub support: usize,
    /// Companies it was given to: substantial or better, among the first ten.
    pub accepted: usize,
    /// Companies it was rightly given to.
    pub right: usize,
    /// `right` as a share of `accepted`.
    pub precision: Option<f64>,
    /// `right` as a share of `support`.
    pub recall: Option<f64>,
}

/// Companies whose first subdivision is not relevant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// A relevant subdivision that should have come first; absent for companies nothing is relevant to that were yet
    /// given a substantial fit.
    pub wanted: Option<String>,
    /// What came first.
    pub given: String,
    /// How many companies.
    pub companies: usize,
}

/// A company with a wrong first subdivision.
#[derive(Debug, Clone, Serialize)]
pub struct Miss {
    /// Id in the gold file.
    pub id: String,
    /// Name, if it has one.
    pub name: Option<String>,
    /// How far the wrong subdivision is ahead of the best relevant one, or of nothing where nothing is relevant.
    pub ahead: Score,
    /// What came first.
    pub given: MissSide,
    /// The best-ranked relevant subdivision, if any is relevant.
    pub wanted: Option<MissSide>,
}

/// One of the two subdivisions of a miss.
#[derive(Debug, Clone, Serialize)]
pub struct MissSide {
    /// Its id.
    pub subdivision: String,
    /// Its place in the ranking, from 1.
    pub rank: usize,
    /// Its score.
    pub score: Score,
    /// The analysts' grade, 0 if none.
    pub grade: u8,
    /// The strongest pieces of evidence.
    pub evidence: Vec<Evidence>,
}

/// What is read back from the JSON of an earlier run.
#[derive(Debug, Clone, Deserialize)]
pub struct Saved {
    eval_format: u32,
    /// The plan it was matched against.
    pub plan: Plan,
    /// Name of its gold file.
    pub gold: String,
    /// How its profiles were damaged.
    pub noise: Option<Noise>,
    /// What each company contributed.
    pub outcomes: Vec<Outcome>,
}

impl Saved {
    /// Reads what [`Report`] serialises to. `name` is what errors call the file.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] if it is not such JSON, or of another format version.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self> {
        let hint = "it is written by `planfit eval GOLD --format json`";
        let refuse = |what: String| {
            let message = format!("`{name}` is no evaluation to compare with: {what}");
            Error::new(ErrorKind::Malformed, message).with_hint(hint)
        };
        let saved: Self =
            serde_json::from_slice(bytes).map_err(|error| refuse(error.to_string()))?;
        if saved.eval_format != FORMAT {
            return Err(refuse(format!(
                "its format is {}, not {FORMAT}",
                saved.eval_format
            )));
        }
        if let Some(broken) = saved.outcomes.iter().find(|outcome| !outcome.is_sound()) {
            return Err(refuse(format!(
                "company `{}` has impossible values",
                broken.id
            )));
        }
        Ok(saved)
    }
}

impl Report {
    /// Says all there is to say about `rows`, which `matcher` made from `gold` (see [`super::rank`]). `worst` is how many
    /// of the worst companies are listed.
    #[must_use]
    pub fn new(
        name: &str,
        gold: &[Gold],
        rows: &[Row],
        matcher: &Matcher<'_>,
        worst: usize,
    ) -> Self {
        let taxonomy = matcher.taxonomy();
        let outcomes: Vec<Outcome> = rows.iter().map(Outcome::of).collect();
        Self {
            eval_format: FORMAT,
            planfit: env!("CARGO_PKG_VERSION"),
            plan: Plan::of(taxonomy),
            gold: name.to_owned(),
            noise: None,
            companies: counts(&outcomes),
            figures: figures(&outcomes),
            tiers: tiers(&outcomes),
            thresholds: Threshold::table(&outcomes),
            target: None,
            reliability: reliability(outcomes.iter()),
            subdivisions: subdivisions(rows, taxonomy),
            confusions: confusions(rows, taxonomy),
            worst: misses(gold, rows, matcher, worst),
            comparison: None,
            outcomes,
        }
    }

    /// Adds the lowest score whose pairs are relevant in at least this share.
    pub fn aim_at(&mut self, precision: f64) {
        self.target = Some(Target {
            precision,
            threshold: Threshold::for_precision(&self.outcomes, precision),
        });
    }

    /// Adds what changed since an earlier run.
    pub fn compare_with(&mut self, before: &Saved) {
        self.comparison = Some(compare(&before.outcomes, &self.outcomes));
    }
}

pub(super) fn counts(outcomes: &[Outcome]) -> Counts {
    let with = |least: u8, most: u8| {
        let range = least..=most;
        outcomes
            .iter()
            .filter(|outcome| range.contains(&outcome.best_grade))
            .count()
    };
    Counts {
        all: outcomes.len(),
        in_scope: with(RELEVANT, u8::MAX),
        peripheral_only: with(1, RELEVANT - 1),
        without_label: with(0, 0),
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

pub(super) fn tiers(outcomes: &[Outcome]) -> Vec<TierFigures> {
    let relevant = outcomes.iter().map(|outcome| outcome.relevant).sum();
    Tier::ALL
        .into_iter()
        .map(|tier| {
            let from_score = tier.threshold();
            let (accepted, right) = outcomes
                .iter()
                .map(|outcome| outcome.accepted(from_score))
                .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            TierFigures {
                tier,
                from_score,
                accepted,
                precision: share(right, accepted),
                recall: share(right, relevant),
            }
        })
        .collect()
}

fn subdivisions(rows: &[Row], taxonomy: &Taxonomy) -> Vec<SubdivisionFigures> {
    // Support, accepted, right.
    let mut counts = vec![(0, 0, 0); taxonomy.subdivisions.len()];
    for row in rows {
        for (index, grade) in &row.labels {
            counts[*index].0 += usize::from(*grade >= RELEVANT);
        }
        for (index, _) in row
            .ranked
            .iter()
            .filter(|(_, score)| *score >= Tier::Substantial.threshold())
        {
            counts[*index].1 += 1;
            counts[*index].2 += usize::from(row.grade(*index) >= RELEVANT);
        }
    }
    counts
        .into_iter()
        .zip(&taxonomy.subdivisions)
        .filter(|((support, accepted, _), _)| support + accepted > 0)
        .map(
            |((support, accepted, right), subdivision)| SubdivisionFigures {
                id: subdivision.id.clone(),
                support,
                accepted,
                right,
                precision: share(right, accepted),
                recall: share(right, support),
            },
        )
        .collect()
}

/// The first of the ranking if it is wrong: not relevant, and given though nothing is relevant if that is so.
fn wrong_first(row: &Row) -> Option<(usize, Score)> {
    let (first, score) = *row.ranked.first()?;
    let in_scope = row.labels.iter().any(|(_, grade)| *grade >= RELEVANT);
    let wrong = row.grade(first) < RELEVANT && (in_scope || score >= Tier::Substantial.threshold());
    wrong.then_some((first, score))
}

fn confusions(rows: &[Row], taxonomy: &Taxonomy) -> Vec<Confusion> {
    let mut counts: BTreeMap<(Option<usize>, usize), usize> = BTreeMap::new();
    for row in rows {
        let Some((first, _)) = wrong_first(row) else {
            continue;
        };
        let relevant = row.labels.iter().filter(|(_, grade)| *grade >= RELEVANT);
        let mut wanted: Vec<Option<usize>> = relevant.map(|(index, _)| Some(*index)).collect();
        if wanted.is_empty() {
            wanted.push(None);
        }
        for wanted in wanted {
            *counts.entry((wanted, first)).or_default() += 1;
        }
    }
    let id = |index: usize| taxonomy.subdivisions[index].id.clone();
    let mut confusions: Vec<Confusion> = counts
        .into_iter()
        .map(|((wanted, given), companies)| Confusion {
            wanted: wanted.map(id),
            given: id(given),
            companies,
        })
        .collect();
    confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.companies)); // stable: then taxonomy order
    confusions
}

/// Pieces of evidence shown for each side of a miss.
const EVIDENCE: usize = 4;

fn misses(gold: &[Gold], rows: &[Row], matcher: &Matcher<'_>, count: usize) -> Vec<Miss> {
    let mut wrong: Vec<(u16, usize)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| {
            let (_, score) = wrong_first(row)?;
            let best = row
                .ranked
                .iter()
                .find(|(index, _)| row.grade(*index) >= RELEVANT);
            let best = best.map_or(0, |(_, score)| score.tenths());
            Some((score.tenths() - best, at))
        })
        .collect();
    wrong.sort_by_key(|(ahead, at)| (std::cmp::Reverse(*ahead), *at));
    wrong.truncate(count);
    let by_id: HashMap<&str, &Gold> = gold.iter().map(|gold| (gold.id.as_str(), gold)).collect();
    let mut scratch = Scratch::default();
    wrong
        .into_iter()
        .filter_map(|(_, at)| miss(by_id.get(rows[at].id.as_str())?, matcher, &mut scratch))
        .collect()
}

/// The two sides of a miss, from a ranking to its very end: what was wanted may stand far down.
fn miss(gold: &Gold, matcher: &Matcher<'_>, scratch: &mut Scratch) -> Option<Miss> {
    let taxonomy = matcher.taxonomy();
    let options = Options {
        top: taxonomy.subdivisions.len(),
        min_score: Score::default(),
        evidence: EVIDENCE,
    };
    let assessment = matcher.assess(&gold.profile, &options, scratch);
    let keep_aspects = keeps_aspects(taxonomy, &gold.labels);
    let grade = |fit: &Fit<'_>| {
        let mut labels = gold.labels.iter();
        let found =
            labels.find(|(index, _)| taxonomy.subdivisions[*index].id == fit.subdivision.id);
        found.map_or(0, |(_, grade)| *grade)
    };
    let mut sides = assessment
        .fits
        .iter()
        .filter(|fit| keep_aspects || !is_aspect(fit.subdivision))
        .enumerate()
        .map(|(at, fit)| MissSide {
            subdivision: fit.subdivision.id.clone(),
            rank: at + 1,
            score: fit.score,
            grade: grade(fit),
            evidence: fit.evidence.clone(),
        });
    let given = sides.next()?;
    let wanted = sides.find(|side| side.grade >= RELEVANT);
    let behind = wanted.as_ref().map_or(0, |side| side.score.tenths());
    Some(Miss {
        id: gold.id.clone(),
        name: gold.profile.name.clone(),
        ahead: Score::from_tenths(given.score.tenths() - behind),
        given,
        wanted,
    })
}
