//! JSON that is no list of lines: an array, or objects set out over many lines. Each object becomes one line on the way
//! in, so that everything after this file is one path.

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
        b'[' => Some(1),
        b'{' => {
            let line = text.split(|byte| *byte == b'\n').next().unwrap_or(text);
            let is_cut = line.len() == text.len() && start.len() >= super::source::PEEKED;
            if is_cut || serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok() {
                return None;
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
    fn lines_stay_lines() {
        for text in [
            "{\"a\": 1}\n{\"a\": 2}\n",
            "{\"a\": NaN}\n",
            "{\"a\": 1",
            "name,products\n",
            "",
        ] {
            assert_eq!(brackets(text.as_bytes()), None, "{text}");
        }
    }
}
