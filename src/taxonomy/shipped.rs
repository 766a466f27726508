//! The plan that ships with the tool.

use super::Taxonomy;
use crate::embedded::PLAN;

/// The shipped plan, as the text of `taxonomy.toml`.
pub const SHIPPED_TOML: &str = crate::embedded::SHIPPED_TOML;

impl Taxonomy {
    /// The plan that ships with the tool: Chongqing's work report on investment promotion for 2021. It is not parsed: the
    /// build script writes down what it read.
    ///
    /// # Panics
    /// Never in a build whose tests pass: a test reads the embedded plan.
    #[must_use]
    pub fn shipped() -> Self {
        postcard::from_bytes(PLAN).expect("the build script wrote it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_plan_is_that_of_the_text() {
        let parsed = Taxonomy::from_toml(SHIPPED_TOML, "taxonomy.toml").unwrap();
        assert!(Taxonomy::shipped() == parsed);
    }
}
