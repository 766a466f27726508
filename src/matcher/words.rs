//! From the tokens of a text to its words: known ones looked up, words run together or spelled apart put right, typing
//! errors mended.

use super::keys::{Hashed, ROOT, extend, pair_key};
use super::lexicon::Resolved;
use super::relation_words::{RelationHit, RelationWords};
use super::seen::{Facts, ReaderId, Script, Seen, Sources};
use crate::fit::MatchKind;
use crate::profile::Field;
use crate::text::{Break, Cutting, Token, TokenKind, Tokens, continue_hash, may_be_one_word};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// The path of words, by which terms and labels are known.
pub(super) fn path_of(words: &[Word]) -> u64 {
    words.iter().fold(ROOT, |path, word| extend(path, word.key))
}

/// A word of the text with its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) token: Token,
    /// The first and the last token that it is made of.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) key: u64,
    pub(super) how: MatchKind,
    /// Where it stands among the words that were met.
    facts: u32,
}

/// What is known of a token.
#[derive(Debug, Clone, Copy)]
struct Look {
    /// Where it stands among the words that were met.
    facts: u32,
    /// The hash and the key of the token with the one before it as one word, where that is a known word.
    joined: Option<(u64, u64)>,
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
const MAYBE_FOREIGN_KNOWN: f32 = 0.8;

impl Reading {
    fn count(&mut self, script: Script, known: bool) {
        match script {
            Script::Latin => {
                self.latin += 1;
                self.known += u32::from(known);
            }
            Script::Code => {}
            Script::Other => self.other += 1,
        }
    }

