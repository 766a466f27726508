//! The English noun phrase around words of evidence: `power` in "power systems, servo systems" is no business, and
//! `power systems` is.

use super::general::{JOINING, is_general};
use crate::matcher::Hashed;
use crate::text::{continue_hash, hash_bytes};
use smallvec::SmallVec;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::LazyLock;

/// Words of the longest phrase that is shown whole. Of 24,000 quotations from 41,000 English profiles (2026-11-29) nearly
/// all have no more.
const LONGEST: usize = 4;

/// General words that end a phrase: `financial services`, `medical centers`.
const HEADS: &str = " access accessories activities advisors agency applications area areas building buildings center \
centers centre centres component components controls department design designs device devices distribution equipment \
facilities facility factory hardware industry infrastructure instruments kits lines machines management manufacturing \
market markets materials material models modules networks network offices operations parts part plant plants platform \
platforms processes processing production products product programs project projects section sectors services service \
sets shops software solution solutions stores store studies support system systems technologies technology trading \
training treatment treatments trials unit units vendors vision works ";

/// Words after which a word is a verb: `to repair`, `we install`.
const BEFORE_VERBS: &str =
    " to we they you i who which that will can may not also and/or helps help ";

/// Words before which a word is a verb: `robots weld the`.
const AFTER_VERBS: &str =
    " the a an its our your their his her this these those it them us you up ";

/// Words that praise, and verbs that look like plurals: no part of a phrase.
const NO_PART: &str = " comfortable wholesome respected recognized recognised qualified transformative countless \
complementary world-class top-tier premier niche profound extensive old key cutting-edge state-of-the-art \
next-generation results-driven high-quality world-leading top-notch award-winning user-friendly easy-to-use \
end-to-end one-stop seasoned skilled unprecedented unlike turning respective licensed selected certain \
waste reduce save boost cut drive keep optimize automate simplify streamline integrates invests streamlines automates \
connects reduces increases aims analyzes analyses optimizes boosts unlocks turns removes replaces ranges spans requires \
remains covers lets makes became becomes plays sits stands publishes serving enrich validate focussing effortless tremendous foremost fantastic \
motivated listed improves transformed analyzing maximizing furthermore moreover additionally representing viz ";

/// `place` with the rest of its noun phrase, if that is short and both its ends are seen: a sign, or a word that is no part
/// of it.
pub(super) fn noun_phrase(text: &str, place: Range<usize>) -> Range<usize> {
    let is_short =
        |range: Range<usize>| range.len() <= LETTERS && text[range].split(' ').count() <= LONGEST;
    let end = end_of(text, &place).filter(|end| is_short(place.start..*end));
    let end = end.unwrap_or(place.end);
    let start = start_of(text, &place).filter(|start| is_short(*start..end));
    start.unwrap_or(place.start)..end
}

/// The part of `place` around `strongest` that no joining word, no adverb and no verb cuts: `accessories` and `speaker` in
/// "accessories especially speaker".
pub(super) fn part_of_phrase(text: &str, place: Range<usize>, strongest: usize) -> Range<usize> {
    let mut parts: SmallVec<[Range<usize>; 4]> = SmallVec::new();
    let mut part = place.start..place.start;
    let mut at = place.start;
    for word in text[place.clone()].split_inclusive(' ') {
        let trimmed = word.trim_end_matches([' ', ',']);
        let next = at + word.len();
        if is_a(JOIN | NONE, trimmed) || is_adverb(trimmed) {
            parts.push(part);
            part = next..next;
        } else {
            part.end = at + trimmed.len();
        }
        at = next;
    }
    parts.push(part);
    let around = parts.iter().find(|part| part.contains(&strongest));
    // The strongest may begin with a word that cuts: "integrates AI".
    let longest = || parts.iter().max_by_key(|part| part.len());
    let found = around.or_else(longest).cloned();
    found.filter(|part| !part.is_empty()).unwrap_or(place)
}

/// Whether a word ends as an adverb does: `especially`, and not `assembly`.
fn is_adverb(word: &str) -> bool {
    word.ends_with("lly") || word.ends_with("tely") || word.ends_with("vely") || word == "nearly"
}

/// Letters of the longest phrase: a sentence that quotes longer ones cuts them.
const LETTERS: usize = 40;

