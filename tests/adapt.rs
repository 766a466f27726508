//! Learning from labelled companies of one's own: what is written is better on companies held out, points still add up, and
//! records say what they were made with.
#![cfg(feature = "cli")]

mod own_plan;

use own_plan::own_plan;
use planfit::adapt::{self, Company, Part};
use planfit::eval::{Gold, Measure, read_gold};
use planfit::ledger::{Decision, Entry, FirmRef, append, clause_sha256, text_sha256};
use planfit::matcher::{fit_text, read_fit};
use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Output};

/// A plan of another city, with `like` or with its terms alone, and its text.
fn city(borrows: bool) -> (Taxonomy, String) {
    let (text, plan) = own_plan("city.csv");
    if borrows {
        return (plan, text);
    }
    let lines = text.lines().filter(|line| !line.starts_with("like = "));
    let text = lines.collect::<Vec<_>>().join("\n");
    (Taxonomy::from_toml(&text, "city.toml").unwrap(), text)
}

/// The short profiles that ship, with the labels that stand for theirs in that plan.
fn labelled(plan: &Taxonomy) -> Vec<Gold> {
    let labels = include_str!("data/plans/city-labels.tsv");
    let labels: HashMap<&str, &str> = labels
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let shipped = Taxonomy::shipped();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/short-profiles.jsonl");
    let mut gold = read_gold(&path, &shipped).unwrap();
    for company in &mut gold {
        let mut own: HashMap<usize, u8> = HashMap::new();
        for (class, grade) in &company.labels {
            let Some(id) = labels.get(shipped.subdivisions[*class].id.as_str()) else {
                continue;
            };
            let class = plan.subdivisions.iter().position(|one| one.id == *id);
            let known = own.entry(class.unwrap()).or_default();
            *known = (*known).max(*grade);
        }
        company.labels = own.into_iter().collect();
        company.labels.sort_unstable();
    }
    gold
}

#[test]
fn a_plan_of_bare_terms_gets_much_better_and_its_points_add_up() {
    let (plan, _) = city(false);
    let gold = labelled(&plan);
    let adapted = adapt::adapt(&plan, &companies(&gold), 2);
    assert_eq!(adapted.part, Part::Words);
    let (before, after) = (&adapted.trials[0], &adapted.trials[2]);
    let gain = |measure| after.figures.get(measure).unwrap() - before.figures.get(measure).unwrap();
    assert!(gain(Measure::F1) > 0.2, "{:?}", after.figures);
    assert!(gain(Measure::HitAt1) > 0.1, "{:?}", after.figures);
    assert!(after.loss < before.loss);
    let (learned, text) = adapted.learned.unwrap();
    assert_eq!(fit_text(&learned), text);
    // The same on any number of threads.
    let again = adapt::adapt(&plan, &companies(&gold), 1);
    assert_eq!(again.learned.unwrap().1, text);
    for pieces in [3, 1000] {
        let fitted = plan.clone().adapted(learned.clone());
        let matcher = Matcher::new(&fitted);
        let options = Options {
            evidence: pieces,
            top: 30,
            ..Options::default()
        };
        let mut scratch = Scratch::default();
        for company in &gold {
            let assessment = matcher.assess(&company.profile, &options, &mut scratch);
            let best = assessment.fits.first().map(|fit| fit.raw());
            for fit in &assessment.fits {
                let sum: i32 = fit.evidence.iter().map(|piece| piece.points.0).sum();
                assert_eq!(sum, fit.points.0, "{}", fit.subdivision.id);
                let told = matcher.score_at(fit.raw(), best.unwrap());
                assert!(
                    (told.value() - fit.score.value()).abs() < 1.5,
                    "{told} {}",
                    fit.score
                );
            }
        }
    }
}

/// Most of what is added up is named: the rest is what is taken off where little speaks for a subdivision.
#[test]
fn what_was_learned_is_told_word_by_word() {
    let (plan, _) = city(false);
    let gold = labelled(&plan);
    let (learned, _) = adapt::adapt(&plan, &companies(&gold), 2).learned.unwrap();
    let plan = plan.adapted(learned);
    let matcher = Matcher::new(&plan);
    let options = Options {
        evidence: 1000,
        ..Options::default()
    };
    let mut scratch = Scratch::default();
    for company in &gold {
        let assessment = matcher.assess(&company.profile, &options, &mut scratch);
        let Some(fit) = assessment
            .fits
            .first()
            .filter(|fit| fit.score.value() > 60.0)
        else {
            continue;
        };
        let rest = fit
            .evidence
            .iter()
            .filter(|piece| piece.how == planfit::fit::MatchKind::Rest);
        let rest: i32 = rest.map(|piece| piece.points.0).sum();
        assert!(
            rest.abs() < 25,
            "{}: {rest} of {}",
            company.id,
            fit.points.0
        );
    }
}

