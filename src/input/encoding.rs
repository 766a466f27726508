//! From the bytes of a file to UTF-8, without looking at more of it than is needed.
//!
//! A byte order mark decides. Without one the list is ASCII until the first byte that is not, and that block decides
//! between UTF-8 and GB18030 (of which GBK and GB2312 are parts); a list of any other encoding has to be named. UTF-8
//! passes through unchecked, as each row is checked where it is read. Where another encoding cannot be decoded the byte
//! [`BAD`] is put, which is never part of UTF-8, so that the row around it fails the same check.

use super::source::Source;
use crate::error::{Error, ErrorKind, Result};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    CoderResult, Decoder, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE,
};

/// Stands for bytes that could not be decoded; not a byte of UTF-8.
pub(super) const BAD: u8 = 0xFF;

/// The encoding called `label`: any name that the web uses for it (`gbk`, `utf-16le`, `windows-1252`, ...).
///
/// # Errors
/// [`ErrorKind::Unknown`] if there is none of that name.
pub fn encoding(label: &str) -> Result<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
        Error::new(ErrorKind::Unknown, format!("unknown encoding `{label}`")).with_hint(
            "encodings go by their web names: `utf-8`, `gb18030`, `gbk`, `utf-16le`, `big5`, `windows-1252`",
        )
    })
}

enum State {
    /// Nothing read yet.
    Start,
    /// Only ASCII so far: nothing to decide.
    Ascii,
    /// Passed through.
    Utf8,
    /// Decoded.
    Other(Decoder),
    /// All read.
    End,
}

/// Reads a source as UTF-8.
pub(super) struct Text {
    source: Source,
    forced: Option<&'static Encoding>,
    state: State,
    encoding: &'static Encoding,
    /// What a list that is neither UTF-8 nor GB18030 looks like.
    guess: Option<&'static Encoding>,
    raw: Vec<u8>,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text")
            .field("source", &self.source)
            .field("encoding", &self.encoding.name())
            .finish_non_exhaustive()
    }
}

impl Text {
    pub(super) fn new(source: Source, forced: Option<&'static Encoding>) -> Self {
        Self {
            source,
            forced,
            state: State::Start,
            encoding: UTF_8,
            guess: None,
            raw: Vec::new(),
        }
    }

    /// The encoding found so far; UTF-8 while all is ASCII.
    pub(super) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// What the list may be in, where it is not in the encoding it is read as.
    pub(super) fn guess(&self) -> Option<&'static Encoding> {
        self.guess
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// Appends some `want` bytes of UTF-8 to `out`; false at the end.
    pub(super) fn read_some(&mut self, out: &mut Vec<u8>, want: usize) -> Result<bool> {
        let start = out.len();
        match self.state {
            State::End => return Ok(false),
            State::Other(_) => return self.decode_some(out, want),
            State::Start => {
                // A byte order mark is up to three bytes long, and UTF-16 without one shows in the first few letters.
                while out.len() - start < 16 && self.source.read_some(out, want)? > 0 {}
                if out.len() == start {
                    self.state = State::End;
                    return Ok(false);
                }
                self.begin(out, start);
            }
            State::Ascii | State::Utf8 => {
                if self.source.read_some(out, want)? == 0 {
                    self.state = State::End;
                    return Ok(false);
                }
            }
        }
        if matches!(self.state, State::Ascii) {
            self.decide(&out[start..]);
        }
        if matches!(self.state, State::Other(_)) {
            self.raw.clear();
            self.raw.extend_from_slice(&out[start..]);
            out.truncate(start);
            self.decode_raw(out, false);
        }
        Ok(true)
    }

    /// Looks at the first bytes of the list.
    fn begin(&mut self, out: &mut Vec<u8>, start: usize) {
        let first = &out[start..];
        let marked = Encoding::for_bom(first);
        let (encoding, skip) = match (marked, self.forced) {
            (Some((encoding, length)), _) => (Some(encoding), length),
            (None, Some(forced)) => (Some(forced), 0),
            (None, None) => (unmarked_utf16(first), 0),
        };
        out.drain(start..start + skip);
        match encoding {
            Some(encoding) => self.settle(encoding),
            None => self.state = State::Ascii,
        }
    }

    fn settle(&mut self, encoding: &'static Encoding) {
        self.encoding = encoding;
        self.state = if encoding == UTF_8 {
            State::Utf8
        } else {
            State::Other(encoding.new_decoder_without_bom_handling())
        };
    }

    /// Decides between UTF-8 and GB18030 by the first bytes that are not ASCII, if `block` holds any.
    fn decide(&mut self, block: &[u8]) {
        let Some(first) = block.iter().position(|byte| !byte.is_ascii()) else {
            return;
        };
        let sample = &block[first..];
        if mostly_utf8(sample) {
            return self.settle(UTF_8);
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, false);
        // The hint favours the Chinese encoding over others in which the same bytes would be rare letters.
        let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
        if guess == GBK && mostly_gb18030(sample) {
            return self.settle(GB18030);
        }
        self.guess = (guess != GBK).then_some(guess);
        self.settle(UTF_8);
    }

    fn decode_some(&mut self, out: &mut Vec<u8>, want: usize) -> Result<bool> {
        self.raw.clear();
        let mut raw = std::mem::take(&mut self.raw);
        let count = self.source.read_some(&mut raw, want)?;
        self.raw = raw;
        self.decode_raw(out, count == 0);
        Ok(count > 0 || !matches!(self.state, State::End))
    }

