//! `planfit why`: Say why a company's answer changed between two runs

use crate::args::Global;
use crate::exit::Exit;
use crate::ledger;
use crate::messages::language;
use clap::{Args, ValueEnum};
use planfit::assessment::{Found, change, find_record};
use planfit::ledger::Decisions;
use planfit::report::change::ChangeText;
use planfit::report::json;
use planfit::{Error, Matcher};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

/// Say why a company's answer changed between two runs
///
/// Compares two records of the same company. What changed is divided among calibration, plan and weights, and the company's text,
/// as parts that add up to the change of the score, each with the words that made it. The plan given with `--taxonomy`, and
/// the file given with `--fit`, must be those that one of the records was made with. With `--ledger`, what the team has decided
/// about the company is told too; a decision changes no score.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  planfit why \"Acme Cells\" january.jsonl february.jsonl
  planfit why \"row 17\" before.jsonl after.jsonl --taxonomy city.toml --fit city.fit
  planfit why 600150.SS before.jsonl after.jsonl --subdivision power-batteries
  planfit why 600150.SS january.jsonl february.jsonl --ledger team.jsonl

Exit codes: 0 scores differ, 1 no score differs, 2 usage or input error.")]
pub(crate) struct WhyArgs {
    /// The company: its id, its name, or `row N`
    #[arg(value_name = "COMPANY")]
    firm: String,
    /// Answers of the earlier run: JSONL of `batch`, or JSON of `match`
    before: PathBuf,
    /// Answers of the later run
    after: PathBuf,
    /// What the team has decided, as `planfit review` keeps it: told beside the scores
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Only this subdivision
    #[arg(short, long, value_name = "ID")]
    subdivision: Option<String>,
    /// At most this many subdivisions, those first that changed most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3)]
    top: usize,
    /// At most this many words of each part
    #[arg(long, value_name = "N", default_value_t = 8)]
    words: usize,
    /// How to print it
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// How a change is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a reader
    Text,
    /// One object, with every subdivision and word
    Json,
}

/// Runs the command.
pub(crate) fn run(args: WhyArgs, global: &Global) -> anyhow::Result<Exit> {
    let taxonomy = global.load_taxonomy()?;
    let matcher = Matcher::new(taxonomy);
    let before = find(&args.before, &args.firm)?;
    let after = find(&args.after, &args.firm)?;
    let ledger = args.ledger.as_deref().map(ledger::read).transpose()?;
    let decisions = ledger
        .as_ref()
        .map(|ledger| Decisions::new(ledger, taxonomy));
    let standings = decisions
        .as_ref()
        .map(|decisions| [before.standing(decisions), after.standing(decisions)]);
    let mut change = change(before, after, &matcher)?;
    if let Some([before, after]) = &standings {
        change.add_decisions([before, after]);
    }
    if let Some(id) = &args.subdivision {
        let id = &taxonomy.subdivision(id)?.id;
        change.fits.retain(|fit| fit.subdivision == *id);
    }
    let mut out = anstream::stdout().lock();
    match args.format {
        Format::Json => writeln!(out, "{}", json::indented(&change)?)?,
        Format::Text => {
            let text = ChangeText {
                change: &change,
                subdivisions: args.top,
                words: args.words,
                language: language(),
            };
            write!(out, "{text}")?;
        }
    }
    out.flush()?;
    Ok(match change.fits.is_empty() {
        true => Exit::Nothing,
        false => Exit::Success,
    })
}

fn find(path: &Path, firm: &str) -> planfit::Result<Found> {
    let file = File::open(path).map_err(|error| Error::io(path, &error))?;
    find_record(BufReader::new(file), &path.display().to_string(), firm)
}
