//! The ends of an English phrase: what is no part of it is left out, and a phrase that stops before its noun goes on to it.

use super::general::{
    AFTER_VERB, BEFORE_VERB, BETWEEN, HEAD, JOIN, MODIFIER, NONE, is_general, is_general_of, kinds,
};
use super::legal_forms::is_legal_form;
use super::noun_phrase::{BODIES, is_plural, last_word, next_word, word_before};
use std::ops::Range;

/// Words that are added at most, and words and letters of a phrase that is shown.
const ADDED: usize = 4;
const LONGEST: usize = 6;
const LETTERS: usize = 52;

/// `phrase` with its noun, and without what is no part of it; nothing where it stops before a noun that is not found:
/// `advanced driver` of "advanced driver assistance systems".
pub(super) fn completed(text: &str, phrase: Range<usize>) -> Option<Range<usize>> {
    let phrase = without_ends(text, phrase);
    let phrase = with_measured(text, phrase);
    match noun_end(text, &phrase) {
        End::Here => Some(phrase),
        End::Nowhere => None,
        End::At(end) => {
            let whole = phrase.start..end;
            let is_short = |range: &Range<usize>| {
                let words = &text[range.clone()];
                words.len() <= LETTERS && words.matches(' ').count() < LONGEST
            };
            // Of a long one, the item that it ends with: "4G and 5G network densification solutions".
            let last = || {
                let (before, _) = text[whole.clone()].rsplit_once(" and ")?;
                Some(whole.start + before.len() + " and ".len()..whole.end)
            };
            match is_short(&whole) {
                true => Some(whole),
                false => last().filter(is_short),
            }
        }
    }
}

/// Where the noun ends that a phrase belongs to.
enum End {
    /// The phrase has it already.
    Here,
    At(usize),
    /// What follows is not understood.
    Nowhere,
}

/// Where the noun phrase ends that `phrase` is the beginning of.
fn noun_end(text: &str, phrase: &Range<usize>) -> End {
    let last = last_word(&text[phrase.clone()]);
    let Some(mut word) = next_word(&text[phrase.end..]) else {
        return End::Here;
    };
    let is_capital = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    // What a longer plural goes on with is a verb as often as a noun, and a name begins with a capital.
    // "repairs transport equipment" and "sports events": one word is the verb or the first noun.
    let is_single = last.len() == phrase.len() && !is_capital(last);
    if is_plural(last) && !is_single || is_capital(word) && !is_capital(last) {
        return End::Here;
    }
    let after = |end: usize, word: &str| next_word(&text[end + 1 + word.len()..]);
    if !continues(word, after(phrase.end, word)) {
        return End::Here;
    }
    let mut end = phrase.end;
    for _ in 0..ADDED {
        let next = after(end, word);
        let ends = next.is_none_or(|next| !continues(next, after(end + 1 + word.len(), next)));
        // "AI crafts your trips", "the firm treats the water"
        if end == phrase.end && next.is_some_and(|next| kinds(next) & AFTER_VERB != 0) {
            return End::Here;
        }
        let is_plural = is_plural(word) && !THINGS.contains(&word);
        if is_plural || word.ends_with("ed") {
            let has_object = next.is_some_and(|next| kinds(next) & AFTER_VERB != 0 || !ends);
            // "graphene conducts heat", and "battery test systems"
            if has_object && (is_plural || ends) {
                return if end == phrase.end {
                    End::Here
                } else {
                    End::At(end)
                };
            }
        }
        end += 1 + word.len();
        if ends {
            return match word.ends_with("ed") {
                true => End::Nowhere,
                false => End::At(end),
            };
        }
        let Some(next) = next else { break };
        word = next;
    }
    End::Nowhere
}

