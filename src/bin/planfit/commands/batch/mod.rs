//! `planfit batch`: screen a lead list.

mod args;
mod columns;
mod lists;
mod progress;
mod temporary;

use crate::args::Global;
use crate::exit::Exit;
use crate::ledger;
use crate::messages;
use anyhow::bail;
pub(crate) use args::BatchArgs;
use args::{InputFormat, OutputFormat, Running, Writing};
use planfit::batch::{self, Existing, Job, Outcome, OutputPaths, Progress, RejectFormat, Target};
use planfit::files::Pending;
use planfit::input::{self, Leads};
use planfit::ledger::Decisions;
use planfit::report::escape::{terminal, terminal_lines};
use planfit::report::list::Sink;
use planfit::report::list::by_subdivision::{BySubdivision, NEAREST, Shape};
use planfit::report::list::csv::Csv;
use planfit::report::list::jsonl::Jsonl;
use planfit::report::list::table::{Table, TableOptions};
use planfit::report::list::xlsx::workbook;
use planfit::report::table::{MIN_WIDTH, wrap};
use planfit::{Error, ErrorKind, Matcher, Options, Score, Taxonomy};
use progress::Screen;
use std::fs::OpenOptions;
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Runs the command.
pub(crate) fn run(args: BatchArgs, global: &Global) -> anyhow::Result<Exit> {
    let taxonomy = global.load_taxonomy()?;
    let ledger = args.writing.ledger.as_deref().map(ledger::read);
    let ledger = ledger.transpose()?;
    let decisions = ledger
        .as_ref()
        .map(|ledger| Decisions::new(ledger, taxonomy));
    quiet_readers();
    let output = args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    let named = input_format(&args).or_else(|| input::Format::of(&args.leads[0]));
    let format = output_format(&args, output, named)?;
    refuse_clashes(&args, output, global)?;
    if args.reading.columns_only {
        lists::each(&args, format)?
            .into_iter()
            .try_for_each(columns::show)?;
        return Ok(Exit::Success);
    }
    let leads = lists::open(&args, format)?;
    if format == OutputFormat::Xlsx {
        temporary::tell_of_full_disk();
    }
    let sink = make_sink(&args, format, &leads, taxonomy)?;
    let screen = Screen::new(&args.running, &leads);
    screen.begin(&leads);
    let matcher = Matcher::new(taxonomy);
    let job = Job {
        matcher: &matcher,
        options: options(&args.writing, taxonomy)?,
        sink: sink.as_ref(),
        rejects: RejectFormat::Lines,
        jobs: jobs(&args.running),
        dedupe: args.running.dedupe,
        strict: args.running.strict,
        patience: patience(&args.running)?,
        decisions: decisions.as_ref(),
    };
    let outcome = match output {
        Some(output) if is_device(output) => {
            let device = OpenOptions::new().write(true).open(output);
            let device = device.map_err(|error| Error::io(output, &error))?;
            to_stream(job, &args, leads, screen, device, output)?
        }
        Some(output) => {
            let mut run = run_name(&args, taxonomy);
            if let Some(ledger) = &ledger {
                // Other decisions are another output.
                run.push_str(&format!(", ledger {}", ledger.sha256));
            }
            to_files(job, &args, output, leads, screen, &run)?
        }
        None => {
            let (out, name) = (std::io::stdout().lock(), Path::new("standard output"));
            to_stream(job, &args, leads, screen, out, name)?
        }
    };
    Ok(match outcome.tally.rejects {
        _ if outcome.closed => Exit::Success,
        0 => Exit::Success,
        _ => Exit::Rejects,
    })
}

