//! Where the bytes come from: a file or a pipe, unpacked on the way where they are compressed.

use crate::error::{Error, ErrorKind, Result, begun_small};
use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes with a name for messages, and how many have been taken from the file so far.
pub struct Source {
    reader: Box<dyn Read + Send>,
    name: String,
    taken: Arc<AtomicU64>,
    total: Option<u64>,
    live: bool,
    /// The first bytes, once they were looked at.
    peeked: Option<Vec<u8>>,
}

/// The name of the threads in which libraries read workbooks and documents: one that panics there is reported as an error.
pub const READER: &str = "workbook";

/// How many bytes are looked at to find out what a file is.
pub(super) const PEEKED: usize = 1 << 13;

/// What `reader` holds, unpacked if it is packed.
fn decompressed(mut reader: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::new();
    (&mut reader).take(4).read_to_end(&mut head)?;
    let gzip = head.starts_with(&[0x1F, 0x8B]);
    // A frame of data, or one to be skipped before it.
    let zstd = matches!(
        head[..],
        [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18]
    );
    let whole = Cursor::new(head).chain(reader);
    Ok(if gzip {
        Box::new(Gzip::new(Box::new(whole)))
    } else if zstd {
        Box::new(Zstandard::new(Box::new(whole)))
    } else {
        Box::new(whole)
    })
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("name", &self.name)
            .field("total", &self.total)
            .field("live", &self.live)
            .finish_non_exhaustive()
    }
}

impl Source {
    /// Opens a file; gzip and Zstandard are unpacked, whatever the file is called.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if it is missing, a directory or not readable.
    pub fn file(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io(path, &error))?;
        let facts = file.metadata().map_err(|error| Error::io(path, &error))?;
        if facts.is_dir() {
            let error = Error::new(
                ErrorKind::Io,
                format!("cannot open `{}`: it is a directory", path.display()),
            );
            return Err(error.with_hint("name the list itself"));
        }
        // A named pipe has no length, and what comes out of it should not wait for more.
        let total = facts.is_file().then_some(facts.len());
        Self::new(
            Box::new(file),
            path.display().to_string(),
            total,
            !facts.is_file(),
        )
    }

    /// Reads from a pipe, such as standard input: what has come is answered before more is waited for.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if the first bytes cannot be read.
    pub fn pipe(reader: Box<dyn Read + Send>, name: &str) -> Result<Self> {
        Self::new(reader, name.to_owned(), None, true)
    }

    fn new(
        reader: Box<dyn Read + Send>,
        name: String,
        total: Option<u64>,
        live: bool,
    ) -> Result<Self> {
        let taken = Arc::new(AtomicU64::new(0));
        let reader = Counted {
            reader,
            taken: Arc::clone(&taken),
        };
        let reader = decompressed(Box::new(reader)).map_err(|error| read_error(&name, &error))?;
        Ok(Self {
            reader,
            name,
            taken,
            total,
            live,
            peeked: None,
        })
    }

    /// The first bytes, as they are after unpacking; they are read again.
    pub(super) fn peek(&mut self) -> Result<&[u8]> {
        // What came first may be all there is for a while; a line shows what it is.
        let live = self.live;
        self.peek_until(|start| live && start.contains(&b'\n') && start.len() >= 4)
    }

    /// As many bytes as are looked at of a file, even if they have to be waited for.
    pub(super) fn peek_all(&mut self) -> Result<&[u8]> {
        if self
            .peeked
            .as_ref()
            .is_some_and(|start| start.len() < PEEKED)
        {
            self.peeked = None;
        }
        self.peek_until(|_| false)
    }

    fn peek_until(&mut self, is_enough: impl Fn(&[u8]) -> bool) -> Result<&[u8]> {
        if self.peeked.is_none() {
            let mut start = Vec::new();
            while start.len() < PEEKED && !is_enough(&start) {
                let at = start.len();
                start.resize(PEEKED.max(at + 1), 0);
                let count = match self.reader.read(&mut start[at..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        start.truncate(at);
                        continue;
                    }
                    other => other,
                };
                start.truncate(at + *count.as_ref().unwrap_or(&0));
                if count.map_err(|error| read_error(&self.name, &error))? == 0 {
                    break;
                }
            }
            let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
            self.reader = Box::new(Cursor::new(start.clone()).chain(rest));
            self.peeked = Some(start);
        }
        Ok(self.peeked.as_deref().unwrap_or_default())
    }

    /// The same with other bytes, which may be packed themselves.
    pub(super) fn opened(self, reader: Box<dyn Read + Send>) -> Result<Self> {
        let reader = decompressed(reader).map_err(|error| read_error(&self.name, &error))?;
        Ok(self.replaced_by(reader))
    }

    /// What to call it in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Length of the file in bytes, as it lies on disk; unknown for a pipe.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// How many bytes of the file have been taken so far; shared, so that it can be looked at while reading goes on.
    #[must_use]
    pub fn taken(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.taken)
    }

    /// Whether bytes arrive as they are made, so that a short read is no reason to wait for more.
    pub(super) fn is_live(&self) -> bool {
        self.live
    }

    /// Appends up to `want` bytes to `out`: one read for a pipe, as many as it takes for a file. 0 at the end.
    pub(super) fn read_some(&mut self, out: &mut Vec<u8>, want: usize) -> Result<usize> {
        let start = out.len();
        if self.live {
            out.resize(start + want, 0);
            let count = loop {
                match self.reader.read(&mut out[start..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other,
                }
            };
            out.truncate(start + *count.as_ref().unwrap_or(&0));
            return count.map_err(|error| read_error(&self.name, &error));
        }
        (&mut self.reader)
            .take(want as u64)
            .read_to_end(out)
            .map_err(|error| read_error(&self.name, &error))
    }

    /// Everything that is left, as long as memory should hold it.
    pub(super) fn read_all(&mut self) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        (&mut self.reader)
            .take(MOST + 1)
            .read_to_end(&mut out)
            .map_err(|error| read_error(&self.name, &error))?;
        if out.len() as u64 > MOST {
            let message = format!("`{}` is over {} MiB", self.name, MOST >> 20);
            return Err(Error::new(ErrorKind::Malformed, message)
                .with_hint("save the list as CSV, which is read row by row"));
        }
        Ok(out)
    }

    /// The same source with its bytes passed through something else.
    pub(super) fn filtered(
        self,
        filter: impl FnOnce(Box<dyn Read + Send>) -> Box<dyn Read + Send>,
    ) -> Self {
        Self {
            reader: filter(self.reader),
            peeked: None,
            ..self
        }
    }

    /// The same source with what `rewrite` makes of it in place of its own bytes.
    pub(super) fn rewritten(self, rewrite: impl FnOnce(Self) -> Box<dyn Read + Send>) -> Self {
        let whole = Self {
            reader: Box::new(io::empty()),
            name: self.name.clone(),
            taken: Arc::clone(&self.taken),
            total: self.total,
            live: self.live,
            peeked: None,
        };
        whole.replaced_by(rewrite(self))
    }

    /// The same source with other bytes in place of its own: what a spreadsheet was turned into.
    pub(super) fn replaced_by(self, reader: Box<dyn Read + Send>) -> Self {
        Self {
            reader,
            peeked: None,
            ..self
        }
    }
}

