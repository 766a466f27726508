//! `planfit taxonomy suggest PLAN`: terms that are worth adding to a plan, each with the companies that it concerns.

use super::{Format, print_json};
use crate::args::Global;
use crate::commands::adapt::{open, print_decided};
use crate::exit::Exit;
use crate::ledger;
use crate::messages::{self, filled, language, message, say, say_all};
use crate::output::Output;
use crate::screen;
use anyhow::Result;
use clap::Args;
use planfit::assessment::list;
use planfit::eval;
use planfit::input::{Entry, RowBlock, RowReader};
use planfit::ledger::{Decisions, Identity};
use planfit::plan::{Moved, Said, Sample, Standing, Suggested, Suggestion, amended, book, suggest};
use planfit::report::escape::terminal;
use planfit::taxonomy::{Label, read_text};
use planfit::{Error, ErrorKind, Matcher, Taxonomy, Tier, adapt};
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Suggest terms that are worth adding to a plan, each with the companies it would bring in or throw out
///
/// Words and phrases that companies of one subdivision have and others do not are tried out one by one: what is suggested
/// brings in companies that do not fit yet. From labelled companies exclusions are suggested too, and each company is told
/// to be right or wrong; with --ledger so they are from what a team decided. With -o each is asked about on the terminal, and
/// what is accepted is written into a copy of the plan, whose comments stay.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SuggestArgs {
    /// The plan file
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// A list of companies, in any format that `batch` reads
    #[arg(long, value_name = "LIST", required_unless_present_any = ["labelled", "ledger"])]
    leads: Option<PathBuf>,
    /// Labelled companies: a lead list with a column `labels` that holds `id:grade;...`
    #[arg(long, value_name = "FILE")]
    labelled: Option<PathBuf>,
    /// The decisions of a team, made with `planfit review`; texts that it does not have are taken from --leads
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Write the plan with the terms that were accepted; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Accept every suggestion without asking
    #[arg(short, long, requires = "output")]
    yes: bool,
    /// Suggest at most this many
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How to print the suggestions
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  planfit taxonomy suggest plan.toml --leads list.csv
  planfit taxonomy suggest plan.toml --leads list.csv -o better.toml
  planfit taxonomy suggest plan.toml --labelled labelled.csv --yes -o better.toml
  planfit taxonomy suggest plan.toml --ledger team.jsonl --leads list.csv

Exit codes: 0 something is suggested, 1 nothing is, 2 usage or input error.";

/// Companies that are named of each suggestion.
const NAMED: usize = 5;

pub(super) fn run(args: &SuggestArgs, global: &Global) -> Result<Exit> {
    let asks = args.output.is_some() && !args.yes;
    if asks && !std::io::stdin().is_terminal() {
        let message = "standard input is no terminal to answer on";
        return Err(Error::new(ErrorKind::Incomplete, message)
            .with_hint("--yes accepts every suggestion; without -o they are only printed")
            .into());
    }
    let global = Global {
        taxonomy: Some(args.plan.clone()),
        ..global.clone()
    };
    let taxonomy = global.load_taxonomy()?;
    let text = read_text(&args.plan)?;
    let output = args.output.as_deref();
    let output = output
        .map(|path| Output::open(path, args.force))
        .transpose()?;
    let samples = samples(args, taxonomy)?;
    let suggestions = suggest(&Matcher::new(taxonomy), &samples, args.limit);
    if args.format == Format::Json {
        print_json(&suggestions)?;
    }
    let shows = args.format == Format::Table && output.as_ref().is_none_or(is_file);
    let mut accepted = Vec::new();
    for (number, suggestion) in (1..).zip(&suggestions) {
        if shows || asks {
            print(number, suggestion)?;
        }
        if args.yes || (asks && agreed()?) {
            accepted.push(suggestion);
        }
    }
    if let Some(output) = output {
        let written = is_file(&output);
        let plan = amended(&text, &args.plan.display().to_string(), &accepted)?;
        output.finish(plan.as_bytes())?;
        if let Some(path) = args.output.as_deref().filter(|_| written) {
            summary(args, path, accepted.len(), suggestions.len())?;
        }
    } else if suggestions.is_empty() {
        let nothing = say(language(), "nothing is suggested");
        writeln!(anstream::stderr(), "{nothing}")?;
    }
    Ok(match suggestions.is_empty() {
        true => Exit::Nothing,
        false => Exit::Success,
    })
}

