use super::*;
use crate::Taxonomy;
use crate::assessment::out_of_scope::{TRADE, out_of_scope_words};

fn piece(item: usize, span: (usize, usize), points: i32, profile: &Profile) -> Evidence {
    Evidence {
        field: Some(Field::Products),
        item,
        span,
        text: profile.products[item][span.0..span.1].to_owned(),
        term: String::new(),
        how: MatchKind::Learned,
        role: Role::Own,
        count: 1,
        points: Points(points),
    }
}

#[test]
fn overlapping_pieces_are_one_stretch_of_whole_words() {
    let long = "Makes LFP cells, and packs for the grid, since the year two thousand and one.";
    let profile = Profile {
        products: vec!["动力电池组".into(), long.into(), "cells".into()],
        ..Profile::default()
    };
    let evidence = [
        piece(0, (0, 6), 20, &profile),
        piece(0, (3, 9), 20, &profile),
        piece(0, (6, 12), 20, &profile),
        piece(1, (6, 9), 30, &profile),
        piece(1, (10, 15), 20, &profile),
        piece(1, (21, 26), 5, &profile),
        piece(1, (35, 39), -9, &profile),
        piece(2, (0, 5), 7, &profile),
    ];
    let words = evidence_words(&profile, &evidence, 9);
    assert_eq!(words, ["动力电池组", "LFP cells"]);
    assert_eq!(evidence_words(&profile, &evidence, 1), ["动力电池组"]);
    assert_eq!(
        evidence_words(&profile, &evidence[3..], 9),
        ["LFP cells", "packs"]
    );
}

#[test]
fn a_trader_is_shown_by_the_words_that_say_it_sells() {
    let taxonomy = Taxonomy::shipped();
    let mut businesses = taxonomy.out_of_scope.iter();
    let trade = businesses.find(|business| business.label.en == TRADE);
    let trade = &trade.expect("the shipped plan names trade").label;
    let other = &taxonomy.out_of_scope[0].label;
    for (text, part, sells, sold) in [
        (
            "五金、建材的销售、批发",
            "建材",
            &["建材的销售", "批发"][..],
            &["建材"][..],
        ),
        (
            "A wholesaler that sells timber",
            "timber",
            &["wholesaler", "sells", "timber"],
            &["timber"],
        ),
    ] {
        let (profile, piece) = told(text, part);
        let pieces = [piece];
        assert_eq!(out_of_scope_words(&profile, trade, &pieces, 9), sells);
        assert_eq!(out_of_scope_words(&profile, other, &pieces, 9), sold);
    }
}

#[test]
fn words_are_shown_once_in_capitals_or_not() {
    let products = ["Ölpumpen und BMS", "ölpumpen", "bms", "bmw", "und BMS 2"];
    let profile = Profile {
        products: products.map(str::to_owned).to_vec(),
        ..Profile::default()
    };
    let evidence = [0, 1, 2, 3, 4].map(|item| {
        let end = products[item].len();
        piece(item, (0, end), 50 - item as i32, &profile)
    });
    assert_eq!(
        evidence_words(&profile, &evidence, 9),
        ["Ölpumpen und BMS", "bmw", "und BMS 2"]
    );
}

#[test]
fn longer_words_take_the_place_of_those_they_hold() {
    let text = "Makes robots. Sells servo motors, servo drives and welding robots.";
    let profile = Profile::from_text(text);
    let at = |part: &str, points| {
        let (_, piece) = told(text, part);
        Evidence {
            points: Points(points),
            ..piece
        }
    };
    let words = |pieces: &[Evidence]| evidence_words(&profile, pieces, 9);
    let evidence = [at("robots", 40), at("servo", 30), at("welding robots", 20)];
    assert_eq!(words(&evidence), ["welding robots", "servo motors"]);
    assert_eq!(words(&evidence[..1]), ["robots"]);
}

