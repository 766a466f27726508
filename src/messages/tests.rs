use super::*;
use crate::text::is_han;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The tables of the library.
const TABLES: [&str; 3] = [
    include_str!("zh/assessment.tsv"),
    include_str!("zh/document.tsv"),
    include_str!("zh/report.tsv"),
];

/// Calls whose literals are all texts of the tables, and those of which the first is.
const TEXTS: [&str; 2] = ["say(", "say_all("];
const MESSAGES: [&str; 2] = ["message!(", "add_message!("];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true if name != "tests" && name != "bin" => rust_files(&path, files),
            false if name.ends_with(".rs") && name != "tests.rs" => files.push(path),
            _ => {}
        }
    }
}

/// The string literals of Rust source, each with the byte where it begins; comments have none.
fn literals(source: &str) -> Vec<(usize, String)> {
    let bytes = source.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += source[at..].find('\n').unwrap_or(source.len() - at);
            }
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => {
                at += 2 + source[at + 2..].find('\'').unwrap_or(0).max(1) + 1;
            }
            b'\'' if bytes.get(at + 1) == Some(&b'"') => at += 3,
            b'"' => {
                let begin = at;
                let mut text = String::new();
                at += 1;
                while bytes[at] != b'"' {
                    if bytes[at] == b'\\' {
                        at += 1;
                        match bytes[at] {
                            b'n' => text.push('\n'),
                            b'\n' => {
                                while source[at + 1..].starts_with(char::is_whitespace) {
                                    at += 1;
                                }
                            }
                            other => text.push(char::from(other)),
                        }
                        at += 1;
                    } else {
                        let letter = source[at..].chars().next().unwrap();
                        text.push(letter);
                        at += letter.len_utf8();
                    }
                }
                found.push((begin, text));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// The literals between the parenthesis that ends before `begin` and the one that closes it.
fn within(source: &str, begin: usize, literals: &[(usize, String)]) -> Vec<String> {
    let is_quoted = |at: usize| {
        let mut before = literals.iter().filter(|(place, _)| *place <= at);
        let last = before.next_back();
        last.is_some_and(|(place, _)| {
            let mut end = place + 1;
            while source.as_bytes()[end] != b'"' {
                end += if source.as_bytes()[end] == b'\\' {
                    2
                } else {
                    1
                };
            }
            at <= end
        })
    };
    let (mut depth, mut end) = (1, begin);
    for (at, letter) in source[begin..].char_indices() {
        let step = match letter {
            '(' | '{' | '[' => 1,
            ')' | '}' | ']' => -1,
            _ => continue,
        };
        if !is_quoted(begin + at) {
            depth += step;
        }
        if depth == 0 {
            end = begin + at;
            break;
        }
    }
    let inside = literals
        .iter()
        .filter(|(place, _)| (begin..end).contains(place));
    inside.map(|(_, text)| text.clone()).collect()
}

fn names(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Source before its unit tests.
fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        (path, code.to_owned())
    };
    files.into_iter().map(read).collect()
}

#[test]
fn every_sentence_has_a_line_and_every_line_a_sentence() {
    let mut lines = BTreeMap::new();
    for table in TABLES {
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (english, chinese) = line.split_once('\t').expect(line);
            assert!(!chinese.trim().is_empty(), "nothing beside `{english}`");
            assert!(!chinese.contains('\t'), "two tabs: `{english}`");
            assert!(!english.contains(is_han), "Chinese first: `{english}`");
            let known = names(english);
            for name in names(chinese) {
                assert!(known.contains(&name), "`{english}` has no `{name}`");
            }
            let before = lines.insert(english.to_owned(), false);
            assert!(before.is_none(), "twice: `{english}`");
        }
    }
    let mut missing = Vec::new();
    for (path, source) in sources() {
        let literals = literals(&source);
        for (_, text) in &literals {
            if let Some(used) = lines.get_mut(text) {
                *used = true;
            }
        }
        for (calls, all) in [(&TEXTS[..], true), (&MESSAGES[..], false)] {
            for call in calls {
                for (at, _) in source.match_indices(call) {
                    let before = source[..at].chars().next_back();
                    let line = source[..at].rfind('\n').map_or(0, |line| line + 1);
                    let is_another = before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                        || source[line..at].trim_start().starts_with("//")
                        || source[line..at].ends_with("fn ");
                    if is_another {
                        continue;
                    }
                    let inside = within(&source, at + call.len(), &literals);
                    let count = if all { inside.len() } else { 1 };
                    for text in inside.into_iter().take(count) {
                        if !text.is_empty() && !lines.contains_key(&text) {
                            missing.push(format!("{}: {text}", path.display()));
                        }
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "no line: {missing:#?}");
    let unused: Vec<_> = lines.iter().filter(|(_, used)| !**used).collect();
    assert!(unused.is_empty(), "no sentence: {unused:#?}");
}

#[test]
fn values_go_where_the_sentence_has_them() {
    let mut sentence = String::from("> ");
    let values: [(&str, &dyn Display); 2] = [("a", &1), ("b", &"x")];
    fill(&mut sentence, "{b}的{a}{c}, {b", &values);
    assert_eq!(sentence, "> x的1{c}, {b");
    assert_eq!(without_note("fit##noun"), "fit");
    let (label, score) = ("Aerogel", 9);
    let told = message!(
        Language::En,
        "{label} scores {score}",
        label,
        score = score + 1
    );
    assert_eq!(told, "Aerogel scores 10");
}
