//! The matcher: start here.
//!
//! ```text
//! profile --words----> known words, typing errors mended                    lexicon.rs, words.rs
//!         --features-> words, pairs, terms; each with a gate from context   cues/, context.rs, terms/, features.rs
//!         --scores---> one number a class: bias + sum of amount x weight    model.rs, weights.rs, related.rs, term_words.rs, scores.rs
//!                      and from that a probability                          calibration.rs
//!         --points---> the same sums, word by word, for the fits shown      points.rs
//! ```
//!
//! Modules import only what stands above them in `mod` below. Everything is linear in the words of the profile, so that
//! points of words add up to the score exactly; how much a word counts is decided by its context.
//!
//! Where the time goes, in instructions (`valgrind --tool=callgrind planfit batch list.csv -o out.csv --jobs 1 --row-timeout 0`,
//! 1 December 2026, on the 37,497 company summaries of a list, of 750 bytes each, three fits with their evidence): 284,000 a
//! row in a build of profile `quick`; over the first rows it is more, since a thread remembers what it has met.
//! `tests/instructions.rs` holds what a made-up row takes against what it took.
//! Of a row, reading takes 113,000 (cutting and looking up 31,000, words as they are meant 16,000, words and pairs with their
//! mentions 33,000, contexts 14,000, terms 6,000, cues 5,000), sums and their order 23,000, the points of the fits shown
//! 46,000 (sharing them out 12,000, evidence with its roles 31,000: of these, whom the firm serves 15,000), which words of the
//! row are shown 53,000 (where their phrases begin and end 40,000), the reason 15,000, cells 10,000, the row in 4,000. A row of
//! a Chinese list (registered scopes and short descriptions, 3,000 rows) takes 366,000, of which half tells what is shown.
//! No function has more than a fifteenth: a text of 107 words has 72 mentions of 52 features, which point to
//! 26 classes each, and a cue or a break at two words of five. Time is another matter: much of it is waiting for memory,
//! since words, pairs and weights lie scattered over ten megabytes, more than a core keeps near. What keeps it short:
//! letters are read eight at a time, and the hashes of the words that were met last are remembered;
//! what is known of a word stands in one record; first slots are read for all pairs of a text before any is needed, so
//! that the waits overlap; small filters, and then the first slots of the tables, tell at once of most pairs and phrases that
//! nothing is known of them; words and pairs of which nothing was learned are left out before their contexts are weighed; what
//! stands left and right of a token is summed up only where it is asked for; of the classes a word points to, four at once are told to be none that is shown;
//! features that point to many classes have their weights side by side; and masks of letters, eight at once, tell which
//! words a mistyped one may be. Tried, and not worth it: to sum contexts up once for all tokens in a row that have the
//! same (seven in ten differ from the one before), to compare eight classes at once with each that is shown (more
//! instructions, since so short a loop is taken apart), to make four weights ready before they are added (as many), to
//! keep what stands on a side of tokens once for all between two cues or breaks, with distances worked out where they are
//! asked for (4,000 more a row: a cue or a break stands after every few tokens), to look for commas in cells by
//! chunks inside a closure (14,000 more: the compiler takes it apart), to remember which neighbours are no word written as
//! two (at most half of them are met again while they are remembered, which saves what remembering takes), and to find
//! relation words on the way that finds pairs (1,000 more: its numbers do not stay in registers).
//!
//! A plan of its own is made ready at start: 0.19 s of processor time, shared by two threads where there are two, for 1,057
//! classes with 20,000 terms. The terms are read by several threads (about a quarter of the instructions) and put into the
//! table (less than a quarter), their words counted class by class (a tenth) beside the vectors of the classes (as much) and
//! the learned weights as they are numbered there (an eighth), and the file itself parsed (a seventh). A plan compiled
//! beforehand (compiled.rs, tables.rs) holds all of these tables.
//!
//! At start no file is parsed, and the terms of the shipped plan are neither decoded nor hashed. To match one keyword takes five
//! and a half million instructions from the program's start to its end, half of them here: weights of contexts 14%, which shipped
//! classes the plan's own claim 13, keys of labels 11, numbers of relation words 6, ids 4.

mod keys;
mod table;

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

mod shown;

mod remembered;

mod related;
mod seen;

mod words;

mod term_words;

pub(crate) mod features;

mod borrowed;

mod adapted;
mod fit_file;
mod learned;

mod tables;

mod order;

pub(crate) mod stacking;

pub(crate) mod scores;

pub(crate) mod measured;

pub(crate) mod stated;

mod points;

mod assess;

mod compiled;

pub use assess::{Matcher, Scratch};
pub use compiled::{Stale, compile, is_compiled, read_compiled};
pub use features::Counterfactual;
pub use fit_file::{FIT_FORMAT, fit_text, read_fit};
pub(crate) use keys::{slots, whole_key};
pub use points::Options;
pub use shipped::ShippedWeights;
