//! What changed, and which firms it affects, as a workbook or as CSV.

use super::diff::{ClassChange, Differences, Fate};
use super::impact::{Impact, Impacts, Standing};
use crate::error::Result;
use crate::report::list::csv::Cells;
use crate::report::list::table::CellWriter;
use crate::taxonomy::Language;

/// Columns of the sheet of firms, and of CSV.
const FIRMS: [&str; 10] = [
    "row",
    "id",
    "name",
    "subdivision",
    "label",
    "effect",
    "before",
    "after",
    "causes",
    "why",
];

/// Columns of the sheet of the plan.
#[cfg(feature = "spreadsheets")]
const PLAN: [&str; 5] = ["subdivision", "label", "kind", "what", "changed"];

/// What of a class changed, one thing a line: its kind and what it is.
#[must_use]
pub fn lines(change: &ClassChange) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    match change.fate {
        Fate::Added => {
            let terms = change.terms.added.len();
            return vec![("added", format!("new, terms: {terms}"))];
        }
        Fate::Removed => return vec![("removed", "gone".to_owned())],
        Fate::Renamed => {
            let ids: Vec<String> = change.formerly.iter().map(|id| format!("`{id}`")).collect();
            lines.push(("rename", format!("formerly {}", ids.join(", "))));
        }
        Fate::Kept => {}
    }
    if let Some(names) = &change.names {
        let (before, after) = (&names.before.en, &names.after.en);
        let (before, after) = match before == after {
            true => (&names.before.zh, &names.after.zh),
            false => (before, after),
        };
        lines.push(("name", format!("“{before}” is now “{after}”")));
    }
    if let Some(clause) = &change.clause {
        lines.push((
            "clause",
            match (&clause.before, &clause.after) {
                (None, _) => "it quotes the plan now".to_owned(),
                (_, None) => "it quotes the plan no more".to_owned(),
                (Some(before), Some(after)) => format!("“{before}” is now “{after}”"),
            },
        ));
    }
    let mut list = |kind, entries: &super::diff::Entries| {
        let added = entries.added.iter().map(|entry| format!("+ {entry}"));
        let removed = entries.removed.iter().map(|entry| format!("- {entry}"));
        lines.extend(added.chain(removed).map(|line| (kind, line)));
    };
    list("term", &change.terms);
    list("exclusion", &change.exclusions);
    list("borrowing", &change.like);
    lines.extend(change.weights.iter().map(|(term, weight)| {
        let (before, after) = (weight.before, weight.after);
        ("term", format!("{term}: weight {after}, formerly {before}"))
    }));
    lines
}

/// The score of a firm as readers are shown it.
#[must_use]
pub fn shown(standing: &Standing) -> String {
    standing.basis.shown(standing.score, Language::En)
}

fn cells(impact: &Impact) -> [String; 10] {
    let kinds: Vec<&str> = impact.causes.iter().map(|cause| cause.kind).collect();
    let why: Vec<&str> = impact
        .causes
        .iter()
        .map(|cause| cause.what.as_str())
        .collect();
    let with_tier = |standing: &Standing| {
        let tier = standing.basis.tier(standing.tier, Language::En);
        match standing.basis.is_calibrated() {
            true => format!("{} ({tier})", shown(standing)),
            false => shown(standing),
        }
    };
    [
        impact.row.to_string(),
        impact.id.clone().unwrap_or_default(),
        impact.name.clone().unwrap_or_default(),
        impact.subdivision.clone(),
        impact.label.en.clone(),
        impact.effect.as_str().to_owned(),
        with_tier(&impact.before),
        with_tier(&impact.after),
        kinds.join(", "),
        why.join("; "),
    ]
}

/// The firms as CSV.
#[must_use]
pub fn csv(impacts: &Impacts) -> Vec<u8> {
    let mut out = Vec::new();
    let mut row = |cells: &mut dyn Iterator<Item = &str>| {
        let mut writer = Cells::new(b',', &mut out);
        cells.for_each(|cell| writer.text(cell));
        writer.end_row();
    };
    row(&mut FIRMS.into_iter());
    for impact in &impacts.list {
        row(&mut cells(impact).iter().map(String::as_str));
    }
    out
}

/// The plan's changes and the firms as a workbook of two sheets.
///
/// # Errors
/// [`Unsupported`](crate::ErrorKind::Unsupported) where the library is built without `spreadsheets`.
#[cfg(not(feature = "spreadsheets"))]
pub fn xlsx(_: &Differences, _: &Impacts) -> Result<Vec<u8>> {
    Err(crate::report::no_workbooks())
}

/// The plan's changes and the firms as a workbook of two sheets.
///
/// # Errors
/// When the workbook cannot be made: a clock before 1970, or no room.
#[cfg(feature = "spreadsheets")]
pub fn xlsx(differences: &Differences, impacts: &Impacts) -> Result<Vec<u8>> {
    use crate::report::workbook::{self, refused};
    let mut book = workbook::new()?;
    let plan = differences.classes.iter().flat_map(|change| {
        let sort = match change.out_of_scope {
            true => "out of scope",
            false => "subdivision",
        };
        lines(change).into_iter().map(move |(kind, what)| {
            let id = change.id.clone();
            [
                id,
                change.label.en.clone(),
                sort.to_owned(),
                what,
                kind.to_owned(),
            ]
        })
    });
    let plan: Vec<[String; 5]> = plan.collect();
    sheet(&mut book, "plan", &PLAN, &plan).map_err(|error| refused(&error))?;
    let mut rows = impacts.list.iter().map(cells);
    let mut number = 0;
    loop {
        number += 1;
        let part: Vec<[String; 10]> = rows.by_ref().take(SHEET_ROWS).collect();
        if part.is_empty() && number > 1 {
            break;
        }
        let name = match number {
            1 => "firms".to_owned(),
            _ => format!("firms {number}"),
        };
        sheet(&mut book, &name, &FIRMS, &part).map_err(|error| refused(&error))?;
    }
    book.save_to_buffer().map_err(|error| refused(&error))
}

/// Rows that a sheet holds below its header.
#[cfg(feature = "spreadsheets")]
const SHEET_ROWS: usize = (1 << 20) - 1;
/// Characters that a cell holds.
#[cfg(feature = "spreadsheets")]
const CELL: usize = 32_767;

#[cfg(feature = "spreadsheets")]
fn sheet<const N: usize>(
    book: &mut rust_xlsxwriter::Workbook,
    name: &str,
    columns: &[&str; N],
    rows: &[[String; N]],
) -> std::result::Result<(), rust_xlsxwriter::XlsxError> {
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    let bold = rust_xlsxwriter::Format::new().set_bold();
    for (column, name) in (0..).zip(columns) {
        let width = match *name {
            "row" => 7.0,
            "why" | "what" | "label" | "name" => 40.0,
            "subdivision" => 32.0,
            _ => 18.0,
        };
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, *name, &bold)?;
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<u32>() {
                Ok(number) if column == 0 && columns[0] == "row" => {
                    sheet.write_number(row, column, number)?;
                }
                _ => {
                    let cell: String = cell.chars().take(CELL).collect();
                    sheet.write_string(row, column, &cell)?;
                }
            }
        }
    }
    if !rows.is_empty() {
        sheet.autofilter(0, 0, rows.len() as u32, N as u16 - 1)?;
    }
    Ok(())
}
