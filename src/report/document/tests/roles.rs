//! How the words of a fit were read is doubted where it matters, with the words of the text that say so.

use super::{assert_told, doubts, firm, piece};
use crate::fit::{Evidence, How, Role};
use crate::profile::Profile;

#[test]
fn how_words_were_read_is_doubted_only_where_it_matters() {
    let read = |how, role| {
        let mut firm = firm(&[800]);
        firm.fits[0].evidence = vec![piece("battery packs", how, role)];
        doubts(&firm)
    };
    assert_told(&read(How::Exact, Role::Own), "counts less", false);
    assert_told(
        &read(How::Exact, Role::Mentioned),
        "“battery packs” counts less: the text does not say outright that it is the firm's own business.",
        true,
    );
    // With a role that the text has words for, these are told.
    let with_cue = |text: &str, role| {
        let start = text.find("battery packs").unwrap();
        let mut firm = firm(&[800]);
        firm.profile = Profile::from_text(text);
        firm.fits[0].evidence = vec![Evidence {
            span: (start, start + "battery packs".len()),
            ..piece("battery packs", How::Exact, role)
        }];
        doubts(&firm)
    };
    for (text, role, sentence) in [
        (
            "It sells battery packs.",
            Role::Trade,
            "“battery packs” counts less: it stands with “sells”, as goods to sell.",
        ),
        (
            "Coatings for battery packs.",
            Role::Customer,
            "“battery packs” counts less: it stands with “for”, as what is served or supplied.",
        ),
        (
            "It plans battery packs.",
            Role::Intended,
            "“battery packs” counts less: it stands with “plans”, as a plan.",
        ),
        (
            "Formerly battery packs.",
            Role::Past,
            "“battery packs” counts less: it stands with “Formerly”, as something of the past.",
        ),
    ] {
        assert_told(&with_cue(text, role), sentence, true);
        assert_told(&with_cue(text, Role::Own), "counts less", false);
    }
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
