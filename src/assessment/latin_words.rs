//! The whole words that evidence of Latin letters stands in.

use super::chinese_names::is_in_name;
use super::english_names::is_called_name;
use super::latin::{
    is_form_of_name, is_measure, is_name_in_capitals, is_of_address, is_of_company, is_subject,
    says_enough, whole_compound, without_general,
};
use super::latin_runs::number_before;
use super::noun_phrase::{noun_phrase, part_of_phrase};
use super::phrase::phrase_at;
use super::phrase_ends::completed;
use super::shared_head::with_shared_head;
use crate::text::is_han;
use std::ops::Range;

/// The phrase around a stretch of Latin words, with the Chinese ones they are joined to; nothing for words that every firm
/// uses, for the end of an address or of the name of a company, and, unless the plan lists them as a `term`, for words that
/// name nothing. `strongest` is where the strongest piece of evidence begins.
pub(super) fn latin_words_at(
    text: &str,
    stretch: Range<usize>,
    term: Option<Range<usize>>,
    strongest: usize,
) -> Option<Range<usize>> {
    let specific = without_general(&text[stretch.clone()]);
    let is_term = term.is_some();
    let place = match term {
        Some(term) if specific.is_empty() => term,
        _ if specific.is_empty() => return None,
        _ => stretch.start + specific.start..stretch.start + specific.end,
    };
    if is_of_address(text, &place) {
        return None;
    }
    let compound = whole_compound(text, part_of_phrase(text, place, strongest));
    if let Some(whole) = with_chinese(text, compound.clone()) {
        return Some(whole);
    }
    let phrase = with_shared_head(text, noun_phrase(text, compound));
    let whole = match completed(text, phrase.clone()) {
        Some(whole) => whole,
        // A term is one, whatever follows.
        None if is_term => phrase,
        None => return None,
    };
    let whole = number_before(text, whole.start)..whole.end;
    let words = &text[whole.clone()];
    let names_thing = || {
        says_enough(words)
            && !is_name_in_capitals(text, words)
            && !is_subject(text, &whole)
            && !is_called_name(text, &whole)
    };
    let is_name =
        is_of_company(text, &whole) || is_form_of_name(text, &whole) || is_measure(text, &whole);
    (!is_name && (is_term || names_thing())).then_some(whole)
}

/// Latin words with the Chinese ones that they are joined to, or that go on behind a space: `AMR机器人`, `AI 原生产品`.
fn with_chinese(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let (before, rest) = (&text[..place.start], &text[place.end..]);
    let whole = match rest.strip_prefix(' ') {
        Some(rest) if rest.starts_with(is_han) => {
            let two = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
            let start = place.end + 1;
            let phrase = phrase_at(text, start..start + two)?;
            (phrase.start == start).then_some(place.start..phrase.end)?
        }
        _ if rest.starts_with(is_han) || before.ends_with(is_han) => {
            let phrase = phrase_at(text, place.clone())?;
            let holds = phrase.start <= place.start && place.end <= phrase.end;
            (holds && text[phrase.clone()].contains(is_han)).then_some(phrase)?
        }
        _ => return None,
    };
    (!is_in_name(&text[whole.end..])).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latin_word_is_shown_with_the_chinese_it_belongs_to() {
        let text = "专注于 ai 原生产品 ，销售 imu 及 LED 的企业";
        let found = |word: &str| {
            let start = text.find(word).unwrap();
            with_chinese(text, start..start + word.len()).map(|words| &text[words])
        };
        assert_eq!(found("ai"), Some("ai 原生产品"));
        assert_eq!(found("imu"), None);
        assert_eq!(found("LED"), None);
        let text =
            "生产semiconductor设备；ABB 电机（中国）有限公司；solution的提供；高精度imu传感器";
        let found = |word: &str| {
            let start = text.find(word).unwrap();
            with_chinese(text, start..start + word.len()).map(|words| &text[words])
        };
        assert_eq!(found("semiconductor"), Some("semiconductor设备"));
        assert_eq!(found("ABB"), None);
        assert_eq!(found("solution"), None);
        assert_eq!(found("imu"), Some("高精度imu传感器"));
    }
}
