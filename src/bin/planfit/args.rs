//! Arguments that several commands share. Their types touch no file; each command resolves its own.

use crate::messages::note;
use clap::{Args, ValueEnum};
use planfit::files::{is_there, read, read_text};
use planfit::matcher::{ShippedWeights, Stale, read_compiled, read_fit};
use planfit::taxonomy;
use planfit::{Error, ErrorKind, Kind, Language, Taxonomy};
use std::path::{Path, PathBuf};

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Use another plan of the same format instead of the shipped one
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) taxonomy: Option<PathBuf>,
    /// Apply what `planfit adapt` learned of the plan from labelled companies
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) fit: Option<PathBuf>,
    /// When to colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

impl Global {
    /// The plan to use, with what was learned of it from labelled companies. It is never freed, since the end of the program
    /// frees it all at once.
    pub(crate) fn load_taxonomy(&self) -> planfit::Result<&'static Taxonomy> {
        let mut taxonomy = match &self.taxonomy {
            Some(path) => load(path)?,
            None => {
                if ShippedWeights::new().older_than_terms {
                    note(
                        "note: the weights inside are older than the terms; `planfit learn` makes new ones",
                    );
                }
                Taxonomy::shipped()
            }
        };
        if let Some(path) = &self.fit {
            taxonomy = fitted(taxonomy, path)?;
        }
        Ok(Box::leak(Box::new(taxonomy)))
    }
}

/// Where the compiled form of a plan file stands.
pub(crate) fn compiled_path(plan: &Path) -> PathBuf {
    plan.with_extension("planfit")
}

/// The largest compiled plan, in bytes: several times that of the largest plan file.
const MOST_COMPILED: u64 = 256 << 20;

/// The plan in a file, read from its compiled form where one stands beside it that was made of just this file.
fn load(path: &Path) -> planfit::Result<Taxonomy> {
    let text = taxonomy::read_text(path)?;
    let compiled = compiled_path(path);
    if compiled != path && is_there(&compiled) {
        let read = read(&compiled, MOST_COMPILED).map_err(|_| Stale::Damaged);
        // What is read in place is never freed, like the plan itself.
        let read = read.and_then(|file| read_compiled(file.leak(), &Taxonomy::sha256(&text)));
        match read {
            Ok(taxonomy) => return Ok(taxonomy),
            Err(stale) => note(&ignored(stale, &compiled, path)),
        }
    }
    Taxonomy::from_toml(&text, &path.display().to_string())
}

/// Why a compiled plan is not used, and how to mend that.
fn ignored(stale: Stale, compiled: &Path, plan: &Path) -> String {
    let (compiled, plan) = (compiled.display(), plan.display());
    let why = match stale {
        Stale::OtherPlan => "was made of another state of the plan",
        Stale::OtherProgram => "was made by another build of planfit",
        Stale::Damaged => "is damaged or not a compiled plan",
    };
    format!(
        "note: `{compiled}` {why} and is not used; `planfit taxonomy compile {plan}` makes it anew"
    )
}

/// The longest file of what was learned, in bytes: room for a thousand subdivisions with a thousand words each.
const MOST_LEARNED: u64 = 64 << 20;

/// The plan with what the file says was learned of it.
fn fitted(taxonomy: Taxonomy, path: &Path) -> planfit::Result<Taxonomy> {
    let bytes = read_text(path, MOST_LEARNED)?;
    let learned = read_fit(&bytes, &path.display().to_string())?;
    let plan = &taxonomy.plan;
    if learned.plan != plan.id {
        let message = format!(
            "`{}` was learned of plan `{}`, not of `{}`",
            path.display(),
            learned.plan,
            plan.id
        );
        return Err(Error::new(ErrorKind::Unknown, message)
            .with_hint("give the plan that it was learned of with `--taxonomy`"));
    }
    if learned.plan_sha256 != plan.sha256 {
        note(&format!(
            "note: the plan was changed since `{}` was learned of it; `planfit adapt` learns it again",
            path.display()
        ));
    }
    Ok(taxonomy.adapted(learned))
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always, also into a pipe
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes it the choice for everything printed from here on.
    pub(crate) fn write_global(self) {
        if self == Self::Always {
            // Tables are coloured through another crate, which would heed NO_COLOR against the flag.
            crossterm::style::force_color_output(true);
        }
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Language of labels in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Lang {
    /// English
    #[default]
    En,
    /// Chinese
    #[value(alias = "zh-CN", alias = "zh_CN")]
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Zh => Self::Zh,
        }
    }
}

/// A kind of profile as a flag; English and Chinese words for it are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KindArg(pub(crate) Kind);

impl std::str::FromStr for KindArg {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let kind = word.parse().map_err(|error: planfit::Error| {
            error
                .hint()
                .map_or_else(|| error.to_string(), str::to_owned)
        })?;
        Ok(Self(kind))
    }
}
