//! Draws the state; decides nothing.

use super::app::{App, Focus, Mode, Page};
use super::editor::{Editor, View};
use super::form::FIELDS;
use super::pages;
use super::places::{Places, SMALLEST, page_height, text_place, wrap_width};
use super::theme;
use crate::messages::message;
use planfit::Tier;
use planfit::fit::Fit;
use planfit::report::escape::terminal as escape;
use planfit::report::table::{bar, shorten};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Draws the screen; without colours where `colour` is false.
pub(super) fn screen(frame: &mut Frame<'_>, app: &App<'_>, colour: bool) {
    let area = frame.area();
    if area.width < SMALLEST.width || area.height < SMALLEST.height {
        too_small(frame.buffer_mut(), app, area);
        return;
    }
    // Not the size that the state knows of: the terminal may have changed it since it last said so.
    let places = app.places(area.as_size());
    let cursor = match app.mode {
        Mode::Page { page, from } => {
            full_page(frame.buffer_mut(), app, &places, page, from);
            None
        }
        _ => main_screen(frame.buffer_mut(), app, &places),
    };
    let cursor = match panel(frame.buffer_mut(), app, area) {
        Some(asked) => asked,
        None => cursor,
    };
    if let Some(cursor) = cursor.filter(|cursor| area.contains(*cursor)) {
        frame.set_cursor_position(cursor);
    }
    if !colour {
        for cell in &mut frame.buffer_mut().content {
            (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
        }
    }
}

fn too_small(buffer: &mut Buffer, app: &App<'_>, area: Rect) {
    let (width, height) = (SMALLEST.width, SMALLEST.height);
    let told = message!(
        app.words.0,
        "{width} by {height} are needed; Ctrl-C leaves",
        width,
        height
    );
    let lines = pages::text(&told, usize::from(area.width.max(1)), Style::new());
    draw_lines(buffer, area, lines);
}

/// The form, the verdict and the ranking; where the cursor is.
fn main_screen(buffer: &mut Buffer, app: &App<'_>, places: &Places) -> Option<Position> {
    title(buffer, app, places.title);
    for rule in &places.rules {
        draw_rule(buffer, *rule);
    }
    let mut cursor = None;
    for field in 0..FIELDS.len() {
        cursor = cursor.or(draw_field(buffer, app, field, places.fields[field]));
    }
    draw_verdict(buffer, app, places.verdict);
    ranking(buffer, app, places.ranking);
    if places.preview.height > 0 {
        let beside = places.preview.x.checked_sub(2);
        for y in places.preview.top()..places.preview.bottom() {
            if let Some(x) = beside {
                buffer.set_string(x, y, "│", theme::SUBDUED);
            }
        }
        match app.chosen_fit() {
            Some(fit) => {
                let place = inset(places.preview);
                draw_lines(
                    buffer,
                    place,
                    pages::about_fit(app, fit, usize::from(place.width)),
                );
            }
            None => Clear.render(places.preview, buffer),
        }
    }
    footer(buffer, app, places.footer);
    cursor
}

fn full_page(buffer: &mut Buffer, app: &App<'_>, places: &Places, page: Page, from: usize) {
    let area = buffer.area;
    title(buffer, app, places.title);
    let height = page_height(area.as_size());
    let place = Rect::new(0, 2, area.width, height);
    draw_rule(
        buffer,
        Rect {
            y: 1,
            height: 1,
            ..place
        },
    );
    let lines = pages::lines(app, page);
    let more = lines.len() > from + usize::from(height);
    draw_lines(buffer, inset(place), lines.into_iter().skip(from).collect());
    if more {
        let last = place.bottom() - 1;
        buffer.set_string(place.right().saturating_sub(2), last, "↓", theme::STRONG);
    }
    footer(buffer, app, places.footer);
}

/// Which firm, whether there is something to save, which plan.
fn title(buffer: &mut Buffer, app: &App<'_>, place: Rect) {
    let width = usize::from(place.width);
    let plan = shorten(&escape(app.answer().plan.id), width / 3);
    let name = app.form.editor(0).text().trim();
    let name = match name.is_empty() {
        true => app.words.say("a profile without a name").to_owned(),
        false => escape(name).into_owned(),
    };
    let changed = if app.form.is_changed() { " *" } else { "" };
    let room = width.saturating_sub("planfit".len() + plan.width() + changed.len() + 5);
    let name = format!("{}{changed}", shorten(&name, room));
    let line = Line::from(vec![
        Span::styled(" planfit", theme::CORE),
        Span::styled(format!("  {name}"), theme::STRONG),
    ]);
    draw_lines(buffer, place, vec![line]);
    let x = place.right().saturating_sub(plan.width() as u16 + 1);
    buffer.set_string(x, place.y, plan, theme::SUBDUED);
}

/// A field with its name; where the cursor is, if it is here.
fn draw_field(buffer: &mut Buffer, app: &App<'_>, field: usize, place: Rect) -> Option<Position> {
    if place.height == 0 {
        return None;
    }
    let focused = app.focus == Focus::Field(field) && app.mode == Mode::Edit;
    let style = if focused { theme::CORE } else { theme::STRONG };
    let mark = if focused { "› " } else { "  " };
    let name = app.words.field(FIELDS[field]);
    buffer.set_string(place.x, place.y, format!("{mark}{name}"), style);
    let place = text_place(place, app.words.label_width());
    let editor = app.form.editor(field);
    if editor.text().is_empty() {
        let wanted = shorten(app.words.wanted(FIELDS[field]), usize::from(place.width));
        buffer.set_string(place.x, place.y, wanted, theme::SUBDUED);
        return focused.then_some(place.as_position());
    }
    draw_text(buffer, editor, place, focused)
}

/// The rows of a text around its cursor, if it has the focus, else its first; where the cursor is.
fn draw_text(buffer: &mut Buffer, editor: &Editor, place: Rect, focused: bool) -> Option<Position> {
    let View { rows, row, column } = editor.view(wrap_width(place));
    let (width, height) = (usize::from(place.width), usize::from(place.height));
    let first = match focused {
        true => (row + 1).saturating_sub(height),
        false => 0,
    };
    // Columns that a row that does not end at the edge is moved to the left by, so that the cursor is seen.
    let behind = match focused && height == 1 {
        true => (column + 1).saturating_sub(width),
        false => 0,
    };
    let (mut hidden, mut cut) = (0, false);
    for (y, row) in (place.y..place.bottom()).zip(&rows[first..]) {
        let (skipped, shown) = skip_columns(&row.shown, behind);
        hidden = skipped;
        cut |= shown.width() > width;
        buffer.set_stringn(place.x, y, shown, width, Style::new());
    }
    if first > 0 || hidden > 0 {
        buffer.set_string(place.x - 1, place.y, "…", theme::SUBDUED);
    }
    if cut || rows.len() > first + height {
        let last = place.bottom() - 1;
        buffer.set_string(place.right(), last, "…", theme::SUBDUED);
    }
    let x = place.x + (column.saturating_sub(hidden) as u16).min(place.width);
    let y = place.y + (row - first.min(row)) as u16;
    focused.then_some(Position { x, y })
}

/// The text without its first columns, at least as many as asked for, and how many they are.
fn skip_columns(text: &str, columns: usize) -> (usize, &str) {
    let mut skipped = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if skipped >= columns {
            return (skipped, &text[at..]);
        }
        skipped += grapheme.width();
    }
    (skipped, "")
}

