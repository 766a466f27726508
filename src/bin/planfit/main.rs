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

use clap::error::ErrorKind;
use clap::{Command, CommandFactory, FromArgMatches};
use exit::Exit;
use planfit::Language;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os().collect();
    let (language, arguments) = messages::asked_for(arguments, |name| std::env::var(name).ok());
    messages::choose(language);
    let arguments = placed(arguments);
    // Help and errors are all that clap says itself: only they need its texts in the language of the program.
    let parsed = match language {
        Language::En => parse(cli::Cli::command(), arguments),
        Language::Zh => parse(cli::Cli::command(), arguments.clone())
            .or_else(|_| parse(messages::in_chinese(cli::Cli::command()), arguments)),
    };
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error).into(),
    };
    cli.global.color.write_global();
    cli::run(cli)
        .unwrap_or_else(|error| exit::failure(&error))
        .into()
}

/// The arguments with `--lang` where the command takes it: it may stand anywhere, and of a command without this option it
/// is the language of its messages alone.
fn placed(arguments: Vec<OsString>) -> Vec<OsString> {
    let refused = |arguments: &[OsString]| match parse(cli::Cli::command(), arguments.to_vec()) {
        Ok(_) => false,
        Err(error) => error.kind() == ErrorKind::UnknownArgument,
    };
    match messages::without_language(&arguments) {
        Some([left, moved]) if refused(&arguments) => match refused(&moved) {
            true => left,
            false => moved,
        },
        _ => arguments,
    }
}

fn parse(command: Command, arguments: Vec<OsString>) -> Result<cli::Cli, clap::Error> {
    let matches = command.try_get_matches_from(arguments)?;
    cli::Cli::from_arg_matches(&matches)
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
