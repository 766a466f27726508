//! The shape of the source: imports point down, siblings do not import each other, the library prints nothing, and files
//! and functions stay short enough to be read at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library, lowest layer first. A module may import from layers below its own, and from no sibling.
const LAYERS: [&[&str]; 8] = [
    &["error", "guide", "text"],
    &["files", "similarity"],
    &["profile", "taxonomy"],
    &["fit", "lead"],
    &["input", "matcher"],
    &["assessment"],
    &["report"],
    &["batch", "eval", "learn"],
];

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

/// Marks of work left undone, and of tests that do not run.
const UNFINISHED: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[ig", "nore"),
    concat!("dbg", "!("),
];

/// The top level as it was agreed upon.
const TOP_LEVEL: [&str; 11] = [
    ".ci",
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

struct Source {
    /// Path from the root of the package, with `/` between its parts.
    name: String,
    lines: Vec<String>,
}

impl Source {
    fn is_library(&self) -> bool {
        self.name.starts_with("src/") && !self.name.starts_with("src/bin/")
    }

    /// The module right under the crate root that a file of the library belongs to.
    fn module(&self) -> &str {
        let path = self.name.strip_prefix("src/").unwrap_or(&self.name);
        let first = path.split('/').next().unwrap_or(path);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Lines of code with their numbers, comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.lines.iter().enumerate();
        numbered
            .map(|(at, line)| (at + 1, line.split(" // ").next().unwrap_or(line)))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let relative = path.strip_prefix(root()).unwrap();
            let parts = relative.iter().map(|part| part.to_string_lossy());
            let text = fs::read_to_string(&path).unwrap();
            sources.push(Source {
                name: parts.collect::<Vec<_>>().join("/"),
                lines: text.lines().map(str::to_owned).collect(),
            });
        }
    }
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in ["src", "tests", "examples"] {
        collect(&root().join(folder), &mut sources);
    }
    assert!(sources.len() > 20, "where are the sources?");
    sources
}

/// What the crate root hands on under a name of its own: `Taxonomy` is from `taxonomy`.
fn re_exports(sources: &[Source]) -> BTreeMap<String, String> {
    let root = sources.iter().find(|s| s.name == "src/lib.rs").unwrap();
    let text: String = root.code().map(|(_, line)| format!("{line}\n")).collect();
    let mut from = BTreeMap::new();
    for item in text.split("pub use ").skip(1) {
        let item = item.split(';').next().unwrap();
        let (module, names) = item.split_once("::").unwrap();
        for name in names.trim_matches(['{', '}', '\n']).split(',') {
            from.insert(name.trim().to_owned(), module.to_owned());
        }
    }
    from
}

/// The first names of all paths that start at the crate root, `use crate::{a::b, c}` taken apart.
fn crate_paths(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let code: Vec<(usize, &str)> = source.code().collect();
    for (place, (number, line)) in code.iter().enumerate() {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            if line[..at].ends_with(['$', '_']) {
                continue;
            }
            if let Some(group) = rest.strip_prefix('{') {
                let following = code[place + 1..].iter().map(|(_, line)| *line);
                let text: String = std::iter::once(group).chain(following).collect();
                found.extend(group_heads(&text).into_iter().map(|head| (*number, head)));
            } else {
                found.push((*number, head(rest)));
            }
        }
    }
    found
}

/// The modules under the crate root that a file reaches by `super::` paths, and those that `self::` names in the root.
fn root_paths(source: &Source) -> Vec<(usize, String)> {
    let path = source.name.trim_start_matches("src/");
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = path.split('/').count();
    let up = "super::".repeat(depth);
    let mut found = Vec::new();
    for (number, line) in source.code() {
        for (at, _) in line.match_indices(&up) {
            let rest = &line[at + up.len()..];
            let heads = match rest.strip_prefix('{') {
                Some(group) => group_heads(group),
                None => vec![head(rest)],
            };
            let modules = heads.into_iter().filter(|head| layer(head).is_some());
            found.extend(modules.map(|head| (number, head)));
        }
    }
    found
}

