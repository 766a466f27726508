//! Rows and shared texts of an XLSX workbook, read at a glance as nearly every program writes nearly all of them.
//!
//! What is anything but plain (an entity, a comment, text in several fonts, a prefix, spaces between tags, an end that is
//! not there yet) is not looked into: nothing is said, and `quick-xml` has the row or the text. Both come to the same.

use memchr::memmem::Finder;
use memchr::{memchr, memchr2};
use std::sync::LazyLock;

static ROW_END: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("</row>"));

/// The start of a row that is read, and how many bytes the whole of it takes.
pub(super) struct Row<'a> {
    pub(super) number: Option<&'a str>,
    pub(super) hidden: Option<&'a str>,
    pub(super) length: usize,
    /// What is left of it.
    rest: &'a str,
}

/// A cell: its attributes `r`, `t` and `s`, and what stands in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    pub(super) place: Option<&'a str>,
    pub(super) kind: Option<&'a str>,
    pub(super) style: Option<&'a str>,
    pub(super) value: &'a str,
}

/// The row that `bytes` begin with.
pub(super) fn row(bytes: &[u8]) -> Option<Row<'_>> {
    if !bytes.starts_with(b"<row") {
        return None;
    }
    let length = ROW_END.find(bytes)? + "</row>".len();
    let mut rest = std::str::from_utf8(&bytes[4..length]).ok()?;
    let (mut number, mut hidden) = (None, None);
    while let Some((name, value)) = attribute(&mut rest)? {
        match name {
            // The first of a name counts.
            "r" => number = number.or(Some(value)),
            "hidden" => hidden = hidden.or(Some(value)),
            _ => {}
        }
        if value.contains('&') {
            return None;
        }
    }
    Some(Row {
        number,
        hidden,
        length,
        rest: rest.strip_prefix('>')?,
    })
}

impl<'a> Row<'a> {
    /// The next cell: none at the end of the row, nothing if it is not plain.
    pub(super) fn cell(&mut self) -> Option<Option<Cell<'a>>> {
        let Some(mut rest) = self.rest.strip_prefix("<c") else {
            return (self.rest == "</row>").then_some(None);
        };
        let (mut place, mut kind, mut style) = (None, None, None);
        while let Some((name, value)) = attribute(&mut rest)? {
            let known = match name {
                "r" => &mut place,
                "t" => &mut kind,
                "s" => &mut style,
                _ => continue,
            };
            if known.replace(value).is_some() {
                return None;
            }
        }
        let value = match rest.strip_prefix("/>") {
            Some(after) => {
                rest = after;
                ""
            }
            None => content(&mut rest)?,
        };
        self.rest = rest;
        Some(Some(Cell {
            place,
            kind,
            style,
            value,
        }))
    }
}

/// What stands in a cell, up to its end.
fn content<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let inside = rest.strip_prefix('>')?;
    let (value, after) = if let Some(value) = inside.strip_prefix("<v>") {
        let (value, after) = value.split_at(memchr2(b'<', b'&', value.as_bytes())?);
        (value, after.strip_prefix("</v>")?)
    } else if let Some(text) = inside.strip_prefix("<is>") {
        let (text, after) = shared_text(text)?;
        (text, after.strip_prefix("</is>")?)
    } else {
        ("", inside)
    };
    *rest = after.strip_prefix("</c>")?;
    Some(value)
}

/// What stands in `<t>`, with which `rest` begins, and what follows.
fn shared_text(rest: &str) -> Option<(&str, &str)> {
    let inside = rest.strip_prefix("<t")?;
    let inside = inside
        .strip_prefix('>')
        .or_else(|| inside.strip_prefix(" xml:space=\"preserve\">"))?;
    let (text, after) = inside.split_at(memchr2(b'<', b'&', inside.as_bytes())?);
    Some((text, after.strip_prefix("</t>")?))
}

