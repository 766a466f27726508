//! `planfit taxonomy diff OLD NEW`: what changed in a plan, and which firms of a list it affects.

use super::{Format, print_json};
use crate::exit::Exit;
use crate::messages::{language, message, say, told};
use crate::output::Output;
use anyhow::Result;
use clap::Args;
use planfit::assessment::colon;
use planfit::input::{Format as ListFormat, InputOptions, Leads, Source};
use planfit::plan::{Comparer, Differences, Effect, Impacts, book, diff};
use planfit::report::escape::terminal;
use planfit::{Error, ErrorKind, Matcher, Taxonomy};
use serde::Serialize;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Compare two versions of a plan, and tell which companies of a list the change affects
///
/// A subdivision is the same one under its id, or under one that it says it had (`formerly`). Of every company that begins or
/// ceases to fit, changes its tier, or fits where the plan's words changed, the causes are told: clause, term, exclusion,
/// rename, borrowing, calibration, business out of scope.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DiffArgs {
    /// The old plan file; `shipped` is the plan inside
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The new plan file
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// A list of companies, in any format that `batch` reads
    #[arg(long, value_name = "LIST")]
    leads: Option<PathBuf>,
    /// Write the companies that are affected: `.xlsx` or `.csv`; needs --leads
    #[arg(short, long, value_name = "FILE", requires = "leads")]
    output: Option<PathBuf>,
    /// How to print what changed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Threads to use; the result is the same for any number
    #[arg(long, value_name = "N", default_value = "2")]
    threads: NonZeroUsize,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  planfit taxonomy diff plan-2025.toml plan-2026.toml
  planfit taxonomy diff plan-2025.toml plan-2026.toml --leads firms.csv -o impact.xlsx";

/// Firms that are listed on the terminal.
const LISTED: usize = 20;

#[derive(Serialize)]
struct Told<'a> {
    classes: &'a [planfit::plan::ClassChange],
    #[serde(skip_serializing_if = "Option::is_none")]
    impacts: Option<&'a Impacts>,
}

pub(super) fn run(args: &DiffArgs) -> Result<Exit> {
    let (old, new) = (load(&args.old)?, load(&args.new)?);
    let is_workbook = args.output.as_deref().map(is_workbook).transpose()?;
    let output = args.output.as_deref();
    let output = output
        .map(|path| Output::open(path, args.force))
        .transpose()?;
    let differences = diff(&old, &new);
    let impacts = match &args.leads {
        None => None,
        Some(path) => {
            let source = Source::file(path)?;
            let leads = Leads::open_any(source, ListFormat::of(path), &InputOptions::default())?;
            let (old, new) = (Matcher::new(&old), Matcher::new(&new));
            let comparer = Comparer::new(&old, &new, &differences);
            let comparer = match (&args.output, args.format) {
                (None, Format::Table) => comparer.listing(LISTED),
                _ => comparer,
            };
            Some(comparer.run(leads, args.threads)?)
        }
    };
    match args.format {
        Format::Json => print_json(&Told {
            classes: &differences.classes,
            impacts: impacts.as_ref(),
        })?,
        Format::Table => print(&differences, impacts.as_ref(), args.output.as_deref())?,
    }
    if let (Some(output), Some(impacts), Some(is_workbook)) = (output, &impacts, is_workbook) {
        let bytes = match is_workbook {
            true => book::xlsx(&differences, impacts)?,
            false => book::csv(impacts),
        };
        output.finish(&bytes)?;
    }
    let affected = impacts.is_some_and(|impacts| !impacts.list.is_empty());
    Ok(match differences.classes.is_empty() && !affected {
        true => Exit::Nothing,
        false => Exit::Success,
    })
}

fn load(path: &Path) -> planfit::Result<Taxonomy> {
    match path.as_os_str() == "shipped" {
        true => Ok(Taxonomy::shipped()),
        false => Taxonomy::load(path),
    }
}

