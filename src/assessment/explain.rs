//! Why a profile scores what it does in one subdivision.

use super::explanation::{EXPLANATION_CONTRACT, Explanation, Line, Rival, Step};
use super::missing::missing;
use super::reason::reason;
use super::reassessment::{EVERYTHING, Reassessment};
use super::removal::{candidates, one_by_one, until_below};
use super::waterfall::waterfall;
use super::whole_words::WholeWords;
use super::words::{Side, Words, terms_met};
use crate::error::{Error, ErrorKind, Result};
use crate::fit::{Assessment, Evidence, Fit, MatchKind, PlanStamp, Points, Score, Tier};
use crate::matcher::{Matcher, Scratch};
use crate::profile::Profile;
use crate::taxonomy::{Label, Subdivision, Taxonomy};
use std::collections::BTreeSet;

/// Words told that separate a subdivision from its rival.
const WORDS: usize = 10;

/// Explains what `profile` scores in `subdivision`, or in its best fit.
///
/// # Errors
/// [`ErrorKind::Incomplete`] for a profile without text to read; [`ErrorKind::Unknown`] for a subdivision of another
/// taxonomy than the matcher's.
pub fn explain<'a>(
    matcher: &Matcher<'a>,
    profile: &'a Profile,
    subdivision: Option<&Subdivision>,
    scratch: &mut Scratch,
) -> Result<Explanation<'a>> {
    let mut assessment = matcher.assess_present(profile, &EVERYTHING, scratch);
    let reason = reason(profile, &assessment);
    let ranked = assessment.fits.len();
    if ranked == 0 {
        return Err(Error::new(ErrorKind::Incomplete, reason.en));
    }
    let place = place_of(subdivision, &assessment, matcher)?;
    let lines = lines(matcher, &assessment, place);
    let terms_met: BTreeSet<String> = terms_met(&assessment).map(str::to_owned).collect();
    let fit = assessment.fits.remove(place);
    // The best of the others.
    let rival = (!assessment.fits.is_empty()).then(|| assessment.fits.swap_remove(0));
    let raw = fit.raw();
    let (steps, if_own) = waterfall(matcher, profile, &fit, scratch);
    let mut words = Words::default();
    let mut reassessment = Reassessment {
        matcher,
        scratch,
        class: fit.class,
        raw,
    };
    let out = assessment.out_of_scope.as_ref();
    let evidence = with_out_of_scope(&fit, out.map_or(&[][..], |out| &out.evidence));
    let rivals = rival.as_ref().map_or(&[][..], |rival| &rival.evidence);
    let (known, pieces) = (terms_met.iter(), evidence.iter().chain(rivals));
    let chinese = WholeWords::new(profile, known.map(String::as_str), pieces);
    let taxonomy = matcher.taxonomy();
    let rival = rival.map(|rival| separate(&fit, rival, &chinese, &mut words, taxonomy));
    let known = |text: &str| terms_met.contains(text);
    let candidates = candidates(profile, &evidence, &chinese, known, &mut words);
    let without = one_by_one(&mut reassessment, profile, &candidates, &mut words);
    let substantial = Tier::Substantial.threshold();
    let below = [substantial, Tier::Peripheral.threshold()];
    let below = below.into_iter().find(|line| fit.score >= *line);
    let turning = below
        .and_then(|line| until_below(line, &mut reassessment, profile, &candidates, &mut words));
    let to_threshold = lines.iter().find(|line| line.tier == Tier::Substantial);
    let lacking = to_threshold.filter(|_| fit.score < substantial);
    let missing = lacking.map(|line| {
        let lacking = (line.score, line.points);
        missing(
            lacking,
            fit.subdivision,
            profile,
            &mut reassessment,
            &mut words,
        )
    });
    Ok(Explanation {
        contract: EXPLANATION_CONTRACT,
        planfit: env!("CARGO_PKG_VERSION"),
        plan: PlanStamp::new(&matcher.taxonomy().plan),
        profile,
        verdict: assessment.verdict,
        reason,
        confidence: assessment.confidence,
        completeness: assessment.completeness,
        out_of_scope: assessment.out_of_scope,
        ranked,
        held_against: held_against(matcher, &steps),
        steps,
        raw,
        lines,
        if_own,
        rival,
        without,
        turning,
        missing,
        fit,
        terms_met: terms_met.into_iter().collect(),
    })
}