fn to_files(
    job: Job<'_, '_>,
    args: &BatchArgs,
    output: &Path,
    leads: Leads,
    mut screen: Screen,
    run: &str,
) -> anyhow::Result<Outcome> {
    let paths = output_paths(args, output);
    let existing = match (args.writing.force, args.running.resume) {
        (true, true) => Existing::GoOnOrReplace,
        (true, false) => Existing::Replace,
        (false, true) => Existing::GoOn,
        (false, false) => Existing::Keep,
    };
    let job = Job {
        rejects: RejectFormat::of(&paths.rejects),
        ..job
    };
    let target = Target::Files {
        paths: &paths,
        existing,
        run,
    };
    let outcome = batch::run(&job, leads, target, &mut |progress| screen.show(progress))?;
    screen.end(&outcome, job.matcher.taxonomy(), Some(&paths));
    Ok(outcome)
}

/// Whether something is there that is no file, such as `/dev/null` or a named pipe: it takes bytes as they come.
fn is_device(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|facts| !facts.is_file() && !facts.is_dir())
}

fn to_stream(
    job: Job<'_, '_>,
    args: &BatchArgs,
    leads: Leads,
    mut screen: Screen,
    mut out: impl Write + IsTerminal,
    name: &Path,
) -> anyhow::Result<Outcome> {
    if args.running.resume {
        bail!(
            Error::new(
                ErrorKind::Incomplete,
                "`--resume` needs an output to resume"
            )
            .with_hint("name it with `-o`")
        );
    }
    let rejects = args.writing.rejects.as_deref();
    let mut aside = rejects
        .map(|path| Pending::open(path, args.writing.force))
        .transpose()?;
    let job = Job {
        rejects: rejects.map_or(RejectFormat::Lines, RejectFormat::of),
        ..job
    };
    let mut failed = None;
    let mut observe = |progress: &Progress<'_>| {
        match &mut aside {
            Some(file) => failed = failed.take().or(file.write(progress.rejects).err()),
            None => screen.rejects(progress.rejects),
        }
        screen.show(progress);
    };
    let looked_at = out.is_terminal();
    let mut shown = Shown(&mut out);
    let out: &mut dyn Write = match looked_at {
        true => &mut shown,
        false => shown.0,
    };
    let target = Target::Stream { out, name };
    let outcome = batch::run(&job, leads, target, &mut observe)?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if let (Some(file), 1..) = (aside, outcome.tally.rejects) {
        file.finish()?;
    }
    screen.end(&outcome, job.matcher.taxonomy(), None);
    Ok(outcome)
}

/// Rows for people: cells keep whatever characters they came with, and a terminal would obey some of them. Rows come
/// whole, so that no character is cut.
struct Shown<'a>(&'a mut dyn Write);

impl Write for Shown<'_> {
    fn write(&mut self, rows: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(rows);
        self.0.write_all(terminal_lines(&text).as_bytes())?;
        Ok(rows.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// `screened.csv` -> `screened.rejects.csv`.
fn beside(output: &Path) -> PathBuf {
    let jsonl = OutputFormat::of(output) == Some(OutputFormat::Jsonl);
    output.with_extension(if jsonl {
        "rejects.jsonl"
    } else {
        "rejects.csv"
    })
}

fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// A library that panics in the thread that reads a workbook is told of in one line, not with a trace.
fn quiet_readers() {
    let others = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(input::READER) {
            others(panic);
        }
    }));
}

/// The format that the user says; what a list is that nothing is said of, its bytes tell before its name.
fn input_format(args: &BatchArgs) -> Option<input::Format> {
    args.reading.input_format.map(|format| match format {
        InputFormat::Csv => input::Format::Csv,
        InputFormat::Tsv => input::Format::Tsv,
        InputFormat::Jsonl => input::Format::Jsonl,
        InputFormat::Xlsx => input::Format::Xlsx,
        InputFormat::Ods => input::Format::Ods,
    })
}

