//! The passages of a profile that carry a fit: sentences, and entries of lists.

use super::evidence::{EvidenceWords, borrowed_words, trimmed};
use super::general::{AFTER_VERB, JOIN, kinds};
use super::sentence::is_full_line;
use crate::fit::Evidence;
use crate::profile::{Field, Profile};
use crate::text::{Tokens, is_han};
use std::ops::Range;

/// A sentence, or an entry of a list, that carries a fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The field.
    pub field: Field,
    /// Which entry of it, from 0.
    pub item: usize,
    /// Bytes of that entry.
    pub range: Range<usize>,
}

impl Passage {
    /// Whether these words stand in it.
    pub(super) fn holds(&self, words: &EvidenceWords<'_>) -> bool {
        (self.field, self.item) == (words.field, words.item)
            && self.range.start <= words.range.start
            && words.range.end <= self.range.end
    }
}

/// A second passage is given from this part of the points of the first on.
const SECOND: i32 = 3;
/// Characters of the longest passage in Chinese and in English; of a longer sentence the part around the strongest words is
/// taken.
const PASSAGE: usize = 160;
const ENGLISH_PASSAGE: usize = 240;

/// The passages of the profile that carry a fit: the one with the strongest of its [`evidence_words`](super::evidence_words),
/// and of the others the one with the most points, if it has at least a third as many.
#[must_use]
pub fn passages(profile: &Profile, evidence: &[Evidence]) -> Vec<Passage> {
    let mut found: Vec<(i32, Passage)> = Vec::new();
    let mut sentences = Sentences::default();
    for words in borrowed_words(profile, evidence, usize::MAX) {
        let mut known = found.iter_mut();
        if let Some((points, _)) = known.find(|(_, passage)| passage.holds(&words)) {
            *points += words.tenths;
            continue;
        }
        let (field, item) = (words.field, words.item);
        let text = profile.text(field, item);
        let range = match field {
            Field::Description | Field::Project => {
                let sentences = sentences.of(field, text);
                let sentence = sentences.iter().find(|one| words.range.start < one.end);
                let sentence = sentence.cloned().unwrap_or_else(|| trimmed(text));
                without_torn_end(
                    text,
                    around(text, sentence, words.range.clone()),
                    words.range,
                )
            }
            _ => trimmed(text),
        };
        let overlaps = |passage: &Passage| {
            (passage.field, passage.item) == (field, item)
                && passage.range.start < range.end
                && range.start < passage.range.end
        };
        // A second part of a long sentence that repeats half of the first is not worth its room.
        if !found.iter().any(|(_, passage)| overlaps(passage)) {
            found.push((words.tenths, Passage { field, item, range }));
        }
    }
    let strongest = found.first().map_or(0, |(points, _)| *points);
    if let Some(others) = found.get_mut(1..) {
        others.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    }
    found.retain(|(points, _)| points * SECOND >= strongest);
    found.truncate(2);
    found.into_iter().map(|(_, passage)| passage).collect()
}

/// The sentences of the field that was asked for last: most evidence stands in one.
#[derive(Default)]
struct Sentences {
    tokens: Tokens,
    found: Option<(Field, Vec<Range<usize>>)>,
}

impl Sentences {
    fn of(&mut self, field: Field, text: &str) -> &[Range<usize>] {
        let known = self.found.take().filter(|(known, _)| *known == field);
        let found = known.unwrap_or_else(|| (field, sentences(text, &mut self.tokens)));
        &self.found.insert(found).1
    }
}

/// Whether a legal form begins behind a full stop, and the space in `range`: it ends a name.
fn is_rest_of_name(text: &str, range: Range<usize>, start: usize) -> bool {
    let form = &text[start..range.end];
    text[range].starts_with(". ") && ["Co", "Ltd", "Inc", "Pvt"].contains(&form)
}

/// Words that end with a full stop in the middle of a sentence, beside those at which a text is not cut.
const ABBREVIATED: [&str; 8] = [
    "Univ", "Dept", "Intl", "Assn", "Prof", "Bros", "approx", "incl",
];

