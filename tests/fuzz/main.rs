//! Fuzzing: random inputs, made out of real ones, through everything that reads what strangers write.
//!
//! ```text
//! cargo test --test fuzz                                      what was found before (`tests/regressions`), and the seeds
//! cargo test --test fuzz -- run csv search --seconds 60       random inputs, a minute for each target
//! tests/fuzz/long.sh 4                                        every target for four hours, two at a time
//! ```
//!
//! A target fails on a panic, on an input that takes longer than the limit, and when the process has taken more than
//! 500 MB. The input is then left in `target/tmp/fuzz`; mended, it becomes a file in `tests/regressions/TARGET`, which
//! is run always.
//!
//! The longest run with the present readers: 10,175,000 inputs through all twelve targets on 2026-11-29 (seed 20261129), no fault,
//! none over 2 s of the processor's time, 58 MB: `record` 9,200,000, `csv` 150,000, `profile`, `jsonl`, `xlsx`, `ods` and
//! `xls` 120,000 each, `search` and `assess` 60,000 each, `plan` 50,000, `render` 40,000, `explain` 15,000. It ran at
//! the lowest priority of a busy machine: by the clock the slowest input took 8.9 s. Six seconds of `ods` before it had found a
//! list of 86,678 columns that took over two seconds; that is mended. Before the readers of workbooks were written anew, 12,207,842
//! inputs had ended without a fault, 1.13 s for the slowest, 61 MB.
//!
//! Why a driver of our own: libFuzzer and AFL, and so `cargo-fuzz`, `afl` and `bolero` over them, ask for a nightly
//! compiler or a C++ toolchain to tell which code an input reaches. This one runs wherever the tests run. In place of
//! coverage it keeps what was treated unlike anything before: another message, verdict, or sort of evidence.

mod mutate;
mod random;
mod seeds;
mod targets;
mod watch;

use mutate::{LONGEST, Mutator};
use planfit::input::READER;
use random::Random;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use targets::{NAMES, State, run_target};
use watch::Watch;

/// More memory than the process may take, in bytes.
const MOST_MEMORY: u64 = 500 << 20;
/// How many inputs are run between two looks at the memory.
const BETWEEN: usize = 64;
/// As many inputs are kept to make others from.
const KEPT: usize = 4096;

/// Where the last panic was, and what it said.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// What to run.
struct Plan {
    targets: Vec<&'static str>,
    seconds: f64,
    inputs: u64,
    seed: u64,
    limit: Duration,
}

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // A library that panics in a thread of its own is reported as an error, which is as it should be.
        if std::thread::current().name() != Some(READER) {
            *PANIC.lock().expect("it is held for a line") = panic.to_string();
        }
    }));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("run") => match plan(&arguments[1..]) {
            Ok(plan) => ExitCode::from(u8::from(
                plan.targets
                    .iter()
                    .filter(|target| !fuzz(target, &plan))
                    .count()
                    > 0,
            )),
            Err(message) => {
                eprintln!("error: {message}");
                ExitCode::from(2)
            }
        },
        Some("--list") => ExitCode::SUCCESS,
        // What `cargo test NAME` asks for: only tests of that name.
        Some(name) if !name.starts_with('-') && !"fuzz".contains(name) => ExitCode::SUCCESS,
        _ => again(),
    }
}

fn plan(arguments: &[String]) -> Result<Plan, String> {
    let mut plan = Plan {
        targets: Vec::new(),
        seconds: f64::INFINITY,
        inputs: u64::MAX,
        seed: 1,
        limit: Duration::from_secs(2),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut figure = || {
            arguments
                .next()
                .and_then(|figure| figure.parse::<f64>().ok())
                .ok_or(format!("no figure after {argument}"))
        };
        match argument.as_str() {
            "--seconds" => plan.seconds = figure()?,
            "--inputs" => plan.inputs = figure()? as u64,
            "--seed" => plan.seed = figure()? as u64,
            "--limit" => plan.limit = Duration::from_secs_f64(figure()?),
            name => {
                let known = NAMES.iter().find(|known| **known == name);
                plan.targets.push(
                    known.ok_or(format!("no target `{name}`: they are {}", NAMES.join(", ")))?,
                );
            }
        }
    }
    if plan.targets.is_empty() {
        plan.targets = NAMES.to_vec();
    }
    if plan.seconds.is_infinite() && plan.inputs == u64::MAX {
        plan.seconds = 60.0;
    }
    Ok(plan)
}

