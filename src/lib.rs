//! `planfit` matches a company profile against the priority subdivisions of a government investment plan.
//!
//! ```
//! use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};
//!
//! let taxonomy = Taxonomy::shipped();
//! let matcher = Matcher::new(&taxonomy); // once; it serves all threads
//! let mut scratch = Scratch::default(); // one a thread, used again and again
//! let profile = Profile::from_text("Makes power batteries for electric buses.");
//! let assessment = matcher.assess(&profile, &Options::default(), &mut scratch);
//! assert_eq!(assessment.fits[0].subdivision.id, "new-energy-icv/power-batteries");
//! assert_eq!(assessment.fits[0].clause.phrase, "power batteries");
//! ```
//!
//! # How it flows
//!
//! ```text
//! taxonomy.toml -> Taxonomy -> Matcher                          (once)
//! file, list    -> input    -> Profile -> Matcher::assess -> Assessment -> assessment -> report
//! ```
//!
//! A newcomer starts in [`matcher`]; what an answer says is all in [`fit`]. How planfit is used, and how its answers are
//! read, is in [`guide`].
//!
//! # Layers
//!
//! Imports point down and siblings do not know each other; a test reads the source and says so.
//!
//! ```text
//! batch, eval, learn   whole lists, measuring, learning
//! report               formats out
//! assessment           what an answer means: every decision between scores and formats
//! input, matcher       formats in, the matching
//! fit, lead            plain data: what is answered, what a list holds
//! profile, taxonomy    plain data: a company, the plan
//! files, similarity    files written completely or not at all, near spellings
//! text, error          words, and what went wrong
//! ```
//!
//! The library never prints, never ends the program, and reads neither arguments nor environment.
#![forbid(unsafe_code)]
#![warn(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod assessment;
pub mod batch;
pub mod error;
pub mod eval;
pub mod files;
pub mod fit;
pub mod guide;
pub mod input;
pub mod lead;
pub mod learn;
pub mod matcher;
pub mod profile;
pub mod report;
pub mod similarity;
pub mod taxonomy;
pub mod text;

pub use error::{Error, ErrorKind, Result};
pub use fit::{Assessment, Evidence, Fit, Score, Tier, Verdict};
pub use matcher::{Matcher, Options, Scratch};
pub use profile::{Field, Kind, Profile};
pub use taxonomy::{Language, Subdivision, Taxonomy};
