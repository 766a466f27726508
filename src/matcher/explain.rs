//! The same sums, word by word, for the fits that are shown; and the verdict.

use super::calibration::{PERIPHERAL, SUBSTANTIAL, tier_of};
use super::index::Class;
use super::read::{Feature, Sort};
use super::{Matcher, Options, Scratch};
use crate::fit::{
    Assessment, Evidence, Fit, How, OutOfScopeFit, Points, QuotedClause, Role, Score, Tier, Verdict,
};
use crate::profile::Profile;
use crate::taxonomy::Label;

/// Log-odds to tenths of points.
fn points(log_odds: f32) -> Points {
    Points((log_odds * 100.0).round() as i32)
}

/// A kind of business out of scope is named as such only with at least this score, and only ahead of every fit.
const OUT_OF_SCOPE: Score = PERIPHERAL;

/// What features add to one class.
type Shares<'s> = Vec<(Points, &'s Feature)>;

/// What an explanation is made from.
#[derive(Clone, Copy)]
struct Telling<'s> {
    profile: &'s Profile,
    options: &'s Options,
    scratch: &'s Scratch,
}

/// Most points first, for or against; among equals in the order of the profile, down to the key, so that the order is
/// the same on every run.
fn strongest_first(a: &(Points, &Feature), b: &(Points, &Feature)) -> std::cmp::Ordering {
    let place = |feature: &Feature| {
        (
            feature.field,
            feature.item,
            feature.start,
            feature.end,
            feature.key,
        )
    };
    b.0.0
        .abs()
        .cmp(&a.0.0.abs())
        .then_with(|| place(a.1).cmp(&place(b.1)))
}

/// What the evidence says of a description that trades and never makes.
const TRADE_ONLY: &str = "trade only";

