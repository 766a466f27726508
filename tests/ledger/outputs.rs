//! What a ledger adds to answers, and that it adds nothing else.

use crate::{Folder, Table};

const LEADS: &str = "\
id,name,products
1,Cell Works Ltd,power batteries; battery packs
2,Aero GmbH,aerogel blankets
3,Nowhere Inc,hair salon
";

/// Decisions about two of three leads; the second has changed its text since.
fn decided() -> Folder {
    let folder = Folder::new();
    folder.write("leads.csv", LEADS);
    folder.done(&["batch", "leads.csv", "-o", "scored.jsonl", "-q"]);
    let ask = [
        "review",
        "scored.jsonl",
        "--ledger",
        "team.jsonl",
        "--who",
        "Li",
    ];
    folder.done(&[&ask[..], &["--export", "queue.csv"]].concat());
    let mut sheet = Table::parse(&folder.read("queue.csv"));
    for row in 0..2 {
        sheet.set(row, "decision", "yes");
    }
    folder.write("queue.csv", sheet.to_csv());
    folder.done(&[&ask[..], &["--import", "queue.csv"]].concat());
    folder.write(
        "leads.csv",
        LEADS.replace("aerogel blankets", "aerogel blankets and boards"),
    );
    folder
}

#[test]
fn tables_gain_what_was_decided_and_no_score_changes() {
    let folder = decided();
    for out in ["plain.csv", "plain.jsonl"] {
        folder.done(&["batch", "leads.csv", "-o", out, "-q"]);
    }
    let ran = folder.done(&[
        "batch",
        "leads.csv",
        "-o",
        "out.csv",
        "--ledger",
        "team.jsonl",
    ]);
    assert!(
        ran.stderr.contains("ledger: 1 known, 1 changed, 1 new\n"),
        "{}",
        ran.stderr
    );
    let (plain, out) = (
        Table::parse(&folder.read("plain.csv")),
        Table::parse(&folder.read("out.csv")),
    );
    let width = plain.header.len();
    assert_eq!(
        out.header[width..],
        ["decision", "decided_subdivision", "decided_by", "stale"]
    );
    for (with, without) in out.rows.iter().zip(&plain.rows) {
        assert_eq!(with[..width], without[..]);
    }
    let told: Vec<_> = out.rows.iter().map(|row| row[width..].join("|")).collect();
    let expected = [
        "yes|new-energy-icv/power-batteries|Li|",
        "yes|new-materials/aerogel|Li|text changed",
        "|||",
    ];
    assert_eq!(told, expected);
}

#[test]
fn records_gain_what_was_decided_and_can_be_verified() {
    let folder = decided();
    for out in ["plain.csv", "plain.jsonl"] {
        folder.done(&["batch", "leads.csv", "-o", out, "-q"]);
    }
    folder.done(&[
        "batch",
        "leads.csv",
        "-o",
        "out.csv",
        "-q",
        "--ledger",
        "team.jsonl",
    ]);
    folder.done(&[
        "batch",
        "leads.csv",
        "-o",
        "out.jsonl",
        "--ledger",
        "team.jsonl",
        "-q",
    ]);
    let (plain, out) = (folder.read("plain.jsonl"), folder.read("out.jsonl"));
    for (with, without) in out.lines().zip(plain.lines()) {
        let mut with: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(with).unwrap();
        let decided =
            ["decision", "decided_by", "stale", "decisions"].map(|key| with.remove(key).unwrap());
        let without: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(without).unwrap();
        assert_eq!(with, without);
        if with["row"] == 2 {
            assert_eq!(
                decided[..3],
                [
                    "yes".into(),
                    serde_json::json!(["Li"]),
                    "text changed".into()
                ]
            );
            assert_eq!(decided[3][0]["subdivision"], "new-materials/aerogel");
        }
    }
    // What was decided is no figure to recompute, and a table that is screened again has it once.
    folder.done(&["verify", "out.jsonl"]);
    folder.done(&["verify", "out.csv"]);
    folder.done(&[
        "batch",
        "out.csv",
        "-o",
        "again.csv",
        "--ledger",
        "team.jsonl",
        "-q",
    ]);
    assert_eq!(folder.read("again.csv"), folder.read("out.csv"));
    folder.done(&[
        "batch",
        "leads.csv",
        "-o",
        "long.csv",
        "--long",
        "--ledger",
        "team.jsonl",
        "-q",
    ]);
    let long = Table::parse(&folder.read("long.csv"));
    for row in 0..long.rows.len() {
        let decided = [
            ("1", "new-energy-icv/power-batteries"),
            ("2", "new-materials/aerogel"),
        ];
        let answer = (long.cell(row, "id"), long.cell(row, "subdivision"));
        let expected = if decided.contains(&answer) { "yes" } else { "" };
        assert_eq!(long.cell(row, "decision"), expected);
    }
}

