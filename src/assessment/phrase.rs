//! Where Chinese words begin and end, which has no spaces.

use super::chinese_edges::{with_noun, without_edges};
use super::chinese_joints::{WINDOW, between_joints, rest_of_joint};
use super::chinese_names::{is_in_name, is_name, is_title, outside_names};
use super::chinese_words::{GENERAL, HEADS, MAKING, PRAISE, TALK, WORK};
use super::latin_runs::{abbreviation_before, whole_runs};
use crate::text::{WordList, is_han, simplified};
use std::ops::Range;
use std::sync::LazyLock;

/// The longest Chinese phrase that is shown, by its [`width`].
const LONGEST: usize = 12;

/// The whole Chinese words that `stretch` stands in, with the longest term in it; nothing for fragments, for words that
/// every firm uses, and for a term that the text has in names of companies only.
pub(super) fn words_at(
    text: &str,
    stretch: Range<usize>,
    term: Option<Range<usize>>,
) -> Option<Range<usize>> {
    // The listed words are simplified ones.
    let near = simplified(around(text, &stretch)).and_then(|_| simplified(text));
    let text = near.as_deref().unwrap_or(text);
    let term = match term {
        None => None,
        Some(term) => Some(outside_names(text, term)?),
    };
    let place = term.clone().unwrap_or(stretch);
    let term = term.filter(|term| !is_general_chinese(&text[term.clone()]));
    let whole = term.clone().unwrap_or(place.clone());
    if is_title(
        &text[..whole.start],
        &text[whole.clone()],
        &text[whole.end..],
    ) {
        return None;
    }
    let words = match (phrase_at(text, place), term) {
        // A joint may be part of a term: 汽车维修.
        (Some(phrase), Some(term)) => {
            let term = with_head(text, with_cut_words(text, term));
            Some(phrase.start.min(term.start)..phrase.end.max(term.end))
        }
        // 教育 of 上海某某教育研究院: the name of a body.
        (None, Some(term)) => {
            let around = between_joints(text, term.clone());
            let is_of_title = around.is_some_and(|around| {
                let (before, rest) = (&text[..around.start], &text[around.end..]);
                is_title(before, &text[around], rest)
            });
            (!is_of_title).then(|| with_head(text, term))
        }
        (phrase, None) => phrase,
    };
    let words = words.map(|words| with_work(text, words));
    words.map(|words| {
        // 批发业 of 批发业务
        let is_business =
            text[words.clone()].ends_with('业') && text[words.end..].starts_with('务');
        let end = words.end + if is_business { '务'.len_utf8() } else { 0 };
        abbreviation_before(text, words.start)..end
    })
}

/// Words with the work that is done on them, where that ends the entry of a list: 楼盘代理, and not 电梯 of 电梯维修.
fn with_work(text: &str, words: Range<usize>) -> Range<usize> {
    let rest = &text[words.end..];
    let work = WORK.into_iter().find(|work| rest.starts_with(work));
    // 机械密封件设计、制造: the first of several things that a maker does.
    let ends = |work: &&str| {
        let rest = &rest[work.len()..];
        let next = rest.strip_prefix('、').unwrap_or_default();
        !rest.starts_with(is_han) && !MAKING.iter().any(|making| next.starts_with(making))
    };
    let whole = words.start..words.end + work.filter(ends).map_or(0, str::len);
    if_shown(text, whole, words)
}

/// A term with the word behind it that says what kind of thing it is, where the whole phrase is too long to be shown or a joint
/// cuts it off: 塑料包装容器, 建设工程监理咨询.
fn with_head(text: &str, term: Range<usize>) -> Range<usize> {
    let rest = &text[term.end..];
    let head = HEADS.into_iter().find(|head| rest.starts_with(head));
    let whole = term.start..term.end + head.map_or(0, str::len);
    if_shown(text, whole, term)
}

