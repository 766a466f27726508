//! Every kind of list, as `cases.toml` has it.

use serde::Deserialize;
use std::path::Path;
use std::process::Command;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    kind: String,
    args: Vec<String>,
    exit: i32,
    leads: Option<Vec<String>>,
    #[serde(default)]
    table: Vec<String>,
    says: Vec<String>,
}

/// What the lines of standard error begin with that tell how a list was read.
const TOLD: [&str; 12] = [
    "columns: ",
    "note: ",
    "error: ",
    "hint: ",
    "no leads: ",
    "short rows: ",
    "unnamed: ",
    "repaired: ",
    "warning: ",
    "read as ",
    "row ",
    "rejects: ",
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messy/files")
}

/// An answer as a line of the case: what was read, and whether it was nothing.
fn line(answer: &serde_json::Value) -> String {
    let profile = &answer["profile"];
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &serde_json::Value| {
        let entries = value.as_array().into_iter().flatten();
        entries.map(text).collect::<Vec<_>>().join("·")
    };
    let mut description = text(&profile["description"]);
    if description.chars().count() > 200 {
        description = description.chars().take(200).chain(['…']).collect();
    }
    let verdict = text(&answer["verdict"]);
    [
        answer["row"].to_string(),
        text(&answer["id"]),
        text(&profile["name"]),
        list(&profile["keywords"]),
        list(&profile["products"]),
        description,
        if verdict == "no text" {
            verdict
        } else {
            String::new()
        },
    ]
    .join(" | ")
}

#[test]
fn every_kind_of_list_is_read_as_a_person_would_read_it() {
    let cases: Cases = toml::from_str(include_str!("cases.toml")).expect("the cases are TOML");
    let mut wrong = Vec::new();
    for case in &cases.case {
        let ran = Command::new(env!("CARGO_BIN_EXE_planfit"))
            .arg("batch")
            .args(&case.args)
            .current_dir(folder())
            .output()
            .expect("the binary was built");
        let (stdout, stderr) = (
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr),
        );
        let answers = || {
            stdout
                .lines()
                .map(|line| serde_json::from_str(line).expect("an object"))
        };
        let read: Vec<String> = match &case.leads {
            Some(_) => answers().map(|answer| line(&answer)).collect(),
            None if case.table.is_empty() => Vec::new(),
            None => stdout.lines().map(str::to_owned).collect(),
        };
        let told = stderr
            .lines()
            .filter(|line| TOLD.iter().any(|start| line.starts_with(start)));
        let told: Vec<&str> = told.collect();
        let wanted = case.leads.as_ref().unwrap_or(&case.table);
        if ran.status.code() != Some(case.exit) || read != *wanted || told != case.says {
            wrong.push(format!(
                "{} {:?}: {:?} {read:#?} {told:#?}",
                case.kind,
                case.args,
                ran.status.code()
            ));
        }
    }
    assert_eq!(cases.case.len(), 229);
    assert!(
        wrong.is_empty(),
        "{} of {}: {}",
        wrong.len(),
        cases.case.len(),
        wrong.join("\n")
    );
}
