//! Terms of the plan in a text: found from each word on, and added where nothing excludes them and no longer one says the same.

use super::match_kind::{how, term_length};
use super::{Feature, FeatureKind, Features, Reader, stated};
use crate::fit::Role;
use crate::matcher::keys::{extend, whole_key};
use crate::profile::Field;
use crate::taxonomy::LONGEST_TERM;
use crate::text::Break;

/// A term or an exclusion: the words `start..end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct TermHit {
    pub(super) start: usize,
    pub(super) end: usize,
    phrase: u32,
}

impl Reader {
    /// Finds terms and exclusions, from each word on.
    #[inline(never)] // within another function its numbers do not stay in registers
    pub(super) fn walk(&self, features: &mut Features) {
        let Features {
            words,
            terms,
            excluded,
            ..
        } = features;
        terms.clear();
        excluded.clear();
        for (start, first) in words.list.iter().enumerate() {
            let facts = words.facts(first);
            let Some(mut node) = facts.terms else {
                continue;
            };
            let mut path = facts.path;
            let mut end = start;
            loop {
                if let Some(found) = self.terms.end(node) {
                    let hit = |phrase| TermHit {
                        start,
                        end: end + 1,
                        phrase,
                    };
                    terms.extend(found.phrase.checked_sub(1).map(hit));
                    excluded.extend(found.exclusion.checked_sub(1).map(hit));
                }
                end += 1;
                let next = words.list.get(end).filter(|_| node.goes_on);
                let Some(next) = next.filter(|next| next.token.before < Break::Comma) else {
                    break;
                };
                path = extend(path, next.key);
                let Some(further) = self.terms.node(path) else {
                    break;
                };
                node = further;
            }
        }
    }

    pub(super) fn add_terms(
        &self,
        field: Field,
        item: u32,
        is_whole: bool,
        features: &mut Features,
    ) {
        let terms = std::mem::take(&mut features.terms);
        let mut reached = 0;
        for (number, hit) in terms.iter().enumerate() {
            let before = reached;
            reached = reached.max(hit.end);
            if self.is_excluded(hit, &features.excluded)
                || self.is_inside_a_longer(number, &terms, before)
            {
                continue;
            }
            let phrase = self.terms.phrase(hit.phrase);
            let words = &features.words.list[hit.start..hit.end];
            let (first, last) = (words[0], words[words.len() - 1]);
            let length = term_length(words);
            let amount = self.amount(field, first.token.sentence, features.counterfactual);
            let mut term = Feature {
                amount,
                item,
                start: first.token.start,
                end: last.token.end,
                how: how(words, features.words.tokens.all_folded(), &phrase),
                postings: self.weights.place(phrase.key),
                ..stated(phrase.key, FeatureKind::Term(hit.phrase), field, Role::Own)
            };
            let (start, end) = (first.first, last.last + 1);
            let gate = features.gate(&self.gates, start, end);
            features.mention_with(gate, start, end, &mut term);
            let is_item = matches!(field, Field::Keywords | Field::Products);
            let whole = Feature {
                amount,
                key: whole_key(phrase.key),
                sort: FeatureKind::Whole(hit.phrase),
                covers: if is_item { f32::INFINITY } else { length },
                ..term
            };
            let whole_item = is_whole && hit.start == 0 && hit.end == features.words.list.len();
            if is_item && whole_item || field == Field::Description {
                let mut whole = Feature {
                    postings: self.weights.place(whole.key),
                    ..whole
                };
                features.mention_with(gate, start, end, &mut whole);
            }
        }
        features.terms = terms;
    }

    fn is_excluded(&self, hit: &TermHit, excluded: &[TermHit]) -> bool {
        let first = excluded.partition_point(|other| other.start + LONGEST_TERM < hit.start);
        around(hit, &excluded[first..]).any(|exclusion| {
            let classes = self.terms.phrase(hit.phrase).classes;
            self.terms.excludes(exclusion.phrase, classes)
        })
    }

    /// "battery" inside "lithium battery pack" says nothing more, where the longer term points to all the same classes. Those
    /// before it reach up to `reached`.
    fn is_inside_a_longer(&self, number: usize, terms: &[TermHit], reached: usize) -> bool {
        let hit = &terms[number];
        let next = terms.get(number + 1);
        if reached < hit.end && next.is_none_or(|next| next.start > hit.start) {
            return false;
        }
        let before = terms[..number].iter().rev();
        let near = before.take_while(|other| other.start + LONGEST_TERM >= hit.start);
        around(hit, &terms[number - near.count()..]).any(|other| {
            let longer = self.terms.phrase(other.phrase).classes;
            let classes = self.terms.phrase(hit.phrase).classes;
            classes.iter().all(|(class, _)| longer.has(class))
        })
    }
}

/// The hits that reach over the whole of `hit` and further. `hits` are in the order of their starts, and begin not much
/// before it, so that only the few near it are looked at, however long the text: what begins further before it than a
/// term is long cannot reach over it.
fn around<'a>(hit: &'a TermHit, hits: &'a [TermHit]) -> impl Iterator<Item = &'a TermHit> {
    hits.iter()
        .take_while(|other| other.start <= hit.start)
        .filter(|other| hit.end <= other.end && other.end - other.start > hit.end - hit.start)
}
