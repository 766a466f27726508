//! The files that are made from the plan alone, without any labelled company: they spare the start
//! of the program all parsing and building. Tests tell when one is stale.

use crate::error::Result;
use crate::matcher;
use crate::taxonomy::{Taxonomy, compact};

/// The embedded files that follow from the text of a taxonomy file: path below `src/` and content, the same bytes for
/// the same text. `origin` names the taxonomy in messages.
///
/// # Errors
/// See [`Taxonomy::from_toml`].
pub fn derived(text: &str, origin: &str) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let taxonomy = Taxonomy::from_toml(text, origin)?;
    Ok(vec![
        ("taxonomy/shipped.bin", compact(&taxonomy, text)),
        ("matcher/terms/terms.bin", matcher::build_index(&taxonomy)),
    ])
}
