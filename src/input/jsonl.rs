//! JSONL: one object a line; its keys are headers, its values cells.

use super::block::{Fault, Framed, MAX_ROW, Numbering, Row, RowBlock};
use super::keys::{Key, Keys};
use super::repair;
use super::target::Target;
use memchr::memchr;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// Adds the lines that stand whole in `block.raw` from byte `from` on; `last` says that nothing comes after.
pub(super) fn frame(
    block: &mut RowBlock,
    from: usize,
    last: bool,
    numbering: &mut Numbering,
) -> Framed {
    let mut at = from;
    loop {
        let rest = &block.raw[at..];
        let (length, next) = match memchr(b'\n', rest) {
            Some(length) => (length, at + length + 1),
            None if last && !rest.is_empty() => (rest.len(), block.raw.len()),
            // One more may be the carriage return of a line that is just short enough.
            None if rest.len() > MAX_ROW + 1 => return Framed::TooLongAt(at),
            None => return Framed::UpTo(at),
        };
        let line = numbering.line;
        numbering.line += 1;
        let raw = &rest[..length];
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        if !raw.trim_ascii().is_empty() {
            numbering.rows += 1;
            let kept = raw.len().min(MAX_ROW);
            let fault = (raw.len() > MAX_ROW).then_some(Fault::TooLong);
            block.rows.push(Row {
                row: numbering.rows,
                line,
                raw: (at, at + kept),
                text: (0, 0),
                cells: (0, 0),
                fault,
                is_short: false,
            });
        }
        at = next;
    }
}

/// A value that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value {
    pub(super) column: Option<usize>,
    pub(super) target: Option<Target>,
    pub(super) may_hold_fields: bool,
    /// In [`Object::text`].
    pub(super) text: (usize, usize),
    /// In [`Object::items`]: the entries of a list; none for a value that is not one.
    pub(super) items: Option<(usize, usize)>,
}

/// An object as it was read; the buffers are used again for the next.
#[derive(Debug, Default)]
pub(super) struct Object {
    pub(super) text: String,
    pub(super) items: Vec<(usize, usize)>,
    pub(super) values: Vec<Value>,
}

impl Object {
    /// Reads one line.
    pub(super) fn read(&mut self, line: &str, keys: &Keys) -> Result<(), String> {
        self.clear();
        if self.read_at_a_glance(line, keys).is_some() {
            return Ok(());
        }
        self.clear();
        self.parse(line, keys)
    }

    fn clear(&mut self) {
        self.text.clear();
        self.items.clear();
        self.values.clear();
    }

    fn parse(&mut self, line: &str, keys: &Keys) -> Result<(), String> {
        let mut json = serde_json::Deserializer::from_str(line);
        let whole = ObjectSeed { object: self, keys }
            .deserialize(&mut json)
            .and_then(|()| json.end());
        whole.map_err(|error| no_object(&error))
    }

    /// Reads a line by looking only for quotes, if it is an object of texts, lists of texts and whole numbers without an
    /// escape, as most are. It comes to the same as parsing it; of any other line nothing is said.
    fn read_at_a_glance(&mut self, line: &str, keys: &Keys) -> Option<()> {
        let least = line.bytes().fold(u8::MAX, u8::min);
        if least < b' ' || memchr(b'\\', line.as_bytes()).is_some() {
            return None;
        }
        let mut rest = spaced(line).strip_prefix('{')?;
        loop {
            let (key, after) = quoted(spaced(rest))?;
            let key = keys.find(key, self.values.len());
            let after = spaced(spaced(after).strip_prefix(':')?);
            let (text, items) = (self.text.len(), self.items.len());
            let (is_list, after) = match after.strip_prefix('[') {
                Some(list) => (true, self.list_at_a_glance(list)?),
                None => (false, self.value_at_a_glance(after)?),
            };
            self.values.push(Value {
                column: key.column,
                target: key.target,
                may_hold_fields: key.may_hold_fields,
                text: (text, self.text.len()),
                items: is_list.then_some((items, self.items.len())),
            });
            let after = spaced(after);
            match after.strip_prefix(',') {
                Some(next) => rest = next,
                None => return spaced(after.strip_prefix('}')?).is_empty().then_some(()),
            }
        }
    }

