//! Reads a sheet of sectors: a table (XLSX, ODS, CSV, TSV) whose columns are known by their headers or by what is in
//! them, or a plain list with a name a line. Rows of the same name are one sector.

use crate::error::{Error, ErrorKind, Result};
use crate::files::{self, read_from};
use crate::input::{
    ColumnMap, Entry, Format, InputOptions, Leads, NoLead, RowBlock, RowReader, Source, Target,
    target_of,
};
use crate::text::{fold_str, is_han};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::path::Path;

/// The longest sheet of sectors, in bytes: a plan of thousands takes a hundredth of it.
const MOST: u64 = 64 << 20;

/// A sector as its author describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sector {
    /// Its code in the sheet, if it has one that is no running number.
    pub code: Option<String>,
    /// Its name in English, in Chinese, or in both; one of them is there.
    pub en: Option<String>,
    /// See `en`.
    pub zh: Option<String>,
    /// The group that it belongs to.
    pub group: Option<String>,
    /// What the plan says of it, word for word.
    pub clause: Option<String>,
    /// Words of the trade.
    pub keywords: Vec<String>,
    /// What its author says of it besides.
    pub notes: Option<String>,
}

impl Sector {
    /// Its name, in English where it has one.
    #[must_use]
    pub fn name(&self) -> &str {
        let name = self.en.as_deref().or(self.zh.as_deref());
        name.unwrap_or_default()
    }
}

/// What a column of the sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Name,
    English,
    Chinese,
    Group,
    Clause,
    Keywords,
    Notes,
}

/// Headers of sheets of sectors, folded, beside those of lists of companies.
const HEADERS: [(Column, &[&str]); 7] = [
    (
        Column::English,
        &[
            "english",
            "english name",
            "name (en)",
            "name en",
            "en",
            "英文",
            "英文名称",
            "英文名",
        ],
    ),
    (
        Column::Chinese,
        &[
            "chinese",
            "chinese name",
            "name (zh)",
            "name zh",
            "zh",
            "中文",
            "中文名称",
            "中文名",
        ],
    ),
    (
        Column::Name,
        &[
            "sector",
            "sectors",
            "sector name",
            "industry",
            "industries",
            "industry name",
            "subsector",
            "sub-sector",
            "subdivision",
            "name",
            "title",
            "field",
            "area",
            "priority",
            "priority sector",
            "priority industry",
            "class",
            "产业",
            "产业名称",
            "行业",
            "行业名称",
            "领域",
            "重点领域",
            "细分领域",
            "重点产业",
            "名称",
            "产业链",
            "赛道",
            "产业方向",
            "子领域",
        ],
    ),
    (
        Column::Group,
        &[
            "group",
            "cluster",
            "category",
            "front",
            "pillar",
            "parent",
            "chapter",
            "division",
            "theme",
            "大类",
            "类别",
            "门类",
            "产业集群",
            "集群",
            "板块",
            "产业大类",
            "分类",
            "所属集群",
            "产业类别",
            "组别",
        ],
    ),
    (
        Column::Clause,
        &[
            "clause",
            "text",
            "plan text",
            "wording",
            "policy",
            "quote",
            "条款",
            "原文",
            "规划原文",
            "政策原文",
            "政策",
            "规划表述",
        ],
    ),
    (
        Column::Keywords,
        &[
            "keywords",
            "terms",
            "phrase",
            "phrases",
            "scope",
            "includes",
            "focus",
            "focus areas",
            "examples",
            "products",
            "activities",
            "关键词",
            "重点方向",
            "主要产品",
            "产品",
            "方向",
            "内容",
            "重点",
            "主要内容",
            "细分方向",
            "重点产品",
        ],
    ),
    (
        Column::Notes,
        &[
            "notes",
            "note",
            "description",
            "remarks",
            "remark",
            "definition",
            "comment",
            "说明",
            "备注",
            "描述",
            "定义",
            "简介",
        ],
    ),
];

/// How many rows are looked at for the header.
const HEAD: usize = 10;