fn is_file(output: &Output) -> bool {
    matches!(output, Output::File(_))
}

/// Everything that terms are tried out on: firms of the list, labelled companies, decided firms, each firm once.
fn samples(args: &SuggestArgs, taxonomy: &Taxonomy) -> Result<Vec<Sample>> {
    let gold = match &args.labelled {
        Some(path) => eval::read_gold(path, taxonomy)?,
        None => Vec::new(),
    };
    let ledger = args.ledger.as_deref().map(ledger::read).transpose()?;
    let decisions = ledger.as_ref().map(|it| Decisions::new(it, taxonomy));
    let mut samples = match &args.leads {
        Some(path) => read_leads(path, decisions.as_ref())?,
        None => Vec::new(),
    };
    let decided = match (&args.ledger, &decisions) {
        (Some(path), Some(decisions)) => {
            let leads = args.leads.as_deref().map(open).transpose()?;
            let decided = adapt::decided(decisions, leads, &gold)?;
            print_decided(path, &decided);
            decided.companies
        }
        _ => Vec::new(),
    };
    samples.extend((1..).zip(gold).map(|(row, gold)| Sample {
        row,
        said: Said::Labels(gold.relevant()),
        id: Some(gold.id),
        profile: gold.profile,
    }));
    samples.extend((1..).zip(decided).map(|(row, company)| Sample {
        row,
        id: None,
        profile: company.profile().clone(),
        said: Said::Decided {
            yes: company.yes(),
            no: company.no().to_vec(),
        },
    }));
    Ok(samples)
}

/// How many leads are kept, each of a kilobyte or two.
const MOST_LEADS: usize = 200_000;

/// The companies of a list; rows that cannot be read are left out, as `batch` names them, and so are firms that were decided
/// on, which count by their decisions.
fn read_leads(path: &Path, decisions: Option<&Decisions<'_>>) -> planfit::Result<Vec<Sample>> {
    let mut leads = open(path)?;
    let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
    let mut samples = Vec::new();
    while leads.fill(&mut block)? {
        let layout = leads.layout();
        for index in 0..block.len() {
            if let Entry::Lead { lead, .. } = reader.read(&layout, &block, index) {
                let known = decisions.and_then(|it| it.firm_of(&Identity::of_lead(&lead)));
                if known.is_some() {
                    continue;
                }
                if samples.len() == MOST_LEADS {
                    let message = format!("`{}` has over {MOST_LEADS} leads", path.display());
                    return Err(Error::new(ErrorKind::Malformed, message).with_hint(
                        "give a part of the list: terms that help are in any part of it",
                    ));
                }
                samples.push(Sample {
                    row: lead.row,
                    id: lead.id.map(str::to_owned),
                    profile: lead.profile.clone(),
                    said: Said::Nothing,
                });
            }
        }
    }
    Ok(samples)
}

fn print(number: usize, suggestion: &Suggestion) -> Result<()> {
    let mut out = anstream::stdout().lock();
    let line = format!("{number:>3}  {}", suggested(suggestion));
    writeln!(out, "{}", terminal(&line))?;
    let language = language();
    let brings_in = say_all(
        language,
        [
            "brings in {count}: {companies}",
            "brings in {count}: {companies} and {more} more",
        ],
    );
    let throws_out = say_all(
        language,
        [
            "throws out {count}: {companies}",
            "throws out {count}: {companies} and {more} more",
        ],
    );
    for (moved, texts) in [
        (&suggestion.brings_in, brings_in),
        (&suggestion.throws_out, throws_out),
    ] {
        if !moved.is_empty() {
            writeln!(out, "     {}", terminal(&moved_row(moved, texts)))?;
        }
    }
    Ok(())
}

