//! One run at a time on an output, nothing of others touched, and nothing mixed that does not belong together.

use crate::{Folder, Ran, made_up, ran};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A run on a list that is still on its way to it.
struct Slow {
    child: Child,
    list: ChildStdin,
}

/// What every run here is given.
const FROM_PIPE: [&str; 6] = ["-", "--input-format", "csv", "-q", "-o", "out.csv"];

impl Slow {
    fn start(folder: &Folder, options: &[&str]) -> Self {
        let mut command = folder.command(&[&FROM_PIPE[..], options].concat());
        let pipes = command.stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes
            .stdout(Stdio::null())
            .spawn()
            .expect("the binary was built");
        let list = child.stdin.take().expect("it is piped");
        Self { child, list }
    }

    fn send(&mut self, rows: &str) {
        self.list.write_all(rows.as_bytes()).expect("it reads");
        self.list.flush().expect("it reads");
    }

    /// Waits until `done`, which has to come about while the list is not at its end.
    fn wait_until(&mut self, mut done: impl FnMut() -> bool) {
        let started = Instant::now();
        while !done() {
            let ended = self.child.try_wait().expect("it can be asked");
            assert!(ended.is_none(), "it ended before its list: {ended:?}");
            assert!(started.elapsed() < Duration::from_secs(60), "it waits");
            sleep(Duration::from_millis(5));
        }
    }

    fn kill(mut self) {
        self.child.kill().expect("it is running");
        self.child.wait().expect("it was killed");
    }

    /// The list is at its end.
    fn end(self) -> Ran {
        drop(self.list);
        ran(self.child.wait_with_output().expect("it ends"))
    }
}

/// The same command with the whole list at once.
fn from_pipe(folder: &Folder, options: &[&str], list: &str) -> Ran {
    let mut run = Slow::start(folder, options);
    // A run that is refused does not read it.
    let _ = run.list.write_all(list.as_bytes());
    run.end()
}

fn noted(folder: &Folder) -> serde_json::Value {
    let journal = fs::read(folder.path("out.csv.journal")).unwrap_or_default();
    serde_json::from_slice(&journal).unwrap_or_default()
}

/// Leaves behind what a run does that was killed in the middle of `list`; how many rows it had noted.
fn killed(folder: &Folder, options: &[&str], list: &str) -> u64 {
    let run = noted_run(folder, options, list);
    run.kill();
    noted(folder)["rows"].as_u64().expect("a number")
}

/// A run in the middle of `list` that has noted some rows.
fn noted_run(folder: &Folder, options: &[&str], list: &str) -> Slow {
    let mut run = Slow::start(folder, options);
    let lines: Vec<&str> = list.split_inclusive('\n').collect();
    let (first, rest) = lines.split_at(lines.len() / 3);
    run.send(&first.concat());
    sleep(Duration::from_millis(600));
    // A note is taken when rows are written and the last note is some time ago.
    run.send(&rest[..rest.len() / 2].concat());
    run.wait_until(|| noted(folder)["rows"].as_u64() > Some(0));
    run
}

fn refused(ran: &Ran, message: &str) {
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: "), "{}", ran.stderr);
}

#[test]
fn two_runs_do_not_write_to_one_output() {
    let folder = Folder::new();
    let list = made_up(1, 900);
    for options in [&["--force"][..], &["--force", "--resume"]] {
        let mut first = Slow::start(&folder, options);
        first.send(&list[..list.len() / 2]);
        first.wait_until(|| folder.exists("out.csv.part"));
        for options in [
            &[][..],
            &["--force"],
            &["--resume"],
            &["--force", "--resume"],
        ] {
            let second = from_pipe(&folder, options, &list);
            refused(&second, "`out.csv` is being written by another run");
        }
        // Another output, but the same rejects.
        folder.write("list.csv", &list);
        let third = folder.batch(&["list.csv", "-o", "out.tsv", "--force"]);
        refused(&third, "`out.rejects.csv` is being written by another run");
        first.send(&list[list.len() / 2..]);
        assert_eq!(first.end().code, Some(0));
        folder.batch(&["list.csv", "-o", "whole.csv", "--force"]);
        assert!(folder.read("out.csv") == folder.read("whole.csv"));
        assert_eq!(folder.files(), ["list.csv", "out.csv", "whole.csv"]);
    }
}

#[test]
fn the_lock_of_a_killed_run_holds_nobody_up() {
    let folder = Folder::new();
    let list = made_up(2, 3000);
    let rows = killed(&folder, &[], &list);
    assert!(rows > 0 && folder.exists("out.csv.lock"));
    let ran = from_pipe(&folder, &["--resume"], &list);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    folder.write("list.csv", &list);
    folder.batch(&["list.csv", "-o", "whole.csv"]);
    assert!(folder.read("out.csv") == folder.read("whole.csv"));
    assert_eq!(folder.files(), ["list.csv", "out.csv", "whole.csv"]);
}

