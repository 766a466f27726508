//! The keys of a structured profile, read alike from TOML and JSON.
//!
//! One visitor serves both, so that both know the same keys, take the same values and complain in the same words; the
//! parser adds where it was.

use crate::error::{Error, ErrorKind, Result, without_place};
use crate::profile::{Contact, Kind, Profile, split_list};
use crate::similarity::did_you_mean;
use crate::text::line_and_column;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// The keys that are read.
const KEYS: [&str; 6] = [
    "name",
    "kind",
    "keywords",
    "products",
    "description",
    "project",
];

/// Keys that say who and where a firm is: kept, never read for evidence.
const CONTACT: [&str; 40] = [
    "address",
    "capital",
    "city",
    "contact",
    "contact_person",
    "country",
    "county",
    "credit_code",
    "date",
    "district",
    "email",
    "employees",
    "established",
    "fax",
    "founded",
    "headquarters",
    "homepage",
    "id",
    "language",
    "legal_representative",
    "location",
    "logo",
    "mobile",
    "notes",
    "ownership",
    "phone",
    "postcode",
    "province",
    "region",
    "registered_capital",
    "revenue",
    "size",
    "source",
    "state",
    "symbol",
    "tel",
    "telephone",
    "url",
    "website",
    "zip",
];

/// Words people use for a key, where likeness of spelling would not lead them to it.
const SYNONYMS: [(&str, &str); 38] = [
    ("company", "name"),
    ("company_name", "name"),
    ("title", "name"),
    ("名称", "name"),
    ("企业名称", "name"),
    ("公司名称", "name"),
    ("type", "kind"),
    ("类型", "kind"),
    ("性质", "kind"),
    ("industry", "keywords"),
    ("industries", "keywords"),
    ("sector", "keywords"),
    ("sectors", "keywords"),
    ("tags", "keywords"),
    ("topics", "keywords"),
    ("行业", "keywords"),
    ("关键词", "keywords"),
    ("行业关键词", "keywords"),
    ("items", "products"),
    ("goods", "products"),
    ("services", "products"),
    ("offerings", "products"),
    ("产品", "products"),
    ("主营产品", "products"),
    ("服务", "products"),
    ("about", "description"),
    ("business", "description"),
    ("business_scope", "description"),
    ("profile", "description"),
    ("scope", "description"),
    ("summary", "description"),
    ("text", "description"),
    ("简介", "description"),
    ("经营范围", "description"),
    ("planned_project", "project"),
    ("investment_project", "project"),
    ("拟建项目", "project"),
    ("投资项目", "project"),
];

/// Reads TOML; `origin` names the file in messages.
pub(super) fn from_toml(text: &str, origin: &str) -> Result<Profile> {
    let mut problem = None;
    let read = toml::Deserializer::parse(text)
        .and_then(|toml| ProfileSeed(&mut problem).deserialize(toml));
    read.map_err(|error| {
        let span = error.span();
        let at = span.map(|span| line_and_column(text, span.start));
        match problem {
            Some(problem) => problem.at(origin, at),
            None => Problem {
                key: None,
                kind: ErrorKind::Malformed,
                message: error.message().to_owned(),
                hint: Some("TOML wants `key = \"text\"` or `key = [\"one\", \"two\"]`".to_owned()),
            }
            .at(origin, at),
        }
    })
}

/// Reads a JSON object; `origin` names the file in messages.
pub(super) fn from_json(text: &str, origin: &str) -> Result<Profile> {
    let mut problem = None;
    let mut json = serde_json::Deserializer::from_str(text);
    let read = ProfileSeed(&mut problem)
        .deserialize(&mut json)
        .and_then(|profile| json.end().map(|()| profile));
    read.map_err(|error| {
        let at = bytes_read(text, &error);
        let problem = problem.unwrap_or_else(|| Problem::of_json(&error));
        // The parser stands behind what it read: the key is where the eye should go.
        let quoted = problem.key.as_ref().map(|key| format!("\"{key}\""));
        let key = quoted.and_then(|quoted| text[..at].rfind(&quoted));
        let at = key.unwrap_or(at.saturating_sub(1));
        problem.at(origin, Some(line_and_column(text, at)))
    })
}

