//! The words of a profile that speak for a fit, as a reader would underline them.

use super::chinese::{ChineseWords, is_pair, is_term};
use crate::fit::{Evidence, How};
use crate::profile::{Field, Profile};
use crate::text::is_han;
use smallvec::SmallVec;

/// As many as a fit in a list has pieces of evidence.
type Few<T> = SmallVec<[T; 8]>;

/// A stretch with less than this part of the strongest one's points says nothing to a reader.
const WORTH_SHOWING: i32 = 12;

/// The strongest stretches of the profile that speak for a fit, strongest first, at most `limit`.
///
/// Pieces of evidence overlap: a term, the words in it, pairs of them, pairs of Chinese characters. Here overlapping
/// pieces are one stretch with the sum of their points; left out is a stretch whose words are
/// all in a stronger one, that counts next to nothing beside the strongest, or that is a splinter of Chinese words.
#[must_use]
pub fn evidence_words(profile: &Profile, evidence: &[Evidence], limit: usize) -> Vec<String> {
    let words = borrowed_words(profile, evidence, limit);
    words.into_iter().map(str::to_owned).collect()
}

/// The same without copies, and with no allocation as long as there are few: for lists of many leads.
pub(crate) fn borrowed_words<'e>(
    profile: &'e Profile,
    evidence: &'e [Evidence],
    limit: usize,
) -> Few<&'e str> {
    let mut pieces: Few<&Evidence> = evidence
        .iter()
        .filter(|piece| piece.points.0 > 0 && piece.span.0 < piece.span.1)
        .filter(|piece| !cuts_a_term(piece, evidence))
        .collect();
    pieces.sort_by_key(|piece| (piece.field, piece.item, piece.span));
    let mut stretches: Few<Stretch<'_>> = Few::new();
    for piece in pieces {
        let place = (piece.field, piece.item);
        match stretches.last_mut() {
            Some(last) if last.place == place && piece.span.0 < last.end => {
                last.end = last.end.max(piece.span.1);
                last.points += piece.points.0;
                last.term |= is_term(piece);
            }
            _ => stretches.push(Stretch {
                place,
                start: piece.span.0,
                end: piece.span.1,
                points: piece.points.0,
                term: is_term(piece),
                text: &piece.text,
            }),
        }
    }
    stretches.sort_by_key(|stretch| std::cmp::Reverse(stretch.points));
    if stretches
        .iter()
        .any(|stretch| !stretch.is_splinter(profile))
    {
        stretches.retain(|stretch| !stretch.is_splinter(profile));
    }
    let strongest = stretches.first().map_or(0, |stretch| stretch.points);
    let mut words: Few<&str> = Few::new();
    for stretch in stretches {
        if words.len() == limit {
            break;
        }
        let text = stretch.text(profile);
        if stretch.points * WORTH_SHOWING >= strongest
            && !words.iter().any(|known| holds(known, text))
        {
            words.push(text);
        }
    }
    words
}

/// Whether `text` stands in `known`, in capitals or not.
fn holds(known: &str, text: &str) -> bool {
    known.char_indices().any(|(at, _)| {
        let mut there = lower(&known[at..]);
        lower(text).all(|letter| there.next() == Some(letter))
    })
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Whether the piece is a pair of Chinese characters, no term, that holds the end of a term and the start of what is
/// beside it, or the other way round: `车及` in `摩托车及其零部件`.
#[must_use]
pub fn cuts_a_term(piece: &Evidence, evidence: &[Evidence]) -> bool {
    let (start, end) = piece.span;
    let mut around = evidence
        .iter()
        .filter(|term| (term.field, term.item) == (piece.field, piece.item))
        .filter(|term| term.span.0 < end && start < term.span.1 && is_term(term))
        .peekable();
    is_pair(piece)
        && around.peek().is_some()
        && around.all(|term| start < term.span.0 || term.span.1 < end)
}

/// The evidence as a table lists it, strongest first. What a reader cannot tell apart is one piece (a term that is also
/// the label of its subdivision is met as both); pairs of Chinese characters go with the words that they are part of,
/// and with the rest where they are part of none.
#[must_use]
pub fn listed(profile: &Profile, evidence: &[Evidence]) -> Vec<Evidence> {
    let terms = evidence.iter().filter(|piece| is_term(piece));
    let chinese = ChineseWords::new(profile, terms.map(|term| term.text.as_str()), evidence);
    let mut listed: Vec<Evidence> = Vec::with_capacity(evidence.len());
    let mut rest: Option<Evidence> = None;
    for piece in evidence {
        let words = chinese.of(piece);
        if let (true, Some(words)) = (piece.how != How::Rest, words) {
            let mut piece = piece.clone();
            if piece.text != words {
                words.clone_into(&mut piece.text);
                words.clone_into(&mut piece.term);
            }
            let same = listed.iter_mut().find(|known| {
                (known.how, known.role) == (piece.how, piece.role)
                    && (&known.text, &known.term) == (&piece.text, &piece.term)
            });
            match same {
                Some(known) => known.points.0 += piece.points.0,
                None => listed.push(piece),
            }
            continue;
        }
        let count = if piece.how == How::Rest {
            piece.count
        } else {
            1
        };
        match &mut rest {
            Some(rest) => {
                rest.points.0 += piece.points.0;
                rest.count += count;
            }
            None => {
                rest = Some(Evidence {
                    field: None,
                    item: 0,
                    span: (0, 0),
                    text: String::new(),
                    term: String::new(),
                    how: How::Rest,
                    role: piece.role,
                    count,
                    points: piece.points,
                });
            }
        }
    }
    listed.sort_by_key(|piece| std::cmp::Reverse(piece.points.0.abs()));
    listed.extend(rest);
    listed
}

/// A stretch of one text of the profile.
struct Stretch<'e> {
    place: (Option<Field>, usize),
    start: usize,
    end: usize,
    points: i32,
    /// Whether a taxonomy term is in it.
    term: bool,
    /// The words of its first piece, for evidence that stands in no text.
    text: &'e str,
}

