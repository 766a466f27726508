//! Makes the table: the same bytes for the same terms, in this run and the next.
//!
//! After the magic: the fingerprint of the terms, then where each [`Part`] begins and ends. All numbers are
//! little-endian.

use crate::matcher::keys::{Class, Hashed, ROOT, extend, slots, sort_by_hash};
use crate::matcher::table::table;
use crate::parallel;
use crate::taxonomy::{Taxonomy, Term};
use crate::text::{
    Fingerprint, Stemmer, TokenKind, Tokens, continue_hash, hash_bytes, may_be_one_word,
};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// First bytes of the table; the last digit is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"pf-term5";
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
    let entries = entries(taxonomy);
    let threads = match entries.len() < MANY {
        true => 1,
        false => parallel::threads().min(MOST_THREADS),
    };
    let groups: Vec<&[Entry<'_>]> = entries
        .chunks(entries.len().div_ceil(threads).max(1))
        .collect();
    let readings = parallel::parallel(groups.len(), |group| Readings::of(groups[group]));
    let mut builder = Builder::default();
    builder.by_path.reserve(entries.len());
    for (entries, readings) in groups.iter().zip(&readings) {
        let mut from = Mark::default();
        for (entry, end) in entries.iter().zip(&readings.ends) {
            let words = &readings.words[from.words..end.words];
            let folded = &readings.folded[from.folded..end.folded];
            builder.add(entry, words, folded);
            from = *end;
        }
    }
    let mut words: Vec<(&str, u64)> = readings.iter().flat_map(Readings::known).collect();
    words.sort_unstable();
    words.dedup();
    builder.into_bytes(fingerprint(taxonomy), &words)
}

/// So many terms are read by several threads, each of which stems what it meets: of fewer, what two of them meet outweighs
/// what is gained.
const MANY: usize = 4096;
const MOST_THREADS: usize = 8;

/// A term with its weight, or an exclusion.
struct Entry<'t> {
    text: &'t str,
    class: Class,
    weight: Option<f32>,
}

/// Every term and exclusion, in the order of the classes.
fn entries(taxonomy: &Taxonomy) -> Vec<Entry<'_>> {
    fn of(terms: &[Term], class: usize) -> impl Iterator<Item = Entry<'_>> {
        terms.iter().map(move |term| Entry {
            text: &term.text,
            class: class as Class,
            weight: Some(term.weight),
        })
    }
    let mut entries = Vec::new();
    for (class, subdivision) in taxonomy.subdivisions.iter().enumerate() {
        entries.extend(of(&subdivision.terms, class));
        entries.extend(subdivision.exclusions.iter().map(|text| Entry {
            text,
            class: class as Class,
            weight: None,
        }));
    }
    for (place, out) in taxonomy.out_of_scope.iter().enumerate() {
        entries.extend(of(&out.terms, taxonomy.subdivisions.len() + place));
    }
    entries
}

/// Only among this many first words of a term may two be read as one: bounds the number of readings.
const MOST_JOINED: usize = 8;

/// What is known by a hash.
type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Hashed>>;

/// The key of a word, and that of the word and its neighbour as one, where they may be read so.
type WordKeys = (u64, Option<u64>);

/// How far the reading of texts has come.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    words: usize,
    folded: usize,
}

/// Texts as their words.
#[derive(Default)]
struct Readings {
    words: Vec<WordKeys>,
    /// The folded words of each text, without spaces.
    folded: String,
    /// Where each text ends.
    ends: Vec<Mark>,
    tokens: Tokens,
    stemmer: Stemmer,
    /// The words as written, folded, and their keys.
    known: ByHash<(String, u64)>,
    /// The keys of two words as one, by its hash: terms have many pairs in common, and stemming takes longest.
    joined: ByHash<u64>,
}

impl Readings {
    fn of(entries: &[Entry<'_>]) -> Self {
        let mut readings = Self::default();
        for entry in entries {
            readings.tokens.cut(entry.text);
            for at in 0..readings.tokens.list.len() {
                let key = readings.word_key(at);
                let joined = readings.joined_key(at);
                readings.words.push((key, joined));
            }
            let folded = String::from_utf8_lossy(readings.tokens.all_folded());
            readings.folded.push_str(&folded);
            readings.ends.push(Mark {
                words: readings.words.len(),
                folded: readings.folded.len(),
            });
        }
        readings
    }

    /// The words as written, with their keys.
    fn known(&self) -> impl Iterator<Item = (&str, u64)> {
        self.known.values().map(|(word, key)| (word.as_str(), *key))
    }

    fn word_key(&mut self, at: usize) -> u64 {
        let token = self.tokens.list[at];
        let folded = self.tokens.folded(&token);
        match token.kind {
            TokenKind::Han => token.hash,
            TokenKind::Word => {
                let (_, key) = self.known.entry(token.hash).or_insert_with(|| {
                    let key = hash_bytes(self.stemmer.stem(folded).as_bytes());
                    (folded.to_owned(), key)
                });
                *key
            }
        }
    }

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
}

struct DraftPhrase<'t> {
    key: u64,
    text: &'t str,
    folded: &'t str,
    classes: Vec<(Class, f32)>,
}

impl DraftPhrase<'_> {
    /// Points to a class, as surely as the surest of its terms there.
    fn point(&mut self, class: Class, weight: f32) {
        // Classes come in order.
        match self.classes.last_mut().filter(|(known, _)| *known == class) {
            Some((_, known)) => *known = known.max(weight),
            None => self.classes.push((class, weight)),
        }
    }
}

