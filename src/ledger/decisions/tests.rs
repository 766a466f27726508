use super::*;
use crate::ledger::{FirmRef, Instead};

const BATTERIES: &str = "new-energy-icv/power-batteries";
const AEROGEL: &str = "new-materials/aerogel";

fn profile(name: &str, text: &str) -> Profile {
    Profile {
        name: Some(name.to_owned()),
        ..Profile::from_text(text)
    }
}

/// A decision about a firm that says `text` of itself, under `taxonomy`.
fn entry(taxonomy: &Taxonomy, firm: (Option<&str>, &str), text: &str) -> Entry {
    let subdivision = taxonomy.subdivision(BATTERIES).unwrap();
    Entry {
        firm: FirmRef {
            id: firm.0.map(str::to_owned),
            name: Some(firm.1.to_owned()).filter(|name| !name.is_empty()),
        },
        subdivision: BATTERIES.to_owned(),
        decision: Decision::Yes,
        instead: None,
        grade: None,
        reason: None,
        who: "li".to_owned(),
        when: "2026-11-29T08:00:00Z".to_owned(),
        plan: taxonomy.plan.id.clone(),
        plan_sha256: taxonomy.plan.sha256.clone(),
        clause_sha256: clause_sha256(taxonomy, subdivision),
        text_sha256: text_sha256(&Profile::from_text(text)),
        score: None,
        profile: None,
    }
}

fn ledger(entries: Vec<Entry>) -> Ledger {
    Ledger {
        entries,
        ..Ledger::default()
    }
}

/// What is said about the firm with this id and name.
fn said(
    decisions: &Decisions<'_>,
    id: Option<&str>,
    name: &str,
    text: &str,
) -> Vec<(String, Decision, String)> {
    let profile = profile(name, text);
    let identity = Identity::new(id, Some(name));
    let standing = decisions.standing(&identity, &profile);
    let one = |decided: &Decided<'_>| {
        let stale = decided.stale.words(Language::En).unwrap_or_default();
        (decided.subdivision.to_owned(), decided.decision, stale)
    };
    standing.decisions.iter().map(one).collect()
}

#[test]
fn a_firm_is_known_by_its_code_before_its_name_and_by_its_id_beside_it() {
    let taxonomy = Taxonomy::shipped();
    let ledger = ledger(vec![
        entry(
            &taxonomy,
            (Some("914403001922038216"), "甲电池有限公司"),
            "电池",
        ),
        entry(&taxonomy, (Some("17"), "Acme Cells Ltd"), "cells"),
        entry(&taxonomy, (Some("C-0000-17"), ""), "cells"),
    ]);
    let decisions = Decisions::new(&ledger, &taxonomy);
    let known = |id: Option<&str>, name: &str| !said(&decisions, id, name, "").is_empty();
    assert!(
        known(Some("91440300 1922038216"), "乙（更名）有限公司"),
        "the code"
    );
    assert!(
        known(None, "甲電池股份有限公司"),
        "the name, without a code"
    );
    assert!(
        !known(Some("9150000020306571XK"), "甲电池有限公司"),
        "another code"
    );
    assert!(
        known(Some("918"), "ACME CELLS CO., LTD."),
        "the name, under another number"
    );
    assert!(!known(Some("17"), "Bolt Works"), "a running number");
    assert!(!known(Some("17"), ""), "a running number alone");
    assert!(
        known(Some("c000017"), "Acme"),
        "an id, and no name speaks against it"
    );
    assert!(!known(None, "Acme"), "a part of a name");
    assert!(!known(None, ""), "nothing");
}