/// What to add, and how many companies have it.
fn suggested(suggestion: &Suggestion) -> String {
    let companies = suggestion.companies;
    let text = say(
        language(),
        match (suggestion.kind, companies) {
            (Suggested::Term, 1) => {
                "{label} ({subdivision}): add the term “{text}”, which 1 company has"
            }
            (Suggested::Term, _) => {
                "{label} ({subdivision}): add the term “{text}”, which {companies} companies have"
            }
            (Suggested::Exclusion, 1) => {
                "{label} ({subdivision}): add the exclusion “{text}”, which 1 company has"
            }
            (Suggested::Exclusion, _) => {
                "{label} ({subdivision}): add the exclusion “{text}”, which {companies} companies have"
            }
        },
    );
    filled(
        text,
        &[
            ("label", &label_in(&suggestion.label)),
            ("subdivision", &suggestion.subdivision),
            ("text", &suggestion.text),
            ("companies", &companies),
        ],
    )
}

/// The label in the language of the program, or in the one that it has.
fn label_in(label: &Label) -> &str {
    let mut labels = [label.get(language()), &label.en, &label.zh].into_iter();
    labels.find(|label| !label.is_empty()).unwrap_or_default()
}

/// Companies that begin or cease to fit: a text for as many as are named, and one for where there are more.
fn moved_row(moved: &[Moved], [all, with_more]: [&'static str; 2]) -> String {
    let named: Vec<String> = moved.iter().take(NAMED).map(moved_in).collect();
    let (count, more) = (moved.len(), moved.len().saturating_sub(NAMED));
    let text = if more == 0 { all } else { with_more };
    let companies = list(&named, language());
    filled(
        text,
        &[
            ("count", &count),
            ("companies", &companies),
            ("more", &more),
        ],
    )
}

/// A company with its scores before and after, and whether that is right, in the language of the program.
fn moved_in(one: &Moved) -> String {
    let name = one.name.as_deref().or(one.id.as_deref());
    let row = || message!(language(), "row {row}", row = one.row);
    let name = name.map_or_else(row, str::to_owned);
    let text = say(
        language(),
        match one.right {
            None => "{name} ({before} to {after})",
            Some(true) => "{name} ({before} to {after}, right)",
            Some(false) => "{name} ({before} to {after}, wrong)",
        },
    );
    let (before, after) = (shown(&one.before), shown(&one.after));
    filled(
        text,
        &[("name", &name), ("before", &before), ("after", &after)],
    )
}

/// A score as readers are shown it; a company that does not fit has none here.
fn shown(standing: &Standing) -> String {
    match standing.tier {
        Some(_) => book::shown(standing),
        None => Tier::word_or_none(None, language()).to_owned(),
    }
}

/// Asks on the terminal; an empty answer is no, since a term counts for every company to come.
fn agreed() -> Result<bool> {
    loop {
        let mut out = anstream::stdout().lock();
        let question = say(language(), "add it? [y/N]");
        write!(out, "     {question} ")?;
        out.flush()?;
        let mut answer = String::new();
        if std::io::stdin().lock().read_line(&mut answer)? == 0 {
            anyhow::bail!("the answers ended before the suggestions");
        }
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" | "是" => return Ok(true),
            "" | "n" | "no" | "否" => return Ok(false),
            _ => writeln!(out, "     {}", say(language(), "y or n"))?,
        }
    }
}

fn summary(args: &SuggestArgs, path: &Path, accepted: usize, all: usize) -> Result<()> {
    let shown = path.display().to_string();
    let mut message = format!("wrote `{shown}` with {accepted} of {all} suggestions");
    if let Some(leads) = &args.leads {
        let word = |path: &Path| screen::shell_word(&path.display().to_string());
        let (old, new, leads) = (word(&args.plan), word(path), word(leads));
        message.push_str(&format!(
            "; what all of them do: `planfit taxonomy diff {old} {new} --leads {leads}`"
        ));
    }
    let message = messages::told(&message);
    writeln!(anstream::stdout().lock(), "{}", terminal(&message))?;
    Ok(())
}
