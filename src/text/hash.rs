//! The identity of words, and hashes as text.

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

/// Bytes as hexadecimal digits of small letters, two each: how hashes are written.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]));
    digits.collect()
}

pub(super) const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
pub(super) const FNV_PRIME: u64 = 0x0100_0000_01b3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_two_digits_a_byte() {
        assert_eq!(hex(&[0, 0x0f, 0xa0, 0xff]), "000fa0ff");
    }
}
