//! Terms to subdivisions: one hash table that walks phrases token by token.
//!
//! A phrase is a path of token keys; the hash of a path is its identity, both here and in learned files. Terms
//! and exclusions live in the same table, so that a text is walked once.
//!
//! The table is flat bytes that are read in place. `build.rs` makes them for any taxonomy; for the shipped one the build
//! script does it, so that nothing is built at start.

mod build;

pub(crate) use build::build;

use super::keys::Class;
use super::table;
use crate::embedded::TERMS;
use crate::taxonomy::Taxonomy;
pub(super) use build::End;
use build::{HEAD, MAGIC, Part, fingerprint};
use std::borrow::Cow;

/// What the terms of the shipped taxonomy hash to.
pub(super) fn embedded_fingerprint() -> Option<u64> {
    let rest = TERMS.strip_prefix(MAGIC.as_slice())?;
    rest.first_chunk().copied().map(u64::from_le_bytes)
}

/// A term shared by all classes that list it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase<'a> {
    /// Identity in learned files.
    pub(super) key: u64,
    /// The classes that list it, with the term's weight there.
    pub(super) classes: Classes<'a>,
    text: &'a [u8],
    /// Folded words as written, without spaces, to tell an exact match from an inflected one.
    pub(super) folded: &'a [u8],
}

impl<'a> Phrase<'a> {
    /// How long it is as written in the taxonomy, in bytes.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// As written in the taxonomy.
    pub(super) fn text(&self) -> &'a str {
        std::str::from_utf8(self.text).unwrap_or("")
    }
}

/// The classes that list a term, with the term's weight there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Classes<'a>(&'a [[u8; 8]]);

impl<'a> Classes<'a> {
    pub(super) fn iter(self) -> impl ExactSizeIterator<Item = (Class, f32)> + 'a {
        self.0.iter().map(|[a, b, _, _, weight @ ..]| {
            (Class::from_le_bytes([*a, *b]), f32::from_le_bytes(*weight))
        })
    }

    pub(super) fn has(self, class: Class) -> bool {
        self.iter().any(|(known, _)| known == class)
    }
}

/// What stands at the end of a path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// Whether a longer path begins with this one.
    pub(super) goes_on: bool,
    /// What ends here: the number of its record, plus one.
    record: u32,
}

/// The table.
#[derive(Debug)]
pub(super) struct Index {
    fingerprint: u64,
    /// By the path, twice the number of the record plus one, plus whether it goes on.
    nodes: Cow<'static, [u8]>,
    ends: Cow<'static, [u8]>,
    phrases: Cow<'static, [u8]>,
    classes: Cow<'static, [u8]>,
    exclusions: Cow<'static, [u8]>,
    texts: Cow<'static, [u8]>,
}

/// The words of the taxonomy.
#[derive(Debug)]
pub(super) struct Words {
    table: Cow<'static, [u8]>,
    texts: Cow<'static, [u8]>,
}

impl Index {
    /// The table of every term, exclusion and marker, and the words in them: embedded where `taxonomy` has exactly the
    /// terms of the shipped one, built otherwise.
    pub(super) fn new(taxonomy: &Taxonomy) -> (Self, Words) {
        let are_shipped = || embedded_fingerprint() == Some(fingerprint(taxonomy));
        if taxonomy.has_shipped_terms() || are_shipped() {
            Self::read(Cow::Borrowed(TERMS))
        } else {
            Self::read(Cow::Owned(build(taxonomy)))
        }
    }

    /// The table in these bytes.
    pub(super) fn read(bytes: Cow<'static, [u8]>) -> (Self, Words) {
        let number = |at: usize| {
            u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize
        };
        let part = |part: Part| {
            let at = HEAD + 8 * part as usize;
            let range = number(at)..number(at + 4);
            match &bytes {
                Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[range]),
                Cow::Owned(bytes) => Cow::Owned(bytes[range].to_vec()),
            }
        };
        let fingerprint = bytes[MAGIC.len()..].first_chunk().copied();
        let index = Self {
            fingerprint: fingerprint.map_or(0, u64::from_le_bytes),
            nodes: part(Part::Nodes),
            ends: part(Part::Ends),
            phrases: part(Part::Phrases),
            classes: part(Part::Classes),
            exclusions: part(Part::Exclusions),
            texts: part(Part::Texts),
        };
        let words = Words {
            table: part(Part::Words),
            texts: part(Part::WordTexts),
        };
        (index, words)
    }

    /// The table of the shipped taxonomy, if there is one.
    pub(super) fn embedded() -> Option<Self> {
        embedded_fingerprint().map(|_| Self::read(Cow::Borrowed(TERMS)).0)
    }

    /// What the terms hash to: tells whether weights were learned for just these.
    pub(super) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The node a path leads to.
    #[inline]
    pub(super) fn node(&self, path: u64) -> Option<Node> {
        let slots = self.nodes.as_chunks().0;
        let value = table::find(slots, path, table::first(slots, path))?;
        Some(Node {
            goes_on: value & 1 != 0,
            record: value >> 1,
        })
    }

    /// What ends at a node, if anything does.
    pub(super) fn end(&self, node: Node) -> Option<End> {
        let records = self.ends.as_chunks::<8>().0;
        let [phrase, exclusion] = numbers(&records[node.record.checked_sub(1)? as usize]);
        Some(End { phrase, exclusion })
    }

    /// The phrase at the end of a path, if one ends there.
    pub(super) fn at(&self, path: u64) -> Option<Phrase<'_>> {
        let end = self.end(self.node(path)?)?;
        Some(self.phrase(end.phrase.checked_sub(1)?))
    }

    /// A phrase by its number, from 0.
    pub(super) fn phrase(&self, number: u32) -> Phrase<'_> {
        let record = &self.phrases.as_chunks::<32>().0[number as usize];
        let (key, rest) = record.split_first_chunk().expect("a record holds a key");
        let [text, text_end, folded, folded_end, class, class_end] = numbers(rest);
        let text_of = |from: u32, to: u32| &self.texts[from as usize..to as usize];
        Phrase {
            key: u64::from_le_bytes(*key),
            classes: Classes(&self.classes.as_chunks::<8>().0[class as usize..class_end as usize]),
            text: text_of(text, text_end),
            folded: text_of(folded, folded_end),
        }
    }

    /// Every phrase.
    pub(super) fn phrases(&self) -> impl Iterator<Item = Phrase<'_>> {
        let count = self.phrases.as_chunks::<32>().0.len() as u32;
        (0..count).map(|number| self.phrase(number))
    }

    /// Whether an exclusion list, by its number from 0, names one of `classes`.
    pub(super) fn excludes(&self, number: u32, classes: Classes<'_>) -> bool {
        let at = 4 * number as usize;
        let [from, to] = numbers(&self.exclusions[at..at + 8]);
        let (list, _) = self.exclusions[from as usize..to as usize].as_chunks();
        list.iter()
            .any(|class| classes.has(Class::from_le_bytes(*class)))
    }
}

