//! Draws the question; decides nothing.

use super::app::{App, Mode};
use crate::commands::interactive::theme;
use crate::messages::message;
use planfit::assessment::{Firm, evidence_words};
use planfit::fit::QuotedClause;
use planfit::ledger::Identity;
use planfit::report::escape::terminal as escape;
use planfit::report::table::{shorten, wrap};
use planfit::review::Item;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

/// Rows below the question: a message and two rows of keys.
const FOOT: u16 = 3;
/// Words of evidence that are shown.
const WORDS: usize = 8;
/// Subdivisions that are offered at once.
const OFFERED: usize = 8;

/// Draws the screen; without colours where `colour` is false.
pub(super) fn screen(frame: &mut Frame<'_>, app: &App<'_>, colour: bool) {
    let area = frame.area();
    let width = usize::from(area.width.max(20));
    let body = Rect {
        y: area.y + 2.min(area.height),
        height: area.height.saturating_sub(FOOT + 2),
        ..area
    };
    let foot = Rect {
        y: area.bottom().saturating_sub(FOOT).max(area.y),
        height: FOOT.min(area.height),
        ..area
    };
    let head = Rect {
        height: 2.min(area.height),
        ..area
    };
    let buffer = frame.buffer_mut();
    Paragraph::new(title(app, width)).render(head, buffer);
    let lines = match &app.mode {
        Mode::Other { typed, chosen } => others(app, typed, *chosen, width),
        _ => question(app, width),
    };
    let last = lines.len().saturating_sub(usize::from(body.height));
    let shown: Vec<Line<'_>> = lines.into_iter().skip(app.scrolled.min(last)).collect();
    Paragraph::new(shown).render(body, buffer);
    Paragraph::new(footer(app, width)).render(foot, buffer);
    if !colour {
        for cell in &mut buffer.content {
            (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
        }
    }
}

fn title(app: &App<'_>, width: usize) -> Vec<Line<'static>> {
    let all = app.asked.queue.items.len();
    let place = format!("{} / {all}", (app.at + 1).min(all));
    let name = app.item().map_or_else(String::new, |item| {
        app.asked.firms[item.firm].display_name(app.asked.language)
    });
    let room = width.saturating_sub(place.len() + 14);
    let line = Line::from(vec![
        Span::styled(" planfit", theme::CORE),
        Span::styled(format!("  {place}  "), theme::SUBDUED),
        Span::styled(shorten(&escape(&name), room), theme::STRONG),
    ]);
    vec![line, Line::styled("─".repeat(width), theme::SUBDUED)]
}

/// A text in as many lines as it takes, one column set in.
fn paragraph(lines: &mut Vec<Line<'static>>, text: &str, width: usize, style: Style) {
    for part in text.lines().filter(|part| !part.trim().is_empty()) {
        for line in wrap(&escape(part), width.saturating_sub(2)) {
            lines.push(Line::styled(format!(" {line}"), style));
        }
    }
}

fn question(app: &App<'_>, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let Some(item) = app.item() else {
        let done =
            app.say("Every question has been asked. q leaves, z takes the last answer back.");
        paragraph(&mut lines, done, width, theme::STRONG);
        return lines;
    };
    let (asked, language) = (app.asked, app.asked.language);
    let firm = &asked.firms[item.firm];
    let subdivision = &asked.taxonomy.subdivisions[item.class];
    let label = subdivision.label.get(language);
    let ask = message!(language, "{label}?", label);
    paragraph(&mut lines, &ask, width, theme::CORE);
    if !asked.blind {
        let (score, tier) = firm.shown_for(item.class, language);
        let score = score.unwrap_or_else(|| "–".to_owned());
        let why = item.why.words(language);
        paragraph(
            &mut lines,
            &format!("{score}  {tier}  {why}"),
            width,
            Style::new(),
        );
        evidence(&mut lines, app, firm, item, width);
    }
    if let Some(clause) = QuotedClause::of(asked.taxonomy, subdivision) {
        paragraph(&mut lines, clause.text, width, theme::SUBDUED);
    }
    lines.push(Line::default());
    let profile = &firm.profile;
    for list in [&profile.products, &profile.keywords] {
        paragraph(&mut lines, &list.join("; "), width, Style::new());
    }
    let text = profile.description.as_deref().unwrap_or_default();
    paragraph(&mut lines, text, width, Style::new());
    let said = earlier(app, firm, item);
    if !said.is_empty() {
        lines.push(Line::default());
    }
    for told in said {
        paragraph(&mut lines, &told, width, theme::SUBSTANTIAL);
    }
    lines
}

/// The words that count for it, and the fits next to it.
fn evidence(lines: &mut Vec<Line<'static>>, app: &App<'_>, firm: &Firm, item: &Item, width: usize) {
    let language = app.asked.language;
    let fit = firm.fits.iter().find(|fit| fit.subdivision == item.class);
    let words = fit.map_or_else(Vec::new, |fit| {
        evidence_words(&firm.profile, &fit.evidence, WORDS)
    });
    if !words.is_empty() {
        let told = message!(language, "evidence: {words}", words = words.join("; "));
        paragraph(lines, &told, width, Style::new());
    }
    let others = firm.fits.iter().filter(|fit| fit.subdivision != item.class);
    let others: Vec<String> = others
        .take(3)
        .map(|fit| {
            let label = &app.asked.taxonomy.subdivisions[fit.subdivision].label;
            format!("{} {}", label.get(language), fit.shown(language))
        })
        .collect();
    if !others.is_empty() {
        let told = message!(language, "other fits: {fits}", fits = others.join(", "));
        paragraph(lines, &told, width, Style::new());
    }
}

/// What has been decided about this question before; in a blind review nobody's opinion but one's own.
fn earlier(app: &App<'_>, firm: &Firm, item: &Item) -> Vec<String> {
    let identity = Identity::of_firm(firm.id.as_deref(), &firm.profile);
    let standing = app.asked.decisions.standing(&identity, &firm.profile);
    let about = standing.about(item.class);
    let mut told: Vec<String> = about
        .filter(|decided| !app.asked.blind || decided.entry.who == app.asked.who)
        .map(|decided| decided.told().get(app.asked.language).to_owned())
        .collect();
    if let Some(answered) = app.answered_now() {
        told.push(message!(
            app.asked.language,
            "Answered just now: {answered}",
            answered
        ));
    }
    told
}

fn others(app: &App<'_>, typed: &str, chosen: usize, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let asked = message!(app.asked.language, "Belongs instead to: {typed}", typed);
    paragraph(&mut lines, &format!("{asked}▏"), width, theme::STRONG);
    let found = app.found(typed);
    let from = chosen.saturating_sub(OFFERED - 1);
    for (place, class) in found.iter().enumerate().skip(from).take(OFFERED) {
        let subdivision = &app.asked.taxonomy.subdivisions[*class];
        let label = subdivision.label.get(app.asked.language);
        let (mark, style) = match place == chosen {
            true => ("▸", theme::CORE),
            false => (" ", Style::new()),
        };
        let line = format!("{mark} {label}  ({})", subdivision.id);
        paragraph(&mut lines, &line, width, style);
    }
    if found.is_empty() {
        let none = app.say("no subdivision is called so");
        paragraph(&mut lines, none, width, theme::SUBDUED);
    }
    lines
}

fn footer(app: &App<'_>, width: usize) -> Vec<Line<'static>> {
    let reason = |reason: &str| message!(app.asked.language, "reason: {reason}", reason);
    let message = match (&app.mode, &app.reason) {
        (Mode::Reason(typed), _) => format!("{}▏", reason(typed)),
        (_, Some(kept)) if app.message.is_empty() => reason(kept),
        _ => app.message.clone(),
    };
    let keys = match app.mode {
        Mode::Ask => vec![
            app.say("y yes  n no  o other subdivision  u unsure  0-3 grade  r reason"),
            app.say("s skip  ← back  z undo  ↑ ↓ scroll  q leave"),
        ],
        Mode::Reason(_) => vec![app.say("Enter: goes with the next decision  Esc: drop it")],
        Mode::Other { .. } => {
            vec![app.say("type to search  ↑ ↓ choose  Enter decide  Esc back")]
        }
    };
    let mut lines = vec![Line::styled(
        format!(" {}", shorten(&escape(&message), width.saturating_sub(2))),
        theme::STRONG,
    )];
    for line in keys {
        lines.push(Line::styled(format!(" {line}"), theme::SUBDUED));
    }
    lines
}
