//! What became of a record that was recomputed.

use crate::messages::message;
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
            Self::Unverifiable(why) => Some(message!(
                language,
                "This record could not be verified: {why}.",
                why
            )),
            Self::OtherBuild { build, differences } => {
                let first = differences.first()?;
                let (field, stated, recomputed) = (&first.field, &first.stated, &first.recomputed);
                Some(match build {
                    Some(build) => message!(
                        language,
                        "This record was scored by another build of planfit ({build}), so whether it was changed cannot be told: `{field}` says {stated}, and this program computes {recomputed}.",
                        build,
                        field,
                        stated,
                        recomputed
                    ),
                    None => message!(
                        language,
                        "This record does not name the build of planfit that scored it, so whether it was changed cannot be told: `{field}` says {stated}, and this program computes {recomputed}.",
                        field,
                        stated,
                        recomputed
                    ),
                })
            }
            Self::Changed(differences) => {
                let first = differences.first()?;
                let (field, stated, recomputed) = (&first.field, &first.stated, &first.recomputed);
                let count = differences.len();
                Some(message!(
                    language,
                    "This record was changed after planfit wrote it, in {count} fields or more: `{field}` says {stated}, and the program computes {recomputed}.",
                    count,
                    field,
                    stated,
                    recomputed
                ))
            }
        }
    }
}
