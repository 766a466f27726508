//! Where the header of a table is: among its first rows the one in which the most cells are known headers.
//!
//! Above it may stand a title, a statement, blank or comment lines, or a row that groups columns; below it a second
//! header row for the columns that a group spans. A list without any header has its columns named by letter.

use super::cell_counts::{is_figure, is_link, is_name};
use super::columns::letter_of;
use super::headers;

/// How many rows are looked at: titles and statements are a few, forms a dozen or two.
pub(super) const ROWS: usize = 60;

/// A header that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Its row, from 0; with a second header row the upper one.
    pub(super) row: usize,
    /// How many rows it takes: none where the list has no header.
    pub(super) height: usize,
    pub(super) names: Vec<String>,
    /// How many of its cells are known, a measure of how sure it is.
    pub(super) known: usize,
}

/// Finds the header among the first `rows`, or takes row `wanted` at its word.
pub(super) fn find(rows: &[Vec<String>], wanted: Option<usize>) -> Head {
    let row = wanted.unwrap_or_else(|| best(rows));
    let first = rows.get(row).map_or(&[][..], Vec::as_slice);
    let known = known_in(first, 1);
    if wanted.is_none() && known == 0 && is_data(first) && !rows.is_empty() {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        return Head {
            row: 0,
            height: 0,
            names: (0..width).map(letter_of).collect(),
            known,
        };
    }
    let mut names: Vec<String> = first.iter().map(|cell| cell.trim().to_owned()).collect();
    let mut height = 1;
    if rows
        .get(row + 1)
        .is_some_and(|second| is_of_a_survey(second))
    {
        height = 2;
    } else if let Some(second) = rows
        .get(row + 1)
        .filter(|second| is_languages(&names, second))
    {
        height = 2;
        add_languages(&mut names, second);
    } else if let Some(second) = rows.get(row + 1).filter(|second| is_second(&names, second)) {
        height = 2;
        for (place, cell) in second
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.trim().is_empty())
        {
            if place >= names.len() {
                names.resize(place + 1, String::new());
            }
            cell.trim().clone_into(&mut names[place]);
        }
    }
    Head {
        row,
        height,
        names,
        known,
    }
}

/// The row with the most known headers; the first that holds anything, unless another knows clearly more.
fn best(rows: &[Vec<String>]) -> usize {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let Some(first) = rows.iter().position(|row| filled(row) > 0) else {
        return 0;
    };
    let (mut best, mut most) = (first, known_in(&rows[first], 1));
    for (place, row) in rows.iter().enumerate().skip(first + 1) {
        // A title of one cell may be called like a header.
        let is_below_a_title = most == 1 && filled(&rows[best]) == 1 && filled(row) >= 4;
        let least = match most {
            0 if place < first + 10 => 1,
            1 if is_below_a_title => 1,
            0 | 1 => 2,
            _ => most + 2,
        };
        let known = known_in(row, least);
        let all_alike = || {
            row.iter()
                .all(|cell| cell.trim().is_empty() || is_header(cell))
        };
        let is_better = match most {
            _ if known < least => false,
            0 => known >= 2 || all_alike(),
            1 if known == 1 => all_alike(),
            1 => filled(&rows[best]) < filled(row) || known > 2,
            _ => all_alike(),
        };
        if is_better {
            (best, most) = (place, known);
        }
    }
    match most {
        0 => below_title(rows, best),
        _ => below_groups(rows, best),
    }
}

/// Where no header is known: below a title of one cell the row is taken that names several columns.
fn below_title(rows: &[Vec<String>], title: usize) -> usize {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    if filled(&rows[title]) != 1 || is_data(&rows[title]) {
        return title;
    }
    let mut below = (title + 1..rows.len()).take(10);
    let wide = below.find(|place| filled(&rows[*place]) > 1);
    let is_header = |place: &usize| filled(&rows[*place]) >= 3 && !is_data(&rows[*place]);
    wide.filter(is_header).unwrap_or(title)
}

/// Where the header seems to be a row of groups, each over several columns, and the row below names those columns.
fn below_groups(rows: &[Vec<String>], groups: usize) -> usize {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let is_header = |row: &Vec<String>| {
        let headers = row.iter().filter(|cell| is_header(cell)).count();
        filled(row) >= 2 * filled(&rows[groups]).max(2)
            && known_in(row, 2) >= 2
            && headers * 5 >= filled(row) * 3
            && !is_data(row)
    };
    let row = rows.get(groups + 1);
    groups + usize::from(row.is_some_and(is_header))
}

