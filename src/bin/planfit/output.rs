//! Where a document goes: standard output, or a file that appears under its name only when it is whole.

use planfit::files::{self, Lock, beside, put_in_place, sync_folder, write_error};
use planfit::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// An output that was opened before any work.
pub(crate) enum Output {
    Standard,
    File(Pending),
}

impl Output {
    /// Opens the output, so that a bad path fails at once; `-` is standard output.
    pub(crate) fn open(path: &Path, force: bool) -> Result<Self> {
        match path.as_os_str() == "-" {
            true => Ok(Self::Standard),
            false => Pending::open(path, force).map(Self::File),
        }
    }

    /// Writes everything and gives the file its name.
    pub(crate) fn finish(self, bytes: &[u8]) -> anyhow::Result<()> {
        match self {
            Self::Standard => {
                let mut standard = std::io::stdout().lock();
                standard.write_all(bytes)?;
                standard.flush()?;
            }
            Self::File(mut pending) => {
                pending.write(bytes)?;
                pending.finish()?;
            }
        }
        Ok(())
    }
}

/// A file on its way to be whole. Dropped before, it leaves nothing behind, and what was there is still there.
pub(crate) struct Pending {
    part: File,
    path: PathBuf,
    replace: bool,
    _lock: Lock,
}

impl Pending {
    pub(crate) fn open(path: &Path, replace: bool) -> Result<Self> {
        let there = path.symlink_metadata().ok();
        if there.is_some_and(|facts| !(facts.is_file() || facts.is_symlink())) {
            let message = format!("cannot write `{}`: it is no file", path.display());
            let hint = "name a file, or `-` for standard output";
            return Err(Error::new(ErrorKind::Io, message).with_hint(hint));
        }
        if files::is_there(path) && !replace {
            return Err(is_there(path));
        }
        let lock = Lock::take(path)?;
        Ok(Self {
            part: files::create(&part_of(path), replace)?,
            path: path.to_owned(),
            replace,
            _lock: lock,
        })
    }

    /// Every file that is written on the way to `path`.
    pub(crate) fn all(path: &Path) -> [PathBuf; 3] {
        [path.to_owned(), part_of(path), Lock::path(path)]
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.part.write_all(bytes);
        written.map_err(|error| write_error(&self.path, &error))
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> Result<()> {
        let synced = self.part.sync_all();
        synced.map_err(|error| write_error(&self.path, &error))?;
        put_in_place(&part_of(&self.path), &self.path, self.replace)?;
        sync_folder(&self.path)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // In its place already, or not wanted; there is nothing to say if that fails.
        if files::is_at(&self.part, &part_of(&self.path)) {
            let _ = files::remove(&part_of(&self.path));
        }
    }
}

fn part_of(path: &Path) -> PathBuf {
    beside(path, ".part")
}

fn is_there(path: &Path) -> Error {
    let message = format!("`{}` is there already", path.display());
    Error::new(ErrorKind::Io, message)
        .with_hint("choose another name, or replace it with `--force`")
}
