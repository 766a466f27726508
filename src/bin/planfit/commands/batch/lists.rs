//! Opening the lists that are named on the command line, each sheet of a workbook by itself where all are asked for.

use super::args::{BatchArgs, OutputFormat};
use super::{input_format, is_standard_input, tell};
use planfit::input::{self, ColumnMap, InputOptions, Leads, Source};
use planfit::{Error, ErrorKind};
use std::path::Path;

/// The word that asks for every sheet.
const ALL: &str = "all";

/// Opens every list, to be read one after the other.
pub(super) fn open(args: &BatchArgs, output: OutputFormat) -> anyhow::Result<Leads> {
    let mut all = each(args, output)?.into_iter();
    match all.next() {
        Some(first) => Ok(first.followed_by(all)),
        None => Err(Error::new(ErrorKind::Incomplete, "no sheet holds leads")
            .with_hint("name the sheet with `--sheet NAME`")
            .into()),
    }
}

/// Opens every list by itself.
pub(super) fn each(args: &BatchArgs, output: OutputFormat) -> anyhow::Result<Vec<Leads>> {
    let mut all = Vec::new();
    for path in &args.leads {
        match args.reading.sheet.as_deref() {
            Some(ALL) => all.extend(open_sheets(args, path, output)?),
            sheet => all.push(open_one(args, path, sheet, output)?),
        }
    }
    Ok(all)
}

fn source(path: &Path) -> anyhow::Result<Source> {
    Ok(if is_standard_input(path) {
        Source::pipe(Box::new(std::io::stdin()), "standard input")?
    } else {
        Source::file(path)?
    })
}

/// Every sheet of a workbook that has a column to read; a file of another kind as it is.
fn open_sheets(args: &BatchArgs, path: &Path, output: OutputFormat) -> anyhow::Result<Vec<Leads>> {
    if is_standard_input(path) {
        return Err(Error::new(
            ErrorKind::Incomplete,
            "standard input can be read once, not for every sheet",
        )
        .with_hint("save it as a file, or name one sheet with `--sheet NAME`")
        .into());
    }
    let sheets = input::sheet_names(source(path)?)?;
    if sheets.is_empty() {
        return Ok(vec![open_one(args, path, None, output)?]);
    }
    let mut all = Vec::new();
    for sheet in &sheets {
        match open_one(args, path, Some(sheet), output) {
            Ok(leads) => all.push(leads),
            // A cover, a legend, notes.
            Err(error) if is_without_leads(&error) => {
                if !args.running.quiet {
                    tell(&format!(
                        "note: sheet `{sheet}` of {} is not read: {error}",
                        path.display()
                    ));
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

fn is_without_leads(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::Incomplete)
}

fn open_one(
    args: &BatchArgs,
    path: &Path,
    sheet: Option<&str>,
    output: OutputFormat,
) -> anyhow::Result<Leads> {
    let reading = &args.reading;
    let encoding = reading
        .encoding
        .as_deref()
        .map(input::encoding)
        .transpose()?;
    let delimiter = reading.delimiter.as_deref().map(delimiter).transpose()?;
    let options = InputOptions {
        encoding,
        delimiter,
        sheet: sheet.map(str::to_owned),
        map: ColumnMap::parse(reading.map.iter().map(String::as_str))?,
        header_row: reading.header_row,
        skip: reading.skip,
        // A table needs all columns before its first row.
        sample: if output == OutputFormat::Jsonl {
            1
        } else {
            1000
        },
    };
    Ok(Leads::open_any(
        source(path)?,
        input_format(args),
        &options,
    )?)
}

fn delimiter(word: &str) -> anyhow::Result<u8> {
    match word.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'"' => Ok(*byte),
        _ => Err(
            Error::new(ErrorKind::Unknown, format!("invalid delimiter `{word}`"))
                .with_hint("a delimiter is one character, such as `;`, or `tab`")
                .into(),
        ),
    }
}