impl<'t> Matcher<'t> {
    pub(super) fn explain(
        &self,
        profile: &Profile,
        options: &Options,
        scratch: &Scratch,
    ) -> Assessment<'t> {
        let completeness = profile.completeness();
        if profile.is_empty() {
            return Assessment {
                verdict: Verdict::NoText,
                reason: no_text("the profile has no text to read", "资料中没有可读的文本"),
                confidence: 0,
                completeness,
                out_of_scope: None,
                fits: Vec::new(),
            };
        }
        let shown = scratch
            .order
            .iter()
            .take(options.top)
            .take_while(|(score, ..)| *score >= options.min_score);
        let mut classes: Vec<Class> = shown.map(|(.., class)| *class).collect();
        let count = classes.len();
        let out = scratch
            .out_of_scope
            .map(|place| (self.taxonomy.subdivisions.len() + place) as Class);
        classes.extend(out);
        let mut shares = self.shares(&classes, scratch);
        let out_share = if shares.len() > count {
            shares.pop()
        } else {
            None
        };
        let telling = Telling {
            profile,
            options,
            scratch,
        };
        let fits: Vec<Fit<'t>> = shares
            .into_iter()
            .enumerate()
            .map(|(place, shares)| self.fit(place, shares, &telling))
            .collect();
        let best = scratch
            .order
            .first()
            .map_or(Score::default(), |(score, ..)| *score);
        let out_of_scope = self.out_of_scope(best, out_share.unwrap_or_default(), &telling);
        let verdict = match &out_of_scope {
            _ if best >= SUBSTANTIAL => Verdict::Fits,
            Some(_) => Verdict::OutOfScope,
            None if best >= PERIPHERAL => Verdict::Peripheral,
            // A name proves nothing, either way.
            None if profile.has_only_a_name() => Verdict::NoText,
            None => Verdict::NothingFits,
        };
        let out_of_scope = out_of_scope.filter(|_| verdict == Verdict::OutOfScope);
        Assessment {
            verdict,
            reason: self.reason(verdict, best, out_of_scope.as_ref(), scratch),
            confidence: confidence(scratch, verdict),
            completeness,
            out_of_scope,
            fits,
        }
    }

    /// What every feature adds to each of `classes`, in one pass over the features.
    fn shares<'s>(&self, classes: &[Class], scratch: &'s Scratch) -> Vec<Shares<'s>> {
        let scale = scratch.features.scale();
        let mut shares = vec![Shares::new(); classes.len()];
        let mut weights = vec![0.0_f32; classes.len()];
        for feature in &scratch.features.list {
            if self.all_learned {
                for (weight, class) in weights.iter_mut().zip(classes) {
                    *weight = self.learned_weight(feature, *class);
                }
            } else {
                weights.fill(0.0);
                self.weights(feature, |class, weight| {
                    if let Some(slot) = classes.iter().position(|shown| *shown == class) {
                        weights[slot] += weight;
                    }
                });
            }
            let value = scale * feature.value();
            let is_term = matches!(feature.sort, Sort::Term(_) | Sort::Whole(_));
            for (shares, weight) in shares.iter_mut().zip(&weights) {
                let worth = points(weight * value);
                if worth.0 != 0 || is_term && *weight != 0.0 {
                    shares.push((worth, feature));
                }
            }
        }
        shares
    }

    fn fit(&self, place: usize, shares: Shares<'_>, telling: &Telling<'_>) -> Fit<'t> {
        let (score, sum, class) = telling.scratch.order[place];
        let taxonomy = self.taxonomy;
        let subdivision = &taxonomy.subdivisions[usize::from(class)];
        let base = self.classes[usize::from(class)].bias;
        let total = points(sum - base);
        Fit {
            rank: place + 1,
            subdivision,
            label: &subdivision.label,
            industry: taxonomy.industry_of(subdivision),
            front: taxonomy.front_of(subdivision),
            score,
            tier: tier_of(score),
            clause: QuotedClause::new(taxonomy.clause_of(subdivision), subdivision),
            base: points(base),
            points: total,
            evidence: self.evidence(class, total, shares, telling),
        }
    }

    /// The kind of business out of scope that the profile is about, if one is ahead of every fit.
    fn out_of_scope(
        &self,
        best: Score,
        shares: Shares<'_>,
        telling: &Telling<'_>,
    ) -> Option<OutOfScopeFit<'t>> {
        let scratch = telling.scratch;
        let first = self.taxonomy.subdivisions.len();
        let place = scratch.out_of_scope?;
        let sum = scratch.sums[first + place];
        let score = Score::from_probability(self.calibration.probability(sum, sum));
        if score < OUT_OF_SCOPE || score <= best {
            return None;
        }
        let class = &self.taxonomy.out_of_scope[place];
        let total = points(sum - self.classes[first + place].bias);
        Some(OutOfScopeFit {
            class,
            label: &class.label,
            score,
            evidence: self.evidence((first + place) as Class, total, shares, telling),
        })
    }

    /// Every piece of evidence for a class, strongest first, cut to what was asked for, with the rest as one piece, so
    /// that the points add up to `total` exactly.
    fn evidence(
        &self,
        class: Class,
        total: Points,
        mut pieces: Shares<'_>,
        telling: &Telling<'_>,
    ) -> Vec<Evidence> {
        let Telling {
            profile,
            options,
            scratch,
        } = *telling;
        let count = pieces.len();
        if count > options.evidence {
            // Only what is shown is put in order.
            pieces.select_nth_unstable_by(options.evidence, strongest_first);
            pieces.truncate(options.evidence);
        }
        pieces.sort_unstable_by(strongest_first);
        let mut evidence: Vec<Evidence> = pieces
            .iter()
            .map(|(worth, feature)| self.piece(*worth, feature, profile))
            .collect();
        let held_against = points(-scratch.held_against);
        if usize::from(class) < self.taxonomy.subdivisions.len()
            && held_against.0 != 0
            && let Some(place) = scratch.out_of_scope
        {
            let term = self.taxonomy.out_of_scope[place].label.en.clone();
            evidence.push(Evidence {
                how: How::Scope,
                term,
                ..nowhere(held_against)
            });
        }
        let rest = Points(total.0 - evidence.iter().map(|piece| piece.points).sum::<Points>().0);
        if rest.0 != 0 {
            let count = count.saturating_sub(options.evidence).max(1) as u32;
            evidence.push(Evidence {
                count,
                ..nowhere(rest)
            });
        }
        evidence
    }

    fn piece(&self, worth: Points, feature: &Feature, profile: &Profile) -> Evidence {
        let text = match feature.sort {
            Sort::Kind(kind) => kind.as_str(),
            Sort::TradeOnly => TRADE_ONLY,
            _ => profile.text(feature.field, feature.item as usize),
        };
        let (start, end) = match feature.sort {
            Sort::Kind(kind) => (0, kind.as_str().len()),
            Sort::TradeOnly => (0, TRADE_ONLY.len()),
            _ => (feature.start as usize, feature.end as usize),
        };
        let words = text.get(start..end).unwrap_or("");
        let (term, how) = match feature.sort {
            Sort::Term(phrase) => (self.index.phrase(phrase).text().to_owned(), feature.how),
            Sort::Whole(phrase) => (self.index.phrase(phrase).text().to_owned(), How::Whole),
            Sort::Kind(_) | Sort::TradeOnly => (words.to_owned(), How::Kind),
            Sort::Label(_) => (words.to_owned(), How::Exact),
            _ if feature.postings.is_some() => (words.to_lowercase(), How::Learned),
            _ => (words.to_lowercase(), How::Related),
        };
        let field = (feature.how != How::Kind).then_some(feature.field);
        Evidence {
            field,
            item: feature.item as usize,
            span: (start, end),
            text: words.to_owned(),
            term,
            how,
            role: feature.role,
            count: feature.count,
            points: worth,
        }
    }

    fn reason(
        &self,
        verdict: Verdict,
        best: Score,
        out: Option<&OutOfScopeFit<'_>>,
        scratch: &Scratch,
    ) -> Label {
        let first = scratch
            .order
            .first()
            .map(|(.., class)| &self.taxonomy.subdivisions[usize::from(*class)].label);
        let (en, zh) = first.map_or(("", ""), |label| (label.en.as_str(), label.zh.as_str()));
        match verdict {
            Verdict::Fits => {
                let tier = if tier_of(best) == Tier::Core {
                    ("a core", "核心")
                } else {
                    ("a substantial", "重要")
                };
                Label {
                    en: format!("{en} is {} fit with a score of {best}", tier.0),
                    zh: format!("{zh}为{}匹配，得分{best}", tier.1),
                }
            }
            Verdict::Peripheral => Label {
                en: format!("nothing fits squarely; {en} is adjacent with a score of {best}"),
                zh: format!("没有完全符合的细分领域；{zh}边缘相关，得分{best}"),
            },
            Verdict::OutOfScope => {
                let label = out.map(|out| out.label);
                let (kind_en, kind_zh) =
                    label.map_or(("", ""), |label| (label.en.as_str(), label.zh.as_str()));
                Label {
                    en: format!(
                        "the business is {}, which the plan does not promote",
                        kind_en.to_lowercase()
                    ),
                    zh: format!("业务属于{kind_zh}，不在规划的招商范围内"),
                }
            }
            Verdict::NothingFits => Label {
                en: format!("no subdivision reaches {PERIPHERAL}; the nearest is {en} with {best}"),
                zh: format!("没有细分领域达到{PERIPHERAL}分；最接近的是{zh}，得分{best}"),
            },
            Verdict::NoText => no_text(
                "there is a name and no text about what the firm does, and the name alone points nowhere",
                "资料中只有名称，没有业务描述，仅凭名称无法判断",
            ),
        }
    }
}

