//! Each sentence of a report is printed where it is true, and not where it is not.

use super::model::{Report, Settings};
use super::narrative::Narrator;
use crate::assessment::{Check, Coverage, Difference, Firm, FirmFit, FirmProject, OutOfScopeNote};
use crate::fit::{Basis, Evidence, Findings, MatchKind, Points, Role, Score, Tier, Verdict};
use crate::profile::{Completeness, Field, Missing, Profile};
use crate::taxonomy::{Label, Language, Taxonomy};

mod basis;
mod order;
mod questions;
mod whole;

const TEXT: &str = "Distributor of battery packs. Its customers run electric buses.";

/// A piece of evidence: the words of the description, in a role.
fn piece(words: &str, how: MatchKind, role: Role) -> Evidence {
    let start = TEXT.find(words).unwrap();
    Evidence {
        field: Some(Field::Description),
        item: 0,
        span: (start, start + words.len()),
        text: words.to_owned(),
        term: words.to_owned(),
        how,
        role,
        count: 1,
        points: Points(100),
    }
}

fn fit(subdivision: usize, tenths: u16) -> FirmFit {
    FirmFit {
        subdivision,
        score: Score::from_tenths(tenths),
        basis: Basis::Learned,
        base: Points(-500),
        points: Points(500),
        evidence: vec![piece("battery packs", MatchKind::Exact, Role::Own)],
    }
}

/// A firm with these scores, in tenths, sure and well described.
fn firm(scores: &[u16]) -> Firm {
    let fits: Vec<FirmFit> = scores
        .iter()
        .enumerate()
        .map(|(at, score)| fit(at, *score))
        .collect();
    let best = fits.first().map_or(Score::default(), |fit| fit.score);
    Firm {
        row: 1,
        id: None,
        profile: Profile {
            name: Some("Acme".into()),
            ..Profile::from_text(TEXT)
        },
        verdict: Verdict::of(&Findings::understood(best, false)),
        confidence: 90,
        completeness: Completeness {
            score: 80,
            missing: Vec::new(),
        },
        out_of_scope: None,
        fits,
        asked: Some(99),
        project: None,
        unverified: None,
        decided: Vec::new(),
        decision: None,
    }
}

fn with_narrator<T>(
    language: Language,
    firms: Vec<Firm>,
    tell: impl Fn(&Narrator<'_, '_>, &[Firm]) -> T,
) -> T {
    let taxonomy = Taxonomy::shipped();
    let settings = Settings {
        language,
        title: None,
        date: None,
        appendix: false,
    };
    let report = Report::new(&taxonomy, firms);
    tell(&Narrator::new(&report, &settings), &report.firms)
}

fn conclusion(firm: &Firm) -> String {
    let tell =
        |narrator: &Narrator<'_, '_>, firms: &[Firm]| narrator.conclusion(&firms[0]).join(" ");
    with_narrator(Language::En, vec![firm.clone()], tell)
}

fn doubts(firm: &Firm) -> String {
    let tell =
        |narrator: &Narrator<'_, '_>, firms: &[Firm]| narrator.uncertain(&firms[0]).join(" ");
    with_narrator(Language::En, vec![firm.clone()], tell)
}

fn questions(firm: &Firm) -> String {
    let tell =
        |narrator: &Narrator<'_, '_>, firms: &[Firm]| narrator.questions(&firms[0]).join(" ");
    with_narrator(Language::En, vec![firm.clone()], tell)
}

#[track_caller]
fn assert_told(told: &str, sentence: &str, expected: bool) {
    assert_eq!(told.contains(sentence), expected, "`{sentence}` in: {told}");
}

#[test]
fn the_tier_of_the_best_fit_is_said() {
    for (tenths, sentence) in [
        (600, "is a core fit"),
        (599, "is a substantial fit"),
        (350, "is a substantial fit"),
        (349, "is a peripheral fit"),
        (150, "is a peripheral fit"),
        (149, "No subdivision of the plan fits Acme"),
    ] {
        let told = conclusion(&firm(&[tenths]));
        for other in [
            "is a core fit",
            "is a substantial fit",
            "is a peripheral fit",
            "No subdivision of the plan fits Acme",
        ] {
            assert_told(&told, other, other == sentence);
        }
    }
}

