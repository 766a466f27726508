//! How much features count beside each other: in long texts and short ones, beside a strongest mention, where little speaks.

use crate::matcher::features::FeatureKind;

/// Length, in words that say what is offered, at which each counts 0.7 of what it would alone. Of 3, 5 and 20,
/// the first two ranked alike and the last worse where whole sources were left out of learning (2026-11-28); of 0.7, 1.5 and
/// 3 the second did best: learned from a quarter of the examples and tried on halves left out, mean best F1 of ten sources
/// 0.662, 0.670 and 0.668, and 0.710, 0.800 and 0.776 against 0.689, 0.782 and 0.772 with 3 on `fairs-dev`, `zh-dev` and
/// `dev` (`planfit eval`, 2026-11-29).
const LENGTH: f32 = 1.5;

/// How much each word counts where `length` words say what is offered: long texts drown short evidence and short ones
/// starve, so words count less the more there are, by the square root of the share that [`LENGTH`] words have in it
/// (between no normalisation and the unit norm of TF-IDF).
pub(crate) fn scale(length: f32) -> f32 {
    (LENGTH / (LENGTH + length)).sqrt()
}

/// How far a text with this [`scale`] is long, 0 to 1. Many words add up to a little for every class, which is taken off
/// again by a bias that grows with the length.
pub(crate) fn lengthy(scale: f32) -> f32 {
    1.0 - scale
}

/// A feature speaks no more strongly than this, in log-odds.
pub(crate) const STRONGEST: f32 = 5.0;

/// Strengths at which a feature says nothing of what a firm offers, and at which it says it fully; and the same of a pair
/// of Chinese characters, which shares its weight with its neighbours. With 0.5 and 2 for both, fewer firms were
/// understood in a hundred words of general talk (English: 0.19 against 0.37 of our sentences, 2026-11-28).
const SALIENT: (f32, f32) = (1.0, 2.5);
const SALIENT_PAIR: (f32, f32) = (0.5, 2.0);

/// How much a feature of this strength says of what a firm offers, 0 to 1: only such words make a text long.
pub(crate) fn salience(strength: f32, sort: FeatureKind) -> f32 {
    let (none, full) = match sort {
        FeatureKind::HanPair => SALIENT_PAIR,
        _ => SALIENT,
    };
    ((strength - none) / (full - none)).clamp(0.0, 1.0)
}

/// At which share of the strongest mention's strength a feature counts half. Of 0, 0.1, 0.12, 0.15, 0.2 and 0.4 a compromise: with
/// more, products within a hundred words of general talk were found more often (English: 0.25, 0.30, 0.37 and 0.49 of our
/// sentences with 0, 0.1, 0.2 and 0.4), and companies ranked a little worse (mean Hit@1 of five sets 0.912 to 0.907,
/// 2026-11-28).
const PROMINENT: f32 = 0.15;

/// How much of a feature is left beside the strongest mention of the profile, 0 to 1: where something is plainly offered,
/// words that say little must not add up against it; alone, they are all there is to go by.
pub(crate) fn prominence(strength: f32, strongest: f32) -> f32 {
    if strongest <= 0.0 {
        return 1.0;
    }
    let half = PROMINENT * strongest;
    let square = strength * strength;
    (square / (square + half * half) * (1.0 + PROMINENT * PROMINENT)).min(1.0)
}

/// No evidence, no fit: what is taken off a class for which nothing speaks, in log-odds, and how much must speak for it
/// that nothing is taken off. Judgements; without, a text that says nothing is as likely a service firm as the firms that
/// were learned from.
pub(in crate::matcher) const UNPROVEN: f32 = 3.0;
pub(in crate::matcher) const PROOF: f32 = 1.0;

/// What is taken off a class where this much speaks for it.
pub(crate) fn unproven(evidence: f32) -> f32 {
    UNPROVEN * (1.0 - evidence / PROOF).clamp(0.0, 1.0)
}
