//! The rows of a list as a run needs them: after those that were answered before, with a sum of what all of them held.

use crate::error::{Error, ErrorKind, Result};
use crate::files::{Digest, Digested};
use crate::input::{Leads, MAX_ROW, RowBlock};
use std::path::PathBuf;

/// How far an earlier run had come, and in what.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) rows: u64,
    /// What the header and those rows came to.
    pub(super) list: Digested,
    /// Where that is written.
    pub(super) journal: PathBuf,
}

/// One list or several on their way in.
#[derive(Debug)]
pub(super) struct Rows {
    leads: Leads,
    /// How many rows the lists have before the one that is being read.
    first: u64,
    /// Rows so far, and what they held.
    rows: u64,
    digest: Digest,
    /// Taken when the list has turned out to begin like the one before.
    before: Option<Answered>,
    skip: u64,
}

impl Rows {
    pub(super) fn new(leads: Leads) -> Self {
        let mut digest = Digest::default();
        let is_one = leads.lists().len() == 1;
        for list in leads.lists() {
            // Of several lists the answers name each.
            let name = (!is_one).then_some(list.name());
            name.iter()
                .for_each(|name| add(name.as_bytes(), &mut digest));
            let layout = list.layout();
            for header in layout.columns().headers() {
                add(header.as_bytes(), &mut digest);
            }
            add(layout.columns().describe().as_bytes(), &mut digest);
        }
        Self {
            leads,
            first: 0,
            rows: 0,
            digest,
            before: None,
            skip: 0,
        }
    }

    /// What the list has come to so far.
    pub(super) fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Leaves out the rows that were answered before, once it has shown that they are the same.
    pub(super) fn go_on_after(&mut self, before: Answered) {
        self.skip = before.rows;
        self.before = Some(before);
    }

    /// Fills a block with the next rows; false when there are none left.
    ///
    /// # Errors
    /// If the list cannot be read on, was cut while it was read, or is not the one of the earlier run.
    pub(super) fn fill(&mut self, block: &mut RowBlock) -> Result<bool> {
        loop {
            if !self.leads.fill(block)? {
                self.look_at_those_before()?;
                return Ok(false);
            }
            for index in 0..block.len() {
                if self.rows == self.skip {
                    self.look_at_those_before()?;
                }
                if self.first != block.before() {
                    // The same rows, cut otherwise into lists, have other answers.
                    self.first = block.before();
                    self.digest.add(&self.first.to_le_bytes());
                }
                let raw = block.raw(index);
                // Of a longer row no more than this is sure to be there.
                add(&raw[..raw.len().min(MAX_ROW)], &mut self.digest);
                self.rows += 1;
            }
            if self.rows > self.skip {
                block.skip_to(self.skip);
                return Ok(true);
            }
        }
    }

    /// Reads a list to its end all of whose rows were answered before.
    pub(super) fn expect_no_more(&mut self) -> Result<()> {
        let mut block = RowBlock::default();
        let journal = self.before.as_ref().map(|before| before.journal.clone());
        match (self.fill(&mut block)?, journal) {
            (true, Some(journal)) => Err(another_list(&journal, "it has more rows")),
            _ => Ok(()),
        }
    }

    fn look_at_those_before(&mut self) -> Result<()> {
        let Some(before) = self.before.take() else {
            return Ok(());
        };
        if self.rows < before.rows {
            return Err(another_list(&before.journal, "it has fewer rows"));
        }
        if self.digest.digested() != before.list {
            let how = match before.rows {
                0 => "its columns differ".to_owned(),
                1 => "its columns or its first row differ".to_owned(),
                rows => format!("its columns or its first {rows} rows differ"),
            };
            return Err(another_list(&before.journal, &how));
        }
        Ok(())
    }
}

/// Adds a text; its length counts, so that two texts differ from their sum.
fn add(text: &[u8], digest: &mut Digest) {
    digest.add(&(text.len() as u64).to_le_bytes());
    digest.add(text);
}

fn another_list(journal: &std::path::Path, how: &str) -> Error {
    let message = format!("the list is not the one of `{}`: {how}", journal.display());
    Error::new(ErrorKind::Malformed, message)
        .with_hint("give the list as it was, or begin anew with `--force`")
}
