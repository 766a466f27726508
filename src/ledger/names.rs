//! Names of firms, folded so that two spellings of one compare equal.

use crate::text::{fold_str, is_han};
use std::sync::LazyLock;

/// Legal forms at the end of a name, as words of small letters; those of several words first. Where a country's word is
/// a word of another language too, it is taken off only at the end, where forms stand. With each the countries it is from, where
/// a firm of another one has another form.
const FORMS: [(&str, Option<Family>); 103] = [
    ("limited liability partnership", None),
    ("limited liability company", None),
    ("public limited company", None),
    ("public joint stock company", None),
    ("joint stock company", None),
    ("kabushiki kaisha", None),
    ("private limited", None),
    ("sdn bhd", None),
    ("s a de c v", None),
    ("sa de cv", None),
    ("sapi de cv", None),
    ("sp z o o", None),
    ("sp z oo", None),
    ("sp zoo", None),
    ("spolka z o o", None),
    ("s r o", None),
    ("d o o", None),
    ("s p a", None),
    ("s r l", None),
    ("s a r l", None),
    ("s a s", None),
    ("a d", None),
    ("a g", None),
    ("a s", None),
    ("b v", None),
    ("n v", None),
    ("k k", None),
    ("s a", None),
    ("s l", None),
    ("incorporated", Some(Family::English)),
    ("corporation", Some(Family::English)),
    ("company", Some(Family::English)),
    ("limited", Some(Family::English)),
    ("limitada", Some(Family::Romance)),
    ("ltda", Some(Family::Romance)),
    ("ltd", Some(Family::English)),
    ("inc", Some(Family::English)),
    ("corp", Some(Family::English)),
    ("co", Some(Family::English)),
    ("llc", Some(Family::English)),
    ("llp", Some(Family::English)),
    ("lp", Some(Family::English)),
    ("plc", Some(Family::English)),
    ("pte", Some(Family::English)),
    ("pty", Some(Family::English)),
    ("pvt", Some(Family::English)),
    ("proprietary", None),
    ("gmbh", Some(Family::German)),
    ("ggmbh", Some(Family::German)),
    ("mbh", Some(Family::German)),
    ("ag", Some(Family::German)),
    ("kg", Some(Family::German)),
    ("kgaa", Some(Family::German)),
    ("ohg", Some(Family::German)),
    ("ug", Some(Family::German)),
    ("haftungsbeschrankt", None),
    ("ev", None),
    ("eg", None),
    ("se", None),
    ("sa", Some(Family::Romance)),
    ("sas", Some(Family::Romance)),
    ("sasu", Some(Family::Romance)),
    ("sarl", Some(Family::Romance)),
    ("eurl", Some(Family::Romance)),
    ("snc", Some(Family::Romance)),
    ("spa", Some(Family::Romance)),
    ("srl", Some(Family::Romance)),
    ("srls", Some(Family::Romance)),
    ("sl", Some(Family::Romance)),
    ("slu", Some(Family::Romance)),
    ("bv", None),
    ("bvba", None),
    ("nv", None),
    ("vof", None),
    ("oy", Some(Family::Nordic)),
    ("oyj", Some(Family::Nordic)),
    ("ab", Some(Family::Nordic)),
    ("asa", Some(Family::Nordic)),
    ("as", Some(Family::Nordic)),
    ("aps", Some(Family::Nordic)),
    ("kft", None),
    ("zrt", None),
    ("nyrt", None),
    ("sro", None),
    ("doo", None),
    ("ad", None),
    ("jsc", None),
    ("pjsc", None),
    ("ojsc", None),
    ("cjsc", None),
    ("ooo", None),
    ("oao", None),
    ("zao", None),
    ("pao", None),
    ("ооо", None),
    ("оао", None),
    ("зао", None),
    ("пао", None),
    ("eireli", None),
    ("tbk", None),
    ("kk", None),
    ("berhad", None),
    ("bhd", Some(Family::English)),
];

/// Forms and articles before a name.
const LEADING: [&str; 11] = [
    "the", "pt", "ooo", "oao", "zao", "pao", "ооо", "оао", "зао", "пао", "ao",
];

/// The same of Chinese, Japanese and Korean, as they are written; longest first.
const HAN_FORMS: [&str; 14] = [
    "股份有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "有限责任",
    "株式会社",
    "有限会社",
    "合同会社",
    "주식회사",
    "有限公司",
    "股份公司",
    "有限合伙",
    "普通合伙",
    "公司",
    "股份",
];

/// What registers and lists add in brackets and is no part of a name.
const REMARKS: [&str; 15] = [
    "存续",
    "在业",
    "在营",
    "开业",
    "注销",
    "吊销",
    "已注销",
    "迁出",
    "in liquidation",
    "in insolvency",
    "dissolved",
    "inactive",
    "active",
    "headquarters",
    "总部",
];

/// What a remark about a former name begins with.
const FORMER: [&str; 8] = [
    "原",
    "曾用名",
    "前身",
    "更名",
    "formerly",
    "previously",
    "fka",
    "f/k/a",
];

