//! What is written: columns, forms, harmless cells, the reverse view, and nothing by accident.

use crate::{Folder, column, example, made_up, table};

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let folder = Folder::new();
    // Several blocks, so that threads have something to take from one another.
    folder.write("list.csv", made_up(1, 3000));
    for format in ["csv", "jsonl"] {
        for jobs in ["1", "2", "5"] {
            let out = format!("{jobs}.{format}");
            let ran = folder.batch(&["list.csv", "-q", "-o", &out, "--jobs", jobs]);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            let ran = folder.batch(&[
                "list.csv",
                "-q",
                "-o",
                &format!("d{out}"),
                "--jobs",
                jobs,
                "--dedupe",
            ]);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        }
        let one = folder.read(&format!("1.{format}"));
        assert_eq!(one.lines().count(), 3000 + usize::from(format == "csv"));
        for other in ["2", "5", "d1", "d2", "d5"] {
            assert!(
                one == folder.read(&format!("{other}.{format}")),
                "{other} {format}"
            );
        }
    }
}

#[test]
fn cells_of_strangers_are_harmless() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "id,name,products\n=1+1,@SUM(A1),soy sauce\n-5,+cmd|' /C calc'!A0,soy sauce\n007,\"-a, \"\"b\"\"\",soy sauce\n",
    );
    let ran = folder.batch(&["list.csv", "-q", "--columns", "id,name"]);
    assert_eq!(
        ran.stdout,
        "id,name\n'=1+1,'@SUM(A1)\n-5,'+cmd|' /C calc'!A0\n007,\"'-a, \"\"b\"\"\"\n"
    );
    folder.batch(&["list.csv", "-q", "-o", "out.xlsx"]);
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(folder.path("out.xlsx")).expect("a workbook");
    let range = calamine::Reader::worksheet_range(&mut book, "leads").expect("the sheet is there");
    assert_eq!(
        range.get_value((1, 0)),
        Some(&calamine::Data::String("=1+1".into())),
        "a cell that is text by its type needs no apostrophe"
    );
    let formulas =
        calamine::Reader::worksheet_formula(&mut book, "leads").expect("the sheet is there");
    assert!(
        formulas
            .used_cells()
            .all(|(.., formula)| formula.is_empty())
    );
    folder.write("esc.csv", "products,\u{1b}[2Jbad\nsoy sauce,x\n");
    let ran = folder.batch(&["esc.csv"]);
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
}

#[test]
fn columns_are_kept_picked_and_ordered() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "name,state,products,note\nA,old,soy sauce,kept\n",
    );
    let ran = folder.batch(&["list.csv", "-q", "--top", "1"]);
    assert_eq!(
        table(&ran.stdout)[0],
        [
            "name",
            "state",
            "products",
            "note",
            "fit1_subdivision",
            "fit1_label",
            "fit1_score",
            "fit1_tier",
            "fit1_clause",
            "fit1_evidence",
            "verdict",
            "confidence",
            "out_of_scope",
            "reason"
        ]
    );
    let ran = folder.batch(&["list.csv", "-q", "--columns", "verdict,note,fit1_evidence"]);
    // Which of the words is strongest is the learned file's business.
    let row = ran
        .stdout
        .strip_prefix("verdict,note,fit1_evidence\nfits,kept,");
    assert!(
        row.is_some_and(|evidence| evidence.contains("soy") && evidence.contains("sauce")),
        "{}",
        ran.stdout
    );
    let ran = folder.batch(&["list.csv", "-q", "--columns", "fit1_scor"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("no output column `fit1_scor`"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("did you mean `fit1_score`"),
        "{}",
        ran.stderr
    );
    let ran = folder.batch(&[
        "list.csv",
        "-q",
        "--bom",
        "--lang",
        "zh",
        "--columns",
        "verdict",
    ]);
    assert_eq!(ran.stdout, "\u{FEFF}verdict\n符合\n");
    let ran = folder.batch(&[
        "list.csv",
        "-q",
        "--format",
        "tsv",
        "--columns",
        "name,verdict",
    ]);
    assert_eq!(ran.stdout, "name\tverdict\nA\tfits\n");
}

#[test]
fn a_row_for_each_fit() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "code,products\nA,hot pot seasoning; lithium battery packs\nB,\n",
    );
    let ran = folder.batch(&["list.csv", "-q", "--long"]);
    let table = table(&ran.stdout);
    assert_eq!(
        table[0],
        [
            "code",
            "products",
            "rank",
            "subdivision",
            "label",
            "score",
            "tier",
            "clause",
            "evidence",
            "verdict",
            "confidence",
            "out_of_scope",
            "reason"
        ]
    );
    let (names, ranks) = (column(&table, "code"), column(&table, "rank"));
    let of_a = names.iter().filter(|name| *name == "A").count();
    assert!(of_a >= 2, "both lines of business fit: {table:?}");
    assert_eq!(ranks[..2], ["1", "2"]);
    assert_eq!(
        (names[of_a].as_str(), ranks[of_a].as_str()),
        ("B", ""),
        "a lead without fits has a row too"
    );
    let ran = folder.batch(&["list.csv", "--long", "--format", "jsonl"]);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn few_fits_or_none_are_asked_for() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "name,products\nA,hot pot seasoning; lithium battery packs\n",
    );
    let ran = folder.batch(&["list.csv", "-q", "--top", "0"]);
    assert_eq!(
        table(&ran.stdout)[0],
        [
            "name",
            "products",
            "verdict",
            "confidence",
            "out_of_scope",
            "reason"
        ]
    );
    let ran = folder.batch(&["list.csv", "-q", "--min-score", "100", "--format", "jsonl"]);
    assert!(ran.stdout.contains("\"fits\":[]"), "{}", ran.stdout);
    for score in ["101", "-1", "NaN"] {
        let ran = folder.batch(&["list.csv", &format!("--min-score={score}")]);
        assert_eq!(ran.code, Some(2), "{score}");
    }
}

