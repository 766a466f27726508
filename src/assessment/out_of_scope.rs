//! The words that say that a firm is in a business out of scope.

use super::evidence::{evidence_words, holds};
use crate::fit::Evidence;
use crate::matcher::stated::{is_left_out, trade_words};
use crate::profile::{Field, Profile};
use crate::taxonomy::Label;
use crate::text::{is_han, offset_of};
use std::ops::Range;

/// The kind of business out of scope that is selling what others make, by the name that the shipped plan gives it.
const TRADE: &str = "General retail and trading";
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
            for word in trade_words(text) {
                let Some(start) = offset_of(word, text).filter(|_| words.len() < TRADE_WORDS)
                else {
                    break;
                };
                let place = start..start + word.len();
                let goods = traded(text, place.clone());
                let is_known = words.iter().any(|known| known == goods);
                if !is_known && !is_left_out(text, place) {
                    words.push(goods.to_owned());
                }
            }
        }
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
fn traded(text: &str, place: Range<usize>) -> &str {
    let is_sign = |c: char| !is_han(c);
    let before = text[..place.start].rfind(is_sign);
    let before = before.map_or(0, |at| text.ceil_char_boundary(at + 1));
    let rest = &text[place.start..];
    let entry = &text[before..place.start + rest.find(is_sign).unwrap_or(rest.len())];
    let word = &text[place];
    match word.starts_with(is_han) && entry.chars().count() <= TRADED {
        true => entry,
        false => word,
    }
}

/// Characters of the longest entry that is told whole.
const TRADED: usize = 10;

#[cfg(test)]
mod tests {
    use super::super::evidence::tests::told;
    use super::*;
    use crate::Taxonomy;

    #[test]
    fn a_trader_is_shown_by_the_words_that_say_it_sells() {
        let taxonomy = Taxonomy::shipped();
        let mut businesses = taxonomy.out_of_scope.iter();
        let trade = businesses.find(|business| business.label.en == TRADE);
        let trade = &trade.expect("the shipped plan names trade").label;
        let other = &taxonomy.out_of_scope[0].label;
        for (text, part, sells, sold) in [
            (
                "五金、建材的销售、批发",
                "建材",
                &["建材的销售", "批发"][..],
                &["建材"][..],
            ),
            (
                "A wholesaler that sells timber",
                "timber",
                &["wholesaler", "sells", "timber"],
                &["timber"],
            ),
        ] {
            let (profile, piece) = told(text, part);
            let pieces = [piece];
            assert_eq!(out_of_scope_words(&profile, trade, &pieces, 9), sells);
            assert_eq!(out_of_scope_words(&profile, other, &pieces, 9), sold);
        }
    }
}
