//! Context: in what relation the text speaks of a thing, and how much a word counts there.
//!
//! Around every mention stand cues ("maker of", "used in", 不含). From them a gate between 0 and 1 is learned (see
//! `learn::gates`): "aerogel" counts in full in "maker of aerogel blankets", hardly in "lunch for aerogel
//! makers", not in "no aerogel". A gate is the sum of learned weights of the context features below, through a smooth
//! step. Most features look left of the mention or right of it, so that their sums are made once a token.

mod at;
mod facility;
mod side;
mod steps;
mod word_weights;

use super::compounds::Compounds;
use super::cues::{Cue, CueHit};
use super::relation_words::{MOST, RelationHit};
use crate::fit::Role;
use crate::profile::Field;
use crate::text::{Break, Token, TokenKind};
use facility::plant_around;
use side::{Part, Reached, Side};
use std::ops::Range;

pub(crate) use at::{is_traded, is_word};
pub(crate) use word_weights::WordWeights;

const CUES: usize = Cue::COUNT;
/// Steps of distance to a cue, with or without a comma between.
const STEPS: usize = 8;
/// Groups of sentences by number.
const SENTENCES: usize = 6;
const FIELDS: usize = 4;
/// Combinations of what a text says anywhere: that the firm makes, trades, denies making.
const TEXT_FLAGS: usize = 8;

/// How many weights the gates have.
pub(crate) const GATE_WEIGHTS: usize = at::END;

/// Weights of contexts.
pub(crate) type Gates = [f32; GATE_WEIGHTS];

/// The weight that every gate begins with before anything is learned: open at 0.97.
pub(crate) const OPEN: f32 = 3.0;

/// From a sum of weights to a gate: a smooth step made of a root, which every platform computes alike.
#[inline]
pub(crate) fn gate(sum: f32) -> f32 {
    0.5 + 0.5 * sum / (1.0 + sum * sum).sqrt()
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

/// What all tokens of a text have in common.
#[derive(Debug, Clone, Copy, Default)]
struct TextContext {
    /// The number of its field.
    field: usize,
    /// What the text says anywhere: that the firm makes, trades, denies making.
    flags: usize,
}

/// What stands around a token.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    left: Side,
    right: Side,
    /// What both weigh; not a number where nobody has asked.
    left_sum: f32,
    right_sum: f32,
}

/// The contexts of the tokens of one text, in buffers that are reused.
#[derive(Debug, Default)]
pub(crate) struct Contexts {
    compounds: Compounds,
    /// At least as many as there are tokens.
    around: Vec<Around>,
    /// Relation words, in order; filled in before the rest is read.
    pub(super) words: Vec<RelationHit>,
    /// For each token, the sums of what all relation words before it weigh for standing before a mention, and for standing
    /// after one, and the same for standing close; and of all words, as the last.
    word_sums: Vec<[f32; 4]>,
    text: TextContext,
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
/// So near it counts once more, as a close one. In frames that were not learned from, mean logarithmic loss of the gates
/// fell from 0.66 to 0.64 (2026-11-29).
const CLOSE: usize = 3;

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

impl TextContext {
    /// Calls `each` with the features left of a mention that begins with this token.
    #[inline]
    fn left_features(&self, side: &Side, token: &Token, mut each: impl FnMut(usize)) {
        let [near, second, strong, strong_second, first] = [
            Part::Near,
            Part::Second,
            Part::Strong,
            Part::StrongSecond,
            Part::First,
        ]
        .map(|part| usize::from(side.part(part)));
        let language = language(token);
        each(at::BIAS);
        each(at::BEFORE + (language * CUES + near) * STEPS + usize::from(side.part(Part::Step)));
        each(at::BEFORE_TWO + near * CUES + second);
        each(at::FIRST + first * CUES + near);
        each(at::STRONG + (language * CUES + strong) * CUES + strong_second);
        each(at::STRONG_BEFORE + strong * CUES + near);
        each(at::PLACE + self.field * SENTENCES + sentence_group(token.sentence));
        each(at::TEXT + self.field * TEXT_FLAGS + self.flags);
        if token.depth > 0 {
            each(at::BRACKET);
        }
        if is_trade(side.part(Part::Strong)) {
            each(at::TRADE_BEFORE + self.flags);
        }
        bits(side.met).for_each(|cue| each(at::EARLIER + cue));
    }