/// A term with the rest of the words at its ends, where a joint in it keeps them from being one phrase: 股权投资与资产管理 of
/// 投资与资产管理.
fn with_cut_words(text: &str, term: Range<usize>) -> Range<usize> {
    let words = &text[term.clone()];
    let place = |at: Option<(usize, char)>| at.map(|(at, _)| term.start + at);
    let third = place(words.char_indices().nth(2));
    let last_two = place(words.char_indices().rev().nth(1));
    let (Some(third), Some(last_two)) = (third, last_two) else {
        return term;
    };
    let first = phrase_at(text, term.start..third).filter(|first| first.end < term.end);
    let Some(first) = first else { return term };
    let last = phrase_at(text, last_two..term.end).filter(|last| last.start > first.end);
    let whole = first.start.min(term.start)..last.map_or(term.end, |last| last.end.max(term.end));
    if_shown(text, whole, term)
}

/// `whole` where it is short enough to be shown, and else the `part` of it.
fn if_shown(text: &str, whole: Range<usize>, part: Range<usize>) -> Range<usize> {
    match width(&text[whole.clone()]) <= LONGEST {
        true => whole,
        false => part,
    }
}

/// How much room words take: a Chinese character as much as four others.
fn width(words: &str) -> usize {
    let chinese = words.chars().filter(|c| is_han(*c)).count();
    chinese + (words.chars().count() - chinese).div_ceil(4)
}

/// `place` with [`WINDOW`] characters on each side.
fn around<'t>(text: &'t str, place: &Range<usize>) -> &'t str {
    let before = text[..place.start].char_indices().rev().take(WINDOW).last();
    let after = text[place.end..].char_indices().nth(WINDOW);
    let end = after.map_or(text.len(), |(at, _)| place.end + at);
    &text[before.map_or(place.start, |(at, _)| at)..end]
}

/// How long the beginning of a word is that goes on behind a letter in brackets: `抵（质）` of `抵（质）押物品`.
fn bracket_in_word(before: &str) -> usize {
    let mut letters = before.chars().rev();
    let mut next = || letters.next().unwrap_or_default();
    let [close, inside, open, first] = [next(), next(), next(), next()];
    let is_bracketed = matches!((open, close), ('（', '）') | ('(', ')'));
    match is_bracketed && is_han(inside) && is_han(first) {
        true => [close, inside, open, first]
            .map(char::len_utf8)
            .iter()
            .sum(),
        false => 0,
    }
}

/// The Chinese phrase that most of `place` stands in, between joints and signs; nothing where there is none of a length
/// that can be shown.
pub(super) fn phrase_at(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let mut phrase = between_joints(text, place.clone())?;
    phrase.start -= bracket_in_word(&text[..phrase.start]);
    phrase.start += rest_of_joint(text, phrase.start);
    let end = phrase.end;
    phrase = without_edges(text, phrase);
    // ai驱动, and no thing that is driven; LED驱动 is a thing.
    let left_out = text[phrase.end.min(end)..end].trim();
    if text[phrase.clone()].is_ascii() && ["驱动", "发展", "时代"].contains(&left_out) {
        return None;
    }
    // 计算机软、硬件: what stands before the sign is no word by itself.
    if let Some(rest) = text[phrase.end..].strip_prefix("、硬件")
        && text[phrase.clone()].ends_with('软')
    {
        phrase.end = text.len() - rest.len();
    }
    // 端侧营销服务领导者: praise.
    if let Some(leads) = PRAISE
        .iter()
        .find_map(|praise| text[phrase.clone()].strip_suffix(praise))
    {
        let own = leads.strip_prefix("中国").unwrap_or(leads);
        phrase = phrase.start + leads.len() - own.len()..phrase.start + leads.len();
    }
    phrase = with_noun(text, phrase, LONGEST)?;
    // What it stood in was left out: 解决 in 解决机器人.
    if phrase.end <= place.start || place.end <= phrase.start {
        return None;
    }
    // 陪你聊心事, 效果如何验收: talk, and no name of anything.
    if TALKING.is_in(&text[phrase.clone()]) {
        return None;
    }
    let rest = &text[phrase.end..];
    let is_of_name = is_name(rest) || rest.starts_with(['（', '(']) && is_in_name(rest);
    if is_of_name
        || is_general_chinese(&text[phrase.clone()])
            // gnss 模组 says more.
            && abbreviation_before(text, phrase.start) == phrase.start
        || is_title(
            &text[..phrase.start],
            &text[phrase.clone()],
            &text[phrase.end..],
        )
    {
        return None;
    }
    // 锂电池生产型企业: of what kind a company is, is no part of what it makes.
    if let Some(kind) = text[..phrase.end].strip_suffix('型')
        && text[phrase.end..].starts_with("企业")
    {
        let word = kind
            .chars()
            .rev()
            .take(2)
            .map(char::len_utf8)
            .sum::<usize>();
        phrase.end = kind.len().saturating_sub(word).max(phrase.start);
    }
    let phrase = whole_runs(text, phrase);
    let words = &text[phrase.clone()];
    let is_long_enough = words.chars().nth(1).is_some();
    (is_long_enough && width(words) <= LONGEST).then_some(phrase)
}

