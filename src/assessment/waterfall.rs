//! From nothing to the raw score, step by step: each piece of evidence as if it were the firm's own business and said
//! first, then what roles and late mention take off.

use super::explanation::{Step, StepKind};
use super::reassessment::{EVERYTHING, fit_of};
use crate::fit::{Evidence, Fit, MatchKind, Points, Role, Score};
use crate::matcher::{Counterfactual, Matcher, Scratch};
use crate::profile::{Field, Profile};
use std::collections::HashMap;

/// What the same piece of evidence has in every reading of a profile.
type Key<'e> = (Option<Field>, usize, (usize, usize), MatchKind, &'e str);

fn key(piece: &Evidence) -> Key<'_> {
    (
        piece.field,
        piece.item,
        piece.span,
        piece.how,
        piece.term.as_str(),
    )
}

/// Points by piece. Two pieces of one key (a word read as two) count together.
fn by_key<'e>(fit: Option<&'e Fit<'_>>) -> HashMap<Key<'e>, i32> {
    let mut points = HashMap::new();
    let evidence = fit.map_or(&[][..], |fit| &fit.evidence);
    for piece in evidence.iter().filter(|piece| is_piece(piece)) {
        *points.entry(key(piece)).or_default() += piece.points.0;
    }
    points
}

fn is_piece(piece: &Evidence) -> bool {
    !matches!(
        piece.how,
        MatchKind::Scope | MatchKind::Shared | MatchKind::Rest
    )
}

/// The steps to the raw score of `fit`, and its score if nothing were taken off for roles, where anything is.
pub(super) fn waterfall(
    matcher: &Matcher<'_>,
    profile: &Profile,
    fit: &Fit<'_>,
    scratch: &mut Scratch,
) -> (Vec<Step>, Option<Score>) {
    let mut read = |roles, places| {
        let counterfactual = Counterfactual {
            roles,
            places,
            ..Counterfactual::default()
        };
        matcher.assess_counterfactual(counterfactual, profile, &EVERYTHING, scratch)
    };
    let class = fit.class;
    let (own, full) = (read(true, false), read(true, true));
    let (own, full) = (fit_of(&own, class), fit_of(&full, class));
    let mut steps = vec![step(StepKind::Start, 1, fit.base.0)];
    steps.extend(pieces(fit, full));
    let (role, late) = taken_off(fit, own, full);
    let has_roles = !role.is_empty();
    steps.extend(role);
    steps.extend(late);
    let scope = fit
        .evidence
        .iter()
        .filter(|piece| piece.how == MatchKind::Scope);
    steps.extend(scope.map(|piece| Step {
        piece: Some(piece.clone()),
        ..step(StepKind::Scope, 1, piece.points.0)
    }));
    let told: i32 = steps.iter().map(|step| step.points.0).sum();
    let rest = fit.raw().0 - told;
    if rest != 0 {
        let small = fit
            .evidence
            .iter()
            .find(|piece| piece.how == MatchKind::Rest);
        let count = small.map_or(1, |piece| piece.count as usize);
        steps.push(step(StepKind::Rest, count, rest));
    }
    let mut sum = 0;
    for step in &mut steps {
        sum += step.points.0;
        step.sum = Points(sum);
    }
    let if_own = own.map(|own| own.score).filter(|_| has_roles);
    (steps, if_own)
}

fn step(kind: StepKind, count: usize, points: i32) -> Step {
    Step {
        kind,
        piece: None,
        role: None,
        count,
        points: Points(points),
        sum: Points(0),
    }
}

/// Every piece at what it would give as the firm's own business, said first: those for, then those against.
fn pieces(fit: &Fit<'_>, full: Option<&Fit<'_>>) -> Vec<Step> {
    let real = by_key(Some(fit));
    let full = full.map_or(&[][..], |full| &full.evidence);
    let pieces = full
        .iter()
        .filter(|piece| is_piece(piece) && piece.points.0 != 0);
    let mut steps: Vec<Step> = pieces
        .map(|piece| Step {
            piece: Some(Evidence {
                points: Points(real.get(&key(piece)).copied().unwrap_or(0)),
                ..piece.clone()
            }),
            ..step(StepKind::Evidence, 1, piece.points.0)
        })
        .collect();
    steps.sort_by_key(|step| (step.points.0 < 0, std::cmp::Reverse(step.points.0.abs())));
    steps
}

/// What is taken off for each role, and for standing late.
fn taken_off(
    fit: &Fit<'_>,
    own: Option<&Fit<'_>>,
    full: Option<&Fit<'_>>,
) -> (Vec<Step>, Option<Step>) {
    let (real, own_points, full_points) = (by_key(Some(fit)), by_key(own), by_key(full));
    let readings = [Some(fit), own, full].into_iter().flatten();
    let mut roles: HashMap<Key<'_>, Role> = HashMap::new();
    for piece in readings.flat_map(|fit| &fit.evidence) {
        if is_piece(piece) {
            roles.insert(key(piece), piece.role);
        }
    }
    // Roles in a fixed order; last a word of the firm's own that stands elsewhere in another role.
    const ORDER: [Role; 7] = [
        Role::Trade,
        Role::Customer,
        Role::Intended,
        Role::Excluded,
        Role::Past,
        Role::Mentioned,
        Role::Own,
    ];
    let mut by_role = [(0, 0); ORDER.len()];
    let mut late = (0, 0);
    for (key, role) in &roles {
        let points = |of: &HashMap<Key<'_>, i32>| of.get(key).copied().unwrap_or(0);
        let (real, own, full) = (points(&real), points(&own_points), points(&full_points));
        let place = ORDER.iter().position(|known| known == role).unwrap_or(0);
        if real != own {
            by_role[place].0 += 1;
            by_role[place].1 += real - own;
        }
        if own != full {
            late = (late.0 + 1, late.1 + own - full);
        }
    }
    let steps = ORDER
        .iter()
        .zip(by_role)
        .filter(|(_, (count, _))| *count > 0);
    let steps = steps.map(|(role, (count, points))| Step {
        role: Some(*role),
        ..step(StepKind::Role, count, points)
    });
    let late = (late.0 > 0).then(|| step(StepKind::Late, late.0, late.1));
    (steps.collect(), late)
}
