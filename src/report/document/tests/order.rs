//! How far the others are behind the first, and how many there are.

use super::*;

#[test]
fn how_far_the_others_are_behind_is_what_the_figures_say() {
    let order = "closely";
    for (scores, sentence) in [
        (&[999, 579][..], "far behind"),
        (&[999, 900], order),
        (&[999, 899], "at some distance"),
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
        "(90.0) scores the same.",
        true,
    );
    // Of three, only the one that is close is called so.
    let told = conclusion(&firm(&[999, 950, 200]));
    let taxonomy = Taxonomy::shipped();
    let close = format!(
        "{} (95.0) follows {order}",
        taxonomy.subdivisions[1].label.en
    );
    assert_told(&told, &close, true);
    assert_told(&told, "(20.0) is far behind", true);
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
        "and two more subdivisions fit",
        true,
    );
    assert_told(
        &conclusion(&firm(&[999, 150, 149])),
        ", and one more is peripheral.",
        true,
    );
    assert_told(
        &conclusion(&firm(&[999, 350, 349, 150])),
        ", one more subdivision fits, and two others are peripheral.",
        true,
    );
    assert_told(&conclusion(&firm(&[999, 350, 149])), "peripheral", false);
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
