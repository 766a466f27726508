//! A form, in which the names of fields stand before their values: one firm, or one in each further column.

use super::delimiter::First;
use super::{head, headers};

/// A form as the table that it could be, as CSV, and what is told of it; nothing where `rows`, which are all of a list if
/// `is_all`, are none.
pub(super) fn table(rows: &[First], is_all: bool) -> Option<(Vec<u8>, &'static str)> {
    if !is_all || rows.len() >= head::ROWS {
        return None;
    }
    let is_field = |row: &&First| is_known(row, 0) || headers::is_other(cell(row, 0));
    let known = rows.iter().filter(|row| is_known(row, 0)).count();
    let all = rows.iter().filter(is_field).count();
    if known < 2 || all * 5 < rows.len() * 4 || rows.iter().any(|row| is_known(row, 1)) {
        return None;
    }
    match pairs(rows) {
        Some(records) => Some((
            csv(&records)?,
            "it is a form, with values beside the names of fields: it is read as one lead",
        )),
        None => Some((
            csv(&columns(rows)?)?,
            "its fields stand under each other, so each column is read as a lead",
        )),
    }
}

fn cell(row: &First, place: usize) -> &str {
    row.cells.get(place).map_or("", |cell| cell.trim())
}

fn is_known(row: &First, place: usize) -> bool {
    headers::known(cell(row, place)).is_some()
}

/// Each column as a record.
fn columns(rows: &[First]) -> Option<Vec<Vec<String>>> {
    let widths = rows.iter().map(|row| row.cells.len());
    let width = widths.max().filter(|width| *width > 1)?;
    let column = |place| rows.iter().map(|row| cell(row, place).to_owned()).collect();
    Some((0..width).map(column).collect())
}

/// The names of fields and their values, where a second field stands behind the value of the first, as in
/// `企业名称, 甲公司, 联系人, 张三`.
fn pairs(rows: &[First]) -> Option<Vec<Vec<String>>> {
    let is_field = |row: &First| headers::is_spelled(cell(row, 2)) || is_known(row, 2);
    // A value that is merged over the row stands in all its cells.
    let is_wide = |row: &&First| !cell(row, 2).is_empty() && cell(row, 2) != cell(row, 1);
    let wide = rows.iter().filter(is_wide).count();
    let fields = rows
        .iter()
        .filter(is_wide)
        .filter(|row| is_field(row))
        .count();
    // Among fields of one's own are some that no vocabulary has.
    if fields == 0 || fields * 5 < wide * 3 {
        return None;
    }
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for row in rows {
        for place in (0..row.cells.len()).step_by(2) {
            let is_next = place == 0 || is_wide(&row) && !cell(row, place).is_empty();
            if is_next {
                names.push(cell(row, place).to_owned());
                values.push(cell(row, place + 1).to_owned());
            }
        }
    }
    Some(vec![names, values])
}

fn csv(records: &[Vec<String>]) -> Option<Vec<u8>> {
    let mut table = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    records
        .iter()
        .try_for_each(|record| table.write_record(record))
        .ok()?;
    table.into_inner().ok()
}
