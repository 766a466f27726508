//! Reports, whole: what they hold, that JSON lines give the same as profiles, and that no format obeys a hostile profile.

#![cfg(feature = "cli")]

use planfit::assessment::{Answer, Firm, read_records};
use planfit::report::document::{Format, Report, Settings, render};
use planfit::{Language, Matcher, Options, Profile, Scratch, Taxonomy};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};

/// Characters that no file may hold as they are: terminal controls, and what turns the direction of text.
const HIDDEN: [char; 6] = ['\u{1b}', '\u{7}', '\u{0}', '\u{202e}', '\u{2066}', '\u{9b}'];

fn settings(language: Language) -> Settings {
    Settings {
        language,
        title: None,
        date: Some("2026-01-31".into()),
        appendix: true,
    }
}

fn battery_maker() -> Profile {
    Profile {
        name: Some("Jialing Cells".into()),
        keywords: vec!["lithium battery".into()],
        products: vec![
            "power battery packs".into(),
            "battery management systems".into(),
        ],
        description: Some("Makes power battery packs for electric cars.".into()),
        ..Profile::default()
    }
}

fn noodle_bar() -> Profile {
    Profile {
        name: Some("小面馆".into()),
        description: Some("Runs noodle restaurants in shopping centres.".into()),
        ..Profile::default()
    }
}

/// Everything that some format might obey, in every field.
fn hostile() -> Profile {
    let everything = "</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)> \
        \u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m \u{202e}drawkcab\u{2066} \u{0} \u{ffff} \u{2028} ]]> &amp; &#x3c; \
        | a | b | **x** [y](javascript:alert(3)) `code` <!-- power battery packs \"quoted\" 'single'";
    Profile {
        name: Some(format!("=cmd|'/C calc'!A0 {everything}")),
        keywords: vec![
            "=HYPERLINK(\"http://example.com\",\"power battery\")".into(),
            "+1+1".into(),
            "@SUM(A1:A9)".into(),
            everything.into(),
        ],
        products: vec![
            "-2+3+cmd|' /C calc'!A0 lithium battery".into(),
            everything.into(),
        ],
        description: Some(format!(
            "# heading\n- item\n1. one\n> {everything}\n{everything}"
        )),
        ..Profile::default()
    }
}

fn report<'t>(taxonomy: &'t Taxonomy, profiles: &[Profile]) -> Report<'t> {
    let matcher = Matcher::new(taxonomy);
    let mut scratch = Scratch::default();
    let firms = profiles.iter().enumerate().map(|(at, profile)| {
        let assessment = matcher.assess(profile, &Options::default(), &mut scratch);
        Firm::new(at as u64 + 1, None, profile.clone(), assessment)
    });
    Report::new(taxonomy, firms.collect())
}

fn text(report: &Report<'_>, language: Language, format: Format) -> String {
    let bytes = render(report, &settings(language), format).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The files inside of an office document.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// Fails unless every element is closed in order, every `&` begins an entity, and every character is one that XML has.
fn assert_well_formed(name: &str, xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        for (at, _) in before.match_indices('&') {
            let entity = &before[at..before.len().min(at + 10)];
            assert!(entity.contains(';'), "{name}: bare & in {before:?}");
        }
        let end = tag
            .find('>')
            .unwrap_or_else(|| panic!("{name}: open tag at {tag:.40}"));
        let inner = &tag[1..end];
        if let Some(closing) = inner.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closing), "{name}: near {before:.80}");
        } else if !inner.ends_with('/') && !inner.starts_with(['?', '!']) {
            open.push(inner.split([' ', '\n']).next().unwrap_or(inner));
        }
        rest = &tag[end + 1..];
    }
    assert!(open.is_empty(), "{name}: never closed: {open:?}");
    let illegal = xml.chars().find(|c| {
        matches!(*c, '\u{fffe}' | '\u{ffff}') || c.is_control() && !matches!(*c, '\n' | '\r' | '\t')
    });
    assert_eq!(illegal, None, "{name}");
}

