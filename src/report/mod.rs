//! What people and programs are shown: one file per format.
//!
//! Everything here writes to a writer of the caller and reads nothing but its arguments; a text that comes from a
//! profile or a plan passes through [`escape`] on its way.

pub mod escape;
