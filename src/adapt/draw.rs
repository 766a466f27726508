//! What labels are worth: the same again and again on companies drawn at random, measured on those that were not drawn.

use super::{Adapting, Part, with_read};
use crate::eval::random::SplitMix64;
use crate::eval::{Gold, Metrics, Row, rank};
use crate::matcher::Matcher;
use crate::taxonomy::Taxonomy;

/// One draw.
#[derive(Debug)]
pub struct Draw {
    /// What was learned.
    pub part: Part,
    /// Figures on the companies that were not drawn, by the plan as it is and with what was learned.
    pub before: Metrics,
    /// See `before`.
    pub after: Metrics,
}

/// Draws `take` of the companies `count` times, learns from them, and measures what was learned on the rest, matched as `eval`
/// does it.
#[must_use]
pub fn draws(
    taxonomy: &Taxonomy,
    gold: &[Gold],
    take: usize,
    count: u64,
    threads: usize,
) -> Vec<Draw> {
    with_read(taxonomy, gold, take.min(gold.len()), threads, |adapting| {
        let rows = rank(adapting.matcher, gold, threads);
        (0..count)
            .map(|seed| draw(adapting, &rows, take, seed))
            .collect()
    })
}

/// One draw of `take` companies, where `rows` is how all were ranked by the plan as it is.
fn draw(adapting: &Adapting<'_>, rows: &[Row], take: usize, seed: u64) -> Draw {
    let gold = adapting.gold;
    let mut random = SplitMix64::new(seed);
    let mut order: Vec<usize> = (0..gold.len()).collect();
    random.shuffle(&mut order);
    let (drawn, rest) = order.split_at(take.min(order.len()));
    let adapted = adapting.adapt(drawn);
    let before: Vec<_> = rest.iter().map(|at| rows[*at].clone()).collect();
    let after = adapted.learned.map_or_else(
        || before.clone(),
        |(learned, _)| {
            let taxonomy = adapting.taxonomy.clone().adapted(learned);
            let held_out: Vec<Gold> = rest.iter().map(|at| gold[*at].clone()).collect();
            rank(&Matcher::new(&taxonomy), &held_out, adapting.threads)
        },
    );
    Draw {
        part: adapted.part,
        before: Metrics::from(&before),
        after: Metrics::from(&after),
    }
}