/// Whether the word that ends at `end` is one of these, with its full stop.
fn is_abbreviated(text: &str, end: usize) -> bool {
    let word = text[..end]
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next();
    text[end..].starts_with(". ") && word.is_some_and(|word| ABBREVIATED.contains(&word))
}

/// The sentences of a text, in bytes, each with the sign that ends it.
fn sentences(text: &str, tokens: &mut Tokens) -> Vec<Range<usize>> {
    tokens.cut(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for token in &tokens.list {
        let (start, end) = (token.start as usize, token.end as usize);
        match found.last_mut() {
            Some(sentence) if last == Some(token.sentence) => sentence.end = end,
            // A line that ends where a column ended is no end of a sentence.
            // Nor is the full stop of an abbreviation, or one before a legal form: "Jahwa Electronics. Co., Ltd".
            Some(sentence)
                if is_wrapped(text, sentence.end..start)
                    || is_abbreviated(&text[..start], sentence.end)
                    || is_rest_of_name(text, sentence.end..end, start) =>
            {
                sentence.end = end;
            }
            _ => found.push(start..end),
        }
        last = Some(token.sentence);
    }
    for sentence in &mut found {
        let opening = text[..sentence.start].chars().rev();
        let opening = opening.take_while(|c| "“‘「『（(《【\"".contains(*c));
        sentence.start -= opening.map(char::len_utf8).sum::<usize>();
        let closing = text[sentence.end..].chars();
        // A unit belongs to the number before it: 50%.
        let closing = closing.take_while(|c| "%％‰℃.!?。！？)）”’」』\"".contains(*c));
        sentence.end += closing.map(char::len_utf8).sum::<usize>();
    }
    found
}

/// Whether a gap between two words is a line break inside a sentence: no sign, no blank line, and small letters after it, or
/// Chinese on both sides and a long line before it.
fn is_wrapped(text: &str, gap: Range<usize>) -> bool {
    let (before, next) = (&text[..gap.start], &text[gap.end..]);
    let gap = &text[gap];
    gap.matches('\n').count() == 1
        && gap.chars().all(char::is_whitespace)
        && (next.starts_with(|c: char| c.is_ascii_lowercase())
            || before.ends_with(is_han) && next.starts_with(is_han) && is_full_line(before))
}

/// A passage without the part that a text breaks off in, where it is cut off behind the words that the passage is shown for.
fn without_torn_end(text: &str, passage: Range<usize>, words: Range<usize>) -> Range<usize> {
    let is_end = !text[passage.end..].contains(char::is_alphanumeric);
    if !is_end || ends_early(text).is_none() {
        return passage;
    }
    let sign = |c: char| ",;，；、".contains(c);
    // Words that go on behind the passage leave nothing of it behind them.
    match text
        .get(words.end..passage.end)
        .and_then(|rest| rest.rfind(sign))
    {
        Some(at) => passage.start..words.end + at,
        None => passage,
    }
}

/// Of a sentence that is too long, the part around `place`, cut at signs where there are any, else between words.
fn around(text: &str, sentence: Range<usize>, place: Range<usize>) -> Range<usize> {
    let most = match text[sentence.clone()].contains(is_han) {
        true => PASSAGE,
        false => ENGLISH_PASSAGE,
    };
    if text[sentence.clone()].chars().count() <= most {
        return sentence;
    }
    let half = most / 2;
    let sign = |c: char| ",;:，；、：。".contains(c);
    let place = place.start.max(sentence.start)..place.end.min(sentence.end);
    let before = &text[sentence.start..place.start];
    let first = before
        .char_indices()
        .rev()
        .nth(half)
        .map_or(0, |(at, _)| at);
    let start = match before[first..].char_indices().find(|(_, c)| sign(*c)) {
        _ if first == 0 => 0,
        Some((at, c)) => first + at + c.len_utf8(),
        None => before[first..]
            .find(char::is_whitespace)
            .map_or(first, |at| first + at),
    };
    let after = &text[place.end..sentence.end];
    let last = after
        .char_indices()
        .nth(half)
        .map_or(after.len(), |(at, _)| at);
    let end = match after[..last].char_indices().rev().find(|(_, c)| sign(*c)) {
        _ if last == after.len() => last,
        Some((at, _)) => at,
        None => after[..last].rfind(char::is_whitespace).unwrap_or(last),
    };
    let start = sentence.start + start;
    let spaces = text[start..place.start]
        .chars()
        .take_while(|c| c.is_whitespace());
    start + spaces.map(char::len_utf8).sum::<usize>()..place.end + end
}

/// The end of a text that seems to be cut off: it ends with an ellipsis, with a sign that something follows, or, in a long
/// English text, with a word after which another follows, as `the` does.
#[must_use]
pub fn ends_early(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let last = text.chars().next_back()?;
    let is_open = "…，、：（(,".contains(last) || text.ends_with("...");
    let sentences = text.matches(". ").count();
    // A list of names, each with a capital, needs no full stop.
    let word = text.rfind(' ').map_or(text, |at| &text[at + 1..]);
    let is_unfinished = last.is_ascii_alphanumeric()
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && (kinds(word) & (JOIN | AFTER_VERB) != 0 || word.ends_with(NO_ENDING))
        && text.is_ascii()
        && sentences >= UNFINISHED;
    let from = text.char_indices().rev().nth(END).map_or(0, |(at, _)| at);
    // A word of Latin letters is left out rather than cut.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_cut =
        is_letter(text[..from].chars().next_back()) && is_letter(text[from..].chars().next());
    let space = text[from..].find(' ').filter(|_| is_cut);
    let from = space.map_or(from, |at| from + at + 1);
    (is_open || is_unfinished).then(|| &text[from..])
}

/// Letters that few English words end with: a word that does is most likely torn.
const NO_ENDING: [char; 5] = ['i', 'j', 'q', 'u', 'v'];
/// So many sentences with a full stop make one without it look unfinished.
const UNFINISHED: usize = 2;
/// Characters of the end that is shown.
const END: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::evidence::tests::told as evidence_of;
    use crate::assessment::evidence::{TOLD_EVIDENCE, evidence_words, highlights};
    use crate::{Matcher, Options, Scratch, Taxonomy};

    #[test]
    fn a_line_that_ends_inside_a_chinese_word_is_no_end_of_a_sentence() {
        let text = "某某机器人股份有限公司是国家级专精特新重点小巨人企业二〇〇五年公司核\n心团队聚焦协作机器人。";
        let (profile, piece) = evidence_of(text, "协作机器人");
        let found = passages(&profile, &[piece]);
        assert_eq!(&text[found[0].range.clone()], text);
        let list = "锂电池\n协作机器人";
        let (profile, piece) = evidence_of(list, "协作机器人");
        let found = passages(&profile, &[piece]);
        assert_eq!(&list[found[0].range.clone()], "协作机器人");
    }

    #[test]
    fn what_a_text_breaks_off_in_is_not_quoted() {
        let text = "We make metal detectors, security scanners, Under Veh...";
        let (profile, piece) = evidence_of(text, "metal detectors");
        let found = passages(&profile, &[piece]);
        assert_eq!(
            &text[found[0].range.clone()],
            "We make metal detectors, security scanners"
        );
    }

    #[test]
    fn the_sentence_that_carries_a_fit_is_found_whole() {
        let text = "Founded in 1990. Makes battery packs for buses. Has 40 people.";
        let (profile, piece) = evidence_of(text, "battery packs");
        let found = passages(&profile, &[piece]);
        let [passage] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(
            &text[passage.range.clone()],
            "Makes battery packs for buses."
        );
        let wrapped = "Makes cells and battery packs for commercial vehicles, with its\nown coating lines. Has 40 people.";
        let (profile, piece) = evidence_of(wrapped, "battery packs");
        let found = passages(&profile, &[piece]);
        assert!(wrapped[found[0].range.clone()].ends_with("coating lines."));
        for whole in [
            "We make battery packs and cut waste by 50%",
            "Jahwa Electronics. Co., Ltd makes battery packs.",
            "In partnership with Yonsei Univ. Hospital we test battery packs.",
        ] {
            let (profile, piece) = evidence_of(whole, "battery packs");
            let found = passages(&profile, &[piece]);
            assert_eq!(&whole[found[0].range.clone()], whole);
        }
        let long = format!(
            "经营范围：{}动力电池的研发，{}。",
            "甲乙丙丁戊，".repeat(30),
            "己庚辛，".repeat(40)
        );
        let (profile, piece) = evidence_of(&long, "动力电池");
        let found = passages(&profile, &[piece]);
        let shown = &long[found[0].range.clone()];
        assert!(
            shown.contains("动力电池的研发") && shown.chars().count() <= 2 * PASSAGE,
            "{shown}"
        );
        assert!(shown.starts_with('甲'), "{shown}");
    }

    #[test]
    fn a_text_that_is_cut_off_is_told_from_one_that_ends() {
        for (text, end) in [
            ("A one stop source f...", "A one stop source f..."),
            ("主营电池，包括…", "主营电池，包括…"),
            ("主营电池、", "主营电池、"),
            (
                "We make cells. We sell packs. We are already securi",
                "We are already securi",
            ),
        ] {
            assert_eq!(ends_early(text), Some(end), "{text}");
        }
        for text in [
            "Makes cells.",
            "Battery packs",
            "Makes cells. Sells packs",
            "主营电池",
            "",
            "Makes cells. Sells packs. Has customers (and friends)",
            "We make cells. We sell packs. Uses: Solar Energy, Cleaning Machines",
        ] {
            assert_eq!(ends_early(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let long = format!(
            "{}makes battery packs {}for buses.",
            "engineering ".repeat(20),
            "and services ".repeat(20)
        );
        let (profile, piece) = evidence_of(&long, "battery packs");
        let found = passages(&profile, &[piece]);
        let shown = &long[found[0].range.clone()];
        assert!(shown.starts_with("engineering "), "{shown}");
        assert!(
            shown.ends_with(" and") || shown.ends_with(" services"),
            "{shown}"
        );
    }

    /// Whatever was asked for, the same words are told in the same order, fewer of them are the first of more, and the
    /// passages that carry a fit hold them.
    #[test]
    fn every_output_tells_the_same_words() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let mut scratch = Scratch::default();
        let texts = [
            "Makes power batteries, battery packs and chargers for electric buses. Unlike lead batteries, our cells last. \
             Sells copper foil; repairs inverters; plans a plant for sodium batteries.",
            "The company offers agentic ai, ai platforms and software applications, and industrial IoT solutions.",
            "公司主要从事动力电池、电池管理系统的研发和生产；销售铜箔、机电设备（不含汽车发动机）；园林绿化工程施工。",
            "打造智能体（agentic ai）平台，ai 输出均经人工复核，面向银行提供合规软件。",
        ];
        for text in texts {
            let profile = Profile::from_text(text);
            let mut told = |evidence| {
                let options = Options {
                    evidence,
                    top: 5,
                    ..Options::default()
                };
                let assessment = matcher.assess(&profile, &options, &mut scratch);
                let fits = assessment.fits.iter();
                let fits = fits.map(|fit| {
                    let all = evidence_words(&profile, &fit.evidence, usize::MAX);
                    for limit in 1..all.len() {
                        assert_eq!(evidence_words(&profile, &fit.evidence, limit), all[..limit]);
                    }
                    let passages = passages(&profile, &fit.evidence);
                    if let (Some(first), Some(passage)) = (all.first(), passages.first()) {
                        assert!(
                            text[passage.range.clone()].contains(first.as_str()),
                            "{first}"
                        );
                    }
                    let marks = highlights(&profile, &fit.evidence);
                    let marked = marks.iter().filter(|mark| mark.tenths > 0);
                    for mark in marked {
                        let marked = &text[mark.range.clone()];
                        assert!(all.iter().any(|words| words == marked), "{marked}");
                    }
                    all
                });
                fits.collect::<Vec<_>>()
            };
            let few = told(TOLD_EVIDENCE);
            assert!(!few[0].is_empty(), "{text}");
            for evidence in [8, 20, usize::MAX] {
                assert_eq!(told(evidence), few, "{text}");
            }
            let all = few.concat();
            for never in ["lead batteries", "汽车发动机", "绿化工程", "化工"] {
                assert!(!all.iter().any(|words| words == never), "{never}: {all:?}");
            }
        }
    }
}
