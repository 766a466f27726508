//! Files that are read as a whole, of which none may take more memory than it gives reason for.

use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// How many bytes of a text are looked at before the rest is read.
const LOOKED_AT: u64 = 4096;

/// Reads a file of at most `most` bytes, a length that no file of its kind comes near. Devices and pipes without an end are
/// refused like it.
///
/// # Errors
/// [`ErrorKind::Io`] if it cannot be read, [`ErrorKind::Malformed`] if it is longer.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let file = File::open(path).map_err(|error| Error::io(path, &error))?;
    read_from(file, path, most)
}

/// As [`read`], of anything, which is called `name`.
///
/// # Errors
/// See [`read`].
pub fn read_from(reader: impl Read, name: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader.take(most + 1).read_to_end(&mut bytes);
    finish(read, bytes, name, most)
}

/// As [`read`], for text: of what is none, such as `/dev/zero`, no more is read than shows that.
///
/// # Errors
/// See [`read`].
pub fn read_text(path: &Path, most: u64) -> Result<Vec<u8>> {
    let file = File::open(path).map_err(|error| Error::io(path, &error))?;
    read_text_from(file, path, most)
}

/// As [`read_text`], of anything, which is called `name`.
///
/// # Errors
/// See [`read`].
pub fn read_text_from(mut reader: impl Read, name: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut read = (&mut reader).take(LOOKED_AT).read_to_end(&mut bytes);
    if read.is_ok() && !bytes.contains(&0) {
        let rest = most.saturating_sub(bytes.len() as u64) + 1;
        read = reader.take(rest).read_to_end(&mut bytes);
    }
    finish(read, bytes, name, most)
}

fn finish(read: io::Result<usize>, bytes: Vec<u8>, name: &Path, most: u64) -> Result<Vec<u8>> {
    read.map_err(|error| Error::io(name, &error))?;
    if bytes.len() as u64 > most {
        let message = format!("`{}` is over {} MiB", name.display(), most >> 20);
        return Err(Error::new(ErrorKind::Malformed, message)
            .with_hint("no such file is that long: is it the one that is meant?"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_refused() {
        let name = Path::new("endless");
        let error = read_from(io::repeat(b'a'), name, 1 << 20).unwrap_err();
        assert_eq!(error.to_string(), "`endless` is over 1 MiB");
        assert!(read_text_from(io::repeat(b'a'), name, 1 << 20).is_err());
        assert_eq!(
            read_text_from(io::repeat(0), name, 1 << 20).unwrap().len(),
            4096
        );
        let whole = vec![b'a'; 10_000];
        assert_eq!(read_text_from(&whole[..], name, 10_000).unwrap(), whole);
        assert!(read_text_from(&whole[..], name, 9_999).is_err());
    }
}
