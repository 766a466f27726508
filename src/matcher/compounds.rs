//! Compounds: terms side by side are spoken of as one. In "PCB 线路板批发" the trade is in both, though only one of them
//! stands right before it; so what stands left and right of a mention is read at the ends of its compound.

use super::cues::CueHit;
use crate::text::{Break, Token};
use std::ops::Range;

/// The compounds of a text's tokens, in buffers that are reused.
#[derive(Debug, Default)]
pub(crate) struct Compounds {
    /// Whether each token belongs to a term and to no cue.
    inside: Vec<bool>,
    /// For each token where the compound that holds it begins, and one past where it ends.
    ends: Vec<(u32, u32)>,
}

impl Compounds {
    /// Reads the compounds: tokens of terms side by side without a break or a cue between them.
    pub(crate) fn read(
        &mut self,
        tokens: &[Token],
        cues: &[CueHit],
        terms: impl Iterator<Item = Range<usize>>,
    ) {
        self.inside.clear();
        self.inside.resize(tokens.len(), false);
        let mut filled = 0;
        for term in terms {
            // Terms come in the order of their starts and may overlap; no token is written twice.
            for token in term.start.max(filled)..term.end {
                self.inside[token] = true;
            }
            filled = filled.max(term.end);
        }
        for cue in cues {
            self.inside[cue.start as usize..cue.end as usize].fill(false);
        }
        self.ends.clear();
        let mut first = 0;
        for at in 0..tokens.len() {
            let next = at + 1;
            let goes_on = next < tokens.len()
                && self.inside[at]
                && self.inside[next]
                && tokens[next].before == Break::None;
            if !goes_on {
                let ends = (first as u32, next as u32);
                self.ends.resize(next, ends);
                first = next;
            }
        }
    }

    /// Where the compounds of the first and the last token of `start..end` begin and end.
    pub(crate) fn around(&self, start: usize, end: usize) -> (usize, usize) {
        (self.ends[start].0 as usize, self.ends[end - 1].1 as usize)
    }
}