#[test]
fn what_weakens_an_answer_is_in_the_conclusion() {
    let sentence = "speaks of trading these goods";
    let mut trader = firm(&[800]);
    assert_told(&conclusion(&trader), sentence, false);
    assert_told(&questions(&trader), "or sell what others make?", false);
    trader.fits[0].evidence = vec![piece("battery packs", MatchKind::Exact, Role::Trade)];
    assert_told(&conclusion(&trader), sentence, true);
    assert_told(
        &questions(&trader),
        "Do you make “battery packs” yourselves, or sell what others make?",
        true,
    );
    // Where nothing fits, there is nothing to weaken.
    trader.fits[0].score = Score::from_tenths(149);
    trader.verdict = Verdict::NothingFits;
    assert_told(&conclusion(&trader), sentence, false);

    let mut short = firm(&[800]);
    assert_told(&conclusion(&short), "The profile is short", false);
    short.completeness.score = 49;
    assert_told(
        &conclusion(&short),
        "The profile is short (completeness 49 of 100)",
        true,
    );
}

#[test]
fn a_record_that_was_changed_is_named_in_the_conclusion() {
    let mut changed = firm(&[800]);
    assert_told(&conclusion(&changed), "This record was changed", false);
    changed.unverified = Some(Check::Changed(vec![Difference {
        field: "fits[0].score".into(),
        stated: "80.0".into(),
        recomputed: "70.0".into(),
    }]));
    assert_told(
        &conclusion(&changed),
        "`fits[0].score` says 80.0, and the program computes 70.0",
        true,
    );
}

#[test]
fn nothing_fits_is_taken_as_an_answer_only_of_a_full_profile() {
    let mut none = firm(&[100]);
    assert_told(&conclusion(&none), "tells enough (80 of 100", true);
    assert_told(&conclusion(&none), "more text may change the answer", false);
    none.completeness.score = 49;
    assert_told(&conclusion(&none), "tells enough", false);
    assert_told(&conclusion(&none), "more text may change the answer", true);
}

#[test]
fn the_nearest_to_a_business_out_of_scope_is_called_what_it_is() {
    let out = |tenths| Firm {
        verdict: Verdict::OutOfScope,
        out_of_scope: Some(OutOfScopeNote {
            label: Label {
                en: "Restaurants".into(),
                zh: "餐饮".into(),
            },
            score: Score::from_tenths(900),
            evidence: Vec::new(),
        }),
        ..firm(&[tenths])
    };
    assert_told(&conclusion(&out(200)), "a peripheral fit", true);
    assert_told(
        &conclusion(&out(200)),
        "too little to count as a fit",
        false,
    );
    assert_told(&conclusion(&out(149)), "too little to count as a fit", true);
    let none = Firm {
        fits: Vec::new(),
        ..out(149)
    };
    assert_told(
        &conclusion(&none),
        "No subdivision of the plan scores 10 or more",
        true,
    );
}

#[test]
fn doubts_are_said_where_there_is_reason() {
    let sure = firm(&[800]);
    let nothing = "What the text leaves out is not assessed";
    assert_told(&doubts(&sure), nothing, true);
    assert_told(&doubts(&firm(&[800, 450])), nothing, true);
    assert_told(&doubts(&firm(&[340, 330])), nothing, false);
    let order = "are too close to say which fits better";
    assert_told(&doubts(&firm(&[800, 750])), order, false);
    assert_told(&doubts(&firm(&[800, 751])), order, true);
    assert_told(&doubts(&firm(&[630])), "lies close to 60", true);
    assert_told(&doubts(&firm(&[631])), "lies close to 60", false);
    let line = "(34.0) and New displays (33.0) lie close to 35, the line between";
    assert_told(&doubts(&firm(&[340, 330])), line, true);
    let peripheral = "is a peripheral fit: of 100 such fits, fewer than 35 hold";
    assert_told(&doubts(&firm(&[800, 349])), peripheral, true);
    assert_told(&doubts(&firm(&[800, 350])), peripheral, false);
    assert_told(&doubts(&firm(&[800, 149])), peripheral, false);
    assert_told(&doubts(&firm(&[200])), peripheral, true);
    assert_told(
        &doubts(&firm(&[800, 349, 200])),
        "are peripheral fits",
        true,
    );
    let mut unsure = firm(&[800, 660]);
    unsure.confidence = 49;
    let not_far = "The first two are 14.0 points apart";
    assert_told(&doubts(&unsure), not_far, true);
    for (score, is_told) in [(590, true), (600, false)] {
        let mut far = firm(&[score, 400]);
        far.confidence = 49;
        assert_told(&doubts(&far), "is weak.", is_told);
    }
    let mut alone = firm(&[800]);
    alone.confidence = 49;
    assert_told(&doubts(&alone), "is weak.", false);
    unsure.confidence = 50;
    assert_told(&doubts(&unsure), "points apart", false);
    // That it is short is said in the conclusion.
    let mut short = firm(&[800]);
    short.completeness.score = 49;
    assert_told(&doubts(&short), nothing, true);
    assert_told(&conclusion(&short), "The profile is short", true);
    let mut cut = firm(&[800]);
    assert_told(&doubts(&cut), "cut off", false);
    cut.profile = Profile::from_text("Makes battery packs, cells and f...");
    assert_told(&doubts(&cut), "appears to be cut off at its end (“…", true);
    assert_told(&doubts(&cut), nothing, false);
}

