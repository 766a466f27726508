//! Words, and pairs of words or Chinese characters side by side, as features.

use super::{
    Feature, FeatureKind, Features, HAN_PAIR_LENGTH, Reader, field_factor, position_factor, stated,
};
use crate::fit::Role;
use crate::matcher::keys::{both_key, extend};
use crate::matcher::weights::Weights;
use crate::matcher::words::Word;
use crate::profile::Field;
use crate::text::{Break, TokenKind};

/// In an item of more words than this, pairs of words that do not stand side by side say nothing: it is no phrase. A bound on
/// work, too. Of 16,767 phrases of NAICS 2017 one is longer.
const MOST_WORDS: usize = 24;

/// How much two words of an item count beside one of them, where there are only two; where there are more, each is in more pairs,
/// and counts less by the square root. Without that, long phrases drown short ones (0.828 of NAICS 2017 among three, and 0.806
/// without, in a model of it alone, 2026-11-29); the factor itself hardly matters.
const BOTH: f32 = 0.7;

/// A word of which, or of whose pair with the next one, something may be known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Its place in the list of words.
    at: u32,
    /// Whether it is a feature by itself.
    adds_word: bool,
    /// The key of the pair, and where what was learned of it may stand.
    pair: Option<(u64, u64)>,
    /// Whether the pair is a feature even where nothing of it shipped.
    adds_pair: bool,
}

impl Reader {
    /// Adds words and pairs; those of which nothing is known, and that learning does not ask for, say nothing and are left
    /// out before any context is weighed.
    #[inline(never)] // within another function its numbers do not stay in registers
    pub(super) fn add_words(&self, field: Field, item: u32, features: &mut Features) {
        let every = features.mentions.is_some();
        self.find_wanted(every, features);
        let (mut last_sentence, mut place, mut amount) = (None, 0.0, 0.0);
        for number in 0..features.wanted.len() {
            let Wanted {
                at,
                adds_word,
                pair,
                adds_pair,
            } = features.wanted[number];
            let at = at as usize;
            let pair = pair
                .map(|(key, slot)| (key, self.weights.place_from(key, slot)))
                .filter(|(key, learned)| {
                    every || learned.is_some() || self.term_words.knows(*key) || adds_pair
                });
            if !adds_word && pair.is_none() {
                continue;
            }
            let word = &features.words.list[at];
            let is_word = word.token.kind == TokenKind::Word;
            let learned = features.words.facts(word).weights;
            let (first, last) = (word.first, word.last);
            if last_sentence != Some(word.token.sentence) {
                last_sentence = Some(word.token.sentence);
                place = field_factor(field) * position_factor(word.token.sentence);
                amount = self.amount(field, word.token.sentence, features.counterfactual);
            }
            let mut single = Feature {
                amount,
                length: place,
                item,
                start: word.token.start,
                end: word.token.end,
                how: word.how,
                postings: learned,
                ..stated(word.key, FeatureKind::Word, field, Role::Own)
            };
            if adds_word {
                features.mention(&self.gates, first, last + 1, &mut single);
            }
            if let Some((key, learned)) = pair {
                let next = &features.words.list[at + 1];
                let han = !is_word && next.token.kind == TokenKind::Han;
                let next_last = next.last;
                let mut pair = Feature {
                    key,
                    sort: if han {
                        FeatureKind::HanPair
                    } else {
                        FeatureKind::Pair
                    },
                    amount,
                    length: if han { place * HAN_PAIR_LENGTH } else { 0.0 },
                    end: next.token.end.max(single.end),
                    postings: learned,
                    ..single
                };
                features.mention(&self.gates, first, next_last + 1, &mut pair);
            }
        }
        self.add_phrases(field, item, features);
    }

