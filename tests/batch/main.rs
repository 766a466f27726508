//! `planfit batch` as a whole: what goes in, what comes out, what happens when it goes wrong.

#![cfg(feature = "cli")]

#[path = "../folder/mod.rs"]
mod folder;
#[path = "../bench/list.rs"]
mod list;

mod formats;
mod hostile;
mod lists;
mod outputs;
mod reading;
mod rejects;
mod resume;
mod resume_lists;
mod safety;
mod streams;

use folder::{Folder, Ran, ran};
use std::fs;
use std::path::Path;
use std::process::Command;

impl Folder {
    fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Every file in the folder, sorted.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("it can be listed")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn command(&self, args: &[&str]) -> Command {
        self.planfit(&[&["batch"], args].concat())
    }

    /// Runs `planfit batch` in the folder.
    fn batch(&self, args: &[&str]) -> Ran {
        ran(self.command(args).output().expect("the binary was built"))
    }
}

/// A CSV output as rows of cells, the header first.
fn table(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .map(|row| row.expect("every row has as many cells as the header"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

/// The cells of the column called `name`, without its header.
fn column(table: &[Vec<String>], name: &str) -> Vec<String> {
    let place = table[0].iter().position(|header| header == name);
    let place = place.unwrap_or_else(|| panic!("no column {name} in {:?}", table[0]));
    table[1..].iter().map(|row| row[place].clone()).collect()
}

/// A made-up CSV list.
fn made_up(seed: u64, rows: usize) -> String {
    let mut text = String::from(list::header("csv"));
    list::Generator::new(seed).rows(rows, "csv", &mut text);
    text
}

fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/leads.csv");
    fs::read_to_string(path).expect("the example is shipped")
}
