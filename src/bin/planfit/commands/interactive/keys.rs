//! What keys do to a text: the arrows, and what a shell's line takes.

use super::editor::Edit;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Whether a key is pressed together with Ctrl, and not with Alt: the two together are how some keyboards type characters.
pub(crate) fn is_control(key: KeyEvent) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL) && !key.modifiers.contains(KeyModifiers::ALT)
}

/// The character of a key that is pressed with Ctrl.
pub(crate) fn control(key: KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(c) if is_control(key) => Some(c.to_ascii_lowercase()),
        _ => None,
    }
}

/// The edit that a key stands for.
pub(super) fn edit(key: KeyEvent) -> Option<Edit> {
    let alt =
        key.modifiers.contains(KeyModifiers::ALT) && !key.modifiers.contains(KeyModifiers::CONTROL);
    let by_word = alt || is_control(key);
    Some(match key.code {
        KeyCode::Char(_) if is_control(key) => match control(key)? {
            'a' => Edit::Home,
            'e' => Edit::End,
            'b' => Edit::Left,
            'f' => Edit::Right,
            'd' => Edit::Delete,
            'h' => Edit::Backspace,
            'u' => Edit::DeleteToHome,
            'k' => Edit::DeleteToEnd,
            'w' => Edit::DeleteWord,
            _ => return None,
        },
        KeyCode::Char('b') if alt => Edit::WordLeft,
        KeyCode::Char('f') if alt => Edit::WordRight,
        KeyCode::Char(_) if alt => return None,
        KeyCode::Char(c) => Edit::Insert(c),
        KeyCode::Backspace if by_word => Edit::DeleteWord,
        KeyCode::Backspace => Edit::Backspace,
        KeyCode::Delete => Edit::Delete,
        KeyCode::Left if by_word => Edit::WordLeft,
        KeyCode::Right if by_word => Edit::WordRight,
        KeyCode::Left => Edit::Left,
        KeyCode::Right => Edit::Right,
        KeyCode::Home => Edit::Home,
        KeyCode::End => Edit::End,
        _ => return None,
    })
}
