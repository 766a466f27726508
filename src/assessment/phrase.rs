//! Where Chinese words begin and end, which has no spaces.

use super::chinese_words::{BEFORE, BEGINNINGS, EXCLUDING, GENERAL, JOINTS, KEPT, REMOVING};
use crate::text::is_han;
use std::ops::Range;
use std::sync::LazyLock;

/// Characters on each side of a place that are looked at: no phrase that is shown is longer.
const WINDOW: usize = 14;
/// The longest Chinese phrase that is shown, in characters.
const LONGEST: usize = 12;

/// The Chinese phrase that most of `place` stands in, between joints and signs; nothing where there is none of a length
/// that can be shown.
pub(super) fn phrase_at(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let is_part = |c: char| is_han(c) || c.is_ascii_alphanumeric();
    let before = text[..place.start].chars().rev().take(WINDOW);
    let start = place.start
        - before
            .take_while(|c| is_part(*c))
            .map(char::len_utf8)
            .sum::<usize>();
    let after = text[place.end..].chars().take(WINDOW);
    let end = place.end
        + after
            .take_while(|c| is_part(*c))
            .map(char::len_utf8)
            .sum::<usize>();
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
            Some((length, true)) => {
                consider(from..at);
                at += length;
                from = at;
            }
            Some((length, false)) => at += length,
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    consider(from..end);
    let (_, mut phrase) = best?;
    phrase.start += counted(&text[phrase.clone()]);
    let words = &text[phrase.clone()];
    if words.starts_with(BEFORE) && !KEPT_WHOLE.iter().any(|kept| words.starts_with(kept)) {
        phrase.start += words.chars().next().map_or(0, char::len_utf8);
    }
    // 计算机软、硬件: what stands before the sign is no word by itself.
    if let Some(rest) = text[phrase.end..].strip_prefix("、硬件")
        && text[phrase.clone()].ends_with('软')
    {
        phrase.end = text.len() - rest.len();
    }
    if is_general_chinese(&text[phrase.clone()]) {
        return None;
    }
    let length = text[phrase.clone()].chars().count();
    (2..=LONGEST).contains(&length).then_some(phrase)
}

/// Whether a Chinese word says nothing about a business by itself.
pub(super) fn is_general_chinese(word: &str) -> bool {
    GENERAL_WORDS.binary_search(&word).is_ok()
}

/// The bytes of a number with what it counts at the beginning of a phrase: `20个` in `20个学院`, but nothing in `3D打印`.
fn counted(words: &str) -> usize {
    let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
    if number.len() == words.len() {
        return 0;
    }
    let rest = number.trim_start_matches(['余', '多', '万', '亿', '千', '百']);
    let mut unit = rest.chars();
    match unit.next() {
        Some(c) if UNITS.contains(c) => words.len() - unit.as_str().len(),
        _ => 0,
    }
}

/// What is counted so.
const UNITS: &str = "个家台款项年种所名座套条次届位";

/// Whether the text says of the words at `place` that they are left out: they stand in brackets or in an item that begins
/// with `不含`, or in brackets that end with `除外`.
pub(super) fn is_left_out(text: &str, place: Range<usize>) -> bool {
    let words = &text[place.start..];
    if words.starts_with('除') && !removes(words) {
        return true;
    }
    let before = &text[text.floor_char_boundary(place.start.saturating_sub(NEAR))..place.start];
    let opened = before.rfind(['（', '(', '；', ';', '。', '【', '：']);
    let inside = opened.map_or(before, |at| {
        before[at..].trim_start_matches(['（', '(', '；', ';', '。', '【', '：'])
    });
    if inside.contains([')', '）']) {
        return false;
    }
    let excludes =
        |part: &str| EXCLUDING.split(' ').any(|word| part.starts_with(word)) && !removes(part);
    if excludes(inside) || inside.rsplit(['，', ',']).next().is_some_and(excludes) {
        return true;
    }
    let after = &text[place.end..text.floor_char_boundary(place.end + NEAR)];
    let is_bracketed = opened.is_some_and(|at| before[at..].starts_with(['（', '(']));
    let closed = after.find(['）', ')', '；', ';', '。']);
    is_bracketed && closed.is_some_and(|at| after[..at].ends_with("除外"))
}

/// Whether words begin with `除` as in 除尘设备, which is made, and not as in 除危险品, which is left out.
fn removes(words: &str) -> bool {
    REMOVING.split(' ').any(|word| words.starts_with(word))
}

/// Bytes on each side of a place that are looked at for what leaves it out: 40 characters.
const NEAR: usize = 120;