fn draw_verdict(buffer: &mut Buffer, app: &App<'_>, place: Rect) {
    let place = inset(place);
    let width = usize::from(place.width);
    let height = usize::from(place.height);
    let verdict = pages::verdict(app, width);
    let mut lines = match verdict.len() < height {
        true => pages::about_answer(app, width),
        false => verdict,
    };
    if lines.len() > height && height > 0 {
        // F2 has all of it.
        lines.truncate(height);
        let line = &mut lines[height - 1];
        if line.width() >= width {
            *line = Line::from(shorten(&line.to_string(), width - 1)).style(line.style);
        }
        line.push_span(Span::styled("…", theme::SUBDUED));
    }
    draw_lines(buffer, place, lines);
}

/// The columns of the ranking, by what there is room for.
struct Columns {
    label: usize,
    bar: usize,
    tier: usize,
    evidence: usize,
}

impl Columns {
    /// Columns for marks, rank, score and the gaps.
    const FIXED: usize = 5 + 6 + 1;

    fn new(width: usize, tier: usize) -> Self {
        let bar = match width {
            0..52 => 0,
            52..84 => 5,
            _ => 10,
        };
        let fixed = Self::FIXED + bar + usize::from(bar > 0) + tier + 2;
        let left = width.saturating_sub(fixed);
        match left {
            0..36 => Self {
                label: left,
                bar,
                tier,
                evidence: 0,
            },
            _ => {
                let label = (left / 2).clamp(18, 30);
                Self {
                    label,
                    bar,
                    tier,
                    evidence: left - label - 2,
                }
            }
        }
    }
}

