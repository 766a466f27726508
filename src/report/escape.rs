//! Makes text that others wrote harmless at the edge of each format.
//!
//! Names, descriptions and lead lists come from strangers. A terminal obeys control characters, Markdown and HTML obey
//! marks, a spreadsheet obeys formulas, and every one of them obeys characters that turn the direction of text, with
//! which a line reads otherwise than it is stored. Such characters are written out as `\u{1b}`, so that they are seen
//! and do nothing. Text without any of them is handed back as it is, without a copy.

use memchr::{memchr2_iter, memchr3_iter};
use std::borrow::Cow;
use std::fmt::Write;

/// For one line on a terminal: line breaks and tabs become a space, other control characters and those that turn the
/// direction of text are written out.
///
/// ```
/// # use planfit::report::escape::terminal;
/// assert_eq!(terminal("cells\u{1b}[2J\u{202e}"), "cells\\u{1b}[2J\\u{202e}");
/// assert_eq!(terminal("cells\r\nand packs"), "cells and packs");
/// ```
#[must_use]
pub fn terminal(text: &str) -> Cow<'_, str> {
    rewrite(text, Breaks::Join, |_, _| None)
}

/// For several lines on a terminal: as [`terminal`], but line breaks stay (as `\n`).
#[must_use]
pub fn terminal_lines(text: &str) -> Cow<'_, str> {
    rewrite(text, Breaks::Keep, |_, _| None)
}

/// For running text or a table cell in Markdown (CommonMark with GitHub's tables): one line in which no character
/// formats, links, starts a block or ends a cell. Addresses stay addresses to be read: programs that make links of them
/// unasked find none, since the characters they look for are escaped.
///
/// ```
/// # use planfit::report::escape::markdown;
/// assert_eq!(markdown("a|b *c* <i>"), r"a\|b \*c\* &lt;i&gt;");
/// assert_eq!(markdown("1. first"), r"1\. first");
/// assert_eq!(markdown("R&D &lt;"), "R&D &amp;lt;");
/// ```
#[must_use]
pub fn markdown(text: &str) -> Cow<'_, str> {
    let first = text.trim_start();
    let start = text.len() - first.len();
    // Only at the start of a line do these begin a heading, a list or a rule.
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    let block_at = match first.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => Some(start + digits),
        Some(b'#' | b'-' | b'+' | b'=') if digits == 0 => Some(start),
        _ => None,
    };
    markdown_with(text, block_at)
}

/// The same for text behind other text of its line, as in a heading, where nothing starts a block.
///
/// ```
/// # use planfit::report::escape::markdown_inline;
/// assert_eq!(markdown_inline("1. *first*"), r"1. \*first\*");
/// ```
#[must_use]
pub fn markdown_inline(text: &str) -> Cow<'_, str> {
    markdown_with(text, None)
}

/// What [`markdown`] escapes, and the character at `block_at`.
fn markdown_with(text: &str, block_at: Option<usize>) -> Cow<'_, str> {
    rewrite(text, Breaks::Join, |at, c| match c {
        '&' if begins_entity(&text[at + 1..]) => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\\' => Some(r"\\"),
        '`' => Some(r"\`"),
        '*' => Some(r"\*"),
        '_' => Some(r"\_"),
        '[' => Some(r"\["),
        ']' => Some(r"\]"),
        '|' => Some(r"\|"),
        '~' => Some(r"\~"),
        '$' => Some(r"\$"),
        '.' if block_at == Some(at) => Some(r"\."),
        ')' if block_at == Some(at) => Some(r"\)"),
        '#' if block_at == Some(at) => Some(r"\#"),
        '-' if block_at == Some(at) => Some(r"\-"),
        '+' if block_at == Some(at) => Some(r"\+"),
        '=' if block_at == Some(at) => Some(r"\="),
        ':' if text[at + 1..].starts_with("//") => Some(r"\:"),
        '.' if ends_in_www(&text[..at]) => Some(r"\."),
        '@' if text[at + 1..].starts_with(char::is_alphanumeric) => Some(r"\@"),
        _ => None,
    })
}

/// Whether what stands behind an ampersand makes an entity of it; elsewhere it stays one, so that "R&D" can be read as it is.
fn begins_entity(after: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let rest = after.trim_start_matches(name);
    rest.len() < after.len() && rest.starts_with(';')
}

fn ends_in_www(text: &str) -> bool {
    let start = text.len().checked_sub(3);
    start.is_some_and(|start| text.as_bytes()[start..].eq_ignore_ascii_case(b"www"))
}

