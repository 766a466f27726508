//! Words and phrases of companies that may be worth a term: each points to one subdivision more than chance has it.

use crate::profile::Profile;
use crate::text::{Break, Stemmer, Token, TokenKind, Tokens, continue_hash, hash_bytes};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Words and Chinese characters of a phrase, by their stems.
pub(super) type Key = u64;

/// The longest phrase that is looked for in running text, and as an entry of a list, in words.
const WORDS_OF_TEXT: usize = 3;
const WORDS_OF_ENTRY: usize = 4;
/// Chinese is cut into no words: what stands between two breaks is a phrase if it is this long, in characters.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// A phrase of so many companies at least, or of one in so many, of which so many belong to the subdivision.
const FEWEST: u32 = 3;
const ONE_IN: usize = 4000;
const FEWEST_OF_CLASS: u32 = 2;
/// The share of the companies that belong anywhere and have it that belong to the subdivision, and how many times its share
/// among all that belong anywhere that must be; and the share of all companies that have it, since what most have that belong
/// nowhere, as names of countries, is no word for what a firm does.
const SHARE: f64 = 0.6;
const LIFT: f64 = 3.0;
const SHARE_OF_ALL: f64 = 0.1;

/// Words that no phrase begins or ends with: they say nothing of what a firm does.
const EDGES: [&str; 44] = [
    "a",
    "an",
    "and",
    "are",
    "as",
    "at",
    "based",
    "by",
    "co",
    "company",
    "develops",
    "etc",
    "for",
    "from",
    "group",
    "has",
    "in",
    "inc",
    "including",
    "is",
    "its",
    "ltd",
    "makes",
    "manufactures",
    "new",
    "of",
    "on",
    "or",
    "other",
    "our",
    "products",
    "produces",
    "provides",
    "sells",
    "services",
    "such",
    "that",
    "the",
    "their",
    "to",
    "used",
    "we",
    "which",
    "with",
];

/// A phrase that points to a subdivision.
#[derive(Debug)]
pub(super) struct Candidate {
    /// As it is written where it was met first, in small letters but for abbreviations.
    pub(super) text: String,
    pub(super) class: usize,
    /// Companies that have it, by their place.
    pub(super) companies: Vec<u32>,
    /// How surely it points to the subdivision, the most first.
    pub(super) worth: f64,
}

/// Cuts texts and hands out their phrases.
#[derive(Default)]
pub(super) struct Phrases {
    stemmer: Stemmer,
    tokens: Tokens,
}

impl Phrases {
    /// Calls `each` with every phrase of a profile that may be a term; what stands in the firm's own name tells of nobody else.
    pub(super) fn of(&mut self, profile: &Profile, mut each: impl FnMut(Key, &str)) {
        let name = profile.name.as_deref().unwrap_or_default();
        let (_, name) = self.runs(name);
        let mut each = |key, text: &str| {
            if !name.contains(&key) {
                each(key, text);
            }
        };
        let entries = profile.keywords.iter().chain(&profile.products);
        for entry in entries {
            self.of_text(entry, true, &mut each);
        }
        if let Some(description) = &profile.description {
            self.of_text(description, false, &mut each);
        }
    }

    /// The key of a whole text, and of each run of words in it, so that it can be told whether it holds a term.
    pub(super) fn runs(&mut self, text: &str) -> (Key, HashSet<Key>) {
        self.tokens.cut(text);
        let hashes: Vec<Key> = self
            .tokens
            .list
            .iter()
            .map(|token| self.stem(token))
            .collect();
        let runs = (0..hashes.len()).flat_map(|start| {
            let ends = start + 1..=hashes.len();
            ends.map(|end| joined(&hashes[start..end]))
                .collect::<Vec<Key>>()
        });
        (joined(&hashes), runs.collect())
    }

    fn stem(&self, token: &Token) -> Key {
        hash_bytes(self.stemmer.stem(self.tokens.folded(token)).as_bytes())
    }

    fn of_text(&mut self, text: &str, is_entry: bool, each: &mut impl FnMut(Key, &str)) {
        self.tokens.cut(text);
        let list = &self.tokens.list;
        let hashes: Vec<Key> = list.iter().map(|token| self.stem(token)).collect();
        let mut start = 0;
        while start < list.len() {
            let rest = list[start + 1..].iter();
            let length = 1 + rest.take_while(|token| token.before == Break::None).count();
            let end = start + length;
            let mut hand_out = |from: usize, to: usize| {
                let slice = &text[list[from].start as usize..list[to - 1].end as usize];
                each(joined(&hashes[from..to]), slice);
            };
            let is_chinese = list[start..end]
                .iter()
                .any(|token| token.kind == TokenKind::Han);
            if is_chinese {
                if CHARACTERS.contains(&length) {
                    hand_out(start, end);
                }
            } else {
                let most = if is_entry {
                    WORDS_OF_ENTRY
                } else {
                    WORDS_OF_TEXT
                };
                for from in start..end {
                    for to in from + 1..=end.min(from + most) {
                        if self.may_be_term(from, to) {
                            hand_out(from, to);
                        }
                    }
                }
            }
            start = end;
        }
    }

    /// Whether the words of a text from one place to another may be a term.
    fn may_be_term(&self, from: usize, to: usize) -> bool {
        let list = &self.tokens.list;
        let word = |at: usize| self.tokens.folded(&list[at]);
        let is_edge = |at: usize| EDGES.contains(&word(at));
        let has_letter = word(from).chars().any(char::is_alphabetic);
        !is_edge(from) && !is_edge(to - 1) && has_letter && (to - from > 1 || word(from).len() > 2)
    }
}

