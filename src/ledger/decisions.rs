//! The decisions of a ledger about one plan, to be looked up firm by firm.

mod told;

use super::entry::{Decision, Entry, clause_sha256, text_sha256};
use super::file::Ledger;
use super::identity::Identity;
use crate::messages::say;
use crate::profile::Profile;
use crate::similarity::distance_within;
use crate::taxonomy::{Label, Language, Taxonomy};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Decisions by firm, made once; it serves all threads.
#[derive(Debug)]
pub struct Decisions<'l> {
    firms: Vec<Known<'l>>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
    /// By firm, subdivision and person: those about subdivisions of another plan, which this one never had.
    elsewhere: HashSet<(usize, &'l str, &'l str)>,
    /// SHA-256 of what each subdivision of the plan says.
    clauses: Vec<String>,
    taxonomy: &'l Taxonomy,
}

/// A firm in the ledger.
#[derive(Debug, Default)]
struct Known<'l> {
    identity: Identity,
    /// By subdivision and person, what counts; a stack, since a decision can be taken back.
    said: BTreeMap<(Class, &'l str), Vec<Said<'l>>>,
}

/// Which subdivision a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Its place in the plan.
    Of(usize),
    /// One that this plan has no longer, by the place of the first entry about it.
    Gone(usize),
}

#[derive(Debug, Clone, Copy)]
struct Said<'l> {
    entry: &'l Entry,
    decision: Decision,
    clause_sha256: &'l str,
    subdivision: &'l str,
    place: usize,
}

/// What has changed since a decision was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stale {
    /// The firm says something else of itself.
    pub text: bool,
    /// The clause, or what it calls the subdivision.
    pub clause: bool,
    /// It was made under a plan of another id.
    pub plan: bool,
    /// The plan has the subdivision no longer.
    pub gone: bool,
    /// The decision does not say what it was made on.
    pub unrecorded: bool,
}

impl Stale {
    /// Whether anything has.
    #[must_use]
    pub fn is_stale(self) -> bool {
        self != Self::default()
    }

    /// In words; nothing where nothing has changed.
    #[must_use]
    pub fn words(self, language: Language) -> Option<String> {
        let all = [
            (self.text, "text changed"),
            (self.clause, "clause changed"),
            (self.plan, "another plan"),
            (self.gone, "subdivision gone"),
            (self.unrecorded, "basis not recorded"),
        ];
        let words = all.into_iter().filter(|(is, _)| *is);
        let words: Vec<&str> = words.map(|(_, words)| say(language, words)).collect();
        self.is_stale()
            .then(|| words.join(say(language, ", ##between names")))
    }
}

/// One person's decision about one subdivision, as it counts now.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'l> {
    /// Which subdivision.
    pub class: Class,
    /// Its id in this plan, or the one in the ledger where the plan has it no longer.
    pub subdivision: &'l str,
    /// Its name, where the plan has it.
    pub label: Option<&'l Label>,
    /// Yes, no or unsure.
    pub decision: Decision,
    /// The entry; where it names another subdivision instead, it holds two decisions.
    pub entry: &'l Entry,
    /// What has changed since.
    pub stale: Stale,
    /// Its place among the entries of the ledger.
    pub place: usize,
}

impl Serialize for Decided<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = self.entry;
        let mut fields = serializer.serialize_struct("Decided", 7)?;
        fields.serialize_field("subdivision", self.subdivision)?;
        fields.serialize_field("decision", &self.decision)?;
        fields.serialize_field("decided_by", &entry.who)?;
        fields.serialize_field("when", &entry.when)?;
        fields.serialize_field("stale", &self.stale.words(Language::En))?;
        fields.serialize_field("grade", &entry.grade)?;
        fields.serialize_field("reason", &entry.reason)?;
        fields.end()
    }
}

/// What decisions about a firm, or about a firm and a subdivision, come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summary {
    /// Everyone who decided agrees; of several subdivisions one yes is enough.
    All(Decision),
    /// One says yes, another no, about the same subdivision.
    Conflict,
}

impl Summary {
    /// The word in output, in English or Chinese.
    #[must_use]
    pub fn word(self, language: Language) -> &'static str {
        let english = match self {
            Self::All(decision) => decision.as_str(),
            Self::Conflict => "conflict",
        };
        say(language, english)
    }
}

