//! What a lead list tells without labels: which words exist, which are names, which stand together.

use super::inputs::malformed;
use crate::error::{Error, Result};
use crate::profile::Profile;
use crate::text::{Break, Stemmer, TokenKind, Tokens, hash_bytes};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One text about a company of a lead list, unlabelled.
#[derive(Debug, Clone)]
pub(super) struct CorpusText {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) text: String,
    /// Which kind of source its text is from.
    pub(super) group: String,
}

impl CorpusText {
    pub(super) fn profile(&self) -> Profile {
        Profile {
            name: Some(self.name.clone()),
            description: Some(self.text.clone()),
            ..Profile::default()
        }
    }
}

/// What is known of one folded word.
#[derive(Debug, Clone, Default)]
pub(super) struct WordStatistics {
    /// In how many texts it stands.
    pub(super) texts: u32,
    /// How often it stands inside a sentence, and how often with a capital there.
    pub(super) inside: u32,
    pub(super) capitalised: u32,
}

/// Words of the list by their folded form, in alphabetical order.
pub(super) type Words = BTreeMap<String, WordStatistics>;

/// Reads a lead list: CSV, plain or gzipped, with columns of id, name and text, and of the group where one is named.
pub(super) fn read_leads(
    path: &Path,
    columns: &[String; 3],
    group_column: Option<&str>,
) -> Result<Vec<CorpusText>> {
    let file = std::fs::File::open(path).map_err(|error| Error::io(path, &error))?;
    let plain: Box<dyn std::io::Read> =
        if path.extension().is_some_and(|extension| extension == "gz") {
            Box::new(flate2::read::MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
    let malformed = |what: String| malformed(path, what);
    let mut reader = csv::Reader::from_reader(plain);
    let header = reader
        .headers()
        .map_err(|error| malformed(error.to_string()))?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| malformed(format!("no column `{name}`")))
    };
    let [id, name, text] = columns;
    let (id, name, text) = (column(id)?, column(name)?, column(text)?);
    let group = group_column.map(column).transpose()?;
    let mut leads = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(error.to_string()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        leads.push(CorpusText {
            id: cell(id),
            name: cell(name),
            text: cell(text),
            group: group.map_or_else(String::new, &cell),
        });
    }
    Ok(leads)
}

/// Counts the words of all texts.
pub(super) fn count_words(leads: &[CorpusText]) -> Words {
    let mut words = Words::new();
    let mut tokens = Tokens::default();
    for lead in leads {
        tokens.cut(&lead.text);
        let mut seen: Vec<&str> = Vec::new();
        for token in tokens
            .list
            .iter()
            .filter(|token| token.kind == TokenKind::Word)
        {
            let folded = tokens.folded(token);
            let known = match words.get_mut(folded) {
                Some(known) => known,
                None => words.entry(folded.to_owned()).or_default(),
            };
            if token.before != Break::Sentence {
                known.inside += 1;
                known.capitalised += u32::from(token.capitalised);
            }
            seen.push(folded);
        }
        seen.sort_unstable();
        seen.dedup();
        for folded in seen {
            if let Some(known) = words.get_mut(folded) {
                known.texts += 1;
            }
        }
    }
    words
}

/// A word in fewer texts than this may be a typing error, so it is not taken for known.
const KNOWN_TEXTS: u32 = 3;
/// A word written with a capital inside sentences at least this often is a name: place, person, brand.
const NAME_SHARE: f64 = 0.7;

/// Hashes of known words, and of `names` that are one word, with the keys of their stems.
pub(super) fn lexicon<'a>(
    words: &'a Words,
    names: impl Iterator<Item = &'a str>,
) -> Vec<(u64, u64)> {
    let stemmer = Stemmer::default();
    let frequent = words.iter().filter(|(_, known)| known.texts >= KNOWN_TEXTS);
    let known: BTreeSet<&str> = frequent
        .map(|(word, _)| word.as_str())
        .chain(names)
        .collect();
    known
        .into_iter()
        .filter(|word| word.len() <= 40)
        .map(|word| {
            (
                hash_bytes(word.as_bytes()),
                hash_bytes(stemmer.stem(word).as_bytes()),
            )
        })
        .collect()
}

/// Keys of stems that are mostly names. Where a firm is from is no evidence of what it makes.
pub(super) fn names(words: &Words) -> std::collections::HashSet<u64> {
    let stemmer = Stemmer::default();
    let mut by_stem: BTreeMap<u64, (u32, u32)> = BTreeMap::new();
    for (word, known) in words {
        let counts = by_stem
            .entry(hash_bytes(stemmer.stem(word).as_bytes()))
            .or_default();
        counts.0 += known.inside;
        counts.1 += known.capitalised;
    }
    let is_name = |(inside, capitalised): (u32, u32)| {
        inside > 0 && f64::from(capitalised) >= NAME_SHARE * f64::from(inside)
    };
    by_stem
        .into_iter()
        .filter(|(_, counts)| is_name(*counts))
        .map(|(key, _)| key)
        .collect()
}

