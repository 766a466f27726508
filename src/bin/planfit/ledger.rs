//! The ledger of a team, as commands read it.

use planfit::Result;
use planfit::ledger::Ledger;
use planfit::report::escape::terminal;
use std::path::Path;

/// Reads a ledger, and says which of its lines were cut off.
pub(crate) fn read(path: &Path) -> Result<Ledger> {
    let ledger = Ledger::read(path)?;
    if let Some(note) = ledger.note(path) {
        anstream::eprintln!("{}", terminal(&note));
    }
    Ok(ledger)
}
