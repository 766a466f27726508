//! DOCX: the outline as the least Office Open XML that word processors open and people can edit.
//!
//! All looks are in named styles (`assets/docx-styles.xml`), so that a house style can replace them in one go.

use super::block::{Cell, DocumentBlock, Run, Style, Table};
use super::model::{Report, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::messages::say;
use crate::report::escape::html;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const STYLES: &str = include_str!("assets/docx-styles.xml");
const NUMBERING: &str = include_str!("assets/docx-numbering.xml");

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// Width between the margins of an A4 page, in twentieths of a point.
const TEXT_WIDTH: u32 = 9_638;
/// Width of the names in a table of facts.
const NAME_WIDTH: u32 = 2_000;
/// From this many columns on a table is a matrix: headings stand upright and letters are small.
const MATRIX: usize = 9;

/// Writes into a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($format)*);
    }};
}

/// The file.
pub(super) fn render(
    report: &Report<'_>,
    settings: &Settings,
    blocks: &[DocumentBlock],
) -> Result<Vec<u8>> {
    let mut body = String::new();
    for block in blocks {
        write_block(&mut body, block);
    }
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {NAMESPACES}><w:body>{body}\
         <w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        (
            "docProps/core.xml",
            core_properties(report, settings, blocks),
        ),
        ("word/document.xml", document),
        (
            "word/_rels/document.xml.rels",
            DOCUMENT_RELATIONS.to_owned(),
        ),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/numbering.xml", NUMBERING.to_owned()),
        ("word/footer1.xml", footer(report)),
    ];
    archive(&parts)
        .map_err(|error| Error::new(ErrorKind::Io, format!("cannot pack the document: {error}")))
}

fn archive(parts: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // No time of writing, so that the same report has the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, content) in parts {
        zip.start_file(*name, options)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn core_properties(report: &Report<'_>, settings: &Settings, blocks: &[DocumentBlock]) -> String {
    let title = blocks.iter().find_map(|block| match block {
        DocumentBlock::Title { title, .. } => Some(title.as_str()),
        _ => None,
    });
    let language = say(settings.language, "en-GB##language of a document");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:description>{}</dc:description><dc:language>{language}</dc:language></cp:coreProperties>",
        esc(title.unwrap_or("")),
        super::appearance::TOOL,
        esc(&format!(
            "{} {}",
            report.taxonomy.plan.id, report.taxonomy.plan.sha256
        ))
    )
}

fn footer(report: &Report<'_>) -> String {
    let plan = &report.taxonomy.plan;
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let stamp = format!(
        "{} · {} · {}…",
        super::appearance::TOOL,
        plan.id,
        plan.sha256.get(..12).unwrap_or("")
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/></w:r>{}<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p></w:ftr>",
        esc(&stamp),
        field("PAGE"),
        field("NUMPAGES")
    )
}

