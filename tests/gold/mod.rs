//! Labelled companies for the tests that measure.

use planfit::eval::{self, Gold, Outcome};
use planfit::{Matcher, Taxonomy};
use std::path::Path;

/// The companies of a file, its path relative to the package; nothing, said aloud, where the file is not there. The
/// large files are not part of the package.
pub(crate) fn companies(file: &str, taxonomy: &Taxonomy) -> Option<Vec<Gold>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if !path.exists() {
        eprintln!("skipped: there is no `{file}`");
        return None;
    }
    Some(eval::read_gold(&path, taxonomy).unwrap_or_else(|error| panic!("{error}")))
}

/// What each company contributes.
pub(crate) fn outcomes(matcher: &Matcher<'_>, gold: &[Gold]) -> Vec<Outcome> {
    eval::rank(matcher, gold, 2)
        .iter()
        .map(Outcome::of)
        .collect()
}
