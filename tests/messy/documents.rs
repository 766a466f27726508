//! The text of one company in other forms than a profile.

use std::path::Path;
use std::process::Command;

fn described(file: &str) -> (Option<i32>, String, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/messy")
        .join(file);
    let ran = Command::new(env!("CARGO_BIN_EXE_planfit"))
        .args(["match", "--format", "json"])
        .arg(path)
        .output()
        .expect("the binary was built");
    let answer: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
    let text = answer["profile"]["description"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (
        ran.status.code(),
        text,
        String::from_utf8_lossy(&ran.stderr).into_owned(),
    )
}

#[test]
fn documents_are_read_as_text() {
    assert_eq!(
        described("documents/battery.docx").1,
        "重庆某电池有限公司\n生产动力电池 & 储能电池\n"
    );
    assert!(
        described("documents/battery.pdf")
            .1
            .starts_with("重庆某电池有限公司，生产动力电池和储能电池\nmakes power batteries")
    );
}

#[test]
fn a_list_is_answered_with_the_command_to_use() {
    for file in [
        "files/wps.et",
        "files/list.zip",
        "files/title.csv",
        "files/html_as.csv",
    ] {
        let (code, _, told) = described(file);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("`planfit batch "), "{told}");
    }
}