/// What a ledger says about a firm; nothing about one that is new.
#[derive(Debug, Clone, Default)]
pub struct Standing<'l> {
    /// Every decision that counts, by subdivision in the order of the plan, then by person.
    pub decisions: Vec<Decided<'l>>,
}

impl<'l> Standing<'l> {
    /// Whether the firm was never decided on.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.decisions.is_empty()
    }

    /// Whether something has changed since one of the decisions that count.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.stale(None).is_stale()
    }

    /// The decisions about the subdivision at this place of the plan.
    pub fn about(&self, class: usize) -> impl Iterator<Item = &Decided<'l>> {
        let class = Class::Of(class);
        self.decisions
            .iter()
            .filter(move |decided| decided.class == class)
    }

    /// The decisions that count, about the firm as a whole or about one subdivision: where somebody has decided on what
    /// is there now, earlier opinions of others on something else do not.
    fn counting(&self, class: Option<usize>) -> impl Iterator<Item = &Decided<'l>> {
        let is_fresh = |class: Class| {
            let mut about = self.decisions.iter().filter(move |one| one.class == class);
            about.any(|one| !one.stale.is_stale())
        };
        self.decisions
            .iter()
            .filter(move |one| class.is_none_or(|class| one.class == Class::Of(class)))
            .filter(move |one| !one.stale.is_stale() || !is_fresh(one.class))
    }

    /// What the decisions that count come to for the firm as a whole, or for one subdivision.
    #[must_use]
    pub fn summary(&self, class: Option<usize>) -> Option<Summary> {
        let has = |decision| self.counting(class).any(|one| one.decision == decision);
        let denied = |yes: &Decided<'_>| {
            self.counting(class)
                .any(|no| no.decision == Decision::No && no.class == yes.class)
        };
        let mut yes = self
            .counting(class)
            .filter(|one| one.decision == Decision::Yes);
        if yes.any(denied) {
            return Some(Summary::Conflict);
        }
        [Decision::Yes, Decision::Unsure, Decision::No]
            .into_iter()
            .find(|decision| has(*decision))
            .map(Summary::All)
    }

    /// Whose decisions count, each once.
    #[must_use]
    pub fn people(&self, class: Option<usize>) -> Vec<&'l str> {
        let mut people = Vec::new();
        for decided in self.counting(class) {
            let who = decided.entry.who.as_str();
            if !people.contains(&who) {
                people.push(who);
            }
        }
        people
    }

    /// What has changed since any of the decisions that count.
    #[must_use]
    pub fn stale(&self, class: Option<usize>) -> Stale {
        let mut all = Stale::default();
        for Decided { stale, .. } in self.counting(class) {
            all.text |= stale.text;
            all.clause |= stale.clause;
            all.plan |= stale.plan;
            all.gone |= stale.gone;
            all.unrecorded |= stale.unrecorded;
        }
        all
    }
}

/// As fields of the JSON contract: those of the firm, and `decisions` one by one.
impl Serialize for Standing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Standing", 4)?;
        let decision = self.summary(None).map(|summary| summary.word(Language::En));
        fields.serialize_field("decision", &decision)?;
        fields.serialize_field("decided_by", &self.people(None))?;
        fields.serialize_field("stale", &self.stale(None).words(Language::En))?;
        fields.serialize_field("decisions", &self.decisions)?;
        fields.end()
    }
}