#[test]
fn match_and_report_tell_it() {
    let folder = decided();
    let profile = [
        "match",
        "--name",
        "CELL WORKS",
        "-p",
        "Battery packs, power batteries",
        "--ledger",
        "team.jsonl",
    ];
    let told = folder.done(&profile).stdout;
    let line = told
        .lines()
        .find(|line| line.starts_with("Decided by Li on 20"));
    assert!(
        line.is_some_and(|line| line.ends_with(": yes for Power batteries.")),
        "{told}"
    );
    let json = folder
        .done(&[&profile[..], &["--format", "json"]].concat())
        .stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["decision"], &json["stale"]),
        (&"yes".into(), &serde_json::Value::Null)
    );
    let new = folder
        .done(&["match", "-p", "power batteries", "--ledger", "team.jsonl"])
        .stdout;
    assert!(new.contains("\nnot decided yet\n"), "{new}");
    folder.done(&["batch", "leads.csv", "-o", "scored.jsonl", "-q", "--force"]);
    for out in ["report.html", "report.md", "report.docx", "report.xlsx"] {
        folder.done(&[
            "report",
            "scored.jsonl",
            "-o",
            out,
            "--ledger",
            "team.jsonl",
            "--date",
            "",
        ]);
    }
    for out in ["report.html", "report.md"] {
        let text = folder.read(out);
        assert!(
            text.contains("yes for Aerogel (since then: text changed)."),
            "{out}"
        );
    }
}

