//! `planfit learn`: rebuild every learned file from its inputs.

use crate::args::Global;
use crate::exit::Exit;
use anyhow::Context;
use clap::Args;
use planfit::learn::{Figures, Hold, Inputs, Settings, cross_validate, derived, learn, provenance};
use planfit::taxonomy::{SHIPPED_TOML, read_text};
use std::path::{Path, PathBuf};

/// Rebuild the learned file from its inputs, bit for bit
///
/// Words and their neighbours come from a lead list, weights and calibration from labelled companies. Figures of
/// cross-validation are printed to standard error. The result is read by the build of the program, not at run time.
#[derive(Debug, Args)]
pub(crate) struct LearnArgs {
    /// Manifest of the inputs
    #[arg(
        long,
        value_name = "FILE",
        default_value = "src/learn/data/inputs.toml"
    )]
    inputs: PathBuf,
    /// Folder of the texts that the manifest names, which do not ship
    #[arg(long, value_name = "FOLDER", required_unless_present = "index_only")]
    texts: Option<PathBuf>,
    /// Where to write the learned file
    #[arg(
        short,
        long,
        value_name = "FILE",
        required_unless_present_any = ["cross_validate", "index_only"]
    )]
    output: Option<PathBuf>,
    /// The day to write into the file of origins that stands beside the learned file
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Only write the files that follow from the plan alone; needs no lead list, and takes a second
    #[arg(long, conflicts_with_all = ["texts", "output", "cross_validate"])]
    index_only: bool,
    /// Where the source code is: there the files that follow from the plan are written [default with --index-only: src]
    #[arg(long, value_name = "FOLDER", conflicts_with = "cross_validate")]
    source: Option<PathBuf>,
    /// Only print figures: the whole, then the whole without each of its parts
    #[arg(long)]
    cross_validate: bool,
    /// In cross-validation, leave out whole groups of sources in turn instead of parts of every source
    #[arg(long, requires = "cross_validate")]
    by_group: bool,
    /// Settings to try in cross-validation instead of leaving parts out: `name=value`, comma-separated, one set each
    #[arg(long, value_name = "SET")]
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
        manifest: args.inputs,
        texts: args.texts.unwrap_or_default(),
    };
    if args.cross_validate {
        let sets = if args.set.is_empty() {
            parts()?
        } else {
            parse_sets(&args.set)?
        };
        let hold = if args.by_group {
            Hold::Groups
        } else {
            Hold::Folds(Settings::default().folds)
        };
        cross_validate(&taxonomy, &inputs, &sets, &hold, print)?;
        return Ok(Exit::Success);
    }
    let settings = parse_set(&args.set.join(","))?;
    let (bytes, figures) = learn(&taxonomy, &inputs, &settings)?;
    print("all", &figures);
    if let Some(path) = args.output {
        let origin = provenance(
            &inputs,
            &bytes,
            args.date.as_deref().unwrap_or(""),
            &figures,
        )?;
        for (path, content) in [
            (path.with_extension("toml"), origin.as_bytes()),
            (path, &bytes),
        ] {
            std::fs::write(&path, content)
                .with_context(|| format!("cannot write `{}`", path.display()))?;
        }
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
            "{name:<22} {:<26} {:>5} in scope  Hit@1 {:.3}  Hit@3 {:.3}  nDCG@5 {:.3}  AUROC {:.3}  best F1 {:.3}",
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
    ("without gates", "gates=0"),
    ("without terms", "terms=0"),
    ("without weights", "weights=0"),
    ("without phrases", "phrases=0"),
    ("without salience", "salience=0"),
    ("without talk", "talk=0"),
    ("without out of scope", "out-of-scope=0"),
    ("without whole items", "whole=0"),
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
            .with_context(|| format!("invalid number `{value}`"))?;
        let on = number > 0.0;
        match name {
            "weights" => settings.weights = on,
            "terms" => settings.terms = on,
            "whole" => settings.whole = on,
            "gates" => settings.gates = on,
            "salience" => settings.salience = on,
            "talk" => settings.talk = on,
            "out-of-scope" => settings.out_of_scope = on,
            "positions" => settings.undo.places = !on,
            "phrases" => settings.phrase_weight = number,
            "peripheral" => settings.peripheral_target = number,
            "substantial" => settings.substantial_target = number,
            "term-points" => settings.term_points = number,
            "whole-points" => settings.whole_points = number,
            "folds" => settings.folds = number as usize,
            _ => anyhow::bail!("unknown setting `{name}`"),
        }
    }
    Ok(settings)
}
