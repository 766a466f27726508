//! A flat cost a byte: `cargo bench --bench flat`, or with names of what is asked, `-- explain search`.
//!
//! Reads texts that nobody writes, at 64 KiB, 256 KiB, 1 MiB and 8 MiB, and prints what a byte costs at each: time, the
//! best of a few, and memory, the most that is held at once. Fails where a byte costs more than 1.5 times as much in a
//! longer text as in the shortest, or memory is over 20 bytes a byte and 16 MiB that any text may take (the words of the plan, for a search).
//!
//! The clock of a machine that others use may not be believed: a run of 667 million instructions was once said to take 36
//! milliseconds. Instructions are the same on every run. Counted under `valgrind --tool=callgrind
//! --toggle-collect='*Matcher*assess_present_until*'`, as a list of one row (profile `quick`, 2026-11-29), a byte takes at
//! 60 KiB, 240 KiB and 916 KiB:
//!
//! | kind | 60 KiB | 240 KiB | 916 KiB | most / first |
//! |---|---|---|---|---|
//! | 不含 | 530 | 521 | 520 | 1.00 |
//! | one term | 258 | 295 | 292 | 1.14 |
//! | brackets never closed | 160 | 210 | 205 | 1.31 |
//! | alternating scripts | 426 | 418 | 414 | 1.00 |
//! | sentences | 444 | 433 | 432 | 1.00 |
//! | combining marks | 71 | 43 | 59 | 1.00 |
//! | vowelled Arabic, no kind of this bench | 121 | 185 | 182 | 1.53 |
//!
//! A text of one block is cut and folded once, and a longer one twice: once for its cues, once for its words
//! (`matcher/features/long.rs`). That doubles the cost of cutting once, and not again, and shows where there is little to do
//! but to cut: marks took 211, 183 and 343 instructions when each was decomposed (1.62), Arabic 420, 778 and 775 (1.85).
//! What a character folds to is now remembered (`text/token/folds.rs`).

mod texts;

use planfit::assessment::explain;
use planfit::input::profile_file::{ProfileFormat, parse_profile};
use planfit::taxonomy::check;
use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use texts::{KINDS, Maker};

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(Taxonomy::shipped);
static MATCHER: LazyLock<Matcher<'static>> = LazyLock::new(|| Matcher::new(&TAXONOMY));

const SIZES: [(usize, &str); 4] = [
    (1 << 16, "64 KiB"),
    (1 << 18, "256 KiB"),
    (1 << 20, "1 MiB"),
    (8 << 20, "8 MiB"),
];
/// How much more a byte may cost in a longer text, in time.
const FLAT: f64 = 1.5;
/// What a byte costs is not told from chance below this, in nanoseconds.
const CHANCE: f64 = 5.0;
/// Bytes of memory for a byte of text, and what any text may take.
const MEMORY: f64 = 20.0;
const ANYHOW: f64 = (16 << 20) as f64;

/// Something that is done with a text, made ready outside the clock.
type Run = Box<dyn FnMut()>;
type Ask = fn(String) -> Run;

/// What is asked of texts of some kinds, and how many bytes of memory it may take for a byte of them.
struct Asked {
    name: &'static str,
    ask: Ask,
    kinds: &'static [(&'static str, Maker)],
    memory: f64,
    /// How much more a byte of a longer text may cost, in time.
    flat: f64,
}

impl Asked {
    const fn new(name: &'static str, ask: Ask, kinds: &'static [(&'static str, Maker)]) -> Self {
        let (memory, flat) = (MEMORY, FLAT);
        Self {
            name,
            ask,
            kinds,
            memory,
            flat,
        }
    }

    /// Of a parser that holds every part of a file until it has read all of it: what no longer fits into the
    /// processor's cache is reached two to three times as slowly. Files end at 8 MiB.
    const fn parser(
        name: &'static str,
        ask: Ask,
        kinds: &'static [(&'static str, Maker)],
        memory: f64,
    ) -> Self {
        let flat = 2.0 * FLAT;
        Self {
            name,
            ask,
            kinds,
            memory,
            flat,
        }
    }
}

const ASKED: &[Asked] = &[
    Asked::new("assess", assessed, KINDS),
    Asked::new("keywords", listed, LISTS),
    Asked::new("profile", read, PROFILES),
    Asked::parser("lists", read, PARSED, 40.0),
    Asked::parser("plan", planned, PLANS, 60.0),
    Asked::new("explain", explained, KINDS),
    Asked::new("search", searched, KINDS),
];

