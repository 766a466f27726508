//! `planfit taxonomy`: look into the plan, make, check and compare plan files.

mod check;
mod compile;
mod diff;
mod init;
mod list;
mod search;
mod show;
#[cfg(feature = "learn")]
mod suggest;

pub(crate) use show::find as find_subdivision;

use crate::args::{Global, Lang};
use crate::exit::Exit;
use crate::screen;
use clap::{Args, Subcommand, ValueEnum};
use planfit::fit::QuotedClause;
use planfit::report::escape;
use planfit::report::json;
use planfit::report::table::{Layout, MIN_WIDTH};
use planfit::taxonomy::{Label, Term};
use planfit::{Language, Subdivision, Taxonomy};
use serde::Serialize;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Look into the plan; make, check and compare plan files
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
    Init(init::InitArgs),
    Diff(diff::DiffArgs),
    Compile(compile::CompileArgs),
    #[cfg(feature = "learn")]
    Suggest(suggest::SuggestArgs),
}

/// Options of every view of the plan.
#[derive(Debug, Args)]
struct ViewArgs {
    /// How to print it
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Language of the labels
    #[arg(short, long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
    /// Columns of the table [default: those of the terminal, else 100]
    #[arg(long, value_name = "COLUMNS")]
    width: Option<u16>,
}

impl ViewArgs {
    fn layout(&self) -> Layout {
        let layout = screen::layout(self.width);
        let width = layout.width.max(MIN_WIDTH);
        Layout { width, ..layout }
    }
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
        TaxonomyCommand::List(args) => list::run(&args, global.load_taxonomy()?),
        TaxonomyCommand::Show(args) => show::run(&args, global.load_taxonomy()?),
        TaxonomyCommand::Search(args) => search::run(&args, global.load_taxonomy()?),
        TaxonomyCommand::Check(args) => check::run(&args, global),
        TaxonomyCommand::Init(args) => init::run(&args),
        TaxonomyCommand::Diff(args) => diff::run(&args),
        TaxonomyCommand::Compile(args) => compile::run(&args),
        #[cfg(feature = "learn")]
        TaxonomyCommand::Suggest(args) => suggest::run(&args, global),
    }
}

/// A subdivision in JSON; `T` is what is said of its terms.
#[derive(Debug, Serialize)]
struct Entry<'t, T> {
    id: &'t str,
    front: &'t str,
    industry: &'t str,
    label: &'t Label,
    clause: Option<QuotedClause<'t>>,
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
            clause: QuotedClause::of(taxonomy, subdivision),
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

/// From this many columns on an id stands in one line.
const WIDE_ENOUGH_FOR_IDS: usize = 90;

/// An id for a table of ids: where it would take more than half of a narrow one, it is broken after its first `/`.
fn id(id: &str, layout: Layout) -> String {
    let id = escape::terminal(id);
    if layout.width >= WIDE_ENOUGH_FOR_IDS || id.width() <= layout.width / 2 {
        id.into_owned()
    } else {
        id.replacen('/', "/\n", 1)
    }
}

/// Prints a value as indented JSON with a line break at its end.
fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", json::indented(value)?)?;
    out.flush()?;
    Ok(())
}
