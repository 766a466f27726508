//! `planfit` matches a company profile against the priority subdivisions of a government investment plan.
#![forbid(unsafe_code)]

pub mod batch;
pub mod error;
pub mod eval;
pub mod fit;
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
