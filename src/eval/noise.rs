//! Damage as it happens to real profiles, made on purpose and the same on every run, to see what it costs.

use super::gold::Gold;
use super::random::SplitMix64;
use crate::error::{Error, ErrorKind, Result};
use crate::similarity::did_you_mean;
use crate::text::{hash_bytes, is_han};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One word in so many is damaged.
const EVERY: usize = 8;
/// Shorter words are passed over for the next: a wrong letter in `of` proves nothing.
const LEAST_LETTERS: usize = 4;

/// A kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noise {
    /// A typing error in every eighth word: a letter lost, doubled up, replaced or swapped with its neighbour.
    Typo,
    /// ALL CAPS.
    Caps,
    /// Every eighth word broken in two, by a space or by a hyphen at a line's end, as scanned pages come out.
    Ocr,
    /// Ｆｕｌｌ－ｗｉｄｔｈ letters, digits, marks and spaces, as Chinese input methods type them.
    FullWidth,
}

impl Noise {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Typo, Self::Caps, Self::Ocr, Self::FullWidth];

    /// The word used on the command line and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Typo => "typo",
            Self::Caps => "caps",
            Self::Ocr => "ocr",
            Self::FullWidth => "full-width",
        }
    }

    /// The company with every text of its profile damaged. What is drawn depends on its id and on `draw` alone, so a
    /// company is damaged alike wherever it stands, and other draws damage it elsewhere.
    #[must_use]
    pub fn apply(self, gold: &Gold, draw: u64) -> Gold {
        let mut random = SplitMix64::new(hash_bytes(gold.id.as_bytes()).wrapping_add(draw));
        // Short profiles would never reach an eighth word if all began to count at the first.
        let mut count = random.below(EVERY);
        let mut damage = |text: &str| match self {
            Self::Caps => text.to_uppercase(),
            Self::FullWidth => text.chars().map(widen).collect(),
            Self::Typo => every_eighth(text, &mut count, &mut random, mistype),
            Self::Ocr => every_eighth(text, &mut count, &mut random, split),
        };
        let mut damaged = gold.clone();
        let profile = &mut damaged.profile;
        for text in profile
            .name
            .iter_mut()
            .chain(&mut profile.keywords)
            .chain(&mut profile.products)
            .chain(&mut profile.description)
        {
            *text = damage(text);
        }
        damaged
    }
}

impl std::str::FromStr for Noise {
    type Err = Error;

    /// # Errors
    /// [`ErrorKind::Unknown`] with the nearest kind, or all of them, as hint.
    fn from_str(word: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| {
            let hint = did_you_mean(word, Self::ALL.map(Self::as_str));
            Error::new(ErrorKind::Unknown, format!("unknown noise `{word}`")).with_hint(
                hint.unwrap_or_else(|| "kinds are `typo`, `caps`, `ocr` and `full-width`".into()),
            )
        })
    }
}

/// The full-width form of an ASCII character; others stay.
fn widen(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(c as u32 - 0x21 + 0xFF01).unwrap_or(c),
        _ => c,
    }
}

/// Words as byte ranges: runs of letters and digits; Chinese, which has no spaces, two characters at a time.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut before = None; // whether the character just before was Chinese, if it was part of a word
    for (at, c) in text.char_indices() {
        let here = c.is_alphanumeric().then(|| is_han(c));
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(word)
                if here.is_some()
                    && here == before
                    && (here == Some(false) || text[word.clone()].chars().count() < 2) =>
            {
                word.end = end;
            }
            _ if here.is_some() => words.push(at..end),
            _ => {}
        }
        before = here;
    }
    words
}

