//! The identity of words, and hashes as text.

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the identity of a folded word. Fixed for ever, since learned files hold it.
#[must_use]
pub const fn hash_bytes(bytes: &[u8]) -> u64 {
    let (mut hash, mut at) = (FNV_OFFSET, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(FNV_PRIME);
        at += 1;
    }
    hash
}

/// The hash of what `hash` is of, with `bytes` after it.
#[must_use]
pub fn continue_hash(hash: u64, bytes: &[u8]) -> u64 {
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME);
    let (chunks, rest) = bytes.as_chunks::<4>();
    let hash = chunks.iter().flatten().fold(hash, add);
    rest.iter().fold(hash, add)
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
/// What undoes a multiplication by [`FNV_PRIME`].
const FNV_INVERSE: u64 = {
    // Each step of Newton's method doubles the bits that are right; of an odd number's inverse three are at once.
    let mut inverse = FNV_PRIME;
    let mut bits = 3;
    while bits < u64::BITS {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(FNV_PRIME.wrapping_mul(inverse)));
        bits *= 2;
    }
    inverse
};

/// The hash of what `hash` is of, without `last`, its last byte.
pub(super) fn hash_without(hash: u64, last: u8) -> u64 {
    hash.wrapping_mul(FNV_INVERSE) ^ u64::from(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_byte_can_be_taken_back() {
        assert_eq!(
            hash_without(hash_bytes(b"cells"), b's'),
            hash_bytes(b"cell")
        );
    }

    #[test]
    fn a_hash_has_two_digits_a_byte() {
        assert_eq!(hex(&[0, 0x0f, 0xa0, 0xff]), "000fa0ff");
    }
}
