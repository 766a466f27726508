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
        self.ends
            .extend((0..tokens.len() as u32).map(|at| (at, at + 1)));
        let mut first = 0;
        while let Some(before) = self.inside[first..].iter().position(|inside| *inside) {
            first += before;
            let rest = self.inside[first + 1..].iter().zip(&tokens[first + 1..]);
            let goes_on =
                |(inside, token): &(&bool, &Token)| **inside && token.before == Break::None;
            let end = first + 1 + rest.take_while(goes_on).count();
            self.ends[first..end].fill((first as u32, end as u32));
            first = end;
        }
    }

    /// Where the compounds of the first and the last token of `start..end` begin and end.
    pub(crate) fn around(&self, start: usize, end: usize) -> (usize, usize) {
        (self.ends[start].0 as usize, self.ends[end - 1].1 as usize)
    }
}
