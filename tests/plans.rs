//! Plans of one's own: sheets become plans that work, and borrowing changes nothing that it should not.
#![cfg(feature = "lists")]

mod own_plan;

use own_plan::own_plan;
use planfit::assessment::Firm;
use planfit::fit::Basis;
use planfit::input::{InputOptions, Leads, Source};
use planfit::ledger::{Decisions, Ledger};
use planfit::plan::{Comparer, Effect, Impacts, book, diff};
use planfit::review::{self, Queue, Sheet};
use planfit::taxonomy::check;
use planfit::{Language, Matcher, Options, Profile, Scratch, Subdivision, Taxonomy};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

#[test]
fn a_sheet_becomes_a_plan_that_answers_in_both_languages() {
    for (sheet, id) in [
        ("city.csv", "power-batteries-new-energy-storage"),
        ("agency.txt", "automotive"),
    ] {
        let (_, taxonomy) = own_plan(sheet);
        let matcher = Matcher::new(&taxonomy);
        let mut scratch = Scratch::default();
        for text in [
            "Makes lithium-ion power batteries and drive motors for electric cars.",
            "生产动力电池、驱动电机及汽车电子，用于新能源汽车。",
        ] {
            let profile = Profile::from_text(text);
            let assessment = matcher.assess(&profile, &Options::default(), &mut scratch);
            assert!(assessment.verdict.something_fits(), "{sheet}: {text}");
            let fits: Vec<&str> = assessment
                .fits
                .iter()
                .map(|fit| fit.subdivision.id.as_str())
                .collect();
            assert!(
                fits.iter().take(2).any(|fit| *fit == id),
                "{sheet}: {fits:?}"
            );
            for fit in &assessment.fits {
                let sum: i32 = fit.evidence.iter().map(|piece| piece.points.0).sum();
                assert_eq!(sum, fit.points.0, "{}", fit.subdivision.id);
                assert!(fit.clause.is_none());
            }
        }
    }
}

#[test]
fn the_checker_finds_nothing_in_a_plan_made_from_a_sheet() {
    for sheet in ["city.csv", "agency.txt"] {
        assert_eq!(check(&own_plan(sheet).0), [], "{sheet}");
    }
}

/// A renamed subdivision that says what it was called keeps every score to the tenth.
#[test]
fn a_rename_changes_no_score() {
    let shipped = Taxonomy::shipped();
    let mut renamed = shipped.clone();
    for subdivision in &mut renamed.subdivisions {
        let id = format!("renamed/{}", subdivision.id.replace('/', "-"));
        subdivision.formerly = vec![std::mem::replace(&mut subdivision.id, id)];
    }
    let (before, after) = (Matcher::new(&shipped), Matcher::new(&renamed));
    let options = Options {
        top: 100,
        ..Options::default()
    };
    let mut scratch = Scratch::default();
    for text in [
        "Makes power batteries and soy sauce.",
        "生产气凝胶和火锅底料",
    ] {
        let profile = Profile::from_text(text);
        let answer = |matcher: &Matcher<'_>, scratch: &mut Scratch| -> Vec<_> {
            let assessment = matcher.assess(&profile, &options, scratch);
            let fits = assessment.fits.iter();
            fits.map(|fit| (fit.class, fit.score, fit.raw())).collect()
        };
        assert_eq!(answer(&before, &mut scratch), answer(&after, &mut scratch));
    }
}

/// The firms of `list` that are affected by the change from one plan to the other.
fn impacts(old: &Taxonomy, new: &Taxonomy, list: &str, threads: usize) -> Impacts {
    let source = Source::pipe(Box::new(std::io::Cursor::new(list.to_owned())), "list").unwrap();
    let leads = Leads::open_any(source, None, &InputOptions::default()).unwrap();
    let differences = diff(old, new);
    let (old, new) = (Matcher::new(old), Matcher::new(new));
    let threads = NonZeroUsize::new(threads).unwrap();
    Comparer::new(&old, &new, &differences)
        .run(leads, threads)
        .unwrap()
}

