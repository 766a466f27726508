//! Every word of a report that is not a sentence about a firm, in both languages.

use crate::assessment::{field_name, translated};
use crate::fit::{MatchKind, Role, Tier, Verdict};
use crate::profile::{Field, Kind};
use crate::taxonomy::{Language, Plan};

/// The word for a verdict.
pub(super) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    verdict.word(language)
}

/// How a word was met.
pub(super) fn how(how: MatchKind, language: Language) -> &'static str {
    match (how, language) {
        (MatchKind::Exact, Language::En) => "listed term",
        (MatchKind::Exact, Language::Zh) => "收录术语",
        (MatchKind::Inflected, Language::En) => "other form of a term",
        (MatchKind::Inflected, Language::Zh) => "术语变形",
        (MatchKind::Joined, Language::En) => "term, spelled apart or together",
        (MatchKind::Joined, Language::Zh) => "术语连写或分写",
        (MatchKind::Typo, Language::En) => "term, misspelled",
        (MatchKind::Typo, Language::Zh) => "术语笔误",
        (MatchKind::Whole, Language::En) => "item that is the term",
        (MatchKind::Whole, Language::Zh) => "整项即为术语",
        (MatchKind::Learned, Language::En) => "used by such companies",
        (MatchKind::Learned, Language::Zh) => "统计关联词",
        (MatchKind::Related, Language::En) => "related word",
        (MatchKind::Related, Language::Zh) => "相关词",
        (MatchKind::Kind, Language::En) => "kind of body",
        (MatchKind::Kind, Language::Zh) => "主体类型",
        (MatchKind::Scope, Language::En) => "business not promoted",
        (MatchKind::Scope, Language::Zh) => "不在招商范围",
        (MatchKind::Shared, Language::En) => "shared with another subdivision",
        (MatchKind::Shared, Language::Zh) => "与其他细分领域共用",
        (MatchKind::Rest, Language::En) => "further words",
        (MatchKind::Rest, Language::Zh) => "其余词语",
    }
}

/// The row for the words that are too weak to be listed one by one.
pub(super) fn rest(count: u32, language: Language) -> String {
    match (language, count) {
        (Language::En, 1) => "the rest".to_owned(),
        (Language::Zh, 1) => "其余".to_owned(),
        (Language::En, _) => format!("{count} further words together"),
        (Language::Zh, _) => format!("其余{count}个词语合计"),
    }
}

/// In what role a thing is spoken of.
pub(super) fn role(role: Role, language: Language) -> &'static str {
    match (role, language) {
        (Role::Own, Language::En) => "own",
        (Role::Trade, Language::En) => "traded",
        (Role::Customer, Language::En) => "customers'",
        (Role::Intended, Language::En) => "planned",
        (Role::Excluded, Language::En) => "excluded",
        (Role::Past, Language::En) => "past",
        (Role::Mentioned, Language::En) => "mentioned",
        (_, Language::Zh) => role.word(language),
    }
}

/// Which field a quotation is from, behind it.
pub(super) fn quoted_from(field: Field, language: Language) -> String {
    let name = field_name(field, language);
    match language {
        Language::En => format!(" ({})", name.to_lowercase()),
        Language::Zh => format!("（{name}）"),
    }
}

/// The word for a kind of body.
pub(super) fn kind(kind: Kind, language: Language) -> &'static str {
    match (kind, language) {
        (Kind::Enterprise, Language::En) => "Enterprise",
        (Kind::Enterprise, Language::Zh) => "企业",
        (Kind::Platform, Language::En) => "Platform",
        (Kind::Platform, Language::Zh) => "平台",
        (Kind::Institute, Language::En) => "Institute",
        (Kind::Institute, Language::Zh) => "院所",
        (Kind::Talent, Language::En) => "Talent",
        (Kind::Talent, Language::Zh) => "人才",
    }
}

/// How many firms, as a phrase.
pub(super) fn count_of_firms(count: usize, language: Language) -> String {
    match (language, count) {
        (Language::En, 1) => "1 firm".to_owned(),
        (Language::En, _) => format!("{count} firms"),
        (Language::Zh, _) => format!("{count}家企业"),
    }
}

