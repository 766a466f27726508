//! Several lists of all kinds, killed and gone on with.

use crate::resume::{kill_after, noted};
use crate::{Folder, made_up, table};
use std::io::{Cursor, Write};

/// How many rows each list has: enough to be killed in.
const ROWS: usize = 9000;

/// A zip, a JSON array, a workbook of two sheets and a list in gzip, with rejects in the first and the last.
fn write_lists(folder: &Folder) {
    let ragged = "too,many,cells,for,the,header,of,this,list,by,far\n";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("list.csv", zip::write::SimpleFileOptions::default())
        .and_then(|()| Ok(zip.write_all((made_up(21, ROWS) + ragged).as_bytes())?))
        .expect("memory takes every byte");
    let zip = zip.finish().expect("memory takes every byte");
    folder.write("a.zip", zip.into_inner());
    let rows = table(&made_up(22, ROWS));
    let objects = rows[1..].iter().map(|row| {
        let cells = rows[0].iter().cloned().zip(row.iter().cloned());
        let cells = cells.map(|(name, cell)| (name, cell.into()));
        serde_json::Value::Object(cells.collect())
    });
    let array = serde_json::Value::Array(objects.collect());
    folder.write("b.json", format!("{array:#}"));
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, seed) in [("north", 23), ("south", 24)] {
        let sheet = book.add_worksheet().set_name(name).expect("valid");
        for (row, cells) in (0..).zip(table(&made_up(seed, ROWS))) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).expect("valid");
            }
        }
    }
    book.save(folder.path("c.xlsx"))
        .expect("the folder can be written to");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed
        .write_all((made_up(25, ROWS) + ragged).as_bytes())
        .expect("memory takes every byte");
    folder.write(
        "d.csv.gz",
        packed.finish().expect("memory takes every byte"),
    );
}

#[test]
fn lists_of_all_kinds_are_gone_on_with() {
    let folder = Folder::new();
    write_lists(&folder);
    let lists = ["a.zip", "b.json", "c.xlsx", "d.csv.gz", "--sheet", "all"];
    let whole = folder.batch(&[&lists[..], &["-o", "whole.csv", "-q"]].concat());
    assert_eq!(whole.code, Some(3), "{}", whole.stderr);
    let whole = folder.read("whole.csv");
    assert_eq!(table(&whole).len(), 5 * ROWS + 1);
    for jobs in ["1", "2"] {
        let out = ["-o", "out.csv", "-q", "--force", "--resume", "--jobs", jobs];
        let args = [&lists[..], &out].concat();
        let mut at = Vec::new();
        // A kill in each list, as far as the run is slow enough for it.
        for list in 0..5 {
            let journal = folder.path("out.csv.journal");
            let rows = (list * ROWS as u64 + 1).max(noted(&journal));
            if !kill_after(&folder, &args, "out.csv.journal", rows) {
                break;
            }
            at.push(noted(&journal));
        }
        assert!(
            jobs != "1" || at.iter().any(|rows| *rows > ROWS as u64),
            "it was not killed behind the first list: {at:?}"
        );
        let ran = folder.batch(&args);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""), "{at:?}");
        assert!(folder.read("out.csv") == whole, "killed at {at:?}");
        assert!(folder.read("out.rejects.csv") == folder.read("whole.rejects.csv"));
    }
}

#[test]
fn lists_that_are_cut_or_called_otherwise_are_other_lists() {
    let folder = Folder::new();
    let (a, b) = (made_up(26, ROWS), made_up(27, 4 * ROWS));
    folder.write("a.csv", &a).write("b.csv", &b);
    let args = [
        "a.csv", "b.csv", "-o", "out.csv", "-q", "--resume", "--jobs", "1",
    ];
    let whole = folder.batch(&["a.csv", "b.csv", "-o", "whole.csv", "-q"]);
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    assert!(
        kill_after(&folder, &args, "out.csv.journal", ROWS as u64),
        "it was too fast to be killed"
    );
    let refused = |args: &[&str], what: &str| {
        let ran = folder.batch(args);
        assert_eq!(ran.code, Some(2), "{what}: {}", ran.stderr);
        let message = "the list is not the one of `out.csv.journal`";
        assert!(ran.stderr.contains(message), "{what}: {}", ran.stderr);
    };
    // The last row of one list becomes the first of the other.
    let (rest, last) = a.trim_end().rsplit_once('\n').expect("it has rows");
    let (header, rows) = b.split_once('\n').expect("it has rows");
    folder
        .write("a.csv", format!("{rest}\n"))
        .write("b.csv", format!("{header}\n{last}\n{rows}"));
    refused(&args, "cut otherwise");
    folder.write("a.csv", &a).write("b.csv", &b);
    folder.write("c.csv", &b);
    refused(&[&["a.csv", "c.csv"], &args[2..]].concat(), "another name");
    refused(&[&["b.csv", "a.csv"], &args[2..]].concat(), "another order");
    refused(&[&["a.csv"], &args[2..]].concat(), "one is missing");
    let ran = folder.batch(&args);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(folder.read("out.csv") == folder.read("whole.csv"));
    for list in ["a.csv", "b.csv"] {
        let ran = folder.batch(&["a.csv", "b.csv", "-o", list, "--force"]);
        assert_eq!(ran.code, Some(2));
        let message = format!("`{list}` is the list itself");
        assert!(ran.stderr.contains(&message), "{}", ran.stderr);
    }
}
