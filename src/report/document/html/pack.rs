//! Data blocks: text in, deflated, in letters that a page may hold.

use std::io::Write;

/// Standard base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |three: [u8; 3]| {
        let [a, b, c] = three.map(u32::from);
        let bits = a << 16 | b << 8 | c;
        [18, 12, 6, 0].map(|place| LETTERS[(bits >> place & 63) as usize])
    };
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    let (threes, rest) = bytes.as_chunks();
    threes.iter().for_each(|three| out.extend(four(*three)));
    if !rest.is_empty() {
        let mut last = [0; 3];
        last[..rest.len()].copy_from_slice(rest);
        out.extend_from_slice(&four(last)[..=rest.len()]);
        out.extend(std::iter::repeat_n(b'=', 3 - rest.len()));
    }
    String::from_utf8(out).expect("its letters are ASCII")
}

/// Deflates (zlib format, which browsers unpack) and encodes.
pub(super) fn pack(text: &str) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    let packed = encoder
        .write_all(text.as_bytes())
        .and_then(|()| encoder.finish());
    base64(&packed.expect("writing into memory does not fail"))
}

/// JSON inside a `<script>`: nothing in it can end the element or begin a comment.
pub(super) fn json_for_script(value: &serde_json::Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads_as_the_standard_says() {
        let coded = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(coded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }

    #[test]
    fn packed_text_comes_back() {
        use std::io::Read;
        let packed = pack("气凝胶 aerogel");
        let bytes: Vec<u8> = {
            // Decodes with the alphabet read backwards, which is enough for a test.
            let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let bits: Vec<u8> = packed
                .chars()
                .filter_map(|c| letters.find(c))
                .flat_map(|six| (0..6).rev().map(move |bit| (six >> bit & 1) as u8))
                .collect();
            bits.chunks_exact(8)
                .map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | bit))
                .collect()
        };
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "气凝胶 aerogel");
    }

    #[test]
    fn json_cannot_end_a_script() {
        let json = json_for_script(&serde_json::json!("</script><!--"));
        assert_eq!(json, r#""\u003c/script>\u003c!--""#);
    }
}
