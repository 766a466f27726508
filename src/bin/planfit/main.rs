//! The `planfit` command: a table of contents. Parse, dispatch, report the error, exit.

mod args;
mod cli;
mod commands;
mod exit;
mod output;
mod profile_args;
mod records;
mod screen;

use clap::Parser;
use exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
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
