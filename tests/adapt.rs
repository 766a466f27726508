//! Learning from labelled companies of one's own: what is written is better on companies held out, points still add up, and
//! records say what they were made with.
#![cfg(feature = "cli")]

mod own_plan;

use own_plan::own_plan;
use planfit::adapt::{self, Part};
use planfit::eval::{Gold, Measure, read_gold};
use planfit::matcher::{fit_text, read_fit};
use planfit::{Matcher, Options, Scratch, Taxonomy};
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Output};

/// A plan of another city, with `like` or with its terms alone, and its text.
fn city(borrows: bool) -> (Taxonomy, String) {
    let (text, plan) = own_plan("city.csv");
    if borrows {
        return (plan, text);
    }
    let lines = text.lines().filter(|line| !line.starts_with("like = "));
    let text = lines.collect::<Vec<_>>().join("\n");
    (Taxonomy::from_toml(&text, "city.toml").unwrap(), text)
}

/// The short profiles that ship, with the labels that stand for theirs in that plan.
fn labelled(plan: &Taxonomy) -> Vec<Gold> {
    let labels = include_str!("data/plans/city-labels.tsv");
    let labels: HashMap<&str, &str> = labels
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let shipped = Taxonomy::shipped();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/short-profiles.jsonl");
    let mut gold = read_gold(&path, &shipped).unwrap();
    for company in &mut gold {
        let mut own: HashMap<usize, u8> = HashMap::new();
        for (class, grade) in &company.labels {
            let Some(id) = labels.get(shipped.subdivisions[*class].id.as_str()) else {
                continue;
            };
            let class = plan.subdivisions.iter().position(|one| one.id == *id);
            let known = own.entry(class.unwrap()).or_default();
            *known = (*known).max(*grade);
        }
        company.labels = own.into_iter().collect();
        company.labels.sort_unstable();
    }
    gold
}

#[test]
fn a_plan_of_bare_terms_gets_much_better_and_its_points_add_up() {
    let (plan, _) = city(false);
    let gold = labelled(&plan);
    let adapted = adapt::adapt(&plan, &gold, 2);
    assert_eq!(adapted.part, Part::Words);
    let (before, after) = (&adapted.trials[0], &adapted.trials[2]);
    let gain = |measure| after.figures.get(measure).unwrap() - before.figures.get(measure).unwrap();
    assert!(gain(Measure::F1) > 0.2, "{:?}", after.figures);
    assert!(gain(Measure::HitAt1) > 0.1, "{:?}", after.figures);
    assert!(after.loss < before.loss);
    let (learned, text) = adapted.learned.unwrap();
    assert_eq!(fit_text(&learned), text);
    // The same on any number of threads.
    let again = adapt::adapt(&plan, &gold, 1);
    assert_eq!(again.learned.unwrap().1, text);
    for pieces in [3, 1000] {
        let fitted = plan.clone().adapted(learned.clone());
        let matcher = Matcher::new(&fitted);
        let options = Options {
            evidence: pieces,
            top: 30,
            ..Options::default()
        };
        let mut scratch = Scratch::default();
        for company in &gold {
            let assessment = matcher.assess(&company.profile, &options, &mut scratch);
            let best = assessment.fits.first().map(|fit| fit.raw());
            for fit in &assessment.fits {
                let sum: i32 = fit.evidence.iter().map(|piece| piece.points.0).sum();
                assert_eq!(sum, fit.points.0, "{}", fit.subdivision.id);
                let told = matcher.score_at(fit.raw(), best.unwrap());
                assert!(
                    (told.value() - fit.score.value()).abs() < 1.5,
                    "{told} {}",
                    fit.score
                );
            }
        }
    }
}

/// Most of what is added up is named: the rest is what is taken off where little speaks for a subdivision.
#[test]
fn what_was_learned_is_told_word_by_word() {
    let (plan, _) = city(false);
    let gold = labelled(&plan);
    let (learned, _) = adapt::adapt(&plan, &gold, 2).learned.unwrap();
    let plan = plan.adapted(learned);
    let matcher = Matcher::new(&plan);
    let options = Options {
        evidence: 1000,
        ..Options::default()
    };
    let mut scratch = Scratch::default();
    for company in &gold {
        let assessment = matcher.assess(&company.profile, &options, &mut scratch);
        let Some(fit) = assessment
            .fits
            .first()
            .filter(|fit| fit.score.value() > 60.0)
        else {
            continue;
        };
        let rest = fit
            .evidence
            .iter()
            .filter(|piece| piece.how == planfit::fit::How::Rest);
        let rest: i32 = rest.map(|piece| piece.points.0).sum();
        assert!(
            rest.abs() < 25,
            "{}: {rest} of {}",
            company.id,
            fit.points.0
        );
    }
}