impl<'l> Decisions<'l> {
    /// The decisions of `ledger` as they stand under the plan of `taxonomy`, whose former ids are followed.
    #[must_use]
    pub fn new(ledger: &'l Ledger, taxonomy: &'l Taxonomy) -> Self {
        let subdivisions = taxonomy.subdivisions.iter();
        let mut classes: HashMap<&str, usize> = HashMap::new();
        for (place, subdivision) in subdivisions.clone().enumerate() {
            for former in &subdivision.formerly {
                classes.entry(former).or_insert(place);
            }
        }
        classes.extend(subdivisions.clone().map(|s| s.id.as_str()).zip(0..));
        let mut decisions = Self {
            firms: Vec::new(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            by_id: HashMap::new(),
            elsewhere: HashSet::new(),
            clauses: subdivisions.map(|s| clause_sha256(taxonomy, s)).collect(),
            taxonomy,
        };
        let mut gone = HashMap::new();
        for (place, entry) in ledger.entries.iter().enumerate() {
            decisions.add(place, entry, &classes, &mut gone);
        }
        decisions
    }

    fn add(
        &mut self,
        place: usize,
        entry: &'l Entry,
        classes: &HashMap<&str, usize>,
        gone: &mut HashMap<&'l str, usize>,
    ) {
        let mut class_of = |id: &'l str| match classes.get(id) {
            Some(class) => Some(Class::Of(*class)),
            // What another plan says is of no concern here.
            None if entry.plan == self.taxonomy.plan.id => {
                Some(Class::Gone(*gone.entry(id).or_insert(place)))
            }
            None => None,
        };
        let instead = entry.instead.as_ref();
        let said = [
            (
                entry.subdivision.as_str(),
                entry.decision,
                entry.clause_sha256.as_str(),
            ),
            instead.map_or(("", Decision::Withdrawn, ""), |instead| {
                (&instead.subdivision, Decision::Yes, &instead.clause_sha256)
            }),
        ];
        let said = &said[..1 + usize::from(instead.is_some())];
        let classes: Vec<_> = said.iter().map(|(id, ..)| class_of(id)).collect();
        let identity = Identity::new(entry.firm.id.as_deref(), entry.firm.name.as_deref());
        let firm = self.firm(identity);
        for (class, (subdivision, decision, clause_sha256)) in classes.into_iter().zip(said) {
            let Some(class) = class else {
                let place = (firm, *subdivision, entry.who.as_str());
                match decision {
                    Decision::Withdrawn => self.elsewhere.remove(&place),
                    _ => self.elsewhere.insert(place),
                };
                continue;
            };
            let known = &mut self.firms[firm].said;
            if *decision == Decision::Withdrawn {
                withdraw(known, class, &entry.who);
                continue;
            }
            known.entry((class, &entry.who)).or_default().push(Said {
                entry,
                decision: *decision,
                clause_sha256,
                subdivision,
                place,
            });
        }
    }

    /// How many decisions are about subdivisions of another plan: they say nothing here.
    #[must_use]
    pub fn elsewhere(&self) -> usize {
        self.elsewhere.len()
    }

    /// The firm with this identity, made where it is new.
    fn firm(&mut self, identity: Identity) -> usize {
        let firm = self.find(&identity).unwrap_or_else(|| {
            self.firms.push(Known::default());
            self.firms.len() - 1
        });
        let known = &mut self.firms[firm].identity;
        let enter = |places: &mut HashMap<String, Vec<usize>>, key: &Option<String>| {
            if let Some(key) = key {
                let places = places.entry(key.clone()).or_default();
                if !places.contains(&firm) {
                    places.push(firm);
                }
            }
        };
        enter(&mut self.by_name, &identity.name);
        enter(&mut self.by_id, &identity.id);
        if let Some(code) = &identity.code {
            self.by_code.insert(code.clone(), firm);
        }
        known.code = identity.code.or(known.code.take());
        known.name = identity.name.or(known.name.take());
        known.id = identity.id.or(known.id.take());
        known.family = identity.family.or(known.family);
        firm
    }

    /// The firm with this identity, if there is exactly one.
    fn find(&self, identity: &Identity) -> Option<usize> {
        if let Some(code) = &identity.code
            && let Some(firm) = self.by_code.get(code)
        {
            return Some(*firm);
        }
        let named = |firm: &&usize| self.firms[**firm].identity.may_be(identity);
        let listed = |places: &HashMap<String, Vec<usize>>, key: &Option<String>| -> Vec<usize> {
            let places = key.as_ref().and_then(|key| places.get(key));
            places
                .into_iter()
                .flatten()
                .filter(named)
                .copied()
                .collect()
        };
        let by_name = listed(&self.by_name, &identity.name);
        let by_id = listed(&self.by_id, &identity.id);
        match by_name.as_slice() {
            [only] => return Some(*only),
            // Several firms of one name: the id says which.
            [_, _, ..] => return only(by_name.iter().filter(|firm| by_id.contains(firm))),
            [] => {}
        }
        let id = identity.id.as_ref()?;
        // An id alone says who it is where it is no running number and no name speaks against it.
        let agrees = |firm: &&usize| match (&self.firms[**firm].identity.name, &identity.name) {
            (Some(one), Some(other)) => is_near(one, other),
            _ => true,
        };
        if id.chars().count() < SHORTEST_ID {
            return None;
        }
        only(by_id.iter().filter(agrees))
    }

