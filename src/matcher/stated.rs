//! The words of a text that put a mention into a role.
//!
//! The gate of a mention is learned from all cues around it and closes for many reasons, so the cue that stands nearest is
//! not always the one that closed it. A role is told to people as what the text says; it has to rest on words that they
//! can read there. Without such words a mention is only mentioned. No score depends on what is said here.

use crate::fit::Role;
use crate::text::is_han;
use smallvec::SmallVec;
use std::ops::Range;

/// The role in which to tell of the mention at `span` of `text` that was read in `role`.
pub(crate) fn stated_role(role: Role, text: &str, span: Range<usize>) -> Role {
    let words = text.get(span.clone()).unwrap_or_default();
    if words.is_empty() {
        return role;
    }
    match role {
        _ if is_left_out(text, span.clone()) => Role::Excluded,
        _ if is_contrasted(text, span.start) => Role::Mentioned,
        Role::Own | Role::Mentioned => role,
        _ if role_cue(role, text, span.clone()).is_some() => role,
        _ if role_cue(Role::Trade, text, span).is_some() => Role::Trade,
        _ => Role::Mentioned,
    }
}

/// The words of `text` that put the mention at `span` into `role`, if any do.
pub(crate) fn role_cue(role: Role, text: &str, span: Range<usize>) -> Option<&str> {
    let words = text.get(span.clone())?;
    let place = Place::of(text, span);
    match (role, words.contains(is_han)) {
        (Role::Own | Role::Mentioned, _) => None,
        (Role::Excluded, true) => place.before_any(NOT_DONE),
        (Role::Past, true) => place.before_any(PAST_CHINESE),
        (Role::Intended, true) => place.before_any(PLANNED_CHINESE),
        (Role::Trade, true) => place.chinese_trade(),
        (Role::Customer, true) => place
            .before_any(SERVED_BEFORE_CHINESE)
            .or_else(|| place.right_after(SERVED_AFTER_CHINESE)),
        (Role::Excluded, false) => {
            let (_, clause) = place
                .before
                .rsplit_once([',', ':'])
                .unwrap_or(("", place.before));
            last_word(clause, NOT)
        }
        (Role::Past, false) => last_word(place.before, PAST),
        (Role::Intended, false) => last_word(place.before, PLANNED),
        (Role::Trade, false) => place.english_trade(words),
        (Role::Customer, false) => served(place.before).or_else(|| {
            let near = place.after.floor_char_boundary(NEAR_AFTER);
            first_word(&place.after[..near], SERVED_AFTER)
        }),
    }
}

/// The words of a text that say that its firm sells, in their order.
pub(crate) fn trade_words(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = match text.contains(is_han) {
        true => {
            let verbs = verbs(text).into_iter().filter(|verb| verb.is_trade);
            verbs.map(|verb| verb.word).collect()
        }
        false => {
            let words = text.split(|c: char| !is_of_word(c));
            words.filter(|word| is_one_of(word, TRADING)).collect()
        }
    };
    let mut known: Vec<&str> = Vec::new();
    found.retain(|word| {
        let is_new = !known.iter().any(|known| known.eq_ignore_ascii_case(word));
        known.push(word);
        is_new
    });
    found
}

/// Bytes on each side of a mention that are looked at: a registered scope has long enumerations.
const REACH: usize = 600;
/// Bytes after a mention in which a word such as `industry` belongs to it.
const NEAR_AFTER: usize = 24;

/// What stands around a mention in its sentence.
struct Place<'t> {
    before: &'t str,
    after: &'t str,
}

