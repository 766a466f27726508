//! What stands on one side of a token: the cues there, how far the nearest one is, how far the sentence reaches.

use super::WORD_REACH;
use super::steps::{COMMA as COMMA_STEP, FAR, STEP};
use crate::matcher::cues::Cue;

/// What stands left or right of a token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Side {
    /// A byte for each [`Part`]: in one number, so that all of them change and are copied at once.
    parts: u64,
    /// Cues met on this side, a bit each.
    pub(super) met: u64,
}

/// What of a [`Side`] stands in which byte.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// The nearest cue, the next one, and the two nearest strong ones; numbers of [`Cue`].
    Near,
    Second,
    Strong,
    StrongSecond,
    /// First cue of the sentence.
    First,
    /// Step of distance to the nearest one.
    Step,
    /// How many tokens of the sentence are on this side, as far as [`WORD_REACH`].
    Reach,
}

impl Part {
    /// A number in this byte.
    const fn of(self, number: u64) -> u64 {
        number << (8 * self as u32)
    }
}

/// What the distance to a cue adds to the parts.
const STEPS: [u64; FAR] = {
    let mut steps = [0; FAR];
    let mut between = 0;
    while between < FAR {
        steps[between] = Part::Step.of(STEP[between] as u64);
        between += 1;
    }
    steps
};

/// A comma before the nearest cue.
const COMMA: u64 = Part::Step.of(COMMA_STEP as u64);

/// Tokens of the sentence on this side, as far as [`WORD_REACH`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reached(u32);

impl Reached {
    /// Comes to the next token of the sentence.
    #[inline]
    pub(super) fn go_on(&mut self) {
        self.0 = (self.0 + 1).min(WORD_REACH as u32);
    }
}

/// Whether a cue names a relation of its own rather than joining words.
const fn is_strong(cue: Cue) -> bool {
    !matches!(
        cue,
        Cue::None
            | Cue::Of
            | Cue::In
            | Cue::To
            | Cue::Firm
            | Cue::Industry
            | Cue::Itself
            | Cue::Uses
            | Cue::Place
            | Cue::Machine
            | Cue::Software
            | Cue::Parts
            | Cue::School
    )
}

/// The strong cues, a bit each.
const STRONG: u64 = {
    let (mut strong, mut at) = (0, 0);
    while at < Cue::COUNT {
        strong |= (is_strong(Cue::ALL[at].0) as u64) << at;
        at += 1;
    }
    strong
};

impl Side {
    #[inline]
    pub(super) fn part(&self, part: Part) -> u8 {
        (self.parts >> (8 * part as u32)) as u8
    }

    /// Behind a semicolon; a comma before the nearest cue stays one.
    #[inline]
    pub(super) fn in_next_clause(self) -> Self {
        Self {
            parts: self.parts & (Part::First.of(0xff) | COMMA),
            met: self.met,
        }
    }

    /// In the next sentence.
    #[inline]
    pub(super) fn in_next_sentence(self) -> Self {
        Self {
            parts: self.parts & COMMA,
            met: 0,
        }
    }

    /// There is a comma before the nearest cue, or none.
    #[inline]
    pub(super) fn set_comma(&mut self, comma: bool) {
        self.parts = self.parts & !COMMA | if comma { COMMA } else { 0 };
    }

    /// The same for a token so far from the nearest cue, in a sentence that reaches so far.
    #[inline]
    pub(super) fn at(self, between: u32, reached: Reached) -> Self {
        let step = STEPS[(between as usize).min(FAR - 1)];
        Self {
            parts: self.parts | step | Part::Reach.of(u64::from(reached.0)),
            met: self.met,
        }
    }

    /// Whether the token stands right beside a cue.
    pub(super) fn is_beside(&self) -> bool {
        self.part(Part::Step) == 0 && self.part(Part::Near) != 0
    }

    /// Comes by a cue.
    #[inline]
    pub(super) fn push(&mut self, cue: Cue) {
        // The nearest one becomes the second: of two neighbouring bytes the lower moves up.
        let after = |parts: u64, nearest: Part| {
            let (one, both) = (nearest.of(0xff), nearest.of(0xffff));
            parts & !both | (parts & one) << 8 | nearest.of(cue as u64)
        };
        self.parts = after(self.parts, Part::Near);
        if STRONG >> cue as u8 & 1 != 0 {
            self.parts = after(self.parts, Part::Strong);
        }
        if self.parts & Part::First.of(0xff) == 0 {
            self.parts |= Part::First.of(cue as u64);
        }
        self.met |= 1 << cue as u8;
    }
}
