//! `planfit review`: Decide on scored leads, and keep the decisions

#[cfg_attr(not(feature = "tui"), path = "without_keyboard.rs")]
mod keyboard;

use crate::args::{Global, Lang};
use crate::exit::Exit;
use crate::ledger;
use crate::messages::{self, message, say};
use crate::output::Output;
use crate::time;
use anyhow::bail;
use clap::{ArgGroup, Args};
use planfit::assessment::{Firm, list, read_records, with_note};
use planfit::ledger::{Decisions, Ledger, append};
use planfit::report::escape::terminal;
use planfit::review::{Conflict, Queue, Returned, Sheet, conflicts, csv, import, xlsx};
use planfit::{Error, ErrorKind, Language, Taxonomy};
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// What is asked, and of whom.
#[cfg_attr(
    not(feature = "tui"),
    expect(dead_code, reason = "only the terminal asks")
)]
struct Asked<'a> {
    firms: &'a [Firm],
    taxonomy: &'a Taxonomy,
    queue: &'a Queue,
    who: &'a str,
    decisions: &'a Decisions<'a>,
    ledger: &'a Path,
    blind: bool,
    language: Language,
}

/// Decide on scored leads, and keep the decisions
///
/// Asks about the answers of `planfit batch --format jsonl`, first those whose decision would teach most: near the line of
/// a tier, with a second fit close behind, with many others like them. What was decided goes to the ledger, one line a
/// decision, and is on the disk before the next question; it is never asked again unless the text or the clause has
/// changed or two people disagree. For people who work in Excel, `--export` writes a sheet to fill in and `--import` reads
/// it back.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("what").args(["export", "import", "conflicts"]))]
pub(crate) struct ReviewArgs {
    /// Answers of `batch` or `match` as JSON or JSONL; `-` is standard input
    #[arg(value_name = "SCORED", required_unless_present = "conflicts")]
    scored: Option<PathBuf>,
    /// The team's decisions; made where it is not there
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,
    /// Write the questions as a sheet: .xlsx, with lists to choose from, or .csv
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Read a sheet that was filled in
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
    /// List the companies about which two people disagree
    #[arg(long)]
    conflicts: bool,
    /// Who decides [default: the name of the user on this computer]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Show neither scores nor tiers nor evidence
    #[arg(long)]
    blind: bool,
    /// Ask also what others have decided, for a second opinion
    #[arg(long)]
    second: bool,
    /// At most this many questions
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// Language of names, reasons and the screen
    #[arg(short, long, value_name = "LANGUAGE")]
    lang: Option<Lang>,
    /// Replace the sheet of --export if it is there
    #[arg(long, requires = "export")]
    force: bool,
}

impl ReviewArgs {
    /// The language asked for, else that of the program.
    fn language(&self) -> Language {
        self.lang.map_or_else(messages::language, Language::from)
    }
}

const EXAMPLES: &str = "\
Examples:
  planfit batch leads.csv -o scored.jsonl
  planfit review scored.jsonl --ledger team.jsonl
  planfit review scored.jsonl --ledger team.jsonl --export queue.xlsx
  planfit review scored.jsonl --ledger team.jsonl --import queue.xlsx --who Li
  planfit review --ledger team.jsonl --conflicts
  planfit batch next-month.csv -o scored.csv --ledger team.jsonl

Exit codes: 0 done, 1 under --conflicts where there are some, 2 usage or input error.";

/// Runs the command.
pub(crate) fn run(args: ReviewArgs, global: &Global) -> anyhow::Result<Exit> {
    let taxonomy = global.load_taxonomy()?;
    let ledger = ledger::read(&args.ledger)?;
    let decisions = Decisions::new(&ledger, taxonomy);
    let Some(scored) = &args.scored else {
        let found = conflicts(&decisions);
        tell(&found, args.language())?;
        return Ok(match found.is_empty() {
            true => Exit::Success,
            false => Exit::Nothing,
        });
    };
    if args.conflicts {
        bail!(
            Error::new(
                ErrorKind::Incomplete,
                "`--conflicts` is about the ledger alone"
            )
            .with_hint("leave out the answers")
        );
    }
    if args.export.is_none() && args.import.is_none() {
        keyboard::require_terminal(scored)?;
    }
    let who = who(args.who.as_deref())?;
    let firms = read(scored, taxonomy)?;
    if let Some(sheet) = &args.import {
        let returned = Returned {
            firms: &firms,
            taxonomy,
            decisions: &decisions,
            who: &who,
            when: &time::now(),
        };
        return take_in(sheet, &returned, &args);
    }
    let mut queue = Queue::new(&firms, &decisions, &who, args.second);
    queue.items.truncate(args.limit.unwrap_or(usize::MAX));
    let Some(path) = &args.export else {
        let asked = Asked {
            firms: &firms,
            taxonomy,
            queue: &queue,
            who: &who,
            decisions: &decisions,
            ledger: &args.ledger,
            blind: args.blind,
            language: args.language(),
        };
        return keyboard::run(&asked);
    };
    let sheet = Sheet {
        firms: &firms,
        taxonomy,
        blind: args.blind,
        language: args.language(),
    };
    hand_out(path, &sheet, &queue, args.force)?;
    Ok(Exit::Success)
}

