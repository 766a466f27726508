//! What is tried on every input. A target panics where something does not hold, and returns a number that is the same
//! for inputs that were treated alike.

use planfit::assessment::{Answer, Firm, explain, is_record, read_records};
use planfit::batch::{Job, RejectFormat, Target, run};
use planfit::input::profile_file::{ProfileFormat, parse_profile};
use planfit::input::{Format, InputOptions, Leads, Source};
use planfit::report::document::{self, Report, Settings};
use planfit::report::list::Sink;
use planfit::report::list::csv::Csv;
use planfit::report::list::jsonl::Jsonl;
use planfit::report::list::table::{Table, TableOptions};
use planfit::report::list::xlsx::XlsxLeads;
use planfit::report::table::Layout;
use planfit::report::{View, explanation, json, markdown, table};
use planfit::taxonomy::check;
use planfit::text::hash_bytes;
use planfit::{
    Assessment, Error, Kind, Language, Matcher, Options, Profile, Score, Scratch, Taxonomy,
};
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::LazyLock;

pub(crate) static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(Taxonomy::shipped);
pub(crate) static MATCHER: LazyLock<Matcher<'static>> = LazyLock::new(|| Matcher::new(&TAXONOMY));

/// A plan of two subdivisions, for what takes long with the shipped one.
static SMALL: LazyLock<Taxonomy> = LazyLock::new(|| {
    let text = include_str!("../cmd/taxonomy-data/small.toml");
    Taxonomy::from_toml(text, "small.toml").expect("a test of the program reads it")
});
static SMALL_MATCHER: LazyLock<Matcher<'static>> = LazyLock::new(|| Matcher::new(&SMALL));

/// Every target by name.
pub(crate) const NAMES: &[&str] = &[
    "profile", "plan", "csv", "jsonl", "xlsx", "ods", "xls", "record", "search", "render",
    "explain", "assess",
];

/// What a target keeps from input to input.
#[derive(Default)]
pub(crate) struct State {
    scratch: Scratch,
    assessment: Assessment<'static>,
}

const ALL: Options = Options {
    top: usize::MAX,
    min_score: Score::from_const(0).unwrap(),
    evidence: usize::MAX,
};

/// Runs a target on an input.
pub(crate) fn run_target(target: &str, input: &[u8], state: &mut State) -> u64 {
    match target {
        "profile" => profile(input, state),
        "plan" => plan(input),
        "csv" => list(input, Format::Csv, state),
        "jsonl" => list(input, Format::Jsonl, state),
        "xlsx" | "xls" => list(input, Format::Xlsx, state),
        "ods" => list(input, Format::Ods, state),
        "record" => record(input),
        "search" => search(input),
        "render" => render(input, state),
        "explain" => explained(input, state),
        "assess" => assess(input, state),
        other => panic!("no target `{other}`"),
    }
}

fn of(parts: &[&str]) -> u64 {
    hash_bytes(parts.join("\u{1}").as_bytes())
}

/// What an error says, without what it quotes and counts.
fn of_error(error: &Error) -> u64 {
    let message = error.to_string();
    assert_eq!(message.lines().count(), 1, "one line: {message}");
    let kept = message.split('`').step_by(2).collect::<String>();
    of(&[&kept
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .take(120)
        .collect::<String>()])
}

fn of_answer(assessment: &Assessment<'_>) -> u64 {
    let best = assessment.fits.first();
    let tier = best
        .map(|fit| format!("{:?}", fit.tier))
        .unwrap_or_default();
    let kinds = best.map(|fit| {
        let mut kinds: Vec<String> = fit
            .evidence
            .iter()
            .map(|piece| format!("{:?}{:?}", piece.how, piece.role))
            .collect();
        kinds.sort();
        kinds.dedup();
        kinds.concat()
    });
    of(&[
        &format!("{:?}", assessment.verdict),
        &tier,
        &kinds.unwrap_or_default(),
    ])
}

fn profile(input: &[u8], state: &mut State) -> u64 {
    let formats = [
        None,
        Some(ProfileFormat::Toml),
        Some(ProfileFormat::Json),
        Some(ProfileFormat::Text),
    ];
    let mut seen = 0;
    for format in formats {
        seen ^= match parse_profile(input, "p", format) {
            Err(error) => of_error(&error),
            Ok(profile) => {
                MATCHER.assess_into(
                    &profile,
                    &Options::default(),
                    &mut state.scratch,
                    &mut state.assessment,
                );
                of_answer(&state.assessment)
            }
        };
        seen = seen.rotate_left(7);
    }
    seen
}