/// Elsewhere a file that is open cannot be taken away.
#[cfg(unix)]
#[test]
fn a_part_lost_during_the_run_is_told() {
    let folder = Folder::new();
    let list = made_up(3, 3000);
    let run = noted_run(&folder, &[], &list);
    fs::remove_file(folder.path("out.csv.part")).expect("it is there");
    refused(&run.end(), "`out.csv.part` is lost");
    for _ in 0..2 {
        refused(
            &from_pipe(&folder, &["--resume"], &list),
            "`out.csv.part` is lost",
        );
        assert!(!folder.exists("out.csv") && folder.exists("out.csv.journal"));
    }
    let ran = from_pipe(&folder, &["--force"], &list);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(folder.files(), ["out.csv"]);
}

#[test]
fn another_list_is_not_gone_on_with() {
    let folder = Folder::new();
    let list = made_up(4, 3000);
    let rows = killed(&folder, &[], &list);
    let first_row = list.find('\n').expect("a header") + 1;
    let changed = format!("{}x{}", &list[..first_row], &list[first_row..]);
    let other_header = format!("x{list}");
    let short: String = list.split_inclusive('\n').take(rows as usize).collect();
    for other in [changed, other_header, made_up(5, 3000), short] {
        let ran = from_pipe(&folder, &["--resume"], &other);
        refused(&ran, "the list is not the one of `out.csv.journal`");
        assert!(!folder.exists("out.csv"));
    }
    assert_eq!(from_pipe(&folder, &["--resume"], &list).code, Some(0));
}

#[test]
fn a_list_changed_with_size_and_time_kept_is_noticed() {
    let folder = Folder::new();
    let list = made_up(6, 600);
    folder.write("list.csv", &list);
    let args = ["list.csv", "-q", "-o", "out.csv", "--resume"];
    fs::create_dir(folder.path("out.csv")).expect("the name is free");
    fs::write(folder.path("out.csv").join("full"), "").expect("it can be written to");
    let stopped = folder.batch(&["list.csv", "-q", "-o", "out.csv", "--force"]);
    assert_eq!(stopped.code, Some(2), "{}", stopped.stderr);
    fs::remove_dir_all(folder.path("out.csv")).expect("it is there");
    let path = folder.path("list.csv");
    let time = fs::metadata(&path).and_then(|facts| facts.modified());
    let last = list.trim_end().len() - 1;
    let changed = format!("{}~{}", &list[..last], &list[last + 1..]);
    folder.write("list.csv", changed);
    let file = File::options()
        .write(true)
        .open(&path)
        .expect("it is there");
    file.set_modified(time.expect("it has one"))
        .expect("it can be set");
    refused(
        &folder.batch(&args),
        "the list is not the one of `out.csv.journal`",
    );
    folder.write(
        "list.csv",
        format!("{list}{}", list.lines().last().expect("a row")),
    );
    refused(&folder.batch(&args), "it has more rows");
    folder.write("list.csv", &list);
    assert_eq!(folder.batch(&args).code, Some(0));
}

#[test]
fn a_part_that_was_tampered_with_is_noticed() {
    let folder = Folder::new();
    let list = made_up(7, 3000);
    killed(&folder, &[], &list);
    let part = fs::read(folder.path("out.csv.part")).expect("it is there");
    let mut tampered = part.clone();
    tampered[100] ^= 1;
    folder.write("out.csv.part", tampered);
    let ran = from_pipe(&folder, &["--resume"], &list);
    refused(&ran, "`out.csv.part` does not hold what its journal says");
    fs::remove_file(folder.path("out.csv.part")).expect("it is there");
    refused(
        &from_pipe(&folder, &["--resume"], &list),
        "`out.csv.part` is lost",
    );
    folder.write("out.csv.part", part);
    assert_eq!(from_pipe(&folder, &["--resume"], &list).code, Some(0));
}

