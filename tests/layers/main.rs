//! The shape of the source: imports point down, siblings do not import each other, the library prints nothing, and files
//! and functions stay short enough to be read at once.

mod imports;
mod source;

use source::{Source, root, sources};
use std::fs;

/// The modules of the library, lowest layer first. A module may import from layers below its own, and from no sibling.
const LAYERS: [&[&str]; 11] = [
    &["embedded"],
    &["calendar", "error", "guide", "parallel", "text"],
    &["files", "similarity"],
    &["profile", "taxonomy"],
    &["messages"],
    &["fit", "lead"],
    &["input", "ledger", "matcher"],
    &["assessment"],
    &["report"],
    &["batch", "eval", "learn", "plan", "review"],
    &["adapt"],
];

/// The word of each layer for who is matched, which types may have in their names in these modules only.
const WORDS_FOR_A_COMPANY: [(&str, &[&str]); 3] = [
    ("Lead", &["lead", "input", "report", "batch"]),
    ("Firm", FIRM),
    ("Company", &["eval", "learn", "adapt"]),
];
const FIRM: &[&str] = &["assessment", "ledger", "report", "review"];

/// What would make the library print, end the program, or depend on how and where it was started.
const FORBIDDEN_IN_LIBRARY: [&str; 9] = [
    "print!(",
    "println!(",
    "eprint!(",
    "eprintln!(",
    "std::env",
    "std::process",
    "io::stdout",
    "io::stderr",
    "anyhow::",
];

/// Marks of work left undone, and of tests that do not run and do not say what they need.
const UNFINISHED: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[ig", "nore]"),
    concat!("dbg", "!("),
];

/// The top level as it was agreed upon; files whose names begin with a dot belong to tools.
const TOP_LEVEL: [&str; 12] = [
    ".ci",
    ".gitattributes",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "examples",
    "src",
    "taxonomy.toml",
    "tests",
];

/// Lines of the longest file and of the longest function that is still read with ease.
const LONGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 80;

fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn the_binary_uses_the_library_by_its_name() {
    let mut complaints = Vec::new();
    for source in sources().iter().filter(|source| source.is_library()) {
        for (number, line) in source.code() {
            if line.contains("planfit::") {
                complaints.push(format!("{}:{number}: {line}", source.name));
            }
        }
    }
    report(&complaints);
}

#[test]
fn the_library_keeps_silent() {
    let mut complaints = Vec::new();
    for source in sources().iter().filter(|source| source.is_library()) {
        for (number, line) in source.code() {
            for forbidden in FORBIDDEN_IN_LIBRARY {
                if line.contains(forbidden) {
                    complaints.push(format!("{}:{number}: `{forbidden}`", source.name));
                }
            }
        }
    }
    report(&complaints);
}

#[test]
fn each_layer_has_one_word_for_a_company() {
    let mut complaints = Vec::new();
    let mut known = 0;
    for source in sources().iter().filter(|source| source.is_library()) {
        let module = source.name.trim_start_matches("src/");
        let module = module.split(['/', '.']).next().unwrap_or_default();
        for (number, line) in source.code() {
            let mut tokens = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            let is_type = tokens.any(|token| ["struct", "enum", "trait"].contains(&token));
            let Some(name) = tokens.next().filter(|_| is_type) else {
                continue;
            };
            for (word, modules) in WORDS_FOR_A_COMPANY {
                match name.contains(word) {
                    true if modules.contains(&module) => known += 1,
                    true => complaints.push(format!("{}:{number}: {name}", source.name)),
                    false => (),
                }
            }
        }
    }
    assert!(known >= 6, "only {known} of these types were found");
    report(&complaints);
}

#[test]
fn nothing_is_left_undone() {
    let mut complaints = Vec::new();
    for source in sources() {
        for (at, line) in source.lines.iter().enumerate() {
            for mark in UNFINISHED {
                if line.contains(mark) {
                    complaints.push(format!("{}:{}: `{mark}`", source.name, at + 1));
                }
            }
        }
    }
    report(&complaints);
}

#[test]
fn files_and_functions_are_short() {
    let mut complaints = Vec::new();
    for source in sources() {
        let lines = source.lines.len();
        if lines > LONGEST_FILE {
            complaints.push(format!("{}: {lines} lines", source.name));
        }
        for (at, lines) in functions(&source) {
            if lines > LONGEST_FUNCTION {
                complaints.push(format!("{}:{at}: a function of {lines} lines", source.name));
            }
        }
    }
    report(&complaints);
}

/// Where each function of a file starts, and how many lines it has. As rustfmt sets it, it ends at the first bracket
/// that stands as far in as its head.
fn functions(source: &Source) -> Vec<(usize, usize)> {
    let mut functions = Vec::new();
    for (at, line) in source.lines.iter().enumerate() {
        let code = line.trim_start();
        let before: Option<&str> = code.find("fn ").map(|place| &code[..place]);
        let is_function = before.is_some_and(|before| {
            let mut words = before.split_whitespace();
            words.all(|word| word.starts_with("pub") || ["const", "async"].contains(&word))
        });
        let end = format!("{}}}", &line[..line.len() - code.len()]);
        let length = source.lines[at..].iter().position(|line| *line == end);
        if let (true, Some(length)) = (is_function, length) {
            functions.push((at + 1, length + 1));
        }
    }
    assert!(
        !functions.is_empty() || !source.lines.iter().any(|line| line.starts_with("fn ")),
        "where are the functions of {}?",
        source.name
    );
    functions
}

#[test]
fn the_top_level_is_as_agreed() {
    // What version control knows, so that local files do not count; without it, what is not hidden.
    let tracked = std::process::Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let tracked = tracked.ok().filter(|output| output.status.success());
    let names: Vec<String> = match tracked {
        Some(output) if !output.stdout.is_empty() => String::from_utf8_lossy(&output.stdout)
            .split_terminator('\0')
            .map(|path| path.split('/').next().unwrap_or(path).to_owned())
            .collect(),
        _ => fs::read_dir(root())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.') && name != "target" && name != "Cargo.toml.orig")
            .collect(),
    };
    assert!(!names.is_empty());
    let mut others: Vec<String> = names
        .into_iter()
        .filter(|name| !TOP_LEVEL.contains(&name.as_str()))
        .collect();
    others.dedup();
    report(&others);
}

#[test]
fn tests_that_are_left_out_are_run_by_name() {
    let run = fs::read_to_string(root().join(".ci/run"));
    // A package without it is not where things are checked.
    let Ok(run) = run else { return };
    let mut complaints = Vec::new();
    for source in sources() {
        for (at, line) in source.lines.iter().enumerate() {
            let Some(name) = line
                .strip_prefix("#[ignore = ")
                .and(source.lines.get(at + 1))
            else {
                continue;
            };
            let name = name.trim_start_matches("fn ").trim_end_matches("() {");
            if !run.contains(name) {
                complaints.push(format!(
                    "{}:{}: .ci/run leaves out `{name}`",
                    source.name,
                    at + 1
                ));
            }
        }
    }
    report(&complaints);
}