/// The next attribute of a tag, which `rest` goes on with: its name without a prefix, and its value as it stands; none at
/// the end of the tag, nothing if it is not written as usual.
fn attribute<'a>(rest: &mut &'a str) -> Option<Option<(&'a str, &'a str)>> {
    let Some(at) = rest.strip_prefix(' ') else {
        return rest.starts_with(['>', '/']).then_some(None);
    };
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b':';
    let length = at.bytes().take_while(is_name).count();
    let (name, value) = (&at[..length], at[length..].strip_prefix("=\"")?);
    let (value, after) = value.split_at(memchr(b'"', value.as_bytes())?);
    *rest = &after[1..];
    let name = name.split_once(':').map_or(name, |(_, local)| local);
    (length > 0).then_some(Some((name, value)))
}

/// The shared text that `bytes` begin with, and how many bytes it takes.
pub(super) fn shared(bytes: &[u8]) -> Option<(&str, usize)> {
    let rest = bytes.strip_prefix(b"<si><t")?;
    let start = memchr(b'>', rest)? + 1;
    if !matches!(&rest[..start], b">" | b" xml:space=\"preserve\">") {
        return None;
    }
    let text = &rest[start..];
    let (text, after) = text.split_at(memchr2(b'<', b'&', text)?);
    let after = after.strip_prefix(b"</t></si>")?;
    Some((std::str::from_utf8(text).ok()?, bytes.len() - after.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number of a row and its cells, as place, kind, style and value.
    fn read(xml: &str) -> Option<(String, Vec<String>)> {
        let mut row = row(xml.as_bytes())?;
        let number = format!("{:?} {:?}", row.number, row.hidden);
        let mut cells = Vec::new();
        while let Some(cell) = row.cell()? {
            let part = |part: Option<&str>| part.unwrap_or("-").to_owned();
            cells.push(format!(
                "{} {} {} {}",
                part(cell.place),
                part(cell.kind),
                part(cell.style),
                cell.value
            ));
        }
        assert!(xml[..row.length].ends_with("</row>"));
        Some((number, cells))
    }

    #[test]
    fn plain_rows_are_read() {
        let xml = r#"<row r="2" x:dyDescent="0.2" hidden="1"><c r="A2" s="1" t="s"><v>7</v></c><c r="B2"/><c><v>1</v></c><c t="inlineStr"><is><t xml:space="preserve"> 电</t></is></c></row><row r="3">"#;
        let cells = ["A2 s 1 7", "B2 - - ", "- - - 1", "- inlineStr -  电"].map(str::to_owned);
        assert_eq!(
            read(xml),
            Some((r#"Some("2") Some("1")"#.to_owned(), cells.to_vec()))
        );
        assert_eq!(
            shared("<si><t>a, b</t></si><si>".as_bytes()),
            Some(("a, b", 20))
        );
    }

    #[test]
    fn what_is_not_plain_is_left() {
        for xml in [
            r#"<row r="2"/><row r="3"></row>"#,
            r#"<row r="2"><c r="A2"><v>7</v></c>"#,
            r#"<row r="&#50;"></row>"#,
            r#"<row r='2'></row>"#,
            r#"<row r="2"> <c r="A2"><v>7</v></c></row>"#,
            r#"<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>"#,
            r#"<row r="2"><c r="A2"><v>a&amp;b</v></c></row>"#,
            r#"<row r="2"><c r="A2"><v><![CDATA[a]]></v></c></row>"#,
            r#"<row r="2"><c r="A2" r="B2"><v>7</v></c></row>"#,
            r#"<row r="2"><cell></cell></row>"#,
            r#"<rows></row>"#,
        ] {
            assert_eq!(read(xml), None, "{xml}");
        }
        for xml in [
            "<si><t>a</t><t>b</t></si>",
            "<si><t>a&amp;b</t></si>",
            "<si><t>a</t></si",
            "<si><t x=\"\">a</t></si>",
            "<si><r><t>a</t></r></si>",
            "<si><t/></si>",
        ] {
            assert_eq!(shared(xml.as_bytes()), None, "{xml}");
        }
    }
}
