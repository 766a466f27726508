//! Charts as inline SVG. Colours and fonts come from the style sheet through classes; every shape that means something
//! has a `<title>`, which a pointer shows and a screen reader reads.

use super::{esc, put};
use crate::assessment::{colon, runs};
use crate::fit::{Evidence, MatchKind, Points, Score, Tier};
use crate::messages::say;
use crate::report::document::model::{Report, Settings};

/// The class that colours a score: its tier.
pub(super) fn tier_class(score: Score) -> &'static str {
    match Tier::of(score) {
        Some(Tier::Core) => "core",
        Some(Tier::Substantial) => "substantial",
        Some(Tier::Peripheral) => "peripheral",
        None => "none",
    }
}

/// A bar from 0 to 100 with the lines between tiers.
pub(super) fn score_bar(out: &mut String, score: Score, title: &str) {
    put!(
        out,
        "<svg class=\"bar {}\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" role=\"img\"><title>{}</title>\
         <rect class=\"track\" width=\"100\" height=\"8\"/><rect class=\"fill\" width=\"{}\" height=\"8\"/>",
        tier_class(score),
        esc(title),
        score.value()
    );
    for line in Tier::ALL.map(Tier::threshold).into_iter().rev() {
        put!(
            out,
            "<rect class=\"tick\" x=\"{}\" width=\".5\" height=\"8\"/>",
            line.value()
        );
    }
    out.push_str("</svg>");
}

/// How long the bars of a table of evidence are.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// Points that fill the room for them.
    most: i32,
    /// Whether some points are below zero, so that bars go to both sides of a middle line.
    both_sides: bool,
}

impl Scale {
    /// For the bars of these pieces; the sum of what is not listed may exceed it.
    pub(super) fn of(evidence: &[Evidence]) -> Self {
        let listed = evidence.iter().filter(|piece| piece.how != MatchKind::Rest);
        Self {
            most: listed
                .map(|piece| piece.points.0.abs())
                .max()
                .unwrap_or(1)
                .max(1),
            both_sides: evidence.iter().any(|piece| piece.points.0 < 0),
        }
    }

    pub(super) fn bar(self, out: &mut String, points: Points) {
        let share = (f64::from(points.0) / f64::from(self.most)).clamp(-1.0, 1.0);
        let (middle, room) = if self.both_sides {
            (50.0, 50.0)
        } else {
            (0.0, 100.0)
        };
        let width = share.abs() * room;
        let (class, x) = if share < 0.0 {
            ("against", middle - width)
        } else {
            ("for", middle)
        };
        put!(
            out,
            "<svg class=\"points\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect class=\"{class}\" x=\"{x:.1}\" width=\"{width:.1}\" height=\"8\"/><rect class=\"middle\" x=\"{middle}\" width=\"1\" height=\"8\"/></svg>"
        );
    }
}

/// A spoke of the wheel.
pub(super) struct Spoke {
    /// 0 (centre) to 1 (rim).
    pub(super) length: f64,
    /// Colour.
    pub(super) class: &'static str,
    /// What it says when pointed at.
    pub(super) title: String,
    /// Written at the rim, if anything.
    pub(super) mark: String,
}

const INNER: f64 = 58.0;
const RIM: f64 = 158.0;
const RANKS: f64 = 165.0;
const BAND: f64 = 172.0;
const LETTERS: f64 = 184.0;

/// The plan as a wheel: one spoke a subdivision, in plan order, fronts named around it.
pub(super) fn wheel(
    out: &mut String,
    report: &Report<'_>,
    settings: &Settings,
    spokes: &[Spoke],
    middle: (&str, &str),
) {
    let taxonomy = report.taxonomy;
    put!(
        out,
        "<svg class=\"wheel\" viewBox=\"-205 -205 410 410\" role=\"group\" aria-label=\"{}\">",
        esc(say(settings.language, "Map of the plan"))
    );
    let industry_of = |at: usize| taxonomy.subdivisions[at].industry;
    let front_of = |at: usize| taxonomy.industries[industry_of(at)].front;
    let fronts = runs((0..spokes.len()).map(front_of));
    // Between two fronts there is room for one and a half spokes.
    let gap = 1.5;
    let unit = std::f64::consts::TAU / (spokes.len() as f64 + gap * fronts.len() as f64);
    let mut angle = -std::f64::consts::FRAC_PI_2 + unit * gap / 2.0;
    let mut at = 0;
    for (place, (front, count)) in fronts.iter().enumerate() {
        let front = &taxonomy.fronts[*front];
        let end = angle + unit * *count as f64;
        let label = front.label.get(settings.language);
        put!(out, "<g class=\"front\"><title>{}</title>", esc(label));
        put!(
            out,
            "<path class=\"band b{}\" d=\"{}\"/>",
            place % 6,
            sector(BAND, BAND + 5.0, angle, end)
        );
        front_label(
            out,
            place,
            label,
            angle - unit * gap * 0.4,
            end + unit * gap * 0.4,
        );
        out.push_str("</g>");
        for spoke in &spokes[at..at + count] {
            draw_spoke(out, spoke, angle + unit * 0.08, angle + unit * 0.92);
            angle += unit;
        }
        at += count;
        angle += unit * gap;
    }
    put!(
        out,
        "<text class=\"big\" y=\"3\">{}</text><text class=\"small\" y=\"20\">{}</text></svg>",
        esc(middle.0),
        esc(middle.1)
    );
}