/// For text and quoted attributes in HTML and XML: no character opens a tag, an entity or ends an attribute. Line
/// breaks and tabs stay.
///
/// ```
/// # use planfit::report::escape::html;
/// assert_eq!(html("</style><script>"), "&lt;/style&gt;&lt;script&gt;");
/// assert_eq!(html(r#"R&D "cells" 'x'"#), "R&amp;D &quot;cells&quot; &#39;x&#39;");
/// ```
#[must_use]
pub fn html(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| IS_PLAIN_HTML[usize::from(byte)]) {
        return Cow::Borrowed(text);
    }
    rewrite(text, Breaks::Keep, |_, c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    })
}

/// Printable ASCII but for what HTML escapes: nearly all texts of a report are of nothing else.
static IS_PLAIN_HTML: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = b' ';
    while byte < 0x7f {
        is_plain[byte as usize] = !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
        byte += 1;
    }
    is_plain
};

/// For whole JSON: hidden characters, which can stand in its strings only, as `\u202e`, which every reader of JSON takes
/// for the same character. What JSON escapes by itself stays as it is, white space between its parts too.
///
/// ```
/// # use planfit::report::escape::json;
/// assert_eq!(json("{\"name\": \"\u{202e}电\u{9b}2J\"}\n"), "{\"name\": \"\\u202e电\\u009b2J\"}\n");
/// ```
#[must_use]
pub fn json(text: &str) -> Cow<'_, str> {
    // ASCII controls are escaped already, all but the last.
    let unsafe_here = |c: char| {
        c == '\u{7f}' || !c.is_ascii() && (is_hidden(c) || matches!(c, '\u{2028}' | '\u{2029}'))
    };
    let Some(first) = text.find(unsafe_here) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if unsafe_here(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// For a cell that a spreadsheet program may open: what it would take for a formula gets a leading apostrophe, which
/// such programs read as "text follows". Numbers, also signed ones, stay numbers, and `="00123"`, which programs write to
/// keep zeros, stays what it is: a text, and nothing that runs.
///
/// So does what a program that takes `;`, a comma, a tab or a line break for the end of a cell would take for one: many
/// open a file with the separator of their country, whatever it was written with, and quotes in the middle of a cell
/// mean nothing to them. There, what begins with `+` or `-` counts only if it calls something, as lists of points and
/// telephone numbers do not.
///
/// Other characters stay as they are, controls included: cells are data, and quoting them is the writer's work.
///
/// ```
/// # use planfit::report::escape::spreadsheet;
/// assert_eq!(spreadsheet("=HYPERLINK(A1)"), "'=HYPERLINK(A1)");
/// assert_eq!(spreadsheet("-12.5"), "-12.5");
/// assert_eq!(spreadsheet("=\"00123\""), "=\"00123\"");
/// assert_eq!(spreadsheet("cells;=HYPERLINK(A1)"), "cells;'=HYPERLINK(A1)");
/// assert_eq!(spreadsheet("- cells\n- packs"), "'- cells\n- packs");
/// ```
#[must_use]
pub fn spreadsheet(cell: &str) -> Cow<'_, str> {
    match is_harmless(cell.as_bytes()) {
        true => Cow::Borrowed(cell),
        false => guarded(cell),
    }
}

/// The same, where a look at the bytes does not tell.
fn guarded(cell: &str) -> Cow<'_, str> {
    // Leading white space is skipped, since programs skip it; full-width signs, since some fold them.
    let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let formula = first.starts_with(SIGNS);
    let head = cell.len() - first.len();
    // Before white space that may end a cell it would stand in another one than the formula.
    let before = if cell[..head].contains(['\t', '\n', '\r']) {
        head
    } else {
        0
    };
    let leading = (formula && !is_number(first) && !is_quoted(cell)).then_some(before);
    let bytes = cell.as_bytes();
    let ends = memchr3_iter(b';', b'\t', b'\n', bytes).chain(memchr2_iter(b',', b'\r', bytes));
    let mut places: Vec<usize> = leading.into_iter().collect();
    let ends = ends.filter(|end| *end >= head);
    places.extend(ends.filter_map(|end| {
        // After nearly every comma stands a word.
        let mut next = bytes[end + 1..].iter().skip_while(|byte| **byte == b' ');
        let is_word = next.next().is_some_and(u8::is_ascii_alphanumeric);
        (!is_word).then(|| formula_after(cell, end + 1))?
    }));
    if places.is_empty() {
        return Cow::Borrowed(cell);
    }
    places.sort_unstable();
    places.dedup();
    let mut out = String::with_capacity(cell.len() + places.len());
    let mut done = 0;
    for place in places {
        out.push_str(&cell[done..place]);
        out.push('\'');
        done = place;
    }
    out.push_str(&cell[done..]);
    Cow::Owned(out)
}

