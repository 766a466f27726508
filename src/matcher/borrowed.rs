//! Borrowing: a class of another plan that is like some of the shipped plan counts the evidence that was learned for them.
//!
//! The shipped classes stand behind those of the plan, with all their terms, and are added up as ever. Then each class of
//! the plan takes the sum of the likeliest class that it is like, its lender, and adds to it what its own terms say that
//! the lender was not taught. Where several classes have the same lender, their own terms tell whose it is: a share of the
//! odds, which is taken off. So all points are those of the lender, of own terms, and of this share.

use super::keys::Class;
use crate::taxonomy::{Subdivision, Taxonomy, lenders};

/// Log-odds of a term of weight 1 that the lender does not list, beside the lender's own evidence.
pub(super) const OWN_POINTS: f32 = 1.0;

/// How much must be said for one of the classes that share a lender before it is taken for that one, in log-odds of own
/// terms: what each has from the start.
const FROM_THE_START: f32 = 0.3;

/// What the ids of a plan's own classes begin with where the shipped ones stand behind them.
const OWN: &str = "own ";

/// Which classes borrow from which.
#[derive(Debug, Default)]
pub(super) struct Borrowed {
    /// By class of the combined plan: the classes that it borrows from.
    lenders: Vec<Vec<Class>>,
    /// The classes that borrow: of a plan of a thousand there may be a dozen.
    pub(super) borrowing: Vec<Class>,
    /// By class: the classes of the plan that borrow from it.
    borrowers: Vec<Vec<Class>>,
    /// By class: whether it is one of the shipped plan.
    is_lent: Vec<bool>,
    /// How many subdivisions and kinds of business out of scope the plan itself has.
    pub(super) subdivisions: usize,
    pub(super) out_of_scope: usize,
}

/// The plan with the shipped classes behind its own, if any of its classes borrows.
pub(super) fn combine(plan: &Taxonomy) -> Option<(Taxonomy, Borrowed)> {
    let likes = plan.subdivisions.iter().map(|one| &one.like);
    let mut likes = likes.chain(plan.out_of_scope.iter().map(|one| &one.like));
    let adaptation = plan.adaptation.as_ref();
    let is_told_to = adaptation.is_some_and(|known| known.borrows) || !likes.all(Vec::is_empty);
    // The shipped plan takes a while to read.
    if !is_told_to && names_each_once(plan) {
        return None;
    }
    let subdivisions = plan.subdivisions.iter();
    let claims: Vec<Vec<usize>> = subdivisions
        .map(|one| claims(&one.id, &one.formerly, &one.like, ""))
        .chain(
            plan.out_of_scope
                .iter()
                .map(|one| claims(&one.id, &one.formerly, &one.like, lenders::OUT)),
        )
        .collect();
    if !is_told_to && each_claims_its_own(&claims) {
        return None;
    }
    let shipped = Taxonomy::shipped();
    let (own, lent) = (plan.subdivisions.len(), shipped.subdivisions.len());
    let own_out = plan.out_of_scope.len();
    let mut combined = plan.clone();
    // Learned weights belong to the shipped classes, and ids tell which these are.
    for subdivision in &mut combined.subdivisions {
        hide(&mut subdivision.id, &mut subdivision.formerly);
    }
    for out in &mut combined.out_of_scope {
        hide(&mut out.id, &mut out.formerly);
    }
    let lent_subdivision = |subdivision: Subdivision| Subdivision {
        industry: 0,
        clause: None,
        ..subdivision
    };
    let behind = shipped.subdivisions.into_iter().map(lent_subdivision);
    combined.subdivisions.extend(behind);
    combined.out_of_scope.extend(shipped.out_of_scope);
    let class_of = |lender: usize| match lender.checked_sub(lent) {
        None => (own + lender) as Class,
        Some(out) => (own + lent + own_out + out) as Class,
    };
    let classes = combined.subdivisions.len() + combined.out_of_scope.len();
    let is_lent =
        |class: usize| (own..own + lent).contains(&class) || class >= own + lent + own_out;
    let mut borrowed = Borrowed {
        is_lent: (0..classes).map(is_lent).collect(),
        lenders: vec![Vec::new(); classes],
        borrowing: Vec::new(),
        borrowers: vec![Vec::new(); classes],
        subdivisions: own,
        out_of_scope: own_out,
    };
    for (place, claims) in claims.into_iter().enumerate() {
        let class = if place < own { place } else { lent + place };
        for lender in claims {
            let lender = class_of(lender);
            borrowed.lenders[class].push(lender);
            borrowed.borrowers[usize::from(lender)].push(class as Class);
        }
    }
    let borrowing = borrowed.lenders.iter().zip(0..);
    let borrowing = borrowing.filter(|(lenders, _)| !lenders.is_empty());
    borrowed.borrowing = borrowing.map(|(_, class)| class).collect();
    Some((combined, borrowed))
}

/// Whether no class has more than one name to claim by, and no two the same: then each claims its own, whatever the shipped plan
/// has.
fn names_each_once(plan: &Taxonomy) -> bool {
    let subdivisions = plan.subdivisions.iter();
    let out = plan.out_of_scope.iter();
    let mut formerly = subdivisions.clone().map(|one| &one.formerly);
    let mut formerly_out = out.clone().map(|one| &one.formerly);
    let is_distinct = |mut ids: Vec<&str>| {
        ids.sort_unstable();
        ids.windows(2).all(|two| two[0] != two[1])
    };
    formerly.all(Vec::is_empty)
        && formerly_out.all(Vec::is_empty)
        && subdivisions
            .clone()
            .all(|one| !one.id.starts_with(lenders::OUT))
        && is_distinct(subdivisions.map(|one| one.id.as_str()).collect())
        && is_distinct(out.map(|one| &*one.id).collect())
}

