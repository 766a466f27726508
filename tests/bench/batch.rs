//! A list from end to end, made up but of the shape of a real one: `cargo bench --bench batch`.
//!
//! Two counters: companies (items) and bytes of input a second. Output goes nowhere, so what is measured is reading,
//! matching and writing out, not the disk. `floor` is what no program of the kind does without, on one thread.

mod list;

use ::csv as csv_crate;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use planfit::batch::{Job, RejectFormat, Target, run};
use planfit::input::{ColumnMap, Format, InputOptions, Leads, Source};
use planfit::report::list::Sink;
use planfit::report::list::csv::Csv;
use planfit::report::list::jsonl::Jsonl;
use planfit::report::list::table::{Table, TableOptions};
use planfit::{Matcher, Options, Taxonomy};
use std::collections::HashMap;
use std::io::{Cursor, sink};
use std::num::NonZeroUsize;
use std::path::Path;

fn main() {
    divan::main();
}

/// Rows of the list: enough for some 30 blocks.
const ROWS: usize = 10_000;

#[divan::bench(args = [1, 2], sample_count = 10)]
fn csv(bencher: Bencher<'_, '_>, jobs: usize) {
    bench(bencher, Format::Csv, jobs);
}

#[divan::bench(args = [1, 2], sample_count = 10)]
fn jsonl(bencher: Bencher<'_, '_>, jobs: usize) {
    bench(bencher, Format::Jsonl, jobs);
}

/// The least that such a program does: rows read, cells cut into words, one look-up a word, twelve sums a known word, the row
/// written out with its best class.
#[divan::bench(sample_count = 10)]
fn floor(bencher: Bencher<'_, '_>) {
    let mut text = String::from(list::header("csv"));
    list::Generator::new(1).rows(ROWS, "csv", &mut text);
    let words = text.split(|c: char| !c.is_alphanumeric());
    let weights: HashMap<&str, usize> = words.zip((0..CLASSES).cycle()).collect();
    bencher
        .counter(ItemsCount::new(ROWS))
        .counter(BytesCount::of_str(&text))
        .bench_local(|| {
            let mut reader = csv_crate::Reader::from_reader(text.as_bytes());
            let mut writer = csv_crate::Writer::from_writer(sink());
            let mut row = csv_crate::StringRecord::new();
            while reader.read_record(&mut row).expect("the list is whole") {
                let mut sums = [0.0_f32; CLASSES + ADDED];
                let words = row
                    .iter()
                    .flat_map(|cell| cell.split(|c: char| !c.is_alphanumeric()));
                for first in words.filter_map(|word| weights.get(word)) {
                    sums[*first..][..ADDED]
                        .iter_mut()
                        .for_each(|sum| *sum += 1.0);
                }
                let best = (0..CLASSES).max_by(|a, b| sums[*a].total_cmp(&sums[*b]));
                row.push_field(&best.unwrap_or_default().to_string());
                writer.write_record(&row).expect("nowhere takes every row");
            }
        });
}

/// Classes of the shortened program, and how many of them a word points to.
const CLASSES: usize = 100;
const ADDED: usize = 12;

fn bench(bencher: Bencher<'_, '_>, format: Format, jobs: usize) {
    let name = if format == Format::Csv {
        "csv"
    } else {
        "jsonl"
    };
    let mut text = String::from(list::header(name));
    list::Generator::new(1).rows(ROWS, name, &mut text);
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let input = InputOptions {
        map: ColumnMap::default(),
        ..InputOptions::default()
    };
    bencher
        .counter(ItemsCount::new(ROWS))
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_local_values(|bytes| {
            let source =
                Source::pipe(Box::new(Cursor::new(bytes)), "list").expect("memory can be read");
            let leads = Leads::open(source, format, &input).expect("the list is whole");
            let output: Box<dyn Sink> = if format == Format::Csv {
                let table = TableOptions {
                    top: 3,
                    ..TableOptions::default()
                };
                let layout = leads.layout();
                let table =
                    Table::new(layout.columns().headers(), &table).expect("nothing is picked");
                Box::new(Csv::new(table, b',', false))
            } else {
                Box::new(Jsonl::new(&taxonomy.plan))
            };
            let job = Job {
                matcher: &matcher,
                options: Options {
                    top: 3,
                    evidence: 5,
                    ..Options::default()
                },
                sink: output.as_ref(),
                rejects: RejectFormat::Lines,
                jobs: NonZeroUsize::new(jobs).expect("at least one"),
                dedupe: false,
                strict: true,
                patience: None,
                decisions: None,
            };
            let target = Target::Stream {
                out: &mut sink(),
                name: Path::new("nowhere"),
            };
            run(&job, leads, target, &mut |_| {}).expect("memory can be read")
        });
}
