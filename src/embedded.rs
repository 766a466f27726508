//! What follows from other files and is made by the build script (`src/build/`), so that nothing is parsed or built at the
//! start of the program.

/// The shipped plan, as the text of `taxonomy.toml`.
pub(crate) const SHIPPED_TOML: &str = include_str!("../taxonomy.toml");

/// How many bytes its terms and exclusions take below, as eight bytes, then the plan, read and written down again by
/// `postcard`.
pub(crate) static PLAN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/plan.bin"));

/// The table of its terms, see [`matcher::terms`](crate::matcher).
pub(crate) static TERMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/terms.bin"));

/// The table of cues, see [`matcher::cues`](crate::matcher).
pub(crate) static CUES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cues.bin"));

/// Simplified form of every character of the basic Han block: its code in two bytes, little-endian.
pub(crate) static SIMPLIFIED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/simplified.bin"));
