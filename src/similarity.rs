//! The only file that names `strsim`: near spellings, for typos and did-you-mean, never for meaning.
//!
//! `strsim` allocates on every call and has no cutoff, so each call here is preceded by a bound that rejects cheaply.

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
    let distance = strsim::damerau_levenshtein(a, b);
    (distance <= limit).then_some(distance)
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
