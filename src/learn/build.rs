//! Writes the learned file; `matcher::model` reads it and says what stands where.

use crate::matcher::model::{FILTER_BYTES, Head, MAGIC, filter_bit};
use crate::matcher::slots;
use crate::matcher::weights::{STRENGTH_UNIT, WEIGHT_UNIT, feature_table, write_postings};
use std::collections::BTreeMap;

/// How strongly a feature speaks, and its classes with weights in log-odds.
pub(super) type Weighted = (f32, Vec<(u16, f32)>);

/// Everything that goes into the file.
#[derive(Debug, Default)]
pub(super) struct Learned {
    pub(super) class_ids: Vec<String>,
    pub(super) biases: Vec<f32>,
    pub(super) length_biases: Vec<f32>,
    /// (word hash, stem key)
    pub(super) lexicon: Vec<(u64, u64)>,
    /// By the keys of features.
    pub(super) features: BTreeMap<u64, Weighted>,
    /// Weights of contexts.
    pub(super) gates: Vec<f32>,
    /// Keys of the words that tell in what relation a text speaks of a thing.
    pub(super) relation_words: Vec<u64>,
    /// Keys of those features that are pairs.
    pub(super) pairs: Vec<u64>,
    pub(super) vectors: BTreeMap<u64, Vec<i8>>,
    /// Words worth correcting a typing error to.
    pub(super) words: Vec<String>,
    /// (sum in log-odds, probability)
    pub(super) calibration: Vec<(f32, f32)>,
    /// What fits say of one another, and of how many subdivisions.
    pub(super) stacking: (Vec<f32>, usize),
    pub(super) gap: f32,
    pub(super) scope: f32,
    /// What the terms hash to.
    pub(super) terms: u64,
    pub(super) term_points: f32,
    pub(super) whole_points: f32,
    pub(super) related_points: f32,
    pub(super) default_bias: f32,
    pub(super) default_length_bias: f32,
}

impl Learned {
    /// The bytes of the file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer {
            bytes: MAGIC.to_vec(),
            head: [0; Head::Count as usize],
        };
        file.bytes.resize(MAGIC.len() + 4 * Head::Count as usize, 0);
        file.set(Head::Classes, self.class_ids.len());
        file.strings(Head::ClassIds, &self.class_ids);
        file.section(Head::Biases);
        for bias in self.biases.iter().chain(&self.length_biases) {
            file.bytes.extend(bias.to_le_bytes());
        }
        file.lexicon(&self.lexicon);
        file.features(&self.features, self.class_ids.len());
        file.vectors(&self.vectors);
        file.filter(Head::WordFilter, self.lexicon.iter().map(|(word, _)| *word));
        file.filter(Head::PairFilter, self.pairs.iter().copied());
        file.section(Head::Gates);
        for weight in &self.gates {
            file.bytes.extend(weight.to_le_bytes());
        }
        file.set(Head::GateCount, self.gates.len());
        file.section(Head::RelationWords);
        for key in &self.relation_words {
            file.bytes.extend(key.to_le_bytes());
        }
        file.set(Head::RelationWordCount, self.relation_words.len());
        file.strings(Head::Words, &self.words);
        file.set(Head::WordCount, self.words.len());
        file.section(Head::Calibration);
        for (sum, probability) in &self.calibration {
            file.bytes
                .extend(((sum * 100.0).round() as i32).to_le_bytes());
            file.bytes
                .extend(((probability * 65535.0).round() as u32).to_le_bytes());
        }
        file.set(Head::CalibrationCount, self.calibration.len());
        let (numbers, subdivisions) = &self.stacking;
        file.section(Head::Stacking);
        for number in numbers {
            file.bytes.extend(number.to_le_bytes());
        }
        file.set(Head::StackingCount, *subdivisions);
        file.set(Head::TermPoints, self.term_points.to_bits() as usize);
        file.set(Head::WholePoints, self.whole_points.to_bits() as usize);
        file.set(Head::RelatedPoints, self.related_points.to_bits() as usize);
        file.set(Head::DefaultBias, self.default_bias.to_bits() as usize);
        file.set(
            Head::DefaultLengthBias,
            self.default_length_bias.to_bits() as usize,
        );
        file.set(Head::Gap, self.gap.to_bits() as usize);
        file.set(Head::Scope, self.scope.to_bits() as usize);
        file.set(Head::Terms, self.terms as u32 as usize);
        file.set(Head::TermsHigh, (self.terms >> 32) as usize);
        for (place, value) in file.head.iter().enumerate() {
            let at = MAGIC.len() + 4 * place;
            file.bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        file.bytes
    }
}

