//! From the tokens of a text to its words: known ones looked up, words run together or spelled apart put right, typing
//! errors mended.

use super::keys::{Hashed, pair_key};
use super::lexicon::{Lexicon, Resolved};
use super::model::WordSlot;
use super::relation_words::RelationHit;
use super::terms::Index;
use crate::fit::How;
use crate::profile::Field;
use crate::text::{Break, Cutting, Token, TokenKind, Tokens, continue_hash, may_be_one_word};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// A word of the text with its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) token: Token,
    /// The first and the last token that it is made of.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) key: u64,
    pub(super) how: How,
}

/// Where a token may be known, read for all tokens of a text before any is needed.
#[derive(Debug, Clone, Copy)]
struct Look {
    slot: WordSlot,
    /// The hash of the token with the one before it as one word, where that may be, and its slot.
    joined: Option<(u64, WordSlot)>,
}

/// How much of a profile could be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    /// Words of Latin letters, and how many of them are known.
    pub(crate) latin: u32,
    pub(crate) known: u32,
    /// Chinese characters.
    pub(crate) han: u32,
    /// Words of other scripts.
    pub(crate) other: u32,
}

/// From this many words of Latin letters on, and below this share of known ones, a text is in a language that is not
/// read. A judgement, not measured
/// over texts of other languages: product names and codes bring short English lists down, so it is low.
const FOREIGN_WORDS: u32 = 8;
const FOREIGN_KNOWN: f32 = 0.4;

impl Reading {
    fn count(&mut self, folded: &str, known: bool) {
        if folded.bytes().any(|byte| byte.is_ascii_lowercase()) {
            // A word with a digit in it is a code or a model, in any language.
            let code = folded.bytes().any(|byte| byte.is_ascii_digit());
            self.latin += u32::from(!code);
            self.known += u32::from(!code && known);
        } else if !folded.is_ascii() {
            self.other += 1;
        }
    }

    /// Whether the text is in a language that is neither English nor Chinese.
    pub(crate) fn is_foreign(self) -> bool {
        let latin_foreign = self.latin >= FOREIGN_WORDS
            && (self.known as f32) < FOREIGN_KNOWN * self.latin as f32
            && self.han < self.latin;
        latin_foreign || self.other > 3 * (self.known + self.han)
    }
}

/// A word that takes more bytes of the input is none, whatever it folds to: with marks without number on its letters it
/// would be shown, and shown again, at that length.
const LONGEST_SPAN: u32 = 1024;

/// How many unknown words are remembered before the memory is emptied: bounds it whatever the input.
const RESOLVED_LIMIT: usize = 1 << 15;

/// The words of one text, in buffers that are reused, and what unknown words turned out to be.
#[derive(Debug, Default)]
pub(super) struct WordFinder {
    pub(super) tokens: Tokens,
    pub(super) list: Vec<Word>,
    /// How much of the texts since the last profile could be read.
    pub(super) reading: Reading,
    looks: Vec<Look>,
    resolved: HashMap<u64, Resolved, BuildHasherDefault<Hashed>>,
}

impl WordFinder {
    /// Forgets unknown words when they have become too many.
    pub(super) fn bound_memory(&mut self) {
        if self.resolved.len() > RESOLVED_LIMIT {
            self.resolved.clear();
        }
    }

    /// Cuts the next block of a text.
    pub(super) fn cut(&mut self, cutting: &mut Cutting<'_>, most: usize) {
        self.bound_memory();
        self.tokens.cut_block(cutting, most);
    }

    /// Cuts a short text and finds its words.
    pub(super) fn find_all(&mut self, lexicon: &Lexicon, terms: &Index, field: Field, text: &str) {
        self.tokens.cut(text);
        self.find(lexicon, terms, field);
    }

