//! Finding words in a profile whatever their ending, taking them out, and setting the evidence of two things side by
//! side, word by word.

use crate::fit::{Evidence, How, Points};
use crate::profile::Profile;
use crate::reasons::WordPoints;
use crate::taxonomy::{Label, Taxonomy};
use crate::text::{Break, Stemmer, TokenKind, Tokens, is_han};
use std::collections::BTreeMap;
use std::ops::Range;

/// Cuts texts into comparable words; its buffers are used again and again.
#[derive(Debug, Default)]
pub(super) struct Words {
    tokens: Tokens,
    stemmer: Stemmer,
}

/// A phrase as its stems and Chinese characters, one after the other.
pub(super) type Needle = Vec<String>;

impl Words {
    /// The comparable form of a phrase; empty where it has no letter or digit.
    pub(super) fn needle(&mut self, phrase: &str) -> Needle {
        self.cut(phrase).into_iter().map(|word| word.stem).collect()
    }

    /// Where the phrase stands in `text`, in bytes; overlapping places are left out.
    fn places(&mut self, text: &str, needle: &[String]) -> Vec<Range<usize>> {
        let words = self.cut(text);
        let mut places: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while !needle.is_empty() && at + needle.len() <= words.len() {
            let window = &words[at..at + needle.len()];
            let same = window
                .iter()
                .zip(needle)
                .enumerate()
                .all(|(place, (word, wanted))| word.stem == *wanted && (place == 0 || word.joined));
            if same {
                places.push(window[0].place.start..window[needle.len() - 1].place.end);
                at += needle.len();
            } else {
                at += 1;
            }
        }
        places
    }

    /// Whether any text of the profile has the phrase, in whatever inflection.
    pub(super) fn mentions(&mut self, profile: &Profile, needle: &[String]) -> bool {
        let mut texts = profile.texts();
        texts.any(|(_, _, text)| !self.places(text, needle).is_empty())
    }

    /// The profile without the phrase, and in how many places it stood. An entry of a list of which nothing is left
    /// goes.
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
            kind: profile.kind,
            contact: profile.contact.clone(),
        };
        (rest, removed)
    }

    fn cut(&mut self, text: &str) -> Vec<CutWord> {
        self.tokens.cut(text);
        let tokens = &self.tokens;
        let words = tokens.list.iter().map(|token| CutWord {
            stem: match token.kind {
                TokenKind::Word => self.stemmer.stem(tokens.folded(token)).into_owned(),
                TokenKind::Han => tokens.folded(token).to_owned(),
            },
            place: token.start as usize..token.end as usize,
            joined: token.before == Break::None,
        });
        words.collect()
    }

    /// What each word gives to two things, the greatest difference first, at most `limit`; and what all else adds up
    /// to. Inflections of a word are one, and splinters of Chinese terms no words.
    pub(super) fn side_by_side(
        &mut self,
        here: &[Evidence],
        there: &[Evidence],
        limit: usize,
        taxonomy: &Taxonomy,
    ) -> (Vec<WordPoints>, Points) {
        let mut sides: BTreeMap<Needle, WordPoints> = BTreeMap::new();
        let mut total = 0;
        for (first, evidence) in [(true, here), (false, there)] {
            let terms = TermPlaces::of(evidence);
            for piece in evidence {
                total += if first {
                    piece.points.0
                } else {
                    -piece.points.0
                };
                let words = match piece.how {
                    How::Rest => continue,
                    _ if terms.splinter(piece) => continue,
                    How::Scope => &piece.term,
                    _ => &piece.text,
                };
                let entry = sides
                    .entry(self.needle(words))
                    .or_insert_with(|| WordPoints {
                        words: words.clone(),
                        held_against: (piece.how == How::Scope).then(|| business(taxonomy, words)),
                        here: None,
                        there: None,
                        difference: Points(0),
                    });
                let side = if first {
                    &mut entry.here
                } else {
                    &mut entry.there
                };
                side.get_or_insert_default().0 += piece.points.0;
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

/// Where terms stand in a profile.
struct TermPlaces<'e>(Vec<&'e Evidence>);

impl<'e> TermPlaces<'e> {
    fn of(evidence: &'e [Evidence]) -> Self {
        Self(evidence.iter().filter(|piece| is_term(piece)).collect())
    }

    /// Whether the piece is two Chinese characters, no term, that stand in one or reach into one: mostly no word.
    fn splinter(&self, piece: &Evidence) -> bool {
        let overlaps = |term: &&Evidence| {
            (term.field, term.item) == (piece.field, piece.item)
                && piece.span.0 < term.span.1
                && term.span.0 < piece.span.1
        };
        let pair =
            !is_term(piece) && piece.text.chars().count() == 2 && piece.text.chars().all(is_han);
        pair && self.0.iter().any(overlaps)
    }
}

/// Whether the piece is a term of the taxonomy, or a label.
pub(super) fn is_term(piece: &Evidence) -> bool {
    matches!(
        piece.how,
        How::Exact | How::Inflected | How::Joined | How::Typo
    )
}

struct CutWord {
    stem: String,
    place: Range<usize>,
    /// Whether nothing but a space or a hyphen stands between it and the word before.
    joined: bool,
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
