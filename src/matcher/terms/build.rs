//! Makes the table: the same bytes for the same terms, in this run and the next.
//!
//! After the magic: the fingerprint of the terms, then where each [`Part`] begins and ends. All numbers are
//! little-endian.

use crate::matcher::keys::{Class, Hashed, ROOT, extend, slots, tag};
use crate::taxonomy::{Taxonomy, Term};
use crate::text::{
    Fingerprint, Stemmer, TokenKind, Tokens, continue_hash, hash_bytes, may_be_one_word,
};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// First bytes of the table; the last digit is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"pf-term3";
/// Where the places of the parts stand: after the magic and the fingerprint.
pub(super) const HEAD: usize = 16;

/// The parts of the table, in this order.
#[derive(Debug, Clone, Copy)]
#[repr(usize)]
pub(super) enum Part {
    /// Open-addressed slots: tag of the path, then record number plus one times two, plus one where it goes on.
    Nodes,
    /// Phrase plus one, exclusion list plus one.
    Ends,
    /// Key, then beginning and end of the text, of the folded text and of the classes.
    Phrases,
    /// Class, two empty bytes, weight.
    Classes,
    /// Where in this part each list begins and the last one ends; then the lists of classes.
    Exclusions,
    /// Texts of phrases.
    Texts,
    /// Open-addressed slots: hash of a word, key.
    Words,
    /// The words in alphabetical order, one a line.
    WordTexts,
    Count,
}

/// What ends at a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::matcher) struct End {
    /// Index into the phrases, plus one.
    pub(in crate::matcher) phrase: u32,
    /// Index into the exclusion lists, plus one.
    pub(in crate::matcher) exclusion: u32,
}

/// What the table depends on, hashed: the terms with their classes and weights, and exclusions. A change of the
/// reading itself (folding, stemming) is noticed by a test only.
pub(super) fn fingerprint(taxonomy: &Taxonomy) -> u64 {
    let mut sum = Fingerprint::default();
    let terms = |sum: &mut Fingerprint, terms: &[Term]| {
        sum.add_number(terms.len() as u64);
        for term in terms {
            sum.add(term.text.as_bytes());
            sum.add_number(u64::from(term.weight.to_bits()));
        }
    };
    for subdivision in &taxonomy.subdivisions {
        terms(&mut sum, &subdivision.terms);
        sum.add_number(subdivision.exclusions.len() as u64);
        for exclusion in &subdivision.exclusions {
            sum.add(exclusion.as_bytes());
        }
    }
    sum.add_number(taxonomy.out_of_scope.len() as u64);
    for out in &taxonomy.out_of_scope {
        terms(&mut sum, &out.terms);
    }
    sum.finish()
}

/// The table of every term and exclusion.
pub(crate) fn build(taxonomy: &Taxonomy) -> Vec<u8> {
    let mut builder = Builder::default();
    for (class, subdivision) in taxonomy.subdivisions.iter().enumerate() {
        for term in &subdivision.terms {
            builder.add_term(&term.text, term.weight, class as Class);
        }
        for exclusion in &subdivision.exclusions {
            builder.add_exclusion(exclusion, class as Class);
        }
    }
    for (place, out) in taxonomy.out_of_scope.iter().enumerate() {
        let class = (taxonomy.subdivisions.len() + place) as Class;
        for term in &out.terms {
            builder.add_term(&term.text, term.weight, class);
        }
    }
    builder.into_bytes(fingerprint(taxonomy))
}

#[derive(Debug, Clone, Copy, Default)]
struct Draft {
    goes_on: bool,
    end: End,
}

struct DraftPhrase {
    key: u64,
    text: String,
    folded: String,
    classes: Vec<(Class, f32)>,
}

impl DraftPhrase {
    /// Points to a class, as surely as the surest of its terms there.
    fn point(&mut self, class: Class, weight: f32) {
        // Classes come in order.
        match self.classes.last_mut().filter(|(known, _)| *known == class) {
            Some((_, known)) => *known = known.max(weight),
            None => self.classes.push((class, weight)),
        }
    }
}

/// Only among this many first words of a term may two be read as one: bounds the number of readings.
const MOST_JOINED: usize = 8;

/// What is known by a hash.
type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Hashed>>;