#[test]
fn how_words_were_read_is_doubted_only_where_it_matters() {
    let read = |how, role| {
        let mut firm = firm(&[800]);
        firm.fits[0].evidence = vec![piece("battery packs", how, role)];
        doubts(&firm)
    };
    assert_told(
        &read(MatchKind::Exact, Role::Own),
        "in the same sentence",
        false,
    );
    // What no word explains is not told.
    let mentioned = read(MatchKind::Exact, Role::Mentioned);
    assert_told(&mentioned, "in the same sentence", false);
    // With a role that the text has words for, these are told.
    let with_cue = |text: &str, role| {
        let start = text.find("battery packs").unwrap();
        let mut firm = firm(&[800]);
        firm.profile = Profile::from_text(text);
        firm.fits[0].evidence = vec![Evidence {
            span: (start, start + "battery packs".len()),
            ..piece("battery packs", MatchKind::Exact, role)
        }];
        doubts(&firm)
    };
    for (text, role, sentence) in [
        (
            "It sells battery packs.",
            Role::Trade,
            "With “sells” in the same sentence, “battery packs” may be traded rather than made.",
        ),
        (
            "Coatings for battery packs.",
            Role::Customer,
            "With “for” in the same sentence, “battery packs” may be a use or a customer's business.",
        ),
        (
            "It plans battery packs.",
            Role::Intended,
            "With “plans” in the same sentence, “battery packs” may be planned only.",
        ),
        (
            "Formerly battery packs.",
            Role::Past,
            "With “Formerly” in the same sentence, “battery packs” may be a past business.",
        ),
    ] {
        assert_told(&with_cue(text, role), sentence, true);
        assert_told(&with_cue(text, Role::Own), "in the same sentence", false);
    }
    assert_told(
        &read(MatchKind::Typo, Role::Own),
        "a typing error away",
        true,
    );
    let rests = "inferred from related words";
    assert_told(&read(MatchKind::Exact, Role::Own), rests, false);
    assert_told(&read(MatchKind::Learned, Role::Own), rests, true);
    // Of evidence that is summed up, nobody can say whether a term is in it.
    let mut summed = firm(&[800]);
    let rest = Evidence {
        field: None,
        how: MatchKind::Rest,
        count: 9,
        ..piece("battery packs", MatchKind::Learned, Role::Own)
    };
    summed.fits[0].evidence = vec![piece("battery packs", MatchKind::Learned, Role::Own), rest];
    assert_told(&doubts(&summed), rests, false);
}

