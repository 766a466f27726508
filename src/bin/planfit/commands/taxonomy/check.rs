//! `planfit taxonomy check [FILE]`: errors and advice on a plan file, by line.

use super::{Format, print_json};
use crate::args::Global;
use crate::exit::Exit;
use crate::messages::{language, message, say, told};
use clap::Args;
use planfit::Taxonomy;
use planfit::assessment::{colon, list};
use planfit::report::escape;
use planfit::taxonomy::{Finding, SHIPPED_TOML, Severity, check, read_text};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Check a plan file: errors and advice at once, with their lines
///
/// Errors are what cannot work as it is written: the exit code is 1. Advice is what would work better; with it alone the exit
/// code is 0, or 1 with --strict.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The file [default: that of --taxonomy, else the shipped plan]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Print every piece of advice, of kinds with many too
    #[arg(long)]
    all: bool,
    /// Exit with 1 on advice too, and print all of it
    #[arg(long)]
    strict: bool,
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
        print_findings(&name, &text, &findings, args.all || args.strict)?;
    }
    let fails = |finding: &Finding| args.strict || finding.severity == Severity::Error;
    Ok(match findings.iter().any(fails) {
        true => Exit::Nothing,
        false => Exit::Success,
    })
}

/// Pieces of advice of one kind that are printed one by one: of more, which a plan of a thousand subdivisions has, one line
/// tells how many there are and the first.
const OF_A_KIND: usize = 5;

fn print_findings(name: &str, text: &str, findings: &[Finding], all: bool) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    let mut kinds: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        if let Some(topic) = finding.topic {
            kinds.entry(topic).or_default().push(finding);
        }
    }
    kinds.retain(|_, advice| advice.len() > OF_A_KIND && !all);
    for finding in findings {
        let is_one_of_many = finding.topic.is_some_and(|topic| kinds.contains_key(topic));
        if !is_one_of_many {
            let message = format!("{name}:{}", finding_told(finding));
            writeln!(out, "{}", escape::terminal(&message))?;
        }
    }
    for (topic, advice) in &kinds {
        let line = one_line(name, topic, advice);
        writeln!(out, "{}", escape::terminal(&line))?;
    }
    let advice = findings.iter().filter(|finding| finding.topic.is_some());
    let advice = advice.count();
    let summary = match (findings.len() - advice, advice) {
        (0, 0) => clean(&Taxonomy::from_toml(text, name)?),
        (0, advice) => {
            Taxonomy::from_toml(text, name)?;
            let advice = pieces(advice);
            message!(language(), "it works; {advice}", advice)
        }
        (errors, 0) => count_of(errors),
        (errors, advice) => list(&[count_of(errors), pieces(advice)], language()),
    };
    let more = match kinds.is_empty() {
        true => "",
        false => say(language(), "; --all prints each"),
    };
    let colon = colon(language());
    writeln!(out, "{}{colon}{summary}{more}", escape::terminal(name))?;
    Ok(())
}

/// All advice of a kind in one line, with the first piece.
fn one_line(name: &str, topic: &str, advice: &[&Finding]) -> String {
    let (count, first) = (advice.len(), advice[0]);
    let (line, message) = (first.line, told(&first.message));
    message!(
        language(),
        "{name}: advice: {topic}: {count} times, first in line {line}: {message}",
        name,
        topic = told(topic),
        count,
        line,
        message
    )
}

/// A finding with its line and what it is, in the language of the program.
fn finding_told(finding: &Finding) -> String {
    let (line, message) = (finding.line, told(&finding.message));
    match finding.severity {
        Severity::Error => message!(language(), "{line}: error: {message}", line, message),
        Severity::Advice => message!(language(), "{line}: advice: {message}", line, message),
    }
}

fn pieces(advice: usize) -> String {
    match advice {
        1 => say(language(), "1 piece of advice").to_owned(),
        count => message!(language(), "{count} pieces of advice", count),
    }
}

fn count_of(errors: usize) -> String {
    match errors {
        1 => say(language(), "1 error").to_owned(),
        count => message!(language(), "{count} errors", count),
    }
}

fn clean(taxonomy: &Taxonomy) -> String {
    let terms = taxonomy.subdivisions.iter().map(|one| one.terms.len());
    let (clauses, terms) = (taxonomy.clauses.len(), terms.sum::<usize>());
    let subdivisions = taxonomy.subdivisions.len();
    message!(
        language(),
        "clean (clauses: {clauses}, subdivisions: {subdivisions}, terms: {terms})",
        clauses,
        subdivisions,
        terms
    )
}