/// A byte after its end changes nothing of what a program does on Linux, but it is another file.
#[cfg(target_os = "linux")]
#[test]
fn another_build_of_the_same_version_does_not_go_on() {
    let folder = Folder::new();
    let list = made_up(8, 3000);
    killed(&folder, &[], &list);
    let mut build = fs::read(env!("CARGO_BIN_EXE_planfit")).expect("it was built");
    // What it was built from stands in the program, and would be another number in another build.
    let sources = env!("PLANFIT_BUILD").as_bytes();
    let places: Vec<usize> = (0..build.len() - sources.len())
        .filter(|at| build[*at..].starts_with(sources))
        .collect();
    assert!(!places.is_empty());
    for place in places {
        build[place] = if sources[0] == b'0' { b'1' } else { b'0' };
    }
    let path = folder.path("another-build");
    fs::copy(env!("CARGO_BIN_EXE_planfit"), &path).expect("there is room");
    fs::write(&path, build).expect("there is room");
    folder.write("list.csv", &list);
    let output = std::process::Command::new(&path)
        .arg("batch")
        .args(FROM_PIPE)
        .arg("--resume")
        .current_dir(folder.path(""))
        .stdin(File::open(folder.path("list.csv")).expect("it is there"))
        .output();
    let other = ran(output.expect("it runs"));
    refused(&other, "is of another run: options, plan or build");
    assert_eq!(from_pipe(&folder, &["--resume"], &list).code, Some(0));
}

#[test]
fn what_appears_during_the_run_is_kept() {
    let folder = Folder::new();
    let list = made_up(9, 600);
    let mut run = Slow::start(&folder, &[]);
    run.send(&list);
    run.wait_until(|| folder.exists("out.csv.part"));
    folder.write("out.csv", "precious");
    refused(&run.end(), "`out.csv` exists and holds something else");
    assert_eq!(folder.read("out.csv"), "precious");
    let ran = from_pipe(&folder, &["--resume"], &list);
    refused(&ran, "`out.csv` exists and holds something else");
    assert_eq!(folder.read("out.csv"), "precious");
    let ran = from_pipe(&folder, &["--force", "--resume"], &list);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(folder.read("out.csv").lines().count(), 601);
    assert_eq!(folder.files(), ["out.csv"]);
}

#[test]
fn a_run_killed_before_its_first_row_is_gone_on_with() {
    let folder = Folder::new();
    folder.write("out.csv", "old");
    let list = made_up(10, 600);
    let (header, rows) = list.split_once('\n').expect("a header");
    // The beginning that is looked at before anything is read, all of it in a row that does not end.
    let start = format!("{header}\n{}", "x ".repeat(1 << 16));
    let list = format!("{start}{rows}");
    let mut run = Slow::start(&folder, &["--force"]);
    run.send(&start);
    run.wait_until(|| folder.exists("out.csv.part"));
    run.kill();
    assert_eq!(folder.read("out.csv"), "old");
    let ran = from_pipe(&folder, &["--resume"], &list);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(folder.read("out.csv").lines().count(), 601);
}

