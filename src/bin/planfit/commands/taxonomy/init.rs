//! `planfit taxonomy init SHEET`: a plan file from a sheet of sectors.

use crate::exit::Exit;
use crate::messages::{language, message, say};
use crate::output::Output;
use crate::screen;
use anyhow::Result;
use clap::Args;
use planfit::assessment::list;
use planfit::files::is_there;
use planfit::plan::{Identity, Proposal, Proposer, Sector, read, to_toml};
use planfit::report::escape::terminal;
use planfit::{Error, ErrorKind, Taxonomy};
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Make a plan file from a sheet of sectors
///
/// The sheet (XLSX, ODS, CSV, TSV, or a list with a name a line) has a sector a row: its name in English, Chinese or
/// both, and, where there are such columns, its group, keywords, notes, and the words of the plan. For each sector the
/// subdivisions of the shipped plan that it corresponds to are proposed; it then counts what was learned for them.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct InitArgs {
    /// The sheet; `-` is standard input
    #[arg(value_name = "SHEET")]
    sheet: PathBuf,
    /// The plan file to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "plan.toml")]
    output: PathBuf,
    /// Take every proposal without asking
    #[arg(short, long)]
    yes: bool,
    /// Propose nothing: only the words of the sheet count
    #[arg(long, conflicts_with = "yes")]
    terms_only: bool,
    /// Short id of the plan [default: the name of the sheet]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Title of the plan [default: its id]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  planfit taxonomy init sectors.xlsx -o plan.toml
  planfit taxonomy init sectors.csv --yes --title \"Priority sectors 2026\"
  printf 'Semiconductors\\nTourism\\n' | planfit taxonomy init - --yes -o plan.toml";

pub(super) fn run(args: &InitArgs) -> Result<Exit> {
    let is_standard = args.output.as_os_str() == "-";
    if !is_standard && !args.force && is_there(&args.output) {
        let message = format!("`{}` is there already", args.output.display());
        return Err(Error::new(ErrorKind::Io, message)
            .with_hint("name another file, or write over it with --force")
            .into());
    }
    let from_pipe = args.sheet.as_os_str() == "-";
    let asks = !args.yes && !args.terms_only;
    if asks && (from_pipe || !std::io::stdin().is_terminal()) {
        let message = "standard input is no terminal to answer on";
        return Err(Error::new(ErrorKind::Incomplete, message)
            .with_hint("--yes takes every proposal, --terms-only none")
            .into());
    }
    let sectors = match from_pipe {
        true => read(&args.sheet, Some(&mut std::io::stdin().lock()))?,
        false => read(&args.sheet, None)?,
    };
    let output = Output::open(&args.output, args.force)?;
    let shipped = Taxonomy::shipped();
    let mut proposer = Proposer::new(&shipped);
    let mut proposals = Vec::with_capacity(sectors.len());
    for (place, sector) in sectors.iter().enumerate() {
        let mut proposal = match args.terms_only {
            true => Proposal::default(),
            false => proposer.propose(sector),
        };
        if !is_standard && !args.terms_only {
            print(place + 1, sector, &proposal)?;
        }
        if asks && !proposal.lenders.is_empty() && !agreed()? {
            proposal.lenders.clear();
        }
        proposals.push(proposal);
    }
    let plan = to_toml(&identity(args), &sectors, &proposals);
    // What is written can be read.
    Taxonomy::from_toml(&plan, &args.output.display().to_string())?;
    output.finish(plan.as_bytes())?;
    if !is_standard {
        summary(&args.output, &proposals)?;
    }
    Ok(Exit::Success)
}

fn identity(args: &InitArgs) -> Identity {
    let stem = args.sheet.file_stem().and_then(|stem| stem.to_str());
    let stem = stem.filter(|stem| *stem != "-").unwrap_or("plan");
    let id: String = stem
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let id = args
        .id
        .clone()
        .unwrap_or_else(|| match id.trim_matches('-') {
            "" => "plan".to_owned(),
            id => id.to_owned(),
        });
    let title = args.title.clone().unwrap_or_else(|| match args.id {
        None => stem.to_owned(),
        Some(_) => id.clone(),
    });
    Identity { id, title }
}

/// What a sector is like, and how well that covers it.
fn print(number: usize, sector: &Sector, proposal: &Proposal) -> Result<()> {
    let names: Vec<&str> = [&sector.zh, &sector.en]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut out = anstream::stdout().lock();
    writeln!(out, "{number:>3}  {}", terminal(&names.join("  ")))?;
    for lender in &proposal.lenders {
        let label = lender.label.get(language());
        let like = message!(language(), "like {label} ({id})", label, id = lender.id);
        writeln!(out, "     {like}")?;
    }
    writeln!(out, "     {}", terminal(&coverage(proposal)))?;
    Ok(())
}

fn coverage(proposal: &Proposal) -> String {
    let quoted: Vec<String> = proposal
        .uncovered
        .iter()
        .map(|word| format!("“{word}”"))
        .collect();
    if proposal.lenders.is_empty() {
        say(
            language(),
            "not covered: only its own words count, so give it more of them",
        )
        .to_owned()
    } else if quoted.is_empty() {
        say(language(), "well covered").to_owned()
    } else {
        message!(
            language(),
            "covered in part: nothing shipped is like {words}",
            words = list(&quoted, language())
        )
    }
}

/// Asks on the terminal; an empty answer is yes.
fn agreed() -> Result<bool> {
    loop {
        let mut out = anstream::stdout().lock();
        write!(out, "     {} ", say(language(), "use it? [Y/n]"))?;
        out.flush()?;
        let mut answer = String::new();
        if std::io::stdin().lock().read_line(&mut answer)? == 0 {
            anyhow::bail!("the answers ended before the sheet");
        }
        match answer.trim().to_lowercase().as_str() {
            "" | "y" | "yes" | "是" => return Ok(true),
            "n" | "no" | "否" => return Ok(false),
            _ => writeln!(out, "     {}", say(language(), "y or n"))?,
        }
    }
}

fn summary(path: &Path, proposals: &[Proposal]) -> Result<()> {
    let (mut well, mut partly, mut not) = (0, 0, 0);
    for proposal in proposals {
        match (proposal.lenders.is_empty(), proposal.uncovered.is_empty()) {
            (true, _) => not += 1,
            (false, true) => well += 1,
            (false, false) => partly += 1,
        }
    }
    let shown = path.display().to_string();
    let word = screen::shell_word(&shown);
    let sectors = proposals.len();
    let message = message!(
        language(),
        "wrote `{path}`: {sectors} sectors, {well} well covered, {partly} in part, {not} not; use it with `planfit batch leads.csv --taxonomy {word}`",
        path = shown,
        sectors,
        well,
        partly,
        not,
        word
    );
    writeln!(anstream::stdout().lock(), "{}", terminal(&message))?;
    Ok(())
}
