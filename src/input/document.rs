//! The text of a document about one company: DOCX, PDF, a web page.

use super::container::Kind;
use super::encoding;
use super::markup;
use super::office::{docx, pdf};
use crate::error::begun_small;

/// What a file is that a profile is asked from.
pub(super) enum Document {
    /// A text, or the text of a document.
    Text(String),
    /// A list of companies or something else; in words.
    Not(&'static str),
    /// A document that cannot be read, and why.
    Unreadable(&'static str, String),
}

/// The text of a document; nothing if the bytes are of no such format.
pub(super) fn read(bytes: &[u8]) -> Option<Document> {
    let text = |what, text: Result<String, String>| match text {
        Ok(text) if text.trim().is_empty() => {
            Document::Unreadable(what, "it holds no text, perhaps only pictures".to_owned())
        }
        Ok(text) => Document::Text(text),
        Err(reason) => Document::Unreadable(what, begun_small(&reason)),
    };
    Some(match Kind::of(bytes) {
        Kind::Pdf => text("a PDF", pdf(bytes)),
        Kind::Zip => match docx(bytes) {
            Some(words) => text("a word processor's document", words),
            None => Document::Not("a workbook or an archive"),
        },
        Kind::Html => Document::Text(page(bytes)),
        Kind::Xls => Document::Not("a workbook, or a document of the time before 2007"),
        Kind::Xml2003 => Document::Not("a workbook"),
        Kind::Tar => Document::Not("an archive"),
        Kind::Image => Document::Not("a picture"),
        Kind::Document => Document::Not("a document in RTF"),
        Kind::Packed(_) => Document::Not("an archive"),
        Kind::Data(what) => Document::Not(what),
        _ => return None,
    })
}

/// What a browser would show of a page: without what stands around its text.
fn page(bytes: &[u8]) -> String {
    let page = encoding::whole(bytes);
    let shown = markup::visible(&page);
    let lines: Vec<&str> = shown
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}
