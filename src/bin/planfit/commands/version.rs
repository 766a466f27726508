//! `planfit --version`: which program this is, and with `--verbose` which plan is inside.

use crate::args::Global;
use crate::exit::Exit;
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
    for (name, value) in [
        ("json contract", &contract),
        ("plan", &plan.id),
        ("title", &plan.title),
        ("publisher", &plan.publisher),
        ("period", &plan.period),
        ("language", &plan.language),
        ("source", &plan.source),
        ("sha256", &plan.sha256),
    ] {
        writeln!(out, "{name}: {}", escape::terminal(value))?;
    }
    Ok(Exit::Success)
}