/// Words that say nothing about what a firm does: function words, and the standing phrases of company summaries and
/// registered scopes (where and when founded, legal form, what it was formerly called). They get no weight, so that no
/// evidence rests on them.
const SILENT: &str = "a about across after all along also among an and any are around as at based be been before being \
    between both but by can could did do does during each either etc every few for former formerly from further had has \
    have having he her here his how if in into is it its itself may more most much no nor not now of on one only or other \
    others our out over own per same several she should since so some such than that the their them then there these they \
    this those through together too two three four five six seven eight nine ten eleven twelve \
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety \
    hundred hundreds thousand thousands dozen dozens twice under until up upon us various very via \
    was we well were what when where which while who whom whose why will with within without would you \
    company companies corporation corp inc incorporated limited ltd plc co group holding holdings subsidiary subsidiaries \
    headquartered headquarter founded founding establish established incorporate name named known changed change december \
    january february march april june july august september october november year years date day days business businesses \
    engage engages engaged engaging operate operates operating operation operations segment segments include includes \
    including included comprise comprises comprising consist consists primarily principally mainly mostly well world \
    worldwide global globally international internationally domestic domestically country countries region regions city \
    province state states united offer offers offering provide provides provided providing involved involve involves \
    activity activities various related range wide variety different following respectively addition additionally \
    principal primary based base located location serve part parts member first second third new sa se ag nv pt tbk bhd ab \
    oyj asa spa kgaa gmbh ord adr sp shs reg hd private public share shares stock listed exchange code ticker independently \
    wholly owned majority interest stake parent ultimate";

/// Whether a folded word gets no weight: a number, a single letter, or one of the `silent` stems.
pub(super) fn is_silent_word(
    folded: &str,
    silent: &std::collections::HashSet<u64>,
    stemmer: &Stemmer,
) -> bool {
    folded.bytes().all(|byte| byte.is_ascii_digit())
        || folded.len() == 1
        || silent.contains(&hash_bytes(stemmer.stem(folded).as_bytes()))
}

/// Keys of the stems of the silent words.
pub(super) fn silent_stems() -> impl Iterator<Item = u64> {
    let stemmer = Stemmer::default();
    SILENT
        .split_whitespace()
        .map(move |word| hash_bytes(stemmer.stem(word).as_bytes()))
}

/// Characters that join words or say nothing by themselves. A pair with one of them is no word.
const JOINING: &str = "的了和与及或等在于为是有其之以由从对把被将也都而并且又各该本此每以至到个们地得着所我你他她它这那哪年月日号第";

/// Pairs that registered scopes and introductions are full of, whatever the firm does.
const SILENT_PAIRS: &str = "公司 有限 限公 企业 经营 营范 范围 一般 般项 项目 许可 可项 依法 法须 须经 经批 批准 准的 活动 展经 开展 部门 相关 关部 \
    门批 可证 证件 件经 凭有 有效 法律 法规 规定 国务 务院 禁止 限制 自主 主开 照依 营业 业执 执照 前置 许可 审批 批项 涉及 及许 \
    除外 不含 含危 方可 后方 准后 除依 外凭 凭营 我们 我司 致力 力于 专业 专注 注于 领先 国内 国际 全球 世界 知名 优质 优势 优秀 \
    先进 创新 成立 立于 位于 坐落 总部 拥有 多年 年来 员工 客户 用户 满意 质量 第一 诚信 服务 宗旨 理念 品质 品牌 合作 共赢 发展 \
    公里 平方 方米 注册 册资 资本 万元 亿元 人民 民币 地址 电话 联系 系人 邮箱 网址 官网 欢迎 荣誉 称号 认证 通过 体系 管理 \
    主要 主营 营产 从事 提供 各种 各类 种类 多种 系列 以及 包括 其他 其它 相关 业务 产品 技术 领域 行业 市场";

/// Characters of numbers. A pair of nothing else is a number.
const NUMBERS: &str = "零一二三四五六七八九十百千万亿两余几";

/// Whether a pair of Chinese characters, folded, says nothing of what a firm does.
pub(super) fn is_silent_pair(folded: &str) -> bool {
    folded.chars().any(|c| JOINING.contains(c))
        || folded.chars().all(|c| NUMBERS.contains(c))
        || SILENT_PAIRS
            .split_whitespace()
            .any(|silent| silent == folded)
}
