//! How profiles differ, or how one profile differs under two plans.

use super::comparison::{
    COMPARISON_CONTRACT, Cell, Comparison, Contrast, Move, Row, Subject, TierLine,
};
use super::evidence::evidence_words;
use super::project::{ProjectFinding, project_told};
use super::reason::reason;
use super::reassessment::EVERYTHING;
use super::whole_words::WholeWords;
use super::words::{self, Needle, Words, terms_met};
use crate::fit::{Assessment, Fit, PlanStamp, Points, Score, Tier};
use crate::matcher::{Matcher, Scratch};
use crate::profile::Profile;
use crate::taxonomy::{Label, Language};

/// Words told that move a score.
const WORDS: usize = 8;
/// Words told of each subdivision, and in all, that only one of two has.
const ONLY_EACH: usize = 6;
const ONLY: usize = 16;

/// One of the things to compare: a profile, what to call it, and the plan to match it with.
#[derive(Debug, Clone)]
pub struct Entrant<'m, 'a> {
    /// What to call it.
    pub name: String,
    /// The plan, made ready.
    pub matcher: &'m Matcher<'a>,
    /// The profile.
    pub profile: &'a Profile,
}

/// Sets the entrants side by side, and the first against each other one.
#[must_use]
pub fn compare<'a>(entrants: &[Entrant<'_, 'a>], scratch: &mut Scratch) -> Comparison<'a> {
    let mut sides: Vec<Side<'_, 'a>> = entrants
        .iter()
        .map(|entrant| Side::new(entrant, scratch))
        .collect();
    let rows = rows(&sides);
    let mut words = Words::default();
    let contrasts = (1..sides.len())
        .map(|to| contrast(&sides, to, &rows, &mut words))
        .collect();
    Comparison {
        contract: COMPARISON_CONTRACT,
        planfit: env!("CARGO_PKG_VERSION"),
        subjects: sides.iter_mut().map(Side::subject).collect(),
        lines: Tier::ALL
            .map(|tier| TierLine {
                tier,
                from: tier.threshold(),
            })
            .to_vec(),
        rows,
        contrasts,
    }
}

struct Side<'e, 'a> {
    entrant: &'e Entrant<'e, 'a>,
    assessment: Assessment<'a>,
    /// What its planned project fits.
    project: Option<Label>,
    /// The words of the Chinese in the profile.
    chinese: WholeWords,
}

impl<'e, 'a> Side<'e, 'a> {
    fn new(entrant: &'e Entrant<'e, 'a>, scratch: &mut Scratch) -> Self {
        let profile = entrant.profile;
        let assessment = entrant
            .matcher
            .assess_present(profile, &EVERYTHING, scratch);
        let project = entrant
            .matcher
            .assess_project(profile, &EVERYTHING, scratch);
        let evidence = assessment.fits.iter().flat_map(|fit| &fit.evidence);
        let chinese = WholeWords::new(profile, terms_met(&assessment), evidence);
        Self {
            entrant,
            assessment,
            project: project.map(|project| {
                let told = |language| {
                    project_told(profile, ProjectFinding::of(&project, language), language)
                };
                Label {
                    en: told(Language::En),
                    zh: told(Language::Zh),
                }
            }),
            chinese,
        }
    }

    /// The evidence of one of its fits, to be set beside another.
    fn of(&'e self, fit: &'e Fit<'_>) -> words::Side<'e> {
        words::Side {
            evidence: &fit.evidence,
            chinese: &self.chinese,
        }
    }

    fn subject(&mut self) -> Subject<'a> {
        let assessment = &self.assessment;
        Subject {
            name: self.entrant.name.clone(),
            plan: PlanStamp::new(&self.entrant.matcher.taxonomy().plan),
            profile: self.entrant.profile,
            verdict: assessment.verdict,
            reason: reason(self.entrant.profile, assessment),
            project: self.project.clone(),
            out_of_scope: assessment.out_of_scope.as_ref().map(|out| out.label),
            confidence: assessment.confidence,
            completeness: assessment.completeness.clone(),
        }
    }

    fn fit(&self, id: &str) -> Option<&Fit<'a>> {
        let mut fits = self.assessment.fits.iter();
        fits.find(|fit| fit.subdivision.id == id)
    }

    fn ids(&self) -> impl Iterator<Item = &'a str> {
        let subdivisions = &self.entrant.matcher.taxonomy().subdivisions;
        subdivisions
            .iter()
            .map(|subdivision| subdivision.id.as_str())
    }
}

