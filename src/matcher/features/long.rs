//! Reading a text of any length: in blocks of whole sentences, so that memory does not grow with it.
//!
//! What a text says anywhere bears on every mention in it, so a text of several blocks is gone through twice: once for
//! its cues, once for its words. A text of one block, as nearly all are, is read once.

use super::{Feature, Features, Reader};
use crate::matcher::context::Gist;
use crate::matcher::words::WordFinder;
use crate::profile::Field;
use crate::text::{Cutting, TokenKind};

/// A block ends with the first sentence after so many words and Chinese characters; where none ends, after twice as many.
pub(super) const BLOCK: usize = 4096;

/// From so many features on, those of which nothing was learned are forgotten: they count for nothing.
const FEATURES: usize = 1 << 14;

impl Reader {
    pub(super) fn read_text(&self, field: Field, item: u32, text: &str, features: &mut Features) {
        let begun = Cutting::of(text);
        let mut cutting = begun;
        self.cut(&mut cutting, features);
        let whole = cutting.is_done();
        let mut gist = Gist::default();
        gist.add(&features.words.tokens.list, &features.cues);
        if !whole {
            while !cutting.is_done() {
                self.cut(&mut cutting, features);
                gist.add(&features.words.tokens.list, &features.cues);
            }
            cutting = begun;
            self.cut(&mut cutting, features);
        }
        features.contexts.begin(field, &gist);
        if field == Field::Description {
            features.makes |= features.contexts.makes;
            features.trades |= features.contexts.trades;
        }
        self.read_block(field, item, whole, features);
        while !cutting.is_done() {
            self.cut(&mut cutting, features);
            self.read_block(field, item, false, features);
        }
    }

    /// Cuts the next block and finds its cues.
    fn cut(&self, cutting: &mut Cutting<'_>, features: &mut Features) {
        let Features { words, cues, .. } = features;
        words.cut(&self.sources(), cutting, BLOCK);
        self.cues.find(&words.tokens, words.cues(), cues);
    }

    /// Reads the tokens that were cut, whose cues were found.
    fn read_block(&self, field: Field, item: u32, whole: bool, features: &mut Features) {
        features.words.find(&self.sources(), field);
        self.walk(features);
        features.leave_cues_inside_terms_out();
        let (tokens, list) = (&features.words.tokens.list, &features.words.list);
        let hits = &mut features.contexts.words;
        features.words.relation_hits(&self.relation_words, hits);
        let terms = features.terms.iter();
        let terms = terms.map(|hit| list[hit.start].first..list[hit.end - 1].last + 1);
        let contexts = &mut features.contexts;
        let (cues, words) = (&features.cues, &self.word_weights);
        contexts.read(tokens, cues, terms, &self.gates, words);
        self.add_words(field, item, features);
        if whole {
            self.add_both(field, item, features);
        }
        self.add_terms(field, item, whole, features);
        if whole && matches!(field, Field::Keywords | Field::Products) {
            self.add_label(field, item, features);
        }
        if features.list.len() > features.most && features.mentions.is_none() {
            features.forget(|feature| self.says_something(feature));
            features.most = FEATURES.max(2 * features.list.len());
        }
    }

    /// Calls `each` with the keys of the words of a text, and of its pairs of Chinese characters, that may be relation words.
    pub(crate) fn relation_keys(&self, text: &str, each: impl FnMut(u64)) {
        let mut words = WordFinder::default();
        words.find_all(&self.sources(), Field::Name, text);
        words.relation_keys().for_each(each);
    }

    fn says_something(&self, feature: &Feature) -> bool {
        !feature.sort.is_of_words() || self.lexicon.says_something(feature.key)
    }
}

impl Features {
    /// A Chinese character of a term is no cue by itself: 线 in 线路板, 集 in 集装箱.
    fn leave_cues_inside_terms_out(&mut self) {
        if self.words.reading.han == 0 {
            return;
        }
        let (words, tokens) = (&self.words.list, &self.words.tokens.list);
        let mut terms = self.terms.iter().peekable();
        let mut end = 0;
        self.cues.retain(|cue| {
            let is_character =
                cue.end - cue.start == 1 && tokens[cue.start as usize].kind == TokenKind::Han;
            while let Some(term) =
                terms.next_if(|term| words[term.start].first <= cue.start as usize)
            {
                if term.end - term.start > 1 {
                    end = end.max(words[term.end - 1].last + 1);
                }
            }
            !(is_character && (cue.start as usize) < end)
        });
    }

    /// Begins anew to count features.
    pub(super) fn expect_few(&mut self) {
        self.most = FEATURES;
        // What one giant took is not held for all that come after it.
        if self.table.len() > 8 * FEATURES {
            (self.table, self.list) = (Vec::new(), Vec::new());
        }
    }

    /// Leaves out features that say nothing.
    fn forget(&mut self, says_something: impl Fn(&Feature) -> bool) {
        self.list.retain(says_something);
        let size = (2 * self.list.len() + 2).next_power_of_two().max(1024);
        self.fill_table(size);
    }
}
