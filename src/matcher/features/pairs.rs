//! Words, and pairs of words or Chinese characters side by side, as features.

use super::{
    Feature, Features, HAN_PAIR_LENGTH, Reader, Sort, field_factor, position_factor, stated,
};
use crate::fit::Role;
use crate::matcher::keys::extend;
use crate::profile::Field;
use crate::text::{Break, TokenKind};

/// A word of which, or of whose pair with the next one, something may be known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Its place in the list of words.
    at: u32,
    /// Whether it is a feature by itself.
    adds_word: bool,
    /// The key of the pair, and where what was learned of it may stand.
    pair: Option<(u64, u64)>,
}

impl Reader {
    /// Adds words and pairs; those of which nothing is known, and that learning does not ask for, say nothing and are left
    /// out before any context is weighed.
    pub(super) fn add_words(&self, field: Field, item: u32, features: &mut Features) {
        let every = features.mentions.is_some();
        self.find_wanted(every, features);
        for number in 0..features.wanted.len() {
            let Wanted {
                at,
                adds_word,
                pair,
            } = features.wanted[number];
            let at = at as usize;
            let pair = pair
                .map(|(key, slot)| (key, self.weights.place_from(key, slot)))
                .filter(|(key, learned)| every || learned.is_some() || self.term_words.knows(*key));
            if !adds_word && pair.is_none() {
                continue;
            }
            let word = &features.words.list[at];
            let is_word = word.token.kind == TokenKind::Word;
            let learned = features.words.facts(word).weights;
            let (first, last) = (word.first, word.last);
            let place = field_factor(field) * position_factor(word.token.sentence);
            let amount = self.amount(field, word.token.sentence, features.undo);
            let mut single = Feature {
                amount,
                length: place,
                item,
                start: word.token.start,
                end: word.token.end,
                how: word.how,
                postings: learned,
                ..stated(word.key, Sort::Word, field, Role::Own)
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
                    sort: if han { Sort::HanPair } else { Sort::Pair },
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

    /// Finds the words that are wanted, and reads for all of them before any is needed where what was learned of pairs may
    /// stand: most of the time goes to fetching it from memory, and so these waits overlap.
    fn find_wanted(&self, every: bool, features: &mut Features) {
        let Features {
            words,
            wanted,
            phrases,
            ..
        } = features;
        wanted.clear();
        phrases.clear();
        let every_word = every || !self.all_learned;
        for (at, word) in words.list.iter().enumerate() {
            let facts = words.facts(word);
            let is_word = word.token.kind == TokenKind::Word;
            let adds_word = is_word && (every_word || facts.weights.is_some());
            let next = words.list.get(at + 1);
            let next = next.filter(|next| next.token.before == Break::None);
            let key = next.map(|next| extend(facts.pair, next.key));
            let key = key.filter(|key| {
                every || self.lexicon.may_know_pair(*key) || self.term_words.knows(*key)
            });
            if let Some(pair) = key.filter(|key| !every || self.lexicon.may_know_pair(*key)) {
                self.find_phrases(at, pair, &words.list, phrases);
            }
            if adds_word || key.is_some() {
                wanted.push(Wanted {
                    at: at as u32,
                    adds_word,
                    pair: key.map(|key| (key, self.weights.first_slot(key))),
                });
            }
        }
    }
}
