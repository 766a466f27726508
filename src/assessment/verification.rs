//! Whether records say what this program computes from the profiles in them: everything that is shown can be recomputed.

use super::answer::Answer;
use super::check::{Check, Difference};
use super::records::{RecordProfile, malformed};
use crate::Score;
use crate::error::Result;
use crate::fit::{BUILD, CONTRACT, Level};
use crate::matcher::{Matcher, Options, Scratch};
use crate::profile::Profile;
use crate::taxonomy::Plan;
use serde_json::{Map, Value};
use std::io::Read;

/// Differences that are told of one record.
const TOLD: usize = 10;
/// Characters of a value that are told.
const VALUE: usize = 80;

/// Recomputes every answer in `reader` with `matcher` and hands `each` its row and what became of it. Rows are those
/// that the records state, or else they are counted from 1; `origin` names the file in messages.
///
/// # Errors
/// [`Malformed`](crate::ErrorKind::Malformed) for what is no answer of `match` or `batch`;
/// [`Io`](crate::ErrorKind::Io) when reading fails.
pub fn verify_records(
    reader: impl Read,
    origin: &str,
    matcher: &Matcher<'_>,
    each: &mut dyn FnMut(u64, Check),
) -> Result<()> {
    let mut scratch = Scratch::default();
    let records = serde_json::Deserializer::from_reader(reader).into_iter::<Map<String, Value>>();
    for (place, record) in records.enumerate() {
        let record = record.map_err(|error| malformed(&error, origin))?;
        let row = record.get("row").and_then(Value::as_u64);
        each(
            row.unwrap_or(place as u64 + 1),
            check(record, matcher, &mut scratch),
        );
    }
    Ok(())
}

/// What becomes of one record.
pub(super) fn check(
    mut record: Map<String, Value>,
    matcher: &Matcher<'_>,
    scratch: &mut Scratch,
) -> Check {
    let plan = &matcher.taxonomy().plan;
    if let Some(other) = made_otherwise(&record, plan) {
        return Check::Unverifiable(other);
    }
    let profile = record.remove("profile").unwrap_or(Value::Null);
    let Ok(profile) = serde_json::from_value::<RecordProfile>(profile) else {
        return Check::Unverifiable("its profile cannot be read".to_owned());
    };
    let profile = Profile::from(profile);
    let level = match record.get("level").and_then(Value::as_str) {
        Some("industry") => Level::Industry,
        Some("front") => Level::Front,
        _ => Level::Subdivision,
    };
    let (options, top) = asked_for(&record, level);
    let mut assessment = matcher.assess_present(&profile, &options, scratch);
    assessment.roll_up(level, top);
    // A project was asked for as many fits, but has others that are too low to be listed.
    let project = record.get("project").and_then(Value::as_object);
    let (options, top) = project.map_or((options, top), |project| asked_for(project, level));
    assessment.project = matcher.assess_project(&profile, &options, scratch);
    if let Some(project) = &mut assessment.project {
        project.roll_up(level, top);
    }
    let answer = Answer {
        level,
        ..Answer::new(plan, &profile, &assessment)
    };
    let recomputed = match serde_json::to_value(&answer) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let mut differences = Vec::new();
    // What a team has decided is not computed.
    let input = [
        "profile",
        "build",
        "id",
        "row",
        "decision",
        "decided_by",
        "stale",
        "decisions",
    ];
    compare_objects(&record, &recomputed, "", &input, &mut differences);
    match record.get("build").and_then(Value::as_str) {
        _ if differences.is_empty() => Check::Verified,
        Some(BUILD) => Check::Changed(differences),
        build => Check::OtherBuild {
            build: build.map(|build| super::sentence::clip(build, VALUE)),
            differences,
        },
    }
}

/// What was asked for where an answer has these fields, and how many fits were kept of it.
fn asked_for(answer: &Map<String, Value>, level: Level) -> (Options, usize) {
    let fits = list(answer.get("fits"));
    let out = answer.get("out_of_scope").map(|out| &out["evidence"]);
    let evidence = fits.iter().map(|fit| list(fit.get("evidence")));
    let listed = evidence.chain(out.map(|out| list(Some(out))));
    let options = Options {
        top: match level {
            Level::Subdivision => fits.len(),
            Level::Industry | Level::Front => usize::MAX,
        },
        min_score: Score::default(),
        evidence: listed.map(pieces).max().unwrap_or(0),
    };
    (options, fits.len())
}

