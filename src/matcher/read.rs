//! From a profile to its features: which words, pairs and terms, how much of each, where, in what role.

use super::Matcher;
use super::index::{Class, Marker, ROOT, extend};
use super::lexicon::Resolved;
use super::model::{PostingsPlace, pair_key};
use super::role::{self, MarkerHit};
use super::what_if::Undo;
use super::words::{Look, Word};
use crate::fit::{How, Role};
use crate::profile::{Field, Kind, Profile};
use crate::text::{Break, TokenKind, Tokens, hash_bytes};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// What a feature is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// One word, stemmed.
    Word,
    /// Two words side by side.
    Pair,
    /// Two Chinese characters side by side.
    HanPair,
    /// A taxonomy term; the index of its phrase.
    Term(u32),
    /// The kind of the profile.
    Kind(Kind),
    /// The description speaks of trading and never of making.
    TradeOnly,
    /// A keyword or product that is the label of this subdivision, word for word.
    Label(Class),
    /// A keyword or product that is this taxonomy term and nothing besides.
    Whole(u32),
}

/// A feature of a profile with its first place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feature {
    /// Identity in learned files.
    pub(crate) key: u64,
    pub(crate) sort: Sort,
    /// Sum over its places of field, position and role factors; saturated by [`Feature::value`].
    pub(crate) amount: f32,
    pub(crate) count: u32,
    pub(crate) field: Field,
    pub(crate) item: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) role: Role,
    pub(crate) how: How,
    /// Where its learned weights stand, once they have been looked up.
    pub(super) postings: Option<PostingsPlace>,
}

impl Feature {
    /// How much the feature counts: repetition saturates (BM25's k1 = 1; S. Robertson, H. Zaragoza, 2009).
    pub(crate) fn value(&self) -> f32 {
        2.0 * self.amount / (self.amount + 1.0)
    }
}

#[derive(Debug, Clone, Copy)]
struct TermHit {
    start: usize,
    end: usize,
    phrase: u32,
}

/// The features of one profile, and the buffers to find them.
#[derive(Debug, Default)]
pub(crate) struct Features {
    pub(crate) list: Vec<Feature>,
    /// Total amount of words and character pairs: how long the profile is.
    pub(crate) length: f32,
    /// What of the profile is not taken into account.
    pub(crate) undo: Undo,
    slots: Vec<(u32, u32)>, // epoch, index into `list`
    epoch: u32,
    /// Whether the description has words of making, and of trading.
    makes: bool,
    trades: bool,
    pub(super) tokens: Tokens,
    pub(super) words: Vec<Word>,
    pub(super) looks: Vec<Look>,
    slots_of_words: Vec<u64>,
    roles: Vec<Role>,
    markers: Vec<MarkerHit>,
    terms: Vec<TermHit>,
    excluded: Vec<TermHit>,
    pub(super) resolved: HashMap<u64, Resolved, BuildHasherDefault<Hashed>>,
}

/// The hasher of keys that are hashes themselves.
#[derive(Debug, Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash_bytes(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// How many unknown words are remembered before the memory is emptied: bounds it whatever the input.
const RESOLVED_LIMIT: usize = 1 << 15;

/// How much a field counts: products say most surely what a firm does, its name least. Judgements, but for the name: 0.7
/// gave 0.2 points more Hit@1 than 0.4 on our Chinese profiles and nothing on `train.jsonl` (cross-validation, 2026-11-24).
fn field_factor(field: Field) -> f32 {
    match field {
        Field::Products => 1.2,
        Field::Keywords => 1.1,
        Field::Description => 1.0,
        Field::Name => 0.7,
    }
}

/// How much a sentence counts, by its number: the first two say what the firm does.
pub(super) fn position_factor(sentence: u16) -> f32 {
    1.0 / (1.0 + 0.06 * f32::from(sentence.saturating_sub(1)))
}

impl Features {
    fn clear(&mut self) {
        self.list.clear();
        self.length = 0.0;
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 || self.slots.is_empty() {
            self.slots = vec![(0, 0); 1024];
            self.epoch = 1;
        }
        if self.resolved.len() > RESOLVED_LIMIT {
            self.resolved.clear();
        }
    }

