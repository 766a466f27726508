//! Changes inputs at random: bytes, stretches, words of the seeds, and the files inside an archive.

use super::random::Random;
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The longest input: what a hang is measured on.
pub(crate) const LONGEST: usize = 100_000;

/// Most inputs stay below this, so that many are tried.
const USUAL: usize = 4_000;

/// What readers of text treat otherwise than letters, whatever the format.
const SIGNS: &[&str] = &[
    "\0",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\"",
    "'",
    ",",
    ";",
    "|",
    ":",
    "=",
    "\\",
    "/",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "<script>",
    "</",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    "(",
    ")",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "NaN",
    "18446744073709551616",
    "4294967296",
    "65536",
    "0.00000001",
    "\u{feff}",
    "\u{200b}",
    "\u{301}",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{3000}",
    "，",
    "。",
    "、",
    "；",
    "（",
    "）",
    "不含",
    "除外",
    "销售",
    "鋰電池",
    "电",
    "ｂａｔｔｅｒｙ",
    "ß",
    "İ",
    "ﬃ",
    "ﷺ",
    "👨‍👩‍👧",
    "plans to distribute",
    "not including (",
    "no longer makes",
    "maker of ",
    "battery",
    "batetry",
    "photo voltaic",
    "powerbattery",
    "company's",
    "Co., Ltd.",
    "http://",
    "www.",
    "a@b.c",
    "=1+1",
    "@SUM(A1)",
    "\\u0000",
    "\\ud800",
    "name",
    "description",
    "keywords",
    "products",
];

/// Bytes that are no text.
const BYTES: &[&[u8]] = &[
    b"\xff",
    b"\xfe\xff",
    b"\xff\xfe",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x81\x30",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"\x50\x2a\x4d\x18\x04\0\0\0",
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x80",
];

/// Makes new inputs out of known ones.
pub(crate) struct Mutator {
    words: Vec<Vec<u8>>,
    archives: bool,
}

impl Mutator {
    /// With the words of the seeds; `archives`: the seeds are zip archives, whose parts are changed rather than their
    /// bytes.
    pub(crate) fn new(seeds: &[Vec<u8>], archives: bool) -> Self {
        let mut words: BTreeSet<Vec<u8>> = BTreeSet::new();
        let mut add = |text: &[u8]| {
            let parts =
                text.split(|byte| !byte.is_ascii_alphanumeric() && *byte < 0x80 && *byte != b'_');
            words.extend(
                parts
                    .filter(|part| (2..40).contains(&part.len()))
                    .map(<[u8]>::to_vec),
            );
        };
        for seed in seeds {
            match archives.then(|| unpacked(seed)).flatten() {
                Some(parts) => parts.iter().for_each(|(_, part)| add(part)),
                None => add(seed),
            }
        }
        words.extend(SIGNS.iter().map(|sign| sign.as_bytes().to_vec()));
        words.extend(BYTES.iter().map(|bytes| bytes.to_vec()));
        Self {
            words: words.into_iter().collect(),
            archives,
        }
    }

    /// A new input made from `from`, with parts of `other`.
    pub(crate) fn mutate(&self, from: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
        if self.archives
            && !random.one_in(6)
            && let Some(mut parts) = unpacked(from).filter(|parts| !parts.is_empty())
        {
            self.mutate_parts(&mut parts, other, random);
            return packed(&parts);
        }
        let mut input = from.to_vec();
        self.change(&mut input, other, random);
        input
    }

    fn mutate_parts(&self, parts: &mut Vec<(String, Vec<u8>)>, other: &[u8], random: &mut Random) {
        let at = random.below(parts.len());
        match random.below(40) {
            0 => drop(parts.swap_remove(at)),
            1 => parts[at].0.push('x'),
            2 => {
                let last = random.below(parts.len());
                let (from, to) = (parts[at].1.clone(), &mut parts[last].1);
                *to = from;
            }
            _ => {
                let theirs = unpacked(other).unwrap_or_default();
                let same = theirs.iter().find(|(name, _)| *name == parts[at].0);
                let theirs = same.map_or(&[][..], |(_, part)| part);
                self.change(&mut parts[at].1, theirs, random);
            }
        }
    }

    /// One change or several, one on top of the other.
    fn change(&self, input: &mut Vec<u8>, other: &[u8], random: &mut Random) {
        for _ in 0..1 << random.below(4) {
            self.change_once(input, other, random);
        }
        // Rarely as long as may be: what is slow shows there.
        let most = if random.one_in(200) {
            LONGEST
        } else {
            USUAL.max(input.len()).min(LONGEST)
        };
        if most == LONGEST && input.len() < most && random.one_in(2) {
            let from = random.below(input.len());
            let length = 1 + random.below((input.len() - from).min(64));
            let stretch = input.get(from..from + length).unwrap_or(b"a").to_vec();
            let room = (most - input.len()) / stretch.len();
            let many = stretch.repeat(random.below(room + 1));
            input.splice(from..from, many);
        }
        input.truncate(most);
    }

    fn change_once(&self, input: &mut Vec<u8>, other: &[u8], random: &mut Random) {
        let at = random.below(input.len() + 1);
        let rest = input.len() - at;
        let most = 1 << random.below(8);
        let length = 1 + random.below(rest.min(most));
        let end = (at + length).min(input.len());
        match random.below(12) {
            0 if rest > 0 => input[at] ^= 1 << random.below(8),
            1 if rest > 0 => input[at] = random.next() as u8,
            2 => drop(input.drain(at..end)),
            3 => {
                let stretch = input[at..end].to_vec();
                input.splice(at..at, stretch);
            }
            4 => {
                let stretch = input[at..end].to_vec();
                let to = random.below(input.len() + 1);
                input.splice(to..to, stretch);
            }
            5 => {
                let from = random.below(other.len() + 1);
                let to = (from + 1 + random.below(200)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
            6 => {
                let many = random.pick(&self.words).repeat(1 + random.below(12));
                input.splice(at..at, many);
            }
            7 => {
                let figures = random.next().to_string();
                let kept = 1 + random.below(figures.len());
                input.splice(at..end, figures.as_bytes()[..kept].iter().copied());
            }
            8 => {
                let char = char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{301}');
                input.splice(at..at, char.to_string().into_bytes());
            }
            9 => input.truncate(at),
            10 => {
                let word = random.pick(&self.words);
                input.splice(at..at, word.iter().copied());
            }
            _ => {
                let word = random.pick(&self.words);
                input.splice(at..end, word.iter().copied());
            }
        }
    }
}

/// The files in an archive, as far as they can be read.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let Ok(file) = archive.by_index(at) else {
            continue;
        };
        let Ok(name) = file.name().map(|name| name.into_owned()) else {
            continue;
        };
        let mut part = Vec::new();
        if file.take(LONGEST as u64).read_to_end(&mut part).is_ok() {
            parts.push((name, part));
        }
    }
    Some(parts)
}

/// An archive of these files, not compressed; where two have one name, the first.
pub(crate) fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in parts {
        if zip.start_file(name.as_str(), stored).is_ok() {
            zip.write_all(part).expect("memory takes everything");
        }
    }
    zip.finish().expect("memory takes everything").into_inner()
}
