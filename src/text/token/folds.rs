//! What the characters that were met last fold to. To fold one is to decompose it, which takes some 300 instructions; to
//! find it here takes a tenth, and a text of several blocks is cut twice.

use crate::text::fold::{fold_char, is_han};

/// Slots for characters; as many as there are values of a byte.
const SLOTS: usize = 1 << 8;

/// A character and what it folds to.
#[derive(Debug, Clone)]
pub(super) struct Fold {
    of: char,
    pub(super) class: Class,
    pub(super) folded: String,
}

/// What a character is, folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A combining mark or invisible.
    Nothing,
    /// A Chinese one, folded.
    Han(char),
    /// A letter or digit of another script, a capital or not.
    Letter { is_capital: bool },
    /// Any other, folded.
    Other(char),
}

impl Class {
    /// Of a character, by the first one that it folds to.
    fn of(c: char, first: Option<char>) -> Self {
        match first {
            None => Self::Nothing,
            Some(first) if is_han(first) => Self::Han(first),
            Some(first) if first.is_alphanumeric() => Self::Letter {
                is_capital: c.is_uppercase(),
            },
            Some(first) => Self::Other(first),
        }
    }
}

/// Characters beyond ASCII that were met, one a slot.
#[derive(Debug, Clone, Default)]
pub(super) struct Folds {
    met: Vec<Fold>,
}

fn slot(c: char) -> usize {
    u32::from(c) as usize & (SLOTS - 1)
}

impl Folds {
    /// What `c`, a character beyond ASCII, folds to.
    #[inline]
    pub(super) fn of(&mut self, c: char) -> &Fold {
        if self.met.get(slot(c)).is_none_or(|place| place.of != c) {
            self.meet(c);
        }
        &self.met[slot(c)]
    }

    #[cold]
    fn meet(&mut self, c: char) {
        // A slot is never empty: that a combining mark folds to nothing holds wherever it stands.
        self.met.resize(
            SLOTS,
            Fold {
                of: '\u{301}',
                class: Class::Nothing,
                folded: String::new(),
            },
        );
        let place = &mut self.met[slot(c)];
        place.of = c;
        place.folded.clear();
        fold_char(c, &mut place.folded);
        place.class = Class::of(c, place.folded.chars().next());
    }

    /// How many bytes of `text`, from its first on, are characters that were met and fold to nothing.
    pub(super) fn nothing(&self, text: &str) -> usize {
        let Some(met) = self.met.first_chunk::<SLOTS>() else {
            return 0;
        };
        let is_nothing = |c: &char| {
            let place = &met[slot(*c)];
            place.of == *c && matches!(place.class, Class::Nothing)
        };
        text.chars()
            .take_while(is_nothing)
            .map(char::len_utf8)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_folds_as_it_does_anew() {
        let mut folds = Folds::default();
        let mut anew = String::new();
        // Each twice, once to be met; in an order in which all that share a slot follow each other.
        let all = (0..256).flat_map(|low| (0..0x1100).map(move |high| high << 8 | low));
        for c in all.filter_map(char::from_u32).filter(|c| !c.is_ascii()) {
            anew.clear();
            fold_char(c, &mut anew);
            for _ in 0..2 {
                let fold = folds.of(c);
                assert_eq!(fold.folded, anew, "{c:?}");
                assert_eq!(fold.class, Class::of(c, anew.chars().next()), "{c:?}");
            }
            let length = if anew.is_empty() { c.len_utf8() } else { 0 };
            assert_eq!(folds.nothing(c.encode_utf8(&mut [0; 4])), length, "{c:?}");
        }
    }

    #[test]
    fn only_what_was_met_is_known_to_be_nothing() {
        let mut folds = Folds::default();
        assert_eq!(folds.nothing("\u{300}"), 0);
        folds.of('\u{300}');
        folds.of('\u{200B}');
        assert_eq!(folds.nothing("\u{300}\u{200B}\u{300}a"), 7);
        assert_eq!(folds.nothing("\u{400}"), 0);
        assert_eq!(folds.nothing("\0"), 0);
        // The last one takes the slot.
        folds.of('\u{FE00}');
        assert_eq!(folds.nothing("\u{300}"), 0);
    }
}
