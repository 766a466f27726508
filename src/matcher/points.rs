//! The same sums, word by word, for the fits that are shown; and the verdict.

use super::features::{Feature, FeatureKind, Features, Reader, first_and_last};
use super::keys::Class;
use super::order::keep_first;
use super::scores::{Scorer, Sums};
use super::shown::Shown;
use super::stated::{ListedForSale, stated_role};
use crate::fit::{
    Assessment, Basis, Evidence, Findings, Fit, MatchKind, OutOfScopeFit, Points, QuotedClause,
    Role, Score, Tier, Verdict,
};
use crate::profile::{Field, Profile};
use crate::taxonomy::Taxonomy;
use crate::text::is_other_latin_language;

/// Log-odds to tenths of points.
fn points(log_odds: f32) -> Points {
    let hundredths = log_odds * 100.0;
    Points((hundredths + 0.5_f32.copysign(hundredths)) as i32) // as `round`, which is a call on older processors
}

/// A kind of business out of scope is named as such only with at least this score, and only ahead of every fit.
const OUT_OF_SCOPE: Score = Tier::Peripheral.threshold();

/// What a feature, by its place in the list, adds to one class.
type Share = (Points, u32);

/// How much of an assessment to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// At most this many fits.
    pub top: usize,
    /// None that scores less.
    pub min_score: Score,
    /// At most this many pieces of evidence a fit, strongest first; what is left is summed up in one more piece.
    pub evidence: usize,
}

impl Default for Options {
    /// Five fits, those with a score of at least 1, with the eight strongest pieces of evidence each.
    fn default() -> Self {
        Self {
            top: 5,
            min_score: Score::from_tenths(10),
            evidence: 8,
        }
    }
}

/// What an explanation is made from.
#[derive(Clone, Copy)]
pub(super) struct Explainer<'s, 't> {
    pub(super) taxonomy: &'t Taxonomy,
    pub(super) reader: &'s Reader,
    pub(super) scorer: &'s Scorer,
    pub(super) profile: &'s Profile,
    pub(super) options: &'s Options,
    pub(super) features: &'s Features,
    pub(super) sums: &'s Sums,
}

/// Buffers of explanations, reused from profile to profile.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// The classes that are explained, what each feature adds to each, and the weights of one feature.
    shown: Shown,
    shares: Vec<Vec<Share>>,
    weights: Vec<f32>,
    spare: EvidencePool,
}

/// Pieces and lists of pieces of assessments gone by, whose memory is used again.
#[derive(Debug, Default)]
struct EvidencePool {
    pieces: Vec<Evidence>,
    lists: Vec<Vec<Evidence>>,
    /// In what roles to tell of the features of this profile, by their places: several fits share most of their evidence.
    roles: Vec<(u32, Role)>,
    /// What its texts only sell.
    sold: ListedForSale,
}

/// Longer than most words and terms, in bytes, so that a string that goes round seldom grows.
const USUAL_LENGTH: usize = 64;

impl EvidencePool {
    /// Takes the evidence back out of `assessment`.
    fn take_back(&mut self, assessment: &mut Assessment<'_>) {
        let fits = assessment.fits.drain(..).map(|fit| fit.evidence);
        let out_of_scope = assessment.out_of_scope.take().map(|out| out.evidence);
        for list in fits.chain(out_of_scope) {
            self.take_list(list);
        }
    }

    fn take_list(&mut self, mut list: Vec<Evidence>) {
        self.pieces.append(&mut list);
        self.lists.push(list);
    }

    fn list(&mut self) -> Vec<Evidence> {
        self.lists.pop().unwrap_or_default()
    }

