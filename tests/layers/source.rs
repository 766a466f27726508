//! The source as the tests of its shape see it: files, modules, and what each imports.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Source {
    /// Path from the root of the package, with `/` between its parts.
    pub(crate) name: String,
    pub(crate) lines: Vec<String>,
}

impl Source {
    pub(crate) fn is_library(&self) -> bool {
        self.name.starts_with("src/")
            && !self.name.starts_with("src/bin/")
            && !self.name.starts_with("src/build/")
    }

    /// Lines of code with their numbers, comments left out.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.lines.iter().enumerate();
        numbered
            .map(|(at, line)| (at + 1, line.split(" // ").next().unwrap_or(line)))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

pub(crate) fn root() -> &'static Path {
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

pub(crate) fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in ["src", "tests", "examples"] {
        collect(&root().join(folder), &mut sources);
    }
    assert!(sources.len() > 20, "where are the sources?");
    sources
}

/// A module by the names that lead to it from the root of its crate.
pub(crate) type Module = Vec<String>;

/// A path in the code of a module.
pub(crate) struct Import {
    /// The file and the line it stands in.
    pub(crate) place: String,
    pub(crate) from: Module,
    /// The module that it leads to, names that modules hand on followed to where they are from.
    pub(crate) to: Module,
}

/// The modules of the library or of the binary.
pub(crate) struct Modules<'s> {
    sources: BTreeMap<Module, &'s Source>,
    /// What a module hands on: names, with the paths they are from.
    handed_on: BTreeMap<Module, BTreeMap<String, Module>>,
}

impl<'s> Modules<'s> {
    /// Those in the files of `folder`, other crates in it left out.
    pub(crate) fn of(folder: &str, sources: &'s [Source]) -> Self {
        let library = folder == "src/";
        let mut modules = BTreeMap::new();
        for source in sources.iter().filter(|s| s.name.starts_with(folder)) {
            if library && !source.is_library() {
                continue;
            }
            let path = source.name[folder.len()..].trim_end_matches(".rs");
            let mut module: Module = path.split('/').map(str::to_owned).collect();
            if ["mod", "lib", "main"].contains(&module.last().unwrap().as_str()) {
                module.pop();
            }
            // What stands in for a module where a feature is left out is that module.
            if let Some(name) = module.last_mut()
                && let Some(instead_of) = name.strip_prefix("without_")
            {
                *name = instead_of.to_owned();
                modules.entry(module).or_insert(source);
                continue;
            }
            modules.insert(module, source);
        }
        let handed_on = modules
            .iter()
            .map(|(module, source)| (module.clone(), hands_on(source)))
            .collect();
        Self {
            sources: modules,
            handed_on,
        }
    }

    /// The folders that hold modules, each with the names of the modules right in it.
    pub(crate) fn families(&self) -> BTreeMap<Module, Vec<String>> {
        let mut families: BTreeMap<Module, Vec<String>> = BTreeMap::new();
        for module in self.sources.keys() {
            if let Some((name, parent)) = module.split_last() {
                families
                    .entry(parent.to_vec())
                    .or_default()
                    .push(name.clone());
            }
        }
        families
    }

    /// Everything that modules import by `crate::`, `super::` and `self::`, their tests left out.
    pub(crate) fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (module, source) in &self.sources {
            let code = code_without_tests(source);
            for (at, path) in paths(&code) {
                let (start, rest) = start(module, &path);
                let to = self.lead(start, rest, 0);
                let line = code[..at].matches('\n').count() + 1;
                imports.push(Import {
                    place: format!("{}:{line}", source.name),
                    from: module.clone(),
                    to,
                });
            }
        }
        imports
    }

    /// The module that `path` leads to from `at`.
    fn lead(&self, mut at: Module, path: &[String], depth: usize) -> Module {
        for (place, name) in path.iter().enumerate() {
            let next: Module = at.iter().chain([name]).cloned().collect();
            if self.sources.contains_key(&next) {
                at = next;
                continue;
            }
            let from = self.handed_on.get(&at).and_then(|names| names.get(name));
            if let Some(from) = from.filter(|_| depth < 8) {
                let (start, rest) = start(&at, from);
                let whole: Module = rest.iter().chain(&path[place + 1..]).cloned().collect();
                return self.lead(start, &whole, depth + 1);
            }
            break;
        }
        at
    }
}

/// Where a path that stands in `module` begins, and what is left of it: without `crate`, `super` or `self` in front it
/// begins in the module itself.
fn start<'p>(module: &[String], path: &'p [String]) -> (Module, &'p [String]) {
    let mut start = module.to_vec();
    let mut rest = path;
    while let Some((first, following)) = rest.split_first() {
        match first.as_str() {
            "crate" => start.clear(),
            "self" => {}
            "super" => {
                start.pop();
            }
            _ => break,
        }
        rest = following;
    }
    (start, rest)
}

/// The names of a `pub use`, with the paths they are from.
fn hands_on(source: &Source) -> BTreeMap<String, Module> {
    let code = code_without_tests(source);
    let mut names = BTreeMap::new();
    for item in code.split("pub").skip(1) {
        let item = match item.strip_prefix('(') {
            Some(within) => within.split_once(')').map_or("", |(_, rest)| rest),
            None => item,
        };
        if let Some(tree) = item.trim_start().strip_prefix("use ") {
            for path in branches(tree) {
                names.insert(path.last().unwrap().clone(), path);
            }
        }
    }
    names
}

/// The code of a file up to its tests; a line for each line.
fn code_without_tests(source: &Source) -> String {
    let mut lines = Vec::new();
    for (at, line) in source.lines.iter().enumerate() {
        let next = source.lines.get(at + 1);
        if line == "#[cfg(test)]" && next.is_some_and(|next| next.ends_with('{')) {
            break;
        }
        let is_comment = line.trim_start().starts_with("//");
        lines.push(match is_comment {
            true => "",
            false => line.split(" // ").next().unwrap_or(line),
        });
    }
    lines.join("\n")
}

/// Every path that begins with `crate::`, `super::` or `self::`, and where it stands.
fn paths(code: &str) -> Vec<(usize, Module)> {
    let mut found = Vec::new();
    for head in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(head) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || "_:$".contains(c)) {
                continue;
            }
            found.extend(branches(&code[at..]).into_iter().map(|path| (at, path)));
        }
    }
    found
}

/// The paths that `a::{b, c::d}` stands for, up to where it ends.
fn branches(tree: &str) -> Vec<Module> {
    let mut found = Vec::new();
    grow(&[], tree, &mut found);
    found
}

fn grow(stem: &[String], tree: &str, found: &mut Vec<Module>) {
    let tree = tree.trim_start();
    if let Some(group) = tree.strip_prefix('{') {
        let (mut depth, mut from) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    grow(stem, &group[from..at], found);
                    from = at + 1;
                    if c == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let end = tree.find(|c| !is_name(c)).unwrap_or(tree.len());
    if end == 0 {
        return;
    }
    let path: Module = stem
        .iter()
        .cloned()
        .chain([tree[..end].to_owned()])
        .collect();
    match tree[end..].strip_prefix("::") {
        Some(rest) if rest.starts_with(|c| is_name(c) || c == '{') => grow(&path, rest, found),
        _ => found.push(path),
    }
}