/// That a printed matrix ends before the last firm.
pub(super) fn only_first_printed(printed: usize, all: usize, language: Language) -> String {
    match language {
        Language::En => format!("The first {printed} of {all} firms are printed here."),
        Language::Zh => format!("此处仅打印{all}家企业中的前{printed}家。"),
    }
}

/// What stands under the number of firms that fit, in the middle of the wheel.
pub(super) fn of_firms_fit(all: usize, language: Language) -> String {
    match language {
        Language::En => format!("of {all} fit"),
        Language::Zh => format!("家符合（共{all}家）"),
    }
}

/// Words that stand alone: headings, columns, captions.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) html_lang: &'static str,
    /// Names of sheets: at most 31 characters each.
    pub(super) sheets: [&'static str; 6],
    pub(super) title_one: &'static str,
    pub(super) title_many: &'static str,
    pub(super) eyebrow_many: &'static str,
    pub(super) measured_against: &'static str,
    pub(super) conclusion: &'static str,
    pub(super) verdict: &'static str,
    pub(super) best_fit: &'static str,
    pub(super) score: &'static str,
    pub(super) out_of_100: &'static str,
    pub(super) by_terms: &'static str,
    pub(super) tier: &'static str,
    pub(super) fits_found: &'static str,
    pub(super) also: &'static str,
    pub(super) confidence: &'static str,
    pub(super) confidence_note: &'static str,
    pub(super) decision: &'static str,
    pub(super) completeness: &'static str,
    pub(super) completeness_note: &'static str,
    pub(super) ranked_fits: &'static str,
    pub(super) below_the_line: &'static str,
    pub(super) rank: &'static str,
    pub(super) subdivision: &'static str,
    pub(super) industry: &'static str,
    pub(super) front: &'static str,
    pub(super) evidence: &'static str,
    pub(super) evidence_caption: &'static str,
    pub(super) words_in_text: &'static str,
    pub(super) read_as: &'static str,
    pub(super) how: &'static str,
    pub(super) role: &'static str,
    pub(super) place: &'static str,
    pub(super) points: &'static str,
    pub(super) start: &'static str,
    pub(super) sum: &'static str,
    pub(super) clause: &'static str,
    pub(super) phrase: &'static str,
    pub(super) plan_says: &'static str,
    pub(super) translation: &'static str,
    pub(super) own_text: &'static str,
    pub(super) own_text_note: &'static str,
    pub(super) own_text_note_print: &'static str,
    pub(super) highlight: &'static str,
    pub(super) all_fits: &'static str,
    pub(super) bytes_left_out: &'static str,
    pub(super) uncertain: &'static str,
    pub(super) to_add: &'static str,
    pub(super) nothing_to_add: &'static str,
    pub(super) next_steps: &'static str,
    pub(super) appendix: &'static str,
    pub(super) appendix_note: &'static str,
    pub(super) out_of_scope: &'static str,
    pub(super) about: &'static str,
    pub(super) how_to_read: &'static str,
    pub(super) plan: &'static str,
    pub(super) plan_id: &'static str,
    pub(super) publisher: &'static str,
    pub(super) period: &'static str,
    pub(super) source: &'static str,
    pub(super) hash: &'static str,
    pub(super) tool: &'static str,
    pub(super) date: &'static str,
    pub(super) firm: &'static str,
    pub(super) firms: &'static str,
    pub(super) kind: &'static str,
    pub(super) id: &'static str,
    pub(super) row: &'static str,
    pub(super) by_firm: &'static str,
    pub(super) by_firm_caption: &'static str,
    pub(super) by_subdivision: &'static str,
    pub(super) by_subdivision_caption: &'static str,
    pub(super) matrix: &'static str,
    pub(super) matrix_note: &'static str,
    pub(super) matrix_note_industries: &'static str,
    pub(super) matrix_limit: &'static str,
    pub(super) nobody: &'static str,
    pub(super) nobody_note: &'static str,
    pub(super) peripheral_only: &'static str,
    pub(super) best_firms: &'static str,
    pub(super) in_detail: &'static str,
    pub(super) clauses: &'static str,
    pub(super) clauses_note: &'static str,
    pub(super) wheel: &'static str,
    pub(super) wheel_one: &'static str,
    pub(super) wheel_many: &'static str,
    pub(super) number_of_firms: &'static str,
    pub(super) search: &'static str,
    pub(super) search_firms: &'static str,
    pub(super) all_verdicts: &'static str,
    pub(super) all_subdivisions: &'static str,
    pub(super) unfold_all: &'static str,
    pub(super) reset: &'static str,
    pub(super) page: &'static str,
    pub(super) previous: &'static str,
    pub(super) next: &'static str,
    pub(super) rows_a_page: &'static str,
    pub(super) no_match: &'static str,
    pub(super) needs_script: &'static str,
    pub(super) too_old: &'static str,
    pub(super) skip: &'static str,
    pub(super) contents: &'static str,
    pub(super) sort_hint: &'static str,
    pub(super) detail_limit: &'static str,
    pub(super) nothing_reached: &'static str,
    pub(super) more: &'static str,
}

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &ENGLISH,
        Language::Zh => &CHINESE,
    }
}

