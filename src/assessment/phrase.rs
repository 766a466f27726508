//! Where words begin and end: Chinese has no spaces, and general words say nothing about a business.

use crate::matcher::Hashed;
use crate::text::{hash_bytes, is_han};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::LazyLock;

/// English words that stand in profiles of every kind; alone they are no evidence that a reader could follow.
const GENERAL: &str = "\
a about above accessible across active activities activity affordable after against agile aim aimed all along also always amazing ambition among \
an and any anyone apart approach are area areas around as ask aspire assemble assembles assembling at attention authentic available award awarded \
aware based basis be beautiful because become been before began begin behind being belief believe below best better between beyond big bold both \
branch brand brands bridge bridging brighter bring bringing brings broad build building built business businesses but buy by call called can \
capital care carried carry case category celebrate center centre century certified chain challenge challenges change choice city class client \
clients close co collaboration come comes coming commercial commitment committed communities community companies company complete comprehensive \
conditions confidence connect connected connecting connects consider consists consumer contact continue control corporate corporation countries \
country create created creates credibility credible current currently custom customer customers cutting daily decade decades dedicated deeply \
deliver delivers demand department design designed designer designs determined device devices different directly discover discovery division do \
does doing domestic done drive driven drives driving due during dynamic each early easier easily east easy edge effective efficient elevate \
emerging employees empower empowering empowers enable end enhance enhanced enhances enhancing enjoy ensure ensures ensuring enterprise \
enterprises entire entrepreneurs equipment especially establish established etc europe even every everyone excellence excellent exceptional \
exciting exclusive existing experience experienced expert expertise explore export faced faces facilities facility factory fair family famous far \
fast fastest feel field fields final fine firm firms first five flexible focus focused following for form formed former found founded founder \
founders four free freedom friendly from full fully fun further future gap general get gets getting give given gives global go goal good goods \
got great group groups grow growing grows growth guaranteed guided had happy has have having he head headquarters held help helps her here high \
highly him his history hold holding home hope house how however idea ideal ideas if impact impactful import important improve improved improves \
improving in inc include included includes including increase increases increasing increasingly independent individual individuals industries \
industry information innovate innovation innovations innovative inside inspire inspired integrate integrated integrating integrity international \
into is it items its itself job join journey joy just keep keeps kind know knowledge known large largest last latest launch launching lead leader \
leading led left let lets level leverage leveraging life like limited line lines list little llc local located location long look ltd made main \
mainly major make maker makes making manage managed management manner manufacture manufactured manufacturer manufacturers manufactures \
manufacturing many market markets materials may mean meaningful means meet meets member members men method methods mind minds mission missions \
model models modern moment month months more most move moves much must name named national near need needs network new next no not now number of \
offer offered offering offers office offices on once one online only open operate operated operates operating operation operations opportunities \
opportunity or order orders organisation organization original other others our out outside over own owned owner page part partner partners parts \
party passion passionate past peace people per perfect period person personal personalized pioneer pioneering place plan planning plans plant \
platform please point popular possible powerful premium present pride prime principle private process produce produced producer producers \
produces producing product production products professional program project projects proud proven provide provided provider providers provides \
providing public purchase purpose pursuing put quality quick range rate reach reaching ready real receive region registered reimagine reliability \
reliable report required requirements result revolutionize revolutionizing rich right role run running runs said sale sales same scale seamless \
seamlessly section sector secured see sell selling sells sense serve served serves service services set several share she shop short show side \
simple simplifies simplify since site situated six size sleek slogan small smarter smooth so sold solution solutions solve solving some special \
specialise specialised specialises speciality specialize specialized specializes staff stakeholders standard start started state states store \
story streamline strive strives strong struggle success successful such superior supplier suppliers supplies supply support sure sustainable \
system systems tackle tailored take talented team technologies technology than that the their them then there these they this those three thrive \
through time to today together top total town trade traded trader trading transform transforming transforms transparent trust trusted type types \
ultimate under unique uniquely unit unlock unlocking until up us use used user users using value valued values variety various vendor vendors \
versatile very via vibrant vision visionary want was way we web website well wellbeing were what when where which while who whole why wide widest \
will winning with within without wonderful word work worked worker workers working works world worldwide would year years yet you young your \
yourself \
accordance additionally allocating allocation alternative approximately assistance associated branded combination commencing commodity \
comprise comprised comprises comprising conditionally consisting creation degree derived developed developing develops \
diversified distribute distributed distributes distributing employing employs enabled enables engage engaged engages \
engaging execution focuses formerly helping incorporated issued issues issuing kinds largely locations \
maintaining marketed marketing mixed mostly multinational namely necessary numerous objective obtain obtained \
overall owning participates performance plays possess predominantly presence presently previously primarily principal \
principally programs reinvested related relates remaining renowned represent represented representing represents respectively \
responsible sectors secondary seeking seeks segment segments significant significantly similar spread structure \
subsidiaries subsidiary substantial substantially suitable territory typically undertakes utilizes utilizing variable wholly";