fn column_of(header: &str) -> Option<Column> {
    let folded = fold_str(header.trim());
    let known = HEADERS
        .iter()
        .find(|(_, names)| names.contains(&folded.as_str()));
    known.map(|(column, _)| *column).or_else(|| {
        if folded.is_empty() || folded.chars().count() > 40 {
            return None;
        }
        match target_of(header)? {
            Target::Id => Some(Column::Code),
            Target::Name | Target::Industry => Some(Column::Name),
            Target::Keywords | Target::Products => Some(Column::Keywords),
            Target::Description => Some(Column::Notes),
            Target::Kind | Target::Project => None,
        }
    })
}

/// Reads a sheet: `path`, or what `standard_input` gives where it is there. A word a line is a list too.
///
/// # Errors
/// What [`Source`] and [`Leads::open`] say; [`ErrorKind::Incomplete`] for a sheet without names.
pub fn read(path: &Path, standard_input: Option<&mut dyn Read>) -> Result<Vec<Sector>> {
    let name = match standard_input {
        Some(_) => "standard input".to_owned(),
        None => path.display().to_string(),
    };
    let bytes = match standard_input {
        Some(input) => read_from(input, Path::new(&name), MOST)?,
        None => files::read(path, MOST)?,
    };
    let rows = match plain_list(&bytes) {
        Some(names) => names
            .into_iter()
            .map(|name| Row::Cells(vec![name]))
            .collect(),
        None => table(&name, bytes, Format::of(path))?,
    };
    let sectors = sectors(rows);
    if sectors.is_empty() {
        let message = format!("no sector in `{name}`");
        return Err(Error::new(ErrorKind::Incomplete, message)
            .with_hint("a sheet has a column of names, under a header such as `Sector` or `产业`; a list has a name a line"));
    }
    Ok(sectors)
}

enum Row {
    Cells(Vec<String>),
    /// A line over others.
    Heading(String),
}

