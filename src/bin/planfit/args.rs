//! The command line. Argument types touch no file; each command resolves its own.

use crate::commands;
use clap::{Args, Parser, Subcommand, ValueEnum};
use planfit::{Kind, Language, Taxonomy};
use std::path::PathBuf;

/// Match company profiles against a government investment plan: ranked fit, evidence, and the plan's own clause.
///
/// Nothing leaves this machine: the plan, its terms and what was learned are inside the program.
#[derive(Debug, Parser)]
#[command(
    name = "planfit",
    version,
    disable_version_flag = true, // our own says more with --verbose
    disable_help_subcommand = true,
    arg_required_else_help = true,
    override_usage = "planfit [OPTIONS] <COMMAND>",
    max_term_width = 100,
    after_help = EXAMPLES
)]
pub(crate) struct Cli {
    /// Print the version; with --verbose the plan inside too
    #[arg(short = 'V', long)]
    pub(crate) version: bool,
    /// With --version: the plan's identity and the SHA-256 of its file
    #[arg(long, requires = "version")]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  planfit init                              write profile.toml, to be filled in
  planfit match profile.toml                rank the subdivisions that it fits
  planfit match -p \"LFP cells, BMS\"         the same without a file
  planfit explain profile.toml              why, and what would change it
  planfit batch leads.csv -o screened.csv   screen a list
  planfit taxonomy search battery           look into the plan
  planfit guide scores                      read how a score is read

`planfit COMMAND --help` explains a command with more examples.";

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Use another plan of the same format instead of the shipped one
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) taxonomy: Option<PathBuf>,
    /// When to colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

impl Global {
    /// The plan to use.
    pub(crate) fn load_taxonomy(&self) -> planfit::Result<Taxonomy> {
        match &self.taxonomy {
            Some(path) => Taxonomy::load(path),
            None => Ok(Taxonomy::shipped()),
        }
    }
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always, also into a pipe
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes it the choice for everything printed from here on.
    pub(crate) fn write_global(self) {
        if self == Self::Always {
            // Tables are coloured through another crate, which would heed NO_COLOR against the flag.
            crossterm::style::force_color_output(true);
        }
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Language of labels in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Lang {
    /// English
    #[default]
    En,
    /// Chinese
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Zh => Self::Zh,
        }
    }
}

/// A kind of profile as a flag; English and Chinese words for it are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KindArg(pub(crate) Kind);

impl std::str::FromStr for KindArg {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let kind = word.parse().map_err(|error: planfit::Error| {
            error
                .hint()
                .map_or_else(|| error.to_string(), str::to_owned)
        })?;
        Ok(Self(kind))
    }
}

/// One variant a command; each command's arguments stand in its own file.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Match(commands::match_profile::MatchArgs),
    Explain(commands::explain::ExplainArgs),
    Compare(commands::compare::CompareArgs),
    Batch(commands::batch::BatchArgs),
    Report(commands::report::ReportArgs),
    Verify(commands::verify::VerifyArgs),
    Init(commands::init::InitArgs),
    Taxonomy(commands::taxonomy::TaxonomyArgs),
    Eval(commands::eval::EvalArgs),
    Learn(commands::learn::LearnArgs),
    Guide(commands::guide::GuideArgs),
    Completions(commands::completions::CompletionsArgs),
    Man(commands::man::ManArgs),
}
