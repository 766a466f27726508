//! From a profile to its features: which words, pairs and terms, how much of each, where, in what context.

mod counterfactual;
mod long;
mod match_kind;
mod pairs;
mod phrases;
mod term_hits;

use super::context::{Contexts, Gates, WordWeights};
use super::cues::{CueHit, Cues};
use super::keys::{Class, Hashed, kind_key, label_key, pair_key, trade_key};
use super::lexicon::Lexicon;
use super::model::Model;
use super::relation_words::RelationWords;
use super::seen::{ReaderId, Sources};
use super::term_words::TermWords;
use super::terms::{Index, Words};
use super::weights::{PostingsPlace, Weights};
use super::words::{Reading, WordFinder, path_of};
use crate::fit::{MatchKind, Role};
use crate::profile::{Field, Kind, Profile};
use crate::taxonomy::Taxonomy;
pub use counterfactual::Counterfactual;
pub(crate) use pairs::first_and_last;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::Arc;
use term_hits::TermHit;

/// What a feature is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeatureKind {
    /// One word, stemmed.
    Word,
    /// Two words side by side.
    Pair,
    /// Two Chinese characters side by side.
    HanPair,
    /// Three words or Chinese characters side by side, or more: a trade word that was learned as a whole.
    Phrase,
    /// Two words of one keyword or product, wherever they stand in it.
    Both,
    /// A taxonomy term; the index of its phrase.
    Term(u32),
    /// The kind of the profile.
    Kind(Kind),
    /// The description speaks of trading and never of making.
    TradeOnly,
    /// A keyword or product that is the label of this subdivision, word for word.
    Label(Class),
    /// This taxonomy term as the whole of a keyword or product, or as most of what a description offers.
    Whole(u32),
}

impl FeatureKind {
    /// Whether it is a word, or words or characters side by side.
    pub(crate) fn is_of_words(self) -> bool {
        matches!(self, Self::Word | Self::Pair | Self::HanPair | Self::Phrase)
    }
}

/// A feature of a profile with its first place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feature {
    /// Identity in learned files.
    pub(crate) key: u64,
    pub(crate) sort: FeatureKind,
    /// Sum over its mentions of field factor, position factor and gate, and the largest of them.
    pub(crate) amount: f32,
    pub(crate) largest: f32,
    /// What its mentions add to the length of what is offered, where it says anything at all.
    pub(crate) length: f32,
    /// For an item or a text that may be about this term and little besides: how long the term is, in words; else 0.
    pub(crate) covers: f32,
    /// What is left of the feature beside the rest of the profile, 0 to 1: how much it stands out, and, for a term, how much
    /// of what is offered it covers; known once everything is looked up.
    pub(crate) share: f32,
    /// The gate of the mention that is shown: the one most open.
    pub(crate) gate: f32,
    pub(crate) count: u32,
    pub(crate) field: Field,
    pub(crate) item: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) role: Role,
    pub(crate) how: MatchKind,
    /// Where its learned weights stand.
    pub(super) postings: Option<PostingsPlace>,
}

impl Feature {
    /// Whether it is stated of the profile as a whole and stands at no place of a text.
    pub(crate) fn is_stated(&self) -> bool {
        matches!(
            self.sort,
            FeatureKind::Kind(_) | FeatureKind::TradeOnly | FeatureKind::Label(_)
        )
    }

    /// How much the feature counts; see [`value`].
    pub(crate) fn value(&self) -> f32 {
        self.share * value(self.amount, self.largest)
    }
}

/// How fast repetition saturates: a word said often counts up to four times. Of 1, 3 and 8 the one that ranked best where
/// whole sources were left out of learning (2026-11-28).
const SATURATION: f32 = 3.0;

/// How much a feature counts whose mentions add up to `amount`, the largest of them being `largest`: the largest, and
/// more where there are many (the saturation of BM25, S. Robertson, H. Zaragoza, 2009, in units of the
/// largest). So a thing mentioned often, but never as what the firm does, counts for little.
pub(crate) fn value(amount: f32, largest: f32) -> f32 {
    if largest > 0.0 {
        (1.0 + SATURATION) * amount * largest / (amount + SATURATION * largest)
    } else {
        0.0
    }
}

