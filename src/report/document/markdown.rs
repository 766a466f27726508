//! Markdown (CommonMark with tables): the outline in signs that any editor and repository shows well.

use super::block::{DocumentBlock, Run, Style, Table};
use crate::assessment::colon;
use crate::fit::Score;
use crate::report::escape::{markdown as esc, markdown_inline};
use crate::taxonomy::Language;
use crate::text::is_han;

/// The document.
pub(super) fn render(blocks: &[DocumentBlock]) -> String {
    let mut out = String::new();
    for block in blocks {
        write_block(&mut out, block);
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn write_block(out: &mut String, block: &DocumentBlock) {
    match block {
        DocumentBlock::Title {
            eyebrow,
            title,
            below,
        } => {
            line(out, &format!("# {}", esc(title)));
            line(out, &format!("**{}**  \n{}", esc(eyebrow), esc(below)));
        }
        DocumentBlock::Heading(level, text) => {
            let signs = "#".repeat(usize::from(*level) + 1);
            line(out, &format!("{signs} {}", markdown_inline(text)));
        }
        DocumentBlock::Paragraph(content) => line(out, &runs(content)),
        DocumentBlock::Lead(sentences) => {
            for sentence in sentences {
                line(out, &esc(sentence));
            }
        }
        DocumentBlock::Note(text) => line(out, &format!("*{}*", esc(text))),
        DocumentBlock::List(entries) => {
            for entry in entries {
                out.push_str("- ");
                out.push_str(&runs(entry));
                out.push('\n');
            }
            out.push('\n');
        }
        DocumentBlock::Quote(words, source) => {
            line(out, &format!("> {}\n>\n> — {}", runs(words), esc(source)));
        }
        DocumentBlock::Table(table) => write_table(out, table),
        DocumentBlock::Facts(facts) => {
            for (name, value) in facts {
                // The mark of the language that the name is in.
                let language = match name.chars().any(is_han) {
                    true => Language::Zh,
                    false => Language::En,
                };
                let colon = colon(language);
                out.push_str(&format!("- **{}**{colon}{}\n", esc(name), runs(value)));
            }
            out.push('\n');
        }
    }
}

/// A block and the empty line after it.
fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push_str("\n\n");
}

/// Signs around a run.
fn sign(style: Style) -> &'static str {
    match style {
        Style::Strong | Style::Marked => "**",
        Style::Against => "~~",
        Style::Plain | Style::Sentence | Style::Soft => "",
    }
}

fn runs(runs: &[Run]) -> String {
    let mut joined: Vec<Run> = Vec::new();
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        // `**a****b**` would show its asterisks.
        match joined.last_mut() {
            Some(last) if sign(last.style) == sign(run.style) => last.text.push_str(&run.text),
            _ => joined.push(run.clone()),
        }
    }
    let mut out = String::new();
    // Only what begins the line may begin a block.
    let escaped = |out: &str, text: &str| match out.is_empty() {
        true => esc(text).into_owned(),
        false => markdown_inline(text).into_owned(),
    };
    for run in &joined {
        let sign = sign(run.style);
        let text = run.text.trim();
        // Signs of emphasis work only where they touch letters on their inside.
        let letters = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if sign.is_empty() || !letters(text.chars().next()) || !letters(text.chars().last()) {
            out += &escaped(&out, &run.text);
            continue;
        }
        let (before, after) = run.text.split_once(text).unwrap_or_default();
        out += &escaped(&out, before);
        out += sign;
        out += &escaped(&out, text);
        out += sign;
        out += &escaped(&out, after);
    }
    out
}

fn write_table(out: &mut String, table: &Table) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let heads = table
        .columns
        .iter()
        .map(|column| esc(&column.name).into_owned());
    out.push_str(&row(heads.collect()));
    let rules = table
        .columns
        .iter()
        .map(|column| if column.number { "---:" } else { "---" }.to_owned());
    out.push_str(&row(rules.collect()));
    for cells in &table.rows {
        let cells = cells.iter().map(|cell| match cell.score {
            Some(score) if table.columns.len() < 8 => format!("{} {score}", bar(score)),
            Some(score) => score.to_string(),
            None => runs(&cell.runs),
        });
        out.push_str(&row(cells.collect()));
    }
    out.push('\n');
}

/// A score as ten blocks; full-width blocks look the same in every font.
fn bar(score: Score) -> String {
    let full = usize::from((score.tenths() + 50) / 100);
    format!("{}{}", "█".repeat(full), "░".repeat(10 - full))
}

#[cfg(test)]
mod tests {
    use super::super::block::plain;
    use super::*;

    fn marked(text: &str) -> Run {
        Run {
            text: text.into(),
            style: Style::Marked,
        }
    }

    #[test]
    fn signs_stand_inside_of_white_space() {
        let text = runs(&[marked(" lithium "), plain("packs")]);
        assert_eq!(text, " **lithium** packs");
    }

    #[test]
    fn marks_that_touch_are_one() {
        let text = runs(&[marked("高级辅助驾驶"), marked("ADAS"), plain("产品")]);
        assert_eq!(text, "**高级辅助驾驶ADAS**产品");
    }

    #[test]
    fn marks_never_touch_signs() {
        assert_eq!(runs(&[plain("x"), marked("(LFP)"), plain("y")]), "x(LFP)y");
    }

    #[test]
    fn bars_round_to_the_nearest_block() {
        assert_eq!(bar(Score::from_tenths(949)), "█████████░");
        assert_eq!(bar(Score::from_tenths(950)), "██████████");
    }
}