const ENGLISH: Words = Words {
    html_lang: "en",
    sheets: [
        "Summary",
        "Firms",
        "Matrix",
        "Fits",
        "Subdivisions",
        "Clauses",
    ],
    title_one: "Investment plan fit",
    title_many: "Investment plan screening",
    eyebrow_many: "Screening report",
    measured_against: "Measured against the plan:",
    conclusion: "Conclusion",
    verdict: "Verdict",
    best_fit: "Best fit",
    score: "Score",
    out_of_100: "out of 100",
    by_terms: "relevance by terms alone, never calibrated",
    tier: "Tier",
    fits_found: "Subdivisions that fit",
    also: "Also fits",
    confidence: "Confidence",
    confidence_note: "how far the first is ahead, and on how much evidence",
    decision: "Decision",
    completeness: "Completeness",
    completeness_note: "how much the profile tells",
    ranked_fits: "Ranked fits",
    below_the_line: "Nearest, but no fit",
    rank: "Rank",
    subdivision: "Subdivision",
    industry: "Industry",
    front: "Front",
    evidence: "Evidence",
    evidence_caption: "Evidence, strongest first",
    words_in_text: "Words in the profile",
    read_as: "Read as",
    how: "How",
    role: "Role",
    place: "Where",
    points: "Points",
    start: "Before any evidence",
    sum: "Sum before calibration",
    clause: "Clause",
    phrase: "Phrase",
    plan_says: "The plan's own words",
    translation: "Working translation; the published text prevails",
    own_text: "In the profile's own words",
    own_text_note: "Evidence is highlighted where it stands. Underlined in red: it speaks against the fit.",
    own_text_note_print: "Evidence is marked where it stands; struck through, it speaks against the fit.",
    highlight: "Highlight the evidence of",
    all_fits: "all fits",
    bytes_left_out: "bytes without evidence left out",
    uncertain: "What is uncertain",
    to_add: "Questions for the next call",
    nothing_to_add: "None: the profile is as detailed as those of the companies the tool was tested on.",
    next_steps: "Next steps",
    appendix: "Appendix: points and texts",
    appendix_note: "For each fit, the words of the profile with their points, from the value before any evidence to the sum that the score is read from.",
    out_of_scope: "Not promoted by the plan",
    about: "About this report",
    how_to_read: "How to read the score",
    plan: "Plan",
    plan_id: "Plan id",
    publisher: "Publisher",
    period: "Period",
    source: "Source",
    hash: "SHA-256 of the plan file",
    tool: "Made with",
    date: "Date",
    firm: "Firm",
    firms: "firms",
    kind: "Kind",
    id: "Id",
    row: "Row",
    by_firm: "Firms, ranked",
    by_firm_caption: "Firms with their best fit",
    by_subdivision: "Subdivisions, and who fits them",
    by_subdivision_caption: "Subdivisions of the plan with the firms that fit",
    matrix: "Screening matrix",
    matrix_note: "Rows are firms, columns are subdivisions that any firm fits at least peripherally, grouped by front and industry. The stronger the colour, the better the fit.",
    matrix_note_industries: "The best score of each firm in each industry of the plan; empty where none fits. The stronger the colour, the better the fit.",
    matrix_limit: "The matrix holds the first firms only; the XLSX and HTML reports hold all of them.",
    nobody: "Subdivisions nobody fits",
    nobody_note: "No firm listed here scores 35 or more in these; those with firms from 15 are marked as peripheral only.",
    peripheral_only: "peripheral only",
    best_firms: "Best firms",
    in_detail: "Firms in detail",
    clauses: "Clauses of the plan",
    clauses_note: "Quoted word for word; the phrase that names a subdivision is marked.",
    wheel: "Map of the plan",
    wheel_one: "Each spoke is a subdivision; its length is the score, out to 100 at the rim. Numbers are ranks.",
    wheel_many: "Each spoke is a subdivision; its length is the number of firms that fit, the longest at the rim.",
    number_of_firms: "Firms",
    search: "Search",
    search_firms: "Name, id, keyword, evidence, subdivision",
    all_verdicts: "All verdicts",
    all_subdivisions: "All subdivisions",
    unfold_all: "Unfold all",
    reset: "Reset",
    page: "Page",
    previous: "Previous",
    next: "Next",
    rows_a_page: "Rows a page",
    no_match: "Nothing matches these filters.",
    needs_script: "This list is too long to be laid out without a script. Allow scripts for this file (it loads nothing from a network), or use the XLSX report.",
    too_old: "This browser is too old to unpack the list (it lacks DecompressionStream); use a current one, or the XLSX report.",
    skip: "Skip to the conclusion",
    contents: "Contents",
    sort_hint: "Column headings sort.",
    detail_limit: "Details are given for the first firms only; the tables above hold all of them.",
    nothing_reached: "No subdivision fits.",
    more: "more",
};