fn plan(input: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(input);
    let findings = check(&text);
    let mut seen = findings.len().min(4) as u64;
    match Taxonomy::from_toml(&text, "p") {
        Err(error) => seen ^= of_error(&error),
        Ok(taxonomy) => {
            let matcher = Matcher::new(&taxonomy);
            let profile = Profile::from_text(
                "Makes power batteries for buses. 生产锂电池。 not including chemicals",
            );
            let assessment = matcher.assess(&profile, &ALL, &mut Scratch::default());
            let found = taxonomy.search("power batteries 锂电池");
            seen ^= of_answer(&assessment) ^ found.hits.len() as u64;
        }
    }
    seen
}

fn list(input: &[u8], format: Format, state: &mut State) -> u64 {
    let _ = state;
    let opened = Source::pipe(Box::new(Cursor::new(input.to_vec())), "list").and_then(|source| {
        Leads::open_any(
            source,
            (input.len().is_multiple_of(2)).then_some(format),
            &InputOptions::default(),
        )
    });
    let leads = match opened {
        Ok(leads) => leads,
        Err(error) => return of_error(&error),
    };
    let table = Table::new(
        leads.headers(),
        &TableOptions {
            top: 2,
            long: input.len().is_multiple_of(3),
            ..TableOptions::default()
        },
    );
    let Ok(table) = table else { return 1 };
    let sink: Box<dyn Sink> = match input.len() % 5 {
        0 | 1 => Box::new(Csv::new(table, b',', false)),
        2 => Box::new(Csv::new(table, b'\t', true)),
        3 => Box::new(Jsonl::new(&TAXONOMY.plan)),
        _ => Box::new(XlsxLeads::new(table)),
    };
    let job = Job {
        matcher: &MATCHER,
        options: Options::default(),
        sink: sink.as_ref(),
        rejects: if input.len().is_multiple_of(2) {
            RejectFormat::Csv
        } else {
            RejectFormat::Jsonl
        },
        jobs: NonZeroUsize::MIN,
        dedupe: input.len() % 2 == 1,
        strict: false,
        patience: None,
        decisions: None,
    };
    let mut out = Vec::new();
    let target = Target::Stream {
        out: &mut out,
        name: Path::new("out"),
    };
    match run(&job, leads, target, &mut |_| {}) {
        Err(error) => of_error(&error),
        Ok(outcome) => {
            let tally = &outcome.tally;
            let few = [
                tally.rows,
                tally.rejects,
                tally.short,
                tally.repaired,
                tally.no_leads.iter().sum(),
            ]
            .map(|count| count.min(3));
            of(&[outcome.encoding, &format!("{few:?}")])
        }
    }
}

fn record(input: &[u8]) -> u64 {
    let known = is_record(&String::from_utf8_lossy(input));
    match read_records(input, "r", &TAXONOMY, 1) {
        Err(error) => of_error(&error),
        Ok(firms) => {
            let count = firms.len();
            // The program refuses to report on nothing.
            if count > 0 {
                documents(firms, input);
            }
            of(&["read", &count.min(3).to_string(), &known.to_string()])
        }
    }
}

/// Writes firms as a report, in a format that hangs on the input.
fn documents(firms: Vec<Firm>, input: &[u8]) {
    let report = Report::new(&TAXONOMY, firms);
    let format = match input.len() % 16 {
        0 => document::Format::Html,
        1 => document::Format::Docx,
        2 => document::Format::Xlsx,
        _ => document::Format::Markdown,
    };
    let settings = Settings {
        language: language(input),
        title: (input.len().is_multiple_of(3))
            .then(|| String::from_utf8_lossy(&input[..input.len().min(40)]).into_owned()),
        date: None,
        appendix: !input.len().is_multiple_of(5),
    };
    document::render(&report, &settings, format).expect("a few firms fit into every format");
}

fn language(input: &[u8]) -> Language {
    if hash_bytes(input).is_multiple_of(2) {
        Language::En
    } else {
        Language::Zh
    }
}

fn search(input: &[u8]) -> u64 {
    let words = String::from_utf8_lossy(input);
    let plan: &Taxonomy = if hash_bytes(input).is_multiple_of(256) {
        &TAXONOMY
    } else {
        &SMALL
    };
    let found = plan.search(&words);
    assert!(found.unknown.is_empty() || found.hits.is_empty());
    let counts = [
        found.hits.len().min(3),
        found.replaced.len().min(2),
        found.unknown.len().min(2),
    ];
    of(&[&format!("{counts:?}"), &found.complete.to_string()])
}

