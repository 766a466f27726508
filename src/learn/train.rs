//! From inputs to the learned file, and the same with parts left out to see what they are worth.

use super::build::Learned;
use super::calibrate::Shape;
use super::corpus::{self, Lead, Words};
use super::examples::{self, Example};
use super::figures::Figures;
use super::parallel::parallel;
use super::regression::{Columns, Prior, Problem, Solution};
use super::settings::Settings;
use super::vectors;
use crate::error::Result;
use crate::matcher::calibration::excess;
use crate::matcher::model::Model;
use crate::matcher::read::{Features, Sort, whole_key};
use crate::matcher::{Matcher, Undo, related_weights};
use crate::taxonomy::Taxonomy;
use crate::text::{Stemmer, Tokens, hash_bytes};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

/// Where the inputs are.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// A lead list for words and vectors.
    pub leads: PathBuf,
    /// Labels of companies of that list.
    pub lead_labels: Vec<PathBuf>,
    /// Labelled profiles, whole.
    pub labelled: Vec<PathBuf>,
}

/// A feature must stand in this many labelled profiles to get a weight of its own.
const FEWEST_ROWS: u32 = 2;
/// The same for pairs, of which there are many more.
const FEWEST_ROWS_PAIR: u32 = 3;
/// A word in a larger share of the lead list's texts (`company`, `and`, `founded`) says nothing about a firm.
const LARGEST_SHARE: f64 = 0.2;
/// A weight below this, in log-odds, is left out of the file.
const SMALLEST_WEIGHT: f32 = 0.04;
/// Where the weight of related words begins before it is learned.
const RELATED_START: f64 = 0.5;
/// Penalty on moving the two prior weights of a class.
const PRIOR_PENALTY: f64 = 4.0;

struct Prepared<'t> {
    taxonomy: &'t Taxonomy,
    words: Words,
    lexicon: Vec<(u64, u64)>,
    vectors: BTreeMap<u64, Vec<i8>>,
    examples: Vec<Example>,
    class_ids: Vec<String>,
    /// Features kept, in ascending order of their keys.
    keys: Vec<u64>,
    sorts: HashMap<u64, Sort>,
    terms: Weights,
    rarity: Vec<f32>,
    rows: Vec<Vec<(u32, f32)>>,
    columns: Columns,
    /// Hashes and keys of the words of the taxonomy.
    term_words: Vec<(u64, u64)>,
    /// What the terms hash to.
    fingerprint: u64,
    /// The keys of word pairs that are a term.
    term_pairs: HashSet<u64>,
    /// For each class and row: what its terms, related words and items that are a term add up to.
    prior: Vec<Vec<Prior<f32>>>,
    related: Weights,
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
    let prepared = prepare(taxonomy, inputs, settings.undo)?;
    let (sums, figures) = prepared.left_out(settings);
    let calibration = prepared.shape(&sums, settings);
    let all = vec![true; prepared.examples.len()];
    let solutions = prepared.solve(settings, &all);
    let learned = prepared.learned(settings, &solutions, calibration);
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
    mut report: impl FnMut(&str, &[Figures]),
) -> Result<()> {
    let mut prepared: Option<(Undo, Prepared<'_>)> = None;
    for (name, settings) in settings {
        let known = prepared.take().filter(|(undo, _)| *undo == settings.undo);
        let (_, ready) = prepared.insert(match known {
            Some(known) => known,
            None => (settings.undo, prepare(taxonomy, inputs, settings.undo)?),
        });
        report(name, &ready.left_out(settings).1);
    }
    Ok(())
}

fn read_inputs(inputs: &Inputs) -> Result<(Vec<Lead>, Vec<Example>)> {
    let leads = corpus::read_leads(&inputs.leads)?;
    let mut examples = Vec::new();
    for (source, path) in inputs.labelled.iter().enumerate() {
        examples.extend(examples::read_examples(path, source)?);
    }
    let known: HashMap<String, usize> = examples
        .iter()
        .enumerate()
        .map(|(place, example)| (example.id.clone(), place))
        .collect();
    let profiles = examples::profiles(&leads);
    for (place, path) in inputs.lead_labels.iter().enumerate() {
        for labelled in examples::read_lead_labels(path, &profiles, inputs.labelled.len() + place)?
        {
            match known.get(&labelled.id) {
                // A company of a labelled file: here stands only why it is out of scope.
                Some(place) => {
                    examples[*place].out_of_scope = labelled.out_of_scope;
                    examples[*place].out_of_scope_known = true;
                }
                None => examples.push(labelled),
            }
        }
    }
    Ok((leads, examples))
}

fn prepare<'t>(taxonomy: &'t Taxonomy, inputs: &Inputs, undo: Undo) -> Result<Prepared<'t>> {
    let (leads, examples) = read_inputs(inputs)?;
    let words = corpus::count_words(&leads);
    let lexicon = corpus::lexicon(&words);
    let names = corpus::names(&words);
    let vectors = vectors::learn(&leads, &names);
    let subdivisions = taxonomy
        .subdivisions
        .iter()
        .map(|subdivision| subdivision.id.clone());
    let out = taxonomy
        .out_of_scope
        .iter()
        .map(|out| format!("out/{}", out.id));
    let class_ids: Vec<String> = subdivisions.chain(out).collect();

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

    let stop = silent(&words, leads.len(), &names);
    let (counts, raw) = read_rows(&matcher, &examples, &stop, undo);
    let kept = |(_, (sort, count)): &(&u64, &(Sort, u32))| match sort {
        Sort::Pair | Sort::HanPair => *count >= FEWEST_ROWS_PAIR,
        // Its weight is that of the term, times one number for all.
        Sort::Whole(_) => false,
        _ => *count >= FEWEST_ROWS,
    };
    let keys: Vec<u64> = counts.iter().filter(kept).map(|(key, _)| *key).collect();
    let places: HashMap<u64, u32> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| (*key, at as u32))
        .collect();
    let rarity = keys
        .iter()
        .map(|key| libm::log(1.0 + examples.len() as f64 / f64::from(counts[key].1)) as f32)
        .collect();
    let related = related_weights(taxonomy, &vectors, &matcher);
    let terms = matcher.term_weights();
    let prior = prior(&raw, class_ids.len(), [&terms, &related, &whole(&terms)]);
    let mut rows = Vec::with_capacity(raw.len());
    for features in &raw {
        rows.push(
            features
                .iter()
                .filter_map(|(key, value)| places.get(key).map(|at| (*at, *value)))
                .collect(),
        );
    }
    let columns = Columns::from_rows(&rows, keys.len());
    Ok(Prepared {
        taxonomy,
        words,
        lexicon,
        vectors,
        examples,
        class_ids,
        sorts: keys.iter().map(|key| (*key, counts[key].0)).collect(),
        keys,
        terms,
        rarity,
        rows,
        columns,
        term_words: matcher.term_words(),
        fingerprint: matcher.fingerprint(),
        term_pairs: matcher.term_pairs(),
        prior,
        related,
    })
}

