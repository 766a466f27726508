//! The identity of words.

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the identity of a folded word. Fixed for ever, since learned files hold it.
#[must_use]
pub const fn hash_bytes(bytes: &[u8]) -> u64 {
    continue_hash(FNV_OFFSET, bytes)
}

/// The hash of what `hash` is of, with `bytes` after it.
#[must_use]
pub const fn continue_hash(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(FNV_PRIME);
        at += 1;
    }
    hash
}

pub(super) const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
pub(super) const FNV_PRIME: u64 = 0x0100_0000_01b3;