/// Where the subdivision, or the best, stands among the fits.
fn place_of(
    subdivision: Option<&Subdivision>,
    assessment: &Assessment<'_>,
    matcher: &Matcher<'_>,
) -> Result<usize> {
    let Some(wanted) = subdivision else {
        return Ok(0);
    };
    let mut fits = assessment.fits.iter();
    let place = fits.position(|fit| fit.subdivision.id == wanted.id);
    place.ok_or_else(|| {
        let plan = &matcher.taxonomy().plan.id;
        let message = format!("no subdivision `{}` in plan `{plan}`", wanted.id);
        Error::new(ErrorKind::Unknown, message)
    })
}

/// The evidence of the fit and, where a business out of scope is held against it, of that.
fn with_out_of_scope(fit: &Fit<'_>, out: &[Evidence]) -> Vec<Evidence> {
    let held = fit
        .evidence
        .iter()
        .any(|piece| piece.how == MatchKind::Scope);
    let out = out.iter().filter(|_| held);
    fit.evidence.iter().chain(out).cloned().collect()
}

/// The name of the business out of scope that is held against the fit, if one is.
fn held_against<'a>(matcher: &Matcher<'a>, steps: &[Step]) -> Option<&'a Label> {
    let mut pieces = steps.iter().filter_map(|step| step.piece.as_ref());
    let held = pieces.find(|piece| piece.how == MatchKind::Scope)?;
    let mut businesses = matcher.taxonomy().out_of_scope.iter();
    let business = businesses.find(|business| business.label.en == held.term);
    business.map(|business| &business.label)
}

/// How far the fit at `place` is from each line.
fn lines(matcher: &Matcher<'_>, assessment: &Assessment<'_>, place: usize) -> Vec<Line> {
    let fits = &assessment.fits;
    let raw = |fit: &Fit<'_>| fit.raw().0;
    let others = fits.iter().enumerate().filter(|(at, _)| *at != place);
    let best = others.map(|(_, fit)| raw(fit)).max().unwrap_or(i32::MIN);
    let now = raw(&fits[place]);
    let line = |tier: Tier| Line {
        tier,
        score: tier.threshold(),
        points: Points(reaching(matcher, tier.threshold(), Points(best)).0 - now),
    };
    Tier::ALL.into_iter().map(line).collect()
}

/// Raw scores beyond which no score changes any more, in tenths of points.
const FAR: i32 = 20_000;

/// The smallest raw score that gives `score` where the best of the others has `best`.
fn reaching(matcher: &Matcher<'_>, score: Score, best: Points) -> Points {
    let (mut below, mut enough) = (-FAR, FAR);
    while enough - below > 1 {
        let middle = below + (enough - below) / 2;
        if matcher.score_at(Points(middle), best) >= score {
            enough = middle;
        } else {
            below = middle;
        }
    }
    Points(enough)
}

/// What separates a fit from the best of the others.
fn separate<'a>(
    fit: &Fit<'a>,
    rival: Fit<'a>,
    chinese: &WholeWords,
    words: &mut Words,
    taxonomy: &Taxonomy,
) -> Rival<'a> {
    let [here, there] = [fit, &rival].map(|fit| Side {
        evidence: &fit.evidence,
        chinese,
    });
    let (separating, rest) = words.side_by_side(here, there, WORDS, taxonomy);
    let start = Points(fit.base.0 - rival.base.0);
    Rival {
        lead: Points(start.0 + fit.points.0 - rival.points.0),
        start,
        words: separating,
        rest,
        fit: rival,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_where_scores_change() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let best = Points(100);
        for score in Tier::ALL.map(Tier::threshold) {
            let line = reaching(&matcher, score, best);
            assert!(matcher.score_at(line, best) >= score);
            assert!(matcher.score_at(Points(line.0 - 1), best) < score);
        }
    }

    #[test]
    fn nothing_to_read_is_an_error_not_an_answer() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let profile = Profile::from_text(" \n");
        let error = explain(&matcher, &profile, None, &mut Scratch::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Incomplete);
    }
}
