//! A company to learn from, and what is known of it.

use crate::eval::{Gold, RELEVANT};
use crate::profile::Profile;

/// A company with what people said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub(super) gold: Gold,
    known: Known,
}

/// What is known of a company besides its labels.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Known {
    /// It was labelled: what it has no label of does not fit.
    All,
    /// Somebody was asked about some subdivisions.
    Decided {
        /// Those that do not fit.
        no: Vec<usize>,
        /// Those that were left open.
        open: Vec<usize>,
    },
}

/// What has no label does not fit.
impl From<Gold> for Company {
    fn from(gold: Gold) -> Self {
        Self {
            gold,
            known: Known::All,
        }
    }
}

impl Company {
    /// One that people decided about: `gold` has what fits.
    pub(super) fn decided(gold: Gold, no: Vec<usize>, open: Vec<usize>) -> Self {
        Self {
            gold,
            known: Known::Decided { no, open },
        }
    }

    /// What it says of itself.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.gold.profile
    }

    /// The subdivisions that are relevant to it.
    #[must_use]
    pub fn yes(&self) -> Vec<usize> {
        self.gold.relevant()
    }

    /// Those that somebody said are not; of a company that was labelled, these are all others and none is named.
    #[must_use]
    pub fn no(&self) -> &[usize] {
        match &self.known {
            Known::All => &[],
            Known::Decided { no, .. } => no,
        }
    }

    /// Whether a subdivision is relevant; nothing where that is not known. `fits` is what the plan says. Of a company that
    /// was decided on, a subdivision that nobody was asked about and that the plan does not count as a fit either is none;
    /// one that the plan counts as a fit may be one.
    pub(super) fn relevant(&self, class: usize, fits: impl FnOnce() -> bool) -> Option<bool> {
        let mut labels = self.gold.labels.iter();
        let label = labels.find(|(known, _)| *known == class);
        match (&self.known, label) {
            (_, Some((_, grade))) => Some(*grade >= RELEVANT),
            (Known::All, None) => Some(false),
            (Known::Decided { open, .. }, None) if open.contains(&class) => None,
            (Known::Decided { no, .. }, None) => (no.contains(&class) || !fits()).then_some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_was_asked_about_is_no_only_where_the_plan_says_so_too() {
        let gold = Gold {
            id: "1".to_owned(),
            profile: Profile::from_text("battery cells"),
            labels: vec![(0, 2), (1, 1)],
        };
        let company = Company::decided(gold.clone(), vec![2], vec![3]);
        let known = |fits: bool| -> Vec<Option<bool>> {
            (0..5)
                .map(|class| company.relevant(class, || fits))
                .collect()
        };
        let asked = [Some(true), Some(false), Some(false), None];
        assert_eq!(known(true)[..4], asked);
        assert_eq!(known(false)[..4], asked);
        assert_eq!((known(true)[4], known(false)[4]), (None, Some(false)));
        let labelled = Company::from(gold);
        assert_eq!(labelled.relevant(4, || true), Some(false));
    }
}