fn draw_spoke(out: &mut String, spoke: &Spoke, from: f64, to: f64) {
    put!(
        out,
        "<g class=\"spoke {}\"><title>{}</title><path class=\"track\" d=\"{}\"/>",
        spoke.class,
        esc(&spoke.title),
        sector(INNER, RIM, from, to)
    );
    if spoke.length > 0.0 {
        let tip = INNER + (RIM - INNER) * spoke.length.min(1.0);
        put!(
            out,
            "<path class=\"fill\" d=\"{}\"/>",
            sector(INNER, tip, from, to)
        );
    }
    if !spoke.mark.is_empty() {
        let (x, y) = polar(RANKS, (from + to) / 2.0);
        put!(
            out,
            "<text class=\"mark\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
            esc(&spoke.mark)
        );
    }
    out.push_str("</g>");
}

/// The name of a front along its arc, on the lower half turned so that it reads from left to right.
fn front_label(out: &mut String, place: usize, label: &str, start: f64, end: f64) {
    let lower = libm::sin((start + end) / 2.0) > 0.0;
    // Along the lower half the letters stand inside their baseline, so the baseline lies further out.
    let radius = if lower { LETTERS + 8.0 } else { LETTERS };
    let (from, to) = if lower { (end, start) } else { (start, end) };
    let ((x0, y0), (x1, y1)) = (polar(radius, from), polar(radius, to));
    let room = (end - start) * radius;
    let large = u8::from(end - start > std::f64::consts::PI);
    let sweep = u8::from(!lower);
    put!(
        out,
        "<path id=\"arc{place}\" class=\"baseline\" d=\"M{x0:.1} {y0:.1}A{radius} {radius} 0 {large} {sweep} {x1:.1} {y1:.1}\"/>\
         <text class=\"front-name\"><textPath href=\"#arc{place}\" startOffset=\"50%\">{}</textPath></text>",
        esc(&fit_to(label, room, 4.8))
    );
}