/// One mention of a feature, for learning gates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    /// Place of the feature in [`Features::list`].
    pub(crate) feature: u32,
    /// Field and position factors.
    pub(crate) amount: f32,
    /// What it adds to the length where its gate is open.
    pub(crate) length: f32,
    /// Its field and entry, first byte there and one past the last.
    pub(crate) place: (Field, u32, u32, u32),
    /// Where its contexts begin in [`Mentions::contexts`].
    pub(crate) contexts: u32,
}

/// The mentions of one profile.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mentions {
    pub(crate) list: Vec<Mention>,
    /// Context features of all mentions, one after the other.
    pub(crate) contexts: Vec<u16>,
}

/// The features of one profile, and the buffers to find them.
#[derive(Debug, Default)]
pub(crate) struct Features {
    pub(crate) list: Vec<Feature>,
    /// What of the profile is not taken into account.
    pub(crate) counterfactual: Counterfactual,
    /// Mentions one by one, where learning asks for them.
    pub(crate) mentions: Option<Mentions>,
    /// Whether every pair of words is a feature, those of which nothing is known too.
    pub(crate) every_pair: bool,
    table: Vec<(u32, u32)>, // epoch, index into `list`
    /// More features than this are too many; see `long`.
    most: usize,
    epoch: u32,
    /// Whether the description has words of making, and of trading.
    makes: bool,
    trades: bool,
    pub(super) words: WordFinder,
    cues: Vec<CueHit>,
    contexts: Contexts,
    wanted: Vec<pairs::Wanted>,
    phrases: Vec<phrases::Phrase>,
    terms: Vec<TermHit>,
    excluded: Vec<TermHit>,
}

/// How much a field counts: products say most surely what a firm does, its name least. Judgements, but for the name: 0.7
/// gave 0.2 points more Hit@1 than 0.4 on our Chinese profiles and nothing on `train.jsonl` (cross-validation, 2026-11-24).
fn field_factor(field: Field) -> f32 {
    match field {
        Field::Products => 1.2,
        Field::Keywords => 1.1,
        Field::Description | Field::Project => 1.0,
        Field::Name => 0.7,
    }
}

/// How much a sentence counts, by its number: the first two say what the firm does.
fn position_factor(sentence: u16) -> f32 {
    1.0 / (1.0 + 0.06 * f32::from(sentence.saturating_sub(1)))
}

impl Features {
    /// How much of the profile could be read at all.
    pub(super) fn reading(&self) -> Reading {
        self.words.reading
    }

    fn clear(&mut self) {
        self.list.clear();
        self.expect_few();
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 || self.table.is_empty() {
            self.table = vec![(0, 0); 1024];
            self.epoch = 1;
        }
        self.words.bound_memory();
        self.words.reading = Reading::default();
        (self.makes, self.trades) = (false, false);
        if let Some(mentions) = &mut self.mentions {
            mentions.list.clear();
            mentions.contexts.clear();
        }
    }