fn is_workbook(path: &Path) -> Result<bool> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("xlsx") => Ok(true),
        Some("csv") => Ok(false),
        _ => {
            let message = format!("`{}` ends in neither .xlsx nor .csv", path.display());
            Err(Error::new(ErrorKind::Unsupported, message).into())
        }
    }
}

fn print(
    differences: &Differences,
    impacts: Option<&Impacts>,
    output: Option<&Path>,
) -> Result<()> {
    let mut out = anstream::stdout().lock();
    if differences.classes.is_empty() {
        let same = told("the plans have the same subdivisions, terms and clauses");
        writeln!(out, "{same}")?;
    }
    for change in &differences.classes {
        let label = terminal(change.label.get(language()));
        writeln!(out, "{}  {label}", terminal(&change.id))?;
        for (kind, what) in book::lines(change) {
            let (kind, what) = (kind_in(kind), told(&what));
            writeln!(out, "  {kind}{}{}", colon(language()), terminal(&what))?;
        }
    }
    match impacts {
        Some(impacts) => print_impacts(impacts, output, &mut out),
        None => Ok(()),
    }
}

/// Which firms the changes affect.
fn print_impacts(impacts: &Impacts, output: Option<&Path>, out: &mut dyn Write) -> Result<()> {
    let counts = Effect::ALL.iter().filter_map(|effect| {
        let count = impacts.effects.get(effect)?;
        Some(format!("{} {count}", kind_in(effect.as_str())))
    });
    let counts: Vec<String> = counts.collect();
    let (all, affected) = (impacts.firms, impacts.affected);
    let affected = match affected {
        1 => message!(language(), "1 of {all} companies is affected", all),
        more => message!(
            language(),
            "{affected} of {all} companies are affected",
            affected = more,
            all
        ),
    };
    match counts.is_empty() {
        true => writeln!(out, "\n{affected}")?,
        false => writeln!(
            out,
            "\n{affected}{}{}",
            colon(language()),
            counts.join(", ")
        )?,
    }
    match impacts.rejected {
        0 => {}
        1 => writeln!(out, "{}", told("1 row could not be read"))?,
        more => writeln!(out, "{}", told(&format!("{more} rows could not be read")))?,
    }
    for impact in impacts.list.iter().take(LISTED) {
        let name = impact.name.as_deref().or(impact.id.as_deref());
        let row = || message!(language(), "row {row}", row = impact.row);
        let name = name.map_or_else(row, str::to_owned);
        let causes: Vec<String> = impact
            .causes
            .iter()
            .map(|cause| {
                format!(
                    "{}{}{}",
                    kind_in(cause.kind),
                    colon(language()),
                    told(&cause.what)
                )
            })
            .collect();
        let line = message!(
            language(),
            "{name}  {effect} {subdivision} ({before} to {after}); {causes}",
            name,
            effect = kind_in(impact.effect.as_str()),
            subdivision = impact.subdivision,
            before = book::shown(&impact.before),
            after = book::shown(&impact.after),
            causes = causes.join("; ")
        );
        writeln!(out, "  {}", terminal(&line))?;
    }
    let more = impacts
        .effects
        .values()
        .sum::<u64>()
        .saturating_sub(LISTED as u64);
    match output {
        Some(path) => {
            let path = path.display().to_string();
            writeln!(
                out,
                "{}",
                told(&format!("all are in `{}`", terminal(&path)))
            )?;
        }
        None if more > 0 => {
            let more = format!("and {more} more; -o impact.xlsx has all");
            writeln!(out, "{}", told(&more))?;
        }
        None => {}
    }
    Ok(())
}

/// What changed, or what that does to a firm.
const KINDS: [&str; 14] = [
    "added",
    "removed",
    "rename",
    "name",
    "clause",
    "term",
    "exclusion",
    "borrowing",
    "other",
    "basis",
    "gains",
    "loses",
    "rises",
    "falls",
];

/// One of these in the language of the program.
fn kind_in(kind: &str) -> &str {
    let known = KINDS.into_iter().find(|known| *known == kind);
    known.map_or(kind, |known| say(language(), known))
}
