//! Reports to hand over: HTML, Markdown, XLSX and DOCX from one model.
//!
//! ```text
//!                            +--> html/  xlsx/
//! firms --model.rs--> Report-+
//!                            +--outline.rs, firm.rs, project.rs--> block.rs--> markdown.rs  docx.rs
//! ```
//!
//! A format decides how things look, never what is said. Both ways take their sentences from narrative.rs, doubts.rs and
//! screening.rs, notes that several of them show from words.rs, and from marked_text.rs what is highlighted in the texts of a
//! profile. Headings, columns and captions stand in English where they are shown, and in `messages/` in other languages.

mod appearance;
mod block;
mod docx;
mod doubts;
mod firm;
mod html;
mod markdown;
mod marked_text;
mod model;
mod narrative;
mod outline;
mod project;
mod screening;
#[cfg(test)]
mod tests;
mod words;
#[cfg(feature = "spreadsheets")]
mod xlsx;

pub use model::{Report, Settings};

use crate::assessment::Explanation;
use crate::taxonomy::{Language, Taxonomy};

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One self-contained page.
    Html,
    /// CommonMark with tables.
    Markdown,
    /// A workbook.
    Xlsx,
    /// A document to edit.
    Docx,
}

impl Format {
    /// Every format, in the order in which they are named.
    pub const ALL: [Self; 4] = [Self::Html, Self::Markdown, Self::Xlsx, Self::Docx];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
        }
    }

    /// What the names of its files end in, without the dot and in small letters: first the usual ending.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Html => &["html", "htm"],
            Self::Markdown => &["md", "markdown"],
            Self::Xlsx => &["xlsx"],
            Self::Docx => &["docx"],
        }
    }

    /// The format of files that end so, in letters of any case.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| {
            let mut extensions = format.extensions().iter();
            extensions.any(|known| known.eq_ignore_ascii_case(extension))
        })
    }
}

/// Writes a report as the bytes of a file.
///
/// # Errors
/// When a workbook would be larger than the format allows.
pub fn render(
    report: &Report<'_>,
    settings: &Settings,
    format: Format,
) -> crate::error::Result<Vec<u8>> {
    Ok(match format {
        Format::Html => html::render(report, settings).into_bytes(),
        Format::Markdown => markdown::render(&outline::outline(report, settings)).into_bytes(),
        #[cfg(feature = "spreadsheets")]
        Format::Xlsx => xlsx::render(report, settings)?,
        #[cfg(not(feature = "spreadsheets"))]
        Format::Xlsx => return Err(super::no_workbooks()),
        Format::Docx => docx::render(report, settings, &outline::outline(report, settings))?,
    })
}

/// Writes an explanation as one self-contained page.
#[must_use]
pub fn render_explanation(
    taxonomy: &Taxonomy,
    explanation: &Explanation<'_>,
    language: Language,
) -> String {
    html::render_explanation(taxonomy, explanation, language)
}
