//! The words that say that a firm is in a business out of scope.

use super::evidence::{evidence_words, holds};
use crate::fit::Evidence;
use crate::matcher::stated::trade_words;
use crate::profile::{Field, Profile};
use crate::taxonomy::Label;
use crate::text::is_han;

/// The kind of business out of scope that is selling what others make, by the name that the shipped plan gives it.
pub(super) const TRADE: &str = "General retail and trading";
/// Words of trade that are told.
const TRADE_WORDS: usize = 2;

/// The words that say that a firm is in the business out of scope called `label`, at most `limit`: the strongest of its
/// evidence. What a trader sells does not show that it sells, so before its goods come the words that say so.
#[must_use]
pub fn out_of_scope_words(
    profile: &Profile,
    label: &Label,
    evidence: &[Evidence],
    limit: usize,
) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    if label.en == TRADE {
        let texts = profile.texts().filter(|(field, ..)| *field != Field::Name);
        for (.., text) in texts {
            let found = trade_words(text).into_iter();
            words.extend(found.map(|word| traded(text, word).to_owned()));
        }
        words.truncate(TRADE_WORDS);
    }
    for found in evidence_words(profile, evidence, limit) {
        if !words.iter().any(|known| holds(known, &found)) {
            words.push(found);
        }
    }
    words.truncate(limit);
    words
}

/// A word of trade with its goods, where they are one short Chinese entry: 鲜蛋批发, 废料销售.
fn traded<'t>(text: &'t str, word: &'t str) -> &'t str {
    let start = word.as_ptr().addr() - text.as_ptr().addr();
    let is_sign = |c: char| !is_han(c);
    let before = text[..start].rfind(is_sign);
    let before = before.map_or(0, |at| text.ceil_char_boundary(at + 1));
    let rest = &text[start..];
    let entry = &text[before..start + rest.find(is_sign).unwrap_or(rest.len())];
    match word.starts_with(is_han) && entry.chars().count() <= TRADED {
        true => entry,
        false => word,
    }
}

/// Characters of the longest entry that is told whole.
const TRADED: usize = 10;
