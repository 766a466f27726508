//! What changed from one version of a plan to the next, subdivision by subdivision.

use crate::taxonomy::{Clause, Label, Subdivision, Taxonomy, Term};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// What became of a subdivision or of a kind of business out of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone, and no other one was formerly it.
    Removed,
    /// It has another id, and says which it had.
    Renamed,
    /// It is there before and after.
    Kept,
}

/// A text before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed<T> {
    /// In the old plan.
    pub before: T,
    /// In the new one.
    pub after: T,
}

/// Entries of a list that came and went.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Entries {
    /// In the new plan only.
    pub added: Vec<String>,
    /// In the old plan only.
    pub removed: Vec<String>,
}

impl Entries {
    /// Whether nothing came or went.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    fn of<'a>(
        before: impl IntoIterator<Item = &'a String>,
        after: impl IntoIterator<Item = &'a String>,
    ) -> Self {
        let (before, after): (Vec<_>, Vec<_>) =
            (before.into_iter().collect(), after.into_iter().collect());
        let only = |these: &[&String], those: &[&String]| {
            let these = these.iter().filter(|one| !those.contains(one));
            these.map(|one| (*one).clone()).collect()
        };
        Self {
            added: only(&after, &before),
            removed: only(&before, &after),
        }
    }
}

/// What changed of one subdivision, or of one kind of business out of scope.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClassChange {
    /// Its id; in the new plan where it is there.
    pub id: String,
    /// The same for its name.
    pub label: Label,
    /// What became of it.
    pub fate: Fate,
    /// Its ids in the old plan: several where it was merged from several.
    pub formerly: Vec<String>,
    /// Whether it is a kind of business out of scope.
    pub out_of_scope: bool,
    /// Its names, if they changed.
    pub names: Option<Changed<Label>>,
    /// What the plan says of it, if that changed; nothing where it quotes none.
    pub clause: Option<Changed<Option<String>>>,
    /// Terms that came and went.
    pub terms: Entries,
    /// Terms of another weight.
    pub weights: BTreeMap<String, Changed<f32>>,
    /// Exclusions that came and went.
    pub exclusions: Entries,
    /// What it is like in the shipped plan.
    pub like: Entries,
}

impl ClassChange {
    /// Whether it is the same in every respect.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fate == Fate::Kept
            && self.names.is_none()
            && self.clause.is_none()
            && self.terms.is_empty()
            && self.weights.is_empty()
            && self.exclusions.is_empty()
            && self.like.is_empty()
    }
}

/// What changed between two versions of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Differences {
    /// Every subdivision and kind of business out of scope that is not the same: in the order of the new plan, then those
    /// that are gone.
    pub classes: Vec<ClassChange>,
    /// For each subdivision of the new plan, by its place, its places in the old one.
    #[serde(skip)]
    pub origins: Vec<Vec<usize>>,
}

/// A subdivision or a kind of business out of scope.
struct Side<'t> {
    id: &'t str,
    label: &'t Label,
    formerly: &'t [String],
    clause: Option<&'t Clause>,
    terms: &'t [Term],
    exclusions: &'t [String],
    like: &'t [String],
}

impl<'t> Side<'t> {
    fn of_subdivision(taxonomy: &'t Taxonomy, one: &'t Subdivision) -> Self {
        Self {
            id: &one.id,
            label: &one.label,
            formerly: &one.formerly,
            clause: taxonomy.clause_of(one),
            terms: &one.terms,
            exclusions: &one.exclusions,
            like: &one.like,
        }
    }

    fn all(taxonomy: &'t Taxonomy) -> [Vec<Self>; 2] {
        let subdivisions = taxonomy.subdivisions.iter();
        let out = taxonomy.out_of_scope.iter().map(|one| Self {
            id: &one.id,
            label: &one.label,
            formerly: &one.formerly,
            clause: None,
            terms: &one.terms,
            exclusions: &[],
            like: &one.like,
        });
        [
            subdivisions
                .map(|one| Self::of_subdivision(taxonomy, one))
                .collect(),
            out.collect(),
        ]
    }
}

/// Compares two versions of a plan. A subdivision is the same one under its id, or under one that it had formerly.
#[must_use]
pub fn diff(old: &Taxonomy, new: &Taxonomy) -> Differences {
    let mut differences = Differences {
        classes: Vec::new(),
        origins: Vec::new(),
    };
    for (place, (before, after)) in Side::all(old).iter().zip(Side::all(new)).enumerate() {
        let out_of_scope = place == 1;
        let places: HashMap<&str, usize> = before
            .iter()
            .enumerate()
            .map(|(place, one)| (one.id, place))
            .collect();
        let mut is_there = vec![false; before.len()];
        for one in &after {
            let origins = origins(one, &places);
            for origin in &origins {
                is_there[*origin] = true;
            }
            let sources: Vec<&Side<'_>> = origins.iter().map(|origin| &before[*origin]).collect();
            let change = change(&sources, one, out_of_scope);
            if !change.is_empty() {
                differences.classes.push(change);
            }
            if !out_of_scope {
                differences.origins.push(origins);
            }
        }
        let gone = before.iter().zip(is_there).filter(|(_, there)| !there);
        let gone = gone.map(|(one, _)| removed(one, out_of_scope));
        differences.classes.extend(gone);
    }
    differences
}

/// The places in the old plan of what a class is or was.
fn origins(one: &Side<'_>, places: &HashMap<&str, usize>) -> Vec<usize> {
    let ids = std::iter::once(one.id).chain(one.formerly.iter().map(String::as_str));
    let mut origins: Vec<usize> = ids.filter_map(|id| places.get(id).copied()).collect();
    origins.sort_unstable();
    origins.dedup();
    origins
}

