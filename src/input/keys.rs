//! The keys of objects in JSONL: which column each is, and what it is read as.

use super::columns::target_of;
use super::headers;
use super::target::Target;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// The keys of the list's first rows, which are its columns.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// In the order of the columns, which is that of most rows.
    in_order: Vec<(String, Key)>,
    by_name: HashMap<String, Key>,
    /// What keys are that came after the first rows, so that each is looked at once.
    late: RwLock<HashMap<String, Option<Target>>>,
}

/// How many late keys are remembered.
const LATE: usize = 10_000;

impl Keys {
    pub(super) fn new(headers: &[String], targets: &[Option<Target>]) -> Self {
        let places = headers.iter().zip(targets.iter().copied().enumerate());
        let in_order: Vec<(String, Key)> = places
            .map(|(header, (place, target))| {
                let key = Key {
                    column: Some(place),
                    target,
                    may_hold_fields: target.is_none() && target_of(header).is_some(),
                };
                (header.clone(), key)
            })
            .collect();
        Self {
            by_name: in_order.iter().cloned().collect(),
            in_order,
            late: RwLock::default(),
        }
    }

    /// What a key is that stands at `place` of its object.
    pub(super) fn find(&self, key: &str, place: usize) -> Key {
        if let Some((name, known)) = self.in_order.get(place)
            && name == key
        {
            return *known;
        }
        match self.by_name.get(key) {
            Some(known) => *known,
            None => Key {
                column: None,
                target: self.late(key),
                may_hold_fields: false,
            },
        }
    }

    fn late(&self, key: &str) -> Option<Target> {
        let known = self
            .late
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .copied();
        known.unwrap_or_else(|| {
            // Where there are other columns already, a weak claim is none.
            let known = headers::known(key).filter(|known| !known.weak);
            let target = known.map(|known| known.target);
            let mut late = self.late.write().unwrap_or_else(PoisonError::into_inner);
            if late.len() < LATE {
                late.insert(key.to_owned(), target);
            }
            target
        })
    }
}

/// A key that was met.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) column: Option<usize>,
    pub(super) target: Option<Target>,
    /// Whether it is not read itself, another key being first, but an object under it may hold fields.
    pub(super) may_hold_fields: bool,
}
