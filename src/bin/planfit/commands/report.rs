//! `planfit report`: Write a report to hand over: HTML, Markdown, XLSX or DOCX

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;

/// Write a report to hand over: HTML, Markdown, XLSX or DOCX
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {}

/// Runs the command.
pub(crate) fn run(_args: ReportArgs, _global: &Global) -> anyhow::Result<Exit> {
    anyhow::bail!("`report` is not part of this build yet")
}
