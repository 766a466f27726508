//! The same hostile profile through every output of the program: it is shown, and nothing obeys it.
//!
//! What each report format looks like beside that is tested in `report.rs`, and any profile at all in `invariants.rs`.

#![cfg(feature = "cli")]

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

/// Cells that a spreadsheet program would run, also behind white space and full width.
const FORMULAS: [&str; 9] = [
    "=1+1 lithium battery",
    "+1+1|cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=HYPERLINK(\"http://example.com\",\"power battery\")",
    "\r=2+2",
    "\n+3|cmd",
    " @x",
    "＝1+1",
];

/// What terminals, Markdown, HTML, XML and browsers would obey.
const COMMANDS: &str = "</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)> \
    \u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{8}\u{7f} \u{202e}drawkcab\u{2066}\u{200f}\u{61c}\u{e0041} \u{0}\u{ffff}\u{2028}\
    zero\u{200b}\u{200d}\u{feff}width ]]> &amp; &#x3c; {{7*7}} ${x} | a | b | **x** _y_ ~~z~~ `code` ```\n\
    [y](javascript:alert(3)) ![z](http://example.com/z.png) <https://example.com> [^1]: $m$ <!-- <lithium battery packs>\n\n\
    # heading\n\n- item\n\n1. one\n\n> quote\n\n    indented\n\n| --- | --- |\n\n***\n\nSetext\n======\n";

/// Everything at once, in every field; written as files that the program reads.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let profile = profile();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("hostile.json", &serde_json::to_string(&profile).unwrap());
    let mut plain = profile.clone();
    plain["name"] = "Plain".into();
    write("leads.jsonl", &format!("{profile}\n{plain}\n"));
    let mut csv = csv::Writer::from_path(folder.path().join("leads.csv")).unwrap();
    csv.write_record(["=id", "name", "products", "description", COMMANDS])
        .unwrap();
    for formula in FORMULAS {
        let description = format!("{formula} lithium battery packs {COMMANDS}").replace('\0', "");
        csv.write_record([
            formula,
            &format!("{formula} {COMMANDS}"),
            "lithium battery packs",
            &description,
            formula,
        ])
        .unwrap();
    }
    csv.flush().unwrap();
    drop(csv);
    folder
});

fn profile() -> serde_json::Value {
    let list: Vec<String> = FORMULAS
        .iter()
        .map(|formula| (*formula).to_owned())
        .chain([COMMANDS.to_owned()])
        .collect();
    serde_json::json!({
        "name": format!("=cmd|'/C calc'!A0 {COMMANDS}"),
        "keywords": list,
        "products": list,
        "description": format!("@SUM(A1) {COMMANDS} Makes lithium battery packs. {COMMANDS}"),
        "website": format!("javascript:alert(4) {COMMANDS}"),
        "city": COMMANDS,
    })
}

/// Runs the program in the folder; what it wrote to standard output.
fn planfit(arguments: &[&str]) -> Vec<u8> {
    let run = Command::new(env!("CARGO_BIN_EXE_planfit"))
        .args(arguments)
        .current_dir(FOLDER.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{arguments:?}: {run:?}");
    assert_harmless("standard error", &String::from_utf8(run.stderr).unwrap());
    run.stdout
}

fn text(arguments: &[&str]) -> String {
    String::from_utf8(planfit(arguments)).unwrap()
}

fn file(name: &str, arguments: &[&str]) -> Vec<u8> {
    planfit(&[arguments, &["-o", name]].concat());
    std::fs::read(FOLDER.path().join(name)).unwrap()
}

/// No character moves a cursor, rings, or turns the direction of text.
#[track_caller]
fn assert_harmless(what: &str, text: &str) {
    let hidden = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || ('\u{e0000}'..='\u{e007f}').contains(c)
    };
    let found: Vec<char> = text.chars().filter(hidden).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text}");
}

