//! `planfit man`: Print the manual page

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Print the manual page
#[derive(Debug, Args)]
pub(crate) struct ManArgs {}

/// Runs the command.
pub(crate) fn run(_args: ManArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`man` is not part of this build yet")
}
