//! What a sector corresponds to in the shipped plan: its name and words, one by one, as names of broad sectors, as
//! labels, and as the matcher reads them.

use super::sheet::Sector;
use crate::fit::{Assessment, Score, Tier};
use crate::matcher::{Matcher, Options, Scratch};
use crate::profile::Profile;
use crate::taxonomy::{Label, Taxonomy, lenders};
use crate::text::fold_str;
use std::collections::{BTreeSet, HashMap};

const BROAD: &str = include_str!("broad.txt");

/// A class of the shipped plan, or an industry of it as all of its subdivisions, that a sector is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lender {
    /// Its id, as `like` takes it.
    pub id: String,
    /// Its name.
    pub label: Label,
}

/// What a sector is like, and which of its words that covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// In the order of the shipped plan.
    pub lenders: Vec<Lender>,
    /// Parts of its name, and keywords, that something shipped is like.
    pub covered: Vec<String>,
    /// Those that nothing is like: only these words themselves count.
    pub uncovered: Vec<String>,
}

/// Proposes what sectors are like.
pub struct Proposer<'t> {
    shipped: &'t Taxonomy,
    matcher: Matcher<'t>,
    scratch: Scratch,
    /// Places of classes, by folded names.
    names: HashMap<String, Vec<usize>>,
}

/// A word alone proposes what an analyst would call a real line of business.
const WORD: Score = Tier::Substantial.threshold();

/// Running text proposes only what it is mainly about.
const NOTES: Score = Tier::Core.threshold();

/// Words before and after a name that do not change what it names.
const BEFORE: [&str; 25] = [
    "modern ",
    "advanced ",
    "high-end ",
    "high-tech ",
    "new ",
    "smart ",
    "intelligent ",
    "green ",
    "innovative ",
    "next-generation ",
    "future ",
    "sustainable ",
    "digital ",
    "other ",
    "现代",
    "高端",
    "先进",
    "新型",
    "新一代",
    "未来",
    "智能",
    "绿色",
    "创新",
    "优势",
    "特色",
];
const AFTER: [&str; 22] = [
    " industry",
    " industries",
    " sector",
    " manufacturing",
    " technology",
    " technologies",
    " services",
    " products",
    " equipment",
    " hub",
    " of the future",
    " for the future",
    "产业",
    "行业",
    "制造业",
    "制造",
    "服务业",
    "服务",
    "产品",
    "业",
    "领域",
    "中心",
];

/// What words are like.
enum Found {
    Classes(Vec<usize>),
    /// A kind of business out of scope that the matcher takes them for: a guess.
    OutOfScope(Vec<usize>),
}

impl Found {
    fn places(&self) -> &[usize] {
        match self {
            Self::Classes(places) | Self::OutOfScope(places) => places,
        }
    }
}

/// What is known of a sector so far.
#[derive(Default)]
struct Draft {
    places: BTreeSet<usize>,
    /// Words, if not those of notes, that the matcher takes for a kind of business out of scope.
    guesses: Vec<(Option<String>, Vec<usize>)>,
    proposal: Proposal,
}

impl Draft {
    fn add(&mut self, words: &str, found: Found) {
        match found {
            Found::OutOfScope(places) => self.guesses.push((Some(words.to_owned()), places)),
            Found::Classes(places) => self.cover(words, places),
        }
    }

    fn cover(&mut self, words: &str, found: Vec<usize>) {
        let list = match found.is_empty() {
            true => &mut self.proposal.uncovered,
            false => &mut self.proposal.covered,
        };
        if !list.iter().any(|known| known == words) {
            list.push(words.to_owned());
        }
        self.places.extend(found);
    }

    /// Takes guesses only where the sector is like no subdivision, of which there are so many: what a plan promotes is seldom
    /// a kind of business that another one leaves out.
    fn finish(mut self, subdivisions: usize) -> (Proposal, BTreeSet<usize>) {
        let is_in_scope = self.places.iter().any(|place| *place < subdivisions);
        for (words, places) in std::mem::take(&mut self.guesses) {
            let places = if is_in_scope { Vec::new() } else { places };
            match words {
                Some(words) => self.cover(&words, places),
                None => self.places.extend(places),
            }
        }
        (self.proposal, self.places)
    }
}