#[test]
fn no_draw_is_worse_on_the_others() {
    for borrows in [false, true] {
        let (plan, _) = city(borrows);
        let gold = labelled(&plan);
        for take in [30, 150] {
            for (at, draw) in adapt::draws(&plan, &companies(&gold), take, 5, 2)
                .iter()
                .enumerate()
            {
                let get = |measure| {
                    let of = |figures: &planfit::eval::Metrics| figures.get(measure).unwrap();
                    (of(&draw.before), of(&draw.after))
                };
                let (before, after) = get(Measure::Brier);
                assert!(
                    after <= before + 0.002,
                    "borrows {borrows}, {take} labels, draw {at}: Brier {before:.4} -> {after:.4}"
                );
                let (before, after) = get(Measure::F1);
                assert!(
                    after >= before - 0.02,
                    "borrows {borrows}, {take} labels, draw {at}: F1 {before:.3} -> {after:.3}"
                );
            }
        }
    }
}

#[test]
fn nothing_is_learned_from_labels_that_mean_nothing() {
    let (plan, _) = city(true);
    let mut gold = labelled(&plan);
    gold.truncate(120);
    // Everyone gets the labels of another.
    let mut labels: Vec<_> = gold.iter().map(|company| company.labels.clone()).collect();
    labels.rotate_left(41);
    for (company, labels) in gold.iter_mut().zip(labels) {
        company.labels = labels;
    }
    let adapted = adapt::adapt(&plan, &companies(&gold), 2);
    assert_ne!(adapted.part, Part::Words);
}

/// As they are learned from.
fn companies(gold: &[Gold]) -> Vec<Company> {
    gold.iter().cloned().map(Company::from).collect()
}

/// A word of three made-up syllables.
fn word(number: usize) -> String {
    let syllable = |digit: usize| {
        let (consonant, vowel) = ("bdfgklmnprtv".as_bytes(), "aiou".as_bytes());
        [consonant[digit % 12], vowel[digit / 12 % 4]].map(char::from)
    };
    let digits = [
        number % 48,
        (7 * number + number / 48) % 48,
        11 * number % 48,
    ];
    digits.iter().flat_map(|digit| syllable(*digit)).collect()
}

/// A plan of 220 subdivisions that is made of phrases, eight each, and companies with one of them each. Two subdivisions each have
/// the same four words; which of them go together tells them apart. Word, filler, word: none stand side by side.
fn phrase_plan() -> (Taxonomy, Vec<Gold>) {
    let mut text = "[plan]\nid = \"p\"\ntitle = \"P\"\nlanguage = \"en\"\n".to_owned();
    let mut known = Vec::new();
    for class in 0..220 {
        let [a, b, c, d] = [0, 1, 2, 3].map(|at| word(20 + class / 2 * 4 + at));
        let pairs = match class % 2 {
            0 => [(&a, &b), (&c, &d)],
            _ => [(&a, &d), (&c, &b)],
        };
        let phrases = |fillers: std::ops::Range<usize>| -> Vec<String> {
            let fillers = fillers.map(word);
            fillers
                .flat_map(|filler| pairs.map(|(one, other)| format!("{one} {filler} {other}")))
                .collect()
        };
        let gold = |product: String| Gold {
            id: product.clone(),
            profile: Profile {
                products: vec![product],
                ..Profile::default()
            },
            labels: vec![(class, 3)],
        };
        let terms = phrases(0..4);
        text += &format!(
            "[[subdivision]]\nid = \"c{class}\"\nlabel = {{ en = \"C{class}\" }}\nterms.en = {terms:?}\n"
        );
        known.extend(terms.into_iter().map(gold));
    }
    (Taxonomy::from_toml(&text, "p.toml").unwrap(), known)
}

/// A plan finds the phrases that it is made of; what it is worth for others is told by those that were not read with it.
#[test]
fn a_plan_is_not_judged_by_the_phrases_it_is_made_of() {
    let (plan, known) = phrase_plan();
    let adapted = adapt::adapt(&plan, &companies(&known), 2);
    assert_eq!(adapted.trials[2].part, Part::Pairs);
    let hits = |at: usize| adapted.trials[at].figures.get(Measure::HitAt1).unwrap();
    let matcher = Matcher::new(&plan);
    let mut scratch = Scratch::default();
    let mut right = 0;
    for company in &known {
        let assessment = matcher.assess(&company.profile, &Options::default(), &mut scratch);
        let best = assessment.fits.first().map(|fit| fit.class);
        right += usize::from(best == Some(company.labels[0].0));
    }
    assert_eq!(right, known.len());
    assert!(hits(0) < 0.5, "{}", hits(0));
    // Which words go together is learned from the others.
    assert!(hits(2) > hits(0) + 0.2, "{} {}", hits(0), hits(2));
}

