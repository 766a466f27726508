//! Headers that people really write, and what each heads.

use planfit::input::target_of;
use std::collections::BTreeMap;

/// `headers.txt`: under `## field` the spellings of that field; what stands before them is what was known once.
fn wanted() -> BTreeMap<String, Vec<String>> {
    let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut field = String::new();
    for line in include_str!("headers.txt").lines() {
        if let Some(name) = line.strip_prefix("## ") {
            field = name.to_owned();
            continue;
        }
        let mut parts = line.trim().splitn(3, ' ');
        let spellings = parts.nth(2).unwrap_or_default();
        for header in spellings.split(" | ") {
            wanted
                .entry(header.to_owned())
                .or_default()
                .push(field.clone());
        }
    }
    wanted
}

#[test]
fn headers_are_known() {
    let wanted = wanted();
    let said = |header: &str| target_of(header).map_or("-", |target| target.as_str());
    let missed: Vec<String> = wanted
        .iter()
        .filter(|(header, fields)| !fields.iter().any(|field| field == said(header)))
        .map(|(header, fields)| format!("`{header}` is {} and not {fields:?}", said(header)))
        .collect();
    let known = wanted.len() - missed.len();
    assert!(
        known * 100 >= wanted.len() * 98,
        "{known} of {}: {missed:#?}",
        wanted.len()
    );
}

#[test]
fn headers_of_other_things_are_not_taken() {
    let others: Vec<&str> = include_str!("other-headers.txt")
        .lines()
        .flat_map(|line| line.split(" | "))
        .collect();
    assert!(others.len() >= 150, "{}", others.len());
    let taken: Vec<String> = others
        .iter()
        .filter_map(|header| {
            target_of(header).map(|target| format!("`{header}` as {}", target.as_str()))
        })
        .collect();
    assert!(taken.is_empty(), "{taken:#?}");
}
