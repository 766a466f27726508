//! A process that is killed while it adds decisions has lost none that it acknowledged.

use crate::Folder;
use planfit::ledger::{Entry, Ledger, append};
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Names the ledger to the process that is going to be killed.
const CHILD: &str = "PLANFIT_TEST_LEDGER";
/// How often it is killed. `LEDGER_KILLS=200 cargo test --test ledger kill` does it more often.
const KILLS: usize = 40;

fn entry(number: usize) -> Entry {
    // Long enough for the system to write it in pieces, if it ever does.
    let line = format!(
        r#"{{"firm":{{"name":"Firm {number}"}},"subdivision":"x/y","decision":"no","who":"li","reason":"{}"}}"#,
        "理由".repeat(500 + number % 3000)
    );
    serde_json::from_str(&line).unwrap()
}

/// What the killed process does: it adds decisions for ever, and says after each that it is kept.
fn add_for_ever(path: &Path) {
    let mut number = Ledger::read(path).unwrap().entries.len();
    loop {
        append(path, &[entry(number)]).unwrap();
        println!("kept {number}");
        std::io::stdout().flush().unwrap();
        number += 1;
    }
}

#[test]
fn no_decision_is_lost_when_the_process_is_killed() {
    if let Some(path) = env::var_os(CHILD) {
        return add_for_ever(Path::new(&path));
    }
    let kills = env::var("LEDGER_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let folder = Folder::new();
    let path = folder.path("team.jsonl");
    let name = "kills::no_decision_is_lost_when_the_process_is_killed";
    let (mut kept, mut torn) = (0, 0);
    for kill in 0..kills {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut lines = said.lines().map(Result::unwrap);
        // Once it is under way, at any moment.
        let first = lines.find(|line| line.contains("kept ")).unwrap();
        std::thread::sleep(Duration::from_micros(kill as u64 * 7919 % 9000));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = lines
            .filter(|line| line.contains("kept "))
            .last()
            .unwrap_or(first);
        let acknowledged: usize = last.split("kept ").nth(1).unwrap().trim().parse().unwrap();
        let ledger = Ledger::read(&path).unwrap();
        assert!(
            ledger.entries.len() > acknowledged,
            "kill {kill}: {acknowledged} was lost"
        );
        for (number, found) in ledger.entries.iter().enumerate().skip(kept) {
            assert_eq!(*found, entry(number), "kill {kill}");
        }
        (kept, torn) = (ledger.entries.len(), ledger.torn.len());
    }
    assert!(kept > kills, "{kept} kept, {torn} torn");
}
