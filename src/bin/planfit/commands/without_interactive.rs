//! `planfit match --interactive` where the program is built without `tui`: told of.

use anyhow::Result;
use planfit::{Error, ErrorKind, Language, Options, Profile, Taxonomy};
use std::path::{Path, PathBuf};

#[expect(dead_code, reason = "the same fields as where it is built in")]
pub(crate) struct Opened {
    pub(crate) profile: Profile,
    pub(crate) path: Option<PathBuf>,
    pub(crate) language: Language,
    pub(crate) options: Options,
    pub(crate) colour: bool,
}

pub(crate) fn require_terminal(_: Option<&Path>) -> planfit::Result<()> {
    let message = "this build has no --interactive";
    Err(Error::new(ErrorKind::Unsupported, message)
        .with_hint("leave it out, or build planfit with its feature `tui`"))
}

pub(crate) fn run(_: Opened, _: &Taxonomy) -> Result<()> {
    Ok(require_terminal(None)?)
}