impl<'t> Place<'t> {
    fn of(text: &'t str, span: Range<usize>) -> Self {
        let ends = |at: usize, c: char| {
            let is_stop = c == '.' && text[at + 1..].starts_with(char::is_whitespace);
            is_stop || "。；;！？!?\n【】".contains(c)
        };
        let first = text.ceil_char_boundary(span.start.saturating_sub(REACH));
        let before = &text[first..span.start];
        let start = before
            .char_indices()
            .rev()
            .find(|(at, c)| ends(first + at, *c));
        let start = start.map_or(first, |(at, c)| first + at + c.len_utf8());
        let last = text.floor_char_boundary(span.end + REACH);
        let after = &text[span.end..last];
        let end = after.char_indices().find(|(at, c)| ends(span.end + at, *c));
        Self {
            before: &text[start..span.start],
            after: &after[..end.map_or(after.len(), |(at, _)| at)],
        }
    }

    /// The last of these Chinese words that stands before the mention.
    fn before_any(&self, words: &str) -> Option<&'t str> {
        let found = words.split_whitespace().filter_map(|word| {
            let at = self.before.rfind(word)?;
            Some(&self.before[at..at + word.len()])
        });
        // Of words that end alike the longest: 应用于 and 用于.
        found.max_by_key(|word| (word.as_ptr() as usize + word.len(), word.len()))
    }

    /// One of these Chinese words, at most a few characters after the mention.
    fn right_after(&self, words: &str) -> Option<&'t str> {
        let near = self.after.floor_char_boundary(NEAR_AFTER);
        let near = self.after[..near].split(['，', ',', '（', '(']).next()?;
        let found = words.split_whitespace().filter_map(|word| {
            let at = near.find(word)?;
            Some(&near[at..at + word.len()])
        });
        found.min_by_key(|word| word.as_ptr() as usize)
    }

    /// The Chinese word of trade that governs the mention. A verb right after it governs it, or else the verbs before it in
    /// its sentence, or else those after the enumeration that it stands in; verbs side by side govern it together, and
    /// where one of them is of making or of a service, it is not only traded.
    fn chinese_trade(&self) -> Option<&'t str> {
        let mut after = verbs(self.after);
        let is_beside = |verb: &Verb<'_>| {
            let between = &self.after[..verb.at];
            between.chars().count() <= BESIDE && !between.contains(['、', '，', ',', '（', '('])
        };
        let first_after = after.first().cloned();
        let mut before = verbs(self.before);
        let group = if first_after.is_some_and(|verb| is_beside(&verb)) || before.is_empty() {
            group(self.after, after.drain(..))
        } else {
            before.reverse();
            group(self.before, before.drain(..))
        };
        if group.iter().any(|verb| !verb.is_trade) {
            return None;
        }
        group.first().map(|verb| verb.word)
    }

    /// The English word of trade in the sentence, if no word in it speaks of making, and the mention is no service.
    fn english_trade(&self, words: &str) -> Option<&'t str> {
        let next = self.after.split_whitespace().next().unwrap_or_default();
        let is_service =
            first_word(words, SERVICES).is_some() || first_word(next, SERVICES).is_some();
        let makes = |part| first_word(part, MAKING).is_some();
        if is_service || makes(self.before) || makes(self.after) {
            return None;
        }
        last_word(self.before, TRADING).or_else(|| first_word(self.after, TRADING))
    }
}

/// A Chinese verb of trade, of making or of a service.
#[derive(Debug, Clone)]
struct Verb<'t> {
    word: &'t str,
    at: usize,
    is_trade: bool,
}

/// The verbs of a sentence, which has few: made anew for each piece of evidence without an allocation.
type Verbs<'t> = SmallVec<[Verb<'t>; 16]>;

/// Characters between a mention and a verb that belongs to it: 的, or 及配件.
const BESIDE: usize = 3;

/// The verbs of a text in their order.
fn verbs(text: &str) -> Verbs<'_> {
    let mut found = Verbs::new();
    for (words, is_trade) in [(TRADING_CHINESE, true), (MAKING_CHINESE, false)] {
        for word in words.split_whitespace() {
            for (at, word) in text.match_indices(word) {
                let rest = &text[at + word.len()..];
                // 加工中心 is a machine.
                if !NOUNS.split_whitespace().any(|noun| rest.starts_with(noun)) {
                    found.push(Verb { word, at, is_trade });
                }
            }
        }
    }
    found.sort_by_key(|verb| verb.at);
    found
}