/// Each role alone, and beside a word of the firm's own, where nothing is weakened.
#[test]
fn every_caveat_has_firms_on_both_sides() {
    let told = |pieces: &[(&'static str, Role)]| {
        let mut firm = firm(&[800]);
        let pieces = pieces.iter();
        firm.fits[0].evidence = pieces
            .map(|(words, role)| piece(words, MatchKind::Exact, *role))
            .collect();
        conclusion(&firm)
    };
    let caveats = [
        (Role::Customer, "says whom or what the firm serves"),
        (Role::Intended, "describe a plan, not a present business"),
        (Role::Past, "describe a past business"),
        (
            Role::Mentioned,
            "does not say plainly that what carries the fit",
        ),
    ];
    for (role, _) in caveats {
        let alone = told(&[("battery packs", role)]);
        let beside = told(&[("battery packs", role), ("electric buses", Role::Own)]);
        for (other, sentence) in caveats {
            assert_told(&alone, sentence, role == other);
            assert_told(&beside, sentence, false);
        }
    }
    // Words beside a term that is only mentioned tell the business as well.
    let mut named = firm(&[800]);
    named.fits[0].evidence = vec![
        piece("battery packs", MatchKind::Exact, Role::Mentioned),
        piece("electric buses", MatchKind::Learned, Role::Own),
    ];
    assert_told(&conclusion(&named), "only mentioned", false);
}

#[test]
fn what_carries_a_fit_is_quoted_where_there_is_anything() {
    let mut none = firm(&[800]);
    none.fits[0].evidence = Vec::new();
    assert_told(
        &conclusion(&none),
        "This follows from the text as a whole",
        true,
    );
    let mut some = firm(&[800]);
    some.fits[0].evidence = vec![piece("battery packs", MatchKind::Exact, Role::Own)];
    assert_told(
        &conclusion(&some),
        "This follows from the text as a whole",
        false,
    );
    assert_told(
        &conclusion(&some),
        "The profile names “battery packs”",
        true,
    );
}

#[test]
fn what_was_not_read_is_told_from_what_was_not_there() {
    let unread = |verdict| Firm {
        verdict,
        fits: Vec::new(),
        ..firm(&[])
    };
    let (text, business) = ("There is no text to read", "says what it does");
    let (none, unknown) = (unread(Verdict::NoText), unread(Verdict::NotRecognised));
    assert_told(&conclusion(&none), text, true);
    assert_told(&conclusion(&none), business, false);
    assert_told(&conclusion(&unknown), text, false);
    assert_told(&conclusion(&unknown), business, true);
    for firm in [none, unknown] {
        assert_told(&doubts(&firm), "no text was understood", true);
    }
    assert_told(&conclusion(&firm(&[800])), text, false);
    assert_told(&doubts(&firm(&[800])), "no text was understood", false);
}

#[test]
fn a_business_out_of_scope_is_judged_by_its_words() {
    let out = |label: &str, evidence| Firm {
        verdict: Verdict::OutOfScope,
        out_of_scope: Some(OutOfScopeNote {
            label: Label {
                en: label.into(),
                zh: if label == "No described business" {
                    "无具体业务"
                } else {
                    "餐饮"
                }
                .into(),
            },
            score: Score::from_tenths(900),
            evidence,
        }),
        ..firm(&[100])
    };
    let whole = "This follows from the text as a whole";
    let words = vec![piece("battery packs", MatchKind::Exact, Role::Own)];
    let judged = conclusion(&out("Restaurants", words));
    assert_told(&judged, "This rests on “battery packs”", true);
    assert_told(&judged, whole, false);
    assert_told(
        &judged,
        "falls mainly under “restaurants”, which the plan does not promote",
        true,
    );
    let unjudged = conclusion(&out("No described business", Vec::new()));
    assert_told(&unjudged, whole, true);
    assert_told(&unjudged, "This rests on", false);
    assert_told(&unjudged, "describes no business", true);
    assert_told(&judged, "describes no business", false);
}

#[test]
fn next_steps_follow_from_the_verdict() {
    let steps = |firm: &Firm| {
        let tell =
            |narrator: &Narrator<'_, '_>, firms: &[Firm]| narrator.next_steps(&firms[0]).join(" ");
        with_narrator(Language::En, vec![firm.clone()], tell)
    };
    let unread = Firm {
        verdict: Verdict::NoText,
        ..firm(&[])
    };
    let mut asked = firm(&[800]);
    asked.completeness.score = 40;
    asked.completeness.missing = vec![Missing::LongerDescription];
    let mut unfit = firm(&[100]);
    unfit.fits[0].evidence = vec![piece("battery packs", MatchKind::Learned, Role::Own)];
    let project = FirmProject {
        verdict: Verdict::Fits,
        out_of_scope: None,
        fits: firm(&[700]).fits,
    };
    let planning = |scores: &[u16]| Firm {
        project: Some(project.clone()),
        ..firm(scores)
    };
    let all = [
        (
            planning(&[800]),
            "Check with the firm that the quoted passages describe its present business. Ask when the planned project",
        ),
        (planning(&[100]), "Talk about the planned project"),
        (firm(&[800]), "Ask what it plans to invest"),
        (asked, "Put the question above to the firm"),
        (unfit, "Ask what else the firm does or plans"),
        (unread, "Get a text that says"),
    ];
    for (firm, step) in &all {
        for (_, other) in &all {
            assert_told(&steps(firm), other, step == other);
        }
    }
}

#[test]
fn the_project_has_sentences_of_its_own() {
    let project = |tenths: &[u16]| {
        let mut planned = firm(&[100]);
        let fits = firm(tenths).fits;
        let best = fits.first().map_or(Score::default(), |fit| fit.score);
        planned.project = Some(FirmProject {
            verdict: Verdict::of(&Findings::understood(best, false)),
            out_of_scope: None,
            fits,
        });
        let tell = |narrator: &Narrator<'_, '_>, firms: &[Firm]| {
            let firm = &firms[0];
            let project = firm.project.as_ref().expect("it was set");
            let also = narrator.also_fits(project).unwrap_or_default();
            format!("{} {also}", narrator.project(firm, project))
        };
        with_narrator(Language::En, vec![planned], tell)
    };
    for (tenths, sentence) in [
        (&[800][..], "The project fits "),
        (&[200], "The project is a peripheral fit for "),
        (
            &[100],
            "The project fits no subdivision of the plan; the nearest",
        ),
    ] {
        assert_told(&project(tenths), sentence, true);
    }
    assert_told(&project(&[200]), "The project fits", false);
    assert_told(&project(&[800, 149]), "It also fits", false);
    assert_told(&project(&[800, 150]), "It also fits", true);
}
