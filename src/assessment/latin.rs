//! Words of Latin letters in evidence: where the whole word begins and ends.

use super::chinese_names::is_short_name;
use super::general::{ALONE, NAMES, NONE, PEOPLE, is_general, kinds};
use super::legal_forms::{IN_CAPITALS, LEGAL_FORMS, is_legal_form};
use super::noun_phrase::{is_plural, last_word, next_word, starts_sentence};
use crate::fit::Evidence;
use crate::profile::{Field, Profile};
use smallvec::SmallVec;
use std::ops::Range;

/// A stretch of Latin letters without the general words at its ends; empty where nothing is left.
pub(super) fn without_general(stretch: &str) -> Range<usize> {
    if stretch.is_ascii() {
        return without_general_ascii(stretch);
    }
    let mut words: SmallVec<[Range<usize>; 8]> = SmallVec::new();
    for (at, c) in stretch.char_indices() {
        let end = at + c.len_utf8();
        match words.last_mut() {
            _ if !c.is_alphanumeric() => {}
            Some(word) if word.end == at => word.end = end,
            _ => words.push(at..end),
        }
    }
    words.retain(|word| !is_general(&stretch[word.clone()]));
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// The same for ASCII, as nearly all is.
fn without_general_ascii(stretch: &str) -> Range<usize> {
    let mut specific: Option<Range<usize>> = None;
    let bytes = stretch.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let is_sign = |byte: &u8| !byte.is_ascii_alphanumeric();
        let end = at + rest.iter().position(is_sign).unwrap_or(rest.len());
        if at < end && !is_general(&stretch[at..end]) {
            let start = specific.map_or(at, |known| known.start);
            specific = Some(start..end);
        }
        at = end + 1;
    }
    specific.unwrap_or(0..0)
}

/// Signs that join two words to one.
const JOINS: [char; 2] = ['-', '/'];

/// `place` with what a hyphen or a slash joins to it (`in-vitro diagnostic`, `sugar-based`, `Web/app development`), and with the
/// first half of a word that is written as two.
pub(super) fn whole_compound(text: &str, place: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (place.start, place.end);
    while let Some(before) = text[..start].strip_suffix(JOINS) {
        match letters(before.chars().rev()) {
            0 => break,
            joined => start = before.len() - joined,
        }
    }
    loop {
        let after = &text[end..];
        let joined = after
            .strip_prefix(JOINS)
            .map_or(0, |after| letters(after.chars()));
        // 38.3
        let digits = after
            .strip_prefix('.')
            .filter(|_| text[..end].ends_with(is_digit));
        let digits = digits.map_or(0, |after| {
            after.chars().take_while(|c| is_digit(*c)).count()
        });
        match joined.max(digits) {
            0 => break,
            more => end += 1 + more,
        }
    }
    start..end
}

/// How many letters and digits come first.
fn letters(text: impl Iterator<Item = char>) -> usize {
    text.take_while(char::is_ascii_alphanumeric).count()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether a place is the end of an address on the web: the `ai` of `pony.ai`, the `com` of `example.com`.
pub(super) fn is_of_address(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].strip_suffix('.');
    let host = before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
    host && text[place.clone()]
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic())
}

/// Whether words are the end of the name of a company: its legal form follows.
pub(super) fn is_of_company(text: &str, place: &Range<usize>) -> bool {
    if !text[place.clone()].starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    // "SAP FILTERS PVT LTD"
    let last = last_word(&text[place.clone()]);
    let is_form = || {
        LEGAL_FORMS
            .iter()
            .any(|form| form.eq_ignore_ascii_case(last))
    };
    if last.len() < place.len() && last.starts_with(|c: char| c.is_ascii_uppercase()) && is_form() {
        return true;
    }
    let rest = &text[place.end..];
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    let Some(rest) = rest.strip_prefix(' ') else {
        return false;
    };
    let form = rest.split(|c: char| !c.is_ascii_alphabetic()).next();
    let ends_name = |form: &&str| is_legal_form(form) || ENDS_OF_NAMES.contains(form);
    let Some(form) = form.filter(ends_name) else {
        return false;
    };
    // `Limited warranty` is no name.
    let mut after = rest[form.len()..].chars();
    match after.next() {
        Some(' ') => {
            let next = after.as_str().split(' ').next().unwrap_or_default();
            !next.starts_with(char::is_alphanumeric)
                || BEHIND_NAMES.contains(&next)
                || LEGAL_FORMS.iter().any(|form| next.starts_with(form))
        }
        _ => true,
    }
}

/// What names of companies end with too, in a sentence that goes on as it does behind a name.
const ENDS_OF_NAMES: [&str; 2] = ["AB", "Company"];

