//! Screening a list: an ordered parallel map over leads, in constant memory.
//!
//! ```text
//! one reader  --batch of rows-->  workers: read, assess, write into the batch  --in order-->  one writer
//!      ^------------------------------ the batch comes back empty ------------------------------'
//! ```
//!
//! A fixed number of batches goes round. Each carries a block of rows on the way out and their finished answers on the
//! way back, so memory does not grow with the list, no buffer is made twice, and a reader or writer that is ahead
//! waits for an empty batch. The writer puts batches in the order of the list, so that the output does not depend on
//! which thread was faster. With one job all of it happens in one thread.

mod answer_cache;
mod files;
mod journal;
mod output;
mod rejects;
mod rows;
mod tally;

pub use files::{Existing, OutputPaths};
pub use rejects::RejectFormat;
pub use tally::{Outcome, Tally};

use crate::error::{Error, ErrorKind, Result};
use crate::files::Digest;
use crate::fit::Assessment;
use crate::input::{Entry, Leads, Reject, RowBlock, RowReader};
use crate::lead::Lead;
use crate::ledger::{Decisions, Identity};
use crate::matcher::{Matcher, Options, Scratch};
use crate::report::list::Sink;
use answer_cache::AnswerCache;
use files::Files;
use output::{Output, Stop, Stream};
use rows::Rows;
use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What to do with every lead.
#[derive(Clone, Copy)]
pub struct Job<'a, 't> {
    /// Assesses them.
    pub matcher: &'a Matcher<'t>,
    /// How much is wanted of an assessment.
    pub options: Options,
    /// Writes the answers.
    pub sink: &'a dyn Sink,
    /// How rejects are written.
    pub rejects: RejectFormat,
    /// Threads that assess.
    pub jobs: NonZeroUsize,
    /// Whether identical texts are scored once.
    pub dedupe: bool,
    /// Whether the first reject ends the run.
    pub strict: bool,
    /// How long a row may take before it is put aside, if there is a limit. The clock is looked at between the steps of
    /// reading and matching, so a row is given up after the step that goes beyond: each takes time in proportion to the
    /// row, whose length is bounded. Nothing is left running and no memory is held.
    pub patience: Option<Duration>,
    /// What a team has decided, if its ledger is to be asked about every lead.
    pub decisions: Option<&'a Decisions<'a>>,
}

/// Where answers go.
pub enum Target<'a> {
    /// To a stream, block by block; rejects are handed to the observer.
    Stream {
        /// Takes the answers.
        out: &'a mut dyn Write,
        /// What to call it in messages.
        name: &'a Path,
    },
    /// To files.
    Files {
        /// Which.
        paths: &'a OutputPaths,
        /// What to do where they exist.
        existing: Existing,
        /// Says what is run (options, plan, build); a run that was killed goes on only under the same name. The list need
        /// not be named: it is known by what it holds.
        run: &'a str,
    },
}

/// What an observer is told after each block.
#[derive(Debug)]
pub struct Progress<'a> {
    /// Counts so far.
    pub tally: &'a Tally,
    /// How many bytes of the list have been answered.
    pub taken: u64,
    /// Rejects of this block, where they do not go to a file of their own.
    pub rejects: &'a [u8],
}

