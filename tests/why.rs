//! `planfit why`: the parts of a change add up to it, and each is put down to what made it.
#![cfg(feature = "cli")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn planfit(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planfit"));
    let output = command.args(arguments).current_dir(folder).output();
    output.expect("the program runs")
}

fn run(folder: &Path, line: &str) -> Output {
    planfit(folder, &line.split(' ').collect::<Vec<_>>())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with records of two lists, the second one with another text for firm 2, by the plan as it is (`a`, `b`) and with
/// something learned (`c` and `d`).
fn records() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let head = "id,name,products\n1,Cells Ltd,lithium battery cells\n";
    put(
        "old.csv",
        &format!("{head}2,Sauce & Co,soy sauce; hotpot seasoning\n3,Sauce & Co,vinegar\n"),
    );
    put(
        "new.csv",
        &format!("{head}2,Sauce & Co,soy sauce; steel pipes\n3,Sauce & Co,vinegar\n"),
    );
    put(
        "own.fit",
        "{\"planfit_fit\":1,\"plan\":{\"id\":\"chongqing-2021\",\"sha256\":\"\"},\"labelled\":30,\
         \"calibration\":{\"slope\":700,\"shift\":-300,\"gap\":100},\"borrows\":false}\n\
         {\"subdivision\":\"agriculture/condiments\",\"bias\":-800,\"like\":[],\"words\":[]}\n",
    );
    for (output, list, fit) in [
        ("a", "old", ""),
        ("b", "new", ""),
        ("c", "old", " --fit own.fit"),
        ("d", "new", " --fit own.fit"),
    ] {
        let line = format!("batch {list}.csv -o {output}.jsonl --top 5{fit}");
        let output = run(folder.path(), &line);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    folder
}

/// The causes of the parts of every change, once it is sure that they add up.
fn causes(json: &[u8]) -> Vec<(String, Vec<String>)> {
    let change: Value = serde_json::from_slice(json).unwrap();
    let tenths = |value: &Value| (value.as_f64().unwrap() * 10.0).round() as i64;
    let mut all = Vec::new();
    for fit in change["fits"].as_array().unwrap() {
        let Some(difference) = fit["difference"].as_object() else {
            continue;
        };
        let parts = fit["parts"].as_array().unwrap();
        let scores: i64 = parts
            .iter()
            .map(|part| part["difference"]["score_tenths"].as_i64().unwrap())
            .sum();
        assert_eq!(
            scores,
            difference["score_tenths"].as_i64().unwrap(),
            "{fit}"
        );
        assert_eq!(
            scores,
            tenths(&fit["scores"][1]) - tenths(&fit["scores"][0]),
            "{fit}"
        );
        let mut points = 0;
        for part in parts {
            let words = part["words"].as_array().unwrap().iter();
            let words = words.map(|word| tenths(&word["points"][1]) - tenths(&word["points"][0]));
            let sum: i64 = words.sum();
            assert_eq!(sum, tenths(&part["difference"]["points"]), "{part}");
            points += sum;
        }
        assert_eq!(points, tenths(&difference["points"]), "{fit}");
        let causes = parts
            .iter()
            .map(|part| part["cause"].as_str().unwrap().to_owned());
        all.push((
            fit["subdivision"].as_str().unwrap().to_owned(),
            causes.collect(),
        ));
    }
    all
}

#[test]
fn every_part_adds_up_and_has_its_cause() {
    let folder = records();
    let why = |line: &str| run(folder.path(), &format!("why {line} --format json"));
    let condiments = |output: &Output| {
        let all = causes(&output.stdout);
        let found = all.iter().find(|(id, _)| id == "agriculture/condiments");
        found
            .map(|(_, causes)| causes.join(" "))
            .unwrap_or_default()
    };
    let text_only = why("2 a.jsonl b.jsonl");
    assert_eq!(
        text_only.status.code(),
        Some(0),
        "{}",
        text(&text_only.stderr)
    );
    assert_eq!(condiments(&text_only), "text");
    let learned = why("2 a.jsonl c.jsonl --fit own.fit");
    assert_eq!(condiments(&learned), "calibration plan");
    // The plan of the first record will do as well.
    assert_eq!(condiments(&why("2 a.jsonl c.jsonl")), "plan calibration");
    assert_eq!(
        condiments(&why("2 a.jsonl d.jsonl --fit own.fit")),
        "calibration plan text"
    );
    assert_eq!(
        condiments(&why("2 a.jsonl d.jsonl")),
        "text plan calibration"
    );
    let same = why("1 a.jsonl b.jsonl");
    assert_eq!(same.status.code(), Some(1));
    assert_eq!(causes(&same.stdout), []);
}

#[test]
fn a_reader_is_told_what_made_it() {
    let folder = records();
    let told = run(folder.path(), "why 2 a.jsonl d.jsonl --fit own.fit -n 1");
    let told = text(&told.stdout);
    for part in [
        "before  fits",
        "fit ",
        "  - soy sauce; hotpot seasoning",
        "  + soy sauce; steel pipes",
        "calibration",
        "plan and weights",
        "hotpot seasoning",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn a_chinese_reader_is_told_in_chinese() {
    let folder = records();
    let told = run(
        folder.path(),
        "why 2 a.jsonl d.jsonl --fit own.fit -n 1 --lang zh",
    );
    let told = text(&told.stdout);
    for part in [
        "之前  符合",
        "，学习结果",
        "\n产品\n",
        "校准",
        "规划和权重",
        "分值",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    for english in ["before", "calibration", "points", "fits", "plan "] {
        assert!(!told.contains(english), "{english}\n{told}");
    }
}

#[test]
fn what_cannot_be_told_is_refused() {
    let folder = records();
    let refused = |arguments: &[&str]| {
        let output = planfit(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let twice = refused(&["why", "sauce & co", "a.jsonl", "b.jsonl"]);
    assert!(
        twice.contains("stands in `a.jsonl` in rows 2, 3"),
        "{twice}"
    );
    let nobody = refused(&["why", "Nobody", "a.jsonl", "b.jsonl"]);
    assert!(
        nobody.contains("no company `Nobody` in `a.jsonl`"),
        "{nobody}"
    );
    let other = refused(&["why", "2", "c.jsonl", "d.jsonl"]);
    assert!(
        other.contains("neither record was made with plan"),
        "{other}"
    );
    let by_name = planfit(
        folder.path(),
        &["why", "ＣＥＬＬＳ ltd", "a.jsonl", "c.jsonl"],
    );
    assert!(
        by_name.status.code() != Some(2),
        "{}",
        text(&by_name.stderr)
    );
}

/// Where nothing was learned of a plan, no score is a figure and none has a tier; points are told all the same.
#[test]
fn a_score_that_was_never_calibrated_is_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put(
        "own.toml",
        "format = 1\n[plan]\nid = \"own\"\n[[subdivision]]\nid = \"pumps\"\nlabel = { en = \"Pumps\" }\n\
         terms.en = [\"centrifugal pump\", \"gear pump\", \"vacuum pump\"]\n",
    );
    put("old.csv", "id,products\n1,gear pumps; vacuum pumps\n");
    put("new.csv", "id,products\n1,gear pumps\n");
    for (list, output) in [("old", "a"), ("new", "b")] {
        let line = format!("batch {list}.csv -o {output}.jsonl --taxonomy own.toml");
        assert_eq!(run(folder.path(), &line).status.code(), Some(0));
    }
    let told = run(folder.path(), "why 1 a.jsonl b.jsonl --taxonomy own.toml");
    let told = text(&told.stdout);
    let (_, fit) = told.split_once("pumps: ").unwrap();
    let (first, rest) = fit.split_once('\n').unwrap();
    assert!(first.starts_with("strong by terms -> "), "{told}");
    assert!(first.contains(" by terms (points -"), "{told}");
    let part = rest.lines().next().unwrap_or_default();
    let words: Vec<&str> = part.split_whitespace().take(2).collect();
    assert_eq!(words, ["text", "points"], "{told}");
    let line = "why 1 a.jsonl b.jsonl --taxonomy own.toml --format json";
    let change: Value = serde_json::from_slice(&run(folder.path(), line).stdout).unwrap();
    assert_eq!(
        change["fits"][0]["basis"],
        serde_json::json!(["terms", "terms"])
    );
}
