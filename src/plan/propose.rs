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
        let mut proposal = Proposal::default();
        let mut places = BTreeSet::new();
        for name in [&sector.en, &sector.zh].into_iter().flatten() {
            match self.of_words(name) {
                whole if !whole.is_empty() && self.is_name(name) => {
                    proposal.covered.push(name.clone());
                    places.extend(whole);
                }
                _ => {
                    for part in parts(name) {
                        self.add(&part, &mut places, &mut proposal);
                    }
                }
            }
        }
        for keyword in &sector.keywords {
            self.add(keyword, &mut places, &mut proposal);
        }
        if let Some(notes) = &sector.notes {
            let profile = Profile::from_text(notes.as_str());
            places.extend(self.read(&profile, NOTES));
        }
        // In one language more may be known than in the other.
        if proposal.covered.is_empty() {
            proposal.uncovered.dedup();
        }
        proposal.lenders = self.lenders(&places);
        proposal
    }

    fn add(&mut self, words: &str, places: &mut BTreeSet<usize>, proposal: &mut Proposal) {
        let found = self.of_words(words);
        let list = match found.is_empty() {
            true => &mut proposal.uncovered,
            false => &mut proposal.covered,
        };
        if !list.iter().any(|known| known == words) {
            list.push(words.to_owned());
        }
        places.extend(found);
    }

    /// Whether words are the name of something, as a whole.
    fn is_name(&self, words: &str) -> bool {
        self.names.contains_key(&key(words)) || parts(words).len() < 2
    }

    /// The classes that words are like.
    fn of_words(&mut self, words: &str) -> Vec<usize> {
        let whole = key(words);
        if let Some(places) = self.names.get(&whole) {
            return places.clone();
        }
        let profile = Profile {
            keywords: vec![words.to_owned()],
            ..Profile::default()
        };
        let read = self.read(&profile, WORD);
        if !read.is_empty() {
            return read;
        }
        let bare = bare(&whole);
        self.names.get(bare).cloned().unwrap_or_default()
    }

    /// What the matcher finds in a profile with at least this score.
    fn read(&mut self, profile: &Profile, least: Score) -> Vec<usize> {
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
        let mut places: Vec<usize> = fits.map(|fit| fit.class).collect();
        if let Some(out) = assessment.out_of_scope.filter(|out| out.score >= least) {
            places.extend(lenders::places(&format!(
                "{}{}",
                lenders::OUT,
                out.class.id
            )));
        }
        places
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
