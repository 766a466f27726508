//! The evaluation as a whole: what it says does not depend on threads, survives its own file, and leaves out what the
//! definitions leave out.

#![cfg(feature = "cli")]

use planfit::assessment::Firm;
use planfit::eval::{self, DEPTH, Gold, Noise, Report, Rethresholded, Saved, Threshold, rank};
use planfit::{Language, Matcher, Options, Scratch, Taxonomy};
use std::path::Path;

fn labelled(taxonomy: &Taxonomy) -> Vec<Gold> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/labelled.csv");
    eval::read_gold(&path, taxonomy).expect("the example can be read")
}

#[test]
fn threads_change_nothing() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let gold = labelled(&taxonomy);
    let alone = eval::rank(&matcher, &gold, 1);
    for threads in [2, 5, 100] {
        assert_eq!(eval::rank(&matcher, &gold, threads), alone);
    }
    assert!(alone.iter().all(|row| row.ranked.len() == eval::DEPTH));
}

#[test]
fn a_run_compared_with_its_own_file_has_not_changed() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let gold = labelled(&taxonomy);
    let rows = eval::rank(&matcher, &gold, 2);
    let mut report = Report::new("labelled.csv", &gold, &rows, &matcher, 3);
    let json = serde_json::to_vec(&report).expect("a report is plain data");
    let saved = Saved::parse("saved.json", &json).expect("a report can be read back");
    assert_eq!(saved.outcomes, report.outcomes);
    report.compare_with(&saved);
    let comparison = report.comparison.expect("it was just made");
    assert_eq!(comparison.companies, gold.len());
    assert!(comparison.gained.is_empty() && comparison.lost.is_empty());
    for change in comparison.figures.values() {
        assert!(
            !change.beyond_noise && change.difference == 0.0,
            "{change:?}"
        );
    }
}

#[test]
fn files_that_cannot_be_compared_with_are_refused() {
    let refused = |json: &str| {
        let error = Saved::parse("old.json", json.as_bytes()).expect_err("it is refused");
        assert_eq!(
            error.hint(),
            Some("it is written by `planfit eval GOLD --format json`")
        );
        error.to_string()
    };
    let with = |format: u32, outcomes: &str| {
        format!(
            r#"{{"eval_format":{format},"plan":{{"id":"p","sha256":"0"}},"gold":"g","noise":null,"outcomes":[{outcomes}]}}"#
        )
    };
    let start = "`old.json` is no evaluation to compare with: ";
    assert_eq!(
        refused(&with(99, "")),
        format!("{start}its format is 99, not 1")
    );
    let impossible = r#"{"id":"7","best_grade":3,"ndcg":0.5,"relevant":0,"pairs":[[2000,true]]}"#;
    assert_eq!(
        refused(&with(1, impossible)),
        format!("{start}company `7` has impossible values")
    );
    assert!(refused("{}").starts_with(&format!("{start}missing field")));
}

