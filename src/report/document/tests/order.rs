//! How far the others are behind the first, and how many there are.

use super::*;

#[test]
fn how_far_the_others_are_behind_is_what_the_figures_say() {
    let order = "closely";
    for (scores, sentence) in [
        (&[999, 579][..], "far behind"),
        (&[999, 950], order),
        (&[999, 949], " follows."),
        (&[999, 850], " follows."),
        (&[999, 849], "at some distance"),
        (&[999, 700], "at some distance"),
        (&[999, 699], "far behind"),
        (&[999, 149], "No other subdivision fits"),
        (&[999, 100], "No other subdivision fits"),
        (&[999, 99], "No other subdivision of the plan comes near"),
        (&[999], "No other subdivision of the plan comes near"),
    ] {
        let told = conclusion(&firm(scores));
        for other in [
            order,
            " follows.",
            "far behind",
            "at some distance",
            "No other subdivision fits",
            "No other subdivision of the plan comes near",
        ] {
            assert_told(&told, other, other == sentence);
        }
    }
    assert_told(
        &conclusion(&firm(&[900, 900])),
        "(90.0, core) is level with it.",
        true,
    );
    // Of three, only the one that is close is called so.
    let told = conclusion(&firm(&[999, 960, 200]));
    let taxonomy = Taxonomy::shipped();
    let close = format!(
        "{} (96.0, core) follows {order}",
        taxonomy.subdivisions[1].label.en
    );
    assert_told(&told, &close, true);
    assert_told(&told, "(20.0, peripheral) is far behind", true);
}

#[test]
fn what_else_fits_is_named_or_counted() {
    assert_told(&conclusion(&firm(&[999, 349])), "substantial", false);
    assert_told(&conclusion(&firm(&[999, 350])), "(35.0, substantial)", true);
    // What is named is not counted too.
    let three = conclusion(&firm(&[999, 350, 350, 150]));
    assert_told(&three, "more subdivision", false);
    assert_told(&three, "(15.0, peripheral)", true);
    assert_told(
        &conclusion(&firm(&[999, 350, 350, 350, 350, 350])),
        ", and five more subdivisions are substantial fits.",
        true,
    );
    assert_told(
        &conclusion(&firm(&[999, 350, 349, 150, 150, 150, 149])),
        "; one more subdivision is a substantial fit and four are peripheral fits.",
        true,
    );
    assert_told(&conclusion(&firm(&[999, 350, 149])), "peripheral", false);
    // Cut off, only the lowest tier that is known may have more.
    let cut = Firm {
        asked: Some(3),
        ..firm(&[999, 700, 400])
    };
    assert_told(
        &conclusion(&cut),
        "; one more subdivision is a core fit and at least one is a substantial fit.",
        true,
    );
    // Where no more fits were asked for, there may be more.
    for (asked, scores, at_least) in [
        (Some(3), &[999, 350, 350][..], true),
        (Some(4), &[999, 350, 350], false),
        (Some(3), &[999, 350, 349], false),
        (None, &[999, 350, 350], true),
    ] {
        let firm = Firm {
            asked,
            ..firm(scores)
        };
        assert_told(&conclusion(&firm), "at least", at_least);
    }
}
