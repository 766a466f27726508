//! Markdown: a table of fits, then each fit with its clause quoted, to paste into notes and tickets.

use super::View;
use super::escape::markdown as escape;
use crate::assessment::{
    Answer, ProjectFinding, colon, evidence_words, list, listed, out_of_scope_words, place,
    project_heading, project_note, project_told, quote, shown_term, with_note,
};
use crate::fit::{Evidence, Fit, Level, MatchKind, QuotedClause};
use crate::messages::{message, say_all};
use std::io::{self, Write};

/// Evidence words shown for a fit.
const WORDS: usize = 5;

/// Writes an answer.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, answer: &Answer<'_>, view: View) -> io::Result<()> {
    let assessment = answer.assessment;
    let name = answer.profile.name.as_deref().map(str::trim);
    let name = name.unwrap_or(view.say("Profile##without name"));
    writeln!(out, "## {}\n", escape(name))?;
    let verdict = assessment.verdict.word(view.language);
    let reason = escape(answer.reason.get(view.language));
    writeln!(out, "**{verdict}**{}{reason}  ", colon(view.language))?;
    writeln!(out, "{}", view.numbers(answer))?;
    if let Some(advice) = view.advice(answer) {
        writeln!(out, "\n*{advice}*")?;
    }
    for told in view.decided(answer) {
        writeln!(out, "\n**{}**", escape(&told))?;
    }
    if let Some(business) = &assessment.out_of_scope {
        let words = out_of_scope_words(answer.profile, business.label, &business.evidence, WORDS);
        let label = escape(business.label.get(view.language));
        let score = business.basis.shown(business.score, view.language);
        let (head, colon) = (
            with_note(&label, &score, view.language),
            colon(view.language),
        );
        let words: Vec<String> = words.iter().map(|words| quote(words)).collect();
        let words = list(&words, view.language);
        writeln!(out, "\n{head}{colon}{}", escape(&words))?;
        if view.explain {
            points(out, answer, &business.evidence, view)?;
        }
    }
    let something_fits = assessment.verdict.something_fits();
    if !something_fits {
        if let Some(nearest) = view.nearest(answer) {
            writeln!(out, "\n{}", escape(&nearest))?;
        }
    } else if assessment.fits.is_empty() {
        writeln!(out, "\n{}", view.none_so_high())?;
    } else {
        table(out, answer, view)?;
    }
    if something_fits || view.explain {
        for fit in &assessment.fits {
            section(out, answer, fit, view)?;
        }
    }
    project(out, answer, view)?;
    writeln!(
        out,
        "\n---\n{}",
        escape(&view.stamp(answer.plan, answer.planfit))
    )
}

/// The planned project, apart from all that is said of the present business.
fn project(out: &mut dyn Write, answer: &Answer<'_>, view: View) -> io::Result<()> {
    let Some(project) = &answer.assessment.project else {
        return Ok(());
    };
    let language = view.language;
    let told = project_told(
        answer.profile,
        ProjectFinding::of(project, language),
        language,
    );
    writeln!(out, "\n## {}\n", project_heading(language))?;
    writeln!(out, "{}  ", escape(&told))?;
    writeln!(out, "*{}*", project_note(language))?;
    if project.verdict.something_fits() {
        for fit in project.fits.iter().filter(|fit| fit.tier.is_some()) {
            section(out, answer, fit, view)?;
        }
    }
    Ok(())
}

/// The fits, one a row.
fn table(out: &mut dyn Write, answer: &Answer<'_>, view: View) -> io::Result<()> {
    let rolled_up = answer.level != Level::Subdivision;
    let second = if rolled_up {
        Level::Subdivision
    } else {
        Level::Industry
    };
    let heads = message!(
        view.language,
        "| # | {level} | {second} | {score} | Tier | Evidence |",
        level = view.level_name(answer.level),
        second = view.level_name(second),
        score = view.score_column(answer)
    );
    writeln!(out, "\n{heads}\n|--:|---|---|--:|---|---|")?;
    for fit in &answer.assessment.fits {
        let words = evidence_words(answer.profile, &fit.evidence, WORDS);
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            fit.rank,
            escape(view.heading(answer.level, fit)),
            escape(view.heading(second, fit)),
            fit.shown(view.language),
            fit.basis.tier(fit.tier, view.language),
            escape(&list(&words, view.language)),
        )?;
    }
    Ok(())
}

/// A fit with its clause and, if asked for, all its evidence.
fn section(out: &mut dyn Write, answer: &Answer<'_>, fit: &Fit<'_>, view: View) -> io::Result<()> {
    let level = answer.level;
    let heading = escape(view.heading(level, fit)).into_owned();
    let label = escape(fit.label.get(view.language));
    let best = match level {
        Level::Subdivision => String::new(),
        _ => format!("{}{label}", colon(view.language)),
    };
    writeln!(out, "\n### {}. {heading}{best}\n", fit.rank)?;
    match &fit.clause {
        Some(clause) => {
            let path = view.path(fit);
            let place = message!(
                view.language,
                "{path}, clause {id}",
                path = escape(&path),
                id = escape(clause.id)
            );
            writeln!(out, "{place}\n")?;
            write_quote(out, clause)?;
        }
        None => writeln!(out, "{}", escape(&view.path(fit)))?,
    }
    if let Some(translation) = view.translation(fit) {
        writeln!(out, "\n{}", escape(&translation))?;
    }
    if view.explain {
        points(out, answer, &fit.evidence, view)?;
        writeln!(out, "\n{}", escape(&view.sum(fit)))?;
    }
    Ok(())
}

/// The plan's words as a quotation, the phrase that names the subdivision marked.
pub(super) fn write_quote(out: &mut dyn Write, clause: &QuotedClause<'_>) -> io::Result<()> {
    let text = clause.text;
    match clause.phrase_span() {
        Some(span) => writeln!(
            out,
            "> {}**{}**{}",
            escape(&text[..span.start]),
            escape(&text[span.clone()]),
            escape(&text[span.end..])
        ),
        None => writeln!(out, "> {}", escape(text)),
    }
}

/// Every piece of evidence, one a row.
fn points(
    out: &mut dyn Write,
    answer: &Answer<'_>,
    evidence: &[Evidence],
    view: View,
) -> io::Result<()> {
    let heads = say_all(
        view.language,
        ["Points", "Words", "Where", "How", "Term", "Role"],
    );
    writeln!(
        out,
        "\n| {} |\n|--:|---|---|---|---|---|",
        heads.join(" | ")
    )?;
    for piece in &listed(answer.profile, evidence) {
        let role = match piece.how {
            MatchKind::Rest | MatchKind::Kind | MatchKind::Scope | MatchKind::Shared => "",
            _ => piece.role.word(view.language),
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {role} |",
            piece.points,
            escape(&view.words(piece)),
            place(piece, view.language),
            piece.how.word(view.language),
            escape(shown_term(piece, answer.taxonomy, view.language)),
        )?;
    }
    Ok(())
}
