//! The text inside DOCX and PDF.

use super::xml::{Xml, put_entity};
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest text that is unpacked, in bytes.
const MAX_TEXT: u64 = 64 << 20;

/// The paragraphs of a DOCX document, nothing if the archive is none.
pub(super) fn docx(bytes: &[u8]) -> Option<Result<String, String>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let file = archive.by_name("word/document.xml").ok()?;
    Some(paragraphs(Xml::new(file, MAX_TEXT)))
}

fn paragraphs(mut xml: Xml<impl Read>) -> Result<String, String> {
    let (mut text, mut in_text) = (String::new(), false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = true,
                "tab" => text.push(' '),
                "br" => text.push('\n'),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "p" => text.push('\n'),
                _ => {}
            },
            Event::Text(part) if in_text => text.push_str(&part),
            Event::GeneralRef(entity) if in_text => put_entity(&entity, &mut text),
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

/// The text of every page of a PDF.
pub(super) fn pdf(bytes: &[u8]) -> Result<String, String> {
    super::pdf::text(bytes)
}
