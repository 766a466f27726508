//! Context: in what relation the text speaks of a thing, and how much a word counts there.
//!
//! Around every mention stand cues ("maker of", "used in", 不含). From them a gate between 0 and 1 is learned (see
//! `learn::gates`): "aerogel" counts in full in "maker of aerogel blankets", hardly in "lunch for aerogel
//! makers", not in "no aerogel". A gate is the sum of learned weights of the context features below, through a smooth
//! step. Most features look left of the mention or right of it, so that their sums are made once a token.

use super::compounds::Compounds;
use super::cues::{Cue, CueHit};
use super::relation_words::{MOST, RelationHit};
use crate::fit::Role;
use crate::profile::Field;
use crate::text::{Break, Token, TokenKind};
use std::ops::Range;

const CUES: usize = Cue::COUNT;
/// Steps of distance to a cue, with or without a comma between.
const STEPS: usize = 8;
/// Groups of sentences by number.
const SENTENCES: usize = 6;
const FIELDS: usize = 4;
/// Combinations of what a text says anywhere: that the firm makes, trades, denies making.
const TEXT_FLAGS: usize = 8;

/// Where each group of context features begins, one after the other.
mod at {
    use super::{CUES, FIELDS, MOST, SENTENCES, STEPS, TEXT_FLAGS};

    /// The weight of every mention.
    pub(super) const BIAS: usize = 0;
    /// Language, cue before, distance.
    pub(super) const BEFORE: usize = BIAS + 1;
    /// The two cues before.
    pub(super) const BEFORE_TWO: usize = BEFORE + 2 * CUES * STEPS;
    /// First cue of the sentence, cue before.
    pub(super) const FIRST: usize = BEFORE_TWO + CUES * CUES;
    /// Language, the two strong cues before.
    pub(super) const STRONG: usize = FIRST + CUES * CUES;
    /// Strong cue before, cue before.
    pub(super) const STRONG_BEFORE: usize = STRONG + 2 * CUES * CUES;
    /// A cue earlier in the sentence.
    pub(super) const EARLIER: usize = STRONG_BEFORE + CUES * CUES;
    /// Field and sentence.
    pub(super) const PLACE: usize = EARLIER + CUES;
    /// Field and what the text says anywhere.
    pub(super) const TEXT: usize = PLACE + FIELDS * SENTENCES;
    /// Inside brackets.
    pub(super) const BRACKET: usize = TEXT + FIELDS * TEXT_FLAGS;
    /// Trade before, and what the text says anywhere.
    pub(super) const TRADE_BEFORE: usize = BRACKET + 1;
    /// Language, cue after, distance.
    pub(super) const AFTER: usize = TRADE_BEFORE + TEXT_FLAGS;
    /// The two cues after.
    pub(super) const AFTER_TWO: usize = AFTER + 2 * CUES * STEPS;
    /// A cue later in the clause.
    pub(super) const LATER: usize = AFTER_TWO + CUES * CUES;
    /// Whether the text is short, and a cue anywhere in it.
    pub(super) const ANYWHERE: usize = LATER + CUES;
    /// Trade after, and what the text says anywhere.
    pub(super) const TRADE_AFTER: usize = ANYWHERE + 2 * CUES;
    /// Cue before, cue right after.
    pub(super) const ACROSS: usize = TRADE_AFTER + TEXT_FLAGS;
    /// Strong cue before, cue right after.
    pub(super) const STRONG_ACROSS: usize = ACROSS + CUES * CUES;
    /// Language, whether another word stands right before, and right after.
    pub(super) const COMPOUND: usize = STRONG_ACROSS + CUES * CUES;
    /// A relation word before the mention in its sentence, one after it, and one anywhere in a short text.
    pub(super) const WORD_BEFORE: usize = COMPOUND + 8;
    pub(super) const WORD_AFTER: usize = WORD_BEFORE + MOST;
    pub(super) const WORD_ANYWHERE: usize = WORD_AFTER + MOST;
    pub(super) const END: usize = WORD_ANYWHERE + MOST;
}

