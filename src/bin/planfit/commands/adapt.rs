//! `planfit adapt`: Learn from labelled companies of one's own

use crate::args::Global;
use crate::exit::Exit;
use crate::ledger;
use crate::output::Output;
use anyhow::bail;
use clap::Args;
use planfit::adapt::{self, Adapted, Company, DecidedCompanies, Draw, Part};
use planfit::eval::{self, Gold, Measure, Metrics};
use planfit::input::{Format, InputOptions, Leads, Source};
use planfit::ledger::Decisions;
use planfit::report::escape::terminal;
use planfit::{Error, ErrorKind, Taxonomy};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Learn from labelled companies and decisions of your own
///
/// From 30 labelled companies on, scores are calibrated to them: a 60 then means that six in ten such pairs are relevant. From
/// 100 on, words get weights of their own too, and a plan of your own counts what was learned for subdivisions of the shipped
/// plan as far as your labels show that they correspond. What is learned is drawn towards what the plan already says. The
/// companies are held out by fifths: if what was learned is not better on those held out, no file is written.
///
/// With --ledger, every company that was decided on is a labelled company, with the text that it was decided on. Decisions that
/// have gone stale, are unsure or in conflict are left out and counted. A subdivision that nobody was asked about counts as no
/// only if the plan does not count it as a fit either.
///
/// Give the file to `match`, `batch`, `explain`, `report`, `verify` and `eval` with `--fit`. Labels are written as for `planfit eval`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  planfit adapt --taxonomy city.toml --ledger team.jsonl -o city.fit
  planfit adapt --taxonomy city.toml --labelled labelled.csv -o city.fit
  planfit batch leads.csv --taxonomy city.toml --fit city.fit -o screened.csv
  planfit adapt --taxonomy city.toml --labelled labelled.csv --draws 20 --take 100

Exit codes: 0 something was learned and written, 1 nothing was better, 2 usage or input error.")]
pub(crate) struct AdaptArgs {
    /// Labelled companies: a lead list with a column `labels` that holds `id:grade;...`
    #[arg(long, value_name = "FILE", required_unless_present = "ledger")]
    labelled: Option<PathBuf>,
    /// The decisions of a team, made with `planfit review`
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// A list with the texts of companies of which the ledger has none
    #[arg(long, value_name = "LIST", requires = "ledger")]
    leads: Option<PathBuf>,
    /// Where to write what was learned; `-` is standard output
    #[arg(short, long, value_name = "FILE", required_unless_present = "draws")]
    output: Option<PathBuf>,
    /// Replace the output file if it is there
    #[arg(short, long)]
    force: bool,
    /// Write nothing: learn from companies drawn at random, so many times, and measure on the others
    #[arg(long, value_name = "N", requires = "take", conflicts_with = "output")]
    draws: Option<u64>,
    /// How many companies to draw
    #[arg(long, value_name = "N", requires = "draws")]
    take: Option<usize>,
    /// Threads to use; the result is the same for any number
    #[arg(long, value_name = "N", default_value = "2")]
    threads: NonZeroUsize,
}

/// Runs the command.
pub(crate) fn run(args: AdaptArgs, global: &Global) -> anyhow::Result<Exit> {
    if global.fit.is_some() {
        let error = Error::new(
            ErrorKind::Unknown,
            "`planfit adapt` does not learn on top of another `--fit`",
        );
        bail!(error.with_hint("give it all labelled companies at once"));
    }
    let taxonomy = global.load_taxonomy()?;
    let companies = companies(&args, taxonomy)?;
    let threads = args.threads.get();
    if let (Some(count), Some(take)) = (args.draws, args.take) {
        if take >= companies.len() {
            let message = format!(
                "`--take {take}` leaves none of the {} companies to measure on",
                companies.len()
            );
            bail!(Error::new(ErrorKind::Unknown, message).with_hint("take fewer"));
        }
        print_draws(&adapt::draws(taxonomy, &companies, take, count, threads))?;
        return Ok(Exit::Success);
    }
    if companies.len() < adapt::FEWEST {
        bail!(too_few(&args, companies.len()));
    }
    let output = args.output.as_deref();
    let output = output
        .map(|path| Output::open(path, args.force))
        .transpose()?;
    let adapted = adapt::adapt(taxonomy, &companies, threads);
    print_trials(&adapted, companies.len())?;
    let (Some((_, text)), Some(output)) = (adapted.learned, output) else {
        anstream::eprintln!(
            "nothing is written: nothing was better on companies held out, by more than two standard errors and without a lower F1 or Hit@1"
        );
        return Ok(Exit::Nothing);
    };
    output.finish(text.as_bytes())?;
    Ok(Exit::Success)
}