fn cell(fit: &Fit<'_>) -> Cell {
    Cell {
        score: fit.score,
        tier: fit.tier,
        rank: fit.rank,
        raw: fit.raw(),
    }
}

/// The subdivisions worth a row: those that count for any side, and the best of each.
fn rows<'a>(sides: &[Side<'_, 'a>]) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for fit in sides.iter().flat_map(|side| &side.assessment.fits) {
        let counts = fit.tier.is_some() || fit.rank == 1;
        let id = fit.subdivision.id.as_str();
        if !counts || rows.iter().any(|row| row.subdivision == id) {
            continue;
        }
        rows.push(Row {
            subdivision: id,
            label: fit.label,
            industry: fit.industry,
            front: fit.front,
            clause: fit.clause,
            cells: sides.iter().map(|side| side.fit(id).map(cell)).collect(),
        });
    }
    let highest = |row: &Row<'_>| {
        let cells = row.cells.iter().flatten();
        cells.map(|cell| (cell.score, cell.raw)).max()
    };
    rows.sort_by_key(|row| std::cmp::Reverse(highest(row)));
    rows
}

/// The first side against the one at `to`.
fn contrast<'a>(
    sides: &[Side<'_, 'a>],
    to: usize,
    rows: &[Row<'a>],
    words: &mut Words,
) -> Contrast<'a> {
    let (from, other) = (&sides[0], &sides[to]);
    let mut moves: Vec<Move<'a>> = rows
        .iter()
        .filter_map(|row| {
            let (before, after) = (from.fit(row.subdivision)?, other.fit(row.subdivision)?);
            (before.score != after.score).then(|| moved((from, before), (other, after), words))
        })
        .collect();
    let change = |moved: &Move<'_>| {
        let tenths = |score: Score| i32::from(score.tenths());
        let score = (tenths(moved.after.score) - tenths(moved.before.score)).abs();
        (score, (moved.after.raw.0 - moved.before.raw.0).abs())
    };
    moves.sort_by_key(|moved| std::cmp::Reverse(change(moved)));
    let lacking = |here: &Side<'_, 'a>, there: &Side<'_, 'a>| -> Vec<&'a str> {
        let known: Vec<&str> = there.ids().collect();
        here.ids().filter(|id| !known.contains(id)).collect()
    };
    Contrast {
        from: 0,
        to,
        verdict_differs: from.assessment.verdict != other.assessment.verdict,
        moves,
        only_from: only(from, other, rows, words),
        only_to: only(other, from, rows, words),
        plan_only_from: lacking(from, other),
        plan_only_to: lacking(other, from),
    }
}

fn moved<'a>(
    (from, before): (&Side<'_, 'a>, &Fit<'a>),
    (to, after): (&Side<'_, 'a>, &Fit<'a>),
    words: &mut Words,
) -> Move<'a> {
    let taxonomy = to.entrant.matcher.taxonomy();
    let (because, rest) = words.side_by_side(to.of(after), from.of(before), WORDS, taxonomy);
    let quoted = |fit: &Fit<'a>| fit.clause.map(|clause| (clause.text, clause.phrase));
    let same = quoted(before) == quoted(after);
    Move {
        subdivision: &before.subdivision.id,
        label: before.label,
        before: cell(before),
        after: cell(after),
        start: Points(after.base.0 - before.base.0),
        words: because,
        rest,
        clause: before.clause,
        other_clause: after.clause.filter(|_| !same),
    }
}

/// Evidence of one side's listed subdivisions that the other's profile nowhere mentions.
fn only(
    side: &Side<'_, '_>,
    other: &Side<'_, '_>,
    rows: &[Row<'_>],
    words: &mut Words,
) -> Vec<String> {
    let profile = side.entrant.profile;
    let mut found: Vec<(Needle, String)> = Vec::new();
    let mut fits: Vec<&Fit<'_>> = rows
        .iter()
        .filter_map(|row| side.fit(row.subdivision))
        .collect();
    fits.retain(|fit| fit.tier.is_some() || fit.rank == 1);
    fits.sort_by_key(|fit| fit.rank);
    for fit in fits {
        for text in evidence_words(profile, &fit.evidence, ONLY_EACH) {
            let needle = words.needle(&text);
            let known = found.iter().any(|(known, _)| *known == needle);
            if !known && !words.mentions(other.entrant.profile, &needle) {
                found.push((needle, text));
            }
        }
    }
    found.truncate(ONLY);
    found.into_iter().map(|(_, text)| text).collect()
}
