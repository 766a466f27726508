//! The larger of two, and the first few of many, in order.

use std::cmp::Ordering;

/// The larger of two numbers that are numbers.
pub(super) fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// Up to so many are put in order one by one.
const FEW: usize = 16;

/// Leaves the first `most` of `list` by `order`, which puts no two in the same place, and puts them in order.
pub(super) fn keep_first<T: Copy>(
    list: &mut Vec<T>,
    most: usize,
    order: impl Fn(&T, &T) -> Ordering,
) {
    if most > FEW {
        if list.len() > most {
            // Only what is kept is put in order.
            list.select_nth_unstable_by(most, &order);
            list.truncate(most);
        }
        return list.sort_unstable_by(order);
    }
    let mut kept = 0;
    for place in 0..list.len() {
        let one = list[place];
        if kept == most
            && list[..kept]
                .last()
                .is_none_or(|last| order(&one, last).is_ge())
        {
            continue;
        }
        let before = |known: &&T| order(&one, known).is_lt();
        let behind = list[..kept].iter().rev().take_while(before).count();
        let to = kept - behind;
        if to < most {
            kept = (kept + 1).min(most);
            list.copy_within(to..kept - 1, to + 1);
            list[to] = one;
        }
    }
    list.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One by one or all at once: what is kept is the beginning of all in order, equals in the order of their numbers.
    #[test]
    fn the_first_are_those_of_all_in_order() {
        let all: Vec<(u32, u32)> = (0..300).map(|number| (number * 37 % 11, number)).collect();
        let mut sorted = all.clone();
        sorted.sort_by_key(|(value, _)| *value);
        for most in [0, 1, 2, FEW, FEW + 1, 299, 300, usize::MAX] {
            let mut kept = all.clone();
            keep_first(&mut kept, most, Ord::cmp);
            assert_eq!(kept, sorted[..most.min(300)], "{most}");
        }
    }
}
