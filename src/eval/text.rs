//! An evaluation as text: figures first, then what they are made of.

use super::bootstrap::{Change, Comparison, Figure};
use super::metrics::Measure;
use super::report::{Counts, Miss, MissSide, Report, Target, TierFigures};
use super::rethreshold::Rethresholded;
use super::thresholds::{ENOUGH, Threshold};
use crate::fit::{How, Points, Role};
use crate::report::escape::terminal;
use crate::taxonomy::Language;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use std::fmt::{self, Display, Formatter};

/// A [`Report`] as text for a terminal or a file.
#[derive(Debug, Clone, Copy)]
pub struct Text<'r> {
    report: &'r Report,
    brief: bool,
    rows: usize,
}

impl Report {
    /// This as text: the figures and, unless `brief`, what they are made of. At most `rows` confusions are listed.
    #[must_use]
    pub fn text(&self, brief: bool, rows: usize) -> Text<'_> {
        Text {
            report: self,
            brief,
            rows,
        }
    }
}

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let report = self.report;
        head(f, &report.gold, report.companies)?;
        if let Some(noise) = report.noise {
            writeln!(f, "damaged on purpose: {}", noise.as_str())?;
        }
        writeln!(f)?;
        let figures = report
            .figures
            .iter()
            .map(|(measure, figure)| figure_cells(*measure, figure));
        section(f, "", &["", "figure", "95% interval"], figures)?;
        if let Some(comparison) = &report.comparison {
            changes(f, comparison)?;
        }
        if let Some(target) = &report.target {
            aim(f, target)?;
        }
        if self.brief {
            return Ok(());
        }
        tiers(f, &report.tiers)?;
        thresholds(f, &report.thresholds)?;
        self.reliability(f)?;
        self.subdivisions(f)?;
        self.confusions(f)?;
        self.worst(f)
    }
}

/// The thresholds and what was aimed at.
impl Display for Rethresholded {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        head(f, &self.gold, self.companies)?;
        if self.unanswered > 0 {
            writeln!(f, "{} more have no answer", self.unanswered)?;
        }
        if let Some(target) = &self.target {
            aim(f, target)?;
        }
        tiers(f, &self.tiers)?;
        thresholds(f, &self.thresholds)
    }
}

fn head(f: &mut Formatter<'_>, gold: &str, companies: Counts) -> fmt::Result {
    writeln!(
        f,
        "{}: {} companies: {} in scope, {} peripheral only, {} without label",
        terminal(gold),
        companies.all,
        companies.in_scope,
        companies.peripheral_only,
        companies.without_label
    )
}

fn tiers(f: &mut Formatter<'_>, tiers: &[TierFigures]) -> fmt::Result {
    let rows = tiers.iter().map(|tier| {
        vec![
            tier.tier.word(Language::En).to_owned(),
            tier.from_score.to_string(),
            tier.accepted.to_string(),
            three(tier.precision),
            three(tier.recall),
        ]
    });
    let title = "Tiers: what accepting pairs from this score on gives";
    let headers = ["", "from score", "pairs", "precision", "recall"];
    section(f, title, &headers, rows)
}

fn thresholds(f: &mut Formatter<'_>, thresholds: &[Threshold]) -> fmt::Result {
    let rows = thresholds.iter().map(threshold_cells);
    let title = "Thresholds: the same by score, and the companies that are decided by it";
    section(f, title, &THRESHOLD_HEADERS, rows)
}

impl Text<'_> {
    fn reliability(self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.report.reliability.iter().map(|bin| {
            vec![
                format!("{:.1} - {:.1}", bin.scores.0, bin.scores.1),
                bin.pairs.to_string(),
                format!("{:.3}", bin.stated),
                format!("{:.3}", bin.observed),
            ]
        });
        let title = "Reliability of score / 100 over the first ten pairs of each company";
        section(f, title, &["score", "pairs", "stated", "observed"], rows)
    }

    fn subdivisions(self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.report.subdivisions.iter().map(|one| {
            vec![
                terminal(&one.id).into_owned(),
                one.support.to_string(),
                one.accepted.to_string(),
                one.right.to_string(),
                three(one.precision),
                three(one.recall),
            ]
        });
        let title = "Subdivisions at the shipped threshold (substantial or better)";
        let headers = [
            "subdivision",
            "relevant",
            "given",
            "rightly",
            "precision",
            "recall",
        ];
        section(f, title, &headers, rows)
    }

    fn confusions(self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.report.confusions.iter().take(self.rows).map(|one| {
            vec![
                one.wanted
                    .as_deref()
                    .map_or_else(|| "(nothing)".into(), terminal)
                    .into_owned(),
                terminal(&one.given).into_owned(),
                one.companies.to_string(),
            ]
        });
        let title = "Confusions: companies whose first subdivision is not relevant";
        section(f, title, &["relevant", "came first", "companies"], rows)
    }

    fn worst(self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.report.worst.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "\nWorst: companies whose wrong first subdivision is furthest ahead"
        )?;
        self.report
            .worst
            .iter()
            .try_for_each(|miss| worst_one(f, miss))
    }
}

