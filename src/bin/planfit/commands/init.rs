//! `planfit init`: Write a profile template to fill in

use crate::args::Global;
use crate::exit::Exit;
use anyhow::Result;
use clap::Args;
use planfit::{Error, ErrorKind};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    if args.file == Path::new("-") {
        std::io::stdout().lock().write_all(TEMPLATE.as_bytes())?;
        return Ok(Exit::Success);
    }
    let mut options = OpenOptions::new();
    options.write(true);
    if args.force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let path = args.file.as_path();
    options
        .open(path)
        .and_then(|mut file| file.write_all(TEMPLATE.as_bytes()))
        .map_err(|error| refused(path, &error))?;
    let shown = path.display();
    anstream::eprintln!("wrote `{shown}`; fill it in, then `planfit match {shown}`");
    Ok(Exit::Success)
}

fn refused(path: &Path, error: &std::io::Error) -> Error {
    let shown = path.display();
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        return Error::new(ErrorKind::Io, format!("`{shown}` is there already"))
            .with_hint("name another file, or write over it with --force");
    }
    Error::new(
        ErrorKind::Io,
        format!(
            "cannot write `{shown}`: {}",
            error.to_string().to_lowercase()
        ),
    )
}