#[test]
fn every_format_says_the_same() {
    let taxonomy = Taxonomy::shipped();
    let report = report(&taxonomy, &[battery_maker()]);
    let clause = taxonomy
        .clause_of(taxonomy.subdivision("power-batteries").unwrap())
        .unwrap()
        .text
        .clone();
    let half = &clause[clause.find("automotive").unwrap()..clause.find("power batteries").unwrap()];
    let html = text(&report, Language::En, Format::Html);
    let markdown = text(&report, Language::En, Format::Markdown);
    let office = |format| {
        let bytes = render(&report, &settings(Language::En), format).unwrap();
        let texts: Vec<String> = parts(bytes).into_iter().map(|(_, text)| text).collect();
        texts.join("\n")
    };
    let (docx, xlsx) = (office(Format::Docx), office(Format::Xlsx));
    for said in [
        "Jialing Cells fits the plan: Power batteries is a core fit",
        half,
        "What is uncertain",
        &taxonomy.plan.sha256,
        concat!("planfit ", env!("CARGO_PKG_VERSION")),
        "2026-01-31",
    ] {
        for (format, document) in [
            ("html", &html),
            ("md", &markdown),
            ("docx", &docx),
            ("xlsx", &xlsx),
        ] {
            assert!(document.contains(said), "{format} lacks {said:?}");
        }
    }
    assert!(html.contains("<mark>power batteries</mark>"));
    assert!(markdown.contains("**power batteries**"));
}

#[test]
fn a_chinese_report_is_chinese() {
    let taxonomy = Taxonomy::shipped();
    let page = text(
        &report(&taxonomy, &[battery_maker(), noodle_bar()]),
        Language::Zh,
        Format::Html,
    );
    assert!(page.contains("<html lang=\"zh-CN\">"));
    let body = page
        .split("<body>")
        .nth(1)
        .unwrap()
        .split("<script")
        .next()
        .unwrap();
    for english in [
        "Conclusion",
        "Score",
        "Rank",
        "Evidence",
        "core",
        "fits",
        "Search",
    ] {
        // Class names are not shown; what stands between tags is.
        let shown = body.split('<').filter_map(|part| part.split_once('>'));
        let shown: Vec<&str> = shown
            .map(|(_, text)| text.trim())
            .filter(|text| *text == english)
            .collect();
        assert!(shown.is_empty(), "{english} is shown in a Chinese report");
    }
    assert!(body.contains("动力电池"));
}

#[test]
fn json_lines_give_the_report_that_profiles_give() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let mut scratch = Scratch::default();
    let profiles = [noodle_bar(), battery_maker(), hostile(), Profile::default()];
    let mut lines = Vec::new();
    for profile in &profiles {
        let assessment = matcher.assess(profile, &Options::default(), &mut scratch);
        let answer = Answer::new(&taxonomy.plan, profile, &assessment);
        serde_json::to_writer(&mut lines, &answer).unwrap();
        lines.push(b'\n');
    }
    let read = read_records(lines.as_slice(), "answers.jsonl", &taxonomy, 1).unwrap();
    let from_lines = Report::new(&taxonomy, read);
    let from_profiles = report(&taxonomy, &profiles);
    assert_eq!(from_lines.firms, from_profiles.firms);
    for format in Format::ALL {
        let [lines, profiles] = [&from_lines, &from_profiles]
            .map(|report| render(report, &settings(Language::En), format).unwrap());
        assert!(lines == profiles, "{format:?} differs");
    }
}

