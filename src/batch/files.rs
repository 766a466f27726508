//! Outputs that appear under their names only when they are whole, and the journal to go on after a kill.
//!
//! Rows go to `OUT.part`. From time to time a thread of its own makes sure that they are on the disk and then notes in
//! `OUT.journal` how far they go; the note is replaced in one step, so there is always a whole one. Whatever happens,
//! what the last note speaks of is there: a run that goes on cuts the parts off at that length and answers the rows
//! after it.

use super::tally::Tally;
use crate::error::{Error, ErrorKind, Result};
use crate::report::list::Rework;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long at most to work without a note, if the disk keeps up.
const BETWEEN_NOTES: Duration = Duration::from_millis(500);

/// What to do where an output, or a part of one, is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Refuse.
    #[default]
    Keep,
    /// Replace it.
    Replace,
    /// Go on where the last run was killed; if none was, begin, or leave alone what is whole.
    GoOn,
    /// The same, but replace what is whole.
    GoOnOrReplace,
}

/// Where a run writes to.
#[derive(Debug, Clone)]
pub struct OutputPaths {
    /// The answers.
    pub output: PathBuf,
    /// The rejects; made only if there are any.
    pub rejects: PathBuf,
}

impl OutputPaths {
    fn with(path: &Path, suffix: &str) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    }

    /// Every file that a run may write: the outputs, their parts, the journal.
    #[must_use]
    pub fn all(&self) -> Vec<PathBuf> {
        let parts = [self.part(), self.rejects_part(), self.journal()];
        let made = [&self.output, &self.journal()].map(|path| Self::with(path, ".new"));
        [self.output.clone(), self.rejects.clone()]
            .into_iter()
            .chain(parts)
            .chain(made)
            .collect()
    }

    /// The files themselves, where links stand for them: a link is written through, never replaced.
    fn through_links(&self) -> Self {
        let real = |path: &PathBuf| match path.symlink_metadata() {
            Ok(facts) if facts.is_symlink() => path.canonicalize().unwrap_or_else(|_| path.clone()),
            _ => path.clone(),
        };
        Self {
            output: real(&self.output),
            rejects: real(&self.rejects),
        }
    }

    fn part(&self) -> PathBuf {
        Self::with(&self.output, ".part")
    }

    fn rejects_part(&self) -> PathBuf {
        Self::with(&self.rejects, ".part")
    }

    fn journal(&self) -> PathBuf {
        Self::with(&self.output, ".journal")
    }
}

/// How far a run has come: what the journal holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Note {
    /// What is run: list, options, version. Another run must not go on with its parts.
    run: String,
    /// Rows that are answered.
    pub(super) rows: u64,
    /// How many bytes of answers and of rejects there are.
    output: u64,
    rejects: u64,
    pub(super) tally: Tally,
    /// Whether nothing is left but to put the outputs in their places.
    whole: bool,
}

/// What opening the outputs came to.
#[derive(Debug)]
pub(super) enum Opened {
    /// Ready, at the beginning or after rows that are answered already.
    Ready(Box<Files>),
    /// The output is there, whole: nothing to go on with.
    Whole,
}

/// The outputs of a run at work.
#[derive(Debug)]
pub(super) struct Files {
    paths: OutputPaths,
    replace: bool,
    output: File,
    rejects: File,
    note: Note,
    noter: Noter,
    noted: Instant,
}

impl Files {
    /// Opens the outputs of the run called `run`.
    pub(super) fn open(paths: &OutputPaths, existing: Existing, run: &str) -> Result<Opened> {
        let paths = &paths.through_links();
        let (part, journal) = (paths.part(), paths.journal());
        let mut note = Note {
            run: run.to_owned(),
            ..Note::default()
        };
        let goes_on = matches!(existing, Existing::GoOn | Existing::GoOnOrReplace);
        let fresh = !(goes_on && journal.exists());
        match existing {
            _ if !fresh => note = read_note(&journal, run)?,
            Existing::Replace | Existing::GoOnOrReplace => {}
            // Killed before its first note: what it was to replace, if anything, is still there.
            Existing::GoOn if part.exists() => {}
            Existing::GoOn if paths.output.exists() => return Ok(Opened::Whole),
            Existing::GoOn => refuse_existing(&paths.rejects, "--force")?,
            Existing::Keep => {
                // First: what a run that was stopped has put in its place already is no reason to begin anew.
                refuse_existing(&journal, "--resume")?;
                refuse_existing(&paths.output, "--force")?;
                refuse_existing(&paths.rejects, "--force")?;
            }
        }
        if fresh {
            remove(&journal)?;
        }
        let open = |path: &Path, length: u64| {
            // Of a run whose rows are all answered, an output may be in its place already. An empty part was made by
            // a run that went on from there and was killed too.
            let is_empty = path.metadata().map_or(true, |facts| facts.len() == 0);
            let there = note.whole && is_empty;
            open_part(path, length, fresh || there)
        };
        let output = open(&part, note.output)?;
        let rejects = open(&paths.rejects_part(), note.rejects)?;
        if fresh {
            write_note(&journal, &note)?;
        }
        let noter = Noter::start(&output, &rejects, journal)?;
        Ok(Opened::Ready(Box::new(Self {
            paths: paths.clone(),
            replace: existing != Existing::Keep,
            output,
            rejects,
            note,
            noter,
            noted: Instant::now(),
        })))
    }