/// The bytes of the longest listed word that `text` begins with, and whether it is a joint.
fn joint_at(text: &str) -> Option<(usize, bool)> {
    let first = text.chars().next().filter(|c| is_han(*c))?;
    let words = BY_FIRST
        .binary_search_by_key(&first, |(known, ..)| *known)
        .ok()?;
    let (_, words) = &BY_FIRST[words];
    let word = words.iter().find(|(word, _)| text.starts_with(*word));
    word.map(|(word, is_joint)| (word.len(), *is_joint))
}

type Listed = Vec<(char, Vec<(&'static str, bool)>)>;

/// All listed words by their first character, the longest first.
static BY_FIRST: LazyLock<Listed> = LazyLock::new(|| {
    let joints = JOINTS.split_whitespace().map(|word| (word, true));
    let kept = KEPT.split_whitespace().map(|word| (word, false));
    let mut listed: Listed = Vec::new();
    for (word, is_joint) in joints.chain(kept) {
        let Some(first) = word.chars().next() else {
            continue;
        };
        match listed.iter_mut().find(|(known, _)| *known == first) {
            Some((_, words)) => words.push((word, is_joint)),
            None => listed.push((first, vec![(word, is_joint)])),
        }
    }
    listed.sort_by_key(|(first, _)| *first);
    for (_, words) in &mut listed {
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    }
    listed
});

/// The general words, in order.
static GENERAL_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = GENERAL.split_whitespace().collect();
    words.sort_unstable();
    words
});

/// Words of their own that begin with a character of [`BEFORE`].
static KEPT_WHOLE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let words = KEPT.split_whitespace().chain(BEGINNINGS.split_whitespace());
    words.filter(|word| word.starts_with(BEFORE)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_phrase(text: &str, part: &str, expected: Option<&str>) {
        let start = text.find(part).unwrap();
        let phrase = phrase_at(text, start..start + part.len());
        assert_eq!(
            phrase.map(|phrase| &text[phrase]),
            expected,
            "{part} in {text}"
        );
    }

    #[test]
    fn phrases_end_at_joints_and_signs() {
        let text = "公司主要从事动力电池的研发、生产和销售，主营石墨烯散热膜";
        assert_phrase(text, "力电", Some("动力电池"));
        assert_phrase(text, "的研发", None);
        assert_phrase(text, "要从", None);
        assert_phrase(text, "司主要", None);
        assert_phrase(text, "散热", Some("石墨烯散热膜"));
        assert_phrase(
            "提供并网逆变器等离子清洗",
            "逆变",
            Some("并网逆变器等离子清洗"),
        );
        assert_phrase("机电设备现场维修", "机电", Some("机电设备"));
        assert_phrase("制作、发布路牌、灯箱广告", "路牌", Some("路牌"));
        assert_phrase("计算机软、硬件销售", "计算", Some("计算机软、硬件"));
        assert_phrase("服装加工（仅限有资质的分支机构）", "资质", None);
        assert_phrase("销售LFP电芯", "电芯", Some("LFP电芯"));
        assert_phrase("重庆市渝北区某某路某某号某某大厦", "大厦", None);
    }

    #[test]
    fn words_that_hold_a_joint_are_not_cut_at_it() {
        for (text, part, expected) in [
            ("数智一体化服务商", "服务", "数智一体化服务商"),
            ("商务、经济信息咨询", "信息", "经济信息"),
            ("项目可行性研究", "行性", "可行性"),
            ("企业级存储产品", "存储", "企业级存储产品"),
            ("提供通话及对话管理系统", "话管", "对话管理系统"),
            ("聚焦数据资产", "数据", "数据资产"),
            ("开发了一款智能家庭机器人", "机器", "智能家庭机器人"),
            ("以灵巧手为核心硬件", "灵巧", "灵巧手"),
            ("拥有20个学院", "学院", "学院"),
            ("提供3D打印设备", "打印", "3D打印设备"),
            ("许可经营项目：小型餐馆一般经营项目：无", "餐馆", "小型餐馆"),
        ] {
            assert_phrase(text, part, Some(expected));
        }
        for general in ["一般", "规定", "承包叁级"] {
            assert_phrase(&format!("，{general}。"), general, None);
        }
    }

    #[test]
    fn what_is_left_out_is_told_from_what_is_done() {
        for (text, part, expected) in [
            ("化工原料（不含化学危险品）、五金", "化学危险品", true),
            ("化工原料（不含化学危险品）、五金", "五金", false),
            ("化工产品（危险品除外）", "危险品", true),
            ("销售通信设备（专控除外）、电线", "通信设备", false),
            ("销售建材，不含木材", "木材", true),
            ("化工产品（除危险化学品）", "除危险化学品", true),
            ("生产除尘设备", "除尘设备", false),
            ("（除尘设备）", "除尘设备", false),
        ] {
            let start = text.find(part).unwrap();
            assert_eq!(
                is_left_out(text, start..start + part.len()),
                expected,
                "{part} in {text}"
            );
        }
    }
}
