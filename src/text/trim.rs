//! Spaces around a text, which most texts do not have.

/// A text without spaces around it: [`str::trim`], and quick where there are none.
pub(crate) fn trimmed(text: &str) -> &str {
    match begins_and_ends_solid(text.as_bytes()) {
        true => text,
        false => text.trim(),
    }
}

/// What a byte tells about the character that it begins: [`SIGN`] or [`HAN`].
static SOLID: [u8; 256] = {
    let mut solid = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        solid[byte] = match byte as u8 {
            b'!'..=b'~' => SIGN,
            // With these begin the characters of three bytes that are Chinese.
            0xE4..=0xE9 => HAN,
            _ => 0,
        };
        byte += 1;
    }
    solid
};

/// A letter or sign of ASCII, which is a byte by itself.
const SIGN: u8 = 1;
/// The first byte of a Chinese character.
const HAN: u8 = 2;

/// Whether the first and the last character are letters or signs beyond doubt, in ASCII or Chinese.
pub(crate) fn begins_and_ends_solid(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    if SOLID[usize::from(*first)] == 0 {
        return false;
    }
    SOLID[usize::from(*last)] == SIGN
        || matches!(bytes, [.., third_last, _, _] if SOLID[usize::from(*third_last)] == HAN)
}