#[test]
fn what_changed_since_is_told_and_a_new_id_alone_is_no_change() {
    let mut taxonomy = Taxonomy::shipped();
    let ledger = ledger(vec![
        entry(&taxonomy, (None, "Acme"), "Makes cells."),
        Entry {
            plan: "harbour-2020".to_owned(),
            ..entry(&taxonomy, (None, "Bolt"), "Makes cells.")
        },
        Entry {
            text_sha256: String::new(),
            ..entry(&taxonomy, (None, "Cord"), "Makes cells.")
        },
        Entry {
            subdivision: "old/cells".to_owned(),
            plan: "harbour-2020".to_owned(),
            ..entry(&taxonomy, (None, "Acme"), "Makes cells.")
        },
    ]);
    let stale = |taxonomy: &Taxonomy, name: &str, text: &str| {
        let decisions = Decisions::new(&ledger, taxonomy);
        let [(subdivision, Decision::Yes, stale)] = &said(&decisions, None, name, text)[..] else {
            panic!("one decision was expected");
        };
        (subdivision.clone(), stale.clone())
    };
    let same = (BATTERIES.to_owned(), String::new());
    assert_eq!(stale(&taxonomy, "ACME Ltd", "makes  CELLS."), same);
    assert_eq!(stale(&taxonomy, "Acme", "Makes bolts.").1, "text changed");
    assert_eq!(stale(&taxonomy, "Bolt", "Makes cells.").1, "another plan");
    assert_eq!(
        stale(&taxonomy, "Cord", "Makes cells.").1,
        "basis not recorded"
    );
    let place = taxonomy
        .subdivisions
        .iter()
        .position(|s| s.id == BATTERIES)
        .unwrap();
    taxonomy.subdivisions[place].id = "batteries".to_owned();
    assert_eq!(
        stale(&taxonomy, "Acme", "Makes cells."),
        (BATTERIES.to_owned(), "subdivision gone".to_owned())
    );
    taxonomy.subdivisions[place].formerly = vec![BATTERIES.to_owned()];
    assert_eq!(
        stale(&taxonomy, "Acme", "Makes cells."),
        ("batteries".to_owned(), String::new())
    );
    let clause = taxonomy.subdivisions[place].clause.unwrap();
    taxonomy.clauses[clause].text.push_str(" And more.");
    assert_eq!(
        stale(&taxonomy, "Acme", "Makes bolts.").1,
        "text changed, clause changed"
    );
}

#[test]
fn the_last_word_of_each_person_counts_and_can_be_taken_back() {
    let taxonomy = Taxonomy::shipped();
    let by = |who: &str, decision: Decision| Entry {
        who: who.to_owned(),
        decision,
        ..entry(&taxonomy, (None, "Acme"), "Makes cells.")
    };
    let summary = |entries: &[Entry]| {
        let ledger = ledger(entries.to_vec());
        let decisions = Decisions::new(&ledger, &taxonomy);
        let acme = profile("Acme", "Makes cells.");
        let standing = decisions.standing(&Identity::of_profile(&acme), &acme);
        let summary = standing
            .summary(None)
            .map(|summary| summary.word(Language::En));
        (summary, standing.people(None).join(" "))
    };
    let mut entries = vec![by("li", Decision::Yes)];
    assert_eq!(summary(&entries), (Some("yes"), "li".to_owned()));
    entries.push(by("wang", Decision::No));
    assert_eq!(summary(&entries), (Some("conflict"), "li wang".to_owned()));
    entries.push(by("li", Decision::No));
    assert_eq!(summary(&entries), (Some("no"), "li wang".to_owned()));
    entries.push(by("li", Decision::Withdrawn));
    assert_eq!(summary(&entries).0, Some("conflict"));
    entries.push(by("wang", Decision::Withdrawn));
    assert_eq!(summary(&entries), (Some("yes"), "li".to_owned()));
    entries.push(by("li", Decision::Withdrawn));
    entries.push(by("li", Decision::Withdrawn));
    assert_eq!(summary(&entries), (None, String::new()));
    let aerogel = taxonomy.subdivision(AEROGEL).unwrap();
    entries.push(Entry {
        instead: Some(Instead {
            subdivision: AEROGEL.to_owned(),
            clause_sha256: clause_sha256(&taxonomy, aerogel),
        }),
        ..by("li", Decision::No)
    });
    assert_eq!(summary(&entries).0, Some("yes"), "of the other subdivision");
    let ledger_of_all = ledger(entries.clone());
    let decisions = Decisions::new(&ledger_of_all, &taxonomy);
    let all = said(&decisions, None, "Acme", "Makes cells.");
    let want = [(BATTERIES, Decision::No), (AEROGEL, Decision::Yes)];
    for (id, decision) in want {
        assert!(
            all.contains(&(id.to_owned(), decision, String::new())),
            "{all:?}"
        );
    }
    entries.push(by("li", Decision::Withdrawn));
    assert_eq!(summary(&entries).0, None, "both are taken back");
}
