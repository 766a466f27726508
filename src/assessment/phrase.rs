//! Where Chinese words begin and end, which has no spaces.

use super::chinese_words::{BEFORE, BEGINNINGS, GENERAL, JOINTS, KEPT};
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
            // 全国性公募基金会: with this ending a joint is part of a word.
            Some((length, true)) if text[at + length..end].starts_with('性') => at += length,
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
    // 检测新型元器件: a verb before a long name.
    let words = &text[phrase.clone()];
    let verb = VERBS.into_iter().find(|verb| words.starts_with(verb));
    if let Some(verb) = verb.filter(|verb| words[verb.len()..].chars().count() >= LONG_OBJECT) {
        phrase.start += verb.len();
    }
    // 连接器24年
    phrase.end -= counted_at_end(&text[phrase.clone()]);
    // 技术20余年
    let tail = text[phrase.clone()]
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .len();
    if tail > 0 && text[phrase.end..].starts_with(COUNTED) {
        phrase.end = phrase.start + tail;
    }
    // 计算机软、硬件: what stands before the sign is no word by itself.
    if let Some(rest) = text[phrase.end..].strip_prefix("、硬件")
        && text[phrase.clone()].ends_with('软')
    {
        phrase.end = text.len() - rest.len();
    }
    if is_general_chinese(&text[phrase.clone()]) || is_name(&text[phrase.end..]) {
        return None;
    }
    let length = text[phrase.clone()].chars().count();
    (2..=LONGEST).contains(&length).then_some(phrase)
}

/// Whether a Chinese word says nothing about a business by itself.
pub(super) fn is_general_chinese(word: &str) -> bool {
    GENERAL_WORDS.binary_search(&word).is_ok()
}

/// Whether the Chinese `word` at `place` is the end of one word and the beginning of another there.
pub(super) fn meets_between(text: &str, word: &str, place: (usize, usize)) -> bool {
    let mut known = MEETING.iter().filter(|(known, ..)| *known == word);
    known.any(|(_, before, after)| {
        let (Some(start), Some(end)) = (text.get(..place.0), text.get(place.1..)) else {
            return false;
        };
        let stands = |of: &str, c: Option<char>| of.is_empty() || c.is_some_and(|c| of.contains(c));
        stands(before, start.chars().next_back()) && stands(after, end.chars().next())
    })
}

/// Words that are often only the end of one word and the beginning of another: characters before and after them that tell.
/// Of the terms of the shipped plan these met so in 60,000 Chinese texts (2026-11-29).
const MEETING: [(&str, &str, &str); 8] = [
    ("化工", "", "程具作"),
    ("化工", "代动能业", "厂人"),
    ("电工", "", "程"),
    ("加工", "", "程"),
    ("售电", "销零", ""),
    ("车轮", "", "胎"),
    ("人参", "", "果"),
    ("标准件", "非", ""),
];

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

/// The bytes of a number with what it counts at the end of a phrase: `24年` in `连接器24年`.
fn counted_at_end(words: &str) -> usize {
    let Some(rest) = words.strip_suffix(['年', '月']) else {
        return 0;
    };
    let rest = rest.trim_end_matches(['余', '多']);
    let name = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    match name.is_empty() || name.len() == rest.len() {
        true => 0,
        false => words.len() - name.len(),
    }
}

/// Whether what comes before `rest` is the name of a company: it is followed by its legal form, or is said to be one.
fn is_name(rest: &str) -> bool {
    const AFTER_NAMES: [&str; 8] = [
        "有限公司",
        "有限责任公司",
        "股份有限公司",
        "集团有限公司",
        "集团股份",
        "是一家",
        "成立于",
        "创立于",
    ];
    AFTER_NAMES.iter().any(|after| rest.starts_with(after))
}

/// Verbs that are left out before so many characters or more: 检测仪器 is a thing.
const VERBS: [&str; 3] = ["检测", "清洗", "组织"];
const LONG_OBJECT: usize = 4;

/// What follows a number that counts.
const COUNTED: [char; 12] = [
    '余', '多', '年', '月', '万', '亿', '家', '个', '项', '名', '%', '倍',
];

/// What is counted so.
const UNITS: &str = "个家台款项年种所名座套条次届位";

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
    fn words_that_are_parts_of_two_others_are_known() {
        for (text, word, expected) in [
            ("园林绿化工程施工", "化工", true),
            ("化工产品销售", "化工", false),
            ("精细化工厂", "化工", false),
            ("现代化工厂", "化工", true),
            ("送变电工程", "电工", true),
            ("电工电料", "电工", false),
            ("销售电子产品", "售电", true),
            ("售电业务", "售电", false),
            ("人参果种植", "人参", true),
            ("人参种植", "人参", false),
        ] {
            let start = text.find(word).unwrap();
            let found = meets_between(text, word, (start, start + word.len()));
            assert_eq!(found, expected, "{word} in {text}");
        }
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
            ("研发、检测新型电子元器件", "元器", "新型电子元器件"),
            ("销售检测仪器", "检测", "检测仪器"),
            ("精密传动技术20余年", "传动", "精密传动技术"),
            ("提供3D打印设备", "打印", "3D打印设备"),
            ("专注低压大电流连接器24年", "连接器", "低压大电流连接器"),
            ("自主研发出中文语音合成引擎", "语音", "中文语音合成引擎"),
            ("以设施方式种植蔬菜", "种植", "种植蔬菜"),
            ("农产品初级加工", "农产", "农产品初级加工"),
            ("全国性公募基金会", "公募", "全国性公募基金会"),
            ("让机器人真正理解世界", "机器人", "机器人"),
            (
                "推动认知健康服务向预防与长期管理延伸",
                "健康服务",
                "认知健康服务",
            ),
            ("定向刨花板的生产", "刨花", "定向刨花板"),
            ("服务于工业设备预测性维护", "预测", "工业设备预测性维护"),
            ("持续降低低压动力连接领域综合成本", "动力", "低压动力连接"),
            ("许可经营项目：小型餐馆一般经营项目：无", "餐馆", "小型餐馆"),
        ] {
            assert_phrase(text, part, Some(expected));
        }
        let owner = "隶属于北京某某网络科技有限公司";
        assert_phrase(owner, "网络", None);
        assert_phrase("智驾科技是一家专业从事辅助驾驶的公司", "智驾", None);
        for general in ["一般", "规定", "承包叁级"] {
            assert_phrase(&format!("，{general}。"), general, None);
        }
    }
}
