//! What the two sides of a mention are summed up from.

use super::{Cue, Side, is_strong};

impl Side {
    /// Whether the same cues stand there, at whatever distance.
    #[inline]
    pub(super) fn same_cues(&self, other: &Self) -> bool {
        let cues = |side: &Self| {
            let Self {
                near,
                second,
                strong,
                strong_second,
                first,
                ..
            } = *side;
            let five = [near, second, strong, strong_second, first, 0, 0, 0];
            (u64::from_le_bytes(five), side.met)
        };
        cues(self) == cues(other)
    }

    pub(super) fn push(&mut self, cue: Cue) {
        (self.second, self.near) = (self.near, cue as u8);
        if is_strong(cue) {
            (self.strong_second, self.strong) = (self.strong, cue as u8);
        }
        if self.first == 0 {
            self.first = cue as u8;
        }
        self.met |= 1 << cue as u8;
    }
}

/// The weights that a sum is made of, in order.
pub(super) struct Parts {
    pub(super) list: [f32; PARTS],
    count: usize,
}

/// All features of one side that there may be at once: every cue met, and fewer than sixteen others.
const PARTS: usize = u64::BITS as usize + 16;

impl Default for Parts {
    fn default() -> Self {
        Self {
            list: [0.0; PARTS],
            count: 0,
        }
    }
}

impl Parts {
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    #[inline]
    pub(super) fn push(&mut self, part: f32) {
        self.list[self.count] = part;
        self.count += 1;
    }

    #[inline]
    pub(super) fn sum(&self) -> f32 {
        let parts = self.list[..self.count].iter();
        parts.fold(0.0, |sum, part| sum + part)
    }
}

/// The places of the bits that are set.
pub(super) fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(place)
    })
}
