//! Cutting a text into tokens with their places in the input.

mod folds;
mod hashes;
mod letters;

use super::fold::{FOLDED, fold_han, is_han};
use super::folded::Folded;
use super::hash::{FNV_OFFSET, continue_hash, hash_bytes, hash_without};
use super::noise::Noise;
use folds::{Class, Folds};
use hashes::Hashes;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A run of letters and digits.
    Word,
    /// One Chinese character.
    Han,
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Nothing, or what joins words: space, hyphen, slash.
    None,
    /// A comma or the like; phrases do not reach across.
    Comma,
    /// A bracket or colon; roles reach across (销售：钢材（不含危险品）、建材).
    Bracket,
    /// A semicolon; roles do not reach across.
    Clause,
    /// The end of a sentence or of the text.
    Sentence,
}

/// A word or Chinese character of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the input.
    pub start: u32,
    /// One past the last byte in the input.
    pub end: u32,
    /// First byte in [`Tokens::folded`].
    pub folded_start: u32,
    /// One past the last byte in [`Tokens::folded`].
    pub folded_end: u32,
    /// [`hash_bytes`] of the folded form.
    pub hash: u64,
    /// Number of the sentence in its text, from 0.
    pub sentence: u16,
    /// What it is.
    pub kind: TokenKind,
    /// What stands before it.
    pub before: Break,
    /// Whether it begins with a capital and goes on in small letters, as names do.
    pub capitalised: bool,
    /// For a bracket that opens before this token: how deep in brackets it stands.
    pub depth: u8,
}

impl Token {
    /// Bytes of its folded form.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.folded_end - self.folded_start
    }
}

/// The shortest word that may be written as two.
const SHORTEST_APART: u32 = 6;

/// Whether two neighbours may be one word written as two; whether they are depends on what words are known.
#[must_use]
pub fn may_be_one_word(first: &Token, second: &Token) -> bool {
    let words = first.kind == TokenKind::Word && second.kind == TokenKind::Word;
    // A space, a wide one, a hyphen at a line's end.
    let adjacent = second.before == Break::None && (1..=3).contains(&(second.start - first.end));
    words && adjacent && first.length() + second.length() >= SHORTEST_APART
}

/// The tokens of one text, in buffers that are reused from text to text.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// The tokens in input order.
    pub list: Vec<Token>,
    /// Folded forms.
    folded: Folded,
    /// What characters outside ASCII fold to.
    folds: Folds,
    /// The hashes of plain words.
    hashes: Hashes,
}

/// The folded form of a word is kept up to about this length, in bytes: of no longer one anything is known, and a letter
/// may fold to eleven times its length.
const LONGEST_FOLDED: usize = 1 << 16;

/// More bytes than this between two words part them as a comma does.
const FAR: u32 = 256;

/// No abbreviation is longer.
const LONGEST_ABBREVIATION: usize = 4;

/// Words after which a full stop ends an abbreviation, not a sentence.
const ABBREVIATIONS: [&str; 16] = [
    "co", "ltd", "inc", "corp", "no", "nos", "dr", "mr", "st", "vs", "eg", "ie", "bhd", "pvt",
    "plc", "jr",
];

/// Whether a full stop after a word, folded, ends no sentence.
fn is_abbreviation(word: &[u8]) -> bool {
    let is_known = || ABBREVIATIONS.iter().any(|known| known.as_bytes() == word);
    word.len() == 1 || word.len() <= LONGEST_ABBREVIATION && is_known()
}

impl Tokens {
    /// The folded form of a token.
    #[must_use]
    pub fn folded(&self, token: &Token) -> &str {
        std::str::from_utf8(self.folded_bytes(token)).unwrap_or("")
    }

    /// The bytes of the folded form of a token.
    #[must_use]
    #[inline]
    pub fn folded_bytes(&self, token: &Token) -> &[u8] {
        self.folded
            .get(token.folded_start as usize..token.folded_end as usize)
    }

    /// The bytes of all folded forms, one after the other.
    #[must_use]
    pub fn all_folded(&self) -> &[u8] {
        self.folded.bytes()
    }

    /// Replaces the content by the tokens of `text` (at most 4 GiB long).
    pub fn cut(&mut self, text: &str) {
        self.cut_block(&mut Cutting::of(text), usize::MAX);
    }