const FIRMS: &str = "id,name,description
1,Volt,Makes power batteries for electric cars.
2,Soy,Brews soy sauce and vinegar.
3,Gel,Produces silica aerogel blankets.
";

#[test]
fn a_renamed_plan_affects_nobody() {
    let shipped = Taxonomy::shipped();
    let mut renamed = shipped.clone();
    for subdivision in &mut renamed.subdivisions {
        let id = format!("renamed/{}", subdivision.id.replace('/', "-"));
        subdivision.formerly = vec![std::mem::replace(&mut subdivision.id, id)];
    }
    let found = impacts(&shipped, &renamed, FIRMS, 1);
    assert_eq!((found.firms, found.list.len()), (3, 0), "{found:?}");
}

/// What was learned stays as it is wherever a plan is not amended: neither words of which nothing was learned nor terms that
/// got no weight begin to count because another term comes or goes.
#[test]
fn a_term_more_or_less_moves_only_firms_that_have_it() {
    let shipped = Taxonomy::shipped();
    let place = |id: &str| {
        let mut places = shipped.subdivisions.iter();
        places.position(|subdivision| subdivision.id == id).unwrap()
    };
    let condiments = place("agriculture/condiments");
    let mut fewer = shipped.clone();
    let terms = &mut fewer.subdivisions[condiments].terms;
    terms.retain(|term| &*term.text != "soy sauce");
    assert!(terms.len() < shipped.subdivisions[condiments].terms.len());
    let mut more = shipped.clone();
    let mut term = shipped.subdivisions[condiments].terms[0].clone();
    term.text = "zyzzyva ferment".into();
    more.subdivisions[condiments].terms.push(term);
    let options = Options {
        min_score: planfit::Score::default(),
        top: usize::MAX,
        ..Options::default()
    };
    let points = |matcher: &Matcher<'_>, text: &str| {
        let found = matcher.assess(&Profile::from_text(text), &options, &mut Scratch::default());
        let fits = found.fits.iter();
        fits.map(|fit| (fit.subdivision.id.clone(), fit.points.0))
            .collect::<BTreeMap<String, i32>>()
    };
    let as_ever = Matcher::new(&shipped);
    let (fewer, more) = (Matcher::new(&fewer), Matcher::new(&more));
    for subdivision in &shipped.subdivisions {
        // Names of which nothing was learned, and terms, some of which got no weight.
        let text = format!("Qwyx Zorbel makes {}.", some_terms(subdivision));
        let before = points(&as_ever, &text);
        assert!(points(&more, &text) == before, "{text}");
        if !text.to_lowercase().contains("soy sauce") {
            assert!(points(&fewer, &text) == before, "{text}");
        }
    }
    let id = &shipped.subdivisions[condiments].id;
    let of_sauce = |matcher, text| points(matcher, text)[id];
    let (soy, new) = ("Makes soy sauce.", "Makes zyzzyva ferment.");
    assert!(of_sauce(&fewer, soy) < of_sauce(&as_ever, soy));
    assert!(of_sauce(&more, new) > of_sauce(&as_ever, new));
}

/// Some terms of a subdivision as an enumeration.
fn some_terms(subdivision: &Subdivision) -> String {
    let terms = subdivision.terms.iter().step_by(5);
    let terms: Vec<&str> = terms.map(|term| &*term.text).take(8).collect();
    terms.join(", ")
}

