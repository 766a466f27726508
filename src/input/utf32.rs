//! UTF-32: four bytes a character. No browser reads it, so `encoding_rs` does not, but databases write it.

/// Stands for bytes that could not be decoded; not a byte of UTF-8.
pub(super) const BAD: u8 = 0xFF;

/// Decodes UTF-32 piece by piece.
#[derive(Debug)]
pub(super) struct Utf32 {
    big: bool,
    /// The bytes of a character that has not come whole.
    rest: Vec<u8>,
}

/// Whether a list begins in UTF-32: with its mark, of which the length is said, or with four characters of ASCII.
pub(super) fn begins(first: &[u8]) -> Option<(Utf32, usize)> {
    let (big, mark) = match first {
        [0xFF, 0xFE, 0, 0, ..] => (false, 4),
        [0, 0, 0xFE, 0xFF, ..] => (true, 4),
        _ => {
            let units: Vec<&[u8]> = first.chunks_exact(4).take(4).collect();
            let is_ascii = |byte: u8| (b' '..0x7F).contains(&byte);
            let little = units
                .iter()
                .all(|unit| is_ascii(unit[0]) && unit[1..] == [0; 3]);
            let big = units
                .iter()
                .all(|unit| is_ascii(unit[3]) && unit[..3] == [0; 3]);
            if units.len() < 4 || !little && !big {
                return None;
            }
            (big, 0)
        }
    };
    let rest = Vec::new();
    Some((Utf32 { big, rest }, mark))
}

impl Utf32 {
    /// Appends `raw` as UTF-8; what is no character becomes [`BAD`].
    pub(super) fn decode(&mut self, raw: &[u8], last: bool, out: &mut Vec<u8>) {
        self.rest.extend_from_slice(raw);
        let units = self.rest.chunks_exact(4);
        let left = units.remainder().to_vec();
        for unit in units {
            let bytes = [unit[0], unit[1], unit[2], unit[3]];
            let code = match self.big {
                true => u32::from_be_bytes(bytes),
                false => u32::from_le_bytes(bytes),
            };
            match char::from_u32(code) {
                Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                None => out.push(BAD),
            }
        }
        if last && !left.is_empty() {
            out.push(BAD);
        }
        self.rest = left;
    }
}