#[test]
fn the_reverse_view_lists_every_subdivision() {
    let folder = Folder::new();
    folder.write("leads.csv", example());
    let ran = folder.batch(&["leads.csv", "-q", "--by-subdivision", "-o", "by.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let rows = table(&folder.read("by.csv"));
    let subdivisions = column(&rows, "subdivision");
    let mut all = subdivisions.clone();
    all.dedup();
    assert_eq!(
        all.len(),
        planfit::Taxonomy::shipped().subdivisions.len(),
        "in plan order, each once"
    );
    let batteries: Vec<&Vec<String>> = rows
        .iter()
        .filter(|row| row[0] == "new-energy-icv/power-batteries")
        .collect();
    let scores: Vec<f64> = batteries
        .iter()
        .map(|row| row[7].parse().expect("a score"))
        .collect();
    assert!(
        scores.len() >= 2 && scores.is_sorted_by(|a, b| a >= b),
        "best first: {scores:?}"
    );
    assert_eq!(batteries[0][5], batteries.len().to_string());
    assert_eq!(batteries[1][6], "2");
    let none: Vec<&Vec<String>> = rows.iter().filter(|row| row[5] == "0").collect();
    assert!(!none.is_empty() && none.iter().all(|row| row[6].is_empty()));
    let nearest = none.iter().filter(|row| !row[7].is_empty());
    assert!(
        nearest.clone().count() > 0,
        "a lead that comes near is named"
    );
    for row in nearest {
        assert_eq!(row[8], "nearest");
        assert!(row[7].parse::<f64>().expect("a score") < 15.0);
    }
    let ran = folder.batch(&["leads.csv", "-q", "--by-subdivision", "--format", "jsonl"]);
    let objects: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    assert_eq!(objects.len(), all.len());
    for object in &objects {
        let listed = object["leads"].as_array().expect("a list").len();
        assert_eq!(object["count"], listed);
        assert_eq!(
            listed,
            subdivisions
                .iter()
                .zip(&rows[1..])
                .filter(|(id, row)| object["subdivision"] == id.as_str() && row[5] != "0")
                .count()
        );
    }
    let ran = folder.batch(&["leads.csv", "-q", "--by-subdivision", "-o", "by.xlsx"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(folder.path("by.xlsx")).expect("a workbook");
    let range =
        calamine::Reader::worksheet_range(&mut book, "subdivisions").expect("the sheet is there");
    assert_eq!(range.height(), rows.len());
}

/// Where nothing was learned, no list calls a score core or substantial: the figure is there to sort by.
#[test]
fn a_score_that_was_never_calibrated_has_no_tier_in_lists() {
    let folder = Folder::new();
    folder.write("plan.toml", include_str!("../cmd/taxonomy-data/small.toml"));
    folder.write(
        "leads.csv",
        "name,products\nNorthcell,battery pack\nHighblade,wind turbine\n",
    );
    let batch = |args: &[&str]| {
        let ran = folder.batch(&[&["leads.csv", "--taxonomy", "plan.toml"], args].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran
    };
    let words = ["strong", "some", "weak"];
    let ran = batch(&["--lang", "en"]);
    let rows = table(&ran.stdout);
    let tiers = column(&rows, "fit1_tier");
    assert_eq!(tiers.len(), 2);
    assert!(
        tiers.iter().all(|tier| words.contains(&tier.as_str())),
        "{tiers:?}"
    );
    let scores = column(&rows, "fit1_score");
    assert!(scores.iter().all(|score| score.parse::<f64>().is_ok()));
    assert!(
        ran.stderr.contains("relevance by terms alone: "),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("core") && !ran.stderr.contains("substantial"));
    let listed = table(&batch(&["-q", "--by-subdivision"]).stdout);
    let tiers = column(&listed, "tier");
    let told: Vec<&String> = tiers.iter().filter(|tier| !tier.is_empty()).collect();
    assert!(!told.is_empty());
    assert!(
        told.iter().all(|tier| words.contains(&tier.as_str())),
        "{told:?}"
    );
    let ran = batch(&["-q", "--by-subdivision", "--format", "jsonl"]);
    assert!(ran.stdout.contains("\"basis\":\"terms\""), "{}", ran.stdout);
}

#[test]
fn nothing_is_overwritten_by_accident() {
    let folder = Folder::new();
    folder
        .write("list.csv", "products\nsoy sauce\n")
        .write("out.csv", "precious");
    let ran = folder.batch(&["list.csv", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("error: `out.csv` exists\nhint:"),
        "{}",
        ran.stderr
    );
    assert_eq!(folder.read("out.csv"), "precious");
    let ran = folder.batch(&["list.csv", "-o", "out.csv", "--force", "-q"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(
        folder
            .read("out.csv")
            .starts_with("products,fit1_subdivision")
    );
    for (args, message) in [
        (
            &["list.csv", "-o", "list.csv", "--force"][..],
            "`list.csv` is the list itself",
        ),
        (
            &[
                "list.csv",
                "-o",
                "out.csv",
                "--force",
                "--rejects",
                "list.csv",
            ],
            "`list.csv` is the list itself",
        ),
        (
            &["list.csv", "--force", "--rejects", "./list.csv"],
            "`./list.csv` is the list itself",
        ),
        (
            &["list.csv", "-o", "new.csv", "--rejects", "new.csv"],
            "`new.csv` is the output already",
        ),
        (&["list.csv", "-o", "no/such/out.csv"], "no such folder"),
        (
            &["list.csv", "-o", "out.docx"],
            "does not say what to write",
        ),
        (&["list.txt"], "cannot open `list.txt`: no such file"),
        (&["none.csv"], "cannot open `none.csv`: no such file"),
        (&["."], "it is a directory"),
        (&[".", "--input-format", "csv"], "it is a directory"),
        (&["-"], "`standard input` is empty"),
        (
            &["list.csv", "--encoding", "klingon"],
            "unknown encoding `klingon`",
        ),
        (&["list.csv", "--delimiter", "xx"], "invalid delimiter `xx`"),
        (
            &["list.csv", "--map", "produce=products"],
            "unknown field `produce`",
        ),
        (&["list.csv", "--resume"], "`--resume` needs an output"),
    ] {
        let ran = folder.batch(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
    }
    assert_eq!(folder.read("list.csv"), "products\nsoy sauce\n");
    assert_eq!(folder.files(), ["list.csv", "out.csv"]);
}

#[test]
fn identical_texts_are_scored_once() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "id,products\n1,soy sauce\n2,soy sauce\n3,vinegar\n4,soy sauce\n",
    );
    let ran = folder.batch(&["list.csv", "--dedupe", "--jobs", "1"]);
    assert!(
        ran.stderr.contains("texts seen before: 2"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stdout, folder.batch(&["list.csv", "-q"]).stdout);
}