const LISTS: &[(&str, Maker)] = &[
    ("keywords", |n| "pumps\n".repeat(n / 6)),
    ("one letter", |n| "a\n".repeat(n / 2)),
];

const PROFILES: &[(&str, Maker)] = &[
    ("text", |n| {
        "We make lithium batteries. 生产锂电池。\n".repeat(n / 48)
    }),
    ("JSON escapes", |n| {
        format!("{{\"description\": \"{}\"}}", "\\u9502 ".repeat(n / 7))
    }),
    ("HTML", |n| {
        format!(
            "<!DOCTYPE html><html><body>{}</body></html>",
            "<p>pumps &amp; valves</p>".repeat(n / 25)
        )
    }),
    ("open tags", |n| {
        format!("<!DOCTYPE html><html><body>{}", "<p <".repeat(n / 4))
    }),
    ("tags with quotes", |n| {
        format!("<!DOCTYPE html><html><body>{}", "<a \"'>".repeat(n / 6))
    }),
    ("scripts", |n| {
        format!(
            "<!DOCTYPE html><html><body>{}",
            "<script></script>".repeat(n / 17)
        )
    }),
    ("ampersands", |n| {
        format!("<!DOCTYPE html><html><body>{}", "&".repeat(n))
    }),
    ("control characters", |n| {
        "pumps \u{1b}[2J\u{202e}".repeat(n / 13)
    }),
];

const PARSED: &[(&str, Maker)] = &[
    ("JSON keywords", |n| {
        format!("{{\"keywords\": [{}\"x\"]}}", "\"pumps\", ".repeat(n / 9))
    }),
    ("TOML keywords", |n| {
        format!("keywords = [{}]", "\"pumps\", ".repeat(n / 9))
    }),
    ("TOML lines", |n| {
        format!("description = \"\"\"{}\"\"\"", "pumps\n".repeat(n / 6))
    }),
];

/// The smallest plan, with room for a term.
const PLAN: &str = include_str!("../cmd/taxonomy-data/small.toml");

const PLANS: &[(&str, Maker)] = &[
    ("one long term", |n| {
        with_terms(&format!("\"{}\"", "battery ".repeat(n / 8)))
    }),
    ("one long word", |n| {
        with_terms(&format!("\"{}\"", "battery".repeat(n / 7)))
    }),
    ("many terms", |n| {
        with_terms(
            &(0..n / 14)
                .map(|at| format!("\"pump x{at:05}\""))
                .collect::<Vec<_>>()
                .join(", "),
        )
    }),
    ("one term again", |n| {
        with_terms(&"\"lithium battery\", ".repeat(n / 19))
    }),
    ("Chinese term", |n| {
        with_terms(&format!("\"{}\"", "鋰電池製造".repeat(n / 15)))
    }),
    ("comments", |n| {
        format!("{PLAN}\n{}", "# a comment\n".repeat(n / 12))
    }),
];

fn with_terms(terms: &str) -> String {
    let (before, after) = PLAN.split_once("terms.en = [").expect("the plan has terms");
    format!("{before}terms.en = [{terms}, {after}")
}

fn assessed(text: String) -> Run {
    let profile = Profile::from_text(text);
    Box::new(move || {
        drop(black_box(MATCHER.assess(
            &profile,
            &Options::default(),
            &mut Scratch::default(),
        )))
    })
}

fn listed(text: String) -> Run {
    let keywords = text.lines().map(str::to_owned).collect();
    let profile = Profile {
        keywords,
        ..Profile::default()
    };
    Box::new(move || {
        drop(black_box(MATCHER.assess(
            &profile,
            &Options::default(),
            &mut Scratch::default(),
        )))
    })
}

fn read(text: String) -> Run {
    Box::new(move || {
        for format in [None, Some(ProfileFormat::Text)] {
            drop(black_box(parse_profile(text.as_bytes(), "p", format)));
        }
    })
}

fn planned(text: String) -> Run {
    Box::new(move || {
        drop(black_box(check(&text)));
        if let Ok(taxonomy) = Taxonomy::from_toml(&text, "p") {
            drop(black_box(Matcher::new(&taxonomy)));
        }
    })
}

