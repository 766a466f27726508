//! Learning: from a lead list and labelled companies to the one file that the matcher reads (`src/matcher/model.bin`).
//!
//! ```text
//! lead list --> words known to the trade, word vectors                 corpus.rs, vectors.rs
//! labelled companies --> features (the matcher's own reading)          examples.rs
//!                    --> weights: one logistic regression a class      regression.rs
//!                    --> calibration and figures on rows left out      calibrate.rs, figures.rs
//! all of it --> model.bin, the same bytes every time                   build.rs
//! plan --> its embedded forms, which spare parsing at start            derived.rs
//! ```

mod build;
mod calibrate;
mod corpus;
mod derived;
mod examples;
mod figures;
mod parallel;
mod regression;
mod settings;
mod train;
mod vectors;

pub use derived::derived;
pub use examples::{Example, read_examples, read_lead_labels};
pub use figures::Figures;
pub use settings::Settings;
pub use train::{Inputs, cross_validate, learn};
