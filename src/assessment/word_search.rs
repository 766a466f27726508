//! Whether a text has one of some words: asked of every answer, so without copies.

/// Whether a text has a Chinese word, or an English word that begins so.
pub(super) fn holds_any(text: &str, beginnings: &[&str]) -> bool {
    let begins = |word: &str, beginning: &str| {
        let start = word.as_bytes().get(..beginning.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    if text.is_ascii() {
        return begins_any(text.as_bytes(), beginnings);
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        let is_english = word.is_ascii(); // and so holds no Chinese word
        beginnings
            .iter()
            .any(|beginning| match beginning.is_ascii() {
                true => begins(word, beginning),
                false => !is_english && word.contains(beginning),
            })
    })
}

/// Which bytes are letters or digits of ASCII.
static IS_OF_WORD: [bool; 256] = {
    let mut is_of_word = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        is_of_word[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    is_of_word
};

/// Whether a word of a text of ASCII begins so: looked at are those of which one may have the first two letters.
fn begins_any(text: &[u8], beginnings: &[&str]) -> bool {
    // Of each first letter, the second ones.
    let mut seconds = [0_u32; 32];
    for beginning in beginnings {
        if let [first, second, ..] = beginning.as_bytes()
            && first.is_ascii()
        {
            seconds[usize::from(first & 31)] |= 1 << (second & 31);
        }
    }
    let begins = |at: usize, beginning: &&str| {
        let start = text[at..].get(..beginning.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    let mut at = 0;
    while at < text.len() {
        let first = text[at];
        if first.is_ascii_alphanumeric() {
            let second = text.get(at + 1).copied().unwrap_or_default();
            if seconds[usize::from(first & 31)] >> (second & 31) & 1 == 1
                && beginnings.iter().any(|beginning| begins(at, beginning))
            {
                return true;
            }
            let rest = text[at..].iter();
            at += rest
                .take_while(|byte| IS_OF_WORD[usize::from(**byte)])
                .count();
        }
        at += 1;
    }
    false
}

/// Whether `part` stands in a short text, in ASCII capitals or not: without a copy, and without getting ready for a long one.
pub(super) fn holds_part(text: &str, part: &str) -> bool {
    let first = part.as_bytes()[0];
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        byte.eq_ignore_ascii_case(&first) && {
            let there = bytes[at..].get(..part.len());
            there.is_some_and(|there| there.eq_ignore_ascii_case(part.as_bytes()))
        }
    })
}
