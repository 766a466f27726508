//! Labelled companies for the tests that measure.

use planfit::eval::{self, Gold, Outcome};
use planfit::{Matcher, Taxonomy};
use std::path::Path;

/// The companies of a file, its path relative to the package. The large files are not part of it.
pub(crate) fn companies(file: &str, taxonomy: &Taxonomy) -> Vec<Gold> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    eval::read_gold(&path, taxonomy).unwrap_or_else(|error| panic!("{error}"))
}

/// What each company contributes.
pub(crate) fn outcomes(matcher: &Matcher<'_>, gold: &[Gold]) -> Vec<Outcome> {
    eval::rank(matcher, gold, 2)
        .iter()
        .map(Outcome::of)
        .collect()
}
