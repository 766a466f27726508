//! The text inside PDF, through `lopdf`.
//!
//! The library unpacks whatever it comes to, and holds some thirty bytes for each of a page. So how much there is to
//! unpack is counted first: a kilobyte may ask for gigabytes.

use super::source::READER;
use flate2::bufread::DeflateDecoder;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;

/// How many bytes the file may come to, pictures left out; a page with the tables of its fonts; all pages.
const FILE: u64 = 128 << 20;
const PAGE: u64 = 8 << 20;
const PAGES: u64 = 128 << 20;
/// A longer stream packed as LZW packs is taken for one that unpacks to more than a page.
const LZW: usize = 1 << 16;
/// How far before a stream is looked for what it holds.
const BEFORE: usize = 2048;

/// The text of every page. It is read in a thread of its own, where the library may panic.
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    if unpacked_file(bytes) > FILE {
        return Err(too_large(FILE));
    }
    let bytes = bytes.to_vec();
    let thread = std::thread::Builder::new().name(READER.to_owned());
    let started = thread.spawn(move || {
        let document = Document::load_mem(&bytes).map_err(|error| error.to_string())?;
        let pages = document.get_pages();
        check(&document, pages.values().copied())?;
        let pages: Vec<u32> = pages.into_keys().collect();
        let chunks = document.extract_text_chunks(&pages);
        // A font that cannot be read costs its own text.
        Ok(chunks.into_iter().flatten().collect::<String>())
    });
    let ended = started.map_err(|error| error.to_string())?.join();
    ended.unwrap_or_else(|_| Err("it is damaged".to_owned()))
}

fn too_large(most: u64) -> String {
    format!("it unpacks to over {} MiB", most >> 20)
}

/// How many bytes the streams of a file come to, pictures left out; no more than is refused.
fn unpacked_file(bytes: &[u8]) -> u64 {
    let mut all = 0;
    let (mut at, finder) = (0, memchr::memmem::Finder::new("stream"));
    while let Some(found) = bytes.get(at..).and_then(|rest| finder.find(rest)) {
        let before = &bytes[..at + found];
        at += found + "stream".len();
        let rest = &bytes[at..];
        let line_end = rest
            .iter()
            .take_while(|byte| b"\r\n".contains(byte))
            .count();
        if line_end == 0 || before.ends_with(b"end") || is_picture(before) {
            continue;
        }
        let (length, read) = inflate(&rest[line_end..], FILE - all, |_| {});
        all += length;
        at += line_end + read;
        if all > FILE {
            break;
        }
    }
    all
}

/// Whether a stream that stands after these bytes is said to be a picture, which is not unpacked.
fn is_picture(before: &[u8]) -> bool {
    let before = &before[before.len().saturating_sub(BEFORE)..];
    let start = memchr::memmem::rfind(before, b"obj").unwrap_or(0);
    let holds = |name: &str| memchr::memmem::find(&before[start..], name.as_bytes()).is_some();
    holds("/Image") && !holds("ObjStm") && !holds("XRef") && !holds("#")
}

/// Hands what is packed as zlib packs to `take`, piece by piece and little more than `most` bytes, also of what has a
/// wrong head, since the library reads that too: how much it was, and how many bytes were read.
fn inflate(bytes: &[u8], most: u64, mut take: impl FnMut(&[u8])) -> (u64, usize) {
    let mut decoder = DeflateDecoder::new(bytes.get(2..).unwrap_or_default());
    let (mut length, mut piece) = (0, vec![0; 1 << 14]);
    while length <= most
        && let Ok(count @ 1..) = decoder.read(&mut piece)
    {
        length += count as u64;
        take(&piece[..count]);
    }
    (length, 2 + decoder.total_in() as usize)
}

