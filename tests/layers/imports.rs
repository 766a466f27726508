//! Imports point down, and nowhere in a circle.

use super::source::{Import, Modules, Source, sources};
use super::{LAYERS, report};
use std::collections::{BTreeMap, BTreeSet};

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[test]
fn imports_point_down() {
    let sources = sources();
    let modules = Modules::of("src/", &sources);
    let mut complaints = Vec::new();
    for name in &modules.families()[&Vec::new()] {
        if layer(name).is_none() {
            complaints.push(format!("in which layer is `{name}`?"));
        }
    }
    let imports = modules.imports();
    assert!(imports.len() > 500, "where are the imports?");
    for Import { place, from, to } in imports {
        let (Some(own), Some(imported)) = (from.first(), to.first()) else {
            continue;
        };
        if own != imported && layer(imported) >= layer(own) {
            complaints.push(format!("{place}: `{own}` imports `{imported}`"));
        }
    }
    report(&complaints);
}

/// The folders of the library whose modules are declared in the order in which they may import: each only from those
/// above it.
const ORDERED: [&str; 2] = ["assessment", "matcher"];

/// The modules of a folder in the order in which its `mod.rs` declares them.
fn declared(folder: &str, sources: &[Source]) -> Vec<String> {
    let name = format!("src/{folder}/mod.rs");
    let root = sources.iter().find(|source| source.name == name);
    let lines = root.unwrap().code().map(|(_, line)| line.trim());
    let names = lines.filter_map(|line| {
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        line.strip_prefix("mod ")
    });
    names
        .map(|name| name.trim_end_matches(';').to_owned())
        .collect()
}

#[test]
fn modules_import_from_those_above_them_only() {
    let sources = sources();
    let imports = Modules::of("src/", &sources).imports();
    for folder in ORDERED {
        let order = declared(folder, &sources);
        assert!(order.len() > 10, "{order:?}");
        let mut complaints = Vec::new();
        for Import { place, from, to } in &imports {
            let ([within, own, ..], [_, imported, ..]) = (&from[..], &to[..]) else {
                continue;
            };
            if within != folder || to[0] != folder || own == imported {
                continue;
            }
            let at = |name: &String| order.iter().position(|module| module == name);
            if at(imported) >= at(own) {
                complaints.push(format!("{place}: `{own}` imports `{imported}`"));
            }
        }
        report(&complaints);
    }
}

/// What each of several siblings imports of the others, with a place where it does.
type Siblings = BTreeMap<String, BTreeMap<String, String>>;

/// The siblings right in `family` that import each other, whichever of their inner modules does.
fn siblings(family: &[String], imports: &[Import]) -> Siblings {
    let mut siblings = Siblings::new();
    let deep = family.len();
    for Import { place, from, to } in imports {
        let inside = from.starts_with(family) && to.starts_with(family);
        if let (true, Some(own), Some(imported)) = (inside, from.get(deep), to.get(deep))
            && own != imported
        {
            let others = siblings.entry(own.clone()).or_default();
            others.entry(imported.clone()).or_insert(place.clone());
        }
    }
    siblings
}

/// A circle among siblings, if there is one: the places of the imports that make it.
fn circle(siblings: &Siblings) -> Option<Vec<String>> {
    fn walk<'s>(
        at: &'s str,
        siblings: &'s Siblings,
        way: &mut Vec<(&'s str, &'s str)>,
        done: &mut BTreeSet<&'s str>,
    ) -> Option<Vec<String>> {
        for (next, place) in siblings.get(at).into_iter().flatten() {
            way.push((at, place));
            if let Some(from) = way.iter().position(|(name, _)| name == next) {
                let round = way[from..].iter();
                return Some(
                    round
                        .map(|(name, place)| format!("{place}: in `{name}`"))
                        .collect(),
                );
            }
            if !done.contains(next.as_str())
                && let Some(circle) = walk(next, siblings, way, done)
            {
                return Some(circle);
            }
            way.pop();
        }
        done.insert(at);
        None
    }
    let mut done = BTreeSet::new();
    siblings
        .keys()
        .find_map(|name| walk(name, siblings, &mut Vec::new(), &mut done))
}

#[test]
fn no_siblings_import_each_other_in_a_circle() {
    let sources = sources();
    let mut complaints = Vec::new();
    for folder in ["src/", "src/bin/planfit/"] {
        let modules = Modules::of(folder, &sources);
        let imports = modules.imports();
        for family in modules.families().keys() {
            if let Some(places) = circle(&siblings(family, &imports)) {
                complaints.push(format!("{folder}{}: a circle", family.join("/")));
                complaints.extend(places);
            }
        }
    }
    report(&complaints);
}

#[test]
fn a_circle_is_found() {
    let import = |from: &str, to: &str| Import {
        place: format!("{from} to {to}"),
        from: from.split("::").map(str::to_owned).collect(),
        to: to.split("::").map(str::to_owned).collect(),
    };
    let mut imports = vec![import("a::b::x", "a::c"), import("a::c", "a::d::y")];
    let family = ["a".to_owned()];
    assert_eq!(circle(&siblings(&family, &imports)), None);
    imports.push(import("a::d", "a::b"));
    assert_eq!(circle(&siblings(&family, &imports)).unwrap().len(), 3);
}
