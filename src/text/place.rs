//! Where in a text something stands, for people.

/// Line and column, both from 1, of a byte offset; the column counts characters. An offset inside a character or past
/// the end counts as the nearest place before it.
#[must_use]
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::line_and_column;

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("a\n电池x", 0), (1, 1));
        assert_eq!(line_and_column("a\n电池x", 8), (2, 3));
        assert_eq!(line_and_column("a\n电池x", 3), (2, 1));
        assert_eq!(line_and_column("a\n", 99), (2, 1));
    }
}