/// The first of `verbs`, and those that are joined to it by signs and particles only.
fn group<'t>(text: &str, verbs: impl Iterator<Item = Verb<'t>>) -> Verbs<'t> {
    let mut group = Verbs::new();
    for verb in verbs {
        let joined = group.last().is_none_or(|last| {
            let (start, end) = match last.at < verb.at {
                true => (last.at + last.word.len(), verb.at),
                false => (verb.at + verb.word.len(), last.at),
            };
            let between = text.get(start..end).unwrap_or_default();
            between.chars().all(|c| "、，,及和与并兼以或/ ".contains(c))
        });
        if !joined {
            break;
        }
        group.push(verb);
    }
    group
}

/// The last word of a text that is one of `words`; one that ends with `-` stands for all that begin so.
fn last_word<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut found = text.rsplit(|c: char| !is_of_word(c));
    found.find(|word| is_one_of(word, words))
}

/// The last word that says whom or what is served; "a plant for cells" serves nobody.
fn served(before: &str) -> Option<&str> {
    let cue = last_word(before, SERVED_BEFORE)?;
    let start = cue.as_ptr() as usize - before.as_ptr() as usize;
    let built = before[..start]
        .trim_end()
        .rsplit(' ')
        .next()
        .unwrap_or_default();
    (!is_one_of(built, BUILT)).then_some(cue)
}

fn first_word<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut found = text.split(|c: char| !is_of_word(c));
    found.find(|word| is_one_of(word, words))
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '\''
}

fn is_one_of(word: &str, words: &str) -> bool {
    word.len() > 1
        && words.split(' ').any(|known| match known.strip_suffix('-') {
            None => known.eq_ignore_ascii_case(word),
            Some(start) => {
                let found = word.get(..start.len());
                found.is_some_and(|found| found.eq_ignore_ascii_case(start))
            }
        })
}

/// Whether the text sets the words that begin at `start` against what the firm does: "Unlike lead batteries, we ...".
pub(crate) fn is_contrasted(text: &str, start: usize) -> bool {
    let before = &text[text.ceil_char_boundary(start.saturating_sub(CONTRAST))..start];
    let bytes = before.as_bytes();
    // Every piece of evidence of a list is asked this: most texts are ASCII, and most words begin none of these.
    let clause = if before.is_ascii() {
        let stop = bytes.iter().rposition(|byte| b".,;\n".contains(byte));
        &bytes[stop.map_or(0, |at| at + 1)..]
    } else {
        let stops = ['.', ',', ';', '。', '，', '；', '\n'];
        let clause = before.rsplit(stops).next().unwrap_or(before);
        if CONTRASTING_CHINESE
            .iter()
            .any(|words| clause.contains(words))
        {
            return true;
        }
        clause.as_bytes()
    };
    (0..clause.len()).any(|at| {
        let begins = at == 0 || !clause[at - 1].is_ascii_alphanumeric();
        begins
            && matches!(
                clause[at].to_ascii_lowercase(),
                b'u' | b'i' | b'r' | b'a' | b'c'
            )
            && {
                let rest = &clause[at..];
                let is = |words: &&str| {
                    let start = rest.get(..words.len());
                    start.is_some_and(|start| start.eq_ignore_ascii_case(words.as_bytes()))
                };
                CONTRASTING.iter().any(is)
            }
    })
}

/// Bytes before a mention in which it is set against something.
const CONTRAST: usize = 90;
const CONTRASTING: [&str; 8] = [
    "unlike ",
    "instead of ",
    "rather than ",
    "as opposed to ",
    "compared to ",
    "compared with ",
    "in contrast to ",
    "alternative to ",
];
const CONTRASTING_CHINESE: [&str; 5] = ["不同于", "区别于", "有别于", "相比于", "相较于"];