/// Runs `job` over all leads. `observe` is called in the calling thread, after each block.
///
/// # Errors
/// If the list cannot be read on or the output not be written; under [`Job::strict`] for the first row that cannot be
/// read. What was done up to there is kept for going on, except under `strict`.
pub fn run(
    job: &Job<'_, '_>,
    leads: Leads,
    target: Target<'_>,
    observe: &mut dyn FnMut(&Progress<'_>),
) -> Result<Outcome> {
    let mut rows = Rows::new(leads);
    let mut output = match target {
        Target::Stream { out, name } => {
            let held = job.sink.whole_output().map(|_| Vec::new());
            Output::Stream(Stream { out, name, held })
        }
        Target::Files {
            paths,
            existing,
            run,
        } => {
            let makes = job.sink.whole_output().is_some();
            Output::Files(Box::new(Files::open(
                paths,
                existing,
                run,
                rows.digest(),
                makes,
            )?))
        }
    };
    let mut writer = Writer {
        outcome: Outcome::default(),
        strict: None,
        end: (0, *rows.digest()),
    };
    let mut is_whole = false;
    if let Output::Files(files) = &output {
        is_whole = files.is_whole();
        writer.outcome.resumed = files.note().rows;
        writer.outcome.tally = files.note().tally.clone();
        rows.go_on_after(files.answered());
    }
    let mut first = RowBatch::default();
    job.begin(&output, &mut first);
    first.list = *rows.digest();
    let mut put = |batch: &RowBatch| writer.put(batch, &mut output, observe);
    let written = match job.jobs.get() {
        _ if is_whole => rows.expect_no_more().map_err(Stop::from),
        1 => put(&first).and_then(|()| in_turn(job, rows, &mut put)),
        _ => put(&first).and_then(|()| in_parallel(job, rows, &mut put)),
    };
    match written {
        Err(Stop::Closed) => writer.outcome.closed = true,
        Err(Stop::Failed(error)) => return Err(error),
        Ok(()) => {}
    }
    if let Some(error) = writer.strict {
        output.give_up()?;
        return Err(error);
    }
    let outcome = &mut writer.outcome;
    if !outcome.closed {
        output.finish(&writer.end, outcome, job.sink)?;
    }
    Ok(writer.outcome)
}

/// What goes round: a block of rows, then what was made of it.
#[derive(Debug, Default)]
struct RowBatch {
    number: u64,
    block: RowBlock,
    output: Vec<u8>,
    rejects: Vec<u8>,
    tally: Tally,
    last_row: u64,
    /// What the list had come to after these rows.
    list: Digest,
    strict: Option<Error>,
}

/// What a worker keeps from batch to batch.
#[derive(Default)]
struct Worker<'t> {
    rows: RowReader,
    scratch: Scratch,
    assessment: Assessment<'t>,
}

impl Job<'_, '_> {
    fn begin(&self, output: &Output<'_>, batch: &mut RowBatch) {
        let (new, resumed) = match output {
            Output::Files(files) => (files.is_new(), files.note().rows),
            _ => (true, 0),
        };
        batch.last_row = resumed;
        if new {
            self.sink.begin(&mut batch.output);
            self.rejects.begin(&mut batch.rejects);
        }
    }

