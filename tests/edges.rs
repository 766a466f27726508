//! Commands at the edge: odd names, full disks, files without an end.

#![cfg(all(unix, feature = "cli"))]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

fn planfit(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planfit"));
    command.current_dir(folder);
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn init_shows_a_name_so_that_it_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let name = "a \u{1b}[2Jfirm.toml";
    let made = planfit(folder.path())
        .args(["init", name])
        .output()
        .unwrap();
    assert!(made.status.success());
    assert_eq!(
        stderr(&made),
        "wrote `a \\u{1b}[2Jfirm.toml`; fill it in, then `planfit match 'a \\u{1b}[2Jfirm.toml'`\n"
    );
    assert!(folder.path().join(name).exists());
    let again = planfit(folder.path())
        .args(["init", name])
        .output()
        .unwrap();
    assert!(!stderr(&again).contains('\u{1b}'));
}

/// A disk is full where no byte may be written any more; the signal that tells of it is ignored.
#[test]
fn a_full_disk_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.toml"), "products = [\"cells\"]").unwrap();
    for command in [
        "init new.toml",
        "init --force old.toml",
        "report old.toml -o new.html",
        "explain old.toml -o new.html",
    ] {
        let script = format!("trap '' XFSZ; ulimit -f 0; exec \"$0\" {command}");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_planfit")])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(2),
            "{command}: {}",
            stderr(&output)
        );
        assert!(
            stderr(&output).contains("cannot write"),
            "{}",
            stderr(&output)
        );
        let files: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(files.len(), 1, "{command}: {files:?}");
        assert!(
            fs::read_to_string(folder.path().join("old.toml"))
                .unwrap()
                .contains("cells")
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_no_success() {
    for args in [
        &["--help"][..],
        &["batch", "-h"],
        &["--version"],
        &["man"],
        &["taxonomy", "list"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = planfit(Path::new("."))
            .args(args)
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(2),
            "{args:?}: {}",
            stderr(&output)
        );
        assert!(
            stderr(&output).starts_with("error: "),
            "{}",
            stderr(&output)
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_without_an_end_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.json", "a.jsonl", "a.toml", "a.csv"] {
        std::os::unix::fs::symlink("/dev/zero", folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("firm.toml"), "products = [\"cells\"]").unwrap();
    for args in [
        &["match", "firm.toml", "--taxonomy", "/dev/zero"][..],
        &["batch", "/dev/zero", "--input-format", "xlsx"],
        &["batch", "/dev/zero", "--input-format", "ods"],
        &["batch", "a.csv"],
        &["report", "a.json", "-o", "out.html"],
        &["report", "a.jsonl", "-o", "out.html"],
        &["match", "a.toml"],
        &["compare", "a.json", "firm.toml"],
        &["verify", "a.jsonl"],
        &["verify", "a.csv"],
        &["eval", "/dev/zero"],
        &["eval", "/dev/urandom"],
        &["eval", "a.csv", "--compare", "/dev/zero"],
        &["eval", "--rethreshold", "/dev/urandom"],
        &["adapt", "--labelled", "/dev/zero", "-o", "out.fit"],
        &["adapt", "--ledger", "/dev/zero", "-o", "out.fit"],
        &["match", "firm.toml", "--fit", "/dev/zero"],
        &["match", "firm.toml", "--ledger", "/dev/urandom"],
        &[
            "report",
            "firm.toml",
            "-o",
            "out.html",
            "--ledger",
            "/dev/zero",
        ],
        &["review", "--conflicts", "--ledger", "/dev/zero"],
        &["taxonomy", "init", "/dev/zero", "-o", "out.toml", "--yes"],
        &["report", "/dev/zero", "-o", "out.html"],
    ] {
        let output = planfit(folder.path()).args(args).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(2),
            "{args:?}: {}",
            stderr(&output)
        );
        let told = stderr(&output);
        assert!(told.starts_with("error: "), "{told}");
        // It is given up at a limit, not where memory ends.
        assert!(!told.contains("out of memory"), "{told}");
    }
}

#[test]
fn reports_are_written_by_one_at_a_time_and_over_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("firm.toml"), "products = [\"cells\"]").unwrap();
    fs::write(at("precious"), "kept").unwrap();
    std::os::unix::fs::symlink(at("precious"), at("out.html.part")).unwrap();
    let report = |force: bool| {
        let mut command = planfit(folder.path());
        command.args(["report", "firm.toml", "-o", "out.html"]);
        if force {
            command.arg("--force");
        }
        command.output().unwrap()
    };
    assert_eq!(report(false).status.code(), Some(2));
    let forced = report(true);
    assert_eq!(forced.status.code(), Some(0), "{}", stderr(&forced));
    assert_eq!(fs::read_to_string(at("precious")).unwrap(), "kept");
    let lock = planfit::files::Lock::take(&at("out.html")).unwrap();
    let taken = report(true);
    assert!(
        stderr(&taken).contains("is being written by another run"),
        "{}",
        stderr(&taken)
    );
    drop(lock);
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["firm.toml", "out.html", "precious"]);
    let device = planfit(folder.path())
        .args([
            "report",
            "firm.toml",
            "--format",
            "html",
            "--force",
            "-o",
            "/dev/null",
        ])
        .output()
        .unwrap();
    assert!(
        stderr(&device).contains("it is no file"),
        "{}",
        stderr(&device)
    );
}

/// A compiled plan answers for the plan file that it was made of, and for no other.
#[test]
fn a_compiled_plan_is_never_used_for_another_plan_file() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.toml");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("tests/cmd/taxonomy-data/small.toml"), &plan).unwrap();
    let run = |arguments: &str| {
        let output = planfit(folder.path())
            .args(arguments.split(' '))
            .output()
            .unwrap();
        (output.status.code(), output.stdout.clone(), stderr(&output))
    };
    let asked = "match -k battery --taxonomy plan.toml --format json";
    let (code, answer, told) = run(asked);
    assert_eq!(told, "");
    let (made, said, _) = run("taxonomy compile plan.toml");
    assert_eq!(made, Some(0));
    assert!(
        String::from_utf8(said)
            .unwrap()
            .starts_with("wrote `plan.planfit` (")
    );
    assert_eq!(run(asked), (code, answer.clone(), String::new()));
    // It may be made anew.
    assert_eq!(run("taxonomy compile plan.toml").0, Some(0));
    let file = folder.path().join("plan.planfit");
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let (_, same, told) = run(asked);
    assert_eq!(same, answer);
    assert!(
        told.starts_with("note: `plan.planfit` is damaged"),
        "{told}"
    );
    fs::write(&file, &whole).unwrap();
    let text = fs::read_to_string(&plan).unwrap();
    fs::write(&plan, format!("{text}# changed\n")).unwrap();
    let (code, _, told) = run(asked);
    assert_eq!(code, Some(0));
    assert!(
        told.contains("was made of another state of the plan"),
        "{told}"
    );
    // Another file is not written over.
    fs::write(&file, "mine").unwrap();
    let (code, _, told) = run("taxonomy compile plan.toml");
    assert_eq!(code, Some(2), "{told}");
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}
