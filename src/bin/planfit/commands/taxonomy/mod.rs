//! `planfit taxonomy`: look into the plan, or check a plan file.

mod check;
mod list;
mod search;
mod show;

use crate::args::{Global, Lang};
use crate::exit::Exit;
use clap::{Args, Subcommand, ValueEnum};
use planfit::fit::QuotedClause;
use planfit::taxonomy::{Label, Term};
use planfit::{Language, Subdivision, Taxonomy};
use serde::Serialize;
use std::io::Write;

/// Look into the plan, or check a plan file
#[derive(Debug, Args)]
pub(crate) struct TaxonomyArgs {
    #[command(subcommand)]
    command: TaxonomyCommand,
}

#[derive(Debug, Subcommand)]
enum TaxonomyCommand {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Search(search::SearchArgs),
    Check(check::CheckArgs),
}

/// Options of every view of the plan.
#[derive(Debug, Args)]
struct ViewArgs {
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Language of the labels
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

/// How to print a view of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table as wide as the terminal
    Table,
    /// JSON for programs
    Json,
}

/// Runs the command.
pub(crate) fn run(args: TaxonomyArgs, global: &Global) -> anyhow::Result<Exit> {
    match args.command {
        TaxonomyCommand::List(args) => list::run(&args, &global.load_taxonomy()?),
        TaxonomyCommand::Show(args) => show::run(&args, &global.load_taxonomy()?),
        TaxonomyCommand::Search(args) => search::run(&args, &global.load_taxonomy()?),
        TaxonomyCommand::Check(args) => check::run(&args, global),
    }
}

/// A subdivision in JSON; `T` is what is said of its terms.
#[derive(Debug, Serialize)]
struct Entry<'t, T> {
    id: &'t str,
    front: &'t str,
    industry: &'t str,
    label: &'t Label,
    clause: QuotedClause<'t>,
    terms: Terms<T>,
}

/// Something of each language's terms.
#[derive(Debug, Serialize)]
struct Terms<T> {
    en: T,
    zh: T,
}

impl<'t, T> Entry<'t, T> {
    fn new(
        taxonomy: &'t Taxonomy,
        subdivision: &'t Subdivision,
        of_terms: impl Fn(&[&'t Term]) -> T,
    ) -> Self {
        let of_language = |language: Language| {
            let terms = subdivision.terms.iter();
            let terms: Vec<&Term> = terms.filter(|term| term.language == language).collect();
            of_terms(&terms)
        };
        Self {
            id: &subdivision.id,
            front: &taxonomy.front_of(subdivision).id,
            industry: &taxonomy.industry_of(subdivision).id,
            label: &subdivision.label,
            clause: QuotedClause::new(taxonomy.clause_of(subdivision), subdivision),
            terms: Terms {
                en: of_language(Language::En),
                zh: of_language(Language::Zh),
            },
        }
    }

    /// What lists say: how many terms there are.
    fn counted(taxonomy: &'t Taxonomy, subdivision: &'t Subdivision) -> Entry<'t, usize> {
        Entry::new(taxonomy, subdivision, <[&Term]>::len)
    }
}

/// Prints a value as indented JSON with a line break at its end.
fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    Ok(())
}