/// Whether a noun phrase can go on with `word`; `next` is the one behind it.
fn continues(word: &str, next: Option<&str>) -> bool {
    let of_next = next.map_or(0, kinds);
    let kinds = kinds(word);
    if kinds & (JOIN | NONE | BEFORE_VERB | AFTER_VERB) != 0
        || word.ends_with("ly")
        || PLACES.contains(&word)
    {
        return false;
    }
    // `SaaS based AI enabled aggregator`
    let is_noun = kinds & (HEAD | BETWEEN | MODIFIER) != 0
        || NOUNS.contains(&word)
        || BODIES.contains(&word)
        || JOINED.contains(&word)
        // `driver assistance systems`
        || !word.ends_with(['s', 'd', 'g']) && of_next & HEAD != 0;
    let has_letter = || word.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_noun || !is_general_of(word, kinds)) && !is_legal_form(word) && has_letter()
}

/// Plurals that are no verbs, so that a phrase goes on behind them: `materials synthesis machine`.
const THINGS: [&str; 6] = [
    "components",
    "devices",
    "materials",
    "products",
    "services",
    "systems",
];

/// General words that a phrase ends with.
const NOUNS: [&str; 8] = [
    "capabilities",
    "ecosystem",
    "form",
    "forms",
    "members",
    "models",
    "vendors",
    "companies",
];

/// General words that join what something is done with to what is done: `AI powered solutions`.
const JOINED: [&str; 6] = [
    "based", "defined", "driven", "enabled", "powered", "related",
];

/// First words that say how much, or how, of the word before: `voltage MOSFETs` of "high voltage MOSFETs".
const MEASURED: [&str; 14] = [
    "based",
    "capacity",
    "driven",
    "enabled",
    "grade",
    "pressure",
    "powered",
    "related",
    "scale",
    "sized",
    "speed",
    "temperature",
    "term",
    "voltage",
];

/// Letters of the longest word, or words with slashes, before these.
const LONGEST_BEFORE: usize = 24;

/// General words that stand before these.
const SIZES: [&str; 8] = [
    "full", "high", "large", "long", "low", "medium", "short", "small",
];

/// `phrase` with the word that its first one measures, or is joined to.
fn with_measured(text: &str, phrase: Range<usize>) -> Range<usize> {
    let words = &text[phrase.clone()];
    let first = words.split(' ').next().unwrap_or_default();
    if first.len() == words.len() || !MEASURED.contains(&first) {
        return phrase;
    }
    // `low/medium/high voltage`
    let before = text[..phrase.start].strip_suffix(' ').unwrap_or_default();
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
    let start = before.trim_end_matches(is_of_word).len();
    let word = &before[start..];
    let is_verb = is_general(word) && !SIZES.contains(&word);
    let is_word =
        word.len() <= LONGEST_BEFORE && word.bytes().any(|byte| byte.is_ascii_alphanumeric());
    // `Müller pressure`: the word begins before its last letters of ASCII.
    let is_cut = before[..start].ends_with(char::is_alphanumeric);
    match !is_word || is_cut || is_verb {
        true => phrase,
        false => start..phrase.end,
    }
}

/// `phrase` without a verb or a number before it, and without what tells where, or what something does, behind it.
fn without_ends(text: &str, mut phrase: Range<usize>) -> Range<usize> {
    let words = &text[phrase.clone()];
    let Some((first, rest)) = words.split_once(' ') else {
        return phrase;
    };
    let before = word_before(&text[..phrase.start]);
    // "class II devices", and not "IV fluids"
    let is_number = first.bytes().all(|byte| b"IVX".contains(&byte))
        && before.is_some_and(|before| NUMBERED.contains(&before));
    let is_object = before.is_some_and(|before| SUBJECTS.contains(&before) || before == "to")
        && (VERBS.contains(&first) || before != Some("to") && !first.ends_with('s'))
        && first.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_number || is_object {
        phrase.start = phrase.end - rest.len();
    }
    let words = &text[phrase.clone()];
    let Some((rest, last)) = words.rsplit_once(' ') else {
        return phrase;
    };
    // "105 mineral claims covering an area"
    let is_participle = || {
        let next = next_word(&text[phrase.end..]);
        last.ends_with("ing")
            && is_plural(last_word(rest))
            && next.is_some_and(|next| kinds(next) & AFTER_VERB != 0)
    };
    let does = || DOES.contains(&last) && !rest.is_empty();
    if PLACES.contains(&last) || does() || is_participle() {
        phrase.end = phrase.start + rest.len();
    }
    phrase
}

