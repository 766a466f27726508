//! The examples as rows of numbers: which features each has, in which mentions, in what contexts.

use super::corpus;
use super::examples::Example;
use super::firms::Names;
use super::talk::{FEWEST_SENTENCES, Talk};
use super::uninformative::Uninformative;
use crate::matcher::context::{GATE_WEIGHTS, gate};
use crate::matcher::features::{FeatureKind, Features, Mention, Mentions, share, value};
use crate::matcher::scores::{lengthy, prominence, salience, scale};
use crate::matcher::{Counterfactual, Matcher};
use crate::text::{Stemmer, Tokens, fold_str};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Classes with weights, by the key of a feature.
pub(super) type Weights = HashMap<u64, Vec<(u16, f32)>>;

/// One mention of a feature in a row.
#[derive(Debug, Clone, Copy)]
struct RowMention {
    /// Place of the feature in the row.
    feature: u16,
    amount: f32,
    length: f32,
    /// Its contexts are those from here to where those of the next mention begin.
    contexts: u32,
    /// How far the firm does what is mentioned, where the sentence was made to say it.
    target: Option<f32>,
}

/// One example.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its features by their number in [`Rows::keys`], with the amount of what is not mentioned but stated.
    features: Vec<(u32, f32)>,
    /// How long each is that may be most of what is offered; else 0.
    covers: Vec<f32>,
    mentions: Vec<RowMention>,
    contexts: Vec<u16>,
}

impl Row {
    fn contexts(&self, mention: usize) -> &[u16] {
        let end = self.mentions.get(mention + 1);
        let end = end.map_or(self.contexts.len(), |next| next.contexts as usize);
        &self.contexts[self.mentions[mention].contexts as usize..end]
    }

    /// The mentions: number of the feature, contexts, and how far the firm does what is mentioned, where it is known.
    pub(super) fn mentions(&self) -> impl Iterator<Item = (u32, &[u16], Option<f32>)> {
        let all = self.mentions.iter().enumerate();
        all.map(|(place, mention)| {
            let (feature, _) = self.features[usize::from(mention.feature)];
            (feature, self.contexts(place), mention.target)
        })
    }

    /// How far the gates read a made sentence as it was meant, 0 to 1: the mean over its mentions; 1 for a company's text.
    pub(super) fn agreement(&self, gates: &[f32]) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0);
        for (_, contexts, target) in self.mentions() {
            if let Some(target) = target {
                let open = gate(contexts.iter().map(|at| gates[usize::from(*at)]).sum());
                sum += 1.0 - (target - open).abs();
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { 1.0 }
    }

    /// Features with their values, as the matcher makes them with these gates and strengths (without, all count in full), and
    /// how far the text is long (see [`crate::matcher::scores::lengthy`]).
    pub(super) fn values(
        &self,
        gates: &[f32],
        strengths: Option<&Strengths<'_>>,
    ) -> (Vec<(u32, f32)>, f32) {
        let mut amounts: Vec<(f32, f32)> = self
            .features
            .iter()
            .map(|(_, stated)| (*stated, *stated))
            .collect();
        let mut lengths = vec![0.0; self.features.len()];
        for (place, mention) in self.mentions.iter().enumerate() {
            let contexts = self.contexts(place).iter();
            let open = gate(contexts.map(|at| gates[usize::from(*at)]).sum());
            let (amount, largest) = &mut amounts[usize::from(mention.feature)];
            *amount += mention.amount * open;
            *largest = largest.max(mention.amount * open);
            lengths[usize::from(mention.feature)] += mention.length * open;
        }
        let mut shares = vec![1.0; self.features.len()];
        if let Some(Strengths { list, sorts }) = strengths {
            let strength = |(feature, _): &(u32, f32)| list[*feature as usize];
            let mentions = self.features.iter().zip(&amounts);
            let strongest = mentions
                .map(|(feature, (_, largest))| strength(feature) * largest)
                .fold(0.0, f32::max);
            for ((feature, share), length) in
                self.features.iter().zip(&mut shares).zip(&mut lengths)
            {
                if feature.1 == 0.0 {
                    *share = prominence(strength(feature), strongest);
                }
                *length *= salience(strength(feature), sorts[feature.0 as usize]) * *share;
            }
        }
        let length: f32 = lengths.iter().sum();
        let scale = scale(length);
        let values = self.features.iter().zip(&self.covers).zip(amounts);
        let values = values.zip(shares).map(
            |((((feature, _), covers), (amount, largest)), prominence)| {
                let share = if *covers > 0.0 {
                    share(*covers, length)
                } else {
                    1.0
                };
                (
                    *feature,
                    scale * prominence * share * value(amount, largest),
                )
            },
        );
        (values.collect(), lengthy(scale))
    }
}