    /// Replaces the content by the next tokens: whole sentences, until there are `most` tokens or more; where no
    /// sentence ends, twice as many.
    pub fn cut_block(&mut self, cutting: &mut Cutting<'_>, most: usize) {
        self.list.clear();
        self.folded.clear();
        let Cutting {
            text,
            mut at,
            mut noise,
            ..
        } = *cutting;
        let mut cutter = Cutter {
            tokens: self,
            word: None,
            ended: usize::MAX,
            before: cutting.before,
            hyphened: cutting.hyphened,
            sentence: cutting.sentence,
            depth: cutting.depth,
            begun: cutting.begun,
        };
        let bytes = text.as_bytes();
        let quiet = noise.is_none();
        while at < bytes.len() {
            let byte = bytes[at];
            if !quiet && (cutter.word.is_none() || byte == b'<') {
                let length = noise.length(text, at);
                if length > 0 {
                    cutter.end_word(at);
                    cutter.before = cutter.before.max(Break::Comma);
                    at += length;
                    continue;
                }
            }
            if FOLDED[usize::from(byte)] != 0 {
                let end = match quiet && cutter.word.is_none() {
                    true => cutter.plain_words(bytes, at, most),
                    false => at,
                };
                if end == at {
                    at += cutter.letters(bytes, at);
                    continue;
                }
                at = end;
                if bytes[at - 1] != b' ' {
                    continue;
                }
            } else if byte == b' ' {
                cutter.end_word(at);
                cutter.hyphened = false;
                at += 1;
            } else if byte.is_ascii() {
                at += 1;
                cutter.separator(byte as char, at - 1, &text[at..]);
            } else {
                let c = text[at..].chars().next().unwrap_or('\u{FFFD}');
                at += cutter.wide(c, at, &text[at..]);
            }
            if cutter.tokens.list.len() >= most && cutter.is_enough(most) {
                break;
            }
        }
        if at >= bytes.len() {
            cutter.end_word(text.len());
        }
        *cutting = Cutting {
            text,
            at,
            noise,
            before: cutter.before,
            hyphened: cutter.hyphened,
            sentence: cutter.sentence,
            depth: cutter.depth,
            begun: cutter.begun,
        };
    }
}

/// A text on its way through [`Tokens::cut_block`].
#[derive(Debug, Clone, Copy)]
pub struct Cutting<'t> {
    text: &'t str,
    /// What has been cut, in bytes, and how it ended.
    at: usize,
    noise: Noise,
    before: Break,
    hyphened: bool,
    sentence: u16,
    depth: u8,
    begun: bool,
}

impl<'t> Cutting<'t> {
    /// A text (at most 4 GiB long) of which nothing has been cut.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            noise: Noise::of(text),
            before: Break::Sentence,
            hyphened: false,
            sentence: 0,
            depth: 0,
            begun: false,
        }
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }
}

struct Cutter<'a> {
    tokens: &'a mut Tokens,
    /// The word being read: where it started in the input and in the folded text, its hash so far, its first letter's
    /// case, and whether any later letter was a capital.
    word: Option<Word>,
    /// Where the last word ended that was read in one go.
    ended: usize,
    before: Break,
    /// Whether a hyphen stands right after the last word: a line that ends there breaks a word, not a sentence.
    hyphened: bool,
    sentence: u16,
    depth: u8,
    /// Whether the text has had a token.
    begun: bool,
}

#[derive(Clone, Copy)]
struct Word {
    start: u32,
    folded_start: u32,
    hash: u64,
    first_upper: bool,
    later_upper: bool,
    /// How many of its letters are ASCII capitals.
    capitals: u32,
    /// Whether its last letter is a small ASCII one or a digit, and not its first.
    last_small: bool,
}