    /// Whether so many words are unknown that it is worth a look whether the text is in a language that shares its letters,
    /// and some words, with English. A judgement, which saves the look; of 102,874 companies of three lists, English and
    /// Chinese, the look changes no verdict (2026-11-29).
    pub(crate) fn may_be_foreign(self) -> bool {
        (self.known as f32) < MAYBE_FOREIGN_KNOWN * self.latin as f32 && self.han < self.latin
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

/// How many words, and how many unknown ones, are remembered before the memory is emptied: bounds it whatever the input.
const SEEN_LIMIT: usize = 1 << 15;
const RESOLVED_LIMIT: usize = 1 << 15;

/// The words of one text, in buffers that are reused, and what is known of the words that were met.
#[derive(Debug, Default)]
pub(super) struct WordFinder {
    pub(super) tokens: Tokens,
    pub(super) list: Vec<Word>,
    /// How much of the texts since the last profile could be read.
    pub(super) reading: Reading,
    looks: Vec<Look>,
    /// The reader that what is known of words comes from.
    reader: ReaderId,
    seen: Seen,
    /// What unknown words turned out to be.
    resolved: HashMap<u64, Resolved, BuildHasherDefault<Hashed>>,
}

impl WordFinder {
    /// Forgets all words when another reader asks.
    pub(super) fn serve(&mut self, reader: ReaderId) {
        if self.reader != reader {
            self.reader = reader;
            self.seen.clear();
            self.resolved.clear();
        }
    }

    /// Forgets words when they have become too many.
    pub(super) fn bound_memory(&mut self) {
        if self.seen.len() > SEEN_LIMIT {
            self.seen.clear();
        }
        if self.resolved.len() > RESOLVED_LIMIT {
            self.resolved.clear();
        }
    }

    /// Cuts the next block of a text and looks its tokens up.
    pub(super) fn cut(&mut self, sources: &Sources<'_>, cutting: &mut Cutting<'_>, most: usize) {
        self.serve(sources.reader);
        self.bound_memory();
        self.tokens.cut_block(cutting, most);
        self.look_up(sources);
    }

    /// Cuts a short text and finds its words.
    pub(super) fn find_all(&mut self, sources: &Sources<'_>, field: Field, text: &str) {
        self.cut(sources, &mut Cutting::of(text), usize::MAX);
        self.find(sources, field);
    }

    /// What is known of a word of the list.
    #[inline]
    pub(super) fn facts(&self, word: &Word) -> &Facts {
        self.seen.at(word.facts)
    }

    /// For each token, the cue that it is or begins.
    pub(super) fn cues(&self) -> impl Iterator<Item = Option<(u8, bool)>> {
        self.looks.iter().map(|look| self.seen.at(look.facts).cue)
    }

    /// Finds the words of what was cut: known ones looked up, unknown ones resolved, words spelled apart joined.
    pub(super) fn find(&mut self, sources: &Sources<'_>, field: Field) {
        let Self {
            tokens,
            list,
            reading,
            looks,
            seen,
            resolved,
            ..
        } = self;
        list.clear();
        for (at, (token, look)) in tokens.list.iter().zip(looks).enumerate() {
            let word = |(facts, key), how| Word {
                token: *token,
                first: at,
                last: at,
                key,
                how,
                facts,
            };
            let facts = seen.at(look.facts);
            let (key, known) = (facts.key, facts.known);
            if token.kind == TokenKind::Han {
                reading.han += 1;
                list.push(word((look.facts, token.hash), MatchKind::Exact));
                continue;
            }
            if token.end - token.start > LONGEST_SPAN {
                reading.count(facts.script, false);
                let key = !token.hash; // the key of no word
                list.push(word((seen.key(key, sources), key), MatchKind::Exact));
                continue;
            }
            reading.count(facts.script, known);
            if let Some(joined) = join_with_last(list, at, token, known, look) {
                let facts = seen.key(joined.key, sources);
                list.pop();
                list.push(Word { facts, ..joined });
                continue;
            }
            if known {
                list.push(word((look.facts, key), MatchKind::Exact));
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
                    let folded = tokens.folded(token);
                    sources.lexicon.resolve(folded, !name, sources.terms)
                });
            let mut of = |key| (seen.key(key, sources), key);
            match answer {
                Resolved::New(key) => list.push(word(of(key), MatchKind::Exact)),
                Resolved::Typo(key) => list.push(word(of(key), MatchKind::Typo)),
                Resolved::Joined(first, second) => {
                    list.push(word(of(first), MatchKind::Joined));
                    let mut second = word(of(second), MatchKind::Joined);
                    second.token.before = Break::None;
                    list.push(second);
                }
            }
        }
    }

    /// What is known of each token, and of each with the one before it as one word.
    #[inline(never)] // within another function its numbers do not stay in registers
    fn look_up(&mut self, sources: &Sources<'_>) {
        let Self {
            tokens,
            looks,
            seen,
            ..
        } = self;
        looks.clear();
        for token in &tokens.list {
            let facts = match seen.find(token.hash) {
                Some(facts) => facts,
                None => seen.add_word(token.hash, tokens.folded_bytes(token), sources),
            };
            looks.push(Look {
                facts,
                joined: None,
            });
        }
        for (at, pair) in tokens.list.windows(2).enumerate() {
            let [last, token] = pair else { continue };
            if !may_be_one_word(last, token) {
                continue;
            }
            let hash = continue_hash(last.hash, tokens.folded_bytes(token));
            if sources.lexicon.may_know(hash) {
                let key = sources.lexicon.known(hash);
                looks[at + 1].joined = key.map(|key| (hash, key));
            }
        }
    }

    /// Fills `hits` with the relation words of the text: words, and two Chinese characters side by side.
    #[inline(never)] // within another function its numbers do not stay in registers
    pub(super) fn relation_hits(&self, numbers: &RelationWords, hits: &mut Vec<RelationHit>) {
        hits.clear();
        for (at, word) in self.list.iter().enumerate() {
            let facts = self.facts(word);
            let number = match word.token.kind {
                TokenKind::Word => facts.relation,
                TokenKind::Han => {
                    let next = self.list.get(at + 1);
                    let next = next.filter(|next| is_next_character(next));
                    next.and_then(|next| numbers.number(extend(facts.pair, next.key)))
                }
            };
            if let Some(word_number) = number {
                hits.push(RelationHit {
                    token: word.first as u32,
                    word: word_number,
                });
            }
        }
    }

    /// The keys of the words of the text that may be relation words, and of its pairs of Chinese characters.
    pub(super) fn relation_keys(&self) -> impl Iterator<Item = u64> {
        let nexts = self.list.iter().skip(1).map(Some).chain([None]);
        self.list
            .iter()
            .zip(nexts)
            .filter_map(|(word, next)| match word.token.kind {
                TokenKind::Word => Some(word.key),
                TokenKind::Han => {
                    let next = next.filter(|next| is_next_character(next))?;
                    Some(pair_key(word.key, next.key))
                }
            })
    }
}

/// Whether a word is a Chinese character right after the one before it.
fn is_next_character(word: &Word) -> bool {
    word.token.kind == TokenKind::Han && word.token.before == Break::None
}

/// `photo voltaic`, `semicon ductor`: the last word and this one, the token `at`, are a known word written as two: the word,
/// whose key is still to be looked up.
fn join_with_last(
    words: &[Word],
    at: usize,
    token: &Token,
    known: bool,
    look: &Look,
) -> Option<Word> {
    let (hash, key) = look.joined?;
    // The first half alone may have passed for a mistyped word.
    let as_written = |last: &&Word| matches!(last.how, MatchKind::Exact | MatchKind::Typo);
    let last = words.last().filter(as_written)?;
    if known && last.token.length() < SHORTEST_PART
        || last.how != MatchKind::Typo && token.length() < SHORTEST_PART
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
        how: MatchKind::Joined,
        facts: last.facts,
    })
}

/// Two words that are known by themselves are one only where it is at least this long, so as not to come about by chance.
const SHORTEST_OF_KNOWN: u32 = 7;
/// The shortest part of a word written as two; a single letter is a part only of what would be no word without it
/// (`s oftware`, `softwar e`).
const SHORTEST_PART: u32 = 2;