fn planfit(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planfit"));
    let output = command.args(arguments).current_dir(folder).output();
    output.expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with the plan, its labelled companies, and a list.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (plan, text) = city(false);
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("city.toml", &text);
    let (mut lines, mut leads) = (String::new(), "id,products\n".to_owned());
    for company in labelled(&plan) {
        let labels = company.labels.iter();
        let labels = labels.map(|(class, grade)| (plan.subdivisions[*class].id.clone(), *grade));
        let labels: HashMap<String, u8> = labels.collect();
        let profile = &company.profile;
        let line = serde_json::json!({
            "id": company.id, "keywords": profile.keywords, "products": profile.products,
            "description": profile.description, "labels": labels,
        });
        lines.push_str(&format!("{line}\n"));
        let products = profile.products.join(";").replace('"', "");
        leads.push_str(&format!("{},\"{products}\"\n", company.id));
    }
    put("labelled.jsonl", &lines);
    put("leads.csv", &leads);
    folder
}

#[test]
fn records_say_what_they_were_made_with_and_are_verified_with_it_only() {
    let folder = folder();
    let run = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        planfit(folder.path(), &arguments)
    };
    let made = run("adapt --taxonomy city.toml --labelled labelled.jsonl -o city.fit");
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let text = std::fs::read(folder.path().join("city.fit")).unwrap();
    let hash = read_fit(&text, "city.fit").unwrap().sha256;
    let again = run("adapt --taxonomy city.toml --labelled labelled.jsonl -o -");
    assert_eq!(again.stdout, text);
    let batch = "batch leads.csv --taxonomy city.toml";
    let screened = run(&format!("{batch} --fit city.fit -o a.jsonl"));
    assert_eq!(screened.status.code(), Some(0), "{}", stderr(&screened));
    let records = std::fs::read_to_string(folder.path().join("a.jsonl")).unwrap();
    assert!(
        records
            .lines()
            .all(|line| line.contains(&format!("\"fit\":\"{hash}\"")))
    );
    let verified = run("verify a.jsonl --taxonomy city.toml --fit city.fit");
    assert_eq!(stdout(&verified), "260 verified\n");
    let without = run("verify a.jsonl --taxonomy city.toml");
    assert_eq!(without.status.code(), Some(1));
    assert!(stdout(&without).contains("it was made with `--fit` of another file"));
    let plain = run(&format!("{batch} -o b.jsonl"));
    assert_eq!(plain.status.code(), Some(0));
    let other = run("verify b.jsonl --taxonomy city.toml --fit city.fit");
    assert!(stdout(&other).contains("it was made without `--fit`"));
    for command in [
        "match -p LFP;cells --format json",
        "explain -p LFP;cells --format json",
    ] {
        let answer = run(&format!("{command} --taxonomy city.toml --fit city.fit"));
        assert!(
            stdout(&answer).contains(&hash),
            "{command}: {}",
            stderr(&answer)
        );
    }
    let figures = run("eval labelled.jsonl --brief --taxonomy city.toml --fit city.fit");
    assert_eq!(figures.status.code(), Some(0), "{}", stderr(&figures));
    let wrong = run("match -p cells --fit city.fit");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        stderr(&wrong).contains("`city.fit` was learned of plan `own`, not of `chongqing-2021`")
    );
}

/// A ledger of the labelled companies of a folder, of which `decide` makes lines.
fn ledger(folder: &Path, decide: impl Fn(usize, &Gold, &mut Vec<Entry>, &Taxonomy)) {
    let plan = Taxonomy::load(&folder.join("city.toml")).unwrap();
    let gold = read_gold(&folder.join("labelled.jsonl"), &plan).unwrap();
    let mut entries = Vec::new();
    for (at, company) in gold.iter().enumerate() {
        decide(at, company, &mut entries, &plan);
    }
    append(&folder.join("team.jsonl"), &entries).unwrap();
}

