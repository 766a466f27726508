//! Questions as a sheet, filled in and read back.

use crate::{Folder, Table};
use planfit::ledger::Ledger;

const LEADS: &str = "\
id,name,products
1,Cell Works Ltd,power batteries; battery packs
2,重庆酱园有限公司,豆瓣酱；火锅底料
3,Aero GmbH,aerogel blankets
4,Nowhere Inc,hair salon
";

/// A folder with answers about a few leads.
fn scored() -> Folder {
    let folder = Folder::new();
    folder.write("leads.csv", LEADS);
    folder.done(&["batch", "leads.csv", "-o", "scored.jsonl", "-q"]);
    folder
}

/// Exports the open questions for `who` as CSV.
fn exported(folder: &Folder, who: &str, more: &[&str]) -> Table {
    let mut args = vec![
        "review",
        "scored.jsonl",
        "--ledger",
        "team.jsonl",
        "--who",
        who,
        "--export",
        "queue.csv",
        "--force",
    ];
    args.extend(more);
    folder.done(&args);
    Table::parse(&folder.read("queue.csv"))
}

/// Imports a sheet that `who` filled in.
fn imported(folder: &Folder, who: &str, sheet: &Table) -> crate::Ran {
    folder.write("queue.csv", sheet.to_csv());
    folder.run(&[
        "review",
        "scored.jsonl",
        "--ledger",
        "team.jsonl",
        "--who",
        who,
        "--import",
        "queue.csv",
    ])
}

#[test]
fn a_chinese_sheet_comes_back_too() {
    let folder = scored();
    let mut sheet = exported(&folder, "li", &["--lang", "zh"]);
    for row in 0..3 {
        match sheet.cell(row, "企业") {
            "Cell Works Ltd" => sheet.set(row, "判定", "是"),
            "Aero GmbH" => {
                sheet.set(row, "判定", "否");
                sheet.set(row, "理由", "不在本地");
            }
            _ => {}
        }
    }
    let ran = imported(&folder, "li", &sheet);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ledger = Ledger::read(&folder.path("team.jsonl")).unwrap();
    let reasons: Vec<Option<&str>> = ledger
        .entries
        .iter()
        .map(|entry| entry.reason.as_deref())
        .collect();
    assert_eq!(reasons.len(), 2);
    assert!(reasons.contains(&Some("不在本地")), "{reasons:?}");
}

#[test]
fn a_sheet_comes_back_as_decisions_and_what_is_decided_is_not_asked_again() {
    let folder = scored();
    let mut sheet = exported(&folder, "li", &[]);
    assert_eq!(
        sheet.rows.len(),
        3,
        "nothing points anywhere for a hairdresser"
    );
    for row in 0..3 {
        match sheet.cell(row, "firm") {
            "Cell Works Ltd" => sheet.set(row, "decision", "yes"),
            "Aero GmbH" => {
                sheet.set(
                    row,
                    "instead",
                    "New-energy vehicles | new-energy-icv/power-batteries",
                );
                sheet.set(row, "grade", "2");
                sheet.set(row, "reason", "=makes \"mats\", for cells");
            }
            _ => {}
        }
    }
    let ran = imported(&folder, "li", &sheet);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "2 decisions added to `team.jsonl`, 0 there already, 1 left open\n"
    );
    // Once more, and nothing is there twice.
    let ran = imported(&folder, "li", &sheet);
    assert_eq!(
        ran.stdout,
        "0 decisions added to `team.jsonl`, 2 there already, 1 left open\n"
    );
    let ledger = Ledger::read(&folder.path("team.jsonl")).unwrap();
    let aero = ledger
        .entries
        .iter()
        .find(|entry| entry.instead.is_some())
        .unwrap();
    assert_eq!(aero.subdivision, "new-materials/aerogel");
    assert_eq!(
        aero.instead.as_ref().unwrap().subdivision,
        "new-energy-icv/power-batteries"
    );
    assert_eq!(
        (aero.grade, aero.reason.as_deref()),
        (Some(2), Some("=makes \"mats\", for cells"))
    );
    assert!(aero.score.is_some() && aero.text_sha256.len() == 64 && aero.profile.is_some());
    let open = exported(&folder, "li", &[]);
    assert_eq!(open.rows.len(), 1);
    assert_eq!(open.cell(0, "firm"), "重庆酱园有限公司");
    // Others are asked only where they are wanted.
    assert_eq!(exported(&folder, "wang", &[]).rows.len(), 1);
    let second = exported(&folder, "wang", &["--second", "--blind"]);
    assert_eq!(
        second.rows.len(),
        4,
        "the two that were decided, one of them about two subdivisions"
    );
    assert!(
        !second
            .header
            .iter()
            .any(|header| ["score", "tier", "evidence", "why"].contains(&header.as_str()))
    );
}

