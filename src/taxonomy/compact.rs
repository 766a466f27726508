//! The shipped plan without parsing: where in `taxonomy.toml` each of its strings stands, in the order of the data.
//!
//! `planfit learn` writes `shipped.bin`. It is used only while the embedded TOML is exactly the text that it was made
//! from; after a change of the plan the TOML is parsed (some 20 ms) until the file is written anew. Numbers are
//! little-endian; a string is its place in the TOML text followed by the rest (strings that are escaped there), then
//! its length in one byte, or 255 and four bytes.

use super::load::SHIPPED_TOML;
use super::{
    Clause, Front, Industry, Label, Language, OutOfScope, Plan, Subdivision, Taxonomy, Term,
};
use crate::text::Fingerprint;
use std::borrow::Cow;
use std::collections::HashMap;

static SHIPPED: &[u8] = include_bytes!("shipped.bin");

/// First bytes of the file; the last digit is the version of the layout.
const MAGIC: &[u8; 8] = b"pf-plan1";
/// The first length that takes four bytes more.
const LONG: usize = 255;

/// What stands for the clause of a subdivision that quotes none.
const NO_CLAUSE: usize = u32::MAX as usize;

const IS_CHINESE: u8 = 1;
const HAS_WEIGHT: u8 = 2;
const HAS_NOTE: u8 = 4;

/// The shipped plan, if the embedded file is fresh.
pub(super) fn shipped() -> Option<Taxonomy> {
    read(SHIPPED, SHIPPED_TOML)
}

/// `taxonomy` without need of parsing, as read from `text`: the content of `src/taxonomy/shipped.bin`.
#[must_use]
pub fn compact(taxonomy: &Taxonomy, text: &str) -> Vec<u8> {
    let mut writer = Writer {
        source: text,
        places: quoted(text),
        rest: String::new(),
        bytes: Vec::new(),
    };
    writer.taxonomy(taxonomy);
    let mut file = MAGIC.to_vec();
    file.extend(fingerprint(text).to_le_bytes());
    file.extend((writer.rest.len() as u32).to_le_bytes());
    file.extend(writer.rest.as_bytes());
    file.extend(writer.bytes);
    file
}

fn fingerprint(text: &str) -> u64 {
    let mut fingerprint = Fingerprint::default();
    fingerprint.add(text.as_bytes());
    fingerprint.finish()
}

/// The first place of everything that stands between two quotes of a line.
fn quoted(text: &str) -> HashMap<&str, usize> {
    let mut places = HashMap::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = start;
        for part in line.split('"') {
            places.entry(part).or_insert(at);
            at += part.len() + 1;
        }
        start += line.len();
    }
    places
}

struct Writer<'a> {
    source: &'a str,
    places: HashMap<&'a str, usize>,
    rest: String,
    bytes: Vec<u8>,
}

impl Writer<'_> {
    fn number(&mut self, number: usize) {
        self.bytes.extend((number as u32).to_le_bytes());
    }

    fn string(&mut self, string: &str) {
        let place = self.places.get(string).copied().unwrap_or_else(|| {
            self.rest.push_str(string);
            self.source.len() + self.rest.len() - string.len()
        });
        self.number(place);
        if string.len() < LONG {
            self.bytes.push(string.len() as u8);
        } else {
            self.bytes.push(LONG as u8);
            self.number(string.len());
        }
    }

    fn list<T>(&mut self, list: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(list.len());
        list.iter().for_each(|item| write(self, item));
    }

    fn label(&mut self, label: &Label) {
        self.string(&label.en);
        self.string(&label.zh);
    }

    fn terms(&mut self, terms: &[Term]) {
        self.list(terms, |writer, term| {
            let flag = |set: bool, flag: u8| if set { flag } else { 0 };
            let has_weight = term.weight.to_bits() != 1.0_f32.to_bits();
            writer.bytes.push(
                flag(term.language == Language::Zh, IS_CHINESE)
                    | flag(has_weight, HAS_WEIGHT)
                    | flag(term.note.is_some(), HAS_NOTE),
            );
            writer.string(&term.text);
            if has_weight {
                writer.bytes.extend(term.weight.to_bits().to_le_bytes());
            }
            if let Some(note) = &term.note {
                writer.string(note);
            }
        });
    }

    fn taxonomy(&mut self, taxonomy: &Taxonomy) {
        let plan = &taxonomy.plan;
        for string in [
            &plan.id,
            &plan.title,
            &plan.publisher,
            &plan.period,
            &plan.language,
            &plan.source,
            &plan.sha256,
        ] {
            self.string(string);
        }
        self.list(&taxonomy.fronts, |writer, front| {
            writer.string(&front.id);
            writer.label(&front.label);
        });
        self.list(&taxonomy.industries, |writer, industry| {
            writer.string(&industry.id);
            writer.number(industry.front);
            writer.label(&industry.label);
        });
        self.list(&taxonomy.clauses, |writer, clause| {
            writer.string(&clause.id);
            writer.string(&clause.text);
        });
        self.list(&taxonomy.subdivisions, |writer, subdivision| {
            writer.string(&subdivision.id);
            writer.number(subdivision.industry);
            writer.label(&subdivision.label);
            writer.number(subdivision.clause.unwrap_or(NO_CLAUSE));
            writer.string(&subdivision.phrase);
            writer.number(usize::from(subdivision.about_innovation));
            writer.list(&subdivision.exclusions, |writer, text| writer.string(text));
            writer.terms(&subdivision.terms);
        });
        self.list(&taxonomy.out_of_scope, |writer, out| {
            writer.string(&out.id);
            writer.label(&out.label);
            writer.terms(&out.terms);
        });
    }
}