    /// Calls `each` with the features right of a mention that ends with this token.
    #[inline]
    fn right_features(&self, side: &Side, token: &Token, mut each: impl FnMut(usize)) {
        let near = usize::from(side.part(Part::Near));
        let second = usize::from(side.part(Part::Second));
        let step = usize::from(side.part(Part::Step));
        each(at::AFTER + (language(token) * CUES + near) * STEPS + step);
        each(at::AFTER_TWO + near * CUES + second);
        if is_trade(side.part(Part::Near)) {
            each(at::TRADE_AFTER + self.flags);
        }
        bits(side.met).for_each(|cue| each(at::LATER + cue));
    }
}

impl Contexts {
    /// Begins a text, whose gist is known.
    pub(crate) fn begin(&mut self, field: Field, gist: &Gist) {
        let says = |kinds: [Cue; 2]| kinds.iter().any(|cue| gist.cues & 1 << *cue as u8 != 0);
        self.makes = says([Cue::Make, Cue::Maker]);
        self.trades = says([Cue::Trade, Cue::Trader]);
        let denies = usize::from(gist.denies) << 2;
        self.text = TextContext {
            field: field as usize,
            flags: usize::from(self.makes) | usize::from(self.trades) << 1 | denies,
        };
        self.anywhere = gist.cues;
        self.short = gist.last_sentence < SHORT;
    }

