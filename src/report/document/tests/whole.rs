//! What is said of a whole screening, and in Chinese.

use super::*;
use crate::report::document::marked_text::QuotedOnce;

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
        "2 fit at least one subdivision of the plan, 1 has a peripheral fit only and 2 fit none",
        true,
    );
    assert_told(&two, "with 80.0 out of 100", true);
    assert_told(&two, "The field met most often is", true);
    let more = told(vec![firm(&[800, 700, 200]), firm(&[900, 600])]);
    assert_told(&more, "The fields met most often are", true);
    assert_told(
        &more,
        "though one of them has a firm with a peripheral fit",
        true,
    );
    assert_told(&two, "peripheral fit.", false);
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
    trader.fits[0].evidence = vec![piece("battery packs", MatchKind::Exact, Role::Trade)];
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

#[test]
fn a_passage_is_quoted_under_one_fit_only() {
    let mut two = firm(&[800, 700]);
    let quoted = |firm: &Firm, most: [usize; 2]| {
        let mut once = QuotedOnce::default();
        let fits = firm.fits.iter().zip(most);
        let fits = fits.map(|(fit, most)| once.next(&firm.profile, &fit.evidence, most));
        fits.collect::<Vec<_>>()
    };
    let all = [usize::MAX; 2];
    // With other words marked it is the same.
    two.fits[1].evidence = vec![piece("Distributor", MatchKind::Exact, Role::Own)];
    let [first, second] = &quoted(&two, all)[..] else {
        panic!("two fits")
    };
    assert_eq!((first.0.len(), first.1.len()), (1, 0));
    assert_eq!((second.0.len(), second.1[0].number), (0, 1));
    assert_eq!(second.1[0].words, ["Distributor"]);
    // What is not quoted is not above, and another passage is quoted.
    let second = &quoted(&two, [0, 1])[1];
    assert_eq!((second.0.len(), second.1.len()), (1, 0));
    two.fits[1].evidence = vec![piece("electric buses", MatchKind::Exact, Role::Own)];
    let second = &quoted(&two, all)[1];
    assert_eq!((second.0.len(), second.1.len()), (1, 0));
}