    /// Reads, assesses and writes the rows of a batch.
    fn work<'t>(
        &self,
        matcher: &Matcher<'t>,
        cache: Option<&AnswerCache<'t>>,
        worker: &mut Worker<'t>,
        batch: &mut RowBatch,
    ) {
        let RowBatch {
            block,
            output,
            rejects,
            tally,
            last_row,
            strict,
            ..
        } = batch;
        output.clear();
        rejects.clear();
        tally.clear();
        *last_row = block.last_row();
        let Some(layout) = block.layout() else {
            return;
        };
        for index in 0..block.len() {
            let begun = Instant::now();
            let Worker {
                rows,
                scratch,
                assessment,
            } = worker;
            let reject = match rows.read(&layout, block, index) {
                Entry::Reject(reject) => reject,
                Entry::NoLead { what, .. } => {
                    tally.no_lead(what);
                    continue;
                }
                Entry::Lead { lead, remarks } => {
                    let mut answer = Answer {
                        scratch,
                        assessment,
                        output,
                        tally,
                    };
                    if self.answer(&lead, matcher, cache, begun, &mut answer) {
                        tally.remarks(remarks);
                        continue;
                    }
                    Reject {
                        row: lead.row,
                        line: lead.line,
                        raw: block.raw(index),
                        reason: self.too_slow(),
                    }
                }
            };
            if self.strict {
                let place = format!(
                    "row {} (line {}) cannot be read: {}",
                    reject.row, reject.line, reject.reason
                );
                *strict = Some(Error::new(ErrorKind::Malformed, place));
                return;
            }
            tally.reject();
            self.rejects.write(&reject, rejects);
        }
    }

    /// Assesses a lead and writes the answer; false if it took too long, and nothing was written.
    fn answer<'t>(
        &self,
        lead: &Lead<'_>,
        matcher: &Matcher<'t>,
        cache: Option<&AnswerCache<'t>>,
        begun: Instant,
        to: &mut Answer<'_, 't>,
    ) -> bool {
        let deadline = self.patience.and_then(|most| begun.checked_add(most));
        let (profile, options) = (lead.profile, &self.options);
        let Some(cache) = cache else {
            let done = matcher.assess_until(deadline, profile, options, to.scratch, to.assessment);
            if done {
                to.tally.lead(to.assessment, matcher.taxonomy());
                self.write(lead, to.assessment, to.tally, to.output);
            }
            return done;
        };
        let answer = cache.get(profile, || {
            let mut new = Assessment::default();
            let done = matcher.assess_until(deadline, profile, options, to.scratch, &mut new);
            done.then_some(new)
        });
        let Some((assessment, known)) = answer else {
            return false;
        };
        to.tally.repeated += u64::from(known);
        to.tally.lead(&assessment, matcher.taxonomy());
        self.write(lead, &assessment, to.tally, to.output);
        true
    }

    /// Writes an answer, with what was decided about the lead where that is asked for.
    fn write(
        &self,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
        tally: &mut Tally,
        output: &mut Vec<u8>,
    ) {
        let standing = self
            .decisions
            .map(|decisions| decisions.standing(&Identity::of_lead(lead), lead.profile));
        if let Some(standing) = &standing {
            tally.decided(standing);
        }
        self.sink.lead(lead, assessment, standing.as_ref(), output);
    }

    /// Why a row is put aside that could be read; without the time it took, which is never the same.
    fn too_slow(&self) -> String {
        let most = self.patience.unwrap_or_default().as_secs_f64();
        format!("it takes longer than {most} s to read and match")
    }
}

/// Where the answer about a lead is made.
struct Answer<'a, 't> {
    scratch: &'a mut Scratch,
    assessment: &'a mut Assessment<'t>,
    output: &'a mut Vec<u8>,
    tally: &'a mut Tally,
}

/// The whole run in this thread.
fn in_turn(
    job: &Job<'_, '_>,
    mut rows: Rows,
    put: &mut dyn FnMut(&RowBatch) -> std::result::Result<(), Stop>,
) -> std::result::Result<(), Stop> {
    let cache = job.dedupe.then(AnswerCache::new);
    let mut worker = Worker::default();
    let mut batch = RowBatch::default();
    while rows.fill(&mut batch.block)? {
        batch.list = *rows.digest();
        job.work(job.matcher, cache.as_ref(), &mut worker, &mut batch);
        put(&batch)?;
        if batch.strict.is_some() {
            break;
        }
    }
    Ok(())
}

/// Batches for each worker: one at work, one waiting before and one behind it.
const BATCHES: usize = 3;

/// The run with a reading thread and several workers; this thread writes.
fn in_parallel(
    job: &Job<'_, '_>,
    mut rows: Rows,
    put: &mut dyn FnMut(&RowBatch) -> std::result::Result<(), Stop>,
) -> std::result::Result<(), Stop> {
    let cache = job.dedupe.then(AnswerCache::new);
    let (jobs, batches) = (job.jobs.get(), job.jobs.get() * BATCHES);
    let (give_back, empty) = channel();
    for _ in 0..batches {
        // The other end is here.
        let _ = give_back.send(RowBatch::default());
    }
    let (to_workers, filled): (SyncSender<RowBatch>, _) = sync_channel(batches);
    let (to_writer, done): (Sender<RowBatch>, Receiver<RowBatch>) = channel();
    // Not a scoped thread: where the run ends early it may be waiting for a pipe, and nobody waits for it.
    let reader = std::thread::spawn(move || read_all(&mut rows, &empty, &to_workers));
    let filled = Mutex::new(filled);
    let stopped = AtomicBool::new(false);
    let at_end = std::thread::scope(|scope| {
        for _ in 0..jobs {
            let (filled, stopped, cache) = (&filled, &stopped, cache.as_ref());
            let to_writer = to_writer.clone();
            scope.spawn(move || {
                let mut worker = Worker::default();
                while let Some(mut batch) = next_batch(filled, stopped) {
                    job.work(job.matcher, cache, &mut worker, &mut batch);
                    if to_writer.send(batch).is_err() {
                        break;
                    }
                }
            });
        }
        drop(to_writer);
        let at_end = write_in_order(&done, &give_back, put);
        stopped.store(true, Ordering::Relaxed);
        drop((done, give_back));
        at_end
    })?;
    if at_end {
        reader.join().unwrap_or_else(|panic| resume_unwind(panic))?;
    }
    Ok(())
}

