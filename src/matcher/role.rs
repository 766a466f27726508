//! Role: what a firm makes against whom it serves. "Software for dentists" is not dentistry.
//!
//! Markers (words such as "used in" or 不含) are found together with the terms; from them each token gets a [`Role`].

use super::index::Marker;
use super::words::Word;
use crate::fit::Role;
use crate::text::{Break, TokenKind};

/// Words that mark a role, with what they mark. Written as terms are: lower case, any inflection matches.
///
/// English markers are those of company summaries, Chinese ones those of registered business scopes and introductions.
pub(super) const MARKERS: &[(Marker, &[&str])] = &[
    (
        Marker::Customer,
        &[
            "used in",
            "used by",
            "used for",
            "for use in",
            "use in",
            "utilized in",
            "applied in",
            "find application in",
            "application in",
            "serves",
            "serving",
            "its customers include",
            "customers include",
            "clients include",
            "customers are",
            "serve customers",
            "serve clients",
            "caters to",
            "for customers in",
            "to customers in",
            "suppliers to",
            "supplier to",
            "for application in",
            "applications include",
            "end markets",
            "designed for",
            "services to",
            "solutions to",
            "products to",
            "sold to",
            "provides to",
            "supplied to",
            "to companies in",
            "for manufacturers of",
            "to manufacturers of",
            "应用于",
            "用于",
            "适用于",
            "服务于",
            "面向",
            "客户包括",
            "客户为",
            "应用在",
            "供应给",
            "下游",
            "应用领域",
        ],
    ),
    (
        Marker::CustomerOpen,
        &["for the", "to the", "for various", "to various"],
    ),
    (
        Marker::CustomerEnd,
        &[
            "industry",
            "industries",
            "sector",
            "sectors",
            "market",
            "markets",
            "customers",
            "clients",
            "manufacturers",
            "companies",
            "users",
            "applications",
            "fields",
            "makers",
            "producers",
            "oems",
            "operators",
            "businesses",
            "领域",
            "行业",
            "客户",
            "厂商",
            "企业",
        ],
    ),
    (
        Marker::Intended,
        &[
            "plans to",
            "plan to",
            "intends to",
            "intend to",
            "aims to become",
            "expects to",
            "proposes to",
            "seeks to",
            "拟建",
            "拟投资",
            "拟从事",
            "计划建",
            "规划建设",
            "筹建",
            "力争",
            "致力于成为",
            "未来将",
        ],
    ),
    (
        Marker::Excluded,
        &[
            "does not include",
            "not including",
            "excluding",
            "except for",
            "other than",
            "no longer",
            "formerly known as",
            "formerly",
            "previously engaged",
            "discontinued",
            "不含",
            "不包括",
            "除外",
            "不得从事",
            "不得经营",
            "以上不含",
            "不从事",
            "法律法规禁止",
            "需经审批",
            "未经",
        ],
    ),
    (
        Marker::Trade,
        &[
            "distributor of",
            "distributes",
            "distribution of",
            "trading of",
            "trades in",
            "wholesale of",
            "wholesaler of",
            "retailer of",
            "retail of",
            "imports",
            "importer of",
            "dealer of",
            "reseller of",
            "trading company",
            "agent for",
            "销售",
            "批发",
            "零售",
            "经销",
            "代销",
            "代理",
            "购销",
            "贸易",
            "进出口",
        ],
    ),
    (
        Marker::Make,
        &[
            "manufactures",
            "manufacturing of",
            "produces",
            "production of",
            "develops",
            "designs",
            "makes",
            "builds",
            "生产",
            "制造",
            "加工",
            "研发",
            "研制",
            "开发",
            "设计",
            "种植",
            "养殖",
            "组装",
            "安装",
            "维修",
            "自产",
        ],
    ),
];

/// How much a word counts in each role, against 1 for what the firm does itself. Judgements: cross-validation on
/// `train.jsonl` could not tell 0.4 from 0.7 for trade (2026-11-25), and the others were not varied.
pub(super) fn factor(role: Role) -> f32 {
    match role {
        Role::Own => 1.0,
        Role::Trade => 0.5,
        Role::Customer => 0.35,
        Role::Intended => 0.35,
        Role::Excluded => 0.0,
    }
}

