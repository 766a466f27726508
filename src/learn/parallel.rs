//! One class after the other, on every processor.

pub(super) use crate::parallel::parallel;
