//! Spaces around a text, which most texts do not have.

/// A text without spaces around it: [`str::trim`], and quick where there are none.
pub(crate) fn trimmed(text: &str) -> &str {
    match begins_and_ends_solid(text.as_bytes()) {
        true => text,
        false => text.trim(),
    }
}

/// Whether the first and the last character are letters or signs beyond doubt, in ASCII or Chinese.
pub(crate) fn begins_and_ends_solid(bytes: &[u8]) -> bool {
    let is_ascii = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'!'..=b'~'));
    // With these begin the characters of three bytes that are Chinese.
    let is_han = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, 0xE4..=0xE9));
    let third_last = bytes.len().checked_sub(3).and_then(|at| bytes.get(at));
    (is_ascii(bytes.first()) || is_han(bytes.first()))
        && (is_ascii(bytes.last()) || is_han(third_last))
}
