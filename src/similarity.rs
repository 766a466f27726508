//! The only file that names `strsim`: near spellings, for typos and did-you-mean, never for meaning.
//!
//! `strsim` allocates on every call and has no cutoff, so few edits between ASCII words, which is what a search for a
//! typing error asks about thousands of words, are counted here without it; a test holds both against each other.

/// The greatest Damerau-Levenshtein distance at which a word of `letters` characters still counts as the same word
/// mistyped: none under 5 letters, one from 5, two from 9. Shorter words have too many neighbours that are words.
#[must_use]
pub fn typo_budget(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// One bit for each letter of `word` (`a` to `z`, digits and the rest share bits): two words whose masks differ in more
/// than two bits for each permitted edit cannot be within that many edits.
#[must_use]
pub fn letter_mask(word: &str) -> u32 {
    word.bytes().fold(0, |mask, byte| {
        mask | 1
            << match byte {
                b'a'..=b'z' => byte - b'a',
                b'0'..=b'9' => 26 + (byte - b'0') % 4,
                _ => 30,
            }
    })
}

/// Damerau-Levenshtein distance (insert, delete, replace, swap neighbours) of `a` and `b` if it is at most `limit`.
#[must_use]
pub fn distance_within(a: &str, b: &str, limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit * 4 {
        return None;
    }
    if limit <= FEW_EDITS && a.is_ascii() && b.is_ascii() {
        return few_edits(a.as_bytes(), b.as_bytes(), limit);
    }
    let distance = strsim::damerau_levenshtein(a, b);
    (distance <= limit).then_some(distance)
}

/// Up to so many edits are found without a table, which takes no memory and ends at the first letters that do not agree.
const FEW_EDITS: usize = 2;

/// The distance of two words of ASCII if it is at most `limit`, at most [`FEW_EDITS`]: letters that agree at either end cost
/// nothing, and at the first that do not, each sort of edit is tried.
#[must_use]
pub(crate) fn few_edits(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let apart = a.len().abs_diff(b.len());
    if apart > limit {
        return None;
    }
    let (a, b) = without_same_ends(a, b);
    if a.is_empty() || b.is_empty() {
        return Some(apart);
    }
    if limit > 0 && is_one_edit(a, b) {
        return Some(1);
    }
    let begins_with = |edit: (&[u8], &[u8])| {
        let (a, b) = without_same_ends(edit.0, edit.1);
        a.len().abs_diff(b.len()) <= 1 && (a.is_empty() || b.is_empty() || is_one_edit(a, b))
    };
    let two = limit > 1
        && (begins_with((&a[1..], &b[1..]))
            || begins_with((&a[1..], b))
            || begins_with((a, &b[1..]))
            || a.len() > 1
                && b.len() > 1
                && (a[0] == b[1] && a[1] == b[0] && begins_with((&a[2..], &b[2..]))
                    || swaps_across_a_letter(a, b)));
    two.then_some(2)
}

/// What is left of both without what they have in common at the start, and then at the end.
#[inline]
fn without_same_ends<'w>(a: &'w [u8], b: &'w [u8]) -> (&'w [u8], &'w [u8]) {
    let same = |(a, b): &(&u8, &u8)| a == b;
    let first = a.iter().zip(b).take_while(same).count();
    let (a, b) = (&a[first..], &b[first..]);
    let last = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    (&a[..a.len() - last], &b[..b.len() - last])
}

/// Whether one edit turns `a` into `b`, which begin and end with other letters and of which neither is empty: then a letter
/// is another one, or two have changed places. Where one was added or left out, nothing would be left of one of them.
#[inline]
fn is_one_edit(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([_], [_]) => true,
        ([first, second], [b_first, b_second]) => first == b_second && second == b_first,
        _ => false,
    }
}

/// Whether the neighbours that change places have a third letter between them on one side: two edits, so that the rest
/// must agree.
fn swaps_across_a_letter(a: &[u8], b: &[u8]) -> bool {
    let crosswise = |long: &[u8], short: &[u8]| {
        long.len() > 2 && long[0] == short[1] && long[2] == short[0] && long[3..] == short[2..]
    };
    crosswise(a, b) || crosswise(b, a)
}

/// The candidates nearest to `word`, best first, at most `count`, none that shares too little with it to be meant.
/// For did-you-mean hints; ties keep the order of `candidates`.
#[must_use]
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    count: usize,
) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            let tail = lower.rsplit('/').next().unwrap_or(&lower);
            let score = strsim::jaro_winkler(&word, &lower).max(strsim::jaro_winkler(&word, tail));
            let contained = word.chars().count() >= 3 && lower.contains(word.as_str());
            (if contained { score.max(0.9) } else { score }, candidate)
        })
        .filter(|(score, _)| *score >= 0.72) // under this, readers no longer see the likeness
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.truncate(count);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// `did you mean ...?` for the nearest candidates, or nothing when none is near.
#[must_use]
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let near = nearest(word, candidates, 3);
    if near.is_empty() {
        return None;
    }
    let quoted: Vec<String> = near.iter().map(|near| format!("`{near}`")).collect();
    Some(format!("did you mean {}?", quoted.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budget_grows_with_length() {
        assert_eq!([4, 5, 8, 9].map(typo_budget), [0, 1, 1, 2]);
    }

    #[test]
    fn a_swap_is_one_edit() {
        assert_eq!(distance_within("battery", "batetry", 1), Some(1));
        assert_eq!(distance_within("aerosol", "aerogel", 1), None);
    }

    #[test]
    fn few_edits_are_counted_like_any_number() {
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..100_000 {
            let mut word = || -> String {
                let length = random(9);
                (0..length)
                    .map(|_| (b'a' + random(3) as u8) as char)
                    .collect()
            };
            let (a, b) = (word(), word());
            let distance = strsim::damerau_levenshtein(&a, &b);
            for limit in 0..=FEW_EDITS {
                let expected = (distance <= limit).then_some(distance);
                assert_eq!(distance_within(&a, &b, limit), expected, "{a} {b} {limit}");
            }
        }
    }

    #[test]
    fn masks_bound_the_distance() {
        let (a, b) = ("electrolyser", "electrolyzer");
        assert!((letter_mask(a) ^ letter_mask(b)).count_ones() <= 2);
    }

    #[test]
    fn nearest_finds_the_tail_of_an_id() {
        let ids = ["new-materials/aerogel", "new-materials/graphene"];
        assert_eq!(nearest("areogel", ids, 1), ["new-materials/aerogel"]);
        assert_eq!(did_you_mean("zzzz", ids), None);
    }
}
