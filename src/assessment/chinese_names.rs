//! Chinese words that stand in the name of a company, and are no evidence of what it does.

use super::chinese_words::PLACES;
use crate::text::{WordList, is_han};
use std::ops::Range;
use std::sync::LazyLock;

/// The first place from `term` on where its words are not in the name of a company.
pub(super) fn outside_names(text: &str, term: Range<usize>) -> Option<Range<usize>> {
    if !is_in_name(&text[term.end..]) {
        return Some(term);
    }
    let words = &text[term.clone()];
    let after = text[term.end..].match_indices(words).take(TRIED);
    let mut places = after.map(|(at, _)| term.end + at..term.end + at + words.len());
    places.find(|place| !is_in_name(&text[place.end..]))
}

/// Places of a term that are looked at for one outside of names.
const TRIED: usize = 16;

/// Whether the name of a company goes on with `rest`: its legal form is near, as in 信息科技（北京）有限公司.
pub(super) fn is_in_name(rest: &str) -> bool {
    const NEAR: usize = 10;
    for (at, c) in rest.char_indices().take(NEAR) {
        let (before, rest) = rest.split_at(at);
        if LEGAL_FORMS.iter().any(|form| rest.starts_with(form)) {
            return !BETWEEN_FIRMS.iter().any(|word| before.contains(word));
        }
        if !(is_han(c) && !matches!(c, '的' | '或' | '等' | '是' | '为')
            || matches!(c, '（' | '）' | '(' | ')'))
        {
            return false;
        }
    }
    false
}

/// Words by which what is offered stands beside the name of another company.
const BETWEEN_FIRMS: [&str; 8] = [
    "供应", "供货", "供给", "销售", "客户", "用户", "卖给", "隶属",
];

/// What the registered name of a company ends with.
const LEGAL_FORMS: [&str; 4] = ["有限公司", "有限责任公司", "股份有限公司", "集团有限公司"];

/// Whether Chinese words are the short name of the company called `name`: 灵御智能 of 北京灵御智能科技有限公司. Of a word of two
/// characters that is not told.
pub(super) fn is_short_name(name: &str, words: &str) -> bool {
    let is_long = words.chars().nth(2).is_some() && words.chars().all(is_han);
    if !is_long {
        return false;
    }
    let name = name.trim();
    // Most words are not in the name, and are no brand with what firms are called: that is seen quickest.
    let brand = SHORT_ENDS.iter().find_map(|end| words.strip_suffix(end));
    let brand = brand.filter(|brand| brand.chars().nth(1).is_some());
    let is_within = name.contains(words);
    if !is_within && brand.is_none() {
        return false;
    }
    let place = PLACES
        .split_whitespace()
        .find_map(|place| name.strip_prefix(place));
    let core = place.map(|rest| rest.strip_prefix(['省', '市']).unwrap_or(rest));
    // 鲲云科技 of 上海鲲云信息科技有限公司.
    if !is_within {
        return brand.is_some_and(|brand| core.unwrap_or(name).starts_with(brand));
    }
    // 医疗器械 of 重庆医疗器械有限公司 is what it makes.
    let is_brand = |rest: &str| !ORGANISATIONS.iter().any(|form| rest.starts_with(form));
    let after = core.and_then(|core| core.strip_prefix(words));
    name.starts_with(words) || after.is_some_and(is_brand)
}

/// What the short name of a firm ends with, behind its brand.
const SHORT_ENDS: [&str; 4] = ["科技", "股份", "集团", "智能"];

/// What stands in the name of an organisation behind its trade.
const ORGANISATIONS: [&str; 10] = [
    "有限",
    "股份",
    "集团",
    "公司",
    "研究院",
    "研究所",
    "学院",
    "中心",
    "厂",
    "实验室",
];

/// Whether what comes before `rest` is the name of a company: it is followed by its legal form, or is said to be one.
pub(super) fn is_name(rest: &str) -> bool {
    const AFTER_NAMES: [&str; 4] = ["集团股份", "是一家", "成立于", "创立于"];
    let mut after_names = LEGAL_FORMS.iter().chain(&AFTER_NAMES);
    after_names.any(|after| rest.starts_with(after))
}

