//! From the tokens of a text to its words: known ones looked up, words run together or spelled apart put right, typing
//! errors mended.

use super::Matcher;
use super::lexicon::Resolved;
use super::model::WordSlot;
use super::read::Features;
use crate::fit::How;
use crate::profile::Field;
use crate::text::{Break, Token, TokenKind, Tokens, continue_hash};

/// A word of the text with its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) key: u64,
    pub(super) how: How,
}

/// Where a token may be known, read for all tokens of a text before any is needed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    slot: WordSlot,
    /// The hash of the token with the one before it as one word, where that may be, and its slot.
    joined: Option<(u64, WordSlot)>,
}

impl Matcher<'_> {
    /// Tokens to words with keys: known ones looked up, unknown ones resolved, words spelled apart joined.
    pub(super) fn find_words(&self, field: Field, features: &mut Features) {
        let Features {
            tokens,
            words,
            resolved,
            looks,
            ..
        } = features;
        self.look_up(tokens, looks);
        words.clear();
        for (token, look) in tokens.list.iter().zip(looks) {
            let word = |key, how| Word {
                token: *token,
                key,
                how,
            };
            if token.kind == TokenKind::Han {
                words.push(word(token.hash, How::Exact));
                continue;
            }
            let known = self.lexicon.known_from(token.hash, look.slot);
            if let Some(joined) = self.join_with_last(words, token, known.is_some(), look) {
                words.pop();
                words.push(joined);
                continue;
            }
            if let Some(key) = known {
                words.push(word(key, How::Exact));
                continue;
            }
            // In running text a capital marks a name, and names are not corrected.
            let name = field == Field::Name
                || field == Field::Description
                    && token.capitalised
                    && token.before != Break::Sentence;
            let answer = *resolved
                .entry(token.hash ^ u64::from(name))
                .or_insert_with(|| {
                    self.lexicon
                        .resolve(tokens.folded(token), !name, &self.index)
                });
            match answer {
                Resolved::New(key) => words.push(word(key, How::Exact)),
                Resolved::Typo(key) => words.push(word(key, How::Typo)),
                Resolved::Joined(first, second) => {
                    words.push(word(first, How::Joined));
                    let mut second = word(second, How::Joined);
                    second.token.before = Break::None;
                    words.push(second);
                }
            }
        }
    }

    /// Where each token, and each with the one before it as one word, may be known.
    fn look_up(&self, tokens: &Tokens, looks: &mut Vec<Look>) {
        looks.clear();
        let mut last: Option<&Token> = None;
        for token in &tokens.list {
            let joined = last
                .filter(|last| may_be_one_word(last, token))
                .map(|last| continue_hash(last.hash, tokens.folded(token).as_bytes()))
                .filter(|hash| self.lexicon.may_know(*hash));
            looks.push(Look {
                slot: self.lexicon.first_slot(token.hash),
                joined: joined.map(|hash| (hash, self.lexicon.first_slot(hash))),
            });
            last = Some(token);
        }
    }

    /// `photo voltaic`, `semicon ductor`: the last word and this one are a known word written as two.
    fn join_with_last(
        &self,
        words: &[Word],
        token: &Token,
        known: bool,
        look: &Look,
    ) -> Option<Word> {
        let (hash, slot) = look.joined?;
        let key = self.lexicon.known_from(hash, slot)?;
        // The first half alone may have passed for a mistyped word.
        let as_written = |last: &&Word| matches!(last.how, How::Exact | How::Typo);
        let last = words.last().filter(as_written)?;
        if known && length(&last.token) < SHORTEST_PART
            || last.how != How::Typo && length(token) < SHORTEST_PART
            || known && length(&last.token) + length(token) < SHORTEST_OF_KNOWN
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
            key,
            how: How::Joined,
        })
    }
}

/// Two words that are known by themselves are one only where it is at least this long, so as not to come about by chance.
const SHORTEST_OF_KNOWN: u32 = 7;
/// The shortest word that may be written as two, and the shortest part of it; a single letter is a part only of what
/// would be no word without it (`s oftware`, `softwar e`).
const SHORTEST: u32 = 6;
const SHORTEST_PART: u32 = 2;

fn length(token: &Token) -> u32 {
    token.folded_end - token.folded_start
}

/// Whether two neighbours may be one word written as two; whether they are depends on what words are known.
pub(super) fn may_be_one_word(first: &Token, second: &Token) -> bool {
    let words = first.kind == TokenKind::Word && second.kind == TokenKind::Word;
    // A space, a wide one, a hyphen at a line's end.
    let adjacent = second.before == Break::None && (1..=3).contains(&(second.start - first.end));
    words && adjacent && length(first) + length(second) >= SHORTEST
}
