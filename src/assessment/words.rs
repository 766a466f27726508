//! Finding words in a profile whatever their ending, taking them out, and setting the evidence of two things side by
//! side, word by word.

use super::outcome::WordPoints;
use super::whole_words::{WholeWords, is_term};
use crate::fit::{Assessment, Evidence, MatchKind, Points};
use crate::profile::Profile;
use crate::taxonomy::{Label, Taxonomy};
use crate::text::{Break, Cutting, Stemmer, Token, TokenKind, Tokens};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// As many words are cut at once, so that memory does not grow with the text.
pub(super) const BLOCK: usize = 4096;

/// Cuts texts into comparable words; its buffers are used again and again.
#[derive(Debug, Default)]
pub(super) struct Words {
    tokens: Tokens,
    stemmer: Stemmer,
}

/// One of two things to set side by side: its evidence, and the words of the Chinese in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'e> {
    pub(super) evidence: &'e [Evidence],
    pub(super) chinese: &'e WholeWords,
}

/// A phrase as its stems and Chinese characters, one after the other.
pub(super) type Needle = Vec<String>;

impl Words {
    /// The comparable form of a phrase; empty where it has no letter or digit.
    pub(super) fn needle(&mut self, phrase: &str) -> Needle {
        self.tokens.cut(phrase);
        let tokens = self.tokens.list.iter();
        tokens.map(|token| self.stem(token).into_owned()).collect()
    }

    /// Where the phrase stands in `text`, in bytes; overlapping places are left out.
    fn places(&mut self, text: &str, needle: &[String]) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        let Some(first) = needle.first().and_then(|word| word.chars().next()) else {
            return places;
        };
        // Nothing reaches over the end of a block, which is that of a sentence.
        let mut cutting = Cutting::of(text);
        while !cutting.is_done() {
            self.tokens.cut_block(&mut cutting, BLOCK);
            let tokens = &self.tokens;
            let mut at = 0;
            while let Some(window) = tokens.list.get(at..at + needle.len()) {
                // A stem begins as its word does.
                let may_be = tokens.folded(&window[0]).starts_with(first);
                let same = may_be
                    && window
                        .iter()
                        .zip(needle)
                        .enumerate()
                        .all(|(place, (token, wanted))| {
                            (place == 0 || token.before == Break::None)
                                && self.stem(token) == *wanted
                        });
                if same {
                    let (start, end) = (window[0].start, window[needle.len() - 1].end);
                    places.push(start as usize..end as usize);
                    at += needle.len();
                } else {
                    at += 1;
                }
            }
        }
        places
    }

    /// The comparable form of a token of the text that was cut last.
    fn stem(&self, token: &Token) -> Cow<'_, str> {
        let folded = self.tokens.folded(token);
        match token.kind {
            TokenKind::Word => self.stemmer.stem(folded),
            TokenKind::Han => Cow::Borrowed(folded),
        }
    }

    /// Whether any text of the profile has the phrase, in whatever inflection.
    pub(super) fn mentions(&mut self, profile: &Profile, needle: &[String]) -> bool {
        let mut texts = profile.texts();
        texts.any(|(_, _, text)| !self.places(text, needle).is_empty())
    }

    /// The present business of the profile without the phrase, and in how many places it stood. An entry of a list of which
    /// nothing is left goes.
    pub(super) fn remove(&mut self, profile: &Profile, needle: &[String]) -> (Profile, usize) {
        let mut removed = 0;
        let mut take_out = |text: &str| {
            let places = self.places(text, needle);
            removed += places.len();
            without(text, &places)
        };
        let mut list = |entries: &[String]| -> Vec<String> {
            let entries = entries.iter().map(|entry| take_out(entry));
            entries.filter(|entry| !is_blank(entry)).collect()
        };
        let (keywords, products) = (list(&profile.keywords), list(&profile.products));
        let mut text = |text: &Option<String>| {
            let text = text.as_ref().map(|text| take_out(text));
            text.filter(|text| !is_blank(text))
        };
        let (name, description) = (text(&profile.name), text(&profile.description));
        let rest = Profile {
            name,
            keywords,
            products,
            description,
            project: None,
            kind: profile.kind,
            contact: profile.contact.clone(),
        };
        (rest, removed)
    }

    /// What each word gives to two things, the greatest difference first, at most `limit`; and what all else adds up
    /// to. Inflections of a word are one, and Chinese characters that are no word none.
    pub(super) fn side_by_side(
        &mut self,
        here: Side<'_>,
        there: Side<'_>,
        limit: usize,
        taxonomy: &Taxonomy,
    ) -> (Vec<WordPoints>, Points) {
        let mut sides: BTreeMap<Needle, WordPoints> = BTreeMap::new();
        let mut total = 0;
        for (first, side) in [(true, here), (false, there)] {
            for piece in side.evidence {
                let points = piece.points.0;
                total += if first { points } else { -points };
                let words = match piece.how {
                    MatchKind::Rest | MatchKind::Shared => continue,
                    MatchKind::Scope => &piece.term,
                    _ => match side.chinese.of(piece) {
                        Some(words) => words,
                        None => continue,
                    },
                };
                let entry = sides
                    .entry(self.needle(words))
                    .or_insert_with(|| WordPoints {
                        words: words.to_owned(),
                        held_against: (piece.how == MatchKind::Scope)
                            .then(|| business(taxonomy, words)),
                        here: None,
                        there: None,
                        difference: Points(0),
                    });
                let side = match first {
                    true => &mut entry.here,
                    false => &mut entry.there,
                };
                side.get_or_insert_default().0 += points;
            }
        }
        let mut words: Vec<WordPoints> = sides.into_values().collect();
        for entry in &mut words {
            let points = |side: Option<Points>| side.unwrap_or_default().0;
            entry.difference = Points(points(entry.here) - points(entry.there));
        }
        words.retain(|entry| entry.difference.0 != 0);
        words.sort_by_key(|entry| std::cmp::Reverse(entry.difference.0.abs()));
        words.truncate(limit);
        let told: Points = words.iter().map(|entry| entry.difference).sum();
        (words, Points(total - told.0))
    }
}

