//! `planfit taxonomy suggest PLAN`: terms that are worth adding to a plan, each with the companies that it concerns.

use super::{Format, print_json};
use crate::args::Global;
use crate::commands::adapt::{open, print_decided};
use crate::exit::Exit;
use crate::ledger;
use crate::messages::{self, language};
use crate::output::Output;
use crate::screen;
use anyhow::Result;
use clap::Args;
use planfit::eval;
use planfit::input::{Entry, RowBlock, RowReader};
use planfit::ledger::{Decisions, Identity};
use planfit::plan::{Moved, Said, Sample, Standing, Suggested, Suggestion, amended, book, suggest};
use planfit::report::escape::terminal;
use planfit::taxonomy::{Label, read_text};
use planfit::{Error, ErrorKind, Language, Matcher, Taxonomy, Tier, adapt};
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
            say(number, suggestion)?;
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
        writeln!(anstream::stderr(), "nothing is suggested")?;
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

fn say(number: usize, suggestion: &Suggestion) -> Result<()> {
    let Suggestion {
        subdivision,
        text,
        companies,
        ..
    } = suggestion;
    let label = label_in(&suggestion.label);
    let first = match (language(), suggestion.kind) {
        (Language::En, kind) => {
            let what = match kind {
                Suggested::Term => "add the term",
                Suggested::Exclusion => "add the exclusion",
            };
            let have = if *companies == 1 {
                "company has"
            } else {
                "companies have"
            };
            format!(
                "{number:>3}  {label} ({subdivision}): {what} “{text}”, which {companies} {have}"
            )
        }
        (Language::Zh, kind) => {
            let what = match kind {
                Suggested::Term => "加入术语",
                Suggested::Exclusion => "加入排除词",
            };
            format!(
                "{number:>3}  {label}（{subdivision}）：{what}“{text}”，{companies}家企业有此词"
            )
        }
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", terminal(&first))?;
    for (verb, moved) in [
        (["brings in", "新增符合"], &suggestion.brings_in),
        (["throws out", "不再符合"], &suggestion.throws_out),
    ] {
        if !moved.is_empty() {
            writeln!(out, "     {}", terminal(&told(verb, moved)))?;
        }
    }
    Ok(())
}

/// The label in the language of the program, or in the one that it has.
fn label_in(label: &Label) -> &str {
    let other = match language() {
        Language::En => &label.zh,
        Language::Zh => &label.en,
    };
    Some(label.get(language()))
        .filter(|label| !label.is_empty())
        .unwrap_or(other)
}

fn told([english, chinese]: [&str; 2], moved: &[Moved]) -> String {
    let is_english = language() == Language::En;
    let named = moved.iter().take(NAMED).map(|one| {
        let name = one.name.as_deref().or(one.id.as_deref());
        let row = one.row;
        let name = name.map_or_else(
            || match is_english {
                true => format!("row {row}"),
                false => format!("第{row}行"),
            },
            str::to_owned,
        );
        let (before, after) = (shown(&one.before), shown(&one.after));
        let right = match (one.right, is_english) {
            (Some(true), true) => ", right",
            (Some(false), true) => ", wrong",
            (Some(true), false) => "，正确",
            (Some(false), false) => "，错误",
            (None, _) => "",
        };
        match is_english {
            true => format!("{name} ({before} to {after}{right})"),
            false => format!("{name}（{before}变为{after}{right}）"),
        }
    });
    let named: Vec<String> = named.collect();
    let count = moved.len();
    let more = count.saturating_sub(NAMED);
    match (is_english, more) {
        (true, 0) => format!("{english} {count}: {}", named.join(", ")),
        (true, _) => format!("{english} {count}: {} and {more} more", named.join(", ")),
        (false, 0) => format!("{chinese}{count}家：{}", named.join("、")),
        (false, _) => format!("{chinese}{count}家：{}等，另有{more}家", named.join("、")),
    }
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
        let question = messages::told("add it? [y/N]");
        write!(out, "     {question} ")?;
        out.flush()?;
        let mut answer = String::new();
        if std::io::stdin().lock().read_line(&mut answer)? == 0 {
            anyhow::bail!("the answers ended before the suggestions");
        }
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" | "是" => return Ok(true),
            "" | "n" | "no" | "否" => return Ok(false),
            _ => writeln!(out, "     {}", messages::told("y or n"))?,
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
