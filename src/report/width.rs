//! Texts in tables of a terminal: cut to a width, and lists that break between their entries.

use crate::taxonomy::Language;
use comfy_table::{Cell, Table};
use unicode_width::UnicodeWidthStr;

/// At most `width` columns of `text`, with an ellipsis where it goes on.
#[must_use]
pub fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        let mut longer = short.clone();
        longer.push(c);
        if longer.width() >= width {
            break;
        }
        short = longer;
    }
    short.push('…');
    short
}

/// Where a line may break although no space stands there: of no width, and taken out again by [`lines`].
const MAY_BREAK: char = '\u{200B}';

/// A cell whose text may break at spaces and, in Chinese, after the marks of a list, so that its entries stay whole.
pub(crate) fn list_cell(text: &str, language: Language) -> Cell {
    match language {
        Language::En => Cell::new(text),
        Language::Zh => {
            let mut broken = String::with_capacity(text.len());
            for c in text.chars() {
                broken.push(c);
                if matches!(c, '、' | '，' | '；' | ' ') {
                    broken.push(MAY_BREAK);
                }
            }
            Cell::new(broken).set_delimiter(MAY_BREAK)
        }
    }
}

/// The lines of a table as they are printed.
pub(crate) fn lines(table: &Table) -> Vec<String> {
    let lines = table.lines();
    let lines = lines.map(|line| line.trim_end().replace(MAY_BREAK, ""));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use comfy_table::ContentArrangement;

    #[test]
    fn long_words_end_in_an_ellipsis() {
        assert_eq!(shorten("动力电池组", 10), "动力电池组");
        assert_eq!(shorten("动力电池组装", 10), "动力电池…");
        assert_eq!(shorten("abcdef", 4), "abc…");
    }

    #[test]
    fn chinese_lists_break_between_their_entries() {
        let mut table = Table::new();
        table
            .load_style(comfy_table::TableStyle::new())
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(18);
        table.add_row([list_cell(
            "计算机软硬件、系统集成、LFP cell packs",
            Language::Zh,
        )]);
        let lines: Vec<String> = lines(&table);
        let text: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
        assert_eq!(text, ["计算机软硬件、", "系统集成、LFP", "cell packs"]);
    }
}
