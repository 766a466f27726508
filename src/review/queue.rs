//! Which decisions to ask for, and in what order: first what a decision would teach most.

use crate::assessment::{Firm, list};
use crate::fit::{Score, Tier};
use crate::ledger::{Class, Decided, Decision, Decisions, Identity, Stale, Summary, text_sha256};
use crate::messages::{message, say};
use crate::taxonomy::{Label, Language};
use crate::text::fold_str;
use std::collections::{HashMap, HashSet};

/// The least score with which the best fit of a firm is worth a question: some words point there.
const LEAST: Score = match Score::from_const(50) {
    Some(score) => score,
    None => panic!("5 is a score"),
};
/// Tenths of a score within which a tier's threshold counts as near.
const NEAR: u16 = 100;
/// Tenths between the two best fits within which the first is not surely the best.
const SMALL_MARGIN: u16 = 200;
/// Thousandths that put what has to be decided again before everything else.
const AGAIN: u32 = 100_000;

/// Why an item is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Why {
    /// The tier whose threshold is near.
    pub near: Option<Tier>,
    /// Whether the second fit is close behind.
    pub small_margin: bool,
    /// How many others that are still open carry the same evidence for the same subdivision.
    pub alike: usize,
    /// What has changed since it was decided.
    pub stale: Stale,
    /// Whether two people disagree.
    pub conflict: bool,
}

impl Why {
    /// In a few words.
    #[must_use]
    pub fn words(self, language: Language) -> String {
        let mut words = Vec::new();
        if self.conflict {
            words.push(say(language, "people disagree").to_owned());
        }
        words.extend(self.stale.words(language));
        if let Some(tier) = self.near {
            let tier = tier.word(language);
            words.push(message!(language, "near the line for {tier}", tier));
        }
        if self.small_margin {
            words.push(say(language, "second fit close behind").to_owned());
        }
        if self.alike > 0 {
            let alike = self.alike;
            words.push(message!(language, "{alike} more like it", alike));
        }
        list(&words, language)
    }
}

/// A question: does this firm belong to this subdivision?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Place of the firm among those that were given.
    pub firm: usize,
    /// Place of the subdivision in the plan.
    pub class: usize,
    /// Its score, where one is stated.
    pub score: Option<Score>,
    /// How much a decision would teach, in thousandths; only its order means anything.
    pub teaches: u32,
    /// Why it is asked for.
    pub why: Why,
}

/// The questions that are open, what teaches most first.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    /// The questions.
    pub items: Vec<Item>,
    /// Firms with decisions of which nothing has changed, with some that have to be decided again, and never decided on.
    pub firms: [usize; 3],
}

impl Queue {
    /// The questions about `firms`. What has been decided is asked again only if something has changed, two people
    /// disagree, or, with a `second` opinion wanted, if `who` has not decided yet.
    #[must_use]
    pub fn new(firms: &[Firm], decisions: &Decisions<'_>, who: &str, second: bool) -> Self {
        let mut queue = Self::default();
        let mut groups: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        let mut asked: HashSet<(usize, String)> = HashSet::new();
        for (place, firm) in firms.iter().enumerate() {
            let identity = Identity::of_firm(firm.id.as_deref(), &firm.profile);
            let standing = decisions.standing(&identity, &firm.profile);
            let kind = match (standing.is_new(), standing.is_changed()) {
                (true, _) => 2,
                (_, true) => 1,
                _ => 0,
            };
            queue.firms[kind] += 1;
            let best = firm.fits.first().filter(|fit| fit.score >= LEAST);
            let mut classes: Vec<usize> = best.iter().map(|fit| fit.subdivision).collect();
            for decided in &standing.decisions {
                if let Class::Of(class) = decided.class
                    && !classes.contains(&class)
                {
                    classes.push(class);
                }
            }
            for class in classes {
                let about: Vec<&Decided<'_>> = standing.about(class).collect();
                let conflict = standing.summary(Some(class)) == Some(Summary::Conflict);
                let stale = standing.stale(Some(class));
                let mine = about.iter().any(|decided| decided.entry.who == who);
                let settled = about
                    .iter()
                    .any(|decided| decided.decision != Decision::Unsure);
                let open = about.is_empty() || !mine && (second || !settled);
                // Decided, undisputed, and nothing has changed since: nothing to ask again.
                if !(open || conflict || stale.is_stale()) {
                    continue;
                }
                // Lists name a firm more than once; one answer is enough.
                let text = text_sha256(&firm.profile);
                let (key, also) = match identity.keys() {
                    [None, name] => (name, None),
                    [code, name] => (code, name),
                };
                if key.is_some_and(|key| !asked.insert((class, key + &text))) {
                    continue;
                }
                if let Some(name) = also {
                    asked.insert((class, name + &text));
                }
                let item = queue.items.len();
                queue
                    .items
                    .push(item_of(place, firm, class, (conflict, stale)));
                groups
                    .entry((class, carried_by(firm, class)))
                    .or_default()
                    .push(item);
            }
        }
        queue.order(groups);
        queue
    }