/// How many weights the gates have.
pub(crate) const GATE_WEIGHTS: usize = at::END;

/// The weight that every gate begins with before anything is learned: open at 0.97.
pub(crate) const OPEN: f32 = 3.0;

/// From a sum of weights to a gate: a smooth step made of a root, which every platform computes alike.
#[inline]
pub(crate) fn gate(sum: f32) -> f32 {
    0.5 + 0.5 * sum / (1.0 + sum * sum).sqrt()
}

/// Whether a cue names a relation of its own rather than joining words.
fn is_strong(cue: Cue) -> bool {
    !matches!(
        cue,
        Cue::None
            | Cue::Of
            | Cue::In
            | Cue::To
            | Cue::Firm
            | Cue::Industry
            | Cue::Itself
            | Cue::Uses
            | Cue::Place
            | Cue::Machine
            | Cue::Software
            | Cue::Parts
            | Cue::School
    )
}

/// Whether a context feature is a relation word.
pub(crate) fn is_word(feature: u16) -> bool {
    usize::from(feature) >= at::WORD_BEFORE
}

/// Whether a mention with these context features is spoken of as traded.
pub(crate) fn is_traded(contexts: &[u16]) -> bool {
    let traded = |feature: usize, first: usize, per_cue: usize| {
        let place = feature
            .checked_sub(first)
            .map(|place| place / per_cue % CUES);
        place.is_some_and(|cue| is_trade(cue as u8))
    };
    contexts
        .iter()
        .map(|at| usize::from(*at))
        .any(|at| match at {
            at::BEFORE..at::BEFORE_TWO => traded(at, at::BEFORE, STEPS),
            at::STRONG..at::STRONG_BEFORE => traded(at, at::STRONG, CUES),
            at::AFTER..at::AFTER_TWO => traded(at, at::AFTER, STEPS),
            _ => false,
        })
}

/// What stands left and right of a token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Side {
    /// The nearest cue, the next one, and the two nearest strong ones; numbers of [`Cue`].
    near: u8,
    second: u8,
    strong: u8,
    strong_second: u8,
    /// First cue of the sentence.
    first: u8,
    /// Step of distance to the nearest one.
    step: u8,
    /// Cues met on this side, a bit each.
    met: u64,
}

/// What a text says anywhere.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gist {
    /// Its cues, a bit each.
    cues: u64,
    /// Whether making is denied.
    denies: bool,
    last_sentence: u16,
}

impl Gist {
    /// Takes a block of the text in.
    pub(crate) fn add(&mut self, tokens: &[Token], cues: &[CueHit]) {
        self.cues |= cues.iter().fold(0, |set, hit| set | 1 << hit.cue as u8);
        self.denies |= cues.windows(2).any(|pair| {
            pair[0].cue == Cue::Not
                && matches!(pair[1].cue, Cue::Make | Cue::Maker)
                && pair[1].start <= pair[0].end + 1
        });
        self.last_sentence = tokens
            .last()
            .map_or(self.last_sentence, |last| last.sentence);
    }
}

/// The contexts of the tokens of one text, in buffers that are reused.
#[derive(Debug, Default)]
pub(crate) struct Contexts {
    compounds: Compounds,
    left: Vec<Side>,
    right: Vec<Side>,
    left_sums: Vec<f32>,
    right_sums: Vec<f32>,
    /// Relation words, in order.
    words: Vec<RelationHit>,
    /// For each token, the sums of what all relation words before it weigh for standing before a mention, and for standing
    /// after one; and the same of all words, as the last.
    word_sums: Vec<[f32; 2]>,
    field: usize,
    flags: usize,
    /// Cues anywhere in the text, a bit each, and whether it is short.
    anywhere: u64,
    short: bool,
    /// Sum of the weights of these.
    anywhere_sum: f32,
    /// Whether the text has cues of making, and of trading.
    pub(crate) makes: bool,
    pub(crate) trades: bool,
}

