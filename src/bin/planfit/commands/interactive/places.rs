//! What stands where on a screen of a given size. Asked by what draws and by what keys do, so that both agree.

use super::form::FIELDS;
use ratatui::layout::{Rect, Size};

/// The smallest terminal that all of it fits on.
pub(super) const SMALLEST: Size = Size {
    width: 40,
    height: 10,
};

/// From this width on the fit that is chosen is shown beside the ranking, ...
const BESIDE: u16 = 112;
/// ... and from this height on below it.
const BELOW: u16 = 32;

/// The parts of the screen; a part without rows is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) title: Rect,
    pub(super) fields: [Rect; FIELDS.len()],
    pub(super) verdict: Rect,
    pub(super) ranking: Rect,
    /// The fit that is chosen, where there is room for it.
    pub(super) preview: Rect,
    /// Lines between parts.
    pub(super) rules: Vec<Rect>,
    pub(super) footer: Rect,
}

/// Takes rows from the top of the screen.
struct Rows {
    next: u16,
    size: Size,
}

impl Rows {
    fn take(&mut self, rows: u16) -> Rect {
        let rows = rows.min(self.size.height - self.next);
        let place = Rect::new(0, self.next, self.size.width, rows);
        self.next += rows;
        place
    }

    fn left(&self, but: u16) -> u16 {
        (self.size.height - self.next).saturating_sub(but)
    }
}

/// The parts of a screen of `size`; `focus` is the field being edited, which is always shown.
pub(super) fn places(size: Size, focus: Option<usize>) -> Places {
    let mut rows = Rows { next: 0, size };
    let mut rules = Vec::new();
    let title = rows.take(1);
    let fields = field_rows(size.height, focus).map(|height| rows.take(height));
    let (roomy, high) = (size.height >= 12, size.height >= 16);
    if roomy {
        rules.push(rows.take(1));
    }
    let verdict = rows.take(match size.height {
        0..16 => 1,
        16..24 => 2,
        _ => 4,
    });
    let foot = 1 + u16::from(high);
    let below = size.height >= BELOW && size.width < BESIDE;
    let ranking = match below {
        true => rows.take(11),
        false => rows.take(rows.left(foot)),
    };
    let (ranking, preview) = if below {
        rules.push(rows.take(1));
        let height = rows.left(foot);
        (ranking, rows.take(height))
    } else if size.width >= BESIDE && high {
        let left = size.width * 11 / 20;
        let preview = Rect {
            x: left + 2,
            width: size.width - left - 3,
            ..ranking
        };
        (
            Rect {
                width: left,
                ..ranking
            },
            preview,
        )
    } else {
        (ranking, Rect::default())
    };
    if high {
        rules.push(rows.take(1));
    }
    Places {
        title,
        fields,
        verdict,
        ranking,
        preview,
        rules,
        footer: rows.take(1),
    }
}

/// Rows of each field.
fn field_rows(height: u16, focus: Option<usize>) -> [u16; FIELDS.len()] {
    match height {
        // One too few for all: the one that is edited is shown, and keywords before the name.
        0..12 if focus == Some(0) => [1, 1, 1, 0],
        0..12 => [0, 1, 1, 1],
        12..16 => [1, 1, 1, 1],
        16..24 => [1, 1, 1, 2],
        24..40 => [1, 1, 2, 3],
        _ => [1, 2, 2, 6],
    }
}

/// Where the text of a field stands beside its name, which takes `label` columns.
pub(super) fn text_place(field: Rect, label: u16) -> Rect {
    // Two columns for the mark of the field being edited, one for the sign that a text goes on.
    let x = (label + 4).min(field.width);
    Rect {
        x,
        width: (field.width - x).saturating_sub(1),
        ..field
    }
}

/// Columns after which a text in `place` is wrapped: where there is one row only, it is moved sideways instead.
pub(super) fn wrap_width(place: Rect) -> usize {
    match place.height {
        0 | 1 => usize::MAX,
        _ => usize::from(place.width),
    }
}

/// Rows that a page has on a screen of `size`.
pub(super) fn page_height(size: Size) -> u16 {
    size.height.saturating_sub(3).max(1)
}