static TALKING: LazyLock<WordList<()>> =
    LazyLock::new(|| WordList::by_first(TALK.into_iter().map(|word| (word, ()))));

/// Whether a Chinese word says nothing about a business by itself.
pub(super) fn is_general_chinese(word: &str) -> bool {
    GENERAL_WORDS.binary_search(&word).is_ok()
}

/// Whether the Chinese `word` at `place` is the end of one word and the beginning of another there.
pub(super) fn meets_between(text: &str, word: &str, place: (usize, usize)) -> bool {
    let mut known = MEETING.iter().filter(|(known, ..)| *known == word);
    known.any(|(_, before, after)| {
        let (Some(start), Some(end)) = (text.get(..place.0), text.get(place.1..)) else {
            return false;
        };
        let stands = |of: &str, c: Option<char>| of.is_empty() || c.is_some_and(|c| of.contains(c));
        stands(before, start.chars().next_back()) && stands(after, end.chars().next())
    })
}

/// Words that are often only the end of one word and the beginning of another: characters before and after them that tell.
/// Of the terms of the shipped plan these met so in 60,000 Chinese texts (2026-11-29).
const MEETING: [(&str, &str, &str); 10] = [
    ("化工", "", "程具作"),
    ("化工", "代动能业", "厂人"),
    ("电工", "", "程"),
    ("加工", "", "程"),
    ("售电", "销零", ""),
    ("车轮", "", "胎"),
    ("人参", "", "果"),
    ("标准件", "非", ""),
    ("银行", "民", ""),
    ("传动带", "", "来动"),
];