    /// Appends a value that is no list: what follows it.
    fn value_at_a_glance<'a>(&mut self, rest: &'a str) -> Option<&'a str> {
        if let Some((text, after)) = quoted(rest) {
            self.text.push_str(text);
            return Some(after);
        }
        if let Some(after) = rest.strip_prefix("null") {
            return Some(after);
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_number = (1..=18).contains(&digits) && (digits == 1 || !rest.starts_with('0'));
        let (number, after) = rest.split_at_checked(digits).filter(|_| is_number)?;
        self.text.push_str(number);
        Some(after)
    }

    /// Appends a list of texts, whose bracket is open: what follows it.
    fn list_at_a_glance<'a>(&mut self, list: &'a str) -> Option<&'a str> {
        let mut rest = spaced(list);
        if let Some(after) = rest.strip_prefix(']') {
            return Some(after);
        }
        let first = self.items.len();
        loop {
            let (text, after) = quoted(rest)?;
            if !text.is_empty() {
                if self.items.len() > first {
                    self.text.push_str("; ");
                }
                let start = self.text.len();
                self.text.push_str(text);
                self.items.push((start, self.text.len()));
            }
            let after = spaced(after);
            match after.strip_prefix(',') {
                Some(next) => rest = spaced(next),
                None => return after.strip_prefix(']'),
            }
        }
    }
}

fn spaced(rest: &str) -> &str {
    rest.trim_start_matches(' ')
}

/// The text in quotes that `rest` begins with, and what follows it.
fn quoted(rest: &str) -> Option<(&str, &str)> {
    let inside = rest.strip_prefix('"')?;
    let (text, after) = inside.split_at(memchr(b'"', inside.as_bytes())?);
    Some((text, &after[1..]))
}

/// The keys of an object in order, for finding the columns of a list; the reason if it is no object.
pub(super) fn keys_of(line: &[u8]) -> Result<Vec<String>, String> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let read = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line);
    let object = read.or_else(|error| {
        let repaired = std::str::from_utf8(line).ok().and_then(repair::json);
        repaired
            .and_then(|line| serde_json::from_str(&line).ok())
            .ok_or_else(|| no_object(&error))
    })?;
    Ok(object.into_iter().map(|(key, _)| key).collect())
}

fn no_object(error: &serde_json::Error) -> String {
    // The line is always 1; the column is what helps.
    let message = error.to_string().replace("at line 1 column", "at column");
    format!("not a JSON object: {message}")
}

struct ObjectSeed<'a> {
    object: &'a mut Object,
    keys: &'a Keys,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { object, keys } = self;
        while let Some(key) = map.next_key_seed(KeySeed(keys, object.values.len()))? {
            let (text, items) = (object.text.len(), object.items.len());
            let is_list = map.next_value_seed(ValueSeed {
                text: &mut object.text,
                items: &mut object.items,
            })?;
            object.values.push(Value {
                column: key.column,
                target: key.target,
                may_hold_fields: key.may_hold_fields,
                text: (text, object.text.len()),
                items: is_list.then_some((items, object.items.len())),
            });
        }
        Ok(())
    }
}

/// Looks a key up, which stands at this place of its object.
struct KeySeed<'a>(&'a Keys, usize);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Key, E> {
        Ok(self.0.find(key, self.1))
    }
}