/// How far from a mention, in tokens, a relation word of its sentence is looked for.
const WORD_REACH: usize = 12;

/// Up to where one, two, three steps of distance reach, in tokens between.
const REACH: [u32; 3] = [0, 2, 6];

fn step(between: u32, comma: bool) -> u8 {
    let [touch, near, far] = REACH.map(|reach| u8::from(between > reach));
    touch + near + far + (u8::from(comma) << 2)
}

fn sentence_group(sentence: u16) -> usize {
    match sentence {
        0..=2 => usize::from(sentence),
        3..=5 => 3,
        6..=11 => 4,
        _ => 5,
    }
}

/// A text of fewer sentences is short: what it says anywhere, it says of the firm.
const SHORT: u16 = 3;

fn is_trade(cue: u8) -> bool {
    cue == Cue::Trade as u8 || cue == Cue::Trader as u8
}

fn language(token: &Token) -> usize {
    usize::from(token.kind == TokenKind::Han)
}

impl Contexts {
    /// Begins a text, whose gist is known.
    pub(crate) fn begin(&mut self, field: Field, gist: &Gist) {
        self.field = field as usize;
        let says = |kinds: [Cue; 2]| kinds.iter().any(|cue| gist.cues & 1 << *cue as u8 != 0);
        self.makes = says([Cue::Make, Cue::Maker]);
        self.trades = says([Cue::Trade, Cue::Trader]);
        self.flags =
            usize::from(self.makes) | usize::from(self.trades) << 1 | usize::from(gist.denies) << 2;
        self.anywhere = gist.cues;
        self.short = gist.last_sentence < SHORT;
    }

    /// Reads the contexts of the tokens of a block from its cues and relation words, and from the ranges of tokens that are
    /// terms.
    pub(crate) fn read(
        &mut self,
        tokens: &[Token],
        cues: &[CueHit],
        words: impl Iterator<Item = RelationHit>,
        terms: impl Iterator<Item = Range<usize>>,
    ) {
        self.compounds.read(tokens, cues, terms);
        self.words.clear();
        self.words.extend(words);
        self.read_left(tokens, cues);
        self.read_right(tokens, cues);
    }

    /// Calls `each` with the features that all mentions of the text share.
    fn shared_features(&self, mut each: impl FnMut(usize)) {
        let at = at::ANYWHERE + usize::from(self.short) * CUES;
        bits(self.anywhere).for_each(|cue| each(at + cue));
        if self.short {
            let words = self.words.iter();
            words.for_each(|hit| each(at::WORD_ANYWHERE + usize::from(hit.word)));
        }
    }

    /// The relation words among the tokens `from..to` that stand in the sentence of the token `at`.
    fn near_words(
        &self,
        tokens: &[Token],
        at: usize,
        (from, to): (usize, usize),
    ) -> impl Iterator<Item = usize> {
        let first = self
            .words
            .partition_point(|hit| (hit.token as usize) < from);
        let near = self.words[first..].iter();
        near.take_while(move |hit| (hit.token as usize) < to)
            .filter(move |hit| tokens[hit.token as usize].sentence == tokens[at].sentence)
            .map(|hit| usize::from(hit.word))
    }

