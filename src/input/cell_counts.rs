//! What the cells of a column look like: names of companies, text, links, numbers. Headers come first; this is for
//! columns whose headers say nothing, and against columns whose headers say too much.

use crate::text::is_han;

/// What most of the filled cells of a column look like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellCounts {
    filled: usize,
    links: usize,
    figures: usize,
    names: usize,
    texts: usize,
    words: usize,
    letters: usize,
}

/// Letters from which a cell is text; a Chinese character counts as three.
const TEXT: usize = 30;
/// Letters up to which a cell may be the name of a product.
const WORDS: usize = 60;

impl CellCounts {
    pub(super) fn of(rows: &[Vec<String>], place: usize) -> Self {
        let mut counts = Self::default();
        for cell in rows.iter().filter_map(|row| row.get(place)) {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            let letters = letters(cell);
            let (link, figure, name) = (is_link(cell), is_figure(cell), is_name(cell));
            counts.filled += 1;
            counts.letters += letters;
            counts.links += usize::from(link);
            counts.figures += usize::from(figure);
            counts.names += usize::from(name);
            let is_plain = !link && !figure && !name;
            counts.texts += usize::from(is_plain && letters >= TEXT);
            counts.words += usize::from(is_plain && (2..WORDS).contains(&letters));
        }
        counts
    }

    fn mostly(self, count: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 8
    }

    pub(super) fn is_blank(self) -> bool {
        self.filled == 0
    }

    /// Nothing but links, numbers and dates, which say nothing about a business.
    pub(super) fn is_no_text(self) -> bool {
        self.mostly(self.links + self.figures) && self.links > 0
    }

    pub(super) fn is_names(self) -> bool {
        self.filled > 0 && self.names * 2 >= self.filled
    }

    pub(super) fn is_text(self) -> bool {
        self.filled > 0 && self.texts * 2 >= self.filled
    }

    /// Short texts, as products are.
    pub(super) fn is_words(self) -> bool {
        self.mostly(self.words + self.texts)
    }

    /// How much there is to read.
    pub(super) fn letters(self) -> usize {
        self.letters - self.letters.min((self.links + self.figures) * TEXT)
    }
}

fn letters(cell: &str) -> usize {
    let worth = |c: char| {
        if is_han(c) {
            3
        } else {
            usize::from(c.is_alphabetic())
        }
    };
    cell.chars().map(worth).sum()
}

/// An address of the web or of a mailbox, and nothing else.
pub(super) fn is_link(cell: &str) -> bool {
    if cell.contains(char::is_whitespace) || !cell.contains(['.', '/']) {
        return false;
    }
    let start = cell.get(..4).map(str::to_ascii_lowercase);
    match start.as_deref() {
        Some("http" | "www.") => true,
        _ => cell
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && host.contains('.')),
    }
}

/// A number, an amount, a date, a code.
pub(super) fn is_figure(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let others = cell.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && digits >= others && !cell.trim().contains(char::is_whitespace)
        || others == 0 && digits > 0
}

/// What the names of companies end in.
const ENDINGS: [&str; 32] = [
    "公司",
    "集团",
    "厂",
    "研究院",
    "研究所",
    "合作社",
    "事务所",
    "中心",
    "商行",
    "经营部",
    "inc",
    "inc.",
    "ltd",
    "ltd.",
    "limited",
    "llc",
    "gmbh",
    "corp",
    "corp.",
    "corporation",
    "co.",
    "plc",
    "ag",
    "s.a.",
    "sa",
    "bv",
    "b.v.",
    "oy",
    "ab",
    "srl",
    "s.p.a.",
    "kg",
];

/// Whether a cell looks like the name of a company.
pub(super) fn is_name(cell: &str) -> bool {
    if letters(cell) > 90 || cell.contains(['。', '；', ';', '\n']) {
        return false;
    }
    let lower = cell.to_lowercase();
    let lower = lower.trim_end_matches([')', '）', ' ']);
    let last = lower.rsplit([' ', ',']).next().unwrap_or(lower);
    ENDINGS.iter().any(|ending| match ending.is_ascii() {
        true => last == *ending,
        false => lower.ends_with(ending),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart() {
        for name in [
            "山城电芯有限公司",
            "渝味食品厂",
            "Acme Cells, Inc.",
            "Müller GmbH",
            "中电（重庆）有限公司",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "动力电池",
            "Makes cells for buses",
            "从事电池生产，服务于多家公司。",
        ] {
            assert!(!is_name(other), "{other}");
        }
        for link in ["https://x.example/a", "www.x.example", "info@x.example"] {
            assert!(is_link(link), "{link}");
        }
        assert!(!is_link("see www.x.example for cells"));
        for figure in ["12", "1,000.5", "2020-01-02", "91500000MA5XXXXX1A", "12 %"] {
            assert!(is_figure(figure), "{figure}");
        }
        assert!(!is_figure("BMS 12V packs"));
    }
}
