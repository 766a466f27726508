//! HTML in a cell: the words that a browser would show.

use std::borrow::Cow;

/// Elements whose content is not shown.
const HIDDEN: [&str; 5] = ["script", "style", "head", "template", "noscript"];
/// Elements that begin a line of their own.
const BLOCKS: [&str; 24] = [
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "td",
    "th",
    "table",
    "tbody",
    "thead",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "section",
    "article",
    "dt",
    "dd",
    "blockquote",
];

/// The text without tags, comments and what they hide, entities as letters.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let stripped = match has_tags(text) {
        true => Cow::Owned(without_tags(text)),
        false => Cow::Borrowed(text),
    };
    if !stripped.contains('&') {
        return stripped;
    }
    match html_escape::decode_html_entities(&stripped) {
        Cow::Owned(decoded) => Cow::Owned(decoded.replace('\u{A0}', " ")),
        Cow::Borrowed(_) => stripped,
    }
}

/// Whether there is a tag in it: `<` before a letter, `/` or `!`, and a `>` after it.
fn has_tags(text: &str) -> bool {
    let end = text.rfind('>').unwrap_or(0);
    let mut starts = text[..end].match_indices('<');
    starts.any(|(at, _)| starts_tag(&text[at + 1..]))
}

fn starts_tag(after: &str) -> bool {
    let mut bytes = after.bytes();
    match bytes.next() {
        Some(b'/') => bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic()),
        Some(b'!' | b'?') => true,
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    }
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Behind the last `>` no tag ends.
    let behind = text.len() - text.rfind('>').map_or(0, |at| at + 1);
    while let Some(at) = rest.find('<').filter(|at| rest.len() - at > behind) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let end = Some(&rest[1..])
            .filter(|after| starts_tag(after))
            .and_then(tag_end);
        let Some(end) = end else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let tag = &rest[1..=end];
        rest = &rest[end + 2..];
        let name = tag.trim_start_matches('/');
        let name = &name[..name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len())];
        let name = name.to_ascii_lowercase();
        if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        }
        if HIDDEN.contains(&name.as_str()) && !tag.starts_with('/') && !tag.ends_with('/') {
            let mut ends = rest.match_indices("</");
            let close = ends.find(|(at, _)| {
                let found = rest.as_bytes().get(at + 2..at + 2 + name.len());
                found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            });
            rest = close.map_or("", |(at, _)| &rest[at..]);
        }
    }
    out.push_str(rest);
    out
}

/// In a tag that is longer, in bytes, quotes count for nothing.
const LONGEST_QUOTED: usize = 4096;

/// Where the `>` of a tag is, those in quotes left aside.
pub(super) fn tag_end(after: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in after.bytes().take(LONGEST_QUOTED).enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed, or a picture written into the page.
    after.find('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_tags_are_read_at_a_flat_cost() {
        for part in [
            "<p <",
            "<script></script>",
            "<a \"'>",
            "<!",
            "&",
            "&#",
            "<a '\">'",
        ] {
            let begun = std::time::Instant::now();
            visible(&part.repeat(1 << 18));
            visible(&(part.repeat(1 << 18) + ">"));
            assert!(begun.elapsed().as_secs() < 20, "{part}");
        }
    }

    #[test]
    fn only_what_is_shown_remains() {
        for (html, shown) in [
            ("<p style=\"font: a>b\">生产</p>", "\n生产\n"),
            ("<script>var a = \"<b>\";</script>酱", "酱"),
            ("<style>.software{}</style>酱<!-- robots -->", "酱"),
            ("<img src=\"https://x/software\" alt='x'>酱", "酱"),
            ("chi<b>li</b> paste<br>soy", "chili paste\nsoy"),
            (
                "&lt;p&gt;酱 &amp; 油&#44;&nbsp;&ldquo;a&rdquo;",
                "<p>酱 & 油, “a”",
            ),
            ("<o:p></o:p>酱", "酱"),
            ("a < b and c > d", "a < b and c > d"),
            ("x <3 y", "x <3 y"),
            ("<p", "<p"),
        ] {
            assert_eq!(visible(html), shown, "{html}");
        }
    }
}