static FOLDED_HAN_FORMS: LazyLock<Vec<String>> =
    LazyLock::new(|| HAN_FORMS.iter().map(|form| fold_str(form)).collect());

/// Those of them that stand before a name too.
static FOLDED_LEADING_HAN_FORMS: LazyLock<[String; 2]> =
    LazyLock::new(|| ["株式会社", "주식회사"].map(fold_str));

/// Where a legal form is from: the same name with forms of two of these is two firms, as Metro AG and Metro Inc. are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Of countries whose forms are English, and of translations into English.
    English,
    /// Germany, Austria, Switzerland.
    German,
    /// Sweden, Norway, Finland, Denmark.
    Nordic,
    /// France, Italy, Spain, Portugal and where their languages are spoken.
    Romance,
}

/// A name as [`fold_name`] folds it, and where its legal form is from.
#[must_use]
pub(super) fn read_name(name: &str) -> (String, Option<Family>) {
    let words = words(&without_remarks(&letters(&fold_str(name))));
    (joined(&words), family(&words))
}

/// Where the legal form at the end of a name is from; nothing where there is none, or one that is used everywhere. Of
/// `GmbH & Co. KG` it is the last word that says it.
fn family(words: &[String]) -> Option<Family> {
    let (last, before) = words.split_last()?;
    let (_, family) = FORMS.iter().find(|(form, _)| form == last)?;
    family.filter(|_| !before.is_empty())
}

/// A name without what is written in many ways: case, width, accents, traditional characters, spaces, brackets and other
/// signs, legal forms, `and`, remarks in brackets, and the word for city or province after its name. Two names that fold
/// alike are taken for one firm.
#[must_use]
pub fn fold_name(name: &str) -> String {
    read_name(name).0
}

/// The words of a name without legal forms, in one.
fn joined(words: &[String]) -> String {
    let kept = without_forms(words);
    let joined: String = kept.concat();
    let (joined, whole) = (without_han_forms(&joined), words.concat());
    let name = match joined.is_empty() {
        // Nothing but a legal form: it is the name.
        true => whole,
        false => joined,
    };
    without_place_words(&name)
}

/// Letters that folding leaves although others write two or another for them.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            '【' | '〔' | '［' | '[' | '{' | '〈' | '《' => out.push('('),
            '】' | '〕' | '］' | ']' | '}' | '〉' | '》' => out.push(')'),
            '\'' | '’' | '‘' | '`' | '´' => {}
            c => out.push(c),
        }
    }
    out
}

/// Without brackets that hold a remark; what else brackets hold belongs to the name, as `(China)` does.
fn without_remarks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let inside = &rest[open + 1..];
        let close = inside.find(')').unwrap_or(inside.len());
        let held = inside[..close].trim();
        out.push_str(&rest[..open]);
        match held {
            "株" => out.push_str(" 株式会社 "),
            "有" => out.push_str(" 有限会社 "),
            _ if is_remark(held) => {}
            _ => {
                out.push(' ');
                out.push_str(held);
                out.push(' ');
            }
        }
        rest = inside.get(close + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

fn is_remark(held: &str) -> bool {
    let is_former = |start: &&str| {
        let rest = held.strip_prefix(*start);
        // `原` is a common first character of names, and of one word there is no former name.
        rest.is_some_and(|rest| rest.chars().count() > 3)
    };
    REMARKS.contains(&held) || FORMER.iter().any(is_former)
}

/// Words of letters and digits. A full stop after a single letter joins it to the next: `s.p.a.` is one word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut letters = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_alphanumeric() {
            letters += 1;
            word.push(c);
            continue;
        }
        let joins = c == '.' && letters == 1 && word.chars().all(|c| !is_han(c));
        letters = 0;
        if !(joins && characters.peek().is_some_and(|next| next.is_alphanumeric())) {
            words.push(std::mem::take(&mut word));
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty() && !["and", "und", "et", "y"].contains(&word.as_str()));
    words
}

/// Without legal forms at either end, as long as something is left.
fn without_forms(words: &[String]) -> &[String] {
    let mut kept = words;
    while let Some(rest) = kept.split_first().and_then(|(first, rest)| {
        let form = LEADING.contains(&first.as_str());
        (form && !rest.is_empty()).then_some(rest)
    }) {
        kept = rest;
    }
    loop {
        let ends_in = |(form, _): &(&str, Option<Family>)| {
            let length = form.split(' ').count();
            let end = kept.len().checked_sub(length).filter(|rest| *rest > 0)?;
            let same = kept[end..].iter().map(String::as_str).eq(form.split(' '));
            same.then_some(end)
        };
        match FORMS.iter().find_map(ends_in) {
            Some(end) => kept = &kept[..end],
            None => return kept,
        }
    }
}