    /// Adds pairs of words of a keyword or product, wherever they stand in it, that got a weight or that are to be learned from.
    pub(super) fn add_both(&self, field: Field, item: u32, features: &mut Features) {
        let is_asked = features.every_pair || !self.pairs.is_empty();
        if !is_asked || !matches!(field, Field::Keywords | Field::Products) {
            return;
        }
        let is_word = |word: &&Word| word.token.kind == TokenKind::Word;
        let count = features.words.list.iter().filter(is_word).count();
        if !(2..=MOST_WORDS).contains(&count) {
            return;
        }
        let part = BOTH / (count as f32 - 1.0).sqrt();
        let all = features.words.list.len();
        for one in 0..all {
            for other in one + 1..all {
                let words = &features.words.list;
                let (first, second) = (words[one], words[other]);
                if !is_word(&&first) || !is_word(&&second) || first.key == second.key {
                    continue;
                }
                let key = both_key(first.key, second.key);
                if !features.every_pair && !self.pairs.contains(&key) {
                    continue;
                }
                let amount = self.amount(field, first.token.sentence, features.counterfactual);
                let mut both = Feature {
                    amount: amount * part,
                    item,
                    start: first.token.start,
                    end: second.token.end,
                    how: first.how,
                    ..stated(key, FeatureKind::Both, field, Role::Own)
                };
                features.mention(&self.gates, first.first, second.last + 1, &mut both);
            }
        }
    }

    /// Finds the words that are wanted, and reads for all of them before any is needed where what was learned of pairs may
    /// stand: most of the time goes to fetching it from memory, and so these waits overlap.
    fn find_wanted(&self, every: bool, features: &mut Features) {
        let asks_for_pairs = every || features.every_pair || !self.pairs.is_empty();
        match self.all_classes_learned && !asks_for_pairs && self.term_words.is_empty() {
            true => self.find_wanted_among::<true>(every, features),
            false => self.find_wanted_among::<false>(every, features),
        }
    }

    /// The same; `PLAIN` where only what was learned is wanted.
    #[inline(never)] // within another function its numbers do not stay in registers
    fn find_wanted_among<const PLAIN: bool>(&self, every: bool, features: &mut Features) {
        let Features {
            words,
            wanted,
            phrases,
            ..
        } = features;
        wanted.clear();
        phrases.clear();
        let every_word = every || !self.all_classes_learned;
        let (every_pair, some_pairs) = (features.every_pair, !self.pairs.is_empty());
        let mut left = words.list.as_slice();
        while let [word, rest @ ..] = left {
            let at = words.list.len() - left.len();
            left = rest;
            let facts = words.facts(word);
            let is_word = word.token.kind == TokenKind::Word;
            let adds_word = is_word && (!PLAIN && every_word || facts.weights.is_some());
            let next = rest.first().filter(|next| next.token.before == Break::None);
            let key = next.map(|next| extend(facts.pair, next.key));
            let asks = |key: &u64| every_pair || some_pairs && self.pairs.contains(key);
            let adds_pair = !PLAIN && is_word && key.as_ref().is_some_and(asks);
            let may_know = |key: &u64| self.lexicon.may_know_pair(*key);
            let is_asked =
                |key: &u64| !PLAIN && (every || adds_pair || self.term_words.knows(*key));
            let key = key.filter(|key| may_know(key) || is_asked(key));
            if let Some(pair) = key.filter(|key| !every || may_know(key)) {
                self.find_phrases((at, pair), &words.list, every, phrases);
            }
            let pair = key.map(|key| (key, self.weights.first_slot(key)));
            let pair = pair.filter(|(key, slot)| Weights::may_know(*key, *slot) || is_asked(key));
            if adds_word || pair.is_some() {
                wanted.push(Wanted {
                    at: at as u32,
                    adds_word,
                    pair,
                    adds_pair,
                });
            }
        }
    }
}

/// What two words of an item are called, by the text from one to the other.
pub(crate) fn first_and_last(text: &str) -> String {
    let is_sign = |sign: char| !sign.is_alphanumeric();
    let mut words = text.split(is_sign).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    format!("{first} … {last}")
}
