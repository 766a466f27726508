//! Decided firms as companies to learn from.

use super::company::Company;
use crate::error::Result;
use crate::eval::{Gold, RELEVANT};
use crate::input::profile_file::{ProfileFormat, parse_profile};
use crate::input::{Entry, Leads, RowBlock, RowReader};
use crate::ledger::{Class, Decided, Decision, Decisions, Identity, Stale, Standing};
use crate::profile::Profile;
use crate::taxonomy::Language;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a ledger gives to learn from.
#[derive(Debug, Default)]
pub struct DecidedCompanies {
    /// One a firm.
    pub companies: Vec<Company>,
    /// Decisions that are learned from.
    pub used: usize,
    /// How many are not, by the reason.
    pub left_out: BTreeMap<LeftOut, usize>,
}

/// Why nothing is learned from a decision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Neither the ledger nor the list has the text of the firm.
    NoText,
    /// Something has changed since: in words.
    Stale(String),
    /// It is `unsure`.
    Unsure,
    /// People disagree about it.
    Conflict,
    /// It is about a subdivision of another plan, which this one never had.
    OtherPlan,
    /// The firm is among the labelled companies too, whose labels say more.
    Labelled,
}

impl LeftOut {
    /// In words.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::NoText => "no text of the company known",
            Self::Stale(words) => words,
            Self::Unsure => "unsure",
            Self::Conflict => "people disagree",
            Self::OtherPlan => "about subdivisions of another plan",
            Self::Labelled => "the company is labelled",
        }
    }
}

/// The firms of a ledger with the text that they were decided on: the newest in the ledger, else that of `leads`. A
/// decision that has gone stale under that text or the plan of `decisions` is left out, and so are firms among `labelled`.
///
/// # Errors
/// When the list cannot be read.
pub fn decided(
    decisions: &Decisions<'_>,
    leads: Option<Leads>,
    labelled: &[Gold],
) -> Result<DecidedCompanies> {
    let identity = |gold: &Gold| Identity::of_firm(Some(&gold.id), &gold.profile);
    let labelled = labelled.iter().map(identity);
    let labelled: HashSet<usize> = labelled.filter_map(|it| decisions.firm_of(&it)).collect();
    let listed = match leads {
        Some(leads) => texts(decisions, leads)?,
        None => HashMap::new(),
    };
    let mut firms = DecidedCompanies::default();
    firms.leave_out(LeftOut::OtherPlan, decisions.elsewhere());
    for firm in 0..decisions.firms() {
        let all = decisions.about(firm, None);
        let text = recorded(&all).or_else(|| listed.get(&firm).cloned());
        match text {
            _ if labelled.contains(&firm) => {
                firms.leave_out(LeftOut::Labelled, all.decisions.len())
            }
            None => firms.leave_out(LeftOut::NoText, all.decisions.len()),
            Some(profile) => firms.add(&decisions.about(firm, Some(&profile)), profile),
        }
    }
    Ok(firms)
}

/// The newest text of a firm in the ledger.
fn recorded(standing: &Standing<'_>) -> Option<Profile> {
    let mut decisions: Vec<&Decided<'_>> = standing.decisions.iter().collect();
    decisions.sort_by_key(|decided| std::cmp::Reverse(decided.place));
    decisions.into_iter().find_map(|decided| {
        let profile = decided.entry.profile.as_ref()?.to_string();
        let profile = parse_profile(profile.as_bytes(), "ledger", Some(ProfileFormat::Json));
        profile.ok().filter(|profile| !profile.is_empty())
    })
}

/// Texts of a list, by firm; of one that stands there twice, the first.
fn texts(decisions: &Decisions<'_>, mut leads: Leads) -> Result<HashMap<usize, Profile>> {
    let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
    let mut texts = HashMap::new();
    while leads.fill(&mut block)? {
        let layout = leads.layout();
        for index in 0..block.len() {
            if let Entry::Lead { lead, .. } = reader.read(&layout, &block, index)
                && let Some(firm) = decisions.firm_of(&Identity::of_lead(&lead))
            {
                texts.entry(firm).or_insert_with(|| lead.profile.clone());
            }
        }
    }
    Ok(texts)
}

impl DecidedCompanies {
    fn leave_out(&mut self, why: LeftOut, decisions: usize) {
        if decisions > 0 {
            *self.left_out.entry(why).or_default() += decisions;
        }
    }

    /// Adds a firm, if one of its decisions can be used.
    fn add(&mut self, standing: &Standing<'_>, profile: Profile) {
        let mut by_class: BTreeMap<Class, Vec<&Decided<'_>>> = BTreeMap::new();
        for decided in &standing.decisions {
            let fresh = by_class.entry(decided.class).or_default();
            match decided.stale == Stale::default() {
                true => fresh.push(decided),
                false => {
                    let words = decided.stale.words(Language::En).unwrap_or_default();
                    self.leave_out(LeftOut::Stale(words), 1);
                }
            }
        }
        let (mut labels, mut no, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for (class, fresh) in by_class {
            let Class::Of(class) = class else { continue };
            let is = |decision: Decision| fresh.iter().any(|one| one.decision == decision);
            let unsure = fresh.iter().filter(|one| one.decision == Decision::Unsure);
            let (unsure, sure) = (unsure.count(), fresh.len());
            self.leave_out(LeftOut::Unsure, unsure);
            let sure = sure - unsure;
            match (is(Decision::Yes), is(Decision::No)) {
                (true, true) => {
                    open.push(class);
                    self.leave_out(LeftOut::Conflict, sure);
                    continue;
                }
                (true, false) => labels.push((class, grade(&fresh))),
                (false, true) => no.push(class),
                (false, false) => open.push(class),
            }
            self.used += sure;
        }
        if labels.is_empty() && no.is_empty() {
            return;
        }
        let gold = Gold {
            id: profile.name.clone().unwrap_or_default(),
            profile,
            labels,
        };
        self.companies.push(Company::decided(gold, no, open));
    }
}

/// The best grade that a yes came with; a yes alone is a 2.
fn grade(fresh: &[&Decided<'_>]) -> u8 {
    let yes = fresh.iter().filter(|one| one.decision == Decision::Yes);
    let grades = yes.filter_map(|one| one.entry.grade);
    grades.max().unwrap_or(RELEVANT).max(RELEVANT)
}
