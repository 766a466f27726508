//! One run at a time on an output.

use super::{beside, is_at, remove, write_error};
use crate::error::{Error, ErrorKind, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often a lock that is waited for is tried.
const BETWEEN: Duration = Duration::from_millis(5);

/// Keeps other runs away from an output for as long as it lives. It is a lock of the operating system on a file
/// `OUT.lock`, so it is gone with the process however that ends; a file that a killed process left behind holds nobody up.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Held for its lock.
    _file: File,
}

impl Lock {
    /// Locks `output`, whether it is there or not.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if another run has it, or the file system cannot lock.
    pub fn take(output: &Path) -> Result<Self> {
        Self::try_take(output)?.ok_or_else(|| taken(output))
    }

    /// Locks `output` as soon as nobody else has it, for which it waits as long as `patience` says.
    ///
    /// # Errors
    /// See [`Lock::take`].
    pub fn wait(output: &Path, patience: Duration) -> Result<Self> {
        let begun = Instant::now();
        loop {
            match Self::try_take(output)? {
                Some(lock) => return Ok(lock),
                None if begun.elapsed() < patience => std::thread::sleep(BETWEEN),
                None => return Err(taken(output)),
            }
        }
    }

    /// The lock; nothing where another run has it.
    fn try_take(output: &Path) -> Result<Option<Self>> {
        let path = Self::path(output);
        loop {
            let file = open(&path).map_err(|error| match error.kind() {
                // What cannot be written is the output: its lock is nobody's concern.
                io::ErrorKind::NotFound => write_error(output, &error),
                _ => write_error(&path, &error),
            })?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => {
                    let folder = "write to a folder of a local disk, then move what was written";
                    return Err(write_error(&path, &error).with_hint(folder));
                }
            }
            // Who had it before may have removed the file after it was opened here: then a third run could lock anew.
            if is_at(&file, &path) {
                return Ok(Some(Self { path, _file: file }));
            }
        }
    }

    /// The file that is locked for `output`.
    #[must_use]
    pub fn path(output: &Path) -> PathBuf {
        beside(output, ".lock")
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Elsewhere an open file keeps its name, and it could not be told whether it is still the one that is locked.
        if cfg!(unix) {
            // What is left behind holds nobody up.
            let _ = remove(&self.path);
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match options.clone().create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made,
    }
    if path.symlink_metadata().is_ok_and(|facts| !facts.is_file()) {
        return Err(io::Error::other(
            "it is no file, and stands where a lock should",
        ));
    }
    // It may be gone by now: then it is made.
    options.create(true).truncate(false).open(path)
}

fn taken(output: &Path) -> Error {
    let message = format!("`{}` is being written by another run", output.display());
    Error::new(ErrorKind::Io, message).with_hint("wait until it ends, or name another output")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out.csv");
        let first = Lock::take(&output).unwrap();
        assert!(Lock::take(&output).is_err());
        drop(first);
        // Left behind by a run that was killed.
        std::fs::write(Lock::path(&output), "").unwrap();
        assert!(Lock::take(&output).is_ok());
    }
}
