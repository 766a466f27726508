//! `planfit review` on a terminal where the program is built without `tui`: told of.

use crate::exit::Exit;
use planfit::assessment::Firm;
use planfit::ledger::Decisions;
use planfit::review::Queue;
use planfit::{Error, ErrorKind, Language, Taxonomy};
use std::path::Path;

#[expect(dead_code, reason = "the same fields as where it is built in")]
pub(super) struct Asked<'a> {
    pub(super) firms: &'a [Firm],
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) queue: &'a Queue,
    pub(super) who: &'a str,
    pub(super) decisions: &'a Decisions<'a>,
    pub(super) ledger: &'a Path,
    pub(super) blind: bool,
    pub(super) language: Language,
}

pub(super) fn require_terminal(_: &Path) -> planfit::Result<()> {
    let message = "this build cannot ask on the terminal";
    Err(Error::new(ErrorKind::Unsupported, message)
        .with_hint("use `--export` and `--import`, or build planfit with its feature `tui`"))
}

pub(super) fn run(asked: &Asked<'_>) -> anyhow::Result<Exit> {
    require_terminal(asked.ledger)?;
    Ok(Exit::Success)
}