/// What Roman numbers stand behind.
const NUMBERED: [&str; 8] = [
    "Class", "Grade", "Phase", "Type", "class", "grade", "phase", "type",
];
/// Subjects: a verb follows.
const SUBJECTS: [&str; 5] = ["we", "We", "they", "They", "you"];
/// Verbs that are no nouns.
const VERBS: [&str; 14] = [
    "convert",
    "detect",
    "diagnose",
    "eliminate",
    "extract",
    "generate",
    "identify",
    "improve",
    "manage",
    "monitor",
    "predict",
    "prevent",
    "protect",
    "treat",
];
/// Where: behind a phrase, and no part of it.
const PLACES: [&str; 5] = [
    "abroad",
    "globally",
    "internationally",
    "nationwide",
    "worldwide",
];
/// Verbs behind their subject.
const DOES: [&str; 5] = ["has", "holds", "offers", "owns", "uses"];

#[cfg(test)]
mod tests {
    use super::completed;

    #[track_caller]
    fn assert_completed(text: &str, part: &str, expected: Option<&str>) {
        let start = text.find(part).expect("the text has the part");
        let phrase = completed(text, start..start + part.len());
        assert_eq!(
            phrase.map(|phrase| &text[phrase]),
            expected,
            "{part} in {text}"
        );
    }

    #[test]
    fn a_phrase_goes_on_to_its_noun() {
        for (text, part, expected) in [
            (
                "offers advanced driver assistance systems and",
                "advanced driver",
                "advanced driver assistance systems",
            ),
            (
                "front and rear suspension members, rear",
                "rear suspension",
                "rear suspension members",
            ),
            (
                "a smart pet care ecosystem focused on",
                "smart pet",
                "smart pet care ecosystem",
            ),
            (
                "makes PVC coated fabrics. They",
                "PVC",
                "PVC coated fabrics",
            ),
            (
                "provides 4G and 5G network densification solutions to",
                "4G and 5G network",
                "4G and 5G network densification solutions",
            ),
            (
                "Internet related services, as",
                "Internet",
                "Internet related services",
            ),
            (
                "sells low/medium/high voltage MOSFETs;",
                "voltage MOSFETs",
                "low/medium/high voltage MOSFETs",
            ),
            (
                "a B2B procurement platform for",
                "B2B",
                "B2B procurement platform",
            ),
        ] {
            assert_completed(text, part, Some(expected));
        }
        assert_completed(
            "the drug candidate safely tested by",
            "drug",
            Some("drug candidate"),
        );
        assert_completed("a fund managed very well", "fund", Some("fund"));
    }

    #[test]
    fn what_is_no_part_of_a_phrase_is_left_out() {
        for (text, part, expected) in [
            (
                "We convert solid waste into",
                "convert solid waste",
                "solid waste",
            ),
            (
                "helps to predict peptide structures that",
                "predict peptide structures",
                "peptide structures",
            ),
            (
                "has 105 mineral claims covering an area",
                "mineral claims covering",
                "mineral claims",
            ),
            (
                "a charging infrastructure nationwide, further",
                "charging infrastructure nationwide",
                "charging infrastructure",
            ),
            (
                "FDA class II medical devices",
                "II medical devices",
                "medical devices",
            ),
            (
                "services to mining companies",
                "mining companies",
                "mining companies",
            ),
            ("our software streamlines the work", "software", "software"),
            ("graphene conducts heat well", "graphene", "graphene"),
            ("makes pumps and valves", "pumps", "pumps"),
            ("IV cannulas and", "IV cannulas", "IV cannulas"),
            (
                "pumps -- pressure sensors",
                "pressure sensors",
                "pressure sensors",
            ),
            (
                "von Müller pressure sensors",
                "pressure sensors",
                "pressure sensors",
            ),
            (
                "and repairs transport equipment and",
                "repairs",
                "repairs transport equipment",
            ),
        ] {
            assert_completed(text, part, Some(expected));
        }
    }
}
