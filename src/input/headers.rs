//! What a header heads, by the vocabulary in `headers.txt`: the whole of it, its parts, then its words.
//!
//! Headers are written by people and programs: `1. 企业名称（必填）`, `company.products`, `MainProducts`, `名称 / Name`,
//! `What does your company make?`. Each is taken apart at what programs and people put between names, and the words that
//! say nothing are left out; what remains has to be in the vocabulary. A header with a word of something else (a phone
//! number, a date) is never guessed at.

use super::target::Target;
use crate::text::{fold_str, is_han};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a header heads, and whether that is only believed where no other column claims it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) target: Target,
    pub(super) weak: bool,
}

#[derive(Default)]
struct Vocabulary {
    whole: HashMap<String, Known>,
    endings: Vec<(String, Target)>,
    noise: HashSet<String>,
    affixes: Vec<String>,
    /// Whose project it is, in a list of projects.
    ledger: HashSet<String>,
    other: HashSet<String>,
    /// The Chinese words of `other`, which are looked for inside a header, by their first character.
    other_inside: HashMap<char, Vec<String>>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::read(DATA));

const DATA: &str = include_str!("headers.txt");

/// The longest header that is looked at, in bytes: longer ones are text.
const LONGEST: usize = 160;

impl Vocabulary {
    fn read(data: &str) -> Self {
        let mut all = Self {
            whole: HashMap::with_capacity(1024),
            ..Self::default()
        };
        let mut section = "";
        for line in data
            .lines()
            .filter(|line| !line.starts_with("# ") && *line != "#")
        {
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                section = name;
                continue;
            }
            let (field, spellings) = match section {
                "endings" => line.split_once(": ").unwrap_or_default(),
                _ => (section, line),
            };
            for spelling in spellings.split(" | ").map(str::trim) {
                if !spelling.is_empty() {
                    all.add(section, field, spelling);
                }
            }
        }
        all.affixes
            .sort_by_key(|affix| std::cmp::Reverse(affix.len()));
        all
    }

    fn add(&mut self, section: &str, field: &str, spelling: &str) {
        let folded = key(spelling.strip_prefix('~').unwrap_or(spelling));
        let target = Target::ALL
            .into_iter()
            .find(|target| target.as_str() == field);
        match (section, target) {
            ("noise", _) => drop(self.noise.insert(folded)),
            ("affixes", _) => self.affixes.push(folded),
            ("ledger", _) => drop(self.ledger.insert(folded)),
            ("other", _) if folded.contains(is_han) => {
                let first = folded.chars().next().unwrap_or_default();
                let inside = self.other_inside.entry(first).or_default();
                inside.push(folded.clone());
                self.other.insert(folded);
            }
            ("other", _) => drop(self.other.insert(folded)),
            ("endings", Some(target)) => self.endings.push((folded, target)),
            (_, Some(target)) => {
                let weak = spelling.starts_with('~');
                self.whole.entry(folded).or_insert(Known { target, weak });
            }
            (_, None) => {}
        }
    }

    fn whole(&self, text: &str) -> Option<Known> {
        self.whole.get(&key(text)).copied()
    }

    /// Whether a folded header holds a word of something else, wherever that begins.
    fn has_other_inside(&self, folded: &str) -> bool {
        folded.char_indices().any(|(at, c)| {
            let words = self.other_inside.get(&c);
            words.is_some_and(|words| {
                let rest = &folded[at..];
                words.iter().any(|word| rest.starts_with(word.as_str()))
            })
        })
    }
}

/// Letters and digits of a header in their folded form; a header of other signs alone, such as `#`, stays.
pub(super) fn key(header: &str) -> String {
    key_of(&fold_str(header))
}

/// The same for a header that is folded already; spaces between its words change nothing.
fn key_of(folded: &str) -> String {
    let mut letters = String::with_capacity(folded.len());
    letters.extend(folded.chars().filter(|c| c.is_alphanumeric()));
    match letters.is_empty() {
        true => folded.trim().to_owned(),
        false => letters,
    }
}

