//! `planfit taxonomy check [FILE]`: everything wrong in a plan file, by line.

use super::{Format, print_json};
use crate::args::Global;
use crate::exit::Exit;
use clap::Args;
use planfit::Taxonomy;
use planfit::report::escape;
use planfit::taxonomy::{SHIPPED_TOML, check, read_text};
use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

/// Check a plan file: every finding at once, with its line; exit code 1 if there is any
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The file [default: that of --taxonomy, else the shipped plan]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

pub(super) fn run(args: &CheckArgs, global: &Global) -> anyhow::Result<Exit> {
    let path = args.file.as_ref().or(global.taxonomy.as_ref());
    let (name, text) = match path {
        Some(path) => (path.display().to_string(), Cow::Owned(read_text(path)?)),
        None => ("taxonomy.toml".to_owned(), Cow::Borrowed(SHIPPED_TOML)),
    };
    let findings = check(&text);
    if args.format == Format::Json {
        print_json(&findings)?;
    } else {
        let mut out = anstream::stdout().lock();
        for finding in &findings {
            let message = format!("{name}:{}: {}", finding.line, finding.message);
            writeln!(out, "{}", escape::terminal(&message))?;
        }
        let summary = match findings.len() {
            0 => clean(&Taxonomy::from_toml(&text, &name)?),
            1 => "1 finding".to_owned(),
            count => format!("{count} findings"),
        };
        writeln!(out, "{}: {summary}", escape::terminal(&name))?;
    }
    Ok(if findings.is_empty() {
        Exit::Success
    } else {
        Exit::Nothing
    })
}

fn clean(taxonomy: &Taxonomy) -> String {
    let subdivisions = taxonomy.subdivisions.iter();
    format!(
        "clean (clauses: {}, subdivisions: {}, terms: {})",
        taxonomy.clauses.len(),
        taxonomy.subdivisions.len(),
        subdivisions.map(|s| s.terms.len()).sum::<usize>(),
    )
}