fn ranking(buffer: &mut Buffer, app: &App<'_>, place: Rect) {
    let assessment = app.assessment();
    if assessment.fits.is_empty() {
        let told = match app.profile().says_nothing() {
            true => app
                .words
                .say("keywords, products or a description are what is ranked by"),
            false => app.words.say("no subdivision comes near"),
        };
        let told = pages::text(told, usize::from(place.width.max(12)) - 2, theme::SUBDUED);
        draw_lines(buffer, inset(place), told);
        return;
    }
    let tiers = Tier::ALL.map(|tier| tier.word(app.words.0).width());
    let tier = tiers.into_iter().max().unwrap_or(0);
    let columns = Columns::new(usize::from(place.width), tier);
    let mut place = place;
    if place.height > 5 {
        draw_lines(buffer, place, vec![head(app, &columns)]);
        place = Rect {
            y: place.y + 1,
            height: place.height - 1,
            ..place
        };
    }
    let height = usize::from(place.height);
    let first = (app.chosen + 1).saturating_sub(height);
    let rows = assessment.fits.iter().enumerate().skip(first).take(height);
    let lines = rows.map(|(at, fit)| row(app, &columns, fit, at == app.chosen));
    draw_lines(buffer, place, lines.collect());
}

fn head(app: &App<'_>, columns: &Columns) -> Line<'static> {
    let words = app.words;
    let label = match app.assessment().verdict.something_fits() {
        true => words.say("Subdivision"),
        false => words.say("Nearest, not fitting"),
    };
    let score = words.say("Score");
    let mut line = format!(
        "   # {} {}",
        pages::pad(label, columns.label),
        pad_left(score, 6)
    );
    if columns.bar > 0 {
        line.push_str(&" ".repeat(columns.bar + 1));
    }
    line.push(' ');
    line.push_str(&pages::pad(words.say("Tier"), columns.tier));
    if columns.evidence > 0 {
        line.push_str("  ");
        line.push_str(words.say("Evidence"));
    }
    Line::styled(line, theme::STRONG)
}

fn row(app: &App<'_>, columns: &Columns, fit: &Fit<'_>, chosen: bool) -> Line<'static> {
    let here = chosen && app.focus == Focus::Ranking;
    let label = escape(fit.label.get(app.words.0));
    let style = pages::tier_style(app, fit);
    let name = match here {
        true => theme::STRONG,
        false if app.assessment().verdict.something_fits() => Style::new(),
        false => theme::SUBDUED,
    };
    let mark = if here { "›" } else { " " };
    let mut spans = vec![
        Span::styled(mark, theme::CORE),
        Span::styled(
            format!("{:>3} {} ", fit.rank, pages::pad(&label, columns.label)),
            name,
        ),
    ];
    let calibrated = fit.basis.is_calibrated();
    let mut score = pages::pad_left(&fit.shown(app.words.0), 6);
    if columns.bar > 0 {
        score.push(' ');
        let bar = if calibrated {
            bar(fit.score, columns.bar)
        } else {
            String::new()
        };
        score.push_str(&pages::pad(&bar, columns.bar));
    }
    score.push(' ');
    score.push_str(&pages::pad(pages::tier_word(app, fit), columns.tier));
    spans.push(Span::styled(score, style));
    if columns.evidence > 0 {
        let words = shorten(&pages::speaks_for(app, fit), columns.evidence);
        spans.push(Span::raw(format!("  {words}")));
    }
    Line::from(spans)
}

/// What a panel asks or says, line by line, and the name of a file that is being typed in it, with its line.
fn question<'a>(
    app: &'a App<'_>,
    width: usize,
) -> (Vec<Line<'static>>, Option<(usize, &'a Editor)>) {
    let words = app.words;
    let mut lines = Vec::new();
    if let Some(message) = &app.message {
        lines.extend(pages::text(message, width, theme::STRONG));
    }
    let mut editor = None;
    let keys = match &app.mode {
        Mode::SaveAs(asked) => {
            let save_as = words.say("Save the profile as (TOML):");
            lines.extend(pages::text(save_as, width, theme::STRONG));
            editor = Some((lines.len(), asked));
            lines.push(Line::default());
            vec![("Enter", words.say("save")), ("Esc", words.say("back"))]
        }
        Mode::Replace(path) => {
            let asked = words.replace(&path.display().to_string());
            lines.extend(pages::text(&asked, width, theme::STRONG));
            vec![
                ("y", words.say("write over it")),
                ("n", words.say("another name")),
            ]
        }
        Mode::Leave => {
            let asked = words.say("What was changed is not saved.");
            lines.extend(pages::text(asked, width, theme::STRONG));
            vec![
                ("s", words.say("save")),
                ("q", words.say("leave without")),
                ("Esc", words.say("go on")),
            ]
        }
        Mode::Edit | Mode::Page { .. } => vec![],
    };
    if !keys.is_empty() {
        lines.push(key_line(&keys, width));
    }
    (lines, editor)
}