impl<'p> Stretch<'p> {
    /// Two Chinese characters side by side that are no term: often the end of one word and the start of the next.
    fn is_splinter(&self, profile: &'p Profile) -> bool {
        let mut chars = self.text(profile).chars();
        !self.term && chars.by_ref().take(2).all(is_han) && chars.next().is_none()
    }

    fn text(&self, profile: &'p Profile) -> &'p str {
        let (Some(field), item) = self.place else {
            return self.text;
        };
        let text = match field {
            Field::Name => profile.name.as_deref(),
            Field::Keywords => profile.keywords.get(item).map(String::as_str),
            Field::Products => profile.products.get(item).map(String::as_str),
            Field::Description => profile.description.as_deref(),
        };
        text.and_then(|text| text.get(self.start..self.end))
            .unwrap_or(self.text)
    }
}

/// Where in the profile a piece of evidence stands, such as `products 2`; nothing for what stands in no text.
#[must_use]
pub fn place(piece: &Evidence) -> String {
    match (piece.field, piece.how) {
        (_, How::Rest) | (None, _) => String::new(),
        (Some(field @ (Field::Keywords | Field::Products)), _) => {
            format!("{} {}", field.as_str(), piece.item + 1)
        }
        (Some(field), _) => field.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::{Points, Role};

    fn piece(item: usize, span: (usize, usize), points: i32, profile: &Profile) -> Evidence {
        Evidence {
            field: Some(Field::Products),
            item,
            span,
            text: profile.products[item][span.0..span.1].to_owned(),
            term: String::new(),
            how: How::Learned,
            role: Role::Own,
            count: 1,
            points: Points(points),
        }
    }

    #[test]
    fn overlapping_pieces_are_one_stretch() {
        let profile = Profile {
            products: vec![
                "动力电池组".into(),
                "LFP cells and packs".into(),
                "cells".into(),
            ],
            ..Profile::default()
        };
        let evidence = [
            piece(0, (0, 6), 20, &profile),
            piece(0, (3, 9), 20, &profile),
            piece(0, (6, 12), 20, &profile),
            piece(1, (0, 9), 50, &profile),
            piece(1, (14, 19), 5, &profile),
            piece(1, (10, 13), -9, &profile),
            piece(2, (0, 5), 7, &profile),
        ];
        let words = evidence_words(&profile, &evidence, 9);
        assert_eq!(words, ["动力电池", "LFP cells", "packs"]);
        assert_eq!(evidence_words(&profile, &evidence, 1), ["动力电池"]);
    }

    #[test]
    fn words_are_shown_once_in_capitals_or_not() {
        let products = ["Ölpumpen und BMS", "ölpumpen", "bms", "bmw", "und BMS 2"];
        let profile = Profile {
            products: products.map(str::to_owned).to_vec(),
            ..Profile::default()
        };
        let evidence = [0, 1, 2, 3, 4].map(|item| {
            let end = products[item].len();
            piece(item, (0, end), 50 - item as i32, &profile)
        });
        assert_eq!(
            evidence_words(&profile, &evidence, 9),
            ["Ölpumpen und BMS", "bmw", "und BMS 2"]
        );
    }

    #[test]
    fn splinters_are_shown_only_where_there_is_nothing_else() {
        let profile = Profile {
            products: vec!["电动摩托车".into()],
            ..Profile::default()
        };
        let splinter = piece(0, (3, 9), 20, &profile);
        let term = Evidence {
            how: How::Exact,
            ..piece(0, (6, 15), 9, &profile)
        };
        let apart = piece(0, (0, 6), 9, &profile);
        assert_eq!(
            evidence_words(&profile, std::slice::from_ref(&apart), 9),
            ["电动"]
        );
        assert_eq!(
            evidence_words(&profile, &[apart, term.clone()], 9),
            ["摩托车"]
        );
        assert_eq!(evidence_words(&profile, &[splinter, term], 9), ["摩托车"]);
    }

    #[test]
    fn tables_list_words_and_add_up() {
        let profile = Profile {
            products: vec!["电动摩托车及零件".into()],
            ..Profile::default()
        };
        let exact = |points| Evidence {
            how: How::Exact,
            ..piece(0, (0, 15), points, &profile)
        };
        let (inside, across) = (
            piece(0, (3, 9), 7, &profile),
            piece(0, (12, 18), -4, &profile),
        );
        let told = listed(&profile, &[exact(30), across, exact(12), inside]);
        let told: Vec<(&str, How, i32)> = told
            .iter()
            .map(|piece| (piece.text.as_str(), piece.how, piece.points.0))
            .collect();
        let expected = [
            ("电动摩托车", How::Exact, 42),
            ("电动摩托车", How::Learned, 7),
            ("", How::Rest, -4),
        ];
        assert_eq!(told, expected);
    }
}