/// Whether the text says of the words at `place` that they are left out: they stand in brackets or in an item that begins
/// with `不含`, or in brackets that end with `除外`.
pub(crate) fn is_left_out(text: &str, place: Range<usize>) -> bool {
    let words = &text[place.start..];
    if !words.starts_with(is_han) {
        return false;
    }
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
    REMOVING
        .split_whitespace()
        .any(|word| words.starts_with(word))
}

/// Bytes on each side of a place that are looked at for what leaves it out: 40 characters.
const NEAR: usize = 120;

/// What says of the words after it, to the end of the brackets or of the item, that they are left out.
const EXCLUDING: &str =
    "不含 不包括 不包含 不得从事 不得经营 不从事 不经营 不涉及 不生产 不销售 除 限制";
/// Words that begin with `除` and name something that is done or made.
const REMOVING: &str = "\
除尘 除湿 除草 除雪 除锈 除臭 除氧 除油 除甲醛 除铁 除渣 除垢 除霜 除磷 除味 除虫 除雾 除灰 除颤 除氟 除砂 除污 除菌 除冰 除杂 除胶 除水 除盐 除醛 除鳞 除硅 除螨";

const NOT: &str = "not no never without excluding except neither nor cannot";
const NOT_DONE: &str = "不生产 不从事 不涉及 不做 不经营 不提供 没有 从未 不再 并非 不销售";
const PAST: &str = "formerly former previously until originally once were was ceased discontinued";
const PAST_CHINESE: &str = "曾 原为 原是 前身 此前 以前 过去 早年 停产 停止 昔日";
const PLANNED: &str =
    "plan plans planned intend intends will would aims hopes expects proposed future going";
const PLANNED_CHINESE: &str =
    "拟 计划 筹建 筹备 打算 准备 即将 将建 将投 将于 将在 将生产 未来 力争 规划建设";
const SERVED_BEFORE: &str = "for used serve serves served serving serv- customer customers client clients users user \
industry industries sector sectors market markets application applications";
const BUILT: &str =
    "plant plants line lines factory factories facility facilities workshop base park";
const SERVED_AFTER: &str = "industry industries sector sectors market markets companies manufacturers makers customers users clients";
const SERVED_BEFORE_CHINESE: &str =
    "用于 应用于 适用于 服务于 面向 客户 用户 应用领域 服务 应用在 专为";