#[test]
fn parts_of_others_are_kept() {
    let folder = Folder::new();
    folder.write("list.csv", made_up(11, 60));
    for name in ["out.csv.part", "out.rejects.csv.part"] {
        folder.write(name, "precious");
        for option in ["-q", "--resume"] {
            let ran = folder.batch(&["list.csv", "-o", "out.csv", option]);
            refused(&ran, &format!("`{name}` exists"));
        }
        assert_eq!(folder.files(), ["list.csv", name]);
        assert_eq!(folder.read(name), "precious");
        fs::remove_file(folder.path(name)).expect("it is there");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = Folder::new();
    folder.write("list.csv", made_up(12, 60));
    // `OUT` itself as a link: `lists::a_link_is_written_through`.
    for name in ["out.csv.part", "out.rejects.csv.part", "out.xlsx.new"] {
        folder.write("precious", "kept");
        std::os::unix::fs::symlink(folder.path("precious"), folder.path(name))
            .expect("there are links");
        let output = if name.starts_with("out.xlsx") {
            "out.xlsx"
        } else {
            "out.csv"
        };
        refused(
            &folder.batch(&["list.csv", "-o", output]),
            &format!("`{name}` exists"),
        );
        let ran = folder.batch(&["list.csv", "-o", output, "--force", "-q"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{name}");
        assert_eq!(folder.read("precious"), "kept");
        assert_eq!(folder.files(), ["list.csv", output, "precious"]);
        let made = folder.path(output).symlink_metadata().expect("it is there");
        assert!(made.is_file(), "{name}");
        fs::remove_file(folder.path(output)).expect("it is there");
    }
}

#[test]
fn a_list_cut_while_it_is_read_is_told() {
    let folder = Folder::new();
    let list = made_up(13, 40_000);
    folder.write("list.csv", &list);
    folder.write("other.csv", made_up(13, 10));
    for lists in [
        &["list.csv", "--jobs", "1"][..],
        &["list.csv", "--jobs", "2"],
        &["list.csv", "other.csv"],
    ] {
        folder.write("list.csv", &list);
        // Nobody takes what it writes, so that it waits somewhere in the list.
        let child = folder
            .command(&[lists, &["-q"]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built");
        sleep(Duration::from_millis(1500));
        let file = File::options().write(true).open(folder.path("list.csv"));
        let cut = list.len() as u64 / 2;
        file.and_then(|file| file.set_len(cut))
            .expect("it can be cut");
        let ended = ran(child.wait_with_output().expect("it ends"));
        refused(&ended, "`list.csv` was cut while it was read: ");
    }
}

#[test]
fn no_rejects_take_nothing_away() {
    let folder = Folder::new();
    folder
        .write("list.csv", "products\nsoy sauce\n")
        .write("notes.txt", "precious")
        .write("plan.toml", include_str!("../../taxonomy.toml"));
    for output in [&["-o", "out.csv"][..], &[]] {
        let args = [
            &["list.csv", "-q", "--force", "--rejects"][..],
            &["notes.txt"],
            output,
        ];
        let ran = folder.batch(&args.concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        assert_eq!(folder.read("notes.txt"), "precious");
        let args = [
            &["list.csv", "--force", "--taxonomy", "plan.toml"][..],
            output,
        ];
        let ran = folder.batch(&[&args.concat()[..], &["--rejects", "./plan.toml"]].concat());
        refused(&ran, "`./plan.toml` is the plan itself");
    }
    folder.write("a.csv.part", "products\nsoy sauce\n");
    let args = [
        "a.csv.part",
        "--input-format",
        "csv",
        "--force",
        "--rejects",
        "a.csv",
    ];
    refused(&folder.batch(&args), "`a.csv.part` is the list itself");
    fs::remove_file(folder.path("a.csv.part")).expect("it is kept");
    // What an earlier run put aside would be taken for this one's.
    folder.write("out.rejects.csv", "row,line,reason,raw\n1,2,x,y\n");
    let ran = folder.batch(&["list.csv", "-q", "--force", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(
        folder.files(),
        ["list.csv", "notes.txt", "out.csv", "plan.toml"]
    );
}

#[test]
fn a_finished_output_is_known_by_what_it_holds() {
    let folder = Folder::new();
    let list = format!("{}too{}\n", made_up(14, 60), ",many".repeat(20));
    folder.write("list.csv", &list);
    let args = ["list.csv", "-o", "out.csv", "--resume"];
    assert_eq!(folder.batch(&args[..3]).code, Some(3));
    let answers = folder.read("out.csv");
    let again = folder.batch(&args);
    assert_eq!(again.code, Some(3), "as the run that it repeats");
    assert!(
        again.stderr.contains("was whole already"),
        "{}",
        again.stderr
    );
    folder.write("list.csv", made_up(15, 60));
    refused(
        &folder.batch(&args),
        "`out.csv` exists and holds something else",
    );
    assert_eq!(folder.read("out.csv"), answers);
}

#[test]
fn more_fits_than_there_can_be_are_refused() {
    let folder = Folder::new();
    folder.write("list.csv", "products\nsoy sauce\n");
    for top in ["18446744073709551615", "70000", "1001", "-1"] {
        let ran = folder.batch(&["list.csv", &format!("--top={top}")]);
        assert_eq!(ran.code, Some(2), "{top}: {}", ran.stderr);
        assert!(ran.stderr.contains(top), "{}", ran.stderr);
    }
    assert_eq!(
        folder.batch(&["list.csv", "-q", "--top", "1000"]).code,
        Some(0)
    );
}

#[test]
fn a_row_that_takes_too_long_is_put_aside() {
    let folder = Folder::new();
    folder.write("list.csv", "id,products\n1,soy sauce\n2,vinegar\n");
    for more in [&[][..], &["--dedupe"], &["--jobs", "1"]] {
        let args = [
            "list.csv",
            "-q",
            "-o",
            "out.csv",
            "--force",
            "--row-timeout",
            "1e-9",
        ];
        let ran = folder.batch(&[&args[..], more].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""));
        assert_eq!(
            folder.read("out.rejects.csv"),
            "row,line,reason,raw\n\
             1,2,it takes longer than 0.000000001 s to read and match,\"1,soy sauce\"\n\
             2,3,it takes longer than 0.000000001 s to read and match,\"2,vinegar\"\n"
        );
    }
    let ran = folder.batch(&["list.csv", "-q", "--row-timeout", "0"]);
    assert_eq!(ran.code, Some(0), "0 is no limit");
    for wrong in ["-1", "NaN", "inf"] {
        let ran = folder.batch(&["list.csv", &format!("--row-timeout={wrong}")]);
        refused(&ran, "is no time that a row may take");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named_by_the_output() {
    let folder = Folder::new();
    folder.write("list.csv", "products\nsoy sauce\n");
    let ran = folder.batch(&["list.csv", "-q", "-o", "no/out.csv"]);
    assert_eq!(
        ran.stderr,
        "error: cannot write `no/out.csv`: no such folder\n"
    );
    assert!(!Path::new("no").exists());
}
