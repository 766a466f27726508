//! What stands at the ends of a Chinese phrase and is no part of it, and words that belong to its ends.

use super::chinese_joints::between_joints;
use super::chinese_numbers::{COUNTED, counted, counted_at_end, rest_of_number};
use super::chinese_words::{BEFORE, BEGINNINGS, HEADLESS, KEPT, MOST, TOOLS};
use crate::text::{WordList, is_han};
use std::ops::Range;
use std::sync::LazyLock;

/// A phrase without numbers, verbs, praise and particles at its ends.
pub(super) fn without_edges(text: &str, mut phrase: Range<usize>) -> Range<usize> {
    loop {
        let before = phrase.clone();
        phrase.start += rest_of_number(&text[..phrase.start], &text[phrase.clone()]);
        phrase.start += counted(&text[phrase.clone()]);
        phrase.start += edge_at_start(&text[phrase.clone()]);
        if phrase == before {
            break;
        }
    }
    loop {
        let before = phrase.end;
        // 连接器24年
        phrase.end -= counted_at_end(&text[phrase.clone()]);
        // 技术20余年
        let words = &text[phrase.clone()];
        let tail = words.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if tail > 0 && text[phrase.end..].starts_with(COUNTED) {
            phrase.end = phrase.start + tail;
        }
        phrase.end -= particle_at_end(&text[phrase.clone()]);
        phrase.end -= claim_at_end(&text[phrase.clone()]);
        if phrase.end == before {
            return phrase;
        }
    }
}

/// The bytes of a verb, of praise or of a particle at the beginning of a phrase.
fn edge_at_start(words: &str) -> usize {
    let rest_after = |edge: usize| words[edge..].chars().count();
    if let Some(first) = words.chars().next() {
        let is_kept = || {
            KEPT_WHOLE
                .of(first)
                .any(|(kept, ())| words.starts_with(kept))
        };
        let is_particle = BEFORE.contains(&first)
            || PARTICLES.contains(first) && rest_after(first.len_utf8()) >= AFTER_PARTICLE;
        if is_particle && !is_kept() {
            return first.len_utf8();
        }
    }
    // 用人工智能重构: what something is done with.
    if let Some(tool) = words.strip_prefix('用')
        && TOOLS.iter().any(|known| tool.starts_with(known))
    {
        return '用'.len_utf8();
    }
    // 最自然人机交互服务: praise, and what is praised.
    if let Some(praise) = MOST.iter().find(|praise| words.starts_with(**praise)) {
        return praise.len();
    }
    // 检测新型元器件: a verb before a long name.
    let verb = VERBS.into_iter().find(|verb| words.starts_with(verb));
    let verb = verb.filter(|verb| rest_after(verb.len()) >= LONG_OBJECT);
    let is_noun = || NOUNS_OF_VERBS.iter().any(|noun| words.starts_with(noun));
    verb.filter(|_| !is_noun()).map_or(0, str::len)
}

/// Particles, pronouns and verbs of one character that stand before a noun of [`AFTER_PARTICLE`] characters or more.
const PARTICLES: &str = "有会给已就所需每能使用集均仅只但被年级着你我";
const AFTER_PARTICLE: usize = 3;

/// Verbs that are left out before so many characters or more: 检测仪器 is a thing.
const VERBS: [&str; 28] = [
    "总承包",
    "施工总承包",
    "承包",
    "检测",
    "清洗",
    "组织",
    "发展",
    "开拓",
    "支撑",
    "指导",
    "监督",
    "编制",
    "培养",
    "收集",
    "整合",
    "协调",
    "链接",
    "实施",
    "布局",
    "传递",
    "成就",
    "挖掘",
    "调用",
    "培育",
    "注入",
    "调试",
    "融合",
    "对接",
];
const LONG_OBJECT: usize = 4;

/// Names of things that begin with one of [`VERBS`].
const NOUNS_OF_VERBS: [&str; 21] = [
    "培养基",
    "培养箱",
    "培养皿",
    "整合营销",
    "监督管理",
    "支撑架",
    "支撑剂",
    "组织工程",
    "编制品",
    "挖掘机",
    "挖掘装载",
    "培育钻石",
    "注入机",
    "融合通信",
    "融合云",
    "融合平台",
    "融合媒体",
    "融合终端",
    "检测仪",
    "检测设备",
    "清洗剂",
];