/// The plan in `bytes`, or nothing when they were not made from `text` or are not whole.
fn read(bytes: &'static [u8], text: &'static str) -> Option<Taxonomy> {
    let mut reader = Reader {
        bytes: bytes.strip_prefix(MAGIC.as_slice())?,
        source: text,
        rest: "",
    };
    if u64::from_le_bytes(reader.take()?) != fingerprint(text) {
        return None;
    }
    let length = reader.number()?;
    let (rest, bytes) = reader.bytes.split_at_checked(length)?;
    reader.rest = std::str::from_utf8(rest).ok()?;
    reader.bytes = bytes;
    reader.taxonomy()
}

struct Reader {
    bytes: &'static [u8],
    source: &'static str,
    rest: &'static str,
}

impl Reader {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, left) = self.bytes.split_first_chunk()?;
        self.bytes = left;
        Some(*taken)
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take()?) as usize)
    }

    fn str(&mut self) -> Option<&'static str> {
        let place = self.number()?;
        let [length] = self.take()?;
        let length = match usize::from(length) {
            LONG => self.number()?,
            short => short,
        };
        match place.checked_sub(self.source.len()) {
            None => self.source.get(place..place.checked_add(length)?),
            Some(place) => self.rest.get(place..place.checked_add(length)?),
        }
    }

    fn string(&mut self) -> Option<String> {
        self.str().map(str::to_owned)
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        let mut list = Vec::with_capacity(count.min(self.bytes.len()));
        for _ in 0..count {
            list.push(read(self)?);
        }
        Some(list)
    }

    fn label(&mut self) -> Option<Label> {
        Some(Label {
            en: self.string()?,
            zh: self.string()?,
        })
    }

    fn term(&mut self) -> Option<Term> {
        let [flags] = self.take()?;
        let text = Cow::Borrowed(self.str()?);
        let weight = if flags & HAS_WEIGHT == 0 {
            1.0
        } else {
            f32::from_le_bytes(self.take()?)
        };
        let note = if flags & HAS_NOTE == 0 {
            None
        } else {
            Some(Cow::Borrowed(self.str()?))
        };
        let language = if flags & IS_CHINESE == 0 {
            Language::En
        } else {
            Language::Zh
        };
        Some(Term {
            text,
            language,
            weight,
            note,
        })
    }

    fn subdivision(&mut self) -> Option<Subdivision> {
        Some(Subdivision {
            id: self.string()?,
            industry: self.number()?,
            label: self.label()?,
            clause: Some(self.number()?).filter(|clause| *clause != NO_CLAUSE),
            phrase: self.string()?,
            formerly: Vec::new(),
            like: Vec::new(),
            about_innovation: self.number()? != 0,
            exclusions: self.list(Self::string)?,
            terms: self.list(Self::term)?,
        })
    }

    fn taxonomy(&mut self) -> Option<Taxonomy> {
        Some(Taxonomy {
            plan: Plan {
                id: self.string()?,
                title: self.string()?,
                publisher: self.string()?,
                period: self.string()?,
                language: self.string()?,
                source: self.string()?,
                sha256: self.string()?,
            },
            fronts: self.list(|reader| {
                Some(Front {
                    id: reader.string()?,
                    label: reader.label()?,
                })
            })?,
            industries: self.list(|reader| {
                Some(Industry {
                    id: reader.string()?,
                    front: reader.number()?,
                    label: reader.label()?,
                })
            })?,
            clauses: self.list(|reader| {
                Some(Clause {
                    id: reader.string()?,
                    text: reader.string()?,
                })
            })?,
            subdivisions: self.list(Self::subdivision)?,
            out_of_scope: self.list(|reader| {
                Some(OutOfScope {
                    id: reader.string()?,
                    label: reader.label()?,
                    formerly: Vec::new(),
                    like: Vec::new(),
                    terms: reader.list(Self::term)?,
                })
            })?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_fresh_and_equals_the_parsed_plan() {
        let parsed = Taxonomy::from_toml(SHIPPED_TOML, "taxonomy.toml").unwrap();
        let stale = "src/taxonomy/shipped.bin is stale: run `planfit learn --index-only`";
        assert!(compact(&parsed, SHIPPED_TOML) == SHIPPED, "{stale}");
        assert!(shipped().expect(stale) == parsed);
    }

    #[test]
    fn escaped_and_long_strings_are_kept_and_another_text_is_refused() {
        let toml: &'static str = Box::leak(
            include_str!("../../tests/cmd/taxonomy-data/small.toml")
                .replacen("terms.en = [", r#"terms.en = ["a \"quoted\" term", "#, 1)
                .replace("A small plan for tests", &"A plan, ".repeat(80))
                .into_boxed_str(),
        );
        let parsed = Taxonomy::from_toml(toml, "small.toml").unwrap();
        let bytes: &'static [u8] = Box::leak(compact(&parsed, toml).into_boxed_slice());
        assert_eq!(read(bytes, toml), Some(parsed));
        assert_eq!(read(bytes, SHIPPED_TOML), None);
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length], toml), None);
        }
    }
}
