//! Lists as people have them: exports of vendors, office spreadsheets, databases, fair catalogues.
//!
//! `cases.toml` holds a case for each kind of list: the file, how it is read, and what has to come out.

#![cfg(feature = "cli")]

mod cases;
mod damage;
mod documents;
mod headers;