    /// Reads the contexts of the tokens of a block from its cues and relation words, and from the ranges of tokens that are
    /// terms, for [`Contexts::gate`].
    pub(crate) fn read(
        &mut self,
        tokens: &[Token],
        cues: &[CueHit],
        terms: impl Iterator<Item = Range<usize>>,
        weights: &Gates,
        words: &WordWeights,
    ) {
        self.compounds.read(tokens, cues, terms);
        let mut shared = 0.0;
        self.shared_features(|feature| shared += weights[feature]);
        self.anywhere_sum = shared;
        make_room(&mut self.around, tokens.len());
        self.read_left(tokens, cues);
        self.read_right(tokens, cues);
        if !self.words.is_empty() {
            self.add_words(tokens, words);
        }
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

    /// Sums up what the relation words weigh: of those near it in its sentence, at most [`WORD_REACH`] tokens before it on
    /// the left and as near after it on the right, the weights are added to the sums of a token.
    #[inline(never)] // within another function its numbers do not stay in registers
    fn add_words(&mut self, tokens: &[Token], weights: &WordWeights) {
        make_room(&mut self.word_sums, tokens.len() + 1);
        let mut total = [0.0; 4];
        let mut hits = self.words.as_slice();
        for (at, sums) in self.word_sums[..=tokens.len()].iter_mut().enumerate() {
            // At a hit's own token nothing is added yet.
            *sums = total;
            while let [hit, rest @ ..] = hits
                && hit.token as usize == at
            {
                weights.add_to(&mut total, hit.word);
                hits = rest;
            }
        }
    }

    /// Reads what stands left of each token. From one to the next only the distances change, but for where a cue or a break
    /// comes between; a sentence ends at a break.
    #[inline(never)] // within another function its numbers do not stay in registers
    fn read_left(&mut self, tokens: &[Token], cues: &[CueHit]) {
        let mut side = Side::default();
        let mut cues = cues.iter();
        let mut next = cues.next();
        let mut reached = next.map_or(u32::MAX, |hit| hit.end);
        let mut end = 0;
        let mut sentence = tokens.first().map_or(0, |first| first.sentence);
        let mut reach = Reached::default();
        for (at, (token, around)) in (0..).zip(tokens.iter().zip(&mut self.around)) {
            // No two cues end at one token.
            if reached == at
                && let Some(hit) = next
            {
                side.push(hit.cue);
                side.set_comma(false);
                end = at;
                next = cues.next();
                reached = next.map_or(u32::MAX, |hit| hit.end);
            }
            if token.before != Break::None {
                match token.before {
                    Break::Sentence => side = side.in_next_sentence(),
                    Break::Clause => side = side.in_next_clause(),
                    _ => side.set_comma(true),
                }
                if sentence != token.sentence {
                    (sentence, reach) = (token.sentence, Reached::default());
                }
            }
            (around.left, around.left_sum) = (side.at(at - end, reach), f32::NAN);
            reach.go_on();
        }
    }

    /// The same on the right.
    #[inline(never)] // within another function its numbers do not stay in registers
    fn read_right(&mut self, tokens: &[Token], cues: &[CueHit]) {
        let mut side = Side::default();
        let mut cues = cues.iter();
        let mut next = cues.next_back();
        let mut reached = next.map_or(0, |hit| hit.start);
        let mut start = 0;
        let (mut after, mut sentence) = (Break::None, 0);
        let mut reach = Reached::default();
        let around = &mut self.around[..tokens.len()];
        for (at, (token, around)) in tokens.iter().zip(around).enumerate().rev() {
            let beside = at as u32 + 1;
            // The break before the next token, `beside`, stands right of this one.
            if after != Break::None {
                match after {
                    Break::Clause | Break::Sentence => side = side.in_next_sentence(),
                    _ => side.set_comma(true),
                }
                if sentence != token.sentence {
                    reach = Reached::default();
                }
            }
            if reached == beside
                && let Some(hit) = next
            {
                side.push(hit.cue);
                side.set_comma(after != Break::None);
                if after >= Break::Clause {
                    side = side.in_next_sentence();
                }
                start = beside;
                next = cues.next_back();
                reached = next.map_or(0, |hit| hit.start);
            }
            (after, sentence) = (token.before, token.sentence);
            let right = side.at(start.saturating_sub(beside), reach);
            (around.right, around.right_sum) = (right, f32::NAN);
            reach.go_on();
        }
    }

    /// The sum of what stands left of a mention that begins with token `at`: made when it is first asked for, since half of
    /// the tokens begin none.
    #[inline]
    fn left_sum(&mut self, tokens: &[Token], weights: &Gates, at: usize) -> f32 {
        let mut sum = self.around[at].left_sum;
        if sum.is_nan() {
            sum = self.sum_left(tokens, weights, at);
            self.around[at].left_sum = sum;
        }
        sum
    }

    #[inline(never)]
    fn sum_left(&self, tokens: &[Token], weights: &Gates, at: usize) -> f32 {
        let (side, mut sum) = (&self.around[at].left, 0.0);
        let add = |feature: usize| sum += weights[feature];
        self.text.left_features(side, &tokens[at], add);
        if !self.words.is_empty() {
            let reach = usize::from(side.part(Part::Reach));
            let sums = &self.word_sums;
            sum += sums[at][0] - sums[at - reach][0];
            sum += sums[at][2] - sums[at - reach.min(CLOSE)][2];
        }
        sum
    }

    /// The same of what stands right of a mention that ends with token `at`.
    #[inline]
    fn right_sum(&mut self, tokens: &[Token], weights: &Gates, at: usize) -> f32 {
        let mut sum = self.around[at].right_sum;
        if sum.is_nan() {
            sum = self.sum_right(tokens, weights, at);
            self.around[at].right_sum = sum;
        }
        sum
    }

    #[inline(never)]
    fn sum_right(&self, tokens: &[Token], weights: &Gates, at: usize) -> f32 {
        let (side, mut sum) = (&self.around[at].right, 0.0);
        let add = |feature: usize| sum += weights[feature];
        self.text.right_features(side, &tokens[at], add);
        if !self.words.is_empty() {
            let reach = usize::from(side.part(Part::Reach));
            let sums = &self.word_sums;
            sum += sums[at + 1 + reach][1] - sums[at + 1][1];
            sum += sums[at + 1 + reach.min(CLOSE)][3] - sums[at + 1][3];
        }
        sum
    }

    /// What stands left of the tokens `start..end`, and right of them.
    #[inline]
    fn sides(&self, start: usize, end: usize) -> (&Side, &Side) {
        (&self.around[start].left, &self.around[end - 1].right)
    }

    /// Calls `each` with the features that look at both sides of the compound `start..end`.
    #[inline]
    fn across_features(&self, start: usize, end: usize, mut each: impl FnMut(usize)) {
        let (left, right) = self.sides(start, end);
        let after = match right.part(Part::Step) {
            0 | 1 => usize::from(right.part(Part::Near)),
            _ => 0,
        };
        each(at::ACROSS + usize::from(left.part(Part::Near)) * CUES + after);
        each(at::STRONG_ACROSS + usize::from(left.part(Part::Strong)) * CUES + after);
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
        let (left, right) = self.sides(start, end);
        let joined = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| token.before == Break::None)
        };
        let word_before = joined(start) && !left.is_beside();
        let word_after = joined(end) && !right.is_beside();
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
        let (first, last) = (&tokens[start], &tokens[end - 1]);
        let (left, right) = self.sides(start, end);
        self.text.left_features(left, first, &mut each);
        self.text.right_features(right, last, &mut each);
        self.across_features(start, end, &mut each);
        let before = (start.saturating_sub(WORD_REACH), start);
        self.near_words(tokens, start, before)
            .for_each(|word| each(at::WORD_BEFORE + word));
        self.near_words(tokens, end - 1, (end, end + WORD_REACH))
            .for_each(|word| each(at::WORD_AFTER + word));
        self.near_words(tokens, start, (start.saturating_sub(CLOSE), start))
            .for_each(|word| each(at::CLOSE_BEFORE + word));
        self.near_words(tokens, end - 1, (end, end + CLOSE))
            .for_each(|word| each(at::CLOSE_AFTER + word));
    }

