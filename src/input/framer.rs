//! Finds where rows begin and end, whatever the format.

use super::block::{Framed, Numbering, RowBlock};
use super::csv::CsvFramer;
use super::jsonl;
use memchr::{memchr, memchr2};

#[derive(Debug)]
pub(super) enum Framer {
    Csv(Box<CsvFramer>),
    Jsonl,
}

impl Framer {
    pub(super) fn frame(
        &mut self,
        block: &mut RowBlock,
        from: usize,
        last: bool,
        numbering: &mut Numbering,
    ) -> Framed {
        match self {
            Self::Csv(framer) => framer.frame(block, from, last, usize::MAX, numbering),
            Self::Jsonl => jsonl::frame(block, from, last, numbering),
        }
    }

    /// Where the line ends that `bytes` go on with.
    pub(super) fn line_end(&self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Csv(_) => memchr2(b'\r', b'\n', bytes),
            Self::Jsonl => memchr(b'\n', bytes),
        }
    }
}
