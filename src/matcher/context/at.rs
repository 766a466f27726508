//! Where each group of context features begins, one after the other.

use super::{CUES, FIELDS, MOST, SENTENCES, STEPS, TEXT_FLAGS, is_trade};

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
/// A relation word before the mention in its sentence, one after it, one anywhere in a short text, and again one close
/// before and close after it.
pub(super) const WORD_BEFORE: usize = COMPOUND + 8;
pub(super) const WORD_AFTER: usize = WORD_BEFORE + MOST;
pub(super) const WORD_ANYWHERE: usize = WORD_AFTER + MOST;
pub(super) const CLOSE_BEFORE: usize = WORD_ANYWHERE + MOST;
pub(super) const CLOSE_AFTER: usize = CLOSE_BEFORE + MOST;
pub(super) const END: usize = CLOSE_AFTER + MOST;

/// Whether a context feature is a relation word.
pub(crate) fn is_word(feature: u16) -> bool {
    usize::from(feature) >= WORD_BEFORE
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
            BEFORE..BEFORE_TWO => traded(at, BEFORE, STEPS),
            STRONG..STRONG_BEFORE => traded(at, STRONG, CUES),
            AFTER..AFTER_TWO => traded(at, AFTER, STEPS),
            _ => false,
        })
}
