//! A second table below the first: another header comes, and what follows are rows of other things. Read under the first
//! header they would be leads that nobody wrote.
//!
//! Such lists are made by hand, so only the beginning of a list is looked at.

use super::cell_counts::{is_figure, is_link, is_name};
use super::delimiter::First;
use super::headers;
use super::target::Target;

/// Letters from which a cell is no header.
const LONG: usize = 40;

/// Where the second table begins, and its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Below {
    /// Which of the rows is its first: the header, or a title above it.
    pub(super) place: usize,
    /// The line of its first row.
    pub(super) line: u64,
    /// The line of its header.
    pub(super) header: u64,
}

/// The second table among the rows below a header, whose columns are read as `targets`.
pub(super) fn find(rows: &[First], names: &[String], targets: &[Option<Target>]) -> Option<Below> {
    let name = targets
        .iter()
        .position(|target| *target == Some(Target::Name));
    let is_second =
        |row: &First| is_header(&row.cells, name) && !is_same(&row.cells, names, targets);
    // The first table has a row at least.
    let header = (1..rows.len()).find(|place| is_second(&rows[*place]))?;
    let is_title = |place: &usize| is_title(&rows[*place], &rows[*place - 1]);
    let place = match header.checked_sub(1).filter(|above| *above > 0) {
        Some(above) if is_title(&above) => above,
        _ => header,
    };
    Some(Below {
        place,
        line: rows[place].line,
        header: rows[header].line,
    })
}

/// Whether lines without anything in them stand in a table that is cut by `delimiter`, as between two tables.
pub(super) fn has_gap(raw: &[u8], delimiter: u8) -> bool {
    let is_gap = |at: usize| {
        matches!(raw.get(at + 1), Some(b'\n' | b'\r')) || raw.get(at + 1) == Some(&delimiter)
    };
    memchr::memchr_iter(b'\n', raw).any(is_gap)
}

fn filled(cells: &[String]) -> impl Iterator<Item = &str> {
    let cells = cells.iter().map(|cell| cell.trim());
    cells.filter(|cell| !cell.is_empty())
}

/// Whether cells are a header: none is a name, a link, a figure or a long text, and most are spelled as headers are, above
/// all the one in the column of names, in which no firm is called so.
fn is_header(cells: &[String], name: Option<usize>) -> bool {
    let named = name.and_then(|place| cells.get(place));
    if named.is_some_and(|cell| !cell.trim().is_empty() && !headers::is_spelled(cell)) {
        return false;
    }
    let (mut all, mut spelled) = (0, 0);
    for cell in filled(cells) {
        if !may_be(cell) {
            return false;
        }
        all += 1;
        spelled += usize::from(headers::is_spelled(cell));
    }
    spelled >= 2 && spelled * 5 >= all * 3
}

fn may_be(cell: &str) -> bool {
    // `公司` ends as names do.
    let is_firm = || is_name(cell) && !headers::is_spelled(cell);
    cell.chars().count() < LONG && !is_figure(cell) && !is_link(cell) && !is_firm()
}

/// Whether a header heads the same as that of the first table: it is repeated, perhaps with another year in it.
fn is_same(cells: &[String], names: &[String], targets: &[Option<Target>]) -> bool {
    let read = targets.iter().enumerate();
    let mut read = read.filter(|(_, target)| target.is_some());
    read.all(|(place, target)| {
        let cell = cells.get(place).map_or("", |cell| cell.trim());
        let known = headers::known(cell).map(|known| known.target);
        cell == names[place] || known == *target
    })
}

/// Whether a row is the title of a table: one cell, after a gap or of no firm.
fn is_title(row: &First, before: &First) -> bool {
    let mut cells = filled(&row.cells);
    let (Some(title), None) = (cells.next(), cells.next()) else {
        return false;
    };
    row.line > before.line + 1 || !is_name(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows by line; a line without anything is a gap.
    fn rows(text: &str) -> Vec<First> {
        let lines = text.lines().zip(2..).filter(|(line, _)| !line.is_empty());
        let row = |(line, number): (&str, u64)| First {
            line: number,
            cells: line.split(',').map(str::to_owned).collect(),
            fault: None,
            is_text: true,
        };
        lines.map(row).collect()
    }

    fn found(text: &str) -> Option<(u64, u64)> {
        let names = ["Company", "Products", "City"].map(str::to_owned);
        let targets = [Some(Target::Name), Some(Target::Products), None];
        let below = find(&rows(text), &names, &targets)?;
        Some((below.line, below.header))
    }

    #[test]
    fn another_header_begins_another_table() {
        assert_eq!(
            found("Acme,cells,Kiel\n\nName,Phone,Email\nAnn,1,a@b.c"),
            Some((4, 4))
        );
        assert_eq!(
            found("甲,电池,重庆\n\n在谈项目,,\n项目名称,投资方,进展\n电芯项目,乙,在谈"),
            Some((4, 5))
        );
        let other_order = "Acme,cells,Kiel\nCity,Company,Products\nKiel,Bex,cells";
        assert_eq!(found(other_order), Some((3, 3)));
    }

    #[test]
    fn rows_of_firms_and_the_header_again_begin_none() {
        for text in [
            "Acme,cells,Kiel\nCompany,Products,City\nBex,cells,Kiel",
            "Acme,cells,Kiel\nCompany,Main products,Town\nBex,cells,Kiel",
            "Acme,cells,Kiel\nBex,Products,Email",
            "Acme,cells,Kiel\nNote,see above,\nTotal,2,",
            "Company,Phone,Email",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