/// Runs what was found before, and every seed once, in the lines of a test.
fn again() -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    for target in NAMES {
        let seeds = seeds::of(target).into_iter().enumerate();
        let seeds = seeds.map(|(number, bytes)| (format!("seed {number}"), bytes));
        let mut state = State::default();
        let mut faults = Vec::new();
        for (name, input) in seeds::regressions(target).into_iter().chain(seeds) {
            let begun = Instant::now();
            if let Err(fault) = attempt(target, &input, &mut state) {
                faults.push(format!("{name}: {fault}"));
            }
            // Ten times what an optimised build may take.
            if begun.elapsed() > Duration::from_secs(20) {
                faults.push(format!("{name}: {} s", begun.elapsed().as_secs()));
            }
        }
        println!(
            "test {target} ... {}",
            if faults.is_empty() { "ok" } else { "FAILED" }
        );
        faults.iter().for_each(|fault| println!("    {fault}"));
        *(if faults.is_empty() {
            &mut passed
        } else {
            &mut failed
        }) += 1;
    }
    let outcome = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {outcome}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out\n"
    );
    ExitCode::from(u8::from(failed > 0))
}

/// What the target says of an input, or what the panic said.
fn attempt(target: &str, input: &[u8], state: &mut State) -> Result<u64, String> {
    catch_unwind(AssertUnwindSafe(|| run_target(target, input, state))).map_err(|_| {
        *state = State::default();
        PANIC.lock().expect("it is held for a line").clone()
    })
}

/// Random inputs through a target; whether nothing was found.
fn fuzz(target: &'static str, plan: &Plan) -> bool {
    let mut kept = seeds::of(target);
    let mutator = Mutator::new(&kept, matches!(target, "xlsx" | "ods"));
    let mut random = Random::new(plan.seed ^ target.len() as u64);
    let (mut state, mut seen, mut found) = (State::default(), HashSet::new(), BTreeMap::new());
    let watch = Watch::begin(target, plan.limit);
    let begun = Instant::now();
    let (mut inputs, mut bytes, mut recent) = (0_u64, 0_u64, Vec::new());
    while inputs < plan.inputs && begun.elapsed().as_secs_f64() < plan.seconds {
        let (from, other) = (random.below(kept.len()), random.below(kept.len()));
        let input = mutator.mutate(&kept[from], &kept[other], &mut random);
        (inputs, bytes) = (inputs + 1, bytes + input.len() as u64);
        watch.input(&input);
        match attempt(target, &input, &mut state) {
            Ok(number) if seen.insert(number) && input.len() < LONGEST / 4 => {
                if kept.len() < KEPT {
                    kept.push(input.clone());
                } else {
                    kept[from] = input.clone();
                }
            }
            Ok(_) => {}
            Err(fault) => {
                // One input for each place.
                let place = fault.lines().next().unwrap_or("").to_owned();
                found.entry(place).or_insert_with(|| {
                    println!("{target}: {fault}\n    {}", save(target, &input).display());
                });
            }
        }
        watch.done();
        recent.push(input);
        if recent.len() == BETWEEN {
            let memory = watch::most_memory();
            if memory > MOST_MEMORY {
                println!("{target}: {} MB of memory, by one of", memory >> 20);
                recent
                    .iter()
                    .for_each(|input| println!("    {}", save(target, input).display()));
                return false;
            }
            recent.clear();
        }
    }
    println!(
        "{target}: {inputs} inputs, {} MB, in {:.0} s; {} sorts of answer; longest {:.2} s; {} MB of memory; {} faults",
        bytes >> 20,
        begun.elapsed().as_secs_f64(),
        seen.len(),
        watch.longest().as_secs_f64(),
        watch::most_memory() >> 20,
        found.len(),
    );
    found.is_empty()
}

/// Leaves an input where it can be looked at.
fn save(target: &str, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("fuzz")
        .join(target);
    let path = folder.join(format!("{:016x}", planfit::text::hash_bytes(input)));
    let saved = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, input));
    saved.unwrap_or_else(|error| println!("{}: {error}", path.display()));
    path
}