#[test]
fn two_people_who_disagree_are_listed_and_asked_again() {
    let folder = scored();
    for (who, decision) in [("li", "yes"), ("wang", "no")] {
        let mut sheet = exported(&folder, who, &["--second"]);
        for row in 0..sheet.rows.len() {
            if sheet.cell(row, "firm") == "Cell Works Ltd" {
                sheet.set(row, "decision", decision);
            }
        }
        imported(&folder, who, &sheet);
    }
    let ran = folder.run(&["review", "--ledger", "team.jsonl", "--conflicts"]);
    assert_eq!(ran.code, Some(1));
    let line = ran.stdout.lines().next().unwrap();
    assert!(
        line.starts_with("Cell Works Ltd: Power batteries: yes li (20"),
        "{line}"
    );
    assert!(
        line.contains("; no wang (20") && ran.stdout.ends_with("1 conflict\n"),
        "{}",
        ran.stdout
    );
    let queue = exported(&folder, "li", &[]);
    assert_eq!(queue.cell(0, "firm"), "Cell Works Ltd");
    assert!(
        queue.cell(0, "why").starts_with("people disagree"),
        "{}",
        queue.cell(0, "why")
    );
    folder.done(&[
        "batch",
        "leads.csv",
        "-o",
        "next.csv",
        "--ledger",
        "team.jsonl",
        "-q",
    ]);
    let next = Table::parse(&folder.read("next.csv"));
    assert_eq!(
        (next.cell(0, "decision"), next.cell(0, "decided_by")),
        ("conflict", "li; wang")
    );
}

#[test]
fn a_sheet_that_cannot_be_read_is_refused_as_a_whole() {
    let folder = scored();
    let sheet = exported(&folder, "li", &[]);
    let refused = |change: &dyn Fn(&mut Table), message: &str| {
        let mut changed = Table::parse(&String::from_utf8(sheet.to_csv()).unwrap());
        changed.set(0, "decision", "yes");
        change(&mut changed);
        let ran = imported(&folder, "li", &changed);
        assert_eq!(ran.code, Some(2), "{}", ran.stdout);
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
        assert!(!folder.path("team.jsonl").exists(), "{message}");
    };
    refused(
        &|sheet| sheet.set(1, "decision", "maybe"),
        "row 3: `maybe` is not a decision",
    );
    refused(
        &|sheet| sheet.set(1, "instead", "no such place"),
        "row 3: no subdivision `no such place`",
    );
    refused(
        &|sheet| {
            let own = sheet.cell(1, "subdivision_id").to_owned();
            sheet.set(1, "instead", &own);
        },
        "is the subdivision that was asked for",
    );
    refused(
        &|sheet| sheet.set(0, "instead", "aerogel"),
        "the decision is `yes`",
    );
    refused(&|sheet| sheet.set(0, "grade", "7"), "`7` is not a grade");
    refused(
        &|sheet| sheet.set(0, "subdivision_id", "new-materials/aerogl"),
        "did you mean",
    );
    refused(
        &|sheet| sheet.set(0, "row", "3000"),
        "its company is not row 3000 of the answers",
    );
    refused(
        &|sheet| {
            let place = sheet.place("text_sha256");
            "hash".clone_into(&mut sheet.header[place]);
        },
        "has no column `text_sha256`",
    );
}

#[test]
fn a_workbook_has_lists_to_choose_from_and_is_read_back() {
    let folder = scored();
    folder.done(&[
        "review",
        "scored.jsonl",
        "--ledger",
        "team.jsonl",
        "--who",
        "li",
        "--export",
        "queue.xlsx",
    ]);
    let part = |name: &str| {
        let file = std::fs::File::open(folder.path("queue.xlsx")).unwrap();
        let mut archive = zip::ZipArchive::new(file).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    for rule in [
        "\"yes,no,unsure\"",
        "\"0,1,2,3\"",
        "subdivisions!$A$2:$A$84",
        "<dataValidations count=\"3\"",
    ] {
        assert!(sheet.contains(rule), "{rule}");
    }
    // As it is nothing is decided in it.
    let ran = folder.done(&[
        "review",
        "scored.jsonl",
        "--ledger",
        "team.jsonl",
        "--who",
        "li",
        "--import",
        "queue.xlsx",
    ]);
    assert_eq!(
        ran.stdout,
        "0 decisions added to `team.jsonl`, 0 there already, 3 left open\n"
    );
}