const CHINESE: Words = Words {
    html_lang: "zh-CN",
    sheets: ["摘要", "企业", "矩阵", "匹配", "细分领域", "条款"],
    title_one: "招商规划匹配报告",
    title_many: "招商规划匹配筛查",
    eyebrow_many: "企业筛查",
    measured_against: "对照规划",
    conclusion: "结论",
    verdict: "匹配结论",
    best_fit: "最佳匹配",
    score: "得分",
    out_of_100: "满分100",
    by_terms: "相关度，仅据术语判断，未经校准",
    tier: "等级",
    fits_found: "符合的细分领域",
    also: "其他匹配",
    confidence: "置信度",
    confidence_note: "第一名领先多少、依据有多少",
    decision: "判定",
    completeness: "完整度",
    completeness_note: "资料提供了多少信息",
    ranked_fits: "匹配排名",
    below_the_line: "最接近但不符合",
    rank: "排名",
    subdivision: "细分领域",
    industry: "产业",
    front: "板块",
    evidence: "依据",
    evidence_caption: "依据（由强到弱）",
    words_in_text: "资料原词",
    read_as: "对应术语",
    how: "方式",
    role: "角色",
    place: "位置",
    points: "分值",
    start: "起始值",
    sum: "校准前合计",
    clause: "条款",
    phrase: "指明该领域的词语",
    plan_says: "规划原文",
    translation: "参考译文（非官方），以英文原文为准",
    own_text: "资料原文",
    own_text_note: "依据在原文中高亮显示；红色下划线表示不利于匹配。",
    own_text_note_print: "依据在原文中标出；带删除线表示不利于匹配。",
    highlight: "高亮显示",
    all_fits: "全部匹配",
    bytes_left_out: "字节无依据内容已省略",
    uncertain: "不确定之处",
    to_add: "建议核实的问题",
    nothing_to_add: "无：资料的详细程度与检验本工具所用的企业相当。",
    next_steps: "后续步骤",
    appendix: "附录：分值与原文",
    appendix_note: "各匹配所依据的词语及其分值，从起始值到得分所依据的合计。",
    out_of_scope: "不在招商范围",
    about: "关于本报告",
    how_to_read: "如何理解得分",
    plan: "规划",
    plan_id: "规划编号",
    publisher: "发布单位",
    period: "规划期",
    source: "来源",
    hash: "规划文件SHA-256",
    tool: "生成工具",
    date: "日期",
    firm: "企业",
    firms: "家企业",
    kind: "类型",
    id: "编号",
    row: "行号",
    by_firm: "企业排名",
    by_firm_caption: "企业及其最佳匹配",
    by_subdivision: "细分领域与符合企业",
    by_subdivision_caption: "规划细分领域及符合的企业",
    matrix: "筛查矩阵",
    matrix_note: "各行是企业，各列是至少有一家企业达到“边缘”及以上的细分领域，按板块和产业分组；颜色越鲜明，匹配度越高。",
    matrix_note_industries: "各企业在各产业中的最高得分，不符合的留空；颜色越鲜明，匹配度越高。",
    matrix_limit: "矩阵仅列出前若干家企业，全部企业见XLSX或HTML报告。",
    nobody: "无企业符合的细分领域",
    nobody_note: "在下列细分领域，本名单中没有企业达到35分；有企业达到15分的，注明“仅边缘匹配”。",
    peripheral_only: "仅边缘匹配",
    best_firms: "最匹配的企业",
    in_detail: "企业详情",
    clauses: "规划条款",
    clauses_note: "逐字引用规划原文，指明细分领域的词语已标出。",
    wheel: "规划图谱",
    wheel_one: "每根辐条为一个细分领域，长度表示得分，外缘为100分；数字为排名。",
    wheel_many: "每根辐条为一个细分领域，长度表示符合的企业数，最多者达到外缘。",
    number_of_firms: "企业数",
    search: "搜索",
    search_firms: "名称、编号、关键词、依据、细分领域",
    all_verdicts: "全部结论",
    all_subdivisions: "全部细分领域",
    unfold_all: "全部展开",
    reset: "重置",
    page: "页",
    previous: "上一页",
    next: "下一页",
    rows_a_page: "每页行数",
    no_match: "没有符合筛选条件的结果。",
    needs_script: "名单过长，需要脚本才能排版。请允许本文件运行脚本（不访问网络），或使用XLSX报告。",
    too_old: "浏览器版本过旧，无法展开名单（缺少DecompressionStream）；请使用新版浏览器或XLSX报告。",
    skip: "跳到结论",
    contents: "目录",
    sort_hint: "点击列标题可排序。",
    detail_limit: "仅列出前若干家企业的详情；全部企业见上表。",
    nothing_reached: "没有符合的细分领域。",
    more: "更多",
};

