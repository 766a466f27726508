//! A plan read back from what `planfit taxonomy compile` made of it: its terms stay bytes until they are asked for, and the
//! tables that the matcher made of it stand beside them.

use super::Taxonomy;
use crate::text::Fingerprint;

/// The tables that were made of a plan before, if any were. They are no part of what a plan says: two plans that say the same
/// are equal, with tables or without.
#[derive(Debug, Clone, Copy, Default)]
pub struct Compiled(Option<Made>);

/// Tables made of a plan, and what tells that the plan is still as they were made of it.
#[derive(Debug, Clone, Copy)]
struct Made {
    tables: &'static [u8],
    /// The bytes of the plan that they were made of, and what it says besides terms.
    plan: &'static [u8],
    rest: u64,
    terms: Option<u64>,
}

impl PartialEq for Compiled {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Taxonomy {
    /// The plan as bytes, from which [`Taxonomy::from_compiled`] reads it.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("memory takes a plan")
    }

    /// A plan from its bytes, with the tables that were made of it; nothing where the bytes are those of no plan.
    pub(crate) fn from_compiled(plan: &'static [u8], tables: &'static [u8]) -> Option<Self> {
        let mut taxonomy = postcard::from_bytes::<Self>(plan).ok()?;
        taxonomy.compiled = Compiled(Some(Made {
            tables,
            plan,
            rest: taxonomy.fingerprint_of_rest(),
            terms: taxonomy.stored_terms(plan),
        }));
        Some(taxonomy)
    }

    /// The tables that were made of this plan, where there are any and nothing of it was changed since it was read.
    pub(crate) fn tables(&self) -> Option<&'static [u8]> {
        let Made {
            tables,
            plan,
            rest,
            terms,
        } = self.compiled.0?;
        let is_same = terms.is_some()
            && self.stored_terms(plan) == terms
            && self.fingerprint_of_rest() == rest;
        is_same.then_some(tables)
    }

    /// A hash of what tables are made of besides terms and exclusions: ids, what they were and what they are like, and labels.
    fn fingerprint_of_rest(&self) -> u64 {
        let mut sum = Fingerprint::default();
        let mut add = |id: &str, labels: [&str; 2], lists: [&[String]; 2]| {
            sum.add(id.as_bytes());
            for label in labels {
                sum.add(label.as_bytes());
            }
            for list in lists {
                sum.add_number(list.len() as u64);
                list.iter().for_each(|id| sum.add(id.as_bytes()));
            }
        };
        for one in &self.subdivisions {
            let labels = [one.label.en.as_str(), &one.label.zh];
            add(&one.id, labels, [&one.formerly, &one.like]);
        }
        for one in &self.out_of_scope {
            let labels = [one.label.en.as_str(), &one.label.zh];
            add(&one.id, labels, [&one.formerly, &one.like]);
        }
        sum.add_number(self.subdivisions.len() as u64);
        sum.finish()
    }
}
