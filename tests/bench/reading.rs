//! Lists read to the end without an answer to any row: `cargo bench --bench reading`.
//!
//! Two counters: rows (items) and bytes of input a second. What is measured is what happens to a list before the matcher
//! sees it: finding encoding, delimiter and header, cutting rows and cells, cleaning cells, putting profiles together.
//!
//! Of the build before lists were read as a person would (commit e7154f9) and of this one, both built with the profile
//! `quick` and run in one session on a busy machine (2026-11-28, two cores): the fastest of 40 samples
//! (`cargo bench --profile quick --bench reading -- --sample-count 40`), and the instructions of one reading
//! (`valgrind --tool=callgrind --toggle-collect='*reading::read*'` around `reading --bench --sample-count 1
//! --sample-size 1 LIST`; of a workbook only those of the thread that reads on, which before was the one that read the
//! shared texts and now is the one that reads the rows).
//!
//! | list | ms, before | ms, now | million instructions, before | now |
//! |---|---|---|---|---|
//! | `csv_plain` | 5.3 | 4.2 | 141 | 100 |
//! | `csv_quoted` | 6.7 | 4.5 | 148 | 104 |
//! | `csv_products` | 2.6 | 3.0 | 53 | 63 |
//! | `jsonl` | 3.8 | 3.4 | 87 | 81 |
//! | `xlsx` | 50 | 20 | 393 | 226 |
//!
//! Counted again the day after (2026-11-29, the old one as then, the new one as a release): 144 and 92 million instructions
//! for `csv_plain`, 152 and 94 for `csv_quoted`, 53 and 50 for `csv_products`, 87 and 79 for `jsonl`. Before that the list of
//! products alone was slower: its rows are short, so that it is cells that count, each of which is looked at for markup, links
//! and what stands for nothing, and each row for whether it is a lead at all.

mod list;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use planfit::input::{Entry, Format, InputOptions, Leads, RowBlock, RowReader, Source};
use rust_xlsxwriter::Workbook;
use std::fmt::Write;
use std::io::Cursor;

fn main() {
    divan::main();
}

/// Rows of each list.
const ROWS: usize = 10_000;

/// Cells as a program writes them that has no need of quotes.
#[divan::bench]
fn csv_plain(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Csv, without_commas(&made("csv")).into());
}

/// Names and descriptions in quotes.
#[divan::bench]
fn csv_quoted(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Csv, made("csv").into());
}

/// A row of a few words, as offices keep them, where it is the cells that count and not the bytes.
#[divan::bench]
fn csv_products(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Csv, products().into());
}

#[divan::bench]
fn jsonl(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Jsonl, made("jsonl").into());
}

/// The list of `csv_quoted` as a workbook: unpacking is part of it, and the bytes are those of the packed file.
#[divan::bench(sample_count = 20)]
fn xlsx(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Xlsx, workbook(&made("csv")));
}

fn bench(bencher: Bencher<'_, '_>, format: Format, bytes: Vec<u8>) {
    bencher
        .counter(ItemsCount::new(ROWS))
        .counter(BytesCount::of_slice(&bytes))
        .with_inputs(|| bytes.clone())
        .bench_local_values(|bytes| assert_eq!(read(bytes, format), ROWS));
}

/// Reads a list to its end: how many leads there are in it.
#[inline(never)] // callgrind counts from here
fn read(bytes: Vec<u8>, format: Format) -> usize {
    let options = InputOptions::default();
    let source = Source::pipe(Box::new(Cursor::new(bytes)), "list").expect("memory can be read");
    let mut leads = Leads::open(source, format, &options).expect("the list is whole");
    let layout = leads.layout();
    let (mut block, mut reader, mut count) = (RowBlock::default(), RowReader::default(), 0);
    while leads.fill(&mut block).expect("memory can be read") {
        for index in 0..block.len() {
            let entry = divan::black_box(reader.read(&layout, &block, index));
            count += usize::from(matches!(entry, Entry::Lead { .. }));
        }
    }
    count
}

/// The list that all benches run on.
fn made(format: &str) -> String {
    let mut text = String::from(list::header(format));
    list::Generator::new(1).rows(ROWS, format, &mut text);
    text
}

/// CSV without the commas inside cells, and so without quotes.
fn without_commas(csv: &str) -> String {
    let parts = csv.split('"').enumerate();
    parts
        .map(|(place, part)| match place % 2 {
            0 => part.to_owned(),
            _ => part.replace(',', ""),
        })
        .collect()
}

/// Numbers, names and a handful of products a row.
fn products() -> String {
    let names = ["Norvel", "重庆山城", "Tamori", "Bex & Lum"];
    let things = [
        "锂离子电池",
        "battery packs",
        "豆瓣酱",
        "industrial robots",
        "PCB",
    ];
    let mut text = String::from("序号,企业名称,主要产品,所在区县,备注\n");
    for row in 0..ROWS {
        let thing = |step: usize| things[(row / step) % things.len()];
        let (name, first, second, third) = (names[row % 4], thing(1), thing(3), thing(7));
        let _ = writeln!(
            text,
            "{row},{name}{row}有限公司,{first}；{second}；{third},渝北区,-"
        );
    }
    text
}

/// A sheet that holds the cells of CSV.
fn workbook(csv: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes());
    for (row, record) in rows.records().enumerate() {
        let record = record.expect("the list is whole");
        for (column, cell) in record.iter().enumerate() {
            sheet
                .write_string(row as u32, column as u16, cell)
                .expect("a cell of a list fits into one of a sheet");
        }
    }
    book.save_to_buffer().expect("memory holds it")
}
