//! The build script: what follows from `taxonomy.toml` and from the dictionary of traditional and simplified Chinese is
//! made here, by the same modules that read it in the library. Only [`embedded`] is another: there nothing is made yet.

#![forbid(unsafe_code)]
// The modules hold more than is needed here.
#![allow(dead_code, unused_imports, unreachable_pub)]

mod embedded;
#[path = "../error.rs"]
mod error;
mod identity;
mod matcher;
#[path = "../parallel.rs"]
mod parallel;
#[path = "../similarity.rs"]
mod similarity;
#[path = "../taxonomy/mod.rs"]
mod taxonomy;
#[path = "../text/mod.rs"]
mod text;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    identity::state();
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    let plan = taxonomy::Taxonomy::from_toml(embedded::SHIPPED_TOML, "taxonomy.toml")?;
    std::fs::write(folder.join("simplified.bin"), &*embedded::SIMPLIFIED)?;
    let stored: &'static [u8] = postcard::to_allocvec(&plan)?.leak();
    let terms = postcard::from_bytes::<taxonomy::Taxonomy>(stored)?.stored_terms(stored);
    let terms = terms.unwrap_or_default().to_le_bytes();
    std::fs::write(folder.join("plan.bin"), [&terms[..], stored].concat())?;
    std::fs::write(folder.join("cues.bin"), matcher::cues::build())?;
    std::fs::write(folder.join("terms.bin"), matcher::terms::build(&plan))?;
    Ok(())
}
