//! Which whole words each piece of evidence is part of: in Chinese, evidence comes as pairs of characters, and `池正` in
//! `电池正极` is no word.

use super::general::is_all_general;
use super::phrase::phrase_at;
use crate::fit::{Evidence, MatchKind};
use crate::profile::Profile;
use crate::text::is_han;
use std::collections::{HashMap, HashSet};

/// So many bytes of a profile are cut into words; pairs that stand nowhere in them are taken as they are.
const READ: usize = 32 * 1024;

/// A stretch of one text: which text, its first byte and one past its last.
type Stretch = (usize, usize, usize);

/// What the pairs of Chinese characters in the evidence about one profile are part of.
#[derive(Debug, Default)]
pub struct WholeWords {
    /// By pair: the words that it is part of, or nothing for the end of one and the start of the next.
    words: HashMap<String, Option<String>>,
}

impl WholeWords {
    /// Cuts the texts of `profile` at the terms in `known` and joins the pairs among `evidence` that lie across each
    /// other.
    pub fn new<'e>(
        profile: &Profile,
        known: impl IntoIterator<Item = &'e str>,
        evidence: impl IntoIterator<Item = &'e Evidence>,
    ) -> Self {
        let pairs: HashSet<&str> = evidence
            .into_iter()
            .filter(|piece| is_pair(piece))
            .map(|piece| piece.text.as_str())
            .collect();
        let known: HashSet<&str> = known.into_iter().filter(|term| has_pair(term)).collect();
        if pairs.is_empty() {
            let words = HashMap::new();
            return Self { words };
        }
        let mut left = READ;
        let texts: Vec<&str> = profile
            .texts()
            .map(|(_, _, text)| {
                let text = &text[..text.floor_char_boundary(left)];
                left -= text.len();
                text
            })
            .collect();
        let terms = Terms::find(&texts, known);
        let mut words: HashMap<String, Option<String>> = HashMap::new();
        for (pair, places) in places(&texts, &pairs) {
            let word = match terms.around(&places) {
                Some(term) => Some(term.to_owned()),
                None if places.iter().all(|place| terms.cut(*place)) => None,
                None => shortest_phrase(&texts, &places),
            };
            words.insert(pair.to_owned(), word);
        }
        Self { words }
    }

    /// The words that a piece of evidence is shown as; nothing for characters that are no word, and for words that
    /// every firm uses.
    #[must_use]
    pub fn of<'a>(&'a self, piece: &'a Evidence) -> Option<&'a str> {
        if is_term(piece) {
            return Some(&piece.text);
        }
        if is_all_general(&piece.text) {
            return None;
        }
        match self.words.get(&piece.text) {
            Some(words) => words.as_deref(),
            None => Some(&piece.text),
        }
    }
}

/// Whether the piece is a term of the taxonomy, or a label.
#[must_use]
pub fn is_term(piece: &Evidence) -> bool {
    piece.how.is_term()
}

/// What the matcher writes into a piece of evidence that says that the description trades and never makes.
pub(super) const TRADE_ONLY: &str = "trade only";

/// Whether the piece says that the description trades and never makes.
pub(super) fn is_trade_only(piece: &Evidence) -> bool {
    piece.how == MatchKind::Kind && piece.text == TRADE_ONLY
}

/// Whether the piece is two Chinese characters side by side that are no term: often the end of one word and the start of
/// the next.
#[must_use]
pub(super) fn is_pair(piece: &Evidence) -> bool {
    // No two characters are longer in UTF-8.
    piece.text.len() <= 8
        && !is_term(piece)
        && piece.text.chars().count() == 2
        && piece.text.chars().all(is_han)
}

fn has_pair(text: &str) -> bool {
    text.chars().filter(|c| is_han(*c)).count() >= 2
}

/// Where each of the pairs stands, in the order of first places.
fn places<'t>(texts: &[&'t str], pairs: &HashSet<&str>) -> Vec<(&'t str, Vec<Stretch>)> {
    let mut order: Vec<(&str, Vec<Stretch>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
        for ((start, _), end) in text.char_indices().zip(ends.skip(1)) {
            let pair = &text[start..end];
            if pairs.contains(pair) {
                let place = *known.entry(pair).or_insert_with(|| {
                    order.push((pair, Vec::new()));
                    order.len() - 1
                });
                order[place].1.push((at, start, end));
            }
        }
    }
    order
}

/// Terms, and where they stand.
struct Terms<'e> {
    /// The shortest first.
    found: Vec<(&'e str, HashSet<Stretch>)>,
    /// By text.
    stretches: Vec<Vec<(usize, usize)>>,
}

