//! The matcher: start here.
//!
//! ```text
//! profile --words----> known words, typing errors mended                    lexicon.rs, words.rs
//!         --features-> words, pairs, terms; each with a gate from context   cues/, context.rs, terms/, features.rs
//!         --scores---> one number a class: bias + sum of amount x weight    model.rs, weights.rs, related.rs, scores.rs
//!                      and from that a probability                          calibration.rs
//!         --points---> the same sums, word by word, for the fits shown      points.rs
//! ```
//!
//! Modules import only what stands above them in `mod` below. Everything is linear in the words of the profile, so that
//! points of words add up to the score exactly; how much a word counts is decided by its context.
//!
//! Where the time went before the contexts of words were read; a list now takes 1.55 times as long, of which no profile was made (perf, 25 November 2026, list of 37,497 company summaries of 750 bytes, three fits with five
//! pieces of evidence each, some 28 microseconds a company): mostly waiting for memory, since words, pairs and weights
//! lie scattered over eight megabytes, more than a core keeps near. Adding weights up and sharing them out among the fits
//! shown is a quarter; finding terms and making features a sixth, looking up words a tenth, cutting into words a tenth;
//! typing errors, which a thread remembers, less than a tenth; rows in and out another. Four things keep the waits short: first slots are read
//! for all words of a text before any is needed, so that the waits overlap; small filters tell at once of most pairs that
//! nothing is known of them; features that point to many classes have their weights side by side; and a word's place is
//! looked up once, for the sum and the explanation. Together with memory that is used again they took the
//! processor's time for the list from 1.49 s to 1.05 s (`hyperfine`, one session); filters and memory changed no figure of
//! `planfit eval`. At start no file is parsed and no table of terms is built; the terms are hashed once, to tell whether
//! the weights were learned for just these.

mod keys;

pub(crate) mod cues;

pub(crate) mod relation_words;

pub(crate) mod context;
pub(crate) mod weights;

pub(crate) mod model;
mod terms;

pub(crate) mod calibration;
mod lexicon;

mod related;
mod words;

pub(crate) mod features;

pub(crate) mod scores;

mod points;

mod assess;

pub use assess::{Matcher, Scratch};
pub use features::Undo;
pub(crate) use keys::{Hashed, slots, tag, whole_key};
pub use points::Options;
pub(crate) use terms::build as build_index;
