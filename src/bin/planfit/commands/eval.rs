//! `planfit eval`: Measure agreement with labelled companies

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Measure agreement with labelled companies
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {}

/// Runs the command.
pub(crate) fn run(_args: EvalArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`eval` is not part of this build yet")
}
