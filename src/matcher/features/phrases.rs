//! Phrases of three words or Chinese characters and more that were learned as a whole: trade words of a glossary, each of
//! which names one product or service. They are found by their beginnings: a run of words is followed as long as some
//! phrase may begin so.

use super::{Feature, FeatureKind, Features, Reader, stated};
use crate::fit::Role;
use crate::matcher::keys::{extend, pair_start};
use crate::matcher::weights::Weights;
use crate::matcher::words::{Word, WordFinder, path_of};
use crate::profile::Field;
use crate::text::{Break, TokenKind};

/// A longer phrase of which something may be known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    /// Its first word's place in the list of words, and its last one's.
    first: u32,
    last: u32,
    key: u64,
    /// Where what was learned of it may stand.
    slot: u64,
}

/// The most words or Chinese characters of a phrase.
pub(super) const LONGEST: usize = 12;

impl Reader {
    /// Adds phrases of three words or characters and more: each counts beside what is in it.
    pub(super) fn add_phrases(&self, field: Field, item: u32, features: &mut Features) {
        let every = features.mentions.is_some();
        for number in 0..features.phrases.len() {
            let Phrase {
                first,
                last,
                key,
                slot,
            } = features.phrases[number];
            let learned = self.weights.place_from(key, slot);
            if learned.is_none() && !every {
                continue;
            }
            let words = &features.words.list;
            let (first, last) = (&words[first as usize], &words[last as usize]);
            let (start, end) = (first.first, last.last + 1);
            let mut phrase = Feature {
                amount: self.amount(field, first.token.sentence, features.counterfactual),
                item,
                start: first.token.start,
                end: last.token.end,
                how: first.how,
                postings: learned,
                ..stated(key, FeatureKind::Phrase, field, Role::Own)
            };
            features.mention(&self.gates, start, end, &mut phrase);
        }
    }

    /// Finds the longer phrases that begin with the pair of this key at `at`. A phrase is looked for as long as what there is of
    /// it may begin one, and noted where something may have been learned of it, or where `every` one is wanted.
    #[inline]
    pub(super) fn find_phrases(
        &self,
        (at, pair): (usize, u64),
        words: &[Word],
        every: bool,
        phrases: &mut Vec<Phrase>,
    ) {
        let mut key = pair;
        for last in at + 2..at + LONGEST {
            let next = words.get(last);
            let Some(next) = next.filter(|next| next.token.before == Break::None) else {
                return;
            };
            key = extend(key, next.key);
            if !self.lexicon.may_know_pair(key) {
                return;
            }
            let slot = self.weights.first_slot(key);
            if every || Weights::may_know(key, slot) {
                phrases.push(Phrase {
                    first: at as u32,
                    last: last as u32,
                    key,
                    slot,
                });
            }
        }
    }

    /// How a phrase is learned: the path of its words, by which terms are known, and the key of each of its beginnings,
    /// the first word and then two words, three and so on up to the whole of it. Nothing where something other than a
    /// space stands between its words.
    pub(crate) fn beginnings(&self, text: &str) -> Option<(u64, Vec<u64>)> {
        let mut words = WordFinder::default();
        words.find_all(&self.sources(), Field::Keywords, text);
        let (first, rest) = words.list.split_first()?;
        if first.token.kind == TokenKind::Han && rest.is_empty() {
            return None; // one character is no word
        }
        let mut keys = vec![first.key];
        let mut key = pair_start(first.key);
        for next in rest {
            if next.token.before != Break::None {
                return None;
            }
            key = extend(key, next.key);
            keys.push(key);
        }
        (keys.len() <= LONGEST).then(|| (path_of(&words.list), keys))
    }

    /// Calls `each` with the key of every phrase that may be read in a text, whatever it is.
    pub(crate) fn phrases_in(&self, text: &str, mut each: impl FnMut(u64)) {
        let mut words = WordFinder::default();
        words.find_all(&self.sources(), Field::Description, text);
        for (at, first) in words.list.iter().enumerate() {
            each(first.key);
            let mut key = pair_start(first.key);
            let rest = words.list.iter().skip(at + 1).take(LONGEST - 1);
            for next in rest.take_while(|next| next.token.before == Break::None) {
                key = extend(key, next.key);
                each(key);
            }
        }
    }
}
