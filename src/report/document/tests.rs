//! Each sentence of a report is printed where it is true, and not where it is not.

use super::model::{Report, Settings};
use super::narrative::Narrator;
use crate::assessment::{Check, Coverage, Difference, Firm, FirmFit, OutOfScopeNote};
use crate::fit::{Evidence, How, Points, Role, Score, Tier, Verdict};
use crate::profile::{Completeness, Field, Missing, Profile};
use crate::taxonomy::{Label, Language, Taxonomy};

const TEXT: &str = "Distributor of battery packs. Its customers run electric buses.";

/// A piece of evidence: the words of the description, in a role.
fn piece(words: &str, how: How, role: Role) -> Evidence {
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
        base: Points(-500),
        points: Points(500),
        evidence: vec![piece("battery packs", How::Exact, Role::Own)],
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
        verdict: Verdict::of(best, false),
        confidence: 90,
        completeness: Completeness {
            score: 80,
            missing: Vec::new(),
        },
        out_of_scope: None,
        fits,
        unverified: None,
        decided: Vec::new(),
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
        (349, "is adjacent"),
        (150, "is adjacent"),
        (149, "No subdivision of the plan fits Acme"),
    ] {
        let told = conclusion(&firm(&[tenths]));
        for other in [
            "is a core fit",
            "is a substantial fit",
            "is adjacent",
            "No subdivision of the plan fits Acme",
        ] {
            assert_told(&told, other, other == sentence);
        }
    }
}

#[test]
fn how_far_the_others_are_behind_is_what_the_figures_say() {
    let order = "so close that the order may change";
    for (scores, sentence) in [
        (&[999, 579][..], "clearly behind"),
        (&[999, 900], order),
        (&[999, 899], "at some distance"),
        (&[999, 700], "at some distance"),
        (&[999, 699], "clearly behind"),
        (&[999, 149], "Nothing else in the plan comes near"),
        (&[999], "No other subdivision is listed"),
    ] {
        let told = conclusion(&firm(scores));
        for other in [
            order,
            "clearly behind",
            "at some distance",
            "Nothing else in the plan comes near",
            "No other subdivision is listed",
        ] {
            assert_told(&told, other, other == sentence);
        }
    }
    // Of three, only the one that is close is called so.
    let told = conclusion(&firm(&[999, 950, 200]));
    let taxonomy = Taxonomy::shipped();
    let close = format!("{} (95.0) is {order}", taxonomy.subdivisions[1].label.en);
    assert_told(&told, &close, true);
    assert_told(&told, "(20.0) follows clearly behind", true);
}

#[test]
fn what_else_fits_is_counted() {
    assert_told(&conclusion(&firm(&[999, 349])), "more subdivision", false);
    assert_told(
        &conclusion(&firm(&[999, 350])),
        "and one more subdivision fits",
        true,
    );
    assert_told(
        &conclusion(&firm(&[999, 350, 350])),
        "and 2 more subdivisions fit",
        true,
    );
}

