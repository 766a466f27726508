//! Where a run's answers go: a stream or files, and why they may stop going there.

use super::files::{Files, write_error};
use super::tally::Outcome;
use crate::error::{Error, Result};
use crate::files::Digest;
use crate::report::list::Sink;
use std::io::{self, Cursor, Write};
use std::path::Path;

/// Why a run stops before the end.
pub(super) enum Stop {
    /// The reader of the output has gone away.
    Closed,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Where trays are emptied to.
pub(super) enum Output<'a> {
    Stream(Stream<'a>),
    Files(Box<Files>),
}

impl Output<'_> {
    /// Completes the output after the last row, of which there are this many and which came to that.
    pub(super) fn finish(
        self,
        (rows, list): &(u64, Digest),
        outcome: &mut Outcome,
        sink: &dyn Sink,
    ) -> Result<()> {
        match self {
            Self::Files(files) => {
                outcome.was_whole =
                    files.finish(&outcome.tally, (*rows, list), sink.whole_output())?;
            }
            Self::Stream(mut stream) => match stream.finish(sink) {
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Closed) => outcome.closed = true,
                Ok(()) => {}
            },
        }
        Ok(())
    }

    pub(super) fn give_up(self) -> Result<()> {
        match self {
            Self::Files(files) => files.give_up(),
            Self::Stream(_) => Ok(()),
        }
    }
}

pub(super) struct Stream<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) name: &'a Path,
    /// What is kept until the output can be made of it, where it cannot be written lead by lead.
    pub(super) held: Option<Vec<u8>>,
}

impl Stream<'_> {
    pub(super) fn put(&mut self, bytes: &[u8]) -> std::result::Result<(), Stop> {
        match &mut self.held {
            Some(held) => {
                held.extend_from_slice(bytes);
                Ok(())
            }
            None => self.write(bytes),
        }
    }

    fn finish(&mut self, sink: &dyn Sink) -> std::result::Result<(), Stop> {
        let (Some(held), Some(whole_output)) = (self.held.take(), sink.whole_output()) else {
            return Ok(());
        };
        let mut whole = Vec::new();
        whole_output.finish(&mut Cursor::new(held), &mut whole)?;
        self.write(&whole)
    }

    fn write(&mut self, bytes: &[u8]) -> std::result::Result<(), Stop> {
        let written = self.out.write_all(bytes).and_then(|()| self.out.flush());
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::Closed,
            _ => Stop::Failed(write_error(self.name, &error)),
        })
    }
}
