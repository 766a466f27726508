//! `planfit match`: Rank the subdivisions that one profile fits

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Rank the subdivisions that one profile fits
#[derive(Debug, Args)]
pub(crate) struct MatchArgs {}

/// Runs the command.
pub(crate) fn run(_args: MatchArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`match` is not part of this build yet")
}
