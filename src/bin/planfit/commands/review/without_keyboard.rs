//! `planfit review` on a terminal where the program is built without `tui`: told of.

use super::Asked;
use crate::exit::Exit;
use planfit::{Error, ErrorKind};
use std::path::Path;

pub(super) fn require_terminal(_: &Path) -> planfit::Result<()> {
    let message = "this build cannot ask on the terminal";
    Err(Error::new(ErrorKind::Unsupported, message)
        .with_hint("use `--export` and `--import`, or build planfit with its feature `tui`"))
}

pub(super) fn run(asked: &Asked<'_>) -> anyhow::Result<Exit> {
    require_terminal(asked.ledger)?;
    Ok(Exit::Success)
}