    /// How much the mention `start..end` counts, 0 to 1; after [`Contexts::read`].
    #[inline]
    pub(crate) fn gate(
        &mut self,
        tokens: &[Token],
        weights: &Gates,
        start: usize,
        end: usize,
    ) -> f32 {
        let mut sum = self.anywhere_sum;
        self.compound_feature(tokens, start, end, |feature| sum += weights[feature]);
        let (start, end) = self.compounds.around(start, end);
        let left = self.left_sum(tokens, weights, start);
        sum += left + self.right_sum(tokens, weights, end - 1);
        self.across_features(start, end, |feature| sum += weights[feature]);
        gate(sum)
    }

    /// Whether the mention `start..end` is what is to be built or invested in, and nothing of its users or neighbours.
    pub(crate) fn is_planned(&self, tokens: &[Token], start: usize, end: usize) -> bool {
        let (left, right) = self.sides(start, end);
        let has = |cue: Cue| (left.met | right.met) & 1 << cue as u8 != 0;
        let near = [
            left.part(Part::Strong),
            left.part(Part::Near),
            right.part(Part::Near),
        ];
        // "A plant for batteries" makes batteries, as 为电池企业 does not.
        let served = [Cue::For, Cue::Customer, Cue::Serve, Cue::UsedIn];
        let is_served = |cue: &Cue| {
            near.contains(&(*cue as u8))
                && (*cue != Cue::For || tokens[start].kind == TokenKind::Han)
        };
        let other = [Cue::Not, Cue::Except, Cue::Trade, Cue::Trader];
        let is_other = other.iter().any(|cue| near.contains(&(*cue as u8)));
        let (phrase_start, phrase_end) = self.compounds.around(start, end);
        // "Meals for the battery plant", "a hotel near the factory of batteries": a plant of others.
        let of_others = |plant: usize| {
            let left = &self.around[plant].left;
            [Cue::Near, Cue::For, Cue::Serve, Cue::Customer]
                .iter()
                .any(|cue| left.met & 1 << *cue as u8 != 0)
        };
        let plant = plant_around(tokens, phrase_start, phrase_end);
        let is_made = plant.is_some_and(|plant| !of_others(plant));
        let ends_in_plant = is_made && plant == Some(phrase_start);
        let cues = [Cue::Plan, Cue::Invest, Cue::Make, Cue::Maker];
        (cues.into_iter().any(has) || is_made)
            && !has(Cue::Past)
            && !is_other
            && !served.iter().any(is_served)
            && (ends_in_plant || right.part(Part::Near) != Cue::Firm as u8)
    }

    /// In what role the mention `start..end` stands, for people: the firm's own where the gate is at least half open,
    /// else after the cue that most likely closed it.
    #[inline]
    pub(crate) fn role(&self, start: usize, end: usize, gate: f32) -> Role {
        match gate >= 0.5 {
            true => Role::Own,
            false => self.other_role(start, end),
        }
    }

    fn other_role(&self, start: usize, end: usize) -> Role {
        let (start, end) = self.compounds.around(start, end);
        let (left, right) = self.sides(start, end);
        let has = |cues: &[Cue]| {
            let mask = cues.iter().fold(0, |mask, cue| mask | 1 << *cue as u8);
            (left.met | right.met) & mask != 0
        };
        let near = [
            left.part(Part::Strong),
            left.part(Part::Near),
            right.part(Part::Near),
        ];
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

/// Makes a buffer long enough. What it holds is of an earlier text and is written over: it is not made shorter for a short
/// text, since all of it would then be filled once more for the next one.
fn make_room<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) {
    if buffer.len() < length {
        buffer.resize(length, T::default());
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
