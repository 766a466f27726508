//! Rows that cannot be read are put aside, each with its number and the reason, and nothing else is lost.

use crate::{Folder, column, table};

/// Row 3 is ragged, 4 has bad bytes, 5 opens a quote that is not closed, 6 is too long; the others are whole.
fn damaged() -> Vec<u8> {
    let long = "x".repeat(1 << 20);
    [
        &b"id,products\n1,soy sauce\n2,vinegar\n3,too,many\n4,caf\xFF\xFE bar\n5,\"open\n6,"[..],
        long.as_bytes(),
        b"\n7,\n8,miso\n",
    ]
    .concat()
}

#[test]
fn the_run_goes_on() {
    let folder = Folder::new();
    folder.write("list.csv", damaged());
    for jobs in ["1", "2"] {
        let ran = folder.batch(&["list.csv", "-o", "out.csv", "--force", "--jobs", jobs]);
        assert_eq!(ran.code, Some(3), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("rejects: 4 rows, see out.rejects.csv"),
            "{}",
            ran.stderr
        );
        let answers = table(&folder.read("out.csv"));
        assert_eq!(column(&answers, "id"), ["1", "2", "7", "8"]);
        assert_eq!(
            column(&answers, "verdict")[2],
            "no text",
            "a lead without text is an answer"
        );
        let rejects = table(&folder.read("out.rejects.csv"));
        assert_eq!(rejects[0], ["row", "line", "reason", "raw"]);
        assert_eq!(column(&rejects, "row"), ["3", "4", "5", "6"]);
        assert_eq!(column(&rejects, "line"), ["4", "5", "6", "7"]);
        let reasons = column(&rejects, "reason");
        for (reason, expected) in reasons.iter().zip([
            "it has 3 cells where the header has 2",
            "byte 6 of the row is not UTF-8",
            "a quote opens in it that is not closed",
            "it is longer than 1048576 bytes",
        ]) {
            assert!(reason.starts_with(expected), "{reason}");
        }
        assert_eq!(
            column(&rejects, "raw")[..3],
            ["3,too,many", "4,caf\u{FFFD}\u{FFFD} bar", "5,\"open"]
        );
        assert!(column(&rejects, "raw")[3].starts_with("6,xxx"));
    }
}

