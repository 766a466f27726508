//! Learning from a team's own labelled companies at run time: a calibration from 30 on, weights of words from 100 on.
//!
//! ```text
//! Ledger --decided--> Company                                                       decided.rs, company.rs
//! Company --Examples::read--> sums of the plan, evidence for shipped classes, words     examples.rs
//!      --solve--> for each subdivision: a bias, shares of shipped classes, words     solve.rs
//!      --line::fit--> from sums to probabilities                                     line.rs
//!      --adapt--> the best of these on companies held out, or nothing                this file
//!      --draw--> the same again and again on companies drawn at random               draw.rs
//! ```
//!
//! What is learned is drawn towards what the plan, the shipped weights and what it borrows say, so that from few labels little
//! is learned. Nothing is returned that was not better on companies held out.

mod company;
mod decided;
mod draw;
mod examples;
mod line;
mod solve;

pub use company::Company;
pub use decided::{DecidedFirms, LeftOut, decided};
pub use draw::{Draw, draws};

use crate::eval::random::SplitMix64;
use crate::eval::{DEPTH, Measure, Metrics, Row, is_aspect, keeps_aspects};
use crate::fit::Score;
use crate::matcher::{Matcher, fit_text, read_fit};
use crate::taxonomy::{ADAPTED_UNIT, Adaptation, AdaptedCalibration, AdaptedClass, Taxonomy};
use examples::{Examples, default_line};
use solve::{Learned, Problem};

/// From how many labelled companies on anything is learned.
pub const FEWEST: usize = 30;
/// From how many on words are.
pub const FEWEST_FOR_WORDS: usize = 100;
/// In so many parts companies are held out, one after the other.
const FOLDS: usize = 5;
/// How far, in standard errors of the mean difference, the loss of companies held out must fall.
const SURE: f64 = 1.0;

/// What may be learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nothing: the plan as it is.
    Nothing,
    /// From sums to probabilities.
    Calibration,
    /// That, and weights of words and of what was learned for the shipped plan.
    Words,
}

impl Part {
    /// What it is called.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "the plan as it is",
            Self::Calibration => "calibrated",
            Self::Words => "calibrated, with weights of words",
        }
    }
}

/// How a part fared on companies held out.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Which.
    pub part: Part,
    /// Hit@1, F1 and so on.
    pub figures: Metrics,
    /// Mean logarithmic loss of a company, over all subdivisions that something is known about.
    pub loss: f64,
    /// By how much it is less than that of the plan as it is, and the standard error of that.
    pub gain: (f64, f64),
}

/// What came out.
#[derive(Debug)]
pub struct Adapted {
    /// Every part that was tried, the plan as it is first.
    pub trials: Vec<Trial>,
    /// What was learned, and the text of its file; nothing if nothing was better.
    pub learned: Option<(Adaptation, String)>,
    /// Which part it is.
    pub part: Part,
}

/// Learns from labelled companies, on so many threads; the result is the same for any number. With fewer than [`FEWEST`]
/// companies nothing is tried.
#[must_use]
pub fn adapt(taxonomy: &Taxonomy, companies: &[Company], threads: usize) -> Adapted {
    let count = companies.len();
    with_read(taxonomy, companies, count, threads, |adapting| {
        adapting.adapt(&(0..count).collect::<Vec<_>>())
    })
}

/// Reads companies, of which so many are learned from at a time, and hands them to `then`.
fn with_read<T>(
    taxonomy: &Taxonomy,
    companies: &[Company],
    take: usize,
    threads: usize,
    then: impl FnOnce(&Adapting<'_>) -> T,
) -> T {
    let borrowing = examples::borrowing(taxonomy);
    let taxonomy = &plain(taxonomy);
    let matcher = &Matcher::new(taxonomy);
    let plain = Examples::read(matcher, companies);
    // Only words are learned with the shipped classes; a plan that has none behind it reads the same.
    let with_lent = borrowing
        .as_ref()
        .filter(|_| take >= FEWEST_FOR_WORDS)
        .map(|borrowing| Examples::read(&Matcher::new(borrowing), companies).known_as(&plain));
    then(&Adapting {
        taxonomy,
        matcher,
        plain: &plain,
        examples: with_lent.as_ref().unwrap_or(&plain),
        companies,
        borrows: borrowing.is_some(),
        threads,
    })
}

/// A plan without what was learned of it before.
fn plain(taxonomy: &Taxonomy) -> Taxonomy {
    let mut plain = taxonomy.clone();
    plain.adaptation = None;
    plain.plan.fit = None;
    plain
}

/// Everything that is read once.
struct Adapting<'a> {
    taxonomy: &'a Taxonomy,
    /// Of the plan as it is.
    matcher: &'a Matcher<'a>,
    /// The companies as the plan sees them without the shipped classes behind it.
    plain: &'a Examples,
    /// The same with them, where words are learned.
    examples: &'a Examples,
    companies: &'a [Company],
    borrows: bool,
    threads: usize,
}

