//! What carries a fit: words that can be quoted, the name of the firm, or many words of which those quoted are few.

use super::evidence::{EvidenceWords, told_pieces};
use super::latin::{is_of_name, outside_name};
use crate::fit::Evidence;
use crate::profile::{Field, Profile};

/// Words with less than one part in so many of the points do not carry a fit alone. Of 245 firms of three lists, one in twelve
/// has no more, mostly with words that a reader would not take for the reason ("payments"; read on 2026-12-01).
const PART_THAT_CARRIES: i32 = 3;

/// What carries a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    /// The words that are quoted.
    Words,
    /// Many words, of which those that are quoted are a small part.
    Many,
    /// The name of the firm, more than all else.
    Name,
}

impl Carried {
    /// What carries a fit of which `words` are quoted.
    pub(super) fn of(
        profile: &Profile,
        evidence: &[Evidence],
        words: &[EvidenceWords<'_>],
    ) -> Self {
        let quoted: i32 = words.iter().map(|words| words.tenths).sum();
        let [name, other] = by_name_or_not(profile, evidence);
        match (name >= other && name > quoted, quoted) {
            (true, _) if name > 0 => Self::Name,
            (_, quoted) if quoted * PART_THAT_CARRIES < name + other => Self::Many,
            _ => Self::Words,
        }
    }
}

/// Whether the name of the firm speaks for a fit at least as much as all its other words do, wherever it stands.
#[must_use]
pub fn is_by_name(profile: &Profile, evidence: &[Evidence]) -> bool {
    let [name, other] = by_name_or_not(profile, evidence);
    name > 0 && name >= other
}

/// What the name of the firm and what all other words say for a fit, in tenths of a point.
fn by_name_or_not(profile: &Profile, evidence: &[Evidence]) -> [i32; 2] {
    let mut sums = [0, 0];
    for piece in told_pieces(evidence) {
        let Some(field) = piece.field.filter(|_| piece.points.0 > 0) else {
            continue;
        };
        // Words in small letters are no name; that is seen quickest.
        let is_name = match field {
            Field::Name => true,
            Field::Description => {
                !piece.text.starts_with(|c: char| c.is_ascii_lowercase())
                    && is_of_name(profile, &piece.text)
            }
            _ => false,
        };
        let is_name = is_name && !stands_elsewhere(profile, &piece.text);
        sums[usize::from(!is_name)] += piece.points.0;
    }
    sums
}

/// Whether the description has English words of the name outside of it too. Chinese ones are part of other words there as
/// often: 银行 of 银行业监督管理委员会.
fn stands_elsewhere(profile: &Profile, words: &str) -> bool {
    let name = profile.name.as_deref().unwrap_or_default();
    let text = profile.description.as_deref().unwrap_or_default();
    words.is_ascii() && outside_name(name, text, words).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::evidence::borrowed_words;
    use super::super::evidence::tests::told;
    use super::*;
    use crate::fit::Points;

    #[test]
    fn what_carries_a_fit_is_told_apart() {
        let text = "Milk Hill Limited lets shops, sells cheese and repairs carts.";
        let (mut profile, milk) = told(text, "Milk");
        let (_, cheese) = told(text, "cheese");
        let (_, lets) = told(text, "lets");
        let (_, carts) = told(text, "carts");
        let with = |piece: &Evidence, points| Evidence {
            points: Points(points),
            ..piece.clone()
        };
        let mut of = |name: Option<&str>, [milk_points, cheese_points, lets_points]: [i32; 3]| {
            profile.name = name.map(str::to_owned);
            let evidence = [
                with(&milk, milk_points),
                with(&cheese, cheese_points),
                with(&lets, lets_points),
                with(&carts, -50),
            ];
            let quoted = borrowed_words(&profile, &evidence, 3);
            let quoted: Vec<_> = quoted
                .into_iter()
                .filter(|words| words.text == "cheese")
                .collect();
            let by_name = is_by_name(&profile, &evidence);
            (Carried::of(&profile, &evidence, &quoted), by_name)
        };
        let named = Some("Milk Hill Limited");
        assert_eq!(of(named, [50, 40, 0]), (Carried::Name, true));
        assert_eq!(of(named, [50, 60, 0]), (Carried::Words, false));
        // What is said in the text is said there, whatever the firm is called.
        assert_eq!(of(Some("Hill"), [50, 40, 0]), (Carried::Words, false));
        assert_eq!(of(None, [50, 40, 0]), (Carried::Words, false));
        assert_eq!(of(named, [10, 30, 60]), (Carried::Many, false));
        assert_eq!(of(named, [10, 40, 60]), (Carried::Words, false));
    }
}