fn output_format(
    args: &BatchArgs,
    output: Option<&Path>,
    input: Option<input::Format>,
) -> anyhow::Result<OutputFormat> {
    let format = match (args.writing.format, output) {
        (Some(format), _) => format,
        (None, Some(path)) if !is_device(path) => OutputFormat::of(path).ok_or_else(|| {
            Error::new(
                ErrorKind::Unknown,
                format!("the name `{}` does not say what to write", path.display()),
            )
            .with_hint("let it end in .csv, .tsv, .jsonl or .xlsx, or say it with `--format`")
        })?,
        (None, _) if input == Some(input::Format::Jsonl) => OutputFormat::Jsonl,
        (None, _) => OutputFormat::Csv,
    };
    let is_shaped = args.writing.long || !args.writing.columns.is_empty();
    if format == OutputFormat::Jsonl && is_shaped {
        bail!(
            Error::new(
                ErrorKind::Incomplete,
                "`--long` and `--columns` are for tables, not for jsonl"
            )
            .with_hint("a line of jsonl holds all fits; pick fields with `jq`")
        );
    }
    if output.is_none() && format == OutputFormat::Xlsx && std::io::stdout().is_terminal() {
        bail!(
            Error::new(
                ErrorKind::Incomplete,
                "a workbook cannot be shown on a terminal"
            )
            .with_hint("name an output with `-o`")
        );
    }
    Ok(format)
}

/// Neither list nor plan nor ledger are written over, whatever is forced, and answers and rejects do not go to one file.
fn refuse_clashes(args: &BatchArgs, output: Option<&Path>, global: &Global) -> anyhow::Result<()> {
    let rejects = args.writing.rejects.as_deref();
    let written = match output {
        Some(output) => output_paths(args, output).all(),
        None => rejects.into_iter().flat_map(Pending::all).collect(),
    };
    let lists = args
        .leads
        .iter()
        .map(|list| (list.as_path(), "the list itself"));
    let plan = global.taxonomy.as_deref();
    let mut clash = lists
        .chain(plan.map(|plan| (plan, "the plan itself")))
        .chain(
            args.writing
                .ledger
                .iter()
                .map(|path| (path.as_path(), "the ledger itself")),
        )
        .filter_map(|(input, what)| {
            let input = input.canonicalize().ok();
            let is_input = |path: &&PathBuf| input.is_some() && path.canonicalize().ok() == input;
            let path = written.iter().find(is_input)?;
            Some(format!("`{}` is {what}", path.display()))
        })
        .next();
    if let (None, true, Some(rejects)) = (&clash, output == rejects, rejects) {
        clash = Some(format!("`{}` is the output already", rejects.display()));
    }
    match clash {
        None => Ok(()),
        Some(clash) => {
            bail!(Error::new(ErrorKind::Io, clash).with_hint("name another file to write to"))
        }
    }
}

fn output_paths(args: &BatchArgs, output: &Path) -> OutputPaths {
    let rejects = args.writing.rejects.clone();
    OutputPaths {
        output: output.to_owned(),
        rejects: rejects.unwrap_or_else(|| beside(output)),
    }
}

fn make_sink<'t>(
    args: &BatchArgs,
    format: OutputFormat,
    leads: &Leads,
    taxonomy: &'t Taxonomy,
) -> anyhow::Result<Box<dyn Sink + 't>> {
    let writing = &args.writing;
    let delimiter = if format == OutputFormat::Tsv {
        b'\t'
    } else {
        b','
    };
    if writing.by_subdivision {
        let shape = match format {
            OutputFormat::Csv | OutputFormat::Tsv => Shape::Csv {
                delimiter,
                mark: writing.bom,
            },
            OutputFormat::Jsonl => Shape::Jsonl,
            OutputFormat::Xlsx => Shape::Xlsx,
        };
        let least = min_score(writing)?.unwrap_or(planfit::Tier::Peripheral.threshold());
        let (language, best) = (writing.lang.into(), writing.best.unwrap_or(usize::MAX));
        let by_subdivision = BySubdivision::new(taxonomy, shape, language, least, best)?;
        return Ok(Box::new(match writing.ledger {
            Some(_) => by_subdivision.with_decisions(),
            None => by_subdivision,
        }));
    }
    if format == OutputFormat::Jsonl {
        return Ok(Box::new(Jsonl::new(&taxonomy.plan)));
    }
    let table = TableOptions {
        top: usize::from(writing.top).min(taxonomy.subdivisions.len()),
        long: writing.long,
        project: leads
            .layout()
            .columns()
            .targets()
            .contains(&Some(input::Target::Project)),
        pick: (!writing.columns.is_empty()).then(|| writing.columns.clone()),
        language: writing.lang.into(),
        decisions: writing.ledger.is_some(),
    };
    let table = Table::new(leads.headers(), &table)?;
    if !table.renamed().is_empty() && !args.running.quiet {
        let names: Vec<String> = table
            .renamed()
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        tell(&format!(
            "note: the list has columns {} of its own: ours begin with `planfit_`",
            names.join(", ")
        ));
    }
    Ok(match format {
        OutputFormat::Xlsx => workbook(table)?,
        _ => Box::new(Csv::new(table, delimiter, writing.bom)),
    })
}

