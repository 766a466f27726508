//! Whole commands as snapshots: every file in `tests/cmd/` runs the binary and compares what it prints and how it exits.
//!
//! `TRYCMD=overwrite cargo test --test commands` records them anew; read the difference before committing it.

use planfit::Taxonomy;
use std::process::{Command, Stdio};

#[test]
fn commands() {
    let hash = Taxonomy::shipped().plan.sha256;
    let cases = trycmd::TestCases::new();
    // What changes with every version or edit of the plan is not what these snapshots are about.
    cases
        .insert_var("[VERSION]", env!("CARGO_PKG_VERSION"))
        .and_then(|cases| cases.insert_var("[HASH]", hash[..12].to_owned()))
        .and_then(|cases| cases.insert_var("[PLANHASH]", hash))
        .expect("the names of variables are capitals in brackets");
    cases
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml")
        .case("src/guide/*.md");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for format in ["table", "json", "markdown"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_planfit"))
            .args(["match", "-p", "soy sauce", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built");
        // Closed before the answer is ready, as `planfit match ... | head -0` would.
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends by itself");
        assert_eq!(output.status.code(), Some(0), "{format}: {output:?}");
        assert!(output.stderr.is_empty(), "{format}: {output:?}");
    }
}
