//! Items of an English list that share the word behind the last of them: `food and beverage services`,
//! `fiber laser engraving, cutting, and marking systems`.

use super::general::{BEFORE_VERB, HEAD, NONE, kinds};
use super::noun_phrase::{
    BODIES, FOR_WORK, ends_phrase, is_plural, last_word, next_word, start_of, word_before,
};
use std::ops::Range;

/// Letters of the longest list that is shown whole.
const LETTERS: usize = 60;
/// Words of an item, beside the head they share.
const ITEM: usize = 2;

/// Words with the head that they share with others, and with what stands before them and shares theirs.
pub(super) fn with_shared_head(text: &str, place: Range<usize>) -> Range<usize> {
    let place = with_head_behind(text, place);
    with_item_before(text, place)
}

/// `wireless voice` of "wireless voice and data communications services", with the rest.
fn with_head_behind(text: &str, place: Range<usize>) -> Range<usize> {
    // `Hotel & Spa`
    if let Some(rest) = text[place.end..].strip_prefix(" &")
        && text[place.clone()].starts_with(|c: char| c.is_ascii_uppercase())
        && let Some(other) = next_word(rest)
        && other.starts_with(|c: char| c.is_ascii_uppercase())
    {
        return place.start..place.end + " & ".len() + other.len();
    }
    // Most phrases end at something else.
    if !text[place.end..].starts_with([' ', ',']) {
        return place;
    }
    let last = last_word(&text[place.clone()]);
    if is_plural(last) || kinds(last) & HEAD != 0 || BODIES.contains(&last) {
        return place;
    }
    // "We mine copper and refine metal products": two verbs, and no list.
    let verb = word_before(&text[..place.start]);
    let before = verb.and_then(|verb| word_before(&text[..place.start - 1 - verb.len()]));
    if before.is_some_and(|before| kinds(before) & BEFORE_VERB != 0) {
        return place;
    }
    let mut at = place.end;
    let mut start = place.start;
    // Other items are passed over only where their form tells that they are of one list.
    if last.ends_with("ing") {
        while let Some(word) = text[at..].strip_prefix(',').and_then(next_word)
            && word.ends_with("ing")
        {
            at += ", ".len() + word.len();
        }
        while let Some(before) = text[..start].strip_suffix(", ")
            && before.ends_with("ing")
        {
            start = before.len() - last_word(before).len();
        }
        let is_list = at > place.end || start < place.start;
        at += usize::from(is_list && text[at..].starts_with(", and "));
    }
    if !text[at..].starts_with(" and ") {
        return place;
    }
    at += " and".len();
    for words in 0..=ITEM {
        let Some(word) = next_word(&text[at..]) else {
            break;
        };
        let is_head = kinds(word) & HEAD != 0 || BODIES.contains(&word);
        at += 1 + word.len();
        if words > 0 && is_head {
            // `management services`: the head has a head of its own.
            if let Some(next) = next_word(&text[at..])
                && kinds(next) & HEAD != 0
                && !is_plural(word)
            {
                at += 1 + next.len();
            }
            let whole = start..at;
            return if whole.len() <= LETTERS { whole } else { place };
        }
        // Making machines is what machines are for, and no verb.
        let is_for = FOR_WORK.contains(&word) && words > 0;
        // Nor is what services of communications are for.
        let is_many = is_plural(word) && !(word.ends_with("ions") && words > 0);
        if kinds(word) & NONE != 0 || is_many || ends_phrase(word) && !is_for {
            break;
        }
    }
    place
}

/// `entertainment company` of "media and entertainment company", with what shares its head.
fn with_item_before(text: &str, place: Range<usize>) -> Range<usize> {
    let words = &text[place.clone()];
    let last = last_word(words);
    let has_head = last.len() < words.len() && !words.contains(',');
    if !has_head || kinds(last) & HEAD == 0 && !BODIES.contains(&last) {
        return place;
    }
    let Some(before) = text[..place.start].strip_suffix(" and ") else {
        return place;
    };
    // The space is where the word before ends.
    let with_space = &text[..before.len() + 1];
    let Some(word) = word_before(with_space) else {
        return place;
    };
    let is_noun = word.bytes().all(|byte| byte.is_ascii_lowercase())
        && !is_plural(word)
        && kinds(word) & (NONE | HEAD) == 0
        && !ends_phrase(word)
        && !word.ends_with("ly")
        && !word.ends_with("ed");
    let item = before.len() - word.len()..before.len();
    let start = start_of(text, &item).unwrap_or(item.start);
    // What belongs to the item before and is not seen as its part would be torn off.
    let is_whole = word_before(&text[..start]).is_none_or(|before| {
        ends_phrase(before) || before.starts_with(|c: char| c.is_ascii_uppercase())
    });
    match is_whole && is_noun && place.end - start <= LETTERS {
        true => start..place.end,
        false => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_phrase(text: &str, part: &str, expected: &str) {
        let start = text.find(part).unwrap();
        let phrase = with_shared_head(text, start..start + part.len());
        assert_eq!(&text[phrase], expected, "{part} in {text}");
    }

    #[test]
    fn items_are_shown_with_the_head_that_they_share() {
        for (text, part, expected) in [
            (
                "offers wireless voice and data communications services to",
                "wireless voice",
                "wireless voice and data communications services",
            ),
            (
                "CO2 and fiber laser engraving, cutting, and marking systems.",
                "fiber laser engraving",
                "fiber laser engraving, cutting, and marking systems",
            ),
            (
                "screw and bolt making machines",
                "screw",
                "screw and bolt making machines",
            ),
            (
                "an Indian media and entertainment company.",
                "entertainment company",
                "Indian media and entertainment company",
            ),
            (
                "provides engineering, consulting, and project management services to",
                "consulting",
                "engineering, consulting, and project management services",
            ),
            ("segments: Hotel & Spa, Mixed use", "Hotel", "Hotel & Spa"),
            (
                "real estate management, temporary staffing, and equipment leasing activities",
                "temporary staffing",
                "temporary staffing",
            ),
            (
                "We mine copper and refine metal products.",
                "copper",
                "copper",
            ),
            ("makes food and drinks.", "food", "food"),
            (
                "provides food and beverage services.",
                "food",
                "food and beverage services",
            ),
            (
                "makes ticket booking and payment systems.",
                "ticket booking",
                "ticket booking and payment systems",
            ),
            ("produce steel and provide services", "steel", "steel"),
            ("insurance and other services", "insurance", "insurance"),
            ("makes steel and provides services", "steel", "steel"),
            ("pumps and valve systems", "valve systems", "valve systems"),
            (
                "telecommunication equipment lease and device services",
                "device services",
                "device services",
            ),
            (
                "provides and installs battery systems",
                "battery systems",
                "battery systems",
            ),
            ("cutting, folding and boxes", "cutting", "cutting"),
        ] {
            assert_phrase(text, part, expected);
        }
    }
}