/// Words with which a sentence goes on behind the name of a company.
const BEHIND_NAMES: [&str; 18] = [
    "is",
    "was",
    "has",
    "and",
    "in",
    "of",
    "provides",
    "offers",
    "operates",
    "engages",
    "develops",
    "manufactures",
    "produces",
    "designs",
    "specializes",
    "makes",
    "sells",
    "together",
];

/// Whether words are the legal form at the end of a name: `PLC` of "Acme Group PLC".
pub(super) fn is_form_of_name(text: &str, place: &Range<usize>) -> bool {
    if !IN_CAPITALS.contains(&&text[place.clone()]) {
        return false;
    }
    let before = text[..place.start].strip_suffix(' ').unwrap_or_default();
    NAMING_BODIES.contains(&last_word(before))
}

/// What stands before a legal form at the end of names.
const NAMING_BODIES: [&str; 9] = [
    "Group",
    "Holdings",
    "International",
    "Company",
    "Bank",
    "Industries",
    "Resources",
    "Energy",
    "Technologies",
];

/// Whether words begin a sentence as names do: a general verb follows, as in "Siacle empowers".
pub(super) fn is_subject(text: &str, place: &Range<usize>) -> bool {
    let word = &text[place.clone()];
    let is_name = starts_sentence(&text[..place.start])
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
        && word
            .split(' ')
            .all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    is_name
        && next_word(&text[place.end..]).is_some_and(|next| {
            // "Jobizo is a", and not "Graphene is our".
            let after = || next_word(&text[place.end + 1 + next.len()..]);
            let is_told = || next == "is" && matches!(after(), Some("a" | "an" | "the"));
            let is_verb = || is_plural(next) || is_told();
            is_general(next) && is_verb() && next.bytes().all(|byte| byte.is_ascii_lowercase())
        })
}

/// Whether words stand in the firm's own name: that a text repeats them says nothing of a business.
pub(super) fn is_of_name(profile: &Profile, words: &str) -> bool {
    let Some(name) = &profile.name else {
        return false;
    };
    let in_name = |word: &str| {
        let mut named = name.split(|c: char| !c.is_alphanumeric());
        named.any(|named| named.eq_ignore_ascii_case(word))
    };
    if name.trim() == words || is_short_name(name, words) {
        return true;
    }
    words.starts_with(|c: char| c.is_ascii_uppercase())
        && words.split(|c: char| !c.is_alphanumeric()).all(in_name)
}

/// Where a piece of evidence is shown: where the text means the thing, if it stands in the name of the firm first.
pub(super) fn meant_span(piece: &Evidence, profile: &Profile) -> (usize, usize) {
    // Most pieces have no capital, and are no name.
    let is_capital = piece.text.starts_with(|c: char| c.is_ascii_uppercase());
    let meant = match piece.field {
        Some(field @ Field::Description) if is_capital && is_of_name(profile, &piece.text) => {
            let name = profile.name.as_deref().unwrap_or_default();
            outside_name(name, profile.text(field, piece.item), &piece.text)
        }
        _ => None,
    };
    meant.map_or(piece.span, |at| (at, at + piece.text.len()))
}

/// Where a text has words of the firm's name outside that name: "software" in "Acme Software Inc. develops software". In the name
/// they stand behind the same word as there, or before it.
pub(super) fn outside_name(name: &str, text: &str, words: &str) -> Option<usize> {
    let named = places_of(name, words).next();
    let named = named.map(|at| words_beside(name, at..at + words.len()));
    let is_same = |one: &str, other: &str| !one.is_empty() && one.eq_ignore_ascii_case(other);
    places_of(text, words).find(|at| {
        let here = words_beside(text, *at..at + words.len());
        let is_named = |named: [&str; 2]| is_same(named[0], here[0]) || is_same(named[1], here[1]);
        !named.is_some_and(is_named)
    })
}

/// The words before and behind a place of a text, empty where there is none.
fn words_beside(text: &str, place: Range<usize>) -> [&str; 2] {
    let sign = |c: char| !c.is_alphanumeric();
    let before = text[..place.start].trim_end().rsplit(sign).next();
    let after = text[place.end..].trim_start().split(sign).next();
    [before, after].map(Option::unwrap_or_default)
}

/// Where `words` stand in a text as words of their own, in capitals or not.
fn places_of<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = usize> + 't {
    let first = words.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let starts = text.bytes().enumerate();
    let starts = starts.filter(move |(_, byte)| byte.to_ascii_lowercase() == first);
    starts.map(|(at, _)| at).filter(move |at| {
        let end = at + words.len();
        let there = text.get(*at..end);
        there.is_some_and(|there| there.eq_ignore_ascii_case(words))
            && !is_letter(text[..*at].chars().next_back())
            && !is_letter(text[end..].chars().next())
    })
}