struct Writer {
    bytes: Vec<u8>,
    head: [u32; Head::Count as usize],
}

impl Writer {
    fn set(&mut self, field: Head, value: usize) {
        self.head[field as usize] = value as u32;
    }

    /// Begins a section at the next eight-byte boundary.
    fn section(&mut self, field: Head) {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        self.set(field, self.bytes.len());
    }

    fn strings(&mut self, field: Head, strings: &[String]) {
        self.section(field);
        let text = strings.join("\n");
        self.bytes.extend((text.len() as u32).to_le_bytes());
        self.bytes.extend(text.as_bytes());
    }

    fn lexicon(&mut self, words: &[(u64, u64)]) {
        let slots = slots(words.len());
        let mut table = vec![(0_u64, 0_u64); slots];
        for (word, stem) in words {
            let mut slot = *word as usize & (slots - 1);
            while table[slot].0 != 0 {
                slot = (slot + 1) & (slots - 1);
            }
            table[slot] = (*word, *stem);
        }
        self.section(Head::Lexicon);
        self.set(Head::LexiconSlots, if words.is_empty() { 0 } else { slots });
        for (word, stem) in table {
            self.bytes.extend(word.to_le_bytes());
            self.bytes.extend(stem.to_le_bytes());
        }
    }

    fn filter(&mut self, field: Head, hashes: impl Iterator<Item = u64>) {
        let mut filter = vec![0; FILTER_BYTES];
        for (byte, bit) in hashes.map(filter_bit) {
            filter[byte] |= bit;
        }
        self.section(field);
        self.bytes.extend(filter);
    }

    fn features(&mut self, features: &BTreeMap<u64, Weighted>, class_count: usize) {
        let mut starts = Vec::with_capacity(features.len());
        let mut postings = Vec::new();
        for (key, (strength, classes)) in features {
            starts.push((*key, postings.len()));
            // What rounds to nothing is kept as next to nothing, since 0 is said of classes it does not point to.
            let stored = |weight: f32| match (weight / WEIGHT_UNIT).round() as i16 {
                0 => 1,
                weight => weight,
            };
            let classes: Vec<(u16, i16)> = classes
                .iter()
                .map(|(class, weight)| (*class, stored(*weight)))
                .collect();
            let strength = (strength / STRENGTH_UNIT).round() as u8;
            write_postings(&classes, strength, class_count, &mut postings);
        }
        let table = feature_table(&starts);
        self.section(Head::Features);
        self.set(
            Head::FeatureSlots,
            if features.is_empty() { 0 } else { table.len() },
        );
        self.bytes.extend(table.as_flattened());
        self.section(Head::Postings);
        self.bytes.extend(postings);
    }

    fn vectors(&mut self, vectors: &BTreeMap<u64, Vec<i8>>) {
        self.section(Head::Vectors);
        self.set(Head::VectorCount, vectors.len());
        self.set(
            Head::VectorSize,
            vectors.values().next().map_or(0, Vec::len),
        );
        for key in vectors.keys() {
            self.bytes.extend(key.to_le_bytes());
        }
        for vector in vectors.values() {
            self.bytes
                .extend(vector.iter().flat_map(|value| value.to_le_bytes()));
        }
    }
}
