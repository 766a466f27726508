//! `planfit taxonomy compile PLAN`: a plan made ready beforehand, beside its file.

use crate::args::compiled_path;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use clap::Args;
use planfit::files::{is_there, read_from};
use planfit::matcher::{compile, is_compiled};
use planfit::report::escape::terminal;
use planfit::{Error, ErrorKind, Taxonomy};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Make a plan file ready beforehand, so that a large plan is read at once
///
/// What every command works out of a plan at start is written beside the file: `plan.planfit` for `plan.toml`. It is used
/// wherever --taxonomy names the plan file, as long as it was made of that very file and by the same build of planfit; else a
/// note says so, and the plan file is read. Answers are the same with it or without.
#[derive(Debug, Args)]
pub(super) struct CompileArgs {
    /// The plan file
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
}

pub(super) fn run(args: &CompileArgs) -> Result<Exit> {
    let path = compiled_path(&args.plan);
    if is_there(&path) && !is_ours(&path) {
        let message = format!("`{}` is there already", path.display());
        return Err(Error::new(ErrorKind::Io, message)
            .with_hint("it is not a compiled plan; rename it first")
            .into());
    }
    let taxonomy = Taxonomy::load(&args.plan)?;
    let output = Output::open(&path, true)?;
    let bytes = compile(&taxonomy);
    output.finish(&bytes)?;
    let (path, megabytes) = (path.display().to_string(), bytes.len() as f64 / 1e6);
    let mut out = anstream::stdout().lock();
    let told = crate::messages::told(&format!("wrote `{path}` ({megabytes:.1} MB)"));
    writeln!(out, "{}", terminal(&told))?;
    Ok(Exit::Success)
}

/// Whether a file is a compiled plan, which may be replaced.
fn is_ours(path: &Path) -> bool {
    let beginning = File::open(path).map(|file| file.take(64));
    beginning.is_ok_and(|file| read_from(file, path, 64).is_ok_and(|bytes| is_compiled(&bytes)))
}
