//! Outputs that appear under their names only when they are whole, and what it takes to go on after a kill.
//!
//! Rows go to `OUT.part`. From time to time a thread of its own makes sure that they are on the disk and then notes in
//! `OUT.journal` how far they go and what they hold; the note is replaced in one step, so there is always a whole one.
//! Whatever happens, what the last note speaks of is there: a run that goes on looks whether list and parts still are
//! what the note says, cuts the parts off at that length and answers the rows after it. The journal is there before the
//! parts and goes after them, so that parts without a journal are somebody else's.

use super::journal::{JournalEntry, JournalWriter, Whole, cannot_go_on, settle};
use super::rejects::is_aside;
use super::rows::Answered;
use super::tally::Tally;
use crate::error::{Error, ErrorKind, Result};
use crate::files::{
    self, Digest, Digested, Lock, beside, create, exists, is_there, put_in_place, refuse_links,
    remove, sync_folder,
};
use crate::report::list::WholeOutput;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
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
    /// Go on where the last run was killed. If none was, begin; an output that is there already is kept, and refused
    /// unless it is what comes out.
    GoOn,
    /// The same, but replace an output that is there.
    GoOnOrReplace,
}

impl Existing {
    fn goes_on(self) -> bool {
        matches!(self, Self::GoOn | Self::GoOnOrReplace)
    }

    fn replaces(self) -> bool {
        matches!(self, Self::Replace | Self::GoOnOrReplace)
    }
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
    /// Every file that a run may write: the outputs, their parts and locks, the journal.
    #[must_use]
    pub fn all(&self) -> Vec<PathBuf> {
        let real = self.through_links();
        let outputs = [&real.output, &real.rejects];
        let parts = [real.part(), real.rejects_part(), real.made()];
        let journal = [real.journal(), beside(&real.journal(), ".new")];
        outputs
            .map(Clone::clone)
            .into_iter()
            .chain(parts)
            .chain(journal)
            .chain(outputs.map(|path| Lock::path(path)))
            .collect()
    }

    /// The files themselves, where links stand for them. A link to a file of the same kind, as `latest.csv` is to
    /// `may.csv`, is written through, and all parts lie beside that file. Any other link is refused: it was never meant for
    /// answers.
    fn through_links(&self) -> Self {
        let real = |path: &PathBuf| {
            let is_link = path
                .symlink_metadata()
                .is_ok_and(|facts| facts.is_symlink());
            let real = path.canonicalize().ok();
            let same = real.filter(|real| is_link && real.extension() == path.extension());
            same.unwrap_or_else(|| path.clone())
        };
        Self {
            output: real(&self.output),
            rejects: real(&self.rejects),
        }
    }

    fn part(&self) -> PathBuf {
        beside(&self.output, ".part")
    }

    fn rejects_part(&self) -> PathBuf {
        beside(&self.rejects, ".part")
    }

    /// The output where it is made of the part.
    fn made(&self) -> PathBuf {
        beside(&self.output, ".new")
    }

    fn journal(&self) -> PathBuf {
        beside(&self.output, ".journal")
    }
}

/// The outputs of a run at work.
#[derive(Debug)]
pub(super) struct Files {
    paths: OutputPaths,
    output: Part,
    rejects: Part,
    note: JournalEntry,
    noter: JournalWriter,
    noted: Instant,
    /// No other run writes to these outputs as long as this one does.
    _locks: [Lock; 2],
}

impl Files {
    /// Opens the outputs of the run called `run`, on a list whose header came to `list`; `makes` says that the output is
    /// made of its part.
    pub(super) fn open(
        paths: &OutputPaths,
        existing: Existing,
        run: &str,
        list: &Digest,
        makes: bool,
    ) -> Result<Self> {
        let paths = &paths.through_links();
        let outputs = [&paths.output, &paths.rejects];
        for link in outputs.iter().filter(|path| path.is_symlink()) {
            if existing.replaces() {
                refuse_links(link)?;
            }
        }
        let locks = [Lock::take(&paths.output)?, Lock::take(&paths.rejects)?];
        let journal = paths.journal();
        let resumes = existing.goes_on() && is_there(&journal);
        let note = if resumes {
            let mut note = JournalEntry::read(&journal, run)?;
            note.replace |= existing.replaces();
            note
        } else {
            begin(paths, existing, makes)?;
            JournalEntry {
                run: run.to_owned(),
                replace: existing.replaces(),
                list: list.digested(),
                ..JournalEntry::default()
            }
        };
        if !resumes {
            note.write(&journal)?;
            sync_folder(&journal)?;
        }
        let open = |path: PathBuf, noted: &Digested, place: &Path, whole: Option<&Digested>| {
            let in_place = whole.map_or(Ok(false), |whole| holds(place, whole))?;
            // What the journal speaks of may be replaced: it is of this run.
            Part::open(path, noted, in_place, resumes || note.replace)
        };
        let whole = note.whole.as_ref();
        let whole_rejects = whole.and_then(|whole| whole.rejects.as_ref());
        let whole = whole.map(|whole| &whole.output);
        let output = open(paths.part(), &note.output, &paths.output, whole)?;
        let rejects = open(
            paths.rejects_part(),
            &note.rejects,
            &paths.rejects,
            whole_rejects,
        )
        .or_else(|error| match (&note.whole, whole_rejects) {
            // Nothing was put aside, and the empty part is gone already.
            (Some(_), None) => Ok(Part::in_place(paths.rejects_part())),
            _ => Err(error),
        })?;
        let parts = [&output, &rejects].map(Part::clones);
        let parts: Vec<Vec<(File, PathBuf)>> = parts.into_iter().collect::<Result<_>>()?;
        Ok(Self {
            noter: JournalWriter::start(parts.into_iter().flatten().collect(), journal),
            paths: paths.clone(),
            output,
            rejects,
            note,
            noted: Instant::now(),
            _locks: locks,
        })
    }