const JSON_HINT: &str =
    "JSON wants `\"key\": \"text\"` or `\"key\": [\"one\", \"two\"]`, and commas between";
const LIST_HINT: &str = "a profile is one company; `planfit batch` screens a list";

/// How many bytes of the text a JSON parser had read when it stopped.
fn bytes_read(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    text.floor_char_boundary(before + error.column())
}

/// A message on one line, without a full stop.
fn one_line(message: &str) -> String {
    let mut words = message.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.ends_with('.') {
        words.pop();
    }
    words
}

/// What is wrong with a key or value, before it is known where.
struct Problem {
    /// The key it is wrong with, if one is.
    key: Option<String>,
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
}

impl Problem {
    /// What a JSON parser found wrong with the syntax.
    fn of_json(error: &serde_json::Error) -> Self {
        let message = without_place(error);
        let more = message == "trailing characters";
        Self {
            key: None,
            kind: ErrorKind::Malformed,
            message: if more {
                "more follows after the profile".to_owned()
            } else if error.is_eof() {
                "the JSON ends too early".to_owned()
            } else {
                format!("not JSON: {message}")
            },
            hint: Some(if more { LIST_HINT } else { JSON_HINT }.to_owned()),
        }
    }

    fn at(self, origin: &str, place: Option<(usize, usize)>) -> Error {
        let line = place.map(|(line, _)| line);
        let place = place.map_or_else(String::new, |(line, column)| format!("{line}:{column}:"));
        // Keys and values quoted in it may hold line breaks.
        let message = one_line(&self.message);
        let error = Error::new(self.kind, format!("{origin}:{place} {message}")).at(origin, line);
        match self.hint {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    }
}

/// Remembers what is wrong and stops the parser, which then says where.
fn stop<T, E: serde::de::Error>(
    problem: &mut Option<Problem>,
    found: Problem,
) -> std::result::Result<T, E> {
    *problem = Some(found);
    Err(E::custom("stopped"))
}

struct ProfileSeed<'p>(&'p mut Option<Problem>);

impl<'de> DeserializeSeed<'de> for ProfileSeed<'_> {
    type Value = Profile;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Profile, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ProfileSeed<'_> {
    type Value = Profile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the keys of a profile")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> std::result::Result<Profile, A::Error> {
        let found = Problem {
            key: None,
            kind: ErrorKind::Malformed,
            message: "a list, not one profile".to_owned(),
            hint: Some(LIST_HINT.to_owned()),
        };
        stop(self.0, found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Profile, A::Error> {
        let problem = self.0;
        let mut profile = Profile::default();
        let mut seen: Vec<String> = Vec::new();
        while let Some(key) = map.next_key_seed(KeySeed(problem, &seen))? {
            let at = (&mut *problem, key.as_str());
            match key.as_str() {
                "name" => profile.name = map.next_value_seed(value(at, one_text))?,
                "description" => profile.description = map.next_value_seed(value(at, one_text))?,
                "project" => profile.project = map.next_value_seed(value(at, one_text))?,
                "keywords" => profile.keywords = map.next_value_seed(value(at, texts))?,
                "products" => profile.products = map.next_value_seed(value(at, texts))?,
                "kind" => profile.kind = map.next_value_seed(value(at, kind))?,
                other => {
                    let value = map.next_value_seed(value(at, contact))?;
                    profile
                        .contact
                        .insert(other.to_owned(), Contact::new(value));
                }
            }
            seen.push(key);
        }
        Ok(profile)
    }
}

/// A key, refused if it is not known or was there before.
struct KeySeed<'p>(&'p mut Option<Problem>, &'p [String]);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<String, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> std::result::Result<String, E> {
        let Self(problem, seen) = self;
        let (kind, message, hint) = if seen.iter().any(|known| known == key) {
            (
                ErrorKind::Malformed,
                format!("`{key}` stands here a second time"),
                "put both into one list or text".to_owned(),
            )
        } else if KEYS.contains(&key) || CONTACT.contains(&key) {
            return Ok(key.to_owned());
        } else {
            (
                ErrorKind::Unknown,
                format!("unknown key `{key}`"),
                nearest_key(key),
            )
        };
        let found = Problem {
            key: Some(key.to_owned()),
            kind,
            message,
            hint: Some(hint),
        };
        stop(problem, found)
    }
}