#[test]
fn each_firm_that_a_change_affects_is_told_with_the_cause() {
    let shipped = Taxonomy::shipped();
    let mut new = shipped.clone();
    let at = |id: &str| {
        let mut places = shipped.subdivisions.iter();
        places.position(|subdivision| subdivision.id == id).unwrap()
    };
    let (batteries, condiments) = (
        at("new-energy-icv/power-batteries"),
        at("agriculture/condiments"),
    );
    new.subdivisions.remove(condiments);
    let clause = new.subdivisions[batteries].clause.unwrap();
    new.clauses[clause].text += " And more.";
    let found = impacts(&shipped, &new, FIRMS, 1);
    let told: Vec<(u64, &str, Effect, &str)> = found
        .list
        .iter()
        .map(|impact| {
            let id = impact.subdivision.as_str();
            (impact.row, id, impact.effect, impact.causes[0].kind)
        })
        .collect();
    assert!(
        told.contains(&(
            1,
            "new-energy-icv/power-batteries",
            Effect::Clause,
            "clause"
        )),
        "{told:?}"
    );
    assert!(
        told.contains(&(2, "agriculture/condiments", Effect::Loses, "removed")),
        "{told:?}"
    );
    assert!(told.iter().all(|(row, ..)| *row != 3), "{told:?}");
    // The same on two threads, and both formats hold every row.
    assert_eq!(found, impacts(&shipped, &new, FIRMS, 2));
    let csv = String::from_utf8(book::csv(&found)).unwrap();
    assert_eq!(csv.lines().count(), 1 + found.list.len());
    #[cfg(feature = "spreadsheets")]
    assert!(
        book::xlsx(&diff(&shipped, &new), &found)
            .unwrap()
            .starts_with(b"PK")
    );
}

const OWN: &str = r#"format = 1
[plan]
id = "own"
[[subdivision]]
id = "pumps"
label = { en = "Pumps" }
terms.en = ["centrifugal pump", "gear pump", "vacuum pump"]
[[subdivision]]
id = "tea"
label = { en = "Tea" }
terms.en = ["green tea", "black tea", "tea plantation"]
"#;

#[test]
fn terms_and_exclusions_are_causes() {
    let plan = |text: &str| Taxonomy::from_toml(text, "own").unwrap();
    let list = "id,description
a,We make gear pumps and vacuum pumps.
b,We grow green tea.
";
    let excluded = OWN.replace(
        "label = { en = \"Tea\" }",
        "label = { en = \"Tea\" }\nexclude = [\"grow green tea\"]",
    );
    let found = impacts(&plan(OWN), &plan(&excluded), list, 1);
    let causes: Vec<&str> = found
        .list
        .iter()
        .map(|impact| impact.causes[0].what.as_str())
        .collect();
    assert_eq!(causes, ["`grow green tea` added"]);
    let fewer = OWN.replace(", \"gear pump\", \"vacuum pump\"", "");
    let found = impacts(&plan(&fewer), &plan(OWN), list, 1);
    assert_eq!(found.list.len(), 1, "{found:?}");
    assert_eq!(found.list[0].id.as_deref(), Some("a"));
    assert_eq!(found.list[0].causes[0].kind, "term");
}

/// Words of terms count where nothing was learned, and the answer says what it rests on.
#[test]
fn words_of_terms_count_and_say_that_nothing_was_learned() {
    let taxonomy = Taxonomy::from_toml(OWN, "own").unwrap();
    let matcher = Matcher::new(&taxonomy);
    let mut scratch = Scratch::default();
    let options = Options {
        min_score: planfit::Score::default(),
        ..Options::default()
    };
    for (text, id) in [("pump", "pumps"), ("plantation", "tea")] {
        let profile = Profile {
            products: vec![text.to_owned()],
            ..Profile::default()
        };
        let assessment = matcher.assess(&profile, &options, &mut scratch);
        let best = &assessment.fits[0];
        assert_eq!(best.subdivision.id, id);
        assert_eq!((assessment.basis, best.basis), (Basis::Terms, Basis::Terms));
        assert!(best.points > assessment.fits[1].points);
        let sum: i32 = best.evidence.iter().map(|piece| piece.points.0).sum();
        assert_eq!(sum, best.points.0);
    }
    let (_, borrowed) = own_plan("agency.txt");
    let matcher = Matcher::new(&borrowed);
    let profile = Profile::from_text("Makes lithium-ion power batteries.");
    let assessment = matcher.assess(&profile, &options, &mut scratch);
    assert_eq!(assessment.basis, Basis::Borrowed);
}

