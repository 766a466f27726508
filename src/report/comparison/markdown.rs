//! A comparison as Markdown, to paste into notes.

use super::wording::ComparisonWording;
use crate::assessment::{Comparison, Contrast};
use crate::report::View;
use crate::report::escape::markdown as escape;
use crate::report::markdown::write_quote;
use std::io::{self, Write};

/// Changes told of each pair, unless all are asked for; fewer where there are many pairs.
const MOVES: usize = 10;
const MOVES_OF_MANY: usize = 5;

/// Writes a comparison; [`View::explain`] tells every change, not only the greatest.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, comparison: &Comparison<'_>, view: View) -> io::Result<()> {
    let wording = ComparisonWording {
        view,
        of: comparison,
    };
    writeln!(out, "## {}\n", wording.say("Comparison"))?;
    for subject in 0..comparison.subjects.len() {
        let (letter, name) = (wording.letter(subject), wording.name(subject));
        let verdict = wording.verdict(subject);
        writeln!(
            out,
            "- **{letter}** {}: {}",
            escape(&name),
            escape(&verdict)
        )?;
        if let Some(project) = wording.project(subject) {
            writeln!(out, "  {}", escape(project))?;
        }
    }
    let pair = comparison.subjects.len() == 2;
    let mut heads = vec![wording.say("Subdivision").to_owned()];
    heads.extend((0..comparison.subjects.len()).map(|subject| wording.letter(subject)));
    heads.extend(pair.then(|| wording.say("Change").to_owned()));
    let rule = "--:|".repeat(heads.len() - 1);
    writeln!(out, "\n| {} |\n|---|{rule}", heads.join(" | "))?;
    for row in &comparison.rows {
        let mut cells = vec![escape(row.label.get(view.language)).into_owned()];
        cells.extend(row.cells.iter().map(|cell| match cell {
            Some(cell) => format!("{} {}", cell.score, wording.standing(*cell)),
            None => "–".to_owned(),
        }));
        cells.extend(pair.then(|| wording.change(&row.cells).unwrap_or_default()));
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    writeln!(out, "\n{}\n", escape(&wording.tiers()))?;
    for contrast in &comparison.contrasts {
        write_contrast(out, wording, contrast)?;
    }
    writeln!(out, "---")?;
    let mut told = Vec::new();
    for subject in &comparison.subjects {
        let stamp = view.stamp(subject.plan, comparison.planfit);
        if !told.contains(&stamp) {
            writeln!(out, "{}  ", escape(&stamp))?;
            told.push(stamp);
        }
    }
    Ok(())
}

fn write_contrast(
    out: &mut dyn Write,
    wording: ComparisonWording<'_>,
    contrast: &Contrast<'_>,
) -> io::Result<()> {
    writeln!(out, "### {}\n", wording.heading(contrast))?;
    for difference in wording.differences(contrast) {
        writeln!(out, "- {}", escape(&difference))?;
    }
    writeln!(out)?;
    let limit = wording.moves(contrast, MOVES, MOVES_OF_MANY);
    for moved in contrast.moves.iter().take(limit) {
        writeln!(out, "**{}**  ", escape(&wording.moved(moved)))?;
        writeln!(out, "{}\n", escape(&wording.because(moved)))?;
        for (name, clause) in wording.clauses(contrast, moved) {
            writeln!(out, "{}\n", escape(&name))?;
            write_quote(out, clause)?;
            writeln!(out)?;
        }
    }
    match wording.more(contrast, limit) {
        Some(more) => writeln!(out, "{}", escape(&more)),
        None => Ok(()),
    }
}
