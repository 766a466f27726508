//! `planfit batch`: Screen a lead list: CSV, TSV, JSONL, XLSX or ODS in and out

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Screen a lead list: CSV, TSV, JSONL, XLSX or ODS in and out
#[derive(Debug, Args)]
pub(crate) struct BatchArgs {}

/// Runs the command.
pub(crate) fn run(_args: BatchArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`batch` is not part of this build yet")
}
