//! What this build is made from, as a number that stands in the program: a run of `planfit batch` that was stopped is gone
//! on with only by a build of the same sources, plan and learned weights, since another may answer otherwise. To hash the
//! program itself at start would cost more than a thousand rows.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Where what decides the answers stands.
const SOURCES: [&str; 4] = ["src", "taxonomy.toml", "Cargo.toml", "Cargo.lock"];

/// Tells the compiler the number, and to make it anew when a source changes.
pub(crate) fn state() {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        collect(Path::new(source), &mut files);
    }
    // In the same order on every machine.
    files.sort();
    let mut hash = Sha256::new();
    for (name, path) in files {
        let content = fs::read(&path).unwrap_or_default();
        // With their lengths, so that no other files come to the same bytes.
        for bytes in [name.as_bytes(), &content] {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
    }
    let hash = hash.finalize();
    let hash: String = hash[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    println!("cargo::rustc-env=PLANFIT_BUILD={hash}");
}

/// The files under `path`, each with its name as it is written everywhere.
fn collect(path: &Path, files: &mut Vec<(String, PathBuf)>) {
    if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            collect(&entry.path(), files);
        }
    } else if path.is_file() {
        let parts = path.iter().map(|part| part.to_string_lossy());
        files.push((parts.collect::<Vec<_>>().join("/"), path.to_owned()));
    }
}
