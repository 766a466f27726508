//! What a profile lacks to fit a subdivision, and what each of its terms would do if it were true of the firm.

use super::explanation::{Mention, Missing};
use super::outcome::Outcome;
use super::reassessment::{Reassessment, readings};
use super::removal::is_part;
use super::words::{BLOCK, Needle, Words};
use crate::fit::{Points, Score};
use crate::profile::Profile;
use crate::taxonomy::{Language, Subdivision};
use crate::text::{Cutting, TokenKind, Tokens};

/// At most so many absent terms are told.
const TOLD: usize = 8;

/// What lacks to `threshold`, which is `points` away.
pub(super) fn missing<'t>(
    (threshold, points): (Score, Points),
    subdivision: &'t Subdivision,
    profile: &Profile,
    reassessment: &mut Reassessment<'_, 't>,
    words: &mut Words,
) -> Missing<'t> {
    let language = language_of(profile);
    let in_language = |language| {
        let terms = subdivision.terms.iter();
        terms.filter(move |term| term.language == language)
    };
    let (mut mentioned, mut absent) = (Vec::new(), Vec::new());
    // Each is looked for in the profile, and then added to it.
    let tried = readings(profile).div_ceil(2);
    for term in in_language(language).take(tried) {
        let needle = words.needle(&term.text);
        if words.mentions(profile, &needle) {
            mentioned.push(&*term.text);
        } else {
            let outcome = with(reassessment, profile, &[term.text.to_string()]);
            absent.push((needle, outcome));
        }
    }
    let absent = strongest(absent);
    let together = together(threshold, &absent, reassessment, profile);
    Missing {
        threshold,
        points,
        named: named(subdivision, language, profile, reassessment, words),
        language,
        terms: in_language(language).count(),
        mentioned,
        absent,
        together,
    }
}

/// The answer with these words as further keywords.
fn with<'t>(
    reassessment: &mut Reassessment<'_, 't>,
    profile: &Profile,
    added: &[String],
) -> Outcome<'t> {
    let mut profile = profile.clone();
    profile.keywords.extend_from_slice(added);
    reassessment.outcome(&profile, added.to_vec(), 0)
}

/// The terms that raise the raw score most; of two of which one is part of the other, the stronger.
fn strongest(mut absent: Vec<(Needle, Outcome<'_>)>) -> Vec<Outcome<'_>> {
    absent.retain(|(_, outcome)| outcome.change.0 > 0);
    absent.sort_by_key(|(_, outcome)| std::cmp::Reverse((outcome.score, outcome.raw)));
    let mut told: Vec<(Needle, Outcome<'_>)> = Vec::new();
    for (needle, outcome) in absent {
        let same = |(known, _): &(Needle, _)| is_part(known, &needle) || is_part(&needle, known);
        if told.len() < TOLD && !told.iter().any(same) {
            told.push((needle, outcome));
        }
    }
    told.into_iter().map(|(_, outcome)| outcome).collect()
}

/// The strongest of the absent terms, as many as reach the threshold together, where one alone does not.
fn together<'t>(
    threshold: Score,
    absent: &[Outcome<'t>],
    reassessment: &mut Reassessment<'_, 't>,
    profile: &Profile,
) -> Option<Outcome<'t>> {
    if absent.first()?.score >= threshold {
        return None;
    }
    let mut added: Vec<String> = Vec::new();
    for outcome in absent {
        added.extend_from_slice(&outcome.words);
        let outcome = with(reassessment, profile, &added);
        if outcome.score >= threshold {
            return Some(outcome);
        }
    }
    None
}

/// The plan's phrase, and the label in the profile's language where it is another.
fn named<'t>(
    subdivision: &'t Subdivision,
    language: Language,
    profile: &Profile,
    reassessment: &mut Reassessment<'_, 't>,
    words: &mut Words,
) -> Vec<Mention<'t>> {
    let phrase = words.needle(&subdivision.phrase);
    let label = subdivision.label.get(language);
    let mut names = vec![subdivision.phrase.as_str()];
    if words.needle(label) != phrase {
        names.push(label);
    }
    let mentions = names.into_iter().map(|name| {
        let needle = words.needle(name);
        let mentioned = words.mentions(profile, &needle);
        Mention {
            words: name,
            mentioned,
            with: (!mentioned).then(|| with(reassessment, profile, &[name.to_owned()])),
        }
    });
    mentions.collect()
}

/// The language of most words of the profile; two Chinese characters count as a word.
fn language_of(profile: &Profile) -> Language {
    let mut tokens = Tokens::default();
    let (mut han, mut other) = (0, 0);
    for (_, _, text) in profile.texts() {
        let mut cutting = Cutting::of(text);
        while !cutting.is_done() {
            tokens.cut_block(&mut cutting, BLOCK);
            let of_han = tokens
                .list
                .iter()
                .filter(|token| token.kind == TokenKind::Han);
            let count = of_han.count();
            han += count;
            other += tokens.list.len() - count;
        }
    }
    if han > 2 * other {
        Language::Zh
    } else {
        Language::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_abbreviations_leave_a_text_chinese() {
        let profile = |text: &str| Profile::from_text(text);
        assert_eq!(language_of(&profile("生产动力电池组和BMS。")), Language::Zh);
        assert_eq!(
            language_of(&profile("Makes LFP cells (电芯).")),
            Language::En
        );
        assert_eq!(language_of(&profile("")), Language::En);
    }
}
