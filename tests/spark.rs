//! Under a distributed engine the records are those of one process. Needs `pyspark` and Java.

#![cfg(feature = "cli")]

#[path = "bench/list.rs"]
mod list;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Whether a program starts and ends well.
/// Answers by the lead's id, without the number of the row.
fn by_id(answers: &str) -> BTreeMap<String, Value> {
    let answers = answers.lines().map(|line| {
        let mut answer: Value = serde_json::from_str(line).expect("an answer is an object");
        answer.as_object_mut().expect("an object").remove("row");
        (
            answer["id"]
                .as_str()
                .expect("every lead has an id")
                .to_owned(),
            answer,
        )
    });
    answers.collect()
}

#[test]
#[ignore = "needs pyspark and Java"]
fn two_executors_give_the_records_of_one_process() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let (leads, screened) = (
        folder.path().join("leads.jsonl"),
        folder.path().join("screened"),
    );
    let mut text = String::from(list::header("jsonl"));
    list::Generator::new(6).rows(300, "jsonl", &mut text);
    // A row that cannot be read ends neither the run nor its partition.
    text.push_str("{\"id\": \"broken\"\n");
    list::Generator::new(7).rows(1, "jsonl", &mut text);
    fs::write(&leads, text.replacen("\"000001\"", "\"first\"", 1))
        .expect("the folder can be written to");
    let planfit = env!("CARGO_BIN_EXE_planfit");
    let alone = Command::new(planfit)
        .args(["batch", "--quiet", "--format", "jsonl", "--top", "2"])
        .arg(&leads)
        .output()
        .expect("the binary was built");
    assert_eq!(alone.status.code(), Some(3));
    let expected = by_id(&String::from_utf8(alone.stdout).expect("answers are UTF-8"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/spark/screen.py");
    let spark = Command::new("python3")
        .arg(script)
        .args([&leads, &screened])
        .args([
            "--partitions",
            "4",
            "--planfit",
            planfit,
            "--",
            "--top",
            "2",
        ])
        .env("PYSPARK_PYTHON", "python3")
        .env(
            "PYSPARK_SUBMIT_ARGS",
            "--master local[2] --conf spark.ui.enabled=false pyspark-shell",
        )
        .output()
        .expect("python3 starts");
    assert!(
        spark.status.success(),
        "{}",
        String::from_utf8_lossy(&spark.stderr)
    );
    let mut parts = 0;
    let mut answers = String::new();
    for entry in fs::read_dir(&screened).expect("Spark wrote a folder") {
        let path = entry.expect("it can be listed").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("part-") {
            let part = fs::read_to_string(&path).expect("a part is text");
            parts += usize::from(!part.is_empty());
            answers.push_str(&part);
        }
    }
    assert!(parts >= 4, "the list was not divided");
    let found = by_id(&answers);
    assert_eq!(found.len(), 301);
    assert!(found == expected);
}