    /// How far an earlier run had come.
    pub(super) fn note(&self) -> &Note {
        &self.note
    }

    /// Whether all rows are answered, and nothing is left but to put the outputs in their places.
    pub(super) fn is_whole(&self) -> bool {
        self.note.whole
    }

    /// Whether nothing has been written yet.
    pub(super) fn is_new(&self) -> bool {
        self.note.rows == 0 && self.note.output == 0 && self.note.rejects == 0
    }

    /// Writes answers and rejects of the rows up to number `rows`.
    pub(super) fn write(
        &mut self,
        output: &[u8],
        rejects: &[u8],
        rows: u64,
        tally: &Tally,
    ) -> Result<()> {
        let failed = |path: PathBuf| move |error: io::Error| write_error(&path, &error);
        self.output
            .write_all(output)
            .map_err(failed(self.paths.part()))?;
        self.rejects
            .write_all(rejects)
            .map_err(failed(self.paths.rejects_part()))?;
        self.note.output += output.len() as u64;
        self.note.rejects += rejects.len() as u64;
        self.note.rows = rows;
        if self.noted.elapsed() >= BETWEEN_NOTES {
            self.note.tally = tally.clone();
            self.noter.note(&self.note)?;
            self.noted = Instant::now();
        }
        Ok(())
    }

    /// Puts whole outputs in their places. Killed in the middle, it can be done again from the journal.
    pub(super) fn finish(mut self, tally: &Tally, rework: Option<&dyn Rework>) -> Result<()> {
        self.noter.stop()?;
        let (part, rejects_part) = (self.paths.part(), self.paths.rejects_part());
        self.output
            .sync_data()
            .map_err(|error| write_error(&part, &error))?;
        self.rejects
            .sync_data()
            .map_err(|error| write_error(&rejects_part, &error))?;
        // A run that was killed while it put them there has opened empty parts.
        let is_empty = |file: &File| file.metadata().is_ok_and(|facts| facts.len() == 0);
        let in_place = self.note.whole && self.note.output > 0 && is_empty(&self.output);
        let rejects_in_place = self.note.whole && is_empty(&self.rejects);
        self.note.whole = true;
        self.note.tally = tally.clone();
        write_note(&self.paths.journal(), &self.note)?;
        drop(self.rejects);
        if tally.rejects > 0 && !rejects_in_place {
            rename(&rejects_part, &self.paths.rejects)?;
        }
        remove(&rejects_part)?;
        if tally.rejects == 0 && self.replace {
            // What an earlier run put aside is not of this one.
            remove(&self.paths.rejects)?;
        }
        if in_place {
            drop(self.output);
        } else if let Some(rework) = rework {
            let made = OutputPaths::with(&self.paths.output, ".new");
            let mut out = File::create(&made).map_err(|error| write_error(&made, &error))?;
            self.output
                .seek(SeekFrom::Start(0))
                .map_err(|error| write_error(&part, &error))?;
            rework.finish(&mut self.output, &mut out)?;
            out.sync_data()
                .map_err(|error| write_error(&made, &error))?;
            drop((out, self.output));
            rename(&made, &self.paths.output)?;
        } else {
            drop(self.output);
            rename(&part, &self.paths.output)?;
        }
        remove(&part)?;
        remove(&self.paths.journal())
    }

