//! What a firm is asked.

use super::*;

#[test]
fn a_full_profile_is_not_asked_for_what_it_tells() {
    let which = "Which products or services";
    let mut short = firm(&[500]);
    short.completeness.missing = vec![Missing::Products, Missing::Keywords];
    short.fits[0].evidence = vec![piece("battery packs", MatchKind::Learned, Role::Own)];
    assert_told(&questions(&short), which, false);
    short.completeness.score = 49;
    assert_told(&questions(&short), which, true);
    assert_told(&questions(&short), "Which industry", false);
    // Of a core fit it is known well enough.
    short.fits[0].score = Score::from_tenths(600);
    assert_told(&questions(&short), which, false);
    short.fits[0].score = Score::from_tenths(599);
    // A product that the plan lists is named.
    short.fits[0].evidence = vec![piece("battery packs", MatchKind::Exact, Role::Own)];
    assert_told(&questions(&short), which, false);
}

#[test]
fn what_is_far_away_is_asked_about_only_if_it_is_named() {
    let asked = |how| {
        let mut none = firm(&[100]);
        none.fits[0].evidence = vec![piece("battery packs", how, Role::Customer)];
        questions(&none)
    };
    let question = "What is your own business around “battery packs”";
    assert_told(&asked(MatchKind::Exact), question, true);
    assert_told(&asked(MatchKind::Learned), question, false);
}

#[test]
fn what_carries_a_fit_is_not_asked_about_again() {
    let mut firm = firm(&[800, 200]);
    let share = "What share of sales do “battery packs” account for?";
    firm.fits[0].evidence = vec![piece("electric buses", MatchKind::Learned, Role::Own)];
    firm.fits[1].evidence = vec![piece("battery packs", MatchKind::Exact, Role::Own)];
    assert_told(&questions(&firm), share, true);
    firm.fits[0].evidence = firm.fits[1].evidence.clone();
    assert_told(&questions(&firm), share, false);
}

#[test]
fn a_university_is_no_enterprise() {
    let steps = |name: &str| {
        let mut firm = firm(&[800]);
        firm.profile.name = Some(name.to_owned());
        let tell =
            |narrator: &Narrator<'_, '_>, firms: &[Firm]| narrator.next_steps(&firms[0]).join("");
        with_narrator(Language::Zh, vec![firm], tell)
    };
    assert_told(&steps("某某大学"), "该单位", true);
    assert_told(&steps("某某大学"), "企业", false);
    assert_told(&steps("某某科技有限公司"), "企业", true);
}

#[test]
fn a_cue_of_another_entry_of_a_list_explains_nothing() {
    let told = |text: &str| {
        let start = text.find("营销策划").unwrap();
        let mut firm = firm(&[800]);
        firm.profile = Profile::from_text(text);
        firm.fits[0].evidence = vec![Evidence {
            span: (start, start + "营销策划".len()),
            text: "营销策划".to_owned(),
            ..piece("battery packs", MatchKind::Exact, Role::Trade)
        }];
        doubts(&firm)
    };
    assert_told(&told("经销营销策划软件"), "in the same sentence", true);
    assert_told(&told("商品房销售、营销策划"), "in the same sentence", false);
}
