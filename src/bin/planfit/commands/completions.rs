//! `planfit completions`: a completion script for a shell, made from the arguments themselves.

use crate::exit::Exit;
use clap::{Args, Command};
use clap_complete::Shell;
use std::io::Write;

/// Print a completion script for a shell
///
/// For bash, for example: planfit completions bash > ~/.local/share/bash-completion/completions/planfit
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell to complete in
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command, on the whole command line as `command`.
pub(crate) fn run(args: CompletionsArgs, command: &mut Command) -> anyhow::Result<Exit> {
    // Into memory first: the generator panics where it cannot write, as into a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "planfit", &mut script);
    let mut out = std::io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Success)
}
