//! `planfit learn`: rebuild every learned file from its inputs.

use crate::args::Global;
use crate::exit::Exit;
use anyhow::Context;
use clap::Args;
use planfit::learn::{Figures, Inputs, Settings, cross_validate, derived, learn};
use planfit::taxonomy::{SHIPPED_TOML, read_text};
use std::path::{Path, PathBuf};

/// Rebuild the learned file from its inputs, bit for bit
///
/// Words and their neighbours come from a lead list, weights and calibration from labelled companies. Figures of
/// cross-validation are printed to standard error. The result is read by the build of the program, not at run time.
#[derive(Debug, Args)]
pub(crate) struct LearnArgs {
    /// Lead list: CSV with columns symbol, name, description; plain or .gz
    #[arg(long, value_name = "FILE", required_unless_present = "index_only")]
    leads: Option<PathBuf>,
    /// Labelled profiles, JSONL; may be given several times. Figures of the first tell how good the result is
    #[arg(long, value_name = "FILE", required_unless_present = "index_only")]
    labelled: Vec<PathBuf>,
    /// Labels of companies of the lead list: id, tab, subdivision:grade joined by `;`
    #[arg(long, value_name = "FILE")]
    lead_labels: Vec<PathBuf>,
    /// Where to write the learned file
    #[arg(
        short,
        long,
        value_name = "FILE",
        required_unless_present_any = ["cross_validate", "index_only"]
    )]
    output: Option<PathBuf>,
    /// Only write the files that follow from the plan alone; needs no lead list, and takes a second
    #[arg(long, conflicts_with_all = ["leads", "labelled", "lead_labels", "output", "cross_validate"])]
    index_only: bool,
    /// Where the source code is: there the files that follow from the plan are written [default with --index-only: src]
    #[arg(long, value_name = "FOLDER", conflicts_with = "cross_validate")]
    source: Option<PathBuf>,
    /// Only print figures: the whole, then the whole without each of its parts
    #[arg(long)]
    cross_validate: bool,
    /// Settings to try in cross-validation instead of leaving parts out: `name=value`, comma-separated, one set each
    #[arg(long, value_name = "SET", requires = "cross_validate")]
    set: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(args: LearnArgs, global: &Global) -> anyhow::Result<Exit> {
    if args.index_only {
        write_derived(&args.source.unwrap_or_else(|| "src".into()), global)?;
        return Ok(Exit::Success);
    }
    let taxonomy = global.load_taxonomy()?;
    let inputs = Inputs {
        leads: args.leads.unwrap_or_default(),
        lead_labels: args.lead_labels,
        labelled: args.labelled,
    };
    if args.cross_validate {
        let sets = if args.set.is_empty() {
            parts()?
        } else {
            parse_sets(&args.set)?
        };
        cross_validate(&taxonomy, &inputs, &sets, print)?;
        return Ok(Exit::Success);
    }
    let (bytes, figures) = learn(&taxonomy, &inputs, &Settings::default())?;
    print("all", &figures);
    if let Some(path) = args.output {
        std::fs::write(&path, bytes)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    if let Some(source) = args.source {
        write_derived(&source, global)?;
    }
    Ok(Exit::Success)
}

/// Writes the embedded files that follow from the plan below the folder `source`.
fn write_derived(source: &Path, global: &Global) -> anyhow::Result<()> {
    let files = match &global.taxonomy {
        Some(path) => derived(&read_text(path)?, &path.display().to_string())?,
        None => derived(SHIPPED_TOML, "taxonomy.toml")?,
    };
    for (name, bytes) in files {
        let path = source.join(name);
        std::fs::write(&path, bytes)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

fn print(name: &str, figures: &[Figures]) {
    for line in figures {
        anstream::eprintln!(
            "{name:<22} {:<10} {:>5} in scope  Hit@1 {:.3}  Hit@3 {:.3}  nDCG@5 {:.3}  AUROC {:.3}  best F1 {:.3}",
            line.rows,
            line.in_scope,
            line.hit1,
            line.hit3,
            line.ndcg5,
            line.auroc,
            line.best_f1
        );
    }
}

/// The whole, and the whole without each part.
const PARTS: [(&str, &str); 10] = [
    ("all", ""),
    ("without terms", "terms=0"),
    ("without related", "related=0"),
    ("without weights", "weights=0"),
    ("first source only", "other-sources=0"),
    ("without out of scope", "out-of-scope=0"),
    ("without whole items", "whole=0"),
    ("with pairs of terms", "term-pairs=1"),
    ("without roles", "roles=0"),
    ("without positions", "positions=0"),
];

fn parts() -> anyhow::Result<Vec<(String, Settings)>> {
    let named = |(name, set): &(&str, &str)| Ok(((*name).to_owned(), parse_set(set)?));
    PARTS.iter().map(named).collect()
}

fn parse_sets(sets: &[String]) -> anyhow::Result<Vec<(String, Settings)>> {
    let named = |set: &String| Ok((set.clone(), parse_set(set)?));
    sets.iter().map(named).collect()
}

fn parse_set(set: &str) -> anyhow::Result<Settings> {
    let mut settings = Settings::default();
    for pair in set.split(',').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair
            .split_once('=')
            .with_context(|| format!("no `name=value` in `{pair}`"))?;
        let number: f32 = value
            .parse()
            .with_context(|| format!("`{value}` is no number"))?;
        match name {
            "penalty" => settings.penalty = number,
            "other-sources" => settings.other_sources = number,
            "peripheral" => settings.peripheral_target = number,
            "substantial" => settings.substantial_target = number,
            "term-points" => settings.term_points = f64::from(number),
            "term-penalty" => settings.term_penalty = number,
            "rarity-power" => settings.rarity_power = number,
            "han-penalty" => settings.han_penalty = number,
            "whole-points" => settings.whole_points = f64::from(number),
            "whole" => settings.whole = number > 0.0,
            "term-pairs" => settings.term_pairs = number > 0.0,
            "out-of-scope" => settings.out_of_scope = number > 0.0,
            "roles" => settings.undo.roles = number <= 0.0,
            "positions" => settings.undo.places = number <= 0.0,
            "terms" => settings.terms = number > 0.0,
            "related" => settings.related = number > 0.0,
            "weights" => settings.weights = number > 0.0,
            "folds" => settings.folds = number as usize,
            _ => anyhow::bail!("unknown setting `{name}`"),
        }
    }
    Ok(settings)
}
