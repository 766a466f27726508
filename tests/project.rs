//! The planned project: read from every format, assessed by itself, and never mixed with the present business.

use planfit::assessment::{Answer, Check, read_records, verify_records};
use planfit::input::profile_file::{ProfileFormat, parse_profile};
use planfit::report::document::{Format, Report, Settings, render};
use planfit::{Field, Language, Matcher, Options, Profile, Scratch, Taxonomy, Verdict};

const PROJECT: &str = "A plant for LFP power batteries, 20 GWh a year, 2 billion yuan, 800 jobs.";

fn noodle_bar() -> Profile {
    Profile {
        name: Some("Noodle Bar".into()),
        project: Some(PROJECT.into()),
        ..Profile::from_text("Noodle restaurant chain with 40 restaurants in three cities.")
    }
}

#[test]
fn every_format_has_it() {
    let toml = format!("products = [\"noodles\"]\nproject = \"{PROJECT}\"\n");
    let json = format!(r#"{{"products": ["noodles"], "project": "{PROJECT}"}}"#);
    let text = format!("Noodles.\n\n## Planned project\n\n{PROJECT}\n");
    let chinese = format!("面馆。\n\n拟建项目：{PROJECT}\n");
    for (text, format) in [
        (&toml, ProfileFormat::Toml),
        (&json, ProfileFormat::Json),
        (&text, ProfileFormat::Text),
        (&chinese, ProfileFormat::Text),
    ] {
        let profile = parse_profile(text.as_bytes(), "p", Some(format)).unwrap();
        assert_eq!(profile.project.as_deref(), Some(PROJECT), "{text}");
        assert!(!profile.says_nothing(), "{text}");
    }
}

#[test]
fn the_present_business_scores_as_without_it() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let mut scratch = Scratch::default();
    let with = noodle_bar();
    let without = Profile {
        project: None,
        ..with.clone()
    };
    let with = matcher.assess(&with, &Options::default(), &mut scratch);
    let without = matcher.assess(&without, &Options::default(), &mut scratch);
    assert!(without.project.is_none());
    let project = with.project.expect("a project was described");
    assert_eq!(project.verdict, Verdict::Fits);
    assert_eq!(
        project.fits[0].subdivision.id,
        "new-energy-icv/power-batteries"
    );
    let fields = project.fits.iter().flat_map(|fit| &fit.evidence);
    for piece in fields.filter(|piece| piece.field.is_some()) {
        assert_eq!(piece.field, Some(Field::Project));
        assert_eq!(PROJECT.get(piece.span.0..piece.span.1), Some(&*piece.text));
    }
    assert_eq!(with.verdict, without.verdict);
    assert_eq!(with.completeness, without.completeness);
    let scores = |fits: &[planfit::Fit<'_>]| -> Vec<_> {
        fits.iter()
            .map(|fit| (fit.class, fit.score, fit.evidence.clone()))
            .collect()
    };
    assert_eq!(scores(&with.fits), scores(&without.fits));
}

#[test]
fn what_is_planned_counts_as_if_it_were_done() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    for (project, subdivision) in [
        (
            "We intend to build a plant for LFP power batteries, investing 2 billion yuan.",
            Some("new-energy-icv/power-batteries"),
        ),
        (
            "拟在重庆投资20亿元建设年产20GWh动力电池项目，新增就业800人。",
            Some("new-energy-icv/power-batteries"),
        ),
        (
            "拟建气凝胶毡生产线，投资3亿元，用工120人",
            Some("new-materials/aerogel"),
        ),
        (
            "A plant for LFP power batteries, 800 jobs",
            Some("new-energy-icv/power-batteries"),
        ),
        (
            "New aerogel blanket plant in Liangjiang New Area",
            Some("new-materials/aerogel"),
        ),
        ("Canteen for the aerogel plant", None),
        ("A hotel near the aerogel plant", None),
        (
            "A hotel near the factory of battery packs",
            Some("services/cultural-tourism"),
        ),
        (
            "Canteen for the workers of a plant for power batteries",
            None,
        ),
        ("A training base for power battery companies", None),
        ("拟建员工食堂，为附近的动力电池企业供应午餐", None),
    ] {
        let profile = Profile {
            project: Some(project.into()),
            ..Profile::default()
        };
        let assessment = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
        assert_eq!(assessment.verdict, Verdict::NoText);
        let found = assessment.project.expect("a project was described");
        let fits = found.verdict == Verdict::Fits;
        let best = found.fits.first().filter(|_| fits);
        assert_eq!(
            best.map(|fit| &*fit.subdivision.id),
            subdivision,
            "{project}"
        );
    }
}

#[test]
fn records_keep_it_and_are_verified_with_it() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let profile = noodle_bar();
    let assessment = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
    let answer = Answer::new(&taxonomy.plan, &profile, &assessment);
    let record = serde_json::to_string(&answer).unwrap();
    let mut checks = Vec::new();
    let mut check = |record: &str| {
        checks.clear();
        verify_records(record.as_bytes(), "r", &matcher, &mut |_, check| {
            checks.push(check)
        })
        .unwrap();
        checks[0].clone()
    };
    assert_eq!(check(&record), Check::Verified);
    let score = assessment.project.as_ref().unwrap().fits[0]
        .score
        .to_string();
    let forged = record.replace(&format!("\"score\":{score}"), "\"score\":99.9");
    assert!(matches!(check(&forged), Check::Changed(_)), "{score}");

    let firms = read_records(record.as_bytes(), "r", &taxonomy, 1).unwrap();
    assert!(firms[0].project.is_some());
    for (language, heading, sentence) in [
        (
            Language::En,
            "Planned project",
            "The project fits Power batteries (",
        ),
        (Language::Zh, "拟建项目", "拟建项目符合动力电池（"),
    ] {
        let settings = Settings {
            language,
            title: None,
            date: None,
            appendix: false,
        };
        let report = Report::new(&taxonomy, firms.clone());
        for format in [Format::Markdown, Format::Html] {
            let text = String::from_utf8(render(&report, &settings, format).unwrap()).unwrap();
            assert!(text.contains(heading) && text.contains(sentence), "{text}");
        }
    }
}