/// What `header` heads, if it is known.
pub(super) fn known(header: &str) -> Option<Known> {
    let header = header.trim();
    if header.is_empty() || header.len() > LONGEST {
        return None;
    }
    let vocabulary = &*VOCABULARY;
    let numberless = without_number(header);
    let other_spelling = (numberless != header).then_some(numberless);
    if let Some(known) = vocabulary
        .whole(header)
        .or_else(|| vocabulary.whole(other_spelling?))
    {
        return Some(known);
    }
    let (outside, inside) = brackets(numberless);
    if !outside.trim().is_empty() && inside.is_some() {
        // What stands in brackets tells about the header; only where it says nothing is it one itself.
        let part = |text: &str| vocabulary.whole(text).or_else(|| part(text));
        return part(&outside).or_else(|| match is_other(&outside) {
            true => None,
            false => part(inside.as_deref()?),
        });
    }
    part(numberless)
}

/// Whether a header is known to head something that is not read, such as a phone number.
pub(super) fn is_other(header: &str) -> bool {
    let vocabulary = &*VOCABULARY;
    let folded = fold_str(&spaced(header));
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    words.any(|word| vocabulary.other.contains(word))
        || vocabulary.other.contains(&key_of(&folded))
        || vocabulary.has_other_inside(&folded)
}

/// Whether a text is a header by its whole spelling, numbers and brackets aside; words of other things inside it do not
/// count, since cells hold them too (`重庆市` is none, `城市` is one).
pub(super) fn is_spelled(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    let (outside, _) = brackets(without_number(text));
    let key = key(&outside);
    let vocabulary = &*VOCABULARY;
    vocabulary.whole.contains_key(&key)
        || vocabulary.other.contains(&key)
        || vocabulary.ledger.contains(&key)
}

/// Whether a header heads whose project it is, in a list of projects.
pub(super) fn is_ledger(header: &str) -> bool {
    let (outside, _) = brackets(without_number(header.trim()));
    VOCABULARY.ledger.contains(&key(&outside))
}

/// A header without brackets that is not known as a whole: by its last step (`company.products`), by its parts
/// (`名称 / Name`), by its words.
fn part(text: &str) -> Option<Known> {
    let steps: Vec<&str> = text
        .split(['.', ':', '：', '>', '\u{2192}'])
        .map(str::trim)
        .collect();
    if let Some(last) = steps.iter().rfind(|step| !step.is_empty())
        && steps.len() > 1
    {
        let counted = last.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | ' '));
        return words(last).or_else(|| words(counted)).or_else(|| {
            let first = steps
                .first()
                .filter(|first| !first.is_empty() && last.len() > 30)?;
            words(first)
        });
    }
    let between = [
        '/', '|', '\\', '\n', '\r', ',', ';', '、', '，', '；', '／', '&', '＆',
    ];
    let parts: Vec<&str> = text
        .split(between)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() > 1 {
        let found = Some(parts.iter().find_map(|part| words(part))?);
        let is_mixed = parts
            .iter()
            .any(|part| words(part).is_none() && is_other(part));
        return found.filter(|_| !is_mixed);
    }
    some_words(text)
}

/// A part of a header: as a whole, by its words.
fn words(text: &str) -> Option<Known> {
    VOCABULARY.whole(text).or_else(|| some_words(text))
}

/// By the words of a header that is not known as a whole: those that say nothing left out, then what it ends in.
fn some_words(text: &str) -> Option<Known> {
    let vocabulary = &*VOCABULARY;
    if is_other(text) {
        return None;
    }
    let counted = text.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '_' | ' ' | '-' | '*' | '＊')
    });
    if counted.len() < text.len()
        && let Some(known) = vocabulary.whole(counted)
    {
        return Some(known);
    }
    let folded = fold_str(&spaced(counted));
    let telling: String = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !vocabulary.noise.contains(*word))
        .collect();
    let bare = vocabulary
        .whole
        .get(&telling)
        .copied()
        .filter(|_| !telling.is_empty());
    bare.or_else(|| {
        let header = key_of(&folded);
        if let Some(known) = chinese(&header) {
            return Some(known);
        }
        let ends = vocabulary
            .endings
            .iter()
            .find(|(ending, _)| header.ends_with(ending.as_str()));
        ends.map(|(_, target)| Known {
            target: *target,
            weak: false,
        })
    })
}