    /// What has been decided about a firm whose text is `profile` now.
    #[must_use]
    pub fn standing(&self, identity: &Identity, profile: &Profile) -> Standing<'_> {
        let firm = self.find(identity);
        firm.map_or_else(Standing::default, |firm| self.about(firm, Some(profile)))
    }

    fn decided<'d>(&'d self, class: Class, said: &Said<'d>, stale: Stale) -> Decided<'d> {
        let (subdivision, label) = match class {
            Class::Of(place) => {
                let subdivision = &self.taxonomy.subdivisions[place];
                (subdivision.id.as_str(), Some(&subdivision.label))
            }
            Class::Gone(_) => (said.subdivision, None),
        };
        Decided {
            class,
            subdivision,
            label,
            decision: said.decision,
            entry: said.entry,
            stale,
            place: said.place,
        }
    }

    fn stale(&self, class: Class, said: &Said<'_>, text: &str) -> Stale {
        let entry = said.entry;
        let clause = match class {
            Class::Of(place) => Some(&self.clauses[place]),
            Class::Gone(_) => None,
        };
        let has = |recorded: &str| !recorded.is_empty();
        Stale {
            text: has(&entry.text_sha256) && entry.text_sha256 != text,
            clause: has(said.clause_sha256) && clause.is_some_and(|now| now != said.clause_sha256),
            plan: has(&entry.plan) && entry.plan != self.taxonomy.plan.id,
            gone: clause.is_none(),
            unrecorded: !has(&entry.text_sha256) || !has(said.clause_sha256),
        }
    }

    /// How many firms have been decided on.
    #[must_use]
    pub fn firms(&self) -> usize {
        self.firms.len()
    }

    /// Which of them this is, below [`Decisions::firms`]; nothing for one that is new.
    #[must_use]
    pub fn firm_of(&self, identity: &Identity) -> Option<usize> {
        self.find(identity)
    }

    /// What has been decided about one of them, if its text is `profile`; without a text, no decision counts as made on
    /// another.
    ///
    /// # Panics
    /// If `firm` is not below [`Decisions::firms`].
    #[must_use]
    pub fn about(&self, firm: usize, profile: Option<&Profile>) -> Standing<'_> {
        let text = profile.map(text_sha256);
        let said = self.firms[firm].said.iter();
        let decisions = said.filter_map(|((class, _), said)| {
            let last = said.last()?;
            let text = text.as_deref().unwrap_or(&last.entry.text_sha256);
            Some(self.decided(*class, last, self.stale(*class, last, text)))
        });
        Standing {
            decisions: decisions.collect(),
        }
    }

    /// Every firm with its name as it was written last and what has been decided about it, whatever it says of itself
    /// now: for what concerns the ledger alone, such as conflicts.
    pub fn all(&self) -> impl Iterator<Item = (String, Standing<'_>)> {
        self.firms.iter().map(|firm| {
            let said = firm.said.iter();
            let decisions: Vec<Decided<'_>> = said
                .filter_map(|((class, _), said)| {
                    Some(self.decided(*class, said.last()?, Stale::default()))
                })
                .collect();
            let last = decisions.iter().max_by_key(|decided| decided.place);
            let called = last.map(|decided| &decided.entry.firm);
            let name = called.and_then(|firm| firm.name.clone().or(firm.id.clone()));
            (name.unwrap_or_default(), Standing { decisions })
        })
    }
}

/// Takes the last decision of a person back, and with a no the yes that it was given together with.
fn withdraw<'l>(known: &mut BTreeMap<(Class, &'l str), Vec<Said<'l>>>, class: Class, who: &'l str) {
    let Some(taken) = known.get_mut(&(class, who)).and_then(Vec::pop) else {
        return;
    };
    for ((_, by), said) in known.iter_mut() {
        if *by == who {
            said.retain(|said| said.place != taken.place);
        }
    }
}

/// The fewest characters of an id that is believed without a name: more than a running number has.
const SHORTEST_ID: usize = 6;

/// Whether two folded names may be one: a part of the other, or a quarter of the characters apart.
fn is_near(one: &str, other: &str) -> bool {
    let most = one.chars().count() / 4;
    one.contains(other) || other.contains(one) || distance_within(one, other, most).is_some()
}

fn only<'a>(mut firms: impl Iterator<Item = &'a usize>) -> Option<usize> {
    let first = firms.next()?;
    firms.next().is_none().then_some(*first)
}

#[cfg(test)]
mod tests;
