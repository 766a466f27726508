//! What was learned, as one flat file that is read in place: no parsing at start.
//!
//! `planfit learn` writes it (see `learn::build`). All numbers are little-endian. After a header of `u32` fields come
//! sections at eight-byte boundaries; hash tables are open-addressed with linear probing, a power of two of slots.

use super::context::{GATE_WEIGHTS, Gates, OPEN};
use super::weights::Weights;

/// First bytes of a learned file; the digits are the version of the layout.
pub(crate) const MAGIC: &[u8; 8] = b"planfi12";
/// The learned file that ships.
static SHIPPED: &[u8] = include_bytes!("model.bin");

/// Names of the header fields, in file order after the magic.
#[derive(Debug, Clone, Copy)]
#[repr(usize)]
pub(crate) enum Head {
    Classes,
    ClassIds,
    Biases,
    Lexicon,
    LexiconSlots,
    Features,
    FeatureSlots,
    Postings,
    Vectors,
    VectorCount,
    VectorSize,
    Words,
    WordCount,
    Calibration,
    CalibrationCount,
    TermPoints,
    WholePoints,
    RelatedPoints,
    DefaultBias,
    DefaultLengthBias,
    Gap,
    Scope,
    /// Fingerprint of the terms, two fields.
    Terms,
    TermsHigh,
    WordFilter,
    PairFilter,
    Gates,
    GateCount,
    RelationWords,
    RelationWordCount,
    /// What fits say of one another, and of how many subdivisions.
    Stacking,
    StackingCount,
    Count,
}

/// Learned vectors are stored in 1/127.
pub(crate) const VECTOR_UNIT: f32 = 1.0 / 127.0;

/// A view of a learned file.
#[derive(Debug, Clone)]
pub(crate) struct Model<'a> {
    bytes: &'a [u8],
    /// Slots of known words: hash of the word, key of its stem. Empty, or a power of two of slots.
    lexicon: &'a [[u8; 16]],
    weights: Weights<'a>,
    word_filter: &'a [u8; FILTER_BYTES],
    pair_filter: &'a [u8; FILTER_BYTES],
    head: [u32; Head::Count as usize],
}

/// Size of the filters that say of most words and pairs that nothing is known of them (B. Bloom, 1970, with one hash): half
/// a million bits for 26,000 words, of which others stop there in nineteen cases of twenty, and for 280,000 pairs and
/// beginnings of phrases, where six of ten do; of those that are left the first slot of the table tells most. Both stay in the
/// processor's nearest memory, which the tables are too large for. Another size for pairs changes what is learned: while
/// learning, phrases are met wherever it lets their beginnings through.
pub(crate) const FILTER_BYTES: usize = 1 << 16;

/// The byte and the bit of a filter that stand for a hash.
pub(crate) fn filter_bit(hash: u64) -> (usize, u8) {
    let bit = (hash >> 24) as usize & (8 * FILTER_BYTES - 1);
    (bit / 8, 1 << (bit % 8))
}

#[inline]
fn in_filter(filter: &[u8; FILTER_BYTES], hash: u64) -> bool {
    let (byte, bit) = filter_bit(hash);
    filter[byte] & bit != 0
}

impl Model<'static> {
    /// The learned file that ships with the tool.
    pub(crate) fn shipped() -> Self {
        Model::read(SHIPPED).expect("the shipped learned file is tested")
    }
}

