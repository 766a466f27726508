//! `planfit eval`: how far the ranking agrees with labelled companies.

use crate::args::Global;
use crate::exit::Exit;
use crate::messages::language;
use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use planfit::assessment::read_records;
use planfit::eval::{self, Gold, Noise, Report, Rethresholded, Saved};
use planfit::files::read_text;
use planfit::report::json;
use planfit::{Error, Matcher, Taxonomy};
use std::fs::File;
use std::io::{BufReader, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Measure agreement with labelled companies
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct EvalArgs {
    /// Labelled companies: a lead list (CSV, TSV, JSONL, XLSX, ODS) with a column `labels` that holds `id:grade;...`, in
    /// JSONL an object of id to grade; `-` is standard input
    #[arg(value_name = "GOLD", required_unless_present = "rethreshold")]
    gold: Option<PathBuf>,
    /// Damage the profiles on purpose before matching, alike on every run
    #[arg(long, value_name = "KIND", value_parser = noises())]
    noise: Option<Noise>,
    /// Say what changed since an earlier run, and whether it is more than noise
    #[arg(long, value_name = "OTHER.json")]
    compare: Option<PathBuf>,
    /// Find the lowest score from which on at least this share of pairs is relevant, such as 0.95
    #[arg(long, value_name = "SHARE", value_parser = share)]
    target_precision: Option<f64>,
    /// Choose thresholds of a finished result without a run: an evaluation that was saved with `--format json`, or, with GOLD,
    /// answers of `batch` as JSONL
    #[arg(long, value_name = "RESULT", conflicts_with_all = ["noise", "compare"])]
    rethreshold: Option<PathBuf>,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Only the figures and what changed
    #[arg(long)]
    brief: bool,
    /// List at most this many confusions and worst companies
    #[arg(long, value_name = "N", default_value_t = 10)]
    rows: usize,
    /// Threads to use; the result is the same for any number
    #[arg(long, value_name = "N", default_value = "2")]
    threads: NonZeroUsize,
}

const EXAMPLES: &str = "\
Examples:
  planfit eval labelled.jsonl
  planfit eval labelled.csv --format json > before.json
  planfit eval labelled.csv --compare before.json --brief
  planfit eval labelled.csv --target-precision 0.95 --brief
  planfit eval --rethreshold before.json --target-precision 0.9
  planfit eval labelled.csv --rethreshold scored.jsonl --target-precision 0.9";

/// How an evaluation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables
    Text,
    /// One object, to compare with later
    Json,
}

/// The kinds of damage by name, so that clap lists them and corrects them.
fn noises() -> impl TypedValueParser<Value = Noise> {
    PossibleValuesParser::new(Noise::ALL.map(Noise::as_str)).try_map(|word| word.parse::<Noise>())
}

/// Reads a share.
fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("expected a number above 0 and at most 1".to_owned()),
    }
}

/// Runs the command.
pub(crate) fn run(args: EvalArgs, global: &Global) -> anyhow::Result<Exit> {
    if let Some(result) = &args.rethreshold {
        return rethreshold(result, &args, global);
    }
    let taxonomy = global.load_taxonomy()?;
    let before = args.compare.as_deref().map(read_saved).transpose()?;
    let (name, mut gold) = read_gold(gold_of(&args), taxonomy)?;
    if let Some(noise) = args.noise {
        gold = gold.iter().map(|gold| noise.apply(gold, 0)).collect();
    }
    let matcher = Matcher::new(taxonomy);
    let rows = eval::rank(&matcher, &gold, args.threads.get());
    let mut report = Report::new(&name, &gold, &rows, &matcher, args.rows);
    report.noise = args.noise;
    if let Some(precision) = args.target_precision {
        report.aim_at(precision);
    }
    if let Some(before) = &before {
        report.compare_with(before);
    }
    let mut out = anstream::stdout().lock();
    match args.format {
        Format::Text => write!(out, "{}", report.text(args.brief, args.rows, language()))?,
        Format::Json => {
            let json = json::indented(&report).context("cannot write JSON")?;
            writeln!(out, "{json}")?;
        }
    }
    out.flush()?;
    Ok(Exit::Success)
}

/// clap asks for it where it is needed.
fn gold_of(args: &EvalArgs) -> &Path {
    args.gold.as_deref().unwrap_or(Path::new("-"))
}

/// Thresholds of a result that is there already.
fn rethreshold(result: &Path, args: &EvalArgs, global: &Global) -> anyhow::Result<Exit> {
    let precision = args.target_precision;
    let found = match &args.gold {
        None => Rethresholded::of_saved(&read_saved(result)?, precision),
        Some(gold) => {
            let taxonomy = global.load_taxonomy()?;
            let (name, gold) = read_gold(gold, taxonomy)?;
            let file = File::open(result).map_err(|error| Error::io(result, &error))?;
            let origin = result.display().to_string();
            let firms = read_records(BufReader::new(file), &origin, taxonomy, 1)?;
            Rethresholded::of_answers(&name, &gold, &firms, taxonomy, precision)?
        }
    };
    let mut out = anstream::stdout().lock();
    match args.format {
        Format::Text => write!(out, "{}", found.text(language()))?,
        Format::Json => writeln!(out, "{}", json::indented(&found)?)?,
    }
    out.flush()?;
    Ok(Exit::Success)
}

fn read_gold(path: &Path, taxonomy: &Taxonomy) -> anyhow::Result<(String, Vec<Gold>)> {
    if path == Path::new("-") {
        let name = "standard input".to_owned();
        let gold = eval::read_gold_from(Box::new(std::io::stdin()), &name, taxonomy)?;
        return Ok((name, gold));
    }
    let gold = eval::read_gold(path, taxonomy)?;
    // The folder says nothing about the companies and differs from machine to machine.
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok((name.to_string_lossy().into_owned(), gold))
}

/// The longest result of an evaluation: a kilobyte for each of some hundred thousand companies.
const MOST_SAVED: u64 = 256 << 20;

fn read_saved(path: &Path) -> anyhow::Result<Saved> {
    let bytes = read_text(path, MOST_SAVED)?;
    Ok(Saved::parse(&path.display().to_string(), &bytes)?)
}
