//! The texts that source asks its tables for: what stands between the brackets of `say` and `message!`. The program's tests
//! include this file too.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Calls whose literals are all texts of the tables, and those of which the first is.
const TEXTS: [&str; 2] = ["say(", "say_all("];
const MESSAGES: [&str; 2] = ["message!(", "add_message!("];

/// Asserts that every text in the source of a folder has a line in one of the tables, once, with no values that the English
/// one has not, and every line a text.
pub(crate) fn check(folder: &str, tables: &[&'static str]) {
    let mut lines = BTreeMap::new();
    for line in tables.iter().flat_map(|table| table.lines()) {
        if line.starts_with('#') {
            continue;
        }
        let (english, other) = line.split_once('\t').expect(line);
        assert!(!other.trim().is_empty(), "nothing beside `{english}`");
        assert!(!other.contains('\t'), "two tabs: `{english}`");
        assert!(!english.contains(is_han), "Chinese first: `{english}`");
        let known = names(english);
        for name in names(other) {
            assert!(known.contains(&name), "`{english}` has no `{name}`");
        }
        let before = lines.insert(english, false);
        assert!(before.is_none(), "twice: `{english}`");
    }
    let mut missing = Vec::new();
    for (path, source) in sources(folder) {
        let source = Source::new(&source);
        for (_, text) in &source.literals {
            if let Some(used) = lines.get_mut(text.as_str()) {
                *used = true;
            }
        }
        for text in source.asked() {
            if !text.is_empty() && !lines.contains_key(text) {
                missing.push(format!("{}: {text}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "no line: {missing:#?}");
    let unused = lines.iter().filter(|(_, used)| !**used);
    let unused: Vec<&str> = unused.map(|(english, _)| *english).collect();
    assert!(unused.is_empty(), "no sentence: {unused:#?}");
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// The names of values in a text, sorted, each once.
fn names(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    let names = parts.filter_map(|part| part.split_once('}').map(|(name, _)| name));
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The files below a folder of the package, each up to its unit tests; neither other programs nor files of tests.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut files,
    );
    assert!(!files.is_empty(), "no source in {folder}");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap().replace('\r', "");
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        (path, code.unwrap_or_default().to_owned())
    };
    files.into_iter().map(read).collect()
}

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

/// Rust source, taken apart.
struct Source<'s> {
    code: &'s str,
    /// String literals by the byte where they begin.
    literals: Vec<(usize, String)>,
    /// Literals of strings and characters, and comments: brackets and names within are no code.
    others: Vec<Range<usize>>,
}

impl<'s> Source<'s> {
    fn new(code: &'s str) -> Self {
        let mut source = Self {
            code,
            literals: Vec::new(),
            others: Vec::new(),
        };
        let mut at = 0;
        while at < code.len() {
            let rest = &code[at..];
            let end = match rest.as_bytes()[0] {
                b'/' if rest.starts_with("//") => at + rest.find('\n').unwrap_or(rest.len()),
                b'\'' => at + character(rest),
                b'"' => {
                    let (text, length) = string(rest);
                    source.literals.push((at, text));
                    at + length
                }
                b'r' if !code[..at].ends_with(is_of_a_name) => at + raw_string(rest),
                _ => at,
            };
            if end > at {
                source.others.push(at..end);
                at = end;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        source
    }

    fn is_code(&self, at: usize) -> bool {
        let after = self.others.partition_point(|other| other.start <= at);
        after == 0 || self.others[after - 1].end <= at
    }

    /// The literals between the bracket that ends before `begin` and the one that closes it.
    fn within(&self, begin: usize) -> impl Iterator<Item = &str> {
        let (mut depth, mut end) = (1, self.code.len());
        for (at, letter) in self.code[begin..].char_indices() {
            let step = match letter {
                '(' | '{' | '[' => 1,
                ')' | '}' | ']' => -1,
                _ => continue,
            };
            if self.is_code(begin + at) {
                depth += step;
            }
            if depth == 0 {
                end = begin + at;
                break;
            }
        }
        let inside = move |(place, _): &&(usize, String)| (begin..end).contains(place);
        let inside = self.literals.iter().filter(inside);
        inside.map(|(_, text)| text.as_str())
    }

    /// The texts that calls ask for.
    fn asked(&self) -> Vec<&str> {
        let calls = TEXTS.map(|call| (call, usize::MAX)).into_iter();
        let calls = calls.chain(MESSAGES.map(|call| (call, 1)));
        let mut asked = Vec::new();
        for (call, count) in calls {
            for (at, _) in self.code.match_indices(call) {
                let before = &self.code[..at];
                if self.is_code(at) && !before.ends_with(is_of_a_name) && !before.ends_with("fn ") {
                    asked.extend(self.within(at + call.len()).take(count));
                }
            }
        }
        asked
    }
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The bytes of a literal of a character; nothing for a lifetime.
fn character(code: &str) -> usize {
    let inside = &code[1..];
    match inside.chars().next() {
        Some('\\') => 4 + inside[2..].find('\'').expect("a character that ends"),
        Some(c) if inside[c.len_utf8()..].starts_with('\'') => 2 + c.len_utf8(),
        _ => 0,
    }
}

/// The text of a literal of a string, and its bytes.
fn string(code: &str) -> (String, usize) {
    let (mut text, mut at) = (String::new(), 1);
    loop {
        let rest = &code[at..];
        let letter = rest.chars().next().expect("a string that ends");
        at += letter.len_utf8();
        match (letter, rest.as_bytes().get(1)) {
            ('"', _) => return (text, at),
            ('\\', Some(b'\n')) => {
                let rest = &code[at..];
                at += rest.len() - rest.trim_start().len();
            }
            ('\\', Some(escaped)) => {
                text.push(match escaped {
                    b'n' => '\n',
                    b't' => '\t',
                    other => char::from(*other),
                });
                at += 1;
            }
            _ => text.push(letter),
        }
    }
}

/// The bytes of a literal in which a backslash is a backslash; nothing for a name that begins with an r.
fn raw_string(code: &str) -> usize {
    let marks = code[1..].bytes().take_while(|byte| *byte == b'#').count();
    let begin = 1 + marks;
    if code.as_bytes().get(begin) != Some(&b'"') {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(marks));
    let inside = &code[begin + 1..];
    begin + 1 + inside.find(&close).expect("a string that ends") + close.len()
}

#[test]
fn texts_of_calls_are_found() {
    let source = Source::new(
        r####"
        /// say("in a comment")
        fn say(language: Language, english: &'static str) {
            say(language, match c { '(' | '"' | '\'' => "a \
                b", '\\' => r#"raw " ( "#, _ => "c" }); // say("no")
            words.say_all(["d", "\"e\")"]);
            message!(language, "{f} is", f = "f"); essay("g"); "say(\"h\")";
            add_message!(out, say_line("i"), "j")
        }"####,
    );
    assert_eq!(source.asked(), ["a b", "c", "d", "\"e\")", "{f} is", "i"]);
}
