//! `planfit man`: the manual page, made from the arguments themselves.

use crate::exit::Exit;
use anyhow::Context;
use clap::{Args, Command};
use clap_mangen::Man;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Print the manual page
///
/// One page with all commands, to read at once: planfit man | man -l -
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write a page for each command into this folder instead (planfit.1, planfit-match.1, ...)
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Runs the command, on the whole command line as `command`.
pub(crate) fn run(args: ManArgs, mut command: Command) -> anyhow::Result<Exit> {
    command.build();
    match args.out {
        Some(folder) => {
            let cannot = || format!("cannot create `{}`", folder.display());
            std::fs::create_dir_all(&folder).with_context(cannot)?;
            write_pages(&command, &folder)?;
        }
        None => {
            let page = one_page(&command)?;
            let mut out = std::io::stdout().lock();
            out.write_all(&page)?;
            out.flush()?;
        }
    }
    Ok(Exit::Success)
}

/// What the exit codes mean; the words of `exit.rs`, for readers.
const EXIT_STATUS: &str = "\
.SH \"EXIT STATUS\"
.TP
0
something fits; the command did what it should
.TP
1
nothing fits, or a check found something
.TP
2
usage or input error: nothing was answered
.TP
3
some rows could not be read and were rejected
";

fn page_of(command: &Command) -> Man {
    Man::new(command.clone())
        .source(concat!("planfit ", env!("CARGO_PKG_VERSION")))
        .manual("User Commands")
}

/// The page of the program, with every command as a part of it.
fn one_page(program: &Command) -> std::io::Result<Vec<u8>> {
    let man = page_of(program);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for command in program.get_subcommands() {
        write_part(command, &mut page)?;
    }
    page.extend_from_slice(EXIT_STATUS.as_bytes());
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(without_repeated_preamble(&page))
}

/// Each rendered section defines the apostrophe anew, in lines that say the same every time; once is enough.
fn without_repeated_preamble(page: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(page.len());
    for (number, line) in page.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let definition = line.starts_with(b".ie \\n(.g ") || line.starts_with(b".el .ds Aq ");
        if !definition || number < 2 {
            kept.extend_from_slice(line);
        }
    }
    kept
}

/// A command as a part of the page: its own sections under one smaller heading, without the options of every command.
fn write_part(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let mut subcommands = command.get_subcommands().peekable();
    if subcommands.peek().is_none() {
        writeln!(page, ".SS \"{name}\"")?;
        let own = command.clone().mut_args(|arg| {
            let everywhere = arg.is_global_set() || arg.get_id() == "help";
            if everywhere { arg.hide(true) } else { arg }
        });
        let man = page_of(&own);
        let mut part = Vec::new();
        man.render_synopsis_section(&mut part)?;
        man.render_description_section(&mut part)?;
        man.render_options_section(&mut part)?;
        man.render_extra_section(&mut part)?;
        for line in String::from_utf8_lossy(&part).lines() {
            match line.strip_prefix(".SH ") {
                // The smaller heading says enough.
                Some("SYNOPSIS" | "DESCRIPTION" | "OPTIONS" | "EXTRA") => writeln!(page, ".PP")?,
                Some(group) => writeln!(page, ".PP\n.I {group}")?,
                None => writeln!(page, "{line}")?,
            }
        }
    }
    for subcommand in subcommands {
        write_part(subcommand, page)?;
    }
    Ok(())
}

/// A page for the program and for each command, however deep.
fn write_pages(command: &Command, folder: &Path) -> anyhow::Result<()> {
    let man = page_of(command);
    let mut page = Vec::new();
    man.render(&mut page)?;
    let path = folder.join(man.get_filename());
    std::fs::write(&path, page).with_context(|| format!("cannot write `{}`", path.display()))?;
    for subcommand in command.get_subcommands() {
        write_pages(subcommand, folder)?;
    }
    Ok(())
}
