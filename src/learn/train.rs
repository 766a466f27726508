//! From inputs to the learned file, and the same with parts left out to see what they are worth.

use super::build::Learned;
use super::calibrate::Shape;
use super::corpus::{self, Words};
use super::descent::{Problem, Solution};
use super::examples::Example;
use super::figures::Figures;
use super::firms::{self, Names};
use super::frames::Frames;
use super::gates::{self, Known};
use super::glossary::Glossary;
use super::inputs::Inputs;
use super::rows::{self, Rows, Silent, Strengths, Weights};
use super::runs::RUNS;
use super::settings::{Hold, Settings};
use super::sources;
use super::stacking::Stacked;
use super::talk::Talk;
use super::uninformative::Uninformative;
use super::vectors;
use crate::error::Result;
use crate::matcher::context::is_traded;
use crate::matcher::features::FeatureKind;
use crate::matcher::model::Model;
use crate::matcher::relation_words::MOST;
use crate::matcher::scores::{STRONGEST, unproven};
use crate::matcher::{Matcher, whole_key};
use crate::parallel::parallel;
use crate::taxonomy::Taxonomy;
use crate::text::{Stemmer, hash_bytes};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A word in a larger share of the lead list's texts (`company`, `and`, `founded`) says nothing about a firm.
const LARGEST_SHARE: f64 = 0.2;
/// A weight below this, in log-odds, is left out of the file.
const SMALLEST_WEIGHT: f32 = 0.2;
/// Points of a word as like the terms as can be, in a taxonomy nothing was learned about. A judgement: learned weights of
/// likeness were between 0.3 and 0.8 (2026-11-25).
const RELATED_POINTS: f32 = 0.5;
/// A term of less weight is no sure sign that the firm does what it names.
pub(super) const SURE: f32 = 0.9;
/// How much a term, or a trade word, in a company's text counts for the gates where the firm was not labelled with it: the label may be
/// missing, or the term mean something else there.
const UNSURE_MENTION: f32 = 1.5;
/// The same where the firm was labelled with it. When a mention in a sentence made for learning counted 1, with 1 here and 0.3
/// above general talk of the frames closed gates in real texts (2026-11-28: logarithmic loss of companies left out 0.1576
/// against 0.1541).
const SURE_MENTION: f32 = 6.0;
/// How much a mention in a sentence made for learning counts. With more, gates read frames that were not learned from
/// better and companies worse (of 0.4, 1 and 2, mean logarithmic loss of frames 0.61, 0.60 and 0.60, of companies 1.16, 1.20
/// and 1.22; 2026-11-29).
const MADE_MENTION: f32 = 0.4;
/// How much more one counts that the firm does not do. Half of all frames say that it does; with 1, of the frames that were
/// not learned from 0.81 of those were read so, and 0.50 of the sentences about traders as such, with this 0.75 and 0.58
/// (English ones, with 0.5 above; 2026-11-29).
const NOT_DONE: f32 = 1.5;
/// How much of a made sentence's weight is left where the gates misread it, as a power of how far they read it as it was
/// meant: that they are wrong tells nothing of its words. With 0, F1 of `fairs-dev` was 0.726 and 0.80 of English makers in
/// our sentences were told, with this 0.735 and 0.81; companies left out ranked alike (2026-11-29).
const AGREEMENT: i32 = 2;
/// How strongly a word of general talk speaks, against any other of the same weight.
const TALK_STRENGTH: f32 = 0.2;

pub(super) struct Prepared<'t> {
    pub(super) taxonomy: &'t Taxonomy,
    words: Words,
    lexicon: Vec<(u64, u64)>,
    vectors: BTreeMap<u64, Vec<i8>>,
    relation_words: Vec<u64>,
    pub(super) examples: Vec<Example>,
    pub(super) class_ids: Vec<String>,
    pub(super) rows: Rows,
    pub(super) terms: Weights,
    whole: Weights,
    glossary: Glossary,
    /// Hashes and keys of the words of the taxonomy.
    term_words: Vec<(u64, u64)>,
    /// What the terms hash to.
    fingerprint: u64,
    /// The keys of word pairs that are a term.
    term_pairs: HashSet<u64>,
}

/// What was learned from some of the rows.
pub(super) struct Trained {
    gates: Vec<f32>,
    /// How strongly each feature speaks.
    strengths: Option<Vec<f32>>,
    solution: Solution,
}

