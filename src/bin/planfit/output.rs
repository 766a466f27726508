//! Where a document goes: standard output, or a file that appears under its name only when it is whole.

use anyhow::Context;
use planfit::{Error, ErrorKind};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// An output that was opened before any work.
pub(crate) enum Output {
    Standard,
    File { part: File, path: PathBuf },
}

impl Output {
    /// Opens the output, so that a bad path fails at once; `-` is standard output.
    pub(crate) fn open(path: &Path, force: bool) -> planfit::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::Standard);
        }
        if path.exists() && !force {
            return Err(Error::new(
                ErrorKind::Io,
                format!("`{}` is there already", path.display()),
            )
            .with_hint("choose another name, or replace it with `--force`"));
        }
        let part = File::create(part_of(path)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::new(
                ErrorKind::Io,
                format!("cannot write `{}`: no such folder", path.display()),
            ),
            _ => Error::io(path, &error),
        })?;
        Ok(Self::File {
            part,
            path: path.to_owned(),
        })
    }

    /// Writes everything and gives the file its name.
    pub(crate) fn finish(self, bytes: &[u8]) -> anyhow::Result<()> {
        match self {
            Self::Standard => {
                let mut standard = std::io::stdout().lock();
                standard.write_all(bytes)?;
                standard.flush()?;
            }
            Self::File { mut part, path } => {
                let context = || format!("cannot write `{}`", path.display());
                part.write_all(bytes).with_context(context)?;
                part.sync_all().with_context(context)?;
                drop(part);
                std::fs::rename(part_of(&path), &path).with_context(context)?;
            }
        }
        Ok(())
    }

    /// Removes what was begun; there is nothing to say if that fails too.
    pub(crate) fn abandon(path: &Path) {
        if path.as_os_str() != "-" {
            let _ = std::fs::remove_file(part_of(path));
        }
    }
}

fn part_of(path: &Path) -> PathBuf {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    part.into()
}
