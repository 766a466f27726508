//! Firms that are seen again under other names, of other sources.

use crate::firms::{Firm, Random};
use planfit::input::{Entry as Row, InputOptions, Leads, RowBlock, RowReader, Source};
use planfit::ledger::{Decision, Decisions, Entry, FirmRef, Identity, Ledger};
use planfit::{Profile, Taxonomy};
use std::collections::HashSet;
use std::path::Path;

/// A decision about a firm that says which it is.
fn entry(place: usize, id: Option<String>, name: String) -> Entry {
    let plain = format!(
        r#"{{"firm":{{}},"subdivision":"new-materials/aerogel","decision":"yes","who":"li","plan":"chongqing-2021","reason":"{place}"}}"#
    );
    let entry: Entry = serde_json::from_str(&plain).unwrap();
    Entry {
        firm: FirmRef {
            id,
            name: Some(name),
        },
        decision: Decision::Yes,
        ..entry
    }
}

/// What a source gives as id: the code of the state, numbers of its own, or nothing.
fn id(source: usize, place: usize, firm: &Firm, random: &mut Random) -> Option<String> {
    match source {
        0 => Some(firm.code.clone()),
        1 => Some((random.below(5000) + place % 7).to_string()),
        _ => None,
    }
}

/// How many of those that were decided on are recognised as themselves, how many as another, and how many that were
/// never seen are taken for one that was.
#[derive(Debug, Default)]
struct Found {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Found {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed) as f64
    }
}

#[test]
fn firms_are_recognised_under_the_names_of_three_sources() {
    let taxonomy = Taxonomy::shipped();
    let firms = Firm::made_up(10_000, 1);
    let mut random = Random::new(2);
    // Half of the firms have been decided on, each as one of the sources has it.
    let entries = firms.iter().enumerate().step_by(2).map(|(place, firm)| {
        let source = random.below(3);
        entry(
            place,
            id(source, place, firm, &mut random),
            firm.name(&mut random),
        )
    });
    let ledger = Ledger {
        entries: entries.collect(),
        ..Ledger::default()
    };
    let decisions = Decisions::new(&ledger, &taxonomy);
    let mut found = Found::default();
    for (place, firm) in firms.iter().enumerate() {
        for source in 0..3 {
            let name = firm.name(&mut random);
            let id = id(source, place, firm, &mut random);
            let identity = Identity::new(id.as_deref(), Some(&name));
            let standing = decisions.standing(&identity, &Profile::default());
            let known = standing.decisions.first();
            let taken_for = known.map(|decided| decided.entry.reason.as_deref().unwrap());
            match (taken_for, place % 2 == 0) {
                (Some(taken), true) if taken == place.to_string() => found.right += 1,
                (Some(_), known) => {
                    found.wrong += 1;
                    found.missed += usize::from(known);
                }
                (None, true) => found.missed += 1,
                (None, false) => {}
            }
        }
    }
    assert!(
        found.precision() >= 0.99 && found.recall() >= 0.99,
        "{found:?}"
    );
}

/// Real names of two lists: a firm is wrongly taken for another one of its list in less than one case of a hundred.
/// Where a list has websites, two firms of one name are another only where both sites are known and differ: it lists many
/// firms twice.
#[test]
#[ignore = "needs ../shared/leads, which is not part of the repository"]
fn real_names_are_rarely_shared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/leads");
    for list in ["companies.csv.gz", "zh-companies.csv.gz"] {
        let firms = named(&folder.join(list));
        let entries = firms.iter().enumerate();
        let entries = entries.map(|(place, (name, _))| entry(place, None, name.clone()));
        let ledger = Ledger {
            entries: entries.collect(),
            ..Ledger::default()
        };
        let taxonomy = Taxonomy::shipped();
        let decisions = Decisions::new(&ledger, &taxonomy);
        let (mut wrong, mut missed) = (0, 0);
        for (name, site) in &firms {
            let identity = Identity::new(None, Some(name));
            let standing = decisions.standing(&identity, &Profile::default());
            let Some(known) = standing.decisions.first() else {
                missed += 1;
                continue;
            };
            // The last of one name is the one that is told.
            let place: usize = known.entry.reason.as_deref().unwrap().parse().unwrap();
            let (other, elsewhere) = &firms[place];
            let apart = match (site, elsewhere) {
                (Some(site), Some(elsewhere)) => {
                    !site.is_empty() && !elsewhere.is_empty() && site != elsewhere
                }
                _ => true,
            };
            if other != name && apart {
                wrong += 1;
                if wrong < 20 {
                    println!("  {name} | {other}");
                }
            }
        }
        let all = firms.len();
        println!("{list}: {all} names, {wrong} taken for another, {missed} not recognised");
        assert!(
            wrong * 100 < all && missed * 100 < all,
            "{wrong}, {missed} of {all}"
        );
    }
}

/// The different names of a list, each with its website where there is one.
fn named(list: &Path) -> Vec<(String, Option<String>)> {
    let options = InputOptions {
        sample: 1000,
        ..InputOptions::default()
    };
    let mut leads = Leads::open_any(Source::file(list).unwrap(), None, &options).unwrap();
    let site = leads
        .headers()
        .iter()
        .position(|header| header == "website");
    let layout = leads.layout();
    let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
    let (mut seen, mut names) = (HashSet::new(), Vec::new());
    while leads.fill(&mut block).unwrap() {
        for index in 0..block.len() {
            let Row::Lead { lead, .. } = reader.read(&layout, &block, index) else {
                continue;
            };
            let Some(name) = lead.profile.name.clone() else {
                continue;
            };
            let site = site.map(|site| {
                let site = lead.cells.get(site).split("://").last().unwrap_or_default();
                let site = site.trim_start_matches("www.").trim_end_matches('/');
                site.to_lowercase()
            });
            if seen.insert(name.clone()) {
                names.push((name, site));
            }
        }
    }
    names
}
