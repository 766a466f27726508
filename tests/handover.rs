//! Reports as a client gets them: nothing twice, points at the end, tables that can be worked with.

#![cfg(feature = "cli")]

use planfit::assessment::Firm;
use planfit::report::document::{Format, Report, Settings, render};
use planfit::{Language, Matcher, Options, Profile, Scratch, Taxonomy};
use std::io::Cursor;

fn settings(language: Language) -> Settings {
    Settings {
        language,
        title: None,
        date: None,
        appendix: true,
    }
}

/// Fits two subdivisions of one clause.
fn maker() -> Profile {
    Profile {
        name: Some("Jialing Cells".into()),
        keywords: vec!["new energy vehicles".into(), "power batteries".into()],
        products: vec!["LFP battery cells".into(), "electric buses".into()],
        description: Some("Makes power batteries and new energy vehicles.".into()),
        ..Profile::default()
    }
}

fn report<'t>(taxonomy: &'t Taxonomy, profiles: &[Profile]) -> Report<'t> {
    let matcher = Matcher::new(taxonomy);
    let mut scratch = Scratch::default();
    let firms = profiles.iter().zip(1..).map(|(profile, row)| {
        let assessment = matcher.assess(profile, &Options::default(), &mut scratch);
        Firm::new(row, None, profile.clone(), assessment)
    });
    let firms = firms.collect();
    Report::new(taxonomy, firms)
}

fn text(report: &Report<'_>, format: Format) -> String {
    String::from_utf8(render(report, &settings(Language::En), format).unwrap()).unwrap()
}

#[test]
fn sheets_have_no_two_columns_of_one_name() {
    use calamine::Reader;
    let taxonomy = Taxonomy::shipped();
    let report = report(
        &taxonomy,
        &[
            maker(),
            Profile::from_text("Runs a noodle bar and a canteen."),
        ],
    );
    for language in [Language::En, Language::Zh] {
        let bytes = render(&report, &settings(language), Format::Xlsx).unwrap();
        let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
        // The summary is pairs of names and values, the matrix has its headings over each other.
        for at in [1, 3, 4, 5] {
            let sheet = book.worksheet_range_at(at).unwrap().unwrap();
            let mut names: Vec<String> = sheet
                .rows()
                .next()
                .unwrap()
                .iter()
                .map(ToString::to_string)
                .collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "sheet {at}: {names:?}");
        }
    }
}

#[test]
fn a_clause_is_printed_once_and_points_come_in_an_appendix() {
    let taxonomy = Taxonomy::shipped();
    let report = report(&taxonomy, &[maker()]);
    let clause = &taxonomy
        .clause_of(taxonomy.subdivision("power-batteries").unwrap())
        .unwrap()
        .text;
    let end = &clause[clause.find("hydrogen-fueled").unwrap()..];
    let with = text(&report, Format::Markdown);
    let without = Settings {
        appendix: false,
        ..settings(Language::En)
    };
    let without = String::from_utf8(render(&report, &without, Format::Markdown).unwrap()).unwrap();
    for document in [&with, &without] {
        assert_eq!(document.matches(end).count(), 1, "{document}");
    }
    let points = "Before any evidence";
    assert!(with.contains(points) && !without.contains(points));
    let hash = &taxonomy.plan.sha256;
    assert!(with.contains(hash.as_str()) && !without.contains(hash.as_str()));
    let page = text(&report, Format::Html);
    assert!(
        page.contains("<details class=\"points\">"),
        "the points are folded"
    );
}
