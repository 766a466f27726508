//! `planfit --version`: which program this is, and with `--verbose` which plan is inside.

use crate::args::Global;
use crate::exit::Exit;
use planfit::matcher::ShippedWeights;
use planfit::report::escape;
use std::io::Write;

/// Prints one line, or with `verbose` the plan's identity too.
pub(crate) fn run(verbose: bool, global: &Global) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "planfit {}", env!("CARGO_PKG_VERSION"))?;
    if !verbose {
        return Ok(Exit::Success);
    }
    let taxonomy = global.load_taxonomy()?;
    let plan = &taxonomy.plan;
    let contract = planfit::fit::CONTRACT.to_string();
    let weights = ShippedWeights::new();
    let learned = match weights.older_than_terms {
        false => format!("learned on {} for the shipped terms", weights.date),
        true => format!("learned on {}, older than the shipped terms", weights.date),
    };
    for (name, value) in [
        ("json contract", &contract),
        ("plan", &plan.id),
        ("title", &plan.title),
        ("publisher", &plan.publisher),
        ("period", &plan.period),
        ("language", &plan.language),
        ("source", &plan.source),
        ("sha256", &plan.sha256),
        ("weights", &learned),
        ("weights sha256", &weights.sha256.to_owned()),
    ] {
        writeln!(out, "{name}: {}", escape::terminal(value))?;
    }
    Ok(Exit::Success)
}