/// Appends a value as text; says whether it was a list, and where its entries lie.
struct ValueSeed<'a> {
    text: &'a mut String,
    items: &'a mut Vec<(usize, usize)>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl ValueSeed<'_> {
    fn show<E>(self, value: impl fmt::Display) -> Result<bool, E> {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{value}");
        Ok(false)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<bool, E> {
        self.text.push_str(value);
        Ok(false)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<bool, E> {
        self.show(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<bool, E> {
        self.show(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<bool, E> {
        self.show(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<bool, E> {
        self.show(value)
    }

    fn visit_unit<E: de::Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let Self { text, items } = self;
        let first = items.len();
        loop {
            let before = text.len();
            if items.len() > first {
                text.push_str("; ");
            }
            let start = text.len();
            let mut inner = Vec::new();
            let more = list.next_element_seed(ValueSeed {
                text,
                items: &mut inner,
            })?;
            if more.is_none() {
                text.truncate(before);
                return Ok(true);
            }
            if text.len() == start {
                text.truncate(before);
            } else {
                items.push((start, text.len()));
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        // Nothing in it is read; it is kept for the output as it stood.
        let value: serde_json::Value =
            de::Deserialize::deserialize(de::value::MapAccessDeserializer::new(map))?;
        self.show(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What each value is read as, its text, and its entries if it is a list.
    type Read = Vec<(Option<Target>, String, Vec<String>)>;

    fn read(line: &str) -> Result<Read, String> {
        let mut object = Object::default();
        object.read(line, &Keys::default())?;
        let cut = |(start, end): (usize, usize)| object.text[start..end].to_owned();
        let entries = |value: &Value| match value.items {
            Some((from, to)) => object.items[from..to]
                .iter()
                .map(|item| cut(*item))
                .collect(),
            None => Vec::new(),
        };
        let values = object.values.iter();
        Ok(values
            .map(|value| (value.target, cut(value.text), entries(value)))
            .collect())
    }

    #[test]
    fn values_of_every_sort_become_text() {
        let values = read(
            r#"{"id": 7, "products": ["a", "", ["b", "c"]], "tags": [], "name": null, "x": {"y": [1]}, "summary": "\u4e2d"}"#,
        )
        .unwrap();
        let texts: Vec<&str> = values.iter().map(|value| value.1.as_str()).collect();
        assert_eq!(texts, ["7", "a; b; c", "", "", r#"{"y":[1]}"#, "中"]);
        assert_eq!(values[1].0, Some(Target::Products));
        assert_eq!(values[1].2, ["a", "b; c"]);
        assert_eq!(values[5].0, Some(Target::Description));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_column() {
        let message = |line| read(line).unwrap_err();
        assert_eq!(
            message("[1]"),
            "not a JSON object: invalid type: sequence, expected an object at column 0"
        );
        assert!(message(r#"{"a": tru}"#).contains("at column"));
        assert!(message(r#"{"a": 1} x"#).contains("trailing characters at column 10"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_at_a_glance_is_read_as_it_is_parsed(
            pairs in prop::collection::vec(
                r#" ?"(id|name|tags|x)" ?: ?("[a电,]{0,2}"|\[("b"|""|, ?){0,4}\]|0?[0-9]{1,3}|null|true|[0.-]{0,2}|\{\}) ?"#,
                0..4,
            ),
            end in "\\}? ?x?",
        ) {
            let line = format!("{{{}{end}", pairs.join(","));
            let (mut object, mut parsed) = (Object::default(), Object::default());
            let keys = Keys::default();
            if object.read_at_a_glance(&line, &keys).is_some() {
                prop_assert_eq!(parsed.parse(&line, &keys), Ok(()));
                prop_assert_eq!(format!("{object:?}"), format!("{parsed:?}"));
            }
        }
    }

    #[test]
    fn usual_objects_are_read_at_a_glance() {
        let reads = |line| {
            Object::default()
                .read_at_a_glance(line, &Keys::default())
                .is_some()
        };
        assert!(reads(
            r#"{"id": 7, "name": "电", "tags": ["a", "", "b"], "x": null, "y": []}"#
        ));
        for line in [
            "{}",
            r#"{"a": "\n"}"#,
            r#"{"a": 1.5}"#,
            r#"{"a": "b"} x"#,
            "{\"a\":\t\"b\"}",
        ] {
            assert!(!reads(line), "{line}");
        }
    }
}
