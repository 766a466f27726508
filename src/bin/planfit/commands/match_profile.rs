//! `planfit match`: Rank the subdivisions that one profile fits

use crate::args::{Global, Lang};
use crate::commands::interactive;
use crate::exit::Exit;
use crate::ledger;
use crate::profile_args::ProfileFlags;
use crate::screen;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use planfit::assessment::Answer;
use planfit::fit::{Assessment, Level};
use planfit::ledger::{Decisions, Identity};
use planfit::report::{View, json, markdown, table};
use planfit::{Matcher, Options, Profile, Score, Scratch};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Rank the subdivisions that one profile fits
///
/// Reads a company profile and prints the subdivisions of the plan that it fits, best first, each with a score from 0
/// to 100, the words of the profile that speak for it, and the plan's clause word for word. `score / 100` is the
/// probability that an analyst would call the fit real.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct MatchArgs {
    /// File with the profile: TOML, JSON, plain text or Markdown; `-` is standard input
    profile: Option<PathBuf>,
    /// Edit the profile on the terminal and see the ranking change at every key
    #[arg(short, long, conflicts_with_all = ["format", "explain", "width", "level"])]
    interactive: bool,
    #[command(flatten)]
    flags: ProfileFlags,
    #[command(flatten)]
    ranking: RankingArgs,
    #[command(flatten)]
    output: OutputArgs,
}

const EXAMPLES: &str = "\
Examples:
  planfit match profile.toml
  planfit match -k \"lithium battery\" -p \"LFP cells, BMS\" --lang zh
  planfit match profile.toml --interactive
  planfit match about-us.md --name \"Cell Works\" --top 3 --explain
  curl -s https://example.com/firm.json | planfit match - --format json | jq '.fits[0]'
  planfit match profile.toml --level front --min-score 35 > /dev/null && echo promoted

Exit codes: 0 something fits (or --interactive was left), 1 nothing fits, 2 usage or input error.";

#[derive(Debug, Args)]
#[command(next_help_heading = "Ranking")]
struct RankingArgs {
    /// Show at most this many fits [default: 5, with --interactive 20]
    #[arg(short = 'n', long, value_name = "N", value_parser = top)]
    top: Option<usize>,
    /// Show none that scores less, 0 to 100
    #[arg(long, value_name = "SCORE", default_value = "1", value_parser = score)]
    min_score: Score,
    /// Roll fits up: the best subdivision of each industry or front stands for it, with its score and clause
    #[arg(long, value_name = "LEVEL", default_value = "subdivision")]
    level: LevelArg,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct OutputArgs {
    /// How to print the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Language of labels and sentences; clauses and the profile's words stay as they are
    #[arg(short, long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
    /// List every piece of evidence with its points, how it was met and in what role
    #[arg(short, long)]
    explain: bool,
    /// What the team has decided, as `planfit review` keeps it: adds `decision`, `decided_by` and `stale`
    #[arg(long, value_name = "FILE", conflicts_with = "interactive")]
    ledger: Option<PathBuf>,
    /// Columns of the table [default: those of the terminal, else 100]
    #[arg(long, value_name = "COLUMNS")]
    width: Option<u16>,
}

/// What fits are rolled up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LevelArg {
    /// Every subdivision by itself
    Subdivision,
    /// The best subdivision of each industry
    Industry,
    /// The best subdivision of each front
    Front,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Subdivision => Self::Subdivision,
            LevelArg::Industry => Self::Industry,
            LevelArg::Front => Self::Front,
        }
    }
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// One object for programs, a documented and versioned contract
    Json,
    /// To paste into notes
    Markdown,
}

/// Fits shown where no number is asked for: as many as are worth reading, or as a screen can be moved through.
const TOP: usize = 5;
const TOP_INTERACTIVE: usize = 20;

fn top(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(top) if top > 0 => Ok(top),
        _ => Err("expected an integer of at least 1".to_owned()),
    }
}