    /// A piece of evidence that stands at no place of the profile.
    fn piece(&mut self, points: Points) -> Evidence {
        let mut piece = self.pieces.pop().unwrap_or_else(|| Evidence {
            field: None,
            item: 0,
            span: (0, 0),
            text: String::with_capacity(USUAL_LENGTH),
            term: String::with_capacity(USUAL_LENGTH),
            how: MatchKind::Rest,
            role: Role::Own,
            count: 1,
            points,
        });
        piece.text.clear();
        piece.term.clear();
        Evidence {
            field: None,
            item: 0,
            span: (0, 0),
            how: MatchKind::Rest,
            role: Role::Own,
            count: 1,
            points,
            ..piece
        }
    }
}

/// What the evidence says of a description that trades and never makes.
const TRADE_ONLY: &str = "trade only";

impl<'t> Explainer<'_, 't> {
    /// Fills `assessment`.
    pub(super) fn explain(&self, buffers: &mut Buffers, assessment: &mut Assessment<'t>) {
        let Buffers {
            shown,
            shares,
            weights,
            spare,
        } = buffers;
        spare.take_back(assessment);
        spare.roles.clear();
        spare.sold.clear();
        self.profile
            .measure_completeness(&mut assessment.completeness);
        assessment.best = self.sums.order.first().map(|(score, _, class)| {
            let subdivision = &self.taxonomy.subdivisions[usize::from(*class)];
            (subdivision, *score)
        });
        let best = self.sums.order.first();
        assessment.basis = best.map_or(Basis::default(), |(.., class)| {
            self.scorer.basis(usize::from(*class))
        });
        assessment.is_foreign = self.is_foreign();
        let best = best.map_or(Score::default(), |(score, ..)| *score);
        let out = self.out_of_scope(best);
        let verdict = Verdict::of(&Findings {
            says_nothing: self.profile.says_nothing(),
            is_understood: !assessment.is_foreign && self.recognised(),
            best,
            out_of_scope: out.is_some(),
        });
        assessment.verdict = verdict;
        assessment.confidence = 0;
        if verdict.is_understood() {
            let scores = self.sums.order.iter().take(self.options.top);
            let fitting = scores.take_while(|(score, ..)| *score >= self.options.min_score);
            let fitting = fitting.map(|(.., class)| *class);
            // What it is that is out of scope is worked out only where it is the answer.
            let out = out.filter(|_| verdict == Verdict::OutOfScope);
            let out_class = out.map(|(_, class, _)| class);
            shown.set(fitting.chain(out_class), self.sums.list.len());
            let count = shown.list.len() - usize::from(out.is_some());
            self.share_out(shown, weights, shares);
            for (place, shares) in shares[..count].iter_mut().enumerate() {
                assessment.fits.push(self.fit(place, shares, spare));
            }
            assessment.out_of_scope = out.map(|(place, class, score)| {
                self.out_of_scope_fit(place, class, score, &mut shares[count], spare)
            });
            assessment.confidence = self.confidence(verdict, assessment.basis);
        }
    }

    /// Whether anything of the text says what the firm does: a word that weighs, a term, a label.
    fn recognised(&self) -> bool {
        let says = |feature: &Feature| {
            let stated = !feature.sort.is_of_words() && feature.sort != FeatureKind::Both;
            (stated
                || feature.postings.is_some()
                || self.scorer.term_words.knows(feature.key)
                || self.scorer.is_adapted(feature))
                && feature.field != Field::Name
                || matches!(feature.sort, FeatureKind::Kind(_))
        };
        self.features.list.iter().any(says)
    }

    /// Whether the text is in a language that is not read.
    fn is_foreign(&self) -> bool {
        let reading = self.features.reading();
        let texts = self.profile.texts();
        let texts = texts.filter(|(field, ..)| *field != Field::Name);
        reading.is_foreign()
            || reading.may_be_foreign() && is_other_latin_language(texts.map(|(.., text)| text))
    }

    /// What every feature adds to each of `classes`, in one pass over the features.
    #[inline(never)] // within another function its numbers do not stay in registers
    fn share_out(&self, shown: &Shown, weights: &mut Vec<f32>, shares: &mut Vec<Vec<Share>>) {
        let count = shown.list.len();
        weights.clear();
        weights.resize(count, 0.0);
        if shares.len() < count {
            shares.resize_with(count, Vec::new);
        }
        shares.iter_mut().for_each(Vec::clear);
        let is_plain = self.scorer.is_plain();
        let known = self.scorer.known_of(shown, self.sums);
        for (place, feature) in self.features.list.iter().enumerate() {
            if is_plain
                && feature.postings.is_none()
                && !matches!(feature.sort, FeatureKind::Label(_))
            {
                continue;
            }
            let value = self.sums.scale * feature.value();
            let is_term = matches!(feature.sort, FeatureKind::Term(_) | FeatureKind::Whole(_));
            let share = |at: usize, weight: f32| {
                let worth = points(weight * value);
                if worth.0 != 0 || is_term {
                    shares[at].push((worth, place as u32));
                }
            };
            let (terms, sums) = (&self.reader.terms, self.sums);
            let shown = (shown, known);
            self.scorer
                .weights_for((place, feature), sums, terms, shown, weights, share);
        }
    }

    fn fit(&self, place: usize, shares: &mut Vec<Share>, spare: &mut EvidencePool) -> Fit<'t> {
        let (score, sum, class) = self.sums.order[place];
        let taxonomy = self.taxonomy;
        let subdivision = &taxonomy.subdivisions[usize::from(class)];
        let base = self.scorer.bias(class, self.sums);
        let total = points(sum - base);
        Fit {
            rank: place + 1,
            subdivision,
            label: &subdivision.label,
            industry: taxonomy.industry_of(subdivision),
            front: taxonomy.front_of(subdivision),
            score,
            class: usize::from(class),
            tier: Tier::of(score),
            basis: self.scorer.basis(usize::from(class)),
            clause: QuotedClause::of(taxonomy, subdivision),
            base: points(base),
            points: total,
            evidence: self.evidence(class, total, shares, spare),
        }
    }

    /// The kind of business out of scope that the profile is about, if one is ahead of every fit: its place among these
    /// kinds, its class, its score.
    fn out_of_scope(&self, best: Score) -> Option<(usize, Class, Score)> {
        let place = self.sums.out_of_scope?;
        let class = self.scorer.subdivisions + place;
        let sum = self.sums.list[class];
        let score = Score::from_probability(self.scorer.calibration.probability(sum, sum));
        (score >= OUT_OF_SCOPE && score > best).then_some((place, class as Class, score))
    }

    fn out_of_scope_fit(
        &self,
        place: usize,
        number: Class,
        score: Score,
        shares: &mut Vec<Share>,
        spare: &mut EvidencePool,
    ) -> OutOfScopeFit<'t> {
        let class = &self.taxonomy.out_of_scope[place];
        let sum = self.sums.list[usize::from(number)];
        let total = points(sum - self.scorer.bias(number, self.sums));
        OutOfScopeFit {
            class,
            label: &class.label,
            score,
            basis: self.scorer.basis(usize::from(number)),
            evidence: self.evidence(number, total, shares, spare),
        }
    }

    /// Every piece of evidence for a class, strongest first, cut to what was asked for, with the rest as one piece, so
    /// that the points add up to `total` exactly.
    fn evidence(
        &self,
        class: Class,
        total: Points,
        shares: &mut Vec<Share>,
        spare: &mut EvidencePool,
    ) -> Vec<Evidence> {
        let Self { options, sums, .. } = *self;
        let features = &self.features.list;
        let count = shares.len();
        put_strongest_first(features, shares, options.evidence);
        let mut evidence = spare.list();
        for (worth, place) in shares.iter() {
            let mut piece = spare.piece(*worth);
            self.describe(
                *place,
                class,
                &mut piece,
                (&mut spare.roles, &mut spare.sold),
            );
            evidence.push(piece);
        }
        let held_against = points(-sums.held_against);
        if usize::from(class) < self.taxonomy.subdivisions.len()
            && held_against.0 != 0
            && let Some(place) = sums.out_of_scope
        {
            let mut piece = spare.piece(held_against);
            piece.how = MatchKind::Scope;
            piece
                .term
                .push_str(&self.taxonomy.out_of_scope[place].label.en);
            evidence.push(piece);
        }
        let (shared, other) = sums.shared(class);
        if let Some(other) = other
            && points(shared).0 != 0
        {
            let mut piece = spare.piece(points(shared));
            piece.how = MatchKind::Shared;
            piece.term.push_str(self.label(other));
            evidence.push(piece);
        }
        let rest = Points(total.0 - evidence.iter().map(|piece| piece.points).sum::<Points>().0);
        if rest.0 != 0 {
            let mut piece = spare.piece(rest);
            piece.count = count.saturating_sub(options.evidence).max(1) as u32;
            evidence.push(piece);
        }
        evidence
    }

    /// The label of a class of the plan.
    fn label(&self, class: Class) -> &'t str {
        let class = usize::from(class);
        let first_out = self.scorer.subdivisions;
        match class.checked_sub(first_out) {
            None => &self.taxonomy.subdivisions[class].label.en,
            Some(out) => &self.taxonomy.out_of_scope[out].label.en,
        }
    }

    /// Says in `piece` what the feature is, and where in the profile.
    fn describe(
        &self,
        place: u32,
        class: Class,
        piece: &mut Evidence,
        (roles, sold): (&mut Vec<(u32, Role)>, &mut ListedForSale),
    ) {
        let feature = &self.features.list[place as usize];
        let (text, start, end) = match feature.sort {
            FeatureKind::Kind(kind) => (kind.as_str(), 0, kind.as_str().len()),
            FeatureKind::TradeOnly => (TRADE_ONLY, 0, TRADE_ONLY.len()),
            _ => (
                self.profile.text(feature.field, feature.item as usize),
                feature.start as usize,
                feature.end as usize,
            ),
        };
        let words = text.get(start..end).unwrap_or("");
        piece.text.push_str(words);
        piece.how = match feature.sort {
            FeatureKind::Term(phrase) => {
                piece.term.push_str(self.reader.terms.phrase(phrase).text());
                feature.how
            }
            FeatureKind::Whole(phrase) => {
                piece.term.push_str(self.reader.terms.phrase(phrase).text());
                MatchKind::Whole
            }
            FeatureKind::Kind(_) | FeatureKind::TradeOnly => {
                piece.term.push_str(words);
                MatchKind::Kind
            }
            FeatureKind::Label(_) => {
                piece.term.push_str(words);
                MatchKind::Exact
            }
            _ => {
                match feature.sort {
                    FeatureKind::Both => push_lowercase(&first_and_last(words), &mut piece.term),
                    _ => push_lowercase(words, &mut piece.term),
                }
                let learned = self.scorer.is_learned(class, self.sums);
                let has_weights = feature.postings.is_some() && learned;
                match has_weights || self.scorer.is_adapted(feature) {
                    true => MatchKind::Learned,
                    false => MatchKind::Related,
                }
            }
        };
        piece.field = (feature.how != MatchKind::Kind).then_some(feature.field);
        piece.item = feature.item as usize;
        piece.span = (start, end);
        piece.role = match piece.field {
            Some(_) => {
                let known = roles.iter().find(|(known, _)| *known == place);
                let known = known.map(|(_, role)| *role);
                let place_of_text = (feature.field, feature.item as usize);
                let is_sold = || sold.has(place_of_text, text, start..end);
                let role =
                    known.unwrap_or_else(|| stated_role(feature.role, text, start..end, is_sold));
                if known.is_none() {
                    roles.push((place, role));
                }
                role
            }
            None => feature.role,
        };
        piece.count = feature.count;
    }
}

