//! `planfit completions`: Print a completion script for a shell

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {}

/// Runs the command.
pub(crate) fn run(_args: CompletionsArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`completions` is not part of this build yet")
}
