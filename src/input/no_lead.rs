//! Rows of a table that are about no one.

use super::columns::{Columns, Target};
use crate::lead::Cells;

/// What a row is that is no lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoLead {
    /// The header once more, as where lists were put one after the other.
    Header,
    /// A sum: `合计`, `Subtotal`.
    Total,
    /// A heading or note over or under the rows: `一、新能源`, `注：数据来源`.
    Heading,
    /// A line drawn with signs, or a row of control characters.
    Rule,
}

impl NoLead {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Header, Self::Total, Self::Heading, Self::Rule];

    /// The word used in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Header => "repeated header",
            Self::Total => "total",
            Self::Heading => "heading or note",
            Self::Rule => "ruled line",
        }
    }

    /// What a row is, if it is no lead.
    pub(super) fn of(cells: &Cells<'_>, columns: &Columns) -> Option<Self> {
        let mut filled = (0..columns.headers().len())
            .map(|place| (place, cells.get(place).trim()))
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
        (second.is_none() && columns.headers().len() > 1 && is_heading(first, place, columns))
            .then_some(Self::Heading)
    }
}

fn is_telling(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_header(cells: &Cells<'_>, columns: &Columns) -> bool {
    let headers = columns.headers();
    let same =
        |place: usize| cells.get(place).trim().trim_start_matches('\u{FEFF}') == headers[place];
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
    // Nearly every cell is told by its first letter.
    if !cell.starts_with(['小', '合', '总', '累', '共', 't', 'T', 's', 'S', 'g', 'G'])
        || cell.len() > 60
    {
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
        })
    })
}

/// Whether a column that is read for what a firm does holds letters.
fn has_text(cells: &Cells<'_>, columns: &Columns) -> bool {
    let targets = columns.targets().iter().enumerate();
    let mut texts = targets.filter(|(_, target)| target.is_some_and(Target::is_text));
    texts.any(|(place, _)| {
        cells.get(place).contains(char::is_alphabetic) && !starts_total(cells.get(place).trim())
    })
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
        || has_name && is_running && !cell.contains(|c: char| c.is_ascii_digit())
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
        "source:",
        "note:",
        "notes:",
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
