//! A comparison as Markdown, to paste into notes.

use super::telling::Telling;
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
    let telling = Telling {
        view,
        of: comparison,
    };
    writeln!(out, "## {}\n", telling.say("Comparison", "对比"))?;
    for subject in 0..comparison.subjects.len() {
        let (letter, name) = (telling.letter(subject), telling.name(subject));
        let verdict = telling.verdict(subject);
        writeln!(
            out,
            "- **{letter}** {}: {}",
            escape(&name),
            escape(&verdict)
        )?;
    }
    let pair = comparison.subjects.len() == 2;
    let mut heads = vec![telling.say("Subdivision", "细分领域").to_owned()];
    heads.extend((0..comparison.subjects.len()).map(|subject| telling.letter(subject)));
    heads.extend(pair.then(|| telling.say("Change", "变化").to_owned()));
    let rule = "--:|".repeat(heads.len() - 1);
    writeln!(out, "\n| {} |\n|---|{rule}", heads.join(" | "))?;
    for row in &comparison.rows {
        let mut cells = vec![escape(row.label.get(view.language)).into_owned()];
        cells.extend(row.cells.iter().map(|cell| match cell {
            Some(cell) => format!("{} {}", cell.score, telling.standing(*cell)),
            None => "–".to_owned(),
        }));
        cells.extend(pair.then(|| telling.change(&row.cells).unwrap_or_default()));
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    writeln!(out, "\n{}\n", escape(&telling.tiers()))?;
    for contrast in &comparison.contrasts {
        write_contrast(out, telling, contrast)?;
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
    telling: Telling<'_>,
    contrast: &Contrast<'_>,
) -> io::Result<()> {
    writeln!(out, "### {}\n", telling.heading(contrast))?;
    for difference in telling.differences(contrast) {
        writeln!(out, "- {}", escape(&difference))?;
    }
    writeln!(out)?;
    let limit = telling.moves(contrast, MOVES, MOVES_OF_MANY);
    for moved in contrast.moves.iter().take(limit) {
        writeln!(out, "**{}**  ", escape(&telling.moved(moved)))?;
        writeln!(out, "{}\n", escape(&telling.because(moved)))?;
        for (name, clause) in telling.clauses(contrast, moved) {
            writeln!(out, "{}\n", escape(&name))?;
            write_quote(out, clause)?;
            writeln!(out)?;
        }
    }
    match telling.more(contrast, limit) {
        Some(more) => writeln!(out, "{}", escape(&more)),
        None => Ok(()),
    }
}