/// Whether a cell begins with a word, and so does whatever follows what may end a cell: nearly all are such.
fn is_harmless(cell: &[u8]) -> bool {
    let is_word = |rest: &[u8]| {
        let first = rest.iter().find(|byte| **byte != b' ');
        // In UTF-8 those of Chinese characters begin so.
        first.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, 0xE4..=0xE9))
    };
    let is_followed = |end: usize| is_word(&cell[end + 1..]);
    (cell.is_empty() || cell[0] != b' ' && is_word(cell))
        && memchr2_iter(b',', b';', cell).all(is_followed)
        && memchr3_iter(b'\t', b'\n', b'\r', cell).all(is_followed)
}

/// What a formula begins with.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Where the formula begins that a program would find if it took the cell to begin at byte `start`.
fn formula_after(cell: &str, start: usize) -> Option<usize> {
    let rest = cell[start..].trim_start_matches(|c: char| {
        c.is_whitespace() && !matches!(c, '\n' | '\r' | '\t') || c == '"'
    });
    let place = cell.len() - rest.len();
    let sign = rest.chars().next().filter(|c| SIGNS.contains(c))?;
    if matches!(sign, '+' | '-' | '＋' | '－') {
        let end = rest.find([';', '\t', '\n']).unwrap_or(rest.len());
        let piece = &rest[..end];
        // A function is called by its name and a bracket, another program by `|` and `!`.
        let calls = piece
            .match_indices('(')
            .any(|(at, _)| piece[..at].ends_with(|c: char| c.is_ascii_alphanumeric()));
        return (calls || piece.contains('|') && piece.contains('!')).then_some(place);
    }
    Some(place)
}

/// `="…"` with no quote inside.
fn is_quoted(cell: &str) -> bool {
    let inner = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    inner.is_some_and(|inner| !inner.contains(['"', '\n', '\r']))
}

/// A sign, digits, at most one point or comma among them: nothing a spreadsheet would run.
fn is_number(cell: &str) -> bool {
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell).trim_end();
    let (whole, part) = unsigned.split_once(['.', ',']).unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(part)
}

/// What becomes of line breaks and tabs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// A space each.
    Join,
    /// They stay; `\r\n` and lone `\r` become `\n`.
    Keep,
}

/// Whether `c` moves a cursor, rings, or makes text read otherwise than it is stored.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            u32::from(c),
            0x061C | 0x200E | 0x200F          // marks of direction
            | 0x202A..=0x202E                 // embeddings and overrides
            | 0x2066..=0x2069                 // isolates
            | 0xFFF9..=0xFFFB                 // annotations, hidden by some terminals
            | 0xE0000..=0xE007F               // tags: ASCII that nobody sees
        )
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}')
}

