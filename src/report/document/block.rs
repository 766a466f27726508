//! The parts of a document, before any format.

use crate::assessment::FirmFit;
use crate::fit::Score;
use crate::taxonomy::Language;

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DocumentBlock {
    /// The title, with a line above and one below.
    Title {
        eyebrow: String,
        title: String,
        below: String,
    },
    /// A heading; 1 is a chapter.
    Heading(u8, String),
    /// Running text.
    Paragraph(Vec<Run>),
    /// The conclusion: sentences set apart.
    Lead(Vec<String>),
    /// A small remark.
    Note(String),
    /// Points of a list.
    List(Vec<Vec<Run>>),
    /// The plan's words, and where they stand.
    Quote(Vec<Run>, String),
    /// A table with a heading row.
    Table(Table),
    /// Names and what they stand for.
    Facts(Vec<(String, Vec<Run>)>),
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Style,
}

/// How a run stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Not at all.
    Plain,
    /// Strongly.
    Strong,
    /// Evidence, or the phrase of a clause.
    Marked,
    /// The rest of a sentence that carries a fit.
    Sentence,
    /// Evidence that speaks against.
    Against,
    /// Less than the rest.
    Soft,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A column: its heading, whether it holds numbers, and its share of the width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) number: bool,
    pub(super) width: u32,
}

/// A cell; a score colours it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) runs: Vec<Run>,
    pub(super) score: Option<Score>,
}

/// A run of plain text.
pub(super) fn plain(text: impl Into<String>) -> Run {
    Run {
        text: text.into(),
        style: Style::Plain,
    }
}

/// A run in a style.
pub(super) fn styled(text: impl Into<String>, style: Style) -> Run {
    Run {
        text: text.into(),
        style,
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self {
            runs: vec![plain(text)],
            score: None,
        }
    }
}

impl From<Score> for Cell {
    fn from(score: Score) -> Self {
        Self {
            runs: vec![plain(score.to_string())],
            score: Some(score),
        }
    }
}

impl Cell {
    /// The score of a fit; in words where it was never calibrated.
    pub(super) fn score(fit: &FirmFit, language: Language) -> Self {
        match fit.basis.is_calibrated() {
            true => fit.score.into(),
            false => fit.shown(language).into(),
        }
    }
}

/// A column of text.
pub(super) fn column(name: &str, width: u32) -> Column {
    Column {
        name: name.to_owned(),
        number: false,
        width,
    }
}

/// A column of numbers.
pub(super) fn number(name: &str, width: u32) -> Column {
    Column {
        number: true,
        ..column(name, width)
    }
}
