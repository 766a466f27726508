//! Small lists that ask for much: for memory, for time, for rows that nobody can hold. Each is answered or refused, and
//! what of it can be read is.

use crate::{Folder, Ran, ran};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive with these files in it.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("the name is good");
        zip.write_all(text.as_bytes())
            .expect("memory takes everything");
    }
    zip.finish().expect("memory takes everything").into_inner()
}

/// A workbook with one sheet of these rows and these shared texts.
fn workbook(rows: &str, strings: &str) -> Vec<u8> {
    const WORKBOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<Relationships>
        <Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    const HEADER: &str = "<row><c t=\"str\"><v>name</v></c><c t=\"str\"><v>products</v></c></row>";
    archive(&[
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{HEADER}{rows}</sheetData></worksheet>"),
        ),
        ("xl/sharedStrings.xml", &format!("<sst>{strings}</sst>")),
    ])
}

/// Screens a list with no more than 600 MB of memory.
fn screen(name: &str, list: impl AsRef<[u8]>) -> Ran {
    let folder = Folder::new();
    folder.write(name, list);
    let script =
        "ulimit -v 600000; exec \"$0\" batch \"$1\" -q --jobs 1 --columns name,fit1_label,verdict";
    let output = std::process::Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_planfit"), name])
        .current_dir(folder.path(""))
        .output();
    ran(output.expect("there is a shell"))
}

#[track_caller]
fn refused(name: &str, list: impl AsRef<[u8]>, reason: &str) {
    let ran = screen(name, list);
    assert_eq!(ran.code, Some(2), "{name}: {}", ran.stderr);
    assert!(ran.stderr.contains(reason), "{name}: {}", ran.stderr);
    assert!(ran.stderr.contains("\nhint: "), "{name}: {}", ran.stderr);
}

const SAUCE: &str = "<row><c t=\"str\"><v>B</v></c><c t=\"str\"><v>soy sauce</v></c></row>";