/// The text with hidden characters written out, breaks treated as `breaks` says, and each character that `replace`
/// has something for (asked with its byte offset) replaced.
fn rewrite(
    text: &str,
    breaks: Breaks,
    replace: impl Fn(usize, char) -> Option<&'static str>,
) -> Cow<'_, str> {
    let untouched = |(at, c): (usize, char)| {
        let kept =
            !is_hidden(c) && !is_break(c) || breaks == Breaks::Keep && matches!(c, '\n' | '\t');
        kept && replace(at, c).is_none()
    };
    let Some((first, _)) = text.char_indices().find(|pair| !untouched(*pair)) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 16);
    out.push_str(&text[..first]);
    // What has been copied, or has something else in its place.
    let mut done = first;
    for (at, c) in text[first..].char_indices().map(|(at, c)| (first + at, c)) {
        let instead = replace(at, c);
        if instead.is_none() && !is_hidden(c) && !is_break(c) {
            continue;
        }
        out.push_str(&text[done..at]);
        done = at + c.len_utf8();
        if let Some(instead) = instead {
            out.push_str(instead);
        } else if c == '\n' && text[..at].ends_with('\r') {
            // The second half of one line break.
        } else if is_break(c) {
            out.push(match (breaks, c) {
                (Breaks::Join, _) => ' ',
                (Breaks::Keep, '\t') => '\t',
                (Breaks::Keep, _) => '\n',
            });
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a hostile profile might hold, for every format.
    const HOSTILE: &str = "x\u{1b}]0;title\u{7}\u{9b}2J\u{202e}evil\u{2066}\u{0}\u{e0041}";

    #[test]
    fn clean_text_is_not_copied() {
        for clean in ["LFP cells", "动力电池、电芯", "émigré – 5 µm"] {
            assert!(matches!(terminal(clean), Cow::Borrowed(_)));
            assert!(matches!(markdown(clean), Cow::Borrowed(_)));
            assert!(matches!(html(clean), Cow::Borrowed(_)));
            assert!(matches!(spreadsheet(clean), Cow::Borrowed(_)));
        }
        assert!(matches!(html("two\nlines"), Cow::Borrowed(_)));
    }

    #[test]
    fn controls_and_directions_are_seen_and_do_nothing() {
        let shown = r"x\u{1b}]0;title\u{7}\u{9b}2J\u{202e}evil\u{2066}\u{0}\u{e0041}";
        assert_eq!(terminal(HOSTILE), shown);
        assert_eq!(html(HOSTILE), shown);
        for text in [
            terminal(HOSTILE),
            terminal_lines(HOSTILE),
            markdown(HOSTILE),
            html(HOSTILE),
        ] {
            assert!(!text.chars().any(is_hidden), "{text:?}");
        }
    }

    #[test]
    fn what_is_harmless_at_a_glance_is_guarded_nowhere() {
        let parts = [
            "a",
            "电",
            "7",
            " ",
            ",",
            ";",
            "\t",
            "\n",
            "\"",
            "=",
            "+",
            "-",
            "@",
            "＝",
            "f(",
            "cells and packs of cells",
        ];
        let mut state = 7_u64;
        let mut harmless = 0;
        for _ in 0..100_000 {
            let mut cell = String::new();
            for _ in 0..state % 9 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                cell += parts[(state >> 33) as usize % parts.len()];
            }
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            if is_harmless(cell.as_bytes()) {
                harmless += 1;
                assert!(matches!(guarded(&cell), Cow::Borrowed(_)), "{cell:?}");
            }
        }
        assert!(harmless > 10_000);
    }

    #[test]
    fn line_breaks_join_or_stay() {
        assert_eq!(terminal("a\r\nb\rc\td\u{2028}e"), "a b c d e");
        assert_eq!(terminal_lines("a\r\nb\rc\td"), "a\nb\nc\td");
        assert_eq!(terminal("a\n\nb"), "a  b");
    }

    #[test]
    fn markdown_formats_nothing() {
        assert_eq!(markdown("![x](javascript:y)"), r"!\[x\](javascript:y)");
        assert_eq!(
            markdown("&amp; \\| `code` ~s~ $m$"),
            r"&amp;amp; \\\| \`code\` \~s\~ \$m\$"
        );
        assert_eq!(markdown("# head"), r"\# head");
        assert_eq!(markdown("- item"), r"\- item");
        assert_eq!(markdown("  12) item"), r"  12\) item");
        assert_eq!(markdown("C# and 3.5 - ok"), "C# and 3.5 - ok");
        assert_eq!(markdown("a\n# b"), "a # b");
        assert_eq!(
            markdown("see https://a.cn, WWW.a.cn, mail b@a.cn: 5 @ 3"),
            r"see https\://a.cn, WWW\.a.cn, mail b\@a.cn: 5 @ 3"
        );
    }

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for formula in [
            "=1+1",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            " =1",
            "＝1",
            "-",
            "+8.6.1",
        ] {
            assert_eq!(spreadsheet(formula), format!("'{formula}"));
        }
        assert_eq!(spreadsheet("\t=1"), "\t'=1");
        assert_eq!(spreadsheet("\r\n@x"), "\r\n'@x");
        for plain in ["-5", "+86", "-1.25", "+0,5", "a=b", "", "3-4", "'=1"] {
            assert_eq!(spreadsheet(plain), plain);
        }
    }

    #[test]
    fn a_cell_cut_at_another_separator_runs_nothing() {
        for (cell, harmless) in [
            ("a;=1+1", "a;'=1+1"),
            ("a; \"=1+1\";b", "a; \"'=1+1\";b"),
            ("a,=1\t@b\n=2", "a,'=1\t'@b\n'=2"),
            ("a;+cmd|' /C calc'!A0", "a;'+cmd|' /C calc'!A0"),
            ("a;-2+3+SUM(A1)", "a;'-2+3+SUM(A1)"),
            ("=a;=b", "'=a;'=b"),
        ] {
            assert_eq!(spreadsheet(cell), harmless);
        }
        for plain in [
            "cells:\n- LFP (prismatic)\n- NCM",
            "tel. 010-1234; +86 10 1234",
            "at -5, -10 or +40 °C",
            "a; b = c",
            "电池；=1",
        ] {
            assert_eq!(spreadsheet(plain), plain);
        }
    }
}
