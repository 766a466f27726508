//! `planfit report`: Write a report to hand over: HTML, Markdown, XLSX or DOCX

use crate::args::{Global, Lang};
use crate::exit::Exit;
use crate::ledger;
use crate::messages::say;
use crate::output::Output;
use crate::records::{read_json, read_verified};
use crate::time;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use planfit::assessment::{Firm, is_record};
use planfit::input::profile_file::{ProfileFormat, parse_profile, read_profile};
use planfit::ledger::{Decided, Decisions, Identity};
use planfit::report::document::{Format, Report, Settings, render};
use planfit::{Error, ErrorKind, Matcher, Options, Scratch, Taxonomy};
use std::path::{Path, PathBuf};

/// Write a report to hand over: HTML, Markdown, XLSX or DOCX
///
/// One profile gives a report on that company; several give a screening with a matrix of companies and subdivisions. Answers
/// of `planfit match --format json` and `planfit batch --format jsonl` are taken as they are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  planfit report firm.toml -o firm.html
  planfit report profiles/*.toml -o screening.xlsx --lang zh
  planfit batch leads.csv -o answers.jsonl && planfit report answers.jsonl -o screening.html

PDF: open the HTML report in a browser and print it; its style sheet is made for paper too.")]
pub(crate) struct ReportArgs {
    /// Profiles (TOML, JSON, text, Markdown, HTML, DOCX, PDF), answers (JSON, JSONL), or `-` for standard input
    #[arg(required = true, value_name = "PROFILE")]
    profiles: Vec<PathBuf>,
    /// File to write; its extension chooses the format; `-` for standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Format, where the extension does not say it
    #[arg(short, long, value_name = "FORMAT", value_parser = format_name())]
    format: Option<Format>,
    /// Language of the report; texts of profiles and clauses of the plan stay as they are
    #[arg(short, long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
    /// At most this many fits a company
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    top: u16,
    /// Name of the company, where there is one profile; replaces that of PROFILE
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Title on the cover
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Add points and marked texts at the end of Markdown and DOCX; HTML has them folded in any case
    #[arg(long)]
    appendix: bool,
    /// Date on the cover, `today` or any text; empty for none
    #[arg(long, value_name = "DATE", default_value = "today")]
    date: String,
    /// What the team has decided, as `planfit review` keeps it: told beside the scores
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Replace OUT if it is there
    #[arg(long)]
    force: bool,
}

/// Reads a format by name, or by what its files usually end in.
fn format_name() -> impl TypedValueParser<Value = Format> {
    let value = |format: Format| {
        let about = match format {
            Format::Html => "One self-contained page",
            Format::Markdown => "Markdown with tables",
            Format::Xlsx => "A workbook",
            Format::Docx => "A document to edit",
        };
        let value = PossibleValue::new(format.name()).help(about);
        value.aliases(format.extensions().first())
    };
    let is_named = |format: &Format, word: &str| {
        format.name() == word || format.extensions().first() == Some(&word)
    };
    PossibleValuesParser::new(Format::ALL.map(value)).try_map(move |word| {
        let mut all = Format::ALL.into_iter();
        all.find(|format| is_named(format, &word))
            .ok_or("an unknown format")
    })
}

/// Pieces of evidence of each fit; what is left is counted in one row.
const EVIDENCE: usize = 20;

/// Runs the command.
pub(crate) fn run(args: ReportArgs, global: &Global) -> anyhow::Result<Exit> {
    let format = format_of(&args)?;
    if args.name.is_some() && args.profiles.len() > 1 {
        return Err(Error::new(
            ErrorKind::Incomplete,
            "`--name` is for one profile, and there are several",
        )
        .with_hint("write each name into its profile as `name`")
        .into());
    }
    let output = Output::open(&args.output, args.force)?;
    let taxonomy = global.load_taxonomy()?;
    let mut firms = read_firms(&args, taxonomy)?;
    if let Some(path) = &args.ledger {
        let ledger = ledger::read(path)?;
        let decisions = Decisions::new(&ledger, taxonomy);
        for firm in &mut firms {
            let identity = Identity::of_firm(firm.id.as_deref(), &firm.profile);
            let standing = decisions.standing(&identity, &firm.profile);
            firm.decided = standing.decisions.iter().map(Decided::told).collect();
            firm.decision = standing.told();
        }
    }
    let settings = Settings {
        language: args.lang.into(),
        title: args.title.clone(),
        appendix: args.appendix,
        date: match args.date.as_str() {
            "" => None,
            "today" => Some(time::today()),
            text => Some(text.to_owned()),
        },
    };
    let report = Report::new(taxonomy, firms);
    output.finish(&render(&report, &settings, format)?)?;
    Ok(Exit::Success)
}

fn format_of(args: &ReportArgs) -> planfit::Result<Format> {
    let extension = args.output.extension().and_then(|end| end.to_str());
    let by_extension = || extension.and_then(Format::of_extension);
    if let Some(format) = args.format.or_else(by_extension) {
        return Ok(format);
    }
    let hint = match extension {
        Some(end) if end.eq_ignore_ascii_case("pdf") => {
            "write `.html`, open it in a browser and print it to PDF".to_owned()
        }
        _ => {
            let [others @ .., last] =
                Format::ALL.map(|format| format!("`.{}`", format.extensions()[0]));
            format!(
                "end it in {} or {last}, or say `--format`",
                others.join(", ")
            )
        }
    };
    let problem = format!("no report format for `{}`", args.output.display());
    Err(Error::new(ErrorKind::Unknown, problem).with_hint(hint))
}

fn read_firms(args: &ReportArgs, taxonomy: &Taxonomy) -> planfit::Result<Vec<Firm>> {
    let matcher = Matcher::new(taxonomy);
    let options = Options {
        top: args.top.into(),
        evidence: EVIDENCE,
        ..Options::default()
    };
    let mut scratch = Scratch::default();
    let mut firms: Vec<Firm> = Vec::new();
    for path in &args.profiles {
        let next = firms.len() as u64 + 1;
        match read_source(path)? {
            Source::Records(bytes) => {
                let origin = path.display().to_string();
                let mut read = read_verified(&bytes, &origin, &matcher, next)?;
                for firm in &mut read {
                    firm.fits.truncate(args.top.into());
                }
                firms.append(&mut read);
            }
            Source::Profile(mut profile) => {
                let heading = heading(profile.description.as_deref());
                profile.name = args.name.clone().or(profile.name);
                let assessment = matcher.assess(&profile, &options, &mut scratch);
                // Read as text already; as a name it is what to call the firm.
                profile.name = profile.name.or(heading);
                let mut firm = Firm::new(next, None, *profile, assessment);
                firm.asked = Some(args.top.into());
                firms.push(firm);
            }
        }
    }
    if let [firm] = firms.as_mut_slice()
        && firm.profile.name.is_none()
        && firm.id.is_none()
    {
        firm.id = Some(say(args.lang.into(), "Unnamed firm").to_owned());
    }
    if firms.is_empty() {
        return Err(Error::new(
            ErrorKind::Incomplete,
            "there is no profile to report on",
        ));
    }
    Ok(firms)
}

/// The heading of a text, where its first line is one: the firm's name. The name of a file says nothing to a client.
fn heading(description: Option<&str>) -> Option<String> {
    let first = description?.trim_start().lines().next()?;
    let heading = first.strip_prefix("# ")?.trim();
    (!heading.is_empty()).then(|| heading.to_owned())
}

enum Source {
    Records(Vec<u8>),
    Profile(Box<planfit::Profile>),
}

/// Reads a file once and tells answers from profiles.
fn read_source(path: &Path) -> planfit::Result<Source> {
    let extension = path.extension().and_then(|end| end.to_str());
    let extension = extension.map(str::to_lowercase);
    let standard_input = path.as_os_str() == "-";
    let extension = extension.as_deref();
    if matches!(
        extension,
        Some("csv" | "tsv" | "xlsx" | "xls" | "et" | "ods")
    ) {
        let list = path.display();
        return Err(Error::new(
            ErrorKind::Malformed,
            format!("`{list}` is a list of companies, not a profile or an answer"),
        )
        .with_hint(format!(
            "screen it first: `planfit batch {list} -o answers.jsonl`, then report on `answers.jsonl`"
        )));
    }
    if !standard_input && !matches!(extension, Some("json" | "jsonl" | "ndjson")) {
        return Ok(Source::Profile(Box::new(read_profile(path, None)?)));
    }
    let bytes = read_json(path)?;
    let lines = matches!(extension, Some("jsonl" | "ndjson"));
    if lines || std::str::from_utf8(&bytes).is_ok_and(is_record) {
        return Ok(Source::Records(bytes));
    }
    let format = (!standard_input).then_some(ProfileFormat::Json);
    let profile = parse_profile(&bytes, &path.display().to_string(), format)?;
    Ok(Source::Profile(Box::new(profile)))
}
