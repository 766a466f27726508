//! The shipped profiles are read, and each fits what a newcomer would say it fits.

#![cfg(feature = "cli")]

use planfit::input::profile_file::read_profile;
use planfit::{Matcher, Options, Scratch, Taxonomy, Verdict};
use std::collections::BTreeSet;
use std::path::Path;

/// File, what its best fit is; nothing for those that the plan does not promote.
const EXPECTED: [(&str, Option<&str>); 16] = [
    (
        "applied-university.toml",
        Some("tech-innovation/universities-research-institutes"),
    ),
    ("battery-maker.toml", Some("new-energy-icv/power-batteries")),
    ("biologics.md", Some("biotechnology/biological-drugs")),
    ("citrus-orchards.txt", Some("agriculture/plants-fruits")),
    (
        "cold-chain-logistics.json",
        Some("services/modern-logistics"),
    ),
    ("display-panels.json", Some("next-gen-it/new-displays")),
    ("hot-pot-seasonings.md", Some("agriculture/condiments")),
    (
        "hydrogen-fuel-cells.json",
        Some("new-energy-icv/hydrogen-fueled-systems"),
    ),
    (
        "industrial-robots.txt",
        Some("high-end-equipment/industrial-robots"),
    ),
    (
        "industrial-software.toml",
        Some("next-gen-it/software-big-data"),
    ),
    ("motorcycles.toml", Some("auto-moto/electric-motorcycles")),
    ("noodle-restaurants.txt", None),
    (
        "optics-institute.json",
        Some("tech-innovation/optoelectronics"),
    ),
    (
        "power-chip-team.toml",
        Some("next-gen-it/integrated-circuits"),
    ),
    ("property-developer.toml", None),
    (
        "science-park-incubator.toml",
        Some("aspect/enterprise-incubation"),
    ),
];

#[test]
fn example_profiles_fit_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/profiles");
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let mut scratch = Scratch::default();
    for (file, expected) in EXPECTED {
        let profile = read_profile(&folder.join(file), None).expect("examples can be read");
        let assessment = matcher.assess(&profile, &Options::default(), &mut scratch);
        match expected {
            Some(id) => {
                assert_eq!(assessment.verdict, Verdict::Fits, "{file}");
                assert_eq!(assessment.fits[0].subdivision.id, id, "{file}");
            }
            None => assert!(
                !assessment.verdict.something_fits(),
                "{file}: {assessment:?}"
            ),
        }
    }
    let files = std::fs::read_dir(&folder).expect("the folder is shipped");
    let files: BTreeSet<String> = files
        .map(|file| {
            file.expect("it can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let listed: BTreeSet<String> = EXPECTED
        .iter()
        .map(|(file, _)| (*file).to_owned())
        .collect();
    assert_eq!(files, listed, "every example is tested");
}
