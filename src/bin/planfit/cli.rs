//! The command line as a whole, and which command it asks for.

use crate::args::Global;
use crate::commands;
use crate::exit::{self, Exit};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

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

/// One variant a command; each command's arguments stand in its own file.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Match(commands::match_profile::MatchArgs),
    Explain(commands::explain::ExplainArgs),
    Compare(commands::compare::CompareArgs),
    Batch(commands::batch::BatchArgs),
    Report(commands::report::ReportArgs),
    Review(commands::review::ReviewArgs),
    Verify(commands::verify::VerifyArgs),
    Why(commands::why::WhyArgs),
    Init(commands::init::InitArgs),
    Taxonomy(commands::taxonomy::TaxonomyArgs),
    #[cfg(feature = "learn")]
    Adapt(commands::adapt::AdaptArgs),
    #[cfg(feature = "learn")]
    Eval(commands::eval::EvalArgs),
    #[cfg(feature = "learn")]
    Learn(commands::learn::LearnArgs),
    Guide(commands::guide::GuideArgs),
    Completions(commands::completions::CompletionsArgs),
    Man(commands::man::ManArgs),
}

/// Runs the command that was asked for.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Exit> {
    let global = cli.global;
    if cli.version {
        return commands::version::run(cli.verbose, &global);
    }
    let Some(command) = cli.command else {
        let missing = "a command is needed, such as `planfit match`";
        let error = Cli::command().error(ErrorKind::MissingSubcommand, missing);
        return Ok(exit::usage(&error));
    };
    match command {
        Command::Match(args) => commands::match_profile::run(args, &global),
        Command::Compare(args) => commands::compare::run(args, &global),
        Command::Explain(args) => commands::explain::run(args, &global),
        Command::Batch(args) => commands::batch::run(args, &global),
        Command::Report(args) => commands::report::run(args, &global),
        Command::Review(args) => commands::review::run(args, &global),
        Command::Verify(args) => commands::verify::run(args, &global),
        Command::Why(args) => commands::why::run(args, &global),
        Command::Init(args) => commands::init::run(args, &global),
        Command::Taxonomy(args) => commands::taxonomy::run(args, &global),
        #[cfg(feature = "learn")]
        Command::Adapt(args) => commands::adapt::run(args, &global),
        #[cfg(feature = "learn")]
        Command::Eval(args) => commands::eval::run(args, &global),
        #[cfg(feature = "learn")]
        Command::Learn(args) => commands::learn::run(args, &global),
        Command::Guide(args) => commands::guide::run(args, &global),
        Command::Completions(args) => commands::completions::run(args, &mut Cli::command()),
        Command::Man(args) => commands::man::run(args, Cli::command()),
    }
}
