//! Where a document goes: standard output, or a file that appears under its name only when it is whole.

use planfit::Result;
use planfit::files::Pending;
use std::io::Write;
use std::path::Path;

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