#[test]
fn the_terminal_obeys_nothing() {
    for width in ["40", "80", "120"] {
        for language in ["en", "zh"] {
            for explain in [&[][..], &["--explain"]] {
                let arguments = [
                    "match",
                    "hostile.json",
                    "--width",
                    width,
                    "--lang",
                    language,
                ];
                let table = text(&[&arguments, explain].concat());
                assert_harmless("table", &table);
                // Lines break where they must, so breaks are left out of the look.
                let told: String = table.split_whitespace().collect();
                assert!(
                    told.contains(r"\u{1b}[2J") && told.contains(r"\u{202e}drawkcab"),
                    "shown, not dropped:\n{table}"
                );
                for line in table.lines() {
                    assert!(line.width() <= width.parse().unwrap(), "{width}: {line}");
                }
                // In colour there are escape sequences, all ours: styles and nothing else.
                let coloured = text(&[&arguments, explain, &["--color", "always"]].concat());
                let mut parts = coloured.split('\u{1b}');
                let mut plain = parts.next().unwrap_or("").to_owned();
                for part in parts {
                    let codes = part.strip_prefix('[').and_then(|part| part.split_once('m'));
                    let (codes, rest) = codes.unwrap_or_else(|| panic!("{part:?}"));
                    assert!(
                        codes
                            .bytes()
                            .all(|byte| byte.is_ascii_digit() || byte == b';'),
                        "{part:?}"
                    );
                    plain.push_str(rest);
                }
                assert_harmless("coloured table", &plain);
            }
        }
    }
}

#[test]
fn json_keeps_the_profile_and_shows_nothing_as_it_is() {
    let answers = [
        text(&["match", "hostile.json", "--format", "json"]),
        text(&["batch", "leads.jsonl", "--format", "jsonl"]),
        text(&[
            "batch",
            "leads.jsonl",
            "--format",
            "jsonl",
            "--by-subdivision",
        ]),
    ];
    for (at, answer) in answers.iter().enumerate() {
        assert_harmless("json", answer);
        for line in answer.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let read = &value["profile"];
            if at == 0 {
                let fields = [
                    "name",
                    "keywords",
                    "products",
                    "description",
                    "website",
                    "city",
                ];
                for field in fields {
                    assert_eq!(trimmed(&read[field]), trimmed(&profile()[field]), "{field}");
                }
            } else if at == 1 && read["name"] != "Plain" {
                // Of a list that is read which a reader would see: no markup, no addresses.
                let name = trimmed(&read["name"])[0];
                assert!(
                    name.contains("{{7*7}}") && !name.contains("<script>"),
                    "{name}"
                );
            }
        }
    }
    assert_eq!(answers[0].lines().count(), 1);
    assert_eq!(answers[1].lines().count(), 2);
}

/// The texts of a field, without the white space around each, which a reader of profiles may drop.
fn trimmed(field: &serde_json::Value) -> Vec<&str> {
    match field {
        serde_json::Value::Array(list) => list.iter().flat_map(trimmed).collect(),
        text => vec![text.as_str().unwrap().trim()],
    }
}

/// Every event that a reader of Markdown with all extensions makes of a document.
fn events(markdown: &str) -> Vec<Event<'_>> {
    Parser::new_ext(markdown, Options::all()).collect()
}

#[test]
fn markdown_is_text_in_its_own_frame() {
    planfit(&["batch", "leads.jsonl", "-o", "answers.jsonl", "--force"]);
    for arguments in [
        "match hostile.json --format markdown --explain",
        "report hostile.json --format md -o - --appendix --date",
        "report answers.jsonl hostile.json --format md -o - --appendix --date",
    ] {
        let mut arguments: Vec<&str> = arguments.split(' ').collect();
        if arguments[0] == "report" {
            arguments.push("");
        }
        let document = text(&arguments);
        assert_harmless("markdown", &document);
        let (tables, words) = tables_and_words(&document);
        assert!(tables > 0, "no table in {document}");
        // What was written is what is read: marks and all.
        for written in [
            "<script>alert(1)</script>",
            "**x** _y_ ~~z~~ `code` ```",
            "[y](javascript:alert(3))",
            "| a | b |",
            "&amp; &#x3c;",
        ] {
            assert!(words.contains(written), "{written} is not in {words}");
        }
    }
}

/// How many tables a reader of Markdown finds in a document, and the words in it. Fails where it finds what we do not
/// write.
#[track_caller]
fn tables_and_words(document: &str) -> (usize, String) {
    let (mut tables, mut words, mut struck) = (0, String::new(), false);
    for event in events(document) {
        match event {
            // Words that speak against a fit are struck through; those of the profile that ask for it are not.
            Event::Start(Tag::Strikethrough) => struck = true,
            Event::End(TagEnd::Strikethrough) => struck = false,
            Event::Text(text) if struck && &*text == "z" => {
                panic!("{text} is struck in {document}")
            }
            Event::Text(text) => words.push_str(&text),
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::HtmlBlock
                | Tag::CodeBlock(_)
                | Tag::FootnoteDefinition(_)
                | Tag::MetadataBlock(_)
                | Tag::Superscript
                | Tag::Subscript,
            )
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => panic!("{event:?} in {document}"),
            _ => {}
        }
    }
    (tables, words)
}