/// Cuts a label so that it takes at most `room` at a size where a Latin letter takes `letter`; nothing if not even a
/// few letters have room.
fn fit_to(label: &str, room: f64, letter: f64) -> String {
    let width = |c: char| match c {
        'A'..='Z' => letter * 1.3,
        _ if c.is_ascii() => letter,
        _ => letter * 1.9,
    };
    let full: f64 = label.chars().map(width).sum();
    if full <= room {
        return label.to_owned();
    }
    let mut taken = letter;
    let mut cut: String = label
        .chars()
        .take_while(|c| {
            taken += width(*c);
            taken <= room
        })
        .collect();
    if cut.chars().count() < 3 {
        return String::new();
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

fn polar(radius: f64, angle: f64) -> (f64, f64) {
    // `libm` rather than the platform's own, so that the last digit is the same everywhere.
    (radius * libm::cos(angle), radius * libm::sin(angle))
}

/// A piece of a ring.
fn sector(inner: f64, outer: f64, start: f64, end: f64) -> String {
    let large = u8::from(end - start > std::f64::consts::PI);
    let ((ax, ay), (bx, by)) = (polar(outer, start), polar(outer, end));
    let ((cx, cy), (dx, dy)) = (polar(inner, end), polar(inner, start));
    format!(
        "M{ax:.1} {ay:.1}A{outer:.1} {outer:.1} 0 {large} 1 {bx:.1} {by:.1}\
         L{cx:.1} {cy:.1}A{inner:.1} {inner:.1} 0 {large} 0 {dx:.1} {dy:.1}Z"
    )
}

/// The heat map: what is fixed about it. Rows are drawn one by one, since a long list shows a page of them at a time.
pub(super) struct HeatMap {
    columns: Vec<usize>,
    cell: f64,
}

const ROW: f64 = 18.0;
const NAMES: f64 = 190.0;
const HEAD: f64 = 196.0;

impl HeatMap {
    /// For these subdivisions as columns.
    pub(super) fn new(columns: Vec<usize>) -> Self {
        let cell = (850.0 / columns.len().max(1) as f64).clamp(15.0, 40.0);
        Self { columns, cell }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    fn width(&self) -> f64 {
        // Room on the right for the last slanted label.
        NAMES + self.cell * self.columns.len() as f64 + 105.0
    }

    /// Opens the drawing, names fronts, industries and subdivisions, and leaves the group for rows open.
    pub(super) fn open(
        &self,
        out: &mut String,
        report: &Report<'_>,
        settings: &Settings,
        rows: usize,
    ) {
        let taxonomy = report.taxonomy;
        let (width, height) = (self.width(), HEAD + ROW * rows as f64 + 6.0);
        put!(
            out,
            "<svg class=\"heat\" id=\"heat\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" \
             data-head=\"{HEAD}\" data-row=\"{ROW}\" role=\"group\" aria-label=\"{}\">",
            esc(say(settings.language, "Screening matrix"))
        );
        let industry = |at: &usize| taxonomy.subdivisions[*at].industry;
        let front = |at: &usize| taxonomy.industries[industry(at)].front;
        let mut x = NAMES;
        for (place, (front, count)) in runs(self.columns.iter().map(front)).iter().enumerate() {
            let (label, span) = (
                taxonomy.fronts[*front].label.get(settings.language),
                self.cell * *count as f64,
            );
            put!(
                out,
                "<g class=\"front\"><title>{}</title><rect class=\"band b{}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"4\"/></g>",
                esc(label),
                place % 6,
                HEAD - 8.0,
                span - 2.0
            );
            x += span;
        }
        self.industry_rules(out, report, settings, rows);
        for (place, subdivision) in self.columns.iter().enumerate() {
            let label = report.label(*subdivision, settings.language);
            let x = NAMES + self.cell * (place as f64 + 0.5);
            put!(
                out,
                "<text class=\"column\" transform=\"translate({:.1} {:.1}) rotate(-62)\"><title>{}</title>{}</text>",
                x + 3.0,
                HEAD - 14.0,
                esc(label),
                esc(&fit_to(label, 200.0, 6.2))
            );
        }
        out.push_str("<g id=\"heat-rows\">");
    }

    /// Thin lines between industries.
    fn industry_rules(
        &self,
        out: &mut String,
        report: &Report<'_>,
        settings: &Settings,
        rows: usize,
    ) {
        let taxonomy = report.taxonomy;
        let mut x = NAMES;
        let industries = runs(
            self.columns
                .iter()
                .map(|at| taxonomy.subdivisions[*at].industry),
        );
        for (industry, count) in industries {
            let label = taxonomy.industries[industry].label.get(settings.language);
            put!(
                out,
                "<line class=\"rule\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"><title>{}</title></line>",
                HEAD - 8.0,
                HEAD + ROW * rows as f64,
                esc(label)
            );
            x += self.cell * count as f64;
        }
    }

    /// One firm, without its place: the caller wraps it into a group that moves it to its row.
    pub(super) fn row(
        &self,
        out: &mut String,
        report: &Report<'_>,
        settings: &Settings,
        at: usize,
    ) {
        let firm = &report.firms[at];
        let name = firm.display_name(settings.language);
        put!(
            out,
            "<a href=\"#firm-{at}\"><title>{}</title><text class=\"name\" x=\"{:.0}\" y=\"12.5\">{}</text></a>\
             <rect class=\"lane\" x=\"{NAMES}\" y=\"1\" width=\"{:.1}\" height=\"{:.0}\"/>",
            esc(&name),
            NAMES - 10.0,
            esc(&fit_to(&name, NAMES - 14.0, 6.9)),
            self.cell * self.columns.len() as f64,
            ROW - 2.0
        );
        for fit in &firm.fits {
            let Some(place) = self.columns.iter().position(|at| *at == fit.subdivision) else {
                continue;
            };
            put!(
                out,
                "<rect class=\"h{}\" x=\"{:.1}\" y=\"1\" width=\"{:.1}\" height=\"{:.0}\"><title>{} · {}{}{}</title></rect>",
                (fit.score.tenths() / 100).min(9),
                NAMES + self.cell * place as f64 + 1.0,
                self.cell - 2.0,
                ROW - 2.0,
                esc(&name),
                esc(report.label(fit.subdivision, settings.language)),
                colon(settings.language),
                fit.shown(settings.language)
            );
        }
    }

    /// Moves a row to its place, counted from 0.
    pub(super) fn place_row(out: &mut String, place: usize, row: &str) {
        put!(
            out,
            "<g transform=\"translate(0 {:.0})\">{row}</g>",
            HEAD + ROW * place as f64
        );
    }

    /// Closes what [`HeatMap::open`] left open.
    pub(super) fn close(out: &mut String) {
        out.push_str("</g></svg>");
    }
}

/// The scale of the heat map.
pub(super) fn legend(out: &mut String, settings: &Settings) {
    put!(
        out,
        "<p class=\"legend\"><span>{} 0</span><svg width=\"120\" height=\"10\" viewBox=\"0 0 120 10\" aria-hidden=\"true\">",
        esc(say(settings.language, "Score"))
    );
    for step in 0..10 {
        put!(
            out,
            "<rect class=\"h{step}\" x=\"{}\" width=\"11\" height=\"10\"/>",
            step * 12
        );
    }
    out.push_str("</svg><span>100</span></p>");
}
