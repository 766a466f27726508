//! Learning: from lead lists and labelled companies to the one file that the matcher reads (`src/matcher/model.bin`).
//!
//! ```text
//! manifest --> which sources, how much each counts                     inputs.rs
//! options --> what is left out or changed, each with its default       settings.rs
//! lead list --> words known to the trade, word vectors                 corpus.rs, vectors.rs
//! labelled companies, phrases in frames, known firms --> examples      sources.rs, examples.rs, phrases.rs, frames.rs, firms.rs
//!          --> mentions of features (the matcher's own reading)        rows.rs
//!          --> without words that say nothing of a business            talk.rs, uninformative.rs
//! trade words of glossaries --> where weights begin                    glossary.rs
//!          --> gates: how much a mention counts in its context         gates.rs
//!          --> weights: one logistic regression a class                train.rs, descent.rs, runs.rs
//!          --> terms of the plan keep a least weight                   listed.rs
//!          --> what fits say of one another, from rows left out        validate.rs, stacking.rs
//!          --> calibration and figures on rows left out                validate.rs, calibrate.rs, figures.rs
//! all of it --> model.bin, the same bytes every time                   build.rs
//!          --> model.toml: from which inputs, with which figures       provenance.rs
//! ```
//!
//! Whoever wants to know what is in the file reads `matcher::model`; `matcher::learned` only says which class of the file is
//! which of a taxonomy.

mod build;
mod calibrate;
mod corpus;
mod descent;
mod examples;
mod figures;
mod firms;
mod frames;
mod gates;
mod glossary;
mod inputs;
mod listed;
mod phrases;
mod provenance;
mod rows;
mod runs;
mod settings;
mod sources;
mod stacking;
mod talk;
mod train;
mod uninformative;
mod validate;
mod vectors;

pub use figures::Figures;
pub use inputs::Inputs;
pub use provenance::provenance;
pub use settings::{Hold, Settings};
pub use train::{cross_validate, learn};