/// Chinese words between which others stand: particles, and what every firm says of itself.
const JOINTS: &[&str] = &[
    "的",
    "及",
    "和",
    "与",
    "或",
    "等",
    "为",
    "是",
    "了",
    "并",
    "其",
    "之",
    "将",
    "被",
    "各",
    "从事",
    "以及",
    "用于",
    "应用于",
    "适用于",
    "广泛应用于",
    "位于",
    "属于",
    "基于",
    "致力于",
    "专注于",
    "对于",
    "可以",
    "可用于",
    "要从",
    "主要从事",
    "公司",
    "本公司",
    "我公司",
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "集团",
    "企业",
    "我们",
    "我司",
    "主要",
    "主营",
    "专业",
    "专业从事",
    "专门",
    "专注",
    "致力",
    "经营",
    "经营范围",
    "主要经营",
    "业务",
    "提供",
    "开展",
    "拥有",
    "建有",
    "建成",
    "自建",
    "具有",
    "具备",
    "成立",
    "一家",
    "一个",
    "一体",
    "包括",
    "涵盖",
    "相关",
    "有关",
    "各类",
    "各种",
    "多种",
    "不同",
    "国内",
    "国外",
    "国内外",
    "全国",
    "全球",
    "生产",
    "制造",
    "加工",
    "研发",
    "研究",
    "开发",
    "研制",
    "销售",
    "批发",
    "零售",
    "代理",
    "经销",
    "贸易",
    "进出口",
    "出口",
    "进口",
    "安装",
    "维修",
    "维护",
    "租赁",
    "咨询",
    "推广",
    "转让",
    "项目",
    "方面",
    "领域",
    "一般项目",
    "许可项目",
    "依法",
    "批准",
    "活动",
    "办公",
    "通过",
    "进行",
    "以上",
    "以下",
    "根据",
    "实现",
    "形成",
    "采用",
    "使用",
    "利用",
    "其他",
    "其它",
    "能够",
    "需要",
    "所有",
    "目前",
    "已经",
    "产销",
    "客户",
    "用户",
    "市场",
    "集研发",
    "高新技术企业",
    "多年",
    "先进",
    "优质",
    "高品质",
    "一流",
    "领先",
    "全面",
    "配套",
    "检修",
    "检维修",
    "精加工",
    "深加工",
    "粗加工",
    "打造",
    "赋能",
    "助力",
    "资质证书",
    "按资质证书",
    "范围按",
    "核定",
    "不含",
    "除外",
    "国家专控",
    "许可审批类",
    "核定范围",
    "事项",
    "承办",
    "办理",
    "承接",
    "现场",
    "发布",
    "制作",
    "行政许可",
    "行政许可后",
    "仅限有资质",
    "凭许可证",
    "凭有效许可证",
    "凭",
    "方可",
    "近年",
    "近年来",
    "年底",
    "现已",
    "划归",
    "紧扣",
    "斩获",
    "多项",
    "该商事主体",
    "该公司",
    "除国家规定",
];

/// Chinese words that stand in profiles of every kind, and alone say nothing about a business.
const GENERAL_CHINESE: &[&str] = &[
    "服务",
    "管理",
    "技术",
    "设计",
    "自产",
    "发布",
    "商务",
    "设备",
    "自有设备",
    "工程",
    "材料",
    "系统",
    "平台",
    "方案",
    "解决方案",
    "分支机构",
    "建筑",
    "制品",
    "产品",
    "商品",
    "货物",
    "技术服务",
    "相关服务",
    "其他产品",
    "原料",
    "物资",
    "中心",
    "基地",
    "行业",
    "连锁",
    "出口",
    "活动",
    "范围",
    "信息",
    "质量",
    "品牌",
    "需求",
    "资质",
    "许可证",
    "期限",
    "甲级",
    "乙级",
    "丙级",
];

/// Characters that stand before a word and are no part of it.
const BEFORE: [char; 11] = [
    '在', '按', '对', '由', '以', '从', '向', '把', '可', '于', '经',
];