/// Words of their own that begin with a character of [`BEFORE`] or of [`PARTICLES`].
static KEPT_WHOLE: LazyLock<WordList<()>> = LazyLock::new(|| {
    let words = KEPT.split_whitespace().chain(BEGINNINGS.split_whitespace());
    let begins =
        |word: &&str| word.starts_with(BEFORE) || word.starts_with(|c| PARTICLES.contains(c));
    WordList::by_first(words.filter(begins).map(|word| (word, ())))
});

/// The bytes of a particle at the end of a phrase that is no part of it: 已 in 机械臂已, 中 in 智能硬件中.
fn particle_at_end(words: &str) -> usize {
    let Some(last) = words.chars().next_back() else {
        return 0;
    };
    let Some((_, at_least, with_it)) = AT_END.iter().find(|(of, ..)| of.contains(last)) else {
        return 0;
    };
    let rest = &words[..words.len() - last.len_utf8()];
    let is_word = || rest.ends_with(|c| with_it.contains(c));
    match rest.chars().count() >= *at_least && !is_word() {
        true => last.len_utf8(),
        false => 0,
    }
}

/// Particles and adverbs at the end of a phrase, how many characters stand before them at least, and those that make a word
/// with them.
const AT_END: [(&str, usize, &str); 18] = [
    ("则", 2, "法规准原细守总通"),
    ("均", 2, "平人日月年"),
    ("便", 2, "轻方简灵小随即粪大"),
    ("跨", 2, "横大"),
    ("来", 3, "未原外往到后"),
    ("已仍曾也于仅皆", 2, ""),
    ("还", 3, "偿返归退"),
    ("中", 3, "集高初空水家期卒命华汉台适"),
    ("上", 2, "线网水海路陆地船车马桌床以空树墙柱身岸"),
    ("下", 2, "线水地井旗以皮脚台车屏舌桥月树天脑"),
    ("里", 2, "公海英邻乡被衬鞋面内"),
    (
        "内",
        2,
        "室国车体海境场院厂户区省市腔颅关行业圈舱柜岛校管港省",
    ),
    ("外", 2, "户室国海境体红紫涉场校车院对域内野厂中港意此屋"),
    ("时", 2, "实分工定计延小即瞬授临同按准平历限超学课瓦安"),
    ("后", 2, "售产术前背事病课饭战午最先采餐皇"),
    ("前", 2, "售产术班目空提胸课餐床车面跟眼学"),
    ("需", 2, "急内刚军必所供"),
    ("就都", 3, "成造迁首帝古国大故京成"),
];

/// The bytes of words at the end of a phrase that say how things stand with what is named before them.
fn claim_at_end(words: &str) -> usize {
    let claim = CLAIMING.at_end_of(words).map(|(claim, ())| claim);
    // ai驱动: by what something is done.
    let driven = words.strip_suffix("驱动").filter(|by| {
        let by = by.trim_end();
        DRIVING.iter().any(|driving| by.ends_with(driving))
    });
    // 保温工程贰级: a grade of the permit.
    let grade = words.strip_suffix('级');
    let grade = grade.and_then(|words| {
        words.strip_suffix(['壹', '贰', '叁', '一', '二', '三', '甲', '乙', '丙'])
    });
    let permitted = |of: &&str| GRADED.iter().any(|graded| of.ends_with(graded));
    if let Some(of) = grade.filter(permitted) {
        return words.len() - of.len();
    }
    let rest = match (claim, driven) {
        (Some(claim), _) => &words[..words.len() - claim.len()],
        (None, Some(by)) => by.trim_end(),
        (None, None) => return 0,
    };
    match rest.chars().nth(1).is_some() {
        true => words.len() - rest.len(),
        false => 0,
    }
}

static CLAIMING: LazyLock<WordList<()>> =
    LazyLock::new(|| WordList::by_last(CLAIMS.into_iter().map(|word| (word, ()))));

const CLAIMS: [&str; 38] = [
    "新时代",
    "门槛",
    "潜力",
    "分别",
    "之间",
    "背景",
    "普惠化",
    "机遇",
    "成本",
    "成本高",
    "挑战",
    "发展",
    "产品化",
    "商业化",
    "规模化",
    "国产化",
    "自主化",
    "普及化",
    "问题",
    "难题",
    "瓶颈",
    "壁垒",
    "时代",
    "浪潮",
    "趋势",
    "水平",
    "步伐",
    "进程",
    "经验",
    "赛道",
    "难点",
    "红利",
    "优先",
    "所需",
    "刚需",
    "爆发",
    "触手可",
    "第一",
];

