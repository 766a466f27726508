//! A company as the tool sees it: what it is called, what kind of body it is, and the texts that say what it does.

use crate::error::{Error, ErrorKind, Result};
use crate::similarity::did_you_mean;
use crate::text::trimmed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The largest profile accepted, in bytes: 8 MiB, some 500 times the longest registered business scope seen.
pub const MAX_PROFILE_BYTES: usize = 8 << 20;

/// What sort of body a profile describes. The plan invites "enterprises, platforms, and talent".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A firm; the default.
    #[default]
    Enterprise,
    /// An innovation, incubation or service platform.
    Platform,
    /// A university, laboratory or research institute.
    Institute,
    /// A person or a team.
    Talent,
}

impl Kind {
    /// All kinds, in the order shown to users.
    pub const ALL: [Self; 4] = [
        Self::Enterprise,
        Self::Platform,
        Self::Institute,
        Self::Talent,
    ];

    /// The word used in files and output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise",
            Self::Platform => "platform",
            Self::Institute => "institute",
            Self::Talent => "talent",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = Error;

    /// Reads an English or Chinese word for a kind.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`] with the nearest known kind as hint.
    fn from_str(word: &str) -> Result<Self> {
        let folded = word.trim().to_lowercase();
        Ok(match folded.as_str() {
            "" | "enterprise" | "company" | "firm" | "企业" | "公司" => Self::Enterprise,
            "platform" | "平台" => Self::Platform,
            "institute" | "university" | "laboratory" | "机构" | "院所" | "高校" => {
                Self::Institute
            }
            "talent" | "person" | "team" | "人才" | "团队" => Self::Talent,
            _ => {
                let error = Error::new(
                    ErrorKind::Unknown,
                    format!("unknown kind `{}`", word.trim()),
                );
                let hint = did_you_mean(&folded, Self::ALL.map(Self::as_str));
                return Err(error.with_hint(hint.unwrap_or_else(|| {
                    "kinds are `enterprise`, `platform`, `institute` and `talent`".to_owned()
                })));
            }
        })
    }
}

/// The text fields of a profile that are read for evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The firm's name: weak evidence.
    Name,
    /// Industry keywords.
    Keywords,
    /// Products and services.
    Products,
    /// Free text: a summary, a business scope.
    Description,
    /// What the firm would build: read apart, as an intention.
    Project,
}

impl Field {
    /// All fields, in the order of files.
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::Keywords,
        Self::Products,
        Self::Description,
        Self::Project,
    ];

    /// The word used in files and output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Keywords => "keywords",
            Self::Products => "products",
            Self::Description => "description",
            Self::Project => "project",
        }
    }
}

/// The value of a contact field, which is kept as it came: a text, a number, a list, fields of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Contact(serde_json::Value);

impl Contact {
    pub(crate) fn new(value: serde_json::Value) -> Self {
        Self(value)
    }

    /// Whether it is JSON's `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.0.is_null()
    }
}

/// As JSON.
impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A company profile. At least one of the texts must be there for a profile to be assessed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Profile {
    /// The name of the firm, institute or person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What sort of body it is.
    pub kind: Kind,
    /// Industry keywords, one an entry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Products and services, one an entry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the firm would build where the plan is from, in free text: its project, investment, jobs. It is an intention
    /// and no part of the present business, so it is matched by itself; see
    /// [`Assessment::project`](crate::Assessment::project).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Website, telephone, city and the like, by the name of the field: kept as they came and never read for
    /// evidence. They are serialised beside the other fields, so that a profile written out can be read again.
    #[serde(flatten)]
    pub contact: BTreeMap<String, Contact>,
}

impl Profile {
    /// A profile that is nothing but free text.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self {
            description: Some(text.into()),
            ..Self::default()
        }
    }

    /// Every text of the present business with the field it stands in and its place in that field (0 for name and
    /// description), in the order in which they are read: name, keywords, products, description.
    pub fn texts(&self) -> impl Iterator<Item = (Field, usize, &str)> {
        let name = self.name.iter().map(|text| (Field::Name, 0, text.as_str()));
        let keywords = self
            .keywords
            .iter()
            .enumerate()
            .map(|(i, text)| (Field::Keywords, i, text.as_str()));
        let products = self
            .products
            .iter()
            .enumerate()
            .map(|(i, text)| (Field::Products, i, text.as_str()));
        let description = self
            .description
            .iter()
            .map(|text| (Field::Description, 0, text.as_str()));
        name.chain(keywords).chain(products).chain(description)
    }

    /// The text of one entry of a field, empty where there is none.
    #[must_use]
    pub fn text(&self, field: Field, item: usize) -> &str {
        let text = match field {
            Field::Name => self.name.as_ref(),
            Field::Keywords => self.keywords.get(item),
            Field::Products => self.products.get(item),
            Field::Description => self.description.as_ref(),
            Field::Project => self.project.as_ref(),
        };
        text.map_or("", String::as_str)
    }

    /// What the firm would build, where the profile says so.
    #[must_use]
    pub fn planned(&self) -> Option<&str> {
        let project = self.project.as_deref()?;
        (!project.trim().is_empty()).then_some(project)
    }

    /// Whether no text of the present business, the name included, holds anything to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts().all(|(_, _, text)| text.trim().is_empty())
    }

    /// Whether there is nothing to read but, perhaps, a name, which proves nothing.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        self.texts()
            .all(|(field, _, text)| field == Field::Name || text.trim().is_empty())
    }

    /// How much the profile tells, apart from what it fits: 0 to 100 with what is missing.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        let mut completeness = Completeness::default();
        self.measure_completeness(&mut completeness);
        completeness
    }

    /// The same, in place of an earlier measure.
    pub(crate) fn measure_completeness(&self, completeness: &mut Completeness) {
        // Judgement: three products or keywords, or some 40 words of text, tell enough; a field counts in part up to
        // there.
        const ENOUGH_LETTERS: usize = 200;
        const FEW_LETTERS: usize = 60;
        let total = |items: &[String]| items.iter().filter(|item| letters(item, 1) > 0).count();
        let (products, keywords) = (total(&self.products), total(&self.keywords));
        let description = self.description.as_deref();
        let description = description.map_or(0, |text| letters(text, ENOUGH_LETTERS));
        let part = |have: usize, enough: usize, worth: usize| worth * have.min(enough) / enough;
        let score = part(products, 3, 40)
            + part(keywords, 3, 20)
            + part(description, ENOUGH_LETTERS, 60)
            + if self.name.is_some() { 5 } else { 0 };
        completeness.score = score.min(100) as u8;
        let missing = [
            (products == 0, Missing::Products),
            (keywords == 0, Missing::Keywords),
            (description == 0, Missing::Description),
            (
                (1..FEW_LETTERS).contains(&description),
                Missing::LongerDescription,
            ),
        ];
        let told = missing
            .into_iter()
            .filter(|(is_missing, _)| *is_missing && score < 100);
        completeness.missing.clear();
        completeness.missing.extend(told.map(|(_, what)| what));
    }
}