/// Whether a word is a unit of measure here, and no instrument: "from several meters to centimeters".
pub(super) fn is_measure(text: &str, place: &Range<usize>) -> bool {
    if !UNITS.contains(&&text[place.clone()]) {
        return false;
    }
    let is_number = |before: &str| {
        QUANTITIES.contains(&before) || before.bytes().all(|byte| b"0123456789,.".contains(&byte))
    };
    let before = text[..place.start].trim_end();
    let start = before.rfind(' ').map_or(0, |at| at + 1);
    !before.is_empty() && is_number(&before[start..])
}

const UNITS: [&str; 8] = [
    "acres", "degrees", "feet", "hectares", "meters", "metres", "tonnes", "tons",
];
const QUANTITIES: [&str; 8] = [
    "few", "hundred", "hundreds", "many", "million", "several", "square", "thousand",
];

/// Whether words tell a reader of a business: they name a thing, and are neither people ("small-scale farmers") nor a single
/// word that says nothing without others ("play", "smart").
pub(super) fn says_enough(words: &str) -> bool {
    let last = words.rfind(' ').map_or(words, |at| &words[at + 1..]);
    let silent = match last.len() == words.len() {
        true => ALONE | PEOPLE | NONE,
        false => PEOPLE,
    };
    kinds(last) & silent == 0 && names_a_thing(words)
}

/// Whether words end with one that can name a thing, by its ending: "cabinets" can, and "clinical", "nearly" and "securing"
/// cannot.
pub(super) fn names_a_thing(words: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric();
    let last = words.trim_end_matches(is_sign);
    let start = last.rfind(is_sign);
    let last = &last[start.map_or(0, |at| last.ceil_char_boundary(at + 1))..];
    if last.is_empty() {
        return false;
    }
    if !last.is_ascii() {
        return true;
    }
    let bytes = last.as_bytes();
    if bytes.iter().all(u8::is_ascii_uppercase) {
        return last.len() > 2 || ABBREVIATIONS.split(' ').any(|known| known == last);
    }
    let last_letter = bytes[bytes.len() - 1].to_ascii_lowercase();
    let modifies = MODIFYING.iter().any(|ending| {
        // Most endings differ in their last letter.
        ending.as_bytes()[ending.len() - 1] == last_letter && {
            let end = bytes.len().checked_sub(ending.len());
            end.is_some_and(|at| bytes[at..].eq_ignore_ascii_case(ending.as_bytes()))
        }
    });
    !modifies || kinds(last) & NAMES != 0
}

/// Whether a word that was learned, and is no term, is most likely a name: in capitals, and long, or explained in brackets
/// as `Samyang Chemical Group(SCG)` is.
pub(super) fn is_name_in_capitals(text: &str, word: &str) -> bool {
    let capitals = word.bytes().all(|byte| byte.is_ascii_uppercase());
    let in_brackets = |at: usize| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        before.ends_with(['(', '（']) && after.starts_with([')', '）'])
    };
    capitals
        && word.len() >= 3
        && (word.len() >= LONG_NAME || text.match_indices(word).any(|(at, _)| in_brackets(at)))
}

/// Capitals of a word that is more likely a name than an abbreviation.
const LONG_NAME: usize = 6;

