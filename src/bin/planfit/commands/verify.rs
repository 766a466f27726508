//! `planfit verify`: Recompute answers and say which were changed

use crate::args::Global;
use crate::exit::Exit;
use crate::messages::{language, message, told};
use anyhow::Context;
use clap::Args;
use planfit::assessment::{Check, Difference, verify_records};
use planfit::input::{ColumnMap, InputOptions, Leads, Source};
use planfit::report::escape::terminal;
use planfit::report::list::verify_table;
use planfit::{Error, ErrorKind, Matcher};
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Recompute answers and say which were changed
///
/// Matches the profile of every record again and compares each field with what the record says: `150 verified`, or the
/// row, the field, what is stated and what is computed. JSON records name their plan and program, and a record of another
/// one cannot be verified; of one that another build of the same version scored and that differs, it is not said that it was
/// changed. Tables name neither, and are compared with the plan and program at hand.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  planfit batch leads.csv -o answers.jsonl && planfit verify answers.jsonl
  planfit verify screened.xlsx
  planfit match firm.toml --format json | planfit verify -

Exit codes: 0 every record is verified, 1 some are not, 2 usage or input error.")]
pub(crate) struct VerifyArgs {
    /// Answers of `match --format json` or `batch`: JSON, JSONL, CSV, TSV, XLSX; `-` for JSON on standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Columns of a table as `planfit batch` was told them, such as `products=Main products`; may be repeated
    #[arg(short, long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(args: VerifyArgs, global: &Global) -> anyhow::Result<Exit> {
    let taxonomy = global.load_taxonomy()?;
    let matcher = Matcher::new(taxonomy);
    let mut out = anstream::stdout().lock();
    let (mut verified, mut others) = (0_u64, 0_u64);
    let mut failed = None;
    let mut each = |row: u64, check: Check| {
        match check {
            Check::Verified => verified += 1,
            _ => others += 1,
        }
        failed = failed.take().or(print(&mut out, row, &check).err());
    };
    let path = args.file.as_path();
    match is_table(path) {
        true => {
            let options = InputOptions {
                map: ColumnMap::parse(args.map.iter().map(String::as_str))?,
                sample: 1000,
                ..InputOptions::default()
            };
            let leads = Leads::open_any(Source::file(path)?, None, &options)?;
            verify_table(leads, &matcher, &mut each)?;
        }
        false => verify_records(
            open(path)?,
            &path.display().to_string(),
            &matcher,
            &mut each,
        )?,
    }
    if let Some(error) = failed {
        return Err(error).context("cannot write what was found");
    }
    if verified + others == 0 {
        // "0 verified" would be taken for a success, above all by a script.
        let message = format!("`{}` holds no answers", path.display());
        return Err(Error::new(ErrorKind::Incomplete, message)
            .with_hint("verify what `planfit batch` or `planfit match --format json` wrote")
            .into());
    }
    match others {
        0 => writeln!(out, "{}", told(&format!("{verified} verified"))),
        _ => writeln!(
            out,
            "{}",
            told(&format!("{verified} verified, {others} not"))
        ),
    }?;
    Ok(if others == 0 {
        Exit::Success
    } else {
        Exit::Nothing
    })
}

/// One line for each field that differs.
fn print(out: &mut dyn Write, row: u64, check: &Check) -> std::io::Result<()> {
    match check {
        Check::Verified => Ok(()),
        Check::Unverifiable(why) => {
            let line = told(&format!("row {row}: cannot be verified: {why}"));
            writeln!(out, "{}", terminal(&line))
        }
        Check::OtherBuild { build, differences } => {
            let line = match build {
                Some(build) => message!(
                    language(),
                    "row {row}: scored by another build of planfit ({build}), so whether it was changed cannot be told",
                    row,
                    build
                ),
                None => message!(
                    language(),
                    "row {row}: names no build of planfit, so whether it was changed cannot be told",
                    row
                ),
            };
            writeln!(out, "{}", terminal(&line))?;
            print_differences(out, row, differences)
        }
        Check::Changed(differences) => print_differences(out, row, differences),
    }
}

fn print_differences(
    out: &mut dyn Write,
    row: u64,
    differences: &[Difference],
) -> std::io::Result<()> {
    differences.iter().try_for_each(|difference| {
        let Difference {
            field,
            stated,
            recomputed,
            ..
        } = difference;
        // Not looked up once it is filled in: what is stated may be any text.
        let line = message!(
            language(),
            "row {row}: {field}: stated `{stated}`, recomputed `{recomputed}`",
            row,
            field,
            stated,
            recomputed
        );
        writeln!(out, "{}", terminal(&line))
    })
}

fn open(path: &Path) -> planfit::Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin()));
    }
    let file = File::open(path).map_err(|error| planfit::Error::io(path, &error))?;
    Ok(Box::new(BufReader::new(file)))
}

fn is_table(path: &Path) -> bool {
    let extension = path.extension().and_then(|end| end.to_str());
    let extension = extension.map(str::to_lowercase);
    !matches!(
        extension.as_deref(),
        None | Some("json" | "jsonl" | "ndjson")
    )
}