/// What somebody decides about a company who knows its labels and is asked about the subdivision at `class`.
fn entry(company: &Gold, plan: &Taxonomy, class: usize) -> Entry {
    let subdivision = &plan.subdivisions[class];
    let label = company.labels.iter().find(|(known, _)| *known == class);
    let relevant = label.is_some_and(|(_, grade)| *grade >= 2);
    Entry {
        firm: FirmRef {
            id: Some(format!("firm-{}", company.id)),
            name: None,
        },
        subdivision: subdivision.id.clone(),
        decision: if relevant {
            Decision::Yes
        } else {
            Decision::No
        },
        instead: None,
        grade: None,
        reason: None,
        who: "li".to_owned(),
        when: String::new(),
        plan: plan.plan.id.clone(),
        plan_sha256: plan.plan.sha256.clone(),
        clause_sha256: clause_sha256(plan, subdivision),
        text_sha256: text_sha256(&company.profile),
        score: None,
        profile: serde_json::to_value(&company.profile).ok(),
    }
}

/// What a team says of a company: of the first five something that cannot be used, or not at once.
fn decided(at: usize, company: &Gold, entries: &mut Vec<Entry>, plan: &Taxonomy) {
    // Asked about the first label, or of a company without one about the first subdivision.
    let mut labels = company.labels.iter().filter(|(_, grade)| *grade >= 2);
    let asked = labels.next().map_or(0, |(class, _)| *class);
    let mut decision = entry(company, plan, asked);
    match at {
        0 => decision.decision = Decision::Unsure,
        1 => decision.clause_sha256 = "0".repeat(64),
        2 => decision.profile = None,
        3 => {
            let mut other = decision.clone();
            other.who = "wang".to_owned();
            other.decision = match decision.decision {
                Decision::Yes => Decision::No,
                _ => Decision::Yes,
            };
            entries.push(other);
        }
        // Decided again: the first one does not count.
        4 => {
            let mut other = decision.clone();
            other.decision = Decision::Unsure;
            entries.push(other);
        }
        _ => {}
    }
    entries.push(decision);
}

/// How much a figure rises from the first line of the table of trials to its last.
fn gain(measure: &str, told: &str) -> f64 {
    let mut lines = told.lines().filter(|line| line.contains(" 0."));
    let header = told.lines().find(|line| line.contains("Hit@1")).unwrap();
    let place = header.split_whitespace().position(|one| one == measure);
    let figure = |line: &str| -> f64 {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let first = cells.iter().position(|cell| cell.parse::<f64>().is_ok());
        cells[first.unwrap() + place.unwrap()].parse().unwrap()
    };
    let before = figure(lines.next().unwrap());
    figure(lines.next_back().unwrap()) - before
}

#[test]
fn a_team_learns_from_its_ledger_and_is_told_what_it_could_not_use() {
    let folder = folder();
    let run = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        planfit(folder.path(), &arguments)
    };
    ledger(folder.path(), decided);
    let adapt = "adapt --taxonomy city.toml --ledger team.jsonl";
    let made = run(&format!("{adapt} -o city.fit"));
    let told = stderr(&made);
    assert_eq!(made.status.code(), Some(0), "{told}");
    let first = told.lines().next().unwrap();
    assert_eq!(
        first,
        "`team.jsonl`: 256 of 261 decisions are learned from, about 256 companies; left out: \
         1 no text of the company known, 1 clause changed, 1 unsure, 2 people disagree"
    );
    assert!(gain("F1", &told) > 0.2, "{told}");
    // The same decisions give the same bytes.
    let again = run(&format!("{adapt} -o -"));
    assert_eq!(
        again.stdout,
        std::fs::read(folder.path().join("city.fit")).unwrap()
    );
    // A text that the ledger does not have is found in a list, by the firm's id.
    let gold = std::fs::read_to_string(folder.path().join("labelled.jsonl")).unwrap();
    let list: Vec<String> = gold
        .lines()
        .map(|line| line.replacen("\"id\":\"", "\"id\":\"firm-", 1))
        .collect();
    std::fs::write(folder.path().join("list.jsonl"), list.join("\n")).unwrap();
    let listed = run(&format!("{adapt} --leads list.jsonl -o -"));
    assert!(!stderr(&listed).contains("no text"), "{}", stderr(&listed));
    assert!(
        stderr(&listed).contains("257 of 261"),
        "{}",
        stderr(&listed)
    );
    // Labels say more than decisions: a firm in both counts once.
    std::fs::write(folder.path().join("some.jsonl"), list[..50].join("\n")).unwrap();
    let both = run(&format!("{adapt} --labelled some.jsonl -o -"));
    assert!(
        stderr(&both).contains("the company is labelled"),
        "{}",
        stderr(&both)
    );
    assert!(
        stderr(&both).contains("260 labelled companies"),
        "{}",
        stderr(&both)
    );
}

