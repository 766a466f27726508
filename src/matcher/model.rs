//! What was learned, as one flat file that is read in place: no parsing at start.
//!
//! `planfit learn` writes it (see `learn::build`). All numbers are little-endian. After a header of `u32` fields come
//! sections at eight-byte boundaries; hash tables are open-addressed with linear probing, a power of two of slots.

use crate::text::hash_bytes;

/// First bytes of a learned file; the last digit is the version of the layout.
pub(crate) const MAGIC: &[u8; 8] = b"planfit4";
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
    RelatedPoints,
    DefaultBias,
    Gap,
    Scope,
    Count,
}

/// Learned weights are stored in 1/1024 of a natural-log odds unit.
pub(crate) const WEIGHT_UNIT: f32 = 1.0 / 1024.0;
/// Learned vectors are stored in 1/127.
pub(crate) const VECTOR_UNIT: f32 = 1.0 / 127.0;

/// A view of a learned file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Model<'a> {
    bytes: &'a [u8],
    /// Slots of known words: hash of the word, key of its stem. Empty, or a power of two of slots.
    lexicon: &'a [[u8; 16]],
    /// Slots of features: tag, place in `postings`. Empty, or a power of two of slots.
    features: &'a [[u8; 8]],
    postings: &'a [u8],
    head: [u32; Head::Count as usize],
}

/// The classes a learned feature points to, with weights in [`WEIGHT_UNIT`].
#[derive(Debug, Clone)]
pub(crate) struct Postings<'a>(std::slice::Iter<'a, [u8; 3]>);

impl Iterator for Postings<'_> {
    type Item = (u8, i16);

    fn next(&mut self) -> Option<(u8, i16)> {
        let [class, low, high] = *self.0.next()?;
        Some((class, i16::from_le_bytes([low, high])))
    }
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
            features: section(Head::Features, Head::FeatureSlots, 8)?
                .as_chunks()
                .0,
            postings: bytes.get(place(Head::Postings)..)?,
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

    /// Points of a term of weight 1 in a taxonomy nothing was learned about.
    pub(crate) fn term_points(&self) -> f32 {
        self.head_f32(Head::TermPoints)
    }

    /// Points of a word as like the terms as can be, in a taxonomy nothing was learned about.
    pub(crate) fn related_points(&self) -> f32 {
        self.head_f32(Head::RelatedPoints)
    }

    /// Bias of a class nothing was learned about.
    pub(crate) fn default_bias(&self) -> f32 {
        self.head_f32(Head::DefaultBias)
    }

    /// The key of the stem of a word of the lead list, by the hash of the folded word.
    pub(crate) fn stem_key(&self, word: u64) -> Option<u64> {
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

    /// The classes a feature points to.
    pub(crate) fn postings(&self, key: u64) -> Option<Postings<'a>> {
        let mask = self.features.len().checked_sub(1)?;
        let tag = feature_tag(key);
        let mut slot = key as usize & mask;
        loop {
            let entry = u64::from_le_bytes(self.features[slot]);
            match entry as u32 {
                0 => return None,
                known if known == tag => {
                    let list = &self.postings[(entry >> 32) as usize..];
                    let (count, list) = list.split_first()?;
                    let (list, _) = list[..3 * usize::from(*count)].as_chunks();
                    return Some(Postings(list.iter()));
                }
                _ => slot = (slot + 1) & mask,
            }
        }
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

    fn strings(&self, at: usize) -> &'a str {
        if at == 0 {
            return "";
        }
        let length = self.u32_at(at) as usize;
        std::str::from_utf8(&self.bytes[at + 4..at + 4 + length]).unwrap_or("")
    }
}

/// What of a feature key is stored: the half that does not choose the slot, never 0.
pub(crate) fn feature_tag(key: u64) -> u32 {
    ((key >> 32) as u32).max(1)
}

/// The key of a Chinese character pair or word pair.
pub(crate) fn pair_key(first: u64, second: u64) -> u64 {
    super::index::extend(super::index::extend(hash_bytes(b"pair"), first), second)
}