/// How strongly each feature speaks, by its number in [`Rows::keys`], and what each is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strengths<'a> {
    pub(super) list: &'a [f32],
    pub(super) sorts: &'a [FeatureKind],
}

/// All examples.
#[derive(Debug)]
pub(super) struct Rows {
    /// Keys of the features, in ascending order, and what each is made of.
    pub(super) keys: Vec<u64>,
    pub(super) sorts: Vec<FeatureKind>,
    /// Whether each is general talk.
    pub(super) talk: Vec<bool>,
    pub(super) list: Vec<Row>,
}

/// A feature must stand in this many examples to get a weight of its own.
const FEWEST_ROWS: u32 = 2;
/// The same for pairs, of which there are many more.
const FEWEST_ROWS_PAIR: u32 = 3;

/// Which words say nothing.
pub(super) struct Silent<'a> {
    /// Stems that are names, stand in every other text, or are function words.
    pub(super) stop: &'a HashSet<u64>,
    pub(super) uninformative: &'a Uninformative,
    pub(super) talk: &'a Talk,
    /// Names of firms that people of a trade know, which do say something.
    pub(super) names: &'a Names,
    /// Keys of the phrases of glossaries.
    pub(super) phrases: &'a Weights,
}

/// What a word, or a pair of words or characters, says of what a firm offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Something,
    /// General talk: it may weigh, and makes no text long.
    Little,
    /// It gets no weight.
    Nothing,
}

impl Silent<'_> {
    /// A stop word says nothing and silences its pairs; of two words of general talk together neither says anything.
    fn says(&self, sort: FeatureKind, text: &str, tokens: &mut Tokens, stemmer: &Stemmer) -> Says {
        let (stopped, sentences) = if sort == FeatureKind::HanPair {
            let folded = fold_str(text);
            (
                corpus::is_silent_pair(&folded) || self.uninformative.has_pair(&folded),
                self.talk.pair(&folded),
            )
        } else {
            tokens.cut(text);
            let words = tokens.list.iter().map(|token| tokens.folded(token));
            let stopped = |word: &str| corpus::is_silent_word(word, self.stop, stemmer);
            // "of the" stands in many a name and is none.
            if sort == FeatureKind::Pair && words.clone().all(stopped) {
                return Says::Nothing;
            }
            if self.names.has(&words.clone().collect::<Vec<_>>()) {
                return Says::Something;
            }
            let sentences = words.clone().map(|word| self.talk.word(word)).min();
            let says_nothing =
                |word: &str| stopped(word) || self.uninformative.has_word(word, stemmer);
            let stopped = words.clone().any(stopped) || words.clone().all(says_nothing);
            (stopped, sentences.unwrap_or(0))
        };
        match sentences {
            _ if stopped => Says::Nothing,
            0 => Says::Something,
            FEWEST_SENTENCES.. => Says::Nothing,
            _ => Says::Little,
        }
    }
}