/// How long a worker waits before it looks whether the run has ended early.
const PATIENCE: Duration = Duration::from_millis(100);

/// The next batch with rows in it; none when there are no more or the run has ended early.
fn next_batch(filled: &Mutex<Receiver<RowBatch>>, stopped: &AtomicBool) -> Option<RowBatch> {
    loop {
        let filled = filled.lock().unwrap_or_else(PoisonError::into_inner);
        match filled.recv_timeout(PATIENCE) {
            Ok(batch) => return Some(batch),
            Err(RecvTimeoutError::Timeout) if !stopped.load(Ordering::Relaxed) => {}
            Err(_) => return None,
        }
    }
}

/// Fills batches until the list ends or nobody takes them.
fn read_all(
    rows: &mut Rows,
    empty: &Receiver<RowBatch>,
    to_workers: &SyncSender<RowBatch>,
) -> Result<()> {
    for (number, mut batch) in (0..).zip(empty) {
        if !rows.fill(&mut batch.block)? {
            break;
        }
        batch.number = number;
        batch.list = *rows.digest();
        if to_workers.send(batch).is_err() {
            break;
        }
    }
    Ok(())
}

/// Hands batches to `put` by their numbers, and gives them back; false if a reject ended it early.
fn write_in_order(
    done: &Receiver<RowBatch>,
    give_back: &Sender<RowBatch>,
    put: &mut dyn FnMut(&RowBatch) -> std::result::Result<(), Stop>,
) -> std::result::Result<bool, Stop> {
    let mut early: BTreeMap<u64, RowBatch> = BTreeMap::new();
    let mut next = 0;
    for batch in done {
        early.insert(batch.number, batch);
        while let Some(batch) = early.remove(&next) {
            put(&batch)?;
            if batch.strict.is_some() {
                return Ok(false);
            }
            next += 1;
            // The reader may be at its end already.
            let _ = give_back.send(batch);
        }
    }
    Ok(true)
}

struct Writer {
    outcome: Outcome,
    strict: Option<Error>,
    /// The last row that was written, and what the list had come to with it.
    end: (u64, Digest),
}

impl Writer {
    fn put(
        &mut self,
        batch: &RowBatch,
        output: &mut Output<'_>,
        observe: &mut dyn FnMut(&Progress<'_>),
    ) -> std::result::Result<(), Stop> {
        let outcome = &mut self.outcome;
        outcome.tally.add(&batch.tally);
        if !batch.block.encoding().is_empty() {
            outcome.encoding = batch.block.encoding();
        }
        self.strict.clone_from(&batch.strict);
        self.end = (batch.last_row, batch.list);
        let mut rejects = &batch.rejects[..];
        match output {
            Output::Files(files) => {
                let end = (batch.last_row, &batch.list);
                files.write(&batch.output, rejects, end, &outcome.tally)?;
                rejects = &[];
            }
            Output::Stream(stream) => stream.put(&batch.output)?,
        }
        observe(&Progress {
            tally: &outcome.tally,
            taken: batch.block.taken(),
            rejects,
        });
        Ok(())
    }
}