#[cfg(target_os = "linux")]
#[test]
fn a_small_workbook_takes_little_memory() {
    // Every cell of a row points to half a megabyte.
    let text = format!("<si><t>{}</t></si>", "x ".repeat(1 << 18));
    let rows = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(16_384)).repeat(2);
    let ran = screen("rows.xlsx", workbook(&(rows + SAUCE), &text));
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert_eq!(ran.stdout, "name,fit1_label,verdict\nB,Condiments,fits\n");
    assert_eq!(
        ran.stderr
            .matches("it is longer than 1048576 bytes")
            .count(),
        2,
        "{}",
        ran.stderr
    );

    let long = "battery ".repeat(5 << 18);
    let cell = format!("<row><c t=\"str\"><v>{long}</v></c></row>");
    refused(
        "cell.xlsx",
        workbook(&cell, ""),
        "a text or tag in it is over 8 MiB",
    );
    let comment = format!("<!--{long}-->{SAUCE}");
    refused(
        "comment.xlsx",
        workbook(&comment, ""),
        "a text or tag in it is over 8 MiB",
    );
    let parts = format!(
        "<row><c t=\"str\"><v>{}</v></c></row>",
        "&amp;x".repeat(2 << 20)
    );
    let ran = screen("entities.xlsx", workbook(&(parts + SAUCE), ""));
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(
        ran.stdout.ends_with("\nB,Condiments,fits\n"),
        "{}",
        ran.stdout
    );
    refused(
        "deep.xlsx",
        workbook(&"<a>".repeat(2000), ""),
        "nested over 1024 deep",
    );

    let texts = format!("<si><t>{}</t></si>", "a".repeat(8000)).repeat(20_000);
    refused(
        "texts.xlsx",
        workbook(SAUCE, &texts),
        "its texts take over ",
    );
    let again = format!(
        "<row r=\"2\"><c t=\"str\"><v>{}</v></c></row>",
        "y".repeat(60_000)
    );
    refused(
        "again.xlsx",
        workbook(&again.repeat(5000), ""),
        "of its rows are out of order",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_small_table_takes_little_memory() {
    let spans = "<tr><td colspan=1000>a<td colspan=1000>b<td>c".repeat(20_000);
    let header = "<tr><td>name<td>products";
    let page = |rows: &str| format!("<html><table>{header}{rows}</table>");
    refused("spans.xls", page(&spans), "its cells lie too far apart");
    refused(
        "wide.xls",
        page(&format!("<tr>{}", "<td colspan=1000>a".repeat(20))),
        "a row of over 16384 cells",
    );
    refused(
        "tables.xls",
        page(&"<table><tr><td>".repeat(200)),
        "nested over 100 deep",
    );
    let down = format!(
        "<tr>{}{}",
        "<td rowspan=100000 colspan=1000>a".repeat(16),
        "<tr><td>b".repeat(50_000)
    );
    refused("down.xls", page(&down), "its cells lie too far apart");

    let cell = |place: u32| format!("<Row><Cell ss:Index=\"{place}\"><Data>a</Data></Cell></Row>");
    let sheet = |rows: &str| {
        format!(
            "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
             <Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"S\"><Table>{rows}\
             </Table></Worksheet></Workbook>"
        )
    };
    refused(
        "far.xls",
        sheet(&cell(16_384).repeat(5000)),
        "its cells lie too far apart",
    );
}

#[test]
fn a_line_that_is_too_long_costs_itself_only() {
    let long = format!(
        "{{\"name\": \"A\", \"products\": \"{}\"}}\n",
        "soy sauce, ".repeat(100_000)
    );
    let good = "{\"name\": \"B\", \"products\": \"soy sauce\"}\n";
    for (list, row) in [(format!("{long}{good}"), 1), (format!("{good}{long}"), 2)] {
        let folder = Folder::new();
        folder.write("list.jsonl", list);
        let ran = folder.batch(&[
            "list.jsonl",
            "-q",
            "-o",
            "out.csv",
            "--columns",
            "name,verdict",
        ]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""));
        assert_eq!(folder.read("out.csv"), "name,verdict\nB,fits\n");
        let rejects = folder.read("out.rejects.csv");
        let told = format!("row,line,reason,raw\n{row},{row},it is longer than 1048576 bytes,");
        assert!(rejects.starts_with(&told), "{}", &rejects[..80]);
    }
}

#[test]
fn keys_without_number_are_columns() {
    let keys: String = (0..60_000)
        .map(|key| format!(", \"key{key}\": \"v\""))
        .collect();
    let object = format!("{{\"name\": \"A\", \"products\": \"soy sauce\"{keys}}}\n");
    let folder = Folder::new();
    folder.write("list.jsonl", object.repeat(2));
    let ran = folder.batch(&[
        "list.jsonl",
        "-q",
        "--format",
        "csv",
        "--columns",
        "key59999,verdict",
    ]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), "key59999,verdict\nv,fits\nv,fits\n")
    );
    // Objects of keys that come once, none of which is known.
    let list: String = (0..20_000)
        .map(|key| format!("{{\"q{key}\": 1}}\n"))
        .collect();
    folder.write("list.jsonl", &list);
    let ran = folder.batch(&["list.jsonl"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .starts_with("error: no column to read: the headers are `q0`, "),
        "{}",
        ran.stderr
    );
    // One that is known comes late, or is named by the user.
    folder.write(
        "late.jsonl",
        format!("{list}{{\"products\": \"soy sauce\"}}\n"),
    );
    for more in [&[][..], &["--map", "description=q7"]] {
        let ran = folder.batch(
            &[
                &[
                    "late.jsonl",
                    "-q",
                    "--format",
                    "csv",
                    "--columns",
                    "verdict",
                ][..],
                more,
            ]
            .concat(),
        );
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(ran.stdout.lines().count(), 20_002);
        assert!(!more.is_empty() || ran.stdout.ends_with("\nfits\n"));
    }
}
