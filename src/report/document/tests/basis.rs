//! What reports say of scores that were never calibrated.

use super::{assert_told, firm, with_narrator};
use crate::assessment::Firm;
use crate::fit::{Basis, Verdict};
use crate::report::document::model::{Report, Settings};
use crate::report::document::narrative::Narrator;
use crate::taxonomy::{Language, Taxonomy};

/// A score that was never calibrated is told in words, in sentences made for them.
#[test]
fn relevance_by_terms_alone_has_sentences_of_its_own() {
    let by_terms = |scores: &[u16], verdict: Option<Verdict>| {
        let mut firm = firm(scores);
        firm.fits
            .iter_mut()
            .for_each(|fit| fit.basis = Basis::Terms);
        firm.verdict = verdict.unwrap_or(firm.verdict);
        firm
    };
    let both = |firm: &Firm| {
        [Language::En, Language::Zh].map(|language| {
            let tell = |narrator: &Narrator<'_, '_>, firms: &[Firm]| narrator.conclusion(&firms[0]);
            with_narrator(language, vec![firm.clone()], tell).join(" ")
        })
    };
    let cases = [
        (
            by_terms(&[700, 100], None),
            ", has no relevance by terms alone.",
            "，相关度为“无”（仅据术语判断，未经校准）。",
        ),
        (
            by_terms(&[200], Some(Verdict::OutOfScope)),
            " with weak relevance by terms alone.",
            "，相关度弱（仅据术语判断，未经校准）。",
        ),
        (
            by_terms(&[100], None),
            " with no relevance by terms alone, too little to count as a fit.",
            "，相关度为“无”（仅据术语判断，未经校准），不足以视为符合。",
        ),
    ];
    for (firm, english, chinese) in cases {
        let [told, in_chinese] = both(&firm);
        assert_told(&told, english, true);
        assert_told(&told, "scores", false);
        assert_told(&in_chinese, chinese, true);
        assert_told(&in_chinese, "得", false);
    }
}

/// Each row of the subdivisions tells its best score by what is known of that subdivision, not of the firm's best one.
#[test]
fn the_best_score_of_a_subdivision_is_told_by_its_own_basis() {
    let taxonomy = Taxonomy::shipped();
    let settings = Settings {
        language: Language::En,
        title: None,
        date: None,
        appendix: false,
    };
    for (first, second) in [
        (Basis::Learned, Basis::Terms),
        (Basis::Terms, Basis::Learned),
    ] {
        let mut firm = firm(&[800, 400]);
        (firm.fits[0].basis, firm.fits[1].basis) = (first, second);
        let report = Report::new(&taxonomy, vec![firm]);
        let bytes = crate::report::document::xlsx::render(&report, &settings).unwrap();
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let sheet = calamine::Reader::worksheet_range(&mut book, "Subdivisions").unwrap();
        let best: Vec<String> = sheet.rows().skip(1).map(|row| row[6].to_string()).collect();
        let expected = match first {
            Basis::Learned => ["80", "some", "0"],
            _ => ["strong", "40", "0"],
        };
        assert_eq!(best[..3], expected);
    }
}
