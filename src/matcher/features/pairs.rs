//! Words, and pairs of words or Chinese characters side by side, as features.

use super::{
    Feature, Features, HAN_PAIR_LENGTH, Reader, Sort, field_factor, position_factor, stated,
};
use crate::fit::Role;
use crate::matcher::keys::extend;
use crate::profile::Field;
use crate::text::{Break, TokenKind};

/// The key of the pair of a word with the next one where they stand side by side, and where what was learned of it may stand.
pub(super) type Wanted = Option<(u64, u64)>;

impl Reader {
    /// Adds words and pairs; those of which nothing is known, and that learning does not ask for, say nothing and are left
    /// out before any context is weighed.
    pub(super) fn add_words(&self, field: Field, item: u32, features: &mut Features) {
        let every = features.mentions.is_some();
        self.find_wanted(every, features);
        for at in 0..features.words.list.len() {
            let (word, wanted) = (features.words.list[at], features.wanted[at]);
            let is_word = word.token.kind == TokenKind::Word;
            let learned = features.words.facts(&word).weights;
            let adds_word = is_word && (every || !self.all_learned || learned.is_some());
            let pair = wanted
                .map(|(key, slot)| (key, self.weights.place_from(key, slot)))
                .filter(|(key, learned)| every || learned.is_some() || self.term_words.knows(*key));
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
                postings: learned,
                ..stated(word.key, Sort::Word, field, Role::Own)
            };
            if adds_word {
                features.mention(&self.gates, word.first, word.last + 1, single);
            }
            if let Some((key, learned)) = pair {
                let next = features.words.list[at + 1];
                let han = !is_word && next.token.kind == TokenKind::Han;
                let pair = Feature {
                    key,
                    sort: if han { Sort::HanPair } else { Sort::Pair },
                    length: if han { place * HAN_PAIR_LENGTH } else { 0.0 },
                    end: next.token.end.max(word.token.end),
                    postings: learned,
                    ..single
                };
                features.mention(&self.gates, word.first, next.last + 1, pair);
            }
        }
    }

    /// Reads, for all words of a text before any is needed, where what was learned of pairs may stand: most of the time goes
    /// to fetching it from memory, and so these waits overlap.
    fn find_wanted(&self, every: bool, features: &mut Features) {
        let Features { words, wanted, .. } = features;
        wanted.clear();
        for (at, word) in words.list.iter().enumerate() {
            let next = words.list.get(at + 1);
            let next = next.filter(|next| next.token.before == Break::None);
            let key = next.map(|next| extend(words.facts(word).pair, next.key));
            let may_say = |key: &u64| {
                every || self.lexicon.may_know_pair(*key) || self.term_words.knows(*key)
            };
            let key = key.filter(may_say);
            wanted.push(key.map(|key| (key, self.weights.first_slot(key))));
        }
    }
}
