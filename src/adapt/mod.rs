//! Learning from a team's own labelled companies at run time: a calibration from 30 on, weights of words from 100 on.
//!
//! ```text
//! Ledger --decided--> Company                                                       decided.rs, company.rs
//! plan, companies --apart--> plans without the terms that the companies themselves gave                       apart.rs
//! Company --Examples::read--> sums of the plan, evidence for shipped classes, words     examples.rs
//!      --solve--> for each subdivision: a bias, shares of shipped classes, words     solve.rs
//!      --ranked--> the same for plans of hundreds of subdivisions, with pairs of words      ranked.rs
//!      --line::fit--> from sums to probabilities                                     line.rs
//!      --adapt--> the best of these on companies held out, or nothing                this file
//!      --draw--> the same again and again on companies drawn at random               draw.rs
//! ```
//!
//! What is learned is drawn towards what the plan, the shipped weights and what it borrows say, so that from few labels little
//! is learned. Nothing is returned that was not better on companies held out.

mod apart;
mod company;
mod decided;
mod draw;
mod examples;
mod line;
mod ranked;
mod solve;

pub use company::Company;
pub use decided::{DecidedCompanies, LeftOut, decided};
pub use draw::{Draw, draws};

use crate::eval::random::SplitMix64;
use crate::eval::{DEPTH, Measure, Metrics, Row, is_aspect, keeps_aspects};
use crate::fit::Score;
use crate::matcher::{Matcher, fit_text, read_fit};
use crate::taxonomy::{ADAPTED_UNIT, Adaptation, AdaptedCalibration, AdaptedClass, Taxonomy};
use examples::{Example, Examples, default_line};
use ranked::Ranked;
use solve::{Learned, Problem};

/// From how many labelled companies on anything is learned.
pub const FEWEST: usize = 30;
/// From how many on words are.
pub const FEWEST_FOR_WORDS: usize = 100;
/// So many companies are enough to calibrate on.
const ENOUGH_FOR_LINE: usize = 4000;
/// In so many parts companies are held out, one after the other.
const FOLDS: usize = 5;
/// How far, in standard errors of the mean difference, the loss of companies held out must fall: with two, chance alone lets
/// one trial in forty pass.
const SURE: f64 = 2.0;

/// What may be learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nothing: the plan as it is.
    Nothing,
    /// From sums to probabilities.
    Calibration,
    /// That, and weights of words and of what was learned for the shipped plan.
    Words,
    /// In place of the latter weights of words and pairs of words, for plans of hundreds of subdivisions.
    Pairs,
}

impl Part {
    /// What it is called.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "the plan as it is",
            Self::Calibration => "calibrated",
            Self::Words => "calibrated, with weights of words",
            Self::Pairs => "calibrated, with words and pairs",
        }
    }
}

/// How a part fared on companies held out.
#[derive(Debug, Clone)]
pub struct HeldOutResult {
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
    pub trials: Vec<HeldOutResult>,
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
    let ranks = taxonomy.subdivisions.len() >= ranked::FROM;
    let borrowing = examples::borrowing(taxonomy).filter(|_| !ranks);
    let taxonomy = &plain(taxonomy);
    let matcher = &Matcher::new(taxonomy);
    let apart = apart::apart(taxonomy, companies);
    let (plans, which) = match &apart {
        Some(apart) => (apart.taxonomies.as_slice(), apart.which.as_slice()),
        None => (std::slice::from_ref(taxonomy), &[][..]),
    };
    let read = |plans: &[Taxonomy]| {
        let matchers: Vec<Matcher<'_>> = plans.iter().map(Matcher::new).collect();
        Examples::read(&matchers, which, companies, ranks)
    };
    let plain = read(plans);
    // Only words are learned with the shipped classes; a plan that has none behind it reads the same.
    let with_lent = borrowing
        .as_ref()
        .filter(|_| take >= FEWEST_FOR_WORDS)
        .map(|_| {
            let plans: Vec<Taxonomy> = plans.iter().filter_map(examples::borrowing).collect();
            read(&plans).known_as(&plain)
        });
    then(&Adapting {
        taxonomy,
        matcher,
        plain: &plain,
        examples: with_lent.as_ref().unwrap_or(&plain),
        companies,
        borrows: borrowing.is_some(),
        ranks,
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
    /// Whether the plan has so many subdivisions that words and pairs are learned of all at once.
    ranks: bool,
    threads: usize,
}

/// What was learned before calibration.
enum Solved {
    Nothing,
    Words(Vec<Learned>),
    Pairs(Ranked),
}

impl Solved {
    fn by_subdivision(self) -> Vec<Learned> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Words(learned) => learned,
            Self::Pairs(ranked) => ranked.by_subdivision(),
        }
    }
}