/// Points of lead at which confidence in the order is half.
const HALF_LEAD: f32 = 0.7;
/// Words of evidence at which confidence in the reading is half.
const HALF_LENGTH: f32 = 3.0;

/// 0 to 100: the geometric mean of how far the first is ahead of the second (or, where nothing fits, below the
/// threshold) and of how much there was to read. Both rise from 0 towards 1 and are half at the constants above.
fn confidence(scratch: &Scratch, verdict: Verdict) -> u8 {
    let order = &scratch.order;
    let sum = |place: usize| order.get(place).map_or(0.0, |(_, sum, _)| *sum);
    let lead = if verdict.something_fits() {
        sum(0) - sum(1)
    } else {
        -sum(0)
    };
    let lead = lead.max(0.0) / (lead.max(0.0) + HALF_LEAD);
    let length = scratch.features.length / (scratch.features.length + HALF_LENGTH);
    ((lead * length).sqrt() * 100.0).round() as u8
}

fn no_text(en: &str, zh: &str) -> Label {
    Label {
        en: en.into(),
        zh: zh.into(),
    }
}

/// A piece of evidence that stands at no place of the profile.
fn nowhere(points: Points) -> Evidence {
    Evidence {
        field: None,
        item: 0,
        span: (0, 0),
        text: String::new(),
        term: String::new(),
        how: How::Rest,
        role: Role::Own,
        count: 1,
        points,
    }
}
