//! From the bytes of a file to UTF-8, without looking at more of it than is needed.
//!
//! A byte order mark decides. Without one the list is ASCII until the first byte that is not, and that block decides: for
//! UTF-8 if it is that but for a few rows, else for the encoding in which it reads most like a language (`evidence.rs`);
//! where it reads like none it is taken for UTF-8, and its rows are put aside. UTF-8 passes through unchecked, as each
//! row is checked where it is read. Where another encoding cannot be decoded the byte [`BAD`] is put, which is never part
//! of UTF-8, so that the row around it fails the same check.

use super::evidence;
use super::source::Source;
use super::utf32::{self, BAD, Utf32};
use crate::error::{Error, ErrorKind, Result};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownEncoding(pub(super) &'static Encoding);

/// The encoding called `label`: any name that the web uses for it (`gbk`, `utf-16le`, `windows-1252`, ...).
///
/// # Errors
/// [`ErrorKind::Unknown`] if there is none of that name.
pub fn encoding(label: &str) -> Result<KnownEncoding> {
    let found = Encoding::for_label(label.trim().as_bytes());
    found.map(KnownEncoding).ok_or_else(|| {
        Error::new(ErrorKind::Unknown, format!("unknown encoding `{label}`")).with_hint(
            "encodings go by their web names: `utf-8`, `gb18030`, `gbk`, `utf-16le`, `big5`, `windows-1252`",
        )
    })
}

/// All of a text that is in memory as UTF-8; what cannot be decoded becomes U+FFFD.
pub(super) fn whole(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned();
    }
    let encoding = match evidence::unmarked_utf16(bytes) {
        Some(encoding) => encoding,
        None if mostly_utf8(bytes) || bytes.is_ascii() => UTF_8,
        None => {
            let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
            evidence::best(&bytes[start.saturating_sub(200)..]).0
        }
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// A text that is not UTF-8 as UTF-8, if it reads like a language in some encoding.
pub(super) fn guessed(bytes: &[u8]) -> Option<String> {
    if Encoding::for_bom(bytes).is_some() || evidence::unmarked_utf16(bytes).is_some() {
        return Some(whole(bytes));
    }
    let (encoding, is_sure) = evidence::best(bytes);
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.filter(|_| is_sure).map(|text| text.into_owned())
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
    /// Decoded four bytes at a time, which no web page is.
    Utf32(Utf32),
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
    utf32: bool,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text")
            .field("source", &self.source)
            .field("encoding", &self.encoding())
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
            utf32: false,
        }
    }

    /// The encoding found so far; UTF-8 while all is ASCII.
    pub(super) fn encoding(&self) -> &'static str {
        match self.utf32 {
            true => "UTF-32",
            false => self.encoding.name(),
        }
    }

    /// Whether bytes that are not UTF-8 may be read as another encoding, row by row: nobody said what the list is in.
    pub(super) fn may_repair(&self) -> bool {
        self.forced.is_none()
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
            State::Other(_) | State::Utf32(_) => return self.decode_some(out, want),
            State::Start => {
                // A byte order mark is up to four bytes long, and UTF-16 without one shows in the first few letters;
                // what begins with letters of ASCII is none of it, and not waited for.
                let is_enough = |read: &[u8]| match read.len() {
                    0..16 => false,
                    16..64 => read.iter().all(|byte| (1..0x80).contains(byte)),
                    _ => true,
                };
                while !is_enough(&out[start..]) && self.source.read_some(out, want)? > 0 {}
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
        if matches!(self.state, State::Other(_) | State::Utf32(_)) {
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
        if self.forced.is_none()
            && let Some((decoder, mark)) = utf32::begins(first)
        {
            out.drain(start..start + mark);
            self.utf32 = true;
            self.state = State::Utf32(decoder);
            return;
        }
        let marked = Encoding::for_bom(first);
        let (encoding, skip) = match (marked, self.forced) {
            (Some((encoding, length)), _) => (Some(encoding), length),
            (None, Some(forced)) => (Some(forced), 0),
            (None, None) => (evidence::unmarked_utf16(first), 0),
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

    /// Decides by the first bytes that are not ASCII, if `block` holds any.
    fn decide(&mut self, block: &[u8]) {
        let Some(first) = block.iter().position(|byte| !byte.is_ascii()) else {
            return;
        };
        // Words begin before their first letter that is not ASCII.
        let line = block[..first]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let sample = &block[line..];
        if mostly_utf8(sample) {
            return self.settle(UTF_8);
        }
        let (encoding, is_sure) = evidence::best(sample);
        if is_sure {
            return self.settle(encoding);
        }
        self.guess = Some(encoding).filter(|guess| *guess != UTF_8);
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
        let before = out.len();
        if let State::Utf32(decoder) = &mut self.state {
            decoder.decode(&self.raw, last, out);
            if last {
                self.state = State::End;
            }
            return;
        }
        let State::Other(decoder) = &mut self.state else {
            return;
        };
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

/// Whether bytes are UTF-8 but for a few rows: at least four whole characters for each error.
fn mostly_utf8(sample: &[u8]) -> bool {
    match std::str::from_utf8(sample) {
        Ok(text) => return !text.is_ascii(),
        // The last character is cut off by the end of the sample.
        Err(error) if error.error_len().is_none() => {
            return !sample[..error.valid_up_to()].is_ascii();
        }
        Err(_) => {}
    }
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
    good > 0 && good >= bad * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    };
    use std::io::Cursor;

    fn read(bytes: &[u8], forced: Option<&str>) -> (Vec<u8>, &'static str) {
        let source = Source::pipe(Box::new(Cursor::new(bytes.to_vec())), "test").unwrap();
        let forced = forced.map(|label| encoding(label).unwrap().0);
        let mut text = Text::new(source, forced);
        let mut out = Vec::new();
        // Small reads, so that characters are cut everywhere.
        while text.read_some(&mut out, 7).unwrap() {}
        (out, text.encoding())
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
    fn a_list_is_read_in_the_encoding_in_which_it_makes_sense() {
        for (encoding, list) in [
            (GB18030, "name,products\nAcme 甲 Cells,LFP cells\n"),
            (GB18030, "name,products\n甲,动力电池\n"),
            (GB18030, "企业名称,主营产品\n甲电池,动力电池\n"),
            (
                BIG5,
                "企業名稱,主營產品\n甲電池,動力電池\n乙食品,火鍋底料\n",
            ),
            (
                SHIFT_JIS,
                "name,products\n東京電池株式会社,リチウムイオン電池\n大阪食品株式会社,醤油\n",
            ),
            (
                EUC_JP,
                "name,products\n東京電池株式会社,リチウムイオン電池\n大阪食品株式会社,醤油\n",
            ),
            (
                EUC_KR,
                "name,products\n한국전지 주식회사,리튬 이온 배터리\n서울식품,간장\n",
            ),
            (
                WINDOWS_1252,
                "name,products\nMüller Maschinenbau,Fräsmaschinen\nBöhm & Söhne,Lager\n",
            ),
            (
                WINDOWS_1252,
                "name,text\nSociété électrique,Conçoit des batteries à haute densité\n",
            ),
            (
                WINDOWS_1252,
                "a,b\nAcme,“LFP” cells – Europe’s best • packs\n",
            ),
            (
                WINDOWS_1250,
                "name,products\nŁódzkie Zakłady,części\nŻywiec Źródło,woda źródlana\n",
            ),
            (
                WINDOWS_1251,
                "name,products\nЗавод батарей,литиевые батареи\nОАО Соус,соевый соус\n",
            ),
        ] {
            let (text, found) = read(&encoding.encode(list).0, None);
            assert_eq!(
                (String::from_utf8_lossy(&text).as_ref(), found),
                (list, encoding.name())
            );
        }
    }

    #[test]
    fn one_bad_row_does_not_change_the_encoding() {
        for bad in [
            &b"\xFF\xFE\n"[..],
            b"\xC3\x28\n",
            b"\x81\n",
            b"x\xAC\xADy,\xA8\n",
        ] {
            let bytes = [&b"name,description\n"[..], bad, b"a,b\n"].concat();
            assert_eq!(read(&bytes, None), (bytes.clone(), "UTF-8"), "{bad:?}");
        }
    }

    #[test]
    fn wide_characters_are_read_with_or_without_a_mark() {
        for big in [false, true] {
            for mark in [false, true] {
                let mark = mark.then_some('\u{FEFF}');
                let wide: Vec<u8> = mark
                    .into_iter()
                    .chain(LIST.chars())
                    .flat_map(|c| match big {
                        true => u32::from(c).to_be_bytes(),
                        false => u32::from(c).to_le_bytes(),
                    })
                    .collect();
                let named = [
                    b"n\0\0\0a\0\0\0m\0\0\0e\0\0\0,\0\0\0".to_vec(),
                    wide.clone(),
                ]
                .concat();
                let bytes = if mark.is_none() && !big { named } else { wide };
                if mark.is_none() && big {
                    continue;
                }
                let (text, found) = read(&bytes, None);
                assert_eq!(found, "UTF-32");
                assert!(String::from_utf8(text).unwrap().ends_with(LIST));
            }
        }
        let utf16: Vec<u8> = LIST.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16, None), (LIST.as_bytes().to_vec(), "UTF-16LE"));
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