/// A profile out of bytes: fields are parted by lines that hold one letter only, or all of it is the description.
fn profile_of(input: &[u8]) -> Profile {
    let text = String::from_utf8_lossy(input);
    let kind = Kind::ALL[input.len() % Kind::ALL.len()];
    if hash_bytes(input).is_multiple_of(3) {
        return Profile {
            kind,
            ..Profile::from_text(&*text)
        };
    }
    let mut parts = text.split('\n');
    let name = parts.next().map(str::to_owned);
    let items = |part: Option<&str>| {
        part.unwrap_or("")
            .split(',')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (keywords, products) = (items(parts.next()), items(parts.next()));
    let description = parts.collect::<Vec<_>>().join("\n");
    Profile {
        name,
        kind,
        keywords,
        products,
        description: Some(description),
        ..Profile::default()
    }
}

fn render(input: &[u8], state: &mut State) -> u64 {
    let profile = profile_of(input);
    let options = Options {
        top: input.len() % 7,
        evidence: input.len() % 11,
        ..ALL
    };
    let assessment = MATCHER.assess(&profile, &options, &mut state.scratch);
    let view = View {
        language: language(input),
        explain: input.len().is_multiple_of(2),
    };
    let layout = Layout {
        width: input.len() % 200,
        colour: input.len().is_multiple_of(3),
    };
    let answer = Answer::new(&TAXONOMY.plan, &profile, &assessment);
    let (mut shown, mut line) = (Vec::new(), Vec::new());
    table::write(&mut shown, &answer, view, layout).expect("memory takes everything");
    markdown::write(&mut shown, &answer, view).expect("memory takes everything");
    json::write_line(&mut line, &answer).expect("memory takes everything");
    assert!(String::from_utf8(shown).is_ok(), "all output is UTF-8");
    let seen = of_answer(&assessment);
    // What was written is read back.
    let firms =
        read_records(line.as_slice(), "r", &TAXONOMY, 1).unwrap_or_else(|error| panic!("{error}"));
    documents(firms, input);
    seen
}

fn explained(input: &[u8], state: &mut State) -> u64 {
    let profile = profile_of(input);
    let (matcher, plan): (&Matcher<'static>, &Taxonomy) = if hash_bytes(input).is_multiple_of(8) {
        (&MATCHER, &TAXONOMY)
    } else {
        (&SMALL_MATCHER, &SMALL)
    };
    let explained = match explain(matcher, &profile, None, &mut state.scratch) {
        Ok(explained) => explained,
        Err(error) => return of_error(&error),
    };
    let view = View {
        language: language(input),
        explain: input.len().is_multiple_of(2),
    };
    let layout = Layout {
        width: input.len() % 200,
        colour: false,
    };
    let mut shown = Vec::new();
    explanation::write_table(&mut shown, &explained, view, layout)
        .expect("memory takes everything");
    explanation::write_json(&mut shown, &explained, false).expect("memory takes everything");
    assert!(String::from_utf8(shown).is_ok(), "all output is UTF-8");
    let page = document::render_explanation(plan, &explained, view.language);
    of(&[
        &format!("{:?}", explained.verdict),
        &explained.steps.len().to_string(),
        &(page.len() / 20_000).to_string(),
    ])
}

fn assess(input: &[u8], state: &mut State) -> u64 {
    let profile = profile_of(input);
    let options = if hash_bytes(input).is_multiple_of(16) {
        ALL
    } else {
        Options::default()
    };
    MATCHER.assess_into(
        &profile,
        &options,
        &mut state.scratch,
        &mut state.assessment,
    );
    let assessment = &state.assessment;
    assert!(
        assessment.fits.is_sorted_by(|a, b| a.score >= b.score),
        "best first"
    );
    for fit in &assessment.fits {
        let sum = fit.evidence.iter().map(|piece| piece.points.0).sum::<i32>();
        assert_eq!(sum, fit.points.0, "evidence adds up");
        for piece in &fit.evidence {
            let Some(field) = piece.field else { continue };
            let text = profile.text(field, piece.item);
            let pointed_to = text.get(piece.span.0..piece.span.1);
            assert_eq!(
                pointed_to,
                Some(piece.text.as_str()),
                "evidence points into the profile"
            );
        }
    }
    if hash_bytes(input).is_multiple_of(64) {
        let fresh = MATCHER.assess(&profile, &options, &mut Scratch::default());
        assert_eq!(
            format!("{fresh:?}"),
            format!("{assessment:?}"),
            "a used scratch changes nothing"
        );
    }
    of_answer(assessment)
}