fn explained(text: String) -> Run {
    let profile = Profile::from_text(text);
    Box::new(move || {
        drop(black_box(explain(
            &MATCHER,
            &profile,
            None,
            &mut Scratch::default(),
        )))
    })
}

fn searched(text: String) -> Run {
    Box::new(move || drop(black_box(TAXONOMY.search(&text))))
}

const MEANS: u32 = 3;
const MEASURED: Duration = Duration::from_millis(200);

/// How long this thread has run, whatever else the machine does; where the system does not say, the time of day.
fn now() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let begun = *BEGUN;
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let said = text.and_then(|text| text.split(' ').next()?.parse().ok());
    said.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

/// More than the caches of a processor hold.
const CACHES: usize = 64 << 20;

/// Takes what the last run left in the caches out of them. A short text read again and again finds there the places that its
/// few words have in the table of known words, which no text finds that is read once: words at random took 86 nanoseconds
/// a byte at 64 KiB and 137 at 1 MiB (2026-11-29), though the program did the same for each byte.
fn forget() {
    static OTHER: LazyLock<Vec<u8>> = LazyLock::new(|| vec![1; CACHES]);
    let lines = OTHER.iter().step_by(64);
    black_box(lines.map(|byte| u64::from(*byte)).sum::<u64>());
}

/// Nanoseconds a byte, the best of a few, and the most bytes of memory at once.
fn measured(ask: Ask, text: String) -> (f64, f64) {
    let length = text.len() as f64;
    let mut run = ask(text);
    let memory = allocation_counter::measure(&mut run).bytes_max;
    // The best of a few means, each over long enough a time that the clock, which may tick in hundredths, tells it.
    let mut best = f64::MAX;
    for _ in 0..MEANS {
        let (begun, mut taken, mut count) = (Instant::now(), Duration::ZERO, 0);
        while count == 0 || begun.elapsed() < 10 * MEASURED && taken < MEASURED {
            forget();
            let start = now();
            run();
            taken += now() - start;
            count += 1;
        }
        let taken = taken.max(Duration::from_nanos(1));
        best = best.min(taken.as_nanos() as f64 / f64::from(count));
    }
    (best / length, memory as f64)
}

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with('-'))
        .collect();
    let most = if wanted.iter().any(|name| name == "short") {
        1 << 20
    } else {
        usize::MAX
    };
    // Once outside the clock: what is read from the program itself, and made once.
    drop(MATCHER.assess(
        &Profile::from_text("baterries"),
        &Options::default(),
        &mut Scratch::default(),
    ));
    let mut faults = 0;
    for Asked {
        name,
        ask,
        kinds,
        memory: most_memory,
        flat,
    } in ASKED
    {
        if wanted.iter().any(|wanted| wanted != "short")
            && !wanted.iter().any(|wanted| wanted == name)
        {
            continue;
        }
        println!("{name}: nanoseconds a byte | bytes of memory a byte");
        for (kind, make) in *kinds {
            let sizes = SIZES.iter().filter(|(size, _)| *size <= most);
            let costs: Vec<(f64, f64, usize)> = sizes
                .map(|(size, _)| {
                    let (time, memory) = measured(*ask, make(size - size / 16));
                    (time, memory, *size)
                })
                .collect();
            let first = costs[0].0.max(CHANCE);
            let slow = costs.iter().any(|(time, ..)| time / first > *flat);
            let large = costs
                .iter()
                .any(|(_, memory, size)| *memory > most_memory * *size as f64 + ANYHOW);
            let times: Vec<String> = costs
                .iter()
                .map(|(time, ..)| format!("{time:8.1}"))
                .collect();
            let memory: Vec<String> = costs
                .iter()
                .map(|(_, memory, size)| format!("{:7.1}", memory / *size as f64))
                .collect();
            let says = match (slow, large) {
                (false, false) => "",
                (true, false) => "  NOT FLAT",
                (false, true) => "  TOO MUCH MEMORY",
                (true, true) => "  NOT FLAT, TOO MUCH MEMORY",
            };
            println!("  {kind:24}{} |{}{says}", times.concat(), memory.concat());
            faults += usize::from(slow) + usize::from(large);
        }
    }
    println!("{faults} faults");
    ExitCode::from(u8::from(faults > 0))
}