/// An id that a class of the plan itself has or had, as the plan has it, in the combined plan.
pub(super) fn shown_id(id: &str) -> &str {
    id.strip_prefix(OWN).unwrap_or(id)
}

/// Makes a class one that nothing was learned for.
fn hide(id: &mut String, formerly: &mut [String]) {
    id.insert_str(0, OWN);
    formerly.iter_mut().for_each(|id| id.insert_str(0, OWN));
}

/// The shipped classes that a class of the plan is or is like, each once.
fn claims(id: &str, formerly: &[String], like: &[String], prefix: &str) -> Vec<usize> {
    let shipped = |id: &String| {
        let id = format!("{prefix}{id}");
        // Only a class of its own, not an industry as a whole.
        lenders::places(&id)
            .into_iter()
            .take(usize::from(id.contains('/')))
    };
    let id = id.to_owned();
    let same = std::iter::once(&id).chain(formerly).flat_map(shipped);
    let like = like.iter().flat_map(|id| lenders::places(id));
    let mut claims: Vec<usize> = same.chain(like).collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// Whether no class claims two and no two claim the same: then what was learned is simply that of the class.
fn each_claims_its_own(claims: &[Vec<usize>]) -> bool {
    let mut all: Vec<usize> = claims.iter().flatten().copied().collect();
    all.sort_unstable();
    claims.iter().all(|claims| claims.len() < 2) && all.windows(2).all(|two| two[0] != two[1])
}

/// What a profile makes of borrowing: for each class, whom it borrows from and what is left to it.
#[derive(Debug, Default)]
pub(super) struct Loans {
    /// By class: the likeliest of its lenders; itself where it borrows from none.
    pub(super) lender: Vec<Class>,
    /// By class: what is taken off because others share the lender, in log-odds, and the one of them that has most.
    pub(super) shared: Vec<(f32, Option<Class>)>,
    /// By class: what its own terms say, in log-odds.
    told: Vec<f32>,
}

impl Loans {
    /// Whether any of `classes` borrows from another.
    pub(super) fn touch(&self, classes: &[Class]) -> bool {
        let lender = |class: &Class| self.lender.get(usize::from(*class)).copied();
        classes
            .iter()
            .any(|class| lender(class).is_some_and(|lender| lender != *class))
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.lender.clear();
        self.shared.clear();
        self.told.clear();
    }

    /// Is for so many classes; where it was already, only those that borrow are to be set anew.
    fn serve(&mut self, classes: usize) {
        if self.lender.len() != classes {
            self.clear();
            self.lender.extend((0..classes).map(|class| class as Class));
            self.shared.resize(classes, (0.0, None));
            self.told.resize(classes, 0.0);
        }
    }
}

impl Borrowed {
    /// The classes that a class borrows from.
    pub(super) fn lenders(&self, class: usize) -> &[Class] {
        self.lenders.get(class).map_or(&[], Vec::as_slice)
    }

    /// Whether a class is one of the shipped plan, there to be borrowed from.
    pub(super) fn is_lent(&self, class: usize) -> bool {
        self.is_lent[class]
    }

    /// Chooses each class's lender, the one with the highest sum by `finished`, and adds what was added up for it.
    pub(super) fn lend(
        &self,
        sums: &mut [f32],
        finished: impl Fn(usize, f32) -> f32,
        loans: &mut Loans,
    ) {
        loans.serve(sums.len());
        for class in &self.borrowing {
            let class = usize::from(*class);
            let lenders = &self.lenders[class];
            let sum = |lender: &Class| finished(usize::from(*lender), sums[usize::from(*lender)]);
            let likeliest = lenders
                .iter()
                .max_by(|a, b| sum(a).total_cmp(&sum(b)).then(b.cmp(a)));
            if let Some(lender) = likeliest {
                loans.lender[class] = *lender;
                sums[class] += sums[usize::from(*lender)];
            }
        }
    }

    /// Shares each lender out among the classes that borrow from it. `told` adds up what the terms of the plan say of its
    /// classes.
    pub(super) fn share(&self, told: impl FnOnce(&mut [f32]), loans: &mut Loans) {
        let Loans {
            lender,
            shared,
            told: said,
        } = loans;
        // No other class is told apart.
        for class in &self.borrowing {
            said[usize::from(*class)] = 0.0;
        }
        told(said);
        for class in &self.borrowing {
            let class = usize::from(*class);
            let borrowers = &self.borrowers[usize::from(lender[class])];
            let others = || {
                borrowers
                    .iter()
                    .filter(|other| usize::from(**other) != class)
            };
            let own = FROM_THE_START + said[class];
            let all = others()
                .map(|other| FROM_THE_START + said[usize::from(*other)])
                .sum::<f32>()
                + own;
            let most = others().max_by(|a, b| {
                let (a, b) = (usize::from(**a), usize::from(**b));
                said[a].total_cmp(&said[b]).then(b.cmp(&a))
            });
            shared[class] = (libm::logf(own / all), most.copied());
        }
    }
}