/// Refuses pages that would take too much memory or time.
fn check(document: &Document, pages: impl Iterator<Item = ObjectId>) -> Result<(), String> {
    let (mut known, mut all) = (HashMap::new(), 0);
    for page in pages {
        let contents = document.get_page_contents(page).into_iter();
        let contents = contents.filter_map(|id| document.get_object(id).ok());
        let fonts = document.get_page_fonts(page).unwrap_or_default();
        let tables = fonts.values().filter_map(|font| table(document, font));
        let streams = contents
            .chain(tables)
            .filter_map(|object| object.as_stream().ok());
        let length: u64 = streams
            .map(|stream| {
                let place = std::ptr::from_ref(stream);
                *known.entry(place).or_insert_with(|| unpacked(stream))
            })
            .sum();
        all += length;
        if length > PAGE {
            return Err(format!("a page of it unpacks to over {} MiB", PAGE >> 20));
        }
        if all > PAGES {
            return Err(too_large(PAGES));
        }
    }
    Ok(())
}

/// The table from codes to characters that a font has.
fn table<'a>(document: &'a Document, font: &'a Dictionary) -> Option<&'a Object> {
    font.get_deref(b"ToUnicode", document).ok()
}

/// How many bytes a stream comes to; of one that is too long for a page, no more than shows that.
fn unpacked(stream: &Stream) -> u64 {
    let mut bytes = Cow::Borrowed(stream.content.as_slice());
    for filter in stream.filters().unwrap_or_default() {
        if filter == b"FlateDecode" {
            let mut out = Vec::new();
            inflate(&bytes, PAGE, |piece| out.extend_from_slice(piece));
            bytes = out.into();
        } else if filter == b"LZWDecode" && bytes.len() > LZW {
            return PAGE + 1;
        } else {
            // Other filters make nothing much longer.
            let mut dictionary = Dictionary::new();
            dictionary.set("Filter", Object::Name(filter.to_vec()));
            let stream = Stream::new(dictionary, bytes.into_owned());
            bytes = stream.decompressed_content().unwrap_or_default().into();
        }
        if bytes.len() as u64 > PAGE {
            break;
        }
    }
    bytes.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// A document whose pages all show the same content.
    fn document(pages: usize, filter: &str, content: &[u8]) -> Vec<u8> {
        let kids: String = (0..pages)
            .map(|page| format!("{} 0 R ", 5 + page))
            .collect();
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>").into_bytes(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        ];
        let head = format!("<< {filter} /Length {} >>\nstream\n", content.len());
        objects.push([head.as_bytes(), content, b"\nendstream"].concat());
        let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>";
        objects.extend((0..pages).map(|_| page.as_bytes().to_vec()));
        let (mut out, mut places) = (b"%PDF-1.4\n".to_vec(), String::new());
        for (number, object) in (1..).zip(&objects) {
            places.push_str(&format!("{:010} 00000 n \n", out.len()));
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let count = objects.len() + 1;
        let start = out.len();
        let end = format!(
            "xref\n0 {count}\n0000000000 65535 f \n{places}trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
        );
        out.extend(end.bytes());
        out
    }

    #[test]
    fn small_files_that_unpack_to_much_are_refused() {
        let words = b"BT /F1 12 Tf 10 10 Td (We make pumps.) Tj ET ";
        let read = text(&document(2, "/Filter /FlateDecode", &packed(words))).unwrap();
        assert_eq!(read.matches("We make pumps.").count(), 2, "{read}");
        let long = packed(&words.repeat(200_000));
        let picture = "/Filter /FlateDecode /Subtype /Image";
        for filter in ["/Filter /FlateDecode", "/Filter [/FlateDecode]", picture] {
            let told = text(&document(1, filter, &long)).unwrap_err();
            assert_eq!(told, "a page of it unpacks to over 8 MiB", "{filter}");
        }
        let told = text(&document(
            1,
            "/Filter [/FlateDecode /FlateDecode]",
            &packed(&long),
        ))
        .unwrap_err();
        assert_eq!(told, "a page of it unpacks to over 8 MiB");
        let told = text(&document(
            30,
            "/Filter /FlateDecode",
            &packed(&words.repeat(100_000)),
        ))
        .unwrap_err();
        assert_eq!(told, "it unpacks to over 128 MiB");
        let told = text(&document(
            1,
            "/Filter /FlateDecode",
            &packed(&vec![b' '; 130 << 20]),
        ))
        .unwrap_err();
        assert_eq!(told, "it unpacks to over 128 MiB");
    }
}