#[test]
fn aspects_are_ranked_only_for_companies_that_have_one() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let text =
        "Talent introduction: recruitment of overseas talent and high-level talent for the city.";
    let with = |labels: &str| {
        let line = format!(r#"{{"description":"{text}","labels":{labels}}}"#);
        let gold = eval::parse_gold("gold", line.into(), &taxonomy).expect("it is sound");
        let rows = eval::rank(&matcher, &gold, 1);
        let aspects = rows[0]
            .ranked
            .iter()
            .filter(|(index, _)| taxonomy.subdivisions[*index].id.starts_with("aspect/"));
        aspects.count()
    };
    assert_eq!(with(r#"{"services/professional-services":3}"#), 0);
    assert_eq!(with(r#"{"aspect/talent-introduction":1}"#), 0);
    assert!(with(r#"{"aspect/talent-introduction":2}"#) > 0);
}

#[test]
fn the_worst_companies_come_with_evidence_for_both_sides() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    // A maker of batteries, labelled wrongly on purpose.
    let line =
        r#"{"id":"7","products":["lithium battery cells"],"labels":{"agriculture/condiments":3}}"#;
    let gold = eval::parse_gold("gold", line.into(), &taxonomy).expect("it is sound");
    let rows = eval::rank(&matcher, &gold, 1);
    let report = Report::new("gold", &gold, &rows, &matcher, 10);
    let miss = &report.worst[0];
    let wanted = miss.wanted.as_ref().expect("one is relevant");
    assert_eq!(wanted.subdivision, "agriculture/condiments");
    assert!(wanted.rank > 1 && miss.given.rank == 1);
    assert_eq!(
        miss.ahead.tenths(),
        miss.given.score.tenths() - wanted.score.tenths()
    );
    assert!(
        miss.given
            .evidence
            .iter()
            .any(|piece| piece.text.contains("battery"))
    );
    let confusion = &report.confusions[0];
    assert_eq!(confusion.wanted.as_deref(), Some("agriculture/condiments"));
    assert_eq!(confusion.given, miss.given.subdivision);
}

#[test]
fn hostile_names_do_nothing_to_a_terminal() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let line = "{\"id\":\"a\\u001b[2Jb\",\"name\":\"x\\u202ey\\nz\",\"products\":[\"lithium\\u001b battery cells\"],\"labels\":{}}";
    let gold = eval::parse_gold("gold", line.into(), &taxonomy).expect("it is sound");
    let rows = eval::rank(&matcher, &gold, 1);
    let text = Report::new("gold", &gold, &rows, &matcher, 10)
        .text(false, 10, Language::En)
        .to_string();
    assert!(text.contains("Worst"), "{text}");
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains("\nz"),
        "{text}"
    );
}

#[test]
fn damage_leaves_something_to_read() {
    let taxonomy = Taxonomy::shipped();
    for gold in labelled(&taxonomy) {
        for noise in Noise::ALL {
            let damaged = noise.apply(&gold, 0);
            assert_eq!(damaged.profile.is_empty(), gold.profile.is_empty());
            assert_eq!(damaged.profile.keywords.len(), gold.profile.keywords.len());
        }
    }
}

/// Thresholds of what is there are those of a run.
#[test]
fn thresholds_need_no_run() {
    let taxonomy = Taxonomy::shipped();
    let gold = labelled(&taxonomy);
    let matcher = Matcher::new(&taxonomy);
    let mut report = Report::new("labelled", &gold, &rank(&matcher, &gold, 1), &matcher, 0);
    report.aim_at(0.9);
    let saved = serde_json::to_vec(&report).unwrap();
    let saved = Saved::parse("saved", &saved).unwrap();
    let again = Rethresholded::of_saved(&saved, Some(0.9));
    assert_eq!(again.thresholds, report.thresholds);
    assert_eq!(again.tiers, report.tiers);
    assert_eq!(again.target, report.target);
    // Of answers, too; one company has none.
    let options = Options {
        top: DEPTH,
        min_score: planfit::Score::default(),
        evidence: 0,
    };
    let mut scratch = Scratch::default();
    let firms: Vec<Firm> = (1..)
        .zip(&gold[1..])
        .map(|(row, company)| {
            let assessment = matcher.assess(&company.profile, &options, &mut scratch);
            Firm::new(
                row,
                Some(company.id.clone()),
                company.profile.clone(),
                assessment,
            )
        })
        .collect();
    let answers = Rethresholded::of_answers("labelled", &gold, &firms, &taxonomy, None).unwrap();
    assert_eq!(answers.unanswered, 1);
    let others = Report::new("x", &gold[1..], &rank(&matcher, &gold[1..], 1), &matcher, 0);
    let least = |all: &[Threshold]| {
        let from = all
            .iter()
            .filter(|one| one.from_score >= planfit::Tier::Peripheral.threshold());
        from.copied().collect::<Vec<_>>()
    };
    assert_eq!(least(&answers.thresholds), least(&others.thresholds));
    let error = Rethresholded::of_answers("labelled", &gold, &[], &taxonomy, None).unwrap_err();
    assert!(
        error.to_string().contains("none of the companies"),
        "{error}"
    );
}
