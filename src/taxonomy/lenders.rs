//! What a plan of one's own may borrow: the subdivisions of the shipped plan, its industries as all of their
//! subdivisions, and the kinds of business outside it, whose ids begin with `out/`.

use super::Taxonomy;
use crate::similarity::did_you_mean;
use std::sync::OnceLock;

/// What the id of a kind of business outside the plan begins with, where it stands beside ids of subdivisions.
pub const OUT: &str = "out/";

/// The shipped plan, read once.
fn shipped() -> &'static Taxonomy {
    static SHIPPED: OnceLock<Taxonomy> = OnceLock::new();
    SHIPPED.get_or_init(Taxonomy::shipped)
}

/// The classes of the shipped plan that `id` names: the place of each among its subdivisions, or, after these, among its
/// kinds of business outside the plan. Empty for an id that it lacks.
#[must_use]
pub fn places(id: &str) -> Vec<usize> {
    let shipped = shipped();
    let count = shipped.subdivisions.len();
    if let Some(out) = id.strip_prefix(OUT) {
        let place = shipped.out_of_scope.iter().position(|one| one.id == out);
        return place.map(|place| count + place).into_iter().collect();
    }
    let is_it = |place: &usize| {
        let subdivision = &shipped.subdivisions[*place];
        subdivision.id == id || shipped.industry_of(subdivision).id == id
    };
    (0..count).filter(is_it).collect()
}

/// Whether the shipped plan has what `id` names.
pub(super) fn is_known(id: &str) -> bool {
    !places(id).is_empty()
}

/// The ids that are spelled most like `id`, as a question.
pub(super) fn nearest(id: &str) -> Option<String> {
    let shipped = shipped();
    let out = shipped.out_of_scope.iter();
    let out: Vec<String> = out.map(|one| format!("{OUT}{}", one.id)).collect();
    let industries = shipped.industries.iter().map(|one| one.id.as_str());
    let subdivisions = shipped.subdivisions.iter().map(|one| one.id.as_str());
    let ids = subdivisions.chain(industries);
    did_you_mean(id, ids.chain(out.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_industry_lends_all_of_its_subdivisions() {
        let all = places("electronics");
        assert_eq!(all.len(), 2);
        assert_eq!(places("electronics/key-components"), all[1..]);
        assert_eq!(places("out/property"), [shipped().subdivisions.len()]);
        assert!(places("property").is_empty());
    }
}
