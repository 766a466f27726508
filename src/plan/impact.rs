//! Which firms of a list a changed plan affects, and by which of its changes.

use super::diff::{ClassChange, Differences, Fate};
use crate::error::{Error, ErrorKind, Result};
use crate::fit::{Assessment, Basis, Fit, MatchKind, Score, Tier};
use crate::input::{Entry, Leads, RowBlock, RowReader};
use crate::matcher::{Matcher, Options, Scratch};
use crate::profile::Profile;
use crate::taxonomy::Label;
use crate::text::fold_str;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;

/// What a change of the plan does to a firm in a subdivision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It fits now, and did not.
    Gains,
    /// It does not fit any more.
    Loses,
    /// Its tier is higher.
    Rises,
    /// Its tier is lower.
    Falls,
    /// Its tier is the same, and the words of the plan that are quoted for it are not.
    Clause,
}

impl Effect {
    /// Every effect, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Gains,
        Self::Loses,
        Self::Rises,
        Self::Falls,
        Self::Clause,
    ];

    /// The word of the contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gains => "gains",
            Self::Loses => "loses",
            Self::Rises => "rises",
            Self::Falls => "falls",
            Self::Clause => "clause",
        }
    }

    fn of(before: Option<Tier>, after: Option<Tier>) -> Option<Self> {
        match (before, after) {
            _ if before == after => None,
            (None, _) => Some(Self::Gains),
            (_, None) => Some(Self::Loses),
            _ if after > before => Some(Self::Rises),
            _ => Some(Self::Falls),
        }
    }
}

/// How a firm stands in a subdivision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Standing {
    /// 0 where the subdivision is not there.
    pub score: Score,
    /// Nothing where it does not fit.
    pub tier: Option<Tier>,
    /// What the score rests on.
    pub basis: Basis,
}

impl Standing {
    /// Of the subdivision in one of two plans; where it is not there, what the score rests on is told by the other.
    fn of(fit: Option<&Fit<'_>>, other: Option<&Fit<'_>>) -> Self {
        let score = fit.map_or(Score::default(), |fit| fit.score);
        Self {
            score,
            tier: Tier::of(score),
            basis: fit.or(other).map_or(Basis::default(), |fit| fit.basis),
        }
    }
}

/// Why a firm stands otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cause {
    /// `added`, `removed`, `rename`, `term`, `exclusion`, `borrowing`, `calibration`, `scope`, `clause` or `other`.
    pub kind: &'static str,
    /// What exactly, such as the term.
    pub what: String,
}

/// A firm that a change of the plan affects in a subdivision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Impact {
    /// Its row in the list.
    pub row: u64,
    /// Its id there, if it has one.
    pub id: Option<String>,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The subdivision; its id in the new plan where it is there.
    pub subdivision: String,
    /// The name of the subdivision.
    pub label: Label,
    /// What happens.
    pub effect: Effect,
    /// How it stood.
    pub before: Standing,
    /// How it stands now.
    pub after: Standing,
    /// Why, the surest first.
    pub causes: Vec<Cause>,
}

/// What a run over a list found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Impacts {
    /// Firms that were read.
    pub firms: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Firms that are affected, listed or not.
    #[serde(skip)]
    pub affected: u64,
    /// How often each effect was found, listed or not.
    #[serde(skip)]
    pub effects: BTreeMap<Effect, u64>,
    /// In the order of the list, then of the plan.
    pub list: Vec<Impact>,
}

impl Impacts {
    /// Counts what was found, and lists as many as `first` allows.
    fn add(&mut self, found: Vec<Impact>, first: Option<usize>) -> Result<()> {
        let mut row = None;
        for impact in &found {
            *self.effects.entry(impact.effect).or_default() += 1;
            self.affected += u64::from(row.replace(impact.row) != Some(impact.row));
        }
        match first {
            Some(first) => {
                let room = first.saturating_sub(self.list.len());
                self.list.extend(found.into_iter().take(room));
            }
            None => self.list.extend(found),
        }
        if self.list.len() > MOST_LISTED {
            let message = format!("the change affects companies in more than {MOST_LISTED} ways");
            return Err(Error::new(ErrorKind::Unsupported, message)
                .with_hint("compare the plans with a part of the list at a time"));
        }
        Ok(())
    }
}

