//! What a column of a list may be.

use crate::error::{Error, ErrorKind, Result};
use crate::similarity::did_you_mean;

/// What a column is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// What the user calls the lead: repeated in the output, not read for evidence.
    Id,
    /// The firm's name.
    Name,
    /// Enterprise, platform, institute or talent.
    Kind,
    /// The industry as a list of companies states it: coarse, and often wrong where firms are sorted into a few dozen
    /// of them. Read as keywords, but only where a row says little else.
    Industry,
    /// Industry keywords, split as a list.
    Keywords,
    /// Products and services, split as a list.
    Products,
    /// Free text.
    Description,
    /// What the firm would build, in free text: read apart from what it does.
    Project,
}

impl Target {
    /// All of them, in the order shown to users.
    pub const ALL: [Self; 8] = [
        Self::Id,
        Self::Name,
        Self::Kind,
        Self::Industry,
        Self::Keywords,
        Self::Products,
        Self::Description,
        Self::Project,
    ];

    /// The word used on the command line and in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Industry => "industry",
            Self::Keywords => "keywords",
            Self::Products => "products",
            Self::Description => "description",
            Self::Project => "project",
        }
    }

    /// Whether it holds text that says what a firm does.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Industry | Self::Keywords | Self::Products | Self::Description
        )
    }

    /// Whether only one column can be it; where several could, the first is.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Self::Id | Self::Name | Self::Kind)
    }
}

impl std::str::FromStr for Target {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        let known = Self::ALL
            .into_iter()
            .find(|target| target.as_str() == word.trim());
        known.ok_or_else(|| {
            let hint = did_you_mean(word.trim(), Self::ALL.map(Self::as_str));
            Error::new(
                ErrorKind::Unknown,
                format!("unknown field `{}` in the column map", word.trim()),
            )
            .with_hint(hint.unwrap_or_else(|| {
                "fields are `id`, `name`, `kind`, `industry`, `keywords`, `products`, `description` and `project`"
                    .to_owned()
            }))
        })
    }
}
