//! Reports to hand over: HTML, Markdown, XLSX and DOCX from one model.
//!
//! ```text
//!                            +--> html/  xlsx/
//! firms --model.rs--> Report-+
//!                            +--outline.rs, firm.rs, project.rs--> block.rs--> markdown.rs  docx.rs
//! ```
//!
//! A format decides how things look, never what is said. Both ways take their sentences from narrative.rs, doubts.rs and
//! screening.rs, all other words from words.rs, and from marked_text.rs what is highlighted in the texts of a profile.

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