impl<'t> Proposer<'t> {
    /// Makes the shipped plan ready.
    #[must_use]
    pub fn new(shipped: &'t Taxonomy) -> Self {
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        for line in BROAD.lines().filter(|line| !line.starts_with('#')) {
            let Some((ids, spellings)) = line.split_once('=') else {
                continue;
            };
            let places: Vec<usize> = ids.split_whitespace().flat_map(lenders::places).collect();
            for name in spellings.split('|') {
                names.entry(key(name)).or_default().extend(&places);
            }
        }
        let broad = names.len();
        for industry in &shipped.industries {
            for label in [&industry.label.en, &industry.label.zh] {
                let places = lenders::places(&industry.id);
                names.entry(key(label)).or_insert(places);
            }
        }
        debug_assert!(names.len() > broad);
        for (place, out) in (shipped.subdivisions.len()..).zip(&shipped.out_of_scope) {
            for label in [&out.label.en, &out.label.zh] {
                names.entry(key(label)).or_insert_with(|| vec![place]);
            }
        }
        // A label of a subdivision is that subdivision alone.
        for (place, subdivision) in shipped.subdivisions.iter().enumerate() {
            for label in [&subdivision.label.en, &subdivision.label.zh] {
                names.insert(key(label), vec![place]);
            }
        }
        Self {
            shipped,
            matcher: Matcher::new(shipped),
            scratch: Scratch::default(),
            names,
        }
    }

    /// What `sector` is like.
    pub fn propose(&mut self, sector: &Sector) -> Proposal {
        let mut draft = Draft::default();
        for name in [&sector.en, &sector.zh].into_iter().flatten() {
            let whole = self.of_words(name);
            if !whole.places().is_empty() && self.is_name(name) {
                draft.add(name, whole);
                continue;
            }
            for part in parts(name) {
                let found = self.of_part(&part, name);
                draft.add(&part, found);
            }
        }
        for keyword in &sector.keywords {
            let found = self.of_words(keyword);
            draft.add(keyword, found);
        }
        if let Some(notes) = &sector.notes {
            let profile = Profile::from_text(notes.as_str());
            match self.read(&profile, NOTES) {
                Found::OutOfScope(places) => draft.guesses.push((None, places)),
                found => draft.places.extend(found.places()),
            }
        }
        let subdivisions = self.shipped.subdivisions.len();
        let (mut proposal, places) = draft.finish(subdivisions);
        // In one language more may be known than in the other.
        if proposal.covered.is_empty() {
            proposal.uncovered.dedup();
        }
        proposal.lenders = self.lenders(&places);
        proposal
    }

    /// The classes that a part of `name` is like. `Construction and general machinery` is not about construction, where
    /// `construction machinery` is something.
    fn of_part(&mut self, part: &str, name: &str) -> Found {
        let found = self.of_words(part);
        let subdivisions = self.shipped.subdivisions.len();
        let is_in_scope = |found: &Found| found.places().iter().any(|place| *place < subdivisions);
        if is_in_scope(&found) || found.places().is_empty() {
            return found;
        }
        // The name of an industry stands for itself: `Construction and new materials`.
        let last = parts(name).pop().unwrap_or_default();
        if self
            .names
            .get(&key(&last))
            .is_some_and(|places| places.len() > 1)
        {
            return found;
        }
        let with_head = with_shared_head(part, name).map(|whole| self.of_words(&whole));
        with_head.filter(is_in_scope).unwrap_or(found)
    }

    /// Whether words are the name of something, as a whole.
    fn is_name(&self, words: &str) -> bool {
        self.names.contains_key(&key(words)) || parts(words).len() < 2
    }

    /// The classes that words are like.
    fn of_words(&mut self, words: &str) -> Found {
        let whole = key(words);
        if let Some(places) = self.names.get(&whole) {
            return Found::Classes(places.clone());
        }
        let profile = Profile {
            keywords: vec![words.to_owned()],
            ..Profile::default()
        };
        let read = self.read(&profile, WORD);
        let named = self.names.get(bare(&whole)).cloned();
        match (read, named) {
            (Found::Classes(places), Some(named)) if places.is_empty() => Found::Classes(named),
            // A name says more than a guess.
            (Found::OutOfScope(_), Some(named)) => Found::Classes(named),
            (read, _) => read,
        }
    }

