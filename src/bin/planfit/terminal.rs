//! How wide the output may be, and the plain tables and paragraphs that fill it.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle,
};
use planfit::report::escape;

/// Columns where nothing says how wide the output may be (a pipe, a file).
const DEFAULT_WIDTH: usize = 100;

/// Narrower than this, tables break within most words; the terminal may as well break the lines.
const NARROWEST: usize = 60;

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 140;

/// Columns of the output: of the terminal, else as `COLUMNS` says, else 100.
pub(crate) fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let stated = || std::env::var("COLUMNS").ok()?.parse().ok();
    let width = terminal.or_else(stated).unwrap_or(DEFAULT_WIDTH);
    width.clamp(NARROWEST, WIDEST)
}

/// A rule under the header and nothing else: what is copied from the terminal stays text.
const RULED: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table of `width` columns at most, with its header; its first column is never broken.
pub(crate) fn table(header: &[&str], width: usize) -> Table {
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(header.iter().copied());
    if let Some(first) = table.column_mut(0) {
        first.set_padding((0, 1));
        first.set_constraint(ColumnConstraint::ContentWidth);
    }
    table
}

/// An id for the first column of a table: where it would take more than half of a narrow table, it is broken after its
/// first `/`, and nowhere else.
pub(crate) fn id(id: &str, width: usize) -> String {
    let id = escape::terminal(id);
    if width >= WIDE_ENOUGH_FOR_IDS || textwrap::core::display_width(&id) <= width / 2 {
        id.into_owned()
    } else {
        id.replacen('/', "/\n", 1)
    }
}

/// From this many columns on an id stands in one line.
const WIDE_ENOUGH_FOR_IDS: usize = 90;

/// Sets numbers flush right.
pub(crate) fn align_right(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// A paragraph broken at spaces to `width` columns, every line indented by two.
pub(crate) fn paragraph(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent("  ")
        .subsequent_indent("  ");
    textwrap::fill(text, options)
}