/// What grades are given for.
const GRADED: [&str; 3] = ["工程", "承包", "资质"];

const DRIVING: [&str; 12] = [
    "ai", "AI", "智能", "模型", "数据", "技术", "创新", "科技", "需求", "算法", "知识", "对话",
];

/// A phrase with the noun that a joint cuts off, where it is no term without it: 增值业务, 票据式经营; and a list of two kinds
/// of one thing: 黑色、有色金属. Nothing where the noun is not found.
pub(super) fn with_noun(text: &str, phrase: Range<usize>, longest: usize) -> Option<Range<usize>> {
    let words = &text[phrase.clone()];
    let rest = &text[phrase.end..];
    let fits = |end: usize| text[phrase.start..end].chars().count() <= longest;
    // 生成式 ai
    if words.ends_with('式')
        && is_headless(words)
        && let Some(run) = rest.strip_prefix(' ')
    {
        let letters = run.bytes().take_while(u8::is_ascii_alphanumeric).count();
        return (1..=LATIN_NOUN)
            .contains(&letters)
            .then(|| phrase.start..phrase.end + ' '.len_utf8() + letters);
    }
    let is_short = words.chars().nth(2).is_none() && words.chars().all(is_han);
    let is_headless = is_headless(words);
    if is_short || is_headless {
        let noun = CUT_NOUNS.iter().find(|noun| rest.starts_with(**noun));
        let ends = |noun: &&&str| {
            let rest = &rest[noun.len()..];
            !rest.starts_with(is_han) || rest.starts_with(['和', '与', '及', '或', '的'])
        };
        let is_verb = VERBS_BEFORE_WORK.contains(&words);
        let noun = noun.filter(|noun| is_headless || !is_verb && ends(noun));
        if let Some(noun) = noun.filter(|noun| fits(phrase.end + noun.len())) {
            return Some(phrase.start..phrase.end + noun.len());
        }
        if is_headless && rest.starts_with(is_han) {
            return match words.strip_suffix('用') {
                Some(of) => Some(phrase.start..phrase.start + of.len()),
                None if words.ends_with('类') => Some(phrase),
                None => None,
            };
        }
    }
    if let Some(headless) = HEADLESS.iter().find(|headless| words.ends_with(**headless)) {
        let sign = rest.chars().next().filter(|c| "、和及与或".contains(*c));
        let Some(next) = sign.map(|sign| phrase.end + sign.len_utf8()) else {
            return Some(phrase);
        };
        let first = text[next..].chars().next().map_or(0, char::len_utf8);
        let other = between_joints(text, next..next + first).filter(|other| other.start == next);
        let is_other = |other: &Range<usize>| {
            let words = &text[other.clone()];
            let kind = HEADLESS.iter().find(|kind| words.starts_with(**kind));
            kind.is_some_and(|kind| *kind != *headless && kind.len() < words.len())
        };
        return match other.filter(is_other).filter(|other| fits(other.end)) {
            Some(other) => Some(phrase.start..other.end),
            None if *headless == words => None,
            None => Some(phrase),
        };
    }
    Some(phrase)
}

/// Whether words want a noun behind them: 票据式, 压缩机用, 交易类, but not 公式, 应用 and 种类.
fn is_headless(words: &str) -> bool {
    let wants = |ending: char, with_it: &str| {
        let rest = words.strip_suffix(ending);
        rest.is_some_and(|rest| !rest.ends_with(|c| with_it.contains(c)))
    };
    wants('式', "模方形公仪款样格版程算西中新")
        || wants(
            '用',
            "应利使作信调费通专商民军家医农车工公食日饮备实套启兼服占引采运常选效有",
        )
        || wants('类', "人种鱼肉分门豆薯菌鸟果贝藻同归")
        || words.ends_with("增值")
}

/// Verbs that the work behind them is no noun with.
const VERBS_BEFORE_WORK: [&str; 8] = [
    "扩展", "拓展", "发展", "相关", "承接", "办理", "特色", "一般",
];

/// Nouns that are joints elsewhere.
const CUT_NOUNS: [&str; 8] = [
    "业务", "经营", "项目", "配套", "加工", "制造", "活动", "研究",
];

/// Letters of the longest word of Latin letters that goes with a Chinese one before it.
const LATIN_NOUN: usize = 5;
