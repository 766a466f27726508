//! What this build is made from, as a number that stands in the program: a run of `planfit batch` that was stopped is gone
//! on with only by a build of the same sources, plan and learned weights, since another may answer otherwise. To hash the
//! program itself at start would cost more than a thousand rows.

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
    let mut sum = [1, 2];
    for (name, path) in files {
        let content = fs::read(&path).unwrap_or_default();
        add(name.as_bytes(), &mut sum);
        add(&content, &mut sum);
    }
    println!(
        "cargo::rustc-env=PLANFIT_BUILD={:016x}{:016x}",
        sum[0], sum[1]
    );
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

/// Adds a byte string and its length to two sums that are independent of each other.
fn add(bytes: &[u8], sum: &mut [u64; 2]) {
    let mut step = |word: u64| {
        for (state, factor) in sum
            .iter_mut()
            .zip([0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9])
        {
            let mixed = (state.rotate_left(29) ^ word).wrapping_mul(factor);
            *state = mixed ^ (mixed >> 32);
        }
    };
    step(bytes.len() as u64);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        step(u64::from_le_bytes(word));
    }
}