impl Cutter<'_> {
    /// A character outside ASCII, with which `text` begins: folded first, then judged by what it folds to. How many bytes
    /// were read, with those after it that are like it.
    fn wide(&mut self, c: char, at: usize, text: &str) -> usize {
        let class = match fold_han(c) {
            // They are many, and looked up in a table as it is.
            Some(folded) => Class::Han(folded),
            None => self.tokens.folds.of(c).class,
        };
        match class {
            Class::Nothing => return self.tokens.folds.nothing(text),
            Class::Letter { .. } => return self.wide_letters(text, at),
            Class::Han(folded) => self.han(c, folded, at),
            Class::Other(folded) => self.separator(folded, at, &text[c.len_utf8()..]),
        }
        c.len_utf8()
    }

    /// A Chinese character.
    fn han(&mut self, c: char, folded: char, at: usize) {
        self.end_word(at);
        let folded_from = self.tokens.folded.len();
        let mut buffer = [0; 4];
        let folded = folded.encode_utf8(&mut buffer);
        let hash = hash_bytes(folded.as_bytes());
        self.tokens.folded.push(folded.as_bytes());
        self.push(
            at as u32,
            (at + c.len_utf8()) as u32,
            folded_from as u32,
            hash,
            TokenKind::Han,
            false,
        );
    }

    /// The letters and digits outside ASCII, at least one, with which `text` begins; how many bytes they are.
    fn wide_letters(&mut self, text: &str, at: usize) -> usize {
        let Tokens { folds, folded, .. } = &mut *self.tokens;
        let mut word = self.word.unwrap_or(Word {
            start: at as u32,
            folded_start: folded.len() as u32,
            hash: FNV_OFFSET,
            first_upper: false,
            later_upper: false,
            capitals: 0,
            last_small: false,
        });
        let mut is_first = self.word.is_none();
        let mut length = 0;
        for c in text.chars() {
            if c.is_ascii() || fold_han(c).is_some() {
                break;
            }
            let fold = folds.of(c);
            match fold.class {
                Class::Nothing => {}
                Class::Letter { is_capital } => {
                    let added = fold.folded.as_bytes();
                    if folded.len() - word.folded_start as usize <= LONGEST_FOLDED {
                        folded.push(added);
                    }
                    word.hash = continue_hash(word.hash, added);
                    word.first_upper |= is_first && is_capital;
                    word.later_upper |= !is_first && is_capital;
                    is_first = false;
                }
                Class::Han(_) | Class::Other(_) => break,
            }
            length += c.len_utf8();
        }
        word.last_small = false;
        self.word = Some(word);
        length
    }

    /// Anything but letters and digits, with the text that follows it.
    fn separator(&mut self, c: char, at: usize, rest: &str) {
        let after_word = self.word.is_some() || self.ended == at;
        self.end_word(at);
        let broken_word = self.hyphened && !after_word && matches!(c, '\n' | '\r');
        self.hyphened = broken_word || (after_word && c == '-');
        let level = match c {
            '.' => {
                // A full stop ends a sentence when white space or Chinese follows and the word before it is no
                // abbreviation.
                let ends = rest
                    .chars()
                    .next()
                    .is_none_or(|next| next.is_whitespace() || is_han(next))
                    && !(after_word && self.after_abbreviation());
                if ends { Break::Sentence } else { Break::None }
            }
            '\n' | '\r' if broken_word => Break::None,
            '!' | '?' | '。' | '\n' | '\r' => Break::Sentence,
            ';' | '|' => Break::Clause,
            ':' | '(' | ')' | '[' | ']' | '{' | '}' | '【' | '】' | '《' | '》' => {
                Break::Bracket
            }
            ',' | '、' | '"' | '“' | '”' | '•' | '·' | '*' | '<' | '>' => Break::Comma,
            _ => Break::None,
        };
        match c {
            '(' | '[' | '【' => self.depth = self.depth.saturating_add(1),
            ')' | ']' | '】' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if level == Break::Sentence {
            self.depth = 0;
            if self.begun && self.before != Break::Sentence {
                self.sentence = self.sentence.saturating_add(1);
            }
        }
        self.before = self.before.max(level);
    }

    fn after_abbreviation(&self) -> bool {
        let last = self.tokens.list.last();
        last.is_some_and(|token| is_abbreviation(self.tokens.folded_bytes(token)))
    }

    fn end_word(&mut self, at: usize) {
        if let Some(word) = self.word.take() {
            self.end(word, at);
        }
    }

    /// Ends a word before byte `at`.
    fn end(&mut self, word: Word, at: usize) {
        let length = self.tokens.folded.len() as u32 - word.folded_start;
        // The `s` of `company's` is no word.
        let possessive = length == 1
            && self.tokens.folded.bytes().last() == Some(&b's')
            && self
                .tokens
                .list
                .last()
                .is_some_and(|last| last.end + 1 == word.start || last.end + 3 == word.start)
            && self.before == Break::None;
        if possessive {
            self.tokens.folded.truncate(word.folded_start as usize);
            return;
        }
        // `RVs`, `ICs`: the plural of an abbreviation is told by its letters, which stemming does not see.
        let is_plural = word.last_small
            && length > 2
            && word.capitals == length - 1
            && self.tokens.folded.bytes().last() == Some(&b's');
        let plural = is_plural.then(|| hash_without(word.hash, b's'));
        if plural.is_some() {
            self.tokens.folded.truncate(self.tokens.folded.len() - 1);
        }
        let name = word.first_upper && !word.later_upper && length > 1;
        self.push(
            word.start,
            at as u32,
            word.folded_start,
            plural.unwrap_or(word.hash),
            TokenKind::Word,
            name,
        );
    }

    #[inline]
    fn push(
        &mut self,
        start: u32,
        end: u32,
        folded_start: u32,
        hash: u64,
        kind: TokenKind,
        capitalised: bool,
    ) {
        // Words so far apart are no neighbours, whatever stands between.
        if self
            .tokens
            .list
            .last()
            .is_some_and(|last| start - last.end > FAR)
        {
            self.before = self.before.max(Break::Comma);
        }
        self.tokens.list.push(Token {
            start,
            end,
            folded_start,
            folded_end: self.tokens.folded.len() as u32,
            hash,
            sentence: self.sentence,
            kind,
            before: self.before,
            capitalised,
            depth: self.depth,
        });
        self.before = Break::None;
        self.hyphened = false;
        self.begun = true;
    }

    /// Whether a block may end here, where there are tokens enough.
    fn is_enough(&self, most: usize) -> bool {
        let is_long = self.tokens.list.len() / 2 >= most;
        self.word.is_none() && (is_long || self.before == Break::Sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.cut(text);
        tokens
            .list
            .iter()
            .map(|token| tokens.folded(token).to_owned())
            .collect()
    }

    #[test]
    fn a_possessive_leaves_no_gap_before_chinese() {
        assert_eq!(words("the firm's电池"), ["the", "firm", "电", "池"]);
        let mut tokens = Tokens::default();
        tokens.cut("firm's电");
        assert_eq!(tokens.list[1].hash, hash_bytes("电".as_bytes()));
    }

    #[test]
    fn words_and_characters() {
        assert_eq!(
            words("LiFePO4 Power-battery packs"),
            ["lifepo4", "power", "battery", "packs"]
        );
        assert_eq!(words("5G基站、ＬＥＤ"), ["5g", "基", "站", "led"]);
        assert_eq!(words("the company's cells"), ["the", "company", "cells"]);
        assert_eq!(words("vitamin C s"), ["vitamin", "c"]);
        assert_eq!(
            words("RVs, ICs; LEDS Gas PSs"),
            ["rv", "ic", "leds", "gas", "ps"]
        );
    }

    #[test]
    fn spans_point_into_the_input() {
        let text = "Ça — 鋰電池 ＢＭＳ.";
        let mut tokens = Tokens::default();
        tokens.cut(text);
        let spans: Vec<&str> = tokens
            .list
            .iter()
            .map(|t| &text[t.start as usize..t.end as usize])
            .collect();
        assert_eq!(spans, ["Ça", "鋰", "電", "池", "ＢＭＳ"]);
        tokens.cut("Ça — 鋰電池 ＢＭＳ, BMSs治理，VOC's治理");
        for token in &tokens.list {
            assert_eq!(token.hash, hash_bytes(tokens.folded(token).as_bytes()));
        }
    }

    #[test]
    fn sentences_are_counted_but_not_at_abbreviations() {
        let mut tokens = Tokens::default();
        tokens.cut("Foo Co., Ltd. makes pumps. It also sells valves; and 3.5 kW fans.");
        let last = tokens.list.last().unwrap();
        assert_eq!(last.sentence, 1);
        assert_eq!(
            tokens
                .list
                .iter()
                .filter(|t| t.before == Break::Sentence)
                .count(),
            2
        );
        assert!(tokens.list[0].capitalised);
    }

    #[test]
    fn full_width_stops_and_broken_lines_read_like_plain_ones() {
        let breaks = |text: &str| {
            let mut tokens = Tokens::default();
            tokens.cut(text);
            let breaks: Vec<Break> = tokens.list.iter().map(|token| token.before).collect();
            breaks
        };
        let plain = "Foo Co.,Ltd. runs foo.cn. It sells 3.5 kW fans.";
        let wide: String = plain
            .chars()
            .map(|c| match c {
                ' ' => '\u{3000}',
                c => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            })
            .collect();
        assert_eq!(breaks(&wide), breaks(plain));
        assert_eq!(
            breaks("泵的生产．风机的销售")
                .iter()
                .filter(|b| **b == Break::Sentence)
                .count(),
            2
        );
        assert_eq!(
            breaks("bat-\r\nteries\npumps")[1..],
            [Break::None, Break::Sentence]
        );
        assert_eq!(breaks("pumps -\nfans")[1..], [Break::Sentence]);
    }
}
