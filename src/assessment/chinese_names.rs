//! Chinese words that stand in the name of a company, and are no evidence of what it does.

use super::chinese_words::PLACES;
use crate::text::is_han;
use std::ops::Range;

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
        if !(is_han(c) && !"的或等是为".contains(c) || "（）()".contains(c)) {
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
    let name = name.trim();
    let is_long = words.chars().nth(2).is_some() && words.chars().all(is_han);
    // Most words are not in the name: that is seen quickest.
    if !is_long || !name.contains(words) {
        return false;
    }
    let place = PLACES
        .split_whitespace()
        .find_map(|place| name.strip_prefix(place));
    let core = place.map(|rest| rest.strip_prefix(['省', '市']).unwrap_or(rest));
    // 医疗器械 of 重庆医疗器械有限公司 is what it makes.
    let is_brand = |rest: &str| !ORGANISATIONS.iter().any(|form| rest.starts_with(form));
    let after = core.and_then(|core| core.strip_prefix(words));
    name.starts_with(words) || after.is_some_and(is_brand)
}

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
        ] {
            assert_eq!(is_short_name(name, words), expected, "{words} of {name}");
        }
    }
}
