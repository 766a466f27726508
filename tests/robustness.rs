//! Typing errors, capitals, scanner's breaks and full-width letters cost next to nothing.

#![cfg(feature = "cli")]

mod gold;

use planfit::eval::{Gold, Measure, Metrics, Noise};
use planfit::{Matcher, Taxonomy};

/// The most that one kind of damage may cost of Hit@1: two points.
const MOST: f64 = 0.02;

/// One draw moves Hit@1 up or down by a point for no reason but where the damage fell; the mean of some tells the cost.
const DRAWS: u64 = 4;

fn costs_little(file: &str) {
    let taxonomy = Taxonomy::shipped();
    let companies = gold::companies(file, &taxonomy);
    let matcher = Matcher::new(&taxonomy);
    let hits = |companies: &[Gold]| {
        let outcomes = gold::outcomes(&matcher, companies);
        let hits = Metrics::of(outcomes.iter()).get(Measure::HitAt1);
        hits.expect("some company is in scope")
    };
    let clean = hits(&companies);
    let cost = |noise: Noise| {
        let draws = match noise {
            Noise::Typo | Noise::Ocr => DRAWS,
            Noise::Caps | Noise::FullWidth => 1, // nothing is drawn for these
        };
        let damaged = (0..draws).map(|draw| {
            let damaged: Vec<Gold> = companies.iter().map(|one| noise.apply(one, draw)).collect();
            hits(&damaged)
        });
        clean - damaged.sum::<f64>() / draws as f64
    };
    let costs = Noise::ALL.map(|noise| (noise.as_str(), cost(noise)));
    println!("{file}: Hit@1 {clean:.3}, damage costs {costs:.3?}");
    let dear: Vec<_> = costs.iter().filter(|(_, cost)| *cost > MOST).collect();
    assert!(
        dear.is_empty(),
        "{file}: Hit@1 {clean:.3}, and damage costs {dear:.3?}"
    );
}

#[test]
#[ignore = "needs ../shared/gold, which is not part of the repository"]
fn damage_costs_summaries_at_most_two_points() {
    costs_little("../shared/gold/dev.jsonl");
}

#[test]
fn damage_costs_short_profiles_at_most_two_points() {
    costs_little("tests/data/short-profiles.jsonl");
}
