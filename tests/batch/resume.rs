//! Killed at any moment, the same command with `--resume` ends in the same bytes.

use crate::list::{Generator, header};
use crate::{Folder, made_up};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A list long enough to be killed in the middle of, with rejects in it.
fn long_list(rows: usize) -> String {
    let mut generator = Generator::new(2);
    let mut list = String::from(header("csv"));
    for _ in 0..rows / 100 {
        generator.rows(100, "csv", &mut list);
        list.push_str("ragged,with,more,cells,than,the,header,has,of,its,own,by,far\n");
    }
    list
}

/// How many rows the journal says are answered.
pub(crate) fn noted(journal: &Path) -> u64 {
    let note = fs::read(journal).ok();
    let note = note.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    note.and_then(|note| note["rows"].as_u64()).unwrap_or(0)
}

/// Starts the command and kills it as soon as the journal speaks of more than `rows` rows; false if it ended before.
pub(crate) fn kill_after(folder: &Folder, args: &[&str], journal: &str, rows: u64) -> bool {
    let mut child = folder
        .command(args)
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary was built");
    let started = Instant::now();
    loop {
        if child.try_wait().expect("it can be asked").is_some() {
            return false;
        }
        assert!(
            started.elapsed() < Duration::from_secs(120),
            "it neither ends nor gets anywhere"
        );
        if noted(&folder.path(journal)) > rows {
            // Some way beyond the note, where what is written is not noted.
            sleep(Duration::from_millis(60));
            child.kill().expect("it is running, or has just ended");
            let ended = child.wait().expect("it was killed").code();
            // On a busy machine it may have come to its end meanwhile.
            return !matches!(ended, Some(0 | 3));
        }
        sleep(Duration::from_millis(5));
    }
}

/// Makes `list.csv` and kills the command on it, once or twice. How far a run gets before the test sees its journal is up to
/// the machine: with too short a list it is begun again with a longer one.
fn kill_in_the_middle(folder: &Folder, args: &[&str]) {
    let (mut rows, mut kills) = (60_000, 0);
    while kills == 0 {
        assert!(rows < 500_000, "it was too fast to be killed");
        for file in ["out.csv", "out.rejects.csv"] {
            let _ = fs::remove_file(folder.path(file));
        }
        folder.write("list.csv", long_list(rows));
        rows *= 2;
        while kills < 2
            && kill_after(
                folder,
                args,
                "out.csv.journal",
                noted(&folder.path("out.csv.journal")),
            )
        {
            if folder.exists("out.csv") {
                // Killed at its very end, after it gave the output its name: by then that is whole.
                let written = folder.read("out.csv").lines().count();
                assert!(
                    written > rows / 2,
                    "not under its name before it is whole: {written} lines"
                );
                break;
            }
            kills += 1;
            assert!(folder.exists("out.csv.part") && folder.exists("out.csv.journal"));
        }
        // The second run may have come to its end before it could be killed: nothing is left to go on with.
        if folder.exists("out.csv") {
            kills = 0;
        }
    }
}

#[test]
fn killed_runs_end_in_the_same_bytes() {
    let folder = Folder::new();
    let args = ["list.csv", "-o", "out.csv", "--resume"];
    kill_in_the_middle(&folder, &args);
    let whole = folder.batch(&["list.csv", "-o", "whole.csv"]);
    assert_eq!(whole.code, Some(3), "{}", whole.stderr);
    let refused = folder.batch(&["list.csv", "-o", "out.csv"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("`--resume` goes on with it"),
        "{}",
        refused.stderr
    );
    let other = folder.batch(&["list.csv", "-o", "out.csv", "--resume", "--top", "2"]);
    assert_eq!(other.code, Some(2));
    assert!(
        other.stderr.contains("is of another run"),
        "{}",
        other.stderr
    );
    let resumed = folder.batch(&["list.csv", "-o", "out.csv", "--resume", "--jobs", "1"]);
    assert_eq!(resumed.code, Some(3), "{}", resumed.stderr);
    assert!(
        resumed.stderr.contains(" of them before in "),
        "{}",
        resumed.stderr
    );
    assert!(folder.read("out.csv") == folder.read("whole.csv"));
    assert!(folder.read("out.rejects.csv") == folder.read("whole.rejects.csv"));
    let counts = |stderr: &str| {
        let of = |line: &&str| {
            line.starts_with("leads:") || line.starts_with("fits:") || line.starts_with("most")
        };
        stderr
            .lines()
            .filter(of)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        counts(&resumed.stderr),
        counts(&whole.stderr),
        "the summary is that of the whole"
    );
    assert_eq!(
        folder.files(),
        [
            "list.csv",
            "out.csv",
            "out.rejects.csv",
            "whole.csv",
            "whole.rejects.csv"
        ]
    );
    let again = folder.batch(&args);
    assert_eq!(again.code, Some(3), "as the run that it repeats");
    assert!(
        again.stderr.contains("`out.csv` was whole already"),
        "{}",
        again.stderr
    );
    assert!(folder.read("out.csv") == folder.read("whole.csv"));
}

#[test]
fn a_workbook_is_resumed_too() {
    let folder = Folder::new();
    folder.write("list.csv", long_list(60_000));
    let whole = folder.batch(&[
        "list.csv",
        "-o",
        "whole.xlsx",
        "-q",
        "--columns",
        "symbol,fit1_label,fit1_score",
    ]);
    assert_eq!(whole.code, Some(3), "{}", whole.stderr);
    let args = [
        "list.csv",
        "-o",
        "out.xlsx",
        "-q",
        "--columns",
        "symbol,fit1_label,fit1_score",
        "--resume",
    ];
    assert!(
        kill_after(&folder, &args, "out.xlsx.journal", 0),
        "it was too fast to be killed"
    );
    assert_eq!(folder.batch(&args).code, Some(3));
    let bytes = |name: &str| fs::read(folder.path(name)).expect("it is there");
    assert!(bytes("out.xlsx") == bytes("whole.xlsx"));
}

/// Killed while outputs are put in their places: whatever is there already, the rest follows.
#[test]
fn killed_at_the_very_end_it_is_put_right() {
    let folder = Folder::new();
    folder.write("list.csv", long_list(200));
    let args = ["list.csv", "-o", "out.csv", "-q", "--resume"];
    assert_eq!(folder.batch(&args).code, Some(3));
    let (output, rejects) = (folder.read("out.csv"), folder.read("out.rejects.csv"));
    // The journal of a finished run, as the run would have left it: taken from a run stopped by its own output.
    let journal = journal_of_a_whole_run(&folder, &args);
    for (output_in_place, rejects_in_place) in [(false, false), (false, true), (true, true)] {
        for name in folder.files() {
            if name != "list.csv" {
                fs::remove_file(folder.path(&name)).expect("it is there");
            }
        }
        let place = |done: bool, name: &str| {
            if done {
                name.to_owned()
            } else {
                format!("{name}.part")
            }
        };
        folder.write(&place(output_in_place, "out.csv"), &output);
        folder.write(&place(rejects_in_place, "out.rejects.csv"), &rejects);
        folder.write("out.csv.journal", &journal);
        let refused = folder.batch(&["list.csv", "-o", "out.csv"]);
        let hint = "`--resume` goes on with it";
        assert!(refused.stderr.contains(hint), "{}", refused.stderr);
        if output_in_place {
            // Gone on with before, and killed again.
            folder
                .write("out.csv.part", "")
                .write("out.rejects.csv.part", "");
        }
        let ran = folder.batch(&args);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""));
        assert!(folder.read("out.csv") == output);
        assert!(folder.read("out.rejects.csv") == rejects);
        assert_eq!(folder.files(), ["list.csv", "out.csv", "out.rejects.csv"]);
    }
}

