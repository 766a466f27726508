//! Of the matcher what makes the table of terms.

#[path = "../matcher/cues/mod.rs"]
pub(crate) mod cues;
#[path = "../matcher/keys.rs"]
pub(crate) mod keys;
#[path = "../matcher/table.rs"]
pub(crate) mod table;
#[path = "../matcher/terms/mod.rs"]
pub(crate) mod terms;
