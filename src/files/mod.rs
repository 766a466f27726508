//! Files that appear under their names only when they are whole, and that one run alone writes.
//!
//! Whatever is written goes to a file of its own first, beside the one that is meant ([`beside`]), and is put in its place
//! in one step. A file is made only where none is, and no link is followed on the way, so that nothing is written over
//! that somebody else put there in the meantime. A [`Lock`] keeps a second run away.

mod digest;
mod lock;
mod pending;
mod whole;

pub use digest::{Digest, Digested};
pub use lock::Lock;
pub use pending::Pending;
pub use whole::{read, read_from, read_text, read_text_from};

use crate::error::{Error, ErrorKind, Result, begun_small};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// `OUT` and `.part` -> `OUT.part`.
#[must_use]
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether anything is there, be it a link that leads nowhere.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Makes a new file, to be written and read. Where one is there it is refused, or with `replace` removed first; a link
/// is removed like any file, and what it leads to stays as it is.
///
/// # Errors
/// [`ErrorKind::Io`] if something is there that may not be replaced, or the file cannot be made.
pub fn create(path: &Path, replace: bool) -> Result<File> {
    if replace {
        remove(path)?;
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => write_error(path, &error),
    })
}

/// Opens a file that is there to write on in it.
///
/// # Errors
/// [`ErrorKind::Io`] if it is missing, no file, or reached by a link.
pub fn open(path: &Path) -> Result<File> {
    refuse_links(path)?;
    let file = OpenOptions::new().read(true).write(true).open(path);
    let file = file.map_err(|error| write_error(path, &error))?;
    // Once more: it may have been put there since.
    refuse_links(path)?;
    Ok(file)
}

/// # Errors
/// [`ErrorKind::Io`] if the path is taken by a link or by what is no file.
pub(crate) fn refuse_links(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(facts) if !facts.is_file() => {
            let what = if facts.is_symlink() {
                "a link"
            } else {
                "no file"
            };
            let message = format!("cannot write `{}`: it is {what}", path.display());
            Err(Error::new(ErrorKind::Io, message).with_hint("remove it, or name another output"))
        }
        _ => Ok(()),
    }
}

/// Whether `file` is what stands under `path`; elsewhere than on Unix, whether anything does.
#[must_use]
pub fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(open), Ok(named)) => same(&open, &named),
        _ => false,
    }
}

#[cfg(unix)]
fn same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same(_: &Metadata, _: &Metadata) -> bool {
    true
}

/// Gives the file `from` the name `to` in one step. Without `replace` it gets the name only if nobody has it.
///
/// # Errors
/// [`ErrorKind::Io`] if `to` is taken and may not be replaced, or is no file.
pub fn put_in_place(from: &Path, to: &Path, replace: bool) -> Result<()> {
    let taken = to.symlink_metadata().ok();
    match taken {
        Some(facts) if !(facts.is_file() || facts.is_symlink()) => {
            let message = format!("cannot write `{}`: it is no file", to.display());
            return Err(Error::new(ErrorKind::Io, message).with_hint("name another output"));
        }
        Some(_) if !replace => return Err(exists(to)),
        _ => {}
    }
    if !replace {
        // A second name is given only where nobody has it, which renaming does not ask.
        match fs::hard_link(from, to) {
            Ok(()) => return remove(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(exists(to)),
            // Some file systems know no second names: the look above has to do.
            Err(_) => {}
        }
    }
    fs::rename(from, to).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if !is_there(from) => lost(from),
        _ => write_error(to, &error),
    })
}

/// Makes sure that the names in the folder of `path` are on the disk, as far as the system can.
///
/// # Errors
/// [`ErrorKind::Io`] if the disk fails.
pub fn sync_folder(path: &Path) -> Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // A folder that may be written to but not read cannot be opened; elsewhere than on Unix none can.
    let Ok(open) = File::open(folder) else {
        return Ok(());
    };
    match open.sync_all() {
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(write_error(path, &error)),
        Err(error) if error.raw_os_error() == Some(EIO) => Err(write_error(path, &error)),
        // Network and memory file systems may know nothing of it.
        _ => Ok(()),
    }
}

/// Number of the error of a disk that fails, the same on every Unix.
const EIO: i32 = 5;

/// Removes a file if it is there; of a link the link.
///
/// # Errors
/// [`ErrorKind::Io`] if it cannot be removed.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(write_error(path, &error)),
        _ => Ok(()),
    }
}

/// A file that is there already and may not be replaced.
#[must_use]
pub fn exists(path: &Path) -> Error {
    let message = format!("`{}` exists", path.display());
    Error::new(ErrorKind::Io, message)
        .with_hint("name another output, or replace it with `--force`")
}

/// A file of a run that somebody took away while the run was at work.
#[must_use]
pub fn lost(path: &Path) -> Error {
    let message = format!(
        "`{}` is lost: it was removed or replaced while it was written",
        path.display()
    );
    Error::new(ErrorKind::Io, message).with_hint("begin anew with `--force`")
}

/// A write that failed.
#[must_use]
pub fn write_error(path: &Path, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => begun_small(&error.to_string()),
    };
    let message = format!("cannot write `{}`: {reason}", path.display());
    Error::new(ErrorKind::Io, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        create(&at("a.part"), false).unwrap();
        assert!(create(&at("a.part"), false).is_err());
        fs::write(at("a"), "precious").unwrap();
        assert!(put_in_place(&at("a.part"), &at("a"), false).is_err());
        assert_eq!(fs::read_to_string(at("a")).unwrap(), "precious");
        put_in_place(&at("a.part"), &at("b"), false).unwrap();
        assert!(is_there(&at("b")) && !is_there(&at("a.part")));
        put_in_place(&at("b"), &at("a"), true).unwrap();
        assert_eq!(fs::read_to_string(at("a")).unwrap(), "");
        fs::create_dir(at("folder")).unwrap();
        assert!(put_in_place(&at("a"), &at("folder"), true).is_err());
        sync_folder(&at("a")).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("precious"), "kept").unwrap();
        std::os::unix::fs::symlink(at("precious"), at("a.part")).unwrap();
        assert!(open(&at("a.part")).is_err());
        assert!(create(&at("a.part"), false).is_err());
        let file = create(&at("a.part"), true).unwrap();
        assert!(is_at(&file, &at("a.part")) && !is_at(&file, &at("precious")));
        std::os::unix::fs::symlink(at("precious"), at("b")).unwrap();
        put_in_place(&at("a.part"), &at("b"), true).unwrap();
        assert_eq!(fs::read_to_string(at("precious")).unwrap(), "kept");
    }
}