/// Reads all examples as the matcher does.
pub(super) fn read(
    matcher: &Matcher<'_>,
    examples: &[Example],
    silent: &Silent<'_>,
    counterfactual: Counterfactual,
) -> Rows {
    let mut features = Features::default();
    features.counterfactual = counterfactual;
    features.mentions = Some(Mentions::default());
    let mut counts: BTreeMap<u64, (FeatureKind, u32)> = BTreeMap::new();
    let mut known: HashMap<u64, Says> = HashMap::new();
    let (mut tokens, stemmer) = (Tokens::default(), Stemmer::default());
    let mut raw = Vec::with_capacity(examples.len());
    assert!(GATE_WEIGHTS <= usize::from(u16::MAX));
    for example in examples {
        matcher.read(&example.profile, &mut features);
        let mut mentions = features.mentions.clone().unwrap_or_default();
        let targets = targets(example, &mut mentions);
        let mut mentioned = vec![example.sentence.is_none(); features.list.len()];
        for mention in &mentions.list {
            mentioned[mention.feature as usize] = true;
        }
        let mut keys = Vec::with_capacity(features.list.len());
        for (feature, mentioned) in features.list.iter().zip(mentioned) {
            let skipped = match feature.sort {
                FeatureKind::Word | FeatureKind::Pair | FeatureKind::HanPair => {
                    *known.entry(feature.key).or_insert_with(|| {
                        let text = example.profile.text(feature.field, feature.item as usize);
                        let text = text.get(feature.start as usize..feature.end as usize);
                        text.map_or(Says::Nothing, |text| {
                            silent.says(feature.sort, text, &mut tokens, &stemmer)
                        })
                    }) == Says::Nothing
                }
                FeatureKind::Phrase => !silent.phrases.contains_key(&feature.key),
                // Its weight is stated, not learned.
                FeatureKind::Label(_) => true,
                _ => false,
            };
            let stated = matches!(feature.sort, FeatureKind::Kind(_) | FeatureKind::TradeOnly);
            let kept = !skipped && mentioned;
            let stated = f32::from(u8::from(stated));
            keys.push(kept.then_some((feature.key, stated, feature.covers)));
            if kept {
                counts.entry(feature.key).or_insert((feature.sort, 0)).1 += 1;
            }
        }
        raw.push((keys, mentions, targets));
    }
    counts.retain(|key, (sort, count)| match sort {
        _ if silent.phrases.contains_key(key) => true,
        FeatureKind::Pair | FeatureKind::HanPair => *count >= FEWEST_ROWS_PAIR,
        FeatureKind::Term(_) | FeatureKind::Whole(_) => true,
        _ => *count >= FEWEST_ROWS,
    });
    let keys: Vec<u64> = counts.keys().copied().collect();
    let numbers: HashMap<u64, u32> = (0..)
        .zip(&keys)
        .map(|(number, key)| (*key, number))
        .collect();
    let list = raw
        .into_iter()
        .map(|(keys, mentions, targets)| row(&keys, &mentions, &targets, &numbers));
    Rows {
        list: list.collect(),
        sorts: counts.values().map(|(sort, _)| *sort).collect(),
        talk: keys
            .iter()
            .map(|key| known.get(key) == Some(&Says::Little))
            .collect(),
        keys,
    }
}

/// For a sentence made of phrases, leaves only the mentions inside the phrases, with what the sentence says of each, and
/// those of the talk around it.
fn targets(example: &Example, mentions: &mut Mentions) -> Vec<Option<f32>> {
    let Some(sentence) = &example.sentence else {
        return vec![None; mentions.list.len()];
    };
    let target = |mention: &Mention| {
        let (_, _, start, end) = mention.place;
        let (start, end) = (start as usize, end as usize);
        if end <= sentence.start || sentence.end <= start {
            return Some(None);
        }
        let mut spans = sentence.spans.iter();
        let inside = spans.find(|span| span.start <= start && end <= span.end)?;
        Some(Some(inside.target))
    };
    let (mut kept, mut targets) = (Mentions::default(), Vec::new());
    for (at, mention) in mentions.list.iter().enumerate() {
        if let Some(target) = target(mention) {
            let contexts = contexts(mentions, at);
            kept.list.push(Mention {
                contexts: kept.contexts.len() as u32,
                ..*mention
            });
            kept.contexts.extend(contexts);
            targets.push(target);
        }
    }
    *mentions = kept;
    targets
}

fn contexts(mentions: &Mentions, at: usize) -> &[u16] {
    let end = mentions.list.get(at + 1);
    let end = end.map_or(mentions.contexts.len(), |next| next.contexts as usize);
    &mentions.contexts[mentions.list[at].contexts as usize..end]
}

fn row(
    keys: &[Option<(u64, f32, f32)>],
    mentions: &Mentions,
    targets: &[Option<f32>],
    numbers: &HashMap<u64, u32>,
) -> Row {
    let mut row = Row::default();
    let mut places = vec![None; keys.len()];
    for (key, place) in keys.iter().zip(&mut places) {
        let number = key.and_then(|(key, ..)| numbers.get(&key));
        if let (Some((_, stated, covers)), Some(number)) = (key, number)
            && row.features.len() < usize::from(u16::MAX)
        {
            *place = Some(row.features.len() as u16);
            row.features.push((*number, *stated));
            row.covers.push(*covers);
        }
    }
    for (at, mention) in mentions.list.iter().enumerate() {
        let Some(feature) = places[mention.feature as usize] else {
            continue;
        };
        row.mentions.push(RowMention {
            feature,
            amount: mention.amount,
            length: mention.length,
            contexts: row.contexts.len() as u32,
            target: targets[at],
        });
        row.contexts.extend(contexts(mentions, at));
    }
    row
}
