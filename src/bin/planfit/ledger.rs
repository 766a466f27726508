//! The ledger of a team, as commands read it.

use crate::messages;
use planfit::Result;
use planfit::ledger::Ledger;
use std::path::Path;

/// Reads a ledger, and says which of its lines were cut off.
pub(crate) fn read(path: &Path) -> Result<Ledger> {
    let ledger = Ledger::read(path)?;
    if let Some(note) = ledger.note(path) {
        messages::note(&note);
    }
    Ok(ledger)
}
