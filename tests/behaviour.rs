//! Whether planfit understands what a firm does: everyday products and services in sentences of many kinds. In `make` and
//! `drown` (the same within a hundred words of general talk) the product's subdivision must come first and be
//! substantial; in all other kinds it must stay below that. The sentences are data (`tests/behaviour/*.tsv`), written
//! apart from those that were learned from.

#![cfg(feature = "cli")]

use planfit::Tier;
use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};
use std::collections::BTreeMap;

/// Every product in every so manieth frame: enough to tell, and quick.
const EVERY: usize = 5;

fn rows(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/behaviour/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1);
    rows.map(|row| row.split('\t').map(str::to_owned).collect())
        .collect()
}

/// A sentence: the template with the product and its makers.
fn fill(template: &str, product: &str, makers: &str) -> String {
    let capital = |text: &str| {
        let mut chars = text.chars();
        chars.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(chars).collect::<String>()
        })
    };
    template
        .replace("{p}", product)
        .replace("{P}", &capital(product))
        .replace("{m}", makers)
        .replace("{M}", &capital(makers))
}

#[test]
fn what_a_firm_does_is_told_from_what_it_mentions() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let options = Options {
        top: usize::MAX,
        evidence: 0,
        ..Options::default()
    };
    let mut scratch = Scratch::default();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (products, frames) = (rows("products.tsv"), rows("frames.tsv"));
    assert!(products.len() >= 80 && frames.len() >= 200);
    for (number, frame) in frames.iter().enumerate() {
        let [kind, language, fits, template] = &frame[..] else {
            panic!("{frame:?}")
        };
        let fitting = products
            .iter()
            .filter(|product| fits == "both" || *fits == product[2]);
        for product in fitting.skip(number % EVERY).step_by(EVERY) {
            let (name, makers) = match language.as_str() {
                "en" => (&product[3], &product[6]),
                _ => (&product[4], &product[7]),
            };
            let profile = Profile::from_text(fill(template, name, makers));
            let assessment = matcher.assess(&profile, &options, &mut scratch);
            let fit = assessment
                .fits
                .iter()
                .find(|fit| fit.subdivision.id == product[1]);
            let substantial = fit.is_some_and(|fit| fit.score >= Tier::Substantial.threshold());
            let right = match kind.as_str() {
                "make" | "drown" => substantial && fit.is_some_and(|fit| fit.rank == 1),
                _ => !substantial,
            };
            let count = counts.entry(format!("{kind}-{language}")).or_default();
            count.0 += usize::from(right);
            count.1 += 1;
        }
    }
    let floors = std::fs::read_to_string(format!(
        "{}/tests/behaviour/floors.toml",
        env!("CARGO_MANIFEST_DIR")
    ));
    let floors: BTreeMap<String, f64> = toml::from_str(&floors.unwrap()).unwrap();
    let mut below = Vec::new();
    for (kind, (right, all)) in &counts {
        let share = *right as f64 / *all as f64;
        println!("{kind} = {share:.3} # of {all}");
        let floor = floors.get(kind).copied().unwrap_or(1.0);
        if share < floor {
            below.push(format!("{kind}: {share:.3}, floor {floor}"));
        }
    }
    assert_eq!(counts.len(), floors.len());
    assert!(below.is_empty(), "{}", below.join("\n"));
}
