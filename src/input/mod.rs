//! What is read: one file per format.

pub mod profile_file;
mod profile_keys;
