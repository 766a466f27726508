//! `planfit guide`: Print a guide, or list them

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;
use planfit::guide;
use planfit::similarity::did_you_mean;
use planfit::{Error, ErrorKind};
use std::io::Write;

/// Print a guide, or list them
///
/// The guides say how planfit is used, how its answers are read and how it works. They are Markdown, and inside the
/// program.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  planfit guide
  planfit guide scores | less")]
pub(crate) struct GuideArgs {
    /// The guide to print; without a name, their names
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: GuideArgs, _global: &Global) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout().lock();
    match args.name {
        Some(name) => {
            let found = guide::find(&name).ok_or_else(|| unknown(&name))?;
            out.write_all(found.text.as_bytes())?;
        }
        None => {
            for guide in guide::ALL {
                writeln!(out, "{:<14}{}", guide.name, guide.summary)?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Success)
}

fn unknown(name: &str) -> Error {
    let names: Vec<&str> = guide::ALL.iter().map(|guide| guide.name).collect();
    let hint = did_you_mean(name, names.iter().copied())
        .unwrap_or_else(|| format!("the guides are {}", names.join(", ")));
    Error::new(ErrorKind::Unknown, format!("no guide `{name}`")).with_hint(hint)
}
