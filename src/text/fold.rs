//! Folding: the many ways to write one character become one.
//!
//! NFKC compatibility forms (full-width, ligatures, circled digits), case, diacritics, and traditional to simplified
//! Chinese. Folding works character by character so that every folded character knows its place in the input.

use crate::embedded::SIMPLIFIED;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const HAN_FIRST: u32 = 0x4E00;
const HAN_LAST: u32 = 0x9FFF;

/// What each letter and digit of ASCII folds to; 0 for every other byte.
pub(super) static FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            folded[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    folded
};

/// The simplified form of a character of the basic Han block.
pub(super) fn fold_han(c: char) -> Option<char> {
    let code = u32::from(c);
    if !(HAN_FIRST..=HAN_LAST).contains(&code) {
        return None;
    }
    let at = 2 * (code - HAN_FIRST) as usize;
    let form = u16::from_le_bytes([SIMPLIFIED[at], SIMPLIFIED[at + 1]]);
    Some(char::from_u32(u32::from(form)).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// A text with simplified characters in place of traditional ones; every other character stands where it stood. Nothing
/// where there is no traditional one.
pub(crate) fn simplified(text: &str) -> Option<String> {
    let form = |c: char| fold_han(c).filter(|form| form.len_utf8() == c.len_utf8());
    let is_traditional = |c: char| {
        let form = fold_han(c);
        form.is_some_and(|form| form != c && form.len_utf8() == c.len_utf8())
    };
    text.chars()
        .any(is_traditional)
        .then(|| text.chars().map(|c| form(c).unwrap_or(c)).collect())
}

/// Whether `c` is a Chinese character (basic block, extension A, compatibility ideographs).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c), HAN_FIRST..=HAN_LAST | 0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

/// Appends the folded form of `c` to `out`: nothing for combining marks and invisible characters, sometimes several
/// characters (ligatures).
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if let Some(simplified) = fold_han(c) {
        out.push(simplified);
    } else if is_invisible(c) {
        // Soft hyphens, zero-width spaces and direction marks come along with copied text; they separate nothing.
    } else {
        for folded in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
            match fold_han(folded) {
                Some(simplified) => out.push(simplified),
                None => out.extend(folded.to_lowercase()),
            }
        }
    }
}

/// The folded form of a whole string.
#[must_use]
pub fn fold_str(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut out));
    out
}

fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_text_fold_alike() {
        assert_eq!(fold_str("ＬＥＤ顯示器"), "led显示器");
        assert_eq!(fold_str("Café ﬁbre"), "cafe fibre");
        assert_eq!(fold_str("bat\u{AD}ter\u{200B}y"), "battery");
        assert_eq!(fold_str("電動汽車、鋰電池"), "电动汽车、锂电池");
    }
}