fn joined(hashes: &[Key]) -> Key {
    let mut joined = hash_bytes(b"");
    for hash in hashes {
        joined = continue_hash(joined, &hash.to_le_bytes());
    }
    joined
}

/// The phrase as a term is written: in small letters but for abbreviations.
fn as_term(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        let is_short = word.chars().count() <= 6 && letters().count() > 1;
        match is_short && letters().all(char::is_uppercase) {
            true => word.to_owned(),
            false => word.to_lowercase(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Phrases that point to a subdivision, where `belongs` has the subdivisions of each company and `known` says whether a
/// phrase is a term already or holds one of the subdivision.
pub(super) fn candidates(
    profiles: &[&Profile],
    belongs: &[Vec<usize>],
    known: impl Fn(&mut Phrases, &str, usize) -> bool,
) -> Vec<Candidate> {
    let mut phrases = Phrases::default();
    let counts = counts(&mut phrases, profiles);
    let fewest = FEWEST.max((profiles.len() / ONE_IN) as u32);
    // Of frequent ones: who has them, and how each is written.
    let mut found: HashMap<Key, (String, Vec<u32>)> = HashMap::new();
    for (place, profile) in profiles.iter().enumerate() {
        phrases.of(profile, |key, text| {
            if counts.get(&key).is_some_and(|(count, _)| *count >= fewest) {
                let (_, companies) = found
                    .entry(key)
                    .or_insert_with(|| (as_term(text), Vec::new()));
                if companies.last() != Some(&(place as u32)) {
                    companies.push(place as u32);
                }
            }
        });
    }
    let anywhere = belongs.iter().filter(|classes| !classes.is_empty()).count();
    let mut of_class: HashMap<usize, u32> = HashMap::new();
    for class in belongs.iter().flatten() {
        *of_class.entry(*class).or_default() += 1;
    }
    let mut all = Vec::new();
    for (_, (text, companies)) in found {
        let mut with: BTreeMap<usize, u32> = BTreeMap::new();
        let mut belonging = 0;
        for company in &companies {
            let classes = &belongs[*company as usize];
            belonging += u32::from(!classes.is_empty());
            for class in classes {
                *with.entry(*class).or_default() += 1;
            }
        }
        let best = with
            .iter()
            .max_by_key(|(class, count)| (**count, std::cmp::Reverse(**class)));
        let Some((class, count)) = best.map(|(class, count)| (*class, *count)) else {
            continue;
        };
        let share = f64::from(count) / f64::from(belonging);
        let lift = share * anywhere as f64 / f64::from(of_class[&class]);
        let share_of_all = f64::from(count) / companies.len() as f64;
        if count >= FEWEST_OF_CLASS
            && share >= SHARE
            && lift >= LIFT
            && share_of_all >= SHARE_OF_ALL
            && !known(&mut phrases, &text, class)
        {
            let worth = f64::from(count) * libm::log(lift) * share_of_all;
            all.push(Candidate {
                text,
                class,
                companies,
                worth,
            });
        }
    }
    all.sort_by(|a, b| {
        b.worth
            .total_cmp(&a.worth)
            .then_with(|| a.text.cmp(&b.text))
    });
    all
}

/// How many companies have each phrase; and the last one of them, so that it counts once.
fn counts(phrases: &mut Phrases, profiles: &[&Profile]) -> HashMap<Key, (u32, u32)> {
    let mut counts: HashMap<Key, (u32, u32)> = HashMap::new();
    for (place, profile) in (1_u32..).zip(profiles) {
        phrases.of(profile, |key, _| {
            let (count, last) = counts.entry(key).or_default();
            if *last != place {
                (*count, *last) = (*count + 1, place);
            }
        });
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(profile: &Profile) -> Vec<String> {
        let mut found = Vec::new();
        Phrases::default().of(profile, |_, text| found.push(text.to_owned()));
        found
    }

    #[test]
    fn phrases_end_at_breaks_and_not_with_empty_words() {
        let profile = Profile {
            name: Some("Anode Works".to_owned()),
            products: vec![
                "prismatic cells, anode".to_owned(),
                "电芯、铝塑膜".to_owned(),
            ],
            description: Some("Makes cells for buses, 36 V.".to_owned()),
            ..Profile::default()
        };
        let expected = [
            "prismatic",
            "prismatic cells",
            "cells",
            "电芯",
            "铝塑膜",
            "cells",
            "cells for buses",
            "buses",
        ];
        assert_eq!(found(&profile), expected);
    }

    #[test]
    fn a_phrase_counts_where_it_points_to_one_subdivision() {
        let profile = |text: &str| Profile {
            products: vec![text.to_owned()],
            ..Profile::default()
        };
        let list: Vec<Profile> = (0..40)
            .map(|at| {
                profile(match at % 8 {
                    0 => "Pouch Cells",
                    1 => "steel",
                    _ => "wood",
                })
            })
            .collect();
        let profiles: Vec<&Profile> = list.iter().collect();
        let belongs: Vec<Vec<usize>> = (0..40)
            .map(|at| match at % 8 {
                0 if at < 24 => vec![3],
                1 => vec![],
                0 => vec![],
                _ => vec![1],
            })
            .collect();
        let all = candidates(&profiles, &belongs, |_, text, _| text == "cells");
        let texts: Vec<(&str, usize, usize)> = all
            .iter()
            .map(|one| (one.text.as_str(), one.class, one.companies.len()))
            .collect();
        // `wood` has no lift: nearly all that belong anywhere have it.
        assert_eq!(texts, [("pouch", 3, 5), ("pouch cells", 3, 5)]);
    }
}
