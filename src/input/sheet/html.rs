//! A table on a web page, which many programs hand out under the name `.xls`.

use super::grid::{self, COLUMNS, Grid, Table};
use crate::input::encoding;
use crate::input::markup::{tag_end, visible};

/// How deep tables may stand in one another.
const DEEPEST: usize = 100;

/// Reads every table of a page as a sheet; a page without any is refused.
pub(super) fn read(bytes: &[u8]) -> Result<Grid, String> {
    let text = encoding::whole(bytes);
    let mut reading = Reading {
        length: text.len(),
        ..Reading::default()
    };
    let mut rest: &str = &text;
    while let Some(at) = rest.find('<') {
        reading.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = tag_end(&rest[1..]) else {
            break;
        };
        let (tag, whole) = (&rest[1..=end], &rest[..end + 2]);
        rest = &rest[end + 2..];
        reading.tag(tag, whole)?;
    }
    reading.end_row();
    let mut sheets: Vec<Table> = std::mem::take(&mut reading.done);
    sheets.extend(reading.open.drain(..).map(|(table, _)| table));
    sheets.retain(|table| !table.rows.is_empty());
    for (number, table) in (1..).zip(&mut sheets) {
        table.name = format!("table {number}");
    }
    match sheets.is_empty() {
        true => Err("it is a web page without a table".to_owned()),
        false => Ok(Grid { sheets }),
    }
}

#[derive(Default)]
struct Reading {
    done: Vec<Table>,
    /// Tables that stand in one another, and for each of their columns the row up to which a cell above reaches down.
    open: Vec<(Table, Vec<u32>)>,
    cells: Vec<String>,
    cell: Option<String>,
    /// Where in the cell a raised text begins.
    raised: Option<usize>,
    across: usize,
    /// All cells so far, empty ones too, and how many bytes the page has.
    all: usize,
    length: usize,
    row: u32,
    in_row: bool,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.push_str(text);
        }
    }

    fn tag(&mut self, tag: &str, whole: &str) -> Result<(), String> {
        let name = tag.trim_start_matches('/');
        let name = &name[..name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len())];
        match (name.to_ascii_lowercase().as_str(), tag.starts_with('/')) {
            ("table", false) => {
                self.end_row();
                if self.open.len() == DEEPEST {
                    return Err(format!("its tables are nested over {DEEPEST} deep"));
                }
                self.open.push(Default::default());
            }
            ("table", true) => {
                self.end_row();
                self.done.extend(self.open.pop().map(|(table, _)| table));
            }
            ("tr", false) => {
                self.end_row();
                self.in_row = true;
            }
            ("tr", true) => self.end_row(),
            ("td" | "th", false) => {
                self.end_cell()?;
                let number =
                    |name: &str| attribute(tag, name).and_then(|value| value.parse::<usize>().ok());
                self.across = number("colspan").unwrap_or(1).clamp(1, 1000);
                let down = number("rowspan").unwrap_or(1).clamp(1, 100_000) as u32;
                self.skip_covered()?;
                if let (true, Some((table, reach))) = (down > 1, self.open.last_mut()) {
                    let (first, bottom) = (self.cells.len(), self.row + down - 1);
                    let last = first + self.across - 1;
                    table.merged.push((self.row, bottom, first, last));
                    reach.resize(reach.len().max(last + 1), 0);
                    for row in &mut reach[first..=last] {
                        *row = bottom.max(*row);
                    }
                }
                self.cell = Some(String::new());
                self.in_row = true;
            }
            ("td" | "th", true) => self.end_cell()?,
            ("sup", false) => self.raised = self.cell.as_ref().map(String::len),
            ("sup", true) => self.end_raised(),
            _ => self.text(whole),
        }
        Ok(())
    }

    /// Leaves out the mark of a footnote: `<sup>[1]</sup>`.
    fn end_raised(&mut self) {
        let (Some(cell), Some(from)) = (&mut self.cell, self.raised.take()) else {
            return;
        };
        let text = visible(&cell[from..]);
        if text.trim().starts_with('[') && text.trim().ends_with(']') {
            cell.truncate(from);
        }
    }

    /// Steps over columns that a cell above reaches down into.
    fn skip_covered(&mut self) -> Result<(), String> {
        let column = self.cells.len();
        let reach = self.open.last().and_then(|(_, reach)| reach.get(column..));
        // Row 0 reaches nowhere.
        let covered = reach.map_or(0, |reach| {
            let covers = |bottom: &&u32| self.row > 0 && **bottom >= self.row;
            reach.iter().take_while(covers).count()
        });
        self.add(covered)
    }

    /// Adds empty cells.
    fn add(&mut self, count: usize) -> Result<(), String> {
        let width = self.cells.len() + count;
        if width > COLUMNS {
            return Err(format!("it has a row of over {COLUMNS} cells"));
        }
        self.all += count;
        grid::check(self.all, self.length)?;
        self.cells.resize(width, String::new());
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), String> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        self.raised = None;
        let text = visible(&cell);
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        self.cells.push(lines.join("\n"));
        self.all += 1;
        self.add(self.across - 1)
    }

    fn end_row(&mut self) {
        // Too many cells are refused at the next one.
        let _ = self.end_cell();
        if std::mem::take(&mut self.in_row)
            && let Some((table, _)) = self.open.last_mut()
        {
            table.push(self.row, false, std::mem::take(&mut self.cells));
            self.row += 1;
        }
        self.cells.clear();
        if self.open.is_empty() {
            self.row = 0;
        }
    }
}

/// The value of an attribute, with or without quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.to_ascii_lowercase().find(&format!(" {name}"))?;
    let value = tag
        .get(at + 1 + name.len()..)?
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    Some(
        &value[..value
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(value.len())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_with_its_spans() {
        let page = "<p>x<table border=1><TR><th colspan=2>公司<th>产品</tr><tr><td rowspan=\"2\">甲<td>&amp;</td><td>电池<br>电芯</td></tr>\
                    <tr><td>b</td><td>c</td></table>";
        let grid = read(page.as_bytes()).unwrap();
        let rows: Vec<String> = grid.sheets[0]
            .rows
            .iter()
            .map(|(_, _, cells)| cells.join("|"))
            .collect();
        assert_eq!(rows, ["公司||产品", "甲|&|电池\n电芯", "|b|c"]);
        assert_eq!(grid.sheets[0].merged, [(1, 2, 0, 0)]);
        assert!(read(b"<html><body>log in</body></html>").is_err());
    }

    #[test]
    fn marks_of_footnotes_are_left_out_and_exponents_are_not() {
        let page = "<table><tr><td>Acme<sup id=c><a href=\"#1\">[1]</a></sup><sup>[note 2]</sup></td>\
                    <td>20 m<sup>2</sup></td><td><sup>[a]<td></sup>x</td></tr></table>";
        let grid = read(page.as_bytes()).unwrap();
        assert_eq!(grid.sheets[0].rows[0].2, ["Acme", "20 m2", "[a]", "x"]);
    }
}
