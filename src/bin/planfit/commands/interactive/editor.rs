//! One text being edited: the cursor moves over, and deletes, what a reader takes for one character.
//!
//! Input widgets that exist for ratatui count `char`s, so that backspace takes an accent off its letter or a joiner out of
//! an emoji, and they draw what others wrote as it is. Here whatever is hidden is written out, and can be deleted.

use planfit::report::escape;
use std::borrow::Cow;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// What becomes of a line break that is typed or pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// It stays.
    Keep,
    /// It separates two entries of a list.
    List,
    /// It is a space.
    Join,
}

/// A change of the text or the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    Insert(char),
    Backspace,
    Delete,
    Left,
    Right,
    WordLeft,
    WordRight,
    /// To the start of the line.
    Home,
    /// To the end of the line.
    End,
    DeleteWord,
    DeleteToHome,
    DeleteToEnd,
}

/// A text with a cursor, always between two of its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    text: String,
    cursor: usize,
    breaks: Breaks,
}

/// A line as it is shown: bytes of the text, and what stands for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    start: usize,
    end: usize,
    pub(super) shown: String,
    /// Whether the text goes on in the next row without a line break.
    wrapped: bool,
}

/// A text broken into rows, and the row and column of its cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    pub(super) rows: Vec<Row>,
    pub(super) row: usize,
    pub(super) column: usize,
}