fn is_header(cell: &str) -> bool {
    headers::known(cell).is_some() || headers::is_other(cell)
}

/// How many cells of a row are known headers, those of the same text once; nothing if they are fewer than `least`, which
/// shows in most rows at the first cells.
fn known_in(row: &[String], least: usize) -> usize {
    let mut seen: Vec<&str> = Vec::new();
    for (place, cell) in row.iter().map(|cell| cell.trim()).enumerate() {
        if seen.len() + row.len() - place < least {
            return 0;
        }
        if !cell.is_empty() && !seen.contains(&cell) && headers::known(cell).is_some() {
            seen.push(cell);
        }
    }
    match seen.len() < least {
        true => 0,
        false => seen.len(),
    }
}

/// Whether a row that holds no known header looks like data: the name of a company, a link, a date, a long text.
fn is_data(row: &[String]) -> bool {
    row.iter().map(|cell| cell.trim()).any(|cell| {
        let is_long = cell.chars().count() > 60;
        !cell.is_empty()
            && (is_name(cell) && cell.chars().count() > 4
                || is_link(cell)
                || is_figure(cell)
                || is_long
                || is_entry(cell))
    })
}

/// `1、甲公司：电池。`, `2. Acme - makes cells`: a numbered entry of a list, with what is said of it.
fn is_entry(cell: &str) -> bool {
    let rest = cell.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = rest.strip_prefix(['、', '.', ')', '）', '．']);
    rest.len() < cell.len()
        && text.is_some_and(|text| {
            text.contains(['：', '。', '；']) || text.contains(" - ") || text.contains(" – ")
        })
}

/// Whether `row` goes on with a header: it names only columns that the header above leaves blank or groups.
fn is_second(names: &[String], row: &[String]) -> bool {
    let above = |place: usize| names.get(place).map_or("", String::as_str);
    let cell = |place: usize| row.get(place).map_or("", |cell| cell.trim());
    let filled = || (0..row.len()).filter(|place| !cell(*place).is_empty());
    // What is merged over both rows stands in both.
    let (merged, own): (Vec<usize>, Vec<usize>) =
        filled().partition(|place| cell(*place) == above(*place));
    // A header over several columns may be called like one of them: `企业基本情况` over `主营业务` and `产值`.
    let spans = |place: usize| {
        !cell(place + 1).is_empty()
            && (above(place + 1).is_empty() || above(place + 1) == above(place))
    };
    let is_merged = merged.len() >= 2 && merged.len() >= own.len();
    let names_a_column = |place: &usize| {
        is_header(cell(*place)) && (headers::known(above(*place)).is_none() || spans(*place))
            || is_merged && !is_figure(cell(*place))
    };
    let is_below_blank = |place: &usize| above(*place).is_empty() || is_merged;
    own.len() >= 2 && own.iter().all(names_a_column) && own.iter().any(is_below_blank)
}

/// Whether a survey's program has put a row of its own below the questions: `{"ImportId":"QID1"}`, `Open-Ended Response`.
fn is_of_a_survey(row: &[String]) -> bool {
    let is_own = |cell: &String| {
        let cell = cell.trim();
        cell.starts_with("{\"ImportId\"") || matches!(cell, "Open-Ended Response" | "开放式回答")
    };
    row.iter().any(is_own)
}

/// Whether `row` only says in which language the columns are that a header above spans: `EN`, `中文`.
fn is_languages(names: &[String], row: &[String]) -> bool {
    let cells = row.iter().map(|cell| cell.trim()).enumerate();
    let mut count = 0;
    for (place, cell) in cells.filter(|(_, cell)| !cell.is_empty()) {
        let is_merged = names.get(place).is_some_and(|above| above == cell);
        if !is_merged {
            if !LANGUAGES.contains(&cell.to_lowercase().as_str()) {
                return false;
            }
            count += 1;
        }
    }
    count >= 2
}

/// Languages as headers name them.
const LANGUAGES: [&str; 14] = [
    "en", "eng", "english", "zh", "cn", "chn", "chinese", "中文", "英文", "中", "英", "汉语",
    "英语", "zh-cn",
];