    /// Adds the weights of the relation words near each token in its sentence to its sums: of those at most [`WORD_REACH`]
    /// tokens before it on the left, of those as near after it on the right.
    fn add_words(&mut self, tokens: &[Token], weights: &[f32]) {
        let (before, after) = (&weights[at::WORD_BEFORE..], &weights[at::WORD_AFTER..]);
        self.word_sums.clear();
        let mut total = [0.0; 2];
        for hit in &self.words {
            // Up to the hit's own token nothing is added.
            self.word_sums.resize(hit.token as usize + 1, total);
            total[0] += before[usize::from(hit.word)];
            total[1] += after[usize::from(hit.word)];
        }
        self.word_sums.resize(tokens.len() + 1, total);
        let sums = &self.word_sums;
        let mut first = 0;
        for sentence in tokens.chunk_by(|one, next| one.sentence == next.sentence) {
            let end = first + sentence.len();
            for at in first..end {
                let from = first.max(at.saturating_sub(WORD_REACH));
                let to = end.min(at + WORD_REACH + 1);
                self.left_sums[at] += sums[at][0] - sums[from][0];
                self.right_sums[at] += sums[to][1] - sums[at + 1][1];
            }
            first = end;
        }
    }

    fn read_left(&mut self, tokens: &[Token], cues: &[CueHit]) {
        self.left.clear();
        let mut side = Side::default();
        let mut cues = cues.iter().peekable();
        let (mut end, mut comma) = (0, false);
        for (at, token) in tokens.iter().enumerate() {
            let at = at as u32;
            while let Some(hit) = cues.next_if(|hit| hit.end <= at) {
                side.push(hit.cue);
                (end, comma) = (hit.end, false);
            }
            match token.before {
                Break::Sentence => side = Side::default(),
                Break::Clause => {
                    side = Side {
                        first: side.first,
                        met: side.met,
                        ..Side::default()
                    }
                }
                Break::Comma | Break::Bracket => comma = true,
                Break::None => {}
            }
            self.left.push(Side {
                step: step(at - end, comma),
                ..side
            });
        }
    }

    fn read_right(&mut self, tokens: &[Token], cues: &[CueHit]) {
        self.right.clear();
        self.right.resize(tokens.len(), Side::default());
        let mut side = Side::default();
        let mut cues = cues.iter().rev().peekable();
        let (mut start, mut comma) = (0, false);
        for at in (0..tokens.len()).rev() {
            // The break before the next token stands right of this one.
            match tokens.get(at + 1).map(|next| next.before) {
                Some(Break::Clause | Break::Sentence) => side = Side::default(),
                Some(Break::Comma | Break::Bracket) => comma = true,
                _ => {}
            }
            while let Some(hit) = cues.next_if(|hit| hit.start as usize > at) {
                side.push(hit.cue);
                start = hit.start;
                let between = &tokens[at + 1..=start as usize];
                comma = between.iter().any(|token| token.before != Break::None);
                if between.iter().any(|token| token.before >= Break::Clause) {
                    side = Side::default();
                }
            }
            self.right[at] = Side {
                step: step(start.saturating_sub(at as u32 + 1), comma),
                ..side
            };
        }
    }

    /// Calls `each` with the features left of a mention that begins at `at`.
    #[inline]
    fn left_features(&self, tokens: &[Token], at: usize, mut each: impl FnMut(usize)) {
        let (side, token) = (&self.left[at], &tokens[at]);
        let [near, second, strong, strong_second, first] = [
            side.near,
            side.second,
            side.strong,
            side.strong_second,
            side.first,
        ]
        .map(usize::from);
        let language = language(token);
        each(at::BIAS);
        each(at::BEFORE + (language * CUES + near) * STEPS + usize::from(side.step));
        each(at::BEFORE_TWO + near * CUES + second);
        each(at::FIRST + first * CUES + near);
        each(at::STRONG + (language * CUES + strong) * CUES + strong_second);
        each(at::STRONG_BEFORE + strong * CUES + near);
        each(at::PLACE + self.field * SENTENCES + sentence_group(token.sentence));
        each(at::TEXT + self.field * TEXT_FLAGS + self.flags);
        if token.depth > 0 {
            each(at::BRACKET);
        }
        if is_trade(side.strong) {
            each(at::TRADE_BEFORE + self.flags);
        }
        bits(side.met).for_each(|cue| each(at::EARLIER + cue));
    }