#[derive(Default)]
struct Builder {
    tokens: Tokens,
    stemmer: Stemmer,
    nodes: ByHash<Draft>,
    /// The words as written, folded, and their keys.
    words: ByHash<(String, u64)>,
    /// The keys of two words as one, by its hash: terms have many pairs in common, and stemming takes longest.
    joined: ByHash<u64>,
    phrases: Vec<DraftPhrase>,
    by_path: ByHash<u32>,
    exclusions: Vec<Vec<Class>>,
}

impl Builder {
    /// Walks the words of a text into the table, in every way it may be read: as written first, then with neighbours as
    /// one word, since a reader who knows `wastewater` reads `waste water` so. The ends of these paths; none when no
    /// token is left after folding.
    fn paths(&mut self, text: &str) -> Vec<u64> {
        self.tokens.cut(text);
        let keys: Vec<u64> = (0..self.tokens.list.len())
            .map(|at| self.word_key(at))
            .collect();
        let words: Vec<(u64, Option<u64>)> = keys
            .into_iter()
            .enumerate()
            .map(|(at, key)| (key, self.joined_key(at)))
            .collect();
        let mut ends = Vec::new();
        if !words.is_empty() {
            self.follow(ROOT, &words, &mut ends);
        }
        ends
    }

    fn follow(&mut self, path: u64, words: &[(u64, Option<u64>)], ends: &mut Vec<u64>) {
        let Some(((key, joined), rest)) = words.split_first() else {
            ends.push(path);
            return;
        };
        if path != ROOT {
            self.nodes.entry(path).or_default().goes_on = true;
        }
        self.follow(extend(path, *key), rest, ends);
        if let Some(joined) = joined {
            self.follow(extend(path, *joined), &rest[1..], ends);
        }
    }

    fn word_key(&mut self, at: usize) -> u64 {
        let token = self.tokens.list[at];
        let folded = self.tokens.folded(&token);
        match token.kind {
            TokenKind::Han => token.hash,
            TokenKind::Word => {
                let (_, key) = self.words.entry(token.hash).or_insert_with(|| {
                    let key = hash_bytes(self.stemmer.stem(folded).as_bytes());
                    (folded.to_owned(), key)
                });
                *key
            }
        }
    }

    /// The key of a word and its neighbour as one word, where they may be read so.
    fn joined_key(&mut self, at: usize) -> Option<u64> {
        let (first, second) = (self.tokens.list[at], self.tokens.list.get(at + 1)?);
        if at >= MOST_JOINED || !may_be_one_word(&first, second) {
            return None;
        }
        let halves = [self.tokens.folded(&first), self.tokens.folded(second)];
        let hash = continue_hash(first.hash, halves[1].as_bytes());
        let key = self.joined.entry(hash).or_insert_with(|| {
            let one = halves.concat();
            hash_bytes(self.stemmer.stem(&one).as_bytes())
        });
        Some(*key)
    }

    fn add_term(&mut self, text: &str, weight: f32, class: Class) {
        let paths = self.paths(text);
        let Some(plain) = paths.first() else {
            return;
        };
        let (phrases, tokens) = (&mut self.phrases, &self.tokens);
        let own = *self.by_path.entry(*plain).or_insert_with(|| {
            phrases.push(DraftPhrase {
                key: *plain,
                text: text.to_owned(),
                folded: String::from_utf8_lossy(tokens.all_folded()).into_owned(),
                classes: Vec::new(),
            });
            phrases.len() as u32
        });
        for path in paths {
            // Another term may be written as this one is read: then both point to the classes of either.
            let place = *self.by_path.entry(path).or_insert(own);
            self.phrases[place as usize - 1].point(class, weight);
            self.nodes.entry(path).or_default().end.phrase = place;
        }
    }

    fn add_exclusion(&mut self, text: &str, class: Class) {
        for path in self.paths(text) {
            let end = &mut self.nodes.entry(path).or_default().end;
            if end.exclusion == 0 {
                self.exclusions.push(Vec::new());
                end.exclusion = self.exclusions.len() as u32;
            }
            let classes = &mut self.exclusions[end.exclusion as usize - 1];
            if classes.last() != Some(&class) {
                classes.push(class);
            }
        }
    }

