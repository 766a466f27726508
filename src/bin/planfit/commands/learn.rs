//! `planfit learn`: Rebuild every learned file from its inputs

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Rebuild every learned file from its inputs
#[derive(Debug, Args)]
pub(crate) struct LearnArgs {}

/// Runs the command.
pub(crate) fn run(_args: LearnArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`learn` is not part of this build yet")
}
