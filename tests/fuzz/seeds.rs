//! What the inputs of each target are made from: the examples, the lists of `tests/messy`, and what was found before.

use super::mutate::packed;
use planfit::assessment::Answer;
use planfit::report::json;
use planfit::{Options, Profile, Scratch};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder, in the order of their names, read if `wanted`; those over 32 KB are no good to start from.
fn files(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(root().join(folder))
        .into_iter()
        .flatten()
        .flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths.retain(|path| {
        path.file_name()
            .and_then(|name| name.to_str())
            .is_some_and(&wanted)
    });
    let read = paths.iter().filter_map(|path| fs::read(path).ok());
    read.filter(|bytes| bytes.len() < 32_000).collect()
}

/// What was found for a target earlier.
pub(crate) fn regressions(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("tests/regressions").join(target);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(String, Vec<u8>)> = entries
        .filter_map(|entry| {
            Some((
                entry.file_name().into_string().ok()?,
                fs::read(entry.path()).ok()?,
            ))
        })
        .collect();
    found.sort();
    found
}

fn profiles() -> Vec<Vec<u8>> {
    files("examples/profiles", |_| true)
}

fn messy(ends: &'static [&'static str]) -> Vec<Vec<u8>> {
    files("tests/messy/files", |name| {
        ends.iter().any(|end| name.ends_with(end))
    })
}

/// Answers as `match --format json` writes them.
fn records() -> Vec<Vec<u8>> {
    let plan = &super::targets::TAXONOMY.plan;
    let texts = [
        "Makes power batteries, sells 鋰電池.",
        "A noodle restaurant",
        "",
        "xyzzy",
    ];
    let record = |text: &str| {
        let profile = Profile::from_text(text);
        let assessment =
            super::targets::MATCHER.assess(&profile, &Options::default(), &mut Scratch::default());
        let mut line = Vec::new();
        json::write_line(&mut line, &Answer::new(plan, &profile, &assessment))
            .expect("memory takes everything");
        line
    };
    texts.map(record).to_vec()
}

/// The smallest OpenDocument spreadsheet, with a repeated row and a repeated cell.
fn ods() -> Vec<u8> {
    let content = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row><table:table-cell office:value-type="string"><text:p>name</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>products</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="1.5"/><table:table-cell><text:p>pumps<text:s text:c="3"/></text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    packed(&[
        (
            "mimetype".to_owned(),
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("META-INF/manifest.xml".to_owned(), Vec::new()),
        ("content.xml".to_owned(), content.into()),
    ])
}

/// The seeds of a target.
pub(crate) fn of(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = match target {
        "profile" => [profiles(), files("tests/messy/documents", |_| true)].concat(),
        "plan" => files("tests/cmd/taxonomy-data", |_| true),
        "csv" => [
            messy(&[".csv", ".gz", ".zst", ".zip"]),
            files("examples", |name| name.ends_with(".csv")),
        ]
        .concat(),
        "jsonl" => messy(&[".json", ".jsonl"]),
        "xlsx" => messy(&[".xlsx"]),
        "ods" => [messy(&[".ods"]), vec![ods()]].concat(),
        "xls" => [
            messy(&[".xls", ".et"]),
            files("tests/data", |name| name.ends_with(".xls")),
        ]
        .concat(),
        "record" => records(),
        "search" => [
            "power batteries",
            "鋰電池",
            "batetry",
            "aerogel 气凝胶",
            "new-energy-icv/power-batteries",
            "动力电池回收利用",
        ]
        .map(|words| words.into())
        .to_vec(),
        _ => [
            profiles(),
            vec![
                "生产和销售锂电池（不含危险化学品）；distributor of pumps, plans to make valves"
                    .into(),
            ],
        ]
        .concat(),
    };
    seeds.extend(regressions(target).into_iter().map(|(_, bytes)| bytes));
    seeds
}