    /// Leaves nothing behind.
    pub(super) fn give_up(self) -> Result<()> {
        let Self {
            paths,
            output,
            rejects,
            noter,
            ..
        } = self;
        noter.stop()?;
        drop((output, rejects));
        remove(&paths.part())?;
        remove(&paths.rejects_part())?;
        remove(&paths.journal())
    }
}

fn refuse_existing(path: &Path, option: &str) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let error = Error::new(ErrorKind::Io, format!("`{}` exists", path.display()));
    Err(error.with_hint(match option {
        "--resume" => "a run was stopped there: `--resume` goes on with it, `--force` begins anew",
        _ => "name another output, or replace it with `--force`",
    }))
}

/// Opens a part to be written on from byte `length`.
fn open_part(path: &Path, length: u64, create: bool) -> Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(create)
        .open(path)
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if !create => lost(path, "is lost"),
            _ => write_error(path, &error),
        })?;
    let found = file
        .metadata()
        .map_err(|error| write_error(path, &error))?
        .len();
    if found < length && !create {
        return Err(lost(path, "is shorter than its journal says"));
    }
    let length = if create { 0 } else { length };
    file.set_len(length)
        .map_err(|error| write_error(path, &error))?;
    (&file)
        .seek(SeekFrom::Start(length))
        .map_err(|error| write_error(path, &error))?;
    Ok(file)
}

/// A part that a run cannot go on with.
fn lost(path: &Path, how: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("`{}` {how}", path.display()))
        .with_hint("begin anew with `--force`")
}

fn read_note(path: &Path, run: &str) -> Result<Note> {
    let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
    let note: Note = serde_json::from_slice(&bytes).map_err(|_| lost(path, "is no journal"))?;
    if note.run != run {
        let error = format!(
            "`{}` is of another run: list, options or version differ",
            path.display()
        );
        return Err(Error::new(ErrorKind::Malformed, error)
            .with_hint("give the same command again, or begin anew with `--force`"));
    }
    Ok(note)
}

/// Replaces the journal in one step.
fn write_note(path: &Path, note: &Note) -> Result<()> {
    let next = OutputPaths::with(path, ".new");
    let bytes = serde_json::to_vec(note).expect("numbers and text are JSON");
    let write = || {
        let mut file = File::create(&next)?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        fs::rename(&next, path)
    };
    write().map_err(|error| write_error(path, &error))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| write_error(to, &error))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(write_error(path, &error)),
        _ => Ok(()),
    }
}

/// A write that failed.
pub(super) fn write_error(path: &Path, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string().to_lowercase(),
    };
    let message = format!("cannot write `{}`: {reason}", path.display());
    let message = Error::new(ErrorKind::Io, message);
    match (error.kind(), path.extension()) {
        (io::ErrorKind::StorageFull, Some(_)) => {
            message.with_hint("make room, then go on with the same command and `--resume`")
        }
        _ => message,
    }
}

/// The thread that waits for the disk, so that answering does not.
#[derive(Debug)]
struct Noter {
    sender: SyncSender<Note>,
    /// Taken when its error has been told.
    thread: Option<JoinHandle<Result<()>>>,
}

impl Noter {
    fn start(output: &File, rejects: &File, journal: PathBuf) -> Result<Self> {
        let clone = |file: &File| {
            file.try_clone()
                .map_err(|error| write_error(&journal, &error))
        };
        let files = [clone(output)?, clone(rejects)?];
        // A note that finds the disk busy waits in the channel; a later one takes its turn instead of it.
        let (sender, receiver): (_, Receiver<Note>) = sync_channel(1);
        let thread = std::thread::spawn(move || {
            for note in receiver {
                for file in &files {
                    file.sync_data()
                        .map_err(|error| write_error(&journal, &error))?;
                }
                write_note(&journal, &note)?;
            }
            Ok(())
        });
        Ok(Self {
            sender,
            thread: Some(thread),
        })
    }

    fn note(&mut self, note: &Note) -> Result<()> {
        match self.sender.try_send(note.clone()) {
            // It met an error.
            Err(TrySendError::Disconnected(_)) => ended(self.thread.take()),
            // Full: the disk is still busy with the last.
            Err(TrySendError::Full(_)) | Ok(()) => Ok(()),
        }
    }

    fn stop(self) -> Result<()> {
        drop(self.sender);
        ended(self.thread)
    }
}

fn ended(thread: Option<JoinHandle<Result<()>>>) -> Result<()> {
    thread.map_or(Ok(()), |thread| {
        thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