/// `Products`, blank over `EN`, `中文` -> `Products (EN)`, `Products (中文)`.
fn add_languages(names: &mut Vec<String>, row: &[String]) {
    if names.len() < row.len() {
        names.resize(row.len(), String::new());
    }
    let mut above = String::new();
    for (name, cell) in names.iter_mut().zip(row) {
        if !name.is_empty() {
            above.clone_from(name);
        }
        let cell = cell.trim();
        if !cell.is_empty() && cell != name.as_str() {
            *name = format!("{above} ({cell})");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[&str]]) -> Head {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect();
        find(&rows, None)
    }

    #[test]
    fn titles_and_groups_stand_above_it() {
        for above in [
            &["重点企业名单", "", ""][..],
            &["公司简介"],
            &["基本信息", "", "经营信息"],
            &["# exported by crm"],
        ] {
            let head = found(&[
                above,
                &["企业名称", "产品", "经营范围"],
                &["甲公司", "电池", "研发"],
            ]);
            assert_eq!(
                (head.row, head.height, head.names.len()),
                (1, 1, 3),
                "{above:?}"
            );
        }
    }

    #[test]
    fn a_title_that_is_called_like_a_header_is_none() {
        let head = found(&[
            &["Notes:"],
            &["When you export your connections, some addresses may be missing."],
            &["First Name", "Last Name", "Company", "Position"],
            &["Ann", "Lee", "Acme Cells", "Head of Sales"],
        ]);
        assert_eq!((head.row, head.known), (2, 1));
        let head = found(&[
            &["名单"],
            &["电池", "a", "b", "c"],
            &["食品", "d", "e", "f"],
        ]);
        assert_eq!(head.row, 0);
    }

    #[test]
    fn a_second_row_names_what_a_group_spans() {
        let head = found(&[
            &["企业名称", "产品", "联系方式", ""],
            &["", "", "电话", "邮箱"],
            &["甲公司", "电池", "1", ""],
        ]);
        assert_eq!(
            (head.height, head.names.join(",")),
            (2, "企业名称,产品,电话,邮箱".to_owned())
        );
        let head = found(&[
            &["name", "products", "", ""],
            &["Services", "", "services", "x"],
        ]);
        assert_eq!(head.height, 1);
    }

    #[test]
    fn a_second_row_below_a_known_group_is_no_lead() {
        let groups = [
            "产业类别",
            "序号",
            "企业名称",
            "企业基本情况",
            "",
            "对接情况",
        ];
        let lead = ["食品", "1", "丙食品有限公司", "火锅底料", "0.8", "已签约"];
        for second in [
            ["", "", "", "主营业务", "产值", ""],
            [
                "产业类别",
                "序号",
                "企业名称",
                "主营业务",
                "2025年产值（亿元）",
                "对接情况",
            ],
        ] {
            let head = found(&[&groups, &second, &lead]);
            let names = "产业类别,序号,企业名称,主营业务";
            assert_eq!(
                (head.height, head.names[..4].join(",").as_str()),
                (2, names)
            );
            assert_eq!(found(&[&groups, &lead, &lead]).height, 1);
        }
        // The header again is no second row of it, nor is a lead with two cells like the one above.
        assert_eq!(found(&[&groups, &groups, &lead]).height, 1);
        let repeated = found(&[&["name", "kind", "products"], &["name", "x", "pumps"]]);
        assert_eq!(repeated.height, 1);
    }

    #[test]
    fn a_second_row_of_languages_is_no_lead() {
        let head = found(&[
            &["No.", "Company Name\n公司名称", "", "Products", ""],
            &["No.", "EN", "中文", "EN", "中文"],
            &["1", "Acme Cells", "甲电池", "cells", "电池"],
        ]);
        let names = "No.|Company Name\n公司名称 (EN)|Company Name\n公司名称 (中文)|Products (EN)|Products (中文)";
        assert_eq!((head.height, head.names.join("|").as_str()), (2, names));
    }

    #[test]
    fn a_list_without_a_header_keeps_its_first_row() {
        let head = found(&[
            &["山城电芯有限公司", "动力电池"],
            &["渝味食品厂", "火锅底料"],
        ]);
        assert_eq!((head.height, head.names.join(",")), (0, "A,B".to_owned()));
        assert_eq!(found(&[&["Land", "PLZ"], &["x", "1"]]).height, 1);
        let numbered = found(&[
            &["1、山城电芯有限公司：生产电池。"],
            &["2、渝味食品厂：生产底料。"],
        ]);
        assert_eq!(numbered.height, 0);
    }
}
