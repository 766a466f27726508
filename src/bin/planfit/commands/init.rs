//! `planfit init`: Write a profile template to fill in

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Write a profile template to fill in
#[derive(Debug, Args)]
pub(crate) struct InitArgs {}

/// Runs the command.
pub(crate) fn run(_args: InitArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`init` is not part of this build yet")
}