fn options(writing: &Writing, taxonomy: &Taxonomy) -> anyhow::Result<Options> {
    let all = taxonomy.subdivisions.len();
    let least = min_score(writing)?.unwrap_or(Options::default().min_score);
    let (top, min_score) = match writing.by_subdivision {
        // The reverse view asks which leads fit a subdivision, however many others fit them better.
        true => (all, least.min(NEAREST)),
        false => (usize::from(writing.top).min(all), least),
    };
    Ok(Options {
        top,
        min_score,
        evidence: planfit::report::list::EVIDENCE,
    })
}

/// The score that the user asks for.
fn min_score(writing: &Writing) -> anyhow::Result<Option<Score>> {
    match writing.min_score {
        None => Ok(None),
        Some(score) if (0.0..=100.0).contains(&score) => {
            Ok(Some(Score::from_tenths((score * 10.0).round() as u16)))
        }
        Some(score) => bail!(
            Error::new(ErrorKind::Unknown, format!("`{score}` is no score"))
                .with_hint("scores go from 0 to 100")
        ),
    }
}

fn jobs(running: &Running) -> NonZeroUsize {
    let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    running.jobs.unwrap_or_else(cores)
}

fn patience(running: &Running) -> anyhow::Result<Option<Duration>> {
    match Duration::try_from_secs_f64(running.row_timeout) {
        Ok(Duration::ZERO) => Ok(None),
        Ok(most) => Ok(Some(most)),
        Err(_) => bail!(
            Error::new(
                ErrorKind::Unknown,
                format!("`{}` is no time that a row may take", running.row_timeout)
            )
            .with_hint("say it in seconds, such as `--row-timeout 0.5`; 0 is no limit")
        ),
    }
}

/// Everything but the list that decides what the output holds: a killed run resumes only if all of it is the same. The
/// list is known by what is read of it, the program by the sources it was built from.
fn run_name(args: &BatchArgs, taxonomy: &Taxonomy) -> String {
    let (version, plan) = (env!("CARGO_PKG_VERSION"), &taxonomy.plan.sha256);
    // May the outputs be replaced? The journal knows.
    let writing = format!("{:?}", args.writing).replace("force: true", "force: false");
    format!(
        "planfit {version}, build {}, plan {plan}, fit {}, {:?}, {writing}, {:?}",
        env!("PLANFIT_BUILD"),
        taxonomy.plan.fit.as_deref().unwrap_or("none"),
        args.reading,
        args.running.row_timeout,
    )
}

/// A message for standard error with everything in it made harmless; on a terminal broken between words, and set in
/// from the second line on.
fn tell(message: &str) {
    let message = messages::told(message);
    let message = terminal(&message);
    let Some((width, _)) = terminal_size::terminal_size_of(std::io::stderr()) else {
        anstream::eprintln!("{message}");
        return;
    };
    let width = usize::from(width.0).max(MIN_WIDTH);
    for (at, line) in wrap(&message, width - CONTINUED.len()).iter().enumerate() {
        anstream::eprintln!("{}{line}", if at == 0 { "" } else { CONTINUED });
    }
}

/// What the lines of a long message are set in by.
const CONTINUED: &str = "  ";