#[test]
fn no_draw_is_worse_on_the_others() {
    for borrows in [false, true] {
        let (plan, _) = city(borrows);
        let gold = labelled(&plan);
        for take in [30, 150] {
            for (at, draw) in adapt::draws(&plan, &gold, take, 5, 2).iter().enumerate() {
                let get = |measure| {
                    let of = |figures: &planfit::eval::Metrics| figures.get(measure).unwrap();
                    (of(&draw.before), of(&draw.after))
                };
                let (before, after) = get(Measure::Brier);
                assert!(
                    after <= before + 0.002,
                    "borrows {borrows}, {take} labels, draw {at}: Brier {before:.4} -> {after:.4}"
                );
                let (before, after) = get(Measure::F1);
                assert!(
                    after >= before - 0.02,
                    "borrows {borrows}, {take} labels, draw {at}: F1 {before:.3} -> {after:.3}"
                );
            }
        }
    }
}

#[test]
fn nothing_is_learned_from_labels_that_mean_nothing() {
    let (plan, _) = city(true);
    let mut gold = labelled(&plan);
    gold.truncate(120);
    // Everyone gets the labels of another.
    let mut labels: Vec<_> = gold.iter().map(|company| company.labels.clone()).collect();
    labels.rotate_left(41);
    for (company, labels) in gold.iter_mut().zip(labels) {
        company.labels = labels;
    }
    let adapted = adapt::adapt(&plan, &gold, 2);
    assert_ne!(adapted.part, Part::Words);
}

fn planfit(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planfit"));
    let output = command.args(arguments).current_dir(folder).output();
    output.expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with the plan, its labelled companies, and a list.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (plan, text) = city(false);
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("city.toml", &text);
    let (mut lines, mut leads) = (String::new(), "id,products\n".to_owned());
    for company in labelled(&plan) {
        let labels = company.labels.iter();
        let labels = labels.map(|(class, grade)| (plan.subdivisions[*class].id.clone(), *grade));
        let labels: HashMap<String, u8> = labels.collect();
        let profile = &company.profile;
        let line = serde_json::json!({
            "id": company.id, "keywords": profile.keywords, "products": profile.products,
            "description": profile.description, "labels": labels,
        });
        lines.push_str(&format!("{line}\n"));
        let products = profile.products.join(";").replace('"', "");
        leads.push_str(&format!("{},\"{products}\"\n", company.id));
    }
    put("labelled.jsonl", &lines);
    put("leads.csv", &leads);
    folder
}

#[test]
fn records_say_what_they_were_made_with_and_are_verified_with_it_only() {
    let folder = folder();
    let run = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        planfit(folder.path(), &arguments)
    };
    let made = run("adapt --taxonomy city.toml --labelled labelled.jsonl -o city.fit");
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let text = std::fs::read(folder.path().join("city.fit")).unwrap();
    let hash = read_fit(&text, "city.fit").unwrap().sha256;
    let again = run("adapt --taxonomy city.toml --labelled labelled.jsonl -o -");
    assert_eq!(again.stdout, text);
    let batch = "batch leads.csv --taxonomy city.toml";
    let screened = run(&format!("{batch} --fit city.fit -o a.jsonl"));
    assert_eq!(screened.status.code(), Some(0), "{}", stderr(&screened));
    let records = std::fs::read_to_string(folder.path().join("a.jsonl")).unwrap();
    assert!(
        records
            .lines()
            .all(|line| line.contains(&format!("\"fit\":\"{hash}\"")))
    );
    let verified = run("verify a.jsonl --taxonomy city.toml --fit city.fit");
    assert_eq!(stdout(&verified), "260 verified\n");
    let without = run("verify a.jsonl --taxonomy city.toml");
    assert_eq!(without.status.code(), Some(1));
    assert!(stdout(&without).contains("it was made with `--fit` of another file"));
    let plain = run(&format!("{batch} -o b.jsonl"));
    assert_eq!(plain.status.code(), Some(0));
    let other = run("verify b.jsonl --taxonomy city.toml --fit city.fit");
    assert!(stdout(&other).contains("it was made without `--fit`"));
    for command in [
        "match -p LFP;cells --format json",
        "explain -p LFP;cells --format json",
    ] {
        let answer = run(&format!("{command} --taxonomy city.toml --fit city.fit"));
        assert!(
            stdout(&answer).contains(&hash),
            "{command}: {}",
            stderr(&answer)
        );
    }
    let figures = run("eval labelled.jsonl --brief --taxonomy city.toml --fit city.fit");
    assert_eq!(figures.status.code(), Some(0), "{}", stderr(&figures));
    let wrong = run("match -p cells --fit city.fit");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        stderr(&wrong).contains("`city.fit` was learned of plan `own`, not of `chongqing-2021`")
    );
}

#[test]
fn too_few_labels_are_refused() {
    let folder = folder();
    let path = folder.path().join("labelled.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let few: Vec<&str> = text.lines().take(29).collect();
    std::fs::write(&path, few.join("\n")).unwrap();
    let arguments = "adapt --taxonomy city.toml --labelled labelled.jsonl -o city.fit";
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let refused = planfit(folder.path(), &arguments);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("has 29 labelled companies; 30 are needed"));
    assert!(!folder.path().join("city.fit").exists());
}
