//! `planfit compare`: Set profiles side by side, or one profile under two plans

use crate::args::{Global, Lang};
use crate::exit::Exit;
use crate::records::{read_json, read_verified};
use crate::screen;
use anyhow::Context;
use clap::{Args, ValueEnum};
use planfit::assessment::Comparison;
use planfit::assessment::{Entrant, compare, is_record, with_note};
use planfit::input::profile_file::{read_profile, read_profile_from, require_text};
use planfit::report::{View, comparison};
use planfit::{Error, ErrorKind, Language, Matcher, Profile, Scratch, Taxonomy};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Set profiles side by side, or one profile under two plans
///
/// Prints what each scores in the subdivisions that any of them fits, and names the differences between the first and
/// each other one: which scores rise or fall, by how much and because of which words, which words only one has, and the
/// plan's clauses.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CompareArgs {
    /// Files with profiles (TOML, JSON, plain text, Markdown) or answers (JSON, JSONL); `-` is standard input
    #[arg(required = true, value_name = "PROFILE")]
    profiles: Vec<PathBuf>,
    /// Match the one profile with this plan too, beside the shipped one or that of --taxonomy
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// How to print it
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Language of labels and sentences; clauses and the profiles' words stay as they are
    #[arg(short, long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
    /// Tell every change, not only the greatest
    #[arg(short, long)]
    all: bool,
    /// Columns of the table [default: those of the terminal, else 100]
    #[arg(long, value_name = "COLUMNS")]
    width: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  planfit compare one-firm.toml another-firm.json
  planfit compare draft.toml final.toml --lang zh
  planfit compare profiles/*.toml --format markdown
  planfit compare firm.toml --against plan-2022.toml
  git show HEAD~1:firm.toml | planfit compare - firm.toml

Exit codes: 0 compared, 2 usage or input error.";

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// One object for programs, a documented and versioned contract
    Json,
    /// To paste into notes
    Markdown,
}

/// Runs the command.
pub(crate) fn run(args: CompareArgs, global: &Global) -> anyhow::Result<Exit> {
    let mut taxonomies: Vec<&Taxonomy> = vec![global.load_taxonomy()?];
    if let Some(path) = &args.against {
        taxonomies.push(Box::leak(Box::new(Taxonomy::load(path)?)));
    }
    let standard_input = args.profiles.iter().filter(|path| path.as_os_str() == "-");
    if standard_input.count() > 1 {
        let error = Error::new(
            ErrorKind::Incomplete,
            "standard input can be read only once",
        );
        let hint = "name one `-` and files for the others";
        return Err(error.with_hint(hint).into());
    }
    let matchers: Vec<Matcher<'_>> = taxonomies.into_iter().map(Matcher::new).collect();
    let mut profiles: Vec<(String, Profile)> = Vec::new();
    for path in &args.profiles {
        profiles.extend(read(path, &matchers[0])?);
    }
    check(profiles.len(), &args)?;
    let each = profiles.iter().flat_map(|(file, profile)| {
        let name = profile.name.as_deref().map_or(file.as_str(), str::trim);
        matchers.iter().map(move |matcher| Entrant {
            name: name.to_owned(),
            matcher,
            profile,
        })
    });
    let mut entrants: Vec<Entrant<'_, '_>> = each.collect();
    tell_apart(&mut entrants, &profiles, args.lang.into());
    let comparison = compare(&entrants, &mut Scratch::default());
    print(&comparison, &args).context("cannot write the comparison")?;
    Ok(Exit::Success)
}

/// One profile is compared under two plans, several under one.
fn check(profiles: usize, args: &CompareArgs) -> planfit::Result<()> {
    let error = |message: &str, hint: &str| {
        Err(Error::new(ErrorKind::Incomplete, message).with_hint(hint.to_owned()))
    };
    match (profiles, &args.against) {
        (0 | 1, None) => error(
            "one profile alone has nothing to be compared with",
            "name a second profile, or another plan with `--against FILE`",
        ),
        (2.., Some(_)) => error(
            "two plans are compared with one profile",
            "leave out `--against`, or name one profile only",
        ),
        _ => Ok(()),
    }
}

/// The profile in a file, or those of the answers in it, each with what to call it.
fn read(path: &Path, matcher: &Matcher<'_>) -> planfit::Result<Vec<(String, Profile)>> {
    let origin = name_of(path);
    if path.as_os_str() == "-" {
        let profile = read_profile_from(std::io::stdin().lock(), &origin, None)?;
        require_text(&profile, &origin)?;
        return Ok(vec![(origin, profile)]);
    }
    let extension = path.extension().and_then(|end| end.to_str());
    if matches!(extension, Some("json" | "jsonl" | "ndjson")) {
        let bytes = read_json(path)?;
        if std::str::from_utf8(&bytes).is_ok_and(is_record) {
            let firms = read_verified(&bytes, &origin, matcher, 1)?.into_iter();
            let named = firms.map(|firm| (format!("{origin}, row {}", firm.row), firm.profile));
            return Ok(named.collect());
        }
    }
    let profile = read_profile(path, None)?;
    require_text(&profile, &origin)?;
    Ok(vec![(origin, profile)])
}

fn name_of(path: &Path) -> String {
    match path.as_os_str() == "-" {
        true => "standard input".to_owned(),
        false => path.display().to_string(),
    }
}

/// Two versions of one profile have one name; then the files tell them apart.
fn tell_apart(
    entrants: &mut [Entrant<'_, '_>],
    profiles: &[(String, Profile)],
    language: Language,
) {
    if profiles.len() != entrants.len() {
        return;
    }
    let names: Vec<String> = entrants
        .iter()
        .map(|entrant| entrant.name.clone())
        .collect();
    for (entrant, (file, _)) in entrants.iter_mut().zip(profiles) {
        let same = names.iter().filter(|name| **name == entrant.name).count();
        if same > 1 && entrant.name != *file {
            entrant.name = with_note(&entrant.name, file, language);
        }
    }
}

fn print(comparison: &Comparison<'_>, args: &CompareArgs) -> std::io::Result<()> {
    let view = View {
        language: args.lang.into(),
        explain: args.all,
    };
    let stdout = std::io::stdout();
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    match args.format {
        Format::Table => {
            comparison::write_table(&mut out, comparison, view, screen::layout(args.width))?;
        }
        Format::Json => comparison::write_json(&mut out, comparison, stdout.is_terminal())?,
        Format::Markdown => comparison::write_markdown(&mut out, comparison, view)?,
    }
    out.flush()
}
