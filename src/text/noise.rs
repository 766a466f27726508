//! What stands in a text and is none: links, e-mail addresses, markup, scripts. A bakery with a link to an app store is no
//! software firm.

/// Which kinds of noise a text may have at all: most have none, and are searched once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Noise {
    links: bool,
    addresses: bool,
    markup: bool,
    /// Whether a script or style without an end was met: what follows the next one is not searched again.
    open_end: bool,
}

/// A tag or an address longer than this, in bytes, is none.
const LONGEST: usize = 512;
/// How many bytes are looked at together.
const PIECE: usize = 16;

impl Noise {
    pub(super) fn of(text: &str) -> Self {
        // One look at each byte, without a branch, in pieces of one length, with a sum for each place of a piece: so the
        // processor looks at several at once and adds up nothing before the end.
        let bytes = text.as_bytes();
        let [mut colon, mut at, mut less, mut double_w] = [[0_u8; PIECE]; 4];
        let followed = bytes.len().saturating_sub(1);
        let (pieces, rest) = bytes[..followed].as_chunks::<PIECE>();
        let (nexts, _) = bytes[bytes.len() - followed..].as_chunks::<PIECE>();
        let mut look = |piece: &[u8; PIECE], nexts: &[u8; PIECE]| {
            for place in 0..PIECE {
                let (byte, next) = (piece[place], nexts[place]);
                colon[place] |= u8::from(byte == b':');
                at[place] |= u8::from(byte == b'@');
                less[place] |= u8::from(byte == b'<');
                double_w[place] |= u8::from(byte | 0x20 == b'w') & u8::from(next | 0x20 == b'w');
            }
        };
        for (piece, nexts) in pieces.iter().zip(nexts) {
            look(piece, nexts);
        }
        // What is left with the last byte, which nothing follows.
        let rest = &bytes[followed - rest.len()..];
        let (mut piece, mut nexts) = ([0; PIECE], [0; PIECE]);
        piece[..rest.len()].copy_from_slice(rest);
        nexts[..rest.len().saturating_sub(1)].copy_from_slice(rest.get(1..).unwrap_or_default());
        look(&piece, &nexts);
        let any = |sums: [u8; PIECE]| sums.iter().fold(0, |any, sum| any | sum);
        let [colon, at, less, double_w] = [colon, at, less, double_w].map(any);
        Self {
            links: colon != 0 && text.contains("://")
                || double_w != 0 && (text.contains("www.") || text.contains("WWW.")),
            addresses: at != 0,
            markup: less != 0,
            open_end: false,
        }
    }

    /// Whether there is none of it.
    pub(super) fn is_none(self) -> bool {
        !(self.links || self.addresses || self.markup)
    }

    /// How many bytes of noise begin at `at`, where no word has begun yet; 0 for none.
    pub(super) fn length(&mut self, text: &str, at: usize) -> usize {
        let rest = &text.as_bytes()[at..];
        match rest[0] {
            b'<' if self.markup => self.tag(rest),
            first if first.is_ascii_alphanumeric() => {
                if self.links && is_link(rest) {
                    end_of_link(rest)
                } else if self.addresses {
                    address(rest)
                } else {
                    0
                }
            }
            _ => 0,
        }
    }

    fn tag(&mut self, rest: &[u8]) -> usize {
        let is_tag = rest
            .get(1)
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'));
        let end = rest.iter().take(LONGEST).position(|byte| *byte == b'>');
        let (true, Some(end)) = (is_tag, end) else {
            return 0;
        };
        for (open, close) in [("<script", "</script"), ("<style", "</style")] {
            if starts_with(rest, open.as_bytes()) && !self.open_end {
                let close = close.as_bytes();
                let found = (end..rest.len().saturating_sub(close.len()))
                    .find(|at| rest[*at] == b'<' && starts_with(&rest[*at..], close));
                match found {
                    Some(at) => return at,
                    None => self.open_end = true,
                }
            }
        }
        end + 1
    }
}

fn starts_with(text: &[u8], beginning: &[u8]) -> bool {
    text.get(..beginning.len())
        .is_some_and(|text| text.eq_ignore_ascii_case(beginning))
}

fn is_link(rest: &[u8]) -> bool {
    ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|beginning| starts_with(rest, beginning.as_bytes()))
}

/// A link ends at white space, at what closes it, or at a letter outside ASCII.
fn end_of_link(rest: &[u8]) -> usize {
    let ends =
        |byte: &u8| byte.is_ascii_whitespace() || !byte.is_ascii() || b"<>\"'()[]{}".contains(byte);
    rest.iter().position(ends).unwrap_or(rest.len())
}

/// The length of an e-mail address, 0 where there is none.
fn address(rest: &[u8]) -> usize {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let local = rest
        .iter()
        .take(LONGEST)
        .take_while(|byte| part(byte))
        .count();
    if rest.get(local) != Some(&b'@') {
        return 0;
    }
    let domain = rest[local + 1..]
        .iter()
        .take(LONGEST)
        .take_while(|byte| part(byte))
        .count();
    if domain > 0 { local + 1 + domain } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::Tokens;
    use super::Noise;

    fn words(text: &str) -> String {
        let mut tokens = Tokens::default();
        tokens.cut(text);
        let words: Vec<&str> = tokens
            .list
            .iter()
            .map(|token| tokens.folded(token))
            .collect();
        words.join(" ")
    }

    #[test]
    fn links_addresses_and_markup_are_no_text() {
        assert_eq!(
            words("Bakery. See https://apps.example.com/app?id=1 today"),
            "bakery see today"
        );
        assert_eq!(words("官网www.example.com，生产水泵"), "官 网 生 产 水 泵");
        assert_eq!(words("pumps (sales@pump-works.example.com)"), "pumps");
        assert_eq!(
            words("<p class=\"x\">Makes <b>pumps</b></p><script>var battery = 1;</script> here"),
            "makes pumps here"
        );
        assert_eq!(words("a < b, 3 <4 and x@ y"), "a b 3 4 and x y");
        assert_eq!(words("<script>pumps"), "pumps");
    }

    #[test]
    fn noise_is_seen_wherever_it_stands() {
        for length in 0..200 {
            let text = |noise: &str| format!("{}{noise}", "x".repeat(length));
            let Noise {
                links,
                addresses,
                markup,
                ..
            } = Noise::of(&text(""));
            assert!(!(links || addresses || markup), "{length}");
            assert!(Noise::of(&text("www.x")).links, "{length}");
            assert!(Noise::of(&text("http://x")).links, "{length}");
            assert!(Noise::of(&text("@")).addresses, "{length}");
            assert!(Noise::of(&text("<")).markup, "{length}");
        }
    }

    #[test]
    fn much_noise_is_read_in_one_go() {
        let mut tokens = Tokens::default();
        tokens.cut(&"<script>".repeat(20_000));
        tokens.cut(&"a@".repeat(100_000));
        tokens.cut(&"<a".repeat(100_000));
        assert!(tokens.list.len() <= 100_000);
    }
}