    /// Finds the words of what was cut: known ones looked up, unknown ones resolved, words spelled apart joined.
    pub(super) fn find(&mut self, lexicon: &Lexicon, terms: &Index, field: Field) {
        self.look_up(lexicon);
        let Self {
            tokens,
            list,
            reading,
            looks,
            resolved,
        } = self;
        list.clear();
        for (at, (token, look)) in tokens.list.iter().zip(looks).enumerate() {
            let word = |key, how| Word {
                token: *token,
                first: at,
                last: at,
                key,
                how,
            };
            if token.kind == TokenKind::Han {
                reading.han += 1;
                list.push(word(token.hash, How::Exact));
                continue;
            }
            let folded = tokens.folded(token);
            if token.end - token.start > LONGEST_SPAN {
                reading.count(folded, false);
                list.push(word(!token.hash, How::Exact)); // the key of no word
                continue;
            }
            let known = lexicon.known_from(token.hash, look.slot);
            reading.count(folded, known.is_some());
            if let Some(joined) = join_with_last(lexicon, list, at, token, known.is_some(), look) {
                list.pop();
                list.push(joined);
                continue;
            }
            if let Some(key) = known {
                list.push(word(key, How::Exact));
                continue;
            }
            // In running text a capital marks a name, and names are not corrected.
            let name = field == Field::Name
                || field == Field::Description
                    && token.capitalised
                    && token.before != Break::Sentence;
            let answer = *resolved
                .entry(token.hash ^ u64::from(name))
                .or_insert_with(|| lexicon.resolve(folded, !name, terms));
            match answer {
                Resolved::New(key) => list.push(word(key, How::Exact)),
                Resolved::Typo(key) => list.push(word(key, How::Typo)),
                Resolved::Joined(first, second) => {
                    list.push(word(first, How::Joined));
                    let mut second = word(second, How::Joined);
                    second.token.before = Break::None;
                    list.push(second);
                }
            }
        }
    }

    /// Where each token, and each with the one before it as one word, may be known.
    fn look_up(&mut self, lexicon: &Lexicon) {
        let Self { tokens, looks, .. } = self;
        looks.clear();
        let mut last: Option<&Token> = None;
        for token in &tokens.list {
            let joined = last
                .filter(|last| may_be_one_word(last, token))
                .map(|last| continue_hash(last.hash, tokens.folded(token).as_bytes()))
                .filter(|hash| lexicon.may_know(*hash));
            looks.push(Look {
                slot: lexicon.first_slot(token.hash),
                joined: joined.map(|hash| (hash, lexicon.first_slot(hash))),
            });
            last = Some(token);
        }
    }
}

/// The relation words among `words`, by the number that `number` knows of a key: of words, and of two Chinese characters
/// side by side.
pub(super) fn relation_hits(
    words: &[Word],
    mut number: impl FnMut(u64) -> Option<u16>,
) -> impl Iterator<Item = RelationHit> {
    let nexts = words.iter().skip(1).map(Some).chain([None]);
    words.iter().zip(nexts).filter_map(move |(word, next)| {
        let key = if word.token.kind == TokenKind::Word {
            word.key
        } else {
            let next = next.filter(|next| {
                next.token.kind == TokenKind::Han && next.token.before == Break::None
            })?;
            pair_key(word.key, next.key)
        };
        let token = word.first as u32;
        number(key).map(|word| RelationHit { token, word })
    })
}

/// `photo voltaic`, `semicon ductor`: the last word and this one, the token `at`, are a known word written as two.
fn join_with_last(
    lexicon: &Lexicon,
    words: &[Word],
    at: usize,
    token: &Token,
    known: bool,
    look: &Look,
) -> Option<Word> {
    let (hash, slot) = look.joined?;
    let key = lexicon.known_from(hash, slot)?;
    // The first half alone may have passed for a mistyped word.
    let as_written = |last: &&Word| matches!(last.how, How::Exact | How::Typo);
    let last = words.last().filter(as_written)?;
    if known && last.token.length() < SHORTEST_PART
        || last.how != How::Typo && token.length() < SHORTEST_PART
        || known && last.token.length() + token.length() < SHORTEST_OF_KNOWN
    {
        return None;
    }
    let joined = Token {
        end: token.end,
        folded_end: token.folded_end,
        hash,
        ..last.token
    };
    Some(Word {
        token: joined,
        first: last.first,
        last: at,
        key,
        how: How::Joined,
    })
}

/// Two words that are known by themselves are one only where it is at least this long, so as not to come about by chance.
const SHORTEST_OF_KNOWN: u32 = 7;
/// The shortest part of a word written as two; a single letter is a part only of what would be no word without it
/// (`s oftware`, `softwar e`).
const SHORTEST_PART: u32 = 2;
