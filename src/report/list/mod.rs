//! Where answers about leads go: one sink a format, over one [`table`] where rows and columns are shared.

pub mod by_subdivision;
pub mod csv;
pub mod jsonl;
pub mod table;
mod verification;
#[cfg_attr(not(feature = "spreadsheets"), path = "without_xlsx.rs")]
pub mod xlsx;

pub use verification::verify_table;

use crate::error::Result;
use crate::fit::Assessment;
use crate::lead::Lead;
use crate::ledger::Standing;
use std::io::{Read, Seek, Write};

/// How many pieces of evidence a fit carries in a list: what a reader takes in at a glance.
pub const EVIDENCE: usize = crate::assessment::TOLD_EVIDENCE;

/// Something that can be read and gone back in.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// A format that answers about leads are written in. One serves all threads, so that each can write the answers of its
/// own block; the blocks are then put together in order.
pub trait Sink: Send + Sync {
    /// Appends what stands before the first answer.
    fn begin(&self, out: &mut Vec<u8>);

    /// Appends the answer about one lead, with what a team has decided about it where that was asked for; nothing that
    /// was written before is needed or changed.
    fn lead(
        &self,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
        standing: Option<&Standing<'_>>,
        out: &mut Vec<u8>,
    );

    /// How to make the output of everything appended, where that is only the raw material of it.
    fn whole_output(&self) -> Option<&dyn WholeOutput> {
        None
    }
}

/// Makes an output that cannot be written lead by lead.
pub trait WholeOutput {
    /// Reads what the sink appended, all in one, and writes the output. The same `part` gives the same bytes.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if reading or writing fails, [`Malformed`](crate::ErrorKind::Malformed) if the
    /// format cannot hold that much.
    fn finish(&self, part: &mut dyn ReadSeek, out: &mut (dyn Write + Send)) -> Result<()>;
}
