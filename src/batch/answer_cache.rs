//! Texts seen before: identical profiles are scored once, as long as they are remembered.

use crate::fit::Assessment;
use crate::profile::Profile;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// How many answers a shard holds before the older half is forgotten: with all shards some 60 MB, whatever the list.
const SHARD: usize = 1024;
/// How many shards there are, so that threads seldom wait for one another.
const SHARDS: usize = 8;

/// The answers to the latest texts. It changes what a run costs, never what it says.
#[derive(Debug)]
pub(super) struct AnswerCache<'t> {
    shards: Vec<Mutex<Shard<'t>>>,
}

#[derive(Debug, Default)]
struct Shard<'t> {
    young: HashMap<Key, Arc<Assessment<'t>>>,
    old: HashMap<Key, Arc<Assessment<'t>>>,
}

/// Two independent hashes of everything the matcher reads; that two texts share both is not to be expected.
type Key = (u64, u64);

impl<'t> AnswerCache<'t> {
    pub(super) fn new() -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        }
    }

    /// The answer to a profile, if there is one, and whether it was remembered.
    pub(super) fn get(
        &self,
        profile: &Profile,
        assess: impl FnOnce() -> Option<Assessment<'t>>,
    ) -> Option<(Arc<Assessment<'t>>, bool)> {
        let key = key(profile);
        let shard = &self.shards[key.0 as usize % SHARDS];
        let known = shard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .find(key);
        if let Some(known) = known {
            return Some((known, true));
        }
        // Scored without the lock; where two threads come upon the same text at once, both score it.
        let answer = Arc::new(assess()?);
        shard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .put(key, Arc::clone(&answer));
        Some((answer, false))
    }
}

impl<'t> Shard<'t> {
    fn find(&mut self, key: Key) -> Option<Arc<Assessment<'t>>> {
        if let Some(known) = self.young.get(&key) {
            return Some(Arc::clone(known));
        }
        let known = self.old.remove(&key)?;
        self.put(key, Arc::clone(&known));
        Some(known)
    }

    fn put(&mut self, key: Key, answer: Arc<Assessment<'t>>) {
        if self.young.len() >= SHARD {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, answer);
    }
}

fn key(profile: &Profile) -> Key {
    let hash = |salt: u8| {
        // Without random keys, so that a run is the same every time.
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        profile.kind.as_str().hash(&mut hasher);
        for (field, item, text) in profile.texts() {
            (field, item, text).hash(&mut hasher);
        }
        hasher.finish()
    };
    (hash(0), hash(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Matcher, Options, Scratch, Taxonomy};

    #[test]
    fn identical_texts_are_scored_once() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let cache = AnswerCache::new();
        let mut scratch = Scratch::default();
        let mut ask = |text: &str| {
            let profile = Profile::from_text(text);
            cache
                .get(&profile, || {
                    Some(matcher.assess(&profile, &Options::default(), &mut scratch))
                })
                .map(|(_, known)| known)
        };
        assert_eq!(
            [
                ask("power batteries"),
                ask("aerogel"),
                ask("power batteries")
            ],
            [Some(false), Some(false), Some(true)]
        );
        for other in 0..SHARDS * SHARD * 4 {
            ask(&format!("{other}"));
        }
        assert_eq!(
            ask("aerogel"),
            Some(false),
            "what was long ago is forgotten"
        );
    }
}