/// Reads a score, 0 to 100 with one decimal.
pub(crate) fn score(text: &str) -> Result<Score, String> {
    match text.parse::<f64>() {
        Ok(score) if (0.0..=100.0).contains(&score) => Ok(Score::from_probability(score / 100.0)),
        _ => Err("expected a number from 0 to 100".to_owned()),
    }
}

/// Runs the command.
pub(crate) fn run(args: MatchArgs, global: &Global) -> Result<Exit> {
    let MatchArgs {
        profile,
        interactive,
        flags,
        ranking,
        output,
    } = args;
    if interactive {
        return run_interactive(profile, flags, &ranking, output.lang, global);
    }
    let profile = flags.resolve(profile.as_deref())?;
    let taxonomy = global.load_taxonomy()?;
    let matcher = Matcher::new(taxonomy);
    let assessment = assess(&matcher, &profile, &ranking, output.explain);
    let ledger = output.ledger.as_deref().map(ledger::read).transpose()?;
    let decisions = ledger
        .as_ref()
        .map(|ledger| Decisions::new(ledger, taxonomy));
    let standing = decisions
        .as_ref()
        .map(|decisions| decisions.standing(&Identity::of_profile(&profile), &profile));
    let answer = Answer {
        level: ranking.level.into(),
        decided: standing.as_ref(),
        taxonomy: Some(taxonomy),
        ..Answer::new(&taxonomy.plan, &profile, &assessment)
    };
    print(&answer, &output).context("cannot write the answer")?;
    // Fits that --min-score hides are no fits to the one who asked.
    Ok(
        match assessment.verdict.something_fits() && !assessment.fits.is_empty() {
            true => Exit::Success,
            false => Exit::Nothing,
        },
    )
}

fn run_interactive(
    path: Option<PathBuf>,
    flags: ProfileFlags,
    ranking: &RankingArgs,
    language: Lang,
    global: &Global,
) -> Result<Exit> {
    interactive::require_terminal(path.as_deref())?;
    let opened = interactive::Opened {
        profile: flags.resolve_or_empty(path.as_deref())?,
        path,
        language: language.into(),
        options: Options {
            top: ranking.top.unwrap_or(TOP_INTERACTIVE),
            min_score: ranking.min_score,
            ..Options::default()
        },
        colour: screen::layout(None).colour,
    };
    interactive::run(opened, global.load_taxonomy()?)?;
    Ok(Exit::Success)
}

fn assess<'t>(
    matcher: &Matcher<'t>,
    profile: &Profile,
    ranking: &RankingArgs,
    explain: bool,
) -> Assessment<'t> {
    let level = Level::from(ranking.level);
    let defaults = Options::default();
    let top = ranking.top.unwrap_or(TOP);
    let options = Options {
        // The best of a group may stand anywhere, so every fit is asked for first.
        top: if level == Level::Subdivision {
            top
        } else {
            usize::MAX
        },
        min_score: ranking.min_score,
        evidence: if explain {
            usize::MAX
        } else {
            defaults.evidence
        },
    };
    let mut assessment = matcher.assess(profile, &options, &mut Scratch::default());
    assessment.roll_up(level, top);
    assessment
}

fn print(answer: &Answer<'_>, output: &OutputArgs) -> std::io::Result<()> {
    let view = View {
        language: output.lang.into(),
        explain: output.explain,
    };
    let stdout = std::io::stdout();
    match output.format {
        Format::Json => {
            let mut out = std::io::BufWriter::new(stdout.lock());
            if stdout.is_terminal() {
                json::write_indented(&mut out, answer)?;
            } else {
                json::write_line(&mut out, answer)?;
            }
            out.flush()
        }
        Format::Markdown => {
            let mut out = std::io::BufWriter::new(stdout.lock());
            markdown::write(&mut out, answer, view)?;
            out.flush()
        }
        Format::Table => {
            let mut out = std::io::BufWriter::new(anstream::stdout().lock());
            table::write(&mut out, answer, view, screen::layout(output.width))?;
            out.flush()
        }
    }
}
