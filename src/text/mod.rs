//! From any Unicode text to words that can be compared: folding, cutting, stemming.
//!
//! Both languages are treated alike. A run of letters and digits is one word; a Chinese character is one token by
//! itself, so that Chinese phrases are found by dictionary terms and never by guessed word boundaries. All results go
//! into buffers of the caller.

mod fingerprint;
mod fold;
mod folded;
mod foreign;
mod hash;
mod noise;
mod place;
mod stem;
mod token;
mod trim;
mod word_list;

pub use fingerprint::Fingerprint;
pub(crate) use fold::simplified;
pub use fold::{fold_char, fold_str, is_han};
pub(crate) use foreign::is_other_latin_language;
pub use hash::{continue_hash, hash_bytes, hex};
pub use place::line_and_column;
pub(crate) use place::offset_of;
pub use stem::Stemmer;
pub use token::{Break, Cutting, Token, TokenKind, Tokens, may_be_one_word};
pub(crate) use trim::{begins_and_ends_solid, trimmed};
pub(crate) use word_list::WordList;
