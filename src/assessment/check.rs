//! What became of a record that was recomputed.

use super::sentence::say;
use crate::taxonomy::Language;

/// A field of a record that is not what this program computes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The field, such as `fits[0].score`.
    pub field: String,
    /// What the record says.
    pub stated: String,
    /// What this program computes.
    pub recomputed: String,
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// Every field is what this program computes.
    Verified,
    /// Some fields are not: somebody has changed the record.
    Changed(Vec<Difference>),
    /// Some fields are not, and it was scored by another build of the same version, or names none: whether somebody has
    /// changed it cannot be told.
    OtherBuild {
        /// The build that the record names.
        build: Option<String>,
        /// What differs.
        differences: Vec<Difference>,
    },
    /// It was made with another plan or program, which is named.
    Unverifiable(String),
}

impl Check {
    /// Why a record is not verified, in one line; nothing for one that is.
    #[must_use]
    pub fn told(&self, language: Language) -> Option<String> {
        match self {
            Self::Verified => None,
            Self::Unverifiable(why) => Some(say(
                language,
                format!("This record could not be verified: {why}."),
                format!("该记录无法核验：{why}。"),
            )),
            Self::OtherBuild { build, differences } => {
                let first = differences.first()?;
                let (field, stated, recomputed) = (&first.field, &first.stated, &first.recomputed);
                let (english, chinese) = match build {
                    Some(build) => (
                        format!("was scored by another build of planfit ({build})"),
                        format!("由planfit的另一构建版本（{build}）评分"),
                    ),
                    None => (
                        "does not name the build of planfit that scored it".to_owned(),
                        "未注明评分所用的planfit构建版本".to_owned(),
                    ),
                };
                Some(say(
                    language,
                    format!(
                        "This record {english}, so whether it was changed cannot be told: `{field}` says {stated}, and this program computes {recomputed}."
                    ),
                    format!(
                        "该记录{chinese}，无法判断是否被改动：“{field}”为{stated}，本程序计算为{recomputed}。"
                    ),
                ))
            }
            Self::Changed(differences) => {
                let first = differences.first()?;
                let (field, stated, recomputed) = (&first.field, &first.stated, &first.recomputed);
                let count = differences.len();
                Some(say(
                    language,
                    format!(
                        "This record was changed after planfit wrote it, in {count} fields or more: `{field}` says {stated}, and the program computes {recomputed}."
                    ),
                    format!(
                        "该记录在planfit写出后被改动，至少{count}处：“{field}”为{stated}，程序计算为{recomputed}。"
                    ),
                ))
            }
        }
    }
}
