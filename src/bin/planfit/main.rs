//! The `planfit` command: a table of contents. Parse, dispatch, report the error, exit.

mod args;
mod cli;
mod commands;
mod exit;
mod ledger;
mod messages;
mod output;
mod profile_args;
mod records;
mod screen;
mod time;

use clap::{CommandFactory, FromArgMatches};
use exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os().collect();
    let (language, arguments) = messages::asked_for(arguments, |name| std::env::var(name).ok());
    messages::choose(language);
    let parsed = messages::localised(cli::Cli::command())
        .try_get_matches_from(arguments)
        .and_then(|matches| cli::Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error).into(),
    };
    cli.global.color.write_global();
    cli::run(cli)
        .unwrap_or_else(|error| exit::failure(&error))
        .into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
