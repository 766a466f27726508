//! JSON that is no list of lines: an array, or objects set out over many lines. Each object becomes one line on the way
//! in, so that everything after this file is one path.

use super::headers;
use super::target::Target;
use memchr::memchr2;
use std::io::{self, Read};

/// How many bytes are taken at once.
const PIECE: usize = 1 << 16;

/// Reads JSON as JSONL: objects of the outermost array, or one after the other, a line each.
pub(super) struct Lines<R> {
    from: R,
    raw: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    /// Brackets that are open around the place, down to the array or the top that objects stand in.
    depth: usize,
    /// In how many brackets the objects stand.
    base: usize,
    in_text: bool,
    escaped: bool,
    ended: bool,
}

impl<R: Read> Lines<R> {
    /// `base` is in how many brackets the objects stand: 0 one after the other, 1 in an array, 2 in an array under a key.
    pub(super) fn new(from: R, base: usize) -> Self {
        Self {
            from,
            raw: vec![0; PIECE],
            out: Vec::new(),
            given: 0,
            depth: 0,
            base,
            in_text: false,
            escaped: false,
            ended: false,
        }
    }

    fn take(&mut self, byte: u8) {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            if self.depth > self.base {
                // A line break in a text is not allowed, but met.
                self.out.push(if byte == b'\n' || byte == b'\r' {
                    b' '
                } else {
                    byte
                });
            }
            return;
        }
        let inside = self.depth > self.base;
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b'\n' | b'\r' => return,
            _ => {}
        }
        if inside || self.depth > self.base {
            self.out.push(byte);
        }
        if inside && self.depth == self.base {
            self.out.push(b'\n');
        }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.ended {
            self.out.clear();
            self.given = 0;
            let count = self.from.read(&mut self.raw)?;
            self.ended = count == 0;
            let raw = std::mem::take(&mut self.raw);
            raw[..count].iter().for_each(|byte| self.take(*byte));
            self.raw = raw;
        }
        let count = buffer.len().min(self.out.len() - self.given);
        buffer[..count].copy_from_slice(&self.out[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// How the objects of a JSON text stand that begins with `start`: nothing for a list of lines, or else the brackets
/// around them. `wanted` says whether it is JSON at all.
pub(super) fn brackets(start: &[u8]) -> Option<usize> {
    let text = start
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(start)
        .trim_ascii_start();
    match text.first()? {
        // A table may begin with words in brackets.
        b'[' => {
            let next = text[1..].trim_ascii_start().first();
            let is_word = next.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
            (!is_word).then_some(1)
        }
        b'{' => {
            let line = text.split(|byte| *byte == b'\n').next().unwrap_or(text);
            let is_alone = text[line.len()..].trim_ascii().is_empty();
            let is_cut = line.len() == text.len() && start.len() >= super::source::PEEKED;
            if is_cut || serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok() {
                return envelope(line).filter(|_| is_alone);
            }
            if let Some(brackets) = envelope(text) {
                return Some(brackets);
            }
            // Over many lines; the objects may stand in an array under the first key: `{"data": [`.
            let mut rest = text[1..].trim_ascii_start();
            let is_open = line.trim_ascii_end().len() <= 1 || rest.first() == Some(&b'"');
            if !is_open {
                return None;
            }
            if rest.first() == Some(&b'"') {
                let close = rest[1..].iter().position(|byte| *byte == b'"')?;
                rest = rest[close + 2..].trim_ascii_start();
                rest = rest.strip_prefix(b":").unwrap_or(rest).trim_ascii_start();
                let inner = rest.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
                if inner.and_then(<[u8]>::first) == Some(&b'{') {
                    return Some(2);
                }
            }
            // An object that is whole on its line is a line, though a damaged one follows the same path.
            let broken = line.trim_ascii_end();
            let ends_open = broken.ends_with(b"{")
                || broken.ends_with(b",")
                || broken.ends_with(b"[")
                || broken.len() <= 1;
            ends_open.then_some(0)
        }
        _ => None,
    }
}

/// What services call the list in an answer of theirs.
const LISTS: [&str; 30] = [
    "data",
    "list",
    "rows",
    "items",
    "results",
    "result",
    "records",
    "content",
    "value",
    "values",
    "hits",
    "docs",
    "entries",
    "objects",
    "companies",
    "leads",
    "datalist",
    "pagelist",
    "exhibitors",
    "suppliers",
    "vendors",
    "members",
    "participants",
    "organizations",
    "organisations",
    "enterprises",
    "firms",
    "accounts",
    "nodes",
    "startups",
];

/// In how many brackets the objects of a list stand that came as an answer: `{"code": 0, "data": {"list": [{…`. Nothing
/// where the outer objects say themselves what a firm is called or does, or those in the array do not.
fn envelope(text: &[u8]) -> Option<usize> {
    let (mut depth, mut at, mut key) = (0_usize, 0, &b""[..]);
    loop {
        match *text.get(at)? {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1).filter(|depth| *depth > 0)?,
            b'"' => {
                let close = closing_quote(text, at)?;
                if is_key(text, close) {
                    key = &text[at + 1..close];
                    if heads_a_firm(key, false) {
                        return None;
                    }
                }
                at = close;
            }
            b'[' => {
                let inside = text[at + 1..].trim_ascii_start();
                let name = String::from_utf8_lossy(key).to_lowercase();
                if LISTS.contains(&name.as_str()) && inside.starts_with(b"{") && is_a_firm(inside) {
                    return Some(depth + 1);
                }
                at = closing_bracket(text, at)?;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The place of the quote that closes the text whose opening quote is at `open`.
fn closing_quote(text: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += memchr2(b'\\', b'"', text.get(at..)?)?;
        match text[at] {
            b'"' => return Some(at),
            _ => at += 2,
        }
    }
}

/// The place of the bracket that closes the one at `open`.
fn closing_bracket(text: &[u8], open: usize) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, open);
    loop {
        match *text.get(at)? {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth == 1 => return Some(at),
            b']' | b'}' => depth = depth.checked_sub(1)?,
            b'"' => at = closing_quote(text, at)?,
            _ => {}
        }
        at += 1;
    }
}

fn is_key(text: &[u8], close: usize) -> bool {
    let after = text.get(close + 1..).unwrap_or_default();
    after.trim_ascii_start().starts_with(b":")
}

/// Whether a key says what a firm is called or does; one that is a weak claim does so only among those of a list.
fn heads_a_firm(key: &[u8], weak: bool) -> bool {
    let known = std::str::from_utf8(key).ok().and_then(headers::known);
    known.is_some_and(|known| {
        (weak || !known.weak) && (known.target.is_text() || known.target == Target::Name)
    })
}

/// Whether the object that `text` begins with has a key that says what a firm is called or does.
fn is_a_firm(text: &[u8]) -> bool {
    let mut at = 1;
    while let Some(byte) = text.get(at) {
        let next = match byte {
            b'}' => return false,
            b'{' | b'[' => closing_bracket(text, at),
            b'"' => {
                let close = closing_quote(text, at);
                if close.is_some_and(|close| {
                    is_key(text, close) && heads_a_firm(&text[at + 1..close], true)
                }) {
                    return true;
                }
                close
            }
            _ => Some(at),
        };
        let Some(next) = next else {
            return false;
        };
        at = next + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(json: &str) -> String {
        let mut out = String::new();
        let base = brackets(json.as_bytes()).unwrap();
        Lines::new(json.as_bytes(), base)
            .read_to_string(&mut out)
            .unwrap();
        out
    }

    #[test]
    fn every_object_is_a_line() {
        let two = "{\"a\": \"x]\\\"}\", \"b\": [1, {\"c\": 2}]}\n{\"a\": 2}\n";
        assert_eq!(
            lines("[{\"a\": \"x]\\\"}\", \"b\": [1, {\"c\": 2}]}, {\"a\": 2}]"),
            two
        );
        assert_eq!(
            lines("\u{FEFF}[\n {\"a\": \"x]\\\"}\", \"b\": [1, {\"c\": 2}]},\n{\"a\": 2}\n]\n"),
            two
        );
        assert_eq!(
            lines("{\n\"a\": 1,\n\"b\": 2\n}\n{\n\"a\": 3\n}"),
            "{\"a\": 1,\"b\": 2}\n{\"a\": 3}\n"
        );
        assert_eq!(
            lines("{\"data\": [\n{\"a\": 1},\n{\"a\": 2}\n]}"),
            "{\"a\": 1}\n{\"a\": 2}\n"
        );
    }

    #[test]
    fn the_list_in_an_answer_is_the_list() {
        for answer in [
            "{\"data\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}",
            "{\"code\": 0, \"data\": {\"total\": 2, \"list\": [{\"name\": \"A\"},{\"name\": \"B\"}]}}\n",
            "{\n\"code\": 0,\n\"fields\": [\"x\"],\n\"data\": {\n\"list\": [{\"name\": \"A\"},\n{\"name\": \"B\"}]}}",
        ] {
            assert_eq!(
                lines(answer),
                "{\"name\": \"A\"}\n{\"name\": \"B\"}\n",
                "{answer}"
            );
        }
    }

    #[test]
    fn lines_stay_lines() {
        for text in [
            "{\"a\": 1}\n{\"a\": 2}\n",
            "{\"name\": \"A\", \"items\": [{\"name\": \"cells\"}]}\n",
            "{\"id\": 1, \"contacts\": [{\"name\": \"B\"}], \"company\": \"A\"}\n",
            "{\"data\": [{\"name\": \"A\"}]}\n{\"data\": [{\"name\": \"B\"}]}\n",
            "[draft] name,products\n",
            "{\"a\": NaN}\n",
            "{\"a\": 1",
            "name,products\n",
            "",
        ] {
            assert_eq!(brackets(text.as_bytes()), None, "{text}");
        }
    }
}
