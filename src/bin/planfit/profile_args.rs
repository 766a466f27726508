//! The flags that make or amend a profile, shared by the commands that read one.

use crate::args::KindArg;
use anyhow::Result;
use clap::{Args, ValueEnum};
use planfit::input::profile_file::{ProfileFormat, read_profile, read_profile_from, require_text};
use planfit::profile::split_list;
use planfit::{Error, ErrorKind, Profile};
use std::path::Path;

/// What standard input is called in messages.
const STDIN: &str = "standard input";

/// Flags that stand for a profile, or add to one from a file.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Profile")]
pub(crate) struct ProfileFlags {
    /// Industry keywords, split on `,` `;` `、` `，` `；`; add to those of PROFILE; may be repeated
    #[arg(short, long, visible_alias = "keyword", value_name = "WORDS")]
    pub(crate) keywords: Vec<String>,
    /// Products and services, split alike; add to those of PROFILE; may be repeated
    #[arg(short, long, visible_alias = "product", value_name = "WORDS")]
    pub(crate) products: Vec<String>,
    /// What the company does, in free text; replaces the description of PROFILE
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<String>,
    /// What the company would build here, in free text: investment, jobs; read apart from what it does
    #[arg(long, value_name = "TEXT")]
    pub(crate) project: Option<String>,
    /// Name of the company, institute or person; replaces that of PROFILE
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// enterprise, platform, institute or talent; replaces that of PROFILE
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<KindArg>,
    /// How to read PROFILE [default: by its extension, else by what it holds]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,
}

/// Format of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// TOML, one key a line
    Toml,
    /// One JSON object
    Json,
    /// Plain text or Markdown: all of it is the description
    Text,
}

impl From<InputFormat> for ProfileFormat {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Toml => Self::Toml,
            InputFormat::Json => Self::Json,
            InputFormat::Text => Self::Text,
        }
    }
}

impl ProfileFlags {
    /// The profile in the file (`-` is standard input), amended by the flags, or the profile that the flags are.
    pub(crate) fn resolve(self, path: Option<&Path>) -> Result<Profile> {
        if path.is_none() && !self.stands_alone() {
            return Err(Error::new(ErrorKind::Incomplete, "no profile given")
                .with_hint(
                    "name a file, `-` for standard input, or use -k, -p or --text; \
                     `planfit init` writes a profile to fill in",
                )
                .into());
        }
        let profile = self.resolve_or_empty(path)?;
        match path {
            Some(path) if path == Path::new("-") => require_text(&profile, STDIN)?,
            Some(path) => require_text(&profile, &path.display().to_string())?,
            None => require_text(&profile, "-k, -p, --text, --project, --name")?,
        }
        Ok(profile)
    }

    /// The same where a profile without text will do, since it is still to be written.
    pub(crate) fn resolve_or_empty(self, path: Option<&Path>) -> Result<Profile> {
        let format = self.input_format.map(ProfileFormat::from);
        let mut profile = match path {
            Some(path) if path == Path::new("-") => {
                read_profile_from(std::io::stdin().lock(), STDIN, format)?
            }
            Some(path) => read_profile(path, format)?,
            None => Profile::default(),
        };
        let lists = |words: Vec<String>| words.into_iter().flat_map(|words| split_list(&words));
        profile.keywords.extend(lists(self.keywords));
        profile.products.extend(lists(self.products));
        profile.description = self.text.or(profile.description);
        profile.project = self.project.or(profile.project);
        profile.name = self.name.or(profile.name);
        profile.kind = self.kind.map_or(profile.kind, |kind| kind.0);
        Ok(profile)
    }

    /// Whether the flags are a profile by themselves.
    pub(crate) fn stands_alone(&self) -> bool {
        !self.keywords.is_empty()
            || !self.products.is_empty()
            || self.text.is_some()
            || self.project.is_some()
            || self.name.is_some()
    }
}
