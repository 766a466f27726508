//! `planfit init`: Write a profile template to fill in

use crate::args::Global;
use crate::exit::Exit;
use crate::messages;
use crate::output::Output;
use crate::screen;
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;

/// Write a profile template to fill in
///
/// The template is TOML with every key and a comment for each, in English and Chinese.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct InitArgs {
    /// File to write; `-` is standard output
    #[arg(default_value = "profile.toml")]
    file: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  planfit init && $EDITOR profile.toml && planfit match profile.toml
  planfit init clients/cell-works.toml";

const TEMPLATE: &str = include_str!("../profile_template.toml");

/// Runs the command.
pub(crate) fn run(args: InitArgs, _global: &Global) -> Result<Exit> {
    let path = args.file.as_path();
    let is_standard = path.as_os_str() == "-";
    let shown = path.display();
    Output::open(path, args.force)?.finish(TEMPLATE.as_bytes())?;
    if !is_standard {
        let word = screen::shell_word(&shown.to_string());
        let message = format!("wrote `{shown}`; fill it in, then `planfit match {word}`");
        messages::note(&message);
    }
    Ok(Exit::Success)
}