    /// Decodes `self.raw` to the end of `out`; `last` says that nothing follows.
    fn decode_raw(&mut self, out: &mut Vec<u8>, last: bool) {
        let State::Other(decoder) = &mut self.state else {
            return;
        };
        let before = out.len();
        let mut from = 0;
        loop {
            let room = decoder
                .max_utf8_buffer_length_without_replacement(self.raw.len() - from)
                .unwrap_or(usize::MAX)
                .min(1 << 20);
            let at = out.len();
            out.resize(at + room.max(16), 0);
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(&self.raw[from..], &mut out[at..], last);
            out.truncate(at + written);
            from += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => out.push(BAD),
            }
        }
        if last && out.len() == before {
            self.state = State::End;
        } else if last {
            // What was cut off at the end has been put; the next call finds nothing more.
            self.state = State::Utf8;
        }
    }
}

/// UTF-16 without a mark: every other byte of the first letters is zero, as far as they are ASCII.
fn unmarked_utf16(first: &[u8]) -> Option<&'static Encoding> {
    let pairs = first[..first.len().min(64)].chunks_exact(2);
    let (mut high, mut low, mut all) = (0, 0, 0);
    for pair in pairs {
        all += 1;
        high += usize::from(pair[0] == 0 && pair[1] != 0);
        low += usize::from(pair[1] == 0 && pair[0] != 0);
    }
    // Text never holds zero bytes; a third of the letters (commas, quotes, digits) shows the order.
    if all < 2 || (high.max(low)) * 3 < all {
        None
    } else if low > high {
        Some(UTF_16LE)
    } else {
        Some(UTF_16BE)
    }
}

/// Whether bytes are UTF-8 but for a few rows: at least four whole characters for each error.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        // The last character may be cut off by the end of the sample.
        let cut_off = chunks.peek().is_none() && chunk.invalid().len() < 4 && good > 0;
        bad += usize::from(!chunk.invalid().is_empty() && !cut_off);
    }
    good >= bad * 4
}

/// Whether bytes decode as GB18030 but for a few rows.
fn mostly_gb18030(sample: &[u8]) -> bool {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(4096);
    let (mut from, mut letters) = (0, 0_usize);
    let mut bad = 0_usize;
    loop {
        text.clear();
        let (result, read, had_errors) =
            decoder.decode_to_string(&sample[from..], &mut text, false);
        from += read;
        letters += text.chars().filter(|letter| !letter.is_ascii()).count();
        bad += if had_errors {
            text.matches('\u{FFFD}').count()
        } else {
            0
        };
        if result == CoderResult::InputEmpty {
            break;
        }
    }
    letters >= 2 && letters >= bad * 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(bytes: &[u8], forced: Option<&str>) -> (Vec<u8>, &'static str) {
        let source = Source::pipe(Box::new(Cursor::new(bytes.to_vec())), "test").unwrap();
        let forced = forced.map(|label| encoding(label).unwrap());
        let mut text = Text::new(source, forced);
        let mut out = Vec::new();
        // Small reads, so that characters are cut everywhere.
        while text.read_some(&mut out, 7).unwrap() {}
        (out, text.encoding().name())
    }

    const LIST: &str = "企业名称,经营范围\n重庆某电池有限公司,锂离子电池的生产与销售\n";

    #[test]
    fn encodings_are_told_apart() {
        let utf16 = |big: bool, mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xFEFF);
            let text = format!("name,{LIST}");
            mark.into_iter()
                .chain(text.encode_utf16())
                .flat_map(|unit: u16| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect()
        };
        let named = format!("name,{LIST}");
        for (bytes, expected) in [
            (named.clone().into_bytes(), "UTF-8"),
            (format!("\u{FEFF}{named}").into_bytes(), "UTF-8"),
            (GB18030.encode(&named).0.into_owned(), "gb18030"),
            (utf16(false, true), "UTF-16LE"),
            (utf16(true, true), "UTF-16BE"),
            (utf16(false, false), "UTF-16LE"),
            (utf16(true, false), "UTF-16BE"),
        ] {
            let (text, found) = read(&bytes, None);
            assert_eq!(found, expected);
            assert_eq!(String::from_utf8(text).unwrap(), named, "{expected}");
        }
    }

    #[test]
    fn one_bad_row_does_not_change_the_encoding() {
        for bad in [
            &b"caf\xE9s,x\n"[..],
            b"\xFF\xFE\n",
            b"\xC3\x28\n",
            b"na\xEFve,r\xE9sum\xE9\n",
        ] {
            let bytes = [&b"name,description\n"[..], bad, b"a,b\n"].concat();
            assert_eq!(read(&bytes, None), (bytes.clone(), "UTF-8"), "{bad:?}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_marked() {
        let mut bytes = GB18030.encode(LIST).0.into_owned();
        bytes.extend_from_slice(b"a,\xFF\xFF\n\xB0");
        let (text, found) = read(&bytes, None);
        assert_eq!(found, "gb18030");
        assert_eq!(text, [LIST.as_bytes(), b"a,\xFF\xFF\n\xFF"].concat());
    }

    #[test]
    fn a_named_encoding_is_taken_at_its_word() {
        assert_eq!(
            read(b"caf\xE9", Some("latin1")),
            ("café".into(), "windows-1252")
        );
        assert!(encoding("klingon").is_err());
    }
}
