//! `planfit learn`: rebuild every learned file from its inputs.

use crate::args::Global;
use crate::exit::Exit;
use anyhow::Context;
use clap::{Args, ValueEnum};
use planfit::learn::{Figures, Hold, Inputs, Settings, cross_validate, learn, provenance};
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
    #[arg(long, value_name = "FOLDER")]
    texts: PathBuf,
    /// Where to write the learned file
    #[arg(
        short,
        long,
        value_name = "FILE",
        required_unless_present = "cross_validate"
    )]
    output: Option<PathBuf>,
    /// The day to write into the file of origins that stands beside the learned file
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Only print figures: the whole, then the whole without each of its parts
    #[arg(long)]
    cross_validate: bool,
    /// In cross-validation, leave out whole groups of sources in turn instead of parts of every source
    #[arg(long, requires = "cross_validate")]
    by_group: bool,
    /// Settings to try in cross-validation instead of leaving parts out: `name=value`, comma-separated, one set each
    #[arg(long, value_name = "SET")]
    set: Vec<Set>,
}

/// Runs the command.
pub(crate) fn run(args: LearnArgs, global: &Global) -> anyhow::Result<Exit> {
    let taxonomy = global.load_taxonomy()?;
    let inputs = Inputs {
        manifest: args.inputs,
        texts: args.texts,
    };
    if args.cross_validate {
        let sets = match args.set.is_empty() {
            true => PARTS.iter().map(|part| part.named()).collect(),
            false => args.set.iter().map(Set::named).collect::<Vec<_>>(),
        };
        let hold = if args.by_group {
            Hold::Groups
        } else {
            Hold::Folds(Settings::default().folds)
        };
        cross_validate(taxonomy, &inputs, &sets, &hold, print)?;
        return Ok(Exit::Success);
    }
    // A wrong folder is told now, not when minutes of learning are over.
    if let Some(folder) = args.output.as_deref().and_then(Path::parent)
        && !folder.as_os_str().is_empty()
        && !folder.is_dir()
    {
        anyhow::bail!("cannot write into `{}`: no such folder", folder.display());
    }
    let mut settings = Settings::default();
    args.set.iter().for_each(|set| set.change(&mut settings));
    let (bytes, figures) = learn(taxonomy, &inputs, &settings)?;
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
    Ok(Exit::Success)
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

/// A part that can be left out, or a number that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Setting {
    Weights,
    Terms,
    Whole,
    Gates,
    Salience,
    Talk,
    Uninformative,
    Stacking,
    OutOfScope,
    Positions,
    Phrases,
    Peripheral,
    Substantial,
    TermPoints,
    LeastTermPoints,
    WholePoints,
    GlossaryPoints,
    SingleWord,
    Folds,
}

impl Setting {
    fn change(self, settings: &mut Settings, number: f32) {
        let on = number > 0.0;
        match self {
            Self::Weights => settings.weights = on,
            Self::Terms => settings.terms = on,
            Self::Whole => settings.whole = on,
            Self::Gates => settings.gates = on,
            Self::Salience => settings.salience = on,
            Self::Talk => settings.talk = on,
            Self::Stacking => settings.stacking = on,
            Self::Uninformative => settings.uninformative = on,
            Self::OutOfScope => settings.out_of_scope = on,
            Self::Positions => settings.counterfactual.places = !on,
            Self::Phrases => settings.phrase_weight = number,
            Self::Peripheral => settings.peripheral_target = number,
            Self::Substantial => settings.substantial_target = number,
            Self::TermPoints => settings.term_points = number,
            Self::LeastTermPoints => settings.least_term_points = number,
            Self::WholePoints => settings.whole_points = number,
            Self::GlossaryPoints => settings.glossary_points = number,
            Self::SingleWord => settings.single_word = number,
            Self::Folds => settings.folds = number as usize,
        }
    }
}

/// Settings to change: `name=value`, comma-separated.
#[derive(Debug, Clone)]
struct Set {
    text: String,
    changes: Vec<(Setting, f32)>,
}

impl std::str::FromStr for Set {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let change = |pair: &str| {
            let (name, value) = pair
                .split_once('=')
                .ok_or_else(|| format!("no `name=value` in `{pair}`"))?;
            let number = value
                .parse()
                .map_err(|_| format!("invalid number `{value}`"))?;
            let setting = Setting::from_str(name, false);
            Ok((
                setting.map_err(|_| format!("unknown setting `{name}`"))?,
                number,
            ))
        };
        let pairs = text.split(',').filter(|pair| !pair.is_empty());
        Ok(Self {
            text: text.to_owned(),
            changes: pairs.map(change).collect::<Result<_, String>>()?,
        })
    }
}

impl Set {
    fn change(&self, settings: &mut Settings) {
        for (setting, number) in &self.changes {
            setting.change(settings, *number);
        }
    }

    fn named(&self) -> (String, Settings) {
        let mut settings = Settings::default();
        self.change(&mut settings);
        (self.text.clone(), settings)
    }
}

/// The whole, and the whole without each part.
const PARTS: [Part; 12] = [
    Part("all", None),
    Part("without gates", Some(Setting::Gates)),
    Part("without terms", Some(Setting::Terms)),
    Part("without weights", Some(Setting::Weights)),
    Part("without phrases", Some(Setting::Phrases)),
    Part("without salience", Some(Setting::Salience)),
    Part("without talk", Some(Setting::Talk)),
    Part("without uninformative words", Some(Setting::Uninformative)),
    Part("without stacking", Some(Setting::Stacking)),
    Part("without out of scope", Some(Setting::OutOfScope)),
    Part("without whole items", Some(Setting::Whole)),
    Part("without positions", Some(Setting::Positions)),
];

struct Part(&'static str, Option<Setting>);

impl Part {
    fn named(&self) -> (String, Settings) {
        let mut settings = Settings::default();
        if let Some(left_out) = self.1 {
            left_out.change(&mut settings, 0.0);
        }
        (self.0.to_owned(), settings)
    }
}
