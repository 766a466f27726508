//! The wording of everything that people read: plain modern English, without the idiom of the first versions.

use std::fs;
use std::path::{Path, PathBuf};

/// What is not written any more, and what is written instead. Each is split, so that this file does not hold it.
const REPLACED: [(&str, &str, &str); 15] = [
    (
        "from 1 on is",
        " wanted",
        "expected an integer of at least 1",
    ),
    ("is ", "wanted\"", "expected ..."),
    ("is no ", "delimiter", "invalid delimiter"),
    ("put ", "aside", "rejected"),
    ("found ", "out", "detected"),
    ("where", "in profiles", "how ... differ"),
    ("Where", "in", "how ... differ"),
    ("score hangs ", "on", "decisive words"),
    ("nknown is not ", "unfit", "missing data is not a poor fit"),
    ("hat gives how ", "many points", "points by evidence"),
    ("how-", "manieth", "the number of"),
    ("is nothing for ", "a ", "cannot be ..."),
    (
        "needs an output to go on ",
        "with",
        "needs an output to resume",
    ),
    ("there is nobody ", "to tell", "say what happens"),
    (
        "the plan names the ",
        "field as",
        "the clause is quoted with its phrase marked",
    ),
];

/// Folders whose text is still that of the first versions.
const OLD: [&str; 4] = ["src/input", "src/batch", "src/learn", "tests/batch"];

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_text = path.extension().is_some_and(|extension| {
            ["rs", "js", "css", "md", "trycmd", "toml"]
                .iter()
                .any(|known| extension == *known)
        });
        if path.is_dir() {
            collect(&path, files);
        } else if is_text {
            files.push(path);
        }
    }
}

#[test]
fn the_old_idiom_is_gone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md")];
    for folder in ["src", "tests", "examples"] {
        collect(&root.join(folder), &mut files);
    }
    let mut complaints = Vec::new();
    for path in files {
        let relative = path.strip_prefix(root).unwrap().to_string_lossy();
        let name = relative.replace('\\', "/");
        if OLD.iter().any(|old| name.starts_with(old)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            for (start, end, instead) in REPLACED {
                let idiom = format!("{start}{end}");
                if line.contains(&idiom) {
                    complaints.push(format!("{name}:{}: `{idiom}`: {instead}", number + 1));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// What the program calls a company without a name in a report.
const NAME_IN_A_REPORT: &str = "Unnamed firm";

/// The program says "company" in its help and messages; "firm" is the word of answers and reports, which are the library's.
#[test]
fn messages_say_company() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name| fs::read_to_string(root.join("src/messages/zh").join(name)).unwrap();
    let tables = ["program.tsv", "commands.tsv"].map(read);
    let lines = tables.iter().flat_map(|table| table.lines());
    let english = lines.filter_map(|line| line.split_once('\t'));
    let firms: Vec<&str> = english
        .map(|(english, _)| english)
        .filter(|english| *english != NAME_IN_A_REPORT)
        .filter(|english| {
            let mut words = english.split(|c: char| !c.is_alphanumeric());
            words.any(|word| ["firm", "firms"].contains(&word.to_lowercase().as_str()))
        })
        .collect();
    assert!(firms.is_empty(), "\n{}\n", firms.join("\n"));
}
