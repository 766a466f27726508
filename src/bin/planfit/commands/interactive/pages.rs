//! What is told in lines: a fit with its clause and evidence, the verdict, help.

use super::app::{App, Page};
use super::theme;
use crate::messages::message;
use planfit::Tier;
use planfit::assessment::{
    colon, evidence_words, list, listed, out_of_scope_words, place, quote, shown_term,
};
use planfit::fit::{Evidence, Fit, MatchKind};
use planfit::report::escape::terminal as escape;
use planfit::report::table::{bar, clause_lines, shorten, wrap};
use ratatui::layout::Size;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// Evidence words in a line about a fit.
pub(super) const WORDS: usize = 5;
/// Columns a bar of a score takes.
const BAR: usize = 10;
/// Columns that words of evidence take at most.
const EVIDENCE: usize = 34;

/// Columns that a page has on a screen of `size`.
fn width(size: Size) -> usize {
    usize::from(size.width.saturating_sub(2).clamp(10, 100))
}

/// How many lines a page has.
pub(super) fn count(app: &App<'_>, page: Page) -> usize {
    lines(app, page).len()
}

/// All the lines of a page.
pub(super) fn lines(app: &App<'_>, page: Page) -> Vec<Line<'static>> {
    let width = width(app.size);
    match page {
        Page::Fit => app
            .chosen_fit()
            .map_or_else(Vec::new, |fit| about_fit(app, fit, width)),
        Page::Answer => about_answer(app, width),
        Page::Help => help(app, width),
    }
}

/// The tier of a fit in a word.
pub(super) fn tier_word(app: &App<'_>, fit: &Fit<'_>) -> &'static str {
    fit.basis.tier(fit.tier, app.words.0)
}

/// The style of what a fit scores.
pub(super) fn tier_style(app: &App<'_>, fit: &Fit<'_>) -> Style {
    match (app.assessment().verdict.something_fits(), fit.tier) {
        (true, Some(Tier::Core)) => theme::CORE,
        (true, Some(Tier::Substantial)) => theme::SUBSTANTIAL,
        _ => theme::SUBDUED,
    }
}

/// The words of the profile that speak for a fit.
pub(super) fn speaks_for(app: &App<'_>, fit: &Fit<'_>) -> String {
    let words = evidence_words(app.profile(), &fit.evidence, WORDS);
    escape(&list(&words, app.words.0)).into_owned()
}

/// A fit with its clause and its evidence.
pub(super) fn about_fit(app: &App<'_>, fit: &Fit<'_>, width: usize) -> Vec<Line<'static>> {
    let (words, view) = (app.words, app.view());
    let label = escape(fit.label.get(words.0)).into_owned();
    let mut lines = text(&format!("{} {label}", fit.rank), width, theme::STRONG);
    lines.push(Line::from(vec![
        Span::styled(
            match fit.basis.is_calibrated() {
                true => format!("{:>5} {:<BAR$}", fit.score.to_string(), bar(fit.score, BAR)),
                false => fit.shown(words.0),
            },
            tier_style(app, fit),
        ),
        Span::styled(format!(" {}", tier_word(app, fit)), tier_style(app, fit)),
    ]));
    lines.extend(text(&view.place(fit), width, theme::SUBDUED));
    lines.push(Line::default());
    let clause = fit.clause.iter();
    for line in clause.flat_map(|clause| clause_lines(clause, width)) {
        let [before, inside, after] = line.parts().map(str::to_owned);
        lines.push(Line::from(vec![
            before.into(),
            Span::styled(inside, theme::MARK),
            after.into(),
        ]));
    }
    lines.push(Line::default());
    lines.extend(text(
        words.say("What gave how many points"),
        width,
        theme::STRONG,
    ));
    let pieces = listed(app.profile(), &fit.evidence);
    lines.extend(pieces.iter().map(|piece| about_piece(app, piece, width)));
    lines.extend(text(&view.sum(fit), width, Style::new()));
    lines
}

