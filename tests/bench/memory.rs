//! Whether memory stays the same however long the list is: `cargo bench --bench memory -- 10000000`.
//!
//! Streams a made-up list of ten thousand rows and one of as many as asked for (a million if nothing is said) through
//! the program, as CSV and as JSONL, and compares the peaks. Not part of the ordinary tests, as it takes its time.

#[cfg(target_os = "linux")]
mod list;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("peaks of memory can only be read on Linux");
}

#[cfg(target_os = "linux")]
fn main() {
    let asked = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let rows: usize = asked.unwrap_or(1_000_000);
    let mut failed = false;
    for format in ["csv", "jsonl"] {
        let short = linux::run(10_000, format);
        let long = linux::run(rows, format);
        for (rows, ran) in [(10_000, &short), (rows, &long)] {
            println!(
                "{format:<6}{rows:>10} rows  {:>7} kB at most  {:>7.1} s  {:>8.0} rows a second",
                ran.peak,
                ran.seconds,
                rows as f64 / ran.seconds
            );
        }
        // A tenth for what the allocator does; the most that was promised is 200 MB.
        failed |= long.peak > 200_000 || long.peak > short.peak + short.peak / 10;
    }
    if failed {
        println!("memory grows with the list");
        std::process::exit(1);
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::list::{Generator, header};
    use std::fs;
    use std::io::Write;
    use std::process::{Command, Stdio};
    use std::time::Instant;

    pub(super) struct Ran {
        /// In kilobytes.
        pub(super) peak: u64,
        pub(super) seconds: f64,
    }

    /// Streams `rows` rows through the program.
    pub(super) fn run(rows: usize, format: &str) -> Ran {
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_planfit"))
            .args([
                "batch",
                "-",
                "--quiet",
                "--input-format",
                format,
                "--format",
                format,
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program was built");
        let mut input = child.stdin.take().expect("it is piped");
        let mut generator = Generator::new(1);
        let mut text = String::from(header(format));
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        let mut left = rows;
        while left > 0 {
            let count = left.min(1000);
            generator.rows(count, format, &mut text);
            left -= count;
            input.write_all(text.as_bytes()).expect("it reads on");
            text.clear();
            let status = fs::read_to_string(&status).unwrap_or_default();
            peak = high_water_mark(&status).unwrap_or(peak);
        }
        drop(input);
        assert!(child.wait().expect("it ends").success());
        Ran {
            peak,
            seconds: started.elapsed().as_secs_f64(),
        }
    }

    fn high_water_mark(status: &str) -> Option<u64> {
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    }
}
