//! One decision, as a line of the file.

use crate::fit::Score;
use crate::profile::Profile;
use crate::taxonomy::{Subdivision, Taxonomy};
use crate::text::{fold_str, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What was decided about a firm and a subdivision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It belongs there.
    Yes,
    /// It does not.
    No,
    /// Looked at and left open.
    Unsure,
    /// Takes back the last decision of the same person about the same firm and subdivision.
    Withdrawn,
}

impl Decision {
    /// The word in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What a firm was called when a decision was made about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirmRef {
    /// Its id in the list it came from; best a code given by the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name, as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The subdivision that a firm belongs to instead of the one it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instead {
    /// Its id.
    pub subdivision: String,
    /// As [`Entry::clause_sha256`], for this subdivision.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause_sha256: String,
}

/// One decision. Only `firm`, `subdivision`, `decision` and `who` must be there; a decision that does not say what it was
/// made on counts as stale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whom it is about.
    pub firm: FirmRef,
    /// Id of the subdivision it is about, or a former id of it.
    pub subdivision: String,
    /// What was decided.
    pub decision: Decision,
    /// With [`Decision::No`]: the subdivision that the firm belongs to instead, which is a yes for that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Instead>,
    /// How well it fits, 0 to 3 as in `planfit guide labelling`; of `instead` where that is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    /// Why, in the words of whoever decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who decided.
    pub who: String,
    /// When, as `2026-11-29T10:00:00Z`; empty where it is not known. The order of decisions is that of the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// Id of the plan.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub plan: String,
    /// SHA-256 of the plan's file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub plan_sha256: String,
    /// See [`clause_sha256`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause_sha256: String,
    /// See [`text_sha256`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text_sha256: String,
    /// The score that was stated for this subdivision, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// What was read, so that one can look up what was decided on, and learn from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<serde_json::Value>,
}

/// SHA-256, in hexadecimal digits, of what a profile says a firm does: its kind, keywords, products and description,
/// without its name. Case, width, traditional characters, spaces and the order of a list make no difference.
#[must_use]
pub fn text_sha256(profile: &Profile) -> String {
    let mut hash = Sha256::new();
    hash.update(profile.kind.as_str());
    for list in [&profile.keywords, &profile.products] {
        let mut items: Vec<String> = list.iter().map(|item| folded(item)).collect();
        items.retain(|item| !item.is_empty());
        items.sort_unstable();
        items.dedup();
        hash.update("\x01");
        for item in &items {
            hash.update(item);
            hash.update("\0");
        }
    }
    hash.update("\x01");
    hash.update(folded(profile.description.as_deref().unwrap_or_default()));
    hex(&hash.finalize())
}

/// SHA-256, in hexadecimal digits, of the words that a decision about `subdivision` rests on: its clause and the phrase
/// in it, or its label where the plan quotes nothing.
#[must_use]
pub fn clause_sha256(taxonomy: &Taxonomy, subdivision: &Subdivision) -> String {
    let mut hash = Sha256::new();
    match taxonomy.clause_of(subdivision) {
        Some(clause) => {
            hash.update(&clause.text);
            hash.update("\0");
            hash.update(&subdivision.phrase);
        }
        None => {
            hash.update(&subdivision.label.en);
            hash.update("\x01");
            hash.update(&subdivision.label.zh);
        }
    }
    hex(&hash.finalize())
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in fold_str(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_text_is_written_is_no_change() {
        let profile = |products: &[&str], description: &str| Profile {
            name: Some("any".to_owned()),
            products: products.iter().map(|item| (*item).to_owned()).collect(),
            description: Some(description.to_owned()),
            ..Profile::default()
        };
        let first = text_sha256(&profile(&["LFP cells", "BMS"], "生产鋰電池。\n 出口"));
        let same = profile(&["ＢＭＳ", "lfp  cells"], "生产锂电池。 出口 ");
        assert_eq!(first, text_sha256(&same));
        assert_eq!(first.len(), 64);
        assert_ne!(
            first,
            text_sha256(&profile(&["LFP cells"], "生产锂电池。 出口"))
        );
        // What stands in one field is not in the other.
        let keywords = Profile {
            keywords: vec!["bms".to_owned()],
            ..Profile::default()
        };
        let products = Profile {
            products: vec!["bms".to_owned()],
            ..Profile::default()
        };
        assert_ne!(text_sha256(&keywords), text_sha256(&products));
    }

    #[test]
    fn the_words_of_the_plan_count_not_its_ids() {
        let taxonomy = Taxonomy::shipped();
        let subdivision = &taxonomy.subdivisions[0];
        let before = clause_sha256(&taxonomy, subdivision);
        let renamed = Subdivision {
            id: "other/id".to_owned(),
            ..subdivision.clone()
        };
        assert_eq!(clause_sha256(&taxonomy, &renamed), before);
        let mut amended = taxonomy.clone();
        amended.clauses[subdivision.clause.unwrap()].text.push('.');
        assert_ne!(clause_sha256(&amended, &amended.subdivisions[0]), before);
    }

    #[test]
    fn a_line_says_only_what_is_known() {
        let line = r#"{"firm":{"name":"A"},"subdivision":"x/y","decision":"yes","who":"li"}"#;
        let entry: Entry = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), line);
    }
}