/// A question or a message over the lowest rows; outside `None` where there is none, inside where the cursor is.
fn panel(buffer: &mut Buffer, app: &App<'_>, area: Rect) -> Option<Option<Position>> {
    let width = usize::from(area.width.saturating_sub(2)).max(10);
    let (mut lines, editor) = question(app, width);
    if lines.is_empty() {
        return None;
    }
    let room = area.height.saturating_sub(3);
    // Of a long message the end is cut off, never the question below it.
    let over = lines.len().saturating_sub(usize::from(room));
    lines.drain(..over);
    let height = lines.len() as u16;
    let place = Rect {
        y: area.bottom() - height,
        height,
        ..area
    };
    let above = Rect {
        y: place.y - 1,
        height: 1,
        ..area
    };
    Clear.render(above.union(place), buffer);
    draw_rule(buffer, above);
    draw_lines(buffer, inset(place), lines);
    let cursor = editor.and_then(|(row, editor)| {
        let y = place.y + row.saturating_sub(over) as u16;
        draw_text(
            buffer,
            editor,
            Rect {
                y,
                height: 1,
                ..inset(place)
            },
            true,
        )
    });
    Some(cursor)
}

/// What the keys do here.
fn footer(buffer: &mut Buffer, app: &App<'_>, place: Rect) {
    let words = app.words;
    let save = ("^S", words.say("save"));
    let why = ("F2", words.say("why"));
    let help = ("F1", words.say("help"));
    let leave = ("Esc", words.say("leave"));
    let back = ("Esc", words.say("back"));
    let scroll = ("↑↓", words.say("scroll"));
    let keys = match (&app.mode, app.focus) {
        (
            Mode::Page {
                page: Page::Fit, ..
            },
            _,
        ) => vec![back, ("←→", words.say("other fits")), scroll],
        (Mode::Page { .. }, _) => vec![back, scroll],
        (_, Focus::Ranking) => vec![
            ("↑↓", words.say("choose")),
            ("Enter", words.say("clause")),
            ("Tab", words.say("edit")),
            why,
            save,
            help,
            leave,
        ],
        _ => vec![
            ("Tab", words.say("next")),
            why,
            save,
            help,
            leave,
            ("^C", words.say("leave at once")),
        ],
    };
    let line = key_line(&keys, usize::from(place.width.saturating_sub(2)));
    draw_lines(buffer, inset(place), vec![line]);
}

/// As many keys with what they do as fit.
fn key_line(keys: &[(&'static str, &'static str)], width: usize) -> Line<'static> {
    let mut line = Line::default();
    for (key, what) in keys {
        let gap = if line.spans.is_empty() { "" } else { "  " };
        if line.width() + gap.width() + key.width() + 1 + what.width() > width {
            break;
        }
        line.push_span(Span::raw(gap));
        line.push_span(Span::styled(*key, theme::STRONG));
        line.push_span(Span::styled(format!(" {what}"), theme::SUBDUED));
    }
    line
}

fn draw_lines(buffer: &mut Buffer, place: Rect, lines: Vec<Line<'static>>) {
    for (y, line) in (place.y..place.bottom()).zip(lines) {
        let row = Rect {
            y,
            height: 1,
            ..place
        };
        line.render(row, buffer);
    }
}

fn draw_rule(buffer: &mut Buffer, place: Rect) {
    if place.height > 0 {
        buffer.set_string(
            place.x,
            place.y,
            "─".repeat(usize::from(place.width)),
            theme::SUBDUED,
        );
    }
}

/// A column free on either side.
fn inset(place: Rect) -> Rect {
    Rect {
        x: place.x + 1,
        width: place.width.saturating_sub(2),
        ..place
    }
}

fn pad_left(text: &str, width: usize) -> String {
    let gap = " ".repeat(width.saturating_sub(text.width()));
    gap + text
}