    /// One decision teaches about all that are alike, and less with each that has gone before it.
    fn order(&mut self, groups: HashMap<(usize, String), Vec<usize>>) {
        for mut group in groups.into_values() {
            group.sort_by_key(|item| (std::cmp::Reverse(self.items[*item].teaches), *item));
            let alike = group.len() - 1;
            // Twice as many alike count for one step more.
            let steps = 1 + (alike + 1).ilog2();
            for (before, item) in group.into_iter().enumerate() {
                let item = &mut self.items[item];
                item.why.alike = alike;
                item.teaches = item.teaches * steps / (before as u32 + 1);
                if item.why.conflict || item.why.stale.is_stale() {
                    item.teaches += AGAIN;
                }
            }
        }
        self.items
            .sort_by_key(|item| (std::cmp::Reverse(item.teaches), item.firm, item.class));
    }
}

fn item_of(place: usize, firm: &Firm, class: usize, (conflict, stale): (bool, Stale)) -> Item {
    let fit = firm.fits.iter().find(|fit| fit.subdivision == class);
    let score = fit.map(|fit| fit.score);
    // A score that was never calibrated has no tier to be near to.
    let has_tier = fit.is_some_and(|fit| fit.basis.is_calibrated());
    let tenths = score.map_or(0, Score::tenths);
    let distance = |tier: &Tier| tier.threshold().tenths().abs_diff(tenths);
    let nearest = Tier::ALL.into_iter().min_by_key(distance);
    let near = nearest.map_or(0, |tier| NEAR.saturating_sub(distance(&tier)));
    let others = firm.fits.iter().filter(|fit| fit.subdivision != class);
    let next = others.map(|fit| fit.score.tenths()).max().unwrap_or(0);
    let margin = SMALL_MARGIN.saturating_sub(tenths.abs_diff(next));
    let margin = if score >= Some(LEAST) { margin } else { 0 };
    Item {
        firm: place,
        class,
        score,
        // Between a tenth, for what is sure, and a little over two.
        teaches: 100
            + 1000 * u32::from(near) / u32::from(NEAR)
            + 1000 * u32::from(margin) / u32::from(SMALL_MARGIN),
        why: Why {
            near: nearest.filter(|_| near > 0 && has_tier),
            small_margin: margin > 0,
            alike: 0,
            stale,
            conflict,
        },
    }
}

/// The evidence that speaks most for a fit: firms that share it are alike.
fn carried_by(firm: &Firm, class: usize) -> String {
    let fit = firm.fits.iter().find(|fit| fit.subdivision == class);
    let strongest = fit.and_then(|fit| fit.evidence.iter().max_by_key(|piece| piece.points));
    strongest.map_or(String::new(), |piece| fold_str(&piece.term))
}

/// Two people who do not agree about a firm and a subdivision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The firm, as it was called last.
    pub firm: String,
    /// The subdivision's id.
    pub subdivision: String,
    /// Its name, if the plan has it.
    pub label: Option<Label>,
    /// Who said yes, and when.
    pub yes: Vec<(String, String)>,
    /// Who said no, and when.
    pub no: Vec<(String, String)>,
}

/// Every conflict in a ledger, in the order of its firms.
#[must_use]
pub fn conflicts(decisions: &Decisions<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (firm, standing) in decisions.all() {
        let mut classes: Vec<Class> = standing
            .decisions
            .iter()
            .map(|decided| decided.class)
            .collect();
        classes.dedup();
        for class in classes {
            // Opinions on what the firm said of itself before do not clash with those on what it says now.
            let about = standing.decisions.iter().filter(|one| one.class == class);
            let last = about.max_by_key(|one| one.place);
            let text = last.map(|one| &one.entry.text_sha256);
            let about = || {
                standing
                    .decisions
                    .iter()
                    .filter(move |one| one.class == class && Some(&one.entry.text_sha256) == text)
            };
            let who = |decision| -> Vec<(String, String)> {
                about()
                    .filter(|decided| decided.decision == decision)
                    .map(|decided| (decided.entry.who.clone(), decided.entry.when.clone()))
                    .collect()
            };
            let (yes, no) = (who(Decision::Yes), who(Decision::No));
            if let (Some(one), false, false) = (about().next(), yes.is_empty(), no.is_empty()) {
                found.push(Conflict {
                    firm: firm.clone(),
                    subdivision: one.subdivision.to_owned(),
                    label: one.label.cloned(),
                    yes,
                    no,
                });
            }
        }
    }
    found
}