#[test]
fn bad_lines_of_jsonl_are_put_aside() {
    let folder = Folder::new();
    let long = format!(
        "{{\"id\": \"4\", \"products\": \"{}\"}}",
        "x".repeat(1 << 20)
    );
    let list = format!(
        "{{\"id\": \"1\", \"products\": \"soy sauce\"}}\n{{\"id\": \"2\", \"products\": \n[3]\n\n{long}\n{{\"id\": \"5\"}}\n"
    );
    folder.write(
        "list.jsonl",
        [list.as_bytes(), b"{\"id\": \"\xFF\"}\n"].concat(),
    );
    let ran = folder.batch(&["list.jsonl", "-o", "out.jsonl", "-q"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""));
    let rejects: Vec<serde_json::Value> = folder
        .read("out.rejects.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a reject is an object"))
        .collect();
    let numbers: Vec<(u64, u64)> = rejects
        .iter()
        .map(|reject| {
            (
                reject["row"].as_u64().unwrap(),
                reject["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(numbers, [(2, 2), (3, 3), (4, 5), (6, 7)]);
    let reason = |at: usize| rejects[at]["reason"].as_str().unwrap();
    assert!(
        reason(0).starts_with("not a JSON object: EOF while parsing a value"),
        "{}",
        reason(0)
    );
    assert!(reason(1).contains("expected an object"), "{}", reason(1));
    assert!(reason(2).contains("longer than"), "{}", reason(2));
    assert!(reason(3).contains("not UTF-8"), "{}", reason(3));
    assert_eq!(rejects[0]["raw"], "{\"id\": \"2\", \"products\": ");
    assert_eq!(folder.read("out.jsonl").lines().count(), 2);
}

#[test]
fn strict_stops_at_the_first_and_leaves_nothing() {
    let folder = Folder::new();
    folder.write("list.csv", damaged());
    let ran = folder.batch(&["list.csv", "-o", "out.csv", "--strict", "-q"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.stderr,
        "error: row 3 (line 4) cannot be read: it has 3 cells where the header has 2\n"
    );
    assert_eq!(folder.files(), ["list.csv"]);
    folder.write("good.csv", "products\nsoy sauce\n");
    assert_eq!(folder.batch(&["good.csv", "--strict", "-q"]).code, Some(0));
}

#[test]
fn without_an_output_rejects_are_told() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "id,products\n1,soy sauce\n2,x,y\n\u{1b}[2J,x,y\n",
    );
    let ran = folder.batch(&["list.csv", "-q"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!(
        ran.stderr,
        "row 2 (line 3) is left out: it has 3 cells where the header has 2: 2,x,y\n\
         row 3 (line 4) is left out: it has 3 cells where the header has 2: \\u{1b}[2J,x,y\n"
    );
    let ran = folder.batch(&["list.csv", "-q", "--rejects", "aside.jsonl"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""));
    assert_eq!(folder.read("aside.jsonl").lines().count(), 2);
    let ran = folder.batch(&["list.csv", "-q", "--rejects", "aside.jsonl"]);
    assert_eq!(ran.code, Some(2), "an old file is not overwritten");
}

#[test]
fn a_list_that_is_no_list_is_refused() {
    let folder = Folder::new();
    for (name, content, message) in [
        ("empty.csv", "", "`empty.csv` is empty"),
        ("blank.csv", "\n\n", "`blank.csv` is empty"),
        ("empty.jsonl", "", "`empty.jsonl` is empty"),
        (
            "not.jsonl",
            "name,products\n",
            "no line of `not.jsonl` is a JSON object",
        ),
        (
            "land.csv",
            "Land,PLZ\nx,1\n",
            "no column to read: the headers are `Land`, `PLZ`",
        ),
        (
            "quote.csv",
            "\"name,products\nx,y\n",
            "cannot read the header of `quote.csv`: a quote opens",
        ),
    ] {
        let ran = folder.write(name, content).batch(&[name, "-o", "out.csv"]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(ran.stderr.contains(message), "{name}: {}", ran.stderr);
        assert!(!folder.exists("out.csv.part"), "{name}");
    }
    let ran = folder
        .write("head.csv", "name,products\n")
        .batch(&["head.csv", "-q", "--top", "0"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (
            Some(0),
            "name,products,verdict,confidence,out_of_scope,reason\n"
        )
    );
}

#[test]
fn a_list_in_another_encoding_is_told_so() {
    let folder = Folder::new();
    let text = "name,products\ncaf\u{E9} fran\u{E7}ais,p\u{E2}tisserie \u{E0} la cr\u{E8}me\n";
    folder.write("latin.csv", encoding_rs::WINDOWS_1252.encode(text).0);
    let ran = folder.batch(&["latin.csv", "--columns", "name"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), "name\ncafé français\n")
    );
    assert!(ran.stderr.contains("windows-1252"), "{}", ran.stderr);
    let ran = folder.batch(&["latin.csv", "-q", "--encoding", "utf-8"]);
    assert_eq!(ran.code, Some(3));
}

#[test]
fn a_few_bad_bytes_are_repaired_and_told() {
    let folder = Folder::new();
    let list = [
        "name,products\n某公司,动力电池\n".as_bytes(),
        b"Asia\x92s best \x96 Ltd,soy sauce\n",
        b"\xFF\xFE,vinegar\n",
        "乙公司,火锅底料\n".as_bytes(),
    ]
    .concat();
    let ran = folder
        .write("list.csv", list)
        .batch(&["list.csv", "--columns", "name"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.stdout, "name\n某公司\nAsia’s best – Ltd\n乙公司\n");
    assert!(ran.stderr.contains("repaired: 1 row"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("row 3 (line 4) is left out: byte 1"),
        "{}",
        ran.stderr
    );
}
