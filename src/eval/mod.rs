//! How far the ranking agrees with analysts: labelled companies in, figures with their uncertainty out.
//!
//! ```text
//! gold file --read_gold--> Gold (profile, grades) --rank--> Row (grades, ranked scores)     gold.rs, this file
//!           --Outcome::of--> what each company contributes --Metrics::of--> ten figures     metrics.rs
//!           --figures, compare--> 95% intervals, and whether a change is more than noise    bootstrap.rs
//!           --Report::new--> all that can be said, as data and as text                      report.rs, text.rs
//! ```
//!
//! `noise.rs` damages profiles on purpose, to see what that costs.
//!
//! A company is *in scope* if any of its grades is 2 or 3; those subdivisions are *relevant* to it.

mod bootstrap;
mod gold;
mod metrics;
mod noise;
pub(crate) mod random;
mod report;
mod rethreshold;
mod text;
mod thresholds;

pub use bootstrap::{Change, Comparison, Figure, compare, figures};
pub use gold::{Gold, parse_gold, read_gold, read_gold_from};
pub use metrics::{Bin, DEPTH, Measure, Metrics, Outcome, Pair, reliability};
pub use noise::Noise;
pub use report::{
    Confusion, Counts, FORMAT, Miss, MissSide, Plan, Report, Saved, SubdivisionFigures, Target,
    TierFigures,
};

pub use rethreshold::Rethresholded;
pub use thresholds::{ENOUGH, Threshold};

use crate::fit::Score;
use crate::matcher::{Matcher, Options, Scratch};
use crate::taxonomy::{Subdivision, Taxonomy};

/// Subdivisions whose id starts so say how the plan is carried out rather than what a firm does; they are left out of
/// the ranking of a company that no analyst gave one of them.
const ASPECT: &str = "aspect/";

/// The grade from which on a subdivision is relevant: substantial.
pub const RELEVANT: u8 = 2;

/// One labelled company with what the matcher said: all that the figures are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Id of the company in the gold file.
    pub id: String,
    /// Grades 1 to 3 by index into [`Taxonomy::subdivisions`]; what is absent does not fit.
    pub labels: Vec<(usize, u8)>,
    /// Best first, at most [`DEPTH`]: index into [`Taxonomy::subdivisions`] and score.
    pub ranked: Vec<(usize, Score)>,
}

impl Row {
    /// The analysts' grade of a subdivision, 0 if they gave none.
    #[must_use]
    pub fn grade(&self, subdivision: usize) -> u8 {
        let found = self.labels.iter().find(|(index, _)| *index == subdivision);
        found.map_or(0, |(_, grade)| *grade)
    }
}

/// Ranks every company with [`DEPTH`] subdivisions and no least score, on `threads` threads; rows come back in the
/// order of `gold`, the same for any number of threads.
#[must_use]
pub fn rank(matcher: &Matcher<'_>, gold: &[Gold], threads: usize) -> Vec<Row> {
    let share = gold.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = gold
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let mut scratch = Scratch::default();
                    part.iter()
                        .map(|gold| rank_one(matcher, gold, &mut scratch))
                        .collect::<Vec<Row>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(rows) => rows,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

fn rank_one(matcher: &Matcher<'_>, gold: &Gold, scratch: &mut Scratch) -> Row {
    let taxonomy = matcher.taxonomy();
    let aspects = taxonomy
        .subdivisions
        .iter()
        .filter(|s| is_aspect(s))
        .count();
    let options = Options {
        top: DEPTH + aspects, // so that enough are left when the aspects are dropped
        min_score: Score::default(),
        evidence: 0,
    };
    let assessment = matcher.assess(&gold.profile, &options, scratch);
    let keep_aspects = keeps_aspects(taxonomy, &gold.labels);
    let ranked = assessment
        .fits
        .iter()
        .filter(|fit| keep_aspects || !is_aspect(fit.subdivision))
        .map(|fit| (index_of(taxonomy, &fit.subdivision.id), fit.score))
        .take(DEPTH)
        .collect();
    Row {
        id: gold.id.clone(),
        labels: gold.labels.clone(),
        ranked,
    }
}

pub(crate) fn is_aspect(subdivision: &Subdivision) -> bool {
    subdivision.id.starts_with(ASPECT)
}

/// Whether analysts gave one of the aspects to the company with these labels.
pub(crate) fn keeps_aspects(taxonomy: &Taxonomy, labels: &[(usize, u8)]) -> bool {
    let mut relevant = labels.iter().filter(|(_, grade)| *grade >= RELEVANT);
    relevant.any(|(index, _)| is_aspect(&taxonomy.subdivisions[*index]))
}

/// Where a subdivision of this taxonomy stands in it.
fn index_of(taxonomy: &Taxonomy, id: &str) -> usize {
    let found = taxonomy.subdivisions.iter().position(|s| s.id == id);
    found.unwrap_or(usize::MAX) // never: the id came from this taxonomy
}