/// Which key was meant, or all of them.
fn nearest_key(key: &str) -> String {
    let folded = key.trim().to_lowercase().replace(['-', ' '], "_");
    if let Some((_, meant)) = SYNONYMS.iter().find(|(word, _)| *word == folded) {
        return format!("did you mean `{meant}`?");
    }
    did_you_mean(&folded, KEYS)
        .or_else(|| did_you_mean(&folded, CONTACT))
        .unwrap_or_else(|| {
            let keys = KEYS.map(|key| format!("`{key}`")).join(", ");
            format!("keys are {keys}, and contact fields such as `website`")
        })
}

/// The value of a key, made of what the parser found by `read`.
struct ValueSeed<'p, T> {
    problem: &'p mut Option<Problem>,
    key: &'p str,
    read: Read<T>,
}

/// Makes a value of what the parser found under a key.
type Read<T> = fn(&str, Value) -> std::result::Result<T, Problem>;

fn value<'p, T>(
    (problem, key): (&'p mut Option<Problem>, &'p str),
    read: Read<T>,
) -> ValueSeed<'p, T> {
    ValueSeed { problem, key, read }
}

impl<'de, T> DeserializeSeed<'de> for ValueSeed<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<T, D::Error> {
        let value = Value::deserialize(from)?;
        (self.read)(self.key, value).or_else(|found| stop(self.problem, found))
    }
}

