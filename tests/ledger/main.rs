//! The ledger of a team as a whole: decisions through sheets and back, firms seen again, kills at any moment.

#![cfg(feature = "cli")]

#[path = "../folder/mod.rs"]
mod folder;

mod firms;
mod kills;
mod names;
mod outputs;
mod sheets;
mod year;

use folder::{Folder, Ran, ran};

impl Folder {
    /// Runs `planfit` in the folder.
    fn run(&self, args: &[&str]) -> Ran {
        ran(self.planfit(args).output().expect("the binary was built"))
    }

    /// Runs it, and expects it to do what it should.
    #[track_caller]
    fn done(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.stderr);
        ran
    }
}

/// A table of CSV.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn parse(text: &str) -> Self {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut rows = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect());
        Self {
            header: rows.next().expect("there is a header"),
            rows: rows.collect(),
        }
    }

    fn place(&self, name: &str) -> usize {
        let place = self.header.iter().position(|header| header == name);
        place.unwrap_or_else(|| panic!("no column {name} in {:?}", self.header))
    }

    fn cell(&self, row: usize, name: &str) -> &str {
        &self.rows[row][self.place(name)]
    }

    fn set(&mut self, row: usize, name: &str, cell: &str) {
        let place = self.place(name);
        cell.clone_into(&mut self.rows[row][place]);
    }

    fn to_csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(&self.header).chain(&self.rows) {
            writer.write_record(row).unwrap();
        }
        writer.into_inner().unwrap()
    }
}