fn change(before: &[&Side<'_>], after: &Side<'_>, out_of_scope: bool) -> ClassChange {
    let Some(first) = before.first() else {
        return ClassChange {
            fate: Fate::Added,
            terms: Entries {
                added: after
                    .terms
                    .iter()
                    .map(|term| term.text.to_string())
                    .collect(),
                removed: Vec::new(),
            },
            ..unchanged(after, out_of_scope)
        };
    };
    let clause = |side: &Side<'_>| side.clause.map(|clause| clause.text.clone());
    let (old_clause, new_clause) = (clause(first), clause(after));
    let is_renamed = before.len() > 1 || first.id != after.id;
    let before_terms: Vec<&Term> = before.iter().flat_map(|side| side.terms).collect();
    let weights: HashMap<&str, f32> = before_terms
        .iter()
        .map(|term| (&*term.text, term.weight))
        .collect();
    let reweighted = after.terms.iter().filter_map(|term| {
        let before = *weights.get(&*term.text)?;
        let changed = Changed {
            before,
            after: term.weight,
        };
        (before != term.weight).then(|| (term.text.to_string(), changed))
    });
    let before_texts: Vec<String> = before_terms
        .iter()
        .map(|term| term.text.to_string())
        .collect();
    let after_texts: Vec<String> = after
        .terms
        .iter()
        .map(|term| term.text.to_string())
        .collect();
    let all = |list: fn(&'_ Side<'_>) -> Vec<String>| -> Vec<String> {
        before.iter().flat_map(|side| list(side)).collect()
    };
    ClassChange {
        fate: if is_renamed {
            Fate::Renamed
        } else {
            Fate::Kept
        },
        formerly: before.iter().map(|side| side.id.to_owned()).collect(),
        names: (first.label != after.label).then(|| Changed {
            before: first.label.clone(),
            after: after.label.clone(),
        }),
        clause: (old_clause != new_clause).then_some(Changed {
            before: old_clause,
            after: new_clause,
        }),
        terms: Entries::of(&before_texts, &after_texts),
        weights: reweighted.collect(),
        exclusions: Entries::of(&all(|side| side.exclusions.to_vec()), after.exclusions),
        like: Entries::of(&all(|side| side.like.to_vec()), after.like),
        ..unchanged(after, out_of_scope)
    }
}

fn removed(before: &Side<'_>, out_of_scope: bool) -> ClassChange {
    ClassChange {
        fate: Fate::Removed,
        formerly: vec![before.id.to_owned()],
        ..unchanged(before, out_of_scope)
    }
}

fn unchanged(side: &Side<'_>, out_of_scope: bool) -> ClassChange {
    ClassChange {
        id: side.id.to_owned(),
        label: side.label.clone(),
        fate: Fate::Kept,
        formerly: Vec::new(),
        out_of_scope,
        names: None,
        clause: None,
        terms: Entries::default(),
        weights: BTreeMap::new(),
        exclusions: Entries::default(),
        like: Entries::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(body: &str) -> Taxonomy {
        let text = format!("format = 1\n[plan]\nid = \"p\"\n{body}");
        Taxonomy::from_toml(&text, "p").unwrap()
    }

    const OLD: &str = r#"
[[clause]]
id = "c"
text = "Pumps and cells."
[[subdivision]]
id = "pumps"
label = { en = "Pumps" }
clause = "c"
exclude = ["heat pump"]
terms.en = ["pump", { term = "valve", weight = 0.5 }]
[[subdivision]]
id = "cells"
label = { en = "Cells" }
terms.en = ["battery cell"]
[[subdivision]]
id = "tea"
label = { en = "Tea" }
terms.en = ["tea"]
"#;

    #[test]
    fn a_plan_does_not_differ_from_itself() {
        let differences = diff(&plan(OLD), &plan(OLD));
        assert_eq!(differences.classes, []);
        assert_eq!(differences.origins, [[0], [1], [2]]);
        let shipped = Taxonomy::shipped();
        assert_eq!(diff(&shipped, &shipped).classes, []);
    }

    #[test]
    fn every_kind_of_change_is_told() {
        let new = OLD
            .replace("Pumps and cells.", "Pumps, and cells.")
            .replace("weight = 0.5", "weight = 0.7")
            .replace("\"pump\"", "\"pump\", \"water pump\"")
            .replace("exclude = [\"heat pump\"]\n", "")
            .replace(
                "id = \"cells\"",
                "id = \"batteries\"\nformerly = [\"cells\"]",
            )
            .replace(
                "id = \"tea\"\nlabel = { en = \"Tea\" }",
                "id = \"wine\"\nlabel = { en = \"Wine\" }",
            );
        let differences = diff(&plan(OLD), &plan(&new));
        let fates: Vec<(&str, Fate)> = differences
            .classes
            .iter()
            .map(|change| (change.id.as_str(), change.fate))
            .collect();
        let expected = [
            ("pumps", Fate::Kept),
            ("batteries", Fate::Renamed),
            ("wine", Fate::Added),
            ("tea", Fate::Removed),
        ];
        assert_eq!(fates, expected);
        let pumps = &differences.classes[0];
        assert_eq!(pumps.terms.added, ["water pump"]);
        assert!(pumps.terms.removed.is_empty());
        assert_eq!(pumps.exclusions.removed, ["heat pump"]);
        assert_eq!(pumps.weights["valve"].after, 0.7);
        assert!(pumps.clause.is_some());
        assert_eq!(differences.classes[1].formerly, ["cells"]);
        assert_eq!(differences.origins, [vec![0], vec![1], vec![]]);
    }
}