/// Escapes for XML, which has no way at all to hold two characters.
fn esc(text: &str) -> String {
    html(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

fn write_block(out: &mut String, block: &DocumentBlock) {
    match block {
        DocumentBlock::Title {
            eyebrow,
            title,
            below,
        } => {
            text(out, "Eyebrow", eyebrow);
            text(out, "Title", title);
            text(out, "Subtitle", below);
        }
        DocumentBlock::Heading(level, words) => {
            text(out, &format!("Heading{}", (*level).clamp(1, 4)), words);
        }
        DocumentBlock::Paragraph(content) => paragraph(out, "Normal", content),
        DocumentBlock::Lead(sentences) => {
            for sentence in sentences {
                text(out, "Lead", sentence);
            }
        }
        DocumentBlock::Note(words) => text(out, "Note", words),
        DocumentBlock::List(entries) => {
            for entry in entries {
                paragraph(out, "ListBullet", entry);
            }
        }
        DocumentBlock::Quote(words, source) => {
            paragraph(out, "Quote", words);
            text(out, "Source", source);
        }
        DocumentBlock::Table(table) => write_table(out, table),
        DocumentBlock::Facts(facts) => write_facts(out, facts),
    }
}

fn text(out: &mut String, style: &str, words: &str) {
    paragraph(out, style, &[super::block::plain(words)]);
}

fn paragraph(out: &mut String, style: &str, runs: &[Run]) {
    put!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
    for run in runs {
        write_run(out, run, "");
    }
    out.push_str("</w:p>");
}

fn write_run(out: &mut String, run: &Run, extra: &str) {
    let looks = match run.style {
        Style::Plain => "",
        Style::Strong => "<w:b/>",
        Style::Marked => "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFE79B\"/>",
        Style::Sentence => "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFF6DC\"/>",
        Style::Against => "<w:strike/><w:color w:val=\"AD4A21\"/>",
        Style::Soft => "<w:color w:val=\"586472\"/>",
    };
    for (at, line) in run.text.split('\n').enumerate() {
        out.push_str("<w:r>");
        if !looks.is_empty() || !extra.is_empty() {
            put!(out, "<w:rPr>{looks}{extra}</w:rPr>");
        }
        if at > 0 {
            out.push_str("<w:br/>");
        }
        put!(out, "<w:t xml:space=\"preserve\">{}</w:t></w:r>", esc(line));
    }
}

/// A table takes the whole width, whatever the columns' shares add up to; its last column takes what rounding leaves.
fn widths(shares: impl Iterator<Item = u32> + Clone) -> Vec<u32> {
    let all: u32 = shares.clone().sum();
    let mut widths: Vec<u32> = shares
        .map(|share| TEXT_WIDTH * share / all.max(1))
        .collect();
    let taken: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += TEXT_WIDTH - taken;
    }
    widths
}

fn open_table(out: &mut String, style: &str, widths: &[u32]) {
    put!(
        out,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    for width in widths {
        put!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
}

/// Closes a table; a word processor needs a paragraph between two tables.
fn close_table(out: &mut String) {
    out.push_str("</w:tbl><w:p><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:p>");
}

fn write_table(out: &mut String, table: &Table) {
    let matrix = table.columns.len() >= MATRIX;
    let widths = widths(table.columns.iter().map(|column| column.width));
    open_table(out, "ReportTable", &widths);
    let height = if matrix {
        "<w:trHeight w:val=\"1900\" w:hRule=\"atLeast\"/>"
    } else {
        ""
    };
    put!(
        out,
        "<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>"
    );
    for (place, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
        let upright = if matrix && place > 0 {
            "<w:textDirection w:val=\"btLr\"/>"
        } else {
            ""
        };
        put!(
            out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{upright}<w:vAlign w:val=\"{}\"/></w:tcPr>\
             <w:p><w:pPr><w:pStyle w:val=\"CellHead\"/>{}</w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:tc>",
            if matrix && place > 0 {
                "center"
            } else {
                "bottom"
            },
            alignment(column.number && !matrix),
            esc(&column.name)
        );
    }
    out.push_str("</w:tr>");
    for row in &table.rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((cell, column), width) in row.iter().zip(&table.columns).zip(&widths) {
            write_cell(out, cell, *width, column.number, matrix);
        }
        out.push_str("</w:tr>");
    }
    close_table(out);
}

fn alignment(right: bool) -> &'static str {
    if right { "<w:jc w:val=\"right\"/>" } else { "" }
}

fn write_cell(out: &mut String, cell: &Cell, width: u32, number: bool, matrix: bool) {
    let (shade, letters) = match cell.score {
        Some(score) => {
            let (fill, white) = super::appearance::scale_colour(score);
            (
                format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>"),
                if white {
                    "<w:color w:val=\"FFFFFF\"/>"
                } else {
                    ""
                },
            )
        }
        None => (String::new(), ""),
    };
    let style = if matrix { "CellSmall" } else { "Cell" };
    let margins = if matrix {
        "<w:tcMar><w:left w:w=\"30\" w:type=\"dxa\"/><w:right w:w=\"30\" w:type=\"dxa\"/></w:tcMar>"
    } else {
        ""
    };
    put!(
        out,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}{margins}</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{}</w:pPr>",
        alignment(number)
    );
    for run in &cell.runs {
        write_run(out, run, letters);
    }
    out.push_str("</w:p></w:tc>");
}

fn write_facts(out: &mut String, facts: &[(String, Vec<Run>)]) {
    let widths = [NAME_WIDTH, TEXT_WIDTH - NAME_WIDTH];
    open_table(out, "FactTable", &widths);
    for (name, value) in facts {
        let name = Cell {
            runs: vec![Run {
                text: name.clone(),
                style: Style::Soft,
            }],
            score: None,
        };
        let value = Cell {
            runs: value.clone(),
            score: None,
        };
        // A long text may go over a page's end, so the row may be split.
        out.push_str("<w:tr>");
        write_cell(out, &name, widths[0], false, false);
        write_cell(out, &value, widths[1], false, false);
        out.push_str("</w:tr>");
    }
    close_table(out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width() {
        let widths = widths([1, 1, 1].into_iter());
        assert_eq!(widths.iter().sum::<u32>(), TEXT_WIDTH);
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(esc("a\u{ffff}<\u{0}"), "a\u{fffd}&lt;\\u{0}");
    }
}
