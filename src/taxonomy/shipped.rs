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
        let (_, plan) = parts();
        postcard::from_bytes(plan).expect("the build script wrote it")
    }

    /// Whether the terms and exclusions are those of the shipped plan, as far as it shows without decoding them.
    pub(crate) fn has_shipped_terms(&self) -> bool {
        let (size, plan) = parts();
        self.stored_terms(plan) == Some(size)
    }

    /// How many of the bytes of a stored plan the terms and exclusions take, where none was taken away, moved or changed since
    /// the plan was read from there.
    pub(crate) fn stored_terms(&self, plan: &'static [u8]) -> Option<u64> {
        let subdivisions = self.subdivisions.iter();
        let subdivisions = subdivisions.flat_map(|one| [one.terms.bytes(), one.exclusions.bytes()]);
        let out_of_scope = self.out_of_scope.iter().map(|one| one.terms.bytes());
        let mut total = 0;
        let all = plan.as_ptr_range();
        let mut end = all.start;
        for bytes in subdivisions.chain(out_of_scope) {
            let range = bytes?.as_ptr_range();
            if range.start < end || range.end > all.end {
                return None;
            }
            end = range.end;
            total += bytes?.len() as u64;
        }
        Some(total)
    }
}

/// How many bytes the terms and exclusions take, and the plan with them.
fn parts() -> (u64, &'static [u8]) {
    let (size, plan) = PLAN.split_first_chunk().expect("the build script wrote it");
    (u64::from_le_bytes(*size), plan)
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