    /// What the matcher finds in a profile with at least this score; a kind of business out of scope only where no
    /// subdivision fits.
    fn read(&mut self, profile: &Profile, least: Score) -> Found {
        let options = Options {
            top: 8,
            min_score: least,
            evidence: 0,
        };
        let assessment: Assessment<'t> = self.matcher.assess(profile, &options, &mut self.scratch);
        let fits = assessment.fits.iter().filter(|fit| {
            // These are about talent and platforms, which no name of a sector means.
            fit.score >= least && !fit.subdivision.id.starts_with("aspect/")
        });
        let places: Vec<usize> = fits.map(|fit| fit.class).collect();
        match assessment.out_of_scope.filter(|out| out.score >= least) {
            Some(out) if places.is_empty() => {
                let id = format!("{}{}", lenders::OUT, out.class.id);
                Found::OutOfScope(lenders::places(&id))
            }
            _ => Found::Classes(places),
        }
    }

    /// Classes by their ids; an industry of which all subdivisions are there is one.
    fn lenders(&self, places: &BTreeSet<usize>) -> Vec<Lender> {
        let shipped = self.shipped;
        let mut found: Vec<Lender> = Vec::new();
        for place in places {
            let (id, label) = match place.checked_sub(shipped.subdivisions.len()) {
                Some(out) => {
                    let out = &shipped.out_of_scope[out];
                    (format!("{}{}", lenders::OUT, out.id), &out.label)
                }
                None => {
                    let subdivision = &shipped.subdivisions[*place];
                    let industry = shipped.industry_of(subdivision);
                    let all = lenders::places(&industry.id);
                    if all.len() > 1 && all.iter().all(|one| places.contains(one)) {
                        (industry.id.clone(), &industry.label)
                    } else {
                        (subdivision.id.clone(), &subdivision.label)
                    }
                }
            };
            if found.last().is_none_or(|last| last.id != id) {
                found.push(Lender {
                    id,
                    label: label.clone(),
                });
            }
        }
        found
    }
}

/// A name as it is compared.
fn key(name: &str) -> String {
    let folded = fold_str(name.trim());
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ").replace(" & ", " and ")
}