/// Where the phrase ends that goes on after `place`; nothing where that is not seen.
fn end_of(text: &str, place: &Range<usize>) -> Option<usize> {
    let mut end = place.end;
    let mut last = last_word(&text[place.clone()]);
    let mut added = 0;
    loop {
        if is_plural(last) {
            break;
        }
        let Some(word) = next_word(&text[end..]) else {
            break;
        };
        if !goes_on(last, word) {
            break;
        }
        if added + 1 == LONGEST {
            return None;
        }
        added += 1;
        end += 1 + word.len();
        last = word;
        if is_a(HEAD, word) && is_plural(word) {
            break;
        }
    }
    // What goes on after a plural was a verb (`software streamlines the work`), or is a phrase that is not understood.
    let next = next_word(&text[end..]);
    let seen = next.is_none_or(|next| is_general(next) || is_a(JOIN, next));
    let is_verb = next.is_some_and(|next| is_a(AFTER_VERB, next)) && added > 0;
    (added > 0 && seen && !is_verb).then_some(end)
}

/// Whether `word` can be the next of a phrase after `last`.
fn goes_on(last: &str, word: &str) -> bool {
    let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let is_abbreviation = |word: &str| word.bytes().all(|byte| !byte.is_ascii_lowercase());
    if is_name(word) && !is_name(last) && !is_abbreviation(word) {
        return false;
    }
    if is_a(JOIN | NONE, word) {
        return false;
    }
    if is_general(word) {
        return is_a(HEAD, word);
    }
    !word.ends_with("ly")
        && !word.ends_with("ed")
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Where the phrase begins that `place` is the rest of; nothing where that is not seen.
fn start_of(text: &str, place: &Range<usize>) -> Option<usize> {
    let first = text[place.clone()].split(' ').next().unwrap_or_default();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let mut start = place.start;
    let mut added = 0;
    while let Some(word) = word_before(&text[..start]) {
        // "Supplying pipes" is a verb and what it is done to, "cooling systems" is not: they look alike.
        let may_be_verb = word.ends_with("ly") || word.ends_with("ing") || is_plural(word);
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let joins = is_general(word) || is_a(JOIN | NONE, word);
        if joins || may_be_verb || is_number {
            break;
        }
        let word_start = start - 1 - word.len();
        let before = word_before(&text[..word_start]);
        // A verb (`to repair pumps`), or the word that begins a sentence, which may be one (`Develop pumps`).
        let begins = before.is_none_or(|before| is_a(BEFORE_VERB, before));
        let starts_sentence = word_start == 0
            || text[..word_start]
                .trim_end()
                .ends_with(['.', '!', '?', ':', ';', '\n']);
        if (begins && before.is_some())
            || (starts_sentence && !first.starts_with(char::is_uppercase))
        {
            break;
        }
        if is_name(word) && !is_name(first) && !word.bytes().all(|byte| !byte.is_ascii_lowercase())
        {
            break;
        }
        added += 1;
        if added == LONGEST {
            return None;
        }
        start = word_start;
    }
    (added > 0).then_some(start)
}

/// The word after one space, without the sign that ends it.
fn next_word(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(' ')?;
    let end = rest.find(|c: char| !is_of_word(c)).unwrap_or(rest.len());
    let word = rest[..end].trim_end_matches(['-', '\'']);
    (!word.is_empty() && word.len() <= WORD).then_some(word)
}

/// The word before one space.
fn word_before(text: &str) -> Option<&str> {
    let text = text.strip_suffix(' ')?;
    let letters = text.chars().rev().take_while(|c| is_of_word(*c));
    let word = &text[text.len() - letters.map(char::len_utf8).sum::<usize>()..];
    let whole = !word.is_empty() && word.len() <= WORD && !word.starts_with(['-', '\'']);
    whole.then_some(word)
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '\'')
}

fn last_word(words: &str) -> &str {
    words.rsplit(' ').next().unwrap_or(words)
}

/// No longer word is looked up.
const WORD: usize = 24;

/// Whether a word ends as a plural does, and as a verb of the third person does.
fn is_plural(word: &str) -> bool {
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
        && !word.ends_with("ics")
}

/// What a word can be, one bit each.
const HEAD: u8 = 1;
const JOIN: u8 = 2;
const NONE: u8 = 4;
const BEFORE_VERB: u8 = 8;
const AFTER_VERB: u8 = 16;

