//! The text of a document about one company: DOCX, PDF, a web page.

use super::container::Kind;
use super::encoding;
use super::markup;
use super::sheet::READER;
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// The largest text that is unpacked, in bytes.
const MAX_TEXT: u64 = 64 << 20;

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
        Err(reason) => Document::Unreadable(what, reason.to_lowercase()),
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

/// The paragraphs of a DOCX document, nothing if the archive is none.
fn docx(bytes: &[u8]) -> Option<Result<String, String>> {
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
            Event::GeneralRef(entity) if in_text => super::sheet::put_entity(&entity, &mut text),
            Event::Eof => return Some(Ok(text)),
            _ => {}
        }
    }
}

/// The text of every page of a PDF. It is read in a thread of its own, where the library may panic.
fn pdf(bytes: &[u8]) -> Result<String, String> {
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