/// Everything that is learned from: labelled companies, then decided firms.
fn companies(args: &AdaptArgs, taxonomy: &Taxonomy) -> anyhow::Result<Vec<Company>> {
    let labelled: Vec<Gold> = match &args.labelled {
        Some(path) => eval::read_gold(path, taxonomy)?,
        None => Vec::new(),
    };
    let decided = match &args.ledger {
        Some(path) => {
            let ledger = ledger::read(path)?;
            let decisions = Decisions::new(&ledger, taxonomy);
            let leads = args.leads.as_deref().map(open).transpose()?;
            let decided = adapt::decided(&decisions, leads, &labelled)?;
            print_decided(path, &decided);
            decided.companies
        }
        None => Vec::new(),
    };
    let labelled = labelled.into_iter().map(Company::from);
    Ok(labelled.chain(decided).collect())
}

/// Opens a list.
pub(crate) fn open(path: &Path) -> planfit::Result<Leads> {
    let source = Source::file(path)?;
    Leads::open_any(source, Format::of(path), &InputOptions::default())
}

fn too_few(args: &AdaptArgs, count: usize) -> Error {
    let files = [&args.labelled, &args.ledger].map(|path| {
        let path = path.as_deref();
        path.map(|path| format!("`{}`", path.display()))
    });
    let files: Vec<String> = files.into_iter().flatten().collect();
    let (files, fewest) = (files.join(" and "), adapt::FEWEST);
    let message = match (&args.labelled, &args.ledger) {
        (Some(_), None) => format!("{files} has {count} labelled companies; {fewest} are needed"),
        _ => format!("{files}: {count} companies to learn from; {fewest} are needed"),
    };
    Error::new(ErrorKind::Incomplete, message)
        .with_hint("label more, companies that nothing fits included")
}

/// What of a ledger is learned from, and what not and why.
pub(crate) fn print_decided(path: &Path, decided: &DecidedCompanies) {
    let (used, firms) = (decided.used, decided.companies.len());
    let out: usize = decided.left_out.values().sum();
    let name = path.display();
    let mut told = format!(
        "`{name}`: {used} of {} decisions are learned from, about {firms} companies",
        used + out
    );
    if out > 0 {
        let reasons = decided.left_out.iter();
        let reasons: Vec<String> = reasons
            .map(|(why, count)| format!("{count} {}", why.words()))
            .collect();
        told.push_str(&format!("; left out: {}", reasons.join(", ")));
    }
    anstream::eprintln!("{}", terminal(&told));
}

const SHOWN: [Measure; 6] = [
    Measure::HitAt1,
    Measure::HitAt3,
    Measure::F1,
    Measure::Auroc,
    Measure::Ece,
    Measure::Brier,
];

fn figure(figures: &Metrics, measure: Measure) -> String {
    let figure = figures.get(measure);
    figure.map_or_else(|| "n/a".to_owned(), |figure| format!("{figure:.3}"))
}

/// Standard error, since standard output may be the file.
fn print_trials(adapted: &Adapted, companies: usize) -> std::io::Result<()> {
    let mut out = anstream::stderr().lock();
    writeln!(out, "{companies} labelled companies, each held out once:")?;
    write!(out, "{:36}", "")?;
    for measure in SHOWN {
        write!(out, "{:>14}", measure.name())?;
    }
    writeln!(out, "{:>8}  gain", "loss")?;
    for trial in &adapted.trials {
        let mark = if trial.part == adapted.part { "*" } else { " " };
        write!(out, "{mark} {:34}", trial.part.as_str())?;
        for measure in SHOWN {
            write!(out, "{:>14}", figure(&trial.figures, measure))?;
        }
        write!(out, "{:>8.3}", trial.loss)?;
        match trial.part {
            Part::Nothing => writeln!(out)?,
            _ => writeln!(out, "  {:+.3} ± {:.3}", trial.gain.0, trial.gain.1)?,
        }
    }
    if companies < adapt::FEWEST_FOR_WORDS {
        let fewest = adapt::FEWEST_FOR_WORDS;
        writeln!(out, "words get weights from {fewest} labelled companies on")?;
    }
    Ok(())
}

fn print_draws(draws: &[Draw]) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    write!(out, "draw")?;
    for measure in SHOWN {
        write!(out, "{:>22}", measure.name())?;
    }
    writeln!(out, "  learned")?;
    for (at, draw) in draws.iter().enumerate() {
        write!(out, "{:4}", at + 1)?;
        for measure in SHOWN {
            let cell = format!(
                "{} -> {}",
                figure(&draw.before, measure),
                figure(&draw.after, measure)
            );
            write!(out, "{cell:>22}")?;
        }
        writeln!(out, "  {}", draw.part.as_str())?;
    }
    write!(out, "mean")?;
    for measure in SHOWN {
        let mean = |of: &dyn Fn(&Draw) -> Option<f64>| {
            let all: Vec<f64> = draws.iter().filter_map(of).collect();
            all.iter().sum::<f64>() / all.len().max(1) as f64
        };
        let before = mean(&|draw| draw.before.get(measure));
        let after = mean(&|draw| draw.after.get(measure));
        write!(out, "{:>22}", format!("{before:.3} -> {after:.3}"))?;
    }
    writeln!(out)?;
    out.flush()
}
