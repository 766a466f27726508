//! Over a list, the memory of one answer serves the next: once warm, an assessment allocates nothing.

#![cfg(feature = "cli")]

use planfit::{Assessment, Matcher, Options, Profile, Scratch, Taxonomy};

/// Our own short profiles, and long ones of them put together.
fn profiles() -> Vec<Profile> {
    let short: Vec<Profile> = include_str!("data/short-profiles.jsonl")
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("a row is JSON");
            let list = |key: &str| {
                let items = row[key].as_array().into_iter().flatten();
                items
                    .filter_map(|item| Some(item.as_str()?.to_owned()))
                    .collect::<Vec<String>>()
            };
            Profile {
                name: row["name"].as_str().map(str::to_owned),
                keywords: list("keywords"),
                products: list("products"),
                description: row["description"].as_str().map(str::to_owned),
                ..Profile::default()
            }
        })
        .collect();
    let long = short.chunks(20).map(|few| {
        let words = few
            .iter()
            .flat_map(|one| one.products.iter().chain(&one.keywords));
        let words: Vec<&str> = words.map(String::as_str).collect();
        Profile::from_text(words.join(", sells and installs "))
    });
    long.clone().chain(short.iter().cloned()).collect()
}

/// After so many rounds nothing grows any more.
const WARM: usize = 10;

#[test]
fn nothing_is_allocated_once_the_buffers_are_warm() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let profiles = profiles();
    let (mut scratch, mut assessment) = (Scratch::default(), Assessment::default());
    let mut fits = 0;
    let mut all = |options: &Options| {
        for profile in &profiles {
            matcher.assess_into(profile, options, &mut scratch, &mut assessment);
            fits += assessment.fits.len();
        }
    };
    let options = Options::default();
    // Pieces of evidence go round: each string has to meet the longest words before it is long enough for all.
    for _ in 0..WARM {
        all(&options);
    }
    let counted = allocation_counter::measure(|| all(&options));
    assert_eq!(counted.count_total, 0, "{counted:?}");
    assert!(fits > profiles.len(), "there was something to assess");
}
