//! What can be said on the command line.

use crate::args::Lang;
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Screen a lead list: CSV, TSV, JSONL, XLSX or ODS in and out
///
/// Every row is matched with the plan; what was found is added to it. Columns are known by their headers, in English or
/// Chinese; encoding and delimiter are detected. Rows that cannot be read are rejected, and the run continues.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BatchArgs {
    /// The lists: CSV, TSV, JSON, JSONL, XLSX, XLS, ODS, HTML, also packed; `-` is standard input. Of several lists the
    /// output says which a lead comes from
    #[arg(value_name = "LEADS", required = true)]
    pub(super) leads: Vec<PathBuf>,
    /// Where to write: .csv, .tsv, .jsonl, .xlsx; standard output if left out
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) writing: Writing,
    #[command(flatten)]
    pub(super) running: Running,
}

/// How to read the list.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct Reading {
    /// What the list is written in, where its name does not say
    #[arg(long, value_name = "FORMAT")]
    pub(super) input_format: Option<InputFormat>,
    /// Which column is what, by its header, letter or number, such as `description=C,products=items`; fields are id,
    /// name, kind, industry, keywords, products, description, project, and `field=` reads none
    #[arg(long, value_name = "FIELD=HEADER")]
    pub(super) map: Vec<String>,
    /// Encoding by its web name, such as `gb18030` or `big5`, where it is not detected
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Delimiter of CSV, where it is not detected; `tab` for a tab
    #[arg(long, value_name = "CHARACTER")]
    pub(super) delimiter: Option<String>,
    /// Sheet of a workbook, by its name or its number from 1; `all` for every one with leads
    #[arg(long, value_name = "SHEET")]
    pub(super) sheet: Option<String>,
    /// Line of the header, or its row in a sheet, from 1, where it is not found; 0 if there is none
    #[arg(long, value_name = "N")]
    pub(super) header_row: Option<u64>,
    /// Leave out the first N lines, or rows of a sheet
    #[arg(long, value_name = "N", conflicts_with = "header_row")]
    pub(super) skip: Option<u64>,
    /// Print how columns are taken, with three rows, and stop
    #[arg(long)]
    pub(super) columns_only: bool,
}

/// What to write.
#[derive(Debug, Args)]
#[command(next_help_heading = "Writing")]
pub(super) struct Writing {
    /// What to write, where the output's name does not say
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<OutputFormat>,
    /// At most this many fits a lead
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(..=1000))]
    pub(super) top: u16,
    /// Only fits with at least this score, 0 to 100
    #[arg(long, value_name = "SCORE")]
    pub(super) min_score: Option<f64>,
    /// Only these columns of the output, in this order
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) columns: Vec<String>,
    /// One row for each fit instead of one for each lead
    #[arg(long)]
    pub(super) long: bool,
    /// The reverse view: for every subdivision its leads, best first; where none fits, the nearest
    #[arg(long, conflicts_with_all = ["long", "columns", "top"])]
    pub(super) by_subdivision: bool,
    /// Under `--by-subdivision` at most this many leads of each subdivision
    #[arg(long, value_name = "N", requires = "by_subdivision")]
    pub(super) best: Option<usize>,
    /// Language of labels, tiers and verdicts in tables
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub(super) lang: Lang,
    /// Begin CSV with a byte order mark, so that Excel reads it as UTF-8
    #[arg(long)]
    pub(super) bom: bool,
    /// What the team has decided, as `planfit review` keeps it: adds `decision`, `decided_by` and `stale`
    #[arg(long, value_name = "FILE")]
    pub(super) ledger: Option<PathBuf>,
    /// Where to put rows that cannot be read (.csv or .jsonl); beside the output if left out
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
    /// Replace an existing output
    #[arg(long)]
    pub(super) force: bool,
}

/// How to run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub(super) struct Running {
    /// Threads; the output is the same for any number [default: one for each core]
    #[arg(short, long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Go on where the same command was killed
    #[arg(long)]
    pub(super) resume: bool,
    /// Score identical texts once
    #[arg(long)]
    pub(super) dedupe: bool,
    /// Put a row aside that takes longer than this to read and match; 0 for no limit
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pub(super) row_timeout: f64,
    /// Stop at the first row that cannot be read
    #[arg(long)]
    pub(super) strict: bool,
    /// No progress, no summary
    #[arg(short, long)]
    pub(super) quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  planfit batch leads.csv -o screened.csv
  planfit batch clients.xlsx --sheet 2024 -o screened.xlsx
  planfit batch january.csv february.xlsx -o screened.csv
  planfit batch leads.csv --columns-only
  planfit batch registry.csv.gz -o fits.jsonl --min-score 35 --resume
  planfit batch leads.csv -o by-subdivision.xlsx --by-subdivision
  zcat leads.jsonl.gz | planfit batch - --input-format jsonl --format jsonl | jq .verdict

Exit status: 0 done, 2 not done, 3 done but some rows could not be read.";

/// What a list is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    Csv,
    Tsv,
    Jsonl,
    Xlsx,
    Ods,
}

/// What answers are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    Csv,
    Tsv,
    Jsonl,
    Xlsx,
}

impl OutputFormat {
    pub(super) fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "jsonl" | "ndjson" => Self::Jsonl,
            "xlsx" => Self::Xlsx,
            _ => return None,
        })
    }
}
