//! Writes a plan file: TOML as a person would write it.

use super::propose::{Proposal, parts};
use super::sheet::Sector;
use crate::messages::say;
use crate::taxonomy::{LONGEST_TERM, Language, Taxonomy, lenders};
use crate::text::{Stemmer, Tokens, fold_str, is_han};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Which plan it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Short id, such as `harbour-2026`.
    pub id: String,
    /// Title.
    pub title: String,
}

/// How surely a part of a sector's name points to it: less than a keyword, since names are broad.
const OF_NAME: f32 = 0.5;

/// The plan of `sectors`, each with what it is like.
#[must_use]
pub fn to_toml(identity: &Identity, sectors: &[Sector], proposals: &[Proposal]) -> String {
    let mut out = format!(
        "# Made from a sheet of sectors by `planfit taxonomy init`. `planfit guide plan` explains the format.\nformat = 1\n\n\
         [plan]\nid = {}\ntitle = {}\n",
        text(&identity.id),
        text(&identity.title)
    );
    let groups = groups(&mut out, sectors);
    let clauses = clauses(&mut out, sectors);
    let ids = ids(sectors, proposals);
    let shared = shared(sectors);
    for (place, (sector, proposal)) in sectors.iter().zip(proposals).enumerate() {
        let _ = write!(out, "\n[[subdivision]]\nid = {}\n", text(&ids[place]));
        let group = sector.group.as_ref().and_then(|group| groups.get(group));
        if let Some(group) = group {
            let _ = writeln!(out, "industry = {}", text(group));
        } else if !groups.is_empty() {
            let _ = writeln!(out, "industry = \"other\"");
        }
        let _ = writeln!(out, "label = {}", label(sector));
        if let Some(clause) = sector
            .clause
            .as_ref()
            .and_then(|clause| clauses.get(clause))
        {
            let _ = writeln!(out, "clause = {}", text(clause));
            let mut names = [&sector.en, &sector.zh].into_iter().flatten();
            let quoted = sector.clause.as_deref().unwrap_or_default();
            if let Some(phrase) = names.find(|name| quoted.contains(name.as_str())) {
                let _ = writeln!(out, "phrase = {}", text(phrase));
            }
        }
        if !proposal.lenders.is_empty() {
            let like: Vec<String> = proposal.lenders.iter().map(|one| text(&one.id)).collect();
            let _ = writeln!(out, "like = [{}]", like.join(", "));
        }
        terms(&mut out, sector, &shared);
    }
    out_of_scope(&mut out, proposals);
    out
}

/// A string of TOML.
fn text(text: &str) -> String {
    // A string of JSON is one of TOML, but for one control character.
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

fn label(sector: &Sector) -> String {
    let sides = [("en", &sector.en), ("zh", &sector.zh)];
    let sides = sides.iter().filter_map(|(language, name)| {
        let name = name.as_deref()?;
        Some(format!("{language} = {}", text(name)))
    });
    format!("{{ {} }}", sides.collect::<Vec<_>>().join(", "))
}

/// The letters, digits and hyphens of an id; empty for a name without Latin letters.
fn slug(name: &str) -> String {
    let folded = fold_str(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && *word != "and")
        .collect();
    words.join("-")
}

/// Writes an industry for each group; their ids by the names in the sheet.
fn groups(out: &mut String, sectors: &[Sector]) -> HashMap<String, String> {
    let mut ids: HashMap<String, String> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    for group in sectors.iter().filter_map(|sector| sector.group.as_ref()) {
        if ids.contains_key(group) {
            continue;
        }
        let id = unique(
            &slug(group),
            &format!("group-{}", ids.len() + 1),
            &mut taken,
        );
        let language = if group.contains(is_han) { "zh" } else { "en" };
        let _ = write!(
            out,
            "\n[[industry]]\nid = {}\nlabel = {{ {language} = {} }}\n",
            text(&id),
            text(group)
        );
        ids.insert(group.clone(), id);
    }
    if !ids.is_empty() && sectors.iter().any(|sector| sector.group.is_none()) {
        let other = |language| text(say(language, "Other"));
        let _ = write!(
            out,
            "\n[[industry]]\nid = \"other\"\nlabel = {{ en = {}, zh = {} }}\n",
            other(Language::En),
            other(Language::Zh)
        );
    }
    ids
}

fn clauses(out: &mut String, sectors: &[Sector]) -> HashMap<String, String> {
    let mut ids: HashMap<String, String> = HashMap::new();
    for clause in sectors.iter().filter_map(|sector| sector.clause.as_ref()) {
        if ids.contains_key(clause) {
            continue;
        }
        let id = format!("clause-{}", ids.len() + 1);
        let _ = write!(
            out,
            "\n[[clause]]\nid = {}\ntext = {}\n",
            text(&id),
            text(clause)
        );
        ids.insert(clause.clone(), id);
    }
    ids
}

fn unique(wanted: &str, fallback: &str, taken: &mut HashSet<String>) -> String {
    let first = if wanted.is_empty() { fallback } else { wanted };
    let mut id = first.to_owned();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{first}-{number}");
        number += 1;
    }
    id
}