/// By which plan, program or contract a record was made, where it is another.
fn made_otherwise(record: &Map<String, Value>, own: &Plan) -> Option<String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or("").to_owned();
    let plan = record.get("plan");
    let hash = text(plan.and_then(|plan| plan.get("sha256")));
    if hash != own.sha256 {
        let id = text(plan.and_then(|plan| plan.get("id")));
        let hash: String = hash.chars().take(12).collect();
        return Some(format!("it was made with plan `{id}` ({hash})"));
    }
    let fit = plan.and_then(|plan| plan.get("fit"));
    if fit.and_then(Value::as_str) != own.fit.as_deref() {
        let fit: String = text(fit).chars().take(12).collect();
        return Some(match fit.is_empty() {
            true => "it was made without `--fit`".to_owned(),
            false => format!("it was made with `--fit` of another file (`{fit}`)"),
        });
    }
    let program = text(record.get("planfit"));
    if program != env!("CARGO_PKG_VERSION") {
        return Some(format!("it was made by planfit `{program}`"));
    }
    let contract = record.get("contract").and_then(Value::as_u64);
    let contract = contract.unwrap_or_default();
    (contract != u64::from(CONTRACT)).then(|| format!("it was made under contract `{contract}`"))
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// How many pieces of evidence are listed one by one, beside those that are added however many were asked for.
fn pieces(evidence: &[Value]) -> usize {
    let is_added = |how: Option<&str>| matches!(how, Some("rest" | "scope" | "shared"));
    let listed = evidence
        .iter()
        .filter(|piece| !is_added(piece["how"].as_str()));
    listed.count()
}

fn compare_objects(
    stated: &Map<String, Value>,
    recomputed: &Map<String, Value>,
    path: &str,
    skipped: &[&str],
    found: &mut Vec<Difference>,
) {
    let added = stated.keys().filter(|key| !recomputed.contains_key(*key));
    for key in recomputed.keys().chain(added) {
        if skipped.contains(&key.as_str()) {
            continue;
        }
        let path = match path {
            "" => key.clone(),
            _ => format!("{path}.{key}"),
        };
        compare(stated.get(key), recomputed.get(key), &path, found);
    }
}

fn compare(
    stated: Option<&Value>,
    recomputed: Option<&Value>,
    path: &str,
    found: &mut Vec<Difference>,
) {
    if found.len() == TOLD {
        return;
    }
    match (stated, recomputed) {
        (Some(Value::Object(stated)), Some(Value::Object(recomputed))) => {
            compare_objects(stated, recomputed, path, &[], found);
        }
        (Some(Value::Array(stated)), Some(Value::Array(recomputed))) => {
            for at in 0..stated.len().max(recomputed.len()) {
                let path = format!("{path}[{at}]");
                compare(stated.get(at), recomputed.get(at), &path, found);
            }
        }
        _ if stated == recomputed => {}
        _ => found.push(Difference {
            field: path.to_owned(),
            stated: told(stated),
            recomputed: told(recomputed),
        }),
    }
}