/// Fails where a spreadsheet program would run a cell.
#[track_caller]
fn assert_no_formula(cell: &str) {
    let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let signed = first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    assert!(!signed || first.parse::<f64>().is_ok(), "{cell:?}");
}

#[test]
fn spreadsheets_run_nothing() {
    for more in [
        &[][..],
        &["--long"],
        &["--by-subdivision"],
        &["--lang", "zh"],
    ] {
        for (name, delimiter) in [("out.csv", b','), ("out.tsv", b'\t')] {
            let bytes = file(name, &[&["batch", "leads.csv", "--force"], more].concat());
            let mut rows = csv::ReaderBuilder::new()
                .has_headers(false)
                .delimiter(delimiter)
                .from_reader(bytes.as_slice());
            let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
            assert!(rows.len() > FORMULAS.len(), "{more:?}");
            rows.iter().flatten().for_each(assert_no_formula);
            // Beside the apostrophe the cells of the list are what they were.
            if more.is_empty() {
                for (row, formula) in rows[1..].iter().zip(FORMULAS) {
                    assert_eq!(row[0].replacen('\'', "", 1), *formula);
                }
            }
        }
    }
    for (name, arguments) in [
        ("batch.xlsx", &["batch", "leads.csv", "--force"][..]),
        (
            "by.xlsx",
            &["batch", "leads.csv", "--by-subdivision", "--force"],
        ),
        (
            "report.xlsx",
            &["report", "hostile.json", "--date", "", "--force"],
        ),
    ] {
        for (part, xml) in parts(&file(name, arguments)) {
            assert_well_formed(&part, &xml);
            assert!(
                !xml.contains("<f>") && !xml.contains("<f "),
                "a formula in {part} of {name}"
            );
            assert!(!xml.contains("hyperlink"), "a link in {part} of {name}");
        }
    }
}

#[test]
fn pages_and_documents_hold_text_only() {
    let html = String::from_utf8(file(
        "report.html",
        &["report", "hostile.json", "--date", "", "--force"],
    ))
    .unwrap();
    assert_harmless("html", &html);
    for (mark, count) in [
        ("<title>", 1),
        ("</title>", 1),
        ("<style>", 1),
        ("</style>", 1),
        ("<script>", 1),
        ("<img", 0),
        ("<!--", 0),
    ] {
        // Charts have titles too, drawn and named by us.
        let found = match mark {
            "<title>" | "</title>" => html.split("<body").next().unwrap().matches(mark).count(),
            _ => html.matches(mark).count(),
        };
        assert_eq!(found, count, "{mark}");
    }
    for link in html.split("<a ").skip(1) {
        let tag = link.split('>').next().unwrap();
        assert!(tag.contains("href=\"#"), "a link out of the page: {tag}");
    }
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "it is shown"
    );
    for (part, xml) in parts(&file(
        "report.docx",
        &["report", "hostile.json", "--date", "", "--force"],
    )) {
        assert_well_formed(&part, &xml);
        assert_harmless(&part, &xml);
        // The only field is the number of the page, in the footer.
        for link in [
            "hyperlink",
            "instrText",
            "w:fldSimple",
            "TargetMode=\"External\"",
        ] {
            let ours = link == "instrText" && part.starts_with("word/footer");
            assert!(ours || !xml.contains(link), "{link} in {part}");
        }
    }
}

/// The files inside of an office document.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = (0..archive.len()).map(|at| {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    });
    read.collect()
}

/// Fails where a reader of XML would: with a tag of the profile's own, or a character that XML has not.
#[track_caller]
fn assert_well_formed(part: &str, xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{part}: {error}"),
        }
    }
    let illegal = |c: char| {
        matches!(c, '\u{fffe}' | '\u{ffff}')
            || c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{7f}')
    };
    assert_eq!(xml.chars().find(|c| illegal(*c)), None, "{part}");
    assert!(!xml.contains("<script") && !xml.contains("<img"), "{part}");
}

#[test]
fn messages_quote_it_harmlessly() {
    let odd = "no\u{1b}[2J\u{202e}such.toml";
    for arguments in [
        &["match", odd][..],
        &["match", "hostile.json", "--kind", odd],
        &["batch", odd],
        &["report", odd, "-o", "x.html"],
        &["taxonomy", "show", odd],
        &["taxonomy", "check", odd],
        &["--taxonomy", odd, "match", "hostile.json"],
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_planfit"))
            .args(arguments)
            .current_dir(Path::new(FOLDER.path()))
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {run:?}");
        assert_harmless("standard error", &String::from_utf8(run.stderr).unwrap());
        assert_harmless("standard output", &String::from_utf8(run.stdout).unwrap());
    }
}