/// Endings of adverbs, adjectives and verbs.
const MODIFYING: [&str; 15] = [
    "ly", "ing", "ed", "al", "ic", "ive", "ous", "ful", "able", "ible", "ary", "less", "ish",
    "based", "driven",
];
/// Abbreviations of two letters that name things; other ones are mostly places.
const ABBREVIATIONS: &str = "AI AR BI CT DC EV HR IC IP IT MR PC PV RF TV UV VR XR";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_name_are_found_outside_of_it() {
        let name = "Upland Software, Inc.";
        for (text, words, place) in [
            (
                "Upland Software makes work software.",
                "Software",
                Some("software."),
            ),
            (
                "Upland Software, Inc. sells Software here",
                "software",
                Some("Software here"),
            ),
            ("Upland Software grows.", "Software", None),
            ("UPLAND SOFTWARE grows. Softwares.", "Software", None),
        ] {
            let found = outside_name(name, text, words);
            assert_eq!(found, place.and_then(|place| text.find(place)), "{text}");
        }
    }

    #[test]
    fn the_end_of_the_name_of_a_company_is_known() {
        for (text, words, expected) in [
            (
                "managed by Naos Asset Management Limited.",
                "Asset Management",
                true,
            ),
            ("Acme Steel Pipe Co., Ltd.", "Steel Pipe", true),
            ("Acme Solar Private Limited is", "Solar", true),
            ("Acme Solar Inc (NYSE)", "Solar", true),
            ("LED Lighting Limited warranty", "LED Lighting", false),
            (
                "Industrial Automation, PLC, SCADA",
                "Industrial Automation",
                false,
            ),
            ("makes solar Inc", "solar", false),
        ] {
            let at = text.find(words).unwrap();
            let place = at..at + words.len();
            assert_eq!(is_of_company(text, &place), expected, "{text}");
        }
    }

    #[test]
    fn the_name_that_a_sentence_begins_with_is_no_business() {
        let is = |text: &str| is_subject(text, &(0..text.find(' ').unwrap()));
        assert!(is("Siacle empowers individuals"));
        assert!(is("Jobizo is a leading"));
        assert!(!is("Graphene is our product"));
        assert!(!is("Aerogel blankets keep"));
        assert!(!is("aerogel provides"));
        let text = "Babcock International Group PLC, with PLC modules";
        let at = text.find("PLC").unwrap();
        assert!(is_form_of_name(text, &(at..at + 3)));
        let at = text.rfind("PLC").unwrap();
        assert!(!is_form_of_name(text, &(at..at + 3)));
    }

    #[test]
    fn general_words_at_the_ends_are_left_out_in_ascii_or_not() {
        for (text, specific) in [
            ("the pumps, and valves of", "pumps, and valves"),
            ("provides the", ""),
            (" - ", ""),
            ("", ""),
            ("LED", "LED"),
        ] {
            assert_eq!(&text[without_general(text)], specific, "{text}");
            let wide = format!("{text} – ");
            assert_eq!(&wide[without_general(&wide)], specific, "{wide}");
        }
    }

    #[test]
    fn compounds_are_shown_whole() {
        for (text, part, whole) in [
            ("Web/app development", "app", "Web/app"),
            (
                "makes in-vitro diagnostic kits",
                "vitro diagnostic",
                "in-vitro diagnostic",
            ),
            ("other sugar-based sweets", "sugar", "sugar-based"),
            ("pumps - and valves", "pumps", "pumps"),
            ("ready-to-eat meals", "eat", "ready-to-eat"),
            ("tested by UN38.3 rules", "UN38", "UN38.3"),
            ("makes UN38. Other", "UN38", "UN38"),
        ] {
            let start = text.find(part).unwrap();
            let place = whole_compound(text, start..start + part.len());
            assert_eq!(&text[place], whole, "{text}");
        }
    }

    #[test]
    fn the_end_of_an_address_is_no_business() {
        let found = |text: &str, part: &str| {
            let start = text.find(part).unwrap();
            is_of_address(text, &(start..start + part.len()))
        };
        assert!(found("主要产品为Pony.ai，", "ai"));
        assert!(found("see example.com for more", "com"));
        assert!(!found("makes AI. ai chips", "ai"));
        assert!(!found("version 2.5", "5"));
    }

    #[test]
    fn words_that_name_no_thing_are_told_by_their_endings() {
        for (words, expected) in [
            ("biological safety cabinets", true),
            ("clinical", false),
            ("nearly", false),
            ("securing", false),
            ("powder coating", true),
            ("science-based", false),
            ("cable", true),
            ("MI", false),
            ("VR", true),
            ("LED", true),
            ("IoT", true),
            ("Ölpumpe", true),
        ] {
            assert_eq!(names_a_thing(words), expected, "{words}");
        }
    }

    #[test]
    fn units_are_told_from_instruments() {
        for (text, expected) in [
            ("from several meters to", true),
            ("drilled 12,000 meters in", true),
            ("makes meters and", false),
            ("meters", false),
        ] {
            let at = text.find("meters").unwrap();
            assert_eq!(is_measure(text, &(at..at + 6)), expected, "{text}");
        }
    }

    #[test]
    fn people_and_words_that_need_others_do_not_say_enough() {
        for (words, expected) in [
            ("smart", false),
            ("smart home", true),
            ("play", false),
            ("Farmers", false),
            ("small-scale farmers", false),
            ("game developers", true),
            ("drivers", false),
            ("LED drivers", true),
            ("school children", false),
            ("farm machines", true),
            ("battery", true),
        ] {
            assert_eq!(says_enough(words), expected, "{words}");
        }
    }

    #[test]
    fn names_in_capitals_are_told_from_abbreviations() {
        let text = "Samyang Chemical Group(SCG) owns DREAUM and makes MEMS and GPU boards.";
        for (word, expected) in [
            ("SCG", true),
            ("DREAUM", true),
            ("MEMS", false),
            ("GPU", false),
        ] {
            assert_eq!(is_name_in_capitals(text, word), expected, "{word}");
        }
    }

    #[test]
    fn the_words_of_a_name_are_no_business() {
        let profile = Profile {
            name: Some("Falcon ADM General".into()),
            ..Profile::default()
        };
        assert!(is_of_name(&profile, "ADM"));
        assert!(!is_of_name(&profile, "adm"));
        assert!(!is_of_name(&profile, "ADM pumps"));
    }
}