/// A piece of evidence: its points, its words, how and in what role it was met, and where.
fn about_piece(app: &App<'_>, piece: &Evidence, width: usize) -> Line<'static> {
    let language = app.words.0;
    // For what stands in no text there are no words; what it is about is its term.
    let told = app.view().words(piece);
    let told = match told.is_empty() {
        true => shown_term(piece, Some(app.taxonomy()), language),
        false => &told,
    };
    let told = pad(&escape(told), EVIDENCE.min(width / 2 - 3));
    let how = piece.how.word(language).to_owned();
    let met = match piece.how {
        MatchKind::Rest => Vec::new(),
        MatchKind::Kind | MatchKind::Scope | MatchKind::Shared => vec![how],
        _ => vec![
            how,
            piece.role.word(language).to_owned(),
            place(piece, language),
        ],
    };
    let met = met.join(app.words.say(", ##parts of a line"));
    let line = format!("{:>7}  {told} {met}", piece.points.to_string());
    let style = match piece.points.0 < 0 {
        true => theme::SUBDUED,
        false => Style::new(),
    };
    Line::styled(shorten(line.trim_end(), width), style)
}

/// The text in at least `width` columns, at the right of them.
pub(super) fn pad_left(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width())) + text
}

/// The text in exactly `width` columns.
pub(super) fn pad(text: &str, width: usize) -> String {
    let text = shorten(text, width);
    let gap = " ".repeat(width.saturating_sub(text.width()));
    text + &gap
}

/// The verdict, its reason, the numbers and what to add, for the main screen and the page about it.
pub(super) fn about_answer(app: &App<'_>, width: usize) -> Vec<Line<'static>> {
    let (words, view) = (app.words, app.view());
    let assessment = app.assessment();
    let mut lines = verdict(app, width);
    lines.extend(text(&view.numbers(&app.answer()), width, theme::SUBDUED));
    if let Some(business) = &assessment.out_of_scope {
        let told = out_of_scope_words(app.profile(), business.label, &business.evidence, WORDS);
        if !told.is_empty() {
            let told = list(
                &told.iter().map(|told| quote(told)).collect::<Vec<_>>(),
                words.0,
            );
            let told = message!(words.0, "evidence: {words}", words = told);
            lines.extend(text(&told, width, Style::new()));
        }
    }
    if let Some(advice) = view.advice(&app.answer()) {
        lines.extend(text(&advice, width, Style::new()));
    }
    lines
}

/// The verdict and its reason.
pub(super) fn verdict(app: &App<'_>, width: usize) -> Vec<Line<'static>> {
    let assessment = app.assessment();
    let verdict = assessment.verdict.word(app.words.0);
    let answer = app.answer();
    let reason = answer.reason.get(app.words.0);
    let line = escape(&format!("{verdict}{}{reason}", colon(app.words.0))).into_owned();
    let style = match assessment.verdict.something_fits() {
        true => theme::CORE,
        false => theme::STRONG,
    };
    let lines = wrap(&line, width).into_iter().enumerate();
    let lines = lines.map(|(at, line)| match line.strip_prefix(verdict) {
        Some(rest) if at == 0 => {
            Line::from(vec![Span::styled(verdict, style), rest.to_owned().into()])
        }
        _ => line.into_owned().into(),
    });
    lines.collect()
}

fn help(app: &App<'_>, width: usize) -> Vec<Line<'static>> {
    let words = app.words;
    let mut lines = text(
        words.say("Type what the company does; the ranking answers at every key. Scores are out of 100: the probability that an analyst would call the fit real."),
        width,
        Style::new(),
    );
    lines.push(Line::default());
    let keys = words.help();
    let column = keys.iter().map(|(key, _)| key.width()).max().unwrap_or(0) + 2;
    for (key, what) in keys {
        let gap = " ".repeat(column - key.width());
        if column + what.width() <= width {
            let key = Span::styled(key, theme::STRONG);
            lines.push(Line::from(vec![key, gap.into(), what.into()]));
        } else {
            lines.push(Line::styled(key, theme::STRONG));
            let told = wrap(what, width.saturating_sub(2)).into_iter();
            lines.extend(told.map(|line| Line::from(format!("  {line}"))));
        }
    }
    lines.push(Line::default());
    let answer = app.answer();
    let plan = escape(answer.plan.id).into_owned();
    let stamp = message!(
        words.0,
        "planfit {version} · plan {plan}",
        version = answer.planfit,
        plan
    );
    lines.extend(text(&stamp, width, theme::SUBDUED));
    lines
}

/// A text that may be a stranger's, in lines.
pub(super) fn text(text: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    let safe = escape(text);
    let lines = wrap(&safe, width).into_iter();
    lines
        .map(|line| Line::styled(line.into_owned(), style))
        .collect()
}