/// The general words, in order.
static GENERAL_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = GENERAL.split_whitespace().collect();
    words.sort_unstable();
    words
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
        assert_phrase("抵（质）押物品的拍卖", "押物", Some("抵（质）押物品"));
        assert_phrase("酒店（含餐饮）物品", "物品", Some("物品"));
        assert_phrase("销售LFP电芯", "电芯", Some("LFP电芯"));
        assert_phrase("重庆市渝北区某某路某某号某某大厦", "大厦", None);
    }

    #[test]
    fn a_term_in_the_name_of_a_company_is_looked_for_elsewhere() {
        let found = |text: &'static str, term: &str| {
            let start = text.find(term).unwrap();
            let place = start..start + term.len();
            words_at(text, place.clone(), Some(place)).map(|words| &text[words])
        };
        assert_eq!(found("上海市某某教育研究院由其设立", "教育"), None);
        assert_eq!(found("上海某某信息科技有限公司旗下产品", "信息科技"), None);
        assert_eq!(
            found("隶属于某某智能科技（北京）有限公司", "智能科技"),
            None
        );
        assert_eq!(
            found("生产载货电梯供应上海某某有限公司", "电梯"),
            Some("电梯")
        );
        let later = "某某电梯有限公司，生产载货电梯";
        assert_eq!(found(later, "电梯"), Some("载货电梯"));
        assert_eq!(
            found("网络科技领域内的技术咨询", "网络科技"),
            Some("网络科技")
        );
    }

    #[test]
    fn a_term_with_a_joint_in_it_has_whole_words_at_its_ends() {
        let long = "食品用塑料包装容器工具制品加工；建设工程监理咨询";
        let found = |term: &str| {
            let start = long.find(term).unwrap();
            let place = start..start + term.len();
            words_at(long, place.clone(), Some(place)).map(|words| &long[words])
        };
        assert_eq!(found("塑料包装"), Some("塑料包装容器"));
        assert_eq!(found("建设工程监理"), Some("建设工程监理咨询"));
        let text = "销售；股权投资与资产管理服务；工业具身智能平台型企业";
        let found = |term: &str| {
            let start = text.find(term).unwrap();
            let place = start..start + term.len();
            words_at(text, place.clone(), Some(place)).map(|words| &text[words])
        };
        assert_eq!(found("投资与资产管理"), Some("股权投资与资产管理服务"));
        assert_phrase(text, "具身智能", Some("工业具身智能"));
        let parts = "销售活性染料及其中间体；独自研发动力电池；锂电池生产型企业";
        assert_phrase(parts, "间体", Some("中间体"));
        assert_phrase(parts, "动力", Some("动力电池"));
        assert_phrase(parts, "锂电", Some("锂电池"));
    }

    #[test]
    fn runs_of_latin_letters_and_numbers_are_shown_whole() {
        for (text, part, expected) in [
            (
                "医用材料polyetheretherketone植入物",
                "医用",
                "医用材料polyetheretherketone植入物",
            ),
            ("研发PD-1单抗、CAR-T细胞治疗", "单抗", "PD-1单抗"),
            ("研发PD-1单抗、CAR-T细胞治疗", "细胞", "CAR-T细胞治疗"),
            ("主营3.5英寸OLED显示屏", "显示", "3.5英寸OLED显示屏"),
            ("主营2.5D封装", "封装", "2.5D封装"),
            ("「鋰電池」製造商", "電池", "鋰電池"),
        ] {
            assert_phrase(text, part, Some(expected));
        }
        assert_phrase("某某锂电池科技（北京）有限公司", "锂电池", None);
        let spaced = "研发AI 芯片";
        let start = spaced.find("芯片").unwrap();
        let words = words_at(spaced, start..spaced.len(), None).unwrap();
        assert_eq!(&spaced[words], "AI 芯片");
        let lower = "专注于 ai 驱动大分子药物设计";
        let start = lower.find("药物").unwrap();
        let words = words_at(lower, start..lower.len(), None).unwrap();
        assert_eq!(&lower[words], "ai 驱动大分子药物设计");
    }

    #[test]
    fn traditional_text_is_cut_as_simplified_text_is() {
        let text = "業務涵蓋採購與銷售動力電池";
        let start = text.find("電池").unwrap();
        let words = words_at(text, start..start + "電池".len(), None).unwrap();
        assert_eq!(&text[words], "動力電池");
    }

    #[test]
    fn verbs_claims_and_particles_are_no_part_of_a_phrase() {
        for (text, part, expected) in [
            ("大幅提升ai推理效率", "推理", "ai推理效率"),
            ("主要业务有自动化控制", "控制", "自动化控制"),
            ("因为客户用无人驾驶卡车", "驾驶", "无人驾驶卡车"),
            ("集工业机器人技术于一体", "机器人", "工业机器人技术"),
            ("让机器人走进千行百业", "机器人", "机器人"),
            ("与边缘计算设备深度融合", "计算", "边缘计算设备"),
            ("平台由三类智能体组成", "智能体", "三类智能体"),
            ("其人形机器人出货量领先", "机器人", "人形机器人"),
            ("提供定制成人用品，包括性爱机器人", "机器人", "性爱机器人"),
            ("销售三款物流无人机", "无人机", "物流无人机"),
            ("超100个实战智能体", "智能体", "实战智能体"),
            ("解决集群控制问题", "控制", "集群控制"),
            ("聚焦千亿级身份认证", "身份", "身份认证"),
            ("融合虚拟现实技术", "现实", "虚拟现实技术"),
            ("销售融合通信设备", "通信", "融合通信设备"),
            ("市政工程施工总承包贰级", "工程", "市政工程施工总承包"),
            ("采用工业大模型驱动的平台", "大模型", "工业大模型"),
            ("主营伺服驱动、电机", "伺服", "伺服驱动"),
            ("销售落地扇及落地灯", "地扇", "落地扇"),
            ("解决方案", "解决", "解决方案"),
            ("网络智能机器人上", "机器人", "网络智能机器人"),
            ("主营线上教育平台", "教育", "线上教育平台"),
            ("汽车零部件再制造", "零部", "汽车零部件再制造"),
            ("采用知识规则", "规则", "知识规则"),
            ("聚焦ai安全新范式", "安全", "ai安全新范式"),
            ("提供按需计算服务", "计算", "按需计算服务"),
            ("提供2-8公里短驳运输", "运输", "短驳运输"),
        ] {
            let expected = (!is_general_chinese(expected)).then_some(expected);
            assert_phrase(text, part, expected);
        }
        // What is left out names nothing.
        assert_phrase("大幅提升机器人效率", "提升", None);
        assert_phrase("广泛的生态系统", "生态", None);
    }

    #[test]
    fn words_that_want_a_noun_have_it_or_are_not_shown() {
        for (text, part, expected) in [
            ("邮政增值业务，", "增值", Some("邮政增值业务")),
            ("票据式经营：", "票据", Some("票据式经营")),
            ("供应链、交易类业务、", "交易", Some("交易类业务")),
            ("资金业务、", "资金", Some("资金业务")),
            ("帮助企业扩展业务，", "扩展", None),
            ("主营机床加工用油", "机床", Some("机床加工用油")),
            ("人工智能应用开发", "人工", Some("人工智能应用")),
            (
                "废旧黑色、有色金属的收购",
                "废旧",
                Some("废旧黑色、有色金属"),
            ),
            (
                "光通信无源和有源器件的",
                "无源",
                Some("光通信无源和有源器件"),
            ),
            ("销售室内、照明", "室内", None),
            ("以生成式 ai 和数据为核心", "生成", Some("生成式 ai")),
            ("交互式与虚拟现实", "交互", None),
            ("SaaS模式的平台", "模式", Some("SaaS模式")),
        ] {
            assert_phrase(text, part, expected);
        }
        let text = "经营医药批发业务";
        let start = text.find("批发业").unwrap();
        let place = start..start + "批发业".len();
        let words = words_at(text, place.clone(), Some(place)).unwrap();
        assert!(text[words].ends_with("批发业务"));
    }

    #[test]
    fn words_that_are_parts_of_two_others_are_known() {
        for (text, word, expected) in [
            ("园林绿化工程施工", "化工", true),
            ("化工产品销售", "化工", false),
            ("精细化工厂", "化工", false),
            ("现代化工厂", "化工", true),
            ("送变电工程", "电工", true),
            ("电工电料", "电工", false),
            ("销售电子产品", "售电", true),
            ("售电业务", "售电", false),
            ("人参果种植", "人参", true),
            ("人参种植", "人参", false),
        ] {
            let start = text.find(word).unwrap();
            let found = meets_between(text, word, (start, start + word.len()));
            assert_eq!(found, expected, "{word} in {text}");
        }
    }

    #[test]
    fn words_that_hold_a_joint_are_not_cut_at_it() {
        for (text, part, expected) in [
            ("数智一体化服务商", "服务", "数智一体化服务商"),
            ("商务、经济信息咨询", "信息", "经济信息咨询"),
            ("项目可行性研究", "行性", "可行性"),
            ("企业级存储产品", "存储", "企业级存储产品"),
            ("提供通话及对话管理系统", "话管", "对话管理系统"),
            ("聚焦数据资产", "数据", "数据资产"),
            ("开发了一款智能家庭机器人", "机器", "智能家庭机器人"),
            ("以灵巧手为核心硬件", "灵巧", "灵巧手"),
            ("拥有20个学院", "学院", "学院"),
            ("研发、检测新型电子元器件", "元器", "新型电子元器件"),
            ("销售检测仪器", "检测", "检测仪器"),
            ("精密传动技术20余年", "传动", "精密传动技术"),
            ("提供3D打印设备", "打印", "3D打印设备"),
            ("专注低压大电流连接器24年", "连接器", "低压大电流连接器"),
            ("自主研发出中文语音合成引擎", "语音", "中文语音合成引擎"),
            ("以设施方式种植蔬菜", "种植", "种植蔬菜"),
            ("农产品初级加工", "农产", "农产品初级加工"),
            ("全国性公募基金会", "公募", "全国性公募基金会"),
            ("让机器人真正理解世界", "机器人", "机器人"),
            (
                "推动认知健康服务向预防与长期管理延伸",
                "健康服务",
                "认知健康服务",
            ),
            ("定向刨花板的生产", "刨花", "定向刨花板"),
            ("服务于工业设备预测性维护", "预测", "工业设备预测性维护"),
            ("持续降低低压动力连接领域综合成本", "动力", "低压动力连接"),
            ("许可经营项目：小型餐馆一般经营项目：无", "餐馆", "小型餐馆"),
        ] {
            assert_phrase(text, part, Some(expected));
        }
        for (text, part, expected) in [
            ("覆盖数百万人工智能从业者", "人工", "人工智能从业者"),
            ("打造专业级ai智能体", "智能", "专业级ai智能体"),
            ("陪伴智能1:1仿生人形机器人", "机器人", "仿生人形机器人"),
            ("机械臂已形成系列", "机械", "机械臂"),
            ("落地到多个智能硬件中。", "硬件", "智能硬件"),
            ("可完成替代人工交易", "交易", "替代人工交易"),
            ("从部署到数据交付", "数据", "数据交付"),
            ("端到端语音模型", "语音", "端到端语音模型"),
            ("公司银务、个人银务", "银务", "公司银务"),
            ("高中教材", "教材", "高中教材"),
            ("数千瓦激光器", "激光", "数千瓦激光器"),
            ("拥有数百余种传感器", "传感", "传感器"),
            ("3/5轴数控机床", "数控", "5轴数控机床"),
            ("治疗脑卒中", "卒中", "治疗脑卒中"),
            ("门到门运输服务", "运输", "门到门运输服务"),
            ("与非门芯片", "芯片", "与非门芯片"),
            ("效果导向的营销方案", "效果", "效果导向"),
            ("业务包括数字化转型服务三大体系", "转型", "数字化转型服务"),
            ("致力于发展农业自动化", "农业", "农业自动化"),
            ("用人工智能和大数据重构交通", "人工", "人工智能"),
            ("提供最自然人机交互服务", "交互", "人机交互服务"),
            ("最优控制系统", "控制", "最优控制系统"),
            ("生产迷你风扇", "风扇", "迷你风扇"),
            ("作为中国端侧营销服务领导者", "营销", "端侧营销服务"),
            ("众多智能汽车产品", "汽车", "智能汽车产品"),
            ("无线通信需求日益多元化", "无线", "无线通信"),
            ("企业形象策划", "形象", "企业形象策划"),
            ("智能眼镜HiAR Glasses、", "眼镜", "智能眼镜HiAR Glasses"),
        ] {
            assert_phrase(text, part, Some(expected));
        }
        assert_phrase("温暖的话语，陪你聊心事，", "心事", None);
        // What the sign cuts off says nothing alone.
        assert_phrase("产品“设计—研发—量产”", "计—研", None);
        let owner = "隶属于北京某某网络科技有限公司";
        assert_phrase(owner, "网络", None);
        assert_phrase("智驾科技是一家专业从事辅助驾驶的公司", "智驾", None);
        for general in ["一般", "规定", "承包叁级"] {
            assert_phrase(&format!("，{general}。"), general, None);
        }
    }
}
