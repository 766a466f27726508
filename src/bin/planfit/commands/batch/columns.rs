//! `--columns-only`: how the columns of a list are taken, with the first rows as they would be read.

use super::tell;
use crate::messages::told;
use planfit::input::{Entry, Leads, RowBlock, RowReader};
use planfit::report::escape::terminal;

/// How many rows are shown.
const ROWS: usize = 3;
/// How many characters of a cell are shown.
const SHOWN: usize = 60;

/// Prints each column with what it is read as and the cells of the first leads.
pub(super) fn show(mut leads: Leads) -> anyhow::Result<()> {
    let layout = leads.layout();
    let columns = layout.columns();
    leads
        .lists()
        .iter()
        .for_each(|list| anstream::println!("{}", terminal(list.name())));
    let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); columns.headers().len()];
    let mut rows = 0;
    'all: while leads.fill(&mut block)? {
        for index in 0..block.len() {
            if let Entry::Lead { lead, .. } = reader.read(&layout, &block, index) {
                for (column, seen) in cells.iter_mut().enumerate() {
                    seen.push(shown(lead.cells.get(column)));
                }
                rows += 1;
                if rows == ROWS {
                    break 'all;
                }
            }
        }
    }
    let listed = columns.headers().iter().zip(columns.targets()).zip(&cells);
    for (number, ((header, target), cells)) in (1..).zip(listed) {
        let read_as = target.map_or_else(|| told("not read"), |target| target.as_str().to_owned());
        anstream::println!("{number}. {} -> {read_as}", terminal(header));
        for cell in cells {
            anstream::println!("     {cell}");
        }
    }
    let notes = leads.lists().iter().flat_map(|list| list.notes());
    notes.for_each(|note| tell(&format!("note: {note}")));
    Ok(())
}

/// The beginning of a cell, on one line.
fn shown(cell: &str) -> String {
    let line: String = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let start: String = line.chars().take(SHOWN).collect();
    let more = if start.len() < line.len() { "…" } else { "" };
    format!("{}{more}", terminal(&start))
}
