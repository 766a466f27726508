//! `planfit verify`: what `batch` and `match` write is verified as it is, and a change is named.

#![cfg(feature = "cli")]

use std::path::Path;
use std::process::{Command, Output};

fn planfit(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planfit"));
    let output = command.args(arguments).current_dir(folder).output();
    output.expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn leads() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/leads.csv");
    path.to_string_lossy().into_owned()
}

/// The answers about the example list, in a folder of their own.
fn answers(name: &str, flags: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let leads = leads();
    let arguments = [&["batch", leads.as_str(), "-o", name][..], flags].concat();
    let output = planfit(folder.path(), &arguments);
    assert!(output.status.success(), "{output:?}");
    folder
}

#[test]
fn every_output_is_verified_as_it_is_written() {
    let cases: [(&str, &[&str], &str); 7] = [
        ("a.jsonl", &[], "30 verified\n"),
        ("a.jsonl", &["--top", "1"], "30 verified\n"),
        ("a.csv", &[], "30 verified\n"),
        (
            "a.csv",
            &["--lang", "zh", "--min-score", "50"],
            "30 verified\n",
        ),
        (
            "a.csv",
            &[
                "--columns",
                "id,name,keywords,products,description,fit1_subdivision,fit1_clause,verdict,confidence",
            ],
            "30 verified\n",
        ),
        ("a.tsv", &["--top", "5"], "30 verified\n"),
        ("a.xlsx", &[], "30 verified\n"),
    ];
    for (name, flags, expected) in cases {
        let folder = answers(name, flags);
        let output = planfit(folder.path(), &["verify", name]);
        assert_eq!(stdout(&output), expected, "{name} {flags:?}");
        assert_eq!(output.status.code(), Some(0));
    }
    let folder = answers("long.csv", &["--long"]);
    let output = planfit(folder.path(), &["verify", "long.csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

#[test]
fn a_changed_score_is_named_with_its_row_and_field() {
    let folder = answers("a.jsonl", &[]);
    let path = folder.path().join("a.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut record: serde_json::Value = serde_json::from_str(&lines[2]).unwrap();
    record["fits"][0]["score"] = 12.3.into();
    lines[2] = record.to_string();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let output = planfit(folder.path(), &["verify", "a.jsonl"]);
    let told = stdout(&output);
    assert!(
        told.starts_with("row 3: fits[0].score: stated `12.3`, recomputed `"),
        "{told}"
    );
    assert!(told.ends_with("29 verified, 1 not\n"), "{told}");
    assert_eq!(output.status.code(), Some(1));

    // A report and a comparison say so too.
    let output = planfit(folder.path(), &["report", "a.jsonl", "-o", "a.md"]);
    let warning = String::from_utf8_lossy(&output.stderr);
    assert!(
        warning.contains("row 3: This record was changed"),
        "{warning}"
    );
    let report = std::fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert_eq!(report.matches("This record was changed").count(), 1);
    let output = planfit(folder.path(), &["compare", "a.jsonl"]);
    let warning = String::from_utf8_lossy(&output.stderr);
    assert!(
        warning.contains("row 3: This record was changed"),
        "{warning}"
    );
}

#[test]
fn a_changed_cell_is_named_too() {
    let folder = answers("a.csv", &[]);
    let path = folder.path().join("a.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen(",core,", ",substantial,", 1)).unwrap();
    let output = planfit(folder.path(), &["verify", "a.csv"]);
    let told = stdout(&output);
    let expected =
        "row 1: fit1_tier: stated `substantial`, recomputed `core`\n29 verified, 1 not\n";
    assert_eq!(told, expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_no_answer_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let output = planfit(folder.path(), &["verify", &leads()]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("no columns of answers"), "{told}");
}

/// "0 verified" would be taken for a success by whoever reads only the exit code.
#[test]
fn nothing_to_verify_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("empty.jsonl"), "").unwrap();
    std::fs::write(at("blank.jsonl"), "\n \n").unwrap();
    std::fs::write(at("empty.json"), "").unwrap();
    std::fs::write(at("list.csv"), "name,description\n").unwrap();
    let made = planfit(folder.path(), &["batch", "list.csv", "-o", "header.csv"]);
    assert!(made.status.success(), "{made:?}");
    for name in ["empty.jsonl", "blank.jsonl", "empty.json", "header.csv"] {
        let output = planfit(folder.path(), &["verify", name]);
        assert_eq!(output.status.code(), Some(2), "{name}: {output:?}");
        assert_eq!(stdout(&output), "", "{name}");
        let told = String::from_utf8_lossy(&output.stderr);
        let hint = "verify what `planfit batch` or `planfit match --format json` wrote";
        assert!(
            told.contains(&format!("`{name}` holds no answers")),
            "{told}"
        );
        assert!(told.contains(hint), "{told}");
    }
}
