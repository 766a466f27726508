//! One list or several, one after the other, as one stream of leads.
//!
//! Several lists share the columns of the output: headers that are written alike are one column, and two more say which
//! list a lead comes from and which row it is there.

use super::block::RowBlock;
use super::headers;
use super::layout::Layout;
use super::list::List;
use super::options::{Format, InputOptions};
use super::source::Source;
use crate::error::Result;
use crate::lead::Place;
use std::sync::Arc;

/// Lists on their way in.
#[derive(Debug)]
pub struct Leads {
    lists: Vec<List>,
    at: usize,
    headers: Vec<String>,
}

/// The columns that say where a lead comes from, where there are several lists.
const SOURCE: [&str; 2] = ["source", "source_row"];

impl Leads {
    /// Begins to read a list: finds encoding, delimiter and columns.
    ///
    /// # Errors
    /// What [`Source`] says; [`Incomplete`](crate::ErrorKind::Incomplete) for a list that is empty or has no column to
    /// read; [`Malformed`](crate::ErrorKind::Malformed) for a workbook or header that cannot be read.
    pub fn open(source: Source, format: Format, options: &InputOptions) -> Result<Self> {
        Self::open_any(source, Some(format), options)
    }

    /// The same, with the format found out where it is not said. Workbooks, web pages and archives are known by their
    /// bytes, whatever is said.
    ///
    /// # Errors
    /// See [`Leads::open`].
    pub fn open_any(source: Source, said: Option<Format>, options: &InputOptions) -> Result<Self> {
        let list = List::open(source, said, options)?;
        let headers = list.layout().columns().headers().to_vec();
        Ok(Self {
            lists: vec![list],
            at: 0,
            headers,
        })
    }

    /// The same lists, and then those of `others`, under columns that hold all of theirs.
    #[must_use]
    pub fn followed_by(mut self, others: impl IntoIterator<Item = Self>) -> Self {
        self.lists
            .extend(others.into_iter().flat_map(|other| other.lists));
        if self.lists.len() == 1 {
            return self;
        }
        let mut shared = Vec::new();
        let places: Vec<Vec<usize>> = self
            .lists
            .iter()
            .map(|list| shared_places(list.layout().columns().headers(), &mut shared))
            .collect();
        for (list, places) in self.lists.iter_mut().zip(places) {
            let mut shown = vec![Place::Nothing; shared.len()];
            for (own, place) in places.into_iter().enumerate() {
                shown[place] = Place::Own(own);
            }
            shown.extend([Place::Source, Place::SourceRow]);
            list.show(shown);
        }
        for name in SOURCE {
            let taken = shared.iter().any(|header| header == name);
            shared.push(if taken {
                format!("planfit_{name}")
            } else {
                name.to_owned()
            });
        }
        self.headers = shared;
        self
    }

    /// The columns of the leads: those of the list, or of all lists together.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The lists, in the order in which they are read.
    #[must_use]
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// How the rows of the first list are to be read.
    #[must_use]
    pub fn layout(&self) -> Arc<Layout> {
        self.lists[0].layout()
    }

    /// Length of all lists in bytes, if it is known.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.lists.iter().map(List::total).sum()
    }

    /// Fills a block with the next rows, all of one list; false when there are none left.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) if a list cannot be read on, or was cut while it was read.
    pub fn fill(&mut self, block: &mut RowBlock) -> Result<bool> {
        loop {
            if self.lists[self.at].fill(block)? {
                let before: u64 = self.lists[..self.at].iter().filter_map(List::total).sum();
                block.taken += before;
                return Ok(true);
            }
            self.lists[self.at].refuse_cut()?;
            if self.at + 1 == self.lists.len() {
                return Ok(false);
            }
            let rows = self.lists[self.at].rows();
            self.at += 1;
            let next = &mut self.lists[self.at];
            next.number_from(rows);
        }
    }
}

/// The place of each header among those that lists share, where new ones are added. The second of a name is another
/// column than the first.
fn shared_places(headers: &[String], shared: &mut Vec<String>) -> Vec<usize> {
    let mut used: Vec<usize> = Vec::new();
    for header in headers {
        let key = headers::key(header);
        let same = |place: &usize| headers::key(&shared[*place]) == key && !used.contains(place);
        let place = (0..shared.len()).find(same).unwrap_or_else(|| {
            shared.push(header.clone());
            shared.len() - 1
        });
        used.push(place);
    }
    used
}
