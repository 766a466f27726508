//! Firms that are seen again under other names, of other sources.

use crate::firms::{Firm, Random};
use planfit::ledger::{Decision, Decisions, Entry, FirmRef, Identity, Ledger};
use planfit::{Profile, Taxonomy};

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
