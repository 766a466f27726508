//! Several lists in one run, every sheet of a workbook, and columns of the user's own.

use crate::{Folder, column, table};

/// A workbook of three sheets: two of leads with other headers, one of notes.
fn workbook(folder: &Folder) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheets: [(&str, &[&[&str]]); 3] = [
        ("cover", &[&["quarterly report"]]),
        (
            "north",
            &[&["企业名称", "主营产品"], &["甲电池", "动力电池"]],
        ),
        (
            "south",
            &[
                &["leads of the south"],
                &[""],
                &["主营产品", "企业名称"],
                &["火锅底料", "乙食品"],
                &["合计", "1"],
            ],
        ),
    ];
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).expect("valid");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).expect("valid");
            }
        }
    }
    book.save(folder.path("book.xlsx"))
        .expect("the folder can be written to");
}

#[test]
fn several_lists_share_their_columns() {
    let folder = Folder::new();
    workbook(&folder);
    folder.write(
        "one.csv",
        "企业名称,城市,主营产品\n丙,重庆,豆瓣酱\n,,\n丁,,电芯\n",
    );
    let args = ["one.csv", "book.xlsx", "--sheet", "all", "--top", "1"];
    let ran = folder.batch(&[&args[..], &["-o", "all.csv"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let message = "note: sheet `cover` of book.xlsx is not read";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    assert!(ran.stderr.contains("no leads: 1 total"), "{}", ran.stderr);
    let rows = table(&folder.read("all.csv"));
    assert_eq!(
        rows[0][..5],
        ["企业名称", "城市", "主营产品", "source", "source_row"]
    );
    assert_eq!(column(&rows, "企业名称"), ["丙", "丁", "甲电池", "乙食品"]);
    assert_eq!(
        column(&rows, "主营产品"),
        ["豆瓣酱", "电芯", "动力电池", "火锅底料"]
    );
    assert_eq!(
        column(&rows, "source"),
        ["one.csv", "one.csv", "book.xlsx#north", "book.xlsx#south"]
    );
    assert_eq!(column(&rows, "source_row"), ["1", "2", "1", "1"]);
    for jobs in ["1", "2"] {
        let again = folder.batch(&[&args[..], &["-q", "--jobs", jobs]].concat());
        assert_eq!(again.stdout, folder.read("all.csv"));
    }
}

#[test]
fn rows_of_several_lists_are_numbered_through_and_resumed() {
    let folder = Folder::new();
    folder.write("a.csv", crate::made_up(1, 3000));
    folder.write(
        "b.jsonl",
        "{\"name\": \"x\", \"products\": \"soy sauce\"}\n".repeat(3000),
    );
    let ran = folder.batch(&["a.csv", "b.jsonl", "-o", "out.jsonl", "-q"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let whole = folder.read("out.jsonl");
    let rows = whole.lines().map(|line| {
        serde_json::from_str::<serde_json::Value>(line).expect("an object")["row"].as_u64()
    });
    assert!(rows.eq((1..=6000).map(Some)));
    let ran = folder.batch(&[
        "a.csv",
        "b.jsonl",
        "-o",
        "out.jsonl",
        "-q",
        "--force",
        "--resume",
    ]);
    assert_eq!(
        (ran.code, folder.read("out.jsonl") == whole),
        (Some(0), true)
    );
}

#[test]
fn columns_of_the_users_own_are_kept() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "company,products,score,verdict,label\nAcme,LFP cells,87,call back,hot\n",
    );
    let ran = folder.batch(&["list.csv", "--long", "-o", "out.csv", "--top", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let message =
        "the list has columns `label`, `score`, `verdict` of its own: ours begin with `planfit_`";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    let rows = table(&folder.read("out.csv"));
    assert_eq!(
        rows[1][..5],
        ["Acme", "LFP cells", "87", "call back", "hot"]
    );
    assert_eq!(column(&rows, "planfit_verdict").len(), 1);
    // What this program wrote is written anew.
    folder.write("plain.csv", "company,products\nAcme,LFP cells\n");
    folder.batch(&["plain.csv", "-o", "one.csv", "-q"]);
    let ran = folder.batch(&["one.csv", "-o", "two.csv", "-q"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(folder.read("one.csv"), folder.read("two.csv"));
}

#[test]
fn what_was_screened_is_screened_again_with_the_users_columns() {
    let folder = Folder::new();
    folder.write(
        "own.csv",
        "company,products,score,rank,verdict\nAcme,LFP cells,87,3,call\n",
    );
    for (output, input) in [("once.csv", "own.csv"), ("twice.csv", "once.csv")] {
        let ran = folder.batch(&[input, "-q", "-o", output]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    assert_eq!(folder.read("once.csv"), folder.read("twice.csv"));
    let rows = table(&folder.read("twice.csv"));
    assert_eq!(rows[0][2..5], ["score", "rank", "verdict"]);
    assert_eq!(rows[1][2..5], ["87", "3", "call"]);
    let verified = std::process::Command::new(env!("CARGO_BIN_EXE_planfit"))
        .args(["verify", "twice.csv"])
        .current_dir(folder.path(""))
        .output()
        .expect("the binary was built");
    assert!(verified.status.success(), "{verified:?}");
    // An output with a row for each fit has other columns of ours, which are written anew.
    for (output, input) in [("long1.csv", "own.csv"), ("long2.csv", "long1.csv")] {
        let ran = folder.batch(&[input, "-q", "-o", output, "--long", "--top", "1"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    assert_eq!(folder.read("long1.csv"), folder.read("long2.csv"));
}

#[test]
fn why_a_lead_is_out_of_scope_stands_in_the_table() {
    let folder = Folder::new();
    folder.write("list.csv", "公司,产品\n星河物业管理公司,物业管理\n");
    let ran = folder.batch(&["list.csv", "-q", "--columns", "verdict,out_of_scope,reason"]);
    let rows = table(&ran.stdout);
    assert_eq!(rows[1][0], "out of scope");
    assert!(
        !rows[1][1].is_empty() && rows[1][2].contains("the plan does not promote it"),
        "{rows:?}"
    );
}

#[test]
fn columns_are_shown_before_anything_is_screened() {
    let folder = Folder::new();
    workbook(&folder);
    let ran = folder.batch(&["book.xlsx", "--columns-only", "--sheet", "all"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for line in [
        "book.xlsx#north",
        "1. 企业名称 -> name",
        "     甲电池",
        "1. 主营产品 -> products",
        "     火锅底料",
    ] {
        assert!(
            ran.stdout.lines().any(|shown| shown == line),
            "{line}: {}",
            ran.stdout
        );
    }
}

#[test]
fn a_header_is_where_the_user_says() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "name,products\nold,vinegar\n公司,产品\nA,soy sauce\n",
    );
    let names = |args: &[&str]| {
        let ran = folder.batch(&[&["list.csv", "-q", "--format", "jsonl"], args].concat());
        let read = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).expect("an object")["profile"]["name"]
                .clone()
        };
        (ran.code, ran.stdout.lines().map(read).collect::<Vec<_>>())
    };
    assert_eq!(names(&["--header-row", "3"]), (Some(0), vec!["A".into()]));
    assert_eq!(names(&["--skip", "2"]), (Some(0), vec!["A".into()]));
    let mapped = [
        "--header-row",
        "0",
        "--map",
        "name=A",
        "--map",
        "products=2",
    ];
    assert_eq!(names(&mapped).1.len(), 4);
    let ran = folder.batch(&["list.csv", "--header-row", "9"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .contains("hint: its first rows are at lines 1, 2, 3, 4"),
        "{}",
        ran.stderr
    );
}

#[test]
#[cfg(unix)] // where links are everybody's
fn a_link_is_written_through() {
    let folder = Folder::new();
    folder
        .write("list.csv", "products\nsoy sauce\n")
        .write("real.csv", "old");
    std::os::unix::fs::symlink(folder.path("real.csv"), folder.path("link.csv"))
        .expect("it can be made");
    let ran = folder.batch(&["list.csv", "-o", "link.csv", "-q", "--force"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let is_link = folder
        .path("link.csv")
        .symlink_metadata()
        .is_ok_and(|facts| facts.is_symlink());
    assert!(is_link && folder.read("real.csv").contains("soy sauce"));
    // A link to another kind of file was never meant for answers: neither what it leads to nor itself is replaced.
    folder.write("precious.txt", "kept");
    std::os::unix::fs::symlink(folder.path("precious.txt"), folder.path("other.csv"))
        .expect("it can be made");
    let ran = folder.batch(&["list.csv", "-o", "other.csv", "-q", "--force"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("`other.csv`: it is a link"),
        "{}",
        ran.stderr
    );
    assert!(folder.path("other.csv").is_symlink() && folder.read("precious.txt") == "kept");
}

#[test]
fn workbooks_have_no_apostrophes() {
    let folder = Folder::new();
    folder.write("list.csv", "company,products,note\n=A1,LFP cells,+86\n");
    let ran = folder.batch(&["list.csv", "-o", "out.xlsx", "-q"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = folder.batch(&["out.xlsx", "-q", "--format", "jsonl"]);
    assert!(ran.stdout.contains("\"name\":\"=A1\""), "{}", ran.stdout);
}

#[test]
fn lists_in_jsonl_are_clean_in_a_table() {
    let folder = Folder::new();
    folder.write(
        "list.jsonl",
        "{\"name\": \"A\", \"tags\": [\"x\"], \"products\": [\"soy sauce\", \"miso\"]}\n",
    );
    let ran = folder.batch(&[
        "list.jsonl",
        "-q",
        "--format",
        "csv",
        "--columns",
        "tags,products",
    ]);
    assert_eq!(ran.stdout, "tags,products\nx,soy sauce; miso\n");
}
