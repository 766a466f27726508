//! The words that put a mention into a role, and a cheap look at whether a word is one of them.

use crate::text;
use std::sync::LazyLock;

/// The words of ASCII letters and digits in a text.
pub(super) fn words_in(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii() || !IS_OF_WORD[c as usize]);
    words.filter(|word| !word.is_empty())
}

/// English words, and beginnings of words, which end with `-` here. Every piece of evidence of a list is looked for words
/// like these around it, so that most words are told by their first two letters to be none of them.
pub(super) struct EnglishWords {
    words: &'static [&'static str],
    /// Of each first letter, without its case, the second ones.
    seconds: [u32; 32],
    /// Of each first letter, which words begin with it.
    places: [(u8, u8); 32],
}

impl EnglishWords {
    /// Words in their order.
    pub(super) const fn of(words: &'static [&'static str]) -> Self {
        let mut seconds = [0; 32];
        let mut places = [(0, 0); 32];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let first = (word[0] & 31) as usize;
            seconds[first] |= 1 << (word[1] & 31);
            let (start, end) = places[first];
            assert!(end == 0 || end as usize == at, "the words are not in order");
            assert!(word[1] & 0x20 != 0, "the words are not in small letters");
            places[first] = (if end == 0 { at as u8 } else { start }, at as u8 + 1);
            at += 1;
        }
        Self {
            words,
            seconds,
            places,
        }
    }

    /// Whether `word` is one of these, in capitals or not.
    pub(super) fn has(&self, word: &str) -> bool {
        let [first, second, ..] = word.as_bytes() else {
            return false;
        };
        self.seconds[usize::from(first & 31)] >> (second & 31) & 1 == 1 && self.has_in_full(word)
    }

    #[inline(never)] // most words do not come here
    fn has_in_full(&self, word: &str) -> bool {
        let word = word.as_bytes();
        let (start, end) = self.places[usize::from(word[0] & 31)];
        let mut words = self.words[usize::from(start)..usize::from(end)].iter();
        words.any(|known| {
            let known = known.as_bytes();
            // Most of those with the same first letter have another second one.
            known[1] == word[1] | 0x20
                && match known.split_last() {
                    Some((b'-', start)) => {
                        let found = word.get(..start.len());
                        found.is_some_and(|found| found.eq_ignore_ascii_case(start))
                    }
                    _ => known.len() == word.len() && known.eq_ignore_ascii_case(word),
                }
        })
    }

    /// The first word of a text that is one of these.
    pub(super) fn first_in<'t>(&self, text: &'t str) -> Option<&'t str> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if !IS_OF_WORD[usize::from(bytes[at])] {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && IS_OF_WORD[usize::from(bytes[at])] {
                at += 1;
            }
            let word = &text[start..at];
            if self.has(word) {
                return Some(word);
            }
        }
        None
    }

    /// The last one.
    pub(super) fn last_in<'t>(&self, text: &'t str) -> Option<&'t str> {
        let bytes = text.as_bytes();
        let mut at = bytes.len();
        while at > 0 {
            if !IS_OF_WORD[usize::from(bytes[at - 1])] {
                at -= 1;
                continue;
            }
            let end = at;
            while at > 0 && IS_OF_WORD[usize::from(bytes[at - 1])] {
                at -= 1;
            }
            let word = &text[at..end];
            if self.has(word) {
                return Some(word);
            }
        }
        None
    }
}

/// The verbs of trade, of making and of services, each with whether it is one of trade.
pub(super) static VERBS_CHINESE: LazyLock<text::WordList<bool>> = LazyLock::new(|| {
    let trading = TRADING_CHINESE.split_whitespace().map(|word| (word, true));
    let making = MAKING_CHINESE.split_whitespace().map(|word| (word, false));
    text::WordList::by_first(trading.chain(making))
});

/// [`NOUNS`], found by their first character.
pub(super) static NOUNS_BEHIND: LazyLock<text::WordList<()>> =
    LazyLock::new(|| text::WordList::by_first(NOUNS.split(' ').map(|noun| (noun, ()))));

/// Which bytes are of a word: letters and digits of ASCII, and `'`.
static IS_OF_WORD: [bool; 256] = {
    let mut is_of_word = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        is_of_word[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'\'';
        byte += 1;
    }
    is_of_word
};

/// Whether a byte is of a word: a letter or a digit of ASCII, `'` or `-`.
#[inline]
pub(super) fn is_of_word(byte: u8) -> bool {
    IS_OF_WORD_OR_HYPHEN[usize::from(byte)]
}