/// Without the legal forms of a name in characters. A branch is a firm of its own, and keeps its word.
fn without_han_forms(name: &str) -> String {
    let mut kept = name;
    loop {
        let mut leading = FOLDED_LEADING_HAN_FORMS.iter();
        if let Some(rest) = leading.find_map(|form| kept.strip_prefix(form.as_str())) {
            kept = rest;
            continue;
        }
        let form = FOLDED_HAN_FORMS
            .iter()
            .find(|form| kept.ends_with(form.as_str()));
        let Some(form) = form else { break };
        let rest = &kept[..kept.len() - form.len()];
        if rest.ends_with(['分', '子', '总']) && form == "公司" {
            break;
        }
        kept = rest;
    }
    kept.to_owned()
}

/// `重庆市长寿` as `重庆长寿`, `江苏省苏州市` as `江苏苏州`: lists leave the words out or not.
fn without_place_words(name: &str) -> String {
    let mut characters: Vec<char> = name.chars().collect();
    if !characters.first().is_some_and(|c| is_han(*c)) {
        return name.to_owned();
    }
    remove_at(&mut characters, '省', 2..4);
    remove_at(&mut characters, '市', 2..7);
    characters.into_iter().collect()
}

/// Removes the first `word` in `places` where it does not begin another word, such as market or city government.
fn remove_at(characters: &mut Vec<char>, word: char, places: std::ops::Range<usize>) {
    let at = places
        .clone()
        .find(|at| characters.get(*at) == Some(&word) && characters.len() > at + 2);
    let Some(at) = at else { return };
    if !"场政民值容级盈区".contains(characters[at + 1]) {
        characters.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, fold_name, read_name};

    fn family(name: &str) -> Option<Family> {
        read_name(name).1
    }

    #[test]
    fn ways_to_write_one_name_fold_alike() {
        let alike: [&[&str]; 12] = [
            &[
                "重庆市长寿区电池股份有限公司",
                "重慶長壽區電池股份有限公司",
                " 重庆（长寿区）电池有限责任公司 ",
                "重庆[长寿区]电池",
                "重庆市长寿区电池有限公司（存续）",
                "重庆市长寿区电池有限公司（原重庆化工厂）",
            ],
            &[
                "江苏省苏州市宏图科技有限公司",
                "江苏苏州宏图科技有限责任公司",
            ],
            &[
                "博世（中国）投资有限公司",
                "博世(中国)投资有限公司",
                "博世中国投资有限公司",
            ],
            &[
                "Cell Works Co., Ltd.",
                "CELL WORKS CO.,LTD",
                "Cell Works Co.Ltd.",
                "Cell-Works Company Limited",
                "The Cell Works Ltd",
                "Ｃｅｌｌ　Ｗｏｒｋｓ",
            ],
            &[
                "Müller & Söhne GmbH & Co. KG",
                "MULLER UND SOHNE GMBH",
                "Muller and Sohne",
            ],
            &[
                "Ferrari S.p.A.",
                "Ferrari SPA",
                "FERRARI S. p. A.",
                "Ferrari",
            ],
            &["Acme Sp. z o.o.", "ACME SP ZOO", "Acme sp. z oo"],
            &[
                "トヨタ自動車株式会社",
                "トヨタ自動車(株)",
                "株式会社トヨタ自動車",
                "トヨタ自動車㈱",
            ],
            &[
                "Huawei Technologies (China) Co., Ltd.",
                "Huawei Technologies China Co Ltd",
            ],
            &["삼성전자 주식회사", "주식회사 삼성전자", "삼성전자"],
            &[
                "McDonald's Corp.",
                "McDonald’s Corporation",
                "McDonalds Inc",
            ],
            &["ООО «Ромашка»", "Ромашка ООО", "Ромашка"],
        ];
        for names in alike {
            let folded: Vec<String> = names.iter().map(|name| fold_name(name)).collect();
            assert!(
                folded.iter().all(|one| *one == folded[0]),
                "{names:?}: {folded:?}"
            );
        }
    }

    #[test]
    fn forms_tell_countries_apart_where_they_can() {
        assert_eq!(family("Metro AG"), Some(Family::German));
        assert_eq!(family("Cell Works GmbH & Co. KG"), Some(Family::German));
        assert_eq!(family("Metro, Inc."), Some(Family::English));
        assert_eq!(family("Ferrari S.p.A. (存续)"), Some(Family::Romance));
        assert_eq!(
            [
                family("Elia Group SA/NV"),
                family("SA"),
                family("动力电池有限公司")
            ],
            [None; 3]
        );
    }

    #[test]
    fn other_firms_stay_apart() {
        let apart = [
            (
                "重庆长安汽车股份有限公司",
                "重庆长安汽车（集团）有限责任公司",
            ),
            ("中国银行股份有限公司", "中国银行股份有限公司重庆分公司"),
            ("重庆一号电池有限公司", "重庆二号电池有限公司"),
            ("Bosch Group", "Bosch Rexroth"),
            ("上海市政工程设计院", "上海工程设计院"),
            ("义乌市场集团", "义乌场集团"),
        ];
        for (one, other) in apart {
            assert_ne!(fold_name(one), fold_name(other));
        }
        // Nothing but a legal form is a name.
        assert_eq!(fold_name("Company"), "company");
        assert_eq!(fold_name("有限公司"), "有限公司");
        assert_eq!(fold_name(" … "), "");
    }
}