#[test]
fn too_few_decisions_are_refused() {
    let folder = folder();
    ledger(folder.path(), |at, company, entries, plan| {
        if at < 10 {
            entries.push(entry(company, plan, 0));
        }
    });
    let arguments = "adapt --taxonomy city.toml --ledger team.jsonl -o city.fit";
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let refused = planfit(folder.path(), &arguments);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("`team.jsonl`: 10 companies to learn from; 30 are needed"));
    assert!(!folder.path().join("city.fit").exists());
    // What was decided about another plan is counted, and why it does not count is told.
    let arguments = "adapt --ledger team.jsonl -o city.fit";
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let refused = stderr(&planfit(folder.path(), &arguments));
    let told = "0 of 10 decisions are learned from, about 0 companies; left out: \
                10 about subdivisions of another plan";
    assert!(refused.contains(told), "{refused}");
}

#[test]
fn too_few_labels_are_refused() {
    let folder = folder();
    let path = folder.path().join("labelled.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let few: Vec<&str> = text.lines().take(29).collect();
    std::fs::write(&path, few.join("\n")).unwrap();
    let arguments = "adapt --taxonomy city.toml --labelled labelled.jsonl -o city.fit";
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let refused = planfit(folder.path(), &arguments);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("has 29 labelled companies; 30 are needed"));
    assert!(!folder.path().join("city.fit").exists());
}

/// What a team decided is read as labels are, and its firms count once.
#[test]
fn terms_are_suggested_from_a_ledger() {
    let folder = folder();
    let run = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        planfit(folder.path(), &arguments)
    };
    ledger(folder.path(), decided);
    let suggest = "taxonomy suggest city.toml --ledger team.jsonl -n 5";
    let made = run(suggest);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let first = "`team.jsonl`: 256 of 261 decisions are learned from";
    assert!(stderr(&made).starts_with(first), "{}", stderr(&made));
    assert!(stdout(&made).contains(", right)"), "{}", stdout(&made));
    // A list, where the one firm is found of which the ledger has no text, with less of it than was decided on.
    let list = std::fs::read_to_string(folder.path().join("leads.csv")).unwrap();
    let mut lines = list.lines();
    let mut firms = format!("{}\n", lines.next().unwrap());
    lines.for_each(|line| firms.push_str(&format!("firm-{line}\n")));
    std::fs::write(folder.path().join("firms.csv"), firms).unwrap();
    let again = run(&format!("{suggest} --leads firms.csv --format json"));
    let told = stdout(&again);
    assert!(told.contains("\"right\": true"), "{told}");
    assert!(
        stderr(&again).contains("1 text changed"),
        "{}",
        stderr(&again)
    );
}

/// Terms that labels speak for find more of what is labelled, and the plan stays the file that it was.
#[test]
fn suggested_terms_are_written_into_the_plan_and_find_more() {
    let folder = folder();
    let run = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        planfit(folder.path(), &arguments)
    };
    let suggest = "taxonomy suggest city.toml --labelled labelled.jsonl -n 20";
    let made = run(&format!("{suggest} --yes -o better.toml"));
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let told = stdout(&made);
    assert!(told.contains("add the term"), "{told}");
    assert!(told.contains("no fit to"), "{told}");
    let last = told.lines().last().unwrap();
    assert!(last.starts_with("wrote `better.toml` with "), "{told}");
    // Not a line of the plan is lost, and it works.
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let (plan, better) = (read("city.toml"), read("better.toml"));
    let is_kept =
        |line: &&str| !line.starts_with("terms.") && !better.lines().any(|one| one == *line);
    let missing: Vec<&str> = plan.lines().filter(is_kept).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let checked = run("taxonomy check better.toml");
    assert_eq!(checked.status.code(), Some(0), "{}", stdout(&checked));
    let lowest = |plan: &str| {
        let figures = run(&format!(
            "eval labelled.jsonl --taxonomy {plan} --format json"
        ));
        let report: serde_json::Value = serde_json::from_slice(&figures.stdout).unwrap();
        let tier = report["tiers"].as_array().unwrap().last().unwrap().clone();
        let get = |key: &str| tier[key].as_f64().unwrap();
        (get("recall"), get("precision"))
    };
    let (before, after) = (lowest("city.toml"), lowest("better.toml"));
    assert!(after.0 > before.0 + 0.02, "{before:?} {after:?}");
    assert!(after.1 > 0.6, "{before:?} {after:?}");
    // Without a terminal nothing is asked, and nothing written.
    let asked = run(&format!("{suggest} -o asked.toml"));
    assert_eq!(asked.status.code(), Some(2));
    let told = stderr(&asked);
    assert!(told.contains("--yes accepts every suggestion"), "{told}");
    assert!(!folder.path().join("asked.toml").exists());
}
