//! The shipped plan: clean by the checker, and true to the plan it stands for.

#![cfg(feature = "cli")]

use planfit::assessment::{names_no_business, out_of_scope_words};
use planfit::taxonomy::{SHIPPED_TOML, Term, check};
use planfit::{Language, Profile, Subdivision, Taxonomy};
use std::collections::HashMap;
use std::path::Path;

/// The plan's text as published.
const PLAN: &str = include_str!("data/plan-en.txt");

/// The ids of the plan's 83 subdivisions, one a line, in plan order.
const IDS: &str = include_str!("data/subdivision-ids.txt");

/// Fields of research that name an industry of their own: many words mark them, unlike the platforms beside them.
const RESEARCH_FIELDS: [&str; 4] = [
    "tech-innovation/aerospace",
    "tech-innovation/genetic-technology",
    "tech-innovation/future-materials",
    "tech-innovation/optoelectronics",
];

fn fold_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn count(subdivision: &Subdivision, language: Language) -> usize {
    let of_language = |term: &&Term| term.language == language;
    subdivision.terms.iter().filter(of_language).count()
}

#[test]
fn the_checker_finds_nothing() {
    let findings: Vec<String> = check(SHIPPED_TOML)
        .iter()
        .map(|finding| format!("taxonomy.toml:{finding}"))
        .collect();
    assert!(
        findings.is_empty(),
        "{} findings\n{}",
        findings.len(),
        findings.join("\n")
    );
}

#[test]
fn the_subdivisions_are_those_of_the_plan() {
    let taxonomy = Taxonomy::shipped();
    let ids: Vec<&str> = taxonomy.subdivisions.iter().map(|s| &*s.id).collect();
    let expected: Vec<&str> = IDS.lines().collect();
    assert_eq!(expected.len(), 83);
    assert_eq!(ids, expected);
    assert_eq!(taxonomy.industries.len(), 15);
    assert_eq!(
        taxonomy.fronts.len(),
        5,
        "four fronts and the focus aspects"
    );
}

#[test]
fn every_clause_stands_in_the_plan_and_every_phrase_in_its_clause() {
    let taxonomy = Taxonomy::shipped();
    let plan = fold_white_space(PLAN);
    assert!(plan.contains(&taxonomy.plan.title));
    for clause in &taxonomy.clauses {
        assert!(
            plan.contains(&fold_white_space(&clause.text)),
            "clause {} is not in the plan",
            clause.id
        );
    }
    for subdivision in &taxonomy.subdivisions {
        let clause = taxonomy.clause_of(subdivision).unwrap();
        assert!(
            clause.text.contains(&subdivision.phrase),
            "{}: `{}` is not in clause {}",
            subdivision.id,
            subdivision.phrase,
            clause.id
        );
    }
}

/// What is told of a firm outside the plan knows two kinds of business by their labels, which is all that a report has of
/// them: whoever renames one in the plan has to rename it in `reason.rs` or `evidence.rs` too.
#[test]
fn the_businesses_told_by_their_labels_are_those_of_the_plan() {
    let taxonomy = Taxonomy::shipped();
    let profile = Profile::from_text("A wholesaler that sells timber.");
    let (mut traders, mut nameless) = (Vec::new(), Vec::new());
    for business in &taxonomy.out_of_scope {
        if !out_of_scope_words(&profile, &business.label, &[], 3).is_empty() {
            traders.push(&*business.id);
        }
        for label in [&business.label.en, &business.label.zh] {
            if names_no_business(label) {
                nameless.push(&*business.id);
            }
        }
    }
    assert_eq!(traders, ["retail"]);
    assert_eq!(nameless, ["shell", "shell"], "in both languages");
}

#[test]
fn fields_of_research_have_as_many_terms_as_industries() {
    let taxonomy = Taxonomy::shipped();
    for id in RESEARCH_FIELDS {
        let subdivision = taxonomy.subdivision(id).unwrap();
        assert!(count(subdivision, Language::En) >= 30, "{id}");
        assert!(count(subdivision, Language::Zh) >= 25, "{id}");
    }
}

#[test]
fn a_label_names_one_subdivision() {
    let taxonomy = Taxonomy::shipped();
    let mut first = HashMap::new();
    for subdivision in &taxonomy.subdivisions {
        for label in [&subdivision.label.en, &subdivision.label.zh] {
            if let Some(other) = first.insert(label.to_lowercase(), &subdivision.id) {
                assert_eq!(other, &subdivision.id, "both are called {label}");
            }
        }
    }
}

#[test]
fn the_hash_is_that_of_the_file() {
    let plan = Taxonomy::shipped().plan;
    assert_eq!(plan.sha256.len(), 64);
    let edited = format!("{SHIPPED_TOML}\n");
    let edited = Taxonomy::from_toml(&edited, "edited").unwrap().plan;
    assert_ne!(plan.sha256, edited.sha256);
}

/// The table the shipped plan was made from.
#[test]
#[ignore = "needs ../shared/plan, which is not part of the repository"]
fn labels_clauses_and_phrases_are_those_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plan/subdivisions.tsv");
    let table = std::fs::read_to_string(&path).expect("the table is there");
    let taxonomy = Taxonomy::shipped();
    let mut lines = table.lines();
    let columns: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let mut rows = 0;
    for line in lines {
        let row: HashMap<&str, &str> = columns.iter().copied().zip(line.split('\t')).collect();
        let subdivision = taxonomy.subdivision(row["id"]).unwrap();
        assert_eq!(subdivision.label.en, row["label"]);
        assert_eq!(subdivision.label.zh, row["label_zh"]);
        assert_eq!(subdivision.phrase, row["phrase"]);
        assert_eq!(taxonomy.clause_of(subdivision).unwrap().text, row["clause"]);
        assert_eq!(taxonomy.industry_of(subdivision).label.en, row["industry"]);
        // The table numbers the fronts.
        let front = row["front"].split_once(' ').unwrap().1;
        assert_eq!(taxonomy.front_of(subdivision).label.en, front);
        rows += 1;
    }
    assert_eq!(rows, taxonomy.subdivisions.len());
}
