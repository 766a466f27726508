//! Learning: from lead lists and labelled companies to the one file that the matcher reads (`src/matcher/model.bin`).
//!
//! ```text
//! manifest --> which sources, how much each counts                     inputs.rs
//! lead list --> words known to the trade, word vectors                 corpus.rs, vectors.rs
//! labelled companies, phrases in frames --> examples                   sources.rs, examples.rs, phrases.rs, frames.rs
//!          --> mentions of features (the matcher's own reading)        rows.rs
//! trade words of glossaries --> where weights begin                   glossary.rs
//!          --> gates: how much a mention counts in its context         gates.rs
//!          --> weights: one logistic regression a class                descent.rs, runs.rs, talk.rs
//!          --> terms of the plan keep a least weight                   listed.rs
//!          --> calibration and figures on rows left out                validate.rs, calibrate.rs, figures.rs
//! all of it --> model.bin, the same bytes every time                   build.rs
//! ```

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
