//! One file written whole or not at all.

use super::{
    Lock, beside, create, exists, is_at, is_there, put_in_place, remove, sync_folder, write_error,
};
use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file on its way to be whole. Dropped before, it leaves nothing behind, and what was there is still there.
#[derive(Debug)]
pub struct Pending {
    part: File,
    path: PathBuf,
    replace: bool,
    _lock: Lock,
}

impl Pending {
    /// Begins a file that `path` becomes the name of in the end; one that is there is replaced only if `replace` says so.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if something is there that may not be replaced, another run writes it, or nothing can be written.
    pub fn open(path: &Path, replace: bool) -> Result<Self> {
        let there = path.symlink_metadata().ok();
        if there.is_some_and(|facts| !(facts.is_file() || facts.is_symlink())) {
            let message = format!("cannot write `{}`: it is no file", path.display());
            let hint = "name a file, or `-` for standard output";
            return Err(Error::new(ErrorKind::Io, message).with_hint(hint));
        }
        if is_there(path) && !replace {
            return Err(exists(path));
        }
        let lock = Lock::take(path)?;
        Ok(Self {
            part: create(&part_of(path), replace)?,
            path: path.to_owned(),
            replace,
            _lock: lock,
        })
    }

    /// Every file that is written on the way to `path`.
    #[must_use]
    pub fn all(path: &Path) -> [PathBuf; 3] {
        [path.to_owned(), part_of(path), Lock::path(path)]
    }

    /// Adds to it.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if that fails.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.part.write_all(bytes);
        written.map_err(|error| write_error(&self.path, &error))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if that fails; nothing is left behind then.
    pub fn finish(self) -> Result<()> {
        let synced = self.part.sync_all();
        synced.map_err(|error| write_error(&self.path, &error))?;
        put_in_place(&part_of(&self.path), &self.path, self.replace)?;
        sync_folder(&self.path)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // In its place already, or not wanted; there is nothing to say if that fails.
        if is_at(&self.part, &part_of(&self.path)) {
            let _ = remove(&part_of(&self.path));
        }
    }
}

fn part_of(path: &Path) -> PathBuf {
    beside(path, ".part")
}