    /// Adds a feature, or another mention of it; its place in the list.
    fn add(&mut self, feature: &Feature) -> u32 {
        if self.list.len() * 2 > self.table.len() {
            self.grow();
        }
        let mask = self.table.len() - 1;
        let mut slot = feature.key as usize & mask;
        loop {
            let (epoch, at) = self.table[slot];
            if epoch != self.epoch {
                self.table[slot] = (self.epoch, self.list.len() as u32);
                self.list.push(*feature);
                return self.list.len() as u32 - 1;
            }
            let known = &mut self.list[at as usize];
            if known.key == feature.key {
                known.amount += feature.amount;
                known.length += feature.length;
                known.largest = known.largest.max(feature.largest);
                known.covers = known.covers.max(feature.covers);
                known.count += 1;
                if feature.gate > known.gate {
                    // The place that counts most is the one to show.
                    *known = Feature {
                        amount: known.amount,
                        length: known.length,
                        largest: known.largest,
                        covers: known.covers,
                        count: known.count,
                        ..*feature
                    };
                }
                return at;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// How much the mention `start..end` (tokens) of anything counts, by its context.
    #[inline]
    fn gate(&mut self, gates: &Gates, start: usize, end: usize) -> f32 {
        let tokens = &self.words.tokens.list;
        let gate = self.contexts.gate(tokens, gates, start, end);
        match self.counterfactual.plans && self.contexts.is_planned(tokens, start, end) {
            true => 1.0,
            false => gate,
        }
    }

    /// Adds the mention `start..end` (tokens) of a feature; `feature` holds what its field and place make of it, before
    /// the gate, and is then what it counts for.
    fn mention(&mut self, gates: &Gates, start: usize, end: usize, feature: &mut Feature) {
        let gate = self.gate(gates, start, end);
        self.mention_with(gate, start, end, feature);
    }

    /// The same where its gate is known.
    #[inline]
    fn mention_with(&mut self, gate: f32, start: usize, end: usize, feature: &mut Feature) {
        let counted = if self.counterfactual.roles { 1.0 } else { gate };
        let (amount, length) = (feature.amount, feature.length);
        feature.amount *= counted;
        feature.largest = feature.amount;
        feature.length *= gate;
        feature.gate = gate;
        feature.role = self.contexts.role(start, end, gate);
        let at = self.add(feature);
        if let Some(mentions) = &mut self.mentions {
            mentions.list.push(Mention {
                feature: at,
                amount,
                length,
                place: (feature.field, feature.item, feature.start, feature.end),
                contexts: mentions.contexts.len() as u32,
            });
            let tokens = &self.words.tokens.list;
            self.contexts.features(tokens, start, end, |feature| {
                mentions.contexts.push(feature as u16);
            });
        }
    }

    fn grow(&mut self) {
        self.fill_table(self.table.len() * 2);
    }

    fn fill_table(&mut self, size: usize) {
        self.table.clear();
        self.table.resize(size, (0, 0));
        self.epoch = 1;
        for (at, feature) in self.list.iter().enumerate() {
            let mut slot = feature.key as usize & (size - 1);
            while self.table[slot].0 == 1 {
                slot = (slot + 1) & (size - 1);
            }
            self.table[slot] = (1, at as u32);
        }
    }
}

/// What stands at no place of a text: the kind of a profile, a description that only trades.
fn stated(key: u64, sort: FeatureKind, field: Field, role: Role) -> Feature {
    Feature {
        key,
        sort,
        amount: 1.0,
        largest: 1.0,
        length: 0.0,
        covers: 0.0,
        share: 1.0,
        gate: 1.0,
        count: 1,
        field,
        item: 0,
        start: 0,
        end: 0,
        role,
        how: MatchKind::Kind,
        postings: None,
    }
}

/// Everything that reading needs: terms, words, cues, gates.
#[derive(Debug)]
pub(crate) struct Reader {
    id: ReaderId,
    pub(super) terms: Index,
    pub(super) lexicon: Lexicon,
    cues: Cues,
    relation_words: RelationWords,
    /// Learned weights of features, for the classes of this taxonomy.
    pub(super) weights: Arc<Weights<'static>>,
    /// What words of terms say of the classes that nothing was learned about.
    pub(super) term_words: Arc<TermWords>,
    /// Pairs of words that got a weight from labelled companies.
    pub(super) pairs: HashSet<u64, BuildHasherDefault<Hashed>>,
    /// Learned weights of contexts, and among them those of relation words once more, word by word.
    gates: Box<Gates>,
    word_weights: WordWeights,
    /// The labels of the subdivisions, as paths of words.
    pub(super) labels: HashMap<u64, Class>,
    /// Whether words of which nothing was learned say nothing: then they are left out.
    pub(super) all_classes_learned: bool,
}

impl Reader {
    pub(super) fn new(taxonomy: &Taxonomy, model: Model<'static>) -> Self {
        let mut reader = Self::with_labels(Index::new(taxonomy), HashMap::new(), model);
        reader.labels = reader.label_paths(taxonomy);
        reader
    }

    /// The same from tables that were made before.
    pub(super) fn with_labels(
        (terms, words): (Index, Words),
        labels: HashMap<u64, Class>,
        model: Model<'static>,
    ) -> Self {
        let same_terms = model.terms() == terms.fingerprint();
        let (gates, relation_words) = (model.gates(), model.relation_words());
        Self {
            id: ReaderId::new(),
            terms,
            word_weights: WordWeights::of(&gates, relation_words.len()),
            relation_words: RelationWords::new(relation_words),
            gates,
            weights: Arc::new(model.weights().clone()),
            term_words: Arc::default(),
            pairs: HashSet::default(),
            lexicon: Lexicon::new(model, words, same_terms),
            cues: Cues::new(),
            labels,
            all_classes_learned: false,
        }
    }

    /// What is known of words.
    pub(super) fn sources(&self) -> Sources<'_> {
        Sources {
            reader: self.id,
            lexicon: &self.lexicon,
            cues: &self.cues,
            terms: &self.terms,
            weights: &self.weights,
            relation_words: &self.relation_words,
        }
    }

    /// Replaces `features` by those of `profile`.
    pub(crate) fn read(&self, profile: &Profile, features: &mut Features) {
        features.clear();
        if profile.kind != Kind::Enterprise {
            let sort = FeatureKind::Kind(profile.kind);
            let key = kind_key(profile.kind.as_str());
            features.add(&Feature {
                postings: self.weights.place(key),
                ..stated(key, sort, Field::Name, Role::Own)
            });
        }
        for (field, item, text) in profile.texts() {
            self.read_text(field, item as u32, text, features);
        }
        if features.trades && !features.makes && !features.counterfactual.roles {
            let key = trade_key();
            features.add(&Feature {
                postings: self.weights.place(key),
                ..stated(key, FeatureKind::TradeOnly, Field::Description, Role::Trade)
            });
        }
    }

    /// Both labels of every subdivision, each as the path of its words; of two that are alike the first counts.
    fn label_paths(&self, taxonomy: &Taxonomy) -> HashMap<u64, Class> {
        let mut words = WordFinder::default();
        let mut paths = HashMap::new();
        for (class, subdivision) in taxonomy.subdivisions.iter().enumerate() {
            for label in [&subdivision.label.en, &subdivision.label.zh] {
                words.find_all(&self.sources(), Field::Keywords, label);
                paths.entry(path_of(&words.list)).or_insert(class as Class);
            }
        }
        paths
    }

    /// A keyword that is a label of the plan says outright where the firm counts itself.
    fn add_label(&self, field: Field, item: u32, features: &mut Features) {
        let words = &features.words.list;
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        let Some(class) = self.labels.get(&path_of(words)) else {
            return;
        };
        features.add(&Feature {
            amount: field_factor(field),
            largest: field_factor(field),
            item,
            start: first.token.start,
            end: last.token.end,
            how: MatchKind::Exact,
            postings: self.weights.place(label_key(*class)),
            ..stated(
                label_key(*class),
                FeatureKind::Label(*class),
                field,
                Role::Own,
            )
        });
    }

    /// The keys of the pairs of words, or of Chinese characters, that are a term of the taxonomy.
    pub(crate) fn term_pairs(&self, taxonomy: &Taxonomy) -> HashSet<u64> {
        let mut words = WordFinder::default();
        let mut pairs = HashSet::new();
        let subdivisions = taxonomy.subdivisions.iter().map(|one| &one.terms);
        let out_of_scope = taxonomy.out_of_scope.iter().map(|one| &one.terms);
        for term in subdivisions.chain(out_of_scope).flatten() {
            words.find_all(&self.sources(), Field::Keywords, &term.text);
            if let [first, second] = words.list.as_slice() {
                pairs.insert(pair_key(first.key, second.key));
            }
        }
        pairs
    }

    fn amount(&self, field: Field, sentence: u16, counterfactual: Counterfactual) -> f32 {
        let position = if counterfactual.places {
            1.0
        } else {
            position_factor(sentence)
        };
        field_factor(field) * position
    }
}

/// A Chinese character pair overlaps with its neighbours; about this share of a word each.
const HAN_PAIR_LENGTH: f32 = 0.6;

/// How much of what is offered, `length` words, a term of `covers` words covers: what counts for items and texts that are
/// about a term and little besides. It falls fast, since two offers are no longer one.
pub(crate) fn share(covers: f32, length: f32) -> f32 {
    let share = (covers / length.max(0.5)).min(1.0);
    share * share
}
