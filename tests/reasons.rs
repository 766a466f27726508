//! Explanations and comparisons: what they say can be checked by assessing again, adds up, and obeys no hostile text.

#![cfg(feature = "cli")]

mod random;

use planfit::assessment::{Comparison, Entrant, Explanation, StepKind, compare, explain};
use planfit::fit::{Points, Role};
use planfit::input::profile_file::read_profile;
use planfit::report::document::render_explanation;
use planfit::report::table::Layout;
use planfit::report::{View, comparison, explanation};
use planfit::{
    Assessment, Language, Matcher, Options, Profile, Score, Scratch, Taxonomy, Tier, Verdict,
};
use proptest::prelude::*;
use random::{ALL, MATCHER, TAXONOMY, is_hostile, profile};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

fn trader() -> Profile {
    Profile {
        products: vec!["software for dentists".into()],
        description: Some(
            "Distributor of battery packs used in electric buses. Operates a chain of restaurants, \
             canteens and catering services."
                .into(),
        ),
        ..Profile::default()
    }
}

fn maker() -> Profile {
    Profile {
        name: Some("Jialing".into()),
        products: vec!["LFP modules".into(), "battery packs".into()],
        ..Profile::default()
    }
}

fn explained<'a>(profile: &'a Profile, id: Option<&str>) -> Explanation<'a> {
    let subdivision = id.map(|id| TAXONOMY.subdivision(id).unwrap());
    explain(&MATCHER, profile, subdivision, &mut Scratch::default()).unwrap()
}

fn assess(profile: &Profile) -> Assessment<'static> {
    MATCHER.assess(profile, &ALL, &mut Scratch::default())
}

/// Score, raw score and rank of a subdivision.
fn standing(profile: &Profile, id: &str) -> (Score, Points, usize) {
    let assessment = assess(profile);
    let mut fits = assessment.fits.iter();
    let fit = fits.find(|fit| fit.subdivision.id == id).unwrap();
    (fit.score, Points(fit.base.0 + fit.points.0), fit.rank)
}

fn compared<'a>(profiles: &'a [Profile]) -> Comparison<'a> {
    let entrants: Vec<Entrant<'_, '_>> = profiles
        .iter()
        .enumerate()
        .map(|(at, profile)| Entrant {
            name: format!("profile {at}"),
            matcher: &MATCHER,
            profile,
        })
        .collect();
    compare(&entrants, &mut Scratch::default())
}

fn examples() -> Vec<Profile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/profiles");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let profiles = paths.iter().map(|path| read_profile(path, None).unwrap());
    profiles.collect()
}

/// An explanation on a terminal and as a page.
fn shown(of: &Explanation<'_>, view: View, width: usize) -> [String; 2] {
    let layout = Layout {
        width,
        colour: false,
    };
    let mut table = Vec::new();
    explanation::write_table(&mut table, of, view, layout).unwrap();
    let page = render_explanation(&TAXONOMY, of, view.language);
    [String::from_utf8(table).unwrap(), page]
}

