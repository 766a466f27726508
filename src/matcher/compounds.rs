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
    /// Tokens of terms side by side, whatever stands between them.
    stretches: Vec<Range<usize>>,
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
        self.stretches.clear();
        for term in terms {
            // Terms come in the order of their starts and may overlap; no token is written twice.
            match self.stretches.last_mut() {
                Some(last) if term.start <= last.end => {
                    self.inside[last.end..term.end.max(last.end)].fill(true);
                    last.end = last.end.max(term.end);
                }
                _ => {
                    self.inside[term.clone()].fill(true);
                    self.stretches.push(term);
                }
            }
        }
        for cue in cues {
            let (start, end) = (cue.start as usize, cue.end as usize);
            // Most are one word, which takes less without a loop.
            match end - start {
                1 => self.inside[start] = false,
                _ => self.inside[start..end].fill(false),
            }
        }
        self.ends.clear();
        self.ends
            .extend((0..tokens.len() as u32).map(|at| (at, at + 1)));
        for stretch in &self.stretches {
            let mut first = stretch.start;
            while first < stretch.end {
                let goes_on = |at: &usize| self.inside[*at] && tokens[*at].before == Break::None;
                let more = match self.inside[first] {
                    true => (first + 1..stretch.end).take_while(goes_on).count(),
                    false => 0,
                };
                let end = first + 1 + more;
                if more > 0 {
                    self.ends[first..end].fill((first as u32, end as u32));
                }
                first = end;
            }
        }
    }

    /// Where the compounds of the first and the last token of `start..end` begin and end.
    pub(crate) fn around(&self, start: usize, end: usize) -> (usize, usize) {
        (self.ends[start].0 as usize, self.ends[end - 1].1 as usize)
    }
}