#[test]
fn a_ledger_is_never_written_over_and_its_torn_lines_are_told() {
    let folder = decided();
    let before = folder.read("team.jsonl");
    let ran = folder.run(&[
        "batch",
        "leads.csv",
        "-o",
        "team.jsonl",
        "--ledger",
        "team.jsonl",
        "--force",
    ]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("`team.jsonl` is the ledger itself"),
        "{}",
        ran.stderr
    );
    assert_eq!(folder.read("team.jsonl"), before);
    folder.write("team.jsonl", format!("{before}{}", &before[..100]));
    let ran = folder.done(&[
        "batch",
        "leads.csv",
        "-o",
        "out.csv",
        "--ledger",
        "team.jsonl",
    ]);
    let note = "note: `team.jsonl`: line 3 was cut off while being written: left out\n";
    assert!(ran.stderr.contains(note), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("ledger: 1 known, 1 changed, 1 new\n"),
        "{}",
        ran.stderr
    );
    folder.write("team.jsonl", "yes\n");
    let ran = folder.run(&["batch", "leads.csv", "--ledger", "team.jsonl"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("`team.jsonl`:1: not a decision"),
        "{}",
        ran.stderr
    );
    let ran = folder.run(&["review", "scored.jsonl", "--ledger", "new.jsonl"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("needs a terminal"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_reverse_view_tells_what_was_decided_about_each_subdivision() {
    let folder = decided();
    let batch = ["batch", "leads.csv", "-q", "--by-subdivision"];
    folder.done(&[&batch[..], &["-o", "plain.csv"]].concat());
    let with = [&batch[..], &["--ledger", "team.jsonl"]].concat();
    folder.done(&[&with[..], &["-o", "out.csv"]].concat());
    folder.done(&[&with[..], &["-o", "out.jsonl"]].concat());
    folder.done(&[&with[..], &["-o", "out.xlsx"]].concat());
    let (plain, out) = (
        Table::parse(&folder.read("plain.csv")),
        Table::parse(&folder.read("out.csv")),
    );
    let width = plain.header.len();
    assert_eq!(out.header[width..], ["decision", "decided_by", "stale"]);
    for (with, without) in out.rows.iter().zip(&plain.rows) {
        assert_eq!(with[..width], without[..]);
    }
    let decided = |id: &str| -> Vec<String> {
        let rows = out.rows.iter().filter(|row| row[0] == id);
        rows.map(|row| row[width..].join("|")).collect()
    };
    assert_eq!(decided("new-energy-icv/power-batteries"), ["yes|Li|"]);
    assert_eq!(decided("new-materials/aerogel"), ["yes|Li|text changed"]);
    // A decision is about one subdivision.
    let all = out.rows.iter().filter(|row| !row[width].is_empty());
    assert_eq!(all.count(), 2);
    let objects = folder.read("out.jsonl");
    let aerogel = objects
        .lines()
        .find(|line| line.contains("\"subdivision\":\"new-materials/aerogel\""));
    let aerogel: serde_json::Value = serde_json::from_str(aerogel.unwrap()).unwrap();
    assert_eq!(aerogel["leads"][0]["decision"], "yes");
    assert_eq!(aerogel["leads"][0]["stale"], "text changed");
}

#[test]
fn a_change_is_told_with_what_was_decided() {
    let folder = decided();
    folder.done(&["batch", "leads.csv", "-o", "later.jsonl", "-q"]);
    let why = ["why", "Aero", "scored.jsonl", "later.jsonl"];
    let firm = ["why", "Aero GmbH", "scored.jsonl", "later.jsonl"];
    assert_eq!(folder.run(&why).code, Some(2));
    let plain = folder.run(&firm);
    let told = folder.run(&[&firm[..], &["--ledger", "team.jsonl"]].concat());
    assert_eq!(told.code, plain.code);
    assert!(
        told.stdout
            .contains("decision: yes -> yes (text changed)\n  Decided by Li on "),
        "{}",
        told.stdout
    );
    // Otherwise it is the same: a decision changes no score.
    let kept = told.stdout.lines();
    let kept: Vec<&str> = kept
        .filter(|line| !line.starts_with("decision: ") && !line.starts_with("  Decided by "))
        .collect();
    assert_eq!(kept, plain.stdout.lines().collect::<Vec<_>>());
}

/// A report on many firms has a column of what was decided, of firms that are not shown in detail too; without a ledger it has
/// none.
#[test]
fn a_report_on_many_firms_has_a_column_of_decisions() {
    let folder = decided();
    folder.done(&["batch", "leads.csv", "-o", "scored.jsonl", "-q", "--force"]);
    let report = |out: &str, with: &[&str]| {
        let all = [&["report", "scored.jsonl", "-o", out, "--force"], with].concat();
        folder.done(&all);
        std::fs::read(folder.path(out)).unwrap()
    };
    let ledger = ["--ledger", "team.jsonl"];
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let page = text(report("r.md", &ledger));
    let has_row = |begin: &str, end: &str| {
        let mut lines = page.lines();
        lines.any(|line| line.starts_with(begin) && line.ends_with(end))
    };
    assert!(has_row("| Rank | Firm |", "| Decision |"), "{page}");
    assert!(has_row("| 1 | **Cell Works Ltd** |", "| yes (Li) |"));
    assert!(has_row(
        "| 2 | **Aero GmbH** |",
        "| yes (Li; since then: text changed) |"
    ));
    assert!(has_row("| 3 | **Nowhere Inc** |", "|  |"));
    let page = text(report("r.html", &ledger));
    assert!(page.contains("data-key=\"decision\">Decision</th>"));
    assert!(page.contains("<td class=\"decision\">yes (Li; since then: text changed)</td></tr>"));
    assert!(
        page.contains("<td class=\"decision\"></td></tr>"),
        "nothing about the third"
    );
    report("r.xlsx", &ledger);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(folder.path("r.xlsx")).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    let sheet = calamine::Reader::worksheet_range(&mut book, &names[1]).unwrap();
    let cells: Vec<String> = sheet
        .used_cells()
        .map(|(.., cell)| cell.to_string())
        .collect();
    assert!(cells.contains(&"Decision".to_owned()), "{cells:?}");
    assert!(cells.contains(&"yes (Li)".to_owned()), "{cells:?}");
    for out in ["r.md", "r.html"] {
        let page = text(report(out, &[]));
        assert!(!page.contains("Decision") && !page.contains("class=\"decision\""));
    }
}
