//! `planfit explain`: Explain the score of one subdivision, word by word

use super::taxonomy::find_subdivision;
use crate::args::{Global, Lang};
use crate::exit::Exit;
use crate::output::Output;
use crate::profile_args::ProfileFlags;
use crate::screen;
use anyhow::Context;
use clap::{Args, ValueEnum};
use planfit::assessment;
use planfit::assessment::Explanation;
use planfit::report::document::render_explanation;
use planfit::report::{View, explanation};
use planfit::{Matcher, Scratch, Taxonomy};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Explain the score of one subdivision, word by word
///
/// Draws what gave how many points and what was taken off, from the value before any evidence to the score; says what the
/// score would be without its strongest words, what separates it from the runner-up and, where the subdivision does not
/// fit, what is missing. Every "would be" is the profile assessed anew, not an estimate.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// File with the profile: TOML, JSON, plain text or Markdown; `-` is standard input
    profile: Option<PathBuf>,
    /// Subdivision by its id, such as new-materials/aerogel, its last part, or its label [default: the best fit]
    subdivision: Option<String>,
    #[command(flatten)]
    flags: ProfileFlags,
    #[command(flatten)]
    output: OutputArgs,
}

const EXAMPLES: &str = "\
Examples:
  planfit explain profile.toml
  planfit explain profile.toml power-batteries
  planfit explain -p \"LFP cells, BMS\" energy-storage --lang zh
  planfit explain profile.toml aerogel --format json | jq '.missing.absent[0]'
  planfit explain profile.toml -o why.html

With -k, -p, --text or --name, a first argument that is no file is the subdivision.
Exit codes: 0 it fits, 1 it does not fit, 2 usage or input error.";

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct OutputArgs {
    /// How to explain [default: table; html for an output that ends so, json for .json]
    #[arg(short, long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Language of labels and sentences; clauses and the profile's words stay as they are
    #[arg(short, long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
    /// Draw every piece of evidence, not only the strongest
    #[arg(short, long)]
    all: bool,
    /// Columns of the table [default: those of the terminal, else 100]
    #[arg(long, value_name = "COLUMNS")]
    width: Option<u16>,
    /// File to write instead of standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Replace OUT if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

/// How an explanation is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// One object for programs, a documented and versioned contract
    Json,
    /// One self-contained page
    Html,
}

/// Runs the command.
pub(crate) fn run(args: ExplainArgs, global: &Global) -> anyhow::Result<Exit> {
    let ExplainArgs {
        profile,
        subdivision,
        flags,
        output,
    } = args;
    let taxonomy = global.load_taxonomy()?;
    let (profile, subdivision) = arguments(profile, subdivision, &flags);
    let subdivision = subdivision
        .map(|id| find_subdivision(taxonomy, &id))
        .transpose()?;
    let profile = flags.resolve(profile.as_deref())?;
    let matcher = Matcher::new(taxonomy);
    let explanation =
        assessment::explain(&matcher, &profile, subdivision, &mut Scratch::default())?;
    print(&explanation, taxonomy, &output).context("cannot write the explanation")?;
    let fits = explanation.fit.tier.is_some() && explanation.verdict.something_fits();
    Ok(if fits { Exit::Success } else { Exit::Nothing })
}

/// Which argument is which: where flags are the profile, a single argument that is no file names the subdivision.
fn arguments(
    profile: Option<PathBuf>,
    subdivision: Option<String>,
    flags: &ProfileFlags,
) -> (Option<PathBuf>, Option<String>) {
    match (profile, subdivision) {
        (Some(first), None) if flags.stands_alone() && is_no_file(&first) => {
            (None, Some(first.to_string_lossy().into_owned()))
        }
        given => given,
    }
}

/// Ids and labels have no extension; a file that is misspelled mostly has one.
fn is_no_file(path: &Path) -> bool {
    path.as_os_str() != "-" && path.extension().is_none() && !path.exists()
}

fn print(
    explanation: &Explanation<'_>,
    taxonomy: &Taxonomy,
    args: &OutputArgs,
) -> anyhow::Result<()> {
    let view = View {
        language: args.lang.into(),
        explain: args.all,
    };
    let path = args.output.as_deref();
    let format = args.format.unwrap_or_else(|| format_of(path));
    let Some(path) = path else {
        return match format {
            Format::Table => {
                let mut out = std::io::BufWriter::new(anstream::stdout().lock());
                explanation::write_table(&mut out, explanation, view, screen::layout(args.width))?;
                Ok(out.flush()?)
            }
            _ => {
                let indented = std::io::stdout().is_terminal();
                let document = document(explanation, taxonomy, view, format, args, indented)?;
                Output::Standard.finish(&document)
            }
        };
    };
    let output = Output::open(path, args.force)?;
    output.finish(&document(explanation, taxonomy, view, format, args, true)?)
}

fn format_of(path: Option<&Path>) -> Format {
    let extension = path.and_then(Path::extension).and_then(|end| end.to_str());
    match extension.map(str::to_lowercase).as_deref() {
        Some("html" | "htm") => Format::Html,
        Some("json") => Format::Json,
        _ => Format::Table,
    }
}

/// The explanation as the bytes of a file.
fn document(
    explanation: &Explanation<'_>,
    taxonomy: &Taxonomy,
    view: View,
    format: Format,
    args: &OutputArgs,
    indented: bool,
) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        Format::Table => {
            let layout = planfit::report::table::Layout {
                colour: false,
                ..screen::layout(args.width)
            };
            explanation::write_table(&mut bytes, explanation, view, layout)?;
        }
        Format::Json => explanation::write_json(&mut bytes, explanation, indented)?,
        Format::Html => {
            bytes = render_explanation(taxonomy, explanation, view.language).into_bytes();
        }
    }
    Ok(bytes)
}