/// Chinese words with a joint in them that are words of their own.
const KEPT: &[&str] = &[
    "等离子",
    "等离子体",
    "等温",
    "饱和",
    "不饱和",
    "中和",
    "和谐",
    "目的",
    "华为",
    "行为",
    "并网",
    "并联",
    "并行",
    "生产线",
    "生产设备",
    "加工中心",
    "制造业",
    "智能制造",
    "增材制造",
    "制造设备",
    "制造装备",
    "制造系统",
    "加工设备",
    "加工机械",
    "之间",
    "将军",
    "是否",
    "与会",
    "维修设备",
    "专业服务",
    "市场化",
    "客户端",
    "用户端",
    "项目管理",
    "进口替代",
    "国内贸易",
    "产品设计",
    "开发板",
    "及时",
    "研究院",
    "研究所",
    "研究中心",
    "研究机构",
    "使用寿命",
    "先进制造",
    "先进材料",
    "先进传感器",
    "配套件",
    "企业管理",
    "办公设备",
    "办公家具",
    "办公用品",
    "调和",
    "调合",
    "可穿戴",
    "可再生",
    "可降解",
    "可燃",
    "可视",
    "可控",
    "可编程",
    "以太网",
    "对讲机",
    "对苯",
    "经编",
    "经纪",
    "向心",
    "在线",
    "按摩",
    "从动",
    "承包商",
    "现场总线",
    "发布会",
    "制作机",
];

/// Characters on each side of a place that are looked at: no phrase that is shown is longer.
const WINDOW: usize = 14;
/// The longest Chinese phrase that is shown, in characters.
const LONGEST: usize = 12;

/// The general words by their hashes, which no two share.
static GENERAL_WORDS: LazyLock<HashMap<u64, &'static str, BuildHasherDefault<Hashed>>> =
    LazyLock::new(|| {
        let words = GENERAL.split_whitespace();
        words
            .map(|word| (hash_bytes(word.as_bytes()), word))
            .collect()
    });
/// No general word is longer.
const LONGEST_GENERAL: usize = 24;

/// Whether a word, in whatever capitals, says nothing about a business.
pub(super) fn is_general(word: &str) -> bool {
    if word.len() > LONGEST_GENERAL {
        return false;
    }
    let is_capital = |byte: u8| byte.is_ascii_uppercase();
    // Abbreviations (`IT`, `US`) are names.
    if (2..=5).contains(&word.len()) && word.bytes().all(is_capital) {
        return false;
    }
    if word.len() < 2 {
        return word.is_ascii();
    }
    let mut small = [0; LONGEST_GENERAL];
    for (to, byte) in small.iter_mut().zip(word.bytes()) {
        *to = byte.to_ascii_lowercase();
    }
    let small = &small[..word.len()];
    let known = GENERAL_WORDS.get(&hash_bytes(small));
    known.is_some_and(|known| known.as_bytes() == small)
}

/// Whether every word of a text of Latin letters is general.
pub(super) fn is_all_general(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    text.is_ascii() && words.all(|word| word.is_empty() || is_general(word))
}

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
    let words = &text[phrase.clone()];
    if words.starts_with(BEFORE) && !KEPT.iter().any(|kept| words.starts_with(kept)) {
        phrase.start += words.chars().next().map_or(0, char::len_utf8);
    }
    // 计算机软、硬件: what stands before the sign is no word by itself.
    if let Some(rest) = text[phrase.end..].strip_prefix("、硬件")
        && text[phrase.clone()].ends_with('软')
    {
        phrase.end = text.len() - rest.len();
    }
    if GENERAL_CHINESE.contains(&&text[phrase.clone()]) {
        return None;
    }
    let length = text[phrase.clone()].chars().count();
    (2..=LONGEST).contains(&length).then_some(phrase)
}

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
    let joints = JOINTS.iter().map(|word| (*word, true));
    let kept = KEPT.iter().map(|word| (*word, false));
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
    fn general_words_are_told_from_names() {
        for word in GENERAL.split_whitespace() {
            assert!(word.len() <= LONGEST_GENERAL && is_general(word), "{word}");
        }
        for word in ["get", "Office", "company", "a"] {
            assert!(is_general(word), "{word}");
        }
        for word in ["battery", "IT", "5g", "aerogel"] {
            assert!(!is_general(word), "{word}");
        }
        assert!(is_all_general("get the office"));
        assert!(!is_all_general("get batteries"));
        assert!(!is_all_general("电池"));
    }
}