/// What is not listed is counted, so that a list may be of any length.
#[test]
fn effects_that_are_not_listed_are_counted() {
    let shipped = Taxonomy::shipped();
    let mut new = shipped.clone();
    new.subdivisions
        .retain(|subdivision| subdivision.id != "agriculture/condiments");
    let list = format!(
        "name,description\n{}",
        "Soy,Brews soy sauce and vinegar.\n".repeat(9000)
    );
    let source = Source::pipe(Box::new(std::io::Cursor::new(list)), "list").unwrap();
    let leads = Leads::open_any(source, None, &InputOptions::default()).unwrap();
    let differences = diff(&shipped, &new);
    let (old, new) = (Matcher::new(&shipped), Matcher::new(&new));
    let comparer = Comparer::new(&old, &new, &differences).listing(3);
    let found = comparer.run(leads, NonZeroUsize::MIN).unwrap();
    let rows: Vec<u64> = found.list.iter().map(|impact| impact.row).collect();
    assert!(
        rows.len() == 3 && rows.is_sorted() && rows[0] == 1,
        "{rows:?}"
    );
    assert_eq!((found.firms, found.affected), (9000, 9000));
    assert_eq!(found.effects[&Effect::Loses], 9000);
}

#[test]
fn a_list_of_affected_firms_holds_no_formula() {
    let plan = |text: &str| Taxonomy::from_toml(text, "own").unwrap();
    let names = ["＝SUM(A1)", "a;=SUM(A1)", "=SUM(A1)", "Pumps, Ltd"];
    let list: String = names
        .iter()
        .map(|name| format!("\"{name}\",We make gear pumps and vacuum pumps.\n"))
        .collect();
    let list = format!("name,description\n{list}");
    let fewer = OWN.replace(", \"gear pump\", \"vacuum pump\"", "");
    let found = impacts(&plan(&fewer), &plan(OWN), &list, 1);
    assert_eq!(found.list.len(), names.len(), "{found:?}");
    let csv = String::from_utf8(book::csv(&found)).unwrap();
    let told: Vec<&str> = csv.lines().skip(1).collect();
    let safe = ["'＝SUM(A1)", "a;'=SUM(A1)", "'=SUM(A1)", "\"Pumps, Ltd\""];
    for (line, name) in told.iter().zip(safe) {
        let cell = line.splitn(3, ',').nth(2).unwrap_or_default();
        assert!(cell.starts_with(name), "{line}");
        // Nothing was learned of this plan: no figure and no tier.
        assert!(
            line.contains(",strong,") && !line.contains("core"),
            "{line}"
        );
    }
    assert_eq!(book::shown(&found.list[0].after), "strong");
}

/// A score that was never calibrated is a word on the sheet of a review, and has no tier.
#[test]
fn a_review_shows_no_figure_where_nothing_was_learned() {
    let taxonomy = Taxonomy::from_toml(OWN, "own").unwrap();
    let matcher = Matcher::new(&taxonomy);
    let texts = ["We make gear pumps and vacuum pumps.", "We grow green tea."];
    let firms: Vec<Firm> = (1..)
        .zip(texts)
        .map(|(row, text)| {
            let profile = Profile::from_text(text);
            let assessment = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
            Firm::new(row, None, profile, assessment)
        })
        .collect();
    let ledger = Ledger::default();
    let decisions = Decisions::new(&ledger, &taxonomy);
    let queue = Queue::new(&firms, &decisions, "li", false);
    let sheet = Sheet {
        firms: &firms,
        taxonomy: &taxonomy,
        blind: false,
        language: Language::En,
    };
    let csv = review::csv(&sheet, &queue);
    let mut rows = csv::Reader::from_reader(&csv[3..]);
    let place = |name: &str, headers: &csv::StringRecord| {
        headers.iter().position(|header| header == name).unwrap()
    };
    let headers = rows.headers().unwrap().clone();
    let [score, tier, why] = ["score", "tier", "why"].map(|name| place(name, &headers));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert!(["strong", "some", "weak"].contains(&&row[score]), "{row:?}");
        assert_eq!(&row[tier], "by terms");
        assert!(!row[why].contains("near the line"), "{row:?}");
    }
}
