//! Hash tables in flat bytes that are read in place, and that say of most keys which they do not hold so at once: of the
//! features of the learned file, and of the paths of terms.
//!
//! Open-addressed. A slot holds the tag of a key, what is kept of the key in [`VALUE_BITS`] bits, and in the bits above how
//! many slots further on the last of those keys stands whose first slot this is: 0 for three slots of four, so that a key
//! that is not there mostly takes one look.

use super::keys::{sort_by_hash, tag};

pub(crate) type Slot = [u8; 8];

const VALUE_BITS: u32 = 26;
/// Where the bits begin that say how far keys stand from their first slot.
const REACH: u32 = u32::BITS + VALUE_BITS;

/// The golden ratio: multiplied by it, the hashes of words that differ in their last letter alone, and so in their lowest bits,
/// differ in their highest.
const MIXER: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(key: u64) -> u64 {
    key.wrapping_mul(MIXER)
}

/// The first slot, of so many, where a key may stand.
#[inline]
fn first_slot(key: u64, slots: usize) -> usize {
    (((mixed(key) >> 32) * slots as u64) >> 32) as usize
}

/// The table of these keys, each once, with what is kept of each. These tables are most of the learned file and of the index
/// beside the weights and texts themselves: no power of two, so that three eighths of the slots are empty and no more.
///
/// # Panics
/// If a value has more than [`VALUE_BITS`] bits, or if so many keys fall together as no hashes do.
pub(crate) fn table(mut entries: Vec<(u64, u32)>) -> Vec<Slot> {
    let mut table = vec![0_u64; (entries.len() * 8 / 5).max(2)];
    let slots = table.len();
    // In the order of their first slots, so that none stands much further on than others: of 257,190 none more than 12.
    sort_by_hash(&mut entries, |(key, _)| mixed(*key));
    for (key, value) in entries {
        let first = first_slot(key, slots);
        let (mut slot, mut further) = (first, 0_u64);
        while table[slot] as u32 != 0 {
            slot = (slot + 1) % slots;
            further += 1;
        }
        assert!(
            further >> (u64::BITS - REACH) == 0,
            "keys are spread evenly"
        );
        table[slot] = packed(value) | u64::from(tag(key));
        // Of those with one first slot each stands further on than the one before it.
        table[first] = table[first] & !(u64::MAX << REACH) | further << REACH;
    }
    table.into_iter().map(u64::to_le_bytes).collect()
}

/// A value where a slot has it.
fn packed(value: u32) -> u64 {
    assert!(value >> VALUE_BITS == 0, "a slot has room for the value");
    u64::from(value) << u32::BITS
}

/// What is kept in a slot.
#[inline]
fn value(slot: u64) -> u32 {
    (slot >> u32::BITS) as u32 & !(u32::MAX << VALUE_BITS)
}

/// Replaces what is kept of each key.
pub(super) fn replace_values(slots: &mut [Slot], mut new: impl FnMut(u32) -> u32) {
    for slot in slots {
        let entry = u64::from_le_bytes(*slot);
        if entry as u32 != 0 {
            let others = entry & !(u64::MAX >> (u64::BITS - REACH)) | u64::from(entry as u32);
            *slot = (others | packed(new(value(entry)))).to_le_bytes();
        }
    }
}

/// What the first slot of a key holds. Reading the first slots of many keys one after the other, before any is needed, lets
/// the processor fetch them from memory at once.
#[inline]
pub(super) fn first(slots: &[Slot], key: u64) -> u64 {
    let slot = slots.get(first_slot(key, slots.len()));
    slot.map_or(0, |slot| u64::from_le_bytes(*slot))
}

/// Whether a key may be there whose first slot holds `first`: seldom wrongly yes, never wrongly no.
#[inline]
pub(super) fn may_hold(key: u64, first: u64) -> bool {
    first >> REACH > 0 || first as u32 == tag(key)
}

/// What is kept of a key, whose first slot holds `first`.
#[inline]
pub(super) fn find(slots: &[Slot], key: u64, first: u64) -> Option<u32> {
    let tag = tag(key);
    if first as u32 == tag {
        return Some(value(first));
    }
    match first >> REACH {
        0 => None,
        reach => find_behind(slots, first_slot(key, slots.len()), tag, reach),
    }
}

/// The same behind its first slot, at most so many slots further on.
fn find_behind(slots: &[Slot], mut slot: usize, tag: u32, reach: u64) -> Option<u32> {
    for _ in 0..reach {
        slot += 1;
        if slot == slots.len() {
            slot = 0;
        }
        let entry = u64::from_le_bytes(slots[slot]);
        if entry as u32 == tag {
            return Some(value(entry));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hash_bytes;

    #[test]
    fn every_key_is_found_and_hardly_another_is_looked_for() {
        for count in [0_u32, 1, 2, 5, 3000] {
            let key = |number: u32| hash_bytes(format!("word{number}").as_bytes());
            let mut slots = table((0..count).map(|number| (key(number), number)).collect());
            let found =
                |slots: &[Slot], number| find(slots, key(number), first(slots, key(number)));
            for number in 0..count {
                assert_eq!(found(&slots, number), Some(number));
            }
            let others = count..2 * count + 100;
            assert!(others.clone().all(|number| found(&slots, number).is_none()));
            let may_hold = |number: &u32| may_hold(key(*number), first(&slots, key(*number)));
            assert!(3 * others.clone().filter(may_hold).count() <= others.len());
            replace_values(&mut slots, |value| 2 * value + 1);
            for number in 0..count {
                assert_eq!(found(&slots, number), Some(2 * number + 1));
            }
        }
        assert_eq!(find(&[], 7, first(&[], 7)), None);
    }
}
