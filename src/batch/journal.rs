//! The journal of a run: how far it has come, on the disk, so that it can be gone on with after a kill.

use super::tally::Tally;
use crate::error::{Error, ErrorKind, Result};
use crate::files::{Digested, beside, create, is_at, lost, write_error};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// How far a run has come: what the journal holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct JournalEntry {
    /// What is run: options, plan, build. Another run must not go on with its parts.
    pub(super) run: String,
    /// Whether it may replace what is there under the names of its outputs.
    pub(super) replace: bool,
    /// Rows that are answered, and what they held, the header with them.
    pub(super) rows: u64,
    pub(super) list: Digested,
    /// What there is of answers and of rejects.
    pub(super) output: Digested,
    pub(super) rejects: Digested,
    pub(super) tally: Tally,
    /// Set when nothing is left but to put the outputs in their places.
    pub(super) whole: Option<Whole>,
}

/// What outputs hold when they are in their places.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Whole {
    pub(super) output: Digested,
    /// Only if there are any.
    pub(super) rejects: Option<Digested>,
}

impl JournalEntry {
    /// Reads the journal of the run called `run`.
    pub(super) fn read(path: &Path, run: &str) -> Result<Self> {
        let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
        let note: Self =
            serde_json::from_slice(&bytes).map_err(|_| cannot_go_on(path, "is no journal"))?;
        if note.run != run {
            let error = format!(
                "`{}` is of another run: options, plan or build of the program differ",
                path.display()
            );
            return Err(Error::new(ErrorKind::Malformed, error)
                .with_hint("give the same command again, or begin anew with `--force`"));
        }
        Ok(note)
    }

    /// Replaces the journal in one step.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let next = beside(path, ".new");
        let bytes = serde_json::to_vec(self).expect("numbers and text are JSON");
        // One that is there is of a run that was killed: this one has the lock.
        let mut file = create(&next, true)?;
        let written = file.write_all(&bytes).and_then(|()| file.sync_data());
        written.map_err(|error| write_error(&next, &error))?;
        drop(file);
        fs::rename(&next, path).map_err(|error| write_error(path, &error))
    }
}

/// A file that a run cannot go on with.
pub(super) fn cannot_go_on(path: &Path, how: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("`{}` {how}", path.display()))
        .with_hint("begin anew with `--force`")
}

/// The thread that waits for the disk, so that answering does not.
#[derive(Debug)]
pub(super) struct JournalWriter {
    sender: SyncSender<JournalEntry>,
    /// Taken when its error has been told.
    thread: Option<JoinHandle<Result<()>>>,
}

impl JournalWriter {
    /// Before each note it makes sure that `parts` are on the disk, and still under their names.
    pub(super) fn start(parts: Vec<(File, PathBuf)>, journal: PathBuf) -> Self {
        // A note that finds the disk busy waits in the channel; a later one takes its turn instead of it.
        let (sender, receiver): (_, Receiver<JournalEntry>) = sync_channel(1);
        let thread = std::thread::spawn(move || {
            for note in receiver {
                for (file, path) in &parts {
                    settle(file, path)?;
                }
                note.write(&journal)?;
            }
            Ok(())
        });
        Self {
            sender,
            thread: Some(thread),
        }
    }

    pub(super) fn note(&mut self, note: &JournalEntry) -> Result<()> {
        match self.sender.try_send(note.clone()) {
            // It met an error.
            Err(TrySendError::Disconnected(_)) => ended(self.thread.take()),
            // Full: the disk is still busy with the last.
            Err(TrySendError::Full(_)) | Ok(()) => Ok(()),
        }
    }

    pub(super) fn stop(self) -> Result<()> {
        drop(self.sender);
        ended(self.thread)
    }
}

/// Makes sure that `file` is on the disk, under the name `path`.
pub(super) fn settle(file: &File, path: &Path) -> Result<()> {
    let synced = file.sync_data();
    synced.map_err(|error: io::Error| write_error(path, &error))?;
    if is_at(file, path) {
        Ok(())
    } else {
        Err(lost(path))
    }
}

fn ended(thread: Option<JoinHandle<Result<()>>>) -> Result<()> {
    thread.map_or(Ok(()), |thread| {
        thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
