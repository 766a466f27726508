//! `planfit explain`: Show what gave how many points, and what would change the verdict

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Show what gave how many points, and what would change the verdict
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {}

/// Runs the command.
pub(crate) fn run(_args: ExplainArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`explain` is not part of this build yet")
}
