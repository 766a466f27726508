//! XML inside workbooks and documents, of which no part may take more memory than it gives reason for.

use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;
use std::io::{self, BufRead, BufReader, Read};

/// The longest tag, text or comment, in bytes: many times the 32,767 characters that a spreadsheet program puts in a cell.
const LONGEST: usize = 8 << 20;
/// How deep elements may stand in one another.
const DEEPEST: usize = 1024;
/// How many bytes are unpacked at once.
const AHEAD: usize = 1 << 16;

/// Reads XML event by event.
pub(super) struct Xml<R: Read> {
    reader: Reader<Bounded<R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: Read> Xml<R> {
    /// Of no more than `most` bytes; what is longer is an error where it is reached, not an end.
    pub(super) fn new(from: R, most: u64) -> Self {
        let mut reader = Reader::from_reader(Bounded {
            from: BufReader::with_capacity(AHEAD, from),
            event: LONGEST,
            all: most,
        });
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Event<'_>, String> {
        self.buffer.clear();
        self.reader.get_mut().event = LONGEST;
        let event = self.reader.read_event_into(&mut self.buffer);
        let event = event.map_err(|error| match error {
            quick_xml::Error::Io(error) => error.to_string(),
            error => error.to_string(),
        })?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err("its content ends in the middle".to_owned()),
            _ => {}
        }
        match self.depth > DEEPEST {
            true => Err(format!("its elements are nested over {DEEPEST} deep")),
            false => Ok(event),
        }
    }

    /// What is unpacked and comes next.
    pub(super) fn ahead(&self) -> &[u8] {
        self.reader.get_ref().from.buffer()
    }

    /// Steps over the first `length` bytes of what comes next: whole elements.
    pub(super) fn step_over(&mut self, length: usize) {
        self.reader.get_mut().event = LONGEST;
        self.reader.stream().consume(length);
    }

    /// How many bytes have been read.
    pub(super) fn position(&self) -> u64 {
        self.reader.buffer_position()
    }
}

/// Bytes that end in an error where an event or all of them are too long.
struct Bounded<R> {
    from: BufReader<R>,
    /// What is left for the event that is being read, and for all.
    event: usize,
    all: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.from.fill_buf()?;
        if !bytes.is_empty() && self.event == 0 {
            let message = format!("a text or tag in it is over {} MiB", LONGEST >> 20);
            return Err(io::Error::other(message));
        }
        if !bytes.is_empty() && self.all == 0 {
            return Err(io::Error::other("it is too large when unpacked"));
        }
        let most = self.all.min(self.event as u64).min(bytes.len() as u64);
        Ok(&bytes[..most as usize])
    }

    fn consume(&mut self, count: usize) {
        self.event = self.event.saturating_sub(count);
        self.all = self.all.saturating_sub(count as u64);
        self.from.consume(count);
    }
}

/// What an entity stands for, appended to `text`.
pub(super) fn put_entity(entity: &BytesRef<'_>, text: &mut String) {
    match entity.resolve_char_ref() {
        Ok(Some(c)) => text.push(c),
        _ => {
            text.push_str(quick_xml::escape::resolve_predefined_entity(entity).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many events there are, or why not.
    fn count(text: &str, most: u64) -> Result<usize, String> {
        let (mut xml, mut events) = (Xml::new(text.as_bytes(), most), 0);
        while !matches!(xml.next()?, Event::Eof) {
            events += 1;
        }
        Ok(events)
    }

    #[test]
    fn what_is_too_long_or_deep_is_an_error() {
        assert_eq!(count("<a>b<c/></a>", 12), Ok(5));
        assert!(count("<a>b<c/></a>", 11).unwrap_err().contains("unpacked"));
        assert!(
            count("<a>b<c/>", 100)
                .unwrap_err()
                .contains("ends in the middle")
        );
        let long = "b".repeat(LONGEST + 1);
        for text in [
            format!("<a>{long}</a>"),
            format!("<a x=\"{long}\"/>"),
            format!("<!--{long}-->"),
        ] {
            assert!(count(&text, u64::MAX).unwrap_err().contains("over 8 MiB"));
        }
        let several = format!(
            "<a>{}</a>",
            format!("{}<b/>", &long[..LONGEST / 2]).repeat(4)
        );
        assert_eq!(count(&several, u64::MAX), Ok(14));
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert_eq!(count(&deep(DEEPEST), u64::MAX), Ok(2 * DEEPEST));
        assert!(
            count(&deep(DEEPEST + 1), u64::MAX)
                .unwrap_err()
                .contains("nested")
        );
    }
}
