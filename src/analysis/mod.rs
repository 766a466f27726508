//! Questions about an assessment, answered by assessing again.
//!
//! ```text
//! explain: profile, subdivision -> waterfall, rival, what would change it, what is missing   explain.rs, missing.rs
//! compare: profiles, plans      -> subdivisions side by side, and which words make the difference   compare.rs
//! ```
//!
//! Nothing here is estimated: every "without this word the score would be ..." is the assessment of a profile without
//! that word.

mod compare;
mod explain;
mod missing;
mod removal;
mod trial;
mod waterfall;
mod words;

pub use compare::{Entrant, compare};
pub use explain::explain;

use crate::fit::{Score, Tier};
use crate::matcher::{CORE, Options, PERIPHERAL, SUBSTANTIAL};
use crate::profile::Profile;

/// How many bytes an explanation reads again, of each of the things that it tries; enough for any number of trials on the
/// profiles that people write, and a second or so on the longest.
const READ_AGAIN: usize = 8 << 20;

/// How often so long a profile may be read again.
fn readings(profile: &Profile) -> usize {
    let length: usize = profile.texts().map(|(_, _, text)| text.len()).sum();
    (READ_AGAIN / length.max(1)).max(1)
}

/// Every subdivision with every piece of evidence that an explanation can tell: of more, those left are summed up.
const EVERYTHING: Options = Options {
    top: usize::MAX,
    min_score: match Score::from_const(0) {
        Some(score) => score,
        None => panic!("zero is a score"),
    },
    evidence: 4096,
};

/// Where tiers begin, the highest first.
const TIERS: [(Tier, Score); 3] = [
    (Tier::Core, CORE),
    (Tier::Substantial, SUBSTANTIAL),
    (Tier::Peripheral, PERIPHERAL),
];