impl<'e> Terms<'e> {
    fn find(texts: &[&str], known: HashSet<&'e str>) -> Self {
        let mut found: Vec<(&str, HashSet<Stretch>)> = Vec::new();
        let mut stretches = vec![Vec::new(); texts.len()];
        for term in known {
            let mut places = HashSet::new();
            for (at, text) in texts.iter().enumerate() {
                for (start, _) in text.match_indices(term) {
                    places.insert((at, start, start + term.len()));
                    stretches[at].push((start, start + term.len()));
                }
            }
            found.push((term, places));
        }
        found.sort_by_key(|(term, _)| (term.len(), *term));
        Self { found, stretches }
    }

    /// The shortest term that is around all of the places.
    fn around(&self, places: &[Stretch]) -> Option<&'e str> {
        let within = |(at, start, end): Stretch, term: &str, stands: &HashSet<Stretch>| {
            let mut starts = end.saturating_sub(term.len())..=start;
            starts.any(|from| stands.contains(&(at, from, from + term.len())))
        };
        let mut terms = self.found.iter();
        let term = terms.find(|(term, stands)| {
            let mut places = places.iter();
            !stands.is_empty() && places.all(|place| within(*place, term, stands))
        });
        term.map(|(term, _)| *term)
    }

    /// Whether a term starts or ends in the middle of the place, and none is around it.
    fn cut(&self, (at, start, end): Stretch) -> bool {
        let (mut cut, mut around) = (false, false);
        for (from, to) in &self.stretches[at] {
            if *from <= start && end <= *to {
                around = true;
            } else if *from < end && start < *to {
                cut = true;
            }
        }
        cut && !around
    }
}

/// The shortest phrase that a pair is part of; nothing where it is the end of one word and the start of the next.
fn shortest_phrase(texts: &[&str], places: &[Stretch]) -> Option<String> {
    let phrases = places.iter().filter_map(|(at, start, end)| {
        let phrase = phrase_at(texts[*at], *start..*end)?;
        let whole = phrase.start <= *start && *end <= phrase.end;
        whole.then(|| &texts[*at][phrase])
    });
    let shortest = phrases.min_by_key(|phrase| phrase.len());
    shortest.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::MatchKind;
    use crate::fit::{Points, Role};
    use crate::profile::Field;

    /// What every pair of characters in the texts is shown as.
    fn shown(texts: &[&str], known: &[&str]) -> Vec<(String, Option<String>)> {
        let profile = Profile {
            products: texts.iter().map(|text| (*text).to_owned()).collect(),
            ..Profile::default()
        };
        let mut evidence = Vec::new();
        for text in texts {
            let chars: Vec<char> = text.chars().collect();
            evidence.extend(chars.windows(2).map(|pair| Evidence {
                field: Some(Field::Products),
                item: 0,
                span: (0, 6),
                text: pair.iter().collect(),
                term: String::new(),
                how: MatchKind::Learned,
                role: Role::Own,
                count: 1,
                points: Points(1),
            }));
        }
        let words = WholeWords::new(&profile, known.iter().copied(), &evidence);
        let shown = evidence.iter().map(|piece| {
            let words = words.of(piece).map(str::to_owned);
            (piece.text.clone(), words)
        });
        shown.collect()
    }

    #[track_caller]
    fn assert_shown(texts: &[&str], known: &[&str], expected: &[(&str, Option<&str>)]) {
        let shown = shown(texts, known);
        let shown: Vec<(&str, Option<&str>)> = shown
            .iter()
            .map(|(pair, words)| (pair.as_str(), words.as_deref()))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_end_of_one_word_and_the_start_of_the_next_are_none() {
        let expected = [
            ("电池", Some("电池")),
            ("池正", None),
            ("正极", Some("正极")),
        ];
        assert_shown(&["电池正极"], &["电池", "正极"], &expected);
        let expected = [
            ("面板", Some("面板")),
            ("板的", None),
            ("的研", None),
            ("研发", None),
        ];
        assert_shown(&["面板的研发"], &[], &expected);
    }

    #[test]
    fn pairs_are_shown_as_the_term_or_the_phrase_around_them() {
        let around = Some("燃料电池");
        let expected = [("燃料", around), ("料电", around), ("电池", around)];
        assert_shown(&["燃料电池"], &["燃料电池"], &expected);
        let run = Some("变压器");
        assert_shown(&["变压器"], &[], &[("变压", run), ("压器", run)]);
        // What also stands elsewhere is a word of its own.
        let expected = [
            ("变压", Some("变压")),
            ("压器", Some("变压器")),
            ("变压", Some("变压")),
        ];
        assert_shown(&["变压器", "变压"], &[], &expected);
        assert_shown(&["变压器", "变压"], &["变压器"], &expected);
    }
}