#[test]
fn records_of_another_plan_or_shape_are_refused() {
    let taxonomy = Taxonomy::shipped();
    let refuse = |text: &str| {
        let error = read_records(text.as_bytes(), "a.jsonl", &taxonomy, 1).unwrap_err();
        assert!(error.hint().is_some(), "{error}");
        error.to_string()
    };
    let message = refuse("{\"name\": \"a lead\"}\n");
    assert!(message.contains("`a.jsonl`:1:"), "{message}");
    assert!(message.contains("missing field"), "{message}");
    let record = |plan: &str, fits: &str| {
        format!(
            "{{\"contract\":1,\"plan\":{{\"id\":\"x\",\"sha256\":\"{plan}\"}},\"verdict\":\"fits\",\"confidence\":1,\
             \"completeness\":{{\"score\":1,\"missing\":[]}},\"fits\":[{fits}]}}"
        )
    };
    let message = refuse(&record("0123456789abcdef", ""));
    assert!(
        message.contains("made with plan `x` (0123456789ab)"),
        "{message}"
    );
    let sha256 = &taxonomy.plan.sha256;
    let message = refuse(&record(
        sha256,
        "{\"subdivision\":\"no/such\",\"score\":50}",
    ));
    assert!(message.contains("no subdivision `no/such`"), "{message}");
    let message = refuse(&record(
        sha256,
        "{\"subdivision\":\"no/such\",\"score\":5e9}",
    ));
    assert!(message.contains("not between 0 and 100"), "{message}");
    // Numbers that make no sense are shown as far as they go, without a panic.
    let fit = |evidence: &str| {
        let fit = "{\"subdivision\":\"new-materials/aerogel\",\"score\":50,\"base\":99999,\"points\":-99999";
        record(sha256, &format!("{fit},\"evidence\":[{evidence}]}}")).replace(
            "\"verdict\"",
            "\"profile\":{\"keywords\":[\"aerogel\"]},\"verdict\"",
        )
    };
    let piece = |item: u64, start: u64, end: u64| {
        format!(
            "{{\"field\":\"keywords\",\"item\":{item},\"span\":[{start},{end}],\"text\":\"aero\",\"term\":\"\",\
             \"how\":\"exact\",\"role\":\"own\",\"count\":4294967295,\"points\":1e5}}"
        )
    };
    let odd = fit(&piece(0, 0, 4)).replace("\"confidence\":1", "\"confidence\":255");
    let firms = read_records(odd.as_bytes(), "a.jsonl", &taxonomy, 1).unwrap();
    assert_eq!(firms[0].confidence, 100);
    let odd = Report::new(&taxonomy, firms);
    for format in Format::ALL {
        render(&odd, &settings(Language::Zh), format).unwrap();
    }
    // Evidence that quotes what is not there, or too much of it, is refused.
    for (item, start, end) in [
        (0, 1, 5),
        (0, 4, 0),
        (0, 0, u64::MAX),
        (9, 0, 4),
        (u64::MAX, 0, 4),
    ] {
        let message = refuse(&fit(&piece(item, start, end)));
        assert!(
            message.contains("evidence `aero` does not stand"),
            "{message}"
        );
    }
    let message = refuse(&fit(&vec![piece(0, 0, 4); 3000].join(",")));
    assert!(message.contains("more evidence"), "{message}");
    let twice = "{\"subdivision\":\"new-materials/aerogel\",\"score\":50}";
    let message = refuse(&record(sha256, &format!("{twice},{twice}")));
    assert!(message.contains("stands in it twice"), "{message}");
    let message = refuse(&record(sha256, "").replace("\"contract\":1", "\"contract\":0"));
    assert!(message.contains("no contract `0`"), "{message}");
}

#[test]
fn html_obeys_no_profile() {
    let taxonomy = Taxonomy::shipped();
    for profiles in [
        vec![hostile()],
        vec![hostile(), battery_maker()],
        vec![hostile(); 60],
    ] {
        let report = report(&taxonomy, &profiles);
        let page = text(&report, Language::En, Format::Html);
        let without_assets =
            page.replace(include_str!("../src/report/document/assets/report.js"), "");
        assert!(!without_assets.contains("alert(1)</script>"));
        assert!(!without_assets.contains("<img"));
        assert_eq!(page.matches("</style>").count(), 1);
        assert_eq!(
            page.matches("</script>").count(),
            page.matches("<script").count()
        );
        let executable = page.matches("<script>").count();
        assert_eq!(executable, 1, "one script and no other");
        assert!(page.contains("default-src 'none'"));
        for hidden in HIDDEN {
            assert!(!page.contains(hidden), "{hidden:?} is in the page");
        }
        assert!(
            page.contains("\\u{202e}drawkcab"),
            "it is shown, not dropped"
        );
    }
}

#[test]
fn html_asks_no_network() {
    let taxonomy = Taxonomy::shipped();
    let page = text(
        &report(&taxonomy, &[battery_maker(), noodle_bar()]),
        Language::En,
        Format::Html,
    );
    for source in [
        " src=", "url(", "@import", "http://", "https://", "<link", "fetch(",
    ] {
        // The only address is the name of SVG's namespace.
        let page = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!page.contains(source), "{source} in the page");
    }
}