/// The name of the business out of scope that evidence calls by its English name.
fn business(taxonomy: &Taxonomy, name: &str) -> Label {
    let mut labels = taxonomy.out_of_scope.iter().map(|business| &business.label);
    let found = labels.find(|label| label.en == name);
    found.cloned().unwrap_or_else(|| Label {
        en: name.to_owned(),
        zh: name.to_owned(),
    })
}

/// Terms of all subdivisions and of the business out of scope that stand in the profile, as it writes them.
pub(super) fn terms_met<'a>(assessment: &'a Assessment<'_>) -> impl Iterator<Item = &'a str> {
    let out = assessment.out_of_scope.iter().map(|out| &out.evidence);
    let fits = assessment.fits.iter().map(|fit| &fit.evidence);
    let pieces = fits.chain(out).flatten().filter(|piece| is_term(piece));
    pieces.map(|piece| piece.text.as_str())
}

/// The text without these places; of two spaces that then meet, one goes.
fn without(text: &str, places: &[Range<usize>]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for place in places {
        left.push_str(&text[from..place.start]);
        from = place.end;
        if left.ends_with(' ') && text[from..].starts_with(' ') {
            from += 1;
        }
    }
    left.push_str(&text[from..]);
    left
}

fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_in_every_inflection_and_leave_no_hole() {
        let mut words = Words::default();
        let profile = Profile {
            name: Some("Battery Works".into()),
            keywords: vec!["Battery packs".into(), "battery-pack, LFP".into()],
            description: Some("Makes battery packs (battery, packs) for 电池组 cars.".into()),
            ..Profile::default()
        };
        let needle = words.needle("battery packs");
        let (left, places) = words.remove(&profile, &needle);
        assert_eq!(places, 3);
        assert_eq!(left.keywords, [", LFP"]);
        assert_eq!(left.name.as_deref(), Some("Battery Works"));
        assert_eq!(
            left.description.as_deref(),
            Some("Makes (battery, packs) for 电池组 cars.")
        );
        assert!(!words.mentions(&left, &needle));
        let needle = words.needle("電池");
        let (left, _) = words.remove(&profile, &needle);
        assert!(left.description.unwrap().contains("for 组 cars"));
        assert_eq!(words.remove(&profile, &[]).1, 0);
    }
}