#[test]
fn what_weakens_an_answer_is_in_the_conclusion() {
    let sentence = "speaks of trading these goods";
    let mut trader = firm(&[800]);
    assert_told(&conclusion(&trader), sentence, false);
    assert_told(&questions(&trader), "or sell what others make?", false);
    trader.fits[0].evidence = vec![piece("battery packs", How::Exact, Role::Trade)];
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
fn a_full_profile_is_not_asked_for_what_it_tells() {
    let mut short = firm(&[800]);
    short.completeness.missing = vec![Missing::Products, Missing::Keywords];
    assert_told(&questions(&short), "What are the main products", false);
    short.completeness.score = 49;
    assert_told(&questions(&short), "What are the main products", true);
    assert_told(&questions(&short), "keywords", false);
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
    assert_told(&conclusion(&none), "No subdivision is listed as near", true);
}

#[test]
fn doubts_are_said_where_there_is_reason() {
    let sure = firm(&[800]);
    assert_told(&doubts(&sure), "Nothing stands out", true);
    assert_told(&doubts(&firm(&[800, 700])), "are close", false);
    assert_told(&doubts(&firm(&[800, 701])), "are close", true);
    assert_told(&doubts(&firm(&[629])), "lies close to 60", true);
    assert_told(&doubts(&firm(&[630])), "lies close to 60", false);
    let mut unsure = firm(&[800]);
    unsure.confidence = 49;
    assert_told(&doubts(&unsure), "Confidence is 49 of 100", true);
    unsure.confidence = 50;
    assert_told(&doubts(&unsure), "Confidence is", false);
    let mut short = firm(&[800]);
    short.completeness.score = 49;
    assert_told(&doubts(&short), "missing data, not a poor fit", true);
    assert_told(&doubts(&short), "Nothing stands out", false);
}

#[test]
fn how_words_were_read_is_doubted_only_where_it_matters() {
    let read = |how, role| {
        let mut firm = firm(&[800]);
        firm.fits[0].evidence = vec![piece("battery packs", how, role)];
        doubts(&firm)
    };
    assert_told(&read(How::Exact, Role::Own), "was read as", false);
    assert_told(
        &read(How::Exact, Role::Customer),
        "“battery packs” was read as the business of its customers",
        true,
    );
    assert_told(&read(How::Typo, Role::Own), "a typing error away", true);
    let rests = "uses no listed term";
    assert_told(&read(How::Exact, Role::Own), rests, false);
    assert_told(&read(How::Learned, Role::Own), rests, true);
    // Of evidence that is summed up, nobody can say whether a term is in it.
    let mut summed = firm(&[800]);
    let rest = Evidence {
        field: None,
        how: How::Rest,
        count: 9,
        ..piece("battery packs", How::Learned, Role::Own)
    };
    summed.fits[0].evidence = vec![piece("battery packs", How::Learned, Role::Own), rest];
    assert_told(&doubts(&summed), rests, false);
}

#[test]
fn a_screening_counts_in_words_that_agree() {
    let told = |firms: Vec<Firm>| {
        with_narrator(Language::En, firms, |narrator, firms| {
            let subdivisions = Taxonomy::shipped().subdivisions.len();
            narrator
                .screening(&Coverage::new(firms, subdivisions))
                .join(" ")
        })
    };
    let one = told(vec![firm(&[800]), firm(&[100])]);
    assert_told(
        &one,
        "1 fits at least one subdivision of the plan and 1 fits none",
        true,
    );
    let two = told(vec![
        firm(&[800]),
        firm(&[700]),
        firm(&[200]),
        firm(&[100]),
        firm(&[90]),
    ]);
    assert_told(
        &two,
        "2 fit at least one subdivision of the plan, 1 is adjacent to one and 2 fit none",
        true,
    );
    assert_told(&two, "with 80.0 out of 100", true);
    assert_told(&two, "The fields met most often are", true);
    assert_told(&one, "No field has more than one firm that fits", true);
    // The highest score is the highest, whatever the verdict.
    let mut out = firm(&[340]);
    out.verdict = Verdict::OutOfScope;
    let told = told(vec![firm(&[200]), out]);
    assert_told(&told, "34.0 out of 100", true);
}

#[test]
fn every_sentence_is_chinese_in_chinese() {
    let mut trader = firm(&[800, 750, 200]);
    trader.fits[0].evidence = vec![piece("battery packs", How::Exact, Role::Trade)];
    trader.completeness.score = 20;
    let told = with_narrator(Language::Zh, vec![trader], |narrator, firms| {
        let firm = &firms[0];
        [
            narrator.conclusion(firm),
            narrator.uncertain(firm),
            narrator.questions(firm),
            narrator.next_steps(firm),
        ]
        .concat()
    });
    for sentence in told {
        let quoted = sentence
            .split('“')
            .skip(1)
            .filter_map(|part| part.split_once('”'));
        let english: Vec<&str> = quoted.map(|(inside, _)| inside).collect();
        let rest = english
            .iter()
            .fold(sentence.replace("Acme", ""), |text, part| {
                text.replace(part, "")
            });
        assert!(!rest.chars().any(|c| c.is_ascii_alphabetic()), "{sentence}");
    }
    assert_eq!(Tier::of(Score::from_tenths(800)), Some(Tier::Core));
}
