//! What a row of a list and the start of the program cost, in instructions, which are the same on every run: a change that
//! makes them slower is seen the day it is made. `cargo test --test instructions -- --ignored --nocapture` prints the
//! figures; it needs valgrind and takes some five seconds.
#![cfg(target_os = "linux")]

#[path = "bench/list.rs"]
mod list;

use std::path::Path;
use std::process::Command;

/// What was counted last, with the optimisation of tests, which is less than that of a release: instructions a row, CSV to
/// CSV with three fits and their evidence, on one thread; and instructions of matching one keyword, from start to end.
/// Tests are built without looks at several bytes at once, so a row takes about twice what it does in a release, and falls or
/// rises here where a release takes the same: 634,405 became 476,251 by another loop over the bytes of cells. Written down
/// anew where a change is wanted: new terms make another list, new weights and another compiler count otherwise. 464,374
/// became 510,531 when whole phrases were shown as evidence, with a new learned file (268,000 and 278,000 of a release's
/// kind on one list; 2026-11-29), and 567,776 when every output came to tell the same evidence, in roles that rest on words of
/// the text (330,800 of a release's kind on that list; 2026-11-30). Of these 294,700 were left once words and roles were
/// looked up in tables and once for all fits, and 317,600 with what fits say of one another and a new learned file; then
/// 573,063, and 581,228 when evidence left out words that say nothing. The figure below is of a build that quotes whole noun
/// phrases, numbers and runs of Latin letters, with a new learned file: in a release some 9,000 of 309,000 (2026-11-30). And
/// 637,990 when items of a list came to be shown with the head that they share: 317,700 where 312,000 were in a quick build
/// (2026-11-30). Now 746,512: words that contrast are first looked for several bytes at once, and weights added several at
/// once, which a build of tests does one by one (90,000 of it), and whom a firm serves is told by grammar. In a quick build
/// 328,700 where 330,700 were, on a real list (2026-11-30).
const ROW: u64 = 746_512;
const START: u64 = 8_983_995;

/// How many hundredths more are accepted.
const SLACK: u64 = 5;

/// Rows of the shorter list; the longer one has as many again, and what it takes more is what these take.
const ROWS: usize = 100;

/// The instructions of a run of the program.
fn count(folder: &Path, arguments: &[&str]) -> u64 {
    let out = folder.join("callgrind.out");
    let run = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(env!("CARGO_BIN_EXE_planfit"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("valgrind is there");
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{told}");
    let (_, count) = told.split_once("Collected : ").expect("it counts");
    let count = count.split_whitespace().next();
    count.and_then(|count| count.parse().ok()).expect("a count")
}

#[test]
#[ignore = "needs valgrind"]
fn a_row_and_a_start_cost_no_more_than_they_did() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let of_rows = |rows: usize| {
        let mut text = String::from(list::header("csv"));
        list::Generator::new(1).rows(rows, "csv", &mut text);
        std::fs::write(folder.path().join("list.csv"), text).expect("the folder takes files");
        // Under valgrind, on a busy machine, a row may take longer than it may otherwise.
        let arguments = [
            "batch",
            "list.csv",
            "-o",
            "out.csv",
            "--force",
            "--jobs",
            "1",
            "--row-timeout",
            "0",
        ];
        count(folder.path(), &arguments)
    };
    let row = (of_rows(2 * ROWS) - of_rows(ROWS)) / ROWS as u64;
    let start = count(folder.path(), &["match", "-k", "lithium battery"]);
    println!("instructions: {row} a row, {start} for one keyword");
    for (what, counted, recorded) in [("a row", row, ROW), ("one keyword", start, START)] {
        assert!(
            counted * 100 <= recorded * (100 + SLACK),
            "{what} takes {counted} instructions where {recorded} were written down"
        );
    }
}