/// Ids by code, by English name, else by what the sector is like.
fn ids(sectors: &[Sector], proposals: &[Proposal]) -> Vec<String> {
    let mut taken = HashSet::new();
    let ids = sectors.iter().zip(proposals).enumerate();
    ids.map(|(place, (sector, proposal))| {
        let code = sector.code.as_deref().map(slug).unwrap_or_default();
        let name = sector.en.as_deref().map(slug).unwrap_or_default();
        let like = match proposal.lenders.as_slice() {
            [one] => slug(one.id.rsplit('/').next().unwrap_or_default()),
            _ => String::new(),
        };
        let named = [code, name, like].into_iter().find(|id| !id.is_empty());
        unique(
            &named.unwrap_or_default(),
            &format!("sector-{}", place + 1),
            &mut taken,
        )
    })
    .collect()
}

/// The words of a sector, with how surely they point to it: keywords, names, and parts of names.
fn words(sector: &Sector) -> Vec<(String, f32)> {
    let names: Vec<&String> = [&sector.en, &sector.zh].into_iter().flatten().collect();
    let keywords = sector.keywords.iter().map(|word| (word.clone(), 1.0));
    let whole = names.iter().map(|name| ((*name).clone(), 1.0));
    let of_name = |name: &&String| {
        let parts = parts(name);
        if parts.len() > 1 { parts } else { Vec::new() }
    };
    let parts = names.iter().flat_map(of_name).map(|part| (part, OF_NAME));
    let mut seen = HashSet::new();
    let (mut tokens, stemmer) = (Tokens::default(), Stemmer::default());
    let words = keywords.chain(whole).chain(parts);
    words
        .filter(|(word, _)| {
            tokens.cut(word);
            let can_match = (1..=LONGEST_TERM).contains(&tokens.list.len());
            can_match && seen.insert(stems(&tokens, &stemmer))
        })
        .collect()
}

/// What all forms of the same words have in common: of two such terms one is enough.
fn stems(tokens: &Tokens, stemmer: &Stemmer) -> String {
    let words = tokens.list.iter().map(|token| tokens.folded(token));
    let stems = words.map(|word| stemmer.stem(word).to_string());
    stems.collect::<Vec<_>>().join(" ")
}

/// The stems of a text.
fn stems_of(text: &str) -> String {
    let mut tokens = Tokens::default();
    tokens.cut(text);
    stems(&tokens, &Stemmer::default())
}

/// Words that several sectors have, in whatever form.
fn shared(sectors: &[Sector]) -> HashSet<String> {
    let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
    for sector in sectors {
        for (word, _) in words(sector) {
            let word = stems_of(&word);
            if !seen.insert(word.clone()) {
                shared.insert(word);
            }
        }
    }
    shared
}

fn terms(out: &mut String, sector: &Sector, shared: &HashSet<String>) {
    let written = |(word, weight): &(String, f32)| {
        let note = match shared.contains(&stems_of(word)) {
            true => ", note = \"of several sectors in the sheet\"",
            false => "",
        };
        if note.is_empty() && *weight == 1.0 {
            text(word)
        } else if *weight == 1.0 {
            format!("{{ term = {}{note} }}", text(word))
        } else {
            format!("{{ term = {}, weight = {weight}{note} }}", text(word))
        }
    };
    let words = words(sector);
    for (language, chinese) in [("en", false), ("zh", true)] {
        let words = words
            .iter()
            .filter(|(word, _)| word.contains(is_han) == chinese);
        let words: Vec<String> = words.map(written).collect();
        if words.is_empty() {
            continue;
        }
        let line = words.join(", ");
        let _ = match line.chars().count() < 100 {
            true => writeln!(out, "terms.{language} = [{line}]"),
            false => writeln!(out, "terms.{language} = [\n  {},\n]", words.join(",\n  ")),
        };
    }
}

/// Kinds of business that no sector promotes are those that the shipped plan knows.
fn out_of_scope(out: &mut String, proposals: &[Proposal]) {
    let promoted: HashSet<&str> = proposals
        .iter()
        .flat_map(|proposal| &proposal.lenders)
        .map(|lender| lender.id.as_str())
        .collect();
    let shipped = Taxonomy::shipped();
    let mut is_first = true;
    for kind in &shipped.out_of_scope {
        let like = format!("{}{}", lenders::OUT, kind.id);
        if promoted.contains(like.as_str()) {
            continue;
        }
        if std::mem::take(&mut is_first) {
            out.push_str("\n# Kinds of business that the sheet does not name; what is said of them counts against every sector.\n");
        }
        let _ = write!(
            out,
            "[[out_of_scope]]\nid = {}\nlabel = {{ en = {}, zh = {} }}\nlike = [{}]\n\n",
            text(&kind.id),
            text(&kind.label.en),
            text(&kind.label.zh),
            text(&like)
        );
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
}