/// Runs the command where the output's name is taken by a folder, so that it stops between journal and renaming.
fn journal_of_a_whole_run(folder: &Folder, args: &[&str]) -> String {
    fs::remove_file(folder.path("out.csv")).expect("it is there");
    fs::remove_file(folder.path("out.rejects.csv")).expect("it is there");
    let forced: Vec<&str> = args
        .iter()
        .map(|arg| if *arg == "--resume" { "--force" } else { *arg })
        .collect();
    fs::create_dir(folder.path("out.csv")).expect("the name is free");
    fs::write(folder.path("out.csv").join("full"), "").expect("the folder can be written to");
    let ran = folder.batch(&forced);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    fs::remove_dir_all(folder.path("out.csv")).expect("it is there");
    folder.read("out.csv.journal")
}

#[test]
fn a_changed_list_or_a_lost_part_is_noticed() {
    let folder = Folder::new();
    folder.write("list.csv", long_list(300));
    let args = ["list.csv", "-o", "out.csv", "-q", "--resume"];
    folder.batch(&args);
    let journal = journal_of_a_whole_run(&folder, &args);
    fs::remove_file(folder.path("out.csv.part")).expect("it is there");
    folder.write("out.csv.part", "short");
    let ran = folder.batch(&args);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .contains("`out.csv.part` is shorter than its journal says"),
        "{}",
        ran.stderr
    );
    folder
        .write("out.csv.journal", "{")
        .write("list.csv", long_list(400));
    let ran = folder.batch(&args);
    assert!(
        ran.stderr.contains("`out.csv.journal` is no journal"),
        "{}",
        ran.stderr
    );
    folder.write("out.csv.journal", journal);
    let ran = folder.batch(&args);
    assert!(ran.stderr.contains("is shorter than"), "{}", ran.stderr);
    let ran = folder.batch(&["list.csv", "-o", "out.csv", "-q", "--force"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert_eq!(folder.files(), ["list.csv", "out.csv", "out.rejects.csv"]);
}

#[test]
fn a_replacing_run_is_resumed_as_one() {
    let folder = Folder::new();
    folder.write("list.csv", long_list(300));
    let args = ["list.csv", "-o", "out.csv", "-q", "--force", "--resume"];
    folder
        .write("out.csv", "old")
        .write("out.rejects.csv", "old");
    assert_eq!(folder.batch(&args).code, Some(3));
    assert!(folder.read("out.csv") != "old" && folder.read("out.rejects.csv") != "old");
    // Killed at its end, in a list without rejects: those of the run before it go.
    folder.write("list.csv", made_up(2, 300));
    let journal = journal_of_a_whole_run(&folder, &["list.csv", "-o", "out.csv", "-q", "--force"]);
    folder.write("out.rejects.csv", "row,line,reason,raw\n1,2,old,old\n");
    folder.write("out.csv.journal", journal);
    let ran = folder.batch(&args);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(folder.files(), ["list.csv", "out.csv"]);
}

#[test]
fn a_fresh_run_takes_nobodys_rejects_away() {
    let folder = Folder::new();
    folder
        .write("list.csv", long_list(100))
        .write("out.rejects.csv", "precious");
    let ran = folder.batch(&["list.csv", "-o", "out.csv", "-q", "--resume"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("`out.rejects.csv` exists"));
    assert_eq!(folder.read("out.rejects.csv"), "precious");
}
