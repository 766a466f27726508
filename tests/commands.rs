//! Whole commands as snapshots: every file in `tests/cmd/`, the README and the guides run the binary and compare what it
//! prints and how it exits.
//!
//! `TRYCMD=overwrite cargo test --test commands` records them anew; read the difference before committing it. Where a
//! document leaves out lines (`...`), put them back in that form.

#![cfg(feature = "cli")]

use planfit::Taxonomy;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[test]
fn commands() {
    let hash = Taxonomy::shipped().plan.sha256;
    let cases = trycmd::TestCases::new();
    // What changes with every version or edit of the plan is not what these snapshots are about.
    cases
        .insert_var("[VERSION]", env!("CARGO_PKG_VERSION"))
        .and_then(|cases| cases.insert_var("[HASH]", hash[..12].to_owned()))
        .and_then(|cases| cases.insert_var("[PLANHASH]", hash))
        .and_then(|cases| cases.insert_var("[BUILD]", planfit::fit::BUILD))
        .expect("the names of variables are capitals in brackets");
    // Whoever works in a Chinese locale gets the same snapshots.
    cases.env("LC_ALL", "C");
    cases.case("tests/cmd/*.trycmd").case("tests/cmd/*.toml");
}

/// Snapshots cannot hold this one, since all of them run in one locale.
#[test]
fn a_chinese_locale_speaks_chinese() {
    let printed = |variable: &str, options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planfit"));
        for unset in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(unset);
        }
        let output = command.args(options).env(variable, "zh_CN.UTF-8").output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    };
    for variable in ["LC_ALL", "LANG"] {
        let told = printed(variable, &["mach"]);
        assert!(told.contains("未知的命令'mach'"), "{told}");
        assert!(told.contains("用法：planfit [选项] <命令>"), "{told}");
    }
    let told = printed("LC_ALL", &["match", "--lang", "en", "no-such-file.toml"]);
    assert!(told.starts_with("error: cannot open"), "{told}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The README and the guides.
fn documents() -> Vec<PathBuf> {
    let guides = fs::read_dir(root().join("src/guide")).unwrap();
    let guides = guides.map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> = guides
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .chain([root().join("README.md")])
        .collect();
    documents.sort();
    documents
}

/// What the commands of the documents read.
const READ: [&str; 7] = [
    "examples/leads.csv",
    "examples/labelled.csv",
    "examples/profiles",
    "examples/team",
    "tests/cmd",
    "tests/data/plans",
    "tests/messy",
];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// Answers about the example list, in which one tier was edited.
fn changed_answers(folder: &Path) {
    let mut planfit = Command::new(env!("CARGO_BIN_EXE_planfit"));
    planfit.args(["batch", "examples/leads.csv", "-o", "changed.csv", "-q"]);
    assert!(planfit.current_dir(folder).status().unwrap().success());
    let path = folder.join("changed.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen(",core,", ",substantial,", 1)).unwrap();
}

/// Every `console` block of a document is run, in a copy of the examples, since commands write files.
#[test]
fn documents_show_what_the_program_prints() {
    let folder = tempfile::tempdir().unwrap();
    for document in documents() {
        let beside = folder.path().join(document.file_name().unwrap());
        fs::copy(&document, &beside).unwrap();
        for name in READ {
            copy(&root().join(name), &beside.with_extension("in").join(name));
        }
        changed_answers(&beside.with_extension("in"));
        // With this folder the commands run in a copy of the other.
        fs::create_dir(beside.with_extension("out")).unwrap();
    }
    let cases = trycmd::TestCases::new();
    cases.case(folder.path().join("*.md"));
    cases.run();
    if std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite") {
        for document in documents() {
            let beside = folder.path().join(document.file_name().unwrap());
            fs::copy(beside, document).unwrap();
        }
    }
}

/// The commands in blocks and spans of code.
fn code(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for (at, part) in text.split("```").enumerate() {
        match at % 2 {
            0 => lines.extend(part.split('`').skip(1).step_by(2)),
            _ => lines.extend(part.lines()),
        }
    }
    let commands = lines.iter().flat_map(|line| line.split(['|', ';', '&']));
    commands
        .map(|command| {
            let command = command.trim();
            let command = command.strip_prefix("$ ").unwrap_or(command);
            command.strip_prefix("if ").unwrap_or(command)
        })
        .collect()
}

/// Every `planfit` command that a document names has the flags it is given.
#[test]
fn documents_name_commands_that_exist() {
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut complaints = Vec::new();
    let mut named = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for part in code(&text) {
            let Some(arguments) = part.strip_prefix("planfit ") else {
                continue;
            };
            // The first line of `planfit --version`.
            if arguments == env!("CARGO_PKG_VERSION") {
                continue;
            }
            let mut words = arguments.split_whitespace().peekable();
            let mut command = words.next_if(|word| !word.starts_with('-')).unwrap_or("");
            if command == "taxonomy" {
                command = match words.next() {
                    Some("list") => "taxonomy list",
                    Some("show") => "taxonomy show",
                    Some("search") => "taxonomy search",
                    Some("init") => "taxonomy init",
                    Some("diff") => "taxonomy diff",
                    Some("compile") => "taxonomy compile",
                    Some("suggest") => "taxonomy suggest",
                    _ => "taxonomy check",
                };
            }
            let help = helps
                .entry(command.to_owned())
                .or_insert_with(|| help(command));
            named += 1;
            for flag in words.filter(|word| word.starts_with('-') && word.len() > 1) {
                let flag = flag.split('=').next().unwrap();
                let known = help
                    .split([' ', ',', '\n', '[', ']'])
                    .any(|word| word == flag);
                if !known {
                    complaints.push(format!("{}: `{part}`: {flag}", document.display()));
                }
            }
        }
    }
    assert!(named > 60, "{named}");
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn help(command: &str) -> String {
    let mut planfit = Command::new(env!("CARGO_BIN_EXE_planfit"));
    let output = planfit.args(command.split(' ').filter(|word| !word.is_empty()));
    let output = output.arg("--help").output().expect("the binary was built");
    assert!(output.status.success(), "`planfit {command} --help`");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_readme_is_short() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(text.lines().count() <= 200);
}

/// A guide is listed and printed as it is, and its file is among the guides.
#[test]
fn every_guide_is_in_the_program() {
    let run = |arguments: &[&str]| {
        let mut planfit = Command::new(env!("CARGO_BIN_EXE_planfit"));
        let output = planfit.arg("guide").args(arguments).output();
        output.expect("the binary was built")
    };
    let list = String::from_utf8(run(&[]).stdout).unwrap();
    for document in documents() {
        let name = document.file_stem().unwrap().to_str().unwrap().to_owned();
        if name != "README" {
            assert!(list.lines().any(|line| line.starts_with(&name)), "{name}");
            let printed = run(&[&name]).stdout == fs::read(&document).unwrap();
            assert!(printed, "{name}");
        }
    }
    let output = run(&["score"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("did you mean `scores`?"), "{error}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for format in ["table", "json", "markdown"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_planfit"))
            .args(["match", "-p", "soy sauce", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built");
        // Closed before the answer is ready, as `planfit match ... | head -0` would.
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends by itself");
        assert_eq!(output.status.code(), Some(0), "{format}: {output:?}");
        assert!(output.stderr.is_empty(), "{format}: {output:?}");
    }
}