impl Editor {
    /// An editor of `text` with the cursor at its end.
    pub(super) fn new(text: &str, breaks: Breaks) -> Self {
        Self {
            text: text.to_owned(),
            cursor: text.len(),
            breaks,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Inserts as much of `text` as `room` bytes hold; false if that is not all of it.
    pub(super) fn insert(&mut self, text: &str, room: usize) -> bool {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = match self.breaks {
            Breaks::Keep => text,
            Breaks::List => text.trim_end_matches('\n').replace('\n', "; "),
            Breaks::Join => text.trim_end_matches('\n').replace('\n', " "),
        };
        let taken = &text[..text.floor_char_boundary(room)];
        self.text.insert_str(self.cursor, taken);
        self.cursor += taken.len();
        self.settle();
        taken.len() == text.len()
    }

    /// Carries out an edit; an insertion only if `room` bytes hold it. False if they do not.
    pub(super) fn edit(&mut self, edit: Edit, room: usize) -> bool {
        match edit {
            Edit::Insert(c) => return self.insert(c.encode_utf8(&mut [0; 4]), room),
            Edit::Backspace => self.delete(self.before(), self.cursor),
            Edit::Delete => self.delete(self.cursor, self.after()),
            Edit::DeleteWord => self.delete(self.word_before(), self.cursor),
            Edit::DeleteToHome => self.delete(self.home(), self.cursor),
            Edit::DeleteToEnd => self.delete(self.cursor, self.end()),
            Edit::Left => self.cursor = self.before(),
            Edit::Right => self.cursor = self.after(),
            Edit::WordLeft => self.cursor = self.word_before(),
            Edit::WordRight => self.cursor = self.word_after(),
            Edit::Home => self.cursor = self.home(),
            Edit::End => self.cursor = self.end(),
        }
        self.settle();
        true
    }

    /// Moves the cursor a row of `width` columns up (or down); false where there is none.
    pub(super) fn move_row(&mut self, down: bool, width: usize) -> bool {
        let view = self.view(width);
        let target = match down {
            true => view.row + 1,
            false => view.row.wrapping_sub(1),
        };
        let Some(row) = view.rows.get(target) else {
            return false;
        };
        let (mut at, mut column) = (row.start, 0);
        for (offset, grapheme) in self.text[row.start..row.end].grapheme_indices(true) {
            at = row.start + offset;
            column += shown(grapheme).width();
            if column > view.column {
                break;
            }
            if !row.wrapped {
                // Behind the last character only where that place is in this row.
                at += grapheme.len();
            }
        }
        self.cursor = at;
        self.settle();
        true
    }

    /// The text in rows of at most `width` columns (at least ten, what the longest escape takes), broken after spaces and
    /// wide characters where that can be.
    pub(super) fn view(&self, width: usize) -> View {
        let width = width.max(10);
        let mut rows: Vec<Row> = Vec::new();
        let mut row = Row {
            start: 0,
            end: 0,
            shown: String::new(),
            wrapped: false,
        };
        let mut column = 0;
        // Where the row may be broken: bytes of the text, bytes and columns shown.
        let mut break_at = (0, 0, 0);
        for (at, grapheme) in self.text.grapheme_indices(true) {
            if matches!(grapheme, "\n" | "\r\n" | "\r") {
                row.end = at;
                let next = at + grapheme.len();
                rows.push(std::mem::replace(&mut row, Row::new(next)));
                (column, break_at) = (0, (next, 0, 0));
                continue;
            }
            let piece = shown(grapheme);
            let wide = piece.width();
            if wide == 2 {
                break_at = (at, row.shown.len(), column);
            }
            if column > 0 && column + wide > width {
                if break_at.1 == 0 {
                    break_at = (at, row.shown.len(), column);
                }
                let mut next = Row::new(break_at.0);
                next.shown = row.shown.split_off(break_at.1);
                (row.end, row.wrapped) = (break_at.0, true);
                rows.push(std::mem::replace(&mut row, next));
                column -= break_at.2;
                break_at = (row.start, 0, 0);
            }
            row.shown.push_str(&piece);
            column += wide;
            if piece == " " || wide == 2 {
                break_at = (at + grapheme.len(), row.shown.len(), column);
            }
        }
        row.end = self.text.len();
        let full = column >= width;
        row.wrapped = full;
        rows.push(row);
        if full {
            rows.push(Row::new(self.text.len()));
        }
        let row = rows.partition_point(|row| row.start <= self.cursor) - 1;
        let before = &self.text[rows[row].start..self.cursor];
        let column = before.graphemes(true).map(|g| shown(g).width()).sum();
        View { rows, row, column }
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.drain(from..to);
        self.cursor = from;
    }

    fn before(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        // Fails only on a text in pieces; this one is whole.
        cursor
            .prev_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(0)
    }

    fn after(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        let next = cursor.next_boundary(&self.text, 0).ok().flatten();
        next.unwrap_or(self.text.len())
    }

    fn word_before(&self) -> usize {
        let words = self.text[..self.cursor].split_word_bound_indices().rev();
        let mut words = words.filter(|(_, word)| !word.trim().is_empty());
        words.next().map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let words = self.text[self.cursor..].split_word_bound_indices();
        let mut words = words.filter(|(_, word)| !word.trim().is_empty());
        words
            .next()
            .map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }

    fn home(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn end(&self) -> usize {
        let rest = &self.text[self.cursor..];
        rest.find('\n')
            .map_or(self.text.len(), |at| self.cursor + at)
    }

    /// Moves the cursor on to the end of a character that a change has put it in the middle of.
    fn settle(&mut self) {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        if !cursor.is_boundary(&self.text, 0).unwrap_or(true) {
            self.cursor = self.after();
        }
    }
}

impl Row {
    fn new(start: usize) -> Self {
        Self {
            start,
            end: start,
            shown: String::new(),
            wrapped: false,
        }
    }
}

/// What stands for a character on the screen: itself, or its code where it would not be seen or would do something.
fn shown(grapheme: &str) -> Cow<'_, str> {
    let safe = escape::terminal(grapheme);
    if safe.width() == 0 {
        return grapheme
            .chars()
            .map(|c| c.escape_unicode().to_string())
            .collect();
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: usize = usize::MAX;

    fn edited(text: &str, edits: &[Edit]) -> (String, usize) {
        let mut editor = Editor::new(text, Breaks::Keep);
        for edit in edits {
            editor.edit(*edit, ROOM);
        }
        (editor.text, editor.cursor)
    }

    fn shown_rows(text: &str, width: usize) -> Vec<String> {
        let view = Editor::new(text, Breaks::Keep).view(width);
        view.rows.into_iter().map(|row| row.shown).collect()
    }

    #[test]
    fn a_character_goes_as_a_whole() {
        for character in [
            "x",
            "电",
            "e\u{301}",
            "👩\u{200d}👩\u{200d}👧",
            "\r\n",
            "🇨🇳",
            "\u{1b}",
        ] {
            let text = format!("a{character}");
            assert_eq!(
                edited(&text, &[Edit::Backspace]),
                ("a".into(), 1),
                "{character:?}"
            );
            let text = format!("{character}a");
            assert_eq!(
                edited(&text, &[Edit::Home, Edit::Home, Edit::Delete]).0,
                if character == "\r\n" { "\r\n" } else { "a" }
            );
            assert_eq!(
                edited(&text, &[Edit::Left, Edit::Left, Edit::Right]).1,
                character.len()
            );
        }
    }

    #[test]
    fn words_and_lines() {
        use Edit::{DeleteToEnd, DeleteToHome, DeleteWord, End, Home, Left, WordLeft, WordRight};
        assert_eq!(edited("LFP cells  ", &[DeleteWord]), ("LFP ".into(), 4));
        assert_eq!(edited("动力电池", &[DeleteWord]).0, "动力电");
        assert_eq!(
            edited("a bc d", &[WordLeft, WordLeft, DeleteWord]),
            ("bc d".into(), 0)
        );
        assert_eq!(
            edited("a bc", &[Home, WordRight, WordRight, WordRight]).1,
            4
        );
        assert_eq!(edited("ab\ncd", &[Left, DeleteToHome]), ("ab\nd".into(), 3));
        assert_eq!(
            edited("ab\ncd", &[Home, Left, Home, DeleteToEnd]),
            ("\ncd".into(), 0)
        );
        assert_eq!(edited("ab\ncd", &[Home, Left, Home, End]).1, 2);
    }

    #[test]
    fn line_breaks_become_what_the_field_takes() {
        for (breaks, taken) in [
            (Breaks::Keep, "a\nb\nc\n"),
            (Breaks::List, "a; b; c"),
            (Breaks::Join, "a b c"),
        ] {
            let mut editor = Editor::new("", breaks);
            assert!(editor.insert("a\r\nb\rc\n", ROOM));
            assert_eq!(editor.text(), taken);
        }
    }

    #[test]
    fn no_more_is_taken_in_than_there_is_room_for() {
        let mut editor = Editor::new("", Breaks::Keep);
        assert!(!editor.insert("ab电池", 6));
        assert_eq!(editor.text(), "ab电");
        assert!(!editor.edit(Edit::Insert('x'), 0));
        assert!(editor.edit(Edit::Backspace, 0));
    }

    #[test]
    fn rows_break_after_spaces_and_wide_characters() {
        assert_eq!(
            shown_rows("power battery packs", 14),
            ["power battery ", "packs"]
        );
        assert_eq!(
            shown_rows("power battery packs", 10),
            ["power ", "battery ", "packs"]
        );
        assert_eq!(shown_rows("动力电池组装线", 11), ["动力电池组", "装线"]);
        assert_eq!(
            shown_rows("a electroencephalographs", 12),
            ["a ", "electroencep", "halographs"]
        );
        assert_eq!(shown_rows("a\n\nb\n", 10), ["a", "", "b", ""]);
        assert_eq!(
            shown_rows("0123456789", 10),
            ["0123456789", ""],
            "room for the cursor"
        );
        assert_eq!(shown_rows("", 10), [""]);
    }

    #[test]
    fn what_is_hidden_is_written_out() {
        assert_eq!(
            shown_rows("a\u{1b}[2J\u{202e}b\u{200b}\tc", 60),
            [r"a\u{1b}[2J\u{202e}b\u{200b} c"]
        );
    }

    #[test]
    fn the_cursor_is_where_its_character_is() {
        let mut editor = Editor::new("动力电池 and LFP cells\nnext", Breaks::Keep);
        let place = |editor: &Editor| {
            let view = editor.view(12);
            (view.row, view.column)
        };
        assert_eq!(place(&editor), (3, 4));
        assert!(editor.move_row(false, 12));
        assert_eq!(place(&editor), (2, 4));
        assert!(editor.move_row(false, 12));
        assert!(editor.move_row(false, 12));
        assert_eq!(place(&editor), (0, 4));
        assert_eq!(editor.cursor, "动力".len());
        assert!(!editor.move_row(false, 12));
        for _ in 0..3 {
            assert!(editor.move_row(true, 12));
        }
        assert_eq!(place(&editor), (3, 4));
        assert!(!editor.move_row(true, 12));
    }
}