/// What is known of a node of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    GoesOn,
    /// The number of the phrase that ends there, plus one.
    Phrase(u32),
    /// The same of the list of exclusions.
    Exclusion(u32),
}

#[derive(Default)]
struct Builder<'t> {
    /// By their paths, in no order and more than once.
    nodes: Vec<(u64, Fact)>,
    phrases: Vec<DraftPhrase<'t>>,
    by_path: ByHash<u32>,
    exclusions: Vec<Vec<Class>>,
    excluded: ByHash<u32>,
    /// Where the ways end in which a text may be read.
    paths: Vec<u64>,
}

impl<'t> Builder<'t> {
    /// Walks the words of a text into the table, in every way it may be read: as written first, then with neighbours as
    /// one word, since a reader who knows `wastewater` reads `waste water` so.
    fn add(&mut self, entry: &Entry<'t>, words: &[WordKeys], folded: &'t str) {
        self.paths.clear();
        if words.is_empty() {
            return;
        }
        self.follow(ROOT, words);
        match entry.weight {
            Some(weight) => self.add_term(entry, weight, folded),
            None => self.add_exclusion(entry.class),
        }
    }

    fn follow(&mut self, path: u64, words: &[WordKeys]) {
        let Some(((key, joined), rest)) = words.split_first() else {
            self.paths.push(path);
            return;
        };
        if path != ROOT {
            self.nodes.push((path, Fact::GoesOn));
        }
        self.follow(extend(path, *key), rest);
        if let Some(joined) = joined {
            self.follow(extend(path, *joined), &rest[1..]);
        }
    }

    fn add_term(&mut self, entry: &Entry<'t>, weight: f32, folded: &'t str) {
        let (phrases, plain) = (&mut self.phrases, self.paths[0]);
        let own = *self.by_path.entry(plain).or_insert_with(|| {
            phrases.push(DraftPhrase {
                key: plain,
                text: entry.text,
                folded,
                classes: Vec::new(),
            });
            phrases.len() as u32
        });
        for path in &self.paths {
            // Another term may be written as this one is read: then both point to the classes of either.
            let place = *self.by_path.entry(*path).or_insert(own);
            self.phrases[place as usize - 1].point(entry.class, weight);
            self.nodes.push((*path, Fact::Phrase(place)));
        }
    }

    fn add_exclusion(&mut self, class: Class) {
        for path in &self.paths {
            let lists = &mut self.exclusions;
            let place = *self.excluded.entry(*path).or_insert_with(|| {
                lists.push(Vec::new());
                lists.len() as u32
            });
            let classes = &mut lists[place as usize - 1];
            if classes.last() != Some(&class) {
                classes.push(class);
            }
            self.nodes.push((*path, Fact::Exclusion(place)));
        }
    }

    fn into_bytes(mut self, fingerprint: u64, words: &[(&str, u64)]) -> Vec<u8> {
        let mut file = Writer::new(fingerprint);
        // In order, so that the bytes are the same in every run. What is said twice of a path is the same.
        sort_by_hash(&mut self.nodes, |(path, _)| *path);
        file.nodes(&self.nodes);
        file.phrases(&self.phrases);
        file.exclusions(&self.exclusions);
        file.words(words);
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

    /// From what is known of each path, in their order.
    fn nodes(&mut self, facts: &[(u64, Fact)]) {
        let nodes = || facts.chunk_by(|one, next| one.0 == next.0);
        let mut ends: Vec<u8> = Vec::new();
        let mut values = Vec::with_capacity(nodes().count());
        for node in nodes() {
            let path = node[0].0;
            let (mut goes_on, mut end) = (false, End::default());
            for (_, fact) in node {
                match fact {
                    Fact::GoesOn => goes_on = true,
                    Fact::Phrase(place) => end.phrase = *place,
                    Fact::Exclusion(place) => end.exclusion = *place,
                }
            }
            let mut value = u32::from(goes_on);
            if end != End::default() {
                for number in [end.phrase, end.exclusion] {
                    ends.extend(number.to_le_bytes());
                }
                value |= (ends.len() as u32 / 8) << 1;
            }
            values.push((path, value));
        }
        self.part(Part::Nodes, table(values).as_flattened());
        self.part(Part::Ends, &ends);
    }

    fn phrases(&mut self, phrases: &[DraftPhrase<'_>]) {
        let (mut records, mut classes, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut class_count = 0;
        for phrase in phrases {
            let text = texts.len();
            texts.extend_from_slice(phrase.text.as_bytes());
            let text_end = texts.len();
            let mut folded = text;
            if phrase.folded != phrase.text {
                folded = text_end;
                texts.extend_from_slice(phrase.folded.as_bytes());
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

    /// From the words in alphabetical order.
    fn words(&mut self, words: &[(&str, u64)]) {
        let mut slots = vec![[[0_u8; 8]; 2]; slots(words.len())];
        let mask = slots.len() - 1;
        for (word, key) in words {
            let hash = hash_bytes(word.as_bytes());
            let mut slot = hash as usize & mask;
            while slots[slot][0] != [0; 8] {
                slot = (slot + 1) & mask;
            }
            slots[slot] = [hash.to_le_bytes(), key.to_le_bytes()];
        }
        self.part(Part::Words, slots.as_flattened().as_flattened());
        let texts: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.part(Part::WordTexts, texts.join("\n").as_bytes());
    }
}
