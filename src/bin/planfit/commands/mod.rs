//! One file a command.

#[cfg(feature = "learn")]
pub(crate) mod adapt;
pub(crate) mod batch;
pub(crate) mod compare;
pub(crate) mod completions;
#[cfg(feature = "learn")]
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod guide;
pub(crate) mod init;
#[cfg_attr(not(feature = "tui"), path = "without_interactive.rs")]
pub(crate) mod interactive;
#[cfg(feature = "learn")]
pub(crate) mod learn;
pub(crate) mod man;
pub(crate) mod match_profile;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod taxonomy;
pub(crate) mod verify;
pub(crate) mod version;
pub(crate) mod why;