/// Applies `damage` to every eighth word, or to the next after it that is long enough.
fn every_eighth(
    text: &str,
    count: &mut usize,
    random: &mut SplitMix64,
    damage: fn(&[char], &mut SplitMix64) -> String,
) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut copied = 0;
    for range in words(text) {
        *count += 1;
        let word: Vec<char> = text[range.clone()].chars().collect();
        let letters = word.iter().filter(|c| c.is_alphabetic()).count();
        let long_enough = letters >= LEAST_LETTERS || (word.len() == 2 && is_han(word[0]));
        if *count >= EVERY && long_enough {
            *count = 0;
            out.push_str(&text[copied..range.start]);
            out.push_str(&damage(&word, random));
            copied = range.end;
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// One slip of the fingers anywhere in the word.
fn mistype(word: &[char], random: &mut SplitMix64) -> String {
    let mut word = word.to_vec();
    let at = random.below(word.len());
    let letter = char::from(b'a' + random.below(26) as u8);
    if is_han(word[0]) {
        // Two characters: swapped, one lost, or one twice.
        match random.below(3) {
            0 => word.swap(0, 1),
            1 => drop(word.remove(at)),
            _ => word.insert(at, word[at]),
        }
        return word.into_iter().collect();
    }
    match random.below(4) {
        0 => drop(word.remove(at)),
        1 => word.insert(at, letter),
        2 if word[at] != letter => word[at] = letter,
        _ => {
            // The first place from there on whose neighbour differs, so that the word does change.
            let places = (at..word.len() - 1).chain(0..at.min(word.len() - 1));
            match places.into_iter().find(|at| word[*at] != word[at + 1]) {
                Some(at) => word.swap(at, at + 1),
                None => drop(word.remove(at)),
            }
        }
    }
    word.into_iter().collect()
}

/// A break somewhere inside the word.
fn split(word: &[char], random: &mut SplitMix64) -> String {
    let at = 1 + random.below(word.len() - 1);
    let hyphen = random.below(2) == 0 && !is_han(word[0]);
    let head = word[..at].iter().copied();
    let gap = if hyphen { "-\n" } else { " " };
    head.chain(gap.chars())
        .chain(word[at..].iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use crate::similarity::distance_within;

    const TEXT: &str = "The company makes lithium iron phosphate cathode materials, separators and electrolyte \
                        additives for power batteries; it sells them to makers of electric vehicles in 2021.";

    fn gold(id: &str, text: &str) -> Gold {
        Gold {
            id: id.into(),
            profile: Profile::from_text(text),
            labels: vec![(3, 2)],
        }
    }

    fn damaged(noise: Noise, id: &str, text: &str) -> String {
        noise.apply(&gold(id, text), 0).profile.description.unwrap()
    }

    #[test]
    fn words_are_runs_of_letters_and_pairs_of_chinese_characters() {
        let text = "LFP电池包、2 cells";
        let found: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["LFP", "电池", "包", "2", "cells"]);
    }

    #[test]
    fn a_typo_is_one_edit_in_every_eighth_word() {
        for id in 0..200 {
            let text = damaged(Noise::Typo, &id.to_string(), TEXT);
            let (old, new): (Vec<&str>, Vec<&str>) =
                (TEXT.split(' ').collect(), text.split(' ').collect());
            assert_eq!(old.len(), new.len());
            let changed: Vec<_> = old
                .iter()
                .zip(&new)
                .filter(|(old, new)| old != new)
                .collect();
            assert!((2..=4).contains(&changed.len()), "{text}"); // of 27 words
            for (old, new) in changed {
                assert!(distance_within(old, new, 1).is_some(), "{old} {new}");
            }
        }
    }

    #[test]
    fn a_split_only_adds_a_break() {
        for id in 0..50 {
            let text = damaged(Noise::Ocr, &id.to_string(), TEXT);
            assert_ne!(text, TEXT);
            let squeezed = |text: &str| text.replace("-\n", "").replace(' ', "");
            assert_eq!(squeezed(&text), squeezed(TEXT));
        }
    }

    #[test]
    fn chinese_is_damaged_too() {
        let text = "动力电池正极材料、隔膜、电解液的研发与生产销售";
        assert_ne!(damaged(Noise::Typo, "1", text), text);
        assert_eq!(damaged(Noise::Ocr, "1", text).replace(' ', ""), text);
    }

    #[test]
    fn letters_change_their_form_and_nothing_else() {
        assert_eq!(
            damaged(Noise::Caps, "1", "Li-ion cells 电池"),
            "LI-ION CELLS 电池"
        );
        assert_eq!(
            damaged(Noise::FullWidth, "1", "Li-ion 18650 电池"),
            "Ｌｉ－ｉｏｎ　１８６５０　电池"
        );
    }

    #[test]
    fn damage_depends_on_company_and_draw_alone_and_labels_stay() {
        let company = gold("7", TEXT);
        for noise in Noise::ALL {
            assert_eq!(noise.apply(&company, 1), noise.apply(&company, 1));
            assert_eq!(noise.apply(&company, 0).labels, company.labels);
        }
        assert_ne!(
            damaged(Noise::Typo, "7", TEXT),
            damaged(Noise::Typo, "8", TEXT)
        );
        assert_ne!(
            Noise::Typo.apply(&company, 0),
            Noise::Typo.apply(&company, 1)
        );
    }

    #[test]
    fn kinds_are_read_and_corrected() {
        for noise in Noise::ALL {
            assert_eq!(noise.as_str().parse::<Noise>().unwrap(), noise);
        }
        let error = "typos".parse::<Noise>().unwrap_err();
        assert_eq!(error.hint(), Some("did you mean `typo`?"));
    }
}