/// The plan and the program, as names and values; a translated text with the original after it.
pub(super) fn plan_facts(plan: &Plan, language: Language) -> Vec<(&'static str, String)> {
    let word = words(language);
    let both = |text: &str| match translated(text, language) {
        same if same == text => text.to_owned(),
        translation => format!("{translation}（{text}）"),
    };
    let mut facts = vec![
        (word.plan, both(&plan.title)),
        (word.publisher, both(&plan.publisher)),
        (word.period, plan.period.clone()),
        (word.source, translated(&plan.source, language).to_owned()),
        (word.plan_id, plan.id.clone()),
        (word.hash, plan.sha256.clone()),
        (word.tool, super::appearance::TOOL.to_owned()),
    ];
    // What the author of the plan does not state is not printed.
    facts.retain(|(_, fact)| !fact.trim().is_empty());
    facts
}

/// What the score means, with the lines between tiers, in a few sentences.
pub(super) fn score_explained(language: Language) -> [String; 3] {
    let [core, substantial, peripheral] = Tier::ALL.map(|tier| tier.threshold().value());
    match language {
        Language::En => [
            "A score of 70 means: of firms with such a profile, 70 in 100 would be graded by an analyst as really working in that subdivision. It is computed from the words of the profile alone.".to_owned(),
            format!("From {core} a fit is core, from {substantial} substantial, from {peripheral} peripheral; below that it is no fit."),
            "A firm can fit well on little evidence, and missing data does not mean a poor fit.".to_owned(),
        ],
        Language::Zh => [
            "得分70的含义：每100家资料与此相当的企业中，约有70家会被分析人员认定为确实从事该细分领域。得分仅依据资料文字。".to_owned(),
            format!("{core}分及以上为核心，{substantial}分及以上为重要，{peripheral}分及以上为边缘，低于此为不符合。"),
            "依据不多的企业也可能高度匹配，资料不足不等于不符合。".to_owned(),
        ],
    }
}
