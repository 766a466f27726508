//! Rows of a table that are about no one.

use super::clean::trimmed;
use super::columns::Columns;
use super::target::Target;
use crate::lead::Cells;
use crate::text::is_han;

/// What a row is that is no lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoLead {
    /// The header once more, as where lists were put one after the other.
    Header,
    /// A sum: `合计`, `Subtotal`.
    Total,
    /// A heading or note over or under the rows: `一、新能源`, `注：数据来源`, `（万元）`.
    Heading,
    /// A line drawn with signs, or a row of control characters.
    Rule,
    /// A row of a second table below the first, which has other headers.
    SecondTable,
}

impl NoLead {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Header,
        Self::Total,
        Self::Heading,
        Self::Rule,
        Self::SecondTable,
    ];

    /// The word used in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Header => "repeated header",
            Self::Total => "total",
            Self::Heading => "heading or note",
            Self::Rule => "ruled line",
            Self::SecondTable => "second-table row",
        }
    }

    /// What a row is, if it is no lead.
    pub(super) fn of(cells: &Cells<'_>, columns: &Columns) -> Option<Self> {
        let mut filled = (0..columns.headers().len())
            .map(|place| (place, trimmed(cells.get(place))))
            .filter(|(_, cell)| !cell.is_empty());
        let (place, first) = filled.next()?;
        let second = filled.next();
        if first.trim_start_matches('\u{FEFF}') == columns.headers()[place]
            && is_header(cells, columns)
        {
            return Some(Self::Header);
        }
        if !first.contains(is_telling) && is_rule(cells) {
            return Some(Self::Rule);
        }
        let is_total = |cell: &str| starts_total(cell);
        if (is_total(first) || second.is_some_and(|(_, cell)| is_total(cell)))
            && !has_text(cells, columns)
        {
            return Some(Self::Total);
        }
        let is_alone = second.is_none() && columns.headers().len() > 1;
        if is_unit(first) && is_unit_row(cells, columns) {
            return Some(Self::Heading);
        }
        let is_heading = is_alone && (is_heading(first, place, columns) || is_count(first));
        (is_heading || is_signed(first) && is_signature(cells)).then_some(Self::Heading)
    }
}

