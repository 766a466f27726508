//! What labels are worth: the same again and again on companies drawn at random, measured on those that were not drawn.

use super::{Adapting, Company, Part, with_read};
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
    companies: &[Company],
    take: usize,
    count: u64,
    threads: usize,
) -> Vec<Draw> {
    let most = take.min(companies.len());
    with_read(taxonomy, companies, most, threads, |adapting| {
        let all: Vec<usize> = (0..companies.len()).collect();
        let rows = ranked(adapting, adapting.matcher, &all);
        (0..count)
            .map(|seed| draw(adapting, &rows, take, seed))
            .collect()
    })
}

/// One draw of `take` companies, where `rows` is how all were ranked by the plan as it is.
fn draw(adapting: &Adapting<'_>, rows: &[Row], take: usize, seed: u64) -> Draw {
    let mut random = SplitMix64::new(seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    random.shuffle(&mut order);
    let (drawn, rest) = order.split_at(take.min(order.len()));
    let adapted = adapting.adapt(drawn);
    let before: Vec<_> = rest.iter().map(|at| rows[*at].clone()).collect();
    let after = adapted.learned.map_or_else(
        || before.clone(),
        |(learned, _)| {
            let taxonomy = adapting.taxonomy.clone().adapted(learned);
            ranked(adapting, &Matcher::new(&taxonomy), rest)
        },
    );
    Draw {
        part: adapted.part,
        before: Metrics::from(&before),
        after: Metrics::from(&after),
    }
}

/// How companies are ranked, as `eval` does it, without the subdivisions that nothing is known about.
fn ranked(adapting: &Adapting<'_>, matcher: &Matcher<'_>, rows: &[usize]) -> Vec<Row> {
    let gold = rows.iter().map(|at| adapting.companies[*at].gold.clone());
    let mut ranked = rank(matcher, &gold.collect::<Vec<Gold>>(), adapting.threads);
    for (row, at) in ranked.iter_mut().zip(rows) {
        let known = &adapting.plain.list[*at].relevant;
        row.ranked.retain(|(class, _)| known[*class].is_some());
    }
    ranked
}