/// The longest workbook that is read, in bytes: one of a million full rows stays below it.
const MOST: u64 = 256 << 20;

/// A read that failed in the middle.
fn read_error(name: &str, error: &io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!(
            "cannot read on in `{name}`: {}",
            begun_small(&error.to_string())
        ),
    )
}

/// A reader that counts what passes through it.
struct Counted {
    reader: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

type Compressed = BufReader<Box<dyn Read + Send>>;

/// Gzip members one after the other; zeros that pad the file after the last are nothing, as for `gzip`.
struct Gzip {
    member: Option<GzDecoder<Compressed>>,
}

impl Gzip {
    fn new(reader: Box<dyn Read + Send>) -> Self {
        let reader = BufReader::with_capacity(1 << 16, reader);
        Self {
            member: Some(GzDecoder::new(reader)),
        }
    }
}

impl Read for Gzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let count = member.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let Some(mut rest) = self.member.take().map(GzDecoder::into_inner) else {
                break;
            };
            loop {
                let bytes = rest.fill_buf()?;
                let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
                if bytes.is_empty() {
                    return Ok(0);
                }
                if zeros < bytes.len() {
                    rest.consume(zeros);
                    break;
                }
                rest.consume(zeros);
            }
            self.member = Some(GzDecoder::new(rest));
        }
        Ok(0)
    }
}

/// Zstandard frames one after the other, with their checksums; `ruzstd` by itself reads a single frame.
struct Zstandard {
    rest: Compressed,
    frame: FrameDecoder,
    inside: bool,
}

impl Zstandard {
    fn new(reader: Box<dyn Read + Send>) -> Self {
        Self {
            rest: BufReader::with_capacity(1 << 16, reader),
            frame: FrameDecoder::new(),
            inside: false,
        }
    }

    /// Steps to the next frame that holds data; false at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.rest.fill_buf()?.is_empty() {
            match self.frame.init(&mut self.rest) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(
                        &mut (&mut self.rest).take(u64::from(length)),
                        &mut io::sink(),
                    )?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    fn check_sum(&self) -> io::Result<()> {
        let stated = self.frame.get_checksum_from_data();
        if stated.is_some() && stated != self.frame.get_calculated_checksum() {
            return Err(io::Error::other("checksum does not match the data"));
        }
        Ok(())
    }
}

impl Read for Zstandard {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.inside && !self.next_frame()? {
                return Ok(0);
            }
            self.inside = true;
            if self.frame.can_collect() == 0 && !self.frame.is_finished() {
                self.frame
                    .decode_blocks(&mut self.rest, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            let count = self.frame.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            if self.frame.is_finished() {
                self.check_sum()?;
                self.inside = false;
            }
        }
    }
}