#[test]
fn markdown_obeys_no_profile() {
    let taxonomy = Taxonomy::shipped();
    let document = text(
        &report(&taxonomy, &[hostile(), noodle_bar()]),
        Language::En,
        Format::Markdown,
    );
    assert!(!document.contains('<'), "no HTML");
    assert!(!document.replace("\\[", "").contains("[y"), "no links");
    for hidden in HIDDEN {
        assert!(!document.contains(hidden), "{hidden:?}");
    }
    // Every row of a table has as many cells as its heading.
    let cells = |line: &str| {
        line.replace("\\\\", "")
            .replace("\\|", "")
            .matches('|')
            .count()
    };
    let mut columns = None;
    for line in document.lines() {
        if line.starts_with('|') {
            assert_eq!(cells(line), *columns.get_or_insert(cells(line)), "{line}");
        } else {
            columns = None;
        }
    }
    // A name with signs of blocks in it starts none.
    let headings = document.lines().filter(|line| line.starts_with('#'));
    assert!(headings.clone().count() > 10);
    for heading in headings {
        assert!(!heading.contains("heading"), "{heading}");
    }
}

#[test]
fn docx_is_well_formed_whatever_a_profile_holds() {
    let taxonomy = Taxonomy::shipped();
    let report = report(&taxonomy, &[hostile(), battery_maker(), noodle_bar()]);
    let parts = parts(render(&report, &settings(Language::En), Format::Docx).unwrap());
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[0], "[Content_Types].xml", "readers look for it first");
    assert!(names.contains(&"word/document.xml"));
    for (name, xml) in &parts {
        assert_well_formed(name, xml);
        for hidden in HIDDEN {
            assert!(!xml.contains(hidden), "{hidden:?} in {name}");
        }
    }
    let document = &parts
        .iter()
        .find(|(name, _)| name == "word/document.xml")
        .unwrap()
        .1;
    for style in ["Title", "Heading1", "Heading2", "Quote", "ListBullet"] {
        assert!(
            document.contains(&format!("w:pStyle w:val=\"{style}\"")),
            "{style}"
        );
    }
    assert!(document.contains("<w:tblHeader/>"));
}

#[test]
fn xlsx_holds_texts_and_numbers_only() {
    let taxonomy = Taxonomy::shipped();
    let report = report(&taxonomy, &[hostile(), battery_maker(), noodle_bar()]);
    let bytes = render(&report, &settings(Language::En), Format::Xlsx).unwrap();
    for (name, xml) in parts(bytes.clone()) {
        assert_well_formed(&name, &xml);
        assert!(
            !xml.contains("<f>") && !xml.contains("<f "),
            "a formula in {name}"
        );
        assert!(!xml.contains("hyperlink"), "a link in {name}");
    }
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    assert_eq!(
        names,
        [
            "Summary",
            "Firms",
            "Matrix",
            "Fits",
            "Subdivisions",
            "Clauses"
        ]
    );
    let firms = calamine::Reader::worksheet_range(&mut book, "Firms").unwrap();
    let shown: Vec<String> = firms.rows().map(|row| row[1].to_string()).collect();
    assert!(
        shown
            .iter()
            .any(|name| name.starts_with("=cmd|'/C calc'!A0")),
        "{shown:?}"
    );
    let clauses = calamine::Reader::worksheet_range(&mut book, "Clauses").unwrap();
    assert_eq!(clauses.height(), taxonomy.subdivisions.len() + 1);
    let matrix = calamine::Reader::worksheet_range(&mut book, "Matrix").unwrap();
    assert_eq!(matrix.width(), taxonomy.subdivisions.len() + 1);
    assert_eq!(matrix.height(), 3 + 3);
}

#[test]
fn the_same_report_has_the_same_bytes() {
    let taxonomy = Taxonomy::shipped();
    let report = report(&taxonomy, &[battery_maker(), noodle_bar()]);
    for format in Format::ALL {
        let [first, second] =
            [(), ()].map(|()| render(&report, &settings(Language::Zh), format).unwrap());
        assert!(first == second, "{format:?}");
    }
}