/// A value in a message.
fn told(value: Option<&Value>) -> String {
    let text = match value {
        None => return "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    super::sentence::clip(&text, VALUE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::Taxonomy;

    /// What becomes of the record of a battery maker after `change`.
    fn checked(change: impl Fn(&mut Map<String, Value>)) -> Check {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let profile = Profile::from_text("Makes power batteries and battery packs for buses.");
        let assessment = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
        let answer = Answer::new(&taxonomy.plan, &profile, &assessment);
        let Value::Object(mut record) = serde_json::to_value(&answer).unwrap() else {
            unreachable!()
        };
        change(&mut record);
        let text = Value::Object(record).to_string();
        let mut found = Vec::new();
        let mut each = |row, check| found.push((row, check));
        verify_records(text.as_bytes(), "answers.jsonl", &matcher, &mut each).unwrap();
        let [(1, check)] = found.as_slice() else {
            panic!("{found:?}")
        };
        check.clone()
    }

    #[test]
    fn records_are_verified_and_changes_named() {
        assert_eq!(checked(|_| ()), Check::Verified);
        let fewer = |record: &mut Map<String, Value>| {
            record["fits"].as_array_mut().unwrap().truncate(1);
        };
        assert_eq!(checked(fewer), Check::Verified);
        let Check::Changed(found) = checked(|record| record["fits"][0]["score"] = 12.3.into())
        else {
            panic!("a change was expected");
        };
        assert_eq!(found[0].field, "fits[0].score");
        assert_eq!(found[0].stated, "12.3");
        let other = checked(|record| record["plan"]["sha256"] = "0".into());
        assert!(matches!(other, Check::Unverifiable(_)));
        let older = checked(|record| record["planfit"] = "0.0.1".into());
        assert_eq!(
            older,
            Check::Unverifiable("it was made by planfit `0.0.1`".into())
        );
    }

    #[test]
    fn records_of_another_build_are_not_said_to_be_changed() {
        let forged = |record: &mut Map<String, Value>, build: Option<&str>| {
            record["fits"][0]["score"] = 12.3.into();
            match build {
                Some(build) => record["build"] = build.into(),
                None => drop(record.remove("build")),
            }
        };
        let told = |build: Option<&str>| {
            let found = checked(|record| forged(record, build));
            let language = crate::taxonomy::Language::En;
            (found.clone(), found.told(language).unwrap_or_default())
        };
        let (same, sentence) = told(Some(BUILD));
        assert!(matches!(same, Check::Changed(_)), "{same:?}");
        assert!(sentence.contains("was changed after"), "{sentence}");
        let (other, sentence) = told(Some("0123456789ab"));
        assert!(
            matches!(other, Check::OtherBuild { build: Some(_), .. }),
            "{other:?}"
        );
        assert!(
            sentence.contains("another build of planfit (0123456789ab)"),
            "{sentence}"
        );
        // A record of before builds were named.
        let (old, sentence) = told(None);
        assert!(
            matches!(old, Check::OtherBuild { build: None, .. }),
            "{old:?}"
        );
        assert!(sentence.contains("cannot be told"), "{sentence}");
        for build in [Some("0123456789ab"), None] {
            let unchanged = checked(|record| match build {
                Some(build) => record["build"] = build.into(),
                None => drop(record.remove("build")),
            });
            assert_eq!(unchanged, Check::Verified);
        }
    }

    /// What is taken off since two classes are like the same one is listed beside as many pieces as were asked for.
    #[test]
    fn records_of_classes_that_share_are_verified() {
        let mut text = "[plan]\nid = \"p\"\ntitle = \"T\"\nlanguage = \"en\"\n\
            [[front]]\nid = \"f\"\nlabel = { en = \"F\" }\n\
            [[industry]]\nid = \"i\"\nfront = \"f\"\nlabel = { en = \"I\" }\n"
            .to_owned();
        for term in ["battery packs", "battery cells"] {
            text += &format!(
                "[[subdivision]]\nid = \"{term}\"\nindustry = \"i\"\nlabel = {{ en = \"{term}\" }}\nterms.en = [\"{term}\"]\nlike = [\"new-energy-icv/power-batteries\"]\n"
            );
        }
        let taxonomy = Taxonomy::from_toml(&text, "p.toml").unwrap();
        let matcher = Matcher::new(&taxonomy);
        let options = Options {
            evidence: 1,
            ..Options::default()
        };
        let profile = Profile::from_text("Makes battery packs, lithium batteries and anodes.");
        let assessment = matcher.assess(&profile, &options, &mut Scratch::default());
        let answer = Answer::new(&taxonomy.plan, &profile, &assessment);
        let record = serde_json::to_value(&answer).unwrap();
        assert!(
            record.to_string().contains("\"how\":\"shared\""),
            "{record}"
        );
        let Value::Object(record) = record else {
            unreachable!()
        };
        let check = check(record, &matcher, &mut Scratch::default());
        assert_eq!(check, Check::Verified);
    }

    #[test]
    fn a_changed_profile_changes_the_answer() {
        let change = |record: &mut Map<String, Value>| {
            record["profile"]["description"] = "Runs a noodle restaurant.".into();
        };
        assert!(matches!(checked(change), Check::Changed(_)));
    }
}
