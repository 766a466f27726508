//! Stemming: `batteries` and `battery` are one word. Snowball's English stemmer (M. Porter, "Snowball: A language for
//! stemming algorithms", 2001) through `rust-stemmers`.

use rust_stemmers::{Algorithm, Stemmer as Snowball};
use std::borrow::Cow;

/// English stemmer; words of other scripts, words with digits and words of up to three letters stay as they are.
pub struct Stemmer(Snowball);

impl Default for Stemmer {
    fn default() -> Self {
        Self(Snowball::create(Algorithm::English))
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stemmer(English)")
    }
}

impl Stemmer {
    /// The stem of a folded word.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        // Short words are mostly abbreviations (`ics`, `gas`, `LED`), which stemming would mangle.
        if word.len() <= 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Cow::Borrowed(word);
        }
        match plain_stem(word) {
            Some(stem) => Cow::Borrowed(stem),
            None => self.0.stem(word),
        }
    }
}

/// The stem of a word of which no more can go than the `s` of a plural and then a last `e`. So it is with four in five of the
/// words that are not known, names mostly, and the stemmer takes four thousand instructions to find that out.
fn plain_stem(word: &str) -> Option<&str> {
    /// Words that the stemmer leaves as they are.
    const UNCHANGED: [&str; 6] = ["andes", "atlas", "bias", "cosmos", "howe", "news"];
    if !may_have_ending(word.as_bytes()) || UNCHANGED.contains(&word) {
        return Some(word);
    }
    let singular = match word.strip_suffix('s') {
        Some(rest) => is_singular(rest.as_bytes()).then_some(rest)?,
        None => word,
    };
    match singular.strip_suffix('e') {
        Some(start) => match loses_last_e(start.as_bytes())? {
            true => Some(start),
            false => Some(singular),
        },
        None => (!may_have_ending(singular.as_bytes())).then_some(singular),
    }
}

/// Whether a word has an ending that a step of the stemmer may take off or change.
fn may_have_ending(word: &[u8]) -> bool {
    match word {
        [.., b'n', b'e', b's', b's'] | [.., b'o', b'u', b's'] => true,
        [.., b's' | b'u', b's'] | [.., b'a' | b'e' | b'i' | b'o' | b'u', b'y'] => false,
        [.., b's' | b'e' | b'y']
        | [.., b'e', b'd']
        | [.., b'i', b'n', b'g']
        | [.., b'n', b'c', b'i']
        | [.., b'o', b'g', b'i']
        | [.., b'i', b't', b'i']
        | [.., b'l', b'i']
        | [.., b'f', b'u', b'l']
        | [.., b's' | b't', b'i', b'o', b'n']
        | [.., b'a', b't', b'o', b'r']
        | [.., b'i', b'z', b'e', b'r'] => true,
        [start @ .., b'a', b'l']
        | [start @ .., b'e', b'r']
        | [start @ .., b'i', b'c']
        | [start @ .., b'a' | b'e', b'n', b't']
        | [start @ .., b'i', b's', b'm'] => is_long(start),
        [start @ .., b'l'] => start.ends_with(b"l") && is_long(start),
        _ => false,
    }
}

/// Whether a vowel is followed by a consonant twice: only behind such a start the stemmer takes off most endings. (It may
/// want a longer one: so it is with `gener`, `commun` and `arsen`.)
fn is_long(start: &[u8]) -> bool {
    turns(start) > 1
}

/// How many vowels are followed by a consonant.
fn turns(start: &[u8]) -> u32 {
    let (mut was_vowel, mut turns) = (false, 0);
    for (at, letter) in start.iter().enumerate() {
        let vowel = is_vowel(*letter) || *letter == b'y' && at > 0 && !was_vowel;
        turns += u32::from(was_vowel && !vowel);
        was_vowel = vowel;
    }
    turns
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Whether a word that an `s` follows is one without it, and ends as it is.
fn is_singular(word: &[u8]) -> bool {
    let start = &word[..word.len() - 1];
    let other = matches!(
        word,
        [.., b's' | b'u'] | [.., b'i', b'e'] | [.., b's', b's', b'e']
    );
    !other && start.iter().any(|letter| is_vowel(*letter))
}

/// Whether the `e` after `start` goes; nothing where more may go with it.
fn loses_last_e(start: &[u8]) -> Option<bool> {
    let more = matches!(
        start,
        [.., b'n', b'c'] | [.., b'b', b'l'] | [.., b'a', b't'] | [.., b'i', b'v' | b'z']
    );
    let has_own_rules = [&b"gener"[..], b"commun", b"arsen"]
        .iter()
        .any(|known| start.starts_with(known));
    if more || has_own_rules || start.contains(&b'y') {
        return None;
    }
    // After one consonant behind a short vowel an `e` stays, unless the word is long.
    let is_short = match start {
        [vowel, last] => is_vowel(*vowel) && !is_vowel(*last),
        [.., first, vowel, last] => {
            !is_vowel(*first)
                && is_vowel(*vowel)
                && !is_vowel(*last)
                && !matches!(last, b'w' | b'x')
        }
        _ => false,
    };
    Some(turns(start) > u32::from(is_short))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of random letters, of a random start of one and an ending, and those with rules of their own.
    #[test]
    fn stems_are_those_of_the_stemmer() {
        const ENDINGS: [&str; 44] = [
            "", "s", "al", "als", "ll", "lls", "er", "ers", "izer", "ic", "ics", "ant", "ent",
            "ments", "ism", "isms", "ful", "ness", "ous", "us", "ss", "ay", "y", "ys", "nci",
            "ogi", "logi", "li", "iti", "e", "es", "e", "es", "ation", "sions", "ion", "or",
            "ators", "ed", "ings", "as", "is", "os", "able",
        ];
        let stemmer = Stemmer::default();
        let mut state = 7_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let (mut unchanged, mut shorter) = (0, 0);
        let mut check = |word: &str| {
            let stem = stemmer.0.stem(word);
            assert_eq!(stemmer.stem(word), stem, "{word}");
            match plain_stem(word) {
                Some(stem) if stem == word => unchanged += 1,
                Some(_) => shorter += 1,
                None => {}
            }
        };
        for number in 0..400_000 {
            let letters: &[u8] = match number % 2 {
                0 => b"abcdefghijklmnopqrstuvwxyz",
                _ => b"aeioyynrstl",
            };
            let length = 2 + random(8);
            let letters = (0..length).map(|_| letters[random(letters.len() as u32) as usize]);
            let mut word: String = letters.map(char::from).collect();
            word.push_str(ENDINGS[random(ENDINGS.len() as u32) as usize]);
            if word.len() > 3 {
                check(&word);
            }
        }
        for word in [
            "skis",
            "skies",
            "dying",
            "lying",
            "tying",
            "idly",
            "gently",
            "ugly",
            "early",
            "only",
            "singly",
            "news",
            "howe",
            "atlas",
            "cosmos",
            "bias",
            "andes",
            "innings",
            "outings",
            "cannings",
            "herrings",
            "earrings",
            "proceeds",
            "exceeds",
            "succeeds",
            "general",
            "generals",
            "communal",
            "communism",
            "arsenal",
            "arsenals",
            "generic",
            "commons",
        ] {
            check(word);
        }
        assert!(unchanged > 100_000 && shorter > 20_000);
    }

    #[test]
    fn inflections_share_a_stem() {
        let stemmer = Stemmer::default();
        assert_eq!(stemmer.stem("batteries"), stemmer.stem("battery"));
        assert_eq!(stemmer.stem("gas"), "gas");
        assert_eq!(stemmer.stem("18650"), "18650");
    }
}