/// How many tokens a customer phrase reaches back from "... industry" to "for the ...".
const CUSTOMER_WINDOW: usize = 14;
/// How many tokens before a trade word a making word may stand for the firm to count as maker (生产、销售).
const MAKE_WINDOW: usize = 6;

/// A marker met in the text: the tokens `start..end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkerHit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) marker: Marker,
}

/// Gives every token its role. `hits` are in the order of the text; `roles` is cleared first.
pub(super) fn assign(words: &[Word], hits: &[MarkerHit], roles: &mut Vec<Role>) {
    roles.clear();
    roles.resize(words.len(), Role::Own);
    let mut open: Option<usize> = None; // where the last "for the", "used in" ended
    let mut made_at: Option<usize> = None;
    for hit in hits {
        let reach = |level: Break| reach(words, hit.end, level);
        match hit.marker {
            Marker::Make => {
                made_at = Some(hit.end);
                // A making word ends a trade list: 销售建材；生产水泥.
                let end = reach(Break::Clause);
                relabel(&mut roles[hit.start..end], Role::Trade, Role::Own);
            }
            Marker::Trade => {
                let maker = made_at.is_some_and(|at| {
                    hit.start < at + MAKE_WINDOW && same_clause(words, at, hit.start)
                });
                if !maker {
                    let end = reach(Break::Clause);
                    // Chinese names the goods before the verb as well: 石材、管件的批发.
                    let start = if han(words, hit) {
                        clause_start(words, hit.start, made_at)
                    } else {
                        hit.end
                    };
                    relabel(&mut roles[start..end], Role::Own, Role::Trade);
                }
            }
            Marker::CustomerOpen => open = Some(hit.end),
            Marker::Customer => {
                open = Some(hit.end);
                let end = reach(Break::Clause);
                relabel(&mut roles[hit.end..end], Role::Own, Role::Customer);
            }
            Marker::CustomerEnd => {
                if let Some(from) = open
                    && hit.start > from
                    && hit.start - from <= CUSTOMER_WINDOW
                    && words[from..hit.end]
                        .iter()
                        .skip(1)
                        .all(|word| word.token.before < Break::Clause)
                {
                    relabel(&mut roles[from..hit.end], Role::Own, Role::Customer);
                }
            }
            Marker::Intended => {
                let end = reach(Break::Sentence);
                roles[hit.end..end].fill(Role::Intended);
            }
            Marker::Excluded => {
                let end = if words[hit.start].token.depth > 0 {
                    bracket_end(words, hit.end)
                } else {
                    reach(Break::Clause)
                };
                roles[hit.end..end].fill(Role::Excluded);
            }
        }
    }
}

fn han(words: &[Word], hit: &MarkerHit) -> bool {
    words[hit.start].token.kind == TokenKind::Han
}

/// The first word of the clause that `at` stands in, or the end of the last making word if that is later.
fn clause_start(words: &[Word], at: usize, made_at: Option<usize>) -> usize {
    let before = words[..=at]
        .iter()
        .rposition(|word| word.token.before >= Break::Clause);
    before.unwrap_or(0).max(made_at.unwrap_or(0)).min(at)
}

/// The first word behind `from` that a break of `level` separates.
fn reach(words: &[Word], from: usize, level: Break) -> usize {
    let end = words
        .iter()
        .skip(from)
        .position(|word| word.token.before >= level);
    end.map_or(words.len(), |at| from + at)
}

fn bracket_end(words: &[Word], from: usize) -> usize {
    let end = words
        .iter()
        .skip(from)
        .position(|word| word.token.depth == 0);
    end.map_or(words.len(), |at| from + at)
}

fn same_clause(words: &[Word], from: usize, to: usize) -> bool {
    from <= to
        && words[from.min(words.len())..to]
            .iter()
            .all(|word| word.token.before < Break::Clause)
}

fn relabel(roles: &mut [Role], from: Role, to: Role) {
    for role in roles {
        if *role == from {
            *role = to;
        }
    }
}
