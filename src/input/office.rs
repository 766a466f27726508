//! The text inside DOCX and PDF.

use super::source::READER;
use super::xml::put_entity;
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// The largest text that is unpacked, in bytes.
const MAX_TEXT: u64 = 64 << 20;

/// The paragraphs of a DOCX document, nothing if the archive is none.
pub(super) fn docx(bytes: &[u8]) -> Option<Result<String, String>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let file = archive.by_name("word/document.xml").ok()?;
    let mut reader = quick_xml::reader::Reader::from_reader(BufReader::new(file.take(MAX_TEXT)));
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut text, mut in_text) = (Vec::new(), String::new(), false);
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => return Some(Err(error.to_string())),
        };
        match event {
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
            Event::Eof => return Some(Ok(text)),
            _ => {}
        }
    }
}

/// The text of every page of a PDF. It is read in a thread of its own, where the library may panic.
pub(super) fn pdf(bytes: &[u8]) -> Result<String, String> {
    let bytes = bytes.to_vec();
    let thread = std::thread::Builder::new().name(READER.to_owned());
    let started = thread.spawn(move || {
        let document = lopdf::Document::load_mem(&bytes).map_err(|error| error.to_string())?;
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        let chunks = document.extract_text_chunks(&pages);
        // A font that cannot be read costs its own text.
        Ok(chunks.into_iter().flatten().collect::<String>())
    });
    let ended = started.map_err(|error| error.to_string())?.join();
    ended.unwrap_or_else(|_| Err("it is damaged".to_owned()))
}