/// The names of a text with one a line; nothing for a table.
fn plain_list(bytes: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()?;
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let cells = |line: &str| line.matches([',', ';', '\t']).count();
    let first = lines.first()?;
    let columns = cells(first);
    let is_table = text.contains(['\t', '\0'])
        || columns > 0
            && (lines.iter().all(|line| cells(line) == columns)
                || first
                    .split([',', ';'])
                    .filter(|cell| column_of(cell).is_some())
                    .count()
                    > 0);
    if is_table {
        return None;
    }
    let names = lines.into_iter().map(without_bullet);
    Some(
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

/// A line of a list without the number or sign before it.
fn without_bullet(line: &str) -> &str {
    let line = line.trim_start_matches(['-', '*', '•', '·', '–', ' ']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match rest.strip_prefix(['.', ')', '、', '．', '）']) {
        Some(rest) if rest.len() < line.len() => rest,
        _ => line,
    };
    rest.trim()
}

fn table(name: &str, bytes: Vec<u8>, said: Option<Format>) -> Result<Vec<Row>> {
    let source = Source::pipe(Box::new(Cursor::new(bytes)), name)?;
    let options = InputOptions {
        header_row: Some(0),
        map: ColumnMap::parse(["keywords=A"])?,
        ..InputOptions::default()
    };
    let mut leads = Leads::open_any(source, said, &options)?;
    let layout = leads.layout();
    let width = layout.columns().headers().len();
    let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
    let mut rows = Vec::new();
    while leads.fill(&mut block)? {
        for index in 0..block.len() {
            match reader.read(&layout, &block, index) {
                Entry::Lead { lead, .. } => {
                    let cells = (0..width).map(|column| lead.cells.get(column).trim().to_owned());
                    rows.push(Row::Cells(cells.collect()));
                }
                Entry::NoLead {
                    what: NoLead::Heading,
                    raw,
                    ..
                } => {
                    let text = String::from_utf8_lossy(raw);
                    let text = text.trim().trim_matches([',', ';', '\t', '"']).trim();
                    rows.push(Row::Heading(text.to_owned()));
                }
                Entry::NoLead { .. } => {}
                Entry::Reject(reject) => {
                    let message = format!("`{name}` line {}: {}", reject.line, reject.reason);
                    return Err(Error::new(ErrorKind::Malformed, message));
                }
            }
        }
    }
    Ok(rows)
}

/// The columns by their headers, and in which row these stand; by what is in them where there is no header.
fn columns(rows: &[Row]) -> (Vec<Option<Column>>, usize) {
    let known = |row: &Row| match row {
        Row::Cells(cells) => cells
            .iter()
            .filter(|cell| column_of(cell).is_some())
            .count(),
        Row::Heading(_) => 0,
    };
    let head = rows.iter().take(HEAD).map(known).enumerate();
    let best = head.max_by_key(|(place, known)| (*known, std::cmp::Reverse(*place)));
    let width = rows.iter().map(|row| match row {
        Row::Cells(cells) => cells.len(),
        Row::Heading(_) => 0,
    });
    let width = width.max().unwrap_or(0);
    match best {
        Some((place, count)) if count > 1 || count == 1 && width == 1 => {
            let Row::Cells(cells) = &rows[place] else {
                return (Vec::new(), 0);
            };
            let mut columns: Vec<_> = cells.iter().map(|cell| column_of(cell)).collect();
            settle(&mut columns, &rows[place + 1..]);
            (columns, place + 1)
        }
        _ => (by_looks(rows, width), 0),
    }
}

/// Several columns of names are one each language; a sheet without one is named by its codes or in another language.
fn settle(columns: &mut [Option<Column>], rows: &[Row]) {
    let names: Vec<usize> = places(columns, Column::Name);
    if let [first, others @ ..] = names.as_slice() {
        for other in others {
            let (here, there) = (is_chinese(rows, *first), is_chinese(rows, *other));
            columns[*other] = match (here, there) {
                (true, false) => Some(Column::English),
                (false, true) => Some(Column::Chinese),
                // Two names in one language: the first one is the coarser.
                _ => Some(Column::Name),
            };
        }
        let same = places(columns, Column::Name);
        if let [group, _, ..] = same.as_slice() {
            columns[*group] = Some(Column::Group);
        }
    }
    let has_name = columns
        .iter()
        .flatten()
        .any(|column| matches!(column, Column::Name | Column::English | Column::Chinese));
    if !has_name && let Some(code) = places(columns, Column::Code).first() {
        columns[*code] = Some(Column::Name);
    }
}

fn places(columns: &[Option<Column>], wanted: Column) -> Vec<usize> {
    let places = columns.iter().enumerate();
    places
        .filter(|(_, column)| **column == Some(wanted))
        .map(|(place, _)| place)
        .collect()
}

fn cells(rows: &[Row], column: usize) -> impl Iterator<Item = &str> {
    rows.iter().filter_map(move |row| match row {
        Row::Cells(cells) => cells
            .get(column)
            .map(String::as_str)
            .filter(|cell| !cell.is_empty()),
        Row::Heading(_) => None,
    })
}

fn is_chinese(rows: &[Row], column: usize) -> bool {
    let (mut with, mut without) = (0, 0);
    for cell in cells(rows, column) {
        match cell.contains(is_han) {
            true => with += 1,
            false => without += 1,
        }
    }
    with > without
}

/// Columns without headers: the first one of words is the name, the next in another language the other name, longer
/// ones are keywords.
fn by_looks(rows: &[Row], width: usize) -> Vec<Option<Column>> {
    let mut columns = vec![None; width];
    let mut first: Option<bool> = None;
    for (place, column) in columns.iter_mut().enumerate() {
        let is_number =
            cells(rows, place).all(|cell| cell.chars().all(|c| c.is_ascii_digit() || c == '.'));
        if is_number && width > 1 {
            continue;
        }
        let count = cells(rows, place).count().max(1);
        let length = cells(rows, place)
            .map(|cell| cell.chars().count())
            .sum::<usize>()
            / count;
        let chinese = is_chinese(rows, place);
        *column = match first {
            None => {
                first = Some(chinese);
                Some(Column::Name)
            }
            Some(known) if known != chinese && length < 40 => Some(match chinese {
                true => Column::Chinese,
                false => Column::English,
            }),
            Some(_) => Some(Column::Keywords),
        };
    }
    columns
}

fn sectors(rows: Vec<Row>) -> Vec<Sector> {
    let (columns, start) = columns(&rows);
    let mut sectors: Vec<Sector> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut group: Option<String> = None;
    for row in rows.into_iter().skip(start) {
        let cells = match row {
            Row::Heading(heading) => {
                group = Some(heading);
                continue;
            }
            Row::Cells(cells) => cells,
        };
        let mut sector = sector(&cells, &columns);
        if sector.name().is_empty() {
            continue;
        }
        // A merged cell stands in the first of its rows only.
        match &sector.group {
            Some(stated) => group = Some(stated.clone()),
            None => sector.group.clone_from(&group),
        }
        let next = sectors.len();
        match *places.entry(sector.name().to_owned()).or_insert(next) {
            known if known < next => {
                let known = &mut sectors[known];
                known.keywords.append(&mut sector.keywords);
                known.notes = known.notes.take().or(sector.notes);
                known.clause = known.clause.take().or(sector.clause);
            }
            _ => sectors.push(sector),
        }
    }
    sectors
}

fn sector(cells: &[String], columns: &[Option<Column>]) -> Sector {
    let mut sector = Sector::default();
    for (cell, column) in cells.iter().zip(columns) {
        let (Some(column), cell) = (column, cell.trim()) else {
            continue;
        };
        if cell.is_empty() {
            continue;
        }
        let text = || Some(cell.to_owned());
        match column {
            Column::Code if cell.bytes().all(|b| b.is_ascii_digit()) => {}
            Column::Code => sector.code = text(),
            Column::Name if cell.contains(is_han) => sector.zh = sector.zh.take().or(text()),
            Column::Name => sector.en = sector.en.take().or(text()),
            Column::English => sector.en = text(),
            Column::Chinese => sector.zh = text(),
            Column::Group => sector.group = text(),
            Column::Clause => sector.clause = text(),
            Column::Keywords => sector.keywords.extend(phrases(cell).map(str::to_owned)),
            Column::Notes => sector.notes = text(),
        }
    }
    sector
}

/// Brackets, each with the one that closes it.
const BRACKETS: [(char, char); 4] = [
    ('(', ')'),
    ('[', ']'),
    ('\u{ff08}', '\u{ff09}'),
    ('【', '】'),
];

/// The phrases of a cell: cut as lists of keywords are, but not inside brackets, whose examples belong to the phrase around
/// them. A bracket that its line does not close cuts nothing off.
fn phrases(cell: &str) -> impl Iterator<Item = &str> {
    let mut parts = Vec::new();
    let (mut start, mut closing) = (0, Vec::new());
    for (at, sign) in cell.char_indices() {
        let after = at + sign.len_utf8();
        if closing.last() == Some(&sign) {
            closing.pop();
        } else if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| *open == sign) {
            let line = cell[after..].lines().next().unwrap_or_default();
            closing.extend(line.contains(*close).then_some(*close));
        } else if matches!(sign, '\n' | '\r')
            || closing.is_empty() && matches!(sign, ',' | ';' | '、' | '，' | '；')
        {
            parts.push(&cell[start..at]);
            start = after;
            closing.clear();
        }
    }
    parts.push(&cell[start..]);
    let parts = parts.into_iter().map(str::trim);
    parts.filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_not_cut_inside_brackets() {
        let cut = |cell| phrases(cell).collect::<Vec<_>>();
        assert_eq!(
            cut("Pumps (e.g., rotary, centrifugal) manufacturing, valves；seals"),
            [
                "Pumps (e.g., rotary, centrifugal) manufacturing",
                "valves",
                "seals"
            ]
        );
        assert_eq!(
            cut("电池（动力、储能）、材料【正极，负极】\n\n隔膜"),
            ["电池（动力、储能）", "材料【正极，负极】", "隔膜"]
        );
        // One inside another; one that nothing closes, on its line.
        assert_eq!(cut("a (b [c, d], e), f"), ["a (b [c, d], e)", "f"]);
        assert_eq!(cut("a (b, c\nd), e"), ["a (b", "c", "d)", "e"]);
    }
}
