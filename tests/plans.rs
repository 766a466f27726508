//! Plans of one's own: sheets become plans that work, and borrowing changes nothing that it should not.
#![cfg(feature = "lists")]

use planfit::plan::{Identity, Proposer, read, to_toml};
use planfit::taxonomy::check;
use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};
use std::path::Path;

fn plan_of(sheet: &str) -> (String, Taxonomy) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/plans")
        .join(sheet);
    let sectors = read(&path, None).unwrap();
    let shipped = Taxonomy::shipped();
    let mut proposer = Proposer::new(&shipped);
    let proposals: Vec<_> = sectors
        .iter()
        .map(|sector| proposer.propose(sector))
        .collect();
    let identity = Identity {
        id: "own".into(),
        title: "A plan of one's own".into(),
    };
    let toml = to_toml(&identity, &sectors, &proposals);
    let taxonomy = Taxonomy::from_toml(&toml, sheet).unwrap();
    assert_eq!(taxonomy.subdivisions.len(), sectors.len());
    (toml, taxonomy)
}

#[test]
fn a_sheet_becomes_a_plan_that_answers_in_both_languages() {
    for (sheet, id) in [
        ("city.csv", "power-batteries-new-energy-storage"),
        ("agency.txt", "automotive"),
    ] {
        let (_, taxonomy) = plan_of(sheet);
        let matcher = Matcher::new(&taxonomy);
        let mut scratch = Scratch::default();
        for text in [
            "Makes lithium-ion power batteries and drive motors for electric cars.",
            "生产动力电池、驱动电机及汽车电子，用于新能源汽车。",
        ] {
            let profile = Profile::from_text(text);
            let assessment = matcher.assess(&profile, &Options::default(), &mut scratch);
            assert!(assessment.verdict.something_fits(), "{sheet}: {text}");
            let fits: Vec<&str> = assessment
                .fits
                .iter()
                .map(|fit| fit.subdivision.id.as_str())
                .collect();
            assert!(fits[..2].contains(&id), "{sheet}: {fits:?}");
            for fit in &assessment.fits {
                let sum: i32 = fit.evidence.iter().map(|piece| piece.points.0).sum();
                assert_eq!(sum, fit.points.0, "{}", fit.subdivision.id);
                assert!(fit.clause.is_none());
            }
        }
    }
}

#[test]
fn the_checker_finds_nothing_in_a_plan_made_from_a_sheet() {
    for sheet in ["city.csv", "agency.txt"] {
        assert_eq!(check(&plan_of(sheet).0), [], "{sheet}");
    }
}

/// A renamed subdivision that says what it was called keeps every score to the tenth.
#[test]
fn a_rename_changes_no_score() {
    let shipped = Taxonomy::shipped();
    let mut renamed = shipped.clone();
    for subdivision in &mut renamed.subdivisions {
        let id = format!("renamed/{}", subdivision.id.replace('/', "-"));
        subdivision.formerly = vec![std::mem::replace(&mut subdivision.id, id)];
    }
    let (before, after) = (Matcher::new(&shipped), Matcher::new(&renamed));
    let options = Options {
        top: 100,
        ..Options::default()
    };
    let mut scratch = Scratch::default();
    for text in [
        "Makes power batteries and soy sauce.",
        "生产气凝胶和火锅底料",
    ] {
        let profile = Profile::from_text(text);
        let answer = |matcher: &Matcher<'_>, scratch: &mut Scratch| -> Vec<_> {
            let assessment = matcher.assess(&profile, &options, scratch);
            let fits = assessment.fits.iter();
            fits.map(|fit| (fit.class, fit.score, fit.raw())).collect()
        };
        assert_eq!(answer(&before, &mut scratch), answer(&after, &mut scratch));
    }
}