    /// How far an earlier run had come.
    pub(super) fn note(&self) -> &JournalEntry {
        &self.note
    }

    /// What the list has to begin with for this run to go on.
    pub(super) fn answered(&self) -> Answered {
        Answered {
            rows: self.note.rows,
            list: self.note.list.clone(),
            journal: self.paths.journal(),
        }
    }

    /// Whether all rows are answered, and nothing is left but to put the outputs in their places.
    pub(super) fn is_whole(&self) -> bool {
        self.note.whole.is_some()
    }

    /// Whether nothing has been written yet.
    pub(super) fn is_new(&self) -> bool {
        self.note.rows == 0 && self.note.output.length == 0 && self.note.rejects.length == 0
    }

    /// Writes answers and rejects of the rows up to number `rows`, with which the list comes to `list`.
    pub(super) fn write(
        &mut self,
        output: &[u8],
        rejects: &[u8],
        (rows, list): (u64, &Digest),
        tally: &Tally,
    ) -> Result<()> {
        self.output.write(output)?;
        self.rejects.write(rejects)?;
        if self.noted.elapsed() >= BETWEEN_NOTES {
            self.take_down(rows, list, tally);
            self.noter.note(&self.note)?;
            self.noted = Instant::now();
        }
        Ok(())
    }

    fn take_down(&mut self, rows: u64, list: &Digest, tally: &Tally) {
        let note = &mut self.note;
        (note.rows, note.list) = (rows, list.digested());
        note.output = self.output.digest.digested();
        note.rejects = self.rejects.digest.digested();
        note.tally = tally.clone();
    }

    /// Puts whole outputs in their places; `end` is the number of rows and what the list came to. Killed in the middle,
    /// it can be done again from the journal. Returns whether the output was there before, the same.
    pub(super) fn finish(
        mut self,
        tally: &Tally,
        (rows, list): (u64, &Digest),
        whole_output: Option<&dyn WholeOutput>,
    ) -> Result<bool> {
        let was_whole = self.is_whole();
        if !was_whole {
            self.take_down(rows, list, tally);
        }
        self.noter.stop()?;
        self.output.settle()?;
        self.rejects.settle()?;
        let paths = &self.paths;
        let (part, made) = (paths.part(), paths.made());
        let mut whole = Whole {
            output: self.note.output.clone(),
            rejects: (tally.rejects > 0).then(|| self.note.rejects.clone()),
        };
        let from = match (whole_output, self.output.file.as_mut()) {
            (Some(whole_output), Some(rows)) => {
                whole.output = make(whole_output, rows, &part, &made)?;
                &made
            }
            _ => &part,
        };
        if !was_whole {
            self.note.whole = Some(whole.clone());
            self.note.write(&paths.journal())?;
        }
        let replace = self.note.replace;
        let mut was_there = false;
        if let (Some(rejects), Some(_)) = (&whole.rejects, self.rejects.file.take()) {
            place(&paths.rejects_part(), &paths.rejects, rejects, replace)?;
        }
        if let Some(open) = self.output.file.take() {
            drop(open);
            was_there = place(from, &paths.output, &whole.output, replace)?;
        }
        if tally.rejects == 0 && replace && is_aside(&paths.rejects) {
            // What an earlier run put aside is not of this one. Anything else is not this program's to remove.
            remove(&paths.rejects)?;
        }
        sync_folder(&paths.output)?;
        sync_folder(&paths.rejects)?;
        for path in [part, made, paths.rejects_part(), paths.journal()] {
            remove(&path)?;
        }
        Ok(was_there && !was_whole)
    }

    /// Leaves nothing behind.
    pub(super) fn give_up(self) -> Result<()> {
        self.noter.stop()?;
        drop((self.output, self.rejects));
        remove(&self.paths.part())?;
        remove(&self.paths.rejects_part())?;
        remove(&self.paths.journal())
    }
}