    fn add(&mut self, feature: Feature) {
        if self.list.len() * 2 > self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = feature.key as usize & mask;
        loop {
            let (epoch, at) = self.slots[slot];
            if epoch != self.epoch {
                self.slots[slot] = (self.epoch, self.list.len() as u32);
                self.list.push(feature);
                return;
            }
            let known = &mut self.list[at as usize];
            if known.key == feature.key {
                known.amount += feature.amount;
                known.count += 1;
                if known.role != Role::Own && feature.role == Role::Own {
                    // The place that counts most is the one to show.
                    *known = Feature {
                        amount: known.amount,
                        count: known.count,
                        ..feature
                    };
                }
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(size, (0, 0));
        self.epoch = 1;
        for (at, feature) in self.list.iter().enumerate() {
            let mut slot = feature.key as usize & (size - 1);
            while self.slots[slot].0 == 1 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = (1, at as u32);
        }
    }
}

impl Matcher<'_> {
    /// Replaces `features` by those of `profile`.
    pub(crate) fn read(&self, profile: &Profile, features: &mut Features) {
        features.clear();
        if profile.kind != Kind::Enterprise {
            features.add(Feature {
                key: kind_key(profile.kind),
                sort: Sort::Kind(profile.kind),
                amount: 1.0,
                count: 1,
                field: Field::Name,
                item: 0,
                start: 0,
                end: 0,
                role: Role::Own,
                how: How::Kind,
                postings: None,
            });
        }
        features.makes = false;
        features.trades = false;
        for (field, item, text) in profile.texts() {
            self.read_text(field, item as u32, text, features);
        }
        if features.trades && !features.makes && !features.undo.roles {
            features.add(Feature {
                key: trade_key(),
                sort: Sort::TradeOnly,
                amount: 1.0,
                count: 1,
                field: Field::Description,
                item: 0,
                start: 0,
                end: 0,
                role: Role::Trade,
                how: How::Kind,
                postings: None,
            });
        }
    }

    fn read_text(&self, field: Field, item: u32, text: &str, features: &mut Features) {
        features.tokens.cut(text);
        self.find_words(field, features);
        self.walk(features);
        role::assign(&features.words, &features.markers, &mut features.roles);
        if field == Field::Description {
            features.makes |= features
                .markers
                .iter()
                .any(|hit| hit.marker == Marker::Make);
            features.trades |= features
                .markers
                .iter()
                .any(|hit| hit.marker == Marker::Trade);
        }
        self.add_words(field, item, features);
        self.add_terms(field, item, features);
        if matches!(field, Field::Keywords | Field::Products) {
            self.add_label(field, item, features);
        }
    }

    /// Both labels of every subdivision, each as the path of its words; of two that are alike the first counts.
    pub(super) fn label_paths(&self) -> HashMap<u64, Class> {
        let mut features = Features::default();
        let mut paths = HashMap::new();
        for (class, subdivision) in self.taxonomy.subdivisions.iter().enumerate() {
            for label in [&subdivision.label.en, &subdivision.label.zh] {
                features.tokens.cut(label);
                self.find_words(Field::Keywords, &mut features);
                paths
                    .entry(path_of(&features.words))
                    .or_insert(class as Class);
            }
        }
        paths
    }

    /// A keyword that is a label of the plan says outright where the firm counts itself.
    fn add_label(&self, field: Field, item: u32, features: &mut Features) {
        let (Some(first), Some(last)) = (features.words.first(), features.words.last()) else {
            return;
        };
        let path = path_of(&features.words);
        let Some(class) = self.labels.get(&path) else {
            return;
        };
        let feature = Feature {
            key: extend(LABEL_KEY, u64::from(*class)),
            sort: Sort::Label(*class),
            amount: field_factor(field),
            count: 1,
            field,
            item,
            start: first.token.start,
            end: last.token.end,
            role: Role::Own,
            how: How::Exact,
            postings: None,
        };
        features.add(feature);
    }

    /// Finds terms, exclusions and markers, longest paths first from each word.
    fn walk(&self, features: &mut Features) {
        let Features {
            words,
            markers,
            terms,
            excluded,
            slots_of_words,
            ..
        } = features;
        markers.clear();
        terms.clear();
        excluded.clear();
        slots_of_words.clear();
        let first_slot = |word: &Word| self.index.first_slot(extend(ROOT, word.key));
        slots_of_words.extend(words.iter().map(first_slot));
        for (start, first_slot) in slots_of_words.iter().enumerate() {
            let mut path = ROOT;
            let mut marker = None;
            for (end, word) in words.iter().enumerate().skip(start) {
                if end > start && word.token.before >= Break::Comma {
                    break;
                }
                path = extend(path, word.key);
                let node = if end == start {
                    self.index.node_from(path, *first_slot)
                } else {
                    self.index.node(path)
                };
                let Some(node) = node else {
                    break;
                };
                if let Some(found) = self.index.end(node) {
                    let hit = |phrase| TermHit {
                        start,
                        end: end + 1,
                        phrase,
                    };
                    terms.extend(found.phrase.checked_sub(1).map(hit));
                    excluded.extend(found.exclusion.checked_sub(1).map(hit));
                    if let Some(found) = found.marker {
                        marker = Some(MarkerHit {
                            start,
                            end: end + 1,
                            marker: found,
                        });
                    }
                }
                if !node.goes_on {
                    break;
                }
            }
            markers.extend(marker);
        }
    }

    /// The keys of the pairs of words, or of Chinese characters, that are a term of the taxonomy.
    pub(crate) fn term_pairs(&self) -> HashSet<u64> {
        let mut features = Features::default();
        let mut pairs = HashSet::new();
        let subdivisions = self.taxonomy.subdivisions.iter().map(|one| &one.terms);
        let out_of_scope = self.taxonomy.out_of_scope.iter().map(|one| &one.terms);
        for term in subdivisions.chain(out_of_scope).flatten() {
            features.tokens.cut(&term.text);
            self.find_words(Field::Keywords, &mut features);
            if let [first, second] = features.words.as_slice() {
                pairs.insert(pair_key(first.key, second.key));
            }
        }
        pairs
    }

    fn add_words(&self, field: Field, item: u32, features: &mut Features) {
        let words = std::mem::take(&mut features.words);
        for (at, word) in words.iter().enumerate() {
            let role = features.roles[at];
            let place = field_factor(field) * position_factor(word.token.sentence);
            let undo = features.undo;
            let amount = field_factor(field)
                * undo.position_factor(word.token.sentence)
                * undo.role_factor(role);
            let next = words
                .get(at + 1)
                .filter(|next| next.token.before == Break::None);
            let single = Feature {
                key: word.key,
                sort: Sort::Word,
                amount,
                count: 1,
                field,
                item,
                start: word.token.start,
                end: word.token.end,
                role,
                how: word.how,
                postings: None,
            };
            if word.token.kind == TokenKind::Word {
                features.length += place;
                features.add(single);
            }
            if let Some(next) = next {
                let han = word.token.kind == TokenKind::Han && next.token.kind == TokenKind::Han;
                if han {
                    features.length += place * HAN_PAIR_LENGTH;
                }
                features.add(Feature {
                    key: pair_key(word.key, next.key),
                    sort: if han { Sort::HanPair } else { Sort::Pair },
                    end: next.token.end.max(word.token.end),
                    ..single
                });
            }
        }
        features.words = words;
    }

    fn add_terms(&self, field: Field, item: u32, features: &mut Features) {
        let terms = std::mem::take(&mut features.terms);
        for hit in &terms {
            if self.is_excluded(hit, &features.excluded) || self.is_inside_a_longer(hit, &terms) {
                continue;
            }
            let phrase = self.index.phrase(hit.phrase);
            let (first, last) = (features.words[hit.start], features.words[hit.end - 1]);
            // A term that holds the trade word itself (汽车销售) names the trade as the business.
            let trade_inside = features.markers.iter().any(|marker| {
                marker.marker == Marker::Trade && hit.start <= marker.start && marker.end <= hit.end
            });
            let role = if trade_inside {
                Role::Own
            } else {
                features.roles[hit.start]
            };
            let hows = features.words[hit.start..hit.end]
                .iter()
                .map(|word| word.how);
            let how = if hows.clone().any(|how| how == How::Typo) {
                How::Typo
            } else {
                let joined = hows.clone().any(|how| how == How::Joined);
                let folded = &features.tokens.folded.as_bytes()
                    [first.token.folded_start as usize..last.token.folded_end as usize];
                let as_long = (last.token.end - first.token.start) as usize == phrase.text().len();
                match folded == phrase.folded {
                    true if !joined || as_long => How::Exact,
                    _ if joined => How::Joined,
                    _ => How::Inflected,
                }
            };
            let term = Feature {
                key: phrase.key,
                sort: Sort::Term(hit.phrase),
                amount: field_factor(field)
                    * features.undo.position_factor(first.token.sentence)
                    * features.undo.role_factor(role),
                count: 1,
                field,
                item,
                start: first.token.start,
                end: last.token.end,
                role,
                how,
                postings: None,
            };
            features.add(term);
            let is_item = matches!(field, Field::Keywords | Field::Products);
            if is_item && hit.start == 0 && hit.end == features.words.len() {
                features.add(Feature {
                    key: whole_key(phrase.key),
                    sort: Sort::Whole(hit.phrase),
                    ..term
                });
            }
        }
        features.terms = terms;
    }

    fn is_excluded(&self, hit: &TermHit, excluded: &[TermHit]) -> bool {
        around(hit, excluded).any(|exclusion| {
            let classes = self.index.phrase(hit.phrase).classes;
            self.index.excludes(exclusion.phrase, classes)
        })
    }

    /// "battery" inside "lithium battery pack" says nothing more, where the longer term points to all the same classes.
    fn is_inside_a_longer(&self, hit: &TermHit, terms: &[TermHit]) -> bool {
        around(hit, terms).any(|other| {
            let longer = self.index.phrase(other.phrase).classes;
            let classes = self.index.phrase(hit.phrase).classes;
            classes.iter().all(|(class, _)| longer.has(class))
        })
    }
}

/// No term or exclusion has more tokens than this; what begins further before a hit cannot reach over it.
const LONGEST_TERM: usize = 64;

/// The hits that reach over the whole of `hit` and further. `hits` are in the order of their starts, so that only the
/// few near it are looked at, however long the text.
fn around<'a>(hit: &'a TermHit, hits: &'a [TermHit]) -> impl Iterator<Item = &'a TermHit> {
    let first = hits.partition_point(|other| other.start + LONGEST_TERM < hit.start);
    hits[first..]
        .iter()
        .take_while(|other| other.start <= hit.start)
        .filter(|other| hit.end <= other.end && other.end - other.start > hit.end - hit.start)
}

/// A Chinese character pair overlaps with its neighbours; about this share of a word each.
const HAN_PAIR_LENGTH: f32 = 0.6;

/// Where the keys of label features begin.
const LABEL_KEY: u64 = 0x6c61_6265_6c00_0001;

/// Where the keys of whole items begin.
const WHOLE_KEY: u64 = 0x7768_6f6c_6500_0001;

/// The feature that stands for an item which is the term with this key.
pub(crate) fn whole_key(term: u64) -> u64 {
    extend(WHOLE_KEY, term)
}

fn path_of(words: &[Word]) -> u64 {
    words.iter().fold(ROOT, |path, word| extend(path, word.key))
}

/// The feature that stands for the kind of a profile.
pub(crate) fn kind_key(kind: Kind) -> u64 {
    hash_bytes(format!("kind:{}", kind.as_str()).as_bytes())
}

/// The feature that stands for a description that only trades.
pub(crate) fn trade_key() -> u64 {
    hash_bytes(b"trade-only")
}
