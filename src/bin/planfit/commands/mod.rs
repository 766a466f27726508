//! One file a command.

pub(crate) mod batch;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod guide;
pub(crate) mod init;
pub(crate) mod interactive;
pub(crate) mod learn;
pub(crate) mod man;
pub(crate) mod match_profile;
pub(crate) mod report;
pub(crate) mod taxonomy;
pub(crate) mod verify;
mod version;

use crate::args::{Cli, Command};
use crate::exit::{self, Exit};
use clap::CommandFactory;
use clap::error::ErrorKind;

/// Runs the command that was asked for.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Exit> {
    let global = cli.global;
    if cli.version {
        return version::run(cli.verbose, &global);
    }
    let Some(command) = cli.command else {
        let missing = "a command is needed, such as `planfit match`";
        let error = Cli::command().error(ErrorKind::MissingSubcommand, missing);
        return Ok(exit::usage(&error));
    };
    match command {
        Command::Match(args) => match_profile::run(args, &global),
        Command::Compare(args) => compare::run(args, &global),
        Command::Explain(args) => explain::run(args, &global),
        Command::Batch(args) => batch::run(args, &global),
        Command::Report(args) => report::run(args, &global),
        Command::Verify(args) => verify::run(args, &global),
        Command::Init(args) => init::run(args, &global),
        Command::Taxonomy(args) => taxonomy::run(args, &global),
        Command::Eval(args) => eval::run(args, &global),
        Command::Learn(args) => learn::run(args, &global),
        Command::Guide(args) => guide::run(args, &global),
        Command::Completions(args) => completions::run(args, &global),
        Command::Man(args) => man::run(args, &global),
    }
}
