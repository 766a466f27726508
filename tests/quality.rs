//! The figures written in `tests/data/quality.toml` are kept: none falls more than its noise below.
//!
//! `RECORD_QUALITY=1 cargo test --test quality` measures and writes them anew, from every gold file that is there.

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

fn measure(file: &str) -> Option<Measured> {
    let taxonomy = Taxonomy::shipped();
    let companies = gold::companies(file, &taxonomy)?;
    let matcher = Matcher::new(&taxonomy);
    Some(Measured {
        companies: companies.len(),
        figures: figures(&gold::outcomes(&matcher, &companies)),
    })
}

#[test]
fn no_figure_falls_more_than_its_noise() {
    let text = std::fs::read_to_string(FLOORS).expect("the floors are there");
    let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    if std::env::var_os("RECORD_QUALITY").is_some() {
        record(&file, &text);
        return;
    }
    let fallen: Vec<String> = file.gold.iter().flat_map(fallen).collect();
    assert!(fallen.is_empty(), "\n{}", fallen.join("\n"));
}

/// A line for each figure of a file that fell.
fn fallen(floors: &Floors) -> Vec<String> {
    let Some(measured) = measure(&floors.file) else {
        return Vec::new();
    };
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
        let companies = measured
            .as_ref()
            .map_or(floors.companies, |now| now.companies);
        lines.push(format!(
            "\n[[gold]]\nfile = \"{}\"\ncompanies = {companies}\n\n[gold.figures]",
            floors.file
        ));
        for measure in KEPT {
            let old = floors
                .figures
                .get(&measure)
                .map(|floor| (floor.figure, floor.noise));
            let new = measured
                .as_ref()
                .map_or(old, |now| floor(now.figures[&measure]));
            if let Some((figure, noise)) = new {
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