/// Text; blank text and `null` are none.
fn one_text(key: &str, value: Value) -> std::result::Result<Option<String>, Problem> {
    match value {
        Value::String(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Value::Null => Ok(None),
        other => Err(wrong_type(key, "one text", &other)),
    }
}

/// A list of texts, or one text that is a list.
fn texts(key: &str, value: Value) -> std::result::Result<Vec<String>, Problem> {
    let wanted = "a list of texts, or one text";
    match value {
        Value::String(text) => Ok(split_list(&text)),
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => {
            let mut texts = Vec::with_capacity(items.len());
            for item in items {
                match item {
                    Value::String(text) => texts.push(text.trim().to_owned()),
                    Value::Null => {}
                    other => return Err(wrong_type(key, wanted, &other)),
                }
            }
            texts.retain(|text| !text.is_empty());
            Ok(texts)
        }
        other => Err(wrong_type(key, wanted, &other)),
    }
}

fn kind(key: &str, value: Value) -> std::result::Result<Kind, Problem> {
    let word = one_text(key, value)?.unwrap_or_default();
    word.parse().map_err(|error: Error| Problem {
        key: Some(key.to_owned()),
        kind: error.kind(),
        message: error.to_string(),
        hint: error.hint().map(str::to_owned),
    })
}

fn wrong_type(key: &str, wanted: &str, found: &Value) -> Problem {
    let (found, hint) = match found {
        Value::Number(_) => ("a number", "put it in quotes"),
        Value::Bool(_) => ("true or false", "put it in quotes"),
        Value::Array(_) => ("a list", "join it to one text"),
        _ => (
            "a table of keys",
            "`planfit init` writes a profile with every key",
        ),
    };
    Problem {
        key: Some(key.to_owned()),
        kind: ErrorKind::Malformed,
        message: format!("`{key}` takes {wanted}, not {found}"),
        hint: Some(hint.to_owned()),
    }
}

/// TOML's dates come as a map with one secret key; in a profile they are text.
fn contact(_: &str, value: Value) -> std::result::Result<Value, Problem> {
    Ok(match value {
        Value::Object(map) if map.contains_key(TOML_DATE) => {
            map.into_values().next().unwrap_or(Value::Null)
        }
        other => other,
    })
}

const TOML_DATE: &str = "$__toml_private_datetime";

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (String, String) {
        let error = if text.trim_start().starts_with(['{', '[']) {
            from_json(text, "p.json").unwrap_err()
        } else {
            from_toml(text, "p.toml").unwrap_err()
        };
        (error.to_string(), error.hint().unwrap_or("").to_owned())
    }

    #[test]
    fn both_formats_give_one_profile() {
        let toml = r#"
            name = "Cell Works"
            kind = "institute"
            keywords = "lithium battery, 储能；BMS"
            products = ["LFP cells, prismatic", " ", "packs "]
            description = """
            We make cells."""
            website = "cells.example"
            founded = 2011-05-01
            employees = 40
        "#;
        let json = r#"{"name": "Cell Works", "kind": "institute", "keywords": "lithium battery, 储能；BMS",
            "products": ["LFP cells, prismatic", null, "packs "], "description": "            We make cells.",
            "website": "cells.example", "founded": "2011-05-01", "employees": 40}"#;
        let profile = from_toml(toml, "p.toml").unwrap();
        assert_eq!(profile.keywords, ["lithium battery", "储能", "BMS"]);
        assert_eq!(profile.products, ["LFP cells, prismatic", "packs"]);
        assert_eq!(profile.contact["employees"].to_string(), "40");
        assert_eq!(profile, from_json(json, "p.json").unwrap());
    }

    #[test]
    fn a_profile_written_out_can_be_read_again() {
        let text =
            r#"{"kind":"talent","keywords":["a"],"email":"x@y.example","contact":{"person":"Li"}}"#;
        let profile = from_json(text, "p.json").unwrap();
        let again = serde_json::to_string(&profile).unwrap();
        assert_eq!(from_json(&again, "p.json").unwrap(), profile);
    }

    #[test]
    fn unknown_keys_are_refused_with_the_nearest() {
        let (message, hint) = refused("name = \"x\"\nkeyword = \"battery\"\n");
        assert_eq!(message, "p.toml:2:1: unknown key `keyword`");
        assert_eq!(hint, "did you mean `keywords`?");
        let (message, hint) = refused("{\"name\": \"x\",\n  \"prodcuts\": []}");
        assert_eq!(message, "p.json:2:3: unknown key `prodcuts`");
        assert_eq!(hint, "did you mean `products` or `project`?");
        assert_eq!(refused("summary = \"x\"").1, "did you mean `description`?");
        assert_eq!(refused("webiste = \"x\"").1, "did you mean `website`?");
        assert!(refused("qqq = 1").1.starts_with("keys are `name`, "));
    }

    #[test]
    fn wrong_values_say_what_is_wanted_and_where() {
        for (text, message) in [
            (
                "name = 360",
                "p.toml:1:8: `name` takes one text, not a number",
            ),
            ("a = 1", "p.toml:1:1: unknown key `a`"),
            (
                "keywords = [1]",
                "p.toml:1:12: `keywords` takes a list of texts, or one text, not a number",
            ),
            (
                "{\"products\": {}}",
                "p.json:1:2: `products` takes a list of texts, or one text, not a table of keys",
            ),
            ("kind = \"firn\"", "p.toml:1:8: unknown kind `firn`"),
            (
                "{\"name\": \"a\", \"name\": \"b\"}",
                "p.json:1:15: `name` stands here a second time",
            ),
            ("[{\"name\": \"a\"}]", "p.json:1:1: a list, not one profile"),
            (
                "{\"name\": \"a\"}\n{\"name\": \"b\"}",
                "p.json:2:1: more follows after the profile",
            ),
            ("{\"name\": ", "p.json:1:9: the JSON ends too early"),
            ("{\"name\": nope}", "p.json:1:11: not JSON: expected ident"),
        ] {
            assert_eq!(refused(text).0, message, "{text}");
        }
    }

    #[test]
    fn broken_toml_is_one_line() {
        for text in [
            "name = ",
            "name = \"x\nkeywords = []",
            "name \"x\"",
            "= 1",
            "name = \"a\"\nname = \"b\"",
        ] {
            let (message, _) = refused(text);
            assert!(message.starts_with("p.toml:"), "{message}");
            assert!(!message.contains('\n'), "{message}");
        }
    }
}