fn is_telling(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

fn is_header(cells: &Cells<'_>, columns: &Columns) -> bool {
    let headers = columns.headers();
    let same =
        |place: usize| trimmed(cells.get(place)).trim_start_matches('\u{FEFF}') == headers[place];
    let named = headers.iter().filter(|header| !header.is_empty()).count();
    named > 0 && (0..headers.len()).all(same)
}

/// Nothing but signs in any cell, and enough of them for a line; or control characters alone.
fn is_rule(cells: &Cells<'_>) -> bool {
    let mut filled = cells.iter().map(str::trim).filter(|cell| !cell.is_empty());
    let is_line =
        |cell: &str| cell.chars().all(|c| "-=_*:+—─━|~.".contains(c)) && cell.chars().count() >= 2;
    let is_noise = |cell: &str| cell.chars().all(|c| c.is_control() || c == '\u{FEFF}');
    filled.all(|cell| is_line(cell) || is_noise(cell))
}

/// Words that a sum begins with.
const TOTALS: [&str; 12] = [
    "小计",
    "合计",
    "总计",
    "累计",
    "共计",
    "总和",
    "total",
    "subtotal",
    "sub-total",
    "grand total",
    "sum",
    "totals",
];

fn starts_total(cell: &str) -> bool {
    if ends_total(cell) {
        return true;
    }
    // Nearly every cell is told by its first byte: of the Chinese characters below by one of three.
    if !matches!(
        cell.as_bytes().first(),
        Some(0xE5..=0xE7 | b't' | b'T' | b's' | b'S' | b'g' | b'G')
    ) {
        return false;
    }
    let is_first = |c| {
        matches!(
            c,
            '小' | '合' | '总' | '累' | '共' | 't' | 'T' | 's' | 'S' | 'g' | 'G'
        )
    };
    if cell.len() > 60 || !cell.starts_with(is_first) {
        return false;
    }
    let start = cell.as_bytes().get(..3).unwrap_or_default();
    let is_english = [b"tot", b"sub", b"sum", b"gra"]
        .iter()
        .any(|word| start.eq_ignore_ascii_case(*word));
    if cell.as_bytes()[0].is_ascii() && !is_english {
        return false;
    }
    let lower = cell.to_lowercase();
    let lower: String = lower
        .chars()
        .filter(|c| *c != '\u{3000}' && (!c.is_whitespace() || cell.is_ascii()))
        .collect();
    TOTALS.iter().any(|word| {
        let rest = lower.strip_prefix(word);
        rest.is_some_and(|rest| {
            rest.chars()
                .all(|c| !c.is_alphabetic() || "家户个条项元万亿人".contains(c))
                || rest.contains(|c: char| c.is_ascii_digit()) && words(rest).all(is_counted)
        })
    })
}

/// `渝北 小计`, `全市总计：`.
fn ends_total(cell: &str) -> bool {
    // Nearly every cell is told by its last byte: those of `计` and `：`, and two signs.
    if !matches!(cell.as_bytes().last(), Some(0xA1 | 0x9A | b':' | b' ')) {
        return false;
    }
    let bare = cell.trim_end_matches(['：', ':', ' ']);
    bare.ends_with('计')
        && bare.len() <= 30
        && ["小计", "合计", "总计", "共计"]
            .iter()
            .any(|word| bare.ends_with(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
}

/// What the rows of a list are called where they are counted.
fn is_counted(word: &str) -> bool {
    matches!(
        word,
        "row"
            | "rows"
            | "record"
            | "records"
            | "result"
            | "results"
            | "entry"
            | "entries"
            | "item"
            | "items"
            | "company"
            | "companies"
            | "firm"
            | "firms"
            | "lead"
            | "leads"
            | "of"
            | "selected"
            | "found"
    )
}

/// The line under a table in which a program counts: `(2 rows)`, `Page 1 of 3`, `第 1 页`, `共 120 条`.
fn is_count(cell: &str) -> bool {
    let lower = cell
        .trim_matches(['(', ')', '（', '）', '-', '—', '_', '*', ' '])
        .to_lowercase();
    if cell.len() > 60 || !lower.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_page = |rest: &str| words(rest).all(|word| word == "of");
    if let Some(rest) = lower.strip_prefix("page ") {
        return is_page(rest);
    }
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        return words(&lower).next().is_some() && words(&lower).all(is_counted);
    }
    // `渝北区 2家`, below the firms of a place.
    let counted = lower.trim_end_matches(['家', '户']);
    if counted.len() < lower.len() && counted.ends_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let rest = lower
        .strip_prefix('第')
        .or_else(|| lower.strip_prefix('共'));
    rest.is_some_and(|rest| {
        rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
            && rest
                .chars()
                .all(|c| !c.is_alphabetic() || "第共页条行家户个项记录数据".contains(c))
    })
}

/// What a cell begins with in which somebody signs for a table.
const SIGNED: [&str; 18] = [
    "填表",
    "制表",
    "填报",
    "审核",
    "复核",
    "审批",
    "经办",
    "负责人",
    "单位负责人",
    "盖章",
    "单位盖章",
    "单位（盖章）",
    "签字",
    "prepared by",
    "checked by",
    "approved by",
    "reviewed by",
    "signed by",
];
/// What may stand beside it.
const BESIDE: [&str; 9] = [
    "日期",
    "时间",
    "联系人",
    "联系电话",
    "电话",
    "单位",
    "部门",
    "date",
    "tel",
];

/// The beginning of a cell up to its colon, where it has one.
fn label(cell: &str) -> Option<String> {
    let (label, _) = cell.split_once(['：', ':'])?;
    let label: String = label.to_lowercase();
    Some(label.trim().to_owned()).filter(|label| label.len() <= 30)
}

fn is_signed(cell: &str) -> bool {
    // Most rows begin with a number.
    !cell.starts_with(|c: char| c.is_ascii_digit())
        && label(cell).is_some_and(|label| SIGNED.iter().any(|start| label.starts_with(start)))
}

/// Whether every cell of a row is signed or stands beside a signature: `填表人：张三`, `审核人：李四`, `日期：1月5日`.
fn is_signature(cells: &Cells<'_>) -> bool {
    let mut filled = cells.iter().map(trimmed).filter(|cell| !cell.is_empty());
    filled.all(|cell| {
        let beside = |label: String| BESIDE.iter().any(|start| label.starts_with(start));
        is_signed(cell) || label(cell).is_some_and(beside) || is_date(cell)
    })
}

/// `2023年5月`, `2023-05-01`.
fn is_date(cell: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "年月日-/. ".contains(c);
    cell.contains(|c: char| c.is_ascii_digit()) && cell.chars().all(is_part)
}

/// Whether a column that is read for what a firm does holds letters.
fn has_text(cells: &Cells<'_>, columns: &Columns) -> bool {
    let targets = columns.targets().iter().enumerate();
    let mut texts = targets.filter(|(_, target)| target.is_some_and(Target::is_text));
    texts.any(|(place, _)| {
        let cell = trimmed(cells.get(place));
        cell.contains(char::is_alphabetic) && !starts_total(cell) && !is_quantity(cell)
    })
}

/// `3家`, `12 项`: how many were summed.
fn is_quantity(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit())
        && cell
            .chars()
            .all(|c| !c.is_alphabetic() || "家户个条项元万亿人".contains(c))
}

/// `（万元）`, `(text)`: what stands under a header and says how its cells are written.
fn is_unit(cell: &str) -> bool {
    let inner = cell
        .strip_prefix(['(', '（'])
        .and_then(|rest| rest.strip_suffix([')', '）']));
    inner.is_some_and(|inner| !inner.contains(['(', '（', ')', '）']))
}

/// Units alone, under two headers or more, or under one of neither names nor texts.
fn is_unit_row(cells: &Cells<'_>, columns: &Columns) -> bool {
    let filled = || {
        let targets = columns.targets().iter().enumerate();
        targets
            .map(|(place, target)| (trimmed(cells.get(place)), target))
            .filter(|(cell, _)| !cell.is_empty())
    };
    filled().all(|(cell, _)| is_unit(cell))
        && (filled().nth(1).is_some() || filled().all(|(_, target)| target.is_none()))
}

/// Whether the only cell of a row is a heading: numbered or marked as a note, or under a header that it does not suit.
fn is_heading(cell: &str, place: usize, columns: &Columns) -> bool {
    let target = columns.targets()[place];
    if target.is_some_and(Target::is_text) && !is_note(cell) {
        return false;
    }
    let has_name = columns.targets().contains(&Some(Target::Name));
    let is_running = columns.headers()[place].contains(['序', '#']) || target == Some(Target::Id);
    is_note(cell)
        || is_numbered(cell)
        || has_name && is_running && (!cell.contains(|c: char| c.is_ascii_digit()) || is_hall(cell))
}

/// `Hall 1`, `Pavilion B2`, `3号馆`: a part of a fair, and no stand in it.
fn is_hall(cell: &str) -> bool {
    let word = cell.split([' ', '\u{a0}']).next().unwrap_or_default();
    let is_word = word.len() < cell.len()
        && word.len() > 3
        && word.chars().all(char::is_alphabetic)
        && word.contains(char::is_lowercase);
    is_word || cell.chars().count() < 12 && cell.ends_with(['馆', '厅', '区'])
}

fn is_note(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    [
        "注：",
        "注:",
        "备注：",
        "说明：",
        "数据来源",
        "声明",
        "制表",
        "填表",
        "以上数据",
        "以上信息",
        "本数据",
        "本表数据",
        "免责",
        "source:",
        "note:",
        "notes:",
        "disclaimer",
        "©",
        "copyright (c)",
        "copyright ©",
        "confidential information",
        "generated by:",
        "generated on",
        "exported by:",
        "exported on",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// `一、新能源`, `（二）食品`, `第三部分`, `II. Food`.
fn is_numbered(cell: &str) -> bool {
    let rest = cell.trim_start_matches(['(', '（', '第']);
    let after = rest.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    if after.len() < rest.len() {
        return after.starts_with(['、', '.', '．', ')', '）'])
            || rest.len() < cell.len() && after.starts_with(['部', '类', '章', '批', '组']);
    }
    let after = rest.trim_start_matches(['I', 'V', 'X']);
    after.len() < rest.len() && after.starts_with(". ")
}
