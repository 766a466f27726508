//! Ends the process when an input takes too long, after the input was saved.

use super::save;
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How often is looked.
const EVERY: Duration = Duration::from_millis(50);

/// The input that is being run, since when, and the longest time that one took.
#[derive(Default)]
struct Now {
    input: Vec<u8>,
    since: Option<Instant>,
    /// What the process had used when it was first seen at this input.
    used: Option<Duration>,
    longest: Duration,
}

/// Looks from another thread at what is being run.
pub(crate) struct Watch(Arc<Mutex<Now>>);

impl Watch {
    /// Begins to watch; an input may take `limit` of the processor's time.
    pub(crate) fn begin(target: &'static str, limit: Duration) -> Self {
        let now = Arc::new(Mutex::new(Now::default()));
        let watched = Arc::downgrade(&now);
        std::thread::spawn(move || {
            while let Some(now) = watched.upgrade() {
                std::thread::sleep(EVERY);
                let mut now = now.lock().expect("nobody panics while it is held");
                let Some(begun) = now.since else {
                    continue;
                };
                let used = *now.used.get_or_insert_with(processor_time);
                // The processor may be busy with others; one that only waits has no such excuse.
                let takes = processor_time().saturating_sub(used);
                if begun.elapsed() > limit && (takes > limit || begun.elapsed() > 20 * limit) {
                    let path = save(target, &now.input);
                    println!(
                        "{target}: over {} s\n    {}",
                        limit.as_secs_f64(),
                        path.display()
                    );
                    std::process::exit(1);
                }
            }
        });
        Self(now)
    }

    /// An input is about to be run.
    pub(crate) fn input(&self, input: &[u8]) {
        let mut now = self.0.lock().expect("nobody panics while it is held");
        now.input.clear();
        now.input.extend_from_slice(input);
        (now.since, now.used) = (Some(Instant::now()), None);
    }

    /// It has been run.
    pub(crate) fn done(&self) {
        let mut now = self.0.lock().expect("nobody panics while it is held");
        if let Some(begun) = now.since.take() {
            now.longest = now.longest.max(begun.elapsed());
        }
    }

    /// The longest time that an input took.
    pub(crate) fn longest(&self) -> Duration {
        self.0
            .lock()
            .expect("nobody panics while it is held")
            .longest
    }
}

/// What the process has used of the processor, in hundredths of a second; nothing where the system does not say.
fn processor_time() -> Duration {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|figure| figure.parse::<u64>().ok())
        .sum();
    Duration::from_millis(10 * ticks)
}

/// The most memory that the process has had, in bytes; nothing where the system does not say.
pub(crate) fn most_memory() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let figure = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    figure.unwrap_or_default() << 10
}