impl<'a> Model<'a> {
    /// A view of `bytes`, or nothing when they are no learned file of this layout.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC.as_slice())?;
        let mut head = [0; Head::Count as usize];
        if rest.len() < 4 * head.len() {
            return None;
        }
        for (field, chunk) in head.iter_mut().zip(rest.chunks_exact(4)) {
            *field = u32::from_le_bytes(chunk.try_into().ok()?);
        }
        let place = |field: Head| head[field as usize] as usize;
        let section = |start: Head, slots: Head, size: usize| {
            bytes.get(place(start)..)?.get(..size * place(slots))
        };
        Some(Self {
            bytes,
            lexicon: section(Head::Lexicon, Head::LexiconSlots, 16)?
                .as_chunks()
                .0,
            weights: Weights::borrowed(
                section(Head::Features, Head::FeatureSlots, 8)?
                    .as_chunks()
                    .0,
                bytes.get(place(Head::Postings)..)?,
                0..place(Head::Classes),
            ),
            word_filter: bytes.get(place(Head::WordFilter)..)?.first_chunk()?,
            pair_filter: bytes.get(place(Head::PairFilter)..)?.first_chunk()?,
            head,
        })
    }

    pub(crate) fn head(&self, field: Head) -> usize {
        self.head[field as usize] as usize
    }

    fn head_f32(&self, field: Head) -> f32 {
        f32::from_bits(self.head[field as usize])
    }

    fn u32_at(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.bytes[at..at + 4].try_into().expect("four bytes"))
    }

    fn u64_at(&self, at: usize) -> u64 {
        u64::from_le_bytes(self.bytes[at..at + 8].try_into().expect("eight bytes"))
    }

    /// Ids of the learned classes: subdivision ids, then `out/...` for kinds of business out of scope.
    pub(crate) fn class_ids(&self) -> impl Iterator<Item = &'a str> {
        let text = self.strings(self.head(Head::ClassIds));
        text.lines().take(self.head(Head::Classes))
    }

    /// Learned bias of a class.
    pub(crate) fn bias(&self, class: usize) -> f32 {
        f32::from_bits(self.u32_at(self.head(Head::Biases) + 4 * class))
    }

    /// Learned length bias of a class: what is added to the bias of a text that is as long as can be.
    pub(crate) fn length_bias(&self, class: usize) -> f32 {
        self.bias(self.head(Head::Classes) + class)
    }

    /// What the terms hash to that weights were learned for.
    pub(crate) fn terms(&self) -> u64 {
        let half = |field: Head| u64::from(self.head[field as usize]);
        half(Head::TermsHigh) << 32 | half(Head::Terms)
    }

    /// Points of a term of weight 1 in a taxonomy nothing was learned about.
    pub(crate) fn term_points(&self) -> f32 {
        self.head_f32(Head::TermPoints)
    }

    /// Points, besides, of a keyword or product that is such a term and nothing more.
    pub(crate) fn whole_points(&self) -> f32 {
        self.head_f32(Head::WholePoints)
    }

    /// Points of a word as like the terms as can be, in a taxonomy nothing was learned about.
    pub(crate) fn related_points(&self) -> f32 {
        self.head_f32(Head::RelatedPoints)
    }

    /// Bias of a class nothing was learned about.
    pub(crate) fn default_bias(&self) -> f32 {
        self.head_f32(Head::DefaultBias)
    }

    /// Length bias of a class nothing was learned about.
    pub(crate) fn default_length_bias(&self) -> f32 {
        self.head_f32(Head::DefaultLengthBias)
    }

    /// Whether a word may be known, by its hash: seldom wrongly yes, never wrongly no.
    #[inline]
    pub(super) fn may_know_word(&self, word: u64) -> bool {
        in_filter(self.word_filter, word)
    }

    /// Whether something may be learned of a pair, by its key.
    #[inline]
    pub(super) fn may_know_pair(&self, key: u64) -> bool {
        in_filter(self.pair_filter, key)
    }

    /// The key of the stem of a known word, by the hash of the folded word.
    pub(super) fn stem_key(&self, word: u64) -> Option<u64> {
        let mask = self.lexicon.len().checked_sub(1)?;
        let mut slot = word as usize & mask;
        loop {
            let [known, key] = self.lexicon[slot].as_chunks().0 else {
                return None; // a slot is two numbers
            };
            match u64::from_le_bytes(*known) {
                0 => return None,
                known if known == word => return Some(u64::from_le_bytes(*key)),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// Weights of features, for the classes in the order they were learned in.
    pub(crate) fn weights(&self) -> &Weights<'a> {
        &self.weights
    }

    /// Weights of contexts; those of open gates where none were learned yet, which is while learning.
    ///
    /// # Panics
    /// If they were learned for other contexts, as after a change of the categories of cues. Gates that were open instead
    /// would answer with every customer's industry and every denial counted, and nobody would see why. Learning starts
    /// without gates, so it can make new ones.
    pub(crate) fn gates(&self) -> Box<Gates> {
        let start = self.head(Head::Gates);
        let learned = self.head(Head::GateCount);
        let mut gates = Self::open_gates().into_boxed_slice();
        if learned != 0 {
            assert_eq!(
                learned, GATE_WEIGHTS,
                "the learned weights are for another number of contexts (left) than this build has (right), as after a \
                 change of the categories in src/matcher/cues/: make new ones with `planfit learn`"
            );
            let (learned, _) = self.bytes[start..].as_chunks();
            for (gate, weight) in gates.iter_mut().zip(learned) {
                *gate = f32::from_le_bytes(*weight);
            }
        }
        gates.try_into().expect("there are so many weights")
    }

    /// Keys of the words that tell in what relation a text speaks of a thing, in the order of their numbers.
    pub(crate) fn relation_words(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        let start = self.head(Head::RelationWords);
        (0..self.head(Head::RelationWordCount)).map(move |word| self.u64_at(start + 8 * word))
    }

    /// Weights of contexts that leave every gate open.
    pub(crate) fn open_gates() -> Vec<f32> {
        let mut gates = vec![0.0; GATE_WEIGHTS];
        gates[0] = OPEN;
        gates
    }

    /// The vector of a stem, in [`VECTOR_UNIT`], as bytes to be read as `i8`.
    pub(crate) fn vector(&self, key: u64) -> Option<&'a [u8]> {
        let (start, count, size) = (
            self.head(Head::Vectors),
            self.head(Head::VectorCount),
            self.head(Head::VectorSize),
        );
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.u64_at(start + 8 * middle).cmp(&key) {
                std::cmp::Ordering::Equal => {
                    let at = start + 8 * count + size * middle;
                    return Some(&self.bytes[at..at + size]);
                }
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Words worth correcting a typing error to, shortest first.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'a str> {
        self.strings(self.head(Head::Words))
            .lines()
            .take(self.head(Head::WordCount))
    }

    /// The calibration table: raw points in hundredths of a log-odds unit, probability in 1/65535.
    pub(crate) fn calibration(&self) -> impl Iterator<Item = (i32, u16)> + '_ {
        let start = self.head(Head::Calibration);
        (0..self.head(Head::CalibrationCount)).map(move |row| {
            let at = start + 8 * row;
            (self.u32_at(at) as i32, self.u32_at(at + 4) as u16)
        })
    }

    /// What the fits of a profile say of one another, in log-odds: so many rows of a number for each of as many subdivisions
    /// as the header says.
    pub(crate) fn stacking(&self, rows: usize) -> impl ExactSizeIterator<Item = f32> + 'a {
        let numbers = &self.bytes[self.head(Head::Stacking)..];
        let (numbers, _) = numbers.as_chunks();
        let count = rows * self.head(Head::StackingCount);
        numbers[..count].iter().copied().map(f32::from_le_bytes)
    }

    fn strings(&self, at: usize) -> &'a str {
        if at == 0 {
            return "";
        }
        let length = self.u32_at(at) as usize;
        std::str::from_utf8(&self.bytes[at + 4..at + 4 + length]).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped file with another number of weights of contexts.
    fn with_gates(count: usize) -> Vec<u8> {
        let mut bytes = SHIPPED.to_vec();
        let at = MAGIC.len() + 4 * Head::GateCount as usize;
        bytes[at..at + 4].copy_from_slice(&(count as u32).to_le_bytes());
        bytes
    }

    #[test]
    fn the_shipped_gates_are_those_of_the_cues() {
        let model = Model::shipped();
        assert_eq!(model.head(Head::GateCount), GATE_WEIGHTS);
        assert_ne!(&model.gates()[..], Model::open_gates());
    }

    #[test]
    fn before_any_are_learned_gates_are_open() {
        let bytes = with_gates(0);
        let gates = Model::read(&bytes).expect("a learned file").gates();
        assert_eq!(&gates[..], Model::open_gates());
    }

    #[test]
    #[should_panic(expected = "make new ones with `planfit learn`")]
    fn gates_that_were_learned_for_other_cues_are_refused() {
        let bytes = with_gates(GATE_WEIGHTS - 1);
        let _ = Model::read(&bytes).expect("a learned file").gates();
    }
}
