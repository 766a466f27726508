//! `planfit compare`: Compare profiles, or one profile under two plans

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Compare profiles, or one profile under two plans
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {}

/// Runs the command.
pub(crate) fn run(_args: CompareArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`compare` is not part of this build yet")
}