#[test]
fn a_long_list_is_packed() {
    let taxonomy = Taxonomy::shipped();
    let size = |count| {
        let report = report(&taxonomy, &vec![battery_maker(); count]);
        text(&report, Language::En, Format::Html)
    };
    let (short, long) = (size(40), size(400));
    assert!(!short.contains("data-pack=\"rows\""));
    assert!(long.contains("data-pack=\"rows\""));
    assert!(long.contains("<noscript>"), "it says what it needs");
    assert!(
        long.len() < short.len() * 3,
        "{} against {}",
        long.len(),
        short.len()
    );
}

fn planfit(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planfit"))
        .current_dir(folder)
        .args(["report", "--date", ""])
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn the_command_writes_whole_files_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::write(
        here.join("cells.toml"),
        "name = \"Cells\"\nproducts = [\"power battery packs\"]\n",
    )
    .unwrap();
    std::fs::write(here.join("broken.toml"), "products = [\n").unwrap();
    let named = Format::ALL.into_iter().flat_map(Format::extensions);
    let named = named.map(|extension| format!("a.{extension}"));
    for name in named.chain(["A.HTM".into()]) {
        let run = planfit(here, &["cells.toml", "-o", &name]);
        assert!(run.status.success(), "{run:?}");
        assert!(
            std::fs::metadata(here.join(&name)).unwrap().len() > 2_000,
            "{name}"
        );
    }
    let before = std::fs::read(here.join("a.html")).unwrap();
    let run = planfit(here, &["cells.toml", "-o", "a.html"]);
    assert_eq!(run.status.code(), Some(2));
    let message = String::from_utf8(run.stderr).unwrap();
    assert!(message.contains("`a.html` exists"), "{message}");
    assert!(message.contains("--force"), "{message}");
    // A failed run leaves what was there, and nothing half done.
    let run = planfit(
        here,
        &["cells.toml", "broken.toml", "-o", "a.html", "--force"],
    );
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(std::fs::read(here.join("a.html")).unwrap(), before);
    assert!(!here.join("a.html.part").exists());
    let run = planfit(
        here,
        &["cells.toml", "cells.toml", "-o", "a.html", "--force"],
    );
    assert!(run.status.success(), "{run:?}");
    assert_ne!(std::fs::read(here.join("a.html")).unwrap(), before);
    for (output, hint) in [
        ("a.pdf", "print it to PDF"),
        ("a", "--format"),
        ("no/such/a.md", ""),
    ] {
        let run = planfit(here, &["cells.toml", "-o", output]);
        assert_eq!(run.status.code(), Some(2), "{output}");
        assert!(
            String::from_utf8_lossy(&run.stderr).contains(hint),
            "{run:?}"
        );
    }
    let run = planfit(
        here,
        &["cells.toml", "-o", "-", "--format", "md", "--lang", "zh"],
    );
    assert!(
        String::from_utf8(run.stdout)
            .unwrap()
            .starts_with("# Cells\n\n**招商规划匹配报告**")
    );
}

/// Converts office documents to PDF as a reader's word processor would open them.
#[test]
#[ignore = "needs LibreOffice"]
fn libreoffice_opens_the_office_formats() {
    let office = ["soffice", "libreoffice"].into_iter().find(|name| {
        let run = Command::new(name).arg("--version").output();
        run.is_ok_and(|run| run.status.success())
    });
    let office = office.expect("LibreOffice is installed");
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let taxonomy = Taxonomy::shipped();
    let report = report(&taxonomy, &[battery_maker(), hostile(), noodle_bar()]);
    for (format, name) in [(Format::Docx, "report.docx"), (Format::Xlsx, "report.xlsx")] {
        let bytes = render(&report, &settings(Language::Zh), format).unwrap();
        std::fs::write(here.join(name), bytes).unwrap();
        let run = Command::new(office)
            // A profile of its own, so that an instance that runs already is left alone.
            .arg(format!(
                "-env:UserInstallation=file://{}/office",
                here.display()
            ))
            .args(["--headless", "--convert-to", "pdf", "--outdir"])
            .arg(here)
            .arg(here.join(name))
            .output()
            .unwrap();
        let pdf =
            std::fs::read(here.join("report.pdf")).unwrap_or_else(|_| panic!("{name}: {run:?}"));
        assert!(
            pdf.starts_with(b"%PDF") && pdf.len() > 20_000,
            "{name}: {} bytes",
            pdf.len()
        );
        std::fs::remove_file(here.join("report.pdf")).unwrap();
    }
}
