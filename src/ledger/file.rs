//! The file of decisions: read with a torn line in it, added to so that nothing acknowledged is lost.

use super::entry::Entry;
use crate::error::{Error, ErrorKind, Result, without_place};
use crate::files::{Lock, sync_folder, write_error};
use crate::text::hex;
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

/// How long an append waits for another one: each takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest line, in bytes: a decision with the longest profile, twice over.
const MAX_LINE: u64 = 16 << 20;

/// The decisions of a file, in its order.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Every whole entry.
    pub entries: Vec<Entry>,
    /// Lines, from 1, that were cut off while they were written: nobody was told that they were kept, and they are left
    /// out.
    pub torn: Vec<usize>,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
}

impl Ledger {
    /// Reads a file; one that is not there holds no decisions yet.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if it cannot be read, [`ErrorKind::Malformed`] for a line that is no decision and was not cut
    /// off while it was written either.
    pub fn read(path: &Path) -> Result<Self> {
        match File::open(path) {
            Ok(file) => Self::read_from(BufReader::new(file), &path.display().to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io(path, &error)),
        }
    }

    /// Reads the lines of a file called `origin`.
    ///
    /// # Errors
    /// See [`Ledger::read`].
    pub fn parse(bytes: &[u8], origin: &str) -> Result<Self> {
        Self::read_from(bytes, origin)
    }

    fn read_from(mut reader: impl BufRead, origin: &str) -> Result<Self> {
        let (mut ledger, mut digest) = (Self::default(), Sha256::new());
        let mut bytes = Vec::new();
        for number in 1.. {
            bytes.clear();
            let line = (&mut reader)
                .take(MAX_LINE + 1)
                .read_until(b'\n', &mut bytes);
            if line.map_err(|error| Error::io(Path::new(origin), &error))? == 0 {
                break;
            }
            if bytes.len() as u64 > MAX_LINE {
                let most = format!("it is over {} MiB long", MAX_LINE >> 20);
                return Err(not_a_decision(origin, number, &most));
            }
            digest.update(&bytes);
            let line = match number {
                1 => bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes),
                _ => &bytes,
            };
            // A file system may have made room for what did not arrive.
            let line = line.trim_ascii();
            let arrived = line.iter().position(|byte| *byte == 0);
            match serde_json::from_slice(&line[..arrived.unwrap_or(line.len())]) {
                _ if line.is_empty() => {}
                Ok(entry) if arrived.is_none() => ledger.entries.push(entry),
                Ok(_) => ledger.torn.push(number),
                Err(error) if error.is_eof() => ledger.torn.push(number),
                // The line that serde_json names is always 1 here.
                Err(error) => return Err(not_a_decision(origin, number, &without_place(&error))),
            }
        }
        ledger.sha256 = hex(&digest.finalize());
        Ok(ledger)
    }

    /// What is said of the lines that were left out, if any were.
    #[must_use]
    pub fn note(&self, path: &Path) -> Option<String> {
        let lines: Vec<String> = self.torn.iter().map(usize::to_string).collect();
        let (word, verb) = match lines.len() {
            0 => return None,
            1 => ("line", "was"),
            _ => ("lines", "were"),
        };
        Some(format!(
            "note: `{}`: {word} {} {verb} cut off while being written: left out",
            path.display(),
            lines.join(", ")
        ))
    }
}

fn not_a_decision(origin: &str, line: usize, reason: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("`{origin}`:{line}: not a decision: {reason}"),
    )
    .at(origin, Some(line))
    .with_hint("a ledger has one JSON object a line, as `planfit guide team` shows; correct the line or remove it")
}

/// Adds entries to a file, all in one write, and returns when they are on the disk. Others who add at the same time are
/// waited for.
///
/// # Errors
/// [`ErrorKind::Io`] if that fails: nothing is acknowledged then, and what was written of it counts as torn.
pub fn append(path: &Path, entries: &[Entry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut lines = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut lines, entry).expect("decisions are plain data");
        lines.push(b'\n');
    }
    let _lock = Lock::wait(path, PATIENCE)?;
    let is_new = !path.exists();
    let written = add(path, lines);
    written.map_err(|error| write_error(path, &error))?;
    if is_new {
        sync_folder(path)?;
    }
    Ok(())
}

fn add(path: &Path, mut lines: Vec<u8>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options.read(true).append(true).create(true).open(path)?;
    // What a killed run has left half written stays, on a line of its own.
    if !ends_a_line(&mut file)? {
        lines.insert(0, b'\n');
    }
    file.write_all(&lines)?;
    file.sync_data()
}

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Decision, FirmRef};
    use super::*;

    fn entry(name: &str) -> Entry {
        Entry {
            firm: FirmRef {
                id: None,
                name: Some(name.to_owned()),
            },
            subdivision: "x/y".to_owned(),
            decision: Decision::Yes,
            instead: None,
            grade: None,
            reason: Some("说明, \"quoted\"".to_owned()),
            who: "li".to_owned(),
            when: String::new(),
            plan: String::new(),
            plan_sha256: String::new(),
            clause_sha256: String::new(),
            text_sha256: String::new(),
            score: None,
            profile: None,
        }
    }

    #[test]
    fn wherever_a_file_is_cut_all_whole_lines_are_kept_and_it_can_be_added_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.jsonl");
        append(&path, &[entry("甲"), entry("乙")]).unwrap();
        let whole = std::fs::read(&path).unwrap();
        let first = whole.iter().position(|byte| *byte == b'\n').unwrap();
        for end in 0..whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            // A line without its end is whole all the same.
            let kept = usize::from(end >= first) + usize::from(end + 1 == whole.len());
            let ledger = Ledger::read(&path).unwrap();
            assert_eq!(ledger.entries.len(), kept, "cut at {end}");
            let is_torn = ![0, first, first + 1, whole.len() - 1].contains(&end);
            assert_eq!(ledger.torn.len(), usize::from(is_torn), "cut at {end}");
            append(&path, &[entry("丙")]).unwrap();
            let ledger = Ledger::read(&path).unwrap();
            assert_eq!(ledger.entries.len(), kept + 1, "cut at {end}");
            assert_eq!(ledger.entries.last(), Some(&entry("丙")));
            // Room that a file system made for what did not arrive.
            let mut room = whole[..end].to_vec();
            room.extend([0; 40]);
            let ledger = Ledger::parse(&room, "team.jsonl").unwrap();
            // The line that the room is on is torn, even where the whole of it did arrive.
            let whole_lines = usize::from(end > first);
            assert_eq!(ledger.entries.len(), whole_lines, "cut at {end}");
            assert_eq!(ledger.torn, [whole_lines + 1], "cut at {end}");
        }
    }

    #[test]
    fn what_is_no_decision_is_told_with_its_line() {
        let error = Ledger::parse(b"\n{\"firm\": 3}\n", "team.jsonl").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`team.jsonl`:2: not a decision: "),
            "{error}"
        );
        let error = Ledger::parse("yes\n".as_bytes(), "team.jsonl").unwrap_err();
        assert_eq!(error.line(), Some(1));
        assert!(Ledger::parse(b"", "team.jsonl").unwrap().entries.is_empty());
    }

    #[test]
    fn many_add_at_once_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.jsonl");
        std::thread::scope(|scope| {
            for who in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    for number in 0..10 {
                        append(path, &[entry(&format!("{who}-{number}"))]).unwrap();
                    }
                });
            }
        });
        assert_eq!(Ledger::read(&path).unwrap().entries.len(), 40);
    }
}