/// A Chinese header without what stands before and after the word that matters.
fn chinese(header: &str) -> Option<Known> {
    if !header.contains(is_han) {
        return None;
    }
    let vocabulary = &*VOCABULARY;
    let mut rest = header;
    loop {
        let cut = vocabulary.affixes.iter().find_map(|affix| {
            let affix = affix.as_str();
            rest.strip_prefix(affix)
                .or_else(|| rest.strip_suffix(affix))
        });
        rest = cut.filter(|cut| !cut.is_empty())?;
        if let Some(known) = vocabulary.whole.get(rest) {
            return Some(*known);
        }
    }
}

/// `MainProducts` -> `Main Products`.
fn spaced(header: &str) -> String {
    let mut out = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for c in header.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// A header without the number that a form puts before it: `1.企业名称`, `Q3: Products`, `（一）名称`.
fn without_number(header: &str) -> &str {
    let is_number =
        |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩QqNn".contains(c);
    let rest = header.trim_start_matches(['*', '＊', '(', '（', '[', '【', ' ']);
    let after = rest.trim_start_matches(is_number);
    let marked = after
        .trim_start()
        .strip_prefix(['.', '、', ':', '：', ')', '）', ']', '】', '．']);
    match marked.map(str::trim_start) {
        Some(text) if after.len() < rest.len() && !text.is_empty() => text,
        _ => header.trim_start_matches(['*', '＊', ' ']),
    }
}

/// What stands outside and inside the brackets of a header.
fn brackets(header: &str) -> (String, Option<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), None::<String>, 0_usize);
    for c in header.chars() {
        match c {
            '(' | '（' | '[' | '【' | '<' | '《' | '｛' | '{' => {
                depth += 1;
                inside.get_or_insert_default().push(' ');
            }
            ')' | '）' | ']' | '】' | '>' | '》' | '｝' | '}' => {
                depth = depth.saturating_sub(1)
            }
            _ if depth > 0 => inside.get_or_insert_default().push(c),
            _ => outside.push(c),
        }
    }
    (outside, inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(header: &str) -> Option<Target> {
        known(header).map(|known| known.target)
    }

    #[test]
    fn no_spelling_stands_for_two_fields() {
        let mut fields: HashMap<String, (String, String)> = HashMap::new();
        let mut section = String::new();
        for line in DATA
            .lines()
            .filter(|line| !line.starts_with("# ") && *line != "#")
        {
            if line.starts_with('[') {
                section = line.to_owned();
            } else if section.trim_matches(['[', ']']).parse::<Target>().is_ok() {
                for spelling in line.split(" | ").filter(|spelling| !spelling.is_empty()) {
                    let folded = key(spelling.trim_start_matches('~'));
                    assert!(!folded.is_empty(), "`{spelling}` would never be met");
                    let before = fields.insert(folded, (section.clone(), spelling.to_owned()));
                    assert_eq!(before, None, "`{spelling}` stands here a second time");
                }
            }
        }
        assert!(fields.len() >= 250, "{}", fields.len());
    }

    #[test]
    fn headers_are_known_by_parts_and_words() {
        for (header, wanted) in [
            ("1.企业名称", Target::Name),
            ("名称 / Name", Target::Name),
            ("company.products", Target::Products),
            ("MainProducts", Target::Products),
            ("main_products", Target::Products),
            ("主营产品（请填写前三项，用顿号分隔）", Target::Products),
            ("What does your company make, mainly?", Target::Description),
            ("What is the name of your company?", Target::Name),
            ("Products, services & solutions", Target::Products),
            ("企业\n名称", Target::Name),
            ("ＮＡＭＥ", Target::Name),
            ("公司主要出口产品名称", Target::Products),
            ("經營範圍 (business scope)", Target::Description),
            ("国标行业小类", Target::Industry),
            ("SICCode.SicText_2", Target::Description),
        ] {
            assert_eq!(target(header), Some(wanted), "{header}");
        }
        for header in [
            "Phone (company)",
            "公司 / 电话",
            "企业类型",
            "Account Owner",
            "",
            "注册资本（万元）",
        ] {
            assert_eq!(target(header), None, "{header}");
        }
    }
}
