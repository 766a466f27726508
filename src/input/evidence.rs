//! Which encoding bytes are in: the one in which they read like a language.
//!
//! Detectors weigh bytes; a person looks whether what comes out makes sense. Chinese text consists of common characters,
//! Japanese has kana, Korean is Hangul, and in European languages single accented letters stand among plain ones. Each
//! encoding is tried on the beginning of a list and measured by that.

use super::utf32;
use crate::text::{fold_char, is_han};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252,
};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The most common characters of Chinese company texts.
static COMMON: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines();
    lines
        .filter(|line| !line.starts_with("# "))
        .flat_map(str::chars)
        .collect()
});

/// Common syllables of Korean company texts.
const HANGUL: &str = "이다는의에가을를고하기지사인대한로자정시어주전아나리도스일장상식회제조업부수원개발판매생산서비국동구성신해보과경영화학공연음품용관물유통계설건재료중소반체디트라크드엔너배터차량약바오컴퓨프웨텔레콤금속강철선박그룹및된위한모든세계안으로외테울간천남북미래솔루션텍브카메온글벌씨앤타임코포";

/// From this share of sense on an encoding is believed.
const SURE: f64 = 0.5;
/// From so many zeros on a file is none of UTF-16 or UTF-32.
const MANY_ZEROS: usize = 64;
/// So few control characters may be damage.
const LEAST_ODD: usize = 8;
/// How many bytes are weighed: enough for any language, and quickly decoded ten times.
const WEIGHED: usize = 1 << 14;

/// The encoding in which `sample` makes the most sense, and whether that is enough to read it so.
pub(super) fn best(sample: &[u8]) -> (&'static Encoding, bool) {
    let sample = &sample[..sample.len().min(WEIGHED)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Of equals the first is taken.
    let candidates = [
        GB18030,
        BIG5,
        SHIFT_JIS,
        EUC_JP,
        EUC_KR,
        WINDOWS_1252,
        guess,
        WINDOWS_1250,
        WINDOWS_1251,
    ];
    let mut best = (UTF_8, 0.0);
    for encoding in candidates {
        let sense = sense(sample, encoding);
        if sense > best.1 + 1e-9 {
            best = (encoding, sense);
        }
    }
    (best.0, best.1 >= SURE)
}

/// How much sense a sample makes in an encoding, 0 to 1.
fn sense(sample: &[u8], encoding: &'static Encoding) -> f64 {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    // The last character may be cut off.
    let text = text.strip_suffix('\u{FFFD}').unwrap_or(&text);
    let counts = Counts::of(text);
    if counts.all == 0 {
        return 0.0;
    }
    let share = |count: usize| count as f64 / counts.all as f64;
    let bad = share(counts.bad);
    if bad > 0.1 {
        return 0.0;
    }
    let sense = match encoding {
        e if e == GB18030 || e == BIG5 => {
            let plain = plain_share(sample, encoding);
            (0.5 * plain + 0.5 * share(counts.common))
                * if share(counts.kana) > 0.1 { 0.3 } else { 1.0 }
        }
        e if e == SHIFT_JIS || e == EUC_JP => match share(counts.kana) {
            kana if kana > 0.05 => 0.6 + 0.4 * share(counts.kana + counts.common),
            _ => 0.7 * share(counts.common),
        },
        e if e == EUC_KR => match share(counts.hangul) {
            hangul if hangul > 0.8 => 0.35 * hangul + 0.6 * share(counts.common_hangul),
            _ => 0.0,
        },
        // Two bytes may be anything.
        e if e == WINDOWS_1251 && counts.all < 4 => 0.0,
        _ => 0.8 * share(counts.western),
    };
    sense * (1.0 - bad)
}

/// Of the two-byte characters of a sample, the share that lies where an encoding has its everyday characters.
fn plain_share(sample: &[u8], encoding: &'static Encoding) -> f64 {
    let (mut all, mut plain, mut at) = (0_usize, 0_usize, 0);
    while at + 1 < sample.len() {
        let (lead, trail) = (sample[at], sample[at + 1]);
        if lead.is_ascii() {
            at += 1;
            continue;
        }
        at += 2;
        all += 1;
        let everyday = if encoding == GB18030 {
            matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && trail >= 0xA1
        } else {
            matches!(lead, 0xA1..=0xC6)
        };
        plain += usize::from(everyday);
    }
    plain as f64 / all.max(1) as f64
}

/// What the characters of a text are that are not ASCII.
#[derive(Debug, Default)]
struct Counts {
    all: usize,
    common: usize,
    kana: usize,
    hangul: usize,
    common_hangul: usize,
    /// Letters as European languages use them, and the punctuation that goes with them.
    western: usize,
    bad: usize,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        let letters: Vec<char> = text.chars().collect();
        let mut folded = String::new();
        for (at, c) in letters.iter().copied().enumerate() {
            if c.is_ascii() || is_wide_punctuation(c) {
                continue;
            }
            counts.all += 1;
            if is_han(c) {
                folded.clear();
                fold_char(c, &mut folded);
                let common = COMMON.contains(&c) || folded.chars().any(|c| COMMON.contains(&c));
                counts.common += usize::from(common);
            }
            counts.kana += usize::from(matches!(c, '\u{3041}'..='\u{30FF}'));
            counts.hangul += usize::from(matches!(c, '\u{AC00}'..='\u{D7A3}'));
            counts.common_hangul += usize::from(HANGUL.contains(c));
            // Half-width kana and private characters are what other encodings look like.
            counts.bad += usize::from(
                c == '\u{FFFD}'
                    || matches!(c, '\u{FF61}'..='\u{FF9F}' | '\u{E000}'..='\u{F8FF}' | '\u{80}'..='\u{9F}'),
            );
            let before = at.checked_sub(1).map_or(' ', |at| letters[at]);
            let after = letters.get(at + 1).copied().unwrap_or(' ');
            counts.western += usize::from(is_in_place(before, c, after));
        }
        counts
    }
}

fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF20}')
}

/// Whether a character stands where European text has it: punctuation anywhere, a letter beside others, a capital only
/// at the beginning of a word or among capitals.
pub(super) fn is_in_place(before: char, c: char, after: char) -> bool {
    if !c.is_alphabetic() || matches!(c, 'ª' | 'º') {
        return is_western(c)
            && !(before.is_alphabetic()
                && after.is_alphabetic()
                && !matches!(c, '\u{2019}' | '\u{2013}' | '\u{2014}' | '·' | '\u{AD}'));
    }
    if is_han(c) {
        return false;
    }
    let same_script = |other: char| {
        !other.is_alphabetic()
            || is_cyrillic(other) == is_cyrillic(c)
            || !is_cyrillic(c) && other.is_ascii()
    };
    let has_company = before.is_ascii_alphabetic()
        || after.is_ascii_alphabetic()
        || is_cyrillic(c) && (is_cyrillic(before) || is_cyrillic(after));
    let is_cased = !c.is_uppercase() || !before.is_lowercase();
    has_company && is_cased && same_script(before) && same_script(after)
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4FF}')
}

/// A letter or sign that European texts hold.
fn is_western(c: char) -> bool {
    c.is_alphabetic() && !is_han(c) && c < '\u{600}'
        || matches!(
            c,
            '\u{2010}'
                ..='\u{2030}'
                    | '€'
                    | '™'
                    | '®'
                    | '©'
                    | '°'
                    | '·'
                    | '«'
                    | '»'
                    | '±'
                    | '²'
                    | '³'
                    | 'µ'
                    | '×'
                    | '½'
                    | '¼'
                    | '£'
                    | '§'
                    | '\u{A0}'
        )
}

/// Whether a text reads like Chinese: common characters and their punctuation beside ASCII.
pub(super) fn is_chinese(text: &str) -> bool {
    let counts = Counts::of(text);
    counts.bad == 0 && counts.all >= 2 && counts.common * 5 >= counts.all * 2
}

/// UTF-16 without a mark: its ASCII has a zero byte in every pair, always on the same side, and the rest are letters.
pub(super) fn unmarked_utf16(first: &[u8]) -> Option<&'static Encoding> {
    let is_text = |byte: u8| matches!(byte, b' '..0x7F | b'\t' | b'\n' | b'\r');
    let (mut high, mut low, mut all) = (0_usize, 0_usize, 0_usize);
    for pair in first[..first.len().min(4096)].chunks_exact(2) {
        all += 1;
        high += usize::from(pair[0] == 0 && is_text(pair[1]));
        low += usize::from(pair[1] == 0 && is_text(pair[0]));
    }
    let encoding = if low > high { UTF_16LE } else { UTF_16BE };
    let (more, less) = (high.max(low), high.min(low));
    if all < 4 || more == 0 || less * 2 > more {
        return None;
    }
    // A third of the letters (commas, quotes, digits) shows the order; else the others have to make sense.
    if more * 3 >= all {
        return Some(encoding);
    }
    let whole = &first[..first.len().min(4096) / 2 * 2];
    let (text, _) = encoding.decode_without_bom_handling(whole);
    let counts = Counts::of(&text);
    (counts.bad == 0 && (counts.common + counts.kana + counts.hangul) * 2 >= counts.all)
        .then_some(encoding)
}

/// Whether the first bytes of a file are no text in any encoding: more than one in twenty is a control character that no
/// text holds. Of bytes at random it is one in nine.
pub(super) fn is_binary(first: &[u8]) -> bool {
    // Zeros pad what was cut off, and stand in a database's empty cells; a file that begins with many holds nothing else.
    let zeros = first.iter().take_while(|byte| **byte == 0).count();
    let is_odd = |byte: &&u8| matches!(byte, 1..=8 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F);
    let odd = first.iter().filter(is_odd).count();
    if zeros >= MANY_ZEROS {
        return true;
    }
    odd >= LEAST_ODD
        && odd * 20 > first.len()
        && Encoding::for_bom(first).is_none()
        && unmarked_utf16(first).is_none()
        && utf32::begins(first).is_none()
}
