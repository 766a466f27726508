//! Each label of the plan, given as the only keyword, comes back first: in English and in Chinese.

#![cfg(feature = "cli")]

use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};

#[test]
fn a_label_as_the_only_keyword_finds_its_own_subdivision() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let mut scratch = Scratch::default();
    let mut missed = Vec::new();
    for subdivision in &taxonomy.subdivisions {
        for label in [&subdivision.label.en, &subdivision.label.zh] {
            let keywords = vec![label.clone()];
            let profile = Profile {
                keywords,
                ..Profile::default()
            };
            let answer = matcher.assess(&profile, &Options::default(), &mut scratch);
            let first = answer.fits.first().map(|fit| fit.subdivision.id.as_str());
            if first != Some(subdivision.id.as_str()) {
                missed.push(format!("{label}: {first:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