static IS_OF_WORD_OR_HYPHEN: [bool; 256] = {
    let mut is_of_word = IS_OF_WORD;
    is_of_word[b'-' as usize] = true;
    is_of_word
};

pub(super) static NOT: EnglishWords = EnglishWords::of(&[
    "cannot",
    "except",
    "excluding",
    "neither",
    "never",
    "no",
    "nor",
    "not",
    "without",
]);
pub(super) const NOT_DONE: &str =
    "不生产 不从事 不涉及 不做 不经营 不提供 没有 从未 不再 并非 不销售";
pub(super) static PAST: EnglishWords = EnglishWords::of(&[
    "ceased",
    "discontinued",
    "former",
    "formerly",
    "once",
    "originally",
    "previously",
    "until",
    "was",
    "were",
]);
pub(super) const PAST_CHINESE: &str = "曾 原为 原是 前身 此前 以前 过去 早年 停产 停止 昔日";
pub(super) static PLANNED: EnglishWords = EnglishWords::of(&[
    "aims", "expects", "future", "going", "hopes", "intend", "intends", "plan", "planned", "plans",
    "proposed", "will", "would",
]);
pub(super) const PLANNED_CHINESE: &str =
    "拟 计划 筹建 筹备 打算 准备 即将 将建 将投 将于 将在 将生产 未来 力争 规划建设";
pub(super) static SERVED_BEFORE: EnglishWords = EnglishWords::of(&[
    "application",
    "applications",
    "client",
    "clients",
    "customer",
    "customers",
    "for",
    "industries",
    "industry",
    "market",
    "markets",
    "sector",
    "sectors",
    "serv-",
    "serve",
    "served",
    "serves",
    "serving",
    "used",
    "user",
    "users",
]);
pub(super) static BUILT: EnglishWords = EnglishWords::of(&[
    "base",
    "facilities",
    "facility",
    "factories",
    "factory",
    "line",
    "lines",
    "park",
    "plant",
    "plants",
    "workshop",
]);
pub(super) static SERVED_AFTER: EnglishWords = EnglishWords::of(&[
    "clients",
    "companies",
    "customers",
    "industries",
    "industry",
    "makers",
    "manufacturers",
    "market",
    "markets",
    "sector",
    "sectors",
    "users",
]);
pub(super) const SERVED_BEFORE_CHINESE: &str =
    "用于 应用于 适用于 服务于 面向 客户 用户 应用领域 服务 应用在 专为";
pub(super) const SERVED_AFTER_CHINESE: &str = "行业 领域 市场 企业 客户 用户 厂家 厂商 产业";
pub(super) static TRADING: EnglishWords = EnglishWords::of(&[
    "dealer",
    "dealers",
    "distribut-",
    "export",
    "exporter",
    "exporters",
    "exporting",
    "exports",
    "import",
    "importer",
    "importers",
    "importing",
    "imports",
    "merchan-",
    "resell-",
    "retail-",
    "sale",
    "sales",
    "sell",
    "selling",
    "sells",
    "sold",
    "trade",
    "trader",
    "traders",
    "trades",
    "trading",
    "wholesal-",
]);
pub(super) static MAKING: EnglishWords = EnglishWords::of(&[
    "assembl-",
    "build-",
    "construct-",
    "design-",
    "develop-",
    "engineer-",
    "fabricat-",
    "formulat-",
    "made",
    "mak-",
    "manufactur-",
    "process-",
    "produc-",
]);
pub(super) static SERVICES: EnglishWords = EnglishWords::of(&[
    "calibration",
    "certification",
    "consultancy",
    "consulting",
    "inspection",
    "installation",
    "leasing",
    "maintenance",
    "rental",
    "repair",
    "repairs",
    "service",
    "services",
    "support",
    "test",
    "testing",
    "tests",
    "training",
]);
const TRADING_CHINESE: &str = "销售 批发 零售 经销 代理 贸易 进出口 代销 购销 进口 出口 分销";
pub(super) const MAKING_CHINESE: &str = "生产 制造 加工 研发 开发 研制 设计 制作 维修 维护 检测 测试 服务 咨询 安装 租赁 清洗 保养 \
施工 检修 种植 养殖 组装 印刷 回收 治理 运输 承接 承包 自产 提供 从事 经营";
/// After a verb these make it a noun.
const NOUNS: &str = "设备 机械 中心 线 业 装备 力 资料 件 厂 商 系统 管理系统 平台 网络 工具";
