//! `planfit taxonomy`: Look into the plan, or check a plan file

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Look into the plan, or check a plan file
#[derive(Debug, Args)]
pub(crate) struct TaxonomyArgs {}

/// Runs the command.
pub(crate) fn run(_args: TaxonomyArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`taxonomy` is not part of this build yet")
}
