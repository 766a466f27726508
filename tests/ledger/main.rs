//! The ledger of a team as a whole: decisions through sheets and back, firms seen again, kills at any moment.

#![cfg(feature = "cli")]

mod firms;
mod kills;
mod names;
mod outputs;
mod sheets;
mod year;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder of its own to run in.
struct Folder(TempDir);

/// What a run printed and how it ended.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().expect("there is a folder for temporary files"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("the folder can be written to");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planfit"));
        command.args(args).current_dir(self.0.path());
        command
    }

    /// Runs `planfit` in the folder.
    fn planfit(&self, args: &[&str]) -> Ran {
        ran(&self.command(args).output().expect("the binary was built"))
    }

    /// Runs it, and expects it to do what it should.
    #[track_caller]
    fn done(&self, args: &[&str]) -> Ran {
        let ran = self.planfit(args);
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.stderr);
        ran
    }
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    Ran {
        code: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
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
