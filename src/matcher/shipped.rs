//! The weights that ship with the tool: when they were learned, and whether for the terms that ship too.

use super::model::Model;
use super::terms::embedded_fingerprint;

/// Written beside the learned file by `planfit learn`.
static ORIGIN: &str = include_str!("model.toml");

/// Where the shipped weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShippedWeights {
    /// The day they were learned, as `YYYY-MM-DD`; empty if it was not said.
    pub date: &'static str,
    /// SHA-256 of the learned file, 64 hexadecimal digits.
    pub sha256: &'static str,
    /// Whether the terms of the plan were changed since: then the weights of new terms are those that were learned for
    /// terms in general.
    pub older_than_terms: bool,
}

impl ShippedWeights {
    /// Those of this build.
    #[must_use]
    pub fn new() -> Self {
        Self {
            date: value("date"),
            sha256: value("sha256"),
            older_than_terms: embedded_fingerprint() != Some(Model::shipped().terms()),
        }
    }
}

impl Default for ShippedWeights {
    fn default() -> Self {
        Self::new()
    }
}

/// The first value of a key in the file of origins.
fn value(key: &str) -> &'static str {
    let mut values = ORIGIN.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"'))
    });
    values.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_origin_is_that_of_the_learned_file() {
        let digest = Sha256::digest(include_bytes!("model.bin"));
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(ShippedWeights::new().sha256, hash);
    }
}
