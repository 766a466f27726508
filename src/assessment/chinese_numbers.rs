//! Numbers at the ends of Chinese phrases, and what they count: `20个` in `20个学院`.

use crate::text::is_han;

/// The bytes of the end of a ratio or of a type number at the beginning of a phrase: `1` in `1:1仿生机器人`, but nothing in
/// `3D打印` and `5G通信`.
pub(super) fn rest_of_number(before: &str, words: &str) -> usize {
    let name = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - name.len();
    let mut before = before.chars().rev();
    let sign = before.next().filter(|c| ":：-/".contains(*c));
    let joined_to = before.next().filter(|c| c.is_ascii_alphanumeric());
    // PD-1单抗 is a name.
    let is_name = sign == Some('-') && joined_to.is_some_and(|c| c.is_ascii_alphabetic());
    let is_joined = sign.is_some() && joined_to.is_some() && !is_name;
    match is_joined && name.starts_with(is_han) && !name.starts_with(MEASURES) {
        // 2-8公里短驳
        true if name.starts_with("公里") => digits + "公里".len(),
        true => digits,
        false => 0,
    }
}

/// The bytes of a number with what it counts at the beginning of a phrase: `20个` in `20个学院`, but nothing in `3D打印`.
pub(super) fn counted(words: &str) -> usize {
    // 数百万从业者, but not 百货, 千斤顶 and 数千瓦激光器.
    if let Some(rest) = words.strip_prefix(['数', '近', '逾']) {
        let named = rest.trim_start_matches(['十', '百', '千', '万', '亿']);
        if named.len() < rest.len() && !named.starts_with(MEASURES) {
            let named = named.trim_start_matches(['余', '多']);
            let named = named.strip_prefix(|c| UNITS.contains(c)).unwrap_or(named);
            return words.len() - named.len();
        }
    }
    // 三种疾病, but not 三类医疗器械.
    if let Some(rest) = words.strip_prefix([
        '两', '三', '四', '五', '六', '七', '八', '九', '十', '几', '多',
    ]) && let Some(named) = rest.strip_prefix(['种', '款', '项', '套', '条', '个', '家'])
    {
        return words.len() - named.len();
    }
    // 超100个智能体, 约10万台设备
    let about = words.strip_prefix(['超', '约', '近', '逾']);
    let about = about.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let number = about.unwrap_or(words);
    let number = number.trim_start_matches(|c: char| c.is_ascii_digit());
    if number.len() == words.len() {
        return 0;
    }
    let rest = number.trim_start_matches(['余', '多', '万', '亿', '千', '百']);
    let mut unit = rest.chars();
    match unit.next() {
        Some(c) if UNITS.contains(c) => words.len() - unit.as_str().len(),
        _ => 0,
    }
}

/// The bytes of a number with what it counts at the end of a phrase: `24年` in `连接器24年`.
pub(super) fn counted_at_end(words: &str) -> usize {
    let Some(rest) = words.strip_suffix(['年', '月']) else {
        return 0;
    };
    let rest = rest.trim_end_matches(['余', '多']);
    let name = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    match name.is_empty() || name.len() == rest.len() {
        true => 0,
        false => words.len() - name.len(),
    }
}

/// What follows a number that counts.
pub(super) const COUNTED: [char; 12] = [
    '余', '多', '年', '月', '万', '亿', '家', '个', '项', '名', '%', '倍',
];

/// What is counted so.
const UNITS: &str = "个家台款项年种所名座套条次届位";

/// Units of measure, which with a number before them say what a thing is: 数千瓦激光器, 3/5轴数控机床.
const MEASURES: [char; 14] = [
    '瓦', '吨', '兆', '级', '元', '米', '赫', '伏', '轴', '英', '寸', '层', '相', '芯',
];