const SERVED_AFTER_CHINESE: &str = "行业 领域 市场 企业 客户 用户 厂家 厂商 产业";
const TRADING: &str = "sell sells selling sold sale sales distribut- wholesal- retail- import imports importing importer \
importers export exports exporting exporter exporters trade trades trading trader traders dealer dealers resell- merchan- represents";
const MAKING: &str = "manufactur- produc- mak- made build- develop- design- engineer- fabricat- process- assembl- \
construct- formulat-";
const SERVICES: &str = "service services testing test tests inspection repair repairs maintenance installation consulting \
consultancy training leasing rental certification calibration support";
const TRADING_CHINESE: &str = "销售 批发 零售 经销 代理 贸易 进出口 代销 购销 进口 出口 分销";
const MAKING_CHINESE: &str = "生产 制造 加工 研发 开发 研制 设计 制作 维修 维护 检测 测试 服务 咨询 安装 租赁 清洗 保养 \
施工 检修 种植 养殖 组装 印刷 回收 治理 运输 承接 承包 自产 提供 从事 经营";
/// After a verb these make it a noun.
const NOUNS: &str = "设备 机械 中心 线 业 装备 力 资料 件 厂 商 系统 管理系统 平台 网络 工具";

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, part: &str) -> Range<usize> {
        let start = text.find(part).expect("the text has the part");
        start..start + part.len()
    }

    #[track_caller]
    fn assert_cue(role: Role, text: &str, part: &str, expected: Option<&str>) {
        let found = role_cue(role, text, at(text, part));
        assert_eq!(found, expected, "{role:?}: {part} in {text}");
    }

    #[test]
    fn trade_is_told_from_making_and_services() {
        use Role::Trade;
        assert_cue(
            Trade,
            "钢材、建材（不含木材）、生铁销售",
            "钢材",
            Some("销售"),
        );
        assert_cue(
            Trade,
            "销售：五金、交电、化工产品（不含危险品）、钢材",
            "钢材",
            Some("销售"),
        );
        assert_cue(Trade, "加工、销售页岩砖", "页岩砖", None);
        assert_cue(Trade, "五金配件加工；批发、零售汽车", "汽车", Some("零售"));
        assert_cue(Trade, "五金配件加工；批发、零售汽车", "五金配件", None);
        assert_cue(Trade, "销售汽车配件，乘用车维修", "乘用车", None);
        assert_cue(Trade, "销售加工中心", "加工中心", Some("销售"));
        assert_cue(Trade, "电缆的生产，铜材的销售", "铜材", Some("销售"));
        assert_cue(Trade, "We sell pumps and valves.", "valves", Some("sell"));
        assert_cue(Trade, "We make and sell pumps.", "pumps", None);
        assert_cue(
            Trade,
            "We make fans. We distribute pumps.",
            "pumps",
            Some("distribute"),
        );
        assert_cue(
            Trade,
            "Sells meters, offers battery testing services.",
            "battery",
            None,
        );
        assert_cue(Trade, "A wholesaler of pumps", "pumps", Some("wholesaler"));
        assert_cue(Trade, "Repairs pumps", "pumps", None);
    }

    #[test]
    fn a_role_rests_on_words_of_the_same_sentence() {
        use Role::{Customer, Excluded, Intended, Past};
        assert_cue(
            Customer,
            "Coatings for battery makers.",
            "battery",
            Some("for"),
        );
        assert_cue(
            Customer,
            "Battery makers buy it.",
            "Battery",
            Some("makers"),
        );
        assert_cue(Customer, "A plant for batteries.", "batteries", None);
        assert_cue(Customer, "Works for all. Makes pumps.", "pumps", None);
        assert_cue(
            Customer,
            "产品应用于新能源汽车",
            "新能源汽车",
            Some("应用于"),
        );
        assert_cue(Customer, "自营和代理各类商品", "商品", None);
        assert_cue(Intended, "拟建动力电池项目", "动力电池", Some("拟"));
        assert_cue(Intended, "平台能够将数据转化为洞察", "数据", None);
        assert_cue(Past, "曾生产水泵", "水泵", Some("曾"));
        assert_cue(Past, "原料药生产", "原料药", None);
        assert_cue(Past, "Formerly a maker of pumps", "pumps", Some("Formerly"));
        assert_cue(
            Excluded,
            "We do not make batteries",
            "batteries",
            Some("not"),
        );
        assert_cue(
            Excluded,
            "We do not stop, and make batteries",
            "batteries",
            None,
        );
    }

    #[test]
    fn without_such_words_a_mention_is_only_mentioned() {
        let told = |role, text: &str, part: &str| stated_role(role, text, at(text, part));
        assert_eq!(
            told(Role::Customer, "自营和代理各类电池", "电池"),
            Role::Trade
        );
        assert_eq!(
            told(Role::Excluded, "与电池无关的水泵", "水泵"),
            Role::Mentioned
        );
        let scope = "化工产品（不含危险品）、电池销售";
        assert_eq!(told(Role::Excluded, scope, "电池"), Role::Trade);
        assert_eq!(told(Role::Own, scope, "危险品"), Role::Excluded);
        assert_eq!(told(Role::Own, "Makes pumps", "pumps"), Role::Own);
        let contrast = "Unlike lead batteries, we make fuel cells.";
        assert_eq!(told(Role::Own, contrast, "batteries"), Role::Mentioned);
        assert_eq!(told(Role::Own, contrast, "fuel cells"), Role::Own);
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
            assert_eq!(
                is_left_out(text, at(text, part)),
                expected,
                "{part} in {text}"
            );
        }
    }
}
