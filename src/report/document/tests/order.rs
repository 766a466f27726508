//! How far the others are behind the first, and how many there are.

use super::*;

#[test]
fn how_far_the_others_are_behind_is_what_the_figures_say() {
    for (scores, sentence) in [
        (&[999, 950][..], "Next comes"),
        (&[999, 700], "Next comes"),
        (&[999, 950, 200], "Next come "),
        (&[999, 699], "is far behind"),
        (&[999, 699, 400], "are far behind"),
        (&[999, 999], "(99.9, core) is level with it."),
        (&[999, 149], "No other subdivision fits"),
        (&[999, 100], "No other subdivision fits"),
        (&[999, 99], "No other subdivision of the plan scores 10"),
        (&[999], "No other subdivision of the plan scores 10"),
    ] {
        let told = conclusion(&firm(scores));
        for other in [
            "Next comes",
            "Next come ",
            "is far behind",
            "are far behind",
            "is level with it",
            "No other subdivision fits",
            "No other subdivision of the plan scores 10",
        ] {
            assert_told(&told, other, sentence.contains(other));
        }
    }
    let told = conclusion(&firm(&[900, 900, 850]));
    assert_told(&told, "(90.0, core) is level with it; next comes ", true);
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