fn worst_one(f: &mut Formatter<'_>, miss: &Miss) -> fmt::Result {
    write!(f, "\n{}", terminal(&miss.id))?;
    match &miss.name {
        Some(name) => writeln!(f, "  {}", terminal(name))?,
        None => writeln!(f)?,
    }
    side(f, "came first", &miss.given)?;
    match &miss.wanted {
        Some(wanted) => side(f, "relevant", wanted),
        None => writeln!(f, "  relevant    nothing"),
    }
}

fn side(f: &mut Formatter<'_>, what: &str, side: &MissSide) -> fmt::Result {
    writeln!(
        f,
        "  {what:<12}{}  rank {}, score {}, grade {}",
        terminal(&side.subdivision),
        side.rank,
        side.score,
        side.grade
    )?;
    let pieces: Vec<String> = side
        .evidence
        .iter()
        .filter(|piece| piece.points != Points(0))
        .map(|piece| match piece.how {
            How::Rest => format!("rest {}", piece.points),
            How::Kind => format!("kind {}", piece.points),
            How::Shared => format!("shared with {} {}", piece.term, piece.points),
            How::Scope => format!("out of scope: {} {}", piece.term, piece.points),
            _ => {
                let text = terminal(&piece.text);
                match piece.role {
                    Role::Own => format!("{text} {}", piece.points),
                    role => format!("{text} {} ({})", piece.points, role.word(Language::En)),
                }
            }
        })
        .collect();
    if pieces.is_empty() {
        return Ok(());
    }
    writeln!(f, "{:14}{}", "", pieces.join(", "))
}

const THRESHOLD_HEADERS: [&str; 6] = [
    "from score",
    "pairs",
    "precision",
    "95% interval",
    "recall",
    "decided",
];

fn threshold_cells(one: &Threshold) -> Vec<String> {
    let interval = one.interval;
    vec![
        one.from_score.to_string(),
        one.accepted.to_string(),
        three(one.precision),
        interval.map_or_else(String::new, |(low, high)| format!("{low:.3} - {high:.3}")),
        three(one.recall),
        format!("{:.3}", one.decided),
    ]
}

fn aim(f: &mut Formatter<'_>, target: &Target) -> fmt::Result {
    let precision = target.precision;
    match &target.threshold {
        Some(threshold) => {
            let title = format!("The lowest score from which on precision is {precision} or more");
            let rows = std::iter::once(threshold_cells(threshold));
            section(f, &title, &THRESHOLD_HEADERS, rows)
        }
        None => writeln!(
            f,
            "\nNo score gives a precision of {precision} over {ENOUGH} pairs or more."
        ),
    }
}

fn changes(f: &mut Formatter<'_>, comparison: &Comparison) -> fmt::Result {
    let rows = comparison
        .figures
        .iter()
        .map(|(measure, change)| change_cells(*measure, change));
    let title = format!(
        "Change over the {} companies that both runs have",
        comparison.companies
    );
    let headers = ["", "before", "now", "change", "95% interval", ""];
    section(f, &title, &headers, rows)?;
    for (count, what) in [
        (comparison.only_before, "only in the earlier run, left out"),
        (comparison.only_now, "only in this run, left out"),
        (
            comparison.relabelled,
            "with other labels than in the earlier run",
        ),
    ] {
        if count > 0 {
            writeln!(f, "companies {what}: {count}")?;
        }
    }
    for (ids, what) in [
        (&comparison.gained, "first place put right"),
        (&comparison.lost, "first place lost"),
    ] {
        if !ids.is_empty() {
            let ids: Vec<_> = ids.iter().map(|id| terminal(id)).collect();
            writeln!(f, "{what} ({}): {}", ids.len(), ids.join(", "))?;
        }
    }
    Ok(())
}

fn figure_cells(measure: Measure, figure: &Figure) -> Vec<String> {
    let interval = match (figure.low, figure.high) {
        (Some(low), Some(high)) => format!("{low:.3} - {high:.3}"),
        _ => String::new(),
    };
    vec![measure.name().into(), three(figure.value), interval]
}

fn change_cells(measure: Measure, change: &Change) -> Vec<String> {
    let verdict = if !change.beyond_noise {
        "within noise"
    } else if (change.difference > 0.0) != measure.is_error() {
        "better"
    } else {
        "worse"
    };
    vec![
        measure.name().into(),
        format!("{:.3}", change.before),
        format!("{:.3}", change.now),
        format!("{:+.3}", change.difference),
        format!("{:+.3} - {:+.3}", change.low, change.high),
        verdict.into(),
    ]
}

/// Three decimals, or a sign that there is no figure.
fn three(value: Option<f64>) -> String {
    value.map_or_else(|| "n/a".into(), |value| format!("{value:.3}"))
}

/// A title and a table: first column to the left, the others to the right. Nothing if there are no rows.
fn section(
    f: &mut Formatter<'_>,
    title: &str,
    headers: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> fmt::Result {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled) // the same in a file as on any terminal
        .set_header(headers)
        .add_rows(rows);
    if table.is_empty() {
        return Ok(());
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        if at == 0 {
            column.set_padding((0, 1));
        } else {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    if !title.is_empty() {
        writeln!(f, "\n{title}\n")?;
    }
    writeln!(f, "{}", table.trim_fmt())
}