/// Letters and digits of a text, counted up to about `most`; a Chinese character tells as much as three letters.
fn letters(text: &str, most: usize) -> usize {
    let mut count = 0;
    let bytes = text.as_bytes();
    let (chunks, _) = bytes.as_chunks::<32>();
    let ascii = chunks.iter().take_while(|chunk| {
        let goes_on = count < most && chunk.is_ascii();
        if goes_on {
            // Numbers of one byte each, so that the processor adds several at once.
            let letters = chunk.iter().map(|byte| {
                let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
                u8::from(is_letter | (byte.wrapping_sub(b'0') < 10))
            });
            count += usize::from(letters.sum::<u8>());
        }
        goes_on
    });
    let rest = 32 * ascii.count();
    if count >= most {
        return count;
    }
    for c in text[rest..].chars() {
        count += match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => 1,
            c if c.is_ascii() => 0,
            // The most of them, all of which are letters.
            '\u{4E00}'..='\u{9FFF}' => 3,
            c => 3 * usize::from(c.is_alphanumeric()),
        };
        if count >= most {
            break;
        }
    }
    count
}

/// How much a profile tells. Missing data is not a poor fit: a thin profile is told what to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Completeness {
    /// 0 (nothing to read) to 100 (as much as the labelled companies give).
    pub score: u8,
    /// What would help most, in that order.
    pub missing: Vec<Missing>,
}

/// A thing a profile could add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// No products are named.
    Products,
    /// No keywords are given.
    Keywords,
    /// There is no free text.
    Description,
    /// The free text is only a few words.
    LongerDescription,
}

/// Splits a cell that holds a list: on `,` `;` `、` `，` `；` and line breaks, trimmed, empty parts dropped.
#[must_use]
pub fn split_list(cell: &str) -> Vec<String> {
    list_parts(cell).map(str::to_owned).collect()
}

/// The parts that [`split_list`] gives, without copying them.
pub fn list_parts(cell: &str) -> impl Iterator<Item = &str> {
    let mut left = Some(cell);
    let parts = std::iter::from_fn(move || {
        let text = left?;
        let found = first_separator(text.as_bytes());
        left = found.map(|(at, length)| &text[at + length..]);
        Some(found.map_or(text, |(at, _)| &text[..at]))
    });
    parts.map(trimmed).filter(|part| !part.is_empty())
}

/// Bytes with which the signs between entries begin.
static MAY_SEPARATE: [bool; 256] = {
    let mut may = [false; 256];
    let mut next = 0;
    let signs = [b',', b';', b'\n', b'\r', 0xE3, 0xEF];
    while next < signs.len() {
        may[signs[next] as usize] = true;
        next += 1;
    }
    may
};

/// Where the first sign between entries is, and its length.
fn first_separator(text: &[u8]) -> Option<(usize, usize)> {
    let may_separate = |byte: &u8| MAY_SEPARATE[usize::from(*byte)];
    let mut from = 0;
    loop {
        let at = from + text[from..].iter().position(may_separate)?;
        if let Some(length) = separator(&text[at..]) {
            return Some((at, length));
        }
        from = at + 1;
    }
}

/// The length of the sign between entries that `text` begins with, if it begins with one.
fn separator(text: &[u8]) -> Option<usize> {
    match text {
        [b',' | b';' | b'\n' | b'\r', ..] => Some(1),
        // `、`, `，` and `；`.
        [0xE3, 0x80, 0x81, ..] | [0xEF, 0xBC, 0x8C | 0x9B, ..] => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_split_in_both_languages() {
        assert_eq!(
            split_list("LFP cells, BMS；电池包、电芯\n\n"),
            ["LFP cells", "BMS", "电池包", "电芯"]
        );
    }

    #[test]
    fn kinds_are_read_and_corrected() {
        assert_eq!(
            "研究".parse::<Kind>().unwrap_err().hint(),
            Some("kinds are `enterprise`, `platform`, `institute` and `talent`")
        );
        assert_eq!(
            "platfrom".parse::<Kind>().unwrap_err().hint(),
            Some("did you mean `platform`?")
        );
        assert_eq!(" 人才 ".parse::<Kind>().unwrap(), Kind::Talent);
    }

    #[test]
    fn completeness_tells_what_is_missing() {
        let thin = Profile {
            keywords: vec!["battery".into()],
            ..Profile::default()
        };
        let told = thin.completeness();
        assert!(told.score < 20);
        assert_eq!(told.missing, [Missing::Products, Missing::Description]);
    }
}