/// What each word of the lists can be, by its hash: every word of every quotation is looked up.
static KINDS: LazyLock<HashMap<u64, (&'static str, u8), BuildHasherDefault<Hashed>>> =
    LazyLock::new(|| {
        let mut kinds: HashMap<u64, (&str, u8), BuildHasherDefault<Hashed>> = HashMap::default();
        for (words, kind) in [
            (HEADS, HEAD),
            (JOINING, JOIN),
            (NO_PART, NONE),
            (BEFORE_VERBS, BEFORE_VERB),
            (AFTER_VERBS, AFTER_VERB),
        ] {
            for word in words.split_ascii_whitespace() {
                let known = kinds.entry(hash_bytes(word.as_bytes()));
                known.or_insert((word, 0)).1 |= kind;
            }
        }
        kinds
    });

/// Whether a word, in capitals or not, is of one of these kinds.
fn is_a(kinds: u8, word: &str) -> bool {
    let small = word.bytes().map(|byte| byte.to_ascii_lowercase());
    let hash = small.fold(hash_bytes(&[]), |hash, byte| continue_hash(hash, &[byte]));
    let known = KINDS.get(&hash);
    known.is_some_and(|(known, kind)| kind & kinds != 0 && known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_phrase(text: &str, part: &str, expected: &str) {
        let start = text.find(part).unwrap();
        let phrase = noun_phrase(text, start..start + part.len());
        assert_eq!(&text[phrase], expected, "{part} in {text}");
    }

    #[test]
    fn words_are_shown_with_the_noun_they_belong_to() {
        assert_phrase(
            "makes cooling systems, power systems, servo systems",
            "power",
            "power systems",
        );
        assert_phrase(
            "provides financial services to individuals",
            "financial",
            "financial services",
        );
        assert_phrase(
            "operates hospitals and medical centers.",
            "medical",
            "medical centers",
        );
        assert_phrase(
            "branding and digital platforms, design",
            "digital",
            "digital platforms",
        );
        assert_phrase(
            "scanners and thermal label printers/multifunction",
            "label printers",
            "thermal label printers",
        );
        assert_phrase(
            "owns photovoltaic plants with 32 MW",
            "photovoltaic",
            "photovoltaic plants",
        );
        assert_phrase(
            "Digitization, Computer Vision, NLP",
            "Computer",
            "Computer Vision",
        );
        assert_phrase(
            "a renewable energy company in Turkey",
            "renewable energy",
            "renewable energy",
        );
    }

    #[test]
    fn a_phrase_ends_at_joining_words_and_adverbs() {
        for (text, strongest, expected) in [
            (
                "phone accessories especially speaker",
                "phone",
                "phone accessories",
            ),
            ("phone accessories especially speaker", "speaker", "speaker"),
            ("cutting and marking systems", "marking", "marking systems"),
            ("integrates AI", "integrates", "AI"),
            ("battery packs", "battery", "battery packs"),
            ("door assembly lines", "door", "door assembly lines"),
            ("Computer Vision", "Computer", "Computer Vision"),
        ] {
            let at = text.find(strongest).unwrap();
            let part = part_of_phrase(text, 0..text.len(), at);
            assert_eq!(&text[part], expected, "{strongest} in {text}");
        }
    }

    #[test]
    fn what_is_no_part_of_the_phrase_is_left_out() {
        assert_phrase("our software streamlines the work", "software", "software");
        assert_phrase("our software helps teams", "software", "software");
        assert_phrase("We repair pumps.", "pumps", "pumps");
        assert_phrase("to install chillers", "chillers", "chillers");
        assert_phrase("makes pumps and valves", "pumps", "pumps");
        assert_phrase(
            "develops WattUp wireless power technology that",
            "wireless power",
            "wireless power technology",
        );
        assert_phrase(
            "the makers of hydrogen power plants with a capacity",
            "hydrogen",
            "hydrogen power plants",
        );
        assert_phrase("for supplying rubber pipes", "pipes", "rubber pipes");
        assert_phrase("owns 30 power plants in", "power", "power plants");
        assert_phrase("the fund invests in", "fund", "fund");
        assert_phrase("robots weld car bodies together here", "robots", "robots");
        assert_phrase("batteries", "batteries", "batteries");
    }
}
