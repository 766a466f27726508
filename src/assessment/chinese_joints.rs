//! Joints of Chinese text: listed words between which a phrase stands.

use super::chinese_words::{JOINTS, KEPT};
use crate::text::{WordList, is_han};
use std::ops::Range;
use std::sync::LazyLock;

/// Characters on each side of a place that are looked at: no phrase that is shown is longer.
pub(super) const WINDOW: usize = 14;

/// What stands between two joints or signs around `place`, the one of them that has most of it.
pub(super) fn between_joints(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let start = place.start - reach(text[..place.start].chars().rev());
    let end = place.end + reach(text[place.end..].chars());
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut from = start;
    let mut at = start;
    let mut consider = |phrase: Range<usize>| {
        let overlap = phrase
            .end
            .min(place.end)
            .saturating_sub(phrase.start.max(place.start));
        if overlap > best.as_ref().map_or(0, |(known, _)| *known) {
            best = Some((overlap, phrase));
        }
    };
    while at < end {
        match joint_at(&text[at..end]) {
            Some((length, true)) if is_ending(&text[at + length..end]) => at += length,
            Some((length, true)) => {
                consider(from..at);
                at += length;
                from = at;
            }
            Some((length, false)) => at += length,
            None => {
                let c = text[at..].chars().next().unwrap_or(' ');
                let next = at + c.len_utf8();
                // Pairs of characters lie across signs too: 设计—研发.
                if CUTS.contains(&c) {
                    consider(from..at);
                    from = next;
                }
                at = next;
            }
        }
    }
    consider(from..end);
    best.map(|(_, phrase)| phrase)
}

/// The bytes of the next Chinese characters, Latin letters and digits: of so many Chinese ones at most, and of the others that
/// take as much room.
fn reach(characters: impl Iterator<Item = char>) -> usize {
    let (mut bytes, mut room) = (0, 4 * WINDOW);
    for c in characters {
        let takes = if is_han(c) { 4 } else { 1 };
        if room < takes || !(is_han(c) || c.is_ascii_alphanumeric()) {
            break;
        }
        room -= takes;
        bytes += c.len_utf8();
    }
    bytes
}

/// The bytes of the end of a joint that a line break cuts: `焦` in `聚` and `焦边缘计算` on the next line.
pub(super) fn rest_of_joint(text: &str, start: usize) -> usize {
    let Some(line) = text[..start].strip_suffix('\n') else {
        return 0;
    };
    let last = line.chars().next_back().filter(|c| is_han(*c));
    let next = text[start..].chars().next();
    let (Some(last), Some(next)) = (last, next) else {
        return 0;
    };
    let word = String::from_iter([last, next]);
    match joint_at(&word) {
        Some((length, true)) if length == word.len() => next.len_utf8(),
        _ => 0,
    }
}

/// Signs at which a phrase ends although evidence lies across them.
const CUTS: [char; 18] = [
    '—', '–', '→', '“', '”', '"', '，', '；', '。', '：', '‘', '’', '「', '」', '『', '』', '（',
    '）',
];

/// Whether `rest` begins with an ending that makes a joint before it part of a word: 全国性公募基金会, 专业级相机, 研究型大学.
fn is_ending(rest: &str) -> bool {
    let mut characters = rest.chars();
    match characters.next() {
        Some('性') => !characters
            .next()
            .is_some_and(|c| "爱能质格价别病激".contains(c)),
        Some('级') => !characters.next().is_some_and(|c| "配联别差进".contains(c)),
        Some('型') => !characters
            .next()
            .is_some_and(|c| "材钢煤腔芯号砂".contains(c)),
        _ => false,
    }
}

/// The bytes of the longest listed word that `text` begins with, and whether it is a joint.
fn joint_at(text: &str) -> Option<(usize, bool)> {
    let first = text.chars().next().filter(|c| is_han(*c))?;
    let word = LISTED.of(first).find(|(word, _)| {
        let rest = text.strip_prefix(*word);
        // 提升机 is a machine, but not in 提升机器人效率.
        rest.is_some_and(|rest| !(word.ends_with('机') && rest.starts_with('器')))
    });
    word.map(|(word, is_joint)| (word.len(), *is_joint))
}

/// The joints and the words that are kept, each with whether it is a joint: of one first character the longest first.
static LISTED: LazyLock<WordList<bool>> = LazyLock::new(|| {
    let joints = JOINTS.split_whitespace().map(|word| (word, true));
    let kept = KEPT.split_whitespace().map(|word| (word, false));
    let mut words: Vec<_> = joints.chain(kept).collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    WordList::by_first(words)
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::simplified;

    #[test]
    fn joints_are_known_in_text_that_was_simplified() {
        for word in JOINTS.split_whitespace().chain(KEPT.split_whitespace()) {
            let form = simplified(word).unwrap_or_else(|| word.to_owned());
            let known = joint_at(&form).filter(|(length, _)| *length == form.len());
            assert!(
                known.is_some(),
                "{word} is {form} in text with traditional characters"
            );
        }
    }

    #[test]
    fn the_rest_of_a_joint_on_the_next_line_is_found() {
        let text = "超恩聚\n焦边缘计算";
        let start = text.find('焦').unwrap();
        assert_eq!(rest_of_joint(text, start), "焦".len());
        let text = "边缘\n计算平台";
        assert_eq!(rest_of_joint(text, text.find('计').unwrap()), 0);
    }
}