/// Learns from the inputs and returns the bytes of the learned file: the same bytes for the same inputs.
///
/// # Errors
/// An input cannot be read.
pub fn learn(
    taxonomy: &Taxonomy,
    inputs: &Inputs,
    settings: &Settings,
) -> Result<(Vec<u8>, Vec<Figures>)> {
    let prepared = prepare(taxonomy, inputs, settings)?;
    let folds = Hold::Folds(settings.folds);
    let mut left_out = prepared.left_out(settings, &folds);
    let (calibration, stacked) = prepared.shape(&mut left_out, settings, &folds);
    let figures = prepared.figures(&left_out.sums, &calibration);
    let all = vec![true; prepared.examples.len()];
    let trained = prepared.train(settings, &all);
    let learned = prepared.learned(settings, &trained, calibration, &stacked);
    Ok((learned.to_bytes(), figures))
}

/// Only the figures of cross-validation, for each of several settings.
///
/// # Errors
/// An input cannot be read.
pub fn cross_validate(
    taxonomy: &Taxonomy,
    inputs: &Inputs,
    settings: &[(String, Settings)],
    hold: &Hold,
    mut report: impl FnMut(&str, &[Figures]),
) -> Result<()> {
    for (name, settings) in settings {
        let ready = prepare(taxonomy, inputs, settings)?;
        let mut left_out = ready.left_out(settings, hold);
        let (shape, _) = ready.shape(&mut left_out, settings, hold);
        report(name, &ready.figures(&left_out.sums, &shape));
    }
    Ok(())
}

fn prepare<'t>(
    taxonomy: &'t Taxonomy,
    inputs: &Inputs,
    settings: &Settings,
) -> Result<Prepared<'t>> {
    let manifest = inputs.read()?;
    let frames = Frames::read(&inputs.beside(&manifest.frames))?;
    let examples = sources::read(taxonomy, inputs, &manifest, &frames, settings)?;
    let columns = ["symbol", "name", "description"].map(str::to_owned);
    let mut leads = corpus::read_leads(&inputs.text(&manifest.words), &columns, None)?;
    let names = corpus::names(&corpus::count_words(&leads));
    let vectors = vectors::learn(&leads, &names);
    for list in &manifest.more_words {
        leads.extend(corpus::read_leads(
            &inputs.text(&list.texts),
            &list.columns,
            None,
        )?);
    }
    let words = corpus::count_words(&leads);
    let mut firms = Vec::new();
    for file in &manifest.firms {
        firms.extend(firms::firms(&inputs.beside(file))?);
    }
    let known_names = Names::new(firms.iter().map(|firm| firm.name.as_str()));
    let lexicon = corpus::lexicon(&words, known_names.words());
    // A first file with words and vectors only, so that texts are read exactly as they will be later. It lives as long
    // as the program, which learns once and ends.
    let first = Learned {
        lexicon: lexicon.clone(),
        vectors: vectors.clone(),
        term_points: 1.0,
        ..Learned::default()
    };
    let bytes: &'static [u8] = Box::leak(first.to_bytes().into_boxed_slice());
    let model = Model::read(bytes).expect("the file just written");
    let matcher = Matcher::with_model(taxonomy, model);
    let relation_words = relation_words(&matcher, &frames);
    let ids = class_ids(taxonomy);
    let glossary = Glossary::read(&matcher, inputs, &manifest, &frames, &ids, settings)?;
    let second = Learned {
        relation_words: relation_words.clone(),
        pairs: glossary.beginnings.clone(),
        ..first
    };
    let bytes: &'static [u8] = Box::leak(second.to_bytes().into_boxed_slice());
    let model = Model::read(bytes).expect("the file just written");
    let matcher = Matcher::with_model(taxonomy, model);

    let stop = silent(&words, leads.len(), &names);
    let talk = Talk::new(frames.talk().filter(|_| settings.talk));
    let lists = &manifest.uninformative[..];
    let lists = if settings.uninformative { lists } else { &[] };
    let uninformative = Uninformative::read(inputs, lists)?;
    let silent = Silent {
        stop: &stop,
        uninformative: &uninformative,
        talk: &talk,
        names: &known_names,
        phrases: &glossary.weights,
    };
    let rows = rows::read(&matcher, &examples, &silent, settings.counterfactual);
    let terms = matcher.term_weights();
    Ok(Prepared {
        taxonomy,
        words,
        lexicon,
        vectors,
        relation_words,
        examples,
        class_ids: ids,
        glossary,
        rows,
        whole: whole(&terms),
        terms,
        term_words: matcher.term_words(),
        fingerprint: matcher.fingerprint(),
        term_pairs: matcher.term_pairs(),
    })
}

