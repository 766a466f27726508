//! As a filter: from a pipe, into a pipe, in constant memory.

use crate::list::Generator;
use crate::{Folder, made_up, ran};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

#[test]
fn what_has_come_is_answered_before_more_is_waited_for() {
    let folder = Folder::new();
    for jobs in ["1", "2"] {
        let mut child = folder
            .command(&["-", "--input-format", "jsonl", "-q", "--jobs", jobs])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary was built");
        let mut input = child.stdin.take().expect("it is piped");
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut generator = Generator::new(3);
        for row in 1..=3 {
            let mut line = String::new();
            generator.rows(1, "jsonl", &mut line);
            input.write_all(line.as_bytes()).expect("it reads");
            input.flush().expect("it reads");
            // Would wait for ever if the answer waited for more input.
            let mut answer = String::new();
            output.read_line(&mut answer).expect("it answers");
            let answer: serde_json::Value = serde_json::from_str(&answer).expect("an object");
            assert_eq!(answer["row"], row);
        }
        drop(input);
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("it ends");
        assert_eq!(rest, "");
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new();
    folder.write("list.csv", made_up(4, 2000));
    for args in [
        &["list.csv", "--jobs", "1"][..],
        &["list.csv", "--jobs", "2"],
        &["list.csv", "--by-subdivision"],
    ] {
        let mut child = folder
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built");
        let mut output = child.stdout.take().expect("it is piped");
        if args.len() > 2 {
            output.read_exact(&mut [0; 10]).expect("it begins");
        }
        drop(output);
        let ended = ran(child.wait_with_output().expect("it ends by itself"));
        assert_eq!(ended.code, Some(0), "{args:?}: {}", ended.stderr);
        assert!(
            !ended.stderr.contains("error"),
            "{args:?}: {}",
            ended.stderr
        );
    }
}

#[test]
#[cfg(unix)] // where there are devices
fn a_device_takes_bytes_as_they_come() {
    let folder = Folder::new();
    folder.write("list.csv", made_up(4, 20));
    let ran = folder.batch(&["list.csv", "-q", "-o", "/dev/null"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    #[cfg(target_os = "linux")]
    {
        let ran = folder.batch(&["list.csv", "-q", "-o", "/dev/full"]);
        let message = "error: cannot write `/dev/full`: the disk is full\n";
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), message));
    }
    assert_eq!(folder.files(), ["list.csv"]);
}

/// Peak memory of a run over `rows` generated rows, in kilobytes.
#[cfg(target_os = "linux")]
fn peak(folder: &Folder, rows: usize, format: &str) -> u64 {
    let mut child = folder
        .command(&[
            "-",
            "--input-format",
            format,
            "--format",
            format,
            "--force",
            "-o",
            "out",
            "--jobs",
            "2",
        ])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary was built");
    let mut input = child.stdin.take().expect("it is piped");
    let mut generator = Generator::new(5);
    let mut text = String::from(crate::list::header(format));
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    for _ in 0..rows / 100 {
        generator.rows(100, format, &mut text);
        input.write_all(text.as_bytes()).expect("it reads");
        text.clear();
        // The high-water mark of resident memory; the last look is at the end of the input.
        let status = std::fs::read_to_string(&status).expect("it is running");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let mark = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        peak = mark.unwrap_or(0);
    }
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    peak
}

#[test]
#[cfg(target_os = "linux")] // where a process can be asked for its peak
fn memory_does_not_grow_with_the_list() {
    let folder = Folder::new();
    for format in ["csv", "jsonl"] {
        let (short, long) = (peak(&folder, 3_000, format), peak(&folder, 24_000, format));
        assert!(short > 5_000 && long < 200_000, "{short} kB, {long} kB");
        assert!(
            long < short + 15_000,
            "{short} kB for the short list, {long} kB for the long one"
        );
    }
}
