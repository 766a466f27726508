//! What must hold for any profile and any bytes, tried on random ones.

#![cfg(feature = "cli")]

mod random;

use planfit::assessment::Answer;
use planfit::fit::Level;
use planfit::input::profile_file::{ProfileFormat, parse_profile};
use planfit::report::table::Layout;
use planfit::report::{View, json, markdown, table};
use planfit::{
    Assessment, Evidence, Field, Language, Matcher, Options, Profile, Score, Scratch, Taxonomy,
    Tier, Verdict,
};
use proptest::prelude::*;
use random::{ALL, MATCHER, TAXONOMY, is_hostile, profile, words};
use std::sync::LazyLock;

/// A plan of two subdivisions.
static SMALL: LazyLock<Taxonomy> = LazyLock::new(|| {
    let text = include_str!("cmd/taxonomy-data/small.toml");
    Taxonomy::from_toml(text, "small.toml").expect("a test of the program reads it")
});
static SMALL_MATCHER: LazyLock<Matcher<'static>> = LazyLock::new(|| Matcher::new(&SMALL));

fn assess(profile: &Profile, options: &Options) -> Assessment<'static> {
    MATCHER.assess(profile, options, &mut Scratch::default())
}

/// Scores in the order of the plan.
fn scores(profile: &Profile) -> Vec<(&'static str, Score)> {
    let assessment = assess(profile, &ALL);
    let mut scores: Vec<_> = assessment
        .fits
        .iter()
        .map(|fit| (fit.subdivision.id.as_str(), fit.score))
        .collect();
    scores.sort();
    scores
}

/// The bytes that a piece of evidence points to.
fn pointed_to<'p>(profile: &'p Profile, piece: &Evidence) -> Option<&'p str> {
    let text = match piece.field? {
        Field::Name => profile.name.as_deref(),
        Field::Keywords => profile.keywords.get(piece.item).map(String::as_str),
        Field::Products => profile.products.get(piece.item).map(String::as_str),
        Field::Description => profile.description.as_deref(),
        Field::Project => profile.project.as_deref(),
    };
    text?.get(piece.span.0..piece.span.1)
}

fn check_evidence(profile: &Profile, evidence: &[Evidence]) -> Result<(), TestCaseError> {
    for piece in evidence.iter().filter(|piece| piece.field.is_some()) {
        prop_assert_eq!(
            pointed_to(profile, piece),
            Some(piece.text.as_str()),
            "{:?}",
            piece
        );
    }
    Ok(())
}

