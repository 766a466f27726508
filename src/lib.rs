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
//! assert_eq!(assessment.fits[0].clause.unwrap().phrase, "power batteries");
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
//! # Features
//!
//! Without any feature the library is the plan, profiles, the matcher and what an answer means. `lists` adds files in and
//! out ([`input`], [`report`], [`batch`]), `spreadsheets` workbooks, `documents` DOCX and PDF, `learn` measuring and
//! learning ([`eval`], [`learn`]); `program` and `tui` are parts of the command, and `cli`, the default, is everything.
//!
//! # Layers
//!
//! Imports point down and siblings do not know each other; a test reads the source and says so.
//!
//! ```text
//! adapt                what is learned from a team's own labelled companies
//! batch, eval,
//! learn, plan, review  whole lists, measuring, learning, plans made from sheets, decisions made on answers
//! report               formats out
//! assessment           what an answer means: every decision between scores and formats
//! input, matcher,
//! ledger               formats in, the matching, what a team has decided
//! fit, lead            plain data: what is answered, what a list holds
//! messages             what is said, in every language
//! profile, taxonomy    plain data: a company, the plan
//! files, similarity    files written completely or not at all, near spellings
//! text, error          words, and what went wrong; parts of work on every processor
//! embedded             what the build script makes of `taxonomy.toml`
//! ```
//!
//! Each layer has one word for who is matched, and a test knows the types: a *profile* is the text of a company as it is
//! matched ([`profile`], [`matcher`]), a *lead* a row of a list ([`lead`], [`input`]), a *firm* a profile with its answer
//! ([`assessment`], [`ledger`], [`report`]), and a *company* one that somebody has labelled ([`eval`], [`learn`], [`adapt`]). The
//! command says "company" in its help and messages; answers and reports say "firm".
//!
//! `files`, `messages`, `similarity` and `text` are shared with the program, and no part of what stays the same from version to version.
//!
//! The library never prints, never ends the program, and reads neither arguments nor environment.
#![forbid(unsafe_code)]
// What only a feature uses is not marked one by one: with all of them, nothing is left unused.
#![cfg_attr(
    not(all(feature = "learn", feature = "spreadsheets")),
    allow(dead_code, unused_imports)
)]
#![warn(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

#[cfg(feature = "learn")]
pub mod adapt;
pub mod assessment;
#[cfg(feature = "lists")]
pub mod batch;
#[doc(hidden)]
pub mod calendar;
mod embedded;
pub mod error;
#[cfg(feature = "learn")]
pub mod eval;
#[doc(hidden)]
pub mod files;
pub mod fit;
pub mod guide;
#[cfg(feature = "lists")]
pub mod input;
pub mod lead;
#[cfg(feature = "learn")]
pub mod learn;
pub mod ledger;
pub mod matcher;
pub mod messages;
mod parallel;
#[cfg(feature = "lists")]
pub mod plan;
pub mod profile;
#[cfg(feature = "lists")]
pub mod report;
#[cfg(feature = "lists")]
pub mod review;
#[doc(hidden)]
pub mod similarity;
pub mod taxonomy;
#[doc(hidden)]
pub mod text;

pub use error::{Error, ErrorKind, Result};
pub use fit::{Assessment, Evidence, Fit, Score, Tier, Verdict};
pub use matcher::{Matcher, Options, Scratch};
pub use profile::{Field, Kind, Profile};
pub use taxonomy::{Language, Subdivision, Taxonomy};