/// Writes the questions as a sheet.
fn hand_out(path: &Path, sheet: &Sheet<'_>, queue: &Queue, force: bool) -> anyhow::Result<()> {
    let is_workbook = match extension(path).as_deref() {
        Some("xlsx") => true,
        Some("csv") => false,
        _ => bail!(
            Error::new(
                ErrorKind::Unknown,
                format!("the name `{}` does not say what to write", path.display())
            )
            .with_hint("let it end in .xlsx or .csv")
        ),
    };
    let output = Output::open(path, force)?;
    output.finish(&match is_workbook {
        true => xlsx(sheet, queue)?,
        false => csv(sheet, queue),
    })?;
    let [known, changed, new] = queue.firms;
    let (path, items) = (path.display(), queue.items.len());
    say_line(&match items {
        1 => message!(
            sheet.language,
            "wrote `{path}`: 1 question; {known} known, {changed} changed, {new} new",
            path,
            known,
            changed,
            new
        ),
        items => message!(
            sheet.language,
            "wrote `{path}`: {items} questions; {known} known, {changed} changed, {new} new",
            path,
            items,
            known,
            changed,
            new
        ),
    })?;
    Ok(())
}

/// Reads a sheet, adds what is new in it to the ledger, and says where people disagree now.
fn take_in(path: &Path, to: &Returned<'_>, args: &ReviewArgs) -> anyhow::Result<Exit> {
    let imported = import(path, to)?;
    append(&args.ledger, &imported.entries)?;
    let (ledger, added) = (args.ledger.display(), imported.entries.len());
    let (repeated, open) = (imported.repeated, imported.open);
    say_line(&match added {
        1 => message!(
            args.language(),
            "1 decision added to `{ledger}`, {repeated} there already, {open} left open",
            ledger,
            repeated,
            open
        ),
        added => message!(
            args.language(),
            "{added} decisions added to `{ledger}`, {repeated} there already, {open} left open",
            added,
            ledger,
            repeated,
            open
        ),
    })?;
    let ledger = Ledger::read(&args.ledger)?;
    let found = conflicts(&Decisions::new(&ledger, to.taxonomy));
    if !found.is_empty() {
        tell(&found, args.language())?;
    }
    Ok(Exit::Success)
}

/// A line for each conflict, and how many there are.
fn tell(found: &[Conflict], language: Language) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    for conflict in found {
        let people = |people: &[(String, String)]| {
            let one = |(who, when): &(String, String)| match when.get(..10) {
                Some(day) => with_note(who, day, language),
                None => who.clone(),
            };
            let people: Vec<String> = people.iter().map(one).collect();
            list(&people, language)
        };
        let label = conflict.label.as_ref();
        let name = label.map_or(conflict.subdivision.as_str(), |label| label.get(language));
        let line = message!(
            language,
            "{company}: {subdivision}: yes {yes}; no {no}",
            company = conflict.firm,
            subdivision = name,
            yes = people(&conflict.yes),
            no = people(&conflict.no)
        );
        writeln!(out, "{}", terminal(&line))?;
    }
    let summary = match found.len() {
        0 => say(language, "nobody disagrees").to_owned(),
        1 => say(language, "1 conflict").to_owned(),
        conflicts => message!(language, "{conflicts} conflicts", conflicts),
    };
    writeln!(out, "{summary}")?;
    Ok(())
}

fn read(scored: &Path, taxonomy: &Taxonomy) -> anyhow::Result<Vec<Firm>> {
    let extension = extension(scored);
    if let Some("csv" | "tsv" | "xlsx" | "xls" | "ods") = extension.as_deref() {
        let shown = scored.display();
        bail!(
            Error::new(
                ErrorKind::Malformed,
                format!("`{shown}` is a table, and answers are needed as JSONL")
            )
            .with_hint(format!(
                "screen the list with `planfit batch {shown} -o scored.jsonl`"
            ))
        );
    }
    let reader: Box<dyn Read> = match scored.as_os_str() == "-" {
        true => Box::new(std::io::stdin()),
        false => Box::new(File::open(scored).map_err(|error| Error::io(scored, &error))?),
    };
    let name = scored.display().to_string();
    Ok(read_records(BufReader::new(reader), &name, taxonomy, 1)?)
}

fn extension(path: &Path) -> Option<String> {
    let extension = path.extension().and_then(|end| end.to_str());
    extension.map(str::to_lowercase)
}

/// Who decides: a decision without a name is worth nothing to a team.
fn who(said: Option<&str>) -> planfit::Result<String> {
    let user = || {
        let names = ["USER", "USERNAME", "LOGNAME"].into_iter();
        names.filter_map(|name| std::env::var(name).ok()).next()
    };
    let who = said.map(str::to_owned).or_else(user);
    who.map(|who| who.trim().to_owned())
        .filter(|who| !who.is_empty())
        .ok_or_else(|| {
            Error::new(ErrorKind::Incomplete, "nobody is named who decides")
                .with_hint("say it with `--who NAME`")
        })
}

fn say_line(line: &str) -> std::io::Result<()> {
    writeln!(anstream::stdout().lock(), "{}", terminal(line))
}
