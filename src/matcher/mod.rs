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
//! Where the time goes (`perf record`, 28 November 2026, `planfit batch -j 1` on the first 12,000 company summaries of 750
//! bytes, three fits with five pieces of evidence each; shares of the run, from few samples): reading 57%, of which words 16 (typing
//! errors, which a thread remembers, 7), contexts 11, cutting 5, cues 3, the rest terms and features; sums and their order
//! 9; sharing points out and evidence 6; rows out 16, of which the reason 7. Much of it is waiting for memory, since words,
//! pairs and weights lie scattered over nine megabytes, more than a core keeps near. Six things keep it short: first
//! slots are read for all words of a text before any is needed, so that the waits overlap; small filters tell at once of
//! most pairs that nothing is known of them; words and pairs of which nothing was learned are left out before their
//! contexts are weighed; what stands left and right of a token is summed up only where it changes; features that point to
//! many classes have their weights side by side; and a word's place is looked up once, for the sum and the explanation. At
//! start no file is parsed and no table of terms is built; the terms are hashed once, to tell whether the weights were
//! learned for just these.

mod keys;

pub(crate) mod cues;

pub(crate) mod relation_words;

mod compounds;
pub(crate) mod context;
pub(crate) mod weights;

pub(crate) mod model;
mod terms;

mod shipped;

pub(crate) mod calibration;
mod lexicon;

mod related;
mod seen;

mod words;

pub(crate) mod features;

mod borrowed;

pub(crate) mod scores;

mod points;

mod assess;

pub use assess::{Matcher, Scratch};
pub use features::Undo;
pub(crate) use keys::{Hashed, slots, tag, whole_key};
pub use points::Options;
pub use shipped::ShippedWeights;