/// The answer in every format, as text.
fn shown(
    profile: &Profile,
    assessment: &Assessment<'_>,
    language: Language,
    width: usize,
) -> [String; 3] {
    let answer = Answer::new(&TAXONOMY.plan, profile, assessment);
    let view = View {
        language,
        explain: true,
    };
    let layout = Layout {
        width,
        colour: false,
    };
    let (mut on_terminal, mut in_markdown, mut in_json) = (Vec::new(), Vec::new(), Vec::new());
    table::write(&mut on_terminal, &answer, view, layout).expect("a vector takes everything");
    markdown::write(&mut in_markdown, &answer, view).expect("a vector takes everything");
    json::write_line(&mut in_json, &answer).expect("a vector takes everything");
    [on_terminal, in_markdown, in_json]
        .map(|bytes| String::from_utf8(bytes).expect("all output is UTF-8"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_in_range_and_in_order(profile in profile(&TAXONOMY)) {
        let assessment = assess(&profile, &ALL);
        let unread = matches!(assessment.verdict, Verdict::NoText | Verdict::NotRecognised);
        prop_assert_eq!(assessment.fits.len(), if unread { 0 } else { TAXONOMY.subdivisions.len() });
        prop_assert!(assessment.confidence <= 100 && assessment.completeness.score <= 100);
        for (place, fit) in assessment.fits.iter().enumerate() {
            prop_assert_eq!(fit.rank, place + 1);
            prop_assert!(fit.score.tenths() <= 1000);
            prop_assert_eq!(fit.tier, Tier::of(fit.score));
            prop_assert!(fit.clause.is_some_and(|clause| clause.phrase_span().is_some()));
        }
        prop_assert!(assessment.fits.is_sorted_by(|a, b| a.score >= b.score));
    }

    #[test]
    fn evidence_adds_up_and_points_into_the_profile(profile in profile(&TAXONOMY), limit in 0..9_usize) {
        for options in [ALL, Options { evidence: limit, ..ALL }] {
            let assessment = assess(&profile, &options);
            for fit in &assessment.fits {
                let sum = fit.evidence.iter().map(|piece| piece.points.0).sum::<i32>();
                prop_assert_eq!(sum, fit.points.0);
                check_evidence(&profile, &fit.evidence)?;
            }
            if let Some(out) = &assessment.out_of_scope {
                check_evidence(&profile, &out.evidence)?;
            }
        }
    }

    #[test]
    fn the_order_of_keywords_and_products_is_no_evidence(
        profile in profile(&TAXONOMY),
        keywords in words(&TAXONOMY, 5).prop_shuffle(),
    ) {
        let sorted = |mut words: Vec<String>| {
            words.sort();
            words
        };
        let shuffled = Profile { keywords: keywords.clone(), ..profile.clone() };
        let in_order = Profile {
            keywords: sorted(keywords),
            products: sorted(profile.products.clone()),
            ..profile
        };
        // The same to a tenth: a sum of floating-point numbers depends on their order in its last digit, and where that is the
        // edge of a tenth it shows.
        for ((id, score), (other, again)) in scores(&shuffled).into_iter().zip(scores(&in_order)) {
            prop_assert_eq!(&id, &other);
            prop_assert!(score.tenths().abs_diff(again.tenths()) <= 1, "{} {} {}", id, score, again);
        }
    }

    #[test]
    fn a_used_scratch_changes_nothing(profiles in prop::collection::vec(profile(&TAXONOMY), 1..4)) {
        let mut scratch = Scratch::default();
        for profile in &profiles {
            // Matchers of other plans may share it.
            for matcher in [&*MATCHER, &*SMALL_MATCHER] {
                let used = matcher.assess(profile, &ALL, &mut scratch);
                let fresh = matcher.assess(profile, &ALL, &mut Scratch::default());
                prop_assert_eq!(format!("{used:?}"), format!("{fresh:?}"));
            }
        }
    }

    #[test]
    fn no_format_lets_hostile_characters_through(
        profile in profile(&TAXONOMY), width in 0..200_usize, chinese in any::<bool>(), top in 0..4_usize,
    ) {
        let language = if chinese { Language::Zh } else { Language::En };
        let assessment = assess(&profile, &Options { top, ..ALL });
        let [on_terminal, in_markdown, in_json] = shown(&profile, &assessment, language, width);
        prop_assert!(!on_terminal.contains(is_hostile));
        prop_assert!(!in_markdown.contains(is_hostile));
        prop_assert_eq!(in_json.lines().count(), 1);
        let answer: serde_json::Value = serde_json::from_str(&in_json).expect("it is JSON");
        prop_assert_eq!(&answer["profile"], &serde_json::to_value(&profile).expect("it is plain data"));
    }

    #[test]
    fn a_rolled_up_answer_has_each_group_once(profile in profile(&TAXONOMY)) {
        for level in [Level::Industry, Level::Front] {
            let mut assessment = assess(&profile, &ALL);
            let best = assessment.fits.first().map(|fit| fit.score);
            assessment.roll_up(level, usize::MAX);
            let groups: std::collections::HashSet<&str> = assessment
                .fits
                .iter()
                .map(|fit| if level == Level::Industry { fit.industry.id.as_str() } else { fit.front.id.as_str() })
                .collect();
            prop_assert_eq!(groups.len(), assessment.fits.len());
            prop_assert_eq!(assessment.fits.first().map(|fit| fit.score), best);
        }
    }

    #[test]
    fn any_bytes_are_a_profile_or_one_line_of_complaint(
        bytes in prop::collection::vec(any::<u8>(), 0..64),
        text in "(\\{|\\[|name = |\"keywords\":|\"|=|,|\\}|\\]|\n|kind|\\PC){0,24}",
    ) {
        let formats = [None, Some(ProfileFormat::Toml), Some(ProfileFormat::Json), Some(ProfileFormat::Text)];
        for (bytes, format) in [&bytes[..], text.as_bytes()].into_iter().flat_map(|bytes| formats.map(|f| (bytes, f))) {
            match parse_profile(bytes, "p", format) {
                Ok(profile) => {
                    let _ = assess(&profile, &ALL);
                }
                Err(error) => prop_assert_eq!(error.to_string().lines().count(), 1, "{}", error),
            }
        }
    }

    #[test]
    fn a_profile_written_as_json_is_read_back(profile in profile(&TAXONOMY)) {
        let text = serde_json::to_string(&profile).expect("it is plain data");
        let read = parse_profile(text.as_bytes(), "p", Some(ProfileFormat::Json)).expect("it was just written");
        prop_assert_eq!(read.kind, profile.kind);
        let blank = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
        prop_assert!(read.name == profile.name || blank(&profile.name));
        prop_assert!(read.description == profile.description || blank(&profile.description));
    }
}
