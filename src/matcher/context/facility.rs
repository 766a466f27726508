//! What a project builds: "a plant for batteries" and "a new battery plant" are for making batteries.

use crate::text::{Break, Token, TokenKind, hash_bytes};

/// Words for what is built to make one thing in, before "for" or "of" as well: a line or a base may be of other kinds there
/// ("a product line of batteries").
const PLANTS: [u64; 4] = [
    hash_bytes(b"plant"),
    hash_bytes(b"plants"),
    hash_bytes(b"factory"),
    hash_bytes(b"factories"),
];

/// Words for what is built to make something in, behind its name.
const FACILITIES: [u64; 8] = [
    hash_bytes(b"facility"),
    hash_bytes(b"facilities"),
    hash_bytes(b"works"),
    hash_bytes(b"mill"),
    hash_bytes(b"mills"),
    hash_bytes(b"line"),
    hash_bytes(b"lines"),
    hash_bytes(b"base"),
];

/// Words between a plant and what is made in it.
const BETWEEN: [u64; 2] = [hash_bytes(b"for"), hash_bytes(b"of")];

/// Where the name of the plant begins that makes the phrase `start..end` (tokens) of Latin letters: "a plant for batteries", "a
/// battery plant". Nothing where none stands beside the phrase.
pub(super) fn plant_around(tokens: &[Token], start: usize, end: usize) -> Option<usize> {
    let joined = |token: &Token| token.before == Break::None && token.kind != TokenKind::Han;
    let is_plant = |token: &Token| PLANTS.contains(&token.hash);
    let is_facility = |token: &Token| is_plant(token) || FACILITIES.contains(&token.hash);
    if let [.., plant, between] = &tokens[..start]
        && joined(between)
        && joined(&tokens[start])
        && BETWEEN.contains(&between.hash)
        && is_plant(plant)
    {
        return Some(start - 2);
    }
    let after = tokens.get(end).filter(|token| joined(token));
    let ends = after.is_some_and(is_facility) || is_facility(&tokens[end - 1]);
    ends.then_some(start)
}
