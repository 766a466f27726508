//! Which texts of the plan hold a word: looked up, so that a search takes as long as what is searched for is long.

use super::{Cut, Needle, SHORTEST_HAN_PART, SHORTEST_PREFIX};
use crate::similarity::{distance_within, letter_mask};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A word as it stands in the plan.
struct Known {
    /// How often, and in which texts.
    count: usize,
    texts: Vec<usize>,
    mask: u32,
}

/// The words and Chinese characters of all texts.
pub(super) struct Index<'c> {
    words: BTreeMap<&'c str, Known>,
    stems: HashMap<&'c str, Vec<usize>>,
    /// All Chinese characters, with a space between runs and texts, and the text that each is from.
    han: Vec<char>,
    texts: Vec<usize>,
    /// Where each character, and each pair of them, stands.
    singles: HashMap<char, Vec<usize>>,
    pairs: HashMap<[char; 2], Vec<usize>>,
}

impl<'c> Index<'c> {
    pub(super) fn new(cuts: &'c [Cut<'_>]) -> Self {
        let mut index = Self {
            words: BTreeMap::new(),
            stems: HashMap::new(),
            han: Vec::new(),
            texts: Vec::new(),
            singles: HashMap::new(),
            pairs: HashMap::new(),
        };
        for (text, cut) in cuts.iter().enumerate() {
            for (word, stem) in &cut.words {
                let known = index.words.entry(word).or_insert_with(|| Known {
                    count: 0,
                    texts: Vec::new(),
                    mask: letter_mask(word),
                });
                known.count += 1;
                known.texts.push(text);
                index.stems.entry(stem).or_default().push(text);
            }
            index.han.extend(cut.han.chars().chain([' ']));
            index.texts.resize(index.han.len(), text);
        }
        for (at, c) in index.han.iter().enumerate() {
            index.singles.entry(*c).or_default().push(at);
        }
        for (at, pair) in index.han.windows(2).enumerate() {
            index.pairs.entry([pair[0], pair[1]]).or_default().push(at);
        }
        index
    }

    /// The texts that hold a needle, in their order, each once.
    pub(super) fn holding(&self, needle: &Needle) -> Vec<usize> {
        let mut texts: Vec<usize> = match needle {
            Needle::Word { folded, stem } => {
                let same = self.stems.get(stem.as_str()).into_iter().flatten();
                let longer = self.words.range(folded.as_str()..);
                let longer = longer.take_while(|(word, _)| {
                    folded.len() >= SHORTEST_PREFIX && word.starts_with(folded.as_str())
                });
                same.chain(longer.flat_map(|(_, known)| &known.texts))
                    .copied()
                    .collect()
            }
            Needle::Han(run) => {
                let run: Vec<char> = run.chars().collect();
                let places = self
                    .places(&run)
                    .iter()
                    .filter(|at| self.han[**at..].starts_with(&run));
                places.map(|at| self.texts[*at]).collect()
            }
        };
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    /// Where the first two characters of a run stand, or the one that it has.
    fn places(&self, run: &[char]) -> &[usize] {
        let places = match run {
            [] => None,
            [single] => self.singles.get(single),
            [first, second, ..] => self.pairs.get(&[*first, *second]),
        };
        places.map_or(&[], Vec::as_slice)
    }

    /// The word of the texts with the fewest edits from `wanted`; among equals one with the same first letter, then the
    /// most common, then the first in the alphabet. Nothing where none is near enough to be a typing error.
    pub(super) fn nearest_word(&self, wanted: &str) -> Option<&'c str> {
        let limit = forgiven(wanted.chars().count());
        let mask = letter_mask(wanted);
        let like = self.words.iter().filter(|(word, known)| {
            word.len() > limit + 1
                && word.len().abs_diff(wanted.len()) <= limit
                && (mask ^ known.mask).count_ones() as usize <= 2 * limit
        });
        let near = like.filter(|_| limit > 0).filter_map(|(word, known)| {
            let distance = distance_within(wanted, word, limit)?;
            let other_first = word.chars().next() != wanted.chars().next();
            Some((distance, other_first, Reverse(known.count), *word))
        });
        near.min().map(|(.., word)| word)
    }

    /// A Chinese phrase cut, longest first from its start, into parts that the texts hold; characters between them that
    /// they do not hold are passed over. Each part once; nothing unless they make up at least half of it.
    pub(super) fn known_parts(&self, run: &str) -> Vec<String> {
        let run: Vec<char> = run.chars().collect();
        let (mut parts, mut known) = (Vec::new(), HashSet::new());
        let (mut start, mut covered) = (0, 0);
        while start < run.len() {
            let rest = &run[start..];
            let places = if rest.len() < SHORTEST_HAN_PART {
                &[]
            } else {
                self.places(rest)
            };
            let same = |at: &usize| {
                rest.iter()
                    .zip(&self.han[*at..])
                    .take_while(|(a, b)| a == b)
                    .count()
            };
            match places.iter().map(same).max() {
                Some(length) => {
                    let part = &rest[..length];
                    if known.insert(part) {
                        parts.push(part.iter().collect());
                    }
                    (start, covered) = (start + length, covered + length);
                }
                None => start += 1,
            }
        }
        if covered * 2 < run.len() {
            parts.clear();
        }
        parts
    }
}

/// How many edits may lie between a word and the one searched for instead: more than a profile is forgiven, because
/// what was replaced is told, but nothing in short words, which all are near to each other.
fn forgiven(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4 => 1,
        5..=8 => 2,
        _ => 3,
    }
}