/// A folded name without the words around it that change nothing.
fn bare(name: &str) -> &str {
    let name = BEFORE
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(name);
    let shorter = AFTER.iter().find_map(|word| name.strip_suffix(word));
    shorter.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// A part of a name together with the last word of the name, where both may share it: `construction machinery` of
/// `Construction and general machinery`, `建筑机械` of `建筑和通用机械`.
fn with_shared_head(part: &str, name: &str) -> Option<String> {
    let list = parts(name);
    let (last, before) = list.split_last()?;
    if !before.iter().any(|other| other == part) {
        return None;
    }
    if let Some((_, head)) = last.rsplit_once(' ') {
        return Some(format!("{part} {head}"));
    }
    let head = last.char_indices().rev().nth(1);
    let (at, _) = head.filter(|(at, _)| *at > 0 && !last.is_ascii())?;
    Some(format!("{part}{}", &last[at..]))
}

/// The parts of a name that names several things: `Automobiles, parts and components`, `节能与环保`.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut text = name.replace(['/', '、', '，', '；', ';', '(', ')', '（', '）', '|'], ",");
    for and in [" and ", " & ", " And ", " AND ", "&"] {
        text = text.replace(and, ",");
    }
    let mut list = Vec::new();
    for part in text.split(',') {
        // Characters that mean `and` stand inside words too; each side has to be a word of its own.
        let chinese = part.split(['与', '和', '及']);
        let sides: Vec<&str> = chinese.map(str::trim).collect();
        match sides.iter().all(|side| side.chars().count() > 1) {
            true => list.extend(sides),
            false => list.push(part.trim()),
        }
    }
    let list = list.into_iter().filter(|part| !part.is_empty());
    list.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(name: &str) -> Vec<String> {
        let shipped = Taxonomy::shipped();
        let sector = Sector {
            en: Some(name.to_owned()),
            ..Sector::default()
        };
        let lenders = Proposer::new(&shipped).propose(&sector).lenders;
        lenders.into_iter().map(|lender| lender.id).collect()
    }

    #[test]
    fn every_broad_name_is_like_something_shipped() {
        for line in BROAD
            .lines()
            .filter(|line| !line.starts_with('#') && line.contains('='))
        {
            let (ids, _) = line.split_once('=').unwrap();
            for id in ids.split_whitespace() {
                assert!(!lenders::places(id).is_empty(), "{id}");
            }
        }
    }

    #[test]
    fn labels_broad_names_and_kinds_of_business_outside_are_found() {
        assert_eq!(ids("Aerogel"), ["new-materials/aerogel"]);
        assert_eq!(ids("Power batteries"), ["new-energy-icv/power-batteries"]);
        assert_eq!(ids("Real estate"), ["out/property"]);
        assert_eq!(
            ids("Modern tourism industry"),
            ["services/cultural-tourism"]
        );
        assert!(ids("Consumer goods").contains(&"consumer-goods".to_owned()));
        assert!(ids("Zyzzyva breeding").is_empty());
    }

    /// What a plan promotes is not told to be like what another one leaves out, unless its name says so.
    #[test]
    fn kinds_of_business_outside_are_taken_by_name_or_where_no_subdivision_fits() {
        let outside = |ids: Vec<String>| {
            let outside = ids.into_iter().filter(|id| id.starts_with(lenders::OUT));
            outside.collect::<Vec<String>>()
        };
        let machinery = ids("Construction and general machinery");
        assert!(machinery.contains(&"equipment/construction-machinery".to_owned()));
        assert!(outside(machinery).is_empty());
        assert_eq!(outside(ids("Tourism and retail")), ["out/retail"]);
        let both = outside(ids("Construction and new materials"));
        assert_eq!(both, ["out/construction"]);
        let label = &Taxonomy::shipped().out_of_scope[0];
        let named = format!("Aerogel, {}", label.label.zh);
        assert_eq!(outside(ids(&named)), [format!("out/{}", label.id)]);
        let shipped = Taxonomy::shipped();
        let mut proposer = Proposer::new(&shipped);
        let mut of = |zh: &str, keywords: &[&str]| {
            proposer.propose(&Sector {
                zh: Some(zh.to_owned()),
                keywords: keywords.iter().map(|&word| word.to_owned()).collect(),
                ..Sector::default()
            })
        };
        let ids = |proposal: &Proposal| {
            let lenders = proposal.lenders.iter();
            lenders.map(|one| one.id.clone()).collect::<Vec<String>>()
        };
        let alone = of("影像设备", &[]);
        assert_eq!(ids(&alone), ["out/retail"]);
        let devices = of("高端医疗器械", &["影像设备", "体外诊断"]);
        assert_eq!(ids(&devices), ["biotechnology/medical-devices"]);
        assert_eq!(devices.uncovered, ["影像设备"]);
    }

    #[test]
    fn a_head_is_shared_with_what_stands_before_it() {
        let head = |part, name| with_shared_head(part, name);
        let name = "Construction and general machinery";
        let whole = head("Construction", name);
        assert_eq!(whole.as_deref(), Some("Construction machinery"));
        assert_eq!(head("general machinery", name), None);
        assert_eq!(head("Retail", "Retail and logistics"), None);
        let chinese = head("建筑", "建筑和通用机械");
        assert_eq!(chinese.as_deref(), Some("建筑机械"));
        assert_eq!(head("零售", "零售和物流"), None);
    }

    #[test]
    fn names_are_divided_where_they_name_several_things() {
        assert_eq!(
            parts("Automobiles, parts and components"),
            ["Automobiles", "parts", "components"]
        );
        assert_eq!(parts("动力电池与新型储能"), ["动力电池", "新型储能"]);
        assert_eq!(parts("和平"), ["和平"]);
    }
}
