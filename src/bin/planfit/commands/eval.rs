//! `planfit eval`: Measure agreement with labelled companies

use crate::args::Global;
use crate::exit::Exit;
use clap::Args;
use planfit::Matcher;
use planfit::eval::{self, Measure, Metrics};
use std::io::Write;
use std::path::PathBuf;

/// Measure agreement with labelled companies
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Labelled companies: JSON Lines, or CSV with labels as `id:grade;...`
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Threads to use
    #[arg(long, value_name = "N", default_value_t = 2)]
    threads: usize,
}

/// Runs the command.
pub(crate) fn run(args: EvalArgs, global: &Global) -> anyhow::Result<Exit> {
    let taxonomy = global.load_taxonomy()?;
    let gold = eval::read_gold(&args.gold, &taxonomy)?;
    let matcher = Matcher::new(&taxonomy);
    let rows = eval::rank(&matcher, &gold, args.threads);
    let metrics = Metrics::from(&rows);
    let mut out = anstream::stdout().lock();
    for measure in Measure::ALL {
        match metrics.get(measure) {
            Some(value) => writeln!(out, "{:<14}{value:.3}", measure.name())?,
            None => writeln!(out, "{:<14}n/a", measure.name())?,
        }
    }
    Ok(Exit::Success)
}