/// The ids of the subdivisions, and then of what is out of scope.
fn class_ids(taxonomy: &Taxonomy) -> Vec<String> {
    let subdivisions = taxonomy
        .subdivisions
        .iter()
        .map(|subdivision| subdivision.id.clone());
    let out = taxonomy
        .out_of_scope
        .iter()
        .map(|out| format!("out/{}", out.id));
    subdivisions.chain(out).collect()
}

/// A word in fewer frames tells nothing of a relation.
const FEWEST_FRAMES: u32 = 3;

/// The keys of the words that stand in at least [`FEWEST_FRAMES`] frames, the most frequent ones first if there are too
/// many, in ascending order.
fn relation_words(matcher: &Matcher<'_>, frames: &Frames) -> Vec<u64> {
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    for text in frames.templates() {
        let mut keys = HashSet::new();
        matcher.relation_keys(&text, |key| {
            keys.insert(key);
        });
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut list: Vec<(u64, u32)> = counts.into_iter().collect();
    list.retain(|(_, frames)| *frames >= FEWEST_FRAMES);
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    list.truncate(MOST);
    let mut keys: Vec<u64> = list.into_iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys
}

/// The weights of terms, by the keys of items that are these terms.
fn whole(terms: &Weights) -> Weights {
    let one = |(key, classes): (&u64, &Vec<_>)| (whole_key(*key), classes.clone());
    terms.iter().map(one).collect()
}

/// Keys of stems that get no weight: names, and words that stand in every other text.
fn silent(words: &Words, leads: usize, names: &HashSet<u64>) -> HashSet<u64> {
    let stemmer = Stemmer::default();
    let most = leads as f64 * LARGEST_SHARE;
    let common = words
        .iter()
        .filter(|(_, known)| f64::from(known.texts) > most);
    names
        .iter()
        .copied()
        .chain(common.map(|(word, _)| hash_bytes(stemmer.stem(word).as_bytes())))
        .chain(corpus::silent_stems())
        .collect()
}

impl Prepared<'_> {
    pub(super) fn grade(&self, example: &Example, class: usize) -> u8 {
        let id = &self.class_ids[class];
        if let Some(kind) = id.strip_prefix("out/") {
            return if example.out_of_scope.as_deref() == Some(kind) {
                3
            } else {
                0
            };
        }
        let tail = id.rsplit('/').next().unwrap_or(id);
        example
            .labels
            .get(id)
            .or_else(|| example.labels.get(tail))
            .copied()
            .unwrap_or(0)
    }

    fn target(&self, settings: &Settings, example: &Example, class: usize) -> f32 {
        match self.grade(example, class) {
            0 => 0.0,
            1 => settings.peripheral_target,
            2 => settings.substantial_target,
            _ => 1.0,
        }
    }

    /// Where weights of terms and whole items begin: feature, class, weight.
    fn start(&self, settings: &Settings) -> Vec<(u32, u16, f32)> {
        let keys = (0..).zip(&self.rows.keys);
        let numbers: HashMap<u64, u32> = keys.map(|(number, key)| (*key, number)).collect();
        let mut start = Vec::new();
        for (weights, points) in self.stated(settings) {
            for (key, classes) in weights {
                if let Some(number) = numbers.get(key) {
                    let classes = classes.iter();
                    start.extend(classes.map(|(class, weight)| (*number, *class, weight * points)));
                }
            }
        }
        start
    }

    /// The weights of terms and whole items, and the points of one of weight 1.
    fn stated(&self, settings: &Settings) -> [(&Weights, f32); 3] {
        let points = |part: bool, points: f32| if part { points } else { 0.0 };
        [
            (&self.terms, points(settings.terms, settings.term_points)),
            (
                &self.whole,
                points(settings.terms && settings.whole, settings.whole_points),
            ),
            (&self.glossary.weights, settings.glossary_points),
        ]
    }

    /// The gates, learned from the rows marked in `use_row`.
    fn gates(&self, settings: &Settings, use_row: &[bool]) -> Vec<f32> {
        if !settings.gates {
            return Model::open_gates();
        }
        let subdivisions = self.taxonomy.subdivisions.len();
        let mut known = Vec::new();
        for ((row, example), _) in self
            .rows
            .list
            .iter()
            .zip(&self.examples)
            .zip(use_row)
            .filter(|(_, used)| **used)
        {
            for (feature, contexts, target) in row.mentions() {
                if let Some(target) = target {
                    let share = if target < 0.5 { NOT_DONE } else { 1.0 };
                    known.push(Known {
                        contexts,
                        target,
                        weight: share * MADE_MENTION,
                    });
                    continue;
                }
                // Readers have graded traders by more than one rule; frames say it plainly.
                if is_traded(contexts) {
                    continue;
                }
                let feature = feature as usize;
                let classes = match self.rows.sorts[feature] {
                    FeatureKind::Term(_) => self.terms.get(&self.rows.keys[feature]),
                    sort if sort.is_of_words() => {
                        self.glossary.weights.get(&self.rows.keys[feature])
                    }
                    _ => None,
                };
                let Some(classes) = classes.filter(|classes| {
                    classes.iter().any(|(_, weight)| *weight >= SURE)
                        && classes
                            .iter()
                            .all(|(class, _)| usize::from(*class) < subdivisions)
                }) else {
                    continue;
                };
                let grades = classes
                    .iter()
                    .map(|(class, _)| self.grade(example, usize::from(*class)));
                let (target, weight) = match grades.max() {
                    None | Some(0) => (0.0, UNSURE_MENTION),
                    Some(1) => (0.15, UNSURE_MENTION),
                    Some(_) => (1.0, SURE_MENTION),
                };
                known.push(Known {
                    contexts,
                    target,
                    weight,
                });
            }
        }
        gates::learn(&known)
    }

    /// Gates, strengths and weights, from the rows marked in `use_row`. Weights are learned twice: the first tell how
    /// strongly each word speaks, so that in the second what is plainly offered is not outvoted by talk.
    pub(super) fn train(&self, settings: &Settings, use_row: &[bool]) -> Trained {
        let gates = self.gates(settings, use_row);
        let mut solution = self.solve(settings, use_row, &gates, None);
        let mut strengths = None;
        if settings.salience {
            let strength = |feature: usize| {
                let weights = solution.weights.iter().map(|weights| weights[feature]);
                let largest = weights.fold(0.0, f32::max).min(STRONGEST);
                if self.rows.talk[feature] {
                    TALK_STRENGTH * largest
                } else {
                    largest
                }
            };
            let list: Vec<f32> = (0..self.rows.keys.len()).map(strength).collect();
            solution = self.solve(settings, use_row, &gates, Some(&list));
            strengths = Some(list);
        }
        self.hold_terms(settings, &mut solution);
        // What is left out of the file is left out here too, so that what is calibrated is what ships.
        let weights = solution.weights.iter_mut().flatten();
        for weight in weights.filter(|weight| weight.abs() < SMALLEST_WEIGHT) {
            *weight = 0.0;
        }
        Trained {
            gates,
            strengths,
            solution,
        }
    }

    fn strengths<'a>(&'a self, list: Option<&'a [f32]>) -> Option<Strengths<'a>> {
        list.map(|list| Strengths {
            list,
            sorts: &self.rows.sorts,
        })
    }

    fn solve(
        &self,
        settings: &Settings,
        use_row: &[bool],
        gates: &[f32],
        strengths: Option<&[f32]>,
    ) -> Solution {
        // The first weights only tell which words speak strongly; one run is enough for that.
        let runs = if strengths.is_some() { RUNS } else { 1 };
        let rows = &self.rows.list;
        let strengths = self.strengths(strengths);
        let values = parallel(rows.len(), |row| {
            rows[row].values(gates, strengths.as_ref())
        });
        let (values, lengthy): (Vec<_>, Vec<f32>) = values.into_iter().unzip();
        let importance: Vec<f32> = parallel(rows.len(), |row| match use_row[row] {
            true => self.examples[row].weight * rows[row].agreement(gates).powi(AGREEMENT),
            false => 0.0,
        });
        let silent: Vec<bool> = self
            .rows
            .keys
            .iter()
            .map(|key| !settings.weights || self.term_pairs.contains(key))
            .collect();
        let subdivisions = self.taxonomy.subdivisions.len();
        Problem {
            rows: &values,
            lengthy: &lengthy,
            importance: &importance,
            target: &|row, class| {
                let example = &self.examples[row];
                if class >= subdivisions && !(settings.out_of_scope && example.out_of_scope_known) {
                    return -1.0;
                }
                self.target(settings, example, class)
            },
            silent: &silent,
            classes: self.class_ids.len(),
            start: &self.start(settings),
        }
        .solve(runs)
    }

    /// The sums of a company, and how long its text is.
    pub(super) fn sums(&self, row: usize, trained: &Trained) -> (Vec<f32>, f32) {
        let strengths = self.strengths(trained.strengths.as_deref());
        let (values, lengthy) = self.rows.list[row].values(&trained.gates, strengths.as_ref());
        let Solution {
            weights,
            biases,
            length_biases,
        } = &trained.solution;
        let class = |class: usize| {
            let weights = &weights[class];
            let words = values
                .iter()
                .map(|(at, value)| weights[*at as usize] * value);
            let evidence = words.sum::<f32>();
            biases[class] + lengthy * length_biases[class] + evidence - unproven(evidence)
        };
        ((0..biases.len()).map(class).collect(), lengthy)
    }

    /// The words of the lead list and of the taxonomy.
    fn known_words(&self) -> Vec<(u64, u64)> {
        let known = self.lexicon.iter().chain(&self.term_words);
        let known: BTreeMap<u64, u64> = known.copied().collect();
        known.into_iter().collect()
    }

    /// Those of the features that are pairs of words or of characters.
    fn pair_keys(&self) -> Vec<u64> {
        let all = self.rows.keys.iter().zip(&self.rows.sorts);
        let pairs =
            all.filter(|(_, sort)| matches!(sort, FeatureKind::Pair | FeatureKind::HanPair));
        let pairs = pairs.map(|(key, _)| *key);
        pairs
            .chain(self.glossary.beginnings.iter().copied())
            .collect()
    }

    fn learned(
        &self,
        settings: &Settings,
        trained: &Trained,
        calibration: Shape,
        stacked: &Stacked,
    ) -> Learned {
        let mut features: BTreeMap<u64, (f32, BTreeMap<u16, f32>)> = BTreeMap::new();
        for (feature, key) in self.rows.keys.iter().enumerate() {
            let weights = trained.solution.weights.iter().enumerate();
            let weights = weights
                .map(|(class, weights)| (class as u16, weights[feature]))
                .filter(|(_, weight)| weight.abs() >= SMALLEST_WEIGHT);
            let weights: BTreeMap<u16, f32> = weights.collect();
            if !weights.is_empty() {
                let strength = trained.strengths.as_ref();
                let strength = strength.map_or(STRONGEST, |list| list[feature]);
                features.insert(*key, (strength, weights));
            }
        }
        // Terms that no example has keep the points they begin with.
        let seen: HashSet<u64> = self.rows.keys.iter().copied().collect();
        for (weights, points) in self.stated(settings) {
            for (key, classes) in weights.iter().filter(|(key, _)| !seen.contains(*key)) {
                let (strength, known) = features.entry(*key).or_insert((0.0, BTreeMap::new()));
                for (class, weight) in classes {
                    *known.entry(*class).or_default() += weight * points;
                    *strength = strength.max(weight * points).min(STRONGEST);
                }
                if settings.terms {
                    for class in self.listed_by(*key) {
                        let weight = known.entry(class).or_default();
                        *weight = weight.max(settings.least_term_points);
                    }
                }
            }
        }
        let biases = &trained.solution.biases;
        let stemmer = Stemmer::default();
        let words = self.words.iter().filter(|(word, known)| {
            known.texts >= FEWEST_TEXTS_TO_CORRECT
                && features.contains_key(&hash_bytes(stemmer.stem(word).as_bytes()))
        });
        Learned {
            class_ids: self.class_ids.clone(),
            gates: trained.gates.clone(),
            relation_words: self.relation_words.clone(),
            biases: biases.clone(),
            length_biases: trained.solution.length_biases.clone(),
            lexicon: self.known_words(),
            words: words.map(|(word, _)| word.clone()).collect(),
            pairs: self.pair_keys(),
            features: features
                .into_iter()
                .map(|(key, (strength, classes))| (key, (strength, classes.into_iter().collect())))
                .collect(),
            vectors: self.vectors.clone(),
            calibration: calibration.table,
            stacking: (stacked.numbers(), stacked.subdivisions()),
            gap: calibration.gap,
            scope: calibration.scope,
            terms: self.fingerprint,
            term_points: settings.term_points,
            whole_points: settings.whole_points,
            related_points: RELATED_POINTS,
            default_bias: mean(biases),
            default_length_bias: mean(&trained.solution.length_biases),
        }
    }
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// A word in fewer texts of the lead list is no target of a correction: it may be a typing error itself.
const FEWEST_TEXTS_TO_CORRECT: u32 = 8;