/// Classes with weights, by the key of a feature.
type Weights = HashMap<u64, Vec<(u16, f32)>>;

/// The weights of terms, by the keys of items that are these terms.
fn whole(terms: &Weights) -> Weights {
    let one = |(key, classes): (&u64, &Vec<_>)| (whole_key(*key), classes.clone());
    terms.iter().map(one).collect()
}

/// For each class and row, what each part adds up to with weights of 1.
fn prior(rows: &[Vec<(u64, f32)>], classes: usize, parts: Prior<&Weights>) -> Vec<Vec<Prior<f32>>> {
    let mut prior = vec![vec![Prior::default(); rows.len()]; classes];
    for (row, features) in rows.iter().enumerate() {
        for (key, value) in features {
            for (part, weights) in parts.iter().enumerate() {
                for (class, weight) in weights.get(key).into_iter().flatten() {
                    prior[usize::from(*class)][row][part] += weight * value;
                }
            }
        }
    }
    prior
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

type Counts = BTreeMap<u64, (Sort, u32)>;

/// The features of every example, scaled as the matcher scales them, and in how many examples each stands.
fn read_rows(
    matcher: &Matcher<'_>,
    examples: &[Example],
    stop: &HashSet<u64>,
    undo: Undo,
) -> (Counts, Vec<Vec<(u64, f32)>>) {
    let mut features = Features::default();
    features.undo = undo;
    let mut counts = Counts::new();
    let mut silent: HashMap<u64, bool> = HashMap::new();
    let (mut tokens, stemmer) = (Tokens::default(), Stemmer::default());
    let mut rows = Vec::with_capacity(examples.len());
    for example in examples {
        matcher.read(&example.profile, &mut features);
        let scale = features.scale();
        let mut row = Vec::with_capacity(features.list.len());
        for feature in &features.list {
            let skipped = match feature.sort {
                Sort::Word | Sort::Pair => *silent.entry(feature.key).or_insert_with(|| {
                    tokens.cut(example.profile.text(feature.field, feature.item as usize));
                    let inside = tokens
                        .list
                        .iter()
                        .filter(|token| token.start >= feature.start && token.end <= feature.end);
                    let mut words = inside.map(|token| tokens.folded(token));
                    words.any(|word| corpus::is_silent_word(word, stop, &stemmer))
                }),
                // Its weight is stated, not learned.
                Sort::Label(_) => true,
                _ => false,
            };
            if !skipped && feature.value() > 0.0 {
                row.push((feature.key, feature.value() * scale));
                counts.entry(feature.key).or_insert((feature.sort, 0)).1 += 1;
            }
        }
        rows.push(row);
    }
    (counts, rows)
}

impl Prepared<'_> {
    fn grade(&self, example: &Example, class: usize) -> u8 {
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

    /// One solution a class, from the rows marked in `use_row`.
    fn solve(&self, settings: &Settings, use_row: &[bool]) -> Vec<Solution> {
        let penalties: Vec<f32> = self
            .keys
            .iter()
            .zip(&self.rarity)
            .map(|(key, rarity)| {
                let factor = match self.sorts[key] {
                    Sort::Term(_) => settings.term_penalty,
                    Sort::HanPair => settings.han_penalty,
                    _ => 1.0,
                };
                let silent =
                    !settings.weights || !settings.term_pairs && self.term_pairs.contains(key);
                let off = if silent { 1e9 } else { 1.0 };
                off * factor * settings.penalty * (3.0 / rarity).powf(settings.rarity_power)
            })
            .collect();
        let one = |class: usize| {
            let targets: Vec<f32> = self
                .examples
                .iter()
                .map(|example| match self.grade(example, class) {
                    0 => 0.0,
                    1 => settings.peripheral_target,
                    2 => settings.substantial_target,
                    _ => 1.0,
                })
                .collect();
            let is_out = self.class_ids[class].starts_with("out/");
            let weights: Vec<f32> = self
                .examples
                .iter()
                .zip(use_row)
                .map(|(example, used)| match used {
                    _ if is_out && !example.out_of_scope_known => 0.0,
                    false => 0.0,
                    true if example.source == 0 => 1.0,
                    true => settings.other_sources,
                })
                .collect();
            let prior: Vec<Prior<f32>> = self.prior[class]
                .iter()
                .map(|prior| settings.used(*prior))
                .collect();
            Problem {
                columns: &self.columns,
                penalties: &penalties,
                targets: &targets,
                weights: &weights,
                prior: &prior,
                prior_start: [settings.term_points, RELATED_START, settings.whole_points],
                prior_penalty: PRIOR_PENALTY,
            }
            .solve()
        };
        parallel(self.class_ids.len(), one)
    }

    fn sums(&self, row: usize, settings: &Settings, solutions: &[Solution]) -> Vec<f32> {
        solutions
            .iter()
            .enumerate()
            .map(|(class, solution)| {
                let words: f32 = self.rows[row]
                    .iter()
                    .map(|(at, value)| solution.weights[*at as usize] * value)
                    .sum();
                let prior = settings.used(self.prior[class][row]);
                let parts = prior.iter().zip(&solution.prior);
                let prior: f32 = parts.map(|(value, weight)| value * *weight as f32).sum();
                solution.bias as f32 + words + prior
            })
            .collect()
    }

    /// The sums of every example by a model that has not seen it, and the figures of each source.
    fn left_out(&self, settings: &Settings) -> (Vec<Vec<f32>>, Vec<Figures>) {
        let fold_of =
            |example: &Example| (hash_bytes(example.id.as_bytes()) >> 20) as usize % settings.folds;
        let mut sums = vec![Vec::new(); self.examples.len()];
        for fold in 0..settings.folds {
            let use_row: Vec<bool> = self
                .examples
                .iter()
                .map(|example| fold_of(example) != fold)
                .collect();
            let solutions = self.solve(settings, &use_row);
            for row in (0..self.examples.len()).filter(|row| !use_row[*row]) {
                sums[row] = self.sums(row, settings, &solutions);
            }
        }
        let shape = self.shape(&sums, settings);
        let shifted: Vec<Vec<f32>> = sums
            .iter()
            .map(|sums| {
                sums.iter()
                    .map(|sum| sum - shape.scope * self.excess(sums))
                    .collect()
            })
            .collect();
        let sources = self
            .examples
            .iter()
            .map(|example| example.source)
            .max()
            .unwrap_or(0);
        let figures = (0..=sources)
            .map(|source| {
                let rows =
                    (0..self.examples.len()).filter(|row| self.examples[*row].source == source);
                let companies: Vec<(Vec<u8>, &[f32])> = rows
                    .map(|row| {
                        let grade = |class| self.grade(&self.examples[row], class);
                        let grades = (0..self.taxonomy.subdivisions.len()).map(grade).collect();
                        (grades, shifted[row].as_slice())
                    })
                    .collect();
                Figures::of(format!("source {source}"), &companies, &self.class_ids)
            })
            .collect();
        (sums, figures)
    }

    fn shape(&self, sums: &[Vec<f32>], settings: &Settings) -> Shape {
        Shape::best(settings.out_of_scope, |gap, scope| {
            self.pairs(sums, gap, scope)
        })
    }

    /// What is held against the subdivisions of a row, before its factor.
    fn excess(&self, sums: &[f32]) -> f32 {
        let out = sums[self.taxonomy.subdivisions.len()..]
            .iter()
            .copied()
            .fold(f32::MIN, f32::max);
        excess(out)
    }

    /// The ten best classes of every row: sum, whether relevant, weight of the row.
    fn pairs(&self, sums: &[Vec<f32>], gap: f32, scope: f32) -> Vec<(f32, bool, f32)> {
        let subdivisions = self.taxonomy.subdivisions.len();
        let mut pairs = Vec::new();
        for (row, sums) in sums.iter().enumerate() {
            let mut order: Vec<usize> = (0..subdivisions).collect();
            order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
            let top = sums[order[0]];
            let held_against = scope * self.excess(sums);
            let weight = if self.examples[row].source == 0 {
                1.0
            } else {
                0.5
            };
            for class in order.into_iter().take(10) {
                let relevant = self.grade(&self.examples[row], class) >= 2;
                pairs.push((
                    sums[class] - gap * (top - sums[class]) - held_against,
                    relevant,
                    weight,
                ));
            }
        }
        pairs
    }

    /// The words of the lead list and of the taxonomy.
    fn known_words(&self) -> Vec<(u64, u64)> {
        let known = self.lexicon.iter().chain(&self.term_words);
        let known: BTreeMap<u64, u64> = known.copied().collect();
        known.into_iter().collect()
    }

    /// Those of the features that are pairs of words or of characters.
    fn pairs_of<'k>(&self, keys: impl Iterator<Item = &'k u64>) -> Vec<u64> {
        let is_pair = |key: &&u64| matches!(self.sorts.get(key), Some(Sort::Pair | Sort::HanPair));
        keys.filter(is_pair).copied().collect()
    }

    fn learned(&self, settings: &Settings, solutions: &[Solution], calibration: Shape) -> Learned {
        let mut features: BTreeMap<u64, BTreeMap<u8, f32>> = BTreeMap::new();
        let mut add = |key: u64, class: usize, weight: f32| {
            *features
                .entry(key)
                .or_default()
                .entry(class as u8)
                .or_insert(0.0) += weight;
        };
        for (class, solution) in solutions.iter().enumerate() {
            for (key, weight) in self.keys.iter().zip(&solution.weights) {
                if weight.abs() >= SMALLEST_WEIGHT {
                    add(*key, class, *weight);
                }
            }
        }
        if settings.terms {
            for (key, classes) in &self.terms {
                for (class, weight) in classes {
                    let class = usize::from(*class);
                    add(*key, class, weight * solutions[class].prior[0] as f32);
                    if settings.whole {
                        let weight = weight * solutions[class].prior[2] as f32;
                        add(whole_key(*key), class, weight);
                    }
                }
            }
        }
        if settings.related {
            for (key, classes) in &self.related {
                for (class, weight) in classes {
                    let class = usize::from(*class);
                    let weight = weight * solutions[class].prior[1] as f32;
                    if weight >= SMALLEST_WEIGHT {
                        add(*key, class, weight);
                    }
                }
            }
        }
        let mean = |part: fn(&Solution) -> f64| {
            solutions.iter().map(part).sum::<f64>() as f32 / solutions.len().max(1) as f32
        };
        let stemmer = Stemmer::default();
        let features: BTreeMap<u64, Vec<(u8, f32)>> = features
            .into_iter()
            .map(|(key, classes)| (key, classes.into_iter().collect()))
            .collect();
        let words = self.words.iter().filter(|(word, known)| {
            known.texts >= FEWEST_TEXTS_TO_CORRECT
                && features.contains_key(&hash_bytes(stemmer.stem(word).as_bytes()))
        });
        Learned {
            class_ids: self.class_ids.clone(),
            biases: solutions
                .iter()
                .map(|solution| solution.bias as f32)
                .collect(),
            lexicon: self.known_words(),
            words: words.map(|(word, _)| word.clone()).collect(),
            pairs: self.pairs_of(features.keys()),
            features,
            vectors: self.vectors.clone(),
            calibration: calibration.table,
            gap: calibration.gap,
            scope: calibration.scope,
            terms: self.fingerprint,
            term_points: mean(|solution| solution.prior[0]),
            whole_points: mean(|solution| solution.prior[2]),
            related_points: mean(|solution| solution.prior[1]),
            default_bias: mean(|solution| solution.bias),
        }
    }
}

/// A word in fewer texts of the lead list is no target of a correction: it may be a typing error itself.
const FEWEST_TEXTS_TO_CORRECT: u32 = 8;
