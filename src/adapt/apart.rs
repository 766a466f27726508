//! Companies that the plan was made of. A phrase that is a term of the plan is found there, whatever the plan is worth for phrases
//! that it does not have; so each such company is read by a plan without the terms that only it, and those held out with it,
//! have given.

use super::company::Company;
use super::{FOLDS, folds};
use crate::profile::Profile;
use crate::taxonomy::Taxonomy;
use crate::text::{Break, Stemmer, Tokens, continue_hash, hash_bytes};
use std::collections::{HashMap, HashSet};

/// Plans, and by which of them each company is read.
pub(super) struct Apart {
    pub(super) taxonomies: Vec<Taxonomy>,
    pub(super) which: Vec<usize>,
}

/// A term has at most so many parts between commas and brackets.
const MOST_PARTS: usize = 8;

/// Cuts texts at commas, brackets and other signs.
#[derive(Default)]
struct Parts {
    stemmer: Stemmer,
    tokens: Tokens,
}

impl Parts {
    /// The stems of each part of a text, hashed.
    fn of(&mut self, text: &str) -> Vec<Vec<u64>> {
        self.tokens.cut(text);
        let mut parts: Vec<Vec<u64>> = Vec::new();
        for (at, token) in self.tokens.list.iter().enumerate() {
            if at == 0 || token.before >= Break::Comma {
                parts.push(Vec::new());
            }
            let stem = self.stemmer.stem(self.tokens.folded(token));
            if let Some(part) = parts.last_mut() {
                part.push(hash_bytes(stem.as_bytes()));
            }
        }
        parts
    }

    /// The key of a whole text.
    fn key(&mut self, text: &str) -> u64 {
        key(&self.of(text))
    }
}

/// The key of the words of some parts, whatever stands between them.
fn key(parts: &[Vec<u64>]) -> u64 {
    let words = parts.iter().flatten();
    words.fold(0, |key, word| continue_hash(key, &word.to_le_bytes()))
}

/// What stands in a text from part to part: the first part, the one after the last, and the key.
fn runs(parts: &[Vec<u64>]) -> impl Iterator<Item = (usize, usize, u64)> {
    let ends = |start: usize| start + 1..=parts.len().min(start + MOST_PARTS);
    (0..parts.len())
        .flat_map(move |start| ends(start).map(move |end| (start, end, key(&parts[start..end]))))
}

/// Whether the parts of a text are terms, one after the other, of which `is_term` tells by their keys.
fn is_made_of(parts: &[Vec<u64>], is_term: impl Fn(u64) -> bool) -> bool {
    let mut reached = vec![false; parts.len() + 1];
    reached[0] = true;
    for (start, end, key) in runs(parts) {
        reached[end] |= reached[start] && is_term(key);
    }
    reached[parts.len()]
}

fn texts(profile: &Profile) -> impl Iterator<Item = &String> {
    let texts = profile.keywords.iter().chain(&profile.products);
    texts.chain(&profile.description)
}

/// The plans by which the companies are read, if most of them are what the plan was made of: every part of their texts is a term
/// of a subdivision that they belong to.
pub(super) fn apart(taxonomy: &Taxonomy, companies: &[Company]) -> Option<Apart> {
    let mut parts = Parts::default();
    let terms: Vec<Vec<u64>> = taxonomy
        .subdivisions
        .iter()
        .map(|one| one.terms.iter().map(|term| parts.key(&term.text)).collect())
        .collect();
    let sets = terms.iter().map(|keys| keys.iter().copied().collect());
    let sets: Vec<HashSet<u64>> = sets.collect();
    let which = folds(companies.len());
    let mut made_of = 0;
    // By subdivision and term, the folds whose companies have it: a bit each.
    let mut given: HashMap<(usize, u64), u32> = HashMap::new();
    for (company, fold) in companies.iter().zip(&which) {
        let classes = company.yes();
        let is_term = |key: u64| classes.iter().any(|class| sets[*class].contains(&key));
        let texts = texts(company.profile());
        let texts: Vec<Vec<Vec<u64>>> = texts.map(|text| parts.of(text)).collect();
        let is_made = !texts.is_empty() && texts.iter().all(|text| is_made_of(text, is_term));
        made_of += usize::from(is_made);
        for (_, _, key) in texts.iter().flat_map(|text| runs(text)) {
            for class in &classes {
                *given.entry((*class, key)).or_default() |= 1 << fold;
            }
        }
    }
    if 2 * made_of < companies.len() {
        return None;
    }
    let taxonomies = (0..FOLDS).map(|fold| {
        let mut taxonomy = taxonomy.clone();
        for (class, subdivision) in taxonomy.subdivisions.iter_mut().enumerate() {
            let mut keys = terms[class].iter();
            subdivision.terms.retain(|_| {
                let folds = keys.next().and_then(|key| given.get(&(class, *key)));
                folds != Some(&(1 << fold))
            });
        }
        taxonomy
    });
    Some(Apart {
        taxonomies: taxonomies.collect(),
        which,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_made_of_terms_if_nothing_of_it_is_left() {
        let mut parts = Parts::default();
        let terms: HashSet<u64> = ["pumps (e.g., rotary) manufacturing", "valve"]
            .map(|term| parts.key(term))
            .into();
        let mut is_made = |text: &str| is_made_of(&parts.of(text), |key| terms.contains(&key));
        assert!(is_made("Valves, pumps (e.g., rotary) manufacturing"));
        assert!(!is_made("valves, pumps, manufacturing"));
        assert!(!is_made("valves for pumps"));
    }
}
