//! Words, and pairs of words or Chinese characters side by side, as features.

use super::{
    Feature, Features, HAN_PAIR_LENGTH, Reader, Sort, field_factor, position_factor, stated,
};
use crate::fit::Role;
use crate::matcher::keys::pair_key;
use crate::profile::Field;
use crate::text::{Break, TokenKind};

/// A word of a text, and the pair of it with the next one where they stand side by side: the pair's key, and where what was
/// learned of them may stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    word: u64,
    pair: Option<(u64, u64)>,
}

impl Reader {
    /// Adds words and pairs; those of which nothing is known, and that learning does not ask for, say nothing and are left
    /// out before any context is weighed.
    pub(super) fn add_words(&self, field: Field, item: u32, features: &mut Features) {
        let every = features.mentions.is_some();
        self.find_wanted(every, features);
        for at in 0..features.words.list.len() {
            let (word, wanted) = (features.words.list[at], features.wanted[at]);
            let is_word = word.token.kind == TokenKind::Word;
            let adds_word = is_word
                && (every || !self.all_learned || self.lexicon.knows_from(word.key, wanted.word));
            let pair = wanted
                .pair
                .filter(|(key, slot)| every || self.lexicon.knows_from(*key, *slot));
            if !adds_word && pair.is_none() {
                continue;
            }
            let place = field_factor(field) * position_factor(word.token.sentence);
            let single = Feature {
                amount: self.amount(field, word.token.sentence, features.undo),
                length: place,
                item,
                start: word.token.start,
                end: word.token.end,
                how: word.how,
                ..stated(word.key, Sort::Word, field, Role::Own)
            };
            if adds_word {
                features.mention(&self.gates, word.first, word.last + 1, single);
            }
            if let Some((key, _)) = pair {
                let next = features.words.list[at + 1];
                let han = !is_word && next.token.kind == TokenKind::Han;
                let pair = Feature {
                    key,
                    sort: if han { Sort::HanPair } else { Sort::Pair },
                    length: if han { place * HAN_PAIR_LENGTH } else { 0.0 },
                    end: next.token.end.max(word.token.end),
                    ..single
                };
                features.mention(&self.gates, word.first, next.last + 1, pair);
            }
        }
    }

    /// Reads, for all words of a text before any is needed, where what was learned of them and of pairs may stand.
    fn find_wanted(&self, every: bool, features: &mut Features) {
        let Features { words, wanted, .. } = features;
        let nexts = words.list.iter().skip(1).map(Some).chain([None]);
        wanted.clear();
        wanted.extend(words.list.iter().zip(nexts).map(|(word, next)| {
            let next = next.filter(|next| next.token.before == Break::None);
            let pair = next.map(|next| pair_key(word.key, next.key));
            let pair = pair.filter(|key| every || self.lexicon.may_know_pair(*key));
            Wanted {
                word: match word.token.kind {
                    TokenKind::Word => self.lexicon.first_weights(word.key),
                    TokenKind::Han => 0,
                },
                pair: pair.map(|key| (key, self.lexicon.first_weights(key))),
            }
        }));
    }
}