impl Words {
    /// The key of a word, by the hash of its folded form.
    pub(super) fn key(&self, hash: u64) -> Option<u64> {
        let slots = self.table.as_chunks::<16>().0;
        let mut slot = hash as usize & (slots.len() - 1);
        loop {
            let (word, key) = slots[slot].split_first_chunk().expect("sixteen bytes");
            match u64::from_le_bytes(*word) {
                0 => return None,
                known if known == hash => {
                    return Some(u64::from_le_bytes(key.try_into().expect("eight bytes")));
                }
                _ => slot = (slot + 1) & (slots.len() - 1),
            }
        }
    }

    /// The folded words in alphabetical order.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        std::str::from_utf8(&self.texts).unwrap_or("").lines()
    }
}

/// Consecutive four-byte numbers.
fn numbers<const N: usize>(bytes: &[u8]) -> [u32; N] {
    let (chunks, _) = bytes.as_chunks();
    std::array::from_fn(|place| u32::from_le_bytes(chunks[place]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::Matcher;
    use crate::matcher::features::{Feature, FeatureKind, Features, Mentions};
    use crate::profile::Profile;

    #[test]
    fn the_embedded_table_is_that_of_the_shipped_taxonomy() {
        assert!(build(&Taxonomy::shipped()) == TERMS);
    }

    #[test]
    fn every_phrase_is_found_by_its_path_and_holds_its_text() {
        let taxonomy = Taxonomy::shipped();
        let (index, _) = Index::new(&taxonomy);
        assert!(
            matches!(index.nodes, Cow::Borrowed(_)),
            "the embedded table is used"
        );
        let term = &taxonomy.subdivisions[3].terms[5];
        let (number, phrase) = index
            .phrases()
            .enumerate()
            .find(|(_, phrase)| phrase.text() == term.text)
            .expect("the term is in the table");
        assert!(phrase.classes.iter().any(|found| found == (3, term.weight)));
        let end = index.node(phrase.key).and_then(|node| index.end(node));
        assert_eq!(end.map(|end| end.phrase), Some(number as u32 + 1));
    }

    #[test]
    fn a_changed_term_is_noticed() {
        let mut taxonomy = Taxonomy::shipped();
        taxonomy.subdivisions[0].terms[0].text = "zyzzyva".into();
        let (index, words) = Index::new(&taxonomy);
        assert!(index.phrases().any(|phrase| phrase.text() == "zyzzyva"));
        assert!(words.texts().any(|word| word == "zyzzyva"));
    }

    /// A run of letters longer than any word is not taken apart: with each of its halves looked up, 64 KiB took seconds.
    #[test]
    fn a_giant_word_is_one_unknown_word() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        // Learning sees words of which nothing is known; answers leave them out.
        let mut features = Features::default();
        features.mentions = Some(Mentions::default());
        let giant = "battery".repeat(40_000);
        matcher.read(&Profile::from_text(giant), &mut features);
        assert_eq!(features.list.len(), 1);
    }

    /// Whatever words a term is made of, and whatever the reader makes of two neighbours (`waste water`), its own
    /// spelling is read as that term.
    #[test]
    fn every_shipped_term_matches_itself() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let mut features = Features::default();
        let mut missed = Vec::new();
        for (class, subdivision) in taxonomy.subdivisions.iter().enumerate() {
            for term in &subdivision.terms {
                matcher
                    .reader
                    .read(&Profile::from_text(&*term.text), &mut features);
                let is_it = |feature: &Feature| {
                    let FeatureKind::Term(phrase) = feature.sort else {
                        return false;
                    };
                    let span = (feature.end - feature.start) as usize;
                    let classes = matcher.reader.terms.phrase(phrase).classes;
                    span == term.text.len() && classes.has(class as Class)
                };
                if !features.list.iter().any(is_it) {
                    missed.push(format!("{}: {}", subdivision.id, term.text));
                }
            }
        }
        assert!(missed.is_empty(), "{}\n{}", missed.len(), missed.join("\n"));
    }
}