/// For each company held out: sums of its subdivisions, and the line that was learned without it.
type HeldOut = Vec<(Vec<f32>, AdaptedCalibration)>;

impl Adapting<'_> {
    /// Learns from the companies of these numbers.
    fn adapt(&self, rows: &[usize]) -> Adapted {
        let nothing = self.held_out(Part::Nothing, rows);
        let mut trials = vec![self.trial(Part::Nothing, rows, &nothing, &nothing)];
        let mut tried = vec![nothing];
        let parts = [(Part::Calibration, FEWEST), (Part::Words, FEWEST_FOR_WORDS)];
        for (part, fewest) in parts {
            if rows.len() >= fewest {
                let held_out = self.held_out(part, rows);
                trials.push(self.trial(part, rows, &held_out, &tried[0]));
                tried.push(held_out);
            }
        }
        let better = (1..trials.len()).filter(|at| is_better(&trials[*at], &trials[0]));
        let best = better.min_by(|a, b| trials[*a].loss.total_cmp(&trials[*b].loss));
        Adapted {
            learned: best.map(|at| self.learn(trials[at].part, rows, &tried[at])),
            part: best.map_or(Part::Nothing, |at| trials[at].part),
            trials,
        }
    }

    fn held_out(&self, part: Part, rows: &[usize]) -> HeldOut {
        let plain = default_line(self.matcher);
        if part == Part::Nothing {
            let sums = rows.iter().map(|row| self.plain.list[*row].sums.clone());
            return sums.map(|sums| (sums, plain)).collect();
        }
        let folds = folds(rows.len());
        let mut sums = vec![Vec::new(); rows.len()];
        for fold in 0..FOLDS {
            let (train, test) = split(rows, &folds, fold);
            let learned = self.solve(part, &train);
            for at in test {
                sums[at] = self.sums(part, &learned, rows[at]);
            }
        }
        let lines: Vec<AdaptedCalibration> = (0..FOLDS)
            .map(|fold| {
                let others = (0..rows.len()).filter(|at| folds[*at] != fold);
                self.line(others.map(|at| (&sums[at], rows[at])))
            })
            .collect();
        let all = sums.into_iter().zip(folds);
        all.map(|(sums, fold)| (sums, lines[fold])).collect()
    }

    /// What is learned from `train` before calibration.
    fn solve(&self, part: Part, train: &[usize]) -> Vec<Learned> {
        if part != Part::Words {
            return Vec::new();
        }
        let sums = train
            .iter()
            .map(|row| (&self.examples.list[*row].sums, *row));
        let line = self.line(sums);
        Problem::new(self.examples, train, line).solve(self.threads)
    }

    fn sums(&self, part: Part, learned: &[Learned], row: usize) -> Vec<f32> {
        match part {
            Part::Words => solve::sums(&self.examples.list[row], learned),
            _ => self.plain.list[row].sums.clone(),
        }
    }

    fn line<'s>(&self, sums: impl Iterator<Item = (&'s Vec<f32>, usize)>) -> AdaptedCalibration {
        let judged: Vec<line::Judged<'_>> = sums
            .map(|(sums, row)| (sums.as_slice(), self.plain.list[row].relevant.as_slice()))
            .collect();
        line::fit(&judged, default_line(self.matcher).gap, &|x| {
            self.matcher.table(x)
        })
    }

    fn trial(&self, part: Part, rows: &[usize], held_out: &HeldOut, before: &HeldOut) -> Trial {
        let losses = |held_out: &HeldOut| {
            let all = held_out.iter().zip(rows);
            all.map(|((sums, line), row)| self.loss(sums, *line, *row))
                .collect::<Vec<f64>>()
        };
        let (now, before) = (losses(held_out), losses(before));
        let count = rows.len().max(1) as f64;
        let gains: Vec<f64> = before.iter().zip(&now).map(|(b, n)| b - n).collect();
        let gain = gains.iter().sum::<f64>() / count;
        let spread = gains
            .iter()
            .map(|one| (one - gain) * (one - gain))
            .sum::<f64>();
        let scored = held_out.iter().zip(rows);
        let scored: Vec<Row> = scored
            .map(|((sums, line), row)| self.ranked(sums, *line, *row))
            .collect();
        Trial {
            part,
            figures: Metrics::from(&scored),
            loss: now.iter().sum::<f64>() / count,
            gain: (gain, (spread / count / (count - 1.0).max(1.0)).sqrt()),
        }
    }

    fn probability(&self, sum: f32, top: f32, line: AdaptedCalibration) -> f64 {
        self.matcher.table(line::on_line(line, sum, top - sum))
    }

    fn loss(&self, sums: &[f32], line: AdaptedCalibration, row: usize) -> f64 {
        let top = sums.iter().copied().fold(f32::MIN, f32::max);
        let relevant = &self.plain.list[row].relevant;
        let known = sums.iter().zip(relevant);
        let known = known.filter_map(|(sum, relevant)| Some((*sum, (*relevant)?)));
        known
            .map(|(sum, relevant)| line::loss(self.probability(sum, top, line), relevant))
            .sum()
    }

    /// The ranking as `eval` takes it.
    fn ranked(&self, sums: &[f32], line: AdaptedCalibration, row: usize) -> Row {
        let gold = &self.companies[row].gold;
        let known = &self.plain.list[row].relevant;
        let top = sums.iter().copied().fold(f32::MIN, f32::max);
        let keeps = keeps_aspects(self.taxonomy, &gold.labels);
        let mut order: Vec<usize> = (0..sums.len())
            .filter(|class| known[*class].is_some())
            .filter(|class| keeps || !is_aspect(&self.taxonomy.subdivisions[*class]))
            .collect();
        order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
        let score =
            |class: usize| Score::from_probability(self.probability(sums[class], top, line));
        Row {
            id: gold.id.clone(),
            labels: gold.labels.clone(),
            ranked: order
                .iter()
                .take(DEPTH)
                .map(|class| (*class, score(*class)))
                .collect(),
        }
    }

    /// What is learned from all of the companies: weights from all, calibrated on sums held out.
    fn learn(&self, part: Part, rows: &[usize], held_out: &HeldOut) -> (Adaptation, String) {
        let sums = held_out.iter().map(|(sums, _)| sums);
        let calibration = self.line(sums.zip(rows.iter().copied()));
        let learned = self.solve(part, rows);
        let classes = learned.iter().zip(&self.examples.ids);
        let adaptation = Adaptation {
            plan: self.taxonomy.plan.id.clone(),
            plan_sha256: self.taxonomy.plan.sha256.clone(),
            labelled: rows.len(),
            calibration,
            borrows: self.borrows && part == Part::Words,
            classes: classes
                .map(|(learned, id)| self.class(learned, id))
                .collect(),
            ..Adaptation::default()
        };
        let text = fit_text(&adaptation);
        // Read back, so that what is handed on is what the file says, its hash included.
        match read_fit(text.as_bytes(), "what was learned") {
            Ok(read) => (read, text),
            Err(_) => (adaptation, text),
        }
    }

    fn class(&self, learned: &Learned, id: &str) -> AdaptedClass {
        let units = |weight: f32| (weight / ADAPTED_UNIT).round() as i16;
        let like = self.examples.lent.iter().zip(&learned.like);
        let words = learned.words.iter().map(|(word, weight)| {
            let (key, text) = &self.examples.words[*word as usize];
            (*key, text.clone(), units(*weight))
        });
        let mut words: Vec<(u64, String, i16)> = words.collect();
        words.sort_by(|a, b| {
            b.2.cmp(&a.2)
                .then_with(|| a.1.cmp(&b.1))
                .then(a.0.cmp(&b.0))
        });
        AdaptedClass {
            id: id.to_owned(),
            bias: units(learned.bias),
            like: like
                .map(|(id, share)| (id.clone(), units(*share)))
                .filter(|(_, share)| *share != 0)
                .collect(),
            words,
        }
    }
}

/// Whether a trial is better than the plan as it is: less loss, beyond chance, and no lower F1 or first place.
fn is_better(trial: &Trial, before: &Trial) -> bool {
    let kept = |measure: Measure| {
        let get = |trial: &Trial| trial.figures.get(measure).unwrap_or_default();
        get(trial) >= get(before) - 1e-9
    };
    let (gain, error) = trial.gain;
    gain > SURE * error && kept(Measure::F1) && kept(Measure::HitAt1)
}

/// In which part each company is held out.
fn folds(count: usize) -> Vec<usize> {
    let mut random = SplitMix64::new(count as u64);
    let mut folds: Vec<usize> = (0..count).map(|at| at % FOLDS).collect();
    random.shuffle(&mut folds);
    folds
}

/// The companies that are learned from, and the places of those held out.
fn split(rows: &[usize], folds: &[usize], fold: usize) -> (Vec<usize>, Vec<usize>) {
    let train = rows.iter().zip(folds).filter(|(_, known)| **known != fold);
    let test = (0..rows.len()).filter(|at| folds[*at] == fold);
    (train.map(|(row, _)| *row).collect(), test.collect())
}
