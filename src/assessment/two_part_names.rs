//! English names of two parts, of which one says little or something else without the other: `real estate`.

use std::ops::Range;

/// `place` with the other part of a name of two parts, where it has one of them: `real estate`, `point of care`.
pub(super) fn with_other_part(text: &str, place: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = place;
    let words = &text[start..end];
    let first_word = words.find(' ').map_or(words, |at| &words[..at]);
    let last_word = words.rfind(' ').map_or(words, |at| &words[at + 1..]);
    // Letters and lengths first: this is asked of every quotation.
    if !PARTS.0[initials(last_word)] && !PARTS.1[initials(first_word)] {
        return place;
    }
    let is_word =
        |one: &str, other: &str| one.len() == other.len() && one.eq_ignore_ascii_case(other);
    for (first, rest) in NAMES_OF_TWO_PARTS {
        if is_word(first_word, rest)
            && let Some(before) = text[..start].strip_suffix(' ')
            && let Some(at) = before.len().checked_sub(first.len())
            && before.get(at..).is_some_and(|word| is_word(word, first))
            && !before[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
        {
            start = at;
        }
        if is_word(last_word, first)
            && let Some(after) = text[end..].strip_prefix(' ')
            && after
                .get(..rest.len())
                .is_some_and(|word| is_word(word, rest))
            && !after[rest.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            end += 1 + rest.len();
        }
    }
    start..end
}

/// The first letter of a word and its length, as a number below 1,024.
const fn initials(word: &str) -> usize {
    let bytes = word.as_bytes();
    let first = if bytes.is_empty() { 0 } else { bytes[0] & 31 };
    let length = if bytes.len() < 31 { bytes.len() } else { 31 };
    first as usize * 32 + length
}

/// Which words [`NAMES_OF_TWO_PARTS`] may begin and end with, by their [`initials`].
static PARTS: ([bool; 1024], [bool; 1024]) = {
    let mut parts = ([false; 1024], [false; 1024]);
    let mut at = 0;
    while at < NAMES_OF_TWO_PARTS.len() {
        let (first, rest) = NAMES_OF_TWO_PARTS[at];
        parts.0[initials(first)] = true;
        parts.1[initials(rest)] = true;
        at += 1;
    }
    parts
};

/// Names whose one part says little or something else without the other.
const NAMES_OF_TWO_PARTS: [(&str, &str); 39] = [
    ("private", "debt"),
    ("check", "company"),
    ("life", "sciences"),
    ("life", "science"),
    ("lease", "purchase"),
    ("open", "banking"),
    ("dosage", "form"),
    ("dosage", "forms"),
    ("software", "defined networking"),
    ("shell", "and tube"),
    ("rack", "and pinion"),
    ("high", "fructose"),
    ("well", "servicing"),
    ("level", "crossing"),
    ("software", "defined network"),
    ("small", "molecule"),
    ("oil", "and gas"),
    ("open", "pit"),
    ("active", "pharmaceutical ingredients"),
    ("real", "estate"),
    ("big", "data"),
    ("short", "term"),
    ("long", "term"),
    ("hire", "purchase"),
    ("point", "of care"),
    ("internet", "of things"),
    ("machine", "learning"),
    ("private", "equity"),
    ("raw", "materials"),
    ("fast", "food"),
    ("fine", "chemicals"),
    ("information", "security"),
    ("supply", "chain"),
    ("integrated", "circuit"),
    ("integrated", "circuits"),
    ("essential", "oils"),
    ("investment", "holding company"),
    ("autonomous", "driving"),
    ("skin", "care products"),
];