#[test]
fn what_is_left_out_and_the_name_of_the_firm_are_no_evidence() {
    let text = "销售化工原料（不含化学危险品）";
    let shown = |part: &str| {
        let (profile, piece) = told(text, part);
        evidence_words(&profile, &[piece], 3)
    };
    assert_eq!(shown("化工原料"), ["化工原料"]);
    assert!(shown("化学危险品").is_empty());
    let text = "Concord Medical runs clinics.";
    let named = |name: &str, parts: &[&str], how| {
        let pieces: Vec<Evidence> = parts
            .iter()
            .map(|part| Evidence {
                how,
                ..told(text, part).1
            })
            .collect();
        let profile = Profile {
            name: Some(name.to_owned()),
            ..Profile::from_text(text)
        };
        evidence_words(&profile, &pieces, 3)
    };
    let both = ["Concord Medical", "clinics"];
    assert_eq!(
        named("Concord Medical Ltd", &both, MatchKind::Exact),
        ["clinics"]
    );
    assert_eq!(named("Acme Ltd", &both, MatchKind::Exact), both);
    let sling = Profile {
        name: Some("Sling Group Ltd".into()),
        ..Profile::from_text("Sling Group sells wallets.")
    };
    let text = "Sling Group sells wallets.";
    let pieces = ["Sling", "wallets"].map(|part| Evidence {
        how: MatchKind::Exact,
        ..told(text, part).1
    });
    assert_eq!(evidence_words(&sling, &pieces, 3), ["wallets"]);
    assert_eq!(evidence_words(&sling, &pieces[..1], 3), ["Sling"]);
    // Where a term in the name is all there is, it is told.
    let only = &both[..1];
    assert_eq!(
        named("Concord Medical Ltd", only, MatchKind::Exact),
        ["Concord Medical"]
    );
    assert!(named("Concord Medical Ltd", only, MatchKind::Learned).is_empty());
}

/// A piece of the description of a profile that is nothing else.
pub(in crate::assessment) fn told(text: &str, part: &str) -> (Profile, Evidence) {
    let profile = Profile::from_text(text);
    let start = text.find(part).unwrap();
    let piece = Evidence {
        field: Some(Field::Description),
        item: 0,
        span: (start, start + part.len()),
        text: part.to_owned(),
        term: String::new(),
        how: MatchKind::Learned,
        role: Role::Own,
        count: 1,
        points: Points(20),
    };
    (profile, piece)
}

#[test]
fn fragments_and_general_words_are_never_shown() {
    let text = "公司主要从事动力电池的研发和生产";
    for (part, expected) in [
        ("的研发", None),
        ("司主要", None),
        ("要从", None),
        ("力电", Some("动力电池")),
    ] {
        let (profile, piece) = told(text, part);
        let words = evidence_words(&profile, &[piece], 3);
        assert_eq!(words.first().map(String::as_str), expected, "{part}");
    }
    let text = "We get an office and make battery packs.";
    for (part, expected) in [
        ("get", None),
        ("office", None),
        ("make battery packs", Some("battery packs")),
    ] {
        let (profile, piece) = told(text, part);
        let words = evidence_words(&profile, &[piece], 3);
        assert_eq!(words.first().map(String::as_str), expected, "{part}");
    }
}

#[test]
fn tables_list_whole_words_and_add_up() {
    let profile = Profile {
        products: vec!["电动摩托车及零件".into()],
        ..Profile::from_text("We get it.")
    };
    let exact = |points| Evidence {
        how: MatchKind::Exact,
        ..piece(0, (0, 15), points, &profile)
    };
    let (inside, across) = (
        piece(0, (3, 9), 7, &profile),
        piece(0, (12, 18), -4, &profile),
    );
    let general = Evidence {
        field: Some(Field::Description),
        span: (3, 6),
        text: "get".into(),
        ..piece(0, (0, 15), 3, &profile)
    };
    let told = listed(&profile, &[exact(30), across, exact(12), inside, general]);
    let told: Vec<(&str, MatchKind, i32, u32)> = told
        .iter()
        .map(|piece| (piece.text.as_str(), piece.how, piece.points.0, piece.count))
        .collect();
    let expected = [
        ("电动摩托车及零件", MatchKind::Exact, 49, 1),
        ("", MatchKind::Rest, -1, 2),
    ];
    assert_eq!(told, expected);
}
