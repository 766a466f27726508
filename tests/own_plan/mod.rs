//! Plans of one's own, made of the sheets in `tests/data/plans`.

use planfit::Taxonomy;
use planfit::plan::{Identity, Proposer, read, to_toml};
use std::path::Path;

/// The plan that `planfit taxonomy init --yes` makes of a sheet.
pub(crate) fn own_plan(sheet: &str) -> (String, Taxonomy) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/plans")
        .join(sheet);
    let sectors = read(&path, None).unwrap();
    let shipped = Taxonomy::shipped();
    let mut proposer = Proposer::new(&shipped);
    let proposals: Vec<_> = sectors
        .iter()
        .map(|sector| proposer.propose(sector))
        .collect();
    let identity = Identity {
        id: "own".into(),
        title: "A plan of one's own".into(),
    };
    let toml = to_toml(&identity, &sectors, &proposals);
    let taxonomy = Taxonomy::from_toml(&toml, sheet).unwrap();
    assert_eq!(taxonomy.subdivisions.len(), sectors.len());
    (toml, taxonomy)
}