    /// Calls `each` with the features right of a mention that ends with token `at`.
    #[inline]
    fn right_features(&self, tokens: &[Token], at: usize, mut each: impl FnMut(usize)) {
        let side = &self.right[at];
        let (near, second) = (usize::from(side.near), usize::from(side.second));
        each(at::AFTER + (language(&tokens[at]) * CUES + near) * STEPS + usize::from(side.step));
        each(at::AFTER_TWO + near * CUES + second);
        if is_trade(side.near) {
            each(at::TRADE_AFTER + self.flags);
        }
        bits(side.met).for_each(|cue| each(at::LATER + cue));
    }

    /// Calls `each` with the features that look at both sides of the compound `start..end`.
    #[inline]
    fn across_features(&self, start: usize, end: usize, mut each: impl FnMut(usize)) {
        let (left, right) = (&self.left[start], &self.right[end - 1]);
        let after = usize::from(if right.step < 2 { right.near } else { 0 });
        each(at::ACROSS + usize::from(left.near) * CUES + after);
        each(at::STRONG_ACROSS + usize::from(left.strong) * CUES + after);
    }

    /// Calls `each` with the feature that tells whether other words stand right beside the mention `start..end`.
    #[inline]
    fn compound_feature(
        &self,
        tokens: &[Token],
        start: usize,
        end: usize,
        mut each: impl FnMut(usize),
    ) {
        let (left, right) = (&self.left[start], &self.right[end - 1]);
        let joined = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| token.before == Break::None)
        };
        let word_before = joined(start) && !(left.step == 0 && left.near != 0);
        let word_after = joined(end) && !(right.step == 0 && right.near != 0);
        let compound = usize::from(word_before) << 1 | usize::from(word_after);
        each(at::COMPOUND + language(&tokens[start]) * 4 + compound);
    }

    /// Calls `each` with every feature of the mention `start..end`.
    pub(crate) fn features(
        &self,
        tokens: &[Token],
        start: usize,
        end: usize,
        mut each: impl FnMut(usize),
    ) {
        self.shared_features(&mut each);
        self.compound_feature(tokens, start, end, &mut each);
        let (start, end) = self.compounds.around(start, end);
        self.left_features(tokens, start, &mut each);
        self.right_features(tokens, end - 1, &mut each);
        self.across_features(start, end, &mut each);
        let before = (start.saturating_sub(WORD_REACH), start);
        self.near_words(tokens, start, before)
            .for_each(|word| each(at::WORD_BEFORE + word));
        self.near_words(tokens, end - 1, (end, end + WORD_REACH))
            .for_each(|word| each(at::WORD_AFTER + word));
    }

    /// Makes the sums that [`Contexts::gate`] is made of.
    pub(crate) fn weigh(&mut self, tokens: &[Token], weights: &[f32]) {
        let mut shared = 0.0;
        self.shared_features(|feature| shared += weights[feature]);
        self.anywhere_sum = shared;
        self.weigh_left(tokens, weights);
        self.weigh_right(tokens, weights);
        if !self.words.is_empty() {
            self.add_words(tokens, weights);
        }
    }

    /// Sums up what stands left of each token, anew only where it is not the same as of the token before.
    fn weigh_left(&mut self, tokens: &[Token], weights: &[f32]) {
        let mut sums = std::mem::take(&mut self.left_sums);
        sums.clear();
        let (mut last, mut sum) = (None, 0.0);
        for (at, token) in tokens.iter().enumerate() {
            let place = (language(token), sentence_group(token.sentence));
            let here = Some((self.left[at], place, token.depth > 0));
            if here != last {
                (last, sum) = (here, 0.0);
                self.left_features(tokens, at, |feature| sum += weights[feature]);
            }
            sums.push(sum);
        }
        self.left_sums = sums;
    }

    /// The same on the right.
    fn weigh_right(&mut self, tokens: &[Token], weights: &[f32]) {
        let mut sums = std::mem::take(&mut self.right_sums);
        sums.clear();
        let (mut last, mut sum) = (None, 0.0);
        for (at, token) in tokens.iter().enumerate() {
            let here = Some((self.right[at], language(token)));
            if here != last {
                (last, sum) = (here, 0.0);
                self.right_features(tokens, at, |feature| sum += weights[feature]);
            }
            sums.push(sum);
        }
        self.right_sums = sums;
    }

    /// How much the mention `start..end` counts, 0 to 1; after [`Contexts::weigh`].
    #[inline]
    pub(crate) fn gate(&self, tokens: &[Token], weights: &[f32], start: usize, end: usize) -> f32 {
        let mut sum = self.anywhere_sum;
        self.compound_feature(tokens, start, end, |feature| sum += weights[feature]);
        let (start, end) = self.compounds.around(start, end);
        sum += self.left_sums[start] + self.right_sums[end - 1];
        self.across_features(start, end, |feature| sum += weights[feature]);
        gate(sum)
    }

    /// Whether the mention `start..end` is what is to be built or invested in, and nothing of its users or neighbours.
    pub(crate) fn is_planned(&self, tokens: &[Token], start: usize, end: usize) -> bool {
        let (left, right) = (&self.left[start], &self.right[end - 1]);
        let has = |cue: Cue| (left.met | right.met) & 1 << cue as u8 != 0;
        let near = [left.strong, left.near, right.near];
        // "A plant for batteries" makes batteries, as 为电池企业 does not.
        let served = [Cue::For, Cue::Customer, Cue::Serve, Cue::UsedIn];
        let is_served = |cue: &Cue| {
            near.contains(&(*cue as u8))
                && (*cue != Cue::For || tokens[start].kind == TokenKind::Han)
        };
        let other = [Cue::Not, Cue::Except, Cue::Trade, Cue::Trader];
        let is_other = other.iter().any(|cue| near.contains(&(*cue as u8)));
        [Cue::Plan, Cue::Invest, Cue::Make, Cue::Maker]
            .into_iter()
            .any(has)
            && !has(Cue::Past)
            && !is_other
            && !served.iter().any(is_served)
            && right.near != Cue::Firm as u8
    }

    /// In what role the mention `start..end` stands, for people: the firm's own where the gate is at least half open,
    /// else after the cue that most likely closed it.
    pub(crate) fn role(&self, start: usize, end: usize, gate: f32) -> Role {
        if gate >= 0.5 {
            return Role::Own;
        }
        let (start, end) = self.compounds.around(start, end);
        let (left, right) = (&self.left[start], &self.right[end - 1]);
        let has = |cues: &[Cue]| {
            let mask = cues.iter().fold(0, |mask, cue| mask | 1 << *cue as u8);
            (left.met | right.met) & mask != 0
        };
        let near = [left.strong, left.near, right.near];
        let is_near = |cues: &[Cue]| cues.iter().any(|cue| near.contains(&(*cue as u8)));
        if is_near(&[Cue::Not, Cue::Except]) {
            Role::Excluded
        } else if has(&[Cue::Past]) {
            Role::Past
        } else if has(&[Cue::Plan]) {
            Role::Intended
        } else if is_near(&[Cue::Trade, Cue::Trader]) {
            Role::Trade
        } else if is_near(&[
            Cue::Serve,
            Cue::For,
            Cue::UsedIn,
            Cue::Customer,
            Cue::Industry,
        ]) {
            Role::Customer
        } else if has(&[Cue::Trade, Cue::Trader]) {
            Role::Trade
        } else {
            Role::Mentioned
        }
    }
}

impl Side {
    fn push(&mut self, cue: Cue) {
        (self.second, self.near) = (self.near, cue as u8);
        if is_strong(cue) {
            (self.strong_second, self.strong) = (self.strong, cue as u8);
        }
        if self.first == 0 {
            self.first = cue as u8;
        }
        self.met |= 1 << cue as u8;
    }
}

/// The places of the bits that are set.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(place)
    })
}
