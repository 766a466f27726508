//! What refers to what: ids are there once, references lead somewhere, nothing lies unused, phrases stand in clauses.

use super::Report;
use super::shape::{Class, Draft, Entry, Text};
use crate::similarity::did_you_mean;
use crate::taxonomy::lenders;
use std::collections::{HashMap, HashSet};

/// Reports ids defined twice, references to nothing, entries without use, and phrases that their clause lacks.
pub(super) fn check(draft: &Draft<'_>, report: &mut Report) {
    let entries = [
        ("front", &draft.fronts),
        ("industry", &draft.industries),
        ("clause", &draft.clauses),
    ];
    for (what, entries) in entries {
        unique(what, entries.iter().map(|entry| entry.id).collect(), report);
    }
    for what in ["subdivision", "out_of_scope"] {
        let classes = draft.classes.iter().filter(|class| class.what == what);
        unique(what, classes.map(|class| class.id).collect(), report);
    }
    let fronts = draft.industries.iter().map(|i| i.refers_to).collect();
    resolve("front", &draft.fronts, fronts, "industry", report);
    let industries = draft.classes.iter().map(|class| class.industry).collect();
    let by = "subdivision";
    resolve("industry", &draft.industries, industries, by, report);
    let clauses = draft.classes.iter().map(|class| class.clause).collect();
    resolve("clause", &draft.clauses, clauses, by, report);
    repeated_clauses(&draft.clauses, report);
    for id in draft.classes.iter().flat_map(|class| &class.like) {
        if !lenders::is_known(id.value) {
            let advice = lenders::nearest(id.value).map(|near| format!(", {near}"));
            let message = format!(
                "the shipped plan has no `{}`{}",
                id.value,
                advice.unwrap_or_default()
            );
            report.add(id.at, message);
        }
    }
    for class in &draft.classes {
        phrase(class, &draft.clauses, report);
    }
}

/// Ids are typed on command lines, used in file names and looked for in CSV cells: plain characters only.
fn is_plain(id: &str) -> bool {
    id.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'/')
}

fn unique(what: &str, ids: Vec<Option<Text<'_>>>, report: &mut Report) {
    let mut first = HashMap::new();
    for id in ids.into_iter().flatten() {
        if !is_plain(id.value) {
            let message = format!(
                "{what} id `{}` has other characters than a-z, 0-9, - and /",
                id.value
            );
            report.advise(id.at, "ids with other characters", message);
        }
        if let Some(at) = first.get(id.value) {
            let line = report.line(*at);
            let message = format!(
                "{what} `{}` is defined twice, first in line {line}",
                id.value
            );
            report.add(id.at, message);
        } else {
            first.insert(id.value, id.at);
        }
    }
}

/// Reports references that lead to none of `entries`, and entries that no reference leads to.
fn resolve(
    what: &str,
    entries: &[Entry<'_>],
    references: Vec<Option<Text<'_>>>,
    by: &str,
    report: &mut Report,
) {
    let ids: Vec<&str> = entries
        .iter()
        .flat_map(|e| e.id)
        .map(|id| id.value)
        .collect();
    let references: Vec<Text<'_>> = references.into_iter().flatten().collect();
    for reference in &references {
        if !ids.contains(&reference.value) {
            let advice = did_you_mean(reference.value, ids.iter().copied())
                .map(|advice| format!(", {advice}"))
                .unwrap_or_default();
            let message = format!("no {what} `{}` in the file{advice}", reference.value);
            report.add(reference.at, message);
        }
    }
    let used: HashSet<&str> = references.iter().map(|reference| reference.value).collect();
    for id in entries.iter().flat_map(|entry| entry.id) {
        if !used.contains(id.value) {
            let message = format!("no {by} has {what} `{}`", id.value);
            report.advise(id.at, "unused entries", message);
        }
    }
}

fn fold_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn repeated_clauses(clauses: &[Entry<'_>], report: &mut Report) {
    let mut first = HashMap::new();
    for clause in clauses {
        let Some(text) = clause.text else { continue };
        let folded = fold_white_space(text.value);
        match first.get(&folded) {
            Some(at) => {
                let message = format!(
                    "the same clause stands in line {} already",
                    report.line(*at)
                );
                report.advise(text.at, "repeated clauses", message);
            }
            None => {
                first.insert(folded, text.at);
            }
        }
    }
}

/// The phrase is marked inside the printed clause, so it must stand there letter for letter.
fn phrase(class: &Class<'_>, clauses: &[Entry<'_>], report: &mut Report) {
    let (Some(phrase), Some(wanted)) = (class.phrase, class.clause) else {
        return;
    };
    let clause = clauses
        .iter()
        .find(|clause| clause.id.is_some_and(|id| id.value == wanted.value));
    let Some(text) = clause.and_then(|clause| clause.text) else {
        return;
    };
    if text.value.contains(phrase.value) {
        return;
    }
    let other_case = text
        .value
        .to_lowercase()
        .contains(&phrase.value.to_lowercase());
    let advice = if other_case {
        " (it does with other capitals)"
    } else {
        ""
    };
    let message = format!(
        "phrase `{}` of {} does not stand in clause `{}`{advice}",
        phrase.value,
        class.name(),
        wanted.value
    );
    report.add(phrase.at, message);
}