/// Looks whether a run may begin, and takes away what is left of one that it replaces.
fn begin(paths: &OutputPaths, existing: Existing, makes: bool) -> Result<()> {
    let refuse = |path: &Path| match is_there(path) {
        true => Err(exists(path)),
        false => Ok(()),
    };
    match existing {
        Existing::Replace | Existing::GoOnOrReplace => return remove(&paths.journal()),
        Existing::GoOn if is_there(&paths.output) => {}
        Existing::GoOn => refuse(&paths.rejects)?,
        Existing::Keep => {
            let journal = paths.journal();
            // First: what a run that was stopped has put in its place already is no reason to begin anew.
            let hint = "a run was stopped there: `--resume` goes on with it, `--force` begins anew";
            refuse(&journal).map_err(|error| error.with_hint(hint))?;
            refuse(&paths.output)?;
            refuse(&paths.rejects)?;
        }
    }
    refuse(&paths.part())?;
    refuse(&paths.rejects_part())?;
    if makes { refuse(&paths.made()) } else { Ok(()) }
}

/// Makes the output of its part, in a file of its own, and says what came out.
fn make(
    whole_output: &dyn WholeOutput,
    rows: &mut File,
    part: &Path,
    made: &Path,
) -> Result<Digested> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| write_error(&path, &error)
    };
    let mut out = create(made, true)?;
    rows.seek(SeekFrom::Start(0)).map_err(failed(part))?;
    whole_output.finish(rows, &mut out)?;
    settle(&out, made)?;
    let mut digest = Digest::default();
    out.seek(SeekFrom::Start(0))
        .and_then(|_| digest.add_all(&out, u64::MAX))
        .map_err(failed(made))?;
    Ok(digest.digested())
}

/// Puts a file in its place, or takes it away where its place holds the same already; says whether it did.
fn place(from: &Path, to: &Path, holding: &Digested, replace: bool) -> Result<bool> {
    if !replace && holds(to, holding)? {
        remove(from)?;
        return Ok(true);
    }
    let placed = put_in_place(from, to, replace);
    placed.map(|()| false).map_err(|error| {
        if replace || !is_there(to) {
            return error;
        }
        let message = format!("`{}` exists and holds something else", to.display());
        let hint = "the answers are whole: `--force --resume` replaces it with them; or move it away and say `--resume`";
        Error::new(ErrorKind::Io, message).with_hint(hint)
    })
}

/// Whether there is a file that holds just this.
fn holds(path: &Path, what: &Digested) -> Result<bool> {
    let is_as_long = |facts: std::fs::Metadata| facts.is_file() && facts.len() == what.length;
    if !path.symlink_metadata().is_ok_and(is_as_long) {
        return Ok(false);
    }
    let file = File::open(path).map_err(|error| Error::io(path, &error))?;
    let mut digest = Digest::default();
    let read = digest.add_all(file, u64::MAX);
    read.map_err(|error| Error::io(path, &error))?;
    Ok(digest.digested() == *what)
}

/// A part of an output on its way to be whole.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    /// None once it is in its place.
    file: Option<File>,
    /// What was written so far.
    digest: Digest,
}

impl Part {
    fn in_place(path: PathBuf) -> Self {
        Self {
            path,
            file: None,
            digest: Digest::default(),
        }
    }

    /// Opens a part to be written on after what is noted of it.
    fn open(path: PathBuf, noted: &Digested, in_place: bool, replace: bool) -> Result<Self> {
        if in_place {
            return Ok(Self::in_place(path));
        }
        let mut digest = Digest::default();
        if noted.length == 0 {
            let file = Some(create(&path, replace)?);
            return Ok(Self { path, file, digest });
        }
        if !is_there(&path) {
            return Err(cannot_go_on(&path, "is lost"));
        }
        let failed = |error: io::Error| write_error(&path, &error);
        let mut file = files::open(&path)?;
        let found = file.metadata().map_err(failed)?.len();
        if found < noted.length {
            return Err(cannot_go_on(&path, "is shorter than its journal says"));
        }
        digest
            .add_all((&file).take(noted.length), noted.length)
            .map_err(failed)?;
        if digest.digested() != *noted {
            return Err(cannot_go_on(&path, "does not hold what its journal says"));
        }
        file.set_len(noted.length)
            .and_then(|()| file.seek(SeekFrom::Start(noted.length)))
            .map_err(failed)?;
        let file = Some(file);
        Ok(Self { path, file, digest })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(file) = &mut self.file {
            let written = file.write_all(bytes);
            written.map_err(|error| write_error(&self.path, &error))?;
            self.digest.add(bytes);
        }
        Ok(())
    }

    fn settle(&self) -> Result<()> {
        let settled = self.file.as_ref().map(|file| settle(file, &self.path));
        settled.unwrap_or(Ok(()))
    }

    fn clones(&self) -> Result<Vec<(File, PathBuf)>> {
        let clone = |file: &File| {
            let clone = file.try_clone();
            let clone = clone.map_err(|error| write_error(&self.path, &error))?;
            Ok((clone, self.path.clone()))
        };
        self.file.iter().map(clone).collect()
    }
}

/// A write that failed, in the files of a run or in a stream.
pub(super) fn write_error(path: &Path, error: &io::Error) -> Error {
    let message = files::write_error(path, error);
    match (error.kind(), path.extension()) {
        (io::ErrorKind::StorageFull, Some(_)) => {
            message.with_hint("make room, then go on with the same command and `--resume`")
        }
        _ => message,
    }
}