/// A comparison on a terminal and in Markdown.
fn shown_side_by_side(of: &Comparison<'_>, view: View, width: usize) -> [String; 2] {
    let layout = Layout {
        width,
        colour: false,
    };
    let (mut table, mut markdown) = (Vec::new(), Vec::new());
    comparison::write_table(&mut table, of, view, layout).unwrap();
    comparison::write_markdown(&mut markdown, of, view).unwrap();
    [table, markdown].map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn without_a_word_means_assessed_without_it() {
    let profile = maker();
    let explanation = explained(&profile, None);
    let id = explanation.fit.subdivision.id.as_str();
    let outcome = |words: &str| {
        let mut without = explanation.without.iter();
        without
            .find(|outcome| outcome.words == [words])
            .unwrap_or_else(|| panic!("{words} is not among {:?}", explanation.without))
    };
    // The same by hand.
    let without_term = Profile {
        products: vec!["modules".into(), "battery packs".into()],
        ..maker()
    };
    let without_entry = Profile {
        products: vec!["LFP modules".into()],
        ..maker()
    };
    for (words, by_hand) in [("LFP", without_term), ("battery packs", without_entry)] {
        let outcome = outcome(words);
        let told = (outcome.score, outcome.raw, outcome.rank);
        assert_eq!(told, standing(&by_hand, id), "{words}");
        assert_eq!(outcome.places, 1);
        assert_eq!(outcome.change.0, outcome.raw.0 - explanation.raw.0);
    }
    let turning = explanation.turning.as_ref().unwrap();
    assert!(
        turning.score < Tier::Substantial.threshold()
            && explanation.fit.score >= Tier::Substantial.threshold()
    );
}

#[test]
fn what_is_missing_is_assessed_too() {
    let profile = maker();
    let explanation = explained(&profile, Some("aerogel"));
    let missing = explanation.missing.as_ref().unwrap();
    assert!(missing.points.0 > 0 && missing.mentioned.is_empty());
    assert!(!missing.absent.is_empty());
    let together = missing.together.iter().chain(&missing.absent);
    let named = missing.named.iter().filter_map(|name| name.with.as_ref());
    for outcome in together.chain(named) {
        let mut with = maker();
        with.keywords.extend(outcome.words.iter().cloned());
        let told = (outcome.score, outcome.raw, outcome.rank);
        assert_eq!(told, standing(&with, &explanation.fit.subdivision.id));
    }
    let told = shown(&explanation, View::default(), 80)[0].clone();
    assert!(told.contains("Ask the firm: do you make or do"), "{told}");
    assert!(explained(&profile, None).missing.is_none());
}

#[test]
fn roles_late_mention_and_scope_are_steps() {
    let profile = trader();
    let explanation = explained(&profile, Some("power-batteries"));
    let step = |kind| explanation.steps.iter().find(move |step| step.kind == kind);
    let trade = step(StepKind::Role).unwrap();
    assert_eq!(trade.role, Some(Role::Trade));
    assert!(trade.points.0 < 0);
    assert!(explanation.if_own.unwrap() > explanation.fit.score);
    assert!(step(StepKind::Scope).unwrap().points.0 < 0);
    assert!(explanation.held_against.is_some());
    let late = Profile::from_text(format!(
        "{}We make battery packs.",
        "We are a firm. ".repeat(9)
    ));
    let late = explained(&late, Some("power-batteries")).steps;
    let late = late.iter().find(|step| step.kind == StepKind::Late);
    assert!(late.unwrap().points.0 < 0);
}

#[test]
fn lines_of_every_width_and_language_fit() {
    let profiles = examples();
    for profile in &profiles {
        for id in [None, Some("power-batteries")] {
            let explanation = explained(profile, id);
            for language in [Language::En, Language::Zh] {
                for (width, explain) in [(60, false), (80, true), (120, false)] {
                    let [table, _] = shown(&explanation, View { language, explain }, width);
                    assert_fits(&table, width);
                }
            }
        }
    }
    for width in [60, 80, 120] {
        let all = compared(&profiles);
        assert_fits(&shown_side_by_side(&all, View::default(), width)[0], width);
        let language = Language::Zh;
        let view = View {
            language,
            explain: true,
        };
        let pair = compared(&profiles[4..6]);
        assert_fits(&shown_side_by_side(&pair, view, width)[0], width);
    }
}

fn assert_fits(text: &str, width: usize) {
    for line in text.lines() {
        assert!(line.width() <= width, "{} of {width}: {line}", line.width());
    }
}

#[test]
fn equal_profiles_differ_in_nothing() {
    let profiles = [maker(), maker(), trader()];
    let comparison = compared(&profiles);
    let [same, other] = comparison.contrasts.as_slice() else {
        panic!("two contrasts were expected");
    };
    assert!(!same.verdict_differs && same.moves.is_empty());
    assert!(same.only_from.is_empty() && same.only_to.is_empty());
    assert!(!other.moves.is_empty());
    assert!(other.only_from.iter().any(|words| words == "LFP modules"));
    assert!(!other.only_from.iter().any(|words| words == "battery packs"));
}

#[test]
fn one_profile_under_two_plans() {
    let mut next = TAXONOMY.clone();
    next.plan.id = "next".into();
    next.plan.sha256 = "0".repeat(64);
    let place = |next: &Taxonomy, id| {
        let mut known = next.subdivisions.iter();
        known.position(|known| known.id == id).unwrap()
    };
    let gone = place(&next, "new-materials/aerogel");
    next.subdivisions.remove(gone);
    let batteries = place(&next, "new-energy-icv/power-batteries");
    let clause = next.subdivisions[batteries].clause.unwrap();
    next.clauses[clause].text = "Power batteries above all: power batteries.".into();
    next.subdivisions[batteries]
        .terms
        .retain(|term| term.text != "LFP");
    let other = Matcher::new(&next);
    let profile = maker();
    let entrants = [&*MATCHER, &other].map(|matcher| Entrant {
        name: "Jialing".into(),
        matcher,
        profile: &profile,
    });
    let comparison = compare(&entrants, &mut Scratch::default());
    let contrast = &comparison.contrasts[0];
    assert_eq!(contrast.plan_only_from, ["new-materials/aerogel"]);
    assert!(contrast.plan_only_to.is_empty());
    let mut moves = contrast.moves.iter();
    let moved = moves.find(|moved| moved.subdivision == "new-energy-icv/power-batteries");
    let moved = moved.unwrap();
    assert!(moved.after.score < moved.before.score);
    assert_eq!(moved.words[0].words, "LFP");
    assert!(moved.other_clause.is_some());
    let [table, markdown] = shown_side_by_side(&comparison, View::default(), 80);
    for told in [table, markdown] {
        assert!(
            told.contains("plan next") && told.contains("new-materials/aerogel"),
            "{told}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn explanations_add_up_and_obey_nothing(
        profile in profile(&TAXONOMY), at in any::<prop::sample::Index>(), width in 0..160_usize, chinese in any::<bool>(), all in any::<bool>(),
    ) {
        let subdivision = &TAXONOMY.subdivisions[at.index(TAXONOMY.subdivisions.len())];
        let explanation = explain(&MATCHER, &profile, Some(subdivision), &mut Scratch::default());
        let Ok(explanation) = explanation else {
            let assessment = MATCHER.assess(&profile, &Options::default(), &mut Scratch::default());
            let unread = matches!(assessment.verdict, Verdict::NoText | Verdict::NotRecognised);
            prop_assert!(unread);
            return Ok(());
        };
        let (score, raw, rank) = standing(&profile, &subdivision.id);
        prop_assert_eq!((explanation.fit.score, explanation.raw, explanation.fit.rank), (score, raw, rank));
        let sum: Points = explanation.steps.iter().map(|step| step.points).sum();
        prop_assert_eq!(sum, raw);
        prop_assert_eq!(explanation.steps.last().map(|step| step.sum), Some(raw));
        prop_assert!(explanation.steps.is_sorted_by_key(|step| step.kind));
        for line in &explanation.lines {
            // Rounding of the raw score may be off by a tenth right at a line.
            prop_assert!(line.points.0.abs() <= 2 || (line.points.0 <= 0) == (score >= line.score));
        }
        prop_assert_eq!(explanation.missing.is_some(), score < Tier::Substantial.threshold());
        if let Some(rival) = &explanation.rival {
            let told: Points = rival.words.iter().map(|word| word.difference).sum();
            prop_assert_eq!(rival.lead.0, rival.start.0 + told.0 + rival.rest.0);
        }
        let language = if chinese { Language::Zh } else { Language::En };
        let [table, page] = shown(&explanation, View { language, explain: all }, width);
        prop_assert!(!table.contains(is_hostile));
        prop_assert!(!page.contains(is_hostile));
        prop_assert_eq!(page.matches("<script>").count(), 1);
        let mut json = Vec::new();
        explanation::write_json(&mut json, &explanation, false).expect("a vector takes everything");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("it is JSON");
        prop_assert_eq!(&json["profile"], &serde_json::to_value(&profile).expect("it is plain data"));
    }

    #[test]
    fn comparisons_add_up_and_obey_nothing(
        profiles in prop::collection::vec(profile(&TAXONOMY), 2..5), width in 0..160_usize, chinese in any::<bool>(),
    ) {
        let comparison = compared(&profiles);
        prop_assert_eq!(comparison.contrasts.len(), profiles.len() - 1);
        for moved in comparison.contrasts.iter().flat_map(|contrast| &contrast.moves) {
            let told: Points = moved.words.iter().map(|word| word.difference).sum();
            prop_assert_eq!(moved.start.0 + told.0 + moved.rest.0, moved.after.raw.0 - moved.before.raw.0);
        }
        let language = if chinese { Language::Zh } else { Language::En };
        let [table, markdown] = shown_side_by_side(&comparison, View { language, explain: true }, width);
        prop_assert!(!table.contains(is_hostile));
        prop_assert!(!markdown.contains(is_hostile));
        prop_assert!(!markdown.contains("<script"));
    }
}