/// For each company held out: sums of its subdivisions, and the line that was learned without it.
type HeldOut = Vec<(Vec<f32>, AdaptedCalibration)>;

impl Adapting<'_> {
    /// Learns from the companies of these numbers.
    fn adapt(&self, rows: &[usize]) -> Adapted {
        let nothing = self.held_out(Part::Nothing, rows);
        let mut trials = vec![self.trial(Part::Nothing, rows, &nothing, &nothing)];
        let mut tried = vec![nothing];
        let words = match self.ranks {
            true => Part::Pairs,
            false => Part::Words,
        };
        let parts = [(Part::Calibration, FEWEST), (words, FEWEST_FOR_WORDS)];
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
        let (trains, tests): (Vec<_>, Vec<_>) =
            (0..FOLDS).map(|fold| split(rows, &folds, fold)).unzip();
        for (learned, test) in self.solve_each(part, &trains).iter().zip(tests) {
            for at in test {
                sums[at] = self.sums(learned, rows[at]);
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
    fn solve(&self, part: Part, train: &[usize]) -> Solved {
        match part {
            Part::Nothing | Part::Calibration => return Solved::Nothing,
            Part::Pairs => return Solved::Pairs(ranked::learn(self.examples, train)),
            Part::Words => {}
        }
        let sums = train
            .iter()
            .map(|row| (&self.examples.list[*row].sums, *row));
        let line = self.line(sums);
        Solved::Words(Problem::new(self.examples, train, line).solve(self.threads))
    }

    /// The same from each of several selections. Where all subdivisions are learned at once, selections are what threads share.
    fn solve_each(&self, part: Part, trains: &[Vec<usize>]) -> Vec<Solved> {
        if part != Part::Pairs {
            return trains.iter().map(|train| self.solve(part, train)).collect();
        }
        let share = trains.len().div_ceil(self.threads.max(1)).max(1);
        std::thread::scope(|scope| {
            let workers: Vec<_> = trains
                .chunks(share)
                .map(|trains| {
                    scope.spawn(move || {
                        let all = trains.iter().map(|train| self.solve(part, train));
                        all.collect::<Vec<_>>()
                    })
                })
                .collect();
            let done = workers.into_iter().map(|worker| match worker.join() {
                Ok(solved) => solved,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            done.flatten().collect()
        })
    }

    fn sums(&self, learned: &Solved, row: usize) -> Vec<f32> {
        let example: &Example = &self.examples.list[row];
        match learned {
            Solved::Words(learned) => solve::sums(example, learned),
            Solved::Pairs(ranked) => ranked.sums(example),
            Solved::Nothing => self.plain.list[row].sums.clone(),
        }
    }

    fn line<'s>(&self, sums: impl Iterator<Item = (&'s Vec<f32>, usize)>) -> AdaptedCalibration {
        let all: Vec<(&Vec<f32>, usize)> = sums.collect();
        // A line has three numbers: of more companies every second, every third and so on is enough.
        let apart = all.len().div_ceil(ENOUGH_FOR_LINE).max(1);
        let judged: Vec<line::Judged<'_>> = all
            .into_iter()
            .step_by(apart)
            .map(|(sums, row)| (sums.as_slice(), self.plain.list[row].relevant.as_slice()))
            .collect();
        line::fit(&judged, default_line(self.matcher).gap, &|x| {
            self.matcher.table(x)
        })
    }

    fn trial(
        &self,
        part: Part,
        rows: &[usize],
        held_out: &HeldOut,
        before: &HeldOut,
    ) -> HeldOutResult {
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
        HeldOutResult {
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
        let learned = self.solve(part, rows).by_subdivision();
        let classes = learned.iter().zip(&self.examples.ids);
        let adaptation = Adaptation {
            plan: self.taxonomy.plan.id.clone(),
            plan_sha256: self.taxonomy.plan.sha256.clone(),
            labelled: rows.len(),
            calibration,
            borrows: self.borrows && part == Part::Words,
            pairs: part == Part::Pairs,
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
fn is_better(trial: &HeldOutResult, before: &HeldOutResult) -> bool {
    let kept = |measure: Measure| {
        let get = |trial: &HeldOutResult| trial.figures.get(measure).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gain_that_chance_could_give_is_none() {
        let result = |gain| HeldOutResult {
            part: Part::Words,
            figures: Metrics::from(&[]),
            loss: 1.0,
            gain: (gain, 1.0),
        };
        assert!(!is_better(&result(1.5), &result(0.0)));
        assert!(is_better(&result(2.5), &result(0.0)));
    }
}
