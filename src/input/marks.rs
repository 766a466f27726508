//! Columns of marks: in catalogues of fairs a column for each kind of product, with a cross for each firm that has it.

use super::headers;
use crate::text::is_han;

/// What people put into a cell to say yes; `×` is none, since beside `√` it says no.
const MARKS: [&str; 13] = [
    "x", "X", "✓", "✔", "√", "☑", "●", "■", "•", "◯", "○", "v", "V",
];

pub(super) fn is_mark(cell: &str) -> bool {
    MARKS.contains(&cell)
}

/// How many columns of marks there are at least where their headers are read.
const LEAST: usize = 2;

/// Which columns hold marks and nothing else, under headers that may name a product.
pub(super) fn columns(headers: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let is_name = |header: &str| {
        header.chars().any(|c| is_han(c) || c.is_alphabetic())
            && headers::known(header).is_none()
            && !headers::is_other(header)
    };
    let holds_marks = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        let mut filled = cells
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .peekable();
        filled.peek().is_some() && filled.all(is_mark)
    };
    let found: Vec<usize> = (0..headers.len())
        .filter(|place| is_name(&headers[*place]) && holds_marks(*place))
        .collect();
    match found.len() < LEAST {
        true => Vec::new(),
        false => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crosses_below_products_are_told_from_other_cells() {
        let strings = |cells: &[&str]| -> Vec<String> {
            cells.iter().map(|cell| (*cell).to_owned()).collect()
        };
        let headers = strings(&[
            "Company",
            "Batteries",
            "Robots",
            "Country",
            "Phone",
            "Sauces",
        ]);
        let rows = [
            strings(&["Acme", "x", "", "DE", "x", ""]),
            strings(&["Bolt", "", "√", "x", "x"]),
        ];
        assert_eq!(columns(&headers, &rows), [1, 2]);
        assert!(columns(&headers[..2], &rows).is_empty());
        assert!(columns(&headers, &[]).is_empty());
    }
}
