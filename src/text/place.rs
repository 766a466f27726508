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

/// Where in `text` a part begins that was cut out of it, in bytes; nothing for a part of another text.
#[must_use]
pub(crate) fn offset_of(part: &str, text: &str) -> Option<usize> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (start + part.len() <= text.len()).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::{line_and_column, offset_of};

    #[test]
    fn a_part_is_found_in_its_own_text_only() {
        let text = "电池 and pumps";
        assert_eq!(offset_of(&text[7..10], text), Some(7));
        assert_eq!(offset_of(text, &text[7..]), None);
        assert_eq!(offset_of(text, &text[..7]), None);
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("a\n电池x", 0), (1, 1));
        assert_eq!(line_and_column("a\n电池x", 8), (2, 3));
        assert_eq!(line_and_column("a\n电池x", 3), (2, 1));
        assert_eq!(line_and_column("a\n", 99), (2, 1));
    }
}