/// Whether `words` are the title of an award, of a list or of a certificate that the firm was given, or the name of a body that
/// is no firm: 准独角兽, 重点实验室.
pub(super) fn is_title(before: &str, words: &str, rest: &str) -> bool {
    let ending = ENDINGS.at_end_of(words);
    let is_given = || GIVING.at_end_of(before).is_some();
    if matches!(ending, Some((_, Ending::Title))) || is_given() {
        return true;
    }
    // 中国人工智能企业50强
    let rest = rest.strip_prefix("企业").unwrap_or(rest);
    let is_number = |c: char| c.is_ascii_digit() || c == '百';
    let behind = rest.trim_start_matches(|c: char| is_number(c) || c == ' ');
    let is_counted = rest[..rest.len() - behind.len()].contains(is_number);
    // 强化塑料 and 奖牌 are things.
    let ends = |title: char| {
        let after = behind.strip_prefix(title);
        after.is_some_and(|after| !after.starts_with(is_han))
    };
    if is_counted && ends('强') || ends('奖') || behind.starts_with("独角兽") {
        return true;
    }
    // 清华大学机械工程系
    if words.contains("大学") && !words.starts_with("大学") && !words.contains("大学生") {
        return true;
    }
    if matches!(ending, Some((_, Ending::Body)))
        && PLACES
            .split_whitespace()
            .any(|place| words.starts_with(place))
    {
        return true;
    }
    // 通过ISO9001质量管理体系认证
    matches!(ending, Some((_, Ending::Certificate))) && {
        let sentence = before
            .rsplit(['。', '；', ';', '\n'])
            .next()
            .unwrap_or(before);
        let near = sentence.char_indices().rev().take(NEAR_CERTIFICATE).last();
        let near = near.map_or("", |(at, _)| &sentence[at..]);
        HOLDING.iter().any(|holding| near.contains(holding))
    }
}

/// What ends a name that is no business.
enum Ending {
    Title,
    Body,
    Certificate,
}

static ENDINGS: LazyLock<WordList<Ending>> = LazyLock::new(|| {
    let titles = TITLES.into_iter().map(|word| (word, Ending::Title));
    let bodies = BODIES.into_iter().map(|word| (word, Ending::Body));
    let papers = CERTIFICATES.into_iter();
    let papers = papers.map(|word| (word, Ending::Certificate));
    WordList::by_last(titles.chain(bodies).chain(papers))
});

static GIVING: LazyLock<WordList<()>> =
    LazyLock::new(|| WordList::by_last(GIVEN.into_iter().map(|word| (word, ()))));

/// What titles and names of bodies end with.
const TITLES: [&str; 33] = [
    "创新案例",
    "十大案例",
    "典型案例",
    "独角兽",
    "独角兽企业",
    "工作组",
    "工作组成员",
    "小巨人",
    "小巨人企业",
    "瞪羚企业",
    "示范企业",
    "领军企业",
    "龙头企业",
    "中小企业",
    "重点实验室",
    "联合实验室",
    "国家实验室",
    "委员会",
    "公安厅",
    "财政厅",
    "教育厅",
    "教育局",
    "管理局",
    "工信部",
    "科技部",
    "教育部",
    "理事单位",
    "会员单位",
    "许可证",
    "大奖",
    "能力认证",
    "资质认证",
    "高新技术企业",
];

/// Verbs behind which the title stands that a firm was given.
const GIVEN: [&str; 10] = [
    "荣获", "获评", "入选", "荣登", "斩获", "荣膺", "入围", "获颁", "获选", "荣列",
];

/// Bodies that are called after their place.
const BODIES: [&str; 10] = [
    "实验室",
    "研究院",
    "研究所",
    "学院",
    "大学",
    "协会",
    "学会",
    "联盟",
    "商会",
    "促进会",
];

/// Papers that firms are given, verbs that say so, and how many characters before them these are looked for.
const CERTIFICATES: [&str; 5] = ["认证", "资质", "许可证", "证书", "奖"];
const HOLDING: [&str; 5] = ["通过", "获得", "荣获", "取得", "具有"];
const NEAR_CERTIFICATE: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_name_of_a_company_is_known() {
        for (name, words, expected) in [
            ("北京灵御智能科技有限公司", "灵御智能", true),
            ("广州市数理电子科技有限公司", "数理电子", true),
            ("芝麻科技有限公司", "芝麻科技", true),
            ("重庆西奥电梯有限公司", "电梯", false),
            ("重庆西奥医疗器械有限公司", "医疗器械", false),
            ("重庆医疗器械有限公司", "医疗器械", false),
            ("北京人工智能研究院", "人工智能", false),
            ("北京灵御智能科技有限公司", "灵御机器人", false),
            ("上海鲲云信息科技有限公司", "鲲云科技", true),
            ("上海鲲云信息科技有限公司", "信息科技", false),
            ("上海鲲云信息科技有限公司", "农业科技", false),
        ] {
            assert_eq!(is_short_name(name, words), expected, "{words} of {name}");
        }
    }

    #[test]
    fn titles_are_told_from_what_is_made() {
        for (before, words, rest, expected) in [
            ("", "杭州市准独角兽", "", true),
            ("疼痛感知与", "神经调控重点实验室", "，", true),
            ("荣获", "国家科技进步", "奖", true),
            ("入选", "人工智能案例", "", true),
            ("", "中国人工智能", "企业50强", true),
            ("源于", "清华大学机械工程系", "", true),
            ("", "上海计算机软件实验室", "", true),
            ("已通过质量管理体系和", "信息安全体系认证", "", true),
            ("提供", "产品测试认证", "", false),
            ("生产", "实验室设备", "、", false),
            ("面向", "大学生创业", "", false),
            ("", "人工智能", "企业", false),
            ("生产玻璃", "纤维", "强化塑料", false),
            ("", "人工智能", " 强化学习", false),
        ] {
            assert_eq!(
                is_title(before, words, rest),
                expected,
                "{before}|{words}|{rest}"
            );
        }
    }
}
