//! The figures written in `tests/data/quality.toml` are kept: none falls more than its noise below.
//!
//! `RECORD_QUALITY=1 cargo test --test quality -- --ignored` measures and writes them anew.

#![cfg(feature = "cli")]

mod gold;

use planfit::eval::{Figure, Measure, figures};
use planfit::{Matcher, Taxonomy};
use serde::Deserialize;
use std::collections::BTreeMap;

const FLOORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/quality.toml");

/// The figures that are kept. Precision and recall may be traded for each other, so only F1 is; Brier follows from
/// the others.
const KEPT: [Measure; 6] = [
    Measure::HitAt1,
    Measure::HitAt3,
    Measure::NdcgAt5,
    Measure::F1,
    Measure::Auroc,
    Measure::Ece,
];

/// No figure is held to less than half a point: that is one company or two.
const LEAST_NOISE: f64 = 0.005;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    gold: Vec<Floors>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    file: String,
    companies: usize,
    figures: BTreeMap<Measure, Floor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    figure: f64,
    noise: f64,
}

/// What a file of companies gives now.
struct Measured {
    companies: usize,
    figures: BTreeMap<Measure, Figure>,
}

fn measure(file: &str) -> Measured {
    let taxonomy = Taxonomy::shipped();
    let companies = gold::companies(file, &taxonomy);
    let matcher = Matcher::new(&taxonomy);
    Measured {
        companies: companies.len(),
        figures: figures(&gold::outcomes(&matcher, &companies)),
    }
}

/// The one file of companies that is part of the repository.
const OWN: &str = "tests/data/short-profiles.jsonl";

fn floors() -> (String, File) {
    let text = std::fs::read_to_string(FLOORS).expect("the floors are there");
    let file = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    (text, file)
}

/// Complains of every figure that fell, of the files that are `ours` or of all others.
fn keeps(ours: bool) {
    let (_, file) = floors();
    let mut files = file
        .gold
        .iter()
        .filter(|floors| (floors.file == OWN) == ours)
        .peekable();
    assert!(files.peek().is_some(), "where are the floors?");
    let fallen: Vec<String> = files.flat_map(fallen).collect();
    assert!(fallen.is_empty(), "\n{}", fallen.join("\n"));
}

#[test]
fn no_figure_of_short_profiles_falls_more_than_its_noise() {
    keeps(true);
}

#[test]
#[ignore = "needs ../shared/gold, which is not part of the repository"]
fn no_figure_falls_more_than_its_noise() {
    if std::env::var_os("RECORD_QUALITY").is_some() {
        let (text, file) = floors();
        record(&file, &text);
        return;
    }
    keeps(false);
}

/// A line for each figure of a file that fell.
fn fallen(floors: &Floors) -> Vec<String> {
    let measured = measure(&floors.file);
    let file = &floors.file;
    if measured.companies != floors.companies {
        let (now, then) = (measured.companies, floors.companies);
        return vec![format!(
            "{file} has {now} companies, not {then}: record its figures anew"
        )];
    }
    let fell = |(measure, floor): (&Measure, &Floor)| {
        let now = measured.figures[measure].value;
        let loss = now.map(|now| {
            let change = now - floor.figure;
            if measure.is_error() { change } else { -change }
        });
        let kept = loss.is_some_and(|loss| loss <= floor.noise);
        (!kept).then(|| {
            let (name, figure, noise) = (measure.name(), floor.figure, floor.noise);
            format!("{file}: {name} is {now:.3?}, was {figure} with noise {noise}")
        })
    };
    floors.figures.iter().filter_map(fell).collect()
}

/// Writes the figures anew below the comment that the file begins with.
fn record(file: &File, text: &str) {
    let comment = text.lines().take_while(|line| line.starts_with('#'));
    let mut lines: Vec<String> = comment.map(str::to_owned).collect();
    for floors in &file.gold {
        let measured = measure(&floors.file);
        lines.push(format!(
            "\n[[gold]]\nfile = \"{}\"\ncompanies = {}\n\n[gold.figures]",
            floors.file, measured.companies
        ));
        for measure in KEPT {
            if let Some((figure, noise)) = floor(measured.figures[&measure]) {
                let key = serde_json::to_value(measure).expect("a word");
                let key = key.as_str().expect("a word");
                lines.push(format!(
                    "{key} = {{ figure = {figure:.3}, noise = {noise:.3} }}"
                ));
            }
        }
    }
    std::fs::write(FLOORS, lines.join("\n") + "\n").expect("the floors can be written");
}

/// A figure with its noise: a 95% interval is some four standard errors wide.
fn floor(figure: Figure) -> Option<(f64, f64)> {
    let width = figure.high? - figure.low?;
    Some((figure.value?, (width / 4.0).max(LEAST_NOISE)))
}