/// Assesses firms with the old and the new plan.
#[derive(Debug)]
pub struct Comparer<'m, 't> {
    old: &'m Matcher<'t>,
    new: &'m Matcher<'t>,
    differences: &'m Differences,
    /// By id, what changed of the subdivisions.
    changes: HashMap<&'m str, &'m ClassChange>,
    /// Whether any kind of business out of scope changed.
    scope_changed: bool,
    /// How many effects are listed; all without it.
    first: Option<usize>,
}

/// Buffers of a thread.
#[derive(Default)]
struct Buffers<'t> {
    before: (Scratch, Assessment<'t>),
    after: (Scratch, Assessment<'t>),
}

/// A lead that has been read.
struct Read {
    row: u64,
    id: Option<String>,
    profile: Profile,
}

/// Effects that are listed, at most: as many as a sheet holds below its header. Each takes some 300 bytes, and a list may
/// have no end.
pub const MOST_LISTED: usize = (1 << 20) - 1;

/// Leads that are read before they are assessed.
const AT_ONCE: usize = 4096;

/// Every subdivision that fits, with the words that say so.
const OPTIONS: Options = Options {
    top: usize::MAX,
    min_score: Tier::Peripheral.threshold(),
    evidence: 12,
};

impl<'m, 't> Comparer<'m, 't> {
    /// Of two matchers and what their plans differ in.
    #[must_use]
    pub fn new(old: &'m Matcher<'t>, new: &'m Matcher<'t>, differences: &'m Differences) -> Self {
        let classes = &differences.classes;
        let subdivisions = classes.iter().filter(|change| !change.out_of_scope);
        Self {
            old,
            new,
            differences,
            changes: subdivisions
                .map(|change| (change.id.as_str(), change))
                .collect(),
            scope_changed: classes.iter().any(|change| change.out_of_scope),
            first: None,
        }
    }

    /// Lists the first so many effects, and only counts the others.
    #[must_use]
    pub fn listing(self, first: usize) -> Self {
        Self {
            first: Some(first.min(MOST_LISTED)),
            ..self
        }
    }

    /// Assesses all of a list, on `threads` threads; the same answer for any number of them.
    ///
    /// # Errors
    /// When the list cannot be read on; where all effects are to be listed, when they are more than [`MOST_LISTED`].
    pub fn run(&self, mut leads: Leads, threads: NonZeroUsize) -> Result<Impacts> {
        let mut found = Impacts::default();
        let mut buffers: Vec<Buffers<'t>> = Vec::new();
        buffers.resize_with(threads.get(), Buffers::default);
        let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
        let mut read = Vec::new();
        let mut more = true;
        while more {
            more = leads.fill(&mut block)?;
            // A list in several files changes its layout on the way.
            let layout = leads.layout();
            for index in 0..if more { block.len() } else { 0 } {
                match reader.read(&layout, &block, index) {
                    Entry::Lead { lead, .. } => read.push(Read {
                        row: lead.row,
                        id: lead.id.map(str::to_owned),
                        profile: lead.profile.clone(),
                    }),
                    Entry::Reject(_) => found.rejected += 1,
                    Entry::NoLead { .. } => {}
                }
            }
            if read.len() >= AT_ONCE || !more {
                found.firms += read.len() as u64;
                found.add(self.all(&read, &mut buffers), self.first)?;
                read.clear();
            }
        }
        Ok(found)
    }

    fn all(&self, leads: &[Read], buffers: &mut [Buffers<'t>]) -> Vec<Impact> {
        let share = leads.len().div_ceil(buffers.len()).max(1);
        std::thread::scope(|scope| {
            let workers: Vec<_> = leads
                .chunks(share)
                .zip(buffers)
                .map(|(leads, buffers)| {
                    scope.spawn(move || {
                        let mut found = Vec::new();
                        for lead in leads {
                            self.one(lead, buffers, &mut found);
                        }
                        found
                    })
                })
                .collect();
            workers
                .into_iter()
                .flat_map(|worker| match worker.join() {
                    Ok(found) => found,
                    Err(panic) => std::panic::resume_unwind(panic),
                })
                .collect()
        })
    }

    fn one(&self, lead: &Read, buffers: &mut Buffers<'t>, found: &mut Vec<Impact>) {
        let (scratch, before) = &mut buffers.before;
        self.old
            .assess_present_until(None, &lead.profile, &OPTIONS, scratch, before);
        let (scratch, after) = &mut buffers.after;
        self.new
            .assess_present_until(None, &lead.profile, &OPTIONS, scratch, after);
        let mut seen = vec![false; before.fits.len()];
        let mut add = |id: &str, label: &Label, old: Option<&Fit<'_>>, new: Option<&Fit<'_>>| {
            let change = self.changes.get(id).copied();
            let (before, after) = (Standing::of(old, new), Standing::of(new, old));
            let clause = change.is_some_and(|change| change.clause.is_some());
            let effect = Effect::of(before.tier, after.tier).or(clause.then_some(Effect::Clause));
            if let Some(effect) = effect {
                found.push(Impact {
                    row: lead.row,
                    id: lead.id.clone(),
                    name: lead.profile.name.clone(),
                    subdivision: id.to_owned(),
                    label: label.clone(),
                    effect,
                    before,
                    after,
                    causes: self.causes(&lead.profile, change, effect, old, new),
                });
            }
        };
        let mut fits: Vec<&Fit<'_>> = after.fits.iter().collect();
        fits.sort_by_key(|fit| fit.class);
        for new in fits {
            let origins = &self.differences.origins[new.class];
            let mut old = None;
            for (place, fit) in before.fits.iter().enumerate() {
                if origins.contains(&fit.class) {
                    seen[place] = true;
                    old = old.or(Some(fit)); // the best of several
                }
            }
            add(&new.subdivision.id, new.label, old, Some(new));
        }
        let mut gone: Vec<(usize, &Fit<'_>)> = before.fits.iter().enumerate().collect();
        gone.retain(|(place, _)| !seen[*place]);
        gone.sort_by_key(|(_, fit)| fit.class);
        for (_, old) in gone {
            let mut origins = self.differences.origins.iter();
            let now = origins.position(|origins| origins.contains(&old.class));
            let now = now.map(|place| &self.new.taxonomy().subdivisions[place]);
            match now {
                // Of several that were merged, one fits still: told above.
                Some(now) if after.fits.iter().any(|fit| fit.subdivision.id == now.id) => {}
                Some(now) => add(&now.id, &now.label, Some(old), None),
                None => add(&old.subdivision.id, old.label, Some(old), None),
            }
        }
    }

    /// Why a firm stands otherwise in a subdivision.
    fn causes(
        &self,
        profile: &Profile,
        change: Option<&ClassChange>,
        effect: Effect,
        old: Option<&Fit<'_>>,
        new: Option<&Fit<'_>>,
    ) -> Vec<Cause> {
        let mut causes = Vec::new();
        let mut add = |kind, what: String| causes.push(Cause { kind, what });
        let moved = effect != Effect::Clause;
        if let Some(change) = change {
            match change.fate {
                Fate::Added => add("added", "the subdivision is new".to_owned()),
                Fate::Removed => add("removed", "the subdivision is gone".to_owned()),
                Fate::Renamed if moved => {
                    let ids: Vec<String> =
                        change.formerly.iter().map(|id| format!("`{id}`")).collect();
                    add("rename", format!("formerly {}", ids.join(", ")));
                }
                _ => {}
            }
            if moved && matches!(change.fate, Fate::Kept | Fate::Renamed) {
                terms(change, old, new, &mut add);
                exclusions(change, profile, &mut add);
                if !change.like.is_empty() {
                    let added = change.like.added.iter().map(|id| format!("+{id}"));
                    let removed = change.like.removed.iter().map(|id| format!("-{id}"));
                    let ids: Vec<String> = added.chain(removed).collect();
                    add("borrowing", format!("like {}", ids.join(", ")));
                }
            }
            if let Some(clause) = &change.clause {
                let what = match (&clause.before, &clause.after) {
                    (None, _) => "it quotes the plan now",
                    (_, None) => "it quotes the plan no more",
                    _ => "the words of the plan are others",
                };
                add("clause", what.to_owned());
            }
        }
        if let (Some(old), Some(new)) = (old, new)
            && old.basis != new.basis
        {
            let (old, new) = (old.basis.as_str(), new.basis.as_str());
            add("calibration", format!("judged as {new}, formerly as {old}"));
        }
        if self.scope_changed
            && let Some(scope) = of_scope(old, new)
        {
            add("scope", scope);
        }
        if causes.is_empty() {
            causes.push(Cause {
                kind: "other",
                what: "changes of other subdivisions".to_owned(),
            });
        }
        causes
    }
}

/// Terms among the evidence that came, went, or have another weight.
fn terms(
    change: &ClassChange,
    old: Option<&Fit<'_>>,
    new: Option<&Fit<'_>>,
    add: &mut impl FnMut(&'static str, String),
) {
    let of = |fit: Option<&Fit<'_>>| -> Vec<String> {
        let pieces = fit.into_iter().flat_map(|fit| &fit.evidence);
        let terms = pieces.filter(|piece| piece.how.is_term());
        let mut terms: Vec<String> = terms.map(|piece| piece.term.clone()).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    };
    let weighs = |term: &String| {
        let weight = change.weights.get(term)?;
        let (before, after) = (weight.before, weight.after);
        Some(format!("`{term}` weighs {after}, formerly {before}"))
    };
    for term in of(new) {
        if change.terms.added.contains(&term) {
            add("term", format!("`{term}` added"));
        } else if let Some(told) = weighs(&term) {
            add("term", told);
        }
    }
    for term in of(old) {
        if change.terms.removed.contains(&term) {
            add("term", format!("`{term}` removed"));
        } else if new.is_none()
            && let Some(told) = weighs(&term)
        {
            add("term", told);
        }
    }
}

/// Exclusions in the profile that came or went.
fn exclusions(change: &ClassChange, profile: &Profile, add: &mut impl FnMut(&'static str, String)) {
    if change.exclusions.is_empty() {
        return;
    }
    let texts: Vec<String> = profile.texts().map(|(.., text)| fold_str(text)).collect();
    let stands = |exclusion: &String| {
        let exclusion = fold_str(exclusion);
        texts.iter().any(|text| text.contains(&exclusion))
    };
    for exclusion in change.exclusions.added.iter().filter(|one| stands(one)) {
        add("exclusion", format!("`{exclusion}` added"));
    }
    for exclusion in change.exclusions.removed.iter().filter(|one| stands(one)) {
        add("exclusion", format!("`{exclusion}` removed"));
    }
}

/// The business out of scope that is held against a fit on one side more than on the other.
fn of_scope(old: Option<&Fit<'_>>, new: Option<&Fit<'_>>) -> Option<String> {
    let scope = |fit: Option<&Fit<'_>>| {
        let pieces = fit.into_iter().flat_map(|fit| &fit.evidence);
        let mut pieces = pieces.filter(|piece| piece.how == MatchKind::Scope);
        pieces
            .next()
            .map(|piece| (piece.term.clone(), piece.points))
    };
    match (scope(old), scope(new)) {
        (old, new) if old == new => None,
        (_, Some((term, _))) => Some(format!("`{term}` counts against it")),
        (Some((term, _)), None) => Some(format!("`{term}` counted against it")),
        (None, None) => None,
    }
}