    fn into_bytes(self, fingerprint: u64) -> Vec<u8> {
        let mut file = Writer::new(fingerprint);
        file.nodes(&self.nodes);
        file.phrases(&self.phrases);
        file.exclusions(&self.exclusions);
        file.words(&self.words);
        file.bytes
    }
}

struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn new(fingerprint: u64) -> Self {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(fingerprint.to_le_bytes());
        bytes.resize(HEAD + 8 * Part::Count as usize, 0);
        Self { bytes }
    }

    /// Adds a part at the next eight-byte boundary.
    fn part(&mut self, part: Part, content: &[u8]) {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        let from = self.bytes.len();
        self.bytes.extend(content);
        for (place, number) in [from, self.bytes.len()].into_iter().enumerate() {
            let at = HEAD + 8 * part as usize + 4 * place;
            self.bytes[at..at + 4].copy_from_slice(&(number as u32).to_le_bytes());
        }
    }

    fn nodes(&mut self, nodes: &ByHash<Draft>) {
        // In order, so that the bytes are the same in every run.
        let mut nodes: Vec<(&u64, &Draft)> = nodes.iter().collect();
        nodes.sort_unstable_by_key(|(path, _)| **path);
        let mut ends = Vec::new();
        let mut slots = vec![0_u64; slots(nodes.len())];
        let mask = slots.len() - 1;
        for (path, node) in nodes {
            let mut value = u32::from(node.goes_on);
            if node.end != End::default() {
                for number in [node.end.phrase, node.end.exclusion] {
                    ends.extend(number.to_le_bytes());
                }
                value |= (ends.len() as u32 / 8) << 1;
            }
            let mut slot = *path as usize & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = u64::from(value) << 32 | u64::from(tag(*path));
        }
        let slots: Vec<u8> = slots.into_iter().flat_map(u64::to_le_bytes).collect();
        self.part(Part::Nodes, &slots);
        self.part(Part::Ends, &ends);
    }

    fn phrases(&mut self, phrases: &[DraftPhrase]) {
        let (mut records, mut classes, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut class_count = 0;
        for phrase in phrases {
            let text = texts.len();
            texts.extend(phrase.text.bytes());
            let text_end = texts.len();
            let mut folded = text;
            if phrase.folded != phrase.text {
                folded = text_end;
                texts.extend(phrase.folded.bytes());
            }
            let class = class_count;
            class_count += phrase.classes.len();
            for (class, weight) in &phrase.classes {
                classes.extend(u32::from(*class).to_le_bytes());
                classes.extend(weight.to_le_bytes());
            }
            records.extend(phrase.key.to_le_bytes());
            for number in [text, text_end, folded, texts.len(), class, class_count] {
                records.extend((number as u32).to_le_bytes());
            }
        }
        self.part(Part::Phrases, &records);
        self.part(Part::Classes, &classes);
        self.part(Part::Texts, &texts);
    }

    fn exclusions(&mut self, exclusions: &[Vec<Class>]) {
        let mut at = 4 * (exclusions.len() + 1);
        let (mut places, mut lists) = (Vec::new(), Vec::new());
        for list in exclusions {
            places.extend((at as u32).to_le_bytes());
            at += 2 * list.len();
            lists.extend(list.iter().flat_map(|class| class.to_le_bytes()));
        }
        places.extend((at as u32).to_le_bytes());
        self.part(Part::Exclusions, &[places, lists].concat());
    }

    fn words(&mut self, words: &ByHash<(String, u64)>) {
        let mut words: Vec<&(String, u64)> = words.values().collect();
        words.sort_unstable();
        let mut slots = vec![(0_u64, 0_u64); slots(words.len())];
        let mask = slots.len() - 1;
        for (word, key) in &words {
            let hash = hash_bytes(word.as_bytes());
            let mut slot = hash as usize & mask;
            while slots[slot].0 != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (hash, *key);
        }
        let slots: Vec<u8> = slots
            .into_iter()
            .flat_map(|(hash, key)| [hash.to_le_bytes(), key.to_le_bytes()])
            .flatten()
            .collect();
        self.part(Part::Words, &slots);
        let texts: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        self.part(Part::WordTexts, texts.join("\n").as_bytes());
    }
}
