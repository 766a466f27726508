//! What a project builds: "a plant for batteries" and "a new battery plant" are for making batteries.

use crate::text::{Break, Token, TokenKind, hash_bytes};

/// Words for what is built to make something in.
const FACILITIES: [u64; 10] = [
    hash_bytes(b"plant"),
    hash_bytes(b"plants"),
    hash_bytes(b"factory"),
    hash_bytes(b"factories"),
    hash_bytes(b"works"),
    hash_bytes(b"mill"),
    hash_bytes(b"line"),
    hash_bytes(b"lines"),
    hash_bytes(b"base"),
    hash_bytes(b"facility"),
];

/// Words between a facility and what is made in it.
const BETWEEN: [u64; 2] = [hash_bytes(b"for"), hash_bytes(b"of")];

/// How a phrase names what a facility beside it makes.
pub(super) enum Made {
    /// "a plant for batteries"
    After,
    /// "a battery plant", beside which others may stand: "meals for the battery plant"
    Before,
}

/// How the phrase `start..end` (tokens) of Latin letters names what a facility makes, if it does.
pub(super) fn made_in_facility(tokens: &[Token], start: usize, end: usize) -> Option<Made> {
    let joined = |token: &Token| token.before == Break::None && token.kind != TokenKind::Han;
    let is_facility = |token: &Token| FACILITIES.contains(&token.hash);
    let after = tokens.get(end).filter(|token| joined(token));
    let before = match &tokens[..start] {
        [.., facility, between] if joined(between) && joined(&tokens[start]) => {
            BETWEEN.contains(&between.hash) && is_facility(facility)
        }
        _ => false,
    };
    let ends = after.is_some_and(is_facility) || is_facility(&tokens[end - 1]);
    match before {
        true => Some(Made::After),
        false => ends.then_some(Made::Before),
    }
}