/// Appends `text` in small letters: of ASCII, which most evidence is, all at once instead of character by character.
fn push_lowercase(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
    } else {
        out.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// Most points first, for or against; among equals in the order of the profile, down to the key, so that the order is
/// the same on every run.
#[inline]
fn strongest_first(features: &[Feature], a: &Share, b: &Share) -> std::cmp::Ordering {
    let strength = |share: &Share| share.0.0.abs();
    match strength(b).cmp(&strength(a)) {
        std::cmp::Ordering::Equal => in_order(features, a, b),
        order => order,
    }
}

/// In the order of the profile, and of the keys of what stands in the same place.
#[inline(never)] // few are equally strong
fn in_order(features: &[Feature], a: &Share, b: &Share) -> std::cmp::Ordering {
    let place = |share: &Share| {
        let feature = &features[share.1 as usize];
        (
            feature.field,
            feature.item,
            feature.start,
            feature.end,
            feature.key,
        )
    };
    place(a).cmp(&place(b))
}

/// Leaves the strongest `most` of `shares`, in order. Of few, a first look at the points alone leaves out nearly all the
/// others: those with fewer than the last of so many.
fn put_strongest_first(features: &[Feature], shares: &mut Vec<Share>, most: usize) {
    if (1..=FEW).contains(&most) && shares.len() > most {
        let mut strongest = [0; FEW];
        let strongest = &mut strongest[..most];
        for (points, _) in shares.iter() {
            let strength = points.0.abs();
            if strength <= strongest[most - 1] {
                continue;
            }
            let mut place = most - 1;
            while place > 0 && strongest[place - 1] < strength {
                strongest[place] = strongest[place - 1];
                place -= 1;
            }
            strongest[place] = strength;
        }
        let least = strongest[most - 1];
        shares.retain(|(points, _)| points.0.abs() >= least);
    }
    keep_first(shares, most, |a, b| strongest_first(features, a, b));
}

/// So many pieces of evidence are few.
const FEW: usize = 8;

/// Points of lead at which confidence in the order is half.
const HALF_LEAD: f32 = 0.7;
/// The most confidence in an answer by terms alone. A judgement: of companies in scope, such plans leave more than half
/// without a fit.
const UNCALIBRATED: f32 = 50.0;
/// Words of evidence at which confidence in the reading is half.
const HALF_LENGTH: f32 = 3.0;

impl Explainer<'_, '_> {
    /// 0 to 100: the geometric mean of how far the first is ahead of the second (or, where nothing fits, below the
    /// threshold) and of how much there was to read. Both rise from 0 towards 1 and are half at the constants above.
    fn confidence(&self, verdict: Verdict, basis: Basis) -> u8 {
        let order = &self.sums.order;
        let sum = |place: usize| order.get(place).map_or(0.0, |(_, sum, _)| *sum);
        let calibration = &self.scorer.calibration;
        let lead = if verdict.something_fits() {
            sum(0) - sum(1)
        } else {
            -calibration.log_odds(sum(0))
        };
        let lead = lead.max(0.0) / (lead.max(0.0) + HALF_LEAD);
        let length = self.sums.length / (self.sums.length + HALF_LENGTH);
        let most = match basis.is_calibrated() {
            true => 100.0,
            false => UNCALIBRATED,
        };
        ((lead * length).sqrt() * most).round() as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::Matcher;

    /// The first look at the points leaves out none that belongs among the strongest, equals included.
    #[test]
    fn the_strongest_are_those_of_all_in_order() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let text = "We make lithium batteries, electric motors, semiconductor chips, drones and industrial robots.";
        let mut features = Features::default();
        matcher.read(&Profile::from_text(text), &mut features);
        let features = &features.list;
        assert!(features.len() > FEW);
        let share = |place: usize| (Points((place * 37 % 5) as i32 - 2), place as u32);
        let all: Vec<Share> = (0..features.len()).map(share).collect();
        let mut sorted = all.clone();
        sorted.sort_by(|a, b| strongest_first(features, a, b));
        for most in [0, 1, 2, FEW, FEW + 1, all.len(), usize::MAX] {
            let mut kept = all.clone();
            put_strongest_first(features, &mut kept, most);
            assert_eq!(kept, sorted[..most.min(all.len())], "{most}");
        }
    }
}