fn head(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The first name of each path in `a::{b, c}, d}...`, up to the bracket that closes the group.
fn group_heads(text: &str) -> Vec<String> {
    let (mut heads, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.push(head(text[start..at].trim()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn imports_point_down() {
    let sources = sources();
    let re_exports = re_exports(&sources);
    let mut complaints = Vec::new();
    let library = sources.iter().filter(|source| source.is_library());
    for source in library.filter(|source| source.module() != "lib") {
        let module = source.module();
        let Some(own) = layer(module) else {
            complaints.push(format!("{}: in which layer is `{module}`?", source.name));
            continue;
        };
        let paths = crate_paths(source).into_iter().chain(root_paths(source));
        for (number, first) in paths {
            let imported = re_exports.get(&first).unwrap_or(&first);
            let below = layer(imported).is_some_and(|layer| layer < own);
            if imported != module && !below {
                let name = &source.name;
                complaints.push(format!("{name}:{number}: `{module}` imports `{imported}`"));
            }
        }
    }
    report(&complaints);
}

/// The folders of the library whose modules are declared in the order in which they may import: each only from those
/// above it.
const ORDERED: [&str; 2] = ["assessment", "matcher"];

/// The modules of a folder in the order in which its `mod.rs` declares them.
fn modules_of(folder: &str, sources: &[Source]) -> Vec<String> {
    let name = format!("src/{folder}/mod.rs");
    let root = sources.iter().find(|source| source.name == name);
    let lines = root.unwrap().code().map(|(_, line)| line.trim());
    lines
        .filter_map(|line| {
            line.strip_prefix("pub(crate) ")
                .unwrap_or(line)
                .strip_prefix("mod ")
        })
        .map(|name| name.trim_end_matches(';').to_owned())
        .collect()
}

/// The modules of its folder that a file imports from, by `super::` and by `crate::folder::` paths, outside its tests.
fn imports_within(folder: &str, source: &Source) -> Vec<(usize, String)> {
    let inside = source.name[format!("src/{folder}/").len()..].contains('/');
    let from_root = format!("crate::{folder}::");
    let mut found = Vec::new();
    for (number, line) in source.code() {
        if line.contains("#[cfg(test)]") {
            break;
        }
        let mut paths: Vec<usize> = line
            .match_indices(&from_root)
            .map(|(at, path)| at + path.len())
            .collect();
        let up = if inside { "super::super::" } else { "super::" };
        paths.extend(line.match_indices(up).map(|(at, path)| at + path.len()));
        for at in paths {
            let heads = match line[at..].strip_prefix('{') {
                Some(group) => group_heads(group),
                None => vec![head(&line[at..])],
            };
            // An inner module names constants of its own file so.
            let modules = heads
                .into_iter()
                .filter(|head| head.starts_with(char::is_lowercase));
            found.extend(modules.map(|head| (number, head)));
        }
    }
    found
}

#[test]
fn modules_import_from_those_above_them_only() {
    let sources = sources();
    for folder in ORDERED {
        let modules = modules_of(folder, &sources);
        assert!(modules.len() > 10, "{modules:?}");
        let place = |name: &str| modules.iter().position(|module| module == name);
        let (mut complaints, mut imports) = (Vec::new(), 0);
        let prefix = format!("src/{folder}/");
        for source in sources.iter().filter(|s| s.name.starts_with(&prefix)) {
            let path = &source.name[prefix.len()..];
            let own = path.split('/').next().unwrap().trim_end_matches(".rs");
            let Some(own_place) = place(own) else {
                assert_eq!(own, "mod", "{path} is not declared");
                continue;
            };
            for (number, imported) in imports_within(folder, source) {
                imports += 1;
                let above = place(&imported).is_some_and(|place| place < own_place);
                if !above && imported != own {
                    complaints.push(format!(
                        "{}:{number}: `{own}` imports `{imported}`",
                        source.name
                    ));
                }
            }
        }
        assert!(imports > 20, "where are the imports?");
        report(&complaints);
    }
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
